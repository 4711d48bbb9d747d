"""Rules in the style of telegrams: labelled lines, arrows, and effects without a verb.

Bedingung: F1 == 03 (Wohngemeinschaft)
Folge: G1 „Mitbewohnende“ -> Pflicht
Gegenfall: G1 „Mitbewohnende“ -> ausblenden

is put as the sentence "Wenn F1 = 03, dann G1 ist Pflichtfeld, sonst G1 wird ausgeblendet". What stands behind a label
is read as ever; a label without its place, or an effect that is none, stays as it was written.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from rathaus.fim.rules.laender import CODES, NAMES
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.tokens import Kind, Token

Tokens = tuple[Token, ...]

_IF_LABELS = (
    "bedingung", "bedingungen", "voraussetzung", "voraussetzungen", "auslöser", "kriterium", "prüfbedingung", "trigger",
    "wenn", "falls", "wenn-teil", "wenn-bedingung", "fallbedingung",
)  # fmt: skip
_THEN_LABELS = (
    "folge", "rechtsfolge", "wirkung", "auswirkung", "konsequenz", "ergebnis", "aktion", "effekt", "reaktion", "dann",
    "dann-teil", "dann-folge", "folge ja", "folge wenn ja", "folge wenn erfüllt", "erfüllt", "wenn erfüllt",
    "falls erfüllt", "bedingung erfüllt", "ja-fall",
)  # fmt: skip
_ELSE_LABELS = (
    "gegenfall", "sonst", "ansonsten", "andernfalls", "anderenfalls", "sonst-fall", "sonstfall", "sonst-teil",
    "andernfall", "anderer fall", "im anderen fall", "im gegenfall", "gegenteil", "negativfall", "nein-fall",
    "bedingung nicht erfüllt", "nicht erfüllt", "wenn nicht erfüllt", "falls nicht erfüllt", "wenn nicht",
    "falls nicht", "folge sonst", "folge nein", "folge wenn nein", "folge wenn nicht", "folge wenn nicht erfüllt",
    "alle anderen fälle", "alle übrigen fälle", "übrige fälle", "andere fälle", "in allen anderen fällen",
    "in allen übrigen fällen", "in anderen fällen", "gegenfolge", "im übrigen", "else",
)  # fmt: skip
_LABELS = {
    **{tuple(label.split()): "if" for label in _IF_LABELS},
    **{tuple(label.split()): "then" for label in _THEN_LABELS},
    **{tuple(label.split()): "else" for label in _ELSE_LABELS},
}
_ARROWS = frozenset({"->", "-->", "→", "⇒"})
_DUTY = ("ist", "pflichtfeld"), ("sind", "pflichtfelder")
_SHOWN = ("wird", "angezeigt"), ("werden", "angezeigt")
_HIDDEN = ("wird", "ausgeblendet"), ("werden", "ausgeblendet")
_FREE = ("ist", "optional"), ("sind", "optional")
_AGAIN = tuple((verb, "noch", "einmal", "anzuzeigen") for verb in ("ist", "sind"))
_NOT_AGAIN = tuple((verb, "nicht", "noch", "einmal", "anzuzeigen") for verb in ("ist", "sind"))
_DUTIES = words.MANDATORY_NOUNS | words.of("verpflichtend zwingend obligatorisch erforderlich pflichtig")
_AGAINS = ("noch einmal", "erneut", "nochmals", "nochmal", "ein weiteres mal", "wiederholt")
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
        told |= {f"nicht {again} {show}": _NOT_AGAIN for again in _AGAINS if again != "wiederholt"}
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


_EFFECTS = _table()
_LONGEST = max(map(len, _EFFECTS))
_SPOKEN = frozenset(
    tuple(wording.split())
    for wording in (
        "keine anzeige", "keine einblendung", "keine darstellung", "keine pflicht", "keine pflichtangabe",
        "nicht noch einmal anzeigen", "nicht erneut anzeigen", "noch einmal anzeigen", "erneut anzeigen",
    )
)  # fmt: skip
"""Effects that can be nothing else where they stand behind their element without an arrow."""


def from_telegrams(text: str, tokens: Tokens) -> Tokens:
    """`tokens`, with labels, arrows and effects without verbs as sentences."""
    labelled = _with_lines(text, _with_labels(text, _with_names(tokens)))
    return _with_same_question(_with_effects(_with_opposites(labelled)))


def _sign(token: Token, kind: Kind, text: str) -> Token:
    return Token(kind, "", token.start, token.start, text)


def _word(token: Token, text: str) -> Token:
    return Token(Kind.WORD, text, token.start, token.start, text)


def _arrow(tokens: Tokens, at: int) -> bool:
    return at < len(tokens) and tokens[at].text in _ARROWS


def _with_names(tokens: Tokens) -> Tokens:
    """ "G1 Ehegatte oder Lebenspartner -> Pflicht" with the name in quotation marks."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        found.append(tokens[at])
        at += 1
        end = _name_end(tokens, at) if found[-1].kind is Kind.REF and found[-1].label is None else at
        if end > at:
            name = " ".join(token.text for token in tokens[at:end]).replace("( ", "(").replace(" )", ")")
            found.append(Token(Kind.QUOTE, name, tokens[at].start, tokens[end - 1].end, name.lower()))
            at = end
    return tuple(found)


