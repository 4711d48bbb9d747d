"""Names and codes as authors set them beside ids: "F1 [Art]", "4 [Segelboot]", "Art des Vorhabens (F1)", "[Halter].F2".

Each becomes an id with its name in quotation marks behind it, for the whole text and before its sentences are told
apart. A bracket that restricts ("F1 [nur BY]") is no name, and what is not certain stays as it was written.
"""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.laender import CODES, NAMES
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.rewriting.places import Tokens
from rathaus.fim.rules.reading.tokens import Kind, Token

_INSIDE = {Kind.WORD, Kind.CODE, Kind.DASH, Kind.COMMA, Kind.QUOTE, Kind.OPEN, Kind.CLOSE}
_SPEAKING = (
    words.IF | words.THEN | words.ELSE | words.MUST | words.SHALL | words.MAY | words.MANDATORY_NOUNS | words.FREE
    | words.MANDATORY | words.TO_FILL | words.TO_SHOW | words.TO_HIDE
    | words.of("nicht kein keine keinen nur außer ausser ausgenommen lediglich ausschließlich soweit")
)  # fmt: skip
"""With one of these a bracket, or the words before one, say something and name nothing."""
_STATES = words.VISIBLE | words.HIDDEN | words.FILLED | words.TRUTH
_MEASURED = frozenset(words.UNITS) | words.of(
    "euro eur € prozent % m cm km kg qm stunden stück zeichen ziffern stellen"
)
_LONGEST = 14


def with_brackets(tokens: Tokens) -> Tokens:
    """`tokens`, with each such name in quotation marks behind its id or its code."""
    return _named_before(_joined(_named_behind(_bare(tokens))))


