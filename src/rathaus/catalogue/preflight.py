"""What later rooms have to say before a version is published ("17 Entwürfe sind offen")."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rathaus.catalogue.models import Service
    from rathaus.questionnaire import Questionnaire


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence for the service owner; `blocking` notices forbid publishing."""

    sentence: str
    blocking: bool = False


Check = Callable[["Service", "Questionnaire"], list[Notice]]
_checks: list[Check] = []


def register(check: Check) -> Check:
    """Have `check(service, new_questionnaire)` asked before a new version of an existing service is published."""
    if check not in _checks:
        _checks.append(check)
    return check


def notices(service: Service, questionnaire: Questionnaire) -> list[Notice]:
    """Everything the later rooms have to say, in the order they registered."""
    return [notice for check in _checks for notice in check(service, questionnaire)]
