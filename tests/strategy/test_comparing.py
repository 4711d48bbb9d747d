"""Whom a town is compared with, and where it stands."""

import csv
import math
import statistics

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rathaus.strategy import columns
from rathaus.strategy.actions import releasing
from rathaus.strategy.comparing import Chosen, compare, newest
from rathaus.strategy.figures.composite import Aggregation
from rathaus.strategy.grouping import Feature, Group, Rule, peers, size_classes
from rathaus.strategy.models import Observation, Unit
from rathaus.strategy.per_head import Some
from rathaus.towns import scope
from tests.strategy.making import BY, enter, figures, indicator, own, period, table, unit

ALL = Rule(Group.ALL)


@pytest.fixture(autouse=True)
def _nothing_kept(scoped):
    columns.forget()


@pytest.fixture
def neighbour(other_town):
    """A town of this house with a regional key of its own."""
    other_town.ars = "059700040041"
    other_town.save()
    return other_town


def names(rows):
    return [row.place.name for row in rows]


def five(values=(50, 40, 30, 20, 10), key="glasfaser", **fields):
    """An indicator with figures of 2024 for the town itself and as many others as there are values."""
    found = indicator(key, **fields)
    places = [
        own(),
        *(Unit.objects.filter(key=f"0{n}").first() or unit(f"0{n}", f"Ort {n}") for n in range(1, len(values))),
    ]
    figures(found, "2024", dict(zip(places, values, strict=True)))
    return found


def test_places_stand_by_their_figures():
    found = five()
    result = compare([Chosen(found, period("2024"))], ALL)
    standing = result.own.standings[0]
    assert (standing.value, standing.rank, standing.percentile, standing.score) == (50, 1, 100, 100)
    summary = result.summaries[0]
    assert (summary.counted, summary.group, summary.median, summary.best, summary.too_few) == (5, 5, 30, 50, False)


def test_lower_is_better_where_the_indicator_says_so():
    result = compare([Chosen(five(direction="lower"), period("2024"))], ALL)
    assert (result.own.standings[0].rank, result.summaries[0].best) == (5, 10)


def test_indicator_without_direction_has_figures_and_no_places():
    result = compare([Chosen(five(direction=""), period("2024"))], ALL)
    assert (result.own.standings[0].value, result.own.standings[0].rank, result.summaries[0].best) == (50, None, None)


def test_group_that_is_too_small_gets_no_places():
    result = compare([Chosen(five((50, 40, 30, 20)), period("2024"))], ALL)
    assert (result.own.standings[0].value, result.own.standings[0].rank) == (50, None)
    assert result.summaries[0].too_few is True


def test_what_was_not_released_takes_no_part():
    found = five()
    enter(found, unit("09", "Heimlich"), "2024", 99)
    result = compare([Chosen(found, period("2024"))], ALL)
    assert (result.own.standings[0].rank, result.summaries[0].counted) == (1, 5)


def test_other_periods_and_parts_take_no_part():
    found = five()
    enter(found, Unit.objects.get(key="01"), "2023", 99)
    enter(found, Unit.objects.get(key="02"), "2024", 99, breakdown="Schulen")
    releasing.release(found, by=BY)
    assert compare([Chosen(found, period("2024"))], ALL).own.standings[0].rank == 1


def test_index_orders_the_places_and_says_what_hangs_on_the_weights():
    one, two = five(), five((10, 50, 20, 30, 40), key="dauer", direction="higher")
    result = compare([Chosen(one, period("2024")), Chosen(two, period("2024"))], ALL)
    # min–max: glasfaser 100, 75, 50, 25, 0; dauer 0, 100, 25, 50, 75; mean 50, 87.5, 37.5, 37.5, 37.5
    assert names(result.rows) == ["Ort 1", "Musterstadt", "Ort 2", "Ort 3", "Ort 4"]
    assert [(row.overall.value, row.overall.rank) for row in result.rows] == [
        (87.5, 1), (50.0, 2), (37.5, 3), (37.5, 3), (37.5, 3),
    ]  # fmt: skip
    assert (result.own.overall.best, result.own.overall.worst, result.weights_tried) == (1, 5, 6)


