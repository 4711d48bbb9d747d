"""What the demo town learned with one of its measures, told with figures that its own cases moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from rathaus.exchange.actions import experience
from rathaus.exchange.models import Adopter, Experience, OwnPackage
from rathaus.project.demo.days import Days
from rathaus.strategy import periods
from rathaus.strategy.models import Measure, ReleasedValue
from rathaus.strategy.periods import Period
from rathaus.towns import scope
from rathaus.towns.actors import Actor

FILE = Path(__file__).parent / "exchange" / "experience.json"
_TEXTS = ("slug", "title", "situation", "done", "result", "again", "hours", "contact")


def furnish(days: Days, *, by: Actor) -> None:
    """One report about a measure and the package that came of it, published, with questions."""
    described = days.json(FILE)
    package = OwnPackage.objects.get(service__slug=described["service"])
    report = Experience(
        **{name: described[name] for name in _TEXTS},
        measure=Measure.objects.get(title=described["measure"]),
        package=package.pk,
        package_version=package.releases.latest("version").version,
        package_name=package.name,
        euros=Decimal(described["euros"]),
        starts_on=dt.date.fromisoformat(described["starts_on"]),
        ends_on=dt.date.fromisoformat(described["ends_on"]),
    )
    experience.save(report, by=by)
    _figures(report, described, by)
    for one in described["adopters"]:
        dates = {name: dt.date.fromisoformat(one[name]) for name in ("since", "stopped_on") if name in one}
        others = {name: one[name] for name in ("town", "why", "contact") if name in one}
        experience.save_adopter(Adopter(experience=report, **dates, **others), by=by)
    experience.publish(report, by=by)
    for text, answer in described["questions"]:
        asked = experience.ask(report, text, by=Actor.applicant(""))
        if answer:
            experience.answer(asked, text, answer, by=by)


def _figures(report: Experience, described: Mapping[str, Any], by: Actor) -> None:
    key = described["first_and_last"]
    rows = ReleasedValue.objects.filter(municipality_id=scope.current_id(), indicator_key=key, breakdown="")
    known = [Period(row.end, row.start) for row in rows.order_by("end")]
    if len(known) > 1:
        experience.add_figure(report, key, known[0], known[-1], by=by)
    for key, before, after in described["figures"]:
        experience.add_figure(report, key, periods.read(before), periods.read(after), by=by)
