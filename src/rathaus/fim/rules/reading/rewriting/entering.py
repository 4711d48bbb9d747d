"""What is said of an entry, said of the field: "muss in F2 eine Angabe erfolgen", "unterbleibt die Anzeige von F2"."""

from __future__ import annotations

from dataclasses import dataclass

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.rewriting.doing import Turn, behind, fronts, leads
from rathaus.fim.rules.reading.rewriting.places import Tokens, norm_at, refs_in, worded
from rathaus.fim.rules.reading.tokens import Kind

_ENTRY = words.of("angabe angaben eintrag einträge eingabe eingaben befüllung beantwortung")
_DISPLAY = words.of("anzeige abfrage darstellung einblendung erhebung")
_IN = words.of("in im zu zum zur bei beim von vom unter des der")
_A = words.of("ein eine die der den einen")
_NO = words.of("kein keine keinen keinerlei")
_CEASES = words.of("entfällt entfallen unterbleibt unterbleiben")
_HAPPENS = words.of("erfolgt erfolgen")
_TAIL = 3


@dataclass(frozen=True, slots=True)
class _Said:
    """An entry in a clause: its place, the field that it is in (none where it is not named), whether it is denied."""

    start: int
    end: int
    noun: str
    named: Tokens
    denied: bool


def _entry_at(tokens: Tokens, at: int) -> _Said | None:
    """ "eine Angabe in F2", "in F2 keine Angabe", "keine Angabe"."""
    place = at
    if norm_at(tokens, at) in _IN:
        end = behind(tokens, at + 1)
        noun = _noun(tokens, end)
        if end > at + 1 and noun > end - 1:
            return _Said(at, noun + 1, norm_at(tokens, noun), tokens[at + 1 : end], norm_at(tokens, end) in _NO)
        return None
    noun = _noun(tokens, place)
    if noun < 0:
        return None
    denied = norm_at(tokens, place) in _NO
    if norm_at(tokens, noun + 1) in _IN:
        end = behind(tokens, noun + 2)
        return _Said(at, end, norm_at(tokens, noun), tokens[noun + 2 : end], denied) if end > noun + 2 else None
    return _Said(at, noun + 1, norm_at(tokens, noun), (), denied)


def _noun(tokens: Tokens, at: int) -> int:
    """The place of the noun in "eine Angabe", "Angaben"; -1 where none is."""
    place = at + (norm_at(tokens, at) in _A | _NO)
    return place if norm_at(tokens, place) in _ENTRY | _DISPLAY else -1


def tail_of(tokens: Tokens, at: int) -> tuple[int, tuple[str, ...]]:
    """Where the clause ends whose last words begin at `at`, and these words."""
    end = at
    while end < len(tokens) and tokens[end].kind is Kind.WORD and tokens[end].norm not in _BEHIND:
        end += 1
    return end, tuple(token.norm for token in tokens[at:end])


_BEHIND = words.IF | words.ELSE | words.AND | words.THEN


def _of_entry(tokens: Tokens, at: int) -> Tokens | None:
    """What is said with the verb at this place of an entry behind or before it, said of the field."""
    verb = tokens[at].norm
    if verb not in FINITE | _CEASES | _HAPPENS or not at or tokens[at - 1].norm in words.IF:
        return None  # a verb that begins the sentence asks: "Erfolgt in F1 keine Angabe, …"
    said, first = _entry_at(tokens, at + 1), True
    if not fronts(tokens, at):
        start = next((n for n in range(at - 1, -1, -1) if leads(tokens, n)), 0)
        said, first = _before_verb(tokens, start, at), False
    if said is None:
        return None
    end, tail = tail_of(tokens, said.end if first or said.start < at < said.end else at + 1)
    negated = tail[:1] == ("nicht",)
    told = _told(verb, said, negated, tail[negated:])
    if told is None or len(tail) > _TAIL or (negated and said.denied):
        return None
    begin = at if first else said.start
    opens, close = told.split("|")
    if not said.named:
        return _unnamed(tokens, begin, end, told) if first else None
    several = refs_in(said.named) > 1
    if several and said.denied:
        return None  # "in F1 und F2 keine Angabe": in one of them, perhaps
    finite = PLURAL[opens] if several else opens
    words_behind = tuple(worded(tokens[at], word) for word in close.split())
    head = (worded(tokens[at], finite), *said.named) if first else (*said.named, worded(tokens[at], finite))
    return (*tokens[:begin], *head, *words_behind, *tokens[end:])


