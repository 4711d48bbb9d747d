"""No personal data gets into a package: names stand wherever the house can hold one, and are sought in the bytes."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import DatabaseError, models, transaction

from rathaus.catalogue import actions as catalogue
from rathaus.catalogue.models import Service
from rathaus.catalogue.texts import ServiceTexts, Translation
from rathaus.exchange.actions import packing
from rathaus.exchange.contents import gathering
from rathaus.exchange.package import read
from rathaus.fim.rules.trying import Trial
from rathaus.people.actions import Grant
from rathaus.people.actors import staff
from rathaus.people.models import Role
from rathaus.questionnaire import Identity
from rathaus.strategy import planning
from rathaus.strategy.actions import plans
from rathaus.strategy.models import Field, Goal, Measure, Milestone, Money, Strategy
from rathaus.web import actions as web
from rathaus.web.models import TownDetails
from tests.cases import builders
from tests.exchange.making import BY
from tests.exchange.test_updates import by_hand, contents
from tests.exchange.test_updating import RULES
from tests.people.making import colleague, department
from tests.test_foreign_town import TOWN_MODELS

NAME = "Kanarienvogel"
PUBLIC = {
    "Service": {"name", "slug"},
    "Indicator": {"key", "name", "meaning", "unit", "method", "source", "licence"},
    "OwnPackage": {"name", "summary", "licence"},
}
"""What a package holds on purpose: what a service or an indicator is called."""


def trial(answer):
    return Trial({"F99000000004": answer}, effects={"F99000000004": "required"})


@pytest.fixture
def lived_in(scoped):
    """A town in which people have worked and applied, and left their names."""
    where = department(f"Amt {NAME}")
    owner = staff(colleague(Grant(Role.SERVICE_OWNER, where), Grant(Role.DIGITAL_OFFICER), name=f"Frau {NAME}").account)
    web.change_details(TownDetails(represented_by=f"Herr {NAME}", email="kanarienvogel@example.org"), by=BY)
    texts = ServiceTexts(
        name="Zaun streichen", contact=f"Frau {NAME}, Zimmer 7", approval=f"{NAME}, 3. Mai",
        translations={"en": Translation(name="Paint a fence", contact=f"Ms {NAME}")},
    )  # fmt: skip
    rule = replace(by_hand(), trials=(trial(f"wegen {NAME}"), trial(True)), written_by=f"{NAME}")
    asked = replace(contents(rules=RULES), rules=(rule,), presets={"F99000000004": f"für {NAME}", "F99000000003": "1"})
    service = catalogue.publish(asked.reading(land="NW"), texts=texts, department=where, slug="zaun", by=owner).service
    who = Identity(given="Kim", family=NAME, email=f"{NAME}@example.org", street=f"{NAME}weg", number="1")
    builders.application(service, who, answers={"F99000000001": NAME})
    _strategy(where, owner)
    return service


def _strategy(where, owner):
    strategy = plans.begin(Strategy(title="Plan", vision="Gut.", first_year=2025, last_year=2029), (), by=owner)
    goal = plans.save(
        Goal(field=plans.save(Field(strategy=strategy, name="Bildung"), by=owner), title="Ziel"), by=owner
    )
    days = {"starts_on": dt.date(2025, 1, 1), "ends_on": dt.date(2027, 1, 1)}
    measure = plans.save(Measure(goal=goal, title="Netz", department=where, **days), by=owner)
    plans.save(Milestone(measure=measure, title="Da", due_on=days["ends_on"]), by=owner)
    plans.save(Money(measure=measure, year=2025, source="Haushalt", budget=100, spent=98_765), by=owner)
    plans.report(measure, f"{NAME} war fleißig.", by=owner)
    plans.stop(measure, day=dt.date(2026, 1, 1), why=f"{NAME} ging.", by=owner)
    plans.publish(by=owner)


def write_the_name_everywhere():
    """Into each text of each row that the database lets be changed; returns how many columns took it."""
    taken = 0
    for model in TOWN_MODELS:
        for column in model._meta.concrete_fields:
            if not isinstance(column, models.CharField | models.TextField) or column.choices:
                continue
            if column.name in PUBLIC.get(model.__name__, ()) or not model.objects.exists():
                continue
            try:
                with transaction.atomic():
                    taken += bool(model.objects.update(**{column.name: NAME[: column.max_length]}))
            except DatabaseError:  # unique, or append-only
                continue
    return taken


def test_no_name_of_anybody_is_in_any_package(lived_in):
    whole = gathering.of_version(lived_in.current)
    assert NAME in repr(whole)  # the service itself does hold it: in trials and presets
    assert write_the_name_everywhere() > 25
    releases = [packing.pack_service(service, by=BY) for service in Service.objects.select_related("current")]
    measures = [measure.id for *_, measure in planning.current().measures()]
    releases.append(packing.pack_measures(measures, name="Netz", by=BY))
    assert len(releases) == 2
    for release in releases:
        data = release.file()
        for secret in (NAME, NAME.lower(), "98765", "Kim Weber"):
            assert secret.encode() not in data, secret
    texts = read(releases[0].file()).files
    assert b"Paint a fence" in texts["texts.json"]
    assert b'"F99000000003":"1"' in texts["presets.json"]
    assert b'"answers":{"F99000000004":true}' in texts["rules.json"]
    assert b'"written_by":"unbenannt"' in texts["rules.json"]
