"""The letters and signs that authorities exchange: DIN 91379:2022-08, data type C (FIM: ``text_latin``).

Latin letters of all European languages with their marks, digits, punctuation and line breaks; no Greek or Cyrillic, no
pictures. Text is compared in normal form C; some letters have no code of their own and are a letter with marks.
"""

from __future__ import annotations

import re
import unicodedata

_SINGLE = (
    "9-A D 20-7E A0-AC AE-17E 187-188 18F 197 1A0-1A1 1AF-1B0 1B7 1CD-1DC 1DE-1DF 1E2-1F0 1F4-1F5 1F8-1FF 212-213 "
    "218-21B 21E-21F 227-233 259 268 292 2B9-2BA 2BE-2BF 2C8 2CC 1E02-1E03 1E06-1E07 1E0A-1E11 1E17 1E1C-1E2B "
    "1E2F-1E37 1E3A-1E3B 1E40-1E49 1E52-1E5B 1E5E-1E63 1E6A-1E6F 1E80-1E87 1E8C-1E97 1E9E 1EA0-1EF9 2019 2021 20AC"
)
"""Code points and ranges of them, hexadecimal."""
_MARKED = {
    "Aa": "30B",
    "Cc": "300 304 306 308 315 323 326 328+306",
    "Dd": "302",
    "Ff": "300 304",
    "Gg": "300",
    "Hh": "304 326",
    "H": "331",
    "Jj": "301",
    "J": "30C",
    "Kk": "300 302 304 307 315 31B 326 35F+68",
    "K": "35F+48",
    "Ll": "302 325 325+304 326",
    "Mm": "300 302 306 310",
    "Nn": "302 304 306 326",
    "Pp": "300 304 315 323",
    "Rr": "306 325 325+304",
    "Ss": "300 304 31B+304 331",
    "Tt": "300 304 315 31B",
    "T": "308",
    "Uu": "307",
    "Zz": "300 304 306 308 327",
    "Çç": "306",
    "Ûû": "304",
    "ÿ": "301",
    "Čč": "315 323",
    "ēō": "30D",
    "Īī": "301",
    "Žž": "326 327",
    "Ḳḳ": "304",
    "Ṣṣ": "304",
    "Ṭṭ": "304",
    "Ạạ": "308",
    "Ọọ": "308",
    "Ụụ": "304 308",
}
"""Letters that are written with marks of their own code: hexadecimal, ``+`` where several follow each other."""
_KIND = str.maketrans({
    "„": '"', "“": '"', "”": '"', "‟": '"', "‘": "'", "‚": "'", "‛": "'",
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
    "…": "...", "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\ufeff": None,
    "\u202f": "\u00a0", "\u2009": " ",
})  # fmt: skip
"""What telephones and text programs put in by themselves, and what stands for it in the norm."""


def _pattern() -> re.Pattern[str]:
    ranges = (part.partition("-") for part in _SINGLE.split())
    single = "".join(f"{_escaped(low)}{'-' + _escaped(high) if high else ''}" for low, _, high in ranges)
    marked = [
        letter + "".join(chr(int(code, 16)) for code in mark.split("+"))
        for letters, marks in _MARKED.items()
        for letter in letters
        for mark in marks.split()
    ]
    longest_first = "|".join(sorted(marked, key=len, reverse=True))
    return re.compile(f"(?:{longest_first}|[{single}])*")


def _escaped(code: str) -> str:
    return re.escape(chr(int(code, 16)))


_LATIN = _pattern()


def code_points() -> frozenset[int]:
    """All that may stand in a text of the norm, marks included."""
    found: set[int] = set()
    for part in _SINGLE.split():
        low, _, high = part.partition("-")
        found |= set(range(int(low, 16), int(high or low, 16) + 1))
    marks = {int(code, 16) for marks in _MARKED.values() for mark in marks.split() for code in mark.split("+")}
    return frozenset(found | marks)


def kind(text: str) -> str:
    """`text` with the signs of the norm for what programs write by themselves: quotation marks, dashes, dots."""
    return text if text.isascii() else unicodedata.normalize("NFC", text.translate(_KIND))


def strange(text: str) -> str:
    """The first sign of `text` (in normal form C) that the norm does not know, with its marks; empty where all fit."""
    found = _LATIN.match(text)
    end = found.end() if found else 0
    if end == len(text):
        return ""
    start = end
    while start and unicodedata.combining(text[start]):
        start -= 1
    end = start + 1
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    return text[start:end]
