"""Names of towns that could be taken for another's (Unicode Technical Standard 39, section 4)."""

from __future__ import annotations

import unicodedata

_LAST_LETTER = "\u017f"
"""Latin-1 and Latin Extended-A hold every letter of the names of places here, Sorbian, Danish and Frisian ones too."""
_ALIKE = str.maketrans({"ı": "i", "l": "i", "1": "i", "ł": "i", "0": "o", "ø": "o", "đ": "d"})


def is_of_here(name: str) -> bool:
    """Whether a name is written in letters that nobody takes for others: no Cyrillic "а" in it, say."""
    return all(letter <= _LAST_LETTER or not letter.isalpha() for letter in unicodedata.normalize("NFC", name))


def skeleton(name: str) -> str:
    """The same for names that look alike: letters and digits without case, marks and what is easily mistaken."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain.translate(_ALIKE) if letter.isalnum()).replace("rn", "m")
