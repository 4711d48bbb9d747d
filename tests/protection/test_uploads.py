"""Uploads are sealed while they stream, known by their content, and gone where nobody kept them."""

import os
import time
import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import RequestFactory
from django.utils import translation

from rathaus.protection import files, sealing, uploads
from rathaus.protection.errors import KeyDestroyed, SealBroken
from rathaus.protection.models import SealedFile
from rathaus.towns import scope
from rathaus.towns.transactions import atomic_write

PDF = b"%PDF-1.7\n" + b"Kanarienvogel " * 20_000


@pytest.fixture
def folder(tmp_path, settings) -> Path:
    settings.RATHAUS_FILES_DIR = tmp_path / "files"
    return settings.RATHAUS_FILES_DIR


def upload(content: bytes, name: str = "nachweis.pdf"):
    file = BytesIO(content)
    file.name = name
    request = RequestFactory().post("/", {"file": file})
    request.upload_handlers = [uploads.SealingUploadHandler(request)]
    return request, request.FILES["file"]


def on_disk(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("size", [0, 1, files.CHUNK - 1, files.CHUNK, files.CHUNK + 1, 3 * files.CHUNK])
def test_what_is_written_is_read_back(folder, size):
    writer = files.SealingWriter(files.incoming_path())
    content = bytes(number % 251 for number in range(size))
    writer.write(content)
    writer.finish()
    with files.SealedStream(writer.path, writer.key) as stream:
        assert stream.length == size
        assert stream.readall() == content


@pytest.mark.parametrize("damage", ["flip", "cut", "cut at a chunk", "swap", "empty"])
def test_damaged_file_is_refused(folder, damage):
    writer = files.SealingWriter(files.incoming_path())
    writer.write(b"x" * (3 * files.CHUNK))
    writer.finish()
    raw = bytearray(writer.path.read_bytes())
    block, start = files.CHUNK + files.TAG, len(files.MAGIC)
    if damage == "flip":
        raw[-1] ^= 1
    elif damage == "cut":
        del raw[-5:]
    elif damage == "cut at a chunk":
        del raw[start + 2 * block :]
    elif damage == "swap":
        raw[start : start + 2 * block] = raw[start + block : start + 2 * block] + raw[start : start + block]
    else:
        raw.clear()
    writer.path.write_bytes(raw)
    with pytest.raises(SealBroken), files.SealedStream(writer.path, writer.key) as stream:
        stream.readall()


def test_upload_is_sealed_on_disk_and_reads_in_clear(folder):
    request, file = upload(PDF)
    assert [b"Kanarienvogel" in path.read_bytes() for path in on_disk(folder)] == [False]
    assert file.read() == PDF
    assert (file.size, file.content_type) == (len(PDF), "application/pdf")
    request.close()
    assert on_disk(folder) == []


def test_kept_upload_stays_with_its_name_and_type(scoped, folder):
    request, file = upload(PDF, "Führungszeugnis.pdf")
    kept = uploads.keep(file, sealing.new_data_key())
    request.close()
    kept = SealedFile.objects.get(pk=kept.pk)
    assert (files.name(kept), kept.media_type, files.content(kept)) == ("Führungszeugnis.pdf", "application/pdf", PDF)
    assert [path.stat().st_mode & 0o777 for path in on_disk(folder)] == [0o600]


def test_destroyed_key_takes_its_files_along(scoped, folder):
    key = sealing.new_data_key()
    kept = files.store(PDF, key, name="brief.pdf", media_type="application/pdf")
    with atomic_write():
        sealing.destroy(key)
    with pytest.raises(KeyDestroyed):
        files.content(SealedFile.objects.get(pk=kept.pk))


def test_deleted_file_leaves_row_and_disk(scoped, folder, django_capture_on_commit_callbacks):
    kept = files.store(PDF, sealing.new_data_key(), name="brief.pdf", media_type="application/pdf")
    with django_capture_on_commit_callbacks(execute=True):
        files.delete(kept)
    assert (SealedFile.objects.count(), on_disk(folder)) == (0, [])


def test_upload_over_the_limit_is_not_kept(folder, settings):
    settings.RATHAUS_UPLOAD_LIMIT = 100_000
    _, file = upload(PDF)
    assert (file.refused, on_disk(folder), file.read()) == ("size", [], b"")
    assert uploads.problem(file) == ("Die Datei „nachweis.pdf“ ist mit 281 kB zu groß. Erlaubt sind höchstens 100 kB.")
    with pytest.raises(ValueError, match="SealingUploadHandler"):
        uploads.keep(file, None)


def test_upload_on_a_broken_disk_is_said_so(folder, settings):
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file stands where the folder should be")
    _, file = upload(PDF)
    assert file.refused == "disk"
    assert uploads.problem(file) == (
        "Die Datei „nachweis.pdf“ konnte gerade nicht gespeichert werden. Bitte versuchen Sie es später noch einmal."
    )


@pytest.mark.parametrize(
    ("content", "media_types", "expected"),
    [
        (PDF, (), ""),
        (PDF, ("application/pdf",), ""),
        (b"\xff\xd8\xff\xe0", ("image/jpg",), ""),
        (b"", (), "Die Datei „nachweis.pdf“ ist leer. Bitte wählen Sie eine andere Datei."),
        (PDF, ("image/png", "image/jpeg"), "Die Datei „nachweis.pdf“ hat das Format PDF. Erlaubt sind: PNG, JPEG."),
        (
            b"MZ\x90\x00",
            (),
            "Die Datei „nachweis.pdf“ hat das Format Programm. Erlaubt sind: PDF, JPEG, PNG, TIFF.",
        ),
        (
            b"\x00\x01\x02",
            ("application/pdf",),
            "Das Format der Datei „nachweis.pdf“ ist nicht erkennbar. Erlaubt sind: PDF.",
        ),
    ],
)
def test_problem_of_an_upload(folder, content, media_types, expected):
    _, file = upload(content)
    with translation.override("de"):
        assert uploads.problem(file, media_types=media_types) == expected


def test_every_form_of_the_house_seals():
    assert django_settings.FILE_UPLOAD_HANDLERS == ["rathaus.protection.uploads.SealingUploadHandler"]


# Sweeping -------------------------------------------------------------------------------------------------------------


def age(path: Path, hours: float) -> Path:
    then = time.time() - hours * 3600
    os.utime(path, (then, then))
    return path


def test_what_no_row_knows_is_swept_after_a_day(scoped, folder):
    key = sealing.new_data_key()
    kept = files.store(PDF, key, name="alt.pdf", media_type="application/pdf")
    lost = files.store(PDF, key, name="verloren.pdf", media_type="application/pdf")
    fresh = files.store(PDF, key, name="eben.pdf", media_type="application/pdf")
    SealedFile.objects.filter(pk__in=[lost.pk, fresh.pk]).delete()
    paths = {name: folder / file.path for name, file in (("kept", kept), ("lost", lost), ("fresh", fresh))}
    age(paths["kept"], 25), age(paths["lost"], 25), age(paths["fresh"], 23)
    for name, hours in (("stale", 25), ("arriving", 1)):
        writer = files.SealingWriter(files.incoming_path())
        writer.finish()
        paths[name] = age(writer.path, hours)
    files.sweep()
    assert {name: path.exists() for name, path in paths.items()} == {
        "kept": True, "lost": False, "fresh": True, "stale": False, "arriving": True,
    }  # fmt: skip


def test_sweeping_an_empty_house_is_no_trouble(scoped, folder):
    files.sweep()


# When things go wrong -------------------------------------------------------------------------------------------------


def test_disk_that_fills_up_in_the_middle_is_said_so(folder, monkeypatch):
    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.SealingWriter, "write", full)
    _, file = upload(PDF)
    assert (file.refused, file.read(), on_disk(folder)) == ("disk", b"", [])


