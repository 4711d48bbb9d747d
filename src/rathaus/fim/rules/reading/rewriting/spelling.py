"""Words of the rule language that were mistyped: a letter lost or doubled, or two in the wrong order.

Only long words are looked at, outside of quotation marks, and only where no other word of the language is as near: a
letter that was exchanged makes too many real words ("abgegeben" for "angegeben").
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.tokens import Kind, Token

_LONG = frozenset(
    word
    for word in (
        words.FILLED | words.GIVEN | words.VISIBLE | words.HIDDEN | words.TO_FILL | words.TO_SHOW | words.TO_HIDE
        | words.MANDATORY_NOUNS | words.MANDATORY | words.FREE | words.NOUNS
        | words.of("werden anzeigen ausblenden einblenden")
    )
    if len(word) >= 6
)  # fmt: skip
_SHORTENED = {"dan": "dann", "sont": "sonst", "nich": "nicht", "mus": "muss"}
_SHORT = words.of("nicht wenn dann muss darf oder sonst")
_REAL = words.of("werde erden worden wurden weder wenden felder gruppe gruppen angaben eingaben werte")
_PARTICIPLES = words.FILLED | words.GIVEN | words.VISIBLE | words.HIDDEN | words.HANDED_IN | words.PICKED


def respelled(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """`tokens`, with each mistyped word as it was meant."""
    return tuple(_meant(token, tokens[at - 1] if at else None) for at, token in enumerate(tokens))


def _meant(token: Token, before: Token | None) -> Token:
    if token.kind is Kind.WORD and len(token.norm) >= 8 and (duty := _nearest(token.norm)) in words.MANDATORY_NOUNS:
        return replace(token, norm=duty)
    begins = before is None or before.kind in {Kind.STOP, Kind.ITEM}
    if begins and token.norm == "wen":  # no rule begins with "whom"
        return replace(token, norm="wenn")
    if token.kind is not Kind.WORD or not (token.text[0].islower() or token.text.isupper()):
        return token
    if token.norm == "weden" and before is not None and before.norm in _PARTICIPLES:
        return replace(token, norm="werden")
    word = _SHORTENED.get(token.norm) or _nearest(token.norm)
    return replace(token, norm=word) if word else token


@lru_cache(maxsize=4096)
def _nearest(word: str) -> str:
    """The one word that `word` was meant to be; empty where it is one itself, or none or several are near."""
    if len(word) < 4 or word in words.KEYWORDS | words.SMALL_KEYWORDS | words.HEDGES | _REAL | _LONG | words.KINDS:
        return ""
    found = [right for right in _LONG if len(word) >= 5 and (_swapped(word, right) or _lost(word, right))]
    found += [right for right in _SHORT if _swapped(word, right)]
    return found[0] if len(found) == 1 else ""


def _swapped(word: str, right: str) -> bool:
    """True where two neighbouring letters of `right` stand in the wrong order."""
    if len(word) != len(right) or word == right:
        return False
    at = next(n for n, (a, b) in enumerate(zip(word, right, strict=True)) if a != b)
    return word[at : at + 2] == right[at : at + 2][::-1] and word[at + 2 :] == right[at + 2 :]


def _lost(word: str, right: str) -> bool:
    """True where one of two equal letters is missing, one stands there twice, or a letter inside is missing."""
    if len(word) == len(right) - 1:
        return any(right[:n] + right[n + 1 :] == word for n in range(1, len(right) - 1))
    doubled = (n for n in range(1, len(word)) if word[n] == word[n - 1])
    return len(word) == len(right) + 1 and any(word[:n] + word[n + 1 :] == right for n in doubled)


_OPENING = words.of(
    "wenn falls sofern sobald dann sonst ansonsten andernfalls anderenfalls oder muss müssen darf dürfen wird werden"
    " sind mindestens höchstens genau maximal entweder weder gilt anderen übrigen ausgewählt gewählt angekreuzt"
    " überschreiten übersteigen unterschreiten gleichzeitig vorzubelegen vorbelegt zwischen"
)
_TWISTED = {"udn": "und", "ud": "und", "is": "ist", "odr": "oder", "oer": "oder"}


def respelled_again(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A sentence that nobody could read, with each unknown word as the one word of rules that it was meant to be.

    Never a word with a capital inside the sentence, which may be a name, and nothing becomes a denial.
    """
    return tuple(_least(tokens, at) or _meant_at_last(token, at == 0) for at, token in enumerate(tokens))


def _least(tokens: tuple[Token, ...], at: int) -> Token | None:
    """ "mindesten eines": a word of its own elsewhere, but not before a number."""
    whole = _ENDLESS.get(tokens[at].norm)
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    counts = following is not None and (following.text.isdecimal() or following.norm in words.NUMBERS | {"eines": 1})
    return replace(tokens[at], norm=whole, text=whole) if whole and counts else None


_ENDLESS = {"mindesten": "mindestens", "höchsten": "höchstens", "wenigsten": "wenigstens"}


def _meant_at_last(token: Token, begins: bool) -> Token:
    plain = token.kind is Kind.WORD and (begins or token.text.islower() or token.text.isupper())
    if not plain or token.norm in _KNOWN:
        return token
    found = [right for right in _OPENING if _swapped(token.norm, right) or _lost(token.norm, right)]
    word = _TWISTED.get(token.norm) or (found[0] if len(found) == 1 and len(token.norm) >= 4 else "")
    return replace(token, norm=word, text=word) if word else token


_KNOWN = (
    words.KEYWORDS | words.SMALL_KEYWORDS | words.HEDGES | words.KINDS | words.LEADING | words.LINKING | words.INTO
    | words.UNNAMED | words.GIVEN | words.ACTIVE | words.CONTRARY | _REAL | _LONG
    | words.of("dan man wer wirt fall alls muse dar wenig denn dass das sin sein weise gild geld gold")
)  # fmt: skip
