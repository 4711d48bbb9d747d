"""The pages of indicators: what the public sees, and what those do who keep them."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.strategy import columns
from rathaus.strategy.actions import importing, releasing
from rathaus.strategy.models import Import, Indicator, Observation, Target, Unit
from tests.people.making import colleague, department, signed_in
from tests.strategy.making import BY, enter, figures, indicator, own, unit

pytestmark = pytest.mark.usefixtures("scoped")
PAGE = "/amt/kennzahlen/glasfaser/"


@pytest.fixture(autouse=True)
def _nothing_kept():
    columns.forget()


@pytest.fixture
def officer():
    return signed_in(colleague(Grant(Role.DIGITAL_OFFICER)))


def text(answer):
    tree = html.fromstring(answer.content)
    return " ".join(tree.text_content().split())


def the_form(answer):
    (found,) = html.fromstring(answer.content).xpath("//form[contains(@class, 'r-form')]")
    return found


def published(**fields):
    found = indicator("glasfaser", **fields)
    enter(found, own(), "2023", 9)
    enter(found, own(), "2024", 12.5, quality="p")
    releasing.release(found, by=BY)
    return found


# The public -----------------------------------------------------------------------------------------------------------


def test_overview_shows_the_newest_figures(client):
    published()
    indicator("heimlich")
    answer = text(client.get("/strategie/kennzahlen/"))
    assert "Glasfaser 12,5 % 2024 · +3,5 Punkte gegenüber 2023, besser" in answer
    assert "Heimlich" not in answer


def test_change_is_that_of_the_figures_as_they_are_shown(client):
    found = indicator("dauer", decimals=0, direction="lower")
    for year, value in (("2022", 6.6), ("2023", 7.4), ("2024", 7.3)):
        enter(found, own(), year, value)
    releasing.release(found, by=BY)
    assert "Dauer 7 % 2024 Alle" in text(client.get("/strategie/kennzahlen/"))
    assert "7 % (2024)" in text(client.get("/strategie/kennzahlen/dauer/"))


def test_overview_without_indicators_says_so(client):
    assert "Noch ist keine Kennzahl veröffentlicht." in text(client.get("/strategie/kennzahlen/"))


def test_navigation_leads_there_once_there_is_something_to_see(client):
    assert "/strategie/" not in client.get("/impressum/").content.decode()
    found = published()
    assert "/strategie/" in client.get("/impressum/").content.decode()
    releasing.withdraw(found, by=BY)
    assert "/strategie/" not in client.get("/impressum/").content.decode()


def test_page_of_an_indicator_shows_what_was_released(client):
    found = published()
    enter(found, own(), "2025", 99)
    answer = client.get("/strategie/kennzahlen/glasfaser/")
    said = text(answer)
    assert "12,5 % (vorläufig)" in said
    assert "99" not in said
    titles = html.fromstring(answer.content).xpath("//*[local-name()='svg']/*[local-name()='title']/text()")
    assert titles == ["Glasfaser", "Glasfaser"]  # one for phones


def test_parts_of_the_newest_figure_stand_in_a_table_of_their_own(client):
    found = published()
    enter(found, own(), "2024", 10, breakdown="Kernstadt")
    enter(found, own(), "2023", 7, breakdown="Ortsteile")
    releasing.release(found, by=BY)
    said = text(client.get("/strategie/kennzahlen/glasfaser/"))
    assert "Im Einzelnen, 2024 Kernstadt 10,0 %" in said
    assert "Ortsteile" not in said


@pytest.mark.parametrize("address", ["", "werte.csv", "werte.json"])
def test_indicator_that_is_not_public_is_not_there(client, address):
    enter(indicator(), own(), "2024", 1)
    assert client.get(f"/strategie/kennzahlen/glasfaser/{address}").status_code == 404


def test_data_as_csv(client):
    published()
    rows = list(csv.DictReader(io.StringIO(client.get("/strategie/kennzahlen/glasfaser/werte.csv").content.decode())))
    assert [(row["period"], row["start"], row["end"], row["value"], row["quality"]) for row in rows] == [
        ("2024", "2024-01-01", "2024-12-31", "12.5", "p"),
        ("2023", "2023-01-01", "2023-12-31", "9.0", ""),
    ]
    assert rows[0]["source"] == "Musteramt, Tabelle 7"


def test_data_as_json(client):
    published()
    found = json.loads(client.get("/strategie/kennzahlen/glasfaser/werte.json").content)
    assert (found["key"], found["better"], [one["value"] for one in found["values"]]) == (
        "glasfaser",
        "higher",
        [12.5, 9.0],
    )


def test_catalogue_of_the_data_names_every_published_indicator(client):
    published()
    indicator("heimlich")
    found = json.loads(client.get("/strategie/kennzahlen/katalog.jsonld").content)
    (dataset,) = found["dcat:dataset"]
    assert (found["@type"], dataset["dct:identifier"]) == ("dcat:Catalog", "glasfaser")
    assert found["dcat:service"]["dcat:endpointURL"] == {"@id": "http://testserver/api/v1/"}
    assert [one["dcat:downloadURL"]["@id"] for one in dataset["dcat:distribution"]] == [
        "http://testserver/strategie/kennzahlen/glasfaser/werte.csv",
        "http://testserver/strategie/kennzahlen/glasfaser/werte.json",
        "http://testserver/strategie/kennzahlen/glasfaser/werte.xlsx",
    ]
    mandatory = ("dct:title", "dct:description", "dct:publisher", "dcat:themeTaxonomy")
    assert [name for name in mandatory if name not in found] == []
    place = {"@id": "http://dcat-ap.de/def/politicalGeocoding/regionalKey/059700040040"}
    assert (dataset["dct:spatial"], dataset["dcatde:politicalGeocodingURI"]) == (place, place)
    assert dataset["dcat:contactPoint"]["vcard:hasURL"] == {"@id": "http://testserver/"}


@pytest.mark.parametrize(
    ("licence", "told"),
    [
        ("DL-DE/Zero-2.0", {"dct:license": {"@id": "http://dcat-ap.de/def/licenses/dl-zero-de/2.0"}}),
        (
            "dl-de/by-2-0",
            {
                "dct:license": {"@id": "http://dcat-ap.de/def/licenses/dl-by-de/2.0"},
                "dcatde:licenseAttributionByText": "Musteramt, Tabelle 7",
            },
        ),
        ("CC0-1.0", {"dct:license": {"@id": "http://dcat-ap.de/def/licenses/cc-zero"}}),
        (
            "auf Anfrage",
            {
                "dct:rights": {
                    "@type": "dct:RightsStatement",
                    "rdfs:label": {"@value": "auf Anfrage", "@language": "de"},
                }
            },
        ),
        ("", {}),
    ],
)
def test_licences_are_those_of_the_list_or_said_in_their_own_words(client, scoped, licence, told):
    figures(indicator("glasfaser", licence=licence), "2024", {own(): 12.5})
    (dataset,) = json.loads(client.get("/strategie/kennzahlen/katalog.jsonld").content)["dcat:dataset"]
    names = ("dct:license", "dct:rights", "dcatde:licenseAttributionByText")
    assert [{name: one[name] for name in names if name in one} for one in dataset["dcat:distribution"]] == [told] * 3


@pytest.fixture
def compared(scoped):
    """Two indicators with figures of six places."""
    places = [own(), *(unit(f"0{number}", f"Ort {number}") for number in range(1, 6))]
    for key, values in (("glasfaser", (30, 50, 40, 20, 10, 5)), ("schulen", (90, 10, 20, 30, 40, 50))):
        figures(indicator(key), "2024", dict(zip(places, values, strict=True)))


@pytest.mark.usefixtures("compared")
def test_comparison_shows_rank_and_span(client):
    said = text(client.get("/strategie/kennzahlen/vergleich/"))
    assert "Gesamtwert 77,8 von 100: Platz 1 unter den 6 Orten, die alle Werte haben." in said
    assert "Mit anderen vertretbaren Gewichten Platz 1 bis 3." in said
    assert "30,0 % 3 von 6" in said


@pytest.mark.usefixtures("compared")
def test_choice_of_the_visitor_counts(client):
    said = text(client.get("/strategie/kennzahlen/vergleich/?kennzahl=glasfaser&gruppe=alle"))
    assert "3 von 6" in said
    assert "Gesamtwert (Platz)" not in said
    weighted = "?kennzahl=glasfaser&kennzahl=schulen&gewicht-glasfaser=3&methode=geometric&gruppe=groesse"
    assert "Gesamtwert 64,7 von 100: Platz 1" in text(client.get(f"/strategie/kennzahlen/vergleich/{weighted}"))


@pytest.fixture
def counted(compared):
    """Two counts of six places; how many live in four of them is known of 2024, and of one of 2023."""
    places = list(Unit.objects.order_by("pk"))
    figures(indicator("laden", unit="Ladepunkte", decimals=0, per_head=True), "2024", dict.fromkeys(places, 30))
    people = indicator("einwohner", direction="", source="Amt für Statistik")
    known = {unit.key: number for number, unit in enumerate(places)}
    figures(people, "2023", {Unit.objects.get(key="04"): 20_000})
    figures(people, "2024", {one: 1_000 * (known[one.key] + 1) for one in places if one.key not in ("04", "05")})


@pytest.mark.usefixtures("counted")
def test_counts_are_compared_for_each_inhabitant(client):
    address = "/strategie/kennzahlen/vergleich/?kennzahl=laden&gruppe=alle"
    assert "Gilt für: Laden." in text(client.get(address))
    assert "geteilt durch" not in text(client.get(address))
    said = text(client.get(f"{address}&einwohner=on"))
    for sentence in (
        "2024, Ladepunkte je 1.000 Einwohner",
        "Je 1.000 Einwohner: „Laden“ (2024) geteilt durch „Einwohner“ desselben oder des nächsten früheren Jahres.",
        "Aus 2024: 4 Orte. Aus 2023: Ort 4.",
        "Ohne Wert: Laden je 1.000 Einwohner keine Einwohnerzahl freigegeben: Ort 5",
        "Musteramt, Tabelle 7 (Laden); Amt für Statistik (Einwohner)",
    ):
        assert sentence in said


@pytest.mark.usefixtures("counted")
def test_inhabitants_that_are_not_public_divide_nothing(client):
    releasing.withdraw(Indicator.objects.get(key="einwohner"), by=BY)
    said = text(client.get("/strategie/kennzahlen/vergleich/?kennzahl=laden&gruppe=alle&einwohner=on"))
    assert ("Gilt für" in said, "je 1.000 Einwohner" in said) == (False, False)


@pytest.mark.usefixtures("compared")
def test_index_of_z_scores_says_what_it_is(client):
    said = text(client.get("/strategie/kennzahlen/vergleich/?kennzahl=glasfaser&kennzahl=schulen&methode=z"))
    assert "Gesamtwert +1,10 (0 heißt: im Mittel): Platz 1 unter den 6 Orten, die alle Werte haben." in said
    assert "Geometrisch ginge das nicht: Abstände können negativ sein." in said
    assert "60 % +0,26" in said


BOTH = "kennzahl=glasfaser&kennzahl=schulen"


@pytest.mark.usefixtures("compared")
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kennzahl=glasfaser&gewicht-glasfaser=viel&gruppe=mond", "Schreiben Sie eine Zahl, zum Beispiel 12,5."),
        (f"{BOTH}&gewicht-glasfaser=-1", "Ein Gewicht ist eine Zahl von 0 bis 1000."),
        (f"{BOTH}&gewicht-glasfaser=1e308", "Ein Gewicht ist eine Zahl von 0 bis 1000."),
        (f"{BOTH}&gewicht-glasfaser=nan", "Schreiben Sie eine Zahl, zum Beispiel 12,5."),
        (f"{BOTH}&gewicht-glasfaser=0", "wenn mindestens zwei Kennzahlen zählen: mit einem Gewicht über 0"),
        (
            f"{BOTH}&methode=geometric",
            "Geometrisch beginnt die Skala bei 1: Eine einzige 0 machte den ganzen Gesamtwert zu 0.",
        ),
        ("kennzahl=heimlich", "„heimlich“ lässt sich hier nicht vergleichen: nicht veröffentlicht, zurückgezogen"),
    ],
)
def test_nonsense_and_limits_are_said(client, query, sentence):
    answer = client.get(f"/strategie/kennzahlen/vergleich/?{query}")
    assert (answer.status_code, sentence in text(answer)) == (200, True)


@pytest.mark.usefixtures("compared")
def test_index_says_who_has_one(client):
    figures(
        indicator("wege"),
        "2024",
        dict(zip(Unit.objects.filter(key__startswith="0", name__startswith="Ort"), (5, 4, 3, 2, 1), strict=True)),
    )
    address = "/strategie/kennzahlen/vergleich/?kennzahl=glasfaser&kennzahl=wege&gruppe=alle"
    assert "Musterstadt hat keinen Gesamtwert, weil mindestens einer der Werte fehlt." in text(client.get(address))
    Observation.objects.filter(indicator__key="wege", unit__key="01").delete()
    figures(Indicator.objects.get(key="wege"), "2024", {unit("09", "Neu"): 6})
    assert "wenn mindestens 5 Orte alle gewählten Werte haben; hier sind es 4." in text(client.get(address))


def test_too_small_a_group_is_said(client):
    figures(indicator("glasfaser"), "2024", {own(): 1, unit("01"): 2})
    assert "Zu wenige sind es bei: Glasfaser." in text(client.get("/strategie/kennzahlen/vergleich/"))


def test_nothing_to_compare_is_said(client):
    assert "die sich vergleichen lässt" in text(client.get("/strategie/kennzahlen/vergleich/"))


# Those who keep them --------------------------------------------------------------------------------------------------

DEFINITION = {
    "name": "Glasfaser", "key": "glasfaser", "meaning": "Was es heißt.", "unit": "%", "decimals": "1",
    "direction": "higher", "method": "", "source": "Amt", "licence": "", "frequency": "yearly",
}  # fmt: skip


def test_indicator_is_defined_and_changed(officer):
    where = department("Digitales")
    answer = officer.post("/amt/kennzahlen/neu/", DEFINITION | {"department": str(where.pk)})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    answer = officer.post(f"{PAGE}aendern/", DEFINITION | {"department": str(where.pk), "name": "Glas"})
    assert (answer.status_code, Indicator.objects.get().name) == (302, "Glas")


@pytest.mark.django_db(transaction=True)
def test_definition_that_is_taken_is_refused_in_a_sentence(officer):
    indicator()
    answer = officer.post("/amt/kennzahlen/neu/", DEFINITION | {"department": str(department("Digitales").pk)})
    assert "Den Kurznamen „glasfaser“ gibt es schon." in text(answer)


def test_share_is_refused_as_a_count_at_its_question(officer):
    values = DEFINITION | {"department": str(department("Digitales").pk), "per_head": "on"}
    page = html.fromstring(officer.post("/amt/kennzahlen/neu/", values).content)
    said = page.get_element_by_id("id_per_head").get("aria-describedby").split()
    assert "„%“ ist schon geteilt." in " ".join(page.get_element_by_id(one).text_content() for one in said)


def test_figure_is_entered(officer):
    indicator()
    answer = officer.post(f"{PAGE}wert/", {"figure-period": "2024", "figure-value": "1.234,5", "figure-quality": ""})
    assert (answer.status_code, Observation.objects.get().value) == (302, 1234.5)
    assert "1.234,5 %" in text(officer.get(PAGE))


def test_figure_that_is_none_is_said_on_the_page(officer):
    indicator()
    answer = officer.post(f"{PAGE}wert/", {"figure-period": "neulich", "figure-value": "viel", "figure-quality": ""})
    said = text(answer)
    assert "„neulich“ ist kein Zeitraum." in said
    assert "Schreiben Sie eine Zahl, zum Beispiel 12,5." in said
    assert html.fromstring(answer.content).findtext(".//title").strip().startswith("Fehler:")


def test_target_is_set_and_removed(officer):
    indicator()
    officer.post(f"{PAGE}ziel/", {"target-due_on": "31.12.2027", "target-value": "75"})
    target = Target.objects.get()
    assert "75,0 % bis 31.12.2027" in text(officer.get(PAGE))
    officer.post(f"{PAGE}ziel/{target.pk}/entfernen/")
    assert Target.objects.count() == 0
    assert "Schreiben Sie den Tag so" in text(officer.post(f"{PAGE}ziel/", {"target-due_on": "bald"}))


@pytest.mark.django_db(transaction=True)
def test_figures_are_released_and_withdrawn(officer, client):
    enter(indicator(), own(), "2024", 1)
    officer.post(f"{PAGE}freigabe/")
    assert client.get("/strategie/kennzahlen/glasfaser/").status_code == 200
    assert "schon freigegeben" in text(officer.post(f"{PAGE}freigabe/", follow=True))
    officer.post(f"{PAGE}freigabe/", {"freigabe": "zurueck"})
    assert client.get("/strategie/kennzahlen/glasfaser/").status_code == 404


def upload(officer, content, **more):
    values = {"file": SimpleUploadedFile("werte.csv", content.encode()), "source": "Amt", "licence": "", **more}
    return officer.post(f"{PAGE}einlesen/", values)


def test_table_is_looked_at_before_it_is_taken_in(officer):
    indicator()
    answer = upload(officer, "ARS;Gemeinde;Jahr;Wert\n05;Eins;2024;1,5\n06;Zwei;2024;-\n")
    assert Observation.objects.count() == 0
    review = officer.get(answer["Location"])
    form = the_form(review)
    values = dict(form.form_values())
    assert {name: values[name] for name in ("unit", "name", "period", "value", "decimal")} == {
        "unit": "0", "name": "1", "period": "2", "value": "3", "decimal": ",",
    }  # fmt: skip
    done = officer.post(answer["Location"], values, follow=True)
    assert "1 Wert ist übernommen. 1 Zeile ohne Wert ist ausgelassen." in text(done)
    assert "werte.csv: 1 Werte" in text(done)
    assert officer.get(answer["Location"]).status_code == 404


def test_table_with_a_bad_row_is_refused_with_the_row(officer):
    indicator()
    address = upload(officer, "ARS;Gemeinde;Jahr;Wert\n05;Eins;2024;viel\n")["Location"]
    values = dict(the_form(officer.get(address)).form_values())
    assert "Zeile 2: „viel“ ist keine Zahl." in text(officer.post(address, values))
    assert Observation.objects.count() == 0


def test_file_that_is_no_table_is_refused_in_a_sentence(officer):
    indicator()
    assert "Die Datei braucht eine Zeile mit Überschriften" in text(upload(officer, "nur das"))
    assert Import.objects.count() == 0


def test_file_that_is_too_large_is_refused_in_a_sentence(officer, monkeypatch):
    monkeypatch.setattr("rathaus.strategy.forms.LARGEST_UPLOAD", 10)
    indicator()
    assert "Nehmen Sie dafür den Befehl" in text(upload(officer, "ARS;Jahr;Wert\n"))


def test_file_is_discarded(officer):
    indicator()
    address = upload(officer, "ARS;Gemeinde;Jahr;Wert\n05;Eins;2024;1\n")["Location"]
    assert "Die Datei ist verworfen." in text(officer.post(f"{address}verwerfen/", follow=True))
    assert Import.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_file_that_was_cut_off_is_not_discarded(officer):
    found = indicator()
    proposal = importing.propose(found, b"ARS;Jahr;Wert\n05;2024;1\n", file_name="t", source="A", public=True, by=BY)
    enter(found, own(), "2024", 1)
    Observation.objects.update(origin=proposal)
    answer = officer.post(f"/amt/kennzahlen/tabelle/{proposal.pk}/verwerfen/", follow=True)
    assert "sie bleibt als ihr Beleg" in text(answer)


@pytest.mark.django_db(transaction=True)
def test_places_are_kept(officer):
    answer = officer.post("/amt/kennzahlen/orte/neu/", {"name": "Eins", "key": "05", "kind": "municipality"})
    assert answer.status_code == 302
    assert "Den Schlüssel „05“ gibt es schon." in text(
        officer.post("/amt/kennzahlen/orte/neu/", {"name": "Zwei", "key": "05", "kind": "county"})
    )
    place = Unit.objects.get()
    officer.post(
        f"/amt/kennzahlen/orte/{place.pk}/", {"name": "Eins", "key": "05", "kind": "municipality", "population": "12"}
    )
    assert Unit.objects.get().population == 12
    assert "Kein Ort passt dazu." in text(officer.get("/amt/kennzahlen/orte/?suche=xyz"))
    assert "Eins" in text(officer.get("/amt/kennzahlen/orte/?suche=ein"))


def test_many_places_at_once(officer):
    good = SimpleUploadedFile("orte.csv", "Schlüssel;Name\n05;Eins\n06;Zwei\n".encode())
    assert "2 Orte sind gespeichert." in text(
        officer.post("/amt/kennzahlen/orte/einlesen/", {"file": good}, follow=True)
    )
    bad = SimpleUploadedFile("orte.csv", "Schlüssel;Name\n05;\n".encode())
    assert "Zeile 2: Schlüssel oder Name fehlt." in text(officer.post("/amt/kennzahlen/orte/einlesen/", {"file": bad}))


def test_computed_indicators_are_switched_on(officer):
    assert "9 Kennzahlen können aus den Vorgängen dieses Hauses entstehen" in text(officer.get("/amt/kennzahlen/"))
    where = department("Digitales")
    answer = officer.post("/amt/kennzahlen/aus-den-vorgaengen/", {"department": str(where.pk)}, follow=True)
    assert "Das Haus rechnet diese Kennzahlen ab jetzt selbst aus." in text(answer)
    assert Observation.objects.filter(indicator__key="antraege-online").count() == 12
    assert "/einlesen/" not in officer.get("/amt/kennzahlen/antraege-online/").content.decode()
    assert officer.get("/amt/kennzahlen/antraege-online/einlesen/").status_code == 404
    changed = officer.get("/amt/kennzahlen/antraege-online/aendern/").content.decode()
    assert 'name="source"' not in changed


def test_past_period_is_computed_again(officer):
    found = indicator("antraege-online", computed="antraege-online")
    page = "/amt/kennzahlen/antraege-online/"
    answer = officer.post(f"{page}berechnen/", {"compute-period": "2024-06"}, follow=True)
    assert "Der Zeitraum ist neu berechnet." in text(answer)
    assert list(Observation.objects.values_list("indicator", "value")) == [(found.pk, 0.0)]
    for typed, said in (("2099", "noch nicht zu Ende"), ("bald", "ist kein Zeitraum")):
        assert said in text(officer.post(f"{page}berechnen/", {"compute-period": typed}))
    indicator("glasfaser")
    answer = officer.post(f"{PAGE}berechnen/", {"compute-period": "2024"})
    assert "Diese Kennzahl rechnet das Haus nicht selbst aus." in text(answer)


@pytest.mark.parametrize("role", [Role.CLERK, Role.SERVICE_OWNER, Role.ADMINISTRATOR])
def test_nobody_else_comes_in(role):
    indicator()
    client = signed_in(colleague(Grant(role)))
    for address in ("/amt/kennzahlen/", PAGE, "/amt/kennzahlen/neu/", f"{PAGE}einlesen/", "/amt/kennzahlen/orte/"):
        assert client.get(address).status_code == 403


def test_the_working_day_of_a_digital_officer_begins_here(officer):
    assert officer.get("/amt/")["Location"] == "/amt/strategie/"
