"""Persons in a rule text: "die antragstellende Person (F… „Geburtsdatum“)", whose age is meant."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.pointing import starts_reference
from rathaus.fim.rules.reading.tokens import Kind, Token

_SORTS = words.of(
    "antragstellende betroffene anmeldende beantragende anzeigende meldende erziehungsberechtigte begünstigte"
    " anzumeldende verantwortliche versicherte teilnehmende"
)
SORTS = _SORTS | frozenset(f"{sort}n" for sort in _SORTS)
PEOPLE = words.of(
    "person antragsteller antragstellerin antragsteller/in bewerber bewerberin kind teilnehmer teilnehmerin schüler"
    " schülerin inhaber inhaberin halter halterin"
)
_AGE = words.of(
    "muss ist sein hat haben darf mindestens wenigstens unter als jünger älter alt das noch nicht vollendet"
    " volljährig minderjährig keine zum zeitpunkt der antragstellung am tag bei"
)


def person(c: Cursor, *, led: bool = False) -> bool:
    """Moves past "die antragstellende Person", "der Antragsteller"; False (and no move) where none is here.

    `led`: its article was read before ("das Alter der …").
    """
    start = c.at
    if led or c.accept(frozenset({"die", "der", "das"})):
        c.accept(SORTS)
        if c.accept(PEOPLE):
            return True
    c.at = start
    return False


_ROLES = PEOPLE | words.of(
    "bürger bürgerin antragstellende antragstellenden anmelder anmelderin eltern elternteil betrieb unternehmen verein"
    " einrichtung organisation firma"
    " anzeigende nutzer nutzerin gewerbetreibende arbeitgeber arbeitgeberin vertreter vertreterin"
)


_MEASURING = words.of(
    "mindestens wenigstens höchstens maximal mehr weniger älter jünger unter über noch genau bereits das volljährig"
    " minderjährig"
)


def at_application(c: Cursor) -> None:
    """Moves past "zum Zeitpunkt der Antragstellung", "am heutigen Tag": that is the day on which somebody asks."""
    start = c.at
    if c.accept_all(frozenset({"am", "zum"}), "heutigen", frozenset({"tag", "tage", "datum"})):
        c.at = c.at if c.norm() in _MEASURING else start  # "am heutigen Tag befüllt": then, or at all?
        return
    if not c.accept_all(frozenset({"am", "zum"}), frozenset({"tag", "zeitpunkt"}), "der", "antragstellung"):
        c.accept_all("bei", "antragstellung")


def agent(c: Cursor) -> bool:
    """Moves past whoever answers: "die antragstellende Person", "der Bürger oder die Bürgerin", "Sie"; False (and no
    move) where nobody does, or what follows is no question."""
    start = c.at
    if not c.accept(frozenset({"sie", "er", "man", "jemand"})):
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
        bracket = _bracket(tokens, c.at)
        end = next((n for n in range(c.at, len(tokens)) if tokens[n].kind is Kind.CLOSE), c.at) + 1
        if c.at > start and _dates_birth(bracket):
            return (*tokens[:start], *bracket, *tokens[start : c.at], *tokens[end:])
    return tokens


def _bracket(tokens: tuple[Token, ...], at: int) -> tuple[Token, ...]:
    """The bracket that opens at `at`, up to its end; of at most an id and a name, the id first."""
    end = next((n for n in range(at, min(at + 7, len(tokens))) if tokens[n].kind is Kind.CLOSE), at - 1)
    if end <= at:
        return ()
    inside = [token for token in tokens[at + 1 : end] if token.norm not in words.FIELD_NOUNS | words.INTO]
    refs = [token for token in inside if token.kind is Kind.REF]
    return (tokens[at], *refs, *(token for token in inside if token.kind is not Kind.REF), tokens[end])


def _dates_birth(bracket: tuple[Token, ...]) -> bool:
    kinds = [token.kind for token in bracket]
    if kinds[:2] != [Kind.OPEN, Kind.REF] or kinds[-1] is not Kind.CLOSE:
        return False
    named = bracket[1].label or " ".join(token.text for token in bracket[2:-1] if token.kind is not Kind.COMMA)
    plain = all(kind in {Kind.WORD, Kind.QUOTE, Kind.COMMA} for kind in kinds[2:-1])
    # In a bracket without a name: what else should say how old a person is?
    return plain and (not named or named.lower().startswith("geburt"))
