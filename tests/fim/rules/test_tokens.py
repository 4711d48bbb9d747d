"""Characters become tokens; what quotation marks enclose, and where that is not beyond doubt."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from rathaus.fim.rules.reading.tokens import Kind, Token, tokenise
from tests.fim.rules import strategies

F, G = "F99000000001", "G99000000001"


def kinds(text: str) -> list[tuple[Kind, str]]:
    return [(token.kind, token.text) for token in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'{F}"Name"', [(Kind.REF, F), (Kind.QUOTE, "Name")]),
        (f"{G}.{F}", [(Kind.REF, f"{G}.{F}")]),
        (f"und{F}", [(Kind.WORD, "und"), (Kind.REF, F)]),
        ("DANNmuss", [(Kind.WORD, "DANN"), (Kind.WORD, "muss")]),
        ("F990000xxxx1", [(Kind.CODE, "F990000xxxx1")]),
        ("= == === <> != !== ≠", [(Kind.OP, op) for op in ("=", "==", "===", "<>", "!=", "!==", "≠")]),
        ("<= ≤ =< >= ≥ => > <", [(Kind.OP, op) for op in ("<=", "≤", "=<", ">=", "≥", "=>", ">", "<")]),
        ("< >", [(Kind.OP, "< >")]),
        (f'{F} "Ergänzung zu {G}" ist', [(Kind.REF, F), (Kind.QUOTE, f"Ergänzung zu {G}"), (Kind.WORD, "ist")]),
        ("„Art“dann", [(Kind.QUOTE, "Art"), (Kind.WORD, "dann")]),
        ("001=„a“", [(Kind.CODE, "001"), (Kind.OP, "="), (Kind.QUOTE, "a")]),
        ("(a)", [(Kind.OPEN, "("), (Kind.WORD, "a"), (Kind.CLOSE, ")")]),
        ("[b]", [(Kind.OPEN, "["), (Kind.WORD, "b"), (Kind.CLOSE, "]")]),
        (", ; : . ! ?", [(Kind(s) if s in ",;:" else Kind.STOP, s) for s in ",;:.!?"]),
        ("z.B. Nr. 5", [(Kind.WORD, "z.B."), (Kind.WORD, "Nr."), (Kind.CODE, "5")]),
        ("am 31.12.2020.", [(Kind.WORD, "am"), (Kind.CODE, "31.12.2020"), (Kind.STOP, ".")]),
        ("2,5 %", [(Kind.CODE, "2,5"), (Kind.WORD, "%")]),
        ("am 5. werden", [(Kind.WORD, "am"), (Kind.CODE, "5"), (Kind.WORD, "."), (Kind.WORD, "werden")]),
        ("a – b", [(Kind.WORD, "a"), (Kind.DASH, "–"), (Kind.WORD, "b")]),
        ('""', [(Kind.QUOTE, "")]),
        ("'a' »b« „c“ “d”", [(Kind.QUOTE, word) for word in "abcd"]),
        ("'gemischt\"", [(Kind.QUOTE, "gemischt")]),
        ('"mit "Wort darin"', [(Kind.QUOTE, 'mit "Wort darin')]),
        ('"doppelt""', [(Kind.QUOTE, "doppelt")]),
        ('sein". Wenn', [(Kind.WORD, "sein"), (Kind.STOP, "."), (Kind.WORD, "Wenn")]),
        (f'"Eins, {F} "Zwei"', [(Kind.QUOTE, "Eins"), (Kind.COMMA, ","), (Kind.REF, F), (Kind.QUOTE, "Zwei")]),
        ('"Name"nicht', [(Kind.QUOTE, "Name"), (Kind.WORD, "nicht")]),
    ],
)  # fmt: skip
def test_text_becomes_tokens(text: str, expected: list[tuple[Kind, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '"nie geschlossen',
        f'"Eins = wahr, {F} "Zwei"',
        f'"Eins {F} "Zwei"',
        '"ja, dann "Zwei"',
        '"Eins. Wenn zwei"',
    ],
)
def test_quotation_mark_that_could_swallow_the_sentence_breaks_it(text: str) -> None:
    assert kinds(text) == [(Kind.BROKEN, text)]


@pytest.mark.parametrize(
    ("text", "told_apart"),
    [
        (f'01 "ja, dann erscheint {F} "Zwei"', ["01", "ja", ",", "dann", "erscheint", F, "Zwei"]),
        ('Auswahl "<> "Eins"', ["Auswahl", "<>", "Eins"]),
        (f'({F} "Eins und {G} "Zwei) sein', ["(", F, '"Eins und G99000000001 "Zwei) sein']),
        (f'({F} "Eins) sein', ["(", F, "Eins", ")", "sein"]),
        (f'({F} "Eins, zwei) sein', ["(", F, '"Eins, zwei) sein']),
        (f"{F} = 01. 99000000001 <> 01", [F, "=", "01", ".", "99000000001", "<>", "01"]),
        ("F 99000000001 ist", ["F 99000000001", "ist"]),
        ("f99000000001V1.0 ist", ["f99000000001V1.0", "ist"]),
        ("das 67. Lebensjahr", ["das", "67.", "Lebensjahr"]),
        ('= 01 "ja, 002 "nein"', ["=", "01", '"ja, 002 "nein"']),
    ],
)
def test_slips_that_leave_no_doubt_are_told_apart(text: str, told_apart: list[str]) -> None:
    assert [token.text for token in tokenise(text)] == told_apart


def test_id_without_its_letter_is_the_one_that_the_text_has_elsewhere() -> None:
    *_, last = tokenise(f"{F} und {F[1:]}")
    assert (last.kind, last.parts) == (Kind.REF, (F,))
    *_, last = tokenise(f"{F} und G{F[1:]} und {F[1:]}")
    assert last.kind is Kind.CODE


def test_id_and_name_in_one_pair_of_quotation_marks() -> None:
    (token,) = tokenise(f'" {F} Name des Feldes"')
    assert (token.kind, token.parts, token.label) == (Kind.REF, (F,), "Name des Feldes")
    (token,) = tokenise(f'"{G}.{F} "Name"')
    assert (token.kind, token.parts, token.label) == (Kind.REF, (G, F), "Name")
    (token,) = tokenise(f'"{F}"')
    assert (token.parts, token.label) == ((F,), None)


@given(strategies.rule_like_texts())
@settings(deadline=None)
def test_tokens_come_in_order_and_never_overlap(text: str) -> None:
    at = 0
    for token in tokenise(text):
        assert isinstance(token, Token)
        assert at <= token.start < token.end <= len(text)
        at = token.end