def _name_end(tokens: Tokens, start: int) -> int:
    """Where a name of several words ends that stands right before an arrow or a sign; `start` where none does."""
    end = start
    while end < len(tokens) and (tokens[end].kind in _IN_NAMES and not _arrow(tokens, end)):
        end += 1
    name = tokens[start:end]
    ends = end < len(tokens) and (_arrow(tokens, end) or tokens[end].kind is Kind.OP)
    if not ends or not name or not name[0].text[:1].isupper() or name[0].kind is not Kind.WORD:
        return start
    opposes = name[0].norm in words.KEYWORDS | words.OPPOSING | words.HEDGES
    opposes = opposes or (not _arrow(tokens, end) and name[0].norm in words.UNNAMED | words.KINDS)
    speaks = any(
        token.norm in _NO_NAME or (token.norm in words.AND | words.OR and token.text.isupper()) for token in name
    )
    depth = sum((token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE) for token in name)
    bound = any(a.kind is Kind.OPEN and b.norm in _BOUND for a, b in pairwise(name))
    return start if opposes or speaks or depth or bound or _effect_at(tokens, start) else end


_IN_NAMES = {Kind.WORD, Kind.CODE, Kind.DASH, Kind.OPEN, Kind.CLOSE}
_NO_NAME = (words.KEYWORDS | words.HEDGES | words.SMALL_KEYWORDS) - words.AND - words.OR - words.of(
    "unter über ein zu zum alle weiter als wert höher mehr haben land leer"
) | words.of("leer gleich ungleich größer kleiner")  # fmt: skip
_BOUND = words.BOUNDING | words.RESTRICTING | CODES.keys() | {name.lower() for name in NAMES}


def _label(tokens: Tokens, at: int) -> tuple[str, int]:
    """Which label begins here, and where what it is the label of begins; empty where none does."""
    for length in range(5, 0, -1):
        colon = at + length
        sort = _LABELS.get(tuple(token.norm for token in tokens[at:colon]), "")
        if sort and colon < len(tokens) and tokens[colon].kind is Kind.COLON:
            return sort, colon + 1
    return "", at


def _begins(text: str, tokens: Tokens, at: int) -> bool:
    """True at the beginning of a line, a sentence or an item."""
    if not at or tokens[at - 1].kind in {Kind.STOP, Kind.SEMICOLON, Kind.ITEM}:
        return True
    return "\n" in text[tokens[at - 1].end : tokens[at].start]


