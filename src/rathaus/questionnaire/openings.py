"""Which rules open and demand what in a form, and what its questions are called: the ground for saying why."""

from __future__ import annotations

from collections.abc import Iterable

from rathaus.fim.model import Schema
from rathaus.fim.rules.demanding import conditional
from rathaus.fim.rules.logic import Always, EffectKind, Expression, Literal
from rathaus.fim.rules.phrases import Language
from rathaus.fim.rules.report import ReadRule, RuleReport
from rathaus.fim.rules.wording import Wording
from rathaus.questionnaire.model import Page, Question

_OPENING = frozenset({EffectKind.REQUIRED, EffectKind.SHOWN})


class FormWording(Wording):
    """The words of the form: codes are called as its options are."""

    def __init__(self, schema: Schema, pages: Iterable[Page]) -> None:
        super().__init__(schema)
        questions = (item for page in pages for item in page.items if isinstance(item, Question))
        self._options = {one.path: {option.code: option.label for option in one.options} for one in questions}

    def value(self, path: str, literal: Literal, language: Language) -> str:
        """What the applicant chose."""
        label = self._options.get(path, {}).get(literal) if isinstance(literal, str) else None
        return label or super().value(path, literal, language)


class Openings:
    """Conditions with the rules they come from; made once for each plan.

    `by_target`: what shows or requires a position. `by_rule`: under what a rule demands something, by its id.
    """

    def __init__(self, schema: Schema, report: RuleReport, pages: Iterable[Page]) -> None:
        self.wording = FormWording(schema, pages)
        self.by_target: dict[str, list[tuple[Expression, ReadRule]]] = {}
        self.by_rule: dict[str, list[tuple[Expression, ReadRule]]] = {}
        for rule in report.rules:
            for effect in rule.effects:
                if effect.kind in _OPENING and not isinstance(effect.when, Always):
                    self.by_target.setdefault(effect.target, []).append((effect.when, rule))
            for constraint in rule.constraints:
                if found := conditional(constraint.holds):
                    self.by_rule.setdefault(rule.bound.rule.id, []).append((found[0], rule))
