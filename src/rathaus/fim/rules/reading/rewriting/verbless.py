"""Effects without a verb: "F1 „Art“ -> Pflicht", "F2 keine Anzeige", and bare names in front of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from rathaus.fim.rules.laender import CODES, NAMES
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.rewriting.places import Tokens, a_sign, worded
from rathaus.fim.rules.reading.tokens import Kind, Token

ARROWS = frozenset({"->", "-->", "→", "⇒"})
_DUTY = ("ist", "pflichtfeld"), ("sind", "pflichtfelder")
_SHOWN = ("wird", "angezeigt"), ("werden", "angezeigt")
_HIDDEN = ("wird", "ausgeblendet"), ("werden", "ausgeblendet")
_FREE = ("ist", "optional"), ("sind", "optional")
_AGAIN = tuple((verb, "noch", "einmal", "anzuzeigen") for verb in ("ist", "sind"))
_NOT_AGAIN = tuple((verb, "nicht", "noch", "einmal", "anzuzeigen") for verb in ("ist", "sind"))
_DUTIES = words.MANDATORY_NOUNS | words.of("verpflichtend zwingend obligatorisch erforderlich pflichtig")
_AGAINS = ("noch einmal", "erneut", "nochmals", "nochmal", "ein weiteres mal")
_SHOWING = ("anzeigen", "einblenden", "zeigen", "darstellen")


def _table() -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What each effect without a verb means, by its words: for one element, and for several."""
    told: dict[str, tuple[tuple[str, ...], ...]] = {}
    for duty in _DUTIES:
        told |= dict.fromkeys((duty, f"ist {duty}", f"sind {duty}", f"wird {duty}", f"werden {duty}"), _DUTY)
        for show in ("anzeigen", "einblenden"):
            told |= dict.fromkeys(
                (f"als {duty} {show}", f"{duty} {show}", f"{show} und {duty}", f"{show} , {duty}"), _DUTY
            )
        told |= dict.fromkeys((f"sichtbar und {duty}", f"als {duty}", f"anzeigen ( {duty} )"), _DUTY)
        told |= {f"{again} als {duty} {show}": _AGAIN for again in _AGAINS for show in _SHOWING}
    for noun in words.of("angabe eingabe befüllung ausfüllung"):
        told |= dict.fromkeys(
            (f"{noun} {duty}" for duty in ("pflicht", "zwingend", "verpflichtend", "erforderlich")), _DUTY
        )
    told |= dict.fromkeys(("ausfüllen", "befüllen", "zwingend ausfüllen", "zwingend befüllen", "auszufüllen"), _DUTY)
    for show in _SHOWING:
        told |= {show: _SHOWN, f"nicht {show}": _HIDDEN}
        told |= {f"{again} {show}": _AGAIN for again in _AGAINS}
        told |= {f"nicht {again} {show}": _NOT_AGAIN for again in _AGAINS}
    told |= dict.fromkeys(("anzeige", "einblendung", "sichtbar", "angezeigt", "eingeblendet", "wird angezeigt"), _SHOWN)
    told |= dict.fromkeys(
        (
            "ausblenden", "ausblendung", "ausgeblendet", "unsichtbar", "verbergen", "verborgen", "keine anzeige",
            "keine einblendung", "keine darstellung", "nicht sichtbar", "nicht angezeigt", "nicht eingeblendet",
            "entfällt", "entfallen", "wird ausgeblendet", "bleibt ausgeblendet", "wird nicht angezeigt",
        ),
        _HIDDEN,
    )  # fmt: skip
    told |= dict.fromkeys(
        (
            "optional", "freiwillig", "keine pflicht", "kein pflichtfeld", "keine pflichtangabe", "keine pflichtgruppe",
            "nicht verpflichtend", "nicht zwingend", "keine pflichtfelder", "keine pflichtangaben",
            "freiwillige angabe", "optionale angabe", "freiwilliges feld", "optionales feld", "ist optional",
        ),
        _FREE,
    )  # fmt: skip
    return {tuple(wording.split()): meant for wording, meant in told.items()}


