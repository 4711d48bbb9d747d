"""What everybody sees: start page, catalogue, search, one page per service."""

import pytest
from lxml import html

from rathaus.catalogue import actions
from rathaus.catalogue.texts import Audience, Document, LegalBasis, ServiceTexts, TrustLevel
from tests.catalogue.pages import having, texts
from tests.people import making

FENCE = ServiceTexts(
    name="Zaun streichen",
    teaser="Bunte Zäune sind erlaubt.",
    description="Erst fragen, <b>dann</b> streichen.",
    documents=(Document("Farbmuster", "zwei Stück"),),
    cost="12 Euro",
    duration="Eine Woche",
    legal_bases=(LegalBasis("§ 1 Zaunsatzung", "https://recht.example/zaun"), LegalBasis("Gewohnheit")),
    remedy="Klage beim Verwaltungsgericht",
    life_situation="Wohnen",
    keywords=("Gartenzaun",),
)


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.content)


def test_start_page_leads_to_services_and_search(client, publish):
    publish(texts=FENCE)
    tree = page(client, "/")
    assert texts(tree, f"//*[{having('c-topic')}]/h3") == ["Wohnen"]
    assert tree.xpath(f"//*[{having('c-topic')}]//a/@href") == ["/leistungen/zaun/"]
    assert tree.xpath("//form[@role='search']/@action") == ["/leistungen/"]


def test_start_page_of_an_empty_town_says_so(client, scoped):
    assert "Noch ist keine Leistung veröffentlicht." in page(client, "/").text_content()


def test_services_for_business_alone_stand_apart(client, publish):
    publish(texts=ServiceTexts(name="Gewerbe", audience=(Audience.BUSINESS,)))
    publish(slug="beide", texts=ServiceTexts(name="Baum", audience=(Audience.BUSINESS, Audience.CITIZEN)))
    tree = page(client, "/")
    assert texts(tree, f"//*[{having('c-topic')}]//a") == ["Baum"]
    assert texts(tree, f"//*[{having('r-card')}]//a") == ["Gewerbe"]


@pytest.mark.parametrize(
    ("query", "names", "heading"),
    [
        ("?suche=gartenz%C3%A4une", ["Zaun streichen"], "1 Leistung passt zu „gartenzäune“"),
        ("?suche=hund", [], "0 Leistungen passen zu „hund“"),
        ("?suche=%3Cscript%3E", [], "0 Leistungen passen zu „<script>“"),
        ("?fuer=unternehmen", ["Gewerbe"], None),
        ("?fuer=bevoelkerung", ["Zaun streichen"], None),
        ("?fuer=quatsch", ["Gewerbe", "Zaun streichen"], None),
        ("?suche=zaun&fuer=unternehmen", [], "0 Leistungen passen zu „zaun“"),
    ],
)
def test_catalogue_finds(client, publish, query, names, heading):
    publish(texts=FENCE)
    publish(slug="gewerbe", texts=ServiceTexts(name="Gewerbe", audience=(Audience.BUSINESS,), life_situation="Arbeit"))
    tree = page(client, f"/leistungen/{query}")
    assert texts(tree, f"//*[{having('r-card')}]//a") == names
    if heading:
        assert texts(tree, "//main//h2") == [heading]


def test_page_of_a_service_says_everything_and_escapes_it(client, publish, department):
    publish(texts=FENCE)
    tree = page(client, "/leistungen/zaun/")
    assert texts(tree, "//h1") == ["Zaun streichen"]
    assert texts(tree, "//h2") == ["Was Sie brauchen", "Rechtsbehelf", "Rechtsgrundlagen", "Auf einen Blick"]
    assert texts(tree, "//aside//h3") == ["Kosten", "Bearbeitungsdauer", "Zuständig"]
    assert "Erst fragen, dann streichen." in tree.text_content()
    assert tree.xpath("//article//li/a/@href") == ["https://recht.example/zaun"]
    assert set(tree.xpath("//article//form/@action")) == {"/antrag/beginnen/zaun/"}


def test_start_button_begins_an_application(client, publish):
    publish()
    answer = client.post("/antrag/beginnen/zaun/")
    assert (answer.status_code, answer["Location"].split("/")[1]) == (302, "antrag")


@pytest.mark.parametrize(
    "texts", [ServiceTexts(name="Zaun", written_form=True), ServiceTexts(name="Zaun", trust_level=TrustLevel.HIGH)]
)
def test_page_says_when_a_step_remains_on_paper(client, publish, texts):
    publish(texts=texts)
    assert "Ein Schritt bleibt noch auf Papier oder vor Ort" in page(client, "/leistungen/zaun/").text_content()


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