def test_only_the_first_rows_are_made_and_the_own_one_with_its_places_among_all():
    one, two = five((10, 40, 30, 20, 50)), five((10, 50, 20, 30, 40), key="dauer")
    chosen = [Chosen(one, period("2024")), Chosen(two, period("2024"))]
    result, whole = compare(chosen, ALL, most=2), compare(chosen, ALL)
    assert (result.size, names(result.rows)) == (5, ["Ort 1", "Ort 4"])
    assert [*result.rows, result.own] == [*whole.rows[:2], whole.own]
    assert (result.own.overall.rank, result.leaders) == (5, [])


def test_leaders_are_the_best_by_one_indicator_alone():
    result = compare([Chosen(five((10, 40, 30, 20, 50)), period("2024"))], ALL, most=1)
    assert names(result.rows) == ["Musterstadt"]
    assert names(result.leaders) == ["Ort 4", "Ort 1", "Ort 2", "Ort 3", "Musterstadt"]


def test_index_may_be_made_of_z_scores():
    one, two = five(), five((10, 50, 20, 30, 40), key="dauer", direction="lower")
    chosen = [Chosen(one, period("2024"), 3.0), Chosen(two, period("2024"))]
    result = compare(chosen, ALL, Aggregation.STANDARDISED)
    deviation = statistics.pstdev([50, 40, 30, 20, 10])
    assert [(row.place.name, row.overall.rank) for row in result.rows] == [
        ("Musterstadt", 1), ("Ort 1", 2), ("Ort 2", 2), ("Ort 3", 4), ("Ort 4", 5),
    ]  # fmt: skip
    assert [one.z for one in result.own.standings] == [pytest.approx(20 / deviation)] * 2
    assert result.own.overall.value == pytest.approx(20 / deviation)
    assert result.rows[1].overall.value == pytest.approx((3 * 10 - 20) / deviation / 4)


@pytest.fixture
def counted():
    """A count of seven places, and how many live there: by turns known, of years before and after, zero and unknown."""
    count = five((50, 40, 30, 20, 10, 60, 70), key="laden", unit="Ladepunkte", decimals=0, per_head=True)
    people = five((5_000, 8_000, 10_000), key="einwohner", direction="")
    for place, year, number in (("03", "2022", 1_000), ("03", "2023", 2_000), ("04", "2023", 500), ("05", "2024", 0)):
        enter(people, Unit.objects.get(key=place), year, number)
    enter(people, Unit.objects.get(key="06"), "2025", 7_000)
    releasing.release(people, by=BY)
    enter(people, Unit.objects.get(key="06"), "2024", 7_000)  # not released
    return Chosen(count, period("2024"), per=people)


def test_count_for_each_inhabitant_gives_other_places(counted):
    result = compare([counted], ALL)
    assert {row.place.name: (row.standings[0].value, row.standings[0].rank) for row in result.rows} == {
        "Musterstadt": (10, 2), "Ort 1": (5, 4), "Ort 2": (3, 5), "Ort 3": (10, 2), "Ort 4": (20, 1),
        "Ort 5": (None, None), "Ort 6": (None, None),
    }  # fmt: skip
    standing, summary = result.own.standings[0], result.summaries[0]
    assert (standing.percentile, standing.score) == (62.5, pytest.approx(700 / 17))
    assert (summary.counted, summary.group, summary.median, summary.best) == (5, 7, 10, 20)
    assert (counted.unit, counted.decimals) == ("Ladepunkte je 1.000 Einwohner", 2)
    division = summary.division
    assert division.years == [(2024, Some(3, ["Musterstadt", "Ort 1", "Ort 2"])), (2023, Some(2, ["Ort 3", "Ort 4"]))]
    assert (division.unknown, division.empty) == (Some(1, ["Ort 6"]), Some(1, ["Ort 5"]))