EFFECTS = _table()
_LONGEST = max(map(len, EFFECTS))
_ADJECTIVES = words.of("freiwillige optionale freiwilliges optionales")
_SPOKEN = frozenset(
    wording
    for wording, meant in EFFECTS.items()
    if meant in (_AGAIN, _NOT_AGAIN)
    or wording[0] in _ADJECTIVES
    or (wording[0] == "keine" and wording[-1] != "pflichtfelder")
)
"""Effects that can be nothing else where they stand behind their element without an arrow."""


def with_effects(tokens: Tokens) -> Tokens:
    """ "F1 „Art“ -> Pflicht; F2 keine Anzeige" as "F1 „Art“ ist Pflichtfeld, F2 wird ausgeblendet"."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        found.append(token)
        at += 1
        if token.norm in words.ELSE | {"beide"} and (end := effect_at(tokens, at)):
            alone = tuple(one.norm or one.text for one in tokens[at:end])
            if alone in _SPOKEN and EFFECTS[alone] in _SHORT:
                found.append(replace(worded(tokens[at], _SHORT[EFFECTS[alone]]), end=tokens[end - 1].end))
                at = end
            continue
        if token.kind not in {Kind.REF, Kind.QUOTE}:
            continue
        led = arrow_at(tokens, at) or (at < len(tokens) and tokens[at].kind is Kind.COLON)
        start = at + led
        end = effect_at(tokens, start)
        wording = tuple(one.norm or one.text for one in tokens[start:end])
        if not end or not (arrow_at(tokens, at) or wording in _SPOKEN) or not _is_named(found):
            continue
        meant = EFFECTS[wording][_listed(found)]
        found += [replace(worded(tokens[start], word), end=tokens[end - 1].end) for word in meant]
        at = end
        if at < len(tokens) and tokens[at].kind is Kind.REF and _labelled(found):
            found.append(a_sign(tokens[at], Kind.COMMA, ""))
        if at + 1 < len(tokens) and tokens[at].kind is Kind.SEMICOLON and tokens[at + 1].kind is Kind.REF:
            found.append(replace(tokens[at], kind=Kind.COMMA))
            at += 1
    return tuple(found)


_SHORT: dict[tuple[tuple[str, ...], ...], str] = {_HIDDEN: "ausblenden", _FREE: "optional"}


def _labelled(found: list[Token]) -> bool:
    """True in a sentence that was made of labels: each of its lines stands under them."""
    start = next((n + 1 for n in range(len(found) - 1, -1, -1) if found[n].kind is Kind.STOP), 0)
    return found[start].norm in words.IF | words.ELSE


def _is_named(found: list[Token]) -> bool:
    """True where an id, or its name behind it, ends `found`, and no condition on it has begun."""
    at = len(found) - 1 - (found[-1].kind is Kind.QUOTE)
    if at < 0 or found[at].kind is not Kind.REF:
        return False
    before = found[at - 1] if at else None
    return before is None or not (before.kind is Kind.OP or before.norm in words.IF | words.OR | {"bei", "nicht"})


def _listed(found: list[Token]) -> bool:
    """True where the id at the end of `found` is the last of several."""
    at = len(found) - 1 - (found[-1].kind is Kind.QUOTE)
    before, named = (found[at - 1], found[at - 2]) if at > 1 else (None, None)
    joint = before is not None and (before.kind is Kind.COMMA or before.norm in words.AND)
    return joint and named is not None and named.kind in {Kind.REF, Kind.QUOTE}


def effect_at(tokens: Tokens, start: int) -> int:
    """The place behind the effect without a verb that stands here, and nothing more; 0 where none does."""
    for length in range(_LONGEST, 0, -1):
        end = start + length
        if tuple(token.norm or token.text for token in tokens[start:end]) in EFFECTS and end <= len(tokens):
            if end == len(tokens) or tokens[end].kind in {Kind.STOP, Kind.SEMICOLON, Kind.COMMA, Kind.ITEM}:
                return end
            return end if tokens[end].norm in words.ELSE | words.AND or tokens[end].kind is Kind.REF else 0
    return 0


def arrow_at(tokens: Tokens, at: int) -> bool:
    return at < len(tokens) and tokens[at].text in ARROWS


def with_names(tokens: Tokens) -> Tokens:
    """ "G1 Ehegatte oder Lebenspartner -> Pflicht" with the name in quotation marks."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        found.append(tokens[at])
        at += 1
        bare = found[-1].kind is Kind.REF and found[-1].label is None
        apart = bare and at < len(tokens) and (tokens[at].text in {"/", "|"} or tokens[at].kind is Kind.COLON)
        end = _name_end(tokens, at + apart, apart) if bare else at
        if end > at + apart:
            at += apart
            name = " ".join(token.text for token in tokens[at:end]).replace("( ", "(").replace(" )", ")")
            found.append(Token(Kind.QUOTE, name, tokens[at].start, tokens[end - 1].end, name.lower()))
            at = end
    return tuple(found)


