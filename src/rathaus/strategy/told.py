"""The strategy in words: states, milestones, changes, as pages and papers say them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rathaus.strategy.plan import Change, Grant, Kind, Measure, Milestone, State
from rathaus.strategy.queries import Latest
from rathaus.strategy.templatetags.strategy import euros, figure, moved

STATES: dict[State, str | Promise] = {
    State.PLANNED: gettext_lazy("noch nicht begonnen"),
    State.RUNNING: gettext_lazy("läuft nach Plan"),
    State.LATE: gettext_lazy("verspätet"),
    State.DONE: gettext_lazy("erledigt"),
    State.STOPPED: gettext_lazy("beendet"),
}


def states(counts: Mapping[State, int]) -> str:
    """How many measures stand how; states that none is in are left out."""
    return ", ".join(f"{STATES[state]}\u00a0{count}" for state, count in counts.items() if count)


def day(value: dt.date) -> str:
    """A day as people write it."""
    return date_format(value, "SHORT_DATE_FORMAT")


def milestone(one: Milestone, today: dt.date, *, stopped: bool = False) -> str:
    """A milestone with its day, and whether it is late; without one where its measure was `stopped` before."""
    if one.reached_on:
        return _("%(title)s: erreicht am %(day)s") % {"title": one.title, "day": day(one.reached_on)}
    if stopped:
        return _("%(title)s: nicht erreicht") % {"title": one.title}
    said = _("%(title)s: bis %(day)s") % {"title": one.title, "day": day(one.due_on)}
    return _("%(milestone)s (überfällig)") % {"milestone": said} if one.late(today) else said


def money(measure: Measure) -> str:
    """What was spent of what was planned."""
    return _("%(spent)s von %(budget)s ausgegeben") % {"spent": euros(measure.spent), "budget": euros(measure.budget)}


def grant(one: Grant) -> str:
    """What was granted, by what, and how much of it has come."""
    return _("%(amount)s aus „%(programme)s“, davon %(received)s eingegangen") % {
        "amount": euros(one.amount),
        "programme": one.programme,
        "received": euros(one.received),
    }


def latest(one: Latest) -> str:
    """An indicator with its newest figure, how it moved, and its target."""
    said = f"{one.indicator.name}: –"
    if one.now:
        said = f"{one.indicator.name}: {figure(one.now.value, one.indicator)} ({one.now.period}{_moved(one)})"
    if not one.target:
        return said
    aim = {"value": figure(one.target.value, one.indicator), "day": day(one.target.due_on)}
    return f"{said}, {_('Ziel: %(value)s bis %(day)s') % aim}"


def _moved(one: Latest) -> str:
    if not one.change or not one.before:
        return ""
    values = {"change": moved(one.change, one.indicator), "before": one.before.period}
    said = _("%(change)s gegenüber %(before)s") % values
    words = {True: f", {_('besser')}", False: f", {_('schlechter')}", None: ""}[one.better]
    return f", {said}{words}"


def change(one: Change) -> str:
    """What happened between two published states, without where."""
    match one.kind:
        case Kind.NEW | Kind.GONE:
            return _("neu") if one.kind is Kind.NEW else _("entfallen")
        case Kind.REACHED:
            return _("„%(what)s“ erreicht am %(day)s") % {"what": one.what, "day": day(one.after)}
        case Kind.MOVED:
            values = {"what": one.what, "before": day(one.before), "after": day(one.after)}
            of_milestone = _("„%(what)s“ verschoben von %(before)s auf %(after)s")
            return (of_milestone if one.what else _("Ende verschoben von %(before)s auf %(after)s")) % values
        case Kind.MONEY:
            return _money(one)
        case Kind.GRANTED:
            return _("%(amount)s bewilligt aus „%(programme)s“") % {"amount": euros(one.after), "programme": one.what}
        case Kind.STATE:
            said = _("jetzt %(after)s, zuvor %(before)s") % {"after": STATES[one.after], "before": STATES[one.before]}
            return f"{said}: {one.what}" if one.what else said
        case Kind.REPORT:
            return f"{one.what} ({day(one.after)})"
        case Kind.TEXT:
            return _("hieß zuvor „%(before)s“") % {"before": one.before}
    assert_never(one.kind)


def _money(one: Change) -> str:
    (was, was_spent), (budget, spent) = one.before, one.after
    values = {"budget": euros(budget), "was": euros(was), "spent": euros(spent), "was_spent": euros(was_spent)}
    if budget == was:
        return _("ausgegeben %(spent)s (zuvor %(was_spent)s) von %(budget)s") % values
    if spent == was_spent:
        return _("geplant %(budget)s (zuvor %(was)s)") % values
    return _("geplant %(budget)s (zuvor %(was)s), ausgegeben %(spent)s (zuvor %(was_spent)s)") % values


@dataclass(frozen=True, slots=True)
class Changed:
    """Everything that happened to one measure or goal, the weightiest first. `measure`: its id where it still is."""

    where: str
    measure: str
    sentences: tuple[str, ...]


_WEIGHT = {kind: at for at, kind in enumerate((
    Kind.NEW, Kind.GONE, Kind.TEXT, Kind.STATE, Kind.REACHED, Kind.MOVED, Kind.GRANTED, Kind.MONEY, Kind.REPORT,
))}  # fmt: skip


def changed(found: Sequence[Change]) -> list[Changed]:
    """The changes by what they happened to, in their order."""
    by_place: dict[tuple[str, str, bool], list[Change]] = {}
    for one in found:
        by_place.setdefault((one.where, one.measure, one.kind is Kind.GONE), []).append(one)
    return [
        Changed(where, measure, tuple(change(one) for one in sorted(some, key=lambda one: _WEIGHT[one.kind])))
        for (where, measure, _gone), some in by_place.items()
    ]