def _before_verb(tokens: Tokens, start: int, at: int) -> _Said | None:
    """ "(Eine Angabe in F2) hat", "(In F2) hat (eine Angabe)"."""
    whole = _entry_at(tokens, start)
    if whole is not None and whole.end == at and whole.named:
        return whole
    if norm_at(tokens, start) not in _IN or behind(tokens, start + 1) != at or at == start + 1:
        return None
    noun = _noun(tokens, at + 1)
    if noun < 0:
        return None
    return _Said(start, noun + 1, norm_at(tokens, noun), tokens[start + 1 : at], norm_at(tokens, at + 1) in _NO)


def _unnamed(tokens: Tokens, begin: int, end: int, told: str) -> Tokens | None:
    """ "sonst unterbleibt die Anzeige" as "sonst nicht anzuzeigen"."""
    short = {
        "wird|nicht angezeigt": ("nicht", "anzuzeigen"),
        "darf|nicht angezeigt werden": ("nicht", "anzuzeigen"),
        "darf|nicht ausgefüllt werden": ("nicht", "auszufüllen"),
    }.get(told)
    if short is None or not begin or tokens[begin - 1].norm not in words.ELSE | words.LAND_WORDS:
        return None
    return (*tokens[:begin], *(worded(tokens[begin], word) for word in short), *tokens[end:])


PLURAL = {
    "muss": "müssen",
    "darf": "dürfen",
    "kann": "können",
    "ist": "sind",
    "wird": "werden",
    "entfällt": "entfallen",
}
_HAPPENING = (("erfolgen",), ("vorgenommen", "werden"))
_BEING_THERE = (*_HAPPENING, ("vorliegen",), ("stehen",), ("vorhanden", "sein"), ("gemacht", "werden"))


_BY_NOUN, _EITHER_WAY = frozenset({"keine"}), frozenset({"keine", "nicht"})
_AFFIRMED = frozenset({""})
_ALLOWS = words.MAY | words.CAN
_NOTHING: tuple[tuple[str, ...], ...] = ((),)

_Row = tuple[frozenset[str], frozenset[str], tuple[tuple[str, ...], ...], str]
_OF_CONTENT: tuple[_Row, ...] = (
    (_CEASES, _AFFIRMED, _NOTHING, "entfällt|"),
    (_HAPPENS, _BY_NOUN, _NOTHING, "darf|nicht ausgefüllt werden"),
    (words.MUST, _AFFIRMED, _BEING_THERE, "muss|ausgefüllt werden"),
    (words.MUST, _BY_NOUN, _BEING_THERE, "muss|nicht ausgefüllt werden"),
    (_ALLOWS, _AFFIRMED, _BEING_THERE, "kann|ausgefüllt werden"),
    (_ALLOWS, _EITHER_WAY, _BEING_THERE, "darf|nicht ausgefüllt werden"),
    (_ALLOWS, _AFFIRMED, (("unterbleiben",), ("entfallen",)), "kann|leer bleiben"),
    (words.BE, _AFFIRMED, (("vorzunehmen",), ("zu", "machen")), "ist|auszufüllen"),
    (words.BE, _AFFIRMED, (("freiwillig",), ("optional",)), "ist|freiwillig"),
    (words.BE, _AFFIRMED, (("zwingend",),), "ist|auszufüllen"),
    (words.BE, _EITHER_WAY, (("vorzunehmen",),), "ist|nicht auszufüllen"),
    (words.BE, _AFFIRMED, (("unzulässig",),), "darf|nicht ausgefüllt werden"),
    (words.STAND, _AFFIRMED, (("frei",),), "ist|freiwillig"),
    (words.BECOME, _AFFIRMED, (("verlangt",), ("gefordert",), ("benötigt",)), "ist|auszufüllen"),
)
_OF_DISPLAY: tuple[_Row, ...] = (
    (_CEASES, _AFFIRMED, _NOTHING, "wird|nicht angezeigt"),
    (_HAPPENS, _AFFIRMED, _NOTHING, "wird|angezeigt"),
    (_HAPPENS, _EITHER_WAY, _NOTHING, "wird|nicht angezeigt"),
    (words.MUST, _AFFIRMED, (("erfolgen",),), "wird|angezeigt"),
    (words.MAY, _EITHER_WAY, (("erfolgen",),), "darf|nicht angezeigt werden"),
)
"""The verb, how it is denied, the words behind it; and the verb and the words of the field."""


