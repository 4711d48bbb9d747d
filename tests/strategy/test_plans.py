"""The strategy from its beginning by questions to what everybody sees of it."""

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from lxml import html

from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.strategy import plan as values
from rathaus.strategy import planning
from rathaus.strategy.actions import plans, releasing
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import (
    Dependency,
    Field,
    Goal,
    Measure,
    Milestone,
    Money,
    PublishedStrategy,
    Report,
    Strategy,
)
from rathaus.strategy.suggestions import SUGGESTIONS
from rathaus.towns import scope
from rathaus.towns.errors import NotAllowed
from tests.people.making import colleague, department, signed_in
from tests.strategy.making import BY, enter, indicator, own

pytestmark = pytest.mark.usefixtures("scoped")
SOON, LATER = dt.timedelta(days=30), dt.timedelta(days=400)


@pytest.fixture
def officer():
    return signed_in(colleague(Grant(Role.DIGITAL_OFFICER)))


def text(answer):
    return " ".join(html.fromstring(answer.content).text_content().split())


def begun(*suggestions):
    return plans.begin(
        Strategy(title="Einfach", vision="Gut leben.", first_year=2026, last_year=2030), suggestions, by=BY
    )


def field(name="Netze"):
    strategy = Strategy.objects.first() or begun()
    return plans.save(Field(strategy=strategy, name=name), by=BY)


def measure(title="Glasfaser bauen", goal=None, **more):
    today = timezone.localdate()
    goal = goal or Goal.objects.first() or plans.save(Goal(field=field(), title="Alle am Netz"), by=BY)
    defaults = {"starts_on": today - SOON, "ends_on": today + LATER, "department": department("Bau")}
    return plans.save(Measure(goal=goal, title=title, **(defaults | more)), by=BY)


def refused(change):
    with pytest.raises(StrategyError) as error:
        change()
    return str(error.value)


def test_first_strategy_comes_with_the_goals_of_what_was_chosen():
    begun(*SUGGESTIONS[:2])
    assert [(one.name, [goal.title for goal in one.goals.all()]) for one in Field.objects.all()] == [
        (str(one.name), [str(goal) for goal in one.goals]) for one in SUGGESTIONS[:2]
    ]
    assert refused(begun) == "Es gibt schon eine Strategie."


def test_parts_stand_in_the_order_of_their_coming():
    for title in ("Zuerst", "Danach", "Aber dann"):
        measure(title)
    assert [one.title for one in Measure.objects.all()] == ["Zuerst", "Danach", "Aber dann"]


def test_contradictions_are_refused():
    today = timezone.localdate()
    strategy = begun()
    strategy.last_year = 2025
    assert refused(lambda: plans.save(strategy, by=BY)) == "Das Ende liegt vor dem Beginn."
    assert refused(lambda: measure(starts_on=today, ends_on=today - SOON)) == "Das Ende liegt vor dem Beginn."
    one, two, three = measure("Eins"), measure("Zwei"), measure("Drei")
    tomorrow = today + dt.timedelta(days=1)
    assert (
        refused(lambda: plans.save(Milestone(measure=one, title="x", due_on=today, reached_on=tomorrow), by=BY))
        == "Ein Meilenstein kann nicht in der Zukunft erreicht worden sein."
    )
    plans.save(Money(measure=one, year=2026, source="Haushalt", budget=1), by=BY)
    assert refused(lambda: plans.save(Money(measure=one, year=2026, source="Haushalt", budget=2), by=BY)) == (
        "Für dieses Jahr und diese Herkunft gibt es schon einen Betrag."
    )
    plans.save(Dependency(measure=one, needs=two), by=BY)
    plans.save(Dependency(measure=two, needs=three), by=BY)
    for first, second in ((three, one), (two, one), (one, one)):
        assert refused(
            lambda first=first, second=second: plans.save(Dependency(measure=first, needs=second), by=BY)
        ) == ("Die beiden Maßnahmen würden aufeinander warten.")


def test_a_measure_ends_with_a_reason_and_may_go_on():
    one = measure()
    assert (
        refused(lambda: plans.stop(one, day=timezone.localdate(), why=" ", by=BY))
        == "Sagen Sie, warum die Maßnahme endet."
    )
    plans.stop(one, day=timezone.localdate(), why="Kein Geld", by=BY)
    assert planning.current().find(str(one.pk))[2].stopped_why == "Kein Geld"
    plans.resume(one, by=BY)
    assert planning.current().find(str(one.pk))[2].stopped_on is None


