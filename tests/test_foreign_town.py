"""A colleague of one town, with every role there is, walks every address of the house with another town's ids.

The other town is the demo town: services, people, applications and cases in every state. Nothing of it may be shown,
and nothing in it may change. On PostgreSQL the same walk is made without the managers' filter: row security alone.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from rathaus.applications.actions import begin
from rathaus.catalogue.actions import propose
from rathaus.catalogue.models import Service
from rathaus.people import actors, organisations
from rathaus.people.actions import Grant
from rathaus.people.models import WHOLE_TOWN, Account, Department, Role
from rathaus.project.demo import town as demo
from rathaus.strategy.models import Indicator
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.models import Host, Municipality, TownManager, TownModel, TownQuerySet
from tests.applications.signing import asked
from tests.cases.builders import case, dog_service
from tests.catalogue import samples
from tests.exchange.gathering import entered_elsewhere
from tests.people import making
from tests.people.citizen import citizen
from tests.people.making import colleague, department

TOWN_MODELS = [model for model in apps.get_models() if issubclass(model, TownModel)]
WORDS = {
    "outcome": ["granted", "refused"],
    "what": ["sperren", "einladen", "ziel", "zuwendung"],
    "meeting_part": ["beitrag"],
    "call_part": ["kriterium"],
    "town_slug": [demo.SLUG],
    "code": ["en"],
    "step": ["veroeffentlichen"],
    "key": ["R99000001520@G99000001520"],
}
"""Values of parameters that name no row."""


class Walker:
    """A client that signs in again where an address signed it out."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.client = Client(headers={"host": "musterstadt.example"}, raise_request_exception=False)

    def ask(self, method: str, path: str) -> HttpResponseBase:
        if SESSION_KEY not in self.client.session:
            with scope.of(self.account.municipality):
                self.client.force_login(self.account)
        return getattr(self.client, method)(path)


MEANT_FOR_ALL = {"/strategie/nebeneinander/", "/amt/austausch/aufrufe/anderswo/"}
"""Show what towns published of their strategies, and open calls: tests/strategy/test_beside.py, test_entering.py."""
KINDS = {
    "draft_id": ["DraftRecord", "Application"],
    "application_id": ["Application"],
    "case_id": ["Case"],
    "file_id": ["SealedFile", "Attachment"],
    "attachment_id": ["SealedFile", "Attachment"],
    "letter_id": ["Letter", "SealedFile"],
    "organisation_id": ["Organisation"],
    "signature_id": ["Signature"],
    "delegate_id": ["Delegate"],
    "question_id": ["PublicEvent", "CaseEvent"],
    "written_id": ["WrittenRule"],
    "proposal_id": ["Proposal"],
    "pk": ["Department", "Account"],
    "measure_id": ["Measure"],
    "parent_id": ["Strategy", "Field", "Goal", "Measure", "Grant", "Programme"],
    "meeting_parent_id": ["Meeting", "Talk"],
    "meeting_part_id": ["Talk", "Speaker", "Material", "MeetingTask"],
    "call_part_id": ["Criterion", "Entry", "Juror"],
    "part_id": [
        "Field",
        "Goal",
        "Measure",
        "Milestone",
        "Money",
        "Report",
        "Dependency",
        "Grant",
        "Instalment",
        "DueReport",
        "Duty",
    ],
    "meeting_id": ["Meeting"],
    "talk_id": ["Talk"],
    "material_id": ["Material"],
    "task_id": ["MeetingTask"],
    "experience_id": ["Experience"],
    "call_id": ["Call"],
    "entry_id": ["Entry"],
    "open_call_id": ["Call"],
    "own_entry_id": ["OwnEntry"],
    "figure_id": ["Figure"],
    "adopter_id": ["Adopter"],
    "asked_id": ["Question"],
    "unit_id": ["Unit"],
    "target_id": ["Target"],
    "import_id": ["Import", "Indicator"],
    "package_id": ["OwnPackage"],
    "subscription_id": ["Subscription"],
    "arrival_id": ["Arrival"],
    "programme_id": ["Programme"],
    "rollout_id": ["Rollout"],
    "site_id": ["Site"],
    "site_event_id": ["SiteEvent"],
    "site_file_id": ["SiteFile"],
    "grant_id": ["Grant"],
    "own_id": ["OwnPackage"],
    "foreign_id": ["ForeignPackage"],
    "copy_id": ["Copy"],
    "origin_id": ["Origin"],
}
"""The rows that a parameter names."""


@pytest.fixture
def foreign(demo_town, db) -> Municipality:
    """The demo town, on another host name."""
    municipality = Municipality.objects.get(slug=demo.SLUG)
    with scope.of(municipality):
        account = citizen()
        record, _ = begin(Service.objects.order_by("slug")[0], by=Actor.applicant(""))
        asked(record)
        own = Department.objects.order_by("name")[0]
        propose(samples.definition(), file_name="zaun.xml", department=own, by=making.OPERATOR)
        entered_elsewhere()
        organisations.found(organisations.Details(firm="Nowak"), account=account, by=actors.holder(account))
    Host.objects.create(municipality=municipality, hostname="lindenfurt.example")
    return municipality


