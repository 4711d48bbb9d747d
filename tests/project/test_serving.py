"""Web server and worker as children of one command."""

import signal
import socket
import subprocess
import sys
import threading
import time

import psutil
import pytest

from rathaus.project import serving
from rathaus.project.serving import Address, Child, PortTaken, require_free, serve


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_port_in_use_is_said_in_a_sentence(taken):
    with pytest.raises(PortTaken) as error:
        require_free(Address(port=taken))
    assert str(error.value) == (
        f"Port {taken} auf 127.0.0.1 ist nicht frei. "
        "Beenden Sie, was dort läuft, oder nehmen Sie mit --port einen anderen."
    )


def test_free_port_is_fine():
    require_free(Address(port=free_port()))


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://localhost:8000/"),
        ("0.0.0.0", "http://localhost:8000/"),
        ("rathaus.linden.example", "http://rathaus.linden.example:8000/"),
    ],
)
def test_address_for_a_browser(host, url):
    assert Address(host).url == url


def test_child_that_ends_is_started_again_after_a_pause():
    child = Child([sys.executable, "-c", ""], pause=0.05)
    child.start()
    first = child.process.pid
    child.process.wait()
    time.sleep(0.06)
    child.look_after()
    assert child.process.pid != first
    assert child.pause == 0.1
    child.stop(time.monotonic() + 5)


def test_child_that_runs_is_left_alone():
    child = Child([sys.executable, "-c", "import time; time.sleep(30)"])
    child.start()
    first = child.process.pid
    child.look_after()
    assert child.process.pid == first
    child.stop(time.monotonic() + 0.1)
    assert child.process.poll() == -signal.SIGKILL


def test_signal_ends_all_children(monkeypatch):
    port = free_port()
    web = [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]
    monkeypatch.setattr(serving, "web_command", lambda _address, *, workers: web)
    monkeypatch.setattr(serving, "worker_command", lambda: [sys.executable, "-c", "import time; time.sleep(60)"])
    heard: list[str] = []

    def ready() -> None:
        heard.append("ready")
        require_taken(port)
        threading.Timer(0.1, signal.raise_signal, [signal.SIGTERM]).start()

    assert serve(Address(port=port), ready=ready) == 0
    assert heard == ["ready"]
    require_free(Address(port=port))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's word to orphans is Linux'")
def test_children_end_when_their_parent_is_killed():
    program = (
        "import sys, time; from rathaus.project.serving import Child;"
        "child = Child([sys.executable, '-c', 'import time; time.sleep(60)']); child.start();"
        "print(child.process.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as parent:
        child = psutil.Process(int(parent.stdout.readline()))
        assert child.is_running()
        parent.kill()
    child.wait(10)
    assert not child.is_running()


def require_taken(port: int) -> None:
    with pytest.raises(PortTaken):
        require_free(Address(port=port))


def test_what_a_child_left_behind_ends_with_it(tmp_path):
    told = tmp_path / "pid"
    deeper = "import pathlib, subprocess, sys; left = subprocess.Popen(['sleep', '60'])"
    child = Child([sys.executable, "-c", f"{deeper}; pathlib.Path(sys.argv[1]).write_text(str(left.pid))", str(told)])
    child.start()
    child.process.wait()
    left = psutil.Process(int(told.read_text()))
    child.stop(time.monotonic())
    left.wait(5)
    assert not left.is_running()
