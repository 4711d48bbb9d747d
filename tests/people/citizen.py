"""Making citizens for tests: an account that is ready, and a client that is signed in to it."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from rathaus.people import citizens, registering, second_factor
from rathaus.people.identifying import Document, identify
from rathaus.people.models import Account
from rathaus.towns import scope
from tests.people.making import OPERATOR, PASSWORD, SECRET

EMAIL = "kaethe@example.org"


def citizen(email: str = EMAIL) -> Account:
    """The account of somebody who came by the link and set a password."""
    account = registering.register(email)
    account.set_password(PASSWORD)
    account.last_login = timezone.now()
    account.save(update_fields=["password", "last_login"])
    return account


def identified(account: Account) -> None:
    """Its holder has set up a second factor and shown an identity document."""
    second_factor.enrol(account, SECRET)
    known = citizens.profile(account)
    shown = Document(known.given or "Käthe", known.family or "Özdemir", known.date_of_birth or "1985-04-03")
    identify(known.email, shown, by=OPERATOR)


def visitor(account: Account, host: str = "testserver") -> Client:
    """A test client that is signed in."""
    client = Client(headers={"host": host})
    with scope.of(account.municipality):
        client.force_login(account)
    return client
