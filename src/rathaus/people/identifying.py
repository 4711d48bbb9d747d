"""Raising the trust level of a citizen's account: somebody showed an identity document to somebody who works here.

With a password alone nobody is known surely, so the account needs a second factor or passkey as well, and falls back
when that goes (TR-03107-1: the level is that of the weakest part). The level "high" takes an electronic identity; no
document shown at a counter gives it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _

from rathaus.people import second_factor
from rathaus.people.citizens import profile, pseudonym, seal
from rathaus.people.models import Account, AccountKind, Citizen
from rathaus.people.permissions import Permission, require
from rathaus.people.trust import TrustLevel
from rathaus.protection import audit
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


@dataclass(frozen=True, slots=True)
class Document:
    """What an identity document says; `date_of_birth` is ISO 8601."""

    given: str
    family: str
    date_of_birth: str


class NotIdentified(Exception):
    """The level cannot be raised; the message is one German sentence."""


def level_of(account: Account | None) -> TrustLevel | None:
    """How surely the house knows who is signed in; None where nobody is, or no citizen."""
    if account is None or not account.is_citizen:
        return None
    stored = TrustLevel(Citizen.objects.values_list("trust_level", flat=True).get(account=account))
    return stored if stored is TrustLevel.NORMAL or second_factor.is_set_up(account) else TrustLevel.NORMAL


def is_identified(account: Account) -> bool:
    """Whether somebody has seen the holder's identity document: the account's name and birthday are those in it."""
    return not Citizen.objects.filter(account=account, trust_level=TrustLevel.NORMAL.value).exists()


def identify(email: str, document: Document, *, by: Actor) -> Account:
    """Note that the holder of the account at this address has shown an identity document with these data.

    Raises `NotIdentified` where there is no such account, or none that a second factor or passkey protects;
    `NotAllowed`.
    """
    require(by, Permission.WORK)
    account = Account.objects.filter(email=pseudonym(email), kind=AccountKind.CITIZEN).exclude(last_login=None).first()
    if account is None:
        raise NotIdentified(_("Zu dieser Adresse gibt es kein Konto, mit dem sich schon jemand angemeldet hat."))
    if not second_factor.is_set_up(account):
        raise NotIdentified(_("Das Konto braucht zuerst einen zweiten Faktor oder Passkey (unter „Mein Konto“)."))
    with atomic_write():
        row = Citizen.objects.select_for_update(of=("self",)).select_related("data_key").get(account=account)
        seal(row, profile(account).with_data(asdict(document)))
        if row.trust_level == TrustLevel.NORMAL.value:
            row.trust_level = TrustLevel.SUBSTANTIAL.value
        row.save(update_fields=["sealed", "trust_level"])
        audit.record("citizen.identified", account, by=by, details={"trust_level": row.trust_level})
    return account
