"""From a promise of a meeting to a measure of the strategy, or a milestone of one."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Meeting, MeetingTask
from rathaus.people.models import Department
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.strategy.actions import plans
from rathaus.strategy.models import Goal, Measure, Milestone
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


def become_measure(task: MeetingTask, goal: Goal, department: Department, *, by: Actor) -> Measure:
    """Make a measure of a task, with the task as its first milestone. Raises `ExchangeError` where it is one."""
    require(by, Permission.STRATEGY)
    _require_free(task)
    today = timezone.localdate()
    measure = Measure(
        goal=goal,
        title=task.title,
        description=_("Beschlossen bei: %(meeting)s") % {"meeting": task.meeting.title},
        department=department,
        starts_on=min(today, task.due_on),
        ends_on=task.due_on,
    )
    with atomic_write():
        plans.save(measure, by=by)
        _attach(task, measure, by)
    return measure


def join_measure(task: MeetingTask, measure: Measure, *, by: Actor) -> None:
    """Make a task a milestone of a measure that there is. Raises `ExchangeError` where it belongs to one already."""
    require(by, Permission.STRATEGY)
    _require_free(task)
    with atomic_write():
        _attach(task, measure, by)


def _require_free(task: MeetingTask) -> None:
    if task.measure_id is not None:
        raise ExchangeError(_("Diese Aufgabe gehört schon zu einer Maßnahme."))


def _attach(task: MeetingTask, measure: Measure, by: Actor) -> None:
    """The milestone and the mark on the task, in the caller's transaction."""
    milestone = Milestone(measure=measure, title=task.title, due_on=task.due_on, reached_on=task.done_on)
    plans.save(milestone, by=by)
    task.measure = measure
    task.save(update_fields=["measure"])
    audit.record("meeting.task_became_measure", task, by=by, details={"measure": str(measure.pk)})


def follow_up(before: Meeting, meeting: Meeting, *, by: Actor) -> None:
    """Say that `meeting`, which has just been planned, continues another."""
    require(by, Permission.STRATEGY)
    with atomic_write():
        meeting.follows = before
        meeting.save(update_fields=["follows"])
        audit.record("meeting.follows", meeting, by=by, details={"before": str(before.pk)})
