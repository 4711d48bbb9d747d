"""What everybody sees: start page, catalogue, search, one page per service."""

import json
from dataclasses import replace
from uuid import UUID

import pytest
from lxml import etree, html

from rathaus.catalogue import actions, linked_data
from rathaus.catalogue.texts import Audience, Document, LegalBasis, ServiceTexts, Translation
from rathaus.catalogue.views import finding
from rathaus.people.trust import TrustLevel
from tests.catalogue.pages import having, texts
from tests.people import making
from tests.people.citizen import citizen, identified

FENCE = ServiceTexts(
    name="Zaun streichen",
    teaser="Bunte Zäune sind erlaubt.",
    description="Erst fragen, <b>dann</b> streichen.",
    documents=(Document("Farbmuster", "zwei Stück"),),
    cost="12 Euro",
    duration="Eine Woche",
    legal_bases=(LegalBasis("§ 1 Zaunsatzung", "https://recht.example/zaun"), LegalBasis("Gewohnheit")),
    remedy="Klage beim Verwaltungsgericht",
    life_situations=("Wohnen",),
    keywords=("Gartenzaun",),
)

NOBODYS = UUID(int=1)
"""An id that no row has; the same in every process, as parallel workers must collect the same tests."""


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def test_start_page_leads_to_services_and_search(client, publish):
    publish(texts=FENCE)
    tree = page(client, "/")
    assert texts(tree, f"//*[{having('c-topic')}]/h3") == ["Wohnen"]
    assert tree.xpath(f"//*[{having('c-topic')}]//a/@href") == ["/themen/wohnen/", "/leistungen/zaun/"]
    assert tree.xpath("//form[@role='search']/@action") == ["/leistungen/"]


def test_start_page_of_an_empty_town_says_so(client, scoped):
    assert "Noch ist keine Leistung veröffentlicht." in page(client, "/").text_content()


def test_start_page_shows_services_for_citizens_and_for_business_apart(client, publish):
    publish(texts=ServiceTexts(name="Gewerbe", audience=(Audience.BUSINESS,)))
    publish(slug="beide", texts=ServiceTexts(name="Baum", audience=(Audience.BUSINESS, Audience.CITIZEN)))
    lists = page(client, "/").xpath(f"//ul[{having('c-topics')}]")
    assert [texts(one, ".//a") for one in lists] == [["Baum"], ["Gewerbe"]]
    every = texts(page(client, "/leistungen/?fuer=unternehmen"), f"//*[{having('r-card')}]//a")
    assert every == ["Baum", "Gewerbe"]


def test_life_situations_stand_in_the_order_of_the_language(client, publish):
    publish(texts=ServiceTexts(name="Zaun", life_situations=("Umzug", "Geburt", "Zäune", "Familie und Kinder")))
    publish(slug="rest", texts=ServiceTexts(name="Rest"))
    path = f"//*[{having('c-topic')}]/h3"
    german = ["Familie und Kinder", "Geburt", "Umzug", "Zäune", "Weitere Leistungen"]
    assert texts(page(client, "/"), path) == german
    english = ["Birth", "Family and children", "Moving house", "Zäune", "Other services"]
    assert texts(html.fromstring(client.get("/", headers={"accept-language": "en"}).content), path) == english


def test_life_situation_that_the_house_knows_is_shown_in_english_and_has_its_page(client, publish):
    for number in range(7):
        publish(slug=f"s-{number}", texts=ServiceTexts(name=f"Leistung {number}", life_situations=("Umzug",)))
    box = page(client, "/").xpath(f"//*[{having('c-topic')}]")[0]
    assert texts(box, ".//a") == ["Umzug", *(f"Leistung {number}" for number in range(5)), "Alle 7 ansehen: Umzug"]
    client.get("/sprache/en/")
    tree = page(client, "/themen/umzug/")
    assert texts(tree, "//h1") == ["Moving house"]
    assert tree.xpath("//main//h2/a/@lang") == ["de"] * 7


@pytest.mark.parametrize("address", ["/themen/gibt-es-nicht/", "/themen/weitere/"])
def test_unknown_life_situation_is_not_found(client, publish, address):
    publish()
    assert client.get(address).status_code == 404


def test_a_to_z_is_one_page_of_a_short_catalogue_and_a_letter_of_a_long_one(client, publish, monkeypatch):
    for slug, name in (("a", "Ärger"), ("b", "Baum"), ("z", "18. Geburtstag")):
        publish(slug=slug, texts=ServiceTexts(name=name))
    assert texts(page(client, "/a-z/"), "//h2") == ["#", "A", "B"]
    monkeypatch.setattr(finding, "ALL_LETTERS", 2)
    assert texts(page(client, "/a-z/?buchstabe=B"), "//main//h2|//main//li/a[@lang]") == ["B", "Baum"]
    assert texts(page(client, "/a-z/?buchstabe=X"), "//main//h2") == ["#"]


