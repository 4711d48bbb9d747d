"""Rollouts: how far they are on any day, files of sites, the map, and the figure that comes from them."""

import datetime as dt
import json

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html

from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.strategy import jobs, maps, site_files
from rathaus.strategy import rollout as values
from rathaus.strategy.actions import computing, plans
from rathaus.strategy.actions import rollouts as actions
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import Indicator, Observation, Rollout, Site, SiteEvent, SiteFile, SiteState
from rathaus.strategy.tables import TableError
from rathaus.towns.errors import NotAllowed
from tests.people.making import colleague, department, signed_in
from tests.strategy.making import BY, period
from tests.strategy.test_funding import measure, text

pytestmark = pytest.mark.usefixtures("scoped")
TODAY = dt.date(2026, 11, 27)
DAY = dt.date.fromisoformat
PLANNED, BUILDING, DONE, DROPPED = SiteState.PLANNED, SiteState.BUILDING, SiteState.DONE, SiteState.DROPPED


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(dt.datetime(2026, 11, 27, 12, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def officer():
    return signed_in(colleague(Grant(Role.DIGITAL_OFFICER)))


def rollout(slug="schulen", **fields):
    given = {"name": "Glas für Schulen", "meaning": "Im Haus.", "public": True}
    return actions.save_rollout(Rollout(slug=slug, **(given | fields)), by=BY)


HAPPENED = {
    "1": ("Mitte", [("2025-01-15", BUILDING), ("2025-06-01", DONE)]),
    "2": ("Au", [("2025-09-01", DONE)]),
    "3": ("Au", [("2025-02-01", BUILDING)]),
    "4": ("Mitte", [("2026-01-01", DROPPED)]),
    "5": ("", []),
}


def stored(slug="schulen"):
    """Five schools with what happened to them."""
    one = rollout(slug)
    for key, (district, events) in HAPPENED.items():
        row = actions.save_site(Site(rollout=one, key=key, name=f"Schule {key}", district=district), by=BY)
        for day, state in events:
            actions.note(row, state, DAY(day), by=BY)
    return one


# How far it is --------------------------------------------------------------------------------------------------------


def test_coverage_of_any_day_comes_from_the_events():
    one = stored()
    for day, counts, share in (
        ("2024-12-31", (5, 0, 0, 0), 0),
        ("2025-01-15", (4, 1, 0, 0), 0),
        ("2025-05-31", (3, 2, 0, 0), 0),
        ("2025-06-01", (3, 1, 1, 0), 20),
        ("2025-12-31", (2, 1, 2, 0), 40),
        ("2026-01-01", (1, 1, 2, 1), 50),
    ):
        found = values.together(values.by_district(one, DAY(day)))
        assert ((found.planned, found.building, found.done, found.dropped), found.share) == (counts, share)
        states = [site.state for site in values.sites(one, DAY(day))]
        assert tuple(states.count(state) for state in (PLANNED, BUILDING, DONE, DROPPED)) == counts


def test_coverage_by_district(django_assert_num_queries):
    one = stored()
    stored("andere")
    with django_assert_num_queries(1):
        found = values.by_district(one, TODAY)
    assert [(part.district, part.done, part.counted, part.share) for part in found] == [
        ("Au", 1, 2, 50),
        ("Mitte", 1, 1, 100),
        ("", 0, 1, 0),
    ]
    assert values.together([]).share is None


def test_progress_goes_by_quarters_up_to_today():
    one = stored()
    assert [(str(day), share) for day, share in values.progress(one, DAY("2026-02-01"))] == [
        ("2025-03-31", 0), ("2025-06-30", 20), ("2025-09-30", 40), ("2025-12-31", 40), ("2026-02-01", 50),
    ]  # fmt: skip
    assert list(values.progress(one, DAY("2025-01-14"))) == []


def test_what_is_noted_later_changes_no_earlier_day():
    site = actions.save_site(Site(rollout=rollout(), key="1", name="Eins"), by=BY)
    actions.note(site, DONE, DAY("2026-05-01"), by=BY)
    actions.note(site, BUILDING, DAY("2026-03-01"), by=BY)
    actions.note(site, DROPPED, DAY("2026-06-01"), by=BY)
    actions.note(site, DONE, DAY("2026-06-01"), by=BY)
    one = Rollout.objects.get()
    seen = [values.sites(one, DAY(day))[0] for day in ("2026-02-28", "2026-03-01", "2026-05-01", "2026-06-02")]
    assert [(site.state.value, str(site.since)) for site in seen] == [
        ("planned", "None"), ("building", "2026-03-01"), ("done", "2026-05-01"), ("done", "2026-06-01"),
    ]  # fmt: skip
    actions.take_back(SiteEvent.objects.get(day=DAY("2026-05-01")), by=BY)
    assert values.sites(one, DAY("2026-05-01"))[0].state is BUILDING


def test_nothing_is_done_in_the_future():
    site = actions.save_site(Site(rollout=rollout(), key="1", name="Eins"), by=BY)
    with pytest.raises(StrategyError, match="kann nicht in der Zukunft liegen"):
        actions.note(site, DONE, DAY("2026-11-28"), by=BY)
    actions.note(site, PLANNED, DAY("2027-11-28"), by=BY)


# Files ----------------------------------------------------------------------------------------------------------------

HEAD = "Kennung;Name;Ortsteil;Breite;Länge;Stand;Seit\n"


def read(csv, name="schulen.csv"):
    return site_files.read(csv.encode(), name)


def test_table_of_sites():
    found = read(HEAD + "S1;Eins;Au;51,5;8,25;fertig;1.2.2026\n\nS2;Zwei;;;;;\n")
    assert found.problems == []
    assert [(one.row, one.key, one.name, one.district, one.shape, one.event) for one in found.rows] == [
        (2, "S1", "Eins", "Au", ((8.25, 51.5),), (DAY("2026-02-01"), DONE)),
        (4, "S2", "Zwei", "", (), None),
    ]


def test_line_in_a_table_has_two_ends():
    found = read("Nr;Straße;Breite;Länge;Breite 2;Länge 2\n1;Weg;51.5;8;51.6;8.1\n")
    assert found.rows[0].shape == ((8.0, 51.5), (8.1, 51.6))


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (";Eins;;;;;", "Spalte „Kennung“: Die Angabe fehlt."),
        ("S1;;;;;;", "Spalte „Name“: Die Angabe fehlt."),
        (f"{'x' * 61};Eins;;;;;", "Spalte „Kennung“: Das sind mehr als 60 Zeichen."),
        ("S1;Eins;;Nord;8;;", "Spalte „Breite“: „Nord“ ist keine Angabe in Grad (WGS 84, zum Beispiel 51,96)."),
        (
            "S1;Eins;;5712345;401234;;",
            "Spalte „Länge“: „401234“ ist keine Angabe in Grad (WGS 84, zum Beispiel 51,96).",
        ),
        ("S1;Eins;;51,5;;;", "Spalte „Länge“: „“ ist keine Angabe in Grad (WGS 84, zum Beispiel 51,96)."),
        ("S1;Eins;;nan;8;;", "Spalte „Breite“: „nan“ ist keine Angabe in Grad (WGS 84, zum Beispiel 51,96)."),
        ("S1;Eins;;;;halb;", "Spalte „Stand“: „halb“ ist kein Stand (geplant, in Arbeit, fertig, entfällt)."),
        ("S1;Eins;;;;fertig;", "Spalte „Seit“: „“ ist kein Tag (zum Beispiel 31.12.2026)."),
        ("S1;Eins;;;;fertig;2026", "Spalte „Seit“: „2026“ ist kein Tag (zum Beispiel 31.12.2026)."),
        ("S0;Noch einer;;;;;", "Spalte „Kennung“: „S0“ steht schon in Zeile 2."),
    ],
)
def test_bad_row_is_named_with_its_column(row, sentence):
    assert read(f"{HEAD}S0;Null;;;;;\n{row}\n").problems == [f"schulen.csv, Zeile 3, {sentence}"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("Name;Ort\nEins;Au\n", "Es fehlt eine Spalte „Kennung“ oder „Name“."),
        (HEAD + ";;;;;;\n", "In der Datei steht kein Standort."),
        ("nur das", "Die Datei braucht eine Zeile mit Überschriften und darunter mindestens eine Zeile."),
        ("{", "„x.geojson“ lässt sich nicht als GeoJSON lesen."),
        ('{"type": "Feature"}', "„x.geojson“ ist keine GeoJSON-Sammlung (FeatureCollection)."),
        ('{"type": "FeatureCollection", "features": []}', "In der Datei steht kein Standort."),
    ],
)
def test_file_that_is_none_is_refused(content, sentence):
    with pytest.raises(TableError) as error:
        read(content, "x.geojson")
    assert str(error.value) == sentence


