"""Codes joined to their names by a colon or a dash, and what two conditions share: "mit 04: Pferd belegt"."""

from __future__ import annotations

from rathaus.fim.rules.laender import CODES, NAMES
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.rewriting.places import (
    Tokens,
    a_name,
    a_sign,
    is_value,
    kind_of,
    norm_of,
    past_ref,
    past_value,
    worded,
)
from rathaus.fim.rules.reading.rewriting.telegraph import LABELS
from rathaus.fim.rules.reading.tokens import Kind, Token

SAID = (
    words.GIVEN | words.PICKED | words.TICKED | words.FILLED
    | words.of(
        "auswählbar wählbar zulässig erlaubt selektierbar zugelassen markiert vorbelegt vorausgewählt versehen besetzt"
        " hat lautet haben aufweist trägt enthält"
    )
)  # fmt: skip
"""What ends a list of values: what is said of them."""
_JOINS = {Kind.COLON, Kind.DASH}
_LEADS = words.of("mit auf nur ausschließlich lediglich nicht wert werte werten code codes einer einem eines")
_LETTERS = 4
_WORDS = 8
_NO_NAME = words.IF | words.THEN | words.ELSE | FINITE | words.HEDGES | words.MANDATORY_NOUNS | words.TO_FILL


def joined(tokens: Tokens, at: int) -> Tokens | None:
    """ "mit 01: Rind, 02: Schaf oder 03: Ziege belegt" as "mit 01 „Rind“, 02 „Schaf“ oder 03 „Ziege“ belegt"."""
    if not _coded(tokens, at) or not (norm_of(tokens, at - 1) in _LEADS or kind_of(tokens, at - 1) is Kind.OP):
        return None
    found = list(tokens[:at])
    while _coded(tokens, at):
        end = _past_name(tokens, at + 2)
        if end == at + 2:
            return None
        named = tokens[at + 2 : end]
        found += [tokens[at], *_as_name(tokens[at + 1], named)]
        at = end
        if joint := _joint(tokens, at):
            found += tokens[at : at + joint]
            at += joint
    return (*found, *tokens[at:]) if _closed(tokens, at) else None


def _as_name(joint: Token, named: Tokens) -> Tokens:
    """The name in quotation marks; one that may be cut at "und" stays bare, so that the list of codes decides."""
    if named[0].kind is Kind.QUOTE:
        return named
    if any(token.norm in words.AND | words.OR for token in named):
        return (a_sign(joint, Kind.DASH, "-"), *named)
    return (a_name(named),)


def _coded(tokens: Tokens, at: int) -> bool:
    """True at "04:", "DE:", "K -"."""
    if kind_of(tokens, at + 1) not in _JOINS:
        return False
    token = tokens[at]
    short = token.kind is Kind.WORD and token.text.isupper() and token.text.isalpha() and len(token.text) <= _LETTERS
    return token.kind is Kind.CODE or (short and token.norm not in words.KEYWORDS)


def _joint(tokens: Tokens, at: int) -> int:
    """How many tokens join the value before `at` to one behind it."""
    comma = kind_of(tokens, at) is Kind.COMMA
    length = comma + (norm_of(tokens, at + comma) in words.AND | words.OR)
    return length if length and _coded(tokens, at + length) else 0


def _past_name(tokens: Tokens, at: int) -> int:
    """The place behind the name that begins at `at`; `at` where it is none beyond doubt."""
    if kind_of(tokens, at) is Kind.QUOTE:
        return at + 1
    end = at
    while kind_of(tokens, end) is Kind.WORD and end - at < _WORDS:
        norm = tokens[end].norm
        if norm in SAID or norm in words.THEN or norm == "zu":
            break
        if (
            end > at
            and norm in words.AND | words.OR
            and (_coded(tokens, end + 1) or past_ref(tokens, end + 1) > end + 1)
        ):
            break
        end += 1
    end -= kind_of(tokens, end) is Kind.COLON and _label_of_line(tokens, end - 1)
    named = tokens[at:end]
    limited = any(token.text in NAMES or token.norm in CODES for token in named[1:])  # "04: Pferd in BY"
    doubtful = (
        limited
        or any(token.norm in _NO_NAME for token in named)
        or any(token.norm in words.RESTRICTING for token in named[1:])
    )
    return at if doubtful else end


