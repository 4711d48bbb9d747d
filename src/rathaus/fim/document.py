"""From bytes to a safe XML tree: size first, no DOCTYPE, bounded depth, and every failure one sentence.

Nothing here knows XDatenfelder; `rathaus.fim.reader` and `rathaus.fim.genericode` read the tree.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from lxml import etree

from rathaus.fim import files
from rathaus.fim.model import FimError

SIZE_LIMIT = 50_000_000
"""Bytes that a definition may have unless the caller says otherwise (the largest known has 3.6 MB)."""

_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_DEPTH = re.compile(r"[Ee]xcessive depth|too deep|nested too")
_ENCODING = re.compile(r"encoding|Input is not proper|invalid (?:byte|character)|PCDATA invalid Char|[Ii]nvalid bytes")
_TRUNCATED = re.compile(
    r"Premature end|EndTag: '</' not found|Extra content|mismatch|not found|expected '>'|end of Start Tag|' expected"
)
_PLACE = re.compile(r", line \d+, column \d+$")


def load(source: Path | bytes, *, name: str | None, size_limit: int) -> tuple[bytes, str]:
    """The bytes of `source` and the name to use in sentences.

    Raises `FimError` when the source cannot be read or is larger than `size_limit` bytes; never reads more than that.
    """
    if isinstance(source, bytes):
        data, size, name = source, len(source), name or "Datei"
    else:
        name = name or source.name
        data, size = _read_file(source, name, size_limit)
    if size > size_limit:
        raise FimError(f"Die Datei ist größer als {_megabytes(size_limit)} und wird nicht gelesen.", file=name)
    if not data.strip():
        raise FimError("Die Datei ist leer.", file=name)
    return data, name


def _read_file(path: Path, name: str, size_limit: int) -> tuple[bytes, int]:
    """The bytes of a file and its size; no bytes where it is too large."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size  # 0 for pipes and devices: they are read up to the limit
            data = b"" if size > size_limit else file.read((size or size_limit) + 1)
            return data, max(size, len(data))
    except OSError as error:
        raise FimError(files.unread(error), file=name) from error


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:g} MB".replace(".", ",")


def parse(data: bytes, name: str) -> etree._Element:
    """The root element of `data`, without comments and processing instructions.

    The parser loads no DTD, fetches nothing, expands no entities; libxml2 bounds depth (256) and text size (10 MB).
    Raises `FimError`.
    """
    if found := _DOCTYPE.search(data, 0, 4096):
        raise _doctype(name, data.count(b"\n", 0, found.start()) + 1)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _syntax_error(error, name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(name, None)
    return root


def _doctype(name: str, line: int | None) -> FimError:
    return FimError("Die Datei enthält eine DOCTYPE-Angabe; solche Dateien werden nicht gelesen.", file=name, line=line)


def _syntax_error(error: etree.XMLSyntaxError, name: str) -> FimError:
    """One German sentence for what libxml2 says in English."""
    said = _PLACE.sub("", error.msg or "unbekannter Fehler")
    if _DEPTH.search(said):
        sentence = "Die Elemente sind zu tief ineinander geschachtelt."
    elif _ENCODING.search(said):
        sentence = f"Die Datei enthält Zeichen, die nicht zu ihrer Zeichenkodierung passen ({said})."
    elif _TRUNCATED.search(said):
        sentence = f"Die Datei ist kein vollständiges XML ({said})."
    else:
        sentence = f"Die Datei ist kein gültiges XML ({said})."
    return FimError(sentence, file=name, line=error.lineno or None)
