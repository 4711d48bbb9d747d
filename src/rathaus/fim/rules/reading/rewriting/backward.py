"""What a sentence takes from the one before: "Steht dort weder 01 noch 02", "Lautet sie anders", "wer beide verneint".

Only where one question alone can be meant is its id put there; else the word stays, and the sentence is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor, NotReadError
from rathaus.fim.rules.reading.laender import code_of, laender
from rathaus.fim.rules.reading.lists import references
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.pointing import starts_reference
from rathaus.fim.rules.reading.rewriting.places import Tokens, clause_end, norm_at, refs_in, worded
from rathaus.fim.rules.reading.tokens import Kind, Token

_THERE = words.of("dort darin")
_INTO = words.of("in im bei beim unter auf")
_BREAKS = {Kind.SEMICOLON, Kind.COLON}
_THESE = words.of("dieser davon")


def pointed_back(sentences: tuple[Tokens, ...]) -> tuple[Tokens, ...]:
    """`sentences`, with the question that was meant in the place of "dort", "sie" and "beide Fragen"."""
    found: list[Tokens] = []
    before: Tokens = ()
    for sentence in sentences:
        whole: list[Token] = []
        for part in _parts(sentence):
            before = _resolved(part, before) if before else part
            whole += before
        found.append(tuple(whole))
    return tuple(found)


def _parts(sentence: Tokens) -> Iterator[Tokens]:
    """The parts of a sentence that semicolons and colons end, each with its mark in front."""
    cuts = [0, *(at for at, token in enumerate(sentence) if token.kind in _BREAKS and at), len(sentence)]
    return (sentence[first:last] for first, last in pairwise(cuts))


def _resolved(part: Tokens, before: Tokens) -> Tokens:
    start = next((at for at, token in enumerate(part) if token.kind is Kind.WORD), 0)
    for turn in (_there, _without_place, _answers_there, _another_land, _anders, _both_questions):
        better = turn(part, start, before)
        if better is not None:
            return better
    return part


def _head(tokens: Tokens) -> Tokens:
    """The condition of a part: what begins with its verb, or stands behind "wenn", up to its comma."""
    start = next((at for at, token in enumerate(tokens) if token.norm in words.IF), 0)
    first = start or next((at for at, token in enumerate(tokens) if token.kind not in _BREAKS), 0)
    return tokens[first : clause_end(tokens, first)]


def _places(tokens: Tokens) -> dict[tuple[str, ...], Tokens]:
    """The questions that stand behind "in", "bei", "auf" there, each with the words that name it."""
    found: dict[tuple[str, ...], Tokens] = {}
    for at, token in enumerate(tokens):
        if token.norm not in _INTO or not starts_reference(Cursor(tokens[at + 1 :])):
            continue
        c = Cursor(tokens)
        c.at = at + 1
        try:
            refs, _ = references(c)
        except NotReadError:
            return {}
        named = tuple(one for one in tokens[at + 1 : c.at] if one.kind is Kind.REF)
        found.update(dict.fromkeys((ref.parts for ref in refs), named))
    return found


def _place(before: Tokens) -> Tokens:
    """The one question that was spoken of in the sentence before, named as a place there; empty where two could be."""
    here = Cursor(before)
    places = _places(before)
    local = any(code_of(here, at) and norm_at(before, at - 1) in _INTO for at in range(1, len(before)))
    if len(places) != 1 or local:
        return ()
    ((_, named),) = places.items()
    field = len(named) == 1 and named[0].parts[-1].startswith("F")
    return named if field else ()


def _alone(before: Tokens) -> Tokens:
    """The place before, where the condition spoke of nothing else."""
    named = _place(before)
    head = _head(before)
    asked = {token.parts for token in head if token.kind is Kind.REF}
    return named if named and asked == {named[0].parts} else ()


def _there(part: Tokens, start: int, before: Tokens) -> Tokens | None:
    """ "Steht dort nicht Ja, …", "…, wenn dort 02 steht"."""
    at = next((n for n, token in enumerate(part) if token.norm in _THERE), -1)
    if at < 0:
        return None
    first = max((n for n in range(at) if part[n].norm in words.IF or part[n].kind is Kind.COMMA), default=-1) + 1
    end = clause_end(part, at)
    asks = (first <= start and end < len(part)) or norm_at(part, first - 1) in words.IF
    led = all(token.kind is Kind.WORD for token in part[max(first, start) : at])
    if not asks or not led or refs_in(part[first:end]) or at - first > len(("haben", "die", "Eltern")):
        return None
    again = any(norm_at(part, at + n) in _THESE for n in (1, 2))  # "dort keiner dieser Codes"
    named = _alone(before) if again else _place(before)
    if not named:
        return None
    told = () if again else (worded(part[at], "in"), *named)
    return (*part[:at], *told, *part[at + 1 :])


_HOLDING = words.of("wählt wählen haben hat trägt")
_WHO = words.of("man er sie wir jemand")


def _without_place(part: Tokens, start: int, before: Tokens) -> Tokens | None:
    """ "…; wählt man den Code 002, …" as "…; wählt man in F1 den Code 002, …"."""
    said = norm_at(part, start + 2) in words.of("den ein kein einen") and _valued(part, start + 3)
    if norm_at(part, start) not in _HOLDING or norm_at(part, start + 1) not in _WHO or not said:
        return None
    head = part[start : clause_end(part, start)]
    named = _alone(before)
    if not named or refs_in(head) or norm_at(_head(before), 0) != norm_at(part, start):
        return None
    return (*part[: start + 2], worded(part[start], "in"), *named, *part[start + 2 :])


def _answers_there(part: Tokens, start: int, before: Tokens) -> Tokens | None:
    """ "…; antwortet er mit Nein, …" as "…; antwortet er auf F1 mit Nein, …"."""
    answers = norm_at(part, start) == "antwortet" and norm_at(part, start + 1) in _WHO
    said = norm_at(part, start + 2) == "mit" and norm_at(part, start + 3) in words.TRUTH
    named = _alone(before)
    if not answers or not said or not named or norm_at(_head(before), 0) != "antwortet":
        return None
    return (*part[: start + 2], worded(part[start], "auf"), *named, *part[start + 2 :])


def _valued(part: Tokens, at: int) -> bool:
    return norm_at(part, at) in words.VALUE_NOUNS | words.TRUTH | {"anderen"}


_OTHERS = (("lautet", "sie", "anders"), ("ist", "sie", "anders"), ("lautet", "die", "antwort", "anders"))


def _anders(part: Tokens, start: int, before: Tokens) -> Tokens | None:
    """ "Lautet sie anders, …" as "Ist in F1 ein anderer Wert angegeben, …"."""
    end = clause_end(part, start)
    answer = any(token.norm in {"antwort", "angabe", "auswahl"} for token in _head(before))
    named = _alone(before)
    if tuple(token.norm for token in part[start:end]) not in _OTHERS or end == len(part) or not answer or not named:
        return None
    here = part[start]
    said = (worded(here, word) for word in ("ein", "anderer", "wert", "angegeben"))
    return (*part[:start], worded(here, "ist"), worded(here, "in"), *named, *said, *part[end:])


def _both_questions(part: Tokens, start: int, before: Tokens) -> Tokens | None:
    """ "Wer beide Fragen verneint, …" as "Wer F1 und F2 verneint, …"."""
    at = next((n for n in range(start, len(part) - 1) if part[n].norm in {"beide", "beiden"}), -1)
    if at < 0 or norm_at(part, at + 1) != "fragen" or refs_in(part[start:at]):
        return None
    head = _head(before)
    asked = list({token.parts: token for token in head if token.kind is Kind.REF}.values())
    close = clause_end(part, start)
    denied = any(token.norm in words.RESTRICTING - words.IF for token in part[start:close])  # "beide nicht": not both?
    if len(asked) != 2 or at > close or denied:
        return None
    first = at - (norm_at(part, at - 1) == "die")
    return (*part[:first], asked[0], worded(part[at], "und"), asked[1], *part[at + 2 :])


_TOWNS = words.of("gemeinde stadt kommune")
_ELSEWHERE = ({"liegt"}, {"sie", "die"}, {"in"}, {"einem"}, {"anderen"}, words.LAND_WORDS)


def _another_land(part: Tokens, start: int, before: Tokens) -> Tokens | None:
    """ "Liegt sie in einem anderen Land, so ist …" as "In allen Ländern außer SN und ST ist …"."""
    head, end = _head(before), clause_end(part, start)
    said = [token.norm for token in part[start:end]]
    told = len(said) == len(_ELSEWHERE) and all(one in these for one, these in zip(said, _ELSEWHERE, strict=True))
    lies = tuple(token.norm for token in head[:2]) == ("liegt", "die") and norm_at(head, 2) in _TOWNS
    past = end + 1 + (norm_at(part, end + 1) in words.THEN)
    if not told or not lies or norm_at(head, 3) != "in" or norm_at(part, past) not in FINITE:
        return None
    c = Cursor(head)
    c.at = 4
    try:
        laender(c)
    except NotReadError:
        return None
    but = (worded(part[start], word) for word in ("in", "allen", "ländern", "außer"))
    named = (worded(token, "und") if token.norm in words.OR else token for token in head[4:])
    return (*part[:start], *but, *named, *part[past:]) if c.done() else None
