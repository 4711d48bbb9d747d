"""Rules and problems in plain sentences, German or English, in the words of the definition (`Wording`)."""

from __future__ import annotations

from rathaus.fim.rules.demanding import Demanding
from rathaus.fim.rules.logic import (
    Always,
    Constraint,
    Effect,
    Expression,
    Preset,
    Selectable,
    Statement,
)
from rathaus.fim.rules.phrases import Language
from rathaus.fim.rules.report import ReadRule
from rathaus.fim.rules.terms import Answer
from rathaus.fim.rules.wording import Wording


def explain(rule: ReadRule, wording: Wording, language: Language = "de") -> tuple[str, ...]:
    """What `rule` does, one sentence for each effect, restriction, value and constraint."""
    speaker = _Speaker(wording, language)
    return tuple(speaker.statement(said) for said in rule.statements)


def explain_statement(statement: Statement, wording: Wording, language: Language = "de") -> str:
    """What `statement` does, in one sentence."""
    return _Speaker(wording, language).statement(statement)


def explain_condition(expression: Expression, wording: Wording, language: Language = "de") -> str:
    """`expression` as what follows "wenn" ("if")."""
    return _Speaker(wording, language).clause(expression)


def explain_problem(constraint: Constraint, wording: Wording, language: Language = "de") -> str:
    """What the applicant should do where `constraint` does not hold."""
    return _Speaker(wording, language).problem(constraint.holds)


class _Speaker(Demanding):
    """Puts sentences together in one language."""

    def statement(self, statement: Statement) -> str:
        match statement:
            case Effect(kind, target, when):
                return self._conditional(kind.value, when, self._name(target))
            case Preset(target, value, when, hidden, fixed):
                key = "hidden" if hidden else "fixed" if fixed else "preset"
                if isinstance(value, Answer):
                    return self._conditional(f"{key} copy", when, self._name(target), self._name(value.path))
                return self._conditional(key, when, self._name(target), self._value(target, value))
            case Selectable():
                return self._selectable(statement)
            case Constraint(holds, message=message):
                said = self.demand(holds)
                return self._sentence("else said", said, self._quoted(message)) if message else said

    def _conditional(self, key: str, when: Expression, *parts: str) -> str:
        if isinstance(when, Always):
            return self._sentence(f"{key} always", *parts)
        return self._sentence(key, *parts, self.clause(when))

    def _selectable(self, said: Selectable) -> str:
        named = [self._value(said.target, code) for code in said.codes]
        named += [self._range("range", *ends) for ends in said.ranges]
        named += [self._sentence("code prefix", self._quoted(prefix)) for prefix in said.prefixes]
        key = "only" if said.only else "not selectable"
        parts = (self._name(said.target), self._listed(named, "or"))
        if isinstance(said.when, Always):
            return self._sentence(key, *parts)
        return self._sentence(f"{key} if", *parts, self.clause(said.when))
