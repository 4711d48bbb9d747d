"""The demo town's indicators: made-up figures of 25 towns, and what the house computes from the demo's cases.

The figures go in as a town takes them in: a table per indicator, with its source and its rows.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from rathaus.people.models import Department
from rathaus.project.demo.days import Days
from rathaus.strategy import jobs, places
from rathaus.strategy.actions import computing, importing, indicators, releasing
from rathaus.strategy.models import Indicator, Unit
from rathaus.strategy.tables import Mapping
from rathaus.towns.actors import Actor

FOLDER = Path(__file__).parent / "figures"
SOURCE = "Erfundene Zahlen für die Demo"
LICENCE = "CC0 1.0"
MAPPING = Mapping(unit=0, period=1, value=2)


def furnish(department: Department, days: Days, *, by: Actor) -> None:
    """Places, indicators with their figures and targets, and the computed ones; everything is released."""
    rows, _problems = places.read((FOLDER / "places.csv").read_bytes(), "places.csv")
    indicators.save_places(rows, by=by)
    Unit.objects.update(invented=True)
    table = days.rows(FOLDER / "figures.csv")
    for described in days.json(FOLDER / "indicators.json"):
        _take_in(described, table, department, by)
    for computed in computing.take_up(department, by=by):
        computing.compute(computed, jobs.last_year(computed), by=by)
        releasing.release(computed, by=by)


def _take_in(described: dict[str, object], table: list[dict[str, str]], department: Department, by: Actor) -> None:
    targets = described.pop("targets")
    indicator = Indicator(**described, department=department, source=SOURCE, licence=LICENCE)
    indicators.save_indicator(indicator, by=by)
    lines = "".join(f"{row['Schlüssel']};{row['Jahr']};{row[indicator.key]}\n" for row in table)
    proposal = importing.propose(
        indicator,
        f"Schlüssel;Jahr;Wert\n{lines}".encode(),
        file_name=f"{indicator.key}.csv",
        source=SOURCE,
        licence=LICENCE,
        public=True,
        by=by,
    )
    importing.take_in(proposal, MAPPING, by=by)
    for day, value in targets:  # type: ignore[attr-defined] # our own file
        indicators.set_target(indicator, due_on=dt.date.fromisoformat(day), value=value, by=by)
    releasing.release(indicator, by=by)
