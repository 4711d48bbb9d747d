"""What people do, put as what is said of a question: "Setzt er bei F1 den Haken", "wer F1 ankreuzt, sieht F2"."""

from __future__ import annotations

from collections.abc import Callable

from rathaus.fim.rules.laender import CODES, NAMES
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor, NotReadError
from rathaus.fim.rules.reading.lists import references
from rathaus.fim.rules.reading.pointing import starts_reference
from rathaus.fim.rules.reading.rewriting.places import Tokens, clause_end, norm_at, refs_in, worded
from rathaus.fim.rules.reading.tokens import Kind

Turn = Callable[[Tokens, int], Tokens | None]
"""A way to say something, put as the grammar knows it; None where it does not stand at this place."""

_BRANCHES = 2
_PRONOUNS = words.of("er sie man jemand")
_CHOOSE = words.of("wählt kreuzt hakt klickt trägt gibt nennt markiert wählen kreuzen haken klicken tragen geben")
_TICK = words.of("kreuzt hakt klickt markiert kreuzen haken klicken")
_APART = words.of("an aus ein")
_MARK = words.of("haken häkchen kreuz kreuzchen")
_AN = words.of("der den das die ein einen eine")
_WHO = words.of("wer alle personen diejenigen")


def as_said(tokens: Tokens) -> Tokens:
    """`tokens`, with each such turn put as what is said of the question."""
    return turned(tokens, _TURNS)


def turned(tokens: Tokens, turns: tuple[Turn, ...]) -> Tokens:
    """`tokens` after each of `turns`, at the first places where it is: for both branches, and no long list."""
    for turn in turns:
        for _ in range(_BRANCHES):
            found = (better for at in range(len(tokens)) if (better := turn(tokens, at)) is not None)
            before, tokens = tokens, next(found, tokens)
            if tokens is before:
                break
    return tokens


def behind(tokens: Tokens, at: int) -> int:
    """The place behind the references that begin at `at`; `at` where none do, or only one of them is meant."""
    c = Cursor(tokens)
    c.at = at
    if not starts_reference(c):
        return at
    try:
        _, joint = references(c)
    except NotReadError:
        return at
    return at if joint == "oder" else c.at


def leads(tokens: Tokens, at: int) -> bool:
    """True where a clause begins."""
    return (
        not at or tokens[at - 1].kind in {Kind.COMMA, Kind.SEMICOLON} or tokens[at - 1].norm in words.THEN | words.ELSE
    )


def opens(tokens: Tokens, at: int) -> bool:
    """True where an effect begins with its verb: behind a comma, and behind "Bei Ja in F1"."""
    return leads(tokens, at) or (tokens[0].norm == "bei" and refs_in(tokens[:at]) == 1)


def fronts(tokens: Tokens, at: int) -> bool:
    """True where the verb of an effect stands behind what limits it: "Bei Ja in F1", "In allen Ländern", "In BW"."""
    before = tokens[at - 1]
    named = before.norm in CODES or before.text in NAMES
    return named or opens(tokens, at) or before.norm in words.LAND_WORDS | {"übrigen"}


def _chooses(tokens: Tokens, at: int) -> Tokens | None:
    """ "Klickt man in F1 Ja an, …" as "Wenn in F1 Ja ausgewählt wird, …"."""
    if at or tokens[0].norm not in _CHOOSE or norm_at(tokens, 1) not in _PRONOUNS:
        return None
    close = clause_end(tokens, 0)
    if norm_at(tokens, close + 1) in words.IF:
        return None  # "Tragen Sie in F1 eine 3 ein, wenn": a request
    said = tokens[2 : close - (norm_at(tokens, close - 1) in _APART)]
    if close == len(tokens) or refs_in(said) != 1 or any(one.norm in words.RESTRICTING | words.AND for one in said[1:]):
        return None
    at_one = norm_at(tokens, 2) in words.of("in im bei beim unter")
    end = behind(tokens, 2 + at_one)
    value = said[max(end - 2, 0) :]
    if end == 2 + at_one:
        return None
    if at_one and value:
        value = value[1:] if value[0].norm == "auf" or (value[0].norm == "eine" and len(value) == 2) else value
        verb = "ausgewählt"
    elif not at_one and not value:
        verb = (
            "angekreuzt"
            if tokens[0].norm in _TICK
            else "angegeben"
            if tokens[0].norm not in {"wählt", "wählen"}
            else ""
        )
    else:
        return None
    if not verb:
        return None
    led = (worded(tokens[2], "in"),) if at_one else ()
    head = (worded(tokens[0], "wenn"), *led, *tokens[2 + at_one : end])
    return (*head, *value, worded(tokens[1], verb), worded(tokens[1], "wird"), *tokens[close:])


