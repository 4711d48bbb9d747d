"""Answers by ids and paths as nested answers."""

from __future__ import annotations

from typing import Any

import pytest

from rathaus.questionnaire.nesting import AnswersError, nest

from .samples import field, group, schema

A, B, C, D = (f"F9900000000{n}" for n in range(1, 5))
G, H, K = (f"G9900000000{n}" for n in range(1, 4))
POSITIONS = schema(
    field(A),
    field(D, anzahl="0:*"),
    group(G, "Kinder", field(B), field(C), group(K, "Schule", field(A)), anzahl="0:*"),
    group(H, "Halter", field(C)),
).positions


@pytest.mark.parametrize(
    ("given", "nested"),
    [
        ({}, {}),
        ({A: "x", G: [{B: "1"}, {K: {A: "2"}}]}, {A: "x", G: [{B: "1"}, {K: {A: "2"}}]}),
        ({f"{A}V1.0": "x"}, {A: "x"}),
        ({B: "1"}, {G: [{B: "1"}]}),
        ({f"{G}.{B}": "1"}, {G: [{B: "1"}]}),
        ({f"{G}[2].{B}": "1"}, {G: [{}, {B: "1"}]}),
        ({f"{K}.{A}": "1", f"{G}.{B}": "2"}, {G: [{K: {A: "1"}, B: "2"}]}),
        ({f"{H}.{C}": "1"}, {H: {C: "1"}}),
        ({D: ["1", "2"]}, {D: ["1", "2"]}),
        ({f"{D}[2]": "2", f"{D}[1]": "1"}, {D: ["1", "2"]}),
        ({f"{A}[3]": "x"}, {A: "x"}),
        ({G: {B: "1"}, H: None}, {G: [{B: "1"}]}),
        ({f"{G}[1]": {f"{K}.{A}": "1"}}, {G: [{K: {A: "1"}}]}),
        ({f"{G}.{B}": ["1", "2"], f"{K}.{A}": ["3"]}, {G: [{B: "1", K: {A: "3"}}, {B: "2"}]}),
        ({A: ["x"], f"{H}.{C}": []}, {A: "x", H: {C: None}}),
    ],
)
def test_answers_find_their_place(given: dict[str, Any], nested: dict[str, Any]) -> None:
    assert nest(POSITIONS, given) == nested


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"Name": "x"}, "„Name“ ist keine Id und kein Pfad."),
        ({"F1": "x"}, "Die Antworten nennen F1; das gibt es in dieser Definition nicht."),
        ({C: "x"}, f"{C} steht an 2 Stellen der Definition; nennen Sie den ganzen Pfad."),
        ({H: "x"}, f"{H} ist eine Gruppe; dort stehen die Antworten auf ihre Felder."),
        ({f"{G}[0].{B}": "x"}, f"„{G}[0].{B}“ ist keine Id und kein Pfad."),
        ({A: ["x", "y"]}, f"{A} nimmt nur eine Antwort; dort stehen 2."),
        ({A: {"x": 1}}, f"{A} ist ein Feld; dort steht ein Text, eine Zahl oder ein Wahrheitswert."),
        ({D: ["x", ["y"]]}, f"{D} ist ein Feld; dort steht ein Text, eine Zahl oder ein Wahrheitswert."),
        ({G: [{B: "1"}, {B: "2"}], f"{G}.{C}": "x"}, f"{G} hat mehrere Einträge; nennen Sie die Nummer."),
    ],
)
def test_answers_without_a_place_are_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(AnswersError) as caught:
        nest(POSITIONS, given)
    assert str(caught.value) == message