@pytest.mark.parametrize(
    ("typed", "names"), [("zau", ["Zaun streichen"]), ("z", []), ("", []), ("hund", []), ("zuan", ["Zaun streichen"])]
)
def test_suggestions_name_services_and_their_addresses(client, publish, typed, names):
    publish(texts=FENCE)
    answer = client.get("/suche/vorschlaege/", {"suche": typed}).json()["suggestions"]
    assert answer == [{"name": name, "lang": "de", "href": "/leistungen/zaun/"} for name in names]


def test_search_says_what_it_took_for_a_word_and_when_it_had_to_be_loose(client, publish):
    publish(texts=FENCE)
    assert (
        "Zu „zuan“ gibt es nichts. Wir haben „Zaun“ genommen." in page(client, "/leistungen/?suche=zuan").text_content()
    )
    assert (
        "Zu allen Wörtern zusammen passt keine Leistung." in page(client, "/leistungen/?suche=zaun+hund").text_content()
    )


@pytest.mark.parametrize(
    ("query", "names", "heading"),
    [
        ("?suche=gartenz%C3%A4une", ["Zaun streichen"], "1 Leistung passt zu „gartenzäune“"),
        ("?suche=hund", [], "Keine Leistung passt zu „hund“"),
        ("?suche=%3Cscript%3E", [], "Keine Leistung passt zu „<script>“"),
        ("?fuer=unternehmen", ["Gewerbe"], None),
        ("?fuer=bevoelkerung", ["Zaun streichen"], None),
        ("?fuer=quatsch", ["Gewerbe", "Zaun streichen"], None),
        ("?suche=zaun&fuer=unternehmen", [], "Keine Leistung passt zu „zaun“"),
    ],
)
def test_catalogue_finds(client, publish, query, names, heading):
    publish(texts=FENCE)
    publish(
        slug="gewerbe", texts=ServiceTexts(name="Gewerbe", audience=(Audience.BUSINESS,), life_situations=("Arbeit",))
    )
    tree = page(client, f"/leistungen/{query}")
    assert texts(tree, f"//*[{having('r-card')}]//a") == names
    if heading:
        assert texts(tree, "//main//h2") == [heading]


def test_page_of_a_service_says_everything_and_escapes_it(client, publish, department):
    publish(texts=FENCE)
    tree = page(client, "/leistungen/zaun/")
    assert texts(tree, "//h1") == ["Zaun streichen"]
    assert texts(tree, "//h2") == ["Was Sie brauchen", "Rechtsbehelf", "Rechtsgrundlagen", "Auf einen Blick"]
    assert texts(tree, "//aside//h3") == ["Kosten", "Bearbeitungsdauer", "Zuständig", "Wie digital", "Themen"]
    assert "Erst fragen, dann streichen." in tree.text_content()
    assert tree.xpath("//article//li/a/@href") == ["https://recht.example/zaun"]
    assert set(tree.xpath("//article//form/@action")) == {"/antrag/beginnen/zaun/"}


def test_start_button_begins_an_application(client, publish):
    publish()
    answer = client.post("/antrag/beginnen/zaun/")
    assert (answer.status_code, answer["Location"].split("/")[1]) == (302, "antrag")


def test_page_says_when_a_step_remains_on_paper(client, publish):
    publish(texts=ServiceTexts(name="Zaun", written_form=True))
    assert "Ein Schritt bleibt noch auf Papier oder vor Ort" in page(client, "/leistungen/zaun/").text_content()


def test_page_says_before_anybody_begins_which_trust_level_it_takes(client, publish):
    publish(texts=ServiceTexts(name="Zaun", description="Ein Zaun.", trust_level=TrustLevel.SUBSTANTIAL))
    shown = page(client, "/leistungen/zaun/")
    assert texts(shown, "//*[@class='kern-alert__body']/p") == [
        (
            "Wir müssen sicher wissen, wer Sie sind: Nötig ist ein Konto mit dem Vertrauensniveau „substanziell“. "
            "Melden Sie sich an, dann geht es hier weiter."
        )
    ]
    assert links(shown) == ["/mein/anmelden/?next=/leistungen/zaun/", "/mein/registrieren/?next=/leistungen/zaun/"] * 2
    account = citizen()
    client.force_login(account)
    shown = page(client, "/leistungen/zaun/")
    assert links(shown) == ["/mein/vertrauen/?zurueck=/leistungen/zaun/"] * 2
    identified(account)
    shown = page(client, "/leistungen/zaun/")
    assert (links(shown), len(shown.xpath("//form[@action='/antrag/beginnen/zaun/']"))) == ([], 2)


