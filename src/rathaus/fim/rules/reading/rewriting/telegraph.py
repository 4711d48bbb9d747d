"""Rules in the style of telegrams: labelled lines, arrows, and effects without a verb.

Bedingung: F1 == 03 (Wohngemeinschaft)
Folge: G1 „Mitbewohnende“ -> Pflicht
Gegenfall: G1 „Mitbewohnende“ -> ausblenden

is put as the sentence "Wenn F1 = 03, dann G1 ist Pflichtfeld, sonst G1 wird ausgeblendet". What stands behind a label
is read as ever; a label without its place, or an effect that is none, stays as it was written.
"""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.laender import CODES, NAMES
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.rewriting.places import Tokens, a_sign, parted, worded
from rathaus.fim.rules.reading.rewriting.verbless import ARROWS, EFFECTS, arrow_at, effect_at, with_effects, with_names
from rathaus.fim.rules.reading.tokens import Kind, Token

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
LABELS = {
    **{tuple(label.split()): "if" for label in _IF_LABELS},
    **{tuple(label.split()): "then" for label in _THEN_LABELS},
    **{tuple(label.split()): "else" for label in _ELSE_LABELS},
}
_TARGETS = words.of(
    "ziel zielfeld zielfelder zielelement zielgruppe feld felder element datenfeld gruppe feldgruppe betroffen betrifft"
)


def from_telegrams(text: str, tokens: Tokens) -> Tokens:
    """`tokens`, with labels, arrows and effects without verbs as sentences."""
    tokens = _with_land(text, tokens)
    labelled = _with_lines(text, _with_labels(text, _with_target(text, with_names(tokens))))
    return _with_same_question(with_effects(_with_opposites(text, labelled)))


def _label(tokens: Tokens, at: int) -> tuple[str, int]:
    """Which label begins here, and where what it is the label of begins; empty where none does."""
    for length in range(5, 0, -1):
        colon = at + length
        sort = LABELS.get(tuple(token.norm for token in tokens[at:colon]), "")
        if not sort:
            continue
        colon += colon < len(tokens) and tokens[colon].kind is Kind.CODE and tokens[colon].text.isdecimal()
        if colon < len(tokens) and (tokens[colon].kind in {Kind.COLON, Kind.DASH} or arrow_at(tokens, colon)):
            return sort, colon + 1
    return "", at


def _begins(text: str, tokens: Tokens, at: int) -> bool:
    """True at the beginning of a line, a sentence or an item."""
    if not at or tokens[at - 1].kind in {Kind.STOP, Kind.SEMICOLON, Kind.ITEM} or tokens[at - 1].text in {"|", "||"}:
        return True
    if tokens[at - 1].kind is Kind.COLON and _heads_land_before(text, tokens, at - 1):
        return True
    return parted(text, tokens[at - 1], tokens[at])


_LAND_LABELS = words.LAND_WORDS | words.of("geltungsbereich")


def _with_land(text: str, tokens: Tokens) -> Tokens:
    """ "Land: BY" on a line of its own above a rule as "Für BY gilt:"."""
    if len(tokens) < 4 or tokens[0].norm not in _LAND_LABELS or tokens[1].kind is not Kind.COLON:
        return tokens
    end = 2
    while end < len(tokens) and (tokens[end].text in NAMES or tokens[end].norm in CODES.keys() | words.AND):
        end += 1
        end += end < len(tokens) and tokens[end].kind is Kind.COMMA
    if end == 2 or end == len(tokens) or "\n" not in text[tokens[end - 1].end : tokens[end].start]:
        return tokens
    gilt, colon = worded(tokens[end - 1], "gilt"), a_sign(tokens[end - 1], Kind.COLON, "")
    return (worded(tokens[0], "für"), *tokens[2:end], gilt, colon, *tokens[end:])


_NOTHING = {
    tuple(wording.split())
    for wording in ("keine", "keine wirkung", "keine folge", "keine änderung", "unverändert", "nichts", "")
}