def geo(*features):
    return json.dumps({"type": "FeatureCollection", "features": features})


def feature(geometry=None, **properties):
    return {"type": "Feature", "geometry": geometry, "properties": {"Kennung": "1", "Name": "Weg"} | properties}


def test_geojson():
    line = {"type": "LineString", "coordinates": [[8, 51, 100], [8.1, 51.1]]}
    found = read(
        geo(
            feature(line, Stand="im Bau", Seit="2026-02-01"),
            {
                "type": "Feature",
                "id": 7,
                "geometry": {"type": "Point", "coordinates": [8, 51]},
                "properties": {"name": "B"},
            },
            feature(Kennung="3", Ortsteil=None),
            feature({"type": "MultiLineString", "coordinates": [[[8, 51], [8, 52]]]}, Kennung="4"),
        )
    )
    assert found.problems == []
    assert [(one.key, one.name, one.shape, one.event) for one in found.rows] == [
        ("1", "Weg", ((8.0, 51.0), (8.1, 51.1)), (DAY("2026-02-01"), BUILDING)),
        ("7", "B", ((8.0, 51.0),), None),
        ("3", "Weg", (), None),
        ("4", "Weg", ((8.0, 51.0), (8.0, 52.0)), None),
    ]


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        ("x", "Spalte „properties“: Die Angabe fehlt."),
        (feature(Name=""), "Spalte „Name“: Die Angabe fehlt."),
        (feature(Name=["Eins"]), "Spalte „Name“: „['Eins']“ ist weder Text noch Zahl."),
        ({"properties": {"Name": "Eins"}}, "Spalte „Kennung“: Die Angabe fehlt."),
        (
            feature({"type": "Point", "coordinates": [51.3, 8.2]}),
            (
                "Spalte „geometry“: Länge und Breite sind vertauscht: "
                "Die Länge liegt hier zwischen 5 und 16, die Breite über 47."
            ),
        ),
        (
            feature({"type": "MultiLineString", "coordinates": [[[8, 51], [8, 52]], [[8, 53], [8, 54]]]}),
            "Spalte „geometry“: „MultiLineString“ lässt sich nicht zeichnen, nur Point und LineString.",
        ),
        (
            feature({"type": "Polygon"}),
            "Spalte „geometry“: „Polygon“ lässt sich nicht zeichnen, nur Point und LineString.",
        ),
        (
            feature({"type": "Point"}),
            "Spalte „geometry“: „None“ ist keine Angabe in Grad (WGS 84, zum Beispiel 51,96).",
        ),
        (
            feature({"type": "Point", "coordinates": [400000, 5700000]}),
            "Spalte „geometry“: „[400000, 5700000]“ ist keine Angabe in Grad (WGS 84, zum Beispiel 51,96).",
        ),
        (
            feature({"type": "LineString", "coordinates": []}),
            "Spalte „geometry“: Eine Linie hat 1 bis 500 Punkte.",
        ),
    ],
)
def test_bad_feature_is_named_with_its_part(one, sentence):
    assert read(geo(one), "x.geojson").problems == [f"x.geojson, Objekt 1, {sentence}"]


