"""Indicators, places and figures for tests, made with the room's own actions."""

from __future__ import annotations

from rathaus.people.models import Department
from rathaus.strategy.actions import importing, indicators, releasing
from rathaus.strategy.models import Indicator, Unit
from rathaus.strategy.periods import Period, read
from rathaus.strategy.tables import Mapping
from rathaus.towns.actors import Actor
from tests.people.making import department

BY = Actor.operator("Test")


def indicator(key: str = "glasfaser", *, direction: str = "higher", **fields: object) -> Indicator:
    """An indicator of the town in scope."""
    values = {
        "name": key.capitalize(),
        "meaning": "Was es heißt.",
        "unit": "%",
        "source": "Musteramt, Tabelle 7",
        "licence": "DL-DE/Zero-2.0",
        "department": department("Digitales"),
    }
    return indicators.save_indicator(Indicator(key=key, direction=direction, **(values | fields)), by=BY)


def unit(key: str, name: str = "", *, population: int | None = 10_000, **fields: object) -> Unit:
    """A place."""
    return indicators.save_unit(Unit(key=key, name=name or f"Ort {key}", population=population, **fields), by=BY)


def own(population: int = 10_000) -> Unit:
    """The town itself, with what is known of it."""
    found = indicators.own_unit(by=BY)
    found.population = population
    return indicators.save_unit(found, by=BY)


def enter(of: Indicator, at: Unit, period: str, value: float, **more: object) -> None:
    """One figure."""
    indicators.enter(of, at, read(period), value, by=BY, **more)


def figures(of: Indicator, period: str, values: dict[Unit, float]) -> None:
    """Figures of many places, released."""
    for at, value in values.items():
        enter(of, at, period, value)
    releasing.release(of, by=BY)


def table(of: Indicator, text: str, *, public: bool = True, mapping: Mapping | None = None):
    """Take a CSV table in, with its columns unit, period, value; returns the import and its reading."""
    proposal = importing.propose(
        of, text.encode(), file_name="werte.csv", source="Musteramt", licence="CC0", public=public, by=BY
    )
    reading = importing.take_in(proposal, mapping or Mapping(unit=0, period=1, value=2, name=3), by=BY)
    return proposal, reading


def period(text: str) -> Period:
    """As people write it."""
    return read(text)


def releasing_department() -> Department:
    """Who releases."""
    return department("Digitales")
