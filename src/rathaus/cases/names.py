"""Finding a case by the applicant's name although names rest sealed: a blind index.

Each word of the name is folded (case, umlauts, accents) and hashed with a key from the town's key file, which lies
outside the database. Whoever has the database alone reads no name and cannot try names out; at most it shows that two
cases share a word. The price: a search finds whole words, not parts of them.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

from rathaus.protection.keys import index_key
from rathaus.towns import scope

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "æ": "ae", "ø": "oe", "å": "aa", "đ": "d", "ł": "l"})
_WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 40


def words(name: str) -> list[str]:
    """The words of a name as they are compared: ``Müller-Lüdenscheidt`` gives ``mueller`` and ``luedenscheidt``."""
    folded = unicodedata.normalize("NFC", name).casefold().translate(_GERMAN)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(sign))
    return list(dict.fromkeys(_WORD.findall(bare)))[:MOST_WORDS]


def tokens(*names: str) -> list[str]:
    """The tokens of the words of some names, for the town in scope."""
    key = index_key(scope.current_id(), "rathaus name index 1")
    found = dict.fromkeys(word for name in names for word in words(name))
    return [hmac.new(key, word.encode(), hashlib.sha256).hexdigest()[:32] for word in found]
