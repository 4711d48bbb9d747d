"""Taking what the origin of a strategy part changed into one's own strategy, change by change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rathaus.exchange.actions import planning
from rathaus.exchange.actions.updating import check_decided
from rathaus.exchange.contents.strategy import MeasurePart
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Copy
from rathaus.exchange.placed import Placed
from rathaus.exchange.queries.parts import Own, PendingPart, pending_part
from rathaus.exchange.updates.model import Part
from rathaus.exchange.updates.strategy import MILESTONE, MONEY, Element, milestones
from rathaus.people.models import Department
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.strategy.actions import indicators, plans
from rathaus.strategy.models import Field, Goal, Indicator, Measure, Money, Strategy
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

_OF_FACTS: dict[str, Callable[[str], Any]] = {"decimals": int, "per_head": "True".__eq__}
"""What is no text in the definition of an indicator, from its fact."""


def finish(pending: PendingPart, *, department: Department | None = None, by: Actor) -> int:
    """Put what was taken into the strategy; the copy then agrees with the origin's version. Nothing is published.

    `department` answers for what is new; the one of the copy where none is named. Days, spending, reports, targets and
    departments of the town stay as they are. Returns how many changes were taken. Raises `ExchangeError` while
    something is open, where the town changed the same meanwhile, or where something taken hangs on what was not;
    `NotAllowed`.
    """
    require(by, Permission.STRATEGY)
    check_decided(pending)
    _check_ties(pending)
    answering = department or (_department_of(pending) if pending.needs_department else None)
    with atomic_write():
        copy = Copy.objects.select_for_update(of=("self",)).select_related("base").get(pk=pending.copy.pk)
        fresh = pending_part(copy, lock=True)
        if fresh is None or fresh.taken != pending.taken or fresh.kept != pending.kept or fresh.open:
            raise ExchangeError(_("Ihre Strategie wurde inzwischen geändert. Bitte sehen Sie noch einmal hin."))
        _Taking(fresh, answering, by).run()
        copy.base, copy.decisions, copy.rows = fresh.target, {}, fresh.own.placed.to_json()
        copy.save(update_fields=["base", "decisions", "rows"])
        details = {"version": fresh.target.version, "taken": sorted(fresh.taken), "kept": sorted(fresh.kept)}
        audit.record("exchange.updated", copy, by=by, details=details)
    return len(fresh.taken)


def _department_of(pending: PendingPart) -> Department:
    """Who answers for what came of the part so far."""
    found = Department.objects.filter(pk=pending.own.placed.department).first()
    if found is None:
        raise _nobody_answers()
    return found


def _nobody_answers() -> ExchangeError:
    return ExchangeError(_("Sagen Sie, wer für das Neue verantwortlich ist."))


def _check_ties(pending: PendingPart) -> None:
    """Raise `ExchangeError` where a goal or an indicator is missing to which something that is taken belongs."""
    for element in pending.update.theirs.values():
        for name, part in (("goal", Part.GOALS), ("indicator", Part.INDICATORS)):
            said = element.facts.get(name)
            if said and f"{element.key}/{name}" in pending.taken:
                other = f"{part}:{said}"
                if other not in pending.update.mine and other not in pending.taken:
                    title = pending.update.theirs[other].title
                    raise ExchangeError(_("Übernehmen Sie auch „%s“: Etwas anderes gehört dazu.") % title)


@dataclass(frozen=True, slots=True)
class _Taking:
    """What was taken, put into the rows of the town, inside the transaction."""

    pending: PendingPart
    department: Department | None
    by: Actor

    @property
    def answering(self) -> Department:
        """Who answers for what is new."""
        if self.department is None:
            raise _nobody_answers()
        return self.department

    @property
    def own(self) -> Own:
        return self.pending.own

    @property
    def placed(self) -> Placed:
        return self.pending.own.placed

    def run(self) -> None:
        contents, taken = self.pending.update.contents, self.pending.taken
        for indicator in contents.indicators:
            if f"{Part.INDICATORS}:{indicator.key}" in taken:
                planning.add_indicator(indicator, department=self.answering, by=self.by)
        goals = dict(self.own.goals)
        for goal in contents.goals:
            if f"{Part.GOALS}:{goal.id}" in taken:
                goals[goal.id] = planning.add_goal(goal, self._field(goal.field), self.placed, by=self.by)
        for goal in contents.goals:
            for measure in goal.measures:
                self._measure(measure, goal.id, goals)
        for element in self.pending.update.theirs.values():
            self._facts(element, goals)
        self._follow_names()

    def _measure(self, measure: MeasurePart, goal: str, goals: dict[str, Goal]) -> None:
        """Add one that was taken, by itself or with its goal."""
        is_taken = {f"{Part.MEASURES}:{measure.id}", f"{Part.GOALS}:{goal}"} & self.pending.taken
        if is_taken and measure.id not in self.own.measures:
            planning.add_measure(measure, goals[goal], self.placed, department=self.answering, by=self.by)

    def _facts(self, element: Element, goals: dict[str, Goal]) -> None:
        mine = self.pending.update.mine.get(element.key)
        names = {*element.facts, *(mine.facts if mine else ())}
        taken = {name: element.facts.get(name) for name in names if f"{element.key}/{name}" in self.pending.taken}
        if not taken:
            return
        match element.part:
            case Part.GOALS:
                self._change_goal(self.own.goals[element.id], element, taken)
            case Part.MEASURES:
                self._change_measure(self.own.measures[element.id], element, taken, goals)
            case _:
                self._change_indicator(self.own.indicators[element.id], taken)

    def _change_goal(self, row: Goal, element: Element, taken: dict[str, Any]) -> None:
        for name, value in taken.items():
            match name:
                case "field":
                    row.field = self._field(value)
                    self.placed.homes[element.id] = str(row.field.pk)
                case "indicator":
                    row.indicator = Indicator.objects.filter(key=value).first() if value else None
                case _:
                    setattr(row, name, value or "")
        plans.save(row, by=self.by)

    def _change_measure(self, row: Measure, element: Element, taken: dict[str, Any], goals: dict[str, Goal]) -> None:
        plain = {name: value for name, value in taken.items() if "/" not in name}
        for name, value in plain.items():
            setattr(row, name, goals[value] if name == "goal" else value or "")
        if plain:
            plans.save(row, by=self.by)
        for name in taken.keys() - plain.keys():
            self._change_part(row, element, name, taken[name])

    def _change_part(self, measure: Measure, element: Element, name: str, value: str | None) -> None:
        """A milestone or an amount: there now, gone, or other than it was."""
        row, place = self.own.parts.get((element.id, name)), f"{element.id}/{name}"
        if value is None:
            if row is not None:
                plans.remove(row, by=self.by)
            self.placed.parts.pop(place, None)
        elif row is None and name.startswith(MONEY):
            planning.add_money(measure, name, value, place=place, placed=self.placed, by=self.by)
        elif row is None:
            day = int(element.facts[name.replace(MILESTONE, "day/", 1)])
            planning.add_milestone(measure, value, day, place=place, placed=self.placed, by=self.by)
        else:
            if isinstance(row, Money):
                row.budget = Decimal(value)
            else:
                row.title = value
            plans.save(row, by=self.by)
            self.placed.parts[place] = str(row.pk)

    def _change_indicator(self, row: Indicator, taken: dict[str, Any]) -> None:
        for name, value in taken.items():
            setattr(row, name, _OF_FACTS[name](value) if name in _OF_FACTS else value or "")
        indicators.save_indicator(row, by=self.by)

    def _field(self, name: str) -> Field:
        """The town's field of action of that name; a new one where it has none."""
        found = Field.objects.filter(name=name).first()
        if found is None:
            found = Field(strategy=Strategy.objects.get(), name=name)
            plans.save(found, by=self.by)
        return found

    def _follow_names(self) -> None:
        """Call milestones as the origin does now, from which the next version is told."""
        before = {one.id: one for one in planning.contents_of(self.pending.copy).measures}
        parts = self.placed.parts
        for measure in self.pending.update.contents.measures:
            names = zip(milestones(measure, before.get(measure.id)), milestones(measure), strict=True)
            places = {
                f"{measure.id}/{MILESTONE}{old}": f"{measure.id}/{MILESTONE}{new}" for old, new in names if old != new
            }
            moved = {new: parts.pop(old) for old, new in places.items() if old in parts}
            parts.update(moved)