@pytest.mark.django_db(transaction=True)
def test_what_is_published_stays_as_it_was():
    one = measure()
    plans.report(one, "Läuft.", by=BY)
    known = str(one.pk)
    first = plans.publish(by=BY)
    assert values.from_json(first.content) == planning.current()
    assert refused(lambda: plans.publish(by=BY)) == "Seit der letzten Veröffentlichung hat sich nichts geändert."
    plans.remove(one, by=BY)
    assert (Measure.objects.count(), Report.objects.count()) == (0, 0)
    second = plans.publish(by=BY)
    assert (first.number, second.number) == (1, 2)
    first.refresh_from_db()
    assert values.from_json(first.content).find(known) is not None
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        PublishedStrategy.objects.filter(pk=first.pk).update(number=9)


def test_nothing_to_publish_is_said():
    assert refused(lambda: plans.publish(by=BY)) == "Es gibt noch keine Strategie."


def test_other_towns_read_what_was_published_and_nothing_else(other_town):
    measure()
    plans.publish(by=BY)
    measure("Noch geheim")
    with scope.of(other_town):
        (found,) = planning.everywhere()
        assert [one.title for *_place, one in values.from_json(found.content).measures()] == ["Glasfaser bauen"]
        assert (PublishedStrategy.objects.count(), Measure.objects.count(), planning.newest()) == (0, 0, None)


@pytest.mark.parametrize("role", [Role.CLERK, Role.SERVICE_OWNER, Role.ADMINISTRATOR])
def test_only_the_digital_officer_may(role):
    one, somebody = measure(), staff(colleague(Grant(role)).account)
    for change in (
        lambda: plans.begin(Strategy(), (), by=somebody),
        lambda: plans.save(one, by=somebody),
        lambda: plans.remove(one, by=somebody),
        lambda: plans.stop(one, day=timezone.localdate(), why="x", by=somebody),
        lambda: plans.resume(one, by=somebody),
        lambda: plans.report(one, "x", by=somebody),
        lambda: plans.publish(by=somebody),
    ):
        with pytest.raises(NotAllowed):
            change()


# Pages ----------------------------------------------------------------------------------------------------------------


def test_strategy_from_the_first_question_to_the_public_page(officer, client):
    year = timezone.localdate().year
    assert officer.get("/amt/strategie/")["Location"] == "/amt/strategie/beginnen/"
    answers = {"title": "Einfach", "vision": "Gut leben.", "first_year": str(year), "last_year": str(year + 4)}
    refused = officer.post("/amt/strategie/beginnen/", answers | {"first_year": "2030", "last_year": "2026"})
    assert "Das Ende liegt vor dem Beginn." in refused.content.decode()
    officer.post("/amt/strategie/beginnen/", answers | {"fields_of_action": ["netze", "bildung"]})
    goal = Goal.objects.get(field__name="Netze und Infrastruktur")
    officer.post(
        f"/amt/strategie/massnahme/neu/{goal.pk}/",
        {
            "title": "Leerrohre",
            "department": str(department("Bau").pk),
            "starts_on": f"1.1.{year}",
            "ends_on": f"31.12.{year + 1}",
        },
    )
    one = Measure.objects.get()
    page = f"/amt/strategie/massnahmen/{one.pk}/"
    officer.post(f"/amt/strategie/meilenstein/neu/{one.pk}/", {"title": "Kataster", "due_on": f"31.12.{year}"})
    officer.post(
        f"/amt/strategie/geld/neu/{one.pk}/",
        {"year": str(year), "source": "Haushalt", "budget": "1.234,50", "spent": "0"},
    )
    officer.post(f"{page}bericht/", {"report-text": "Läuft."})
    said = text(officer.get(page))
    assert f"Kataster: bis 31.12.{year}" in said
    assert "0 € von 1.234,50 € ausgegeben" in said
    assert "Noch nicht veröffentlicht." in text(officer.get("/amt/strategie/"))
    assert client.get("/strategie/")["Location"] == "/strategie/kennzahlen/"
    officer.post("/amt/strategie/veroeffentlichen/")
    assert "Leerrohre läuft nach Plan" in text(client.get("/strategie/"))
    shown = text(client.get(f"/strategie/massnahme/{one.pk}/"))
    assert f"Kataster: bis 31.12.{year}" in shown
    assert "Läuft." in shown


