"""Indicators, targets, places and single figures: every change is one action."""

import datetime as dt
import json

import pytest

from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.protection.models import AuditEntry
from rathaus.strategy import queries
from rathaus.strategy.actions import indicators, releasing
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import Indicator, Observation, ReleasedValue, Target, Unit
from rathaus.strategy.places import PlaceRow
from rathaus.towns import scope
from rathaus.towns.errors import ForeignTown, NotAllowed
from tests.people.making import colleague
from tests.strategy import making
from tests.strategy.making import BY, enter, indicator, own, period, unit

pytestmark = pytest.mark.usefixtures("scoped")


def audited():
    return [(entry.action, json.loads(entry.details)) for entry in AuditEntry.objects.order_by("sequence")]


def refused(change):
    with pytest.raises(StrategyError) as error:
        change()
    return str(error.value)


def test_defining_an_indicator_is_audited():
    indicator("glasfaser")
    assert audited()[-1] == ("strategy.indicator_defined", {"key": "glasfaser"})


def test_changing_an_indicator_moves_what_was_kept_of_it():
    found = indicator()
    before = found.changed_at
    found.name = "Glas"
    indicators.save_indicator(found, by=BY)
    assert Indicator.objects.get().name == "Glas"
    assert Indicator.objects.get().changed_at > before
    assert audited()[-1] == ("strategy.indicator_changed", {"key": "glasfaser"})


def test_key_is_taken_once():
    indicator("glasfaser")
    assert refused(lambda: indicator("glasfaser")) == "Den Kurznamen „glasfaser“ gibt es schon."


def test_key_of_another_page_is_refused():
    assert refused(lambda: indicator("vergleich")) == "„vergleich“ geht nicht als Kurzname."


@pytest.mark.parametrize("unit", ["%", "Prozent", "je 1.000 Einwohner", "Euro je Einwohner"])
def test_what_was_divided_already_is_no_count(unit):
    with pytest.raises(StrategyError, match=f"„{unit}“ ist schon geteilt"):
        indicator("laden", unit=unit, per_head=True)


def test_count_of_a_year_can_be_divided():
    assert indicator("antraege", unit="Anträge pro Jahr", per_head=True).per_head


def test_key_stays():
    found = indicator("glasfaser")
    found.key = "fiber"
    assert refused(lambda: indicators.save_indicator(found, by=BY)) == (
        "Der Kurzname bleibt: Unter ihm vergleichen andere Kommunen diese Kennzahl."
    )


def test_target_of_the_same_day_is_replaced():
    found, day = indicator(), dt.date(2027, 12, 31)
    indicators.set_target(found, due_on=day, value=50, by=BY)
    indicators.set_target(found, due_on=day, value=60, by=BY)
    assert list(Target.objects.values_list("due_on", "value")) == [(day, 60.0)]


def test_target_is_removed_once():
    target = indicators.set_target(indicator(), due_on=dt.date(2027, 12, 31), value=50, by=BY)
    indicators.remove_target(target.pk, by=BY)
    count = AuditEntry.objects.count()
    indicators.remove_target(target.pk, by=BY)
    assert (Target.objects.count(), AuditEntry.objects.count()) == (0, count)


def test_place_with_a_known_key_is_refused():
    unit("05")
    assert refused(lambda: unit("05", "Anderer Ort")) == "Den Schlüssel „05“ gibt es schon."


def test_the_town_itself_is_made_once(town):
    assert indicators.own_unit(by=BY) == indicators.own_unit(by=BY)
    assert list(Unit.objects.values_list("key", "name")) == [(town.ars, "Musterstadt")]


def test_places_are_added_and_brought_up_to_date():
    unit("05", "Alt")
    rows = [PlaceRow("05", "Neu", "municipality", "NW", 5000, 10.5), PlaceRow("06", "Zwei", "county", "", None, None)]
    assert indicators.save_places(rows, by=BY) == 2
    assert list(Unit.objects.order_by("key").values_list("key", "name", "kind", "land", "population", "area")) == [
        ("05", "Neu", "municipality", "NW", 5000, 10.5),
        ("06", "Zwei", "county", "", None, None),
    ]


def test_figure_of_the_same_period_is_replaced_and_no_longer_released():
    found, at = indicator(), own()
    enter(found, at, "2024", 10)
    releasing.release(found, by=BY)
    enter(found, at, "2024", 12, quality="r")
    row = Observation.objects.get()
    assert (row.value, row.quality, row.released_at) == (12.0, "r", None)