def test_division_is_told_of_the_group_alone_and_of_those_with_a_figure(counted):
    unit("09", "Ohne Zahl", land=scope.current().land)
    Unit.objects.filter(key__in=["02", "05"]).update(land=scope.current().land)
    division = compare([counted], Rule(Group.LAND)).summaries[0].division
    assert (division.years, division.unknown, division.empty) == (
        [(2024, Some(2, ["Musterstadt", "Ort 2"]))], Some(0, []), Some(1, ["Ort 5"]),
    )  # fmt: skip


def test_inhabitants_that_another_town_released_go_before_imported_ones_of_the_year(counted, neighbour):
    place = unit(neighbour.ars, "Nachbarstadt")
    figures(counted.indicator, "2024", {place: 12})
    for year, number in (("2022", 4_000), ("2024", 6_000)):
        enter(counted.per, place, year, number)
    releasing.release(counted.per, by=BY)
    with scope.of(neighbour):
        theirs, there = indicator("einwohner", direction=""), own()
        for year, number in (("2023", 3_000), ("2024", 12_000)):
            enter(theirs, there, year, number)
        releasing.release(theirs, by=BY)
    at = columns.places()
    found = {year: columns.until(counted.per, year, at) for year in (2022, 2023, 2024)}
    number = at.by_key[neighbour.ars]
    assert {year: (one.values[number], one.years[number]) for year, one in found.items()} == {
        2022: (4_000, 2022), 2023: (3_000, 2023), 2024: (12_000, 2024),
    }  # fmt: skip


def test_weights_and_aggregation_change_the_index():
    one, two = five(), five((10, 50, 20, 30, 40), key="dauer")
    chosen = [Chosen(one, period("2024"), 3.0), Chosen(two, period("2024"), 1.0)]
    assert compare(chosen, ALL).own.overall.value == 75
    geometric = compare(chosen, ALL, Aggregation.GEOMETRIC)
    assert math.isclose(geometric.own.overall.value, 100**0.75 * 1**0.25)
    second = next(row for row in geometric.rows if row.place.name == "Ort 1")
    assert math.isclose(second.overall.value, 75.25**0.75 * 100**0.25)


def test_place_that_lacks_a_figure_has_no_index():
    one, two = five(), five((10, 50, 20, 30, 40), key="dauer")
    enter(one, unit("09", "Halb"), "2024", 45)
    releasing.release(one, by=BY)
    rows = compare([Chosen(one, period("2024")), Chosen(two, period("2024"))], ALL).rows
    assert (rows[-1].place.name, rows[-1].overall, rows[-1].standings[0].rank) == ("Halb", None, 2)


def test_index_needs_as_many_complete_places_as_a_group():
    one, two = five(), five((10, 50, 20, 30, 40), key="dauer")
    chosen = [Chosen(one, period("2024")), Chosen(two, period("2024"))]
    assert compare(chosen, ALL).complete == 5
    Observation.objects.filter(indicator=two, unit__key="01").delete()
    figures(two, "2024", {unit("09", "Neu"): 60})
    two.refresh_from_db()
    result = compare([chosen[0], Chosen(two, period("2024"))], ALL)
    assert [one.counted for one in result.summaries] == [5, 5]
    assert (result.complete, result.weights_tried, result.own.overall) == (4, 0, None)


def test_indicators_without_weight_do_not_count():
    one, two = five(), five((10, 50, 20, 30, 40), key="dauer")
    result = compare([Chosen(one, period("2024")), Chosen(two, period("2024"), 0.0)], ALL)
    assert (result.complete, result.own.overall) == (None, None)


def test_place_without_an_index_moves_nobody_under_other_weights():
    one, two = five(), five((50, 40, 30, 20, 10), key="dauer")
    figures(one, "2024", {unit("09", "Halb"): 99})
    one.refresh_from_db()
    result = compare([Chosen(one, period("2024")), Chosen(two, period("2024"))], ALL)
    assert (result.own.overall.rank, result.own.overall.worst, result.complete) == (1, 1, 5)


def test_one_indicator_alone_makes_no_index():
    result = compare([Chosen(five(), period("2024"))], ALL)
    assert (result.own.overall, result.weights_tried, names(result.rows)) == (
        None, 0, ["Musterstadt", "Ort 1", "Ort 2", "Ort 3", "Ort 4"],
    )  # fmt: skip


