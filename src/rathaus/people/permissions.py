"""Who may do what: the one place where roles turn into permissions."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models

from rathaus.people.models import AccountKind, Department, Membership, Role
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed


class Permission(StrEnum):
    """What staff may be allowed to do."""

    #: read and work on the cases of a department
    WORK = "work"
    #: publish and change the services of a department
    SERVICES = "services"
    #: departments, accounts, the town's own details
    ADMINISTER = "administer"
    #: goals, measures, indicators, and what of them is published
    STRATEGY = "strategy"


_ROLE_FOR = {
    Permission.WORK: Role.CLERK,
    Permission.SERVICES: Role.SERVICE_OWNER,
    Permission.ADMINISTER: Role.ADMINISTRATOR,
    Permission.STRATEGY: Role.DIGITAL_OFFICER,
}


@dataclass(frozen=True, slots=True)
class Grants:
    """The memberships of one account, read once."""

    #: by role the ids of the departments; None stands for all of them
    departments: dict[str, frozenset[uuid.UUID | None]]

    def allow(self, permission: Permission, department: uuid.UUID | None = None) -> bool:
        """Whether the permission is held, in this department or (without one) anywhere."""
        held = self.departments.get(_ROLE_FOR[permission], frozenset())
        return bool(held) if department is None else bool(held & {None, department})

    def everywhere(self, permission: Permission) -> bool:
        """Whether the permission is held in the whole administration."""
        return None in self.departments.get(_ROLE_FOR[permission], frozenset())

    def where(self, permission: Permission) -> models.QuerySet[Department]:
        """Return the departments in which the permission is held."""
        if self.everywhere(permission):
            return Department.objects.all()
        held = self.departments.get(_ROLE_FOR[permission], frozenset())
        return Department.objects.filter(pk__in=[department for department in held if department])

    # What templates ask.
    @property
    def works(self) -> bool:
        """Whether there are cases to work on."""
        return self.allow(Permission.WORK)

    @property
    def manages_services(self) -> bool:
        """Whether there are services to care for."""
        return self.allow(Permission.SERVICES)

    @property
    def administers(self) -> bool:
        """Whether departments and accounts may be changed."""
        return self.allow(Permission.ADMINISTER)

    @property
    def leads_strategy(self) -> bool:
        """Whether goals, measures and indicators may be changed."""
        return self.allow(Permission.STRATEGY)


NOTHING = Grants({})


def grants_of(account_id: uuid.UUID | str) -> Grants:
    """Read what an account of the town in scope may do; nothing for an inactive or foreign one. One query."""
    workers = Membership.objects.filter(account__kind=AccountKind.STAFF, account__is_active=True)
    rows = workers.filter(account_id=account_id).values_list("role", "department_id")
    found: dict[str, set[uuid.UUID | None]] = {}
    for role, department in rows:
        found.setdefault(role, set()).add(department)
    return Grants({role: frozenset(departments) for role, departments in found.items()})


def department_of(subject: Any) -> uuid.UUID | None:
    """Return the department a thing belongs to: itself, or its ``department_id``."""
    if isinstance(subject, Department):
        return subject.pk
    return getattr(subject, "department_id", None)


def allowed(actor: Actor, permission: Permission, subject: Any = None) -> bool:
    """Whether the actor may. Operators and the house itself may; applicants never.

    ``subject`` is a department or anything with a ``department_id``; without one the question is whether the actor
    holds the permission anywhere.
    """
    if actor.kind in ("operator", "system"):
        return True
    if actor.kind != "staff":
        return False
    grants = grants_of(actor.id)
    if subject is None:
        return grants.allow(permission)
    department = department_of(subject)
    return grants.everywhere(permission) if department is None else grants.allow(permission, department)


def require(actor: Actor, permission: Permission, subject: Any = None) -> None:
    """Raise :class:`NotAllowed` unless the actor may; see :func:`allowed`."""
    if not allowed(actor, permission, subject):
        raise NotAllowed(f"{actor.kind} {actor.id} lacks the permission {permission.value!r}")
