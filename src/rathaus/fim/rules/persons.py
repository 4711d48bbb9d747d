"""Persons in a rule text: "die antragstellende Person (F… „Geburtsdatum“)", whose age is meant."""

from __future__ import annotations

from rathaus.fim.rules import words
from rathaus.fim.rules.cursor import Cursor, starts_reference
from rathaus.fim.rules.tokens import Kind, Token

_SORTS = words.of(
    "antragstellende betroffene anmeldende beantragende anzeigende meldende erziehungsberechtigte begünstigte"
    " anzumeldende verantwortliche versicherte teilnehmende"
)
_NOUNS = words.of(
    "person antragsteller antragstellerin antragsteller/in bewerber bewerberin kind teilnehmer teilnehmerin schüler"
    " schülerin inhaber inhaberin halter halterin"
)
_AGE = words.of(
    "muss ist sein hat haben darf mindestens wenigstens unter als jünger älter alt das noch nicht vollendet"
    " volljährig minderjährig"
)


def person(c: Cursor) -> bool:
    """Moves past "die antragstellende Person", "der Antragsteller"; False (and no move) where none is here."""
    start = c.at
    if c.accept(frozenset({"die", "der", "das"})):
        c.accept(_SORTS)
        if c.accept(_NOUNS):
            return True
    c.at = start
    return False


_ROLES = _NOUNS | words.of(
    "bürger bürgerin antragstellende antragstellenden anmelder anmelderin eltern elternteil betrieb unternehmen verein"
    " anzeigende nutzer nutzerin gewerbetreibende arbeitgeber arbeitgeberin vertreter vertreterin"
)


def agent(c: Cursor) -> bool:
    """Moves past whoever answers: "die antragstellende Person", "der Bürger oder die Bürgerin", "Sie"; False (and no
    move) where nobody does, or what follows is no question."""
    start = c.at
    if not c.accept(frozenset({"sie", "man", "jemand"})):
        while c.accept(frozenset({"die", "der", "das", "ein", "eine"})):
            c.accept(_SORTS)
            if not c.accept(_ROLES):
                c.at = start
                return False
            if not (c.norm() in words.OR | {"/", "bzw."} and c.norm(1) in {"die", "der", "das", "ein", "eine"}):
                break
            c.take()
    if c.at > start and starts_reference(c):
        return True
    c.at = start
    return False


def beside(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """A date of birth in brackets behind the words on the age, put behind the person: there the grammar looks for it.

    "Die antragstellende Person muss mindestens 16 Jahre alt sein (F… „Geburtsdatum“)". Nothing moves where words stand
    between that speak of anything else than an age, or where the name is not that of a date of birth.
    """
    c = Cursor(tokens)
    for at in range(len(tokens)):
        c.at = at
        if not person(c):
            continue
        start = c.at
        while not c.done() and (c.norm() in _AGE or c.norm() in words.UNITS or c.norm().rstrip(".").isdigit()):
            c.at += 1
        end = c.at + 4 if c.is_kind(Kind.QUOTE, 2) else c.at + 3
        bracket = tokens[c.at : end]
        if c.at > start and _dates_birth(bracket):
            return (*tokens[:start], *bracket, *tokens[start : c.at], *tokens[end:])
    return tokens


def _dates_birth(bracket: tuple[Token, ...]) -> bool:
    kinds = [token.kind for token in bracket]
    if kinds[:2] != [Kind.OPEN, Kind.REF] or kinds[-1] is not Kind.CLOSE or len(kinds) not in {3, 4}:
        return False
    name = bracket[1].label or (bracket[2].text if len(kinds) == 4 else "")
    return name.lower().startswith("geburt")
