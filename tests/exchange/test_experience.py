"""What a town learned: told with figures that can be checked, asked about, and taken back."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.test import Client

from rathaus.exchange.actions import experience as actions
from rathaus.exchange.actions import packing
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Adopter, Experience, Question
from rathaus.exchange.queries import experience as queries
from rathaus.exchange.queries import offers
from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.protection.errors import KeyDestroyed
from rathaus.protection.models import AuditEntry, DataKey
from rathaus.protection.sealing import unseal
from rathaus.strategy.actions import plans, releasing
from rathaus.strategy.models import Measure, Observation
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.exchange import gathering
from tests.exchange.gathering import BY
from tests.exchange.test_meetings import goal, refused, text
from tests.people.making import colleague, department, signed_in
from tests.strategy.making import enter, indicator, own, period

pytestmark = pytest.mark.usefixtures("scoped")
ASKER = Actor.applicant("")


@pytest.fixture
def officer() -> Client:
    return signed_in(colleague(Grant(Role.DIGITAL_OFFICER)))


def report(slug: str = "hund-online", **fields: object) -> Experience:
    values = {
        "title": "Hundesteuer online",
        "package": uuid.UUID(int=7),
        "package_version": 2,
        "package_name": "Hund anmelden",
        "situation": "Alles auf Papier.",
        "done": "Die amtliche Definition übernommen.",
        "result": "Acht von zehn kommen online.",
        "again": "Wieder: früh mit der Kasse reden.",
        "hours": 40,
        "euros": 1200,
    }
    return actions.save(Experience(slug=slug, **(values | fields)), by=BY)


def public(slug: str = "hund-online", **fields: object) -> Experience:
    made = report(slug, **fields)
    actions.publish(made, by=BY)
    return made


def page(client: Client, slug: str = "hund-online"):
    return client.get(f"/austausch/erfahrungen/{slug}/")


def online():
    """An indicator with a figure of three years, the last one not released."""
    of, at = indicator("online", name="Anträge online"), own()
    enter(of, at, "2024", 12.0)
    enter(of, at, "2025", 81.0)
    releasing.release(of, by=BY)
    enter(of, at, "2026", 99.0)
    return of


def test_a_report_is_about_a_measure_or_a_package_of_which_all_is_known():
    assert refused(lambda: report(package=None)) == "Sagen Sie, worum es geht: um eine Maßnahme oder um ein Paket."
    assert refused(lambda: report(package_name="")) == (
        "Zu einem Paket gehören seine Kennung, seine Fassung und sein Name."
    )
    assert refused(lambda: report(starts_on=dt.date(2026, 2, 1), ends_on=dt.date(2026, 1, 1))) == (
        "Das Ende liegt vor dem Beginn."
    )
    report()
    assert refused(report) == "Unter diesem Kurznamen gibt es schon einen Bericht."


def test_only_who_leads_the_strategy_writes():
    clerk, made = staff(colleague(Grant(Role.CLERK)).account), public()
    asked = actions.ask(made, "Wie?", by=ASKER)
    for change in (
        lambda: actions.save(made, by=clerk),
        lambda: actions.publish(made, by=clerk),
        lambda: actions.take_back(made, by=clerk),
        lambda: actions.add_figure(made, "x", period("2024"), period("2025"), by=clerk),
        lambda: actions.save_adopter(Adopter(experience=made, town="x"), by=clerk),
        lambda: actions.answer(asked, "x", "x", by=clerk),
        lambda: actions.drop(asked, by=clerk),
    ):
        with pytest.raises(NotAllowed):
            change()


def test_a_draft_is_seen_by_nobody_and_a_published_one_can_be_taken_back(client, scoped):
    made = report()
    assert page(client).status_code == 404
    actions.publish(made, by=BY)
    shown = text(page(client))
    assert [word for word in ("40 Stunden Arbeit", "1.200 €", "„Hund anmelden“, Fassung 2") if word not in shown] == []
    assert "Hundesteuer online" in text(client.get("/austausch/erfahrungen/?suche=Kasse"))
    assert "gibt es noch keinen Bericht" in text(client.get("/austausch/erfahrungen/?suche=Schwimmbad"))
    actions.take_back(made, by=BY)
    assert (page(client).status_code, scoped.shows_exchange) == (404, False)


def test_the_page_of_a_package_leads_to_what_was_learned_with_it(client):
    package = packing.pack_service(gathering.opened().service, by=BY).package
    public(package=package.pk, package_version=1)
    report("entwurf", title="Noch nicht", package=package.pk, package_version=1)
    shown = text(client.get(f"/austausch/pakete/{package.pk}/1/"))
    assert ("Erfahrungen damit Hundesteuer online Fassung 1" in shown, "Noch nicht" in shown) == (True, False)
    (told,) = offers.feed("https://a.example").reports
    assert (told.title, told.page, told.package, told.version) == (
        "Hundesteuer online", "https://a.example/austausch/erfahrungen/hund-online/", str(package.pk), 1,
    )  # fmt: skip
    assert "So läuft es bei uns: Anmeldung: Digitaltag " in shown
    said = text(page(client))
    assert ("Paket ansehen" in said, "Wo man uns trifft Digitaltag, " in said) == (True, True)


def test_figures_before_and_after_are_released_ones_with_their_provenance(client):
    made, of = public(), online()
    actions.add_figure(made, "online", period("2024"), period("2025"), by=BY)
    shown = text(page(client))
    words = ("12,0 %", "81,0 %", "besser", "Musteramt, Tabelle 7, DL-DE/Zero-2.0", "Musterstadt, freigegeben am")
    assert [word for word in words if word not in shown] == []
    assert refused(lambda: actions.add_figure(made, "online", period("2024"), period("2026"), by=BY)) == (
        "Für 2026 ist kein Wert freigegeben. Es gibt: 2024, 2025."
    )
    assert refused(lambda: actions.add_figure(made, "online", period("2025"), period("2024"), by=BY)) == (
        "Der zweite Zeitraum muss nach dem ersten liegen."
    )
    Observation.objects.filter(value=81.0).update(value=80.0)
    releasing.release(of, by=BY)
    assert "80,0 %" in text(page(client))
    releasing.withdraw(of, by=BY)
    assert queries.figures(made) == []
    assert "80,0 %" not in text(page(client))


def test_a_measure_is_named_once_it_is_published(client):
    today = dt.date(2026, 1, 1)
    row = Measure(goal=goal(), title="Glasfaser", department=department("Bau"), starts_on=today, ends_on=today)
    measure = plans.save(row, by=BY)
    public(measure=measure, package=None)
    assert "Es geht um die Maßnahme" not in text(page(client))
    plans.publish(by=BY)
    assert "Es geht um die Maßnahme Glasfaser." in text(page(client))


def test_who_stopped_says_why(client):
    made = public()
    actions.save_adopter(Adopter(experience=made, town="Bachheim", since=dt.date(2025, 3, 1), contact="0123 4"), by=BY)
    gone = Adopter(experience=made, town="Dornfelde", stopped_on=dt.date(2026, 5, 1))
    assert refused(lambda: actions.save_adopter(gone, by=BY)) == (
        "Sagen Sie, warum die Kommune aufgehört hat: Das ist der nützlichste Satz."
    )
    gone.why = "Die Kasse kam nicht mit."
    actions.save_adopter(gone, by=BY)
    assert refused(lambda: actions.save_adopter(Adopter(experience=made, town="Bachheim"), by=BY)) == (
        "Diese Kommune steht schon da."
    )
    shown = text(page(client))
    words = ("seit März 2025", "Fragen an: 0123 4", "aufgehört Mai 2026", "Die Kasse kam nicht mit.")
    assert [word for word in words if word not in shown] == []


# Questions ------------------------------------------------------------------------------------------------------------


def test_a_question_is_sealed_until_it_is_answered_in_other_words(client, officer):
    made = public()
    client.post("/austausch/erfahrungen/hund-online/frage/", {"text": "Frau Kunigunde fragt: Wie lange?"})
    asked = Question.objects.select_related("data_key").get()
    assert "Kunigunde" not in text(page(client))
    assert b"Kunigunde" not in bytes(asked.sealed)
    assert [entry for entry in AuditEntry.objects.values_list("details", flat=True) if "Kunigunde" in entry] == []
    assert "Kunigunde" in text(officer.get(f"/amt/austausch/erfahrungen/{made.pk}/"))
    sealed, key = bytes(asked.sealed), asked.data_key_id
    officer.post(f"/amt/austausch/erfahrungen/frage/{asked.pk}/", {"text": "Wie lange?", "answer": "Acht Wochen."})
    shown = text(page(client))
    assert ("Wie lange?" in shown, "Acht Wochen." in shown, "Kunigunde" in shown) == (True, True, False)
    with pytest.raises(KeyDestroyed):
        unseal(DataKey.objects.get(pk=key), sealed, context=queries.question_context(asked))
    officer.post(f"/amt/austausch/erfahrungen/frage/{asked.pk}/entfernen/")
    assert "Acht Wochen." not in text(page(client))
    client.post("/austausch/erfahrungen/hund-online/frage/", {"text": "Und Katzen?"})
    key = Question.objects.get().data_key_id
    actions.take_back(made, by=BY)
    officer.post(f"/amt/austausch/erfahrungen/{made.pk}/verwerfen/")
    assert (Experience.objects.count(), DataKey.objects.get(pk=key).wrapped) == (0, None)


def test_questions_have_bounds(client, monkeypatch):
    made = public()
    assert refused(lambda: actions.ask(made, "  ", by=ASKER)) == "Schreiben Sie Ihre Frage auf."
    assert refused(lambda: actions.ask(made, "x" * 1001, by=ASKER)) == "Die Frage darf höchstens 1000 Zeichen haben."
    monkeypatch.setattr(actions, "MOST_OPEN", 1)
    actions.ask(made, "Eins?", by=ASKER)
    with pytest.raises(ExchangeError, match=r"^Es warten schon sehr viele Fragen\."):
        actions.ask(made, "Zwei?", by=ASKER)


def test_one_place_asks_ten_times_in_ten_minutes(client):
    public()
    path = "/austausch/erfahrungen/hund-online/frage/"
    answers = [client.post(path, {"text": f"Frage {number}?"}).status_code for number in range(12)]
    assert (answers, Question.objects.count()) == ([302] * 10 + [200] * 2, 10)


def test_pages_of_those_who_write(officer):
    of = online()
    values = {
        "title": "Bericht", "slug": "bericht", "situation": "a", "done": "b", "result": "c", "again": "d", "euros": "",
    }  # fmt: skip
    path = "/amt/austausch/erfahrungen/"
    assert "Sagen Sie, worum es geht" in text(officer.post(f"{path}neu/", values))
    package = packing.pack_service(gathering.opened().service, by=BY).package
    about = {"about": f"{package.pk}:1"}
    assert "Wählen Sie ein Paket aus der Liste." in text(officer.post(f"{path}neu/", values | {"about": "unfug"}))
    officer.post(f"{path}neu/", values | about)
    made = Experience.objects.get()
    assert (made.package, made.package_version, made.package_name) == (package.pk, 1, package.name)
    assert made.euros is None
    officer.post(f"{path}{made.pk}/kennzahl/", {"indicator": of.pk, "before": "2024", "after": "2025"})
    officer.post(f"{path}{made.pk}/kommune/", {"town": "Bachheim"})
    officer.post(f"{path}{made.pk}/veroeffentlichen/")
    shown = text(officer.get(f"{path}{made.pk}/"))
    assert [word for word in ("öffentlich", "Anträge online", "Bachheim") if word not in shown] == []
    officer.post(f"{path}kennzahl/{made.figures.get().pk}/entfernen/")
    officer.post(f"{path}kommune/{made.adopters.get().pk}/", {"town": "Bachheim", "contact": "0123 4"})
    officer.post(f"{path}kommune/{made.adopters.get(contact='0123 4').pk}/entfernen/")
    officer.post(f"{path}{made.pk}/aendern/", values | about | {"title": "Neuer Titel", "euros": "12,50"})
    officer.post(f"{path}{made.pk}/veroeffentlichen/")
    assert "Neuer Titel Entwurf" in text(officer.get(path))
    made.refresh_from_db()
    assert (made.figures.count(), made.adopters.count(), str(made.euros)) == (0, 0, "12.50")
