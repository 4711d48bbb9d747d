"""Those who registered: who came, their list as a file, and that nothing of them is left when its time is over."""

from __future__ import annotations

import csv
import datetime as dt
import io

import openpyxl
import pytest
import time_machine
from lxml import html

from rathaus.applications.actions.erasing import erase
from rathaus.applications.models import Application
from rathaus.documents import mail
from rathaus.exchange import jobs
from rathaus.exchange.actions import attending, forgetting, places
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Meeting, Registration
from rathaus.exchange.queries import meetings as queries
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.protection import audit
from rathaus.protection.models import AuditEntry, DataKey
from rathaus.towns import scope
from tests.exchange.gathering import BY, cancel, days, opened, register, standing
from tests.exchange.test_meetings import text
from tests.people.making import colleague, signed_in

pytestmark = pytest.mark.usefixtures("scoped")


def at(days_after: int):
    """The day so many days after the last of a meeting that ends in 31 days, at noon."""
    moment = dt.datetime.combine(days(31 + days_after), dt.time(12), dt.UTC)
    return time_machine.travel(moment, tick=False)


def test_60_days_after_the_meeting_nobody_is_known_and_the_numbers_stay(client):
    meeting = opened(capacity=2)
    others = opened("anderes", starts_on=days(90), ends_on=days(90))
    kept = register(others, "Emil")
    for name, town in (("Ada", "Stadt Auental"), ("Ben", "Gemeinde Bach"), ("Cem", "Kreis Cella")):
        register(meeting, name, town=town)
    cancel(Application.objects.get(registration__number=1, registration__meeting=meeting))
    with at(1):
        jobs.close_registrations()
        assert Meeting.objects.get(pk=meeting.pk).registering is False
        attending.note_who_came(meeting, [meeting.registrations.get(number=2).pk], by=BY)
    for day, known in ((60, 3), (61, 0)):
        with at(day):
            jobs.forget_participants()
        rows = Registration.objects.filter(meeting=meeting, application__data_key__wrapped__isnull=False)
        assert rows.count() == known
    meeting.refresh_from_db()
    assert (meeting.places_counted, meeting.forgotten_at.date()) == (2, days(31 + 61))
    assert queries.places(meeting) == queries.Places(2, 2, 0, 1)
    assert standing(meeting) == [(1, "gone"), (2, "place"), (3, "place")]
    assert [one.name for one in queries.participants(meeting)] == ["", ""]
    assert queries.participants(others)[0].name == "Emil Beispiel"
    assert DataKey.objects.get(pk=kept.data_key_id).wrapped is not None
    reasons = AuditEntry.objects.filter(action="application.erased").values_list("details", flat=True)
    assert (len(reasons), all(forgetting.REASON in one for one in reasons)) == (3, True)
    assert audit.verify(scope.current()).problems == []
    officer = signed_in(colleague(Grant(Role.DIGITAL_OFFICER)))
    page = text(officer.get(f"/amt/austausch/treffen/{meeting.pk}/teilnehmende/"))
    wanted = ("2 von 2 Plätzen vergeben", "1 waren da", "aus 2 Orten", "Wer das war, ist seit dem")
    assert [words for words in wanted if words not in page] == []
    assert "Beispiel" not in page


def test_forgetting_goes_on_where_it_stopped_and_counts_once():
    meeting = opened(kept_days=1)
    first, _second = (register(meeting, name, town=town) for name, town in (("Ada", "Auental"), ("Ben", "Bach")))
    Meeting.objects.update(places_counted=2)
    erase(first, reason=forgetting.REASON, by=BY)  # as a run leaves it that was cut off after the first
    with at(2):
        assert [forgetting.forget(by=BY) for _run in range(2)] == [1, 0]
    meeting.refresh_from_db()
    assert (meeting.places_counted, meeting.forgotten_at is None) == (2, False)


def test_a_registration_that_comes_after_the_meeting_gets_no_place_and_no_mail():
    meeting = opened()
    with at(1):
        registration = register(meeting, "Zoe").registration
        assert mail._resolvers["exchange.registered"](registration.pk) is None
        assert places.told(registration, "de") == "Das Treffen war schon vorbei, als Ihre Anmeldung kam."
    assert standing(meeting) == [(1, "waits")]


def test_who_came_is_noted_from_the_first_day_on():
    meeting = opened()
    register(meeting)
    with pytest.raises(ExchangeError, match=r"^Das Treffen hat noch nicht begonnen\.$"):
        attending.note_who_came(meeting, [], by=BY)
    officer = signed_in(colleague(Grant(Role.DIGITAL_OFFICER)))
    path = f"/amt/austausch/treffen/{meeting.pk}/teilnehmende/"
    assert "War da" not in text(officer.get(path))
    assert "Das Treffen hat noch nicht begonnen." in text(officer.post(f"{path}anwesend/", follow=True))
    Meeting.objects.update(starts_on=days(0))
    chosen = str(meeting.registrations.get().pk)
    assert "Gespeichert: 1 Person war da." in text(officer.post(f"{path}anwesend/", {"da": [chosen]}, follow=True))
    boxes = html.fromstring(officer.get(path).content).xpath("//input[@name='da' and @checked]/@value")
    assert boxes == [chosen]
    officer.post(f"{path}anwesend/", {"da": ["unfug"]})
    assert queries.places(meeting).came == 0


def test_the_list_is_a_file_in_which_nothing_is_a_formula():
    meeting = opened(capacity=1)
    register(meeting, "=HYPERLINK(1)", town="@SUM(A1)")
    register(meeting, "Ben")
    officer = signed_in(colleague(Grant(Role.DIGITAL_OFFICER), name="Yusuf Sommer"))
    path = f"/amt/austausch/treffen/{meeting.pk}/teilnehmende"
    answer = officer.get(f"{path}.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="teilnehmende-digitaltag.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[1:4] + row[7:] for row in rows] == [
        ["Vorname", "Familienname", "Ort", "Platz", "War da"],
        ["'=HYPERLINK(1)", "Beispiel", "'@SUM(A1)", "ja", ""],
        ["Ben", "Beispiel", "Stadt Auental", "Warteliste", ""],
    ]
    book = openpyxl.load_workbook(io.BytesIO(officer.get(f"{path}.xlsx").content))
    assert book.sheetnames == ["Teilnehmende", "Namensschilder"]
    first, badge = book["Teilnehmende"]["B2"], list(book["Namensschilder"].values)
    assert (first.value, first.data_type) == ("=HYPERLINK(1)", "s")
    assert badge == [("Vorname", "Familienname", "Ort"), ("=HYPERLINK(1)", "Beispiel", "@SUM(A1)")]
    taken = AuditEntry.objects.filter(action="meeting.participants_exported")
    assert list(taken.values_list("details", flat=True)) == ['{"kind":"csv"}', '{"kind":"xlsx"}']
