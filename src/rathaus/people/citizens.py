"""Accounts of citizens and businesses: the address rests sealed, and a keyed hash of it is what they sign in by.

Django looks accounts up by their `email`. For a citizen that column holds a pseudonym: HMAC-SHA256 of the
address under a key from the town's key file. So the database alone names nobody, and no address of a citizen can ever
meet one of staff.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from rathaus.people.models import Account, Citizen
from rathaus.protection.keys import index_key
from rathaus.protection.sealing import seal_json, unseal_json
from rathaus.towns import scope

DOMAIN = "@konto.invalid"
"""No mail server answers for it (RFC 2606)."""

LABELS = {
    "given": _("Vornamen"),
    "family": _("Familienname"),
    "date_of_birth": _("Geburtsdatum"),
    "street": _("Straße"),
    "number": _("Hausnummer"),
    "postcode": _("Postleitzahl"),
    "town": _("Ort"),
    "phone": _("Telefonnummer"),
    "firm": _("Firma oder Verein"),
}


IDENTITY = frozenset({"given", "family", "date_of_birth"})
"""What an identity document says."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What an account knows of its holder; empty strings where it knows nothing. The names are those of the roles.

    `date_of_birth` is ISO 8601. `email` is confirmed: the holder came by a link that was sent there.
    """

    email: str = ""
    given: str = ""
    family: str = ""
    date_of_birth: str = ""
    street: str = ""
    number: str = ""
    postcode: str = ""
    town: str = ""
    phone: str = ""
    firm: str = ""

    def with_data(self, data: dict[str, str]) -> Profile:
        """With these data; the address stays."""
        return replace(self, **{name: data[name] for name in LABELS if name in data})


def pseudonym(email: str) -> str:
    """What stands for an address in the column that Django looks accounts up by."""
    key = index_key(scope.current_id(), "rathaus citizens 1")
    return hmac.new(key, email.strip().casefold().encode(), hashlib.sha256).hexdigest()[:48] + DOMAIN


def profile(account: Account) -> Profile:
    """What a citizen's account knows. Raises `Citizen.DoesNotExist` for staff."""
    row = Citizen.objects.select_related("data_key").get(account=account)
    return Profile(**unseal_json(row.data_key, bytes(row.sealed), context=_context(row)))


def seal(row: Citizen, known: Profile) -> None:
    """Put a profile on its row (the caller saves)."""
    row.sealed = seal_json(row.data_key, asdict(known), context=_context(row))


def address_of(account: Any) -> str:
    """Where mails to an account go."""
    return profile(account).email if account.is_citizen else str(account.email)


def _context(row: Citizen) -> str:
    return f"citizen:{row.pk}"
