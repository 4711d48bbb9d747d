"""The rules of a definition that no program runs, as checks by hand."""

from __future__ import annotations

from rathaus.cases.models import Case
from rathaus.catalogue.queries import questionnaire
from rathaus.questionnaire import ManualCheck


def manual_checks(case: Case) -> tuple[ManualCheck, ...]:
    """What the clerk has to check by hand in a case. `case` comes with its application."""
    return questionnaire(case.application.version_id).manual_checks


def check_id(check: ManualCheck) -> str:
    """What names a check in the events: a rule may stand at several places of a definition."""
    return f"{check.rule}@{check.bearer}" if check.bearer else check.rule
