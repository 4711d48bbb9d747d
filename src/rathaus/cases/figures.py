"""Figures on what was decided, for any period. A case that was withdrawn was not decided by the town.

None where fewer were decided than a figure must rest on (`rathaus.protection.groups`): it would point at somebody.
"""

from __future__ import annotations

import datetime as dt
import statistics

from django.db.models import Exists, OuterRef, QuerySet

from rathaus.cases.models import CaseEvent, Decision, Outcome
from rathaus.protection.groups import enough

DAY = dt.timedelta(days=1)


def _decided(start: dt.datetime, end: dt.datetime) -> QuerySet[Decision]:
    return Decision.objects.filter(at__gte=start, at__lt=end).exclude(outcome=Outcome.WITHDRAWN)


def days_to_decision(start: dt.datetime, end: dt.datetime) -> float | None:
    """The median of the days from receipt to decision; None for too few of them."""
    spans = [(at - opened) / DAY for at, opened in _decided(start, end).values_list("at", "case__opened_at")]
    return statistics.median(spans) if enough(len(spans)) else None


def without_asking_back(start: dt.datetime, end: dt.datetime) -> float | None:
    """The share, in percent, of decided cases in which nobody had to ask back; None for too few of them."""
    asked = CaseEvent.objects.filter(case=OuterRef("case"), kind=CaseEvent.Kind.ASKED)
    answers = list(_decided(start, end).annotate(asked=Exists(asked)).values_list("asked", flat=True))
    return answers.count(False) / len(answers) * 100 if enough(len(answers)) else None