def _mark_set(tokens: Tokens, at: int) -> Tokens | None:
    """ "bei F1 der Haken gesetzt" and "der Haken bei F1 gesetzt" as "F1 angekreuzt"; "kein Haken" as "nicht"."""
    article = norm_at(tokens, at)
    if article not in _AN | {"kein", "keine"} or norm_at(tokens, at + 1) not in _MARK:
        return None
    into = words.of("in im bei beim unter")
    past = behind(tokens, at + 2)
    if past > at + 2 and norm_at(tokens, at + 2) in into and norm_at(tokens, past) in _SET:
        before, named, verb = tokens[:at], tokens[at + 3 : past], past
    else:
        must = at and tokens[at - 1].norm in words.MUST
        start = next((n for n in range(at - must) if tokens[n].norm in into and behind(tokens, n) == at - must), -1)
        if start < 0 or norm_at(tokens, at + 2) not in _SET:
            return None
        before, named, verb = tokens[:start], tokens[start + 1 : at], at + 2
    if refs_in(named) != 1:
        return None
    denied = (worded(tokens[at], "nicht"),) if article.startswith("kein") else ()
    return (*before, *named, *denied, worded(tokens[verb], "angekreuzt"), *tokens[verb + 1 :])


_SET = words.of("gesetzt gemacht")


def _sets_mark(tokens: Tokens, at: int) -> Tokens | None:
    """ "Setzt man bei F1 den Haken, …" as "Wenn F1 angekreuzt ist, …"."""
    into = words.of("in im bei beim unter")
    if at or norm_at(tokens, 0) not in {"setzt", "macht", "setzen"} or norm_at(tokens, 1) not in _PRONOUNS:
        return None
    past = behind(tokens, 2)
    mark = norm_at(tokens, past) in _AN and norm_at(tokens, past + 1) in _MARK
    if norm_at(tokens, 2) not in into or not mark or refs_in(tokens[2:past]) != 1 or clause_end(tokens, 0) != past + 2:
        return None
    end = (worded(tokens[0], "angekreuzt"), worded(tokens[0], "ist"))
    return (worded(tokens[0], "wenn"), *tokens[3:past], *end, *tokens[past + 2 :])


_COMES = {
    "kommt": {"dazu", "hinzu"}, "kommen": {"dazu", "hinzu"}, "taucht": {"auf"}, "tauchen": {"auf"}, "geht": {"auf"},
    "gehen": {"auf"}, "klappt": {"auf"}, "klappen": {"auf"},
}  # fmt: skip
_GOES = {"fällt": {"weg", "aus"}, "fallen": {"weg", "aus"}, "bleibt": {"weg", "zu"}, "bleiben": {"weg", "zu"}}

_VANISHES = words.of("verschwindet verschwinden")


def _comes(tokens: Tokens, at: int) -> Tokens | None:
    """ "kommt G dazu", "F2 fällt weg", "verschwindet F2" as "wird G eingeblendet", "F2 wird ausgeblendet"."""
    verb = tokens[at].norm
    if verb not in _COMES and verb not in _GOES and verb not in _VANISHES:
        return None
    plural = "werden" if verb.endswith("en") else "wird"
    last = clause_end(tokens, at) - 1
    first = opens(tokens, at)
    named = tokens[at + 1 : last] if first else ()
    if verb in _VANISHES:
        end = last + 1
        if (first and behind(tokens, at + 1) == end > at + 1) or (not first and last == at and _subject(tokens, at)):
            return (
                *tokens[:at],
                worded(tokens[at], plural),
                *tokens[at + 1 : end],
                worded(tokens[at], "ausgeblendet"),
                *tokens[end:],
            )
        return None
    said = "eingeblendet" if norm_at(tokens, last) in _COMES.get(verb, ()) else ""
    said = said or ("ausgeblendet" if norm_at(tokens, last) in _GOES.get(verb, ()) else "")
    fits = (behind(tokens, at + 1) == last > at + 1) if first else (last - at in {1, 2} and _subject(tokens, at))
    if (
        not first
        and last == at + 2
        and (said != "eingeblendet" or norm_at(tokens, at + 1) not in {"nur", "erst", "nicht"})
    ):
        return None
    if not said or not fits or (named and not refs_in(named)):
        return None
    return (
        *tokens[:at],
        worded(tokens[at], plural),
        *tokens[at + 1 : last],
        worded(tokens[last], said),
        *tokens[last + 1 :],
    )


