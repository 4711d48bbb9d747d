"""What nouns say of a field, said with verbs: "für F2 besteht Angabepflicht", "F2 kommt zur Anzeige"."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.rewriting.doing import Turn, behind, fronts, leads
from rathaus.fim.rules.reading.rewriting.entering import PLURAL, tail_of
from rathaus.fim.rules.reading.rewriting.places import Tokens, norm_at, refs_in, worded

_DUTIES = ("pflichtangabe", "pflichtangaben", "pflichtfeld", "pflichtfelder", "pflichtgruppe", "pflichtfeldgruppe")
_WORK = ("angabe", "eingabe", "ausfüll", "ausfüllungs", "befüllungs", "eintragungs", "erfassungs", "beantwortungs")
_DUTY = (
    *(f"{work}pflicht" for work in _WORK),
    *(f"pflicht zur {work}" for work in ("angabe", "eingabe", "eintragung", "befüllung", "beantwortung")),
)
"""A duty to fill in; of a "Meldepflicht" or "Steuerpflicht" a form says something else."""
_ARTICLES = words.of("ein eine einer der die den dem")
_WAIVED = tuple(
    f"{start} {noun} {into}"
    for start, noun in (
        ("auf eine", "angabe"), ("auf die", "angabe"), ("auf die", "anzeige"), ("auf die", "abfrage"),
        ("von einer", "angabe"), ("von der", "angabe"), ("von der", "anzeige"), ("von der", "abfrage"),
    )
    for into in ("in", "von", "zu")
)  # fmt: skip

_Row = tuple[frozenset[str], tuple[str, ...], tuple[str, ...], str]
_ROWS: tuple[_Row, ...] = (
    (words.of("stellt stellen"), ("",), tuple(f"{noun} dar" for noun in _DUTIES), "ist|pflicht"),
    (words.of("gilt gelten"), ("",), tuple(f"als {noun}" for noun in (*_DUTIES, "pflicht")), "ist|pflicht"),
    (words.of("gilt gelten"), ("",), ("als freiwillig", "als optional", "als freiwillige angabe"), "ist|freiwillig"),
    (
        words.of("zählt zählen gehört gehören"),
        ("",),
        ("zu pflichtangaben", "zu pflichtfeldern", "zu pflichtgruppen"),
        "ist|pflicht",
    ),
    (words.of("unterliegt unterliegen"), ("",), _DUTY[: len(_WORK)], "ist|pflicht"),
    (words.of("bedarf bedürfen"), ("",), ("angabe", "eintragung", "ausfüllung"), "ist|pflicht"),
    (words.of("kommt kommen gelangt gelangen"), ("",), ("zur anzeige",), "wird|angezeigt"),
    (words.of("kommt kommen gelangt gelangen"), ("",), ("nicht zur anzeige",), "wird|nicht angezeigt"),
    (words.of("wird werden"), ("",), ("zur anzeige gebracht",), "wird|angezeigt"),
    (words.of("wird werden"), ("",), ("nicht zur anzeige gebracht",), "wird|nicht angezeigt"),
    (words.BE, ("",), ("zur anzeige zu bringen",), "ist|anzuzeigen"),
    (words.BE, ("",), ("nicht zur anzeige zu bringen",), "ist|nicht anzuzeigen"),
    (words.of("besteht gilt"), ("für",), _DUTY, "ist|pflicht"),
    (words.of("besteht gilt"), ("für",), tuple(f"keine {noun}" for noun in _DUTY), "ist|freiwillig"),
    (words.of("handelt"), ("es sich bei",), tuple(f"um {noun}" for noun in _DUTIES), "ist|pflicht"),
    (words.of("handelt"), ("bei",), tuple(f"es sich um {noun}" for noun in _DUTIES), "ist|pflicht"),
    (words.of("wird"), _WAIVED, ("verzichtet", "abgesehen"), "entfällt|"),
    (words.of("ist"), _WAIVED, ("zu verzichten", "abzusehen"), "entfällt|"),
    (words.of("kann"), _WAIVED, ("verzichtet werden", "abgesehen werden"), "ist|freiwillig"),
)
"""The verb, what stands before the field, what behind; and how it is said with verbs."""
_VERBS = frozenset(verb for verbs, _, _, _ in _ROWS for verb in verbs)


def _said_with_nouns(tokens: Tokens, at: int) -> Tokens | None:
    """The clause of the verb at this place, said with verbs."""
    verb = tokens[at].norm
    if verb not in _VERBS:
        return None
    first = leads(tokens, at)
    if not at:
        return None  # "Gilt F1 als Pflichtfeld, …" asks
    start = at + 1 if first else next((n for n in range(at - 1, -1, -1) if leads(tokens, n)), 0)
    for before in dict.fromkeys(one for verbs, befores, _, _ in _ROWS if verb in verbs for one in befores):
        led = tuple(before.split())
        named = start + len(led)
        if tuple(token.norm for token in tokens[start:named]) != led:
            continue
        end = behind(tokens, named)
        if end > named and (first or end == at):
            return _with_verb(tokens, at, (start, named, end), before)
    return None


def _with_verb(tokens: Tokens, at: int, places: tuple[int, int, int], before: str) -> Tokens | None:
    start, named, end = places
    first = start > at
    past, tail = tail_of(tokens, end if first else at + 1)
    said = " ".join(word for word in tail if word not in _ARTICLES)
    verb = tokens[at].norm
    told = next(
        (told for verbs, befores, tails, told in _ROWS if verb in verbs and before in befores and said in tails), ""
    )
    if not told:
        return None
    finite, close = told.split("|")
    several = refs_in(tokens[named:end]) > 1
    head = worded(tokens[at], PLURAL[finite] if several else finite)
    fields = tokens[named:end]
    order = (head, *fields) if first else (*fields, head)
    return (*tokens[: min(at, start)], *order, *(worded(tokens[at], word) for word in close.split()), *tokens[past:])


def _duty_behind(tokens: Tokens, at: int) -> Tokens | None:
    """ "Es besteht Angabepflicht für F2", ", besteht Angabepflicht für F2" as "ist F2 Pflicht"."""
    if tokens[at].norm != "besteht" or not at:
        return None
    noun = at + 1 + (norm_at(tokens, at + 1) in _ARTICLES)
    length = next((len(one.split()) for one in _DUTY if _is(tokens, noun, one)), 0)
    place = noun + length
    begin = at - (norm_at(tokens, at - 1) == "es")
    end = behind(tokens, place + 1)
    if (
        not length
        or norm_at(tokens, place) not in {"für", "von"}
        or end == place + 1
        or (begin and not fronts(tokens, begin))
    ):
        return None
    verb = worded(tokens[at], "sind" if refs_in(tokens[place:end]) > 1 else "ist")
    es = tokens[begin:at]
    return (*tokens[:begin], *es, verb, *tokens[place + 1 : end], worded(tokens[at], "pflicht"), *tokens[end:])


def _is(tokens: Tokens, at: int, wording: str) -> bool:
    said = wording.split()
    return [norm_at(tokens, at + n) for n in range(len(said))] == said


NOUNS: tuple[Turn, ...] = (_said_with_nouns, _duty_behind)
