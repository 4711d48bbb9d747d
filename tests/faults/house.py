"""The real house for tests: web server and worker as processes of their own, and people in front of it over HTTP."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import psutil
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from rathaus.project.serving import Address, web_command, worker_command
from tests.applications.applicant import Applicant

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 30.0
"""Seconds to wait for a house that is starting."""


class House:
    """Web server and worker on the database and the folders of this test session. Restarts what was killed."""

    def __init__(self, log: Path, temporary: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self.log = log
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("RATHAUS_")},
            **{name: os.environ[name] for name in ("RATHAUS_HOME", "RATHAUS_STATIC_DIR", "RATHAUS_SECRET_KEY")},
            "RATHAUS_HTTPS": "0",
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "PYTHONPATH": str(ROOT),
            "TMPDIR": str(temporary),
        }
        self.commands = {"web": web_command(Address(port=self.port)), "work": worker_command()}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start what does not run, and wait until pages are answered.

        The web server gives up by itself when one of its processes dies twice within seconds, possibly a moment after
        it was asked for. So it is looked after all the while, as `rathaus serve` does.
        """
        end = time.monotonic() + PATIENCE
        self.look_after()
        while not self.answers():
            assert time.monotonic() < end, self.log.read_text(errors="replace")[-3000:]
            time.sleep(0.05)
            self.look_after()

    def look_after(self) -> None:
        """Start again what has ended."""
        for name, command in self.commands.items():
            if name not in self.processes or self.processes[name].poll() is not None:
                with self.log.open("ab") as log:
                    self.processes[name] = subprocess.Popen(
                        command, env=self.environment, stdout=log, stderr=log, start_new_session=True
                    )

    def answers(self) -> bool:
        try:
            return Browser(self.port).get("/").status_code < 500
        except (OSError, http.client.HTTPException):
            return False

    def children(self) -> list[psutil.Process]:
        """The processes of the web server that answer requests."""
        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(self.processes["web"].pid).children(recursive=True)
        return []

    def kill(self, name: str) -> None:
        """Kill a process and all that belongs to it, at once and without a word."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.processes[name].pid, signal.SIGKILL)
        self.processes[name].wait()

    def stop(self) -> None:
        """Ask everything to end."""
        for process in self.processes.values():
            process.terminate()
        for name, process in self.processes.items():
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill(name)


@dataclass
class Response:
    """What `Applicant` needs of Django's test response."""

    status_code: int
    headers: http.client.HTTPMessage
    content: bytes
    request: dict[str, str]
    streaming: bool = False


@dataclass
class Browser:
    """The part of Django's test client that `Applicant` uses, over a real connection."""

    port: int
    cookies: SimpleCookie = field(default_factory=SimpleCookie)
    receipts: list[str] = field(default_factory=list)
    """Addresses of receipts that the house sent us to: what it has acknowledged."""
    patience: float = 0.0
    """Seconds for which a request that was cut off is made again, as people press a button again."""
    cut_off: int = 0

    def get(self, path: str, *, follow: bool = False) -> Response:
        return self._ask("GET", path, follow=follow)

    def post(self, path: str, data: dict[str, Any] | None = None, *, follow: bool = False) -> Response:
        return self._ask("POST", path, data or {}, follow=follow)

    def _ask(self, method: str, path: str, data: dict[str, Any] | None = None, *, follow: bool) -> Response:
        end = time.monotonic() + self.patience
        while True:
            try:
                return self._once(method, path, data, follow=follow)
            except (OSError, http.client.HTTPException):
                self.cut_off += 1
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def _once(self, method: str, path: str, data: dict[str, Any] | None, *, follow: bool) -> Response:
        body, headers = None, {"Cookie": "; ".join(f"{one.key}={one.coded_value}" for one in self.cookies.values())}
        if data is not None:
            body, headers["Content-Type"] = _encoded(data)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            if follow and answer.status in {301, 302, 303}:
                self._remember(answer)
                target = urljoin(path, answer.headers["Location"])
                if target.endswith("/eingang/"):
                    self.receipts.append(target)
                return self._ask("GET", target, follow=True)
            content = answer.read()
        finally:
            connection.close()
        self._remember(answer)
        parts = urlsplit(path)
        return Response(answer.status, answer.headers, content, {"PATH_INFO": parts.path, "QUERY_STRING": parts.query})

    def _remember(self, answer: http.client.HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)


def _encoded(data: dict[str, Any]) -> tuple[bytes, str]:
    if any(isinstance(value, SimpleUploadedFile) for value in data.values()):
        return encode_multipart(BOUNDARY, data), MULTIPART_CONTENT
    return urlencode(data, doseq=True).encode(), "application/x-www-form-urlencoded"


class Visitor(Applicant):
    """An applicant in front of the real house."""

    client: Browser

    def __init__(self, port: int) -> None:
        super().__init__()
        self.client = Browser(port)

    def start(self, slug: str) -> Visitor:
        """Press the start button on the public page of a service, which holds the form with its token."""
        self.open(f"/leistungen/{slug}/")
        form = self.tree.xpath(f"//form[contains(@action, '/antrag/beginnen/{slug}/')]")[0]
        return self._take(self.client.post(form.get("action"), dict(form.form_values()), follow=True))