def _subject(tokens: Tokens, at: int) -> bool:
    """True where references alone stand between `at` and the beginning of its clause."""
    starts = (n for n in range(at) if leads(tokens, n))
    return any(behind(tokens, n) == at for n in starts)


def _whose(tokens: Tokens, at: int) -> Tokens | None:
    """ "wer …, dem wird F2 angezeigt", "…, für den entfällt F2", "…, hat F2 auszufüllen" without who it is for."""
    if not at or tokens[0].norm not in _WHO or tokens[at - 1].kind is not Kind.COMMA or at != _second(tokens):
        return None
    for wording in (("dem",), ("für", "den"), ("bei", "dem"), ("von", "dem"), ("der",)):
        past = at + len(wording)
        verb = norm_at(tokens, past)
        duty = verb in words.MUST if wording == ("der",) else verb in {"wird", "werden", "entfällt", "ist", "sind"}
        if tuple(token.norm for token in tokens[at:past]) == wording and duty:
            return (*tokens[:at], *tokens[past:])
    end = clause_end(tokens, at) - 1
    if tokens[at].norm in {"hat", "haben"} and behind(tokens, at + 1) == end and tokens[end].norm in words.TO_FILL:
        return (*tokens[:at], worded(tokens[at], "ist"), *tokens[at + 1 :])
    return None


def _second(tokens: Tokens) -> int:
    """The place behind the comma that ends "wer …", and behind "alle, die …"."""
    start = 0 if tokens[0].norm == "wer" else 2
    return clause_end(tokens, start) + 1


FILLS = {"füllt": "aus", "gibt": "an", "trägt": "ein", "lädt": "hoch", "fügt": "bei", "legt": "vor"}
_TO = {
    "aus": "ausfüllen",
    "an": "ausfüllen",
    "ein": "ausfüllen",
    "hoch": "hochladen",
    "bei": "beifügen",
    "vor": "vorlegen",
}


def _fills(tokens: Tokens, at: int) -> Tokens | None:
    """ "wer …, füllt auch F2 aus" as "wer …, muss F2 ausfüllen"."""
    if tokens[at].norm not in FILLS or tokens[0].norm != "wer" or at != _second(tokens):
        return None
    start = at + 1
    while norm_at(tokens, start) in words.of("bitte auch zusätzlich noch dann"):
        start += 1
    end = clause_end(tokens, at)
    if behind(tokens, start) != end - 1 or norm_at(tokens, end - 1) != FILLS[tokens[at].norm] or end < len(tokens):
        return None
    return (
        *tokens[:at],
        worded(tokens[at], "muss"),
        *tokens[start : end - 1],
        worded(tokens[end - 1], _TO[norm_at(tokens, end - 1)]),
    )


def _who_ticks(tokens: Tokens, at: int) -> Tokens | None:
    """ "Wer F1 ankreuzt, …" as "Wenn F1 angekreuzt ist, …"."""
    if at or tokens[0].norm != "wer" or tokens[1].norm in words.of("in im bei beim unter zu"):
        return None
    end = behind(tokens, 1)
    said = {"ankreuzt": "angekreuzt", "ausfüllt": "ausgefüllt"}.get(norm_at(tokens, end), "")
    if not said or refs_in(tokens[1:end]) != 1 or clause_end(tokens, 0) != end + 1:
        return None
    return (
        worded(tokens[0], "wenn"),
        *tokens[1:end],
        worded(tokens[end], said),
        worded(tokens[end], "ist"),
        *tokens[end + 1 :],
    )


def _sees(tokens: Tokens, at: int) -> Tokens | None:
    """ "(Nur) wer …, sieht F2" as "(Nur) wenn …, wird F2 angezeigt"."""
    if tokens[at].norm not in {"sieht", "bekommt", "erhält", "dem"}:
        return None
    only = tokens[0].norm == "nur"
    who = norm_at(tokens, only)
    start = clause_end(tokens, 0) + 1
    if at != start or who != "wer":
        return None
    end = behind(tokens, at + 1)
    if tokens[at].norm == "sieht":
        fits = end == len(tokens) > at + 1
    else:
        fits = end == len(tokens) - 1 and end > at + 1 and tokens[end].norm in {"angezeigt", "eingeblendet"}
    if not fits:
        return None
    told = (worded(tokens[at], "wird"), *tokens[at + 1 : end], worded(tokens[at], "angezeigt"))
    return (*tokens[:only], worded(tokens[only], "wenn"), *tokens[only + 1 : at], *told)


