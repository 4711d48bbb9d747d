"""A part of a strategy goes to another town: what is public of it, put into the other's own."""

import datetime as dt
import json

import pytest

from rathaus import cli
from rathaus.exchange.actions import installing, packing, planning
from rathaus.exchange.contents.strategy import StrategyContents
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Copy, ForeignPackage, OwnPackage
from rathaus.exchange.package import Kind, PackageError, read
from rathaus.exchange.package.manifest import canonical
from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.strategy.actions import plans, releasing
from rathaus.strategy.models import Field, Goal, Indicator, Measure, Milestone, Money, PublishedStrategy, Strategy
from rathaus.towns import scope
from rathaus.towns.errors import NotAllowed
from tests.exchange.making import BY, foreign, received
from tests.exchange.test_strategy_updates import FIRST
from tests.people.making import colleague, department, signed_in
from tests.strategy.making import indicator

HOME = "/amt/austausch/"
FILES = FIRST.to_files()
BEGAN = dt.date(2025, 3, 1)


def begun(title="Digital in die Zukunft"):
    return plans.begin(Strategy(title=title, vision="Gut.", first_year=2025, last_year=2029), (), by=BY)


def field_of(strategy, name="Bildung"):
    return plans.save(Field(strategy=strategy, name=name), by=BY)


def make_published():
    """A measure with everything that it may have, published, with its indicator."""
    fibre = indicator(name="Schulen am Netz")
    goal = plans.save(Goal(field=field_of(begun()), title="Alle Schulen am Netz", indicator=fibre), by=BY)
    measure = plans.save(
        Measure(
            goal=goal, title="Glasfaser in die Schulen", description="Leitungen legen.", risks="Lieferzeiten",
            department=department("Amt Kanarienvogel"), starts_on=BEGAN, ends_on=BEGAN + dt.timedelta(days=400),
        ),
        by=BY,
    )  # fmt: skip
    plans.save(Milestone(measure=measure, title="Erste Schule", due_on=BEGAN + dt.timedelta(days=90)), by=BY)
    plans.save(Money(measure=measure, year=2026, source="DigitalPakt", budget=50_000, spent=47_123), by=BY)
    plans.report(measure, "Frau Kanarienvogel hat viel geschafft.", by=BY)
    plans.publish(by=BY)
    return measure


@pytest.fixture
def published(scoped):
    return make_published()


def packed(measure, name="Schulen ans Netz", **more):
    return packing.pack_measures([str(measure.pk)], name=name, by=BY, **more).file()


def taken_over(data):
    copy = installing.install(received(data), by=BY)
    field = field_of(begun("Unsere Strategie"), "Schule")
    planning.put_into_strategy(copy, field, department=department("Schulamt"), by=BY)
    return copy


def test_a_package_holds_the_measure_without_people_spending_and_reports(published):
    package = read(packed(published))
    assert package.manifest.kind is Kind.STRATEGY
    assert sorted(package.files) == ["indicators.json", "strategy.json"]
    (goal,) = StrategyContents.from_files(package.files).goals
    (measure,) = goal.measures
    assert (goal.field, goal.title, measure.title, measure.days) == (
        "Bildung",
        "Alle Schulen am Netz",
        "Glasfaser in die Schulen",
        400,
    )
    assert [(one.title, one.day) for one in measure.milestones] == [("Erste Schule", 90)]
    assert [(one.year, one.source, one.budget) for one in measure.money] == [(1, "DigitalPakt", "50000.00")]
    said = b"".join(package.files.values()).decode()
    assert ("Kanarienvogel" in said, "47123" in said) == (False, False)


def test_the_indicator_goes_along_once_it_is_public(published):
    assert StrategyContents.from_files(read(packed(published)).files).indicators == ()
    row = Indicator.objects.get()
    releasing.release(row, by=BY)
    (found,) = StrategyContents.from_files(read(packed(published, "Noch einmal")).files).indicators
    assert (found.key, found.name, found.unit) == (row.key, "Schulen am Netz", "%")


def test_a_measure_that_is_not_published_is_not_packed(scoped):
    with pytest.raises(ExchangeError, match="mindestens eine veröffentlichte Maßnahme"):
        packing.pack_measures(["x"], name="Nichts", by=BY)


def test_a_contact_detail_is_not_packed(published):
    Milestone.objects.update(title="Frau Vogel, 0228 619-1234")
    plans.publish(by=BY)
    with pytest.raises(ExchangeError, match="Eine Telefonnummer steht in „Frau Vogel, 0228 619-1234“"):
        packed(published)
    assert not OwnPackage.objects.exists()


def test_it_goes_into_the_other_towns_strategy_and_begins_today(town, other_town, published):
    releasing.release(Indicator.objects.get(), by=BY)
    data = packed(published)
    today = dt.datetime.now(dt.UTC).astimezone().date()
    with scope.of(other_town):
        copy = taken_over(data)
        measure = Measure.objects.get()
        assert (measure.title, measure.department.name, measure.goal.field.name) == (
            "Glasfaser in die Schulen",
            "Schulamt",
            "Schule",
        )
        assert (measure.ends_on - measure.starts_on).days == 400
        assert abs((measure.starts_on - today).days) <= 1
        assert measure.goal.indicator.name == "Schulen am Netz"
        money = Money.objects.get()
        assert (money.year - measure.starts_on.year, money.budget, money.spent) == (1, 50_000, 0)
        assert Copy.objects.get().rows
        assert not PublishedStrategy.objects.exists()
        with pytest.raises(ExchangeError, match="schon in Ihrer Strategie"):
            planning.put_into_strategy(copy, Field.objects.get(), department=department("Schulamt"), by=BY)