def _bare(tokens: Tokens) -> Tokens:
    """ "wenn (F1) Art des Bauens = 01" without the brackets around an id in front of its name."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        bracket = [token.kind for token in tokens[at : at + 3]] == [Kind.OPEN, Kind.REF, Kind.CLOSE]
        behind = tokens[at + 3] if bracket and at + 3 < len(tokens) else None
        named = behind is not None and (behind.kind is Kind.QUOTE or behind.text[:1].isupper())
        led = not found or found[-1].norm in words.IF | words.THEN | words.ELSE | words.AND | words.OR
        if named and led and tokens[at].text == "(":
            found.append(tokens[at + 1])
            at += 3
        else:
            found.append(tokens[at])
            at += 1
    return tuple(found)


def _named_behind(tokens: Tokens) -> Tokens:
    """ "F1 [Art]", "4 [Segelboot]", "B [Benzin]" as "F1 „Art“", "4 „Segelboot“"."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        close = _closing(tokens, at) if found and token.text == "[" else 0
        if close and _names(tokens[at + 1 : close]) and (bearer := _bearer(found[-1], tokens[at + 1 : close])):
            found[-1:] = [bearer, _quoted(tokens[at + 1 : close], token.start, tokens[close].end)]
            at = close + 1
        else:
            found.append(token)
            at += 1
    return tuple(found)


def _closing(tokens: Tokens, at: int) -> int:
    """The place of the "]" of the "[" at `at`; 0 where another "[" comes before it, or none does."""
    for place in range(at + 1, min(len(tokens), at + _LONGEST + 2)):
        if tokens[place].text == "]":
            return place
        if tokens[place].text == "[":
            return 0
    return 0


def _bearer(token: Token, inside: Tokens) -> Token | None:
    """The id or the code that a bracket right behind it names; None where it can be neither."""
    if token.kind is Kind.REF:
        return token if token.label is None else None
    if token.kind is Kind.CODE:
        return None if inside[0].norm in _MEASURED else token
    letters = token.kind is Kind.WORD and token.text.isupper() and len(token.text) <= 4
    return replace(token, kind=Kind.CODE) if letters and token.norm not in words.KEYWORDS else None


def _names(inside: Tokens) -> bool:
    """True for words that only name something."""
    if not inside or not {token.kind for token in inside} <= _INSIDE:
        return False
    first = inside[0]
    alone = len(inside) == 1
    if first.kind is Kind.CODE and (alone or not first.text[0].isalpha()):
        return False
    if alone and (first.norm in _STATES or first.norm in CODES or first.text in NAMES):
        return False  # "F1 [BY]", "F1 [sichtbar]"
    if first.norm in words.KEYWORDS and not first.text[:1].isupper():
        return False  # "3 [oder mehr]"
    begins = first.norm not in words.BOUNDING | words.HEDGES | words.PREPOSITIONS | words.of("für von bei")
    return begins and not any(token.norm in _SPEAKING for token in inside)


def _quoted(inside: Tokens, start: int, end: int) -> Token:
    name = " ".join(token.text for token in inside)
    for sign in ",)":
        name = name.replace(f" {sign}", sign)
    name = name.replace("( ", "(")
    return Token(Kind.QUOTE, name, start, end, name.lower())


def _joined(tokens: Tokens) -> Tokens:
    """ "G1 „Halter“.F2 „Verstorben“" as one dotted reference with the name of its last part."""
    found: list[Token] = []
    for token in tokens:
        before = found[-2:] if len(found) > 1 and found[-1].kind is Kind.STOP else []
        named = len(found) > 2 and found[-2].kind is Kind.QUOTE and found[-3].kind is Kind.REF
        glued = before and before[0].end == before[1].start and before[1].end == token.start
        if token.kind is Kind.REF and glued and (named or found[-2].kind is Kind.REF):
            group = found[-3] if named else found[-2]
            if group.parts[-1].startswith("G"):
                del found[-3 if named else -2 :]
                found.append(replace(token, start=group.start, parts=(*group.parts, *token.parts)))
                continue
        found.append(token)
    return tuple(found)


_HARD = {Kind.STOP, Kind.COLON, Kind.SEMICOLON, Kind.ITEM}
_JOINTS = words.AND | words.OR
_NO_NAME = (
    _SPEAKING | words.BE | words.BECOME | words.HAVE | words.STAY | words.CAN | words.NEED | words.LAND_WORDS
    | words.NOUNS | words.ARTICLES | words.THESE | words.TRUTH | words.UNNAMED | words.VALUE_NOUNS | words.HEDGES
) - words.of("ohne bereits die der das den dem des zahl anzahl dauer alter länge teil tage name")  # fmt: skip
_NO_START = words.ARTICLES | words.LEADING - words.of("angaben nachweis dokument upload") | words.PREPOSITIONS | (
    words.of("für von mit bei nach ab zu zum zur ohne alle jede jedes jeder beide dies diese dieser dieses als wer es")
    | words.HEDGES | words.BOUNDING | words.NUMBERS.keys() | words.ADJECTIVES
)  # fmt: skip


def _named_before(tokens: Tokens) -> Tokens:
    """ "unter Art des Vorhabens (F1): Angaben zum Grundstück (G1)" as "unter F1 „Art …“: G1 „Angaben …“"."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        bracket = [token.kind for token in tokens[at : at + 3]] == [Kind.OPEN, Kind.REF, Kind.CLOSE]
        valued = at + 3 < len(tokens) and _valued(tokens[at + 3 :])
        start = _name_start(found, valued) if bracket and tokens[at + 1].label is None else len(found)
        if start < len(found):
            name = _quoted(tuple(found[start:]), found[start].start, found[-1].end)
            found[start:] = [replace(tokens[at + 1], end=tokens[at + 2].end), name]
            at += 3
        else:
            found.append(tokens[at])
            at += 1
    return tuple(found)


def _valued(tokens: Tokens) -> bool:
    """True where a value, or a comparison with one, stands: what "bei" leads to in front of it is no case."""
    first = tokens[0]
    noun = len(tokens) > 1 and first.norm in {"der", "den", "die"} and tokens[1].norm in words.VALUE_NOUNS
    return first.kind in {Kind.QUOTE, Kind.CODE, Kind.OP} or first.norm in words.TRUTH or noun


def _name_start(found: list[Token], valued: bool) -> int:
    """Where the name begins that ends at the end of `found`; its end where none does for certain.

    `valued`: a value follows, so that the name may stand behind "bei" or "in", too.
    """
    end = len(found)
    if len(found) > 1 and found[-1].kind is Kind.QUOTE and found[-1].text[:1].isupper():
        led = found[-2].norm in {"unter", "laut"} or (valued and found[-2].norm in words.PREPOSITIONS)
        return end - 1 if led else end
    start = end
    while start and end - start < _LONGEST and _goes_on(found, start - 1):
        start -= 1
    name = found[start:]
    led = valued and name != [] and name[0].norm in words.PREPOSITIONS
    start += led
    name = name[led:]
    if not name or not (led or _begins(found, start)) or name[0].kind is not Kind.WORD:
        return end
    if not name[0].text[:1].isupper() or name[0].norm in _NO_START | words.KEYWORDS:
        return end
    return end if any(token.norm in _NO_NAME for token in name) or _is_land(name) else start


def _goes_on(found: list[Token], at: int) -> bool:
    """True for a word of a name, and for a comma or a joint between two."""
    token = found[at]
    if token.kind is Kind.COMMA:
        behind = found[at + 1 : at + 3]
        return len(behind) == 1 and behind[0].text.islower() and behind[0].norm not in words.KEYWORDS
    if token.norm in _JOINTS:
        before = found[at - 1] if at else None
        led = before is not None and before.kind is Kind.WORD
        return led and token.text.islower() and token.norm not in {"und/oder"}
    return (token.kind is Kind.WORD and token.norm not in _BEFORE) or token.kind is Kind.DASH


def _begins(found: list[Token], start: int) -> bool:
    """True where only a reference can begin: at the start, behind a colon, "unter", or another one of a list."""
    if not start or found[start - 1].kind in _HARD or found[start - 1].norm in words.THEN | {"unter", "laut"}:
        return True
    if found[start - 1].norm in words.IF or (found[start - 1].norm in _OPENING and _opens(found, start - 2)):
        return True
    if found[start - 1].norm in {"aus", "von"} and start > 1 and found[start - 2].norm in words.of("summe differenz"):
        return True
    joint = found[start - 1].kind is Kind.COMMA or found[start - 1].norm in _JOINTS
    return joint and start > 2 and found[start - 2].kind is Kind.QUOTE and found[start - 3].kind is Kind.REF


_BEFORE = words.THEN | words.IF | words.ELSE | words.BE | words.BECOME | words.MUST | words.MAY | {"unter", "laut"}
"""Right behind one of these a name may begin, and none goes on over them."""
_OPENING = words.BE | words.BECOME | words.MUST | words.MAY


def _opens(found: list[Token], at: int) -> bool:
    """True where a clause begins behind the token at this place."""
    return at < 0 or found[at].kind in _HARD | {Kind.COMMA} or found[at].norm in words.THEN | words.ELSE


def _is_land(name: list[Token]) -> bool:
    return any(token.text in NAMES or token.norm in CODES for token in name)
