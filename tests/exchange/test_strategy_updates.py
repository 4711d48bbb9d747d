"""What the origin of a strategy part changed, beside what the town made of it: told by meaning, taken one by one."""

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db.models import Model

from rathaus import cli
from rathaus.exchange.actions import installing, packing, planning, revising, updating
from rathaus.exchange.contents.strategy import (
    GoalPart,
    IndicatorPart,
    MeasurePart,
    MilestonePart,
    MoneyPart,
    StrategyContents,
)
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Copy
from rathaus.exchange.package import Kind, read
from rathaus.exchange.queries.parts import pending_part
from rathaus.exchange.updates.strategy import PartUpdate, side_of
from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.protection.models import AuditEntry
from rathaus.strategy.actions import indicators, plans
from rathaus.strategy.models import Field, Goal, Indicator, Measure, Milestone, Money, PublishedStrategy, Strategy
from rathaus.towns import clock
from rathaus.towns.errors import NotAllowed
from tests.exchange.making import BY, PACKAGE, foreign, received
from tests.people.making import colleague, department, signed_in

HOME = "/amt/austausch/"
MONEY = (MoneyPart(0, "DigitalPakt", "50000.00"), MoneyPart(1, "Haushalt", "7000.00"))
FIBRE = MeasurePart(
    id="m1", title="Glasfaser", description="Leitungen legen.", risks="Lieferzeiten", days=400, service="",
    milestones=(MilestonePart("Erste Schule", 90), MilestonePart("Alle Schulen", 400)), money=MONEY,
)  # fmt: skip
WLAN = MeasurePart("m2", "WLAN", "In jedem Raum.", "", 200, "", (), (MoneyPart(0, "Haushalt", "900.00"),))
SHARE = IndicatorPart(
    key="am-netz", name="Schulen am Netz", meaning="Wie viele?", unit="%", decimals=1, direction="higher",
    method="Zählen", source="Schulamt", licence="CC0-1.0", frequency="yearly", computed="",
)  # fmt: skip
GOAL = GoalPart("g1", "Bildung", "Alle Schulen am Netz", "Damit es läuft.", "am-netz", (FIBRE,))
FIRST = StrategyContents((GOAL,), (SHARE,))


def changed(measure=None, goal=None, indicator=None, *, more=(), goals=(), indicators=()):
    """The origin's next version."""
    fibre = replace(FIBRE, **measure or {})
    one = replace(GOAL, measures=(fibre, *more), **goal or {})
    return StrategyContents((one, *goals), (replace(SHARE, **indicator or {}), *indicators))


def told(theirs, mine=None):
    """What is different, by key: takeable or not, and the three states in words."""
    found = PartUpdate.of(FIRST, theirs, side_of(mine, FIRST) if mine else None).differences
    return {one.key: (one.takeable, one.before, one.theirs, one.mine, bool(one.own)) for one in found}


MILESTONES = FIBRE.milestones
CHANGES = [
    ({"goal": {"field": "Schule"}}, "goals:g1/field", ("Bildung", "Schule")),
    ({"goal": {"title": "Alle"}}, "goals:g1/title", ("Alle Schulen am Netz", "Alle")),
    ({"goal": {"meaning": "Darum."}}, "goals:g1/meaning", ("Damit es läuft.", "Darum.")),
    ({"measure": {"title": "Kabel"}}, "measures:m1/title", ("Glasfaser", "Kabel")),
    ({"measure": {"description": "Neu."}}, "measures:m1/description", ("Leitungen legen.", "Neu.")),
    ({"measure": {"risks": ""}}, "measures:m1/risks", ("Lieferzeiten", None)),
    (
        {"measure": {"milestones": (MilestonePart("Die erste Schule", 90), MILESTONES[1])}},
        "measures:m1/milestone/Erste Schule",
        ("Erste Schule", "Die erste Schule"),
    ),
    (
        {"measure": {"milestones": (*MILESTONES, MilestonePart("Vertrag", 30))}},
        "measures:m1/milestone/Vertrag",
        (None, "Vertrag"),
    ),
    ({"measure": {"milestones": MILESTONES[:1]}}, "measures:m1/milestone/Alle Schulen", ("Alle Schulen", None)),
    (
        {"measure": {"money": (MoneyPart(0, "DigitalPakt", "60000.50"), MONEY[1])}},
        "measures:m1/money/0/DigitalPakt",
        ("50.000 Euro", "60.000,50 Euro"),
    ),
    ({"measure": {"money": MONEY[:1]}}, "measures:m1/money/1/Haushalt", ("7.000 Euro", None)),
    ({"indicator": {"unit": "Anteil"}}, "indicators:am-netz/unit", ("%", "Anteil")),
    ({"indicator": {"direction": "lower"}}, "indicators:am-netz/direction", ("mehr ist besser", "weniger ist besser")),
    ({"indicator": {"method": "Fragen"}}, "indicators:am-netz/method", ("Zählen", "Fragen")),
    ({"indicator": {"meaning": "Was?"}}, "indicators:am-netz/meaning", ("Wie viele?", "Was?")),
    ({"indicator": {"per_head": True}}, "indicators:am-netz/per_head", ("nein", "ja")),
    ({"indicator": {"decimals": 0}}, "indicators:am-netz/decimals", ("1", "0")),
]


