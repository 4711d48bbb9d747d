"""Previews: what is drawn, what is not, and that nothing that a file does reaches the house."""

from __future__ import annotations

import io
import struct
import sys
import zlib

import pikepdf
import pytest
from PIL import Image

from rathaus.protection import files, previews, sealing, uploads
from rathaus.protection.models import SealedFile
from rathaus.towns.transactions import atomic_write
from tests.protection.pdfs import endless, pdf
from tests.protection.test_uploads import folder, on_disk, upload  # noqa: F401 (a fixture)

PDF, PNG = "application/pdf", "image/png"


@pytest.fixture(autouse=True)
def drawing(settings) -> None:
    settings.RATHAUS_PREVIEWS = True


def shown(content: bytes, media_type: str = PDF) -> Image.Image | None:
    drawn = previews.draw([content[:100], content[100:]], media_type)
    return Image.open(io.BytesIO(drawn)) if drawn else None


def test_first_page_is_drawn_on_white() -> None:
    image = shown(pdf())
    assert image is not None
    assert (image.format, image.size) == ("JPEG", (227, 320))
    assert [image.getpixel(at) > (250,) * 3 for at in ((5, 5), (100, 75), (220, 310))] == [True, False, True]


def test_picture_stands_upright_and_tells_nothing_else() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Kamera"  # held on its side
    Image.new("RGB", (1200, 600), "red").save(out, "JPEG", exif=exif)
    image = shown(out.getvalue(), "image/jpeg")
    assert image is not None
    assert (image.size, dict(image.getexif())) == ((160, 320), {})


def encrypted() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="besitzt", user="liest"))
    return out.getvalue()


def huge_picture() -> bytes:
    """13,000 pixels each way, in less than a hundred bytes."""
    head = struct.pack(">IIBBBBB", 13_000, 13_000, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    whole = b"\x89PNG\r\n\x1a\n"
    for kind, data in chunks:
        whole += struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return whole


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        pytest.param(encrypted(), PDF, id="encrypted"),
        pytest.param(b"%PDF-1.7\n" + b"Kanarienvogel " * 20_000, PDF, id="broken"),
        pytest.param(huge_picture(), PNG, id="more memory than there is"),
    ],
)
def test_what_cannot_be_drawn_has_no_preview(content: bytes, media_type: str) -> None:
    assert shown(content, media_type) is None


def test_page_of_any_size_is_drawn_small() -> None:
    image = shown(pdf(box="0 0 1000000000 1000000000"))
    assert image is not None
    assert image.size == (320, 320)


def test_endless_drawing_is_ended(monkeypatch) -> None:
    monkeypatch.setattr(previews, "SECONDS", 0.5)
    assert shown(endless()) is None


def test_house_goes_on_where_no_process_can_be_started(monkeypatch) -> None:
    monkeypatch.setattr(previews, "_COMMAND", ("/nowhere/python",))
    assert shown(pdf()) is None


def test_nothing_is_drawn_where_previews_are_turned_off(settings) -> None:
    settings.RATHAUS_PREVIEWS = False
    assert shown(pdf()) is None


def test_program_has_neither_files_nor_network_nor_our_environment(monkeypatch) -> None:
    monkeypatch.setenv("RATHAUS_SECRET_KEY", "geheim")
    tried = """
import os, resource, socket
from rathaus.protection.drawing import bound
bound()
def refused(what):
    try: what()
    except OSError as error: return error.strerror
print(refused(lambda: open("/etc/passwd")), refused(socket.socket), refused(lambda: resource.setrlimit(
    resource.RLIMIT_CPU, (9, 9))) if os.getuid() else None, [one for one in os.environ if one.startswith("RATHAUS")])
"""
    monkeypatch.setattr(previews, "_COMMAND", (sys.executable, "-c", tried))
    process = previews._start(PDF)
    told, _errors = process.communicate()
    assert told.decode().split("\n")[0] == "Too many open files Too many open files None []"


def test_preview_is_sealed_beside_its_file_and_goes_with_it(folder, scoped) -> None:  # noqa: F811
    request, received = upload(pdf())
    key = sealing.new_data_key()
    uploads.draw_previews([received])
    with atomic_write():
        kept = uploads.keep(received, key)
    request.close()
    assert kept.preview is not None
    assert files.content(kept.preview)[:3] == b"\xff\xd8\xff"
    assert (len(on_disk(folder)), [b"JFIF" in path.read_bytes() for path in on_disk(folder)]) == (2, [False, False])
    with atomic_write():
        files.delete(SealedFile.objects.get(pk=kept.pk))
    assert SealedFile.objects.count() == 0


def test_preview_of_what_nobody_kept_is_gone(folder) -> None:  # noqa: F811
    request, received = upload(pdf())
    uploads.draw_previews([received])
    assert len(on_disk(folder)) == 2
    request.close()
    assert on_disk(folder) == []
