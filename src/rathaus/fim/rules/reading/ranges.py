"""The grammar of what a condition says of a code by its set, its range, its pattern or its beginning."""

from __future__ import annotations

from functools import partial

from rathaus.fim.rules.reading import measures, words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.endings import HAS, TAKEN, choice, finite, trailing
from rathaus.fim.rules.reading.members import named_set
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import (
    Amount,
    Answer,
    Both,
    Condition,
    Given,
    Is,
    Measure,
    Ref,
    Said,
    Span,
    Starting,
)
from rathaus.fim.rules.reading.values import choices, pattern, starts_value

_STARTS = frozenset({"beginnt", "beginnen", "anfängt"})


def of_set(ref: Ref, c: Cursor) -> Condition:
    """ "(in der Auswahl) ein Nicht-EU-Staat gewählt (ist)", "ein Staat gewählt wird, der nicht zur EU gehört"."""
    choice(c)
    c.accept(frozenset({"ein", "eines"}))
    outside = False
    members = named_set(c)
    if members is None:
        token = c.norm()
        outside = token.startswith("nicht-")
        members = named_set(c, drop="nicht-") if outside else None
    if members is not None:
        trailing(c)
    else:
        c.expect(frozenset({"staat", "land"}))
        c.expect(TAKEN)
        c.accept(HAS)
        c.accept_kind(Kind.COMMA)
        c.expect(frozenset({"der", "welcher", "das"}))
        outside = bool(c.accept("nicht"))
        members = named_set(c)
        if members is None:
            c.fail()
        c.expect(frozenset({"gehört", "angehört"}))
        c.accept_kind(Kind.COMMA) if c.norm(1) in words.THEN else None
    inside = Is(ref, members, negated=outside)
    return Both((Given(ref), inside)) if outside else inside


_PLAIN_NOUN = 4


def told_set(ref: Ref, c: Cursor) -> Condition:
    """ "ein EWR-Staat (136 „Island“, 141 „Liechtenstein“ oder 149 „Norwegen“) ausgewählt wird"."""
    negated = c.expect(words.of("ein eine einen kein keine keinen")).startswith("kein")
    noun = c.accept_kind(Kind.WORD) or c.fail()
    if not noun.text[0].isupper() or noun.norm.startswith("nicht") or noun.norm in words.UNNAMED | words.VALUE_NOUNS:
        c.fail()
    for _ in range(_PLAIN_NOUN):
        if c.is_kind(Kind.OPEN):
            break
        c.expect(_OF) if not (c.is_kind(Kind.WORD) and c.tokens[c.at].text[0].isupper()) else c.take()
    if not c.accept_kind(Kind.OPEN) or not starts_value(c):
        c.fail()
    said = choices(c)
    if not c.accept_kind(Kind.CLOSE) or len(said) < 2:
        c.fail()
    c.expect(words.GIVEN)
    trailing(c)
    return Is(ref, said, negated)


_OF = words.of("der des von aus")


def whose_code(ref: Ref, c: Cursor) -> Condition:
    """ "eine Rechtsform ausgewählt wird, deren Code im Bereich >= 100000 bis < 200000 liegt"."""
    c.expect(frozenset({"ein", "eine", "einen"}))
    coded = c.norm() in words.VALUE_NOUNS
    if not c.accept_kind(Kind.WORD):
        c.fail()
    c.expect(TAKEN | words.of("enthält enthalten hat aufweist"))
    c.accept(HAS)
    if not c.accept_kind(Kind.COMMA):
        c.fail()
    if not coded or not c.accept(frozenset({"der", "welcher"})):  # "einen Code enthält, der mit 56 beginnt"
        c.expect(frozenset({"deren", "dessen"}))
        c.expect(frozenset({"code", "schlüssel", "wert", "codes"}))
    return _ranged(ref, c)


def code_in_range(ref: Ref, c: Cursor) -> Condition:
    """ "ein Code im Bereich 4711 bis 4799 ausgewählt wird", "ein mit 28 beginnender Code ausgewählt ist"."""
    finite(c)
    c.expect(frozenset({"ein", "eine", "einen", "der", "den"}))
    found: tuple[Span | Starting, ...]
    if c.accept("mit"):
        said = choices(c)
        found = tuple(Starting(each.text) for each in said if isinstance(each, Said) and each.label is None)
        if len(found) != len(said):
            c.fail()
        c.expect(frozenset({"beginnender", "beginnenden", "beginnende"}))
        c.expect(words.of("code wert schlüssel eintrag"))
    else:
        c.expect(words.of("code wert schlüssel eintrag"))
        if c.norm() == "im" and c.norm(1) == "bereich" and c.is_kind(Kind.OP, 2):
            c.at += 2
            span = _span(c, ref, measures.compared(c, Answer(ref)))  # ">= 3000 bis < 4000"
            c.expect(words.GIVEN)
            trailing(c)
            return span
        found = (_bounded(c),)
    c.expect(words.GIVEN)
    trailing(c)
    return Is(ref, found)


