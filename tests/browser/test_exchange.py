"""Meetings in Chromium: what everybody reads of one, and the pages of those who plan it."""

import pytest

from rathaus.exchange.actions import calls, registering
from rathaus.exchange.models import Call, Criterion, Entry, Experience, Juror, Meeting, OwnEntry, Talk
from rathaus.exchange.queries import entering
from rathaus.exchange.queries import meetings as queries
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.project.demo import building, town
from rathaus.towns import scope
from rathaus.towns.models import Municipality
from tests.exchange import gathering
from tests.people.making import OPERATOR, colleague


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.RATHAUS_FILES_DIR = tmp_path / "files"


@pytest.fixture
def officer(scoped):
    return colleague(Grant(Role.DIGITAL_OFFICER), name="Yusuf Sommer")


def test_a_meeting_is_read_and_kept_on_pages_that_are_sound(look, officer):
    meeting = gathering.opened(capacity=1, starts_on=gathering.days(0), ends_on=gathering.days(1))
    gathering.talk(meeting, cancelled=True)
    for name in ("Ada", "Ben"):
        gathering.register(meeting, name)
    look(f"/austausch/treffen/{meeting.slug}/", "meeting")
    look(f"/amt/austausch/treffen/{meeting.pk}/teilnehmende/", "participants", as_=officer)


@pytest.fixture
def conference(db):
    """The demo with all who registered for its conference."""
    building.build(lambda _what: None, year=True)
    municipality = Municipality.objects.get(slug=town.SLUG)
    with scope.of(municipality):
        yield municipality


@pytest.mark.slow
def test_all_pages_of_the_exchange_are_sound(look, conference):
    officer = colleague(Grant(Role.DIGITAL_OFFICER), name="Yusuf Sommer")
    meeting = Meeting.objects.get(slug="digitaltag-der-region")
    before = meeting.follows
    assert queries.places(meeting) == queries.Places(51, 51, 2)
    look("/austausch/", "exchange")
    look("/austausch/treffen/", "meetings")
    look(f"/austausch/treffen/{meeting.slug}/", "conference")
    look(f"/austausch/treffen/{before.slug}/", "meeting-over")
    report = Experience.objects.get()
    look("/austausch/erfahrungen/", "reports")
    look(f"/austausch/erfahrungen/{report.slug}/", "report")
    look(f"/austausch/erfahrungen/{report.slug}/frage/", "report-ask")
    call = Call.objects.get()
    look("/austausch/aufrufe/", "calls")
    look(f"/austausch/aufrufe/{call.slug}/", "call")
    open_call = calls.save(Call(slug="x", title="Offen", text="x", ends_on=call.ends_on, contact="x"), by=OPERATOR)
    for part in (Criterion(title="Gut", weight=2), Entry(title="Eins", town="Auental", summary="Gut.")):
        part.call = open_call
        calls.save_part(part, by=OPERATOR)
    calls.save_part(Juror(call=open_call, account=officer.account), by=OPERATOR)
    elsewhere = entering.elsewhere()[0]
    kept = {
        "calls-kept": "aufrufe/",
        "calls-elsewhere": "aufrufe/anderswo/",
        "call-enter": f"aufrufe/anderswo/in/{elsewhere.town_slug}/{elsewhere.id}/",
        "own-entry": f"aufrufe/anderswo/beitrag/{OwnEntry.objects.get().pk}/",
        "call-closed": f"aufrufe/{call.pk}/",
        "call-open": f"aufrufe/{open_call.pk}/",
        "call-new": "aufrufe/neu/",
        "call-juror": f"aufrufe/jury/neu/{open_call.pk}/",
        "jury": f"aufrufe/{open_call.pk}/jury/",
        "judge": f"aufrufe/{open_call.pk}/jury/{open_call.entries.get().pk}/",
        "exchange-kept": "",
        "meetings-kept": "treffen/",
        "meeting-kept": f"treffen/{meeting.pk}/",
        "meeting-before-kept": f"treffen/{before.pk}/",
        "conference-participants": f"treffen/{meeting.pk}/teilnehmende/",
        "meeting-cancel": f"treffen/{meeting.pk}/absagen/",
        "meeting-new": "treffen/neu/",
        "minutes": f"treffen/{before.pk}/protokoll/",
        "talk": f"treffen/beitrag/{Talk.objects.filter(meeting=meeting)[0].pk}/",
        "material-new": f"treffen/material/neu/{meeting.pk}/",
        "reports-kept": "erfahrungen/",
        "report-new": "erfahrungen/neu/",
        "report-kept": f"erfahrungen/{report.pk}/",
        "report-figure": f"erfahrungen/{report.pk}/kennzahl/",
        "report-adopter": f"erfahrungen/kommune/{report.adopters.all()[0].pk}/",
        "report-answer": f"erfahrungen/frage/{report.questions.filter(answered_at=None)[0].pk}/",
        "task-to-measure": f"treffen/aufgabe/{before.tasks.filter(measure=None)[0].pk}/massnahme/",
    }
    for name, address in kept.items():
        look(f"/amt/austausch/{address}", name, as_=officer)
    registering.cancel(meeting, "Der Saal ist gesperrt.", by=OPERATOR)
    look(f"/austausch/treffen/{meeting.slug}/", "meeting-cancelled")
    look(f"/amt/austausch/treffen/{meeting.pk}/", "meeting-cancelled-kept", as_=officer)
