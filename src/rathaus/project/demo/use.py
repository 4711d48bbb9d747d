"""A month of visitors for the services of the demo town, made up but the same in every demo."""

from __future__ import annotations

import datetime as dt
from random import Random

from django.utils import timezone

from rathaus.catalogue.models import Service, UsageCount
from rathaus.catalogue.queries import questionnaire

DAYS = 28
STAYS = 0.98
"""Of those who open a page, this part opens the next one."""
_DEVICES = ((UsageCount.Device.PHONE, 0.55), (UsageCount.Device.DESKTOP, 0.37), (UsageCount.Device.TABLET, 0.08))


def count() -> None:
    """Count four weeks up to yesterday, fewer at weekends."""
    random = Random(2026)  # noqa: S311 (no secret)
    today = timezone.localdate()
    rows: list[UsageCount] = []
    for service in Service.objects.order_by("slug"):
        visitors = random.randint(6, 40)
        for back in range(DAYS, 0, -1):
            day = today - dt.timedelta(days=back)
            rows += _day(service, day, visitors * (0.4 if day.weekday() > 4 else 1.0), random)
    UsageCount.objects.bulk_create(rows, batch_size=500)


def _day(service: Service, day: dt.date, visitors: float, random: Random) -> list[UsageCount]:
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
        going *= STAYS * random.uniform(0.94, 1.0)
    steps += [
        (UsageCount.Step.CHECK, "", device, round(going)),
        (UsageCount.Step.SENT, "", device, round(going * 0.95)),
    ]
    return [
        UsageCount(service=service, day=day, step=step, page=page, device=kind, number=number)
        for step, page, kind, number in steps
        if number
    ]