def _heads_land_before(text: str, tokens: Tokens, colon: int) -> bool:
    """True for the colon behind the Länder that a line begins with."""
    start = next((n for n in range(colon, 0, -1) if parted(text, tokens[n - 1], tokens[n])), 0)
    start = next((n + 1 for n in range(colon - 1, start, -1) if tokens[n].kind is Kind.STOP), start)
    return _heads_land(tokens, start) and all(token.kind is not Kind.COLON for token in tokens[start:colon])


def _with_labels(text: str, tokens: Tokens) -> Tokens:
    """ "Bedingung: A Folge: X Gegenfall: Y" as "wenn A, dann X, sonst Y"; unchanged where one has not its place."""
    places = [(at, *_label(tokens, at)) for at in range(len(tokens)) if _begins(text, tokens, at)]
    marks = [(at, sort, start) for at, sort, start in places if sort]
    sorts = [sort for _, sort, _ in marks]
    if not _in_order(sorts) or not _numbered(tokens, marks):
        return tokens
    found: list[Token] = list(tokens[: marks[0][0]])
    for number, (at, sort, start) in enumerate(marks):
        end = marks[number + 1][0] if number + 1 < len(marks) else len(tokens)
        block = tokens[start:end]
        told = tuple(token.norm for token in block if token.kind not in {Kind.STOP, Kind.DASH})
        if sort == "else" and told in _NOTHING:
            found[-1] = replace(found[-1], kind=Kind.STOP)  # what else is so, no rule says
            continue
        if sort == "if" and sorts[number + 1] == "else" and not any(one.norm in words.THEN for one in block):
            return tokens
        last = sort == "else" or number + 1 == len(marks) or sorts[number + 1] == "if"
        lead = {"if": "wenn", "then": "dann", "else": "sonst"}[sort]
        again = bool(block) and block[0].norm in _LEADS[sort]
        found.append(worded(tokens[at], lead))
        while block and (
            block[-1].kind in {Kind.STOP, Kind.SEMICOLON, Kind.COMMA, Kind.ITEM} or block[-1].text in {"|", "||"}
        ):
            block = block[:-1]
        block = _one_of_them(block) if sort == "if" else block
        if not block:
            return tokens
        rest = any(token.kind is Kind.STOP for token in block)
        if rest and not last:
            return tokens  # more than one sentence behind one label
        found += block[again:]
        found.append(a_sign(tokens[start], Kind.STOP if last else Kind.COMMA, ""))
    return tuple(found)


def _with_target(text: str, tokens: Tokens) -> Tokens:
    """ "Ziel: F2 Bedingung: A Folge: Pflicht Gegenfall: ausblenden" with F2 where it is acted on."""
    effect = EFFECTS.get((tokens[0].norm,)) if tokens else None
    named_so = bool(tokens) and (tokens[0].norm in _TARGETS or effect is not None)
    if len(tokens) < 4 or not named_so or tokens[1].kind is not Kind.COLON:
        return tokens
    end = next((at for at in range(2, len(tokens)) if _begins(text, tokens, at) and _label(tokens, at)[0]), 0)
    named = tokens[2:end]
    while named and named[-1].kind in {Kind.STOP, Kind.SEMICOLON, Kind.COMMA, Kind.ITEM}:
        named = named[:-1]
    quoted = _end_quoted(named)
    if not quoted:
        return tokens
    if effect is not None:
        sort, start = _label(tokens, end)
        rest = tokens[start:]
        if sort != "if" or any(token.kind is Kind.STOP for token in rest[:-1]) or _labels_in(text, rest):
            return tokens
        case = rest[: len(rest) - (rest[-1:] != () and rest[-1].kind is Kind.STOP)]
        words_of = (worded(rest[-1], word) for word in effect[0])
        return (
            (worded(tokens[0], "wenn"), *case, a_sign(rest[-1], Kind.COMMA, ""), *quoted, *words_of) if case else tokens
        )
    found: list[Token] = []
    for at in range(end, len(tokens)):
        sort, start = _label(tokens, at) if _begins(text, tokens, at) else ("", 0)
        found.append(tokens[at])
        if at + 1 < len(tokens) and _acting(text, tokens, at + 1):
            found += [replace(one, start=tokens[at].end, end=tokens[at].end) for one in quoted]
        elif (
            sort in {"then", "else"}
            and tokens[start:]
            and tokens[start].kind is not Kind.REF
            and not _acting(text, tokens, start)
        ):
            return tokens
    return tuple(found)


