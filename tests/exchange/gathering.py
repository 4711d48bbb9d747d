"""Meetings for tests, made with the room's own actions, and people who register as everybody does."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.utils import timezone

from rathaus.applications import queries
from rathaus.applications.actions import begin, submit, withdraw
from rathaus.applications.models import Application
from rathaus.applications.queries import OpenDraft
from rathaus.catalogue.models import Service
from rathaus.exchange.actions import meetings, registering
from rathaus.exchange.models import Meeting, OwnEntry, Registration, Speaker, Talk
from rathaus.questionnaire import Draft
from rathaus.towns.actors import Actor
from tests.people.making import department

BY = Actor.operator("Test")
GROUP = "G99000009201"


def days(later: int = 30) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=later)


def meeting(slug: str = "digitaltag", **fields: object) -> Meeting:
    """A meeting of two days in a month, not public yet."""
    values: dict[str, object] = {
        "title": "Digitaltag",
        "summary": "Wir zeigen, was geht.",
        "place": "Stadthalle",
        "starts_on": days(30),
        "ends_on": days(31),
        "capacity": 2,
        "department": department("Digitales"),
    }
    return meetings.save(Meeting(slug=slug, **(values | fields)), by=BY)


def opened(slug: str = "digitaltag", **fields: object) -> Meeting:
    """A meeting to which one may register."""
    made = meeting(slug, **fields)
    registering.publish(made, by=BY)
    return made


def talk(of: Meeting, title: str = "Glasfaser", begins: str = "10:00", ends: str = "11:00", **fields: object) -> Talk:
    values = {"day": of.starts_on, "begins": dt.time.fromisoformat(begins), "ends": dt.time.fromisoformat(ends)}
    made = Talk(meeting=of, title=title, **(values | fields))
    meetings.save_part(made, by=BY)
    meetings.save_part(Speaker(talk=made, name="Ada Kern", town="Stadt Auental", agreed_on=days(0)), by=BY)
    return made


def filled(service: Service, name: str = "Mia", town: str = "Stadt Auental") -> OpenDraft:
    """A registration ready to be sent."""
    draft = Draft().with_values({
        f"{GROUP}.F99000009201": name,
        f"{GROUP}.F99000009202": "Beispiel",
        f"{GROUP}.F99000009203": town,
        f"{GROUP}.F99000009205": f"{name.lower()}@example.org",
    })  # fmt: skip
    record, _code = begin(service, by=Actor.applicant(""), draft=draft)
    return queries.opened(record)


def sent(draft: OpenDraft, language: str = "de") -> Application:
    """Sent as its owner sends it."""
    return submit(draft, by=Actor.applicant(str(draft.record.pk)), language=language)


def register(to: Meeting, name: str = "Mia", *, town: str = "Stadt Auental", language: str = "de") -> Application:
    """Somebody registers."""
    assert to.service is not None
    return sent(filled(to.service, name, town), language)


def cancel(application: Application) -> None:
    """Somebody takes the registration back."""
    withdraw(application, "", by=Actor.applicant(application.number))


def standing(of: Meeting) -> list[tuple[int, str]]:
    """Each registration by its number, and what it has."""
    rows = Registration.objects.filter(meeting=of).order_by("number")
    return [(one.number, "gone" if one.withdrawn_at else "place" if one.placed_at else "waits") for one in rows]


def entered_elsewhere() -> OwnEntry:
    """Something that the town in scope entered in a call of a town that is no more."""
    ids = {"keeper": uuid4(), "call": uuid4()}
    return OwnEntry.objects.create(title="x", summary="Aydın", sent_at=timezone.now(), revision=1, arrived=1, **ids)