@pytest.mark.parametrize(("change", "key", "states"), CHANGES, ids=[key for _change, key, _states in CHANGES])
def test_each_fact_is_told_by_itself(change, key, states):
    assert told(changed(**change)) == {key: (True, *states, states[0], False)}


def test_what_the_town_changed_too_stands_beside_it_and_what_only_the_town_changed_is_not_told():
    mine = changed({"title": "Breitband", "risks": "Keine"})
    assert told(changed({"title": "Kabel"}), mine) == {
        "measures:m1/title": (True, "Glasfaser", "Kabel", "Breitband", True)
    }
    assert told(changed({"title": "Breitband"}), mine) == {}


def test_how_long_it_takes_and_what_goes_is_told_only():
    gone = replace(GOAL, measures=(), indicator="")
    assert told(StrategyContents((gone,), ()))["measures:m1"][0] is False
    later = changed({"days": 500, "milestones": (replace(MILESTONES[0], day=120), MILESTONES[1])})
    assert {key: values[0] for key, values in told(later).items()} == {
        "measures:m1/days": False,
        "measures:m1/day/Erste Schule": False,
    }


def test_a_new_goal_is_told_once_with_its_measures():
    more = GoalPart("g2", "Bildung", "Geräte", "", "", (WLAN,))
    (found,) = PartUpdate.of(FIRST, changed(goals=(more,))).differences
    assert (found.key, found.about, found.theirs.splitlines()) == (
        "goals:g2", "Geräte", ["Maßnahme: WLAN", "In jedem Raum.", "Geplantes Geld: Haushalt, 1. Jahr: 900 Euro"],
    )  # fmt: skip


# --- in a town --------------------------------------------------------------------------------------------------------


@pytest.fixture
def copy(scoped):
    """Taken over, and made its own: dates, department, spending, a report, a target, and a title."""
    strategy = plans.begin(Strategy(title="Plan", vision="Gut.", first_year=2025, last_year=2029), (), by=BY)
    field = plans.save(Field(strategy=strategy, name="Schule"), by=BY)
    made = installing.install(received(part(FIRST)), by=BY)
    planning.put_into_strategy(made, field, department=department("Schulamt"), by=BY)
    measure = Measure.objects.get()
    measure.title, measure.department = "Breitband", department("Tiefbau")
    measure.starts_on, measure.ends_on = dt.date(2026, 1, 7), dt.date(2027, 8, 9)
    plans.save(measure, by=BY)
    money = Money.objects.get(source="DigitalPakt")
    money.spent = 123
    plans.save(money, by=BY)
    plans.report(measure, "Läuft.", by=BY)
    indicators.set_target(Indicator.objects.get(), due_on=dt.date(2027, 1, 1), value=90, by=BY)
    return made


def part(contents, version=1):
    return foreign(contents.to_files(), kind=Kind.STRATEGY, version=version, name="Schulen")


def offer(contents, version=2):
    received(part(contents, version))


def waiting(copy):
    return pending_part(Copy.objects.select_related("base", "package__origin").get(pk=copy.pk))


def take(copy, *keys):
    """Take these, keep everything else, and finish."""
    updating.decide(waiting(copy), keys, take=True, by=BY)
    updating.decide(waiting(copy), [one.key for one in waiting(copy).open], take=False, by=BY)
    return revising.finish(waiting(copy), by=BY)