@pytest.fixture
def walker(foreign, town) -> Walker:
    """Somebody who may do everything in the town, and nothing elsewhere."""
    Host.objects.create(municipality=town, hostname="musterstadt.example")
    with scope.of(town):
        own = department()
        case(dog_service(own))
        whole_town = [Grant(role) for role in WHOLE_TOWN]
        person = colleague(*whole_town, Grant(Role.SERVICE_OWNER, own), Grant(Role.CLERK, own))
    return Walker(person.account)


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every address of the house with the names and kinds of its parameters."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, prefix + str(each.pattern))
        elif isinstance(each, URLPattern) and hasattr(each.pattern, "converters"):
            kinds = {name: type(kind).__name__ for name, kind in each.pattern.converters.items()}
            yield prefix + str(each.pattern), kinds


@dataclass(frozen=True)
class Known:
    """What somebody knows of a town: ids of its rows by kind of row, and its slugs."""

    ids: dict[str, list[str]]
    slugs: list[str]

    @classmethod
    def of(cls, municipality: Municipality) -> Known:
        ids, slugs = {}, []
        with scope.of(municipality):
            for model in TOWN_MODELS:
                rows = list(model.objects.order_by("pk")[:1])
                ids[model.__name__] = [str(row.pk) for row in rows]
                slugs += [row.slug for row in rows if hasattr(row, "slug")]
                slugs += [row.key for row in rows if isinstance(row, Indicator)]
        return cls(ids, slugs)

    @property
    def all_ids(self) -> list[str]:
        return [one for some in self.ids.values() for one in some]

    def of_kinds(self, *kinds: str) -> list[str]:
        return [one for kind in kinds for one in self.ids[kind]]


def addresses(own: Known, foreign: Known) -> Iterator[str]:
    """Each address with foreign ids; where it has two, the outer one may also be one's own."""
    for route, kinds in patterns(get_resolver()):
        outer = [name for name, kind in kinds.items() if kind == "UUIDConverter"][:-1]
        values = []
        for name, kind in kinds.items():
            if kind == "UUIDConverter":
                ids = foreign.of_kinds(*KINDS[name])
                values.append([*ids, *own.of_kinds(*KINDS[name])] if name in outer else ids)
            else:
                values.append(WORDS.get(name) or (foreign.slugs if kind == "SlugConverter" else ["x"]))
        for chosen in itertools.product(*values):
            path = "/" + route
            for value in chosen:
                path = path[: path.index("<")] + value + path[path.index(">") + 1 :]
            yield path


def fingerprint(municipality: Municipality) -> str:
    """Changes when anything in the town changes."""
    found = hashlib.sha256()
    with scope.of(municipality):
        for model in TOWN_MODELS:
            for row in model.objects.filter(municipality=municipality).order_by("pk").values_list():
                found.update(repr(row).encode())
    return found.hexdigest()


def walk(walker: Walker, foreign: Municipality, under: str = "/") -> tuple[int, list[object]]:
    """Ask every address; returns how many, and which of them told more of the other town than the address itself."""
    theirs = Known.of(foreign)
    neighbours = [one for town in Municipality.objects.filter(invented=True) for one in Known.of(town).all_ids]
    secrets = [value.encode() for value in [*theirs.all_ids, *theirs.slugs, *neighbours, "Lindenfurt"]]
    shown = []
    asked = 0
    for path in addresses(Known.of(walker.account.municipality), theirs):
        if not path.startswith(under) or path in MEANT_FOR_ALL:
            continue
        for method in ("get", "post"):
            response = walker.ask(method, path)
            asked += 1
            body = b"".join(response.streaming_content) if response.streaming else response.content
            told = [one for one in secrets if one in body and one not in path.encode()]
            opened = response.status_code == 200 and any(one.encode() in secrets for one in path.split("/"))
            if told or opened or response.status_code >= 500:
                shown.append((method, path, response.status_code, told))
    return asked, shown


def test_each_parameter_names_rows_that_the_other_town_has(foreign):
    """Otherwise the walk would ask for nothing there and find the house in order."""
    asked_for = {
        name for _, kinds in patterns(get_resolver()) for name, kind in kinds.items() if kind == "UUIDConverter"
    }
    known = Known.of(foreign)
    assert asked_for == set(KINDS)
    assert {kind for kinds in KINDS.values() for kind in kinds if not known.ids[kind]} == set()


def test_every_address_of_the_house_shows_nothing_of_another_town(walker, foreign):
    before = fingerprint(foreign)
    assert walker.ask("get", "/amt/vorgaenge/").status_code == 200
    asked, shown = walk(walker, foreign)
    assert (shown, asked > 200) == ([], True)
    assert fingerprint(foreign) == before


@pytest.fixture
def row_security() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("row security is PostgreSQL's")


@pytest.fixture
def no_row_security() -> None:
    if connection.vendor == "postgresql":
        pytest.skip("there the wall stands without the filter")


def test_row_security_alone_shows_nothing_either(row_security, walker, foreign, monkeypatch):
    before = fingerprint(foreign)
    without_filter(monkeypatch)
    asked, shown = walk(walker, foreign)
    assert (shown, asked > 200) == ([], True)
    assert fingerprint(foreign) == before


def test_walk_notices_a_missing_filter(no_row_security, walker, foreign, monkeypatch):
    """The control: where neither filter nor row security stands, the walk finds the leak."""
    without_filter(monkeypatch)
    _, shown = walk(walker, foreign, under="/leistungen/")
    assert len(shown) > 0


def without_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant: the managers forget to ask for the town."""
    monkeypatch.setattr(TownManager, "get_queryset", lambda self: TownQuerySet(self.model, using=self._db))