def _labels_in(text: str, tokens: Tokens) -> bool:
    return any(_begins(text, tokens, at) and _label(tokens, at)[0] for at in range(1, len(tokens)))


def _acting(text: str, tokens: Tokens, at: int) -> bool:
    """True where an effect without a verb stands right behind its label, and is all that stands there."""
    behind = any(_label(tokens, n) == (sort, at) for n in range(max(0, at - 7), at) for sort in ("then", "else"))
    end = effect_at(tokens, at) or next(
        (n for n in range(at + 1, len(tokens) + 1) if tuple(t.norm for t in tokens[at:n]) in EFFECTS), 0
    )
    return behind and bool(end) and (end == len(tokens) or _begins(text, tokens, end) or tokens[end].kind in _ENDS)


_ENDS = {Kind.STOP, Kind.SEMICOLON}


def _end_quoted(named: Tokens) -> Tokens:
    """One id with its name in quotation marks; empty where it is more."""
    if not named or named[0].kind is not Kind.REF:
        return ()
    if len(named) == 1 or (len(named) == 2 and named[1].kind is Kind.QUOTE):
        return named
    plain = all(token.kind is Kind.WORD and token.norm not in words.KEYWORDS for token in named[1:])
    name = " ".join(token.text for token in named[1:])
    quote = Token(Kind.QUOTE, name, named[1].start, named[-1].end, name.lower())
    return (named[0], quote) if plain and named[1].text[:1].isupper() else ()


def _one_of_them(block: Tokens) -> Tokens:
    """ "F1 = 01, 02" as "F1 = 01 oder 02", where it is all that a condition says."""
    at = next((n for n, token in enumerate(block) if token.kind is Kind.OP), 0)
    values = block[at + 1 :]
    plain = at and block[0].kind is Kind.REF and block[at].norm in {"=", "<>"}
    names = (Kind.QUOTE, Kind.CODE)
    if not plain or not any(token.kind is Kind.COMMA for token in values):
        return block
    if any(token.kind not in {Kind.COMMA, *names} for token in values) or values[-1].kind is Kind.COMMA:
        return block
    joint = "oder" if block[at].norm == "=" else "und"
    opening, closing = a_sign(values[0], Kind.OPEN, "("), a_sign(values[-1], Kind.CLOSE, ")")
    said = (worded(token, joint) if token.kind is Kind.COMMA else token for token in values)
    return (*block[: at + 1], opening, *said, closing)


_LEADS = {"if": words.IF, "then": words.THEN, "else": words.ELSE}


def _numbered(tokens: Tokens, marks: list[tuple[int, str, int]]) -> bool:
    """True where "Bedingung 2" is followed by "Folge 2", and not by another."""
    numbers = [tokens[start - 2].text if tokens[start - 2].kind is Kind.CODE else "" for _, _, start in marks]
    sorts = [sort for _, sort, _ in marks]
    firsts = [n for n, sort in enumerate(sorts) if sort == "if"]
    last = 0
    for n in range(len(marks)):
        last = n if n in firsts else last
        if numbers[n] not in {"", numbers[last]}:
            return False
    return True


def _in_order(sorts: list[str]) -> bool:
    """True for one or more rules of a condition, what follows, and perhaps what else does."""
    rules: list[list[str]] = []
    for sort in sorts:
        if sort == "if":
            rules.append([])
        if not rules:
            return False
        rules[-1].append(sort)
    return bool(rules) and all(rule in (["if", "then"], ["if", "then", "else"], ["if", "else"]) for rule in rules)


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