def test_nothing_chosen_compares_nothing():
    own()
    result = compare([], ALL)
    assert (names(result.rows), list(result.summaries)) == (["Musterstadt"], [])


@pytest.mark.parametrize(
    ("population", "number"), [(0, 0), (4_999, 0), (5_000, 1), (20_000, 2), (100_000, 3), (500_000, 4)]
)
def test_size_classes(population, number):
    found = size_classes(np.array([population, math.nan]))
    assert (found[0], math.isnan(found[1])) == (number, True)


def test_peers_are_found_by_rule():
    mine = own(population=12_000)
    mine.land, mine.area = "NW", 100.0
    mine.save()
    unit("01", "Gleich groß", population=15_000, land="BY", area=100.0)
    unit("02", "Gleiches Land", population=90_000, land="NW", area=300.0)
    unit("03", "Kreis", population=12_000, land="NW", kind="county", area=100.0)
    unit("04", "Unbekannt", population=None)
    places = columns.places()

    def group(rule):
        return [places.rows[number].name for number in peers(places, rule).numbers]

    assert group(Rule(Group.SIZE)) == ["Gleich groß", "Musterstadt"]
    assert group(Rule(Group.LAND)) == ["Gleiches Land", "Musterstadt"]
    assert group(Rule(Group.KIND)) == ["Gleich groß", "Gleiches Land", "Musterstadt", "Unbekannt"]
    assert group(Rule(Group.ALL)) == ["Gleich groß", "Gleiches Land", "Kreis", "Musterstadt", "Unbekannt"]
    assert group(Rule(Group.NEAREST, count=2)) == ["Musterstadt", "Gleich groß", "Gleiches Land"]
    nearest = peers(places, Rule(Group.NEAREST, count=1))
    assert (list(nearest.numbers), math.isnan(nearest.distances[0])) == ([3, 0], True)
    assert nearest.distances[1] == pytest.approx(
        math.hypot(3_000 / statistics.pstdev([15_000, 90_000, 12_000]), 30 / statistics.pstdev([150, 300, 120]))
        / math.sqrt(2)
    )


def test_town_of_which_nothing_is_known_is_nearest_to_nobody():
    mine = own()
    mine.population = None
    mine.save()
    unit("01")
    places = columns.places()
    assert list(peers(places, Rule(Group.NEAREST)).numbers) == [places.own]


def test_everybody_is_in_the_group_where_the_town_itself_is_unknown():
    unit("01", "Eins")
    unit("02", "Zwei")
    assert list(peers(columns.places(), Rule(Group.SIZE)).numbers) == [0, 1]
    assert compare([], ALL).own is None


def test_density_needs_population_and_area():
    unit("01", population=100, area=4.0)
    unit("02", population=100)
    unit("03", population=None, area=4.0)
    unit("04", population=100, area=0.0)
    known, *unknown = Feature.DENSITY.of(columns.places())
    assert (known, [math.isnan(one) for one in unknown]) == (25, [True] * 3)


def test_other_towns_of_the_house_take_part_with_what_they_released(neighbour):
    found = five()
    with scope.of(neighbour):
        theirs = indicator("glasfaser")
        enter(theirs, own(population=12_000), "2024", 60)
        enter(theirs, unit("77", "Bei ihnen"), "2024", 99)
        releasing.release(theirs, by=BY)
    result = compare([Chosen(found, period("2024"))], Rule(Group.SIZE))
    assert names(result.rows) == ["Musterstadt", "Nachbarstadt", "Ort 1", "Ort 2", "Ort 3", "Ort 4"]
    assert result.own.standings[0].rank == 2


def test_what_a_town_says_of_itself_goes_before_what_was_imported_for_it(neighbour):
    found = five()
    figures(found, "2024", {unit(neighbour.ars, "Nachbarstadt"): 1})
    with scope.of(neighbour):
        theirs = indicator("glasfaser")
        enter(theirs, own(), "2024", 60)
        releasing.release(theirs, by=BY)
    columns_ = columns.places()
    assert columns.column(found, period("2024"), columns_)[columns_.by_key[neighbour.ars]] == 60


