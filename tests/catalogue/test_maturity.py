"""How far a service is online, and what holds it there."""

from dataclasses import replace

import pytest
from lxml import html

from rathaus.catalogue import actions, maturity
from rathaus.catalogue.texts import Document, ServiceTexts
from rathaus.people.trust import TrustLevel
from tests.catalogue.pages import texts
from tests.people.making import OPERATOR, department, signed_in

BEST = ServiceTexts(name="Zaun streichen", teaser="Der Zaun wird bunt.", cost="Der Antrag ist kostenlos.")


def stands(version):
    found = maturity.of_version(version.pk)
    return found.level, [str(fact.told) for _criterion, fact in found.held_by]


@pytest.mark.parametrize(
    ("changes", "level", "told"),
    [
        ({}, 4, []),
        ({"teaser": ""}, 0, ["Eine Beschreibung fehlt."]),
        (
            {"trust_level": TrustLevel.HIGH},
            1,
            ["Verlangt ist das Vertrauensniveau „hoch“, das hier kein Konto erreicht."],
        ),
        ({"written_form": True}, 2, ["Die Unterschrift kommt auf Papier oder vor Ort nach."]),
        (
            {"trust_level": TrustLevel.SUBSTANTIAL},
            3,
            ["Vor dem ersten Antrag zeigt man einmal im Rathaus den Ausweis."],
        ),
        ({"documents": (Document("Farbkarte"),)}, 3, ["Unterlagen sind einzureichen."]),
        ({"cost": ""}, 3, ["Ob die Leistung etwas kostet, sagen die Texte nicht."]),
        ({"cost": "Die Meldung ist gebührenfrei."}, 4, []),
        ({"cost": "Nach Aufwand."}, 3, ["Bezahlen geht hier nicht online."]),
        ({"cost": "Für Vereine kostenlos, sonst 50 €."}, 3, ["Bezahlen geht hier nicht online."]),
        (
            {"cost": "12 Euro", "documents": (Document("Farbkarte"),)},
            3,
            ["Unterlagen sind einzureichen.", "Bezahlen geht hier nicht online."],
        ),
    ],
)
def test_the_lowest_criterion_decides_and_is_named(publish, changes, level, told):
    assert stands(publish(texts=replace(BEST, **changes))) == (level, told)


def test_models_of_which_the_criteria_are_not_known_decide_nothing():
    """Levels and numbers: STRATEGY-FACTS, OTHER section 7."""
    old, new = maturity.models()
    assert [(one.id, one.highest, one.official_criteria, one.online(3)) for one in (old, new)] == [
        ("ozg-1.1", 4, 10, True), ("ozg-2.0", 7, 13, False),
    ]  # fmt: skip
    assert (maturity.in_force(new.since), maturity.newer(old, new.since)) == (old, new)
    assert (maturity.in_force(old.since.replace(year=2019)), maturity.newer(old, old.since)) == (None, None)


def test_owners_see_the_level_of_what_they_offer(publish, owner):
    publish(texts=BEST)
    publish(slug="pappe", texts=replace(BEST, name="Pappe falten", written_form=True))
    publish(slug="fremd", texts=replace(BEST, name="Fremd"), in_department=department("Kämmerei"))
    gone = publish(slug="weg", texts=replace(BEST, name="Weg"))
    actions.withdraw(gone.service, by=OPERATOR)
    page = html.fromstring(signed_in(owner).get("/amt/reifegrad/").content)
    assert texts(page, "//table[1]/tbody/tr[th/a]") == [
        "Pappe falten 2 · Formular-Assistent Die Unterschrift kommt auf Papier oder vor Ort nach.",
        "Zaun streichen 4 · Online-Transaktion Nichts, das ist die höchste Stufe.",
    ]


def test_everybody_sees_the_level_on_the_page_of_the_service(publish, client):
    publish(texts=replace(BEST, cost="12 Euro"))
    told = "//h3[.='{}']/following-sibling::p[1]"
    page = html.fromstring(client.get("/leistungen/zaun/").content)
    assert texts(page, told.format("Wie digital")) == [
        "Stufe 3 von 4: Online-Leistung. Bezahlen geht hier nicht online."
    ]
    page = html.fromstring(client.get("/leistungen/zaun/", headers={"accept-language": "en"}).content)
    assert texts(page, told.format("How digital")) == [
        "Level 3 of 4: Online service. Paying online is not possible here."
    ]


def test_nobody_reads_offline_beside_the_button_that_begins(publish, client):
    publish(texts=replace(BEST, teaser="", description=""))
    page = html.fromstring(client.get("/leistungen/zaun/").content)
    assert texts(page, "//h3[.='Wie digital']") == []