def _we_need(tokens: Tokens, at: int) -> Tokens | None:
    """ "brauchen wir F2" as "wird F2 benötigt"."""
    if (
        tokens[at].norm not in {"brauchen", "benötigen", "verlangen"}
        or norm_at(tokens, at + 1) != "wir"
        or not opens(tokens, at)
    ):
        return None
    start = at + 2 + (norm_at(tokens, at + 2) in {"auch", "zusätzlich", "zwingend"})
    end = behind(tokens, start)
    if end == start or end != clause_end(tokens, at):
        return None
    verb = "werden" if refs_in(tokens[start:end]) > 1 else "wird"
    return (*tokens[:at], worded(tokens[at], verb), *tokens[start:end], worded(tokens[at], "benötigt"), *tokens[end:])


def _case_of(tokens: Tokens, at: int) -> Tokens | None:
    """ "Im Fall von Ja bei F1 ist …" as "Bei Ja in F1 ist …"."""
    value = at + 3
    opens = [norm_at(tokens, n) for n in range(at, value)] in (["im", "fall", "von"], ["im", "falle", "von"])
    said = value < len(tokens) and (
        norm_at(tokens, value) in words.TRUTH or tokens[value].kind in {Kind.CODE, Kind.QUOTE}
    )
    if (
        at
        or not opens
        or not said
        or norm_at(tokens, value + 1) not in {"bei", "in"}
        or behind(tokens, value + 2) == value + 2
    ):
        return None
    return (worded(tokens[0], "bei"), tokens[value], worded(tokens[value + 1], "in"), *tokens[value + 2 :])


def _stated_must(tokens: Tokens, at: int) -> Tokens | None:
    """ "In F1 muss Ja angekreuzt sein" as "F1 muss mit Ja beantwortet sein"."""
    if at or norm_at(tokens, 0) not in words.of("in bei im"):
        return None
    end = behind(tokens, 1)
    fits = norm_at(tokens, end) == "muss" and norm_at(tokens, end + 1) in words.TRUTH and len(tokens) == end + 4
    ticked = norm_at(tokens, end + 2) in words.TICKED | words.PICKED | {"angegeben", "eingetragen"}
    if not fits or not ticked or norm_at(tokens, end + 3) not in {"sein", "werden"} or refs_in(tokens[:end]) != 1:
        return None
    said = (
        tokens[end],
        worded(tokens[end], "mit"),
        tokens[end + 1],
        worded(tokens[end], "beantwortet"),
        tokens[end + 3],
    )
    return (*tokens[1:end], *said)


_STOPS = (
    "sonst geht es nicht weiter",
    "sonst geht es nicht",
    "sonst kann der antrag nicht gestellt werden",
    "sonst kann der antrag nicht bearbeitet werden",
    "sonst ist kein antrag möglich",
    "sonst können wir den antrag nicht bearbeiten",
    "sonst wird der antrag nicht bearbeitet",
    "sonst wird der antrag abgelehnt",
)


def _or_stops(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 muss angekreuzt sein, sonst geht es nicht weiter" without the warning behind it; in a case it says more."""
    if tokens[at].kind is not Kind.COMMA or norm_at(tokens, at + 1) not in words.ELSE or len(tokens) > at + 12:
        return None
    if " ".join(("sonst", *(token.norm for token in tokens[at + 2 :]))) not in _STOPS:
        return None
    before = tokens[:at]
    limited = any(one.norm in words.IF | words.OR | words.of("nicht kein nur außer wer") for one in before[1:])
    whole = not any(one.kind is Kind.COMMA for one in before)
    verb = next((n for n, one in enumerate(before) if one.norm in words.MUST), 0)
    into = before[0].norm in words.of("in im bei beim")
    return before if whole and not limited and verb and behind(tokens, int(into)) == verb else None


_TURNS: tuple[Turn, ...] = (
    _or_stops,
    _mark_set,
    _sets_mark,
    _chooses,
    _case_of,
    _comes,
    _who_ticks,
    _whose,
    _fills,
    _sees,
    _we_need,
    _stated_must,
)
