"""What a file is, by its content."""

import io
import zipfile

import pytest
from django.utils import translation

from rathaus.protection import media
from rathaus.protection.uploads import readable_size

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def archive(*names: str, first: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        if first:
            made.writestr(zipfile.ZipInfo("mimetype"), first)
        for name in names:
            made.writestr(name, name * 50)
    return out.getvalue()


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"%PDF-1.4\n", "application/pdf"),
        (b"\r\n\r\n%PDF-2.0\n", "application/pdf"),
        (b"\xff\xd8\xff\xe1\x00\x10Exif", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image/png"),
        (b"II*\x00\x08\x00", "image/tiff"),
        (b"MM\x00*\x00\x00", "image/tiff"),
        (b"GIF89a\x01", "image/gif"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"\x00\x00\x00\x18ftypheic\x00", "image/heic"),
        (b"\x00\x00\x00\x18ftypmp42\x00", media.UNKNOWN),
        (b"BM\x36\x00\x00\x00\x00\x00\x00\x00\x36", "image/bmp"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "application/msword"),
        (b"MZ\x90\x00", "application/x-msdownload"),
        (b"\x7fELF\x02", "application/x-elf"),
        ("Grüße".encode(), "text/plain"),
        ("Grüße".encode("latin-1"), "text/plain"),
        ("Grüße".encode("utf-16"), "text/plain"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><a/>", "application/xml"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        (b"  <!DOCTYPE html><script>", "text/html"),
        (b"<HTML>", "text/html"),
        (b"", media.UNKNOWN),
        (b"\x00\x01\x02\x03", media.UNKNOWN),
    ],
)
def test_content_tells_the_type(head, expected):
    assert media.detect(head) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (archive("[Content_Types].xml", "word/document.xml"), WORD),
        (
            archive("[Content_Types].xml", "xl/workbook.xml"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        (
            archive("[Content_Types].xml", "ppt/presentation.xml"),
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ),
        (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "application/vnd.ms-office.macro"),
        (archive("[Content_Types].xml", "other/x"), "application/zip"),
        (
            archive("content.xml", first=b"application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
        ),
        (archive("word/document.xml"), "application/zip"),
    ],
)
def test_archive_is_what_its_members_say(content, expected):
    assert media.detect(content[: media.HEAD], content[-media.TAIL :]) == expected


def test_word_file_is_known_by_its_end_where_its_beginning_is_all_pictures():
    content = archive("[Content_Types].xml", *(f"media/{n}.png" for n in range(2000)), "word/document.xml")
    assert len(content) > media.HEAD
    assert media.detect(content[: media.HEAD], content[-media.TAIL :]) == WORD


@pytest.mark.parametrize(
    ("allowed", "found", "expected"),
    [
        (["application/pdf"], "application/pdf", True),
        (["image/jpg"], "image/jpeg", True),
        (["Application/PDF; version=1.7"], "application/pdf", True),
        (["image/*"], "image/png", True),
        (["*/*"], "application/zip", True),
        (["image/*"], "application/pdf", False),
        ([], "application/pdf", False),
    ],
)
def test_allowed_types_come_in_several_spellings(allowed, found, expected):
    assert media.allows(allowed, found) is expected


def test_label_is_what_people_say():
    assert [media.label(each) for each in ("image/pjpeg", WORD, "model/stl")] == ["JPEG", "Word (docx)", "model/stl"]


def test_readable_sizes():
    sizes = [0, 999, 1000, 1500, 14_210_000, 50_000_000, 50_000_001, 733_400_000, 2_000_000_000]
    assert [readable_size(size) for size in sizes] == [
        "0 Byte", "999 Byte", "1 kB", "1,5 kB", "14,3 MB", "50 MB", "50,1 MB", "734 MB", "2 GB",
    ]  # fmt: skip
    with translation.override("en"):
        assert [readable_size(size) for size in (1, 999, 1500)] == ["1 byte", "999 bytes", "1.5 kB"]