def _with_labels(text: str, tokens: Tokens) -> Tokens:
    """ "Bedingung: A Folge: X Gegenfall: Y" as "wenn A, dann X, sonst Y"; unchanged where one has not its place."""
    places = [(at, *_label(tokens, at)) for at in range(len(tokens)) if _begins(text, tokens, at)]
    marks = [(at, sort, start) for at, sort, start in places if sort]
    sorts = [sort for _, sort, _ in marks]
    if not _in_order(sorts):
        return tokens
    found: list[Token] = list(tokens[: marks[0][0]])
    for number, (at, sort, start) in enumerate(marks):
        end = marks[number + 1][0] if number + 1 < len(marks) else len(tokens)
        block = tokens[start:end]
        last = sort == "else" or number + 1 == len(marks) or sorts[number + 1] == "if"
        lead = {"if": "wenn", "then": "dann", "else": "sonst"}[sort]
        again = bool(block) and block[0].norm in _LEADS[sort]
        found.append(replace(tokens[at], kind=Kind.WORD, text=lead, norm=lead))
        while block and block[-1].kind in {Kind.STOP, Kind.SEMICOLON, Kind.COMMA}:
            block = block[:-1]
        if not block:
            return tokens
        rest = any(token.kind is Kind.STOP for token in block)
        if rest and not last:
            return tokens  # more than one sentence behind one label
        found += block[again:]
        found.append(_sign(tokens[start], Kind.STOP if last else Kind.COMMA, ""))
    return tuple(found)


_LEADS = {"if": words.IF, "then": words.THEN, "else": words.ELSE}


def _in_order(sorts: list[str]) -> bool:
    """True for one or more rules of a condition, what follows, and perhaps what else does."""
    rules: list[list[str]] = []
    for sort in sorts:
        if sort == "if":
            rules.append([])
        if not rules:
            return False
        rules[-1].append(sort)
    return bool(rules) and all(rule in (["if", "then"], ["if", "then", "else"]) for rule in rules)


_OPPOSITES = tuple(
    tuple(wording.split())
    for wording in (
        "in allen anderen fällen", "in allen übrigen fällen", "in allen sonstigen fällen", "in allen weiteren fällen",
        "in allen restlichen fällen", "in anderen fällen", "in den anderen fällen", "in den übrigen fällen",
        "in den restlichen fällen", "im anderen fall", "im gegenfall", "alle anderen fälle", "alle übrigen fälle",
        "übrige fälle", "andere fälle", "gegenfall", "im übrigen", "andernfalls", "anderenfalls", "ansonsten", "sonst",
        "falls nicht", "wenn nicht", "sofern nicht",
    )
)  # fmt: skip


