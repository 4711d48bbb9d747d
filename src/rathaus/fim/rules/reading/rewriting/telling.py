"""What is said of an answer in long words: "die Wahl auf 01 fällt", "irgendein Schlüssel eingetragen ist"."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.rewriting.doing import Turn, behind
from rathaus.fim.rules.reading.rewriting.places import Tokens, clause_end, norm_at, refs_in, worded
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.values import starts_value

_TAKEN = words.GIVEN | words.of("markiert vorhanden")
_ENDED = words.of("ist wurde wird")
_JOINS = words.IF | words.AND | words.OR
_IN = words.of("in im bei unter zu")


def _any_code(tokens: Tokens, at: int) -> Tokens | None:
    """ "in F1 (irgend)ein Schlüssel eingetragen ist", "kein Code gewählt ist" as "F1 befüllt ist", "F1 leer ist"."""
    if norm_at(tokens, at) not in _IN or norm_at(tokens, at - 1) not in _JOINS:
        return None
    end = behind(tokens, at + 1)
    some = next((one for one in _SOME if [norm_at(tokens, end + n) for n in range(len(one))] == list(one)), ())
    noun = end + len(some)
    coded = norm_at(tokens, noun) in words.VALUE_NOUNS | {"schlüssel", "listeneintrag", "listenwert"}
    taken = norm_at(tokens, noun + 1) in _TAKEN and norm_at(tokens, noun + 2) in _ENDED
    past = noun + len(("Code", "eingetragen", "ist"))
    if not some or not coded or not taken or refs_in(tokens[at:end]) != 1 or not _ends(tokens, past):
        return None
    state = worded(tokens[at], "leer" if some == ("kein",) else "befüllt")
    return (*tokens[:at], *tokens[at + 1 : end], state, worded(tokens[at], "ist"), *tokens[past:])


_SOME = (("irgendein",), ("ein", "beliebiger"), ("mindestens", "ein"), ("ein",), ("kein",))


def _ends(tokens: Tokens, at: int) -> bool:
    return at >= len(tokens) or tokens[at].kind is Kind.COMMA or tokens[at].norm in words.THEN | words.AND | words.OR


def _choice_falls(tokens: Tokens, at: int) -> Tokens | None:
    """ "in F1 die Wahl auf 01 fällt" as "in F1 01 ausgewählt ist"."""
    if [norm_at(tokens, at + n) for n in range(3)] not in (["die", "wahl", "auf"], ["die", "auswahl", "auf"]):
        return None
    end = clause_end(tokens, at)
    chosen = tokens[at + 3 : end]
    fallen = [token.norm for token in chosen[-2:]] == ["gefallen", "ist"]
    value = chosen[:-2] if fallen else chosen[:-1]
    if not (fallen or (chosen and chosen[-1].norm == "fällt")) or not value or not _plain(value):
        return None
    return (*tokens[:at], *value, worded(tokens[at], "ausgewählt"), worded(tokens[at], "ist"), *tokens[end:])


def _plain(value: Tokens) -> bool:
    """True for "01", "01 „Umzug“", "Ja", "den Code 01", and for nothing that joins or denies."""
    start = 0
    while norm_at(value, start) in words.of("den die das der") | words.VALUE_NOUNS:
        start += 1
    c = Cursor(value)
    c.at = start
    kinds = {token.kind for token in value[start:]}
    return start < len(value) and starts_value(c) and (kinds <= {Kind.CODE, Kind.QUOTE} or len(value) == start + 1)


def _is_about(tokens: Tokens, at: int) -> Tokens | None:
    """ "Sofern es sich bei F1 um den Code 01 handelt" as "Sofern F1 = 01 ist"."""
    led = [norm_at(tokens, at + n) for n in range(3)] == ["es", "sich", "bei"] and norm_at(tokens, at - 1) in words.IF
    if not led:
        return None
    end = behind(tokens, at + 3)
    close = clause_end(tokens, end)
    value = tokens[end + 1 : close - 1]
    if norm_at(tokens, end) != "um" or norm_at(tokens, close - 1) != "handelt" or not _plain(value):
        return None
    if refs_in(tokens[at:end]) != 1:
        return None
    equal = (worded(tokens[end], "gleich"), *(token for token in value if token.norm not in _CODED))
    return (*tokens[:at], *tokens[at + 3 : end], *equal, worded(tokens[end], "ist"), *tokens[close:])


_CODED = words.of("den die das") | words.VALUE_NOUNS


def _deviating(tokens: Tokens, at: int) -> Tokens | None:
    """ "ein von 01 abweichender Code" as "ein anderer Code als 01"."""
    named = at + 3 + (at + 3 < len(tokens) and tokens[at + 3].kind is Kind.QUOTE)
    coded = at + 2 < len(tokens) and tokens[at + 2].kind is Kind.CODE and norm_at(tokens, at + 1) == "von"
    ends = {"ein": ("abweichender", "anderer"), "einen": ("abweichenden", "anderen")}.get(norm_at(tokens, at))
    if not coded or ends is None or norm_at(tokens, named) != ends[0]:
        return None
    if norm_at(tokens, named + 1) not in words.VALUE_NOUNS | {"schlüssel"}:
        return None
    other, code, than = (worded(tokens[at], word) for word in (ends[1], "code", "als"))
    return (*tokens[: at + 1], other, code, than, *tokens[at + 2 : named], *tokens[named + 2 :])


def _answered(tokens: Tokens, at: int) -> Tokens | None:
    """ "auf F1 mit Ja geantwortet wird" as "F1 mit Ja beantwortet wird"."""
    if norm_at(tokens, at) != "auf" or norm_at(tokens, at - 1) not in _JOINS:
        return None
    end = behind(tokens, at + 1)
    said = norm_at(tokens, end) == "mit" and norm_at(tokens, end + 2) == "geantwortet"
    if not said or refs_in(tokens[at:end]) != 1:
        return None
    return (*tokens[:at], *tokens[at + 1 : end + 2], worded(tokens[at], "beantwortet"), *tokens[end + 3 :])


def _activated(tokens: Tokens, at: int) -> Tokens | None:
    """ "der Code 01 aktiviert ist", "mit dem Code 01 versehen ist" as "… ausgewählt ist", "… belegt ist"."""
    if tokens[at].norm not in {"aktiviert", "versehen", "besetzt"} or norm_at(tokens, at + 1) not in _ENDED:
        return None
    code = at - 1 - (tokens[at - 1].kind is Kind.QUOTE)
    valued = code > 1 and (tokens[code].kind is Kind.CODE or tokens[code].norm in words.TRUTH)
    noun = norm_at(tokens, code - 1) in words.VALUE_NOUNS
    led = norm_at(tokens, code - 1) == "mit" or (
        noun and "mit" in {norm_at(tokens, code - 2), norm_at(tokens, code - 3)}
    )
    if not valued or (tokens[at].norm == "aktiviert") is led or not (led or noun):
        return None
    same = worded(tokens[at], "belegt" if led else "ausgewählt")
    return (*tokens[:at], same, *tokens[at + 1 :])


def _at_least(tokens: Tokens, at: int) -> Tokens | None:
    """ "mindestens 5 erreicht" as "mindestens 5 beträgt", "5 und mehr" as "5 oder mehr"."""
    if tokens[at].kind is not Kind.CODE or not at:
        return None
    if norm_at(tokens, at - 1) in words.of("mindestens wenigstens") and norm_at(tokens, at + 1) == "erreicht":
        return (*tokens[: at + 1], worded(tokens[at], "beträgt"), *tokens[at + 2 :])
    more = norm_at(tokens, at + 1) == "und" and norm_at(tokens, at + 2) in {"mehr", "darüber"}
    told = more and norm_at(tokens, at + 3) in words.of("beträgt beträgt liegt ist")
    return (*tokens[: at + 1], worded(tokens[at], "oder"), *tokens[at + 2 :]) if told else None


def _passed(tokens: Tokens, at: int) -> Tokens | None:
    """ "seit F1 mehr als 2 Jahre vergangen sind" as "F1 mehr als 2 Jahre zurückliegt"."""
    if norm_at(tokens, at) != "seit" or norm_at(tokens, at - 1) not in _JOINS:
        return None
    start = at + 1 + 2 * ([norm_at(tokens, at + n) for n in (1, 2)] == ["dem", "datum"])
    start += start > at + 1 and norm_at(tokens, start) == "in"
    end = behind(tokens, start)
    close = clause_end(tokens, end)
    gone = norm_at(tokens, close - 2) in words.of("vergangen verstrichen") and norm_at(tokens, close - 1) in {
        "sind",
        "ist",
    }
    span = tokens[end : close - 2]
    if end == start or not gone or refs_in(tokens[at:close]) != 1 or norm_at(tokens, close - 3) not in words.UNITS:
        return None
    return (*tokens[:at], *tokens[start:end], *span, worded(tokens[at], "zurückliegt"), *tokens[close:])


def _of_an_age(tokens: Tokens, at: int) -> Tokens | None:
    """ "sich aus F1 ein Alter unter 18 Jahren ergibt" as "F1 ein Alter von unter 18 Jahren ergibt"."""
    led = [norm_at(tokens, at + n) for n in (0, 1)] == ["sich", "aus"] and norm_at(tokens, at - 1) in _JOINS
    end = behind(tokens, at + 2) if led else 0
    if not led or end == at + 2 or [norm_at(tokens, end + n) for n in (0, 1)] != ["ein", "alter"]:
        return None
    of = end + 2 + (norm_at(tokens, end + 2) == "von")
    close = clause_end(tokens, of)
    if norm_at(tokens, close - 1) != "ergibt" or refs_in(tokens[at:close]) != 1:
        return None
    return (*tokens[:at], *tokens[at + 2 : end + 2], worded(tokens[at], "von"), *tokens[of:])


_OTHER = (("etwas", "anderes"), ("ein", "anderer", "code"), ("ein", "anderer", "wert"), ("ein", "anderer", "schlüssel"))


def _other_there(tokens: Tokens, at: int) -> Tokens | None:
    """ "Steht dort etwas anderes, …" as "Ist ein anderer Code gewählt, …"."""
    if at or norm_at(tokens, 0) not in {"steht", "ist", "wurde", "wird"} or norm_at(tokens, 1) not in {"dort", "da"}:
        return None
    other = next((one for one in _OTHER if [norm_at(tokens, 2 + n) for n in range(len(one))] == list(one)), ())
    taken = norm_at(tokens, 2 + len(other)) in _TAKEN
    past = 2 + len(other) + taken
    states = taken is (norm_at(tokens, 0) != "steht") and past < len(tokens) and tokens[past].kind is Kind.COMMA
    if not other or not states:
        return None
    return (*(worded(tokens[0], word) for word in ("ist", "ein", "anderer", "code", "gewählt")), *tokens[past:])


def _placed(tokens: Tokens, at: int) -> Tokens | None:
    """ "Sofern zu F1 01 angegeben ist", "als Antwort in F1 Ja gewählt ist" as "Sofern in F1 …"."""
    if norm_at(tokens, at) not in {"zu", "als", "für"} or norm_at(tokens, at - 1) not in words.IF:
        return None
    answer = norm_at(tokens, at) == "als" and norm_at(tokens, at + 1) == "antwort" and norm_at(tokens, at + 2) == "in"
    start = at + 3 if answer else at + 1
    end = behind(tokens, start)
    close = clause_end(tokens, end)
    given = norm_at(tokens, close - 2) in words.GIVEN and norm_at(tokens, close - 1) in _ENDED
    if end == start or refs_in(tokens[start:close]) != 1 or not given or not _plain(tokens[end : close - 2]):
        return None
    return (*tokens[:at], worded(tokens[at], "in"), *tokens[start:])


_LIMITS = words.of("grenze schwelle marke höchstgrenze mindestgrenze")


def _limit(tokens: Tokens, at: int) -> Tokens | None:
    """ "die Grenze von 5 überschreitet" as "5 überschreitet", "innerhalb von 5 bis 9 liegt" as "im Bereich von …"."""
    number = [norm_at(tokens, at + n) for n in (0, 2)] == ["die", "von"] and norm_at(tokens, at + 1) in _LIMITS
    if number and at + 3 < len(tokens) and tokens[at + 3].kind is Kind.CODE:
        return (*tokens[:at], *tokens[at + 3 :])
    ranged = [norm_at(tokens, at + n) for n in (0, 1, 3)] == ["innerhalb", "von", "bis"]
    if not ranged or norm_at(tokens, at + 5) not in {"liegt", "liegen"}:
        return None
    return (*tokens[:at], worded(tokens[at], "im"), worded(tokens[at], "bereich"), *tokens[at + 1 :])


_CALLED = (("mit", "der", "id"), ("mit", "der", "nummer"), ("mit", "der", "kennung"), ("nr.",), ("nummer",), ("id",))


def _by_id(tokens: Tokens, at: int) -> Tokens | None:
    """ "das Feld mit der ID F1", "das Datenfeld Nr. F1" without what an id is called."""
    if norm_at(tokens, at - 1) not in words.NOUNS or not at:
        return None
    for called in (
        ("mit", "der", "id"),
        ("mit", "der", "nummer"),
        ("mit", "der", "kennung"),
        ("nr.",),
        ("nummer",),
        ("id",),
    ):
        end = at + len(called)
        if [norm_at(tokens, at + n) for n in range(len(called))] == list(called) and end < len(tokens):
            return (*tokens[:at], *tokens[end:]) if tokens[end].kind is Kind.REF else None
    return None


TOLD: tuple[Turn, ...] = (
    _by_id,
    _any_code,
    _choice_falls,
    _is_about,
    _deviating,
    _answered,
    _activated,
    _at_least,
    _limit,
    _placed,
    _passed,
    _other_there,
    _of_an_age,
)
