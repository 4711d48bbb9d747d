"""From the events of a case to where it stands. Pure: the same events give the same picture, at any time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from rathaus.cases.models import Case, CaseEvent, Outcome, State

Kind = CaseEvent.Kind


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands after some of its events."""

    state: str = State.NEW
    assignee_id: UUID | None = None
    due_on: date | None = None
    reply_due_on: date | None = None
    outcome: str = ""
    events_count: int = 0


FIELDS = ("state", "assignee_id", "due_on", "reply_due_on", "outcome", "events_count")


def after(standing: Standing, event: CaseEvent) -> Standing:
    """The standing once `event` has happened too."""
    return replace(standing, events_count=event.number, **_changes(standing, event))


def rebuild(events: Iterable[CaseEvent]) -> Standing:
    """The standing of a case from nothing but its events, in order."""
    standing = Standing()
    for event in events:
        standing = after(standing, event)
    return standing


def of(case: Case) -> Standing:
    """The standing that is written on the case."""
    return Standing(**{name: getattr(case, name) for name in FIELDS})


def write(case: Case, standing: Standing) -> None:
    """Put a standing on the case's columns (the caller saves)."""
    for name in FIELDS:
        setattr(case, name, getattr(standing, name))


def _changes(standing: Standing, event: CaseEvent) -> dict[str, Any]:
    match event.kind:
        case Kind.OPENED | Kind.DUE:
            return {"due_on": _day(event.data["due_on"])}
        case Kind.TAKEN | Kind.ASSIGNED:
            state = State.WORKING if standing.state == State.NEW else standing.state
            return {"state": state, "assignee_id": UUID(event.data["assignee"])}
        case Kind.RELEASED:
            state = State.NEW if standing.state == State.WORKING else standing.state
            return {"state": state, "assignee_id": None}
        case Kind.ASKED:
            return {"state": State.ASKED, "reply_due_on": _day(event.data["reply_by"])}
        case Kind.ANSWERED if standing.state != State.DECIDED:
            return {"state": State.ANSWERED, "reply_due_on": None}
        case Kind.WROTE if standing.state == State.WORKING:
            return {"state": State.ANSWERED}
        case Kind.DECIDED | Kind.WITHDRAWN | Kind.SETTLED:
            outcome = "" if event.kind == Kind.SETTLED else event.data.get("outcome", Outcome.WITHDRAWN.value)
            return {"state": State.DECIDED, "outcome": outcome, "due_on": None, "reply_due_on": None}
        case _:
            return {}


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