def test_file_is_taken_in_by_what_it_changes():
    one = rollout()
    for row, expected in (
        ("S1;Eins;Au;51,5;8;fertig;1.2.2026\nS2;Zwei;Au;51,6;8;;\n", [(True, False, False), (True, False, False)]),
        ("S1;Eins;Au;51,5;8;fertig;1.2.2026\n", [(False, False, False)]),
        ("S2;Zwo;;;;in Arbeit;1.3.2026\n", [(False, True, True)]),
    ):
        file, _reading = actions.propose(one, (HEAD + row).encode(), file_name="s.csv", by=BY)
        assert [(d.new, d.changed, d.noted) for d in actions.take_in(file, by=BY)] == expected
    assert [
        (site.key, site.name, site.district, site.shape, site.state.value, str(site.since))
        for site in values.sites(one, TODAY)
    ] == [
        ("S1", "Eins", "Au", ((8.0, 51.5),), "done", "2026-02-01"),
        ("S2", "Zwo", "Au", ((8.0, 51.6),), "building", "2026-03-01"),
    ]
    assert SiteEvent.objects.count() == 2


def test_nothing_of_a_file_with_problems_is_kept():
    bad = (HEAD + "S1;Eins;;;;fertig;1.12.2026\n").encode()
    file, reading = actions.propose(rollout(), bad, file_name="s.csv", by=BY)
    assert (file, reading.problems, SiteFile.objects.count()) == (
        None, ["s.csv: „S1“ kann nicht erst am 01.12.2026 „fertig“ geworden sein."], 0,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_file_is_taken_in_once():
    file, _reading = actions.propose(rollout(), (HEAD + "S1;Eins;;;;;\n").encode(), file_name="s.csv", by=BY)
    actions.take_in(file, by=BY)
    with pytest.raises(StrategyError, match="schon übernommen"):
        actions.take_in(file, by=BY)
    assert Site.objects.count() == 1


def test_short_names_and_keys_are_taken_once():
    one = rollout()
    actions.save_site(Site(rollout=one, key="1", name="Eins"), by=BY)
    with pytest.raises(StrategyError, match="Den Kurznamen „schulen“ gibt es schon"):
        rollout()
    with pytest.raises(StrategyError, match="Die Kennung „1“ gibt es schon"):
        actions.save_site(Site(rollout=one, key="1", name="Zwei"), by=BY)


@pytest.mark.parametrize("role", [Role.CLERK, Role.SERVICE_OWNER, Role.ADMINISTRATOR])
def test_only_the_digital_officer_may(role):
    one, somebody = rollout(), staff(colleague(Grant(role)).account)
    site = actions.save_site(Site(rollout=one, key="1", name="Eins"), by=BY)
    event = actions.note(site, DONE, TODAY, by=BY)
    file, _reading = actions.propose(one, (HEAD + "S1;Eins;;;;;\n").encode(), file_name="s.csv", by=BY)
    for change in (
        lambda: actions.save_rollout(one, by=somebody),
        lambda: actions.remove_rollout(one, by=somebody),
        lambda: actions.save_site(site, by=somebody),
        lambda: actions.remove_site(site, by=somebody),
        lambda: actions.note(site, DONE, TODAY, by=somebody),
        lambda: actions.take_back(event, by=somebody),
        lambda: actions.propose(one, b"", file_name="x", by=somebody),
        lambda: actions.take_in(file, by=somebody),
        lambda: actions.discard(file, by=somebody),
        lambda: computing.feed(one, department("Schulen"), by=somebody),
    ):
        with pytest.raises(NotAllowed):
            change()


# The map --------------------------------------------------------------------------------------------------------------


def value(key, state=PLANNED, shape=()):
    return values.Site(None, key, f"Schule {key}", "", shape, state)


def drawn(*sites):
    return html.fromstring(str(maps.draw(sites, title="Schulen")))


def test_map_tells_what_it_shows():
    found = drawn(
        value("1", DONE, shape=((8.0, 51.0),)),
        value("2", shape=((8.1, 51.1),)),
        value("3", BUILDING, shape=((8.0, 51.0), (8.1, 51.1))),
        value("4"),
    )
    assert found.attrib["aria-label"] == "Schulen. 3 Standorte: 1 geplant, 1 in Arbeit, 1 fertig."
    assert [one.attrib["class"] for one in found.xpath("//g")] == [
        "s-mark s-mark--done", "s-mark s-mark--planned", "s-mark s-mark--building",
    ]  # fmt: skip
    assert found.xpath("//g/title/text()") == ["Schule 1: fertig", "Schule 2: geplant", "Schule 3: in Arbeit"]
    assert len(found.xpath("//polyline")) == 1


def test_north_is_up_and_degrees_of_longitude_are_shorter():
    west, east, north = (
        (float(one.attrib["cx"]), float(one.attrib["cy"]))
        for one in drawn(
            value("w", shape=((8.0, 60.0),)), value("e", shape=((8.2, 60.0),)), value("n", shape=((8.0, 60.1),))
        ).xpath("//circle")
    )
    assert west[1] == east[1] > north[1]
    assert west[0] == north[0] < east[0]
    assert east[0] - west[0] == pytest.approx(west[1] - north[1], rel=0.01)  # at 60 degrees: half as long


def test_bar_is_as_long_as_it_says():
    """A fifth of a degree of longitude at the equator is 22.264 km, drawn over the width between the margins."""
    found = drawn(value("w", shape=((8.0, 0.0),)), value("e", shape=((8.2, 0.0),)))
    length = float(found.xpath("//path[@class='s-map__bar']/@d")[0].split("h")[1].split("v")[0])
    assert found.xpath("//text[@dx='38']/text()") == ["5 km"]
    assert length == pytest.approx(5 / 22.264 * (maps.WIDE.width - 2 * maps.MARGIN), abs=0.1)


def test_names_cover_each_other_nowhere():
    crowd = [value(str(number), shape=((8 + number % 5 / 1000, 51 + number // 5 / 2000),)) for number in range(25)]
    names = [(float(t.attrib["x"]), float(t.attrib["y"])) for t in drawn(*crowd).xpath("//text[@text-anchor='start']")]
    assert len(names) == len(set(names)) > 3
    assert len(drawn(*crowd, value("26", shape=((8.01, 51),))).xpath("//text[@class='s-chart__name']")) == 0


def test_many_sites_that_cover_each_other_are_drawn_as_one():
    crowd = [value(str(number), shape=((8 + number % 40 / 100_000, 51),)) for number in range(900)]
    apart = value("x", DONE, shape=((8.1, 51.1),))
    found = drawn(*crowd, apart)
    assert found.xpath("//g/title/text()") == ["900 × geplant", "Schule x: fertig"]
    assert found.attrib["aria-label"] == "Schulen. 901 Standorte: 900 geplant, 1 fertig."
    spread = [value(str(number), shape=((8 + number % 60 / 100, 51 + number // 60 / 100),)) for number in range(3600)]
    marks = drawn(*spread).xpath("//g/title/text()")
    assert (len(marks) <= maps.WIDE.marks, sum(int(mark.split(" × ")[0]) for mark in marks)) == (True, 3600)


def test_map_of_a_phone_is_small_enough_for_one():
    spread = [value(str(number), shape=((8 + number % 60 / 100, 51 + number // 60 / 100),)) for number in range(900)]
    found = html.fromstring(str(maps.draw(spread, title="Schulen", paper=maps.NARROW)))
    marks = [int(mark.split(" × ")[0]) for mark in found.xpath("//g/title/text()")]
    assert (found.attrib["viewbox"].split()[2], len(marks) <= maps.NARROW.marks, sum(marks)) == ("328", True, 900)
    assert max(float(one.attrib["cx"]) for one in found.xpath("//circle")) <= 328 - maps.MARGIN


def test_map_without_positions_is_not_there():
    assert maps.draw([value("1")], title="x") == ""


# The figure -----------------------------------------------------------------------------------------------------------


def test_share_of_sites_done_is_an_indicator_of_any_past_quarter():
    one = stored()
    indicator = computing.feed(one, department("Schulen"), by=BY)
    assert (indicator.key, indicator.name, indicator.frequency) == (
        "ausbau-schulen",
        "Glas für Schulen: fertig",
        "quarterly",
    )
    assert computing.compute(indicator, [period("2025-Q2"), period("2026-Q1")], by=BY) == 6
    assert computing.compute(indicator, [period("2025-Q2"), period("2026-Q1")], by=BY) == 0
    rows = Observation.objects.order_by("end", "breakdown").values_list("end", "breakdown", "value")
    assert [(str(end), part, figure) for end, part, figure in rows] == [
        ("2025-06-30", "", 20), ("2025-06-30", "Au", 0), ("2025-06-30", "Mitte", 50),
        ("2026-03-31", "", 50), ("2026-03-31", "Au", 50), ("2026-03-31", "Mitte", 100),
    ]  # fmt: skip
    jobs.compute_ended_periods()
    assert Observation.objects.filter(end=DAY("2026-09-30"), breakdown="").get().value == 50
    with pytest.raises(StrategyError, match="gibt es schon"):
        computing.feed(one, department("Schulen"), by=BY)
    actions.remove_rollout(one, by=BY)
    assert computing.compute(indicator, [period("2025-Q2")], by=BY) == 0
    assert Observation.objects.filter(end=DAY("2025-06-30")).count() == 3


# Pages ----------------------------------------------------------------------------------------------------------------


def test_from_a_new_rollout_to_the_public_page(officer, client):
    one = measure("Glasfaser für Schulen")
    plans.publish(by=BY)
    address = officer.post(
        "/amt/ausbau/neu/",
        {"name": "Schulen ans Netz", "slug": "schulen", "meaning": "Im Haus.", "measure": str(one.pk), "public": ""},
    )["Location"]
    assert "Noch ist kein Standort eingetragen." in text(officer.get(address))
    file = SimpleUploadedFile("s.csv", (HEAD + "S1;Eins;Au;51,5;8;fertig;1.2.2026\nS2;Zwei;Mitte;51,6;8;;\n").encode())
    review = officer.post(f"{address}einlesen/", {"file": file})["Location"]
    assert "2 neu, 0 mit neuem Stand, 0 mit anderen Angaben, 0 unverändert." in text(officer.get(review))
    assert Site.objects.count() == 0
    shown = text(officer.post(review, follow=True))
    assert "50 % fertig: 1 von 2" in shown
    assert officer.get(review).status_code == 404
    assert client.get("/strategie/ausbau/schulen/").status_code == 404
    officer.post(
        f"{address}aendern/",
        {"name": "Schulen ans Netz", "meaning": "Im Haus.", "measure": str(one.pk), "public": "on"},
    )
    seen = text(client.get("/strategie/ausbau/schulen/")).partition("Seit ")[2]
    assert seen.startswith("EinsAufertig 01.02.2026ZweiMittegeplant –")
    for page in ("rat/", f"massnahme/{one.pk}/"):
        assert "Schulen ans Netz: 1 von 2 fertig" in text(client.get(f"/strategie/{page}"))
    made = officer.post(f"{address}kennzahl/", {"department": str(department("Schulen").pk)}, follow=True)
    assert "Schulen ans Netz: fertig" in text(made)
    assert Indicator.objects.get().observations.filter(breakdown="").count() == 5


def test_site_is_kept_on_its_pages(officer):
    one = rollout()
    page = f"/amt/ausbau/{one.pk}/"
    given = {"key": "S1", "name": "Eins", "district": "Au", "latitude": "51,5", "longitude": "8"}
    site = officer.post(f"{page}standort/neu/", given)["Location"]
    assert Site.objects.get().shape == [[8.0, 51.5]]
    assert "Breite und Länge gehören zusammen." in text(officer.post(f"{site}aendern/", given | {"latitude": ""}))
    assert "Schreiben Sie Grad nach WGS 84" in text(officer.post(f"{site}aendern/", given | {"latitude": "95"}))
    assert 'value="51,5"' in officer.get(f"{site}aendern/").content.decode()
    officer.post(site, {"state": "building", "day": "1.3.2026"})
    assert "01.03.2026 in Arbeit" in text(officer.get(site))
    officer.post(f"/amt/ausbau/stand/{SiteEvent.objects.get().pk}/entfernen/")
    assert "Noch ist nichts geschehen" in text(officer.get(site))
    officer.post(f"{site}entfernen/")
    officer.post(f"{page}entfernen/")
    assert (Site.objects.count(), Rollout.objects.count()) == (0, 0)


def test_line_keeps_its_points_when_its_name_changes(officer):
    shape = [[8.0, 51.0], [8.1, 51.1]]
    site = actions.save_site(Site(rollout=rollout(), key="1", name="Weg", shape=shape), by=BY)
    officer.post(f"/amt/ausbau/standort/{site.pk}/aendern/", {"key": "1", "name": "Pfad", "district": ""})
    assert list(Site.objects.values_list("name", "shape")) == [("Pfad", shape)]


def test_bad_file_is_told_row_by_row_and_a_good_one_can_be_thrown_away(officer):
    page = f"/amt/ausbau/{rollout().pk}/"
    bad = SimpleUploadedFile("s.csv", (HEAD + "S1;Eins;;x;8;;\nS2;;;;;;\n").encode())
    said = text(officer.post(f"{page}einlesen/", {"file": bad}))
    assert "s.csv, Zeile 2, Spalte „Breite“: „x“ ist keine Angabe in Grad" in said
    assert "s.csv, Zeile 3, Spalte „Name“: Die Angabe fehlt." in said
    none = SimpleUploadedFile("s.csv", b"nur das")
    assert "Die Datei braucht eine Zeile mit" in text(officer.post(f"{page}einlesen/", {"file": none}))
    good = SimpleUploadedFile("s.csv", (HEAD + "S1;Eins;;;;;\n").encode())
    review = officer.post(f"{page}einlesen/", {"file": good})["Location"]
    assert "Die Datei ist verworfen." in text(officer.post(f"{review}verwerfen/", follow=True))
    assert SiteFile.objects.count() == 0