def test_disk_that_fails_at_the_end_is_said_so(folder, monkeypatch):
    def broken(self):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(files.SealingWriter, "finish", broken)
    _, file = upload(PDF)
    assert (file.refused, on_disk(folder)) == ("disk", [])


def test_browser_that_goes_away_leaves_nothing(folder):
    handler = uploads.SealingUploadHandler(None)
    handler.new_file("f", "x.pdf", "application/pdf", None)
    handler.receive_data_chunk(PDF, 0)
    handler.upload_interrupted()
    handler.upload_interrupted()
    assert on_disk(folder) == []


def test_sealed_stream_reads_from_any_place(folder):
    content = bytes(number % 251 for number in range(2 * files.CHUNK + 100))
    writer = files.SealingWriter(files.incoming_path())
    writer.write(content)
    writer.finish()
    with files.SealedStream(writer.path, writer.key) as stream:
        assert (stream.readable(), stream.seekable()) == (True, True)
        for place in (files.CHUNK - 10, 2 * files.CHUNK, 0, len(content) - 5):
            assert stream.seek(place) == place
            assert stream.read(20) == content[place : place + 20][: max(0, files.CHUNK - place % files.CHUNK)]
        assert stream.seek(-7, os.SEEK_END) == len(content) - 7
        assert stream.seek(2, os.SEEK_CUR) == len(content) - 5
        assert stream.readall() == content[-5:]
        assert stream.read(1) == b""


def test_chunks_of_a_kept_file_may_be_read_after_the_scope(town, folder):
    with scope.of(town):
        kept = files.store(PDF, sealing.new_data_key(), name="brief.pdf", media_type="application/pdf")
        pieces = files.read_sealed(kept)
    assert b"".join(pieces) == PDF


def test_long_upload_never_lies_in_memory_or_in_clear(folder):
    """20 MB through the handler: one chunk at a time, and nothing readable on the disk."""
    handler = uploads.SealingUploadHandler(None)
    handler.new_file("f", "x.bin", "application/pdf", None)
    piece = b"%PDF-" + b"Kanarienvogel" * 5000
    tracemalloc.start()
    for number in range(320):
        handler.receive_data_chunk(piece, number * len(piece))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    file = handler.file_complete(0)
    assert (peak < 2_000_000, file.size) == (True, 320 * len(piece))
    assert [b"Kanarienvogel" in path.read_bytes() for path in on_disk(folder)] == [False]
    file.close()
