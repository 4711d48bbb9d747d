"""How people found a service: what is asked, and the figures that come of it.

The questions follow the feedback tool of the single digital gateway (Regulation (EU) 2018/1724, Article 25; 2020/1121,
Articles 6 and 7): an overall rating from 1 to 5, what users found and understood, no free text. Only counts per month
are kept, so that no answer leads to a person or an application.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F, Sum
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rathaus.applications import months
from rathaus.applications.models import RatingCount
from rathaus.catalogue.models import Service
from rathaus.protection.groups import enough
from rathaus.towns import clock
from rathaus.towns.transactions import atomic_write

MONTHS = 12
"""So many months, the current one included, make the figures."""

_YES_NO: tuple[tuple[int, str | Promise], ...] = ((3, _("Ja")), (2, _("Teilweise")), (1, _("Nein")))


@dataclass(frozen=True, slots=True)
class Rated:
    """One question with its answers, best first, each with the number that is stored."""

    name: str
    label: str | Promise
    answers: tuple[tuple[int, str | Promise], ...]


QUESTIONS = (
    Rated(
        "ease",
        _("Wie leicht war es?"),
        ((5, _("Sehr leicht")), (4, _("Leicht")), (3, _("Mittel")), (2, _("Schwer")), (1, _("Sehr schwer"))),
    ),
    Rated("found", _("Haben Sie gefunden, was Sie brauchten?"), _YES_NO),
    Rated("clear", _("War klar, was Sie tun mussten und wie es weitergeht?"), _YES_NO),
)


@dataclass(frozen=True, slots=True)
class Share:
    """One answer: how often it was given, and which part of all that is, in percent."""

    label: str | Promise
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Figures:
    """One question: its answers, how many there are, and their mean (0 where there are none)."""

    label: str | Promise
    shares: tuple[Share, ...]
    total: int
    mean: float
    best: int


def read(form: Mapping[str, str]) -> dict[str, int]:
    """The answers that a form gives, by the name of their question; what is no answer is left out."""
    found = {}
    for question in QUESTIONS:
        by_text = {str(number): number for number, _label in question.answers}
        if (number := by_text.get(form.get(question.name, ""))) is not None:
            found[question.name] = number
    return found


def rate(service: Service, answers: Mapping[str, int]) -> None:
    """Count these answers. Anybody may; who it was is kept nowhere, not even in the audit log."""
    month = clock.today().replace(day=1)
    with atomic_write():
        for name, number in answers.items():
            where = {"service": service, "month": month, "question": name, "answer": number}
            if not RatingCount.objects.filter(**where).update(count=F("count") + 1):
                RatingCount.objects.bulk_create([RatingCount(**where)], ignore_conflicts=True)
                RatingCount.objects.filter(**where).update(count=F("count") + 1)


def figures(service: Service, *, today: dt.date) -> list[Figures]:
    """What the last twelve months say about a service."""
    year, month = divmod(today.year * 12 + today.month - MONTHS, 12)
    since = dt.date(year, month + 1, 1)
    rows = RatingCount.objects.filter(service=service, month__gte=since).values("question", "answer")
    counts = {(row["question"], row["answer"]): row["times"] for row in rows.annotate(times=Sum("count"))}
    return [_figures(question, counts) for question in QUESTIONS]


def satisfaction(first: dt.date, last: dt.date) -> float | None:
    """The mean of the overall ratings, from 1 to 5 (the best), over all services and the months from `first` to `last`.

    None where too few rated, or where the days are no whole months: ratings are kept by month.
    """
    if not months.whole(first, last):
        return None
    rows = RatingCount.objects.filter(month__gte=first, month__lte=last, question=QUESTIONS[0].name)
    counts = dict(rows.values_list("answer").annotate(times=Sum("count")))
    total = sum(counts.values())
    return sum(answer * count for answer, count in counts.items()) / total if enough(total) else None


def _figures(question: Rated, counts: Mapping[tuple[str, int], int]) -> Figures:
    given = [(number, label, counts.get((question.name, number), 0)) for number, label in question.answers]
    total = sum(count for _number, _label, count in given)
    shares = tuple(Share(label, count, round(100 * count / total) if total else 0) for _number, label, count in given)
    mean = sum(number * count for number, _label, count in given) / total if total else 0
    return Figures(question.label, shares, total, mean, question.answers[0][0])
