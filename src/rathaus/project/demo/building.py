"""Building the demo town, through the same actions that a real town uses."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import connection

from rathaus.catalogue import actions as catalogue
from rathaus.catalogue import builtin, preset_files, queries, reading
from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.reading import ListFile
from rathaus.catalogue.texts import read_texts_file
from rathaus.events.models import OutboxMessage
from rathaus.people import actions as people
from rathaus.people import second_factor
from rathaus.people.actions import Grant
from rathaus.people.models import Account, Department
from rathaus.project.demo import (
    calls,
    experience,
    figures,
    meetings,
    neighbours,
    parts,
    past,
    plans,
    rollouts,
    rules,
    sharing,
    stories,
    takeover,
    town,
    use,
)
from rathaus.project.demo.access import Access
from rathaus.project.demo.days import Days
from rathaus.project.demo.timeline import Timeline
from rathaus.protection import audit, disk
from rathaus.protection.keys import create_town_key
from rathaus.questionnaire import Roles
from rathaus.towns import clock, scope
from rathaus.towns.actors import Actor
from rathaus.towns.models import Municipality
from rathaus.towns.transactions import atomic_write
from rathaus.web import actions as web
from rathaus.web.models import TownDetails

BY = Actor.operator("rathaus demo")
_WORDS = ("apfel", "brunnen", "drachen", "fenster", "garten", "hafen", "kompass", "laterne", "muehle", "segel")


def prepare_database() -> None:
    """Bring the database to the present state of its tables."""
    call_command("migrate", verbosity=0)


@contextmanager
def hurry() -> Iterator[None]:
    """Do not wait for the disk at every step: a demo that is cut off is built anew anyway."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
    with disk.hurried():
        yield


def prepare_static() -> None:
    """Put style sheets, scripts and fonts where the web server finds them."""
    call_command("collectstatic", verbosity=0, interactive=False)


def build(progress: Callable[[str], None], *, year: bool = False) -> Access:
    """Everything in an empty database; `progress` hears what is being done.

    What happens in the town happens on its day (`timeline`). With the cases and visitors of a whole `year` there are
    figures to show; without, it is enough to look at every page.
    """
    timeline, days = Timeline(), Days()
    access = Access(password=_password(), secret=generate_totp_secret())
    municipality = Municipality(slug=town.SLUG, name=town.NAME, ars=town.ARS, land=town.LAND)
    create_town_key(municipality)
    with scope.of(municipality):
        progress("Die Stadt zieht ein")
        with clock.played_at(timeline.ago(town.BEGAN)):
            departments, accounts = _move_in(municipality, access, days)
        neighbour = Ed25519PrivateKey.generate()  # nobody keeps it: there is no such town
        _offer(timeline, departments, accounts, neighbour, progress)
        told = stories.told(days)
        stories.schedule([*(past.stories() if year else ()), *told], accounts[town.CLERK.email], timeline)
        timeline.at(timeline.ago(past.NEWEST // 2), _delivered)
        timeline.play()
        progress("Nutzung und Bewertungen")
        use.count(year=year)
        progress("Kennzahlen")
        figures.furnish(departments[town.PLANNING], days, by=BY)
        progress("Strategie")
        taken_over = partial(parts.take_over, timeline, neighbour, departments[town.FAMILY], by=BY)
        plans.furnish(departments, days, meanwhile=taken_over, by=BY)
        parts.hear(timeline, neighbour, by=BY)
        rollouts.furnish(departments[town.FAMILY], days, by=BY)
        progress("Austausch mit anderen Kommunen")
        experience.furnish(days, by=BY)
        calls.furnish([accounts[one.email] for one in (town.OWNER, town.ADMINISTRATOR)], by=BY)
        progress("Treffen")
        meetings.furnish(departments[town.PLANNING], full=year, by=BY)
        progress("Nachbarn")
        neighbours.furnish(days, by=BY)
        calls.enter(by=BY)
        return access.with_samples(tuple(story.sample() for story in told))


def _move_in(
    municipality: Municipality, access: Access, days: Days
) -> tuple[dict[str, Department], dict[str, Account]]:
    """The town with its details, its departments by name, and its people by mail address."""
    with atomic_write():
        municipality.save(force_insert=True)
        audit.record("town.created", municipality, by=BY, details={"name": town.NAME})
    web.change_details(TownDetails(**{name: days.told(said) for name, said in town.DETAILS.items()}), by=BY)
    departments = {
        name: people.create_department(name=name, email=email, by=BY) for name, email in town.DEPARTMENTS.items()
    }
    hashed = make_password(access.password)  # once: a third of a second by design
    accounts = {person.email: _account(person, departments, hashed, access.secret) for person in town.PEOPLE}
    return departments, accounts


def _delivered() -> None:
    """What went out by mail until now has long been read: the worker need not send a year of it."""
    OutboxMessage.objects.update(done_at=clock.now())


def _offer(
    timeline: Timeline,
    departments: dict[str, Department],
    accounts: dict[str, Account],
    neighbour: Ed25519PrivateKey,
    progress: Callable[[str], None],
) -> None:
    """Publish each service on its day."""

    def offer(folder: Path) -> None:
        service = publish(folder, departments).service
        progress(f"Leistung: {service.name}")
        rules.write(folder, service, writer=accounts[town.OWNER.email], signer=accounts[town.ADMINISTRATOR.email])

    for folder in sorted(path for path in town.SERVICES.iterdir() if path.is_dir()):
        days = town.OFFERED_SINCE.get(folder.name, town.BEGAN)
        timeline.at(timeline.ago(days, hour=10), partial(offer, folder))
    takeover.schedule(timeline, neighbour, departments[town.PLANNING], by=BY)
    sharing.schedule(timeline, neighbour, by=BY)
    barrier_report = partial(builtin.offer_barrier_report, departments[town.SECURITY], by=BY)
    timeline.at(timeline.ago(town.BEGAN, hour=11), barrier_report)


def _password() -> str:
    """Different in every demo: it may be reached from elsewhere."""
    words = secrets.SystemRandom().sample(_WORDS, 3)
    return "-".join([*words, str(secrets.randbelow(9000) + 1000)])


def _account(person: town.Person, departments: dict[str, Department], hashed: str, secret: str) -> Account:
    grants = [Grant(person.role, departments[name]) for name in person.departments] or [Grant(person.role)]
    account = people.create_account(email=person.email, name=person.name, grants=grants, by=BY)
    account.password = hashed
    account.save(update_fields=["password"])
    second_factor.enrol(account, secret)
    return account


def publish(folder: Path, departments: dict[str, Department]) -> ServiceVersion:
    """Publish one of the town's services from its folder."""
    file = read_texts_file((folder / "texts.json").read_bytes())
    read = reading.read(
        (folder / "definition.xml").read_bytes(),
        name=f"{folder.name}/definition.xml",
        list_files=[ListFile(path.name, path.read_bytes()) for path in sorted(folder.glob("*.genericode.xml"))],
        library=queries.library,
        roles=Roles.from_json(file.roles),
        land=scope.current().land,
    )
    presets = folder / "vorgaben.json"
    if presets.is_file():
        read = read.with_presets(preset_files.from_file(presets.read_bytes()))
    return catalogue.publish(read, texts=file.texts, department=departments[file.department], slug=file.slug, by=BY)
