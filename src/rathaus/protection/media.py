"""What a file is, by its content: the name and the type that a browser claims are not believed."""

from __future__ import annotations

import re
from collections.abc import Iterable

HEAD = 8 * 1024
TAIL = 64 * 1024
"""How much of the beginning and of the end :func:`detect` wants to see, in bytes."""

UNKNOWN = "application/octet-stream"
LABELS = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
    "image/gif": "GIF",
    "image/webp": "WebP",
    "image/bmp": "BMP",
    "image/heic": "HEIC",
    "image/svg+xml": "SVG",
    "text/plain": "Text",
    "text/html": "HTML",
    "application/xml": "XML",
    "application/rtf": "RTF",
    "application/zip": "ZIP",
    "application/msword": "Word (doc)",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word (docx)",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel (xlsx)",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint (pptx)",
    "application/vnd.ms-office.macro": "Office-Datei mit Makros",
    "application/vnd.oasis.opendocument.text": "OpenDocument-Text (odt)",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument-Tabelle (ods)",
    "application/vnd.oasis.opendocument.presentation": "OpenDocument-Präsentation (odp)",
    "application/x-msdownload": "Programm",
    "application/x-elf": "Programm",
}
DEFAULT_ALLOWED = ("application/pdf", "image/jpeg", "image/png", "image/tiff")
"""What is accepted where a definition names no media types."""

_SAME = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/tif": "image/tiff",
    "application/x-pdf": "application/pdf",
    "text/xml": "application/xml",
    "text/rtf": "application/rtf",
    "text/csv": "text/plain",
}
_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-elf"),
)
_HEIF_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"})
_OFFICE = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_OPEN_DOCUMENT = re.compile(rb"^mimetype(application/vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation))PK")
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def detect(head: bytes, tail: bytes = b"") -> str:
    """The media type of a file from its first and last bytes; ``UNKNOWN`` where nothing fits.

    The end is needed for Office files only: they are ZIP archives whose directory stands there.
    """
    for magic, media_type in _MAGIC:
        if head.startswith(magic):
            return media_type
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(head, tail or head)
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return "image/heic"
    if head[:2] == b"BM" and head[6:10] == b"\x00\x00\x00\x00":
        return "image/bmp"
    return _text(head)


def normal(media_type: str) -> str:
    """The usual name of a media type: definitions write ``image/jpg`` and other spellings."""
    bare = media_type.partition(";")[0].strip().lower()
    return _SAME.get(bare, bare)


def label(media_type: str) -> str:
    """What people call a media type."""
    return LABELS.get(normal(media_type), media_type)


def allows(allowed: Iterable[str], media_type: str) -> bool:
    """Whether a detected type is among the allowed ones (which may be ``image/*``)."""
    found = normal(media_type)
    return any(one in (found, found.partition("/")[0] + "/*", "*/*") for one in map(normal, allowed))


def _in_zip(head: bytes, tail: bytes) -> str:
    if match := _OPEN_DOCUMENT.match(head[30:]):
        return match[1].decode()
    if b"[Content_Types].xml" in head or b"[Content_Types].xml" in tail:
        if b"vbaProject.bin" in tail:
            return "application/vnd.ms-office.macro"
        for folder, media_type in _OFFICE.items():
            if folder in tail:
                return media_type
    return "application/zip"


def _text(head: bytes) -> str:
    """Text has no control characters; a byte order mark of UTF-16 makes an exception."""
    if not head or (_BINARY.search(head) and not head.startswith((b"\xff\xfe", b"\xfe\xff"))):
        return UNKNOWN
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start[:1024]:
        return "image/svg+xml"
    if start.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    if start.startswith(b"<?xml"):
        return "application/xml"
    return "text/plain"
