"""A question that an unread rule may open is not hidden by the other branch of a read one."""

from __future__ import annotations

from rathaus.fim.model import DataType, Position
from rathaus.fim.rules import RuleStatus
from rathaus.fim.rules.logic import Always, Equals
from rathaus.fim.rules.report import ReadRule
from rathaus.questionnaire import Draft

from .samples import both, field, forbidden, make, rule, shown

ASKED, OTHER, TARGET = "F99000000001", "F99000000002", "F99000000003"
YES = Equals(ASKED, True)


def shown_paths(*rules: ReadRule) -> set[str]:
    fields: tuple[Position, ...] = (
        field(ASKED, "Ja?", DataType.BOOL),
        field(OTHER, "Auch?", DataType.BOOL),
        field(TARGET, "Nachweis", anzahl="0:1"),
    )
    return set(make(*fields, rules=rules).check(Draft()).shown)


def unread(sentence: str) -> ReadRule:
    return rule(status=RuleStatus.UNCLEAR, unread=(sentence,), reasons=("Nicht sicher.",))


def test_read_rule_alone_hides_its_target() -> None:
    assert shown_paths(rule(*both(TARGET, YES))) == {ASKED, OTHER}


def test_unread_rule_keeps_the_target_open() -> None:
    doubt = unread(f"Wenn {OTHER} vielleicht, dann zeige {TARGET}")
    assert shown_paths(rule(*both(TARGET, YES)), doubt) == {ASKED, OTHER, TARGET}
    assert shown_paths(rule(shown(TARGET, YES)), doubt) == {ASKED, OTHER, TARGET}


def test_unread_rule_does_not_lift_a_ban() -> None:
    doubt = unread(f"Wenn {OTHER} vielleicht, dann zeige {TARGET}")
    assert shown_paths(rule(forbidden(TARGET, Always())), doubt) == {ASKED, OTHER}


def test_unread_rule_about_something_else_changes_nothing() -> None:
    doubt = unread(f"Wenn {TARGET} vielleicht, dann zeige {OTHER}")
    assert shown_paths(rule(*both(TARGET, YES)), doubt) == {ASKED, OTHER}
