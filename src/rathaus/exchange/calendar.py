"""A meeting and its talks as iCalendar (RFC 5545), to subscribe to or to put into one's own calendar.

Identifiers are the ids of the rows (RFC 7986, section 5.3, recommends UUIDs), so that a changed talk moves in the
calendars instead of standing there twice; SEQUENCE counts its changes and those of the meeting. There is no METHOD: it
would ask for the address of an ORGANIZER (RFC 5546, section 3.2.1), and without it DTSTAMP says when the entry was
last revised (RFC 5545, section 3.8.7.2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext
from icalendar import Calendar, Event, Timezone, vText

from rathaus.exchange.models import Meeting, Talk

MEDIA_TYPE = "text/calendar; charset=utf-8"
_REFRESH = dt.timedelta(hours=6)
_BERLIN = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
"""The zone of every town (`TIME_ZONE`), with its rule since 1996 (Directive 2000/84/EC): it holds for any year, and an
observance begins in the local time before it (RFC 5545, section 3.6.5).
"""


def of_meeting(meeting: Meeting, talks: Iterable[Talk], *, address: str) -> bytes:
    """The days of the meeting as one entry, and each talk as one. `address`: the page of the meeting."""
    return _calendar(meeting, [_whole(meeting, address), *(_talk(meeting, talk, address) for talk in talks)])


def of_talk(meeting: Meeting, talk: Talk, *, address: str) -> bytes:
    """One talk alone."""
    return _calendar(meeting, [_talk(meeting, talk, address)])


def _calendar(meeting: Meeting, events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Rathaus//DE")
    calendar.add("version", "2.0")
    calendar.add("name", meeting.title)
    calendar.add("x-wr-calname", meeting.title)
    calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")  # the same for Outlook
    calendar.add_component(Timezone.from_ical(_BERLIN))
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _whole(meeting: Meeting, address: str) -> Event:
    event = _event(meeting.pk, meeting.title, meeting.changed_at, meeting.revision, address)
    _say_whether(event, cancelled=meeting.cancelled_at is not None)
    event.add("dtstart", meeting.starts_on)
    event.add("dtend", meeting.ends_on + dt.timedelta(days=1))  # the day after: RFC 5545, section 3.6.1
    event.add("location", meeting.place)
    event.add("description", "\n\n".join(part for part in (meeting.cancelled_why, meeting.summary) if part))
    event.add("transp", "TRANSPARENT")
    return event


def _talk(meeting: Meeting, talk: Talk, address: str) -> Event:
    zone = timezone.get_default_timezone()
    changed_at = max(meeting.changed_at, talk.changed_at)  # the place is the meeting's
    revision, page = meeting.revision + talk.revision, f"{address}#beitrag-{talk.pk}"
    event = _event(talk.pk, talk.title, changed_at, revision, page)
    event.add("dtstart", dt.datetime.combine(talk.day, talk.begins, zone))
    event.add("dtend", dt.datetime.combine(talk.day, talk.ends, zone))
    event.add("location", ", ".join(part for part in (talk.room, meeting.place) if part))
    speakers = "\n".join(", ".join(filter(None, one)) for one in talk.told_speakers())
    event.add("description", "\n\n".join(part for part in (speakers, talk.abstract) if part))
    _say_whether(event, cancelled=talk.cancelled or meeting.cancelled_at is not None)
    return event


def _say_whether(event: Event, *, cancelled: bool) -> None:
    """Whether it takes place; in the title as well, for calendars that do not show the state of what they subscribe."""
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if cancelled:
        event["summary"] = vText(gettext("Abgesagt: %(title)s") % {"title": event["summary"]})


def _event(uid: UUID, title: str, changed_at: dt.datetime, revision: int, address: str) -> Event:
    event = Event()
    event.add("uid", str(uid))
    event.add("dtstamp", changed_at.astimezone(dt.UTC))
    event.add("last-modified", changed_at.astimezone(dt.UTC))
    event.add("sequence", revision)
    event.add("summary", title)
    event.add("url", address)
    return event
