"""What the counts of a service say: how many came, how far they got, on what."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from uuid import UUID

from django.db.models import Sum

from rathaus.catalogue.models import Service, ServiceVersion, UsageCount
from rathaus.catalogue.queries import questionnaire
from rathaus.protection.groups import enough
from rathaus.questionnaire import Questionnaire
from rathaus.questionnaire.model import Page

Step = UsageCount.Step
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Use:
    """How often a service was looked at, begun and sent."""

    views: int = 0
    starts: int = 0
    sent: int = 0

    @property
    def percent(self) -> int | None:
        """Of 100 that were begun, so many were sent; None where nothing was begun."""
        return round(self.sent * 100 / self.starts) if self.starts else None

    @classmethod
    def of(cls, numbers: Counter[str]) -> Use:
        """From the numbers by step."""
        return cls(numbers[Step.VIEW], numbers[Step.START], numbers[Step.SENT])


@dataclass(frozen=True, slots=True)
class PageUse:
    """How often one page of the application was opened; `lost` is how many fewer than the step before it."""

    title: str
    number: int
    percent: int
    lost: int = 0
    most_lost: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything about one service within a time."""

    all: Use
    months: tuple[tuple[dt.date, Use], ...]
    pages: tuple[PageUse, ...]
    devices: tuple[tuple[str, int, int], ...]


def overview(services: Iterable[Service], *, since: dt.date) -> list[tuple[Service, Use]]:
    """The use of each service since that day, the most used first."""
    rows = UsageCount.objects.filter(day__gte=since, step__in=(Step.VIEW, Step.START, Step.SENT))
    numbers: dict[UUID, Counter[str]] = {}
    for service, step, number in rows.values_list("service", "step").annotate(Sum("number")):
        numbers.setdefault(service, Counter())[step] += number
    used = [(service, Use.of(numbers.get(service.pk, Counter()))) for service in services]
    return sorted(used, key=lambda pair: (-pair[1].views, -pair[1].starts, pair[0].name))


def figures(service: Service, *, since: dt.date) -> Figures:
    """The figures of one service since that day."""
    rows = UsageCount.objects.filter(service=service, day__gte=since)
    steps: Counter[str] = Counter(dict(rows.values_list("step").annotate(Sum("number"))))
    pages: Counter[str] = Counter(dict(rows.filter(step=Step.PAGE).values_list("page").annotate(Sum("number"))))
    asked = questionnaire(service.current_id) if service.current_id else None
    return Figures(
        Use.of(steps), _months(rows.values_list("day", "step").annotate(Sum("number"))), _pages(steps, pages, asked),
        _devices(rows.filter(step=Step.VIEW).values_list("device").annotate(Sum("number"))),
    )  # fmt: skip


def _months(rows: Iterable[tuple[dt.date, str, int]]) -> tuple[tuple[dt.date, Use], ...]:
    months: dict[dt.date, Counter[str]] = {}
    for day, step, number in rows:
        months.setdefault(day.replace(day=1), Counter())[step] += number
    return tuple((month, Use.of(months[month])) for month in sorted(months, reverse=True))[:MONTHS]


def _pages(steps: Counter[str], pages: Counter[str], asked: Questionnaire | None) -> tuple[PageUse, ...]:
    """The start, the pages of today's version in their order, checking and sending."""
    if asked is None or not steps[Step.START]:
        return ()
    rows = [("", steps[Step.START])]
    rows += [(_title(page, asked), pages[page.key]) for page in asked.pages if pages[page.key]]
    rows += [("", steps[Step.CHECK]), ("", steps[Step.SENT])]
    most = max(number for _title, number in rows)
    lost = [0, *(max(0, before - after) for (_, before), (_, after) in pairwise(rows))]
    worst = max(lost)
    titles = _titles(rows)
    return tuple(
        PageUse(title, number, round(number * 100 / most), gone, most_lost=bool(worst) and gone == worst)
        for title, (_, number), gone in zip(titles, rows, lost, strict=True)
    )


def _title(page: Page, asked: Questionnaire) -> str:
    """The heading of a page; with its first question where several pages have the same."""
    alike = sum(other.title == page.title for other in asked.pages)
    return f"{page.title}: {page.items[0].label}" if alike > 1 and page.items[0].label != page.title else page.title


def _titles(rows: Sequence[tuple[str, int]]) -> list[str]:
    return [str(Step.START.label), *(title for title, _ in rows[1:-2]), str(Step.CHECK.label), str(Step.SENT.label)]


def _devices(rows: Iterable[tuple[str, int]]) -> tuple[tuple[str, int, int], ...]:
    found = sorted(rows, key=lambda row: -row[1])
    total = sum(number for _device, number in found)
    return tuple(
        (str(UsageCount.Device(device).label), number, round(number * 100 / total)) for device, number in found
    )


# For any period, as indicators: days from `first` to `last`, both included --------------------------------------------


def completion(first: dt.date, last: dt.date) -> float | None:
    """Of 100 applications that were begun, so many were sent, 100 at most; None where too few were begun.

    What is begun in one period and sent in the next counts in each where it happened.
    """
    numbers = _by_service(first, last).values()
    starts, sent = (sum(one[step, ""] for one in numbers) for step in (Step.START, Step.SENT))
    return min(100.0, sent / starts * 100) if enough(starts) else None


def _by_service(first: dt.date, last: dt.date) -> dict[UUID, Counter[tuple[str, str]]]:
    """How often each step and page was taken, by service."""
    rows = UsageCount.objects.filter(day__gte=first, day__lte=last).exclude(step=Step.VIEW)
    found: dict[UUID, Counter[tuple[str, str]]] = {}
    for service, step, page, number in rows.values_list("service", "step", "page").annotate(Sum("number")):
        found.setdefault(service, Counter())[step, page] += number
    return found


@dataclass(frozen=True, slots=True)
class Hurdle:
    """The step of a service at which most give up: its title, how many stopped there, and how many had begun."""

    service: str
    title: str
    stopped: int
    starts: int


def hurdles(first: dt.date, last: dt.date) -> list[Hurdle]:
    """The hardest step of each service that enough people began, by the version offered on the last day."""
    names = dict(Service.objects.values_list("pk", "name"))
    asked = _questionnaires(last)
    return [
        _hurdle(names[service], numbers, asked[service])
        for service, numbers in _by_service(first, last).items()
        if service in asked and enough(numbers[Step.START, ""])
    ]


def _questionnaires(day: dt.date) -> dict[UUID, Questionnaire]:
    """What each service asked at the end of a day."""
    versions = ServiceVersion.objects.filter(published_at__date__lte=day).order_by("number")
    return {service: questionnaire(pk) for service, pk in dict(versions.values_list("service", "pk")).items()}


def _hurdle(service: str, numbers: Counter[tuple[str, str]], asked: Questionnaire) -> Hurdle:
    pages = [(_title(page, asked), numbers[Step.PAGE, page.key[:200]]) for page in asked.pages]
    steps = [(str(step.label), numbers[step, ""]) for step in (Step.START, Step.CHECK, Step.SENT)]
    rows = [steps[0], *pages, *steps[1:]]
    # Not everybody is asked every page: who was seen on a later one has passed all before it.
    passed = list(accumulate(reversed([number for _title, number in rows]), max))[::-1]
    stopped = [here - later for here, later in pairwise(passed)]
    worst = max(range(len(stopped)), key=stopped.__getitem__)
    return Hurdle(service, rows[worst][0], stopped[worst], passed[0])