def test_other_towns_see_at_once_what_a_town_says_anew_of_itself(neighbour):
    with scope.of(neighbour):
        theirs, mine = indicator("glasfaser"), own(population=12_000)
        figures(theirs, "2024", {mine: 60})
    before = columns.places()
    with scope.of(neighbour):
        mine.population = 90_000
        mine.save()
        figures(theirs, "2024", {unit("77", "Bei ihnen"): 1})
    after = columns.places()
    assert [at.rows[at.by_key[neighbour.ars]].population for at in (before, after)] == [12_000, 90_000]


def test_what_is_released_while_a_comparison_is_made_is_for_the_next(neighbour):
    found, before = five(), columns.places()
    figures(found, "2024", {unit("09", "Später"): 99})
    with scope.of(neighbour):
        figures(indicator("glasfaser"), "2024", {own(): 98})
    chosen = [Chosen(found, period("2024"))]
    assert compare(chosen, ALL, at=before).own.standings[0].rank == 1
    assert compare(chosen, ALL).own.standings[0].rank == 3


def test_what_is_kept_follows_every_change():
    found = five()
    chosen = [Chosen(found, period("2024"))]
    compare(chosen, ALL)
    with CaptureQueriesContext(
        connection,
    ) as kept:
        compare(chosen, ALL)
    assert len(kept) == 2  # what changed among the places here, and among those elsewhere
    table(found, "Schlüssel;Jahr;Wert\n01;2024;70\n")
    found.refresh_from_db()
    assert compare([Chosen(found, period("2024"))], ALL).own.standings[0].rank == 2


def test_newest_periods_are_chosen_by_themselves():
    found = five()
    enter(found, Unit.objects.get(key="01"), "2025", 1)
    assert list(newest([found, indicator("leer")], columns.places())) == [Chosen(found, period("2024"))]


# The published figure -------------------------------------------------------------------------------------------------


def plain_rank(values, key):
    return 1 + sum(other > values[key] for other in values.values())


@pytest.mark.material
def test_germanys_place_in_fibre_is_reproduced_at_each_date(material):
    """STRATEGY-FACTS section 1: 28th of the 32 that were reconstructed, until June 2017; then 29th."""
    source = (material / "oecd" / "oecd_fibre_share_2016_2019.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(source.splitlines()) if row["rank_all_countries_in_file"]]
    found = indicator("glasfaser-oecd")
    text = "iso3;date;share;country\n" + "".join(
        f"{row['iso3']};{row['date']};{row['fibre_share_pct'].replace('.', ',')};{row['country']}\n" for row in rows
    )
    table(found, text)
    at = columns.places()
    in_set = {row["iso3"] for row in rows if row["in_set32"] == "1"}
    seen = {}
    for date in sorted({row["date"] for row in rows}):
        released = columns.column(found, period(date), at)
        all_of_them = {
            place.key: released[number] for number, place in enumerate(at.rows) if not math.isnan(released[number])
        }
        expected = {
            row["iso3"]: float(row["fibre_share_pct"]) for row in rows if row["date"] == date and row["fibre_share_pct"]
        }
        assert all_of_them == expected
        result = compare([Chosen(found, period(date))], ALL)
        ranked = {row.place.key: row.standings[0].rank for row in result.rows if row.standings[0].rank}
        assert ranked == {key: plain_rank(expected, key) for key in expected}
        of_set = {key: value for key, value in expected.items() if key in in_set}
        seen[date] = (plain_rank(of_set, "DEU"), len(of_set), ranked["DEU"])
    assert seen == {
        "2016-06-30": (28, 32, 31),
        "2016-12-31": (28, 32, 31),
        "2017-06-30": (28, 32, 31),
        "2017-12-31": (29, 32, 32),
        "2018-06-30": (29, 32, 32),
        "2018-12-31": (29, 32, 32),
        "2019-06-30": (29, 32, 33),
        "2019-12-31": (29, 32, 33),
    }