def _with_opposites(tokens: Tokens) -> Tokens:
    """ "In allen übrigen Fällen: F2 …", "; falls nicht -> F2 …" as "Sonst F2 …"."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        before = found[-1] if found else None
        opens = before is None or before.kind in {Kind.STOP, Kind.SEMICOLON, Kind.COMMA, Kind.ITEM}
        led = next((len(one) for one in _OPPOSITES if opens and _reads(tokens, at, one)), 0)
        behind = tokens[at + led] if led and at + led < len(tokens) else None
        if behind is not None and (behind.kind is Kind.COLON or behind.text in _ARROWS or behind.norm in words.THEN):
            found.append(replace(tokens[at], kind=Kind.WORD, text="sonst", norm="sonst"))
            at += led + 1
        else:
            found.append(tokens[at])
            at += 1
    return tuple(found)


def _reads(tokens: Tokens, at: int, wording: tuple[str, ...]) -> bool:
    return tuple(token.norm for token in tokens[at : at + len(wording)]) == wording


def _with_same_question(tokens: Tokens) -> Tokens:
    """ "Falls F1 befüllt -> …; falls nicht befüllt -> …", "…; falls <= 15 -> …" with F1 in the second case, too."""
    found: list[Token] = []
    asked: list[Token] = []
    for at, token in enumerate(tokens):
        found.append(token)
        if token.kind is Kind.STOP:
            asked = []
        if token.norm not in words.IF:
            continue
        end = next((n for n in range(at, len(tokens)) if _arrow(tokens, n) or tokens[n].kind in _CUTS), at)
        clause = tokens[at + 1 : end]
        refs = [n for n, one in enumerate(clause) if one.kind is Kind.REF]
        if refs:
            asked = list(clause[: 1 + (len(clause) > 1 and clause[1].kind is Kind.QUOTE)]) if refs == [0] else []
        elif asked and clause and _arrow(tokens, end) and (clause[0].kind is Kind.OP or _is_state(clause)):
            found += [replace(one, start=token.end, end=token.end) for one in asked]
    return tuple(found)


_CUTS = {Kind.STOP, Kind.SEMICOLON}


def _is_state(clause: Tokens) -> bool:
    """ "befüllt", "nicht befüllt", "leer": all that is said of a question."""
    said = [token.norm for token in clause]
    return said[said[0] == "nicht" :] in [[state] for state in words.FILLED | {"leer"}]


_LANDS = (
    words.LAND_WORDS | words.AND | words.ARTICLES
    | words.of("alle allen andere anderen übrige übrigen restliche restlichen sonstige sonstigen in für nur")
)  # fmt: skip


def _with_lines(text: str, tokens: Tokens) -> Tokens:
    """ "Land BE: … / Land BB: …" with each line as a sentence of its own."""
    found: list[Token] = []
    for at, token in enumerate(tokens):
        before = found[-1] if found else None
        opens = before is not None and before.kind not in {Kind.STOP, Kind.SEMICOLON, Kind.COLON, Kind.ITEM, Kind.COMMA}
        if before is not None and opens and "\n" in text[before.end : token.start] and _heads_land(tokens, at):
            found.append(_sign(token, Kind.STOP, ""))
        found.append(token)
    return tuple(found)


def _heads_land(tokens: Tokens, at: int) -> bool:
    """True at "Land BE:", "BE und BB:", "andere Länder:"."""
    end = at
    while end < len(tokens) and (tokens[end].norm in _LANDS | CODES.keys() or tokens[end].text in NAMES):
        end += 1
        end += end < len(tokens) and tokens[end].kind is Kind.COMMA
    return at < end < len(tokens) and tokens[end].kind is Kind.COLON


def _with_effects(tokens: Tokens) -> Tokens:
    """ "F1 „Art“ -> Pflicht; F2 keine Anzeige" as "F1 „Art“ ist Pflichtfeld, F2 wird ausgeblendet"."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        found.append(token)
        at += 1
        if token.kind not in {Kind.REF, Kind.QUOTE}:
            continue
        led = _arrow(tokens, at) or (at < len(tokens) and tokens[at].kind is Kind.COLON)
        start = at + led
        end = _effect_at(tokens, start)
        wording = tuple(one.norm or one.text for one in tokens[start:end])
        if not end or not (_arrow(tokens, at) or wording in _SPOKEN) or not _is_named(found):
            continue
        meant = _EFFECTS[wording][_listed(found)]
        found += [replace(_word(tokens[start], word), end=tokens[end - 1].end) for word in meant]
        at = end
        if at + 1 < len(tokens) and tokens[at].kind is Kind.SEMICOLON and tokens[at + 1].kind is Kind.REF:
            found.append(replace(tokens[at], kind=Kind.COMMA))
            at += 1
    return tuple(found)


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


def _effect_at(tokens: Tokens, start: int) -> int:
    """The place behind the effect without a verb that stands here, and nothing more; 0 where none does."""
    for length in range(_LONGEST, 0, -1):
        end = start + length
        if tuple(token.norm or token.text for token in tokens[start:end]) in _EFFECTS and end <= len(tokens):
            if end == len(tokens) or tokens[end].kind in {Kind.STOP, Kind.SEMICOLON, Kind.COMMA, Kind.ITEM}:
                return end
            return end if tokens[end].norm in words.ELSE | words.AND or tokens[end].kind is Kind.REF else 0
    return 0