def _bounded(c: Cursor) -> Span | Starting:
    """ "im Bereich 4711 bis 4799", "zwischen 100 und 199", "von 100 bis 199"."""
    area = c.accept_all("im", "bereich") or c.accept_all("aus", "dem", "bereich")
    between = c.accept("zwischen")
    if not (between or c.accept("von") or area):
        c.fail()
    first = c.accept_kind(Kind.CODE) or c.fail()
    whole = pattern(first.text) if area and not between else None
    if whole is not None:
        return whole
    c.expect("und" if between else "bis")
    last = c.accept_kind(Kind.CODE) or c.fail()
    if len(first.text) != len(last.text) or first.text >= last.text:
        c.fail()
    return Span(Said(first.text), Said(last.text))


def _ranged(ref: Ref, c: Cursor) -> Condition:
    """ "im Bereich >= 100000 bis < 300000 und >= 500000 liegt", "mit 11 beginnt", "zwischen 100 und 200 liegt"."""
    found = c.attempt(partial(begins, ref))
    if isinstance(found, Is):
        return c.fail() if found.negated else found  # "ein Code, der nicht mit 56 beginnt": of several, one?
    c.accept(frozenset({"im", "in"}))
    c.accept("dem")
    c.accept("bereich")
    c.accept("von")
    if starts_value(c):
        said = choices(c)
        if not any(isinstance(each, Span) for each in said):
            c.fail()
        c.expect(words.HAVE | words.BE)
        return Is(ref, said)
    parts = [_span(c, ref, measures.compared(c, Answer(ref)))]
    while c.accept("und"):
        parts.append(_span(c, ref, measures.compared(c, Answer(ref))))
    c.expect(words.HAVE | words.BE)
    return parts[0] if len(parts) == 1 else Both(tuple(parts))


def _span(c: Cursor, ref: Ref, found: Condition) -> Condition:
    """The range of codes between the bounds that `found` gives; "< a und >= b" stays what it says: two at once."""
    bounds = found.parts if isinstance(found, Both) else (found,)
    spans: list[Span] = []
    for bound in bounds:
        if not isinstance(bound, Measure) or not isinstance(bound.right, Amount):
            c.fail()
        said = Said(bound.right.text)
        if bound.op in {">", ">="}:
            spans.append(Span(said, None, above=bound.op == ">"))
        elif bound.op in {"<", "<="}:
            spans.append(Span(None, said, below=bound.op == "<"))
        else:
            c.fail()
    low, high = spans[0], spans[-1]
    if len(spans) == 2 and low.last is None and high.first is None:
        return Is(ref, (Span(low.first, high.last, low.above, high.below),))
    return Both(tuple(Is(ref, (span,)) for span in spans)) if len(spans) > 1 else Is(ref, (low,))


def begins(ref: Ref, c: Cursor) -> Condition:
    """ "(nicht) mit 28 beginnt", "beginnt mit 11 oder 12", "dem Muster 33XX entspricht"."""
    first = c.accept(_STARTS) or (c.finite if c.finite in _STARTS else "")
    negated = bool(c.accept("nicht"))
    if c.accept("mit"):
        said = choices(c)
        starts = tuple(Starting(each.text) for each in said if isinstance(each, Said) and each.label is None)
        if len(starts) != len(said) or not (first or c.accept(_STARTS)):
            c.fail()
        return Is(ref, starts, negated) if not negated or len(said) == 1 else c.fail()  # "nicht mit 1 oder 2 beginnt"
    if negated:
        c.fail()
    a_code = c.accept_all(frozenset({"ein", "einen"}), words.VALUE_NOUNS) and c.accept("des")
    c.accept(frozenset({"dem", "das", "im"}))
    c.expect(frozenset({"muster", "musters", "schema"}))
    token = c.accept_kind(Kind.CODE) or c.accept_kind(Kind.QUOTE)
    span = pattern(token.text) if token else None
    if span is None:
        c.fail()
    if a_code:
        trailing(c)
    c.accept(frozenset({"entspricht", "hat", "folgt", "entsprechen"}))
    return Is(ref, (span,))
