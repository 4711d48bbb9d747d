"""Names without quotation marks that hold words of the rule language: "F… Hund ist kastriert Ja angegeben".

Where a value, or "als auch", follows, all that stands between the id and it is the name, except the words that lead to
the value. Elsewhere such a name could be a part of the sentence, and nothing is taken for one.
"""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.tokens import Kind, Token

_INSIDE = words.of("ist sind wird hat bereits vorhanden zum zu zur schon haben")
"""Words of rules that a name may hold, where a value follows it."""
_LEADING = words.of(
    "mit auf die der den das dem auswahl option wert code eintrag antwort gleich dagegen hingegen jedoch aber angabe"
)
_LEADS_AWAY = (
    words.LINKING
    | words.INTO
    | words.BOUNDING
    | words.CONTRARY
    | words.of(
        "mindestens höchstens älter jünger gleich ungleich entweder weder sowohl eines einer keiner keines früher"
        " später"
    )
)
_MOST = 8


def with_names(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """`tokens`, with each such name as if it stood in quotation marks."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        found.append(tokens[at])
        at += 1
        if found[-1].kind is Kind.REF and found[-1].label is None and (end := _end_of_name(tokens, at)) > at:
            text = " ".join(token.text for token in tokens[at:end])
            found.append(Token(Kind.QUOTE, text, tokens[at].start, tokens[end - 1].end, text.lower()))
            at = end
    return tuple(found)


def _end_of_name(tokens: tuple[Token, ...], start: int) -> int:
    """The place behind the name that begins at `start`; `start` where it holds no words of rules, or is not certain."""
    end = start
    while end < len(tokens) and end - start <= _MOST and tokens[end].kind is Kind.WORD and not _is_value(tokens, end):
        end += 1
    if end == len(tokens) or not _is_value(tokens, end):
        return start
    while end > start and tokens[end - 1].norm in _LEADING:
        end -= 1
    name = tokens[start:end]
    if len(name) < 2 or not name[0].text[0].isupper() or name[0].norm in words.KEYWORDS | words.TRUTH:
        return start
    inner = [token for token in name[1:] if token.norm in words.KEYWORDS | words.HEDGES or token.norm in _INSIDE]
    if not inner or any(token.norm not in _INSIDE for token in inner):
        return start
    return end if _closes(name[-1]) and all(_goes_on(name, at) for at in range(1, len(name))) else start


def _goes_on(name: tuple[Token, ...], at: int) -> bool:
    """True where a verb inside the name has something of the name behind it, and no comparison begins there."""
    if name[at].norm not in words.BE | words.BECOME | words.of("hat haben zum zu zur"):
        return True
    return at + 1 < len(name) and name[at + 1].norm not in _LEADS_AWAY | words.KEYWORDS


def _closes(last: Token) -> bool:
    """True for a word that can end a name: a noun, or one that the rule language does not know."""
    known = words.KEYWORDS | words.HEDGES | words.SMALL_KEYWORDS | _LEADS_AWAY
    return last.norm == "vorhanden" or last.text[0].isupper() or (last.norm not in known and len(last.norm) > 5)


def _is_value(tokens: tuple[Token, ...], at: int) -> bool:
    """True at "Ja", "01", "„Neu“", and at "als auch" behind the first of two."""
    token = tokens[at]
    if token.kind in {Kind.CODE, Kind.QUOTE, Kind.OP}:
        return True
    if token.norm in words.TRUTH and token.kind is Kind.WORD:
        return token.text[0].isupper()
    return token.norm == "als" and at + 1 < len(tokens) and tokens[at + 1].norm == "auch"