def test_figures_of_a_computed_indicator_are_not_entered():
    found = indicator(computed="applications")
    assert refused(lambda: enter(found, own(), "2024", 1)) == "Diese Kennzahl rechnet das Haus selbst aus."


# Release --------------------------------------------------------------------------------------------------------------


def test_release_publishes_and_shares_what_is_about_the_town_itself(town):
    found, mine, other = indicator(), own(), unit("06")
    enter(found, mine, "2024", 10)
    enter(found, other, "2024", 20)
    assert releasing.release(found, by=BY) == 2
    assert Observation.objects.filter(released_at=None).count() == 0
    shared = ReleasedValue.shared.get()
    assert (shared.unit_key, shared.indicator_key, shared.value, shared.population, shared.source) == (
        town.ars, "glasfaser", 10.0, 10_000, "Musteramt, Tabelle 7",
    )  # fmt: skip
    assert audited()[-1] == ("strategy.figures_released", {"indicator": "glasfaser", "figures": 2})


def test_release_without_own_figures_shares_nothing():
    found = indicator()
    enter(found, unit("06"), "2024", 20)
    releasing.release(found, by=BY)
    assert ReleasedValue.shared.count() == 0


def test_second_release_brings_the_shared_place_up_to_date():
    found, mine = indicator(), own()
    enter(found, mine, "2023", 9)
    releasing.release(found, by=BY)
    enter(found, mine, "2024", 10)
    releasing.release(found, by=BY)
    assert sorted(ReleasedValue.shared.values_list("value", flat=True)) == [9.0, 10.0]


def test_nothing_to_release_is_said():
    found = indicator()
    releasing.release(found, by=BY)
    assert refused(lambda: releasing.release(found, by=BY)) == "Alle Werte dieser Kennzahl sind schon freigegeben."


def test_withdrawing_takes_everything_back():
    found, mine = indicator(), own()
    enter(found, mine, "2024", 10)
    releasing.release(found, by=BY)
    releasing.withdraw(found, by=BY)
    assert list(queries.published()) == []
    assert ReleasedValue.shared.count() == 0
    assert Observation.objects.get().released_at is None


def test_other_towns_read_what_was_released_and_nothing_else(other_town):
    found, mine = indicator(), own()
    enter(found, mine, "2023", 9)
    releasing.release(found, by=BY)
    enter(found, mine, "2024", 10)
    with scope.of(other_town):
        assert list(ReleasedValue.shared.values_list("unit_name", "value")) == [("Musterstadt", 9.0)]
        assert ReleasedValue.objects.count() == 0
        assert Observation.objects.count() == 0


def test_other_towns_cannot_write_it(other_town):
    found, mine = indicator(), own()
    enter(found, mine, "2024", 10)
    releasing.release(found, by=BY)
    row = ReleasedValue.shared.get()
    with scope.of(other_town):
        row.value = 99
        with pytest.raises(ForeignTown):
            row.save()
        ReleasedValue.objects.all().delete()
    assert ReleasedValue.shared.get().value == 10.0


# Permission -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.CLERK, Role.SERVICE_OWNER, Role.ADMINISTRATOR])
def test_only_the_digital_officer_may(role):
    found, mine = indicator(), own()
    target = indicators.set_target(found, due_on=dt.date(2027, 1, 1), value=1, by=BY)
    somebody = staff(colleague(Grant(role)).account)
    for change in (
        lambda: indicators.save_indicator(Indicator(key="neue"), by=somebody),
        lambda: indicators.set_target(found, due_on=dt.date(2028, 1, 1), value=1, by=somebody),
        lambda: indicators.remove_target(target.pk, by=somebody),
        lambda: indicators.save_unit(Unit(key="07"), by=somebody),
        lambda: indicators.own_unit(by=somebody),
        lambda: indicators.save_places([], by=somebody),
        lambda: indicators.enter(found, mine, period("2024"), 1, by=somebody),
        lambda: releasing.release(found, by=somebody),
        lambda: releasing.withdraw(found, by=somebody),
    ):
        with pytest.raises(NotAllowed):
            change()


def test_the_digital_officer_may():
    officer = staff(colleague(Grant(Role.DIGITAL_OFFICER)).account)
    found = indicators.save_indicator(
        Indicator(key="neue", name="Neue", source="Amt", department=making.releasing_department()), by=officer
    )
    releasing.release(found, by=officer)
    assert [one.key for one in queries.published()] == ["neue"]
