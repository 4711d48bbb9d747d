"""Every change to a citizen's account."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from rathaus.documents import mail as mails
from rathaus.events import require_transaction, timers
from rathaus.people import citizens, mail
from rathaus.people.models import Account, AccountKind, Citizen
from rathaus.people.trust import TrustLevel
from rathaus.protection import audit
from rathaus.protection.sealing import destroy, new_data_key
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write

UNCONFIRMED = dt.timedelta(days=3)
"""So long an account waits for its holder to come by the link in the mail; the link itself holds no longer."""


def register(email: str, *, language: str = mails.GERMAN) -> Account:
    """Make an account that waits for its holder, or take the one that is there; either way a mail goes out.

    So nobody learns here who has an account. At most one mail an hour goes to an address.
    """
    with atomic_write():
        account = account_for(email)
        key = f"{account.pk}:{timezone.now():%Y-%m-%dT%H}"
        mails.send(mail.REGISTERED, account.pk, key=key, language=language)
    return account


def account_for(email: str) -> Account:
    """The account of an address, made (and waiting for its holder) where there is none; inside a transaction."""
    require_transaction("making an account")
    address = email.strip()
    empty = {"kind": AccountKind.CITIZEN, "password": make_password(None)}
    account, made = Account.objects.get_or_create(email=citizens.pseudonym(address), defaults=empty)
    if made:
        row = Citizen(account=account, data_key=new_data_key())
        citizens.seal(row, citizens.Profile(email=address))
        row.save(force_insert=True)
        audit.record("citizen.registered", account, by=Actor.applicant(str(account.pk)))
    return account


def save_profile(account: Account, data: dict[str, str], *, by: Actor) -> citizens.Profile:
    """Keep what somebody wants to be prefilled with; of an identified account name and birthday stay as they are."""
    _require_holder(account, by)
    with atomic_write():
        row = Citizen.objects.select_for_update(of=("self",)).select_related("data_key").get(account=account)
        if row.trust_level != TrustLevel.NORMAL.value:  # as in the document that somebody has seen
            data = {name: value for name, value in data.items() if name not in citizens.IDENTITY}
        known = citizens.profile(account).with_data(data)
        citizens.seal(row, known)
        row.save(update_fields=["sealed"])
        audit.record("citizen.profile_saved", account, by=by)
    return known


def close(account: Account, *, by: Actor) -> None:
    """Delete a citizen's account for good. What was sent stays with the administration and opens by its code."""
    if by.kind != "system":
        _require_holder(account, by)
    account_id = account.pk
    with atomic_write():
        row = Citizen.objects.select_related("data_key").get(account=account)
        row.delete()
        destroy(row.data_key)
        account.delete()
        audit.record("citizen.closed", account_id, by=by)


@timers.every(hours=24)
def forget_unconfirmed() -> None:
    """Delete accounts whose holder never came by the link."""
    before = timezone.now() - UNCONFIRMED
    waiting = Account.objects.filter(kind=AccountKind.CITIZEN, last_login=None, created_at__lt=before)
    for account in waiting:
        close(account, by=Actor.system("Löschung unbestätigter Konten"))


def _require_holder(account: Account, by: Actor) -> None:
    if by.kind != "applicant" or by.id != str(account.pk) or not account.is_citizen:
        raise NotAllowed