def _label_of_line(tokens: Tokens, at: int) -> bool:
    return (norm_of(tokens, at),) in LABELS


def _closed(tokens: Tokens, at: int) -> bool:
    """True where a list of values ends beyond doubt."""
    norm = norm_of(tokens, at)
    if at == len(tokens) or kind_of(tokens, at) is Kind.STOP or _label_of_line(tokens, at):
        return True
    if norm in SAID or norm == "zu" or (norm in words.AND | words.OR and past_ref(tokens, at + 1) > at + 1):
        return True
    behind = norm_of(tokens, at + 1)
    denied = norm == "nicht" and kind_of(tokens, at - 1) is Kind.QUOTE and behind in SAID | {"zu"}
    return norm in words.THEN or denied or (kind_of(tokens, at) is Kind.COMMA and behind in FINITE | words.THEN)


_GAP = words.of("mit auf")
_OPENS = words.IF | words.BE | words.BECOME


def gapped(tokens: Tokens, at: int) -> Tokens | None:
    """ "Ist F1 mit Nein und F2 mit Ja beantwortet" as "Ist F1 mit Nein beantwortet und F2 mit Ja beantwortet"."""
    preposition = norm_of(tokens, at)
    if preposition not in _GAP:
        return None
    ref = next((n for n in range(at - 1, max(-1, at - 8), -1) if tokens[n].kind is Kind.REF), -1)
    start = next((n for n in range(ref, max(-1, ref - 4), -1) if norm_of(tokens, n) in _OPENS), -1)
    if ref < 0 or start < 0 or past_ref(tokens, start + 1) != at or not is_value(tokens, at + 1):
        return None
    gaps, joints, end = [past_value(tokens, at + 1)], set[str](), past_value(tokens, at + 1)
    while True:
        comma = kind_of(tokens, end) is Kind.COMMA
        joint = norm_of(tokens, end + comma) if norm_of(tokens, end + comma) in {"und", "oder"} else ""
        begin = end + comma + bool(joint)
        place = past_ref(tokens, begin)
        if begin in {place, end} or norm_of(tokens, place) != preposition or not is_value(tokens, place + 1):
            break
        joints |= {joint} if joint else set()
        end = past_value(tokens, place + 1)
        gaps.append(end)
    done = norm_of(tokens, end)
    if len(gaps) < 2 or len(joints) != 1 or done not in words.GIVEN | words.FILLED | words.PICKED:
        return None
    found: list[Token] = []
    for n, token in enumerate(tokens):
        if n in gaps[:-1]:
            found.append(worded(tokens[n - 1], done))
        found.append(token)
    return tuple(found)


_ASKED = words.of("wert zahl anzahl betrag eintrag auswahl antwort datum angabe")
_ABOUT = words.of("in von bei unter zu")
_COMPARED = words.of("größer kleiner gleich höher niedriger mindestens höchstens mehr weniger über unter")
_VERBS = words.of("ist beträgt liegt lautet") | words.IF


def asked_again(tokens: Tokens, at: int) -> Tokens | None:
    """ "Ist der Wert in F1 größer als 1, …; ist der Wert gleich 1, …" with "in F1" in the second case, too."""
    noun = norm_of(tokens, at)
    led = norm_of(tokens, at - 1) in words.of("der die das") and norm_of(tokens, at - 2) in _VERBS
    compared = kind_of(tokens, at + 1) is Kind.OP or norm_of(tokens, at + 1) in _COMPARED
    opens = kind_of(tokens, at - 3) in {Kind.SEMICOLON, Kind.STOP}
    if noun not in _ASKED or not led or not compared or not opens or past_ref(tokens, at + 2) > at + 2:
        return None
    first = [n for n in range(at) if norm_of(tokens, n) == noun]
    told = first and norm_of(tokens, first[0] + 1) in _ABOUT and past_ref(tokens, first[0] + 2) > first[0] + 2
    begins = first and first[0] == 2 and norm_of(tokens, 0) in _VERBS
    if not told or not begins or any(norm_of(tokens, n + 1) in _ABOUT for n in first[1:]):
        return None
    named = tokens[first[0] + 1 : past_ref(tokens, first[0] + 2)]
    return (*tokens[: at + 1], *named, *tokens[at + 1 :])