def test_an_indicator_of_the_own_stays_as_it_is(town, other_town, published):
    releasing.release(Indicator.objects.get(), by=BY)
    data = packed(published)
    with scope.of(other_town):
        indicator(name="Bei uns heißt es anders")
        taken_over(data)
        assert Goal.objects.get().indicator.name == "Bei uns heißt es anders"


def test_pages_pack_and_put_into_the_strategy(published):
    officer = signed_in(colleague(Grant(Role.DIGITAL_OFFICER)))
    response = officer.post(
        f"{HOME}pakete/strategie/", {"name": "Schulen", "measures": [str(published.pk)], "licence": "CC0-1.0"}
    )
    own = OwnPackage.objects.get()
    assert response["Location"] == f"{HOME}pakete/eigene/{own.pk}/"
    again = officer.post(
        f"{HOME}pakete/eigene/{own.pk}/strategie/",
        {"name": "Schulen", "measures": [str(published.pk)], "licence": "CC0-1.0"},
    )
    assert "Seit Fassung 1 hat sich nichts geändert." in again.content.decode()
    copy = installing.install(received(foreign(dict(own.releases.get().read().files), kind=Kind.STRATEGY)), by=BY)
    assert "Alle Schulen am Netz" in officer.get(f"{HOME}pakete/kopien/{copy.pk}/strategie/").content.decode()
    response = officer.post(
        f"{HOME}pakete/kopien/{copy.pk}/strategie/",
        {"field": Field.objects.get().pk, "department": department("Schulamt").pk},
    )
    assert response["Location"] == "/amt/strategie/"
    assert Measure.objects.count() == 2
    for address in ("pakete/", f"pakete/{copy.package_id}/", f"pakete/eigene/{own.pk}/"):
        assert officer.get(HOME + address).status_code == 200


def test_only_the_digital_officer_passes_measures_on(published):
    owner = staff(colleague(Grant(Role.SERVICE_OWNER, department())).account)
    with pytest.raises(NotAllowed):
        packing.pack_measures([str(published.pk)], name="x", by=owner)


def test_at_the_command_line(published, tmp_path, capsys):
    assert cli.main(["package", "build", "--strategy", "Schulen", "--field", "Bildung", "--out", str(tmp_path)]) == 0
    file = tmp_path / "schulen-1.rathaus"
    again = foreign(dict(read(file.read_bytes()).files), kind=Kind.STRATEGY, name="Schulen")
    other = tmp_path / "dort.rathaus"
    other.write_bytes(again)
    capsys.readouterr()
    call = ["package", "install", str(other), "--field", "Bildung", "--department", "Amt Kanarienvogel"]
    assert (cli.main(call), capsys.readouterr().out) == (
        0,
        "dort.rathaus, Fassung 1: steht im Handlungsfeld „Bildung“\n",
    )
    assert cli.main(["package", "diff", str(file), "--against", str(other)]) == 0
    assert cli.main(["package", "build"]) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"strategy.json": b'{"goals":[]}'},
        {"strategy.json": b'{"goals":[{"id":"1"}]}'},
        {"strategy.json": b'{"goals":7}'},
        {"indicators.json": b'{"indicators":[{"key":"x"}]}'},
        {"personen.json": b"{}"},
    ],
    ids=str,
)
def test_contents_that_are_no_part_of_a_strategy_are_refused(published, change):
    files = dict(read(packed(published)).files)
    with pytest.raises(PackageError):
        received(foreign(files | change, kind=Kind.STRATEGY))
    assert not ForeignPackage.objects.exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [('"days":400', '"days":"400"'), ('"days":400', '"days":-1'), ('"50000.00"', '"viel"'), ('"50000.00"', '"NaN"'),
     ('"50000.00"', '"-1"'), ('"title":"Erste Schule"', '"title":""'), ('"risks":"Lieferzeiten"', '"risks":7'),
     ('"50000.00"', '"1E9999999"'), ('"50000.00"', '"٥"'), ('"days":400', '"days":4e2'), ('"days":400', '"days":NaN'),
     ('"days":400', '"days":' + "9" * 5000), ('"days":400', '"days":400,"days":400'), ('"goals":[', '"goals": ['),
     ('"Lieferzeiten"', '"' + "x" * 1001 + '"'), ('"Lieferzeiten"', '"\\u0000"'), ('"Lieferzeiten"', '"\\ud800"'),
     ('"Lieferzeiten"', '"a\u202eb"'), ('"risks":"Lieferzeiten"', '"risks":' + "[" * 100_000)],
    ids=range(19),
)  # fmt: skip
def test_a_measure_that_is_none_is_refused(old, new):
    text = FILES["strategy.json"].decode()
    assert old in text
    _refused(FILES | {"strategy.json": text.replace(old, new).encode()}, "strategy.json")


@pytest.mark.parametrize(
    "change",
    [{"direction": "up"}, {"frequency": "nie"}, {"decimals": 7}, {"key": "neu"}, {"key": "a/b"}, {"key": ""},
     {"unit": "x" * 61}, {"name": " "}, {"computed": None}, {"per_head": 1}],
    ids=str,
)  # fmt: skip
def test_an_indicator_that_is_none_is_refused(change):
    (indicator,) = json.loads(FILES["indicators.json"])["indicators"]
    _refused(FILES | {"indicators.json": canonical({"indicators": [indicator | change]})}, "indicators.json")


def test_what_stands_twice_is_refused():
    (goal,) = json.loads(FILES["strategy.json"])["goals"]
    for goals in ([goal, goal], [goal, goal | {"id": "2"}], [goal | {"measures": goal["measures"] * 2}]):
        _refused(FILES | {"strategy.json": canonical({"goals": goals})}, "strategy.json")


def _refused(files, name):
    with pytest.raises(PackageError, match=f"„{name}“ im Paket ist nicht lesbar"):
        StrategyContents.from_files(files)