def _name_end(tokens: Tokens, start: int, apart: bool) -> int:
    """Where a name ends that stands right before an arrow, a sign or an effect; `start` where none does.

    `apart`: a colon or a stroke stands between it and its id.
    """
    end = start
    while end < len(tokens) and (tokens[end].kind in _IN_NAMES and not arrow_at(tokens, end)):
        if apart and end > start and effect_at(tokens, end):
            break
        end += 1
    name = tokens[start:end]
    ends = end < len(tokens) and (
        arrow_at(tokens, end) or tokens[end].kind is Kind.OP or (apart and effect_at(tokens, end) > 0)
    )
    if apart and name and name[0].norm in words.UNNAMED | words.KINDS | words.VALUE_NOUNS:
        return start
    if not ends or not name or not name[0].text[:1].isupper() or name[0].kind is not Kind.WORD:
        return start
    own = len(name) == 1 and name[0].norm in {"land", "bundesland"}  # the field is called so
    opposes = not own and name[0].norm in words.KEYWORDS | words.OPPOSING | words.HEDGES
    if not arrow_at(tokens, end) and any(token.norm in words.AND | words.OR for token in name):
        return start  # whether "und …" belongs to the name only the schema knows
    if arrow_at(tokens, end) and _limits(name):
        return start
    opposes = opposes or (not arrow_at(tokens, end) and name[0].norm in words.UNNAMED | words.KINDS)
    speaks = any(
        token.norm in _NO_NAME or (token.norm in words.AND | words.OR and token.text.isupper()) for token in name
    )
    depth = sum((token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE) for token in name)
    bound = any(a.kind is Kind.OPEN and b.norm in _BOUND for a, b in pairwise(name))
    return start if opposes or speaks or depth or bound or effect_at(tokens, start) else end


def _limits(name: Tokens) -> bool:
    """True for words that could say for whom or when: "Nachweis bei Bedarf", "Nachweis Bayern", "Alter ab 18"."""
    lands = any(token.text in NAMES or token.norm in CODES for token in name)
    bounds = any(a.norm in words.BOUNDING and b.kind is Kind.CODE for a, b in pairwise(name))
    return lands or bounds or any(token.norm in {"bei", "nach", "ohne"} for token in name)


_IN_NAMES = {Kind.WORD, Kind.CODE, Kind.DASH, Kind.OPEN, Kind.CLOSE}
_NO_NAME = (words.KEYWORDS | words.HEDGES | words.SMALL_KEYWORDS) - words.AND - words.OR - words.of(
    "unter über ein zu zum alle weiter als wert höher mehr haben land leer"
) | words.of("leer gleich ungleich größer kleiner")  # fmt: skip
_BOUND = words.BOUNDING | words.RESTRICTING | CODES.keys() | {name.lower() for name in NAMES}
