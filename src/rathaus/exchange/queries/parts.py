"""Reads: what the town made of a strategy part that it took over, beside what its origin offers now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from rathaus.exchange.contents.strategy import StrategyContents
from rathaus.exchange.models import Copy
from rathaus.exchange.placed import Placed
from rathaus.exchange.queries.packages import Waiting, target_of
from rathaus.exchange.updates.model import Part
from rathaus.exchange.updates.strategy import DAY, DEFINITION, MILESTONE, MONEY, Element, PartUpdate, Side, side_of
from rathaus.strategy.models import Goal, Indicator, Measure, Milestone, Money, Observation, Target


@dataclass(frozen=True)
class Own:
    """The town's rows that came of a part, by what they are at the origin.

    `parts`: milestones and money, by the id of their measure at the origin and the name of the fact.
    """

    placed: Placed
    goals: Mapping[str, Goal]
    measures: Mapping[str, Measure]
    indicators: Mapping[str, Indicator]
    parts: dict[tuple[str, str], Milestone | Money] = field(default_factory=dict)

    @classmethod
    def of(cls, copy: Copy, *sides: Side, lock: bool = False) -> Own:
        """Read them; with `lock`, so that nobody else changes them until the transaction ends."""
        placed = Placed.from_json(copy.rows)
        goals = Goal.objects.filter(pk__in=placed.goals.values())
        measures = Measure.objects.filter(pk__in=placed.measures.values())
        keys = {one.id for side in sides for one in side.values() if one.part is Part.INDICATORS}
        indicators = Indicator.objects.filter(key__in=keys)
        if lock:
            goals, measures = goals.select_for_update(of=("self",)), measures.select_for_update(of=("self",))
            indicators = indicators.select_for_update(of=("self",))
        goal_rows = {one.pk: one for one in goals.select_related("field", "indicator")}
        measure_rows = {one.pk: one for one in measures.prefetch_related("milestones", "money")}
        found = cls(
            placed,
            {id_: goal_rows[UUID(pk)] for id_, pk in placed.goals.items() if UUID(pk) in goal_rows},
            {id_: measure_rows[UUID(pk)] for id_, pk in placed.measures.items() if UUID(pk) in measure_rows},
            {one.key: one for one in indicators},
        )
        found.parts.update(found._parts(sides))
        return found

    def _parts(self, sides: tuple[Side, ...]) -> Iterator[tuple[tuple[str, str], Milestone | Money]]:
        """Those that were put here; and, of what is new at the origin, those that the town has already."""
        for id_, measure in self.measures.items():
            rows: dict[str, Milestone | Money] = {str(one.pk): one for one in measure.milestones.all()}
            rows |= {str(one.pk): one for one in measure.money.all()}
            free = dict(rows)
            for name, pk in self.placed.parts_of(id_):
                free.pop(pk, None)
                if pk in rows:
                    yield (id_, name), rows[pk]
            meant = {_meaning(one, measure): one for one in free.values()}
            for side in sides:
                said = side.get(f"{Part.MEASURES}:{id_}")
                for name, fact in said.facts.items() if said else ():
                    wanted = MILESTONE + fact if name.startswith(MILESTONE) else name
                    if f"{id_}/{name}" not in self.placed.parts and wanted in meant:
                        yield (id_, name), meant.pop(wanted)

    def side(self, base: Side) -> Side:
        """What the town says, in the origin's terms."""
        used = {
            pk
            for kind in (Observation, Target)
            for pk in kind.objects.filter(indicator__in=self.indicators.values())
            .values_list("indicator_id", flat=True)
            .distinct()
        }
        elements = [
            *(self._goal(id_, one, base) for id_, one in self.goals.items()),
            *(self._measure(id_, one) for id_, one in self.measures.items()),
            *(_indicator(one, used) for one in self.indicators.values()),
        ]
        return {one.key: one for one in elements}

    def _goal(self, id_: str, row: Goal, base: Side) -> Element:
        """As long as it is where it was put, it belongs to the field that the origin names."""
        before = base.get(f"{Part.GOALS}:{id_}")
        is_at_home = before is not None and self.placed.homes.get(id_) == str(row.field_id)
        said = {
            "field": before.facts["field"] if before and is_at_home else row.field.name,
            "title": row.title,
            "meaning": row.meaning,
            "indicator": row.indicator.key if row.indicator else "",
        }
        return Element(Part.GOALS, id_, row.title, said)

    def _measure(self, id_: str, row: Measure) -> Element:
        goals = {one.pk: origin for origin, one in self.goals.items()}
        said = {
            "goal": goals.get(row.goal_id, str(row.goal_id)),
            "title": row.title,
            "description": row.description,
            "risks": row.risks,
            "days": str((row.ends_on - row.starts_on).days),
        }
        built_on = set()
        for (measure, name), one in self.parts.items():
            if measure != id_:
                continue
            if isinstance(one, Money):
                said[name] = f"{one.budget:.2f}"
                built_on |= {name} if one.spent else set()
            else:
                said[name] = one.title
                said[DAY + name.removeprefix(MILESTONE)] = str((one.due_on - row.starts_on).days)
                built_on |= {name} if one.reached_on else set()
        return Element(Part.MEASURES, id_, row.title, said, frozenset(built_on))


def _meaning(row: Milestone | Money, measure: Measure) -> str:
    """The name of the fact that a row of the town's own would be."""
    if isinstance(row, Money):
        return f"{MONEY}{row.year - measure.starts_on.year}/{row.source}"
    return MILESTONE + row.title


def _indicator(row: Indicator, used: set[UUID]) -> Element:
    said = {name: str(getattr(row, name)) for name in (*DEFINITION, "computed")}
    return Element(Part.INDICATORS, row.key, row.name, said, frozenset({"unit"} if row.pk in used else ()))


@dataclass(frozen=True)
class PendingPart(Waiting):
    """A newer version of a strategy part beside what the town made of it."""

    update: PartUpdate
    own: Own

    @property
    def needs_department(self) -> bool:
        """Whether something new is taken that somebody must answer for."""
        new = {one.key for one in self.choices if "/" not in one.key and one.part is not Part.GOALS}
        return bool(self.taken & new) or any(one.goal in self.taken for one in self.update.theirs.values())


def pending_part(copy: Copy, *, lock: bool = False) -> PendingPart | None:
    """What waits to be taken into the strategy; None where nothing does, or the part was never put into it."""
    target = target_of(copy)
    if target is None or not copy.rows:
        return None
    return PendingPart(copy, target, *_compared(copy, StrategyContents.from_files(target.read().files), lock=lock))


def against_own(copy: Copy, newer: StrategyContents) -> PartUpdate:
    """What a package would change in what the town made of a copy."""
    return _compared(copy, newer)[0]


def _compared(copy: Copy, newer: StrategyContents, *, lock: bool = False) -> tuple[PartUpdate, Own]:
    base = StrategyContents.from_files(copy.base.read().files)
    before = side_of(base)
    own = Own.of(copy, before, side_of(newer, base), lock=lock)
    return PartUpdate.of(base, newer, own.side(before)), own
