"""Setting up a town: its row, host names, key file, and the first administrator."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.text import slugify

from rathaus.documents import mail
from rathaus.people import actions as people
from rathaus.people.actions import Grant
from rathaus.people.mail import password_path
from rathaus.people.models import Role
from rathaus.protection import audit
from rathaus.protection.keys import create_town_key, key_path
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.models import LAENDER, Host, Municipality
from rathaus.towns.transactions import atomic_write

_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")


class SetUpError(ValueError):
    """Details of a town that cannot be right, one German sentence each."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__(" ".join(sentences))


@dataclass(frozen=True, slots=True)
class NewTown:
    """What is asked before a town moves in. ``ars`` and ``land`` may be empty where there is none (an association)."""

    name: str
    host: str
    department: str
    admin_name: str
    admin_email: str
    ars: str = ""
    land: str = ""

    @property
    def slug(self) -> str:
        """The short name, from the name: ``stadt-linden``."""
        umlauts = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
        return slugify(self.name.lower().translate(umlauts))[:63]


@dataclass(frozen=True, slots=True)
class SetUp:
    """A town that has moved in: where its key lies, and the link with which the administrator sets a password."""

    municipality: Municipality
    key_file: str
    password_link: str
    link_of_departments: str


def require_plausible(new: NewTown) -> None:
    """Raise :class:`SetUpError` with all that is wrong with the details by themselves, whatever is in the database."""
    if problems := _problems(new):
        raise SetUpError(problems)


def move_in(new: NewTown) -> SetUp:
    """Set up a town, the first or one more.

    Raises :class:`SetUpError` with everything that is wrong, before anything is stored.
    """
    require_plausible(new)
    if taken := _taken(new):
        raise SetUpError(taken)
    by = Actor.operator("rathaus init")
    municipality = Municipality(slug=new.slug, name=new.name, ars=new.ars, land=new.land)
    # First the file: a key without a town does no harm, a town without a key cannot store anything.
    create_town_key(municipality)
    with scope.of(municipality):
        with atomic_write():
            municipality.save(force_insert=True)
            Host.objects.create(hostname=new.host, municipality=municipality)
            details = {"name": new.name, "ars": new.ars, "land": new.land, "host": new.host}
            audit.record("town.created", municipality, by=by, details=details)
        department = people.create_department(name=new.department, email=new.admin_email, by=by)
        grants = [Grant(Role.ADMINISTRATOR), Grant(Role.SERVICE_OWNER, department), Grant(Role.CLERK, department)]
        account = people.create_account(email=new.admin_email, name=new.admin_name, grants=grants, by=by)
        links = mail.link(password_path(account)), mail.link(reverse("people:staff"))
    return SetUp(municipality, str(key_path(municipality.pk)), *links)


def settings_worth_keeping(environment: Mapping[str, str]) -> dict[str, str]:
    """What of the environment belongs into ``rathaus.env``, so that every later start finds it again."""
    # The owner of the tables may lift the wall between the towns: web processes must not find it in the file they read.
    owner = {"RATHAUS_AS_OWNER", "RATHAUS_OWNER_DATABASE_URL"}
    not_kept = {"RATHAUS_HOME", "RATHAUS_SECRET_KEY", "RATHAUS_DEBUG"} | owner
    return {
        name: value
        for name, value in environment.items()
        if (name.startswith("RATHAUS_") or name == "DATABASE_URL") and name not in not_kept and value
    }


def _problems(new: NewTown) -> list[str]:
    found = []
    if not new.name.strip():
        found.append("Der Name der Kommune fehlt.")
    elif not new.slug:
        found.append(f"Aus dem Namen {new.name!r} lässt sich kein Kurzname bilden.")
    if new.ars and not re.fullmatch(r"\d{12}", new.ars):
        found.append(f"Der Amtliche Regionalschlüssel hat genau 12 Ziffern, angegeben ist {new.ars!r}.")
    if new.land and new.land not in LAENDER:
        found.append(f"Das Land {new.land!r} gibt es nicht; möglich: {', '.join(LAENDER)}.")
    if not _HOST.fullmatch(new.host):
        found.append(f"{new.host!r} ist kein Rechnername, wie er im Browser steht (klein, ohne https:// und Port).")
    if not new.department.strip():
        found.append("Der Name des ersten Fachbereichs fehlt.")
    if not new.admin_name.strip():
        found.append("Der Name der Person fehlt, die das Rathaus verwaltet.")
    try:
        validate_email(new.admin_email)
    except ValidationError:
        found.append(f"{new.admin_email!r} ist keine E-Mail-Adresse.")
    return found


def _taken(new: NewTown) -> list[str]:
    found = []
    if Municipality.objects.filter(slug=new.slug).exists():
        found.append(f"Eine Kommune mit dem Kurznamen {new.slug} gibt es hier schon.")
    if Host.objects.filter(hostname=new.host).exists():
        found.append(f"Der Rechnername {new.host} gehört schon zu einer Kommune.")
    return found
