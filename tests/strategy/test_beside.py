"""Other towns beside one's own: who has done something about school networks, and how did it go?"""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace

import pytest
import time_machine
from lxml import html

from rathaus.strategy import beside
from rathaus.strategy.actions import plans
from rathaus.strategy.models import Milestone, Money, PublishedStrategy
from rathaus.towns import scope
from rathaus.towns.models import Host
from tests.people.making import department
from tests.strategy.making import BY
from tests.strategy.test_funding import measure

pytestmark = pytest.mark.usefixtures("scoped")
DAY = dt.date.fromisoformat
PAGE = "/strategie/nebeneinander/"


@pytest.fixture
def neighbour(scoped, other_town):
    """A town that published what it does for its schools, beside one's own that plans solar roofs."""
    Host.objects.create(hostname="testserver", municipality=scoped)
    with time_machine.travel(dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC), tick=False):
        own = measure("Solardächer", department=department("Bau"))
        plans.publish(by=BY)
        with scope.of(other_town):
            schools = department("Schulen")
            kept = measure("Netze betreuen", department=schools, description="An allen Schulen.")
            reached = Milestone(measure=kept, title="Stelle", due_on=DAY("2026-01-01"), reached_on=DAY("2026-01-01"))
            plans.save(reached, by=BY)
            plans.save(Milestone(measure=kept, title="Ende", due_on=DAY("2028-01-01")), by=BY)
            money = Money(measure=kept, year=2026, source="Haushalt", budget=Decimal(800), spent=Decimal(200))
            plans.save(money, by=BY)
            plans.report(kept, "Die Lehrkräfte sind froh.", by=BY)
            stopped = measure("Schul-WLAN", department=schools)
            plans.save(Milestone(measure=stopped, title="Gekauft", due_on=DAY("2026-06-30")), by=BY)
            plans.stop(stopped, day=DAY("2026-11-20"), why="Der Vertrag war zu teuer.", by=BY)
            plans.publish(by=BY)
            plans.report(kept, "Noch nicht öffentlich.", by=BY)
            never = measure("Geheimes", department=schools)
        yield SimpleNamespace(own=own, kept=kept, stopped=stopped, never=never, town=other_town)


def table(answer, name):
    rows = html.fromstring(answer.content).xpath(f"//div[@aria-labelledby='{name}']//tbody/tr")
    return [" ".join(" ".join(row.itertext()).split()) for row in rows]


def text(answer):
    return " ".join(" ".join(html.fromstring(answer.content).itertext()).split())


@pytest.mark.usefixtures("neighbour")
def test_money_progress_and_how_it_went_stand_beside_each_other(client):
    found = client.get(f"{PAGE}?suche=Schulnetze")
    kept, stopped = table(found, "treffer")
    assert kept == (
        "Netze betreuen An allen Schulen. Die Lehrkräfte sind froh. Nachbarstadt Netze: Alle am Netz läuft nach Plan "
        "1 von 2 Meilensteinen 800 € 200 €"
    )
    assert stopped == (
        "Schul-WLAN Der Vertrag war zu teuer. Nachbarstadt Netze: Alle am Netz beendet 0 von 1 Meilensteinen 0 € 0 €"
    )
    assert table(found, "kommunen") == [
        "Nachbarstadt Einfach, 2026–2030 läuft nach Plan 1, beendet 1 800 € 200 €",
    ]
    assert PublishedStrategy.objects.count() == 1


@pytest.mark.usefixtures("neighbour")
@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("", ["Solardächer", "Netze betreuen", "Schul-WLAN"]),
        ("?suche=solar", ["Solardächer"]),
        ("?suche=netz+teuer", ["Schul-WLAN"]),
        ("?suche=Solar+Richtfunk", ["Solardächer"]),
        ("?suche=Richtfunk", []),
        ("?stand=stopped", ["Schul-WLAN"]),
        ("?stand=done", []),
        ("?kommune=Musterstadt", ["Solardächer"]),
        ("?feld=Netze&kommune=Nachbarstadt", ["Netze betreuen", "Schul-WLAN"]),
        ("?feld=Bildung", []),
    ],
)
def test_what_one_looks_for(client, asked, titles):
    found = client.get(f"{PAGE}{asked}")
    shown = html.fromstring(found.content).xpath("//div[@aria-labelledby='treffer']//tbody/tr/th/a/text()")
    assert shown == titles
    assert ("Keine Maßnahme passt dazu." in text(found)) is (titles == [])
    assert ("Diese passen zu den meisten." in text(found)) is (asked == "?suche=Solar+Richtfunk")


@pytest.mark.parametrize(
    ("word", "said", "meets"),
    [
        ("schulnetze", "Jede Schule hat ein Netz.", True),
        ("schulnetze", "Das Glasfasernetz der Gesamtschulen", True),
        ("schulnetze", "Jede Schule hat ein Dach.", False),
        ("netze", "Schulnetz", True),
        ("it", "mit allen", False),
        ("it", "Schul-IT", True),
        ("bus", "Rufbus", True),
    ],
)
def test_words_meet_in_parts(word, said, meets):
    assert beside.Said.of(said).has(word) is meets


def test_one_measure_of_another_town_by_itself(client, neighbour):
    said = text(client.get(f"{PAGE}{neighbour.kept.pk}/"))
    for part in (
        "Nachbarstadt: Netze, Alle am Netz Netze betreuen läuft nach Plan Schulen, 01.01.2027",
        "Stelle: erreicht am 01.01.2026",
        "2026 Haushalt 800 € 200 €",
        "27.11.2026 Die Lehrkräfte sind froh.",
        "Aus der Strategie „Einfach“, Fassung 1 vom 27.11.2026.",
    ):
        assert part in said
    assert "Noch nicht öffentlich." not in said
    assert "Gekauft: nicht erreicht" in text(client.get(f"{PAGE}{neighbour.stopped.pk}/"))


def test_ones_own_measure_has_its_own_page_and_what_was_not_published_has_none(client, neighbour):
    assert client.get(f"{PAGE}{neighbour.own.pk}/").url == f"/strategie/massnahme/{neighbour.own.pk}/"
    assert [client.get(f"{PAGE}{one}/").status_code for one in (neighbour.never.pk, "x")] == [404, 404]


def test_invented_towns_say_so(client, neighbour):
    neighbour.town.invented = True
    neighbour.town.save()
    found = client.get(PAGE)
    assert table(found, "kommunen") == [
        "Musterstadt Einfach, 2026–2030 noch nicht begonnen 1 0 € 0 €",
        "Nachbarstadt * Einfach, 2026–2030 läuft nach Plan 1, beendet 1 800 € 200 €",
    ]
    assert "Mit * gekennzeichnete Kommunen und ihre Zahlen sind erfunden." in text(found)
    assert "Nachbarstadt (erfunden): Netze" in text(client.get(f"{PAGE}{neighbour.kept.pk}/"))