def _told(verb: str, said: _Said, negated: bool, tail: tuple[str, ...]) -> str | None:
    """The verb and the words behind the field; None where it is not certain, or no turn of this kind."""
    denied = "keine" if said.denied else "nicht" if negated else ""
    rows = _OF_DISPLAY if said.noun in _DISPLAY else _OF_CONTENT
    fits = (told for verbs, denials, tails, told in rows if verb in verbs and denied in denials and tail in tails)
    return next(fits, None)


def _bare_display(tokens: Tokens, at: int) -> Tokens | None:
    """ "sonst keine Anzeige" as "sonst nicht anzuzeigen"."""
    led = at and tokens[at - 1].norm in words.ELSE | words.THEN and norm_at(tokens, at) in {"keine", "ohne"}
    if not led or norm_at(tokens, at + 1) not in _DISPLAY:
        return None
    ends = at + 2 == len(tokens) or tokens[at + 2].kind in {Kind.COMMA, Kind.SEMICOLON}
    told = tuple(worded(tokens[at], word) for word in ("nicht", "anzuzeigen"))
    return (*tokens[:at], *told, *tokens[at + 2 :]) if ends else None


_MISSING = {
    ("fehlt",): True,
    ("fehlen",): True,
    ("unterbleibt",): True,
    ("unterblieben", "ist"): True,
    ("vorliegt",): False,
    ("vorliegen",): False,
    ("erfolgt",): False,
    ("erfolgt", "ist"): False,
    ("erfolgt", "sind"): False,
}
"""Whether an entry is missing of which this is said."""


def _given(tokens: Tokens, at: int) -> Tokens | None:
    """In a condition: "in F1 eine Angabe erfolgt ist", "eine Angabe in F1 fehlt"."""
    said = _entry_at(tokens, at + 1) if tokens[at].norm in words.IF | words.AND | words.OR else None
    if said is not None and said.noun in _ENTRY and refs_in(said.named) == 1:
        end, tail = tail_of(tokens, said.end)
        empty = _MISSING.get(tail)
        part = empty and _is_group(said.named)
        if empty is not None and not (empty and said.denied) and not part:
            filled = worded(tokens[at], "leer" if empty or said.denied else "befüllt")
            return (*tokens[: at + 1], *said.named, filled, worded(tokens[at], "ist"), *tokens[end:])
    return None


def _asked(tokens: Tokens, at: int) -> Tokens | None:
    """ "Erfolgt in F1 keine Angabe, …" as "Wenn F1 leer ist, …"."""
    verb = norm_at(tokens, 0)
    said = _entry_at(tokens, 1) if not at and verb in _HAPPENS | {"unterbleibt"} else None
    if said is None or refs_in(said.named) != 1 or said.noun not in _ENTRY or _is_group(said.named):
        return None
    if said.end >= len(tokens) or tokens[said.end].kind is not Kind.COMMA or (verb == "unterbleibt" and said.denied):
        return None
    state = "leer" if said.denied or verb == "unterbleibt" else "befüllt"
    return (
        worded(tokens[0], "wenn"),
        *said.named,
        worded(tokens[0], state),
        worded(tokens[0], "ist"),
        *tokens[said.end :],
    )


def _is_group(named: Tokens) -> bool:
    """True where an entry that is missing may be one of several."""
    return any(token.kind is Kind.REF and token.parts[-1].startswith("G") for token in named)


def _without(tokens: Tokens, at: int) -> Tokens | None:
    """ "F1 ohne Angabe ist", "bleibt F2 ohne Eintrag" as "F1 leer ist", "bleibt F2 leer"."""
    if tokens[at].norm != "ohne" or norm_at(tokens, at + 1) not in _ENTRY or not at:
        return None
    named = tokens[at - 1].kind in {Kind.REF, Kind.QUOTE, Kind.CLOSE}
    ends = at + 2 == len(tokens) or tokens[at + 2].kind in {Kind.COMMA, Kind.SEMICOLON}
    said = norm_at(tokens, at + 2) in {"ist", "bleibt"}
    return (*tokens[:at], worded(tokens[at], "leer"), *tokens[at + 2 :]) if named and (ends or said) else None


def _held(tokens: Tokens, at: int) -> Tokens | None:
    """ "bleibt F2 frei" as "bleibt F2 leer"."""
    end = behind(tokens, at + 1) if tokens[at].norm in words.STAY and leads(tokens, at) else at + 1
    if end == at + 1:
        return None
    past, tail = tail_of(tokens, end)
    return (*tokens[:end], worded(tokens[at], "leer"), *tokens[past:]) if tail == ("frei",) else None


ENTRIES: tuple[Turn, ...] = (_given, _asked, _without, _of_entry, _bare_display, _held)
