"""What is wrong with a rule by hand is said in English, too."""

import ast
from pathlib import Path

import pytest

from rathaus.fim.rules import notation
from rathaus.fim.rules.notation import NotationError
from rathaus.fim.rules.notation.english import ENGLISH
from rathaus.fim.rules.notation.lexing import Kind, Token

SOURCES = sorted(Path(notation.__file__).parent.glob("*.py"))


def said(tree: ast.AST) -> set[str]:
    """The German sentences in calls that refuse something, and what these say was expected."""
    calls = (one for one in ast.walk(tree) if isinstance(one, ast.Call) and one.args)
    refusing = (
        one.args[0]
        for one in calls
        if getattr(one.func, "attr", getattr(one.func, "id", "")) in ("error", "fail", "NotationError")
    )
    return {
        one.value
        for argument in refusing
        for one in ast.walk(argument)
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and " " in one.value
    }


def test_every_sentence_has_its_english() -> None:
    found = set().union(*(said(ast.parse(path.read_text(encoding="utf-8"))) for path in SOURCES))
    assert len(found) > 25
    assert found - ENGLISH.keys() == set()


@pytest.mark.parametrize(
    ("parts", "english"),
    [
        (
            {"expected": "eine Bedingung", "token": Token(Kind.END, "", 2, 4)},
            "A condition is expected here, not the end.",
        ),
        (
            {"expected": Token(Kind.WORD, "dann", 0, 0), "token": Token(Kind.WORD, "sonst", 2, 4)},
            "“dann” is expected here, not “sonst”.",
        ),
    ],
)
def test_parts_are_said_in_the_language(parts: dict[str, object], english: str) -> None:
    error = NotationError("Hier wird {expected} erwartet, nicht {token}.", 2, 4, **parts)
    assert error.said("en") == f"Line 2, character 4: {english}"
    assert str(error) == error.said("de")
    assert str(error).startswith("Zeile 2, Zeichen 4: Hier wird ")


def test_braces_in_what_was_written_do_no_harm() -> None:
    error = NotationError("Eine Frage „{name}“ gibt es in dieser Definition nicht.", 1, 1, name="{name} {0}")
    assert error.said("en") == "Line 1, character 1: There is no question “{name} {0}” in this definition."
