"""Visitors of the demo town's services, their ratings, and what came on paper: made up, the same in every demo."""

from __future__ import annotations

import datetime as dt
from random import Random

from django.utils import timezone

from rathaus.applications.models import PaperCount, RatingCount
from rathaus.applications.ratings import QUESTIONS
from rathaus.catalogue.models import Service, UsageCount
from rathaus.catalogue.queries import questionnaire

DAYS = 28
MONTHS = 15
STAYS = 0.98
"""Of those who open a page, this part opens the next one."""
ON_PAPER = frozenset({"bewohnerparkausweis-beantragen", "hundesteuer-anmelden", "kita-platz-anmelden"})
"""Services that are also applied for on paper, ever less."""
_DEVICES = ((UsageCount.Device.PHONE, 0.55), (UsageCount.Device.DESKTOP, 0.37), (UsageCount.Device.TABLET, 0.08))


def count(*, year: bool = False) -> None:
    """Count four weeks up to yesterday, fewer at weekends; of the `year` before, each month on one day of it.

    Nothing before a service was offered. People find it ever easier.
    """
    random = Random(2026)  # noqa: S311 (no secret)
    today = timezone.localdate()
    usage: list[UsageCount] = []
    ratings: list[RatingCount] = []
    paper: list[PaperCount] = []
    for service in Service.objects.order_by("slug"):
        visitors = random.randint(6, 40)
        since = timezone.localdate(service.versions.earliest("number").published_at)
        for back in range(DAYS, 0, -1):
            day = today - dt.timedelta(days=back)
            usage += _day(service, day, visitors * (0.4 if day.weekday() > 4 else 1.0), random)
        for back in range(1, MONTHS + 1) if year else ():
            month = _month(today, back)
            if month < since.replace(day=1):
                break
            middle = month.replace(day=15)
            if since <= middle < today - dt.timedelta(days=DAYS):
                usage += _day(service, middle, visitors * 24 * (1 - back / 40), random, ease=1 - back / 400)
            ratings += _ratings(service, month, back, random)
            if service.slug in ON_PAPER:
                paper.append(PaperCount(service=service, month=month, number=random.randint(0, 1) + back // 5))
    UsageCount.objects.bulk_create(usage, batch_size=500)
    RatingCount.objects.bulk_create(ratings, batch_size=500)
    PaperCount.objects.bulk_create(paper)


def _month(today: dt.date, back: int) -> dt.date:
    year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
    return dt.date(year, month + 1, 1)


def _ratings(service: Service, month: dt.date, back: int, random: Random) -> list[RatingCount]:
    """Some answers of a month, better the later it is."""
    weights = {5: 9, 4: 7, 3: 2 + back // 3, 2: 1 + back // 4, 1: back // 5}
    return [
        RatingCount(service=service, month=month, question=QUESTIONS[0].name, answer=answer, count=number)
        for answer, weight in weights.items()
        if (number := round(weight * random.uniform(0.2, 0.5)))
    ]


def _day(service: Service, day: dt.date, visitors: float, random: Random, ease: float = 1.0) -> list[UsageCount]:
    """The counts of one day; pages and sending of the most used kind of device only, which is enough to look at."""
    seen = {device: round(visitors * share * random.uniform(0.6, 1.4)) for device, share in _DEVICES}
    steps: list[tuple[UsageCount.Step, str, str, int]] = [
        (UsageCount.Step.VIEW, "", device, number) for device, number in seen.items()
    ]
    going = sum(seen.values()) * random.uniform(0.35, 0.55)
    device = UsageCount.Device.PHONE
    steps.append((UsageCount.Step.START, "", device, round(going)))
    pages = questionnaire(service.current_id).pages if service.current_id else ()
    for page in pages:
        steps.append((UsageCount.Step.PAGE, page.key[:200], device, round(going)))
        going *= STAYS * ease * random.uniform(0.94, 1.0)
    steps += [
        (UsageCount.Step.CHECK, "", device, round(going)),
        (UsageCount.Step.SENT, "", device, round(going * 0.95)),
    ]
    return [
        UsageCount(service=service, day=day, step=step, page=page, device=kind, number=number)
        for step, page, kind, number in steps
        if number
    ]
