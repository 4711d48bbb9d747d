"""Which signs a document of the house can show.

A PDF made for keeping and for everybody (PDF/A, PDF/UA) must not contain a sign without a shape; typst refuses it, and
its line breaking was seen to crash on Arabic. What an applicant writes may hold any sign of Unicode, so every text
passes `displayable` first. The table beside this module lists the signs that typst's own fonts show, one by one
(DIN 91379, the letters of the administration, among them), so the answer does not depend on the machine; tests hold it
against typst. Up to two combining marks are kept on a Latin letter, which is where names have them.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

REPLACEMENT = "�"
TABLE = Path(__file__).parent / "characters.txt"


def displayable(text: str) -> str:
    """`text` with line ends as ``\\n``, without invisible format signs, and "�" for each sign that has no shape."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _NOT_SHOWN.sub(_instead, unicodedata.normalize("NFC", lines))


def _instead(match: re.Match[str]) -> str:
    return "" if unicodedata.category(match[0]) == "Cf" else REPLACEMENT


def _pattern() -> re.Pattern[str]:
    pairs = [part.split("-") for part in TABLE.read_text(encoding="ascii").split()]
    shown = "".join(f"\\U{int(pair[0], 16):08x}-\\U{int(pair[-1], 16):08x}" for pair in pairs)
    latin, mark = "[A-Za-z\u00c0-\u024f\u1e00-\u1eff]", "[\u0300-\u036f]"
    loose_mark = f"(?<!{latin})(?<!{latin}{mark}){mark}"
    return re.compile(f"{loose_mark}|[^\n\u0300-\u036f{shown}]")


_NOT_SHOWN = _pattern()
