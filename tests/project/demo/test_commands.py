"""``rathaus demo`` as a visitor meets it: builds, serves, ends with Ctrl-C, goes on at the second start."""

import json
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from rathaus.project.demo import access
from rathaus.project.demo.access import Access, Sample

COMMAND = [sys.executable, "-m", "rathaus.cli", "demo"]
GREETING = "Die Demo-Stadt Lindenfurt ist da."
PATIENCE = 600
"""Seconds after which something hangs, however busy the machine is."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def run(*arguments):
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)


def start(folder, port, log):
    """The demo as a process of its own; returns it once it greets."""
    with log.open("w") as out:
        process = subprocess.Popen([*COMMAND, "--folder", folder, "--port", str(port)], stdout=out, stderr=out)
    deadline = time.monotonic() + PATIENCE
    while GREETING not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.1)
    return process


def end(process):
    process.send_signal(signal.SIGINT)
    return process.wait(timeout=PATIENCE)


def cut_off(folder):
    """What is left of a demo that somebody ended while it was being built."""
    folder.mkdir()
    access.mark(folder)
    (folder / "rathaus.sqlite3").write_text("halb")
    return folder


def test_demo_that_was_not_finished_is_built_anew_serves_ends_and_goes_on(tmp_path):
    folder, log, port = cut_off(tmp_path / "demo"), tmp_path / "log", free_port()
    process = start(folder, port, log)
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE) as answer:
            assert "Was möchten Sie erledigen?" in answer.read().decode()
        busy = run("--folder", tmp_path / "other", "--port", port)
        assert (busy.returncode, busy.stderr.startswith(f"rathaus demo: Port {port} ")) == (2, True)
        assert not (tmp_path / "other").exists()
    finally:
        code = end(process)
    assert code == 0
    assert re.search(r"Aufgebaut in \d+\.\d Sekunden\.", log.read_text())
    password = json.loads((folder / "demo.json").read_text())["password"]
    assert password in log.read_text()
    assert (folder / "demo.json").stat().st_mode & 0o077 == 0
    process = start(folder, free_port(), log)
    assert end(process) == 0
    assert password in log.read_text()
    assert "Aufgebaut in" not in log.read_text()
    done = run("--folder", folder, "--build-only")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(f"Die Demo-Stadt liegt in {folder}.\n")


def test_folder_with_something_else_is_not_touched(tmp_path):
    (tmp_path / "brief.txt").write_text("wichtig")
    done = run("--folder", tmp_path, "--fresh", "--build-only")
    assert (done.returncode, done.stderr) == (
        2,
        f"rathaus demo: Der Ordner {tmp_path} enthält schon etwas anderes. Nennen Sie mit --folder einen anderen.\n",
    )
    assert (tmp_path / "brief.txt").read_text() == "wichtig"


def test_access_is_kept_and_found(tmp_path):
    kept = Access("wort", "GEHEIM", (Sample("Hund", "2026-1", "ABCD", "Neu"),))
    access.keep(tmp_path, kept)
    assert (access.find(tmp_path), access.is_demo(tmp_path)) == (kept, True)


@pytest.mark.parametrize("content", ["", "{}", '{"demo": "wird gebaut"}', "[]"])
def test_incomplete_access_is_none(tmp_path, content):
    (tmp_path / access.FILE).write_text(content)
    assert access.find(tmp_path) is None
