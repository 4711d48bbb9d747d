"""What is said about rules is said in English, too."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from rathaus import fim
from rathaus.fim.english import ENGLISH, english

ROOM = Path(fim.__file__).parent
FOR_FILES = {"byhand", "explain", "jsonform", "phrases", "termjson", "texts", "trying"}
"""Modules that talk about files of JSON on the command line, or know their English themselves."""
FOLDERS = ("rules/*.py", "rules/reading/**/*.py", "rulecheck/*.py")
SOURCES = [path for folder in FOLDERS for path in ROOM.glob(folder) if path.stem not in FOR_FILES]
WITHIN = {
    "{} ({}).": "Ob „Ort“ (F1) erscheint, hängt von der eigenen Antwort ab (R1).",
    "Ob die Fragen erscheinen, hängt im Kreis voneinander ab: {}": (
        "Ob die Fragen erscheinen, hängt im Kreis voneinander ab: F1 → F2 → F1 (R1)."
    ),
    "{}: {}": "R1: Der Satz ist unvollständig.",
}
"""Templates that hold a sentence or are a part of one, and what comes of them."""


def templates(tree: ast.AST) -> Iterator[str]:
    """German sentences in a module, with ``{}`` for what is put in."""
    inner = {id(part) for one in ast.walk(tree) if isinstance(one, ast.JoinedStr) for part in one.values}
    told = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for one in ast.walk(tree):
        if id(one) in inner | told:
            continue
        text = ""
        if isinstance(one, ast.JoinedStr):
            text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in one.values)
        elif isinstance(one, ast.Constant) and isinstance(one.value, str):
            text = one.value
        if " " in text and text.endswith((".", ": {}")) and (text[0].isupper() or text[0] in "„{"):
            yield text


def test_every_sentence_has_its_english() -> None:
    found = {one for path in SOURCES for one in templates(ast.parse(path.read_text(encoding="utf-8")))}
    sentences = {WITHIN.get(one, one.replace("{}", "F60000000001")) for one in found}
    assert len(sentences) > 60
    assert [one for one in sorted(sentences) if english(one) is None] == [], "add them to fim/english.py"


def test_every_template_has_the_parts_that_its_english_names() -> None:
    for german in ENGLISH:
        assert english(german.replace("{", "").replace("}", "")) not in (None, german)


@pytest.mark.parametrize(
    ("german", "said"),
    [
        ("Nicht sicher zu lesen ab „Zahl“.", "Cannot be read for certain from “Zahl” on."),
        (
            "Der Text widerspricht sich: F60000000001 wäre zugleich Pflicht und verboten.",
            "The text contradicts itself: F60000000001 would be required and forbidden at once.",
        ),
        (
            "Die Gruppe „Hund“ (G1) mit allem darin erscheint unter keinen Antworten (R1, R2).",
            "The group „Hund“ (G1) with everything in it never appears, whatever the answers (R1, R2).",
        ),
        ("R1 und R2 lassen sich zusammen nie erfüllen.", "R1 and R2 can never be met together."),
        ("R1: Die Liste von F1 kennt die Codes 7, 8 nicht.", "R1: The list of F1 does not have the codes 7, 8."),
        (
            "Regel R1, von Hand geschrieben, gilt hier nicht: Diese Regel gibt es in der Definition nicht.",
            "Rule R1, written by hand, does not hold here: There is no such rule in the definition.",
        ),
        ("Hunde müssen angeleint sein.", None),
    ],
)
def test_names_stay_and_parts_are_said_too(german: str, said: str | None) -> None:
    assert english(german) == said
