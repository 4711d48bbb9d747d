"""The wall at every address: an account of one town gets nothing of another town, whatever address it asks for.

The demo town stands on the other side, with cases in every state; what must not be seen is really there, and its own
people see it (the control).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from rathaus.applications.models import Application, Attachment, DraftRecord, PublicEvent
from rathaus.cases.models import Case, Letter
from rathaus.catalogue import actions as catalogue
from rathaus.catalogue.models import WrittenRule
from rathaus.exchange.models import (
    Adopter,
    Arrival,
    Call,
    Copy,
    Criterion,
    Entry,
    Experience,
    Figure,
    ForeignPackage,
    Material,
    Meeting,
    MeetingTask,
    Origin,
    OwnPackage,
    Question,
    Subscription,
    Talk,
)
from rathaus.people import actors, contacts, organisations
from rathaus.people.actions import Grant
from rathaus.people.contacts import Contact
from rathaus.people.models import Account, AccountKind, Delegate, Department, Organisation, Role
from rathaus.project.demo import town
from rathaus.protection.keys import create_town_key
from rathaus.protection.models import AuditEntry
from rathaus.strategy.actions import importing, rollouts
from rathaus.strategy.models import Field, Goal, Indicator, Measure, Rollout, Site, SiteEvent, Target, Unit
from rathaus.strategy.models import Grant as FundingGrant
from rathaus.towns import scope
from rathaus.towns.models import Host, Municipality
from tests.applications.signing import asked as asked_to_sign
from tests.exchange.gathering import entered_elsewhere
from tests.people.citizen import citizen, visitor
from tests.people.making import OPERATOR, Colleague, colleague, signed_in

OURS, THEIRS = "nachbarstadt.example", "lindenfurt.example"
EVERYTHING = tuple(Grant(role) for role in Role)
REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
#: Shows what towns published of their strategies, and only that: tests/strategy/test_beside.py.
MEANT_FOR_ALL = "/strategie/nebeneinander/"
#: Where signed-in staff and those who hold an access code go; the rest of the house is public in every town.
PRIVATE = re.compile(r"^/(amt|mein/organisation/(?!neu)|(antrag|status|mitzeichnen)/[0-9a-f-]{36})/")


@dataclass(frozen=True)
class Address:
    """An address of the house, and whether it names something of the other town."""

    path: str
    names_theirs: bool


def addresses() -> Iterator[str]:
    """The route of every address of the house."""

    def walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
        for one in resolver.url_patterns:
            route = prefix + str(one.pattern)
            if isinstance(one, URLPattern):
                yield "/" + route
            else:
                yield from walk(one, route)

    yield from walk(get_resolver(), "")


def values() -> dict[str, list[str]]:
    """What each placeholder of an address may stand for in the town in scope; related things belong together."""
    letter = Letter.objects.first()
    upload = Attachment.objects.filter(application__isnull=False, purpose=Attachment.Purpose.ANSWER).first()
    question = PublicEvent.objects.filter(kind=PublicEvent.Kind.QUESTION).first()
    granted = FundingGrant.objects.first()
    firm, contact = business()
    cases = [letter.case_id, Case.objects.get(application_id=upload.application_id).pk]
    return {
        "<uuid:case_id>": [*cases, *Case.objects.exclude(pk__in=cases).values_list("pk", flat=True)[:3]],
        "<anything:elsewhere>": ["nirgends"],
        "<uuid:letter_id>": [letter.pk],
        "<uuid:file_id>": [upload.pk],
        "<uuid:attachment_id>": [upload.pk],
        "<uuid:application_id>": [upload.application_id, question.application_id],
        "<uuid:question_id>": [question.pk],
        "<uuid:draft_id>": [DraftRecord.objects.first().pk, upload.application_id],
        "<uuid:signature_id>": [asked_to_sign(DraftRecord.objects.select_related("data_key")[0]).pk],
        "<uuid:organisation_id>/ansprechperson/<str:contact_id>": [f"{firm.pk}/ansprechperson/{contact.id}"],
        "<uuid:organisation_id>": [firm.pk],
        "<uuid:delegate_id>": [Delegate.objects.first().pk],
        "austausch/treffen/<slug:slug>": ["austausch/treffen/digitaltag-der-region"],
        "austausch/treffen/<slug:meeting_part>/neu/<uuid:meeting_parent_id>": [
            f"austausch/treffen/beitrag/neu/{Meeting.objects.first().pk}"
        ],
        "<slug:meeting_part>/<uuid:meeting_part_id>": [f"beitrag/{Talk.objects.first().pk}"],
        "<uuid:meeting_id>": [Meeting.objects.get(slug="digitaltag-der-region").pk],
        "<uuid:talk_id>": [Talk.objects.filter(meeting__slug="digitaltag-der-region")[0].pk],
        "<uuid:material_id>": [Material.objects.first().pk],
        "<uuid:task_id>": [MeetingTask.objects.first().pk],
        "austausch/aufrufe/<slug:slug>": ["austausch/aufrufe/ohne-papier"],
        "aufrufe/<slug:call_part>/neu/<uuid:call_id>": [f"aufrufe/kriterium/neu/{Call.objects.first().pk}"],
        "aufrufe/<slug:call_part>/<uuid:call_part_id>": [f"aufrufe/kriterium/{Criterion.objects.first().pk}"],
        "<slug:town_slug>/<uuid:open_call_id>": [f"{town.SLUG}/{Call.objects.first().pk}"],
        "<uuid:own_entry_id>": [entered_elsewhere().pk],
        "<uuid:call_id>": [Call.objects.first().pk],
        "<uuid:entry_id>": [Entry.objects.first().pk],
        "<slug:step>": ["veroeffentlichen"],
        "austausch/erfahrungen/<slug:slug>": ["austausch/erfahrungen/hundesteuer-online"],
        "<uuid:experience_id>": [Experience.objects.first().pk],
        "<uuid:figure_id>": [Figure.objects.first().pk],
        "<uuid:adopter_id>": [Adopter.objects.first().pk],
        "<uuid:asked_id>": [Question.objects.filter(answered_at=None)[0].pk],
        "<uuid:proposal_id>": [proposal_of(Department.objects.first()).pk],
        "fachbereich/<uuid:pk>": [f"fachbereich/{Department.objects.first().pk}"],
        "konto/<uuid:pk>": [f"konto/{staff_account().pk}"],
        "<int:pk>": [Authenticator.objects.filter(user=staff_account()).first().pk],
        "<uuid:written_id>": [WrittenRule.objects.get(signed_at=None).pk],
        "<slug:slug>/regeln/<str:key>": ["veranstaltung-anzeigen/regeln/R99000001520@G99000001520"],
        "strategie/<slug:what>/neu/<uuid:parent_id>": [
            f"strategie/ziel/neu/{Field.objects.first().pk}", f"strategie/auszahlung/neu/{granted.pk}",
        ],
        "strategie/<slug:what>/<uuid:part_id>": [
            f"strategie/ziel/{Goal.objects.first().pk}", f"strategie/zuwendung/{granted.pk}",
        ],
        "<uuid:grant_id>": [granted.pk],
        "<uuid:programme_id>": [granted.programme_id],
        "<uuid:rollout_id>": [Rollout.objects.first().pk],
        "<uuid:site_id>": [Site.objects.first().pk],
        "<uuid:site_event_id>": [SiteEvent.objects.first().pk],
        "<uuid:site_file_id>": [sites_of(Rollout.objects.first()).pk],
        "ausbau/<slug:slug>": ["ausbau/schulen"],
        "<uuid:measure_id>": [Measure.objects.first().pk],
        "<str:measure_id>": [Measure.objects.first().pk],
        "<uuid:own_id>": [OwnPackage.objects.first().pk],
        "<uuid:foreign_id>": [ForeignPackage.objects.first().pk],
        "<uuid:copy_id>": [Copy.objects.first().pk],
        "<uuid:origin_id>": [Origin.objects.first().pk],
        "<int:number>": [1],
        "<slug:key>": ["glasfaser"],
        "<uuid:package_id>/<int:version>": [f"{OwnPackage.objects.first().pk}/1"],
        "<uuid:subscription_id>": [Subscription.objects.first().pk],
        "<uuid:arrival_id>": [Arrival.objects.first().pk],
        "<uuid:unit_id>": [Unit.objects.first().pk],
        "<uuid:target_id>": [Target.objects.filter(indicator__key="glasfaser").first().pk],
        "<uuid:import_id>": [table_of(Indicator.objects.get(key="glasfaser")).pk],
        "<slug:slug>": ["hundesteuer-anmelden"],
        "<str:slug>": ["G99000001101.F99000000227"],
        "<slug:name>": ["umzug"],
        "<slug:outcome>": ["granted"],
        "<slug:what>": ["sperren", "freigeben", "einladen", "zweiter-faktor"],
        "<str:code>": ["de"],
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": [
            f"passwort/neu/{staff_account().pk.hex}-set-password/"
        ],
    }  # fmt: skip


def staff_account() -> Account:
    """Some account of staff of the town in scope."""
    return Account.objects.filter(kind=AccountKind.STAFF)[0]


def business() -> tuple[Organisation, Contact]:
    """An organisation of the town in scope with somebody to ask."""
    account = citizen("firma@example.org")
    details = organisations.Details(firm="Nowak GmbH")
    firm = organisations.found(details, account=account, by=actors.holder(account))
    contact = contacts.save(firm, Contact("Mara", "Nowak"), account=account, by=actors.holder(account))
    return firm, contact


def proposal_of(department: Department):
    definition = town.SERVICES / "mangel-melden" / "definition.xml"
    return catalogue.propose(definition.read_bytes(), file_name="x.xml", department=department, by=OPERATOR)


def sites_of(rollout: Rollout):
    return rollouts.propose(rollout, b"Kennung;Name\n1;x\n", file_name="x.csv", by=OPERATOR)[0]


def table_of(indicator: Indicator):
    return importing.propose(indicator, b"a;b\n1;2\n", file_name="x.csv", source="x", public=False, by=OPERATOR)


def filled(route: str, known: dict[str, list[str]]) -> Iterator[Address]:
    """The addresses that a route gives with what is known."""
    for placeholder, candidates in known.items():
        if placeholder in route:
            for value in candidates:
                for rest in filled(route.replace(placeholder, str(value)), known):
                    yield Address(rest.path, names_theirs=placeholder != "<str:code>")
            return
    assert "<" not in route, f"{route}: say in values() what its placeholder may stand for"
    yield Address(route, names_theirs=False)


@pytest.fixture
def two_towns(demo_town, db):
    """Their town is the demo with everything in it; ours has one account with every role, and nothing else."""
    theirs = Municipality.objects.get(slug=town.SLUG)
    Host.objects.create(hostname=THEIRS, municipality=theirs)
    ours = Municipality.objects.create(slug="nachbarstadt", name="Nachbarstadt", land="NW")
    create_town_key(ours)
    Host.objects.create(hostname=OURS, municipality=ours)
    Client(headers={"host": THEIRS}).post("/antrag/beginnen/hundesteuer-anmelden/")
    return ours, theirs


@pytest.fixture
def walk(two_towns) -> list[Address]:
    """Every address of the house, naming what is in their town."""
    _, theirs = two_towns
    with scope.of(theirs):
        known = values()
    return [address for route in addresses() for address in filled(route, known)]


@pytest.fixture
def intruder(two_towns) -> Colleague:
    """Somebody with every role, in our town."""
    ours, _ = two_towns
    with scope.of(ours):
        return colleague(*EVERYTHING, email="neugierig@nachbarstadt.example")


def asked(client: Client, walk: list[Address], host: str) -> Iterator[tuple[Address, int, str]]:
    """Ask every address by GET and by POST: address, status, text of the answer."""
    for address in walk:
        if address.path == "/konto/abmelden/":
            continue  # who has signed out proves nothing any more
        for method in (client.get, client.post):
            answer = method(address.path, headers={"host": host})
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            yield address, answer.status_code, body.decode(errors="replace")


def test_citizens_and_staff_stay_behind_their_own_doors(two_towns, walk):
    """Every address under ``/amt/`` refuses a citizen's session, and the account pages of citizens refuse staff."""
    _, theirs = two_towns
    with scope.of(theirs):
        account = citizen()
        insider = colleague(*EVERYTHING, email="zustaendig@lindenfurt.example")
    amt = [one for one in walk if one.path.startswith("/amt/")]
    mein = [Address(f"/mein/{page}", names_theirs=False) for page in ("", "daten/", "passkey/", "loeschen/")]
    refused = {
        (who, address.path, status)
        for who, client, addresses in (("citizen", visitor(account), amt), ("staff", signed_in(insider), mein))
        for address, status, _ in asked(client, addresses, THEIRS)
        if status not in REFUSED
    }
    assert (refused, len(amt) > 40) == (set(), True)


