"""Every change to departments, accounts and roles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rathaus.people import mail, second_factor
from rathaus.people.models import Account, Department, Membership, Role
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


@dataclass(frozen=True, slots=True)
class Grant:
    """One role to be held in a department, or in the whole administration."""

    role: Role
    department: Department | None = None

    def __str__(self) -> str:
        return f"{self.role.value}@{self.department.pk if self.department else 'all'}"


def create_department(*, name: str, email: str = "", by: Actor) -> Department:
    """Add a department. A name that exists already is refused (``ValidationError``)."""
    require(by, Permission.ADMINISTER)
    with atomic_write():
        _refuse_taken_name(name)
        department = Department.objects.create(name=name, email=email)
        audit.record("department.created", department, by=by, details={"name": name})
    return department


def change_department(department: Department, *, name: str, email: str, by: Actor) -> Department:
    """Rename a department or change its address."""
    require(by, Permission.ADMINISTER)
    with atomic_write():
        _refuse_taken_name(name, but=department.pk)
        department.name, department.email = name, email
        department.save(update_fields=["name", "email"])
        audit.record("department.changed", department, by=by, details={"name": name})
    return department


def _refuse_taken_name(name: str, *, but: UUID | None = None) -> None:
    same = Department.objects.filter(name=name)
    if (same.exclude(pk=but) if but else same).exists():
        raise ValidationError({"name": _("Einen Fachbereich mit diesem Namen gibt es schon.")})


def create_account(
    *, email: str, name: str, grants: Collection[Grant], password: str | None = None, by: Actor
) -> Account:
    """Make an account without sending anything: for the command line. ``invite`` is for everybody else."""
    require(by, Permission.ADMINISTER)
    with atomic_write():
        return _make(email=email, name=name, grants=grants, password=password, by=by)


def invite(*, email: str, name: str, grants: Collection[Grant], by: Actor) -> Account:
    """Make an account and send it a link to set its password.

    An address that has an account in this town is refused (``ValidationError``).
    """
    require(by, Permission.ADMINISTER)
    with atomic_write():
        account = _make(email=email, name=name, grants=grants, password=None, by=by)
        mail.send(mail.INVITATION, account.pk)
    return account


def _make(*, email: str, name: str, grants: Collection[Grant], password: str | None, by: Actor) -> Account:
    address = email.strip().lower()
    if Account.objects.filter(email=address).exists():
        raise ValidationError({"email": _("Zu dieser E-Mail-Adresse gibt es schon ein Konto.")})
    account = Account.objects.create_user(address, password, name=name)
    _write_grants(account, grants)
    audit.record("account.created", account, by=by, details={"grants": _as_text(grants)})
    return account


def invite_again(account: Account, *, by: Actor) -> None:
    """Send the link to set a password once more."""
    require(by, Permission.ADMINISTER)
    with atomic_write():
        mail.send(mail.INVITATION, account.pk)
        audit.record("account.invited_again", account, by=by)


def change_account(account: Account, *, name: str, grants: Collection[Grant], by: Actor) -> Account:
    """Change the name and all roles of an account. The last administrator keeps that role (``ValidationError``)."""
    require(by, Permission.ADMINISTER)
    with atomic_write():
        if not any(grant.role is Role.ADMINISTRATOR for grant in grants):
            _keep_one_administrator(account)
        account.name = name
        account.save(update_fields=["name"])
        account.memberships.all().delete()
        _write_grants(account, grants)
        audit.record("account.changed", account, by=by, details={"grants": _as_text(grants)})
    return account


def deactivate(account: Account, *, by: Actor) -> None:
    """Lock an account out at once, open sessions included. The last administrator stays (``ValidationError``)."""
    require(by, Permission.ADMINISTER)
    with atomic_write():
        _keep_one_administrator(account)
        account.is_active = False
        account.save(update_fields=["is_active"])
        audit.record("account.deactivated", account, by=by)


def reactivate(account: Account, *, by: Actor) -> None:
    """Let a locked account in again."""
    require(by, Permission.ADMINISTER)
    with atomic_write():
        account.is_active = True
        account.save(update_fields=["is_active"])
        audit.record("account.reactivated", account, by=by)


def reset_second_factor(account: Account, *, by: Actor) -> None:
    """Take away the second factor of somebody who lost the phone: a new one is set up at the next sign-in."""
    require(by, Permission.ADMINISTER)
    with atomic_write():
        second_factor.forget(account)
        audit.record("account.second_factor_reset", account, by=by)


def _keep_one_administrator(leaving: Account) -> None:
    others = Membership.objects.filter(role=Role.ADMINISTRATOR, account__is_active=True).exclude(account=leaving)
    holds = leaving.memberships.filter(role=Role.ADMINISTRATOR).exists()
    if holds and not others.exists():
        raise ValidationError(
            _("Dieses Konto ist die letzte Administration. Vergeben Sie die Rolle zuerst an ein anderes.")
        )


def _write_grants(account: Account, grants: Collection[Grant]) -> None:
    for grant in sorted(set(grants), key=str):
        Membership.objects.create(account=account, role=grant.role, department=grant.department)


def _as_text(grants: Collection[Grant]) -> list[str]:
    return sorted(str(grant) for grant in grants)
