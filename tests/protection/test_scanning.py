"""Looking for viruses: what clamd is sent, and what its answers mean."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from rathaus.protection import files, scanning
from rathaus.protection.models import AuditEntry, SealedFile
from rathaus.protection.scanning import CHUNK, Verdict, scan, scan_waiting
from rathaus.protection.sealing import new_data_key
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from tests.protection import clamd
from tests.protection.clamd import EICAR, Scanner

BY = Actor.system("Virenprüfung")


@pytest.fixture
def scanner(settings) -> Iterator[Scanner]:
    """A scanner, set up for the house."""
    with clamd.running() as running:
        settings.RATHAUS_CLAMD = running.address
        yield running


@pytest.fixture
def nobody(settings) -> None:
    """A scanner that is set up and not there."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.RATHAUS_CLAMD = f"127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture(autouse=True)
def _files(settings, tmp_path: Path) -> None:
    settings.RATHAUS_FILES_DIR = tmp_path / "files"


def test_harmless_file_is_sent_whole_and_clean(scanner: Scanner) -> None:
    content = b"a" * (CHUNK + 1)
    assert scan([content, b"b"]) is Verdict.CLEAN
    assert scanner.seen == [content + b"b"]


def test_virus_is_found(scanner: Scanner) -> None:
    assert scan([EICAR]) is Verdict.INFECTED


@pytest.mark.usefixtures("nobody")
def test_scanner_that_is_not_there_cannot_be_reached() -> None:
    assert scan([b"a"]) is Verdict.UNREACHABLE


def test_file_larger_than_the_scanner_takes_is_not_called_clean(scanner: Scanner) -> None:
    scanner.limit = 10
    assert scan([b"a" * 11]) is Verdict.UNREACHABLE


@pytest.mark.parametrize("answer", [b"stream: Broken. ERROR\0", b"\0", b"stream: OK"])
def test_answer_that_is_none_is_not_called_clean(scanner: Scanner, answer: bytes) -> None:
    scanner.answer = answer
    assert scan([b"a"]) is (Verdict.CLEAN if answer == b"stream: OK" else Verdict.UNREACHABLE)


@pytest.mark.parametrize("address", ["nonsense", "host:port", "/nowhere/clamd.ctl"])
def test_address_that_is_none_cannot_be_reached(settings, address: str) -> None:
    settings.RATHAUS_CLAMD = address
    assert scan([b"a"]) is Verdict.UNREACHABLE


def test_without_a_scanner_nothing_is_claimed(settings) -> None:
    settings.RATHAUS_CLAMD = ""
    assert scan([EICAR]) is Verdict.NOT_SET_UP
    assert scan_waiting(by=BY) == 0


def waiting(content: bytes) -> SealedFile:
    """A file that came while the scanner could not be reached."""
    writer = files.SealingWriter(files.incoming_path())
    writer.write(content)
    writer.finish()
    return files.adopt(writer, new_data_key(), name="a.pdf", media_type="application/pdf", scan="waiting")


def test_waiting_files_are_looked_at_again(scoped, scanner: Scanner) -> None:
    clean, bad, other = (
        waiting(b"harmless"),
        waiting(EICAR),
        files.store(b"x", new_data_key(), name="b", media_type="c"),
    )
    assert scan_waiting(by=BY) == 2
    states = [SealedFile.objects.get(pk=one.pk).scan for one in (clean, bad, other)]
    assert states == ["clean", "infected", ""]
    found = AuditEntry.objects.get(action="file.infected")
    assert (found.subject_id, "a.pdf" in found.details) == (str(bad.pk), False)
    assert scan_waiting(by=BY) == 0


@pytest.mark.usefixtures("nobody")
def test_waiting_files_wait_on_while_the_scanner_is_away(scoped) -> None:
    file = waiting(b"harmless")
    assert scan_waiting(by=BY) == 0
    assert SealedFile.objects.get(pk=file.pk).scan == "waiting"


def test_files_of_another_town_are_left_alone(scoped, other_town, scanner: Scanner) -> None:
    with scope.of(other_town):
        theirs = waiting(b"theirs")
    assert scan_waiting(by=BY) == 0
    with scope.of(other_town):
        assert SealedFile.objects.get(pk=theirs.pk).scan == "waiting"
    assert scanner.seen == []


def test_scanner_may_listen_on_a_socket_file(settings, tmp_path: Path) -> None:
    settings.RATHAUS_CLAMD = str(tmp_path / "clamd.ctl")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(settings.RATHAUS_CLAMD)
        listening.listen()
        with scanning._connect() as connection:
            assert connection.getpeername() == settings.RATHAUS_CLAMD
