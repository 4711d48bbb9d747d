"""Why a condition holds for somebody's answers, said to that person: "Weil Sie bei „…“ „Ja“ gewählt haben"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from rathaus.fim.rules.explain import explain_condition
from rathaus.fim.rules.logic import Always, And, CountBetween, Equals, Expression, Filled, Not, Or
from rathaus.fim.rules.phrases import WORDS, Language
from rathaus.fim.rules.wording import Wording

Holds = Callable[[Expression], bool]
What = Literal["asked", "demanded", "so"]


def core(expression: Expression, holds: Holds) -> Expression | None:
    """The part of `expression`, which holds, that makes it hold: of several alternatives the first true one.

    None where it holds in every case.
    """
    match expression:
        case Always():
            return None
        case And(parts):
            return _all([core(part, holds) for part in parts])
        case Or(parts):
            return core(next(part for part in parts if holds(part)), holds)
        case CountBetween(parts, minimum, _) if minimum:
            return _all([core(part, holds) for part in parts if holds(part)][:minimum])
        case Not(Not(part)):
            return core(part, holds)
        case Not(Or(parts)):
            return _all([core(Not(part), holds) for part in parts])
        case Not(And(parts)):
            return core(Not(next(part for part in parts if not holds(part))), holds)
        case _:
            return expression


def _all(parts: Sequence[Expression | None]) -> Expression | None:
    """All of them together, nested ones taken apart, each once."""
    found: dict[Expression, None] = {}
    for part in parts:
        if part is not None:
            found.update(dict.fromkeys(part.parts if isinstance(part, And) else (part,)))
    return And(tuple(found)) if len(found) > 1 else next(iter(found), None)


def because(why: Expression, wording: Wording, language: Language = "de", *, what: What = "asked") -> str:
    """A sentence to the person who answered: why something is asked, demanded, or must be so."""
    words = WORDS[language]
    clauses = f" {words['and']} ".join(_clauses(why, wording, language))
    return words[f"because {what}"].format(clauses)


def _clauses(why: Expression, wording: Wording, language: Language) -> list[str]:
    """What the person did, one clause each; values that were not chosen at one question together.

    All questions are answered: who did not say yes has said no.
    """
    parts = why.parts if isinstance(why, And) else (why,)
    denied: dict[str, list[str]] = {}
    found = []
    for part in parts:
        match part:
            case Not(Equals(path, bool() as value)):
                found.append(_clause(Equals(path, not value), wording, language))
            case Not(Equals(path, value)):
                denied.setdefault(path, []).append(_quoted(wording.value(path, value, language), language))
            case _:
                found.append(_clause(part, wording, language))
    words = WORDS[language]
    for path, values in denied.items():
        key, listed = ("you unequal", values[0]) if len(values) == 1 else ("you none", f" {words['nor']} ".join(values))
        found.append(words[key].format(_name(path, wording, language), listed))
    return found


def _clause(part: Expression, wording: Wording, language: Language) -> str:
    words = WORDS[language]
    match part:
        case Equals(path, value):
            shown = wording.value(path, value, language)
            key = "you typed" if shown == value else "you equals"
            return words[key].format(_name(path, wording, language), _quoted(shown, language))
        case Filled(path):
            return words["you filled"].format(_name(path, wording, language))
        case Not(Filled(path)):
            return words["you empty"].format(_name(path, wording, language))
        case _:
            return explain_condition(part, wording, language)


def _name(path: str, wording: Wording, language: Language) -> str:
    return _quoted(wording.name(path), language)


def _quoted(text: str, language: Language) -> str:
    return WORDS[language]["quote"].format(text)
