"""The meetings of the demo town: one that was, and a conference of two days to which people have registered.

Everybody registers as everybody does, by an application for the service of the house.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from django.utils import timezone

from rathaus.applications import queries as applications
from rathaus.applications.actions import drafts, submitting
from rathaus.catalogue.models import Service
from rathaus.events.models import OutboxMessage
from rathaus.exchange.actions import meetings, registering, tasks
from rathaus.exchange.models import Material, Meeting, MeetingTask, Speaker, Talk
from rathaus.exchange.queries import meetings as queries
from rathaus.people.models import Department
from rathaus.project.demo import town
from rathaus.project.demo.stories import sealed
from rathaus.questionnaire import Draft
from rathaus.strategy.models import Measure
from rathaus.towns.actors import Actor

FILE = Path(__file__).parent / "exchange" / "meetings.json"
FEW = 3
"""So many register where it need not be full."""
_GIVEN = ("Ada", "Bela", "Carla", "Dilek", "Emil", "Frieda", "Goran", "Hedda", "Ilja", "Jule", "Kofi", "Lene")
_FAMILY = (
    "Abendroth",
    "Brinkum",
    "Dahlhoff",
    "Eberz",
    "Funke",
    "Gerlach",
    "Hamidi",
    "Ihle",
    "Jansky",
    "Kowol",
    "Lüders",
)
_TOWNS = (
    "Stadt Auenbrück", "Bachheim an der Lohe", "Gemeinde Eschenrode", "Stadt Falkenried", "Stadt Grünhagen am See",
    "Gemeinde Immenau", "Stadt Dornfelde", "Gemeinde Haselwalde", "Kreis Lindenland", "Stadt Lerchenthal",
)  # fmt: skip
_UNNAMED = {"Tarek Lund"}
"""Who presents and did not want to stand in the programme."""
_NEEDS = ("", "", "", "", "vegan", "", "Platz für einen Rollstuhl", "", "")


def furnish(department: Department, *, full: bool, by: Actor) -> None:
    """Everything in the file, in its order: what follows another meeting stands below it.

    Everybody in it registers where the conference is to be `full`; otherwise the first few. Their mails are read.
    """
    begun = timezone.now()
    for described in json.loads(FILE.read_text(encoding="utf-8")):
        _meeting(described, department, by)
        _register_all(described, full=full, by=by)
    OutboxMessage.objects.filter(created_at__gte=begun).update(done_at=timezone.now())


def _meeting(described: Mapping[str, Any], department: Department, by: Actor) -> None:
    first = _working_day(timezone.localdate() + dt.timedelta(days=described["first"]), described["days"])
    planned = Meeting(
        slug=described["slug"],
        title=described["title"],
        summary=described["summary"],
        place=described["place"],
        starts_on=first,
        ends_on=first + dt.timedelta(days=described["days"] - 1),
        capacity=described["capacity"],
        department=department,
        contact=described["contact"],
    )
    meetings.save(planned, by=by)
    if "follows" in described:
        tasks.follow_up(Meeting.objects.get(slug=described["follows"]), planned, by=by)
    for talk in described["talks"]:
        _talk(planned, talk, by)
    for task in described["tasks"]:
        _task(planned, task, by)
    if "minutes" in described:
        meetings.write_minutes(planned, described["minutes"], by=by)
    registering.publish(planned, by=by)


def _working_day(day: dt.date, days: int) -> dt.date:
    """The day, or the Monday after where a meeting of so many days would run into the weekend."""
    return day + dt.timedelta(days=7 - day.weekday() if day.weekday() + days > 5 else 0)


def _talk(meeting: Meeting, described: Mapping[str, Any], by: Actor) -> None:
    talk = Talk(
        meeting=meeting,
        day=meeting.starts_on + dt.timedelta(days=described["day"]),
        begins=dt.time.fromisoformat(described["begins"]),
        ends=dt.time.fromisoformat(described["ends"]),
        room=described["room"],
        title=described["title"],
        abstract=described.get("abstract", ""),
    )
    meetings.save_part(talk, by=by)
    for name, place in described.get("speakers", ()):
        agreed_on = None if name in _UNNAMED else timezone.localdate()
        meetings.save_part(Speaker(talk=talk, name=name, town=place, agreed_on=agreed_on), by=by)
    for title, name in described.get("files", ()):
        upload = sealed(name, (town.FILES / "beispiel.pdf").read_bytes())
        meetings.save_part(Material(meeting=meeting, talk=talk, title=title), upload=upload, by=by)


def _task(meeting: Meeting, described: Mapping[str, Any], by: Actor) -> None:
    today = timezone.localdate()
    task = MeetingTask(
        meeting=meeting,
        title=described["title"],
        who=described["who"],
        due_on=today + dt.timedelta(days=described["due"]),
        done_on=today + dt.timedelta(days=described["done"]) if "done" in described else None,
    )
    meetings.save_part(task, by=by)
    if "measure" in described:
        tasks.join_measure(task, Measure.objects.get(title=described["measure"]), by=by)


def _register_all(described: Mapping[str, Any], *, full: bool, by: Actor) -> None:
    meeting = Meeting.objects.select_related("service").get(slug=described["slug"])
    if meeting.service is None:
        return
    random = Random(2026)  # noqa: S311 (no secret)
    names = random.sample([(given, family) for family in _FAMILY for given in _GIVEN], described["people"])
    for name in names if full else names[:FEW]:
        _register(meeting.service, *name, random.choice(_TOWNS), random.choice(_NEEDS))
    found = queries.towns_of(queries.participants(meeting))
    meetings.show_towns(meeting, [name for name, _count in found], by=by)


def _register(service: Service, given: str, family: str, place: str, needs: str) -> None:
    values = {
        registering.ROLES["given"]: given,
        registering.ROLES["family"]: family,
        registering.ROLES["town"]: place,
        registering.ROLES["email"]: f"{given}.{family}@example.org".lower().replace("ü", "ue"),
        registering.NEEDS: needs,
    }
    draft = Draft().with_values({key: value for key, value in values.items() if value})
    record, _code = drafts.begin(service, by=Actor.applicant(""), draft=draft)
    submitting.submit(applications.opened(record), by=Actor.applicant(str(record.pk)))
