"""Numbers and access codes: what an applicant writes down and types in again.

The alphabet is Crockford's base 32: no letter looks like a digit, and what people write instead (O for 0, I or L
for 1, small letters, other separators) is read as meant.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets

from django.utils.translation import gettext as _

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_AS_MEANT = str.maketrans("OIL", "011")
_CODE_LENGTH = 16  # 80 bits: not to be guessed, even by somebody who holds the hash
_NUMBER_LENGTH = 8


def code_from(secret: bytes) -> str:
    """An access code in four groups of four, made of at least ten secret bytes; always the same for the same ones."""
    number = int.from_bytes(secret[:10])
    return _grouped("".join(_ALPHABET[number >> 5 * place & 31] for place in range(_CODE_LENGTH)))


def new_number(today: dt.date) -> str:
    """A fresh application number such as ``2026-7KQ4-M2XP``. Random, so that it tells nobody how many there are.

    Of a million million; should it be taken, the unique constraint refuses the sending, and pressing again helps.
    """
    return f"{today.year}-{_grouped(_random(_NUMBER_LENGTH))}"


def read_code(text: str) -> str | None:
    """The access code a person typed, in its one spelling; None where it cannot be a code."""
    bare = _bare(text)
    return _grouped(bare) if len(bare) == _CODE_LENGTH and _known(bare) else None


def unreadable(text: str) -> str:
    """What is wrong with a typed access code that can be none; empty where it can be one."""
    if not _bare(text):
        return _("Geben Sie bitte den Zugangscode ein.")
    return "" if read_code(text) else _("Ein Zugangscode hat 16 Zeichen. Prüfen Sie bitte, ob er vollständig ist.")


def read_number(text: str) -> str | None:
    """The application number a person typed, in its one spelling; None where it cannot be a number."""
    bare = _bare(text)
    year, rest = bare[:4], bare[4:]
    return f"{year}-{_grouped(rest)}" if year.isdigit() and len(rest) == _NUMBER_LENGTH and _known(rest) else None


def code_hash(code: str) -> str:
    """What is stored of a code: its SHA-256. Eighty random bits need neither salt nor slowness."""
    return hashlib.sha256(f"rathaus access code {code}".encode()).hexdigest()


def matches(code: str, stored_hash: str) -> bool:
    """Whether `code` is the one whose hash is stored, compared in constant time."""
    return hmac.compare_digest(code_hash(code), stored_hash)


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _place in range(length))


def _grouped(bare: str) -> str:
    return "-".join(bare[start : start + 4] for start in range(0, len(bare), 4))


def _bare(text: str) -> str:
    return "".join(char for char in text[:100].upper() if char.isascii() and char.isalnum()).translate(_AS_MEANT)


def _known(bare: str) -> bool:
    return all(char in _ALPHABET for char in bare)
