"""Hypothesis strategies for rules: random texts that look like rules, and random expressions."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import strategies as st

from rathaus.fim.rules.logic import (
    Always,
    And,
    CodeBetween,
    Compare,
    Constraint,
    CountBetween,
    Digits,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    InLand,
    Not,
    Or,
    Preset,
    Selectable,
    StartsWith,
    Statement,
    ValidDate,
)
from rathaus.fim.rules.terms import (
    Answer,
    Count,
    DateOf,
    Day,
    Distance,
    Later,
    Length,
    Minus,
    Number,
    Op,
    Percent,
    Since,
    Sum,
    Term,
    Today,
    Unit,
)

PATHS = ("F99000000001", "F99000000002", "G99000000001.F99000000003")
VALUES = ("001", "002", True, False)

_PIECES = (
    *("Wenn", "WENN", "wenn", "dann", "DANN", "sonst", "SONST", "und", "UND", "oder", "ODER", "das Feld", "die Gruppe"),
    *("in Feldgruppe", "im Datenfeld", "bei", "muss", "müssen", "darf", "nicht", "ist", "sind", "wird", "befüllt"),
    *("werden", "sein", "angezeigt", "ausgeblendet", "zu befüllen", "ein Pflichtfeld", "als Pflichtfeld", "zeige"),
    *("an", "aus", "blende", "aktiviere", "mache es zu einer Pflichtangabe", "Auswahl", "=", "<>", "===", ">", "001"),
    *("002", "wahr", "Ja", "„", "“", '"', "'", "(", ")", ",", ".", ":", "-", "F99000000001", "F99000000002"),
    *("G99000000001", "G99000000001.F99000000003", "„Name“", '"001 Name"', "Name", "nur", "leer", "entweder"),
    *("Es muss mindestens eines der Felder", "alle drei Felder", "kein Eintrag vorgenommen wurde", "D.h.", "§ 5"),
    *(
        "Für die Länder NW gilt:",
        "Für alle anderen Länder",
        "für NW und TH",
        "bis",
        "alle anderen möglichen Ausprägungen",
        "die Felder",
        *(
            "Ist",
            "Bleibt",
            "Nur wenn",
            "bei Auswahl von",
            "es sei denn,",
            "außer",
            "weder",
            "noch",
            "sowohl",
            "als auch",
        ),
        *("mehr als", "höchstens", "18 Jahre", "vor dem", "in der Zukunft", "liegt", "beginnt", "einen der Werte"),
        *("gibt an, wie oft", "so oft", "zweimal", "vorzubelegen", "mit 001", "auswählbar", "ein weiteres Mal"),
        *(
            "Gilt nur in BY",
            "In allen anderen Fällen",
            "Dieses Feld",
            "->",
            "50 %",
            "von",
            "heute",
            "EU-Staat",
            "Hinweis:",
        ),
        "nicht der Wert",
        "\n",
    ),
)


def rule_like_texts() -> st.SearchStrategy[str]:
    """Words of rules in any order, now and then with any other characters between."""
    piece = st.one_of(st.sampled_from(_PIECES), st.sampled_from(_PIECES), st.text(max_size=5))
    return st.lists(piece, max_size=30).map(" ".join)


RANGES = st.sampled_from((("001", "010"), ("001", None), (None, "002"), ("A", "C")))


def terms() -> st.SearchStrategy[Term]:
    """Terms of every kind, nested."""
    path = st.sampled_from(PATHS)
    numbers = st.decimals(-1000, 1000, places=2)
    leaf: st.SearchStrategy[Term] = st.one_of(
        st.builds(Answer, path),
        st.builds(Number, numbers),
        st.builds(Day, st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))),
        st.just(Today()),
        st.builds(DateOf, path, path, path),
        st.builds(Count, path),
    )
    units = st.sampled_from(Unit)
    return st.recursive(
        leaf,
        lambda inner: st.one_of(
            st.builds(Since, inner, inner, units),
            st.builds(Later, inner, st.integers(-500, 500), units),
            st.builds(Percent, st.builds(Decimal, st.integers(0, 300)), inner),
            st.builds(Distance, inner, inner),
            st.builds(Minus, inner, inner),
            st.builds(Sum, st.lists(inner, min_size=2, max_size=3).map(tuple)),
            st.builds(Length, inner),
        ),
        max_leaves=4,
    )


def statements() -> st.SearchStrategy[Statement]:
    """Everything that a rule can do."""
    target, when, codes = st.sampled_from(PATHS), expressions(), st.lists(st.sampled_from(("001", "A")), min_size=1)
    ranges = st.lists(RANGES, max_size=2).map(tuple)
    given = st.one_of(st.sampled_from(VALUES), st.builds(Answer, target))
    return st.one_of(
        st.builds(Effect, st.sampled_from(EffectKind), target, when),
        st.builds(Selectable, target, when, codes.map(tuple), ranges, st.sampled_from([(), ("11",)]), st.booleans()),
        st.builds(Preset, target, given, when, st.booleans(), st.booleans()),
        st.builds(Constraint, when, st.lists(target).map(tuple), st.sampled_from(("", "Bitte prüfen."))),
    )


def expressions() -> st.SearchStrategy[Expression]:
    """Expressions of every kind, nested."""
    leaf: st.SearchStrategy[Expression] = st.one_of(
        st.just(Always()),
        st.builds(Equals, st.sampled_from(PATHS), st.sampled_from(VALUES)),
        st.builds(Filled, st.sampled_from(PATHS)),
        st.builds(ValidDate, *(st.just(path) for path in PATHS)),
        st.builds(InLand, st.sampled_from([("NW",), ("NW", "SL")])),
        st.builds(Compare, terms(), st.sampled_from(Op), terms()),
        st.builds(lambda path, ends: CodeBetween(path, *ends), st.sampled_from(PATHS), RANGES),
        st.builds(StartsWith, st.sampled_from(PATHS), st.sampled_from(("0", "00", "11"))),
        st.builds(Digits, st.sampled_from(PATHS)),
    )
    return st.recursive(leaf, _nested, max_leaves=12)


def nested_conditions(leaf: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Conditions of these leaves, nested; "and" and "or" join at least two."""
    return st.recursive(leaf, lambda inner: _nested(inner, joined=2), max_leaves=8)


def _nested(inner: st.SearchStrategy[Expression], joined: int = 1) -> st.SearchStrategy[Expression]:
    parts = st.lists(inner, min_size=joined, max_size=4).map(tuple)
    counts = st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(0, 3))).map(
        lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
    )
    return st.one_of(
        st.builds(Not, inner),
        st.builds(And, parts),
        st.builds(Or, parts),
        st.builds(lambda of, low_high: CountBetween(of, *low_high), parts, counts),
    )