def rows(*kinds: type[Model]):
    """Everything that is in these tables, but the parts that differ in each run."""
    return [sorted(repr(row) for row in kind.objects.values()) for kind in kinds]


NEWER = changed(
    {
        "title": "Kabel", "description": "Neu.", "days": 500,
        "milestones": (MilestonePart("Die erste Schule", 90), MilestonePart("Vertrag", 30)),
        "money": (MoneyPart(0, "DigitalPakt", "60000.00"), MoneyPart(2, "Land", "10.00")),
    },
    {"field": "Netze", "meaning": "Darum."},
    {"unit": "Anteil", "method": "Fragen"},
    more=(WLAN,), goals=(GoalPart("g2", "Netze", "Geräte", "", "tafeln", (replace(WLAN, id="m3", title="Tafeln"),)),),
    indicators=(replace(SHARE, key="tafeln", name="Tafeln"),),
)  # fmt: skip


def test_everything_taken_is_in_the_strategy_and_what_is_the_towns_stays(copy):
    offer(NEWER)
    before = waiting(copy)
    assert {one.key for one in before.differences if one.conflict} == {"measures:m1/title", "indicators:am-netz/unit"}
    take(copy, *(one.key for one in before.choices))
    goal, measure = Goal.objects.get(title="Alle Schulen am Netz"), Measure.objects.get(title="Kabel")
    assert (goal.field.name, goal.meaning, measure.description) == ("Netze", "Darum.", "Neu.")
    assert (measure.department.name, measure.starts_on, measure.ends_on, measure.reports.count()) == (
        "Tiefbau", dt.date(2026, 1, 7), dt.date(2027, 8, 9), 1,
    )  # fmt: skip
    assert set(measure.milestones.values_list("title", "due_on")) == {
        ("Die erste Schule", Milestone.objects.get(title="Die erste Schule").due_on),
        ("Vertrag", dt.date(2026, 2, 6)),
    }
    assert set(measure.money.values_list("year", "source", "budget", "spent")) == {
        (clock.today().year, "DigitalPakt", Decimal(60_000), Decimal(123)),
        (2028, "Land", Decimal(10), Decimal(0)),
    }
    share = Indicator.objects.get(key="am-netz")
    assert (share.unit, share.method, share.targets.get().value, share.department.name) == (
        "Anteil", "Fragen", 90.0, "Schulamt",
    )  # fmt: skip
    new = Goal.objects.get(title="Geräte")
    assert (new.indicator.name, new.field.name, new.measures.get().department.name) == ("Tafeln", "Netze", "Schulamt")
    assert Measure.objects.get(title="WLAN").goal == goal
    done = Copy.objects.select_related("base").get()
    assert (done.base.version, done.decisions, waiting(copy)) == (2, {}, None)
    assert (PublishedStrategy.objects.count(), AuditEntry.objects.latest("sequence").action) == (0, "exchange.updated")
    fibre = replace(NEWER.measures[0], milestones=(MilestonePart("Schule 1", 90), MilestonePart("Vertrag", 30)))
    goal = replace(NEWER.goals[0], measures=(fibre, WLAN))
    offer(replace(NEWER, goals=(goal, NEWER.goals[1])), 3)
    (again,) = waiting(copy).differences
    assert (again.mine, again.theirs) == ("Die erste Schule", "Schule 1")


def test_one_by_one_changes_only_that_one(copy):
    offer(NEWER)
    kinds = (Field, Goal, Milestone, Money, Indicator)
    before = rows(*kinds)
    assert take(copy, "measures:m1/description") == 1
    measure = Measure.objects.get()
    assert (measure.title, measure.description, rows(*kinds)) == ("Breitband", "Neu.", before)


def test_what_is_kept_is_asked_again_only_when_it_changes_again(copy):
    offer(NEWER)
    take(copy)
    offer(NEWER, 3)
    assert waiting(copy).differences == ()
    assert revising.finish(waiting(copy), by=BY) == 0
    offer(replace(NEWER, goals=(replace(NEWER.goals[0], meaning="Deshalb."), *NEWER.goals[1:])), 4)
    (found,) = waiting(copy).differences
    assert (found.key, found.before, found.theirs, found.mine) == (
        "goals:g1/meaning", "Darum.", "Deshalb.", "Damit es läuft.",
    )  # fmt: skip


