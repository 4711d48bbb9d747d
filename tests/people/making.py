"""Making people for tests: accounts with roles, a password and a second factor."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from rathaus.people import actions, second_factor
from rathaus.people.actions import Grant
from rathaus.people.models import Account, Department
from rathaus.towns import scope
from rathaus.towns.actors import Actor

OPERATOR = Actor.operator("Test")
PASSWORD = "korrekt pferd batterie"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass
class Colleague:
    """An account and what its owner knows."""

    account: Account
    password: str = PASSWORD
    secret: str = SECRET
    _used: int = field(default=0)

    @property
    def email(self) -> str:
        return self.account.email

    def code(self) -> str:
        """The next code that the app would show; never the same twice, as a used code is refused."""
        self._used = max(self._used + 1, int(time.time()) // 30)
        return format_hotp_value(hotp_value(self.secret, self._used))


def department(name: str = "Bürgerservice") -> Department:
    return Department.objects.filter(name=name).first() or actions.create_department(name=name, by=OPERATOR)


def colleague(*grants: Grant, email: str = "k.weber@musterstadt.example", name: str = "Kim Weber") -> Colleague:
    """An account of the town in scope that is ready to work."""
    account = actions.create_account(email=email, name=name, grants=grants, password=PASSWORD, by=OPERATOR)
    second_factor.enrol(account, SECRET)
    return Colleague(account)


def signed_in(person: Colleague) -> Client:
    """A test client that has passed the door."""
    client = Client()
    with scope.of(person.account.municipality):
        client.force_login(person.account)
    return client
