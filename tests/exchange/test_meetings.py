"""A meeting from its planning to what follows from it, and what everybody sees of it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from icalendar import Calendar
from lxml import html

from rathaus.catalogue.models import Service
from rathaus.catalogue.texts import ServiceTexts
from rathaus.exchange.actions import attending, discarding, meetings, registering, tasks
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Material, Meeting, MeetingTask, Speaker, Talk
from rathaus.exchange.queries import meetings as queries
from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.protection.models import DataKey, SealedFile
from rathaus.strategy import planning
from rathaus.strategy.actions import plans
from rathaus.strategy.models import Field, Goal, Measure, Strategy
from rathaus.towns.errors import NotAllowed
from tests.exchange.gathering import BY, days, meeting, opened, register, talk
from tests.people.making import colleague, department, signed_in

pytestmark = pytest.mark.usefixtures("scoped")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def officer() -> Client:
    return signed_in(colleague(Grant(Role.DIGITAL_OFFICER)))


def text(answer) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


def refused(change) -> str:
    with pytest.raises(ExchangeError) as error:
        change()
    return str(error.value)


def goal() -> Goal:
    strategy = plans.begin(Strategy(title="x", vision="x", first_year=2026, last_year=2030), (), by=BY)
    field = plans.save(Field(strategy=strategy, name="Bildung"), by=BY)
    return plans.save(Goal(field=field, title="Alle am Netz"), by=BY)


# Planning -------------------------------------------------------------------------------------------------------------


def test_what_does_not_fit_is_refused():
    one = meeting()
    talk(one)
    assert refused(meeting) == "Unter diesem Kurznamen gibt es schon ein Treffen."
    assert refused(lambda: meeting("x", ends_on=days(1))) == "Das Ende liegt vor dem Beginn."
    assert refused(lambda: talk(one, day=days(5))) == "An diesem Tag ist das Treffen nicht."
    assert refused(lambda: talk(one, begins="11:00", ends="11:00")) == "Das Ende liegt vor dem Beginn."
    one.starts_on = days(31)
    assert refused(lambda: meetings.save(one, by=BY)) == "Der Beitrag „Glasfaser“ läge außerhalb des Treffens."
    task = MeetingTask(meeting=one, title="x", who="x", due_on=days(1), done_on=days(1))
    assert refused(lambda: meetings.save_part(task, by=BY)) == (
        "Eine Aufgabe kann nicht in der Zukunft erledigt worden sein."
    )


def test_what_people_were_told_when_they_registered_holds():
    one = opened(kept_days=20)
    register(one)
    one = Meeting.objects.select_related("service__current").get()
    one.kept_days = 21
    assert refused(lambda: meetings.save(one, by=BY)) == (
        "Wer angemeldet ist, hat gelesen: Nach 20 Tagen wird gelöscht. Länger geht nicht mehr."
    )
    one.kept_days, one.title = 1, "Digitaltag im Mai"
    meetings.save(one, by=BY)
    said = ServiceTexts.from_json(Service.objects.get().current.texts)
    assert said.name == "Anmeldung: Digitaltag im Mai"
    assert said.retention.startswith("Wir löschen Ihre Angaben einen Tag nach dem letzten Tag des Treffens")
    versions = Service.objects.get().versions.count()
    meetings.save(one, by=BY)
    assert Service.objects.get().versions.count() == versions


def test_only_who_leads_the_strategy_plans():
    clerk = staff(colleague(Grant(Role.CLERK)).account)
    one = opened()
    for change in (
        lambda: meetings.save(Meeting(slug="x"), by=clerk),
        lambda: meetings.save_part(Talk(meeting=one), by=clerk),
        lambda: meetings.write_minutes(one, "x", by=clerk),
        lambda: meetings.show_towns(one, [], by=clerk),
        lambda: registering.publish(one, by=clerk),
        lambda: registering.close(one, by=clerk),
        lambda: registering.cancel(one, by=clerk),
        lambda: discarding.discard(one, by=clerk),
        lambda: tasks.follow_up(one, one, by=clerk),
        lambda: attending.note_who_came(one, [], by=clerk),
        lambda: attending.note_export(one, "csv", by=clerk),
    ):
        with pytest.raises(NotAllowed):
            change()


def test_publishing_offers_the_registration_as_a_service(client):
    one = meeting(title="Digitaltag der Region")
    assert client.get(f"/austausch/treffen/{one.slug}/").status_code == 404
    registering.publish(one, by=BY)
    service = Service.objects.get()
    assert (service.slug, service.name) == ("anmeldung-digitaltag", "Anmeldung: Digitaltag der Region")
    about = text(client.get(f"/leistungen/{service.slug}/"))
    assert "Was Sie angeben, löschen wir 60 Tage nach dem Treffen." in about
    assert "Ihr Vorname" in text(client.post(f"/antrag/beginnen/{service.slug}/", follow=True))
    assert "Digitaltag der Region" in text(client.get("/austausch/treffen/"))
    registering.close(one, by=BY)
    assert "Die Anmeldung ist geschlossen." in text(client.get(f"/austausch/treffen/{one.slug}/"))
    registering.publish(Meeting.objects.get(), by=BY)
    assert Meeting.objects.get().registering


def test_a_meeting_that_was_is_shown_without_registration(client, officer):
    one = meeting(starts_on=days(-9), ends_on=days(-9))
    meetings.write_minutes(one, "Wir waren uns einig.\n\n- Weiter so", by=BY)
    path = f"/amt/austausch/treffen/{one.pk}/"
    assert f"{path}veroeffentlichen/" in html.fromstring(officer.get(path).content).xpath("//form/@action")
    said = text(officer.post(f"{path}veroeffentlichen/", follow=True))
    assert ("Das Treffen ist öffentlich." in said, "Anmeldung ist offen" in said) == (True, False)
    one.refresh_from_db()
    page = text(client.get(f"/austausch/treffen/{one.slug}/"))
    assert ("Dieses Treffen ist vorbei." in page, "Wir waren uns einig." in page) == (True, True)
    assert not Service.objects.exists()
    assert refused(lambda: registering.close(one, by=BY)) == "Die Anmeldung war noch nicht offen."


# The public page ------------------------------------------------------------------------------------------------------


def test_public_page_shows_numbers_and_chosen_towns_and_nobody(client, officer):
    one = opened(capacity=2)
    talk(one)
    for name, town in (("Adalberta", "Stadt Auental"), ("Bertold", "Gemeinde Bach"), ("Charlotta", "Kreis Cella")):
        register(one, name, town=town)
    people = text(officer.get(f"/amt/austausch/treffen/{one.pk}/teilnehmende/"))
    names = ("Adalberta", "Bertold", "Charlotta", "bertold@example.org")
    assert [name for name in names if name not in people] == []
    officer.post(f"/amt/austausch/treffen/{one.pk}/teilnehmende/", {"orte": ["Stadt Auental", "Adalberta Beispiel"]})
    page = text(client.get(f"/austausch/treffen/{one.slug}/"))
    assert Meeting.objects.get().shown_towns == ["Stadt Auental"]
    assert [name for name in (*names, "Gemeinde Bach", "Beispiel") if name in page] == []
    numbers = ("2 von 2 Plätzen vergeben", "1 auf der Warteliste", "1 Kommune stellt vor")
    assert [one for one in numbers if one not in page] == []
    assert "Auf die Warteliste" in page


def test_nothing_of_a_participant_lies_in_clear():
    application = register(opened(), "Adalberta", town="Gemeinde Unverkennbar")
    row = application.registration
    kept = repr([getattr(row, field.attname) for field in row._meta.concrete_fields])
    assert [word for word in ("Adalberta", "Unverkennbar", "@") if word in kept] == []
    stored = repr(list(Meeting.objects.values()))
    assert [word for word in ("Adalberta", "Unverkennbar") if word in stored] == []


def test_material_is_a_file_or_a_link_and_public_with_the_meeting(client, officer):
    one = meeting()
    address = f"/amt/austausch/treffen/material/neu/{one.pk}/"
    answer = officer.post(address, {"title": "Folien"})
    assert "Geben Sie eine Datei oder eine Adresse an, eines von beiden." in text(answer)
    officer.post(address, {"title": "Folien", "upload": SimpleUploadedFile("folien.pdf", PDF)})
    officer.post(address, {"title": "Strategie", "link": "https://www.example.org/"})
    found = Material.objects.get(title="Folien")
    path = f"/austausch/treffen/material/{found.pk}/"
    assert client.get(path).status_code == 404
    registering.publish(one, by=BY)
    assert b"".join(client.get(path).streaming_content) == PDF
    links = html.fromstring(client.get(f"/austausch/treffen/{one.slug}/").content).xpath("//main//a/@href")
    assert {path, "https://www.example.org/"} <= set(links)
    officer.post(f"/amt/austausch/treffen/material/{found.pk}/entfernen/")
    assert (client.get(path).status_code, SealedFile.objects.count()) == (404, 0)
    assert DataKey.objects.get(pk=found.data_key_id).wrapped is None


def test_another_file_takes_the_place_of_the_first(officer):
    one = meeting()
    address = f"/amt/austausch/treffen/material/neu/{one.pk}/"
    officer.post(address, {"title": "Folien", "upload": SimpleUploadedFile("folien.pdf", PDF)})
    found = Material.objects.get()
    officer.post(
        f"/amt/austausch/treffen/material/{found.pk}/",
        {"title": "Folien", "upload": SimpleUploadedFile("neu.pdf", PDF + b"\n")},
    )
    assert SealedFile.objects.get().size == len(PDF) + 1
    assert DataKey.objects.get(pk=found.data_key_id).wrapped is None
    assert DataKey.objects.get(pk=Material.objects.get().data_key_id).wrapped is not None


# The calendar ---------------------------------------------------------------------------------------------------------


def read(answer) -> Calendar:
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def test_calendar_holds_the_meeting_and_each_talk_in_local_time(client):
    one = opened(starts_on=dt.date(2031, 3, 29), ends_on=dt.date(2031, 3, 31))
    before = talk(one, "Am Samstag", day=dt.date(2031, 3, 29))
    after = talk(one, "Am Montag", day=dt.date(2031, 3, 31))
    calendar = read(client.get(f"/austausch/treffen/{one.slug}/kalender.ics"))
    whole, *talks = calendar.events
    assert (str(whole["uid"]), whole.decoded("dtstart"), whole.decoded("dtend")) == (
        str(one.pk), dt.date(2031, 3, 29), dt.date(2031, 4, 1),
    )  # fmt: skip
    assert [(str(each["uid"]), each.decoded("dtstart").astimezone(dt.UTC).hour) for each in talks] == [
        (str(before.pk), 9),
        (str(after.pk), 8),
    ]  # fmt: skip (summer time begins in the night between them)
    assert [str(each["dtstart"].params["TZID"]) for each in talks] == ["Europe/Berlin"] * 2
    zone = calendar.timezones[0].to_tz(lookup_tzid=False)  # as the feed itself describes it
    assert (len(calendar.timezones), str(calendar.timezones[0]["tzid"]), calendar.errors) == (1, "Europe/Berlin", [])
    moments = [dt.datetime(2031, *of, tzinfo=zone) for of in ((3, 30, 1, 59), (3, 30, 3, 1), (10, 27, 12))]
    assert [one.utcoffset() for one in moments] == [dt.timedelta(hours=hours) for hours in (1, 2, 1)]
    assert str(talks[0]["description"]) == "Ada Kern, Stadt Auental"


def test_calendars_see_that_a_talk_moves_or_is_cancelled(client):
    one = opened()
    moved = talk(one)
    path = f"/austausch/treffen/{one.slug}/{moved.pk}.ics"
    seen = [read(client.get(path)).events[0]]
    for change in ({"begins": dt.time(9)}, {"cancelled": True}):
        moved.refresh_from_db()
        for name, value in change.items():
            setattr(moved, name, value)
        meetings.save_part(moved, by=BY)
        seen.append(read(client.get(path)).events[0])
    one.refresh_from_db()
    one.place = "Rathaus"
    meetings.save(one, by=BY)
    seen.append(read(client.get(path)).events[0])
    assert len({str(each["uid"]) for each in seen}) == 1
    assert [(int(each["sequence"]), str(each["status"]), each.decoded("dtstart").hour) for each in seen] == [
        (1, "CONFIRMED", 10), (2, "CONFIRMED", 9), (3, "CANCELLED", 9), (4, "CANCELLED", 9),
    ]  # fmt: skip
    stamps = [each.decoded("dtstamp") for each in seen]
    assert (stamps, {stamp.utcoffset() for stamp in stamps}) == (sorted(stamps), {dt.timedelta()})
    assert [str(each["location"]) for each in seen[2:]] == ["Stadthalle", "Rathaus"]
    assert "fällt aus" in text(client.get(f"/austausch/treffen/{one.slug}/"))


def test_a_cancelled_meeting_says_so_everywhere(client, officer):
    one = opened(starts_on=days(0), ends_on=days(1))
    talk(one)
    path, page = f"/amt/austausch/treffen/{one.pk}/", f"/austausch/treffen/{one.slug}/"
    assert "Treffen absagen" in text(officer.get(path))
    assert "0 Personen bekommen eine E-Mail" in text(officer.get(f"{path}absagen/"))
    said = text(officer.post(f"{path}absagen/", {"why": "Der Saal ist gesperrt."}, follow=True))
    assert ("Das Treffen ist abgesagt." in said, "Treffen absagen" in said, "Anmeldung wieder" in said) == (
        True, False, False,
    )  # fmt: skip
    assert officer.get(f"{path}absagen/").url == path
    assert "Das Treffen hat noch nicht begonnen." in text(officer.post(f"{path}teilnehmende/anwesend/", follow=True))
    shown = text(client.get(page))
    assert ("Der Saal ist gesperrt." in shown, "Anmelden" in shown, "In den Kalender" in shown) == (True, False, False)
    assert "abgesagt" in text(client.get("/austausch/treffen/"))
    assert Service.objects.get().withdrawn_at is not None
    events = read(client.get(f"{page}kalender.ics")).events
    assert [(str(each["status"]), str(each["summary"]), int(each["sequence"])) for each in events] == [
        ("CANCELLED", "Abgesagt: Digitaltag", 1), ("CANCELLED", "Abgesagt: Glasfaser", 2),
    ]  # fmt: skip
    assert queries.next_one(days(0)) is None


def test_days_are_told_as_short_as_they_can_be():
    def told(first: dt.date, last: dt.date) -> str:
        return Meeting(starts_on=first, ends_on=last).days_in_words

    end = dt.date(2031, 3, 2)
    firsts = (end, dt.date(2031, 3, 1), dt.date(2031, 2, 28))
    assert [told(first, end) for first in firsts] == [
        "2. März 2031", "1. bis 2. März 2031", "28. Februar 2031 bis 2. März 2031",
    ]  # fmt: skip
    with override("en"):
        assert told(firsts[1], end) == "1 to 2 March 2031"


def test_a_name_is_public_only_with_consent(client, officer):
    one = opened()
    said = talk(one)
    speaker = said.speakers.get()
    path = f"/amt/austausch/treffen/referentin/{speaker.pk}/"
    addresses = [f"/austausch/treffen/{one.slug}/{name}" for name in ("", "kalender.ics", f"{said.pk}.ics")]
    assert ["Ada Kern" in client.get(address).content.decode() for address in addresses] == [True] * 3
    officer.post(path, {"name": "Ada Kern", "town": "Stadt Auental"})
    pages = [client.get(address).content.decode() for address in addresses]
    assert [("Kern" in page, "Stadt Auental" in page) for page in pages] == [(False, True)] * 3
    meetings.save_part(Speaker(talk=said, name="Ben", town="Stadt Auental", agreed_on=days(0)), by=BY)
    assert said.told_speakers() == [("Ben", "Stadt Auental")]
    officer.post(path, {"name": "Ada Kern", "town": "Stadt Auental", "agreed": "on"})
    speaker.refresh_from_db()
    assert speaker.agreed_on == days(0)


# What follows ---------------------------------------------------------------------------------------------------------


def task(of: Meeting, title: str = "Vertrag teilen") -> MeetingTask:
    made = MeetingTask(meeting=of, title=title, who="Stadt Auental", due_on=days(60))
    meetings.save_part(made, by=BY)
    return made


def test_a_task_becomes_a_measure_or_joins_one(officer):
    one, aim = meeting(), goal()
    first, second = task(one), task(one, "Vertrag unterschreiben")
    address = f"/amt/austausch/treffen/aufgabe/{first.pk}/massnahme/"
    assert "Wählen Sie eine Maßnahme oder ein Ziel, eines von beiden." in text(officer.post(address, {"goal": ""}))
    assert "Wählen Sie, wer die neue Maßnahme verantwortet." in text(officer.post(address, {"goal": aim.pk}))
    officer.post(address, {"goal": aim.pk, "department": department("Bildung").pk})
    measure = Measure.objects.get()
    assert (measure.title, measure.description) == ("Vertrag teilen", "Beschlossen bei: Digitaltag")
    officer.post(f"/amt/austausch/treffen/aufgabe/{second.pk}/massnahme/", {"measure": measure.pk})
    assert [one.title for one in measure.milestones.all()] == ["Vertrag teilen", "Vertrag unterschreiben"]
    first.refresh_from_db()
    assert refused(lambda: tasks.join_measure(first, measure, by=BY)) == (
        "Diese Aufgabe gehört schon zu einer Maßnahme."
    )


def test_public_page_leads_to_measures_that_are_published_only(client):
    one = opened()
    measure = tasks.become_measure(task(one), goal(), department("Bildung"), by=BY)
    path = f"/strategie/massnahme/{measure.pk}/"
    assert path not in client.get(f"/austausch/treffen/{one.slug}/").content.decode()
    plans.publish(by=BY)
    assert path in client.get(f"/austausch/treffen/{one.slug}/").content.decode()
    assert client.get(path).status_code == 200
    assert planning.newest() is not None


def test_a_follow_up_meeting_brings_what_was_left_open(client, officer):
    before = opened()
    task(before)
    page = officer.get(f"/amt/austausch/treffen/{before.pk}/folgetreffen/")
    form = html.fromstring(page.content).forms[-1]
    values = dict(form.form_values()) | {
        "slug": "digitaltag-2", "starts_on": f"{days(90):%d.%m.%Y}", "ends_on": f"{days(90):%d.%m.%Y}",
    }  # fmt: skip
    answer = officer.post(f"/amt/austausch/treffen/{before.pk}/folgetreffen/", values, follow=True)
    assert "Offen aus „Digitaltag“:" in text(answer)
    after = Meeting.objects.get(slug="digitaltag-2")
    registering.publish(after, by=BY)
    assert "Wird fortgesetzt: Digitaltag" in text(client.get("/austausch/treffen/digitaltag/"))
    assert "Setzt fort: Digitaltag" in text(client.get("/austausch/treffen/digitaltag-2/"))


def test_a_draft_is_thrown_away_with_its_files_and_what_is_public_is_not(officer):
    one, public = meeting(), opened("offen")
    talk(one)
    upload = {"title": "Folien", "upload": SimpleUploadedFile("folien.pdf", PDF)}
    officer.post(f"/amt/austausch/treffen/material/neu/{one.pk}/", upload)
    key = Material.objects.get().data_key_id
    path, other = (f"/amt/austausch/treffen/{each.pk}/" for each in (one, public))
    assert ["verwerfen/" in officer.get(f"{each}aendern/").content.decode() for each in (path, other)] == [True, False]
    assert "Was öffentlich ist, lässt sich nicht entfernen." in text(officer.post(f"{other}verwerfen/", follow=True))
    assert "Der Entwurf ist entfernt." in text(officer.post(f"{path}verwerfen/", follow=True))
    assert (list(Meeting.objects.all()), Talk.objects.count(), SealedFile.objects.count()) == ([public], 0, 0)
    assert DataKey.objects.get(pk=key).wrapped is None


def test_pages_of_those_who_plan(officer):
    values = {
        "title": "Runde", "slug": "runde", "summary": "x", "place": "Saal", "capacity": "3", "kept_days": "30",
        "starts_on": f"{days():%d.%m.%Y}", "ends_on": f"{days():%d.%m.%Y}", "department": department("Digitales").pk,
    }  # fmt: skip
    assert "Das Ende liegt vor dem Beginn." in text(
        officer.post("/amt/austausch/treffen/neu/", values | {"ends_on": "1.1.2020"})
    )
    wrong = {"capacity": "0", "slug": "Große Runde", "kept_days": "9999"}
    said = text(officer.post("/amt/austausch/treffen/neu/", values | wrong))
    assert [sentence for sentence in (
        "Plätze: Geben Sie mindestens 1 ein.", "(Tage): Geben Sie höchstens 3650 ein.",
        "Kurzname: Nehmen Sie nur Kleinbuchstaben von a bis z, Ziffern und Bindestriche.",
    ) if sentence not in said] == []  # fmt: skip
    officer.post("/amt/austausch/treffen/neu/", values | {"slug": "Runde_2"})
    one = Meeting.objects.get()
    assert one.slug == "runde-2"
    path = f"/amt/austausch/treffen/{one.pk}/"
    beginning = {"title": "Anfang", "day": f"{days():%d.%m.%Y}", "begins": "9.30", "ends": "10"}
    officer.post(f"/amt/austausch/treffen/beitrag/neu/{one.pk}/", beginning)
    made = Talk.objects.get()
    officer.post(f"/amt/austausch/treffen/referentin/neu/{made.pk}/", {"name": "Ada Kern", "town": "Stadt Auental"})
    officer.post(f"{path}protokoll/", {"text": "Alles gut."})
    assert "Das Treffen ist öffentlich" in text(officer.post(f"{path}veroeffentlichen/", follow=True))
    page = text(officer.get(path))
    assert [word for word in ("09:30–10:00 Anfang", "Ada Kern, Stadt Auental", "Alles gut.") if word not in page] == []
    assert "Die Anmeldung ist geschlossen." in text(officer.post(f"{path}schliessen/", follow=True))
    officer.post(f"/amt/austausch/treffen/beitrag/{made.pk}/entfernen/")
    assert Talk.objects.count() == 0
    assert officer.get(f"/amt/austausch/treffen/unfug/neu/{one.pk}/").status_code == 404
    assert "Anmeldung geschlossen" in text(officer.get("/amt/austausch/treffen/"))