def test_part_is_changed_and_removed(officer):
    one = field()
    address = f"/amt/strategie/handlungsfeld/{one.pk}/"
    assert "Netze" in officer.get(address).content.decode()
    officer.post(address, {"name": "Netz"})
    assert Field.objects.get().name == "Netz"
    officer.post(f"{address}entfernen/")
    assert Field.objects.count() == 0
    assert officer.get(f"/amt/strategie/quatsch/{one.pk}/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_contradiction_is_said_on_the_page(officer):
    begun()
    answer = officer.post(
        "/amt/strategie/rahmen/", {"title": "E", "vision": "V", "first_year": "2030", "last_year": "2026"}
    )
    assert "Das Ende liegt vor dem Beginn." in text(answer)


def test_measure_is_ended_and_resumed_on_its_page(officer):
    one = measure()
    page = f"/amt/strategie/massnahmen/{one.pk}/"
    assert (
        html.fromstring(officer.post(f"{page}ende/", {"stop-why": ""}).content)
        .findtext(".//title")
        .strip()
        .startswith("Fehler:")
    )
    assert "Kein Geld" in text(officer.post(f"{page}ende/", {"stop-why": "Kein Geld"}, follow=True))
    assert "Die Maßnahme geht weiter." in text(officer.post(f"{page}ende/", follow=True))
    assert officer.post(f"{page}bericht/", {"report-text": ""}).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_publishing_nothing_new_is_said(officer):
    measure()
    plans.publish(by=BY)
    assert "hat sich nichts geändert" in text(officer.post("/amt/strategie/veroeffentlichen/", follow=True))


def test_council_sees_what_is_late_what_it_costs_and_what_the_figures_say(client):
    found = indicator("glasfaser")
    enter(found, own(), "2025", 31.6)
    releasing.release(found, by=BY)
    goal = plans.save(Goal(field=field(), title="Alle am Netz", indicator=found), by=BY)
    one = measure(goal=goal)
    plans.save(Milestone(measure=one, title="Baubeginn", due_on=timezone.localdate() - SOON), by=BY)
    plans.save(Money(measure=one, year=2026, source="Gigabitförderung", budget=1000, spent=250), by=BY)
    plans.publish(by=BY)
    said = text(client.get("/strategie/rat/"))
    assert "1 verspätet" in said
    assert "250 € von 1.000 € ausgegeben" in said
    assert "Baubeginn: bis" in said
    assert "Glasfaser: 31,6 % (2025)" in said
    assert "Gigabitförderung1.000 €250 €" in said


def test_a_measure_leads_to_the_figure_of_its_goal_and_the_figure_back(client):
    found = indicator("glasfaser")
    enter(found, own(), "2025", 31.6)
    goal = plans.save(Goal(field=field(), title="Alle am Netz", indicator=found), by=BY)
    one = measure(goal=goal)
    plans.publish(by=BY)
    address = f"/strategie/massnahme/{one.pk}/"
    assert "Woran wir das Ziel messen" not in text(client.get(address))
    releasing.release(found, by=BY)
    assert "Woran wir das Ziel messen Glasfaser: 31,6 % (2025)" in text(client.get(address))
    shown = client.get("/strategie/kennzahlen/glasfaser/")
    assert "Was wir dafür tun Glasfaser bauen läuft nach Plan" in text(shown)
    assert f'href="{address}"' in shown.content.decode()


def test_what_changed_since_a_published_state(client):
    one = measure()
    plans.publish(by=BY)
    assert "Das ist die erste veröffentlichte Fassung." in text(client.get("/strategie/aenderungen/"))
    plans.report(one, "Stockt.", by=BY)
    plans.publish(by=BY)
    plans.save(
        Milestone(measure=one, title="Fertig", due_on=timezone.localdate() - SOON, reached_on=timezone.localdate()),
        by=BY,
    )
    plans.publish(by=BY)
    assert "Stockt." not in text(client.get("/strategie/aenderungen/"))
    said = text(client.get("/strategie/aenderungen/?seit=1"))
    assert "Von Fassung 1" in said
    assert "Stockt." in said
    assert "„Fertig“ erreicht am" in said
    assert client.get("/strategie/aenderungen/?seit=9").status_code == 404


@pytest.mark.parametrize("address", ["rat/", "aenderungen/", f"massnahme/{uuid.UUID(int=1)}/"])
def test_nothing_is_there_before_it_is_published(client, address):
    measure()
    assert client.get(f"/strategie/{address}").status_code == 404


def test_measure_that_is_not_in_the_strategy_is_not_there(client):
    measure()
    plans.publish(by=BY)
    assert client.get(f"/strategie/massnahme/{uuid.UUID(int=1)}/").status_code == 404
