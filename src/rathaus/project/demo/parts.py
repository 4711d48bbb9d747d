"""A measure that the demo town took over from its invented neighbour, who has changed it since."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from rathaus.exchange.actions import installing, planning, receiving
from rathaus.exchange.contents.strategy import GoalPart, IndicatorPart, MeasurePart, MilestonePart, MoneyPart
from rathaus.exchange.contents.strategy import StrategyContents as Contents
from rathaus.exchange.models import Received
from rathaus.exchange.package import Kind, build
from rathaus.people.models import Department
from rathaus.project.demo import takeover
from rathaus.project.demo.timeline import Timeline
from rathaus.strategy.actions import plans
from rathaus.strategy.models import Field, Measure
from rathaus.towns import clock
from rathaus.towns.actors import Actor

PACKAGE = "6b1f3f0e-52a4-4b0d-8f0c-1d9f6f8e2c77"
NAME, SUMMARY = "Sprechstunde im Bücherbus", "Eine Maßnahme mit Meilensteinen, Geld und der Kennzahl dazu."
FIELD = "Gesellschaft und Teilhabe"
TAKEN_OVER, CHANGED_THERE = 45, 4
"""Days ago."""
OWN_BUDGET = Decimal(4500)
"""What the town plans instead of the neighbour's amount."""

_BUS = MeasurePart(
    id="sprechstunde-im-buecherbus",
    title="Sprechstunde im Bücherbus",
    description="Wo der Bücherbus hält, sitzt eine Lotsin oder ein Lotse mit zwei Geräten zum Ausprobieren.",
    risks="Im Winter ist es im Bus zu kalt.",
    days=420,
    service="",
    milestones=(MilestonePart("Route und Zeiten vereinbart", 30), MilestonePart("Alle sechs Haltestellen", 240)),
    money=(MoneyPart(0, "Haushalt", "6000.00"),),
)
_VISITS = IndicatorPart(
    key="besuche-sprechstunde",
    name="Besuche in der Sprechstunde unterwegs",
    meaning="So oft hat sich jemand außerhalb des Rathauses helfen lassen.",
    unit="Besuche",
    decimals=0,
    direction="higher",
    method="Strichliste im Bus.",
    source="Bücherei",
    licence="CC0-1.0",
    frequency="yearly",
    computed="",
    per_head=True,
)
_GOAL = GoalPart(
    id="hilfe-in-der-naehe",
    field=FIELD,
    title="Hilfe kommt dorthin, wo die Leute sind.",
    meaning="",
    indicator=_VISITS.key,
    measures=(_BUS,),
)


def _contents(version: int) -> Contents:
    """What the neighbour passed on: at first, and after its first winter."""
    if version == 1:
        return Contents((_GOAL,), (_VISITS,))
    bus = replace(
        _BUS,
        risks="Im Winter ist es im Bus zu kalt: von November bis März in den Schulen sitzen.",
        milestones=(*_BUS.milestones, MilestonePart("Winterplan mit den Schulen", 180)),
        money=(MoneyPart(0, "Haushalt", "7200.00"),),
    )
    visits = replace(_VISITS, method="Strichliste im Bus; wer zweimal kommt, zählt zweimal.")
    return Contents((replace(_GOAL, measures=(bus,)),), (visits,))


def take_over(timeline: Timeline, key: Ed25519PrivateKey, department: Department, *, by: Actor) -> None:
    """Put the neighbour's measure into the strategy, plan less money for it, and reach the first milestone."""
    with clock.played_at(timeline.ago(TAKEN_OVER, hour=10)):
        copy = installing.install(_received(1, key, by=by), by=by)
        planning.put_into_strategy(copy, Field.objects.get(name=FIELD), department=department, by=by)
    with clock.played_at(timeline.ago(TAKEN_OVER - 25, hour=15)):
        measure = Measure.objects.get(title=_BUS.title)
        money = measure.money.get()
        money.budget = OWN_BUDGET
        plans.save(money, by=by)
        first = measure.milestones.order_by("due_on")[0]
        first.reached_on = clock.today()
        plans.save(first, by=by)


def hear(timeline: Timeline, key: Ed25519PrivateKey, *, by: Actor) -> None:
    """The neighbour's newer version comes as a file; nobody has decided about it yet."""
    with clock.played_at(timeline.ago(CHANGED_THERE, hour=9)):
        _received(2, key, by=by)


def _received(version: int, key: Ed25519PrivateKey, *, by: Actor) -> Received:
    said = takeover.cover(PACKAGE, version, NAME, SUMMARY, made_at=clock.today())
    data = build(_contents(version).to_files(), replace(said, kind=Kind.STRATEGY), key)
    return receiving.receive(data, came_from=f"sprechstunde-im-buecherbus-{version}.rathaus", by=by)
