"""Hypothesis strategies for rules: random texts that look like rules, and random expressions."""

from __future__ import annotations

from hypothesis import strategies as st

from rathaus.fim.rules.logic import (
    Always,
    And,
    CountBetween,
    Equals,
    Expression,
    Filled,
    InLand,
    Not,
    Or,
    ValidDate,
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
        "nicht der Wert",
        "\n",
    ),
)


def rule_like_texts() -> st.SearchStrategy[str]:
    """Words of rules in any order, now and then with any other characters between."""
    piece = st.one_of(st.sampled_from(_PIECES), st.sampled_from(_PIECES), st.text(max_size=5))
    return st.lists(piece, max_size=30).map(" ".join)


def expressions() -> st.SearchStrategy[Expression]:
    """Expressions of every kind, nested."""
    leaf: st.SearchStrategy[Expression] = st.one_of(
        st.just(Always()),
        st.builds(Equals, st.sampled_from(PATHS), st.sampled_from(VALUES)),
        st.builds(Filled, st.sampled_from(PATHS)),
        st.builds(ValidDate, *(st.just(path) for path in PATHS)),
        st.builds(InLand, st.sampled_from([("NW",), ("NW", "SL")])),
    )
    return st.recursive(leaf, _nested, max_leaves=12)


def _nested(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    parts = st.lists(inner, min_size=1, max_size=4).map(tuple)
    counts = st.tuples(st.integers(0, 3), st.one_of(st.none(), st.integers(0, 3))).map(
        lambda pair: (pair[0], None if pair[1] is None else pair[0] + pair[1])
    )
    return st.one_of(
        st.builds(Not, inner),
        st.builds(And, parts),
        st.builds(Or, parts),
        st.builds(lambda of, low_high: CountBetween(of, *low_high), parts, counts),
    )