def _with_opposites(text: str, tokens: Tokens) -> Tokens:
    """ "In allen übrigen Fällen: F2 …", "; falls nicht -> F2 …" as "Sonst F2 …"."""
    found: list[Token] = []
    at = 0
    while at < len(tokens):
        before = found[-1] if found else None
        opens = before is None or before.kind in {Kind.STOP, Kind.SEMICOLON, Kind.COMMA, Kind.ITEM}
        line = before is not None and parted(text, before, tokens[at])
        opens = opens or line
        led = next((len(one) for one in _OPPOSITES if opens and _reads(tokens, at, one)), 0)
        behind = tokens[at + led] if led and at + led < len(tokens) else None
        if behind is not None and (behind.kind is Kind.COLON or behind.text in ARROWS or behind.norm in words.THEN):
            if line and before is not None and before.kind not in {Kind.STOP, Kind.SEMICOLON, Kind.COMMA, Kind.ITEM}:
                found.append(a_sign(tokens[at], Kind.STOP, ""))
            found.append(worded(tokens[at], "sonst"))
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
        end = next((n for n in range(at, len(tokens)) if arrow_at(tokens, n) or tokens[n].kind in _CUTS), at)
        clause = tokens[at + 1 : end]
        refs = [n for n, one in enumerate(clause) if one.kind is Kind.REF]
        if refs:
            asked = list(clause[: 1 + (len(clause) > 1 and clause[1].kind is Kind.QUOTE)]) if refs == [0] else []
        elif asked and clause and arrow_at(tokens, end) and (clause[0].kind is Kind.OP or _is_state(clause)):
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
    lands = False
    for at, token in enumerate(tokens):
        before = found[-1] if found else None
        opens = before is not None and before.kind not in {Kind.STOP, Kind.SEMICOLON, Kind.COLON, Kind.ITEM, Kind.COMMA}
        line = before is not None and parted(text, before, token)
        heads = line and _heads_land(tokens, at)
        remark = line and at + 1 < len(tokens) and token.norm in _REMARKS and tokens[at + 1].kind is Kind.COLON
        if opens and remark:
            found.append(a_sign(token, Kind.STOP, ""))
        if (opens and heads) or (line and opens and _is_rule(text, tokens, at)):
            found.append(a_sign(token, Kind.STOP, ""))
        found.append(replace(token, norm="hinweis") if remark else token)
        lands = lands or (_heads_land(tokens, at) and (line or not at))
        rest = token.norm in _OTHERS and at + 1 < len(tokens) and tokens[at + 1].kind is Kind.COLON
        if rest and lands:
            found.append(worded(token, "länder"))
    return tuple(found)


def _is_rule(text: str, tokens: Tokens, at: int) -> bool:
    """True at a line like "F1 = 02 -> F2 Pflicht" behind another of its kind."""
    lines = [_line(text, tokens, at)]
    start = next((n for n in range(at - 1, 0, -1) if parted(text, tokens[n - 1], tokens[n])), 0)
    lines.append(_line(text, tokens, start))
    for line in lines:
        arrow = next((n for n in range(len(line)) if line[n].text in ARROWS), 0)
        if line[0].kind is not Kind.REF or not any(token.kind is Kind.OP for token in line[:arrow]):
            return False
    return True


def _line(text: str, tokens: Tokens, at: int) -> Tokens:
    end = next((n for n in range(at + 1, len(tokens)) if parted(text, tokens[n - 1], tokens[n])), len(tokens))
    return tokens[at:end]


_REMARKS = words.of("quelle bemerkung bemerkungen hinweis anmerkung erläuterung begründung rechtsgrundlage hintergrund")
_OTHERS = words.of("andere anderen übrige übrigen restliche restlichen sonstige sonstigen")


def _heads_land(tokens: Tokens, at: int) -> bool:
    """True at "Land BE:", "BE und BB:", "andere Länder:"."""
    end = at
    while end < len(tokens) and (
        tokens[end].norm in _LANDS | CODES.keys()
        or tokens[end].text in NAMES
        or (tokens[end].kind is Kind.OP and tokens[end - 1].norm in words.LAND_WORDS)
    ):
        end += 1
        end += end < len(tokens) and tokens[end].kind is Kind.COMMA
    return at < end < len(tokens) and tokens[end].kind is Kind.COLON