def links(shown):
    return shown.xpath("//*[contains(@class, 'c-start')]/a/@href")


@pytest.mark.parametrize("address", ["/leistungen/gibt-es-nicht/", "/leistungen/../etc/"])
def test_unknown_service_is_not_found(client, scoped, address):
    assert client.get(address).status_code == 404


def test_withdrawn_service_is_not_found(client, publish):
    actions.withdraw(publish().service, by=making.OPERATOR)
    assert client.get("/leistungen/zaun/").status_code == 404


def test_public_pages_may_be_kept_by_the_browser_the_service_page_not(client, publish):
    publish()
    assert [client.get(address)["Cache-Control"] for address in ("/", "/leistungen/", "/leistungen/zaun/")] == [
        "no-cache", "no-cache", "no-store",
    ]  # fmt: skip


def test_linked_data_name_the_service_its_authority_and_everything_known(client, publish, town):
    publish(texts=replace(FENCE, translations={"en": Translation(name="Paint a fence")}, leika_key="99"))
    tree = page(client, "/leistungen/zaun/")
    (address,) = tree.xpath("//link[@type='application/ld+json']/@href")
    answer = client.get(address)
    found = json.loads(answer.content)
    assert (answer["Content-Type"], found["@type"], found["@id"]) == (
        "application/ld+json", "cpsv:PublicService", "http://testserver/leistungen/zaun/",
    )  # fmt: skip
    assert found["dct:identifier"] == "99"
    assert found["dct:title"] == [
        {"@value": "Zaun streichen", "@language": "de"}, {"@value": "Paint a fence", "@language": "en"},
    ]  # fmt: skip
    assert found["dct:description"] == [{"@value": "Bunte Zäune sind erlaubt.", "@language": "de"}]
    assert found["cv:hasCompetentAuthority"]["dct:spatial"]["@id"].endswith(f"/regionalKey/{town.ars}")
    assert [one.get("@id") for one in found["cv:hasLegalResource"]] == ["https://recht.example/zaun", None]
    assert [one["@type"] for one in found["cv:isGroupedBy"]] == ["cv:LifeEvent"]
    assert set(found) - set(linked_data.CONTEXT) <= {
        "@context", "@id", "@type", "dct:identifier", "dct:title", "dct:description", "dct:language", "dct:subject",
        "cv:hasCompetentAuthority", "cv:hasChannel", "cv:hasCost", "cv:hasLegalResource", "cv:hasInputType",
        "cv:isGroupedBy",
    }  # fmt: skip


def test_linked_data_of_a_bare_service_have_what_the_standard_demands(client, publish):
    publish(texts=ServiceTexts(name="Zaun"))
    found = client.get("/leistungen/zaun/daten.jsonld").json()
    assert found["dct:identifier"] == "zaun"
    assert found["dct:description"] == [{"@value": "Zaun", "@language": "de"}]
    assert "cv:hasCost" not in found


def test_sitemap_and_robots_lead_to_every_public_page_and_to_no_other(client, publish):
    publish(texts=FENCE)
    publish(slug="weg")
    actions.withdraw(publish(slug="weg").service, by=making.OPERATOR)
    tree = etree.fromstring(client.get("/sitemap.xml").content)
    assert [one.text.removeprefix("http://testserver") for one in tree.iter("{*}loc")] == [
        "/", "/leistungen/", "/a-z/", "/themen/wohnen/", "/leistungen/zaun/",
    ]  # fmt: skip
    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in robots.splitlines()
    assert "Disallow: /antrag/" in robots.splitlines()


def test_barrier_can_be_reported_once_the_town_offers_it(client, owner, department):
    accessibility = page(client, "/barrierefreiheit/")
    assert accessibility.xpath("//main//a[contains(@class, 'kern-btn')]/@href") == ["/barrierefreiheit/melden/"]
    assert "Schreiben Sie uns oder rufen Sie an." in page(client, "/barrierefreiheit/melden/").text_content()
    staff = making.signed_in(owner)
    assert "Noch kann niemand eine Barriere melden" in staff.get("/amt/leistungen/").content.decode()
    assert staff.post("/amt/leistungen/neu/barriere/", {"fachbereich": department.pk}).status_code == 302
    assert "Noch kann niemand eine Barriere melden" not in staff.get("/amt/leistungen/").content.decode()
    assert client.get("/barrierefreiheit/melden/")["Location"] == "/leistungen/barriere-melden/"


@pytest.mark.parametrize("department_id", ["", "x", NOBODYS])
def test_form_for_barriers_needs_a_department_of_ones_own(owner, department_id):
    staff = making.signed_in(owner)
    assert staff.post("/amt/leistungen/neu/barriere/", {"fachbereich": department_id}).status_code == 404
