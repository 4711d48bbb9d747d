"""Running the house: the web server and the worker as child processes of one command.

Both get the environment of this process, so what was set in it (folder, database, HTTPS or not) holds for them too. A
child that ends by itself is started again after a pause. Ctrl-C, SIGTERM and a closed terminal end all of them: the
children stand in sessions of their own, so that they are asked to finish instead of being cut off with the terminal.
Where this process is killed (`kill -9`, out of memory), Linux asks the children to finish, so that the port is free for
the next start.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds until a child that ended by itself is started again: 1, 2, 4 … 30."""
GRACE = 20.0
"""Seconds that children have to finish what they are doing."""
STEADY = 60.0
"""Seconds after which a child counts as running well again."""


_PR_SET_PDEATHSIG = 1
"""prctl(2): the signal that a process gets when its parent ends, however that happens."""


class PortTaken(Exception):
    """The address cannot be listened on; the message is one German sentence."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the web server listens."""

    host: str = "127.0.0.1"
    port: int = 8000

    @property
    def url(self) -> str:
        """The address for a browser on this machine."""
        name = "localhost" if self.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else self.host  # noqa: S104
        return f"http://{name}:{self.port}/"


def port_number(text: str) -> int:
    """A port that an argument of a command names. Raises ``ArgumentTypeError``."""
    if not (text.isdecimal() and 0 < int(text) < 1 << 16):
        raise argparse.ArgumentTypeError(f"{text!r} ist kein Port; möglich ist 1 bis 65535")
    return int(text)


def require_free(address: Address) -> None:
    """Raise `PortTaken` where the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except PermissionError:
            raise PortTaken(f"Port {address.port} darf hier nicht geöffnet werden; nehmen Sie einen ab 1024.") from None
        except socket.gaierror:
            raise PortTaken(f"{address.host} ist keine Adresse dieses Rechners.") from None
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                raise PortTaken(f"{address.host} ist keine Adresse dieses Rechners.") from None
            raise PortTaken(
                f"Port {address.port} auf {address.host} ist nicht frei. "
                "Beenden Sie, was dort läuft, oder nehmen Sie mit --port einen anderen."
            ) from None


def web_command(address: Address, *, workers: int = 2) -> list[str]:
    """The command line of the web server. One blocking thread per process: more would only wait for each other."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"),
        *("--host", address.host, "--port", str(address.port)),
        *("--workers", str(workers), "--blocking-threads", "1", "--respawn-failed-workers"),
        "rathaus.project.wsgi:application",
    ]


def worker_command() -> list[str]:
    """The command line of the worker."""
    return [sys.executable, "-m", "rathaus.cli", "work"]


_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def _end_with_the_parent() -> None:
    """In the child, before its program begins: SIGTERM when the parent is gone."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One child process, started again when it ends by itself."""

    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = field(default=FIRST_PAUSE)

    def start(self) -> None:
        """Start it; its output goes where ours goes."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 our own command lines
            self.command,
            start_new_session=True,
            preexec_fn=_end_with_the_parent if _LIBC else None,  # noqa: PLW1509 one call of the kernel, no lock
        )

    def look_after(self) -> None:
        """Start it again where it has ended and its pause is over."""
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.started_at
        if lived > STEADY:
            self.pause = FIRST_PAUSE
        if lived >= self.pause:
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
            self.start()

    def stop(self, until: float) -> None:
        """Wait until `until` (monotonic) for it to end, then end it."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        # A web server that was ended while it was starting leaves its own children behind, which hold the port.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


class _Stop(Exception):
    """A signal asked us to end."""


def serve(
    address: Address,
    *,
    workers: int = 2,
    name: str = "",
    ready: Callable[[], None] = lambda: None,
    tick: Callable[[], None] = lambda: None,
) -> int:
    """Run web server and worker until a signal comes; exit code 0.

    `ready` is called once, when the first page is answered (asked for under `name`, where host names count); `tick`
    about once a second after that. Raises `PortTaken`.
    """
    require_free(address)
    children = [Child(web_command(address, workers=workers)), Child(worker_command())]
    previous = {sign: signal.signal(sign, _stop) for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        for child in children:
            child.start()
        _wait_until_answered(address, children[0], name)
        ready()
        while True:
            time.sleep(1.0)
            for child in children:
                child.look_after()
            tick()
    except _Stop:
        return 0
    finally:
        for sign in previous:
            signal.signal(sign, signal.SIG_IGN)
        _end(children)
        for sign, handler in previous.items():
            signal.signal(sign, handler)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise _Stop


def _end(children: Sequence[Child]) -> None:
    for child in children:
        if child.process is not None:
            child.process.terminate()
    until = time.monotonic() + GRACE
    for child in children:
        child.stop(until)


def _wait_until_answered(address: Address, web: Child, name: str) -> None:
    """Until the server answers anything at all. A server that keeps ending is started again meanwhile."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address.host, address.host)  # noqa: S104
    while True:
        connection = http.client.HTTPConnection(host, address.port, timeout=5)
        try:
            connection.request("GET", "/", headers={"Host": name} if name else {})
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            web.look_after()
            time.sleep(0.05)
        else:
            return
        finally:
            connection.close()