def test_a_decision_counts_only_beside_what_was_seen(copy):
    offer(changed({"description": "Neu."}))
    updating.decide(waiting(copy), ["measures:m1/description"], take=True, by=BY)
    seen = waiting(copy)
    measure = Measure.objects.get()
    measure.description = "Unsere Worte."
    plans.save(measure, by=BY)
    with pytest.raises(ExchangeError, match=r"Über 1 Änderung ist noch nicht entschieden\."):
        revising.finish(waiting(copy), by=BY)
    assert (seen.open, Measure.objects.get().description) == ((), "Unsere Worte.")


@pytest.mark.django_db(transaction=True)
def test_what_changes_between_looking_and_finishing_is_not_overwritten(copy):
    offer(changed({"description": "Neu."}))
    updating.decide(waiting(copy), ["measures:m1/description"], take=True, by=BY)
    seen = waiting(copy)
    measure = Measure.objects.get()
    measure.description = "Unsere Worte."
    plans.save(measure, by=BY)
    with pytest.raises(ExchangeError, match="inzwischen geändert"):
        revising.finish(seen, by=BY)
    assert (Measure.objects.get().description, Copy.objects.get().base_id) == ("Unsere Worte.", copy.base_id)


def test_what_was_reached_or_spent_is_never_taken_away(copy):
    reached = Milestone.objects.get(title="Erste Schule")
    reached.reached_on = dt.date(2026, 3, 1)
    plans.save(reached, by=BY)
    offer(changed({"milestones": MILESTONES[1:], "money": MONEY[1:]}))
    found = waiting(copy)
    assert {one.key: one.takeable for one in found.differences} == {
        "measures:m1/milestone/Erste Schule": False,
        "measures:m1/money/0/DigitalPakt": False,
    }
    updating.decide(found, [one.key for one in found.differences], take=True, by=BY)
    assert revising.finish(waiting(copy), by=BY) == 0
    assert (Milestone.objects.count(), Money.objects.count()) == (2, 2)


def test_what_the_town_threw_out_comes_back_only_when_it_is_taken(copy):
    plans.remove(Measure.objects.get(), by=BY)
    offer(changed({"description": "Neu."}))
    (found,) = waiting(copy).differences
    assert (found.key, found.conflict, found.mine) == ("measures:m1", True, None)
    take(copy, "measures:m1")
    assert (Measure.objects.get().description, Milestone.objects.count()) == ("Neu.", 2)


def test_what_belongs_together_is_taken_together(copy):
    offer(changed(goal={"indicator": "tafeln"}, indicators=(replace(SHARE, key="tafeln", name="Tafeln"),)))
    with pytest.raises(ExchangeError, match="Übernehmen Sie auch „Tafeln“"):
        take(copy, "goals:g1/indicator")
    take(copy, "goals:g1/indicator", "indicators:tafeln")
    assert Goal.objects.get().indicator.key == "tafeln"