def secrets_of(theirs: Municipality) -> re.Pattern[str]:
    """What only their town knows."""
    with scope.of(theirs):
        words = [
            *Application.objects.values_list("number", flat=True),
            *Account.objects.values_list("email", flat=True),
        ]
    return re.compile("|".join(map(re.escape, ["Lindenfurt", "Aydın", "Nowak", *words])))


def entries(theirs: Municipality) -> int:
    with scope.of(theirs):
        return AuditEntry.objects.count()


def test_at_home_an_account_sees_and_changes_nothing_of_another_town(two_towns, walk, intruder):
    _, theirs = two_towns
    secrets, before, client = secrets_of(theirs), entries(theirs), signed_in(intruder)
    wrong = [
        (address.path, status, secrets.findall(body)[:3])
        for address, status, body in asked(client, walk, OURS)
        if (secrets.search(body.replace(address.path, "")) and not address.path.startswith(MEANT_FOR_ALL))
        or (address.names_theirs and PRIVATE.match(address.path) and status not in REFUSED | {HTTPStatus.FOUND})
        or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    ]
    assert wrong == []
    assert entries(theirs) == before
    assert client.get("/amt/personal/", headers={"host": OURS}).status_code == HTTPStatus.OK


def test_in_the_other_town_the_account_is_a_stranger(two_towns, walk, intruder):
    _, theirs = two_towns
    before = entries(theirs)
    wrong = [
        (address.path, status)
        for address, status, _ in asked(signed_in(intruder), walk, THEIRS)
        if PRIVATE.match(address.path) and status not in REFUSED | {HTTPStatus.FOUND}
    ]
    assert wrong == []
    assert entries(theirs) == before


def test_their_own_people_see_it_all(two_towns, walk):
    """The control: the same walk is not refused because it names nothing."""
    _, theirs = two_towns
    with scope.of(theirs):
        insider = colleague(*EVERYTHING, email="zustaendig@lindenfurt.example")
    client = signed_in(insider)
    seen = {address.path for address in walk if address.path.startswith("/amt/") and is_shown(client, address.path)}
    assert len([path for path in seen if re.search(r"[0-9a-f-]{36}", path)]) >= 12


def is_shown(client: Client, path: str) -> bool:
    return client.get(path, headers={"host": THEIRS}).status_code == HTTPStatus.OK
