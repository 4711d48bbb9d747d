"""Whom to call in a business: its contacts, sealed with the rest of what is known of it."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from rathaus.people import organisations
from rathaus.people.models import Account, Organisation
from rathaus.protection import audit
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

MOST = 50
"""So many contacts a business has at most."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask; `role` is what the person does there. An empty `id` is somebody new."""

    given: str
    family: str
    role: str = ""
    phone: str = ""
    email: str = ""
    id: str = ""

    @property
    def name(self) -> str:
        """What to call the person."""
        return f"{self.given} {self.family}".strip()

    def known(self) -> dict[str, str]:
        """What can be filled in, by the names of roles."""
        values = {"given": self.given, "family": self.family, "phone": self.phone, "email": self.email}
        return {name: value for name, value in values.items() if value}


def contacts(organisation: Organisation) -> tuple[Contact, ...]:
    """The contacts of a business, in the order in which they were added."""
    return tuple(Contact(**one) for one in organisations.opened(organisation).get(_KEY, ()))


def save(organisation: Organisation, contact: Contact, *, account: Account, by: Actor) -> Contact:
    """Add a contact, or change the one of that id; one that is gone is not added again.

    Raises `ValidationError` where there are as many as possible, `NotAllowed`.
    """
    organisations.require_manager(organisation, account, by)
    kept = contact if contact.id else replace(contact, id=secrets.token_hex(8))
    with atomic_write():
        locked = organisations.lock(organisation)
        before = contacts(locked)
        if not contact.id and len(before) >= MOST:
            raise ValidationError(_("Mehr als %d Ansprechpersonen gehen nicht.") % MOST)
        after = [*before, kept] if not contact.id else [kept if one.id == kept.id else one for one in before]
        _store(locked, after)
        audit.record("organisation.contact_saved", organisation, by=by)
    return kept


def remove(organisation: Organisation, contact_id: str, *, account: Account, by: Actor) -> None:
    """Take a contact out."""
    organisations.require_manager(organisation, account, by)
    with atomic_write():
        locked = organisations.lock(organisation)
        _store(locked, [one for one in contacts(locked) if one.id != contact_id])
        audit.record("organisation.contact_removed", organisation, by=by)


def _store(organisation: Organisation, entries: list[Contact]) -> None:
    known = organisations.opened(organisation)
    organisations.seal(organisation, {**known, _KEY: [asdict(one) for one in entries]})
    organisation.save(update_fields=["sealed"])


_KEY = organisations.CONTACTS