def test_only_the_digital_officer_decides(copy):
    offer(NEWER)
    owner = staff(colleague(Grant(Role.SERVICE_OWNER, department())).account)
    for act in (
        lambda: updating.decide(waiting(copy), ["goals:g2"], take=True, by=owner),
        lambda: revising.finish(waiting(copy), by=owner),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_who_answers_for_what_is_new_is_asked_on_the_page(copy):
    offer(changed({"description": "Neu."}, more=(WLAN,)))
    officer, address = signed_in(colleague(Grant(Role.DIGITAL_OFFICER))), f"{HOME}pakete/kopien/{copy.pk}/strategie/"
    marks = {one.key: one.mark for one in waiting(copy).choices}
    assert "Wer ist für das Neue verantwortlich?" not in officer.get(address).content.decode()
    assert officer.post(address, {"behalten": marks["measures:m1/description"]})["Location"].endswith("#aenderung-1")
    stale = officer.post(address, {"uebernehmen": "x"}, follow=True).content.decode()
    assert "Das wurde inzwischen geändert." in stale
    refused = officer.post(address, {"abschliessen": "1"}).content.decode()
    assert "Über 1 Änderung ist noch nicht entschieden." in refused
    officer.post(address, {"alle": "1"})
    assert "Wer ist für das Neue verantwortlich?" in officer.get(address).content.decode()
    done = officer.post(address, {"abschliessen": "1", "department": department("Medienzentrum").pk})
    assert done["Location"] == "/amt/strategie/"
    assert Measure.objects.get(title="WLAN").department.name == "Medienzentrum"
    assert officer.get(address)["Location"] == f"{HOME}pakete/{copy.package_id}/"


def test_at_the_command_line(copy, tmp_path, capsys):
    newer = tmp_path / "neu.rathaus"
    newer.write_bytes(part(changed({"title": "Kabel", "description": "Neu."}), 2))
    assert cli.main(["package", "diff", str(newer), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)["differences"]
    assert [(one["key"], one["conflict"], one["mine"], one["theirs"]) for one in told] == [
        ("measures:m1/title", True, "Breitband", "Kabel"),
        ("measures:m1/description", False, "Leitungen legen.", "Neu."),
    ]
    assert cli.main(["package", "update", str(newer), "--take-unchanged"]) == 1
    assert "Breitband, Titel: Das ist anders.  [measures:m1/title]" in capsys.readouterr().out
    assert cli.main(["package", "update", str(newer), "--keep-others"]) == 0
    assert (Measure.objects.get().title, Measure.objects.get().description) == ("Breitband", "Neu.")
    assert cli.main(["package", "update", str(newer)]) == 2
    assert "Die Kopie ist schon auf dem Stand von Fassung 2." in capsys.readouterr().err


def test_what_was_placed_before_places_were_kept_is_compared_by_hand(copy):
    offer(changed({"description": "Neu."}))
    plans.publish(by=BY)
    Copy.objects.update(rows={"g1": str(Goal.objects.get().pk)})
    officer = signed_in(colleague(Grant(Role.DIGITAL_OFFICER)))
    answer = officer.get(f"/amt/austausch/pakete/kopien/{copy.pk}/strategie/", follow=True)
    assert (answer.redirect_chain, "vergleichen Sie bitte selbst" in answer.content.decode()) == (
        [(f"{HOME}pakete/{copy.package_id}/", 302)], True,
    )  # fmt: skip
    assert packing.pack_measures([str(Measure.objects.get().pk)], name="Unsere Schulen", by=BY).version == 1


def test_what_came_from_elsewhere_is_passed_on_with_its_lineage(copy):
    plans.publish(by=BY)
    release = packing.pack_measures([str(Measure.objects.get().pk)], name="Unsere Schulen", by=BY)
    (ancestor,) = read(release.file()).manifest.lineage
    assert (ancestor.package, ancestor.version) == (PACKAGE, 1)


def test_markup_in_a_package_is_text_on_every_page(scoped):
    evil = "<script>alert(1)</script>"
    goal = replace(GOAL, field=evil, title=evil, meaning=evil, indicator="am-netz")
    fibre = replace(FIBRE, title=evil, description=evil, risks=evil, milestones=(MilestonePart(evil, 1),))
    first = StrategyContents((replace(goal, measures=(fibre,)),), (replace(SHARE, name=evil, meaning=evil),))
    second = StrategyContents(
        (replace(goal, title=evil * 2, measures=(replace(fibre, risks=evil * 2, money=(MoneyPart(0, evil, "1"),)),)),),
        (),
    )
    said = {"kind": Kind.STRATEGY, "name": evil, "town": evil, "licence": evil, "summary": evil}
    officer = signed_in(colleague(Grant(Role.DIGITAL_OFFICER)))
    strategy = plans.begin(Strategy(title="Plan", vision="Gut.", first_year=2025, last_year=2029), (), by=BY)
    field = plans.save(Field(strategy=strategy, name="Schule"), by=BY)
    made = installing.install(received(foreign(first.to_files(), **said)), by=BY)
    pages = [f"{HOME}pakete/", f"{HOME}pakete/{made.package_id}/", f"{HOME}pakete/kopien/{made.pk}/strategie/"]
    shown = [officer.get(page).content.decode() for page in pages]
    planning.put_into_strategy(made, field, department=department(), by=BY)
    received(foreign(second.to_files(), version=2, **said))
    shown += [officer.get(page).content.decode() for page in [*pages, "/amt/strategie/"]]
    assert [(evil in page, "&lt;script&gt;alert" in page) for page in shown] == [(False, True)] * 7
