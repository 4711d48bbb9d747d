"""Businesses and associations with several people: who may prepare, who may send, who invites."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rathaus.documents import mail as mails
from rathaus.people import mail, registering
from rathaus.people.models import Account, Delegate, Organisation, Power
from rathaus.protection import audit
from rathaus.protection.sealing import destroy, new_data_key, seal_json, unseal_json
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write

CONTACTS = "contacts"
"""Where the contacts stand in what is sealed; see `contacts`."""
ACTING = "fuer"
"""Where the session keeps for whom somebody acts."""


@dataclass(frozen=True, slots=True)
class Details:
    """Name and address of an organisation; the names of the fields are those of the roles."""

    firm: str
    street: str = ""
    number: str = ""
    postcode: str = ""
    town: str = ""


def details(organisation: Organisation) -> Details:
    """What an organisation is called and where it is."""
    return Details(**{name: value for name, value in opened(organisation).items() if name != CONTACTS})


def opened(organisation: Organisation) -> dict[str, Any]:
    """Everything that is known of an organisation."""
    known: dict[str, Any] = unseal_json(
        organisation.data_key, bytes(organisation.sealed), context=_context(organisation)
    )
    return known


def seal(organisation: Organisation, known: dict[str, Any]) -> None:
    """Put what is known on its row (the caller saves)."""
    organisation.sealed = seal_json(organisation.data_key, known, context=_context(organisation))


def lock(organisation: Organisation) -> Organisation:
    """The row as it is now; nobody else changes it until the transaction ends."""
    rows = Organisation.objects.select_for_update(of=("self",)).select_related("data_key")
    return rows.get(pk=organisation.pk)


def found(known: Details, *, account: Account, by: Actor) -> Organisation:
    """Set up an organisation; its founder manages it."""
    _require_holder(account, by)
    with atomic_write():
        organisation = Organisation(data_key=new_data_key())
        seal(organisation, asdict(known))
        organisation.save(force_insert=True)
        Delegate.objects.create(
            organisation=organisation, account=account, power=Power.MANAGE, accepted_at=timezone.now()
        )
        audit.record("organisation.founded", organisation, by=by)
    return organisation


def change(organisation: Organisation, known: Details, *, account: Account, by: Actor) -> None:
    """Rename or move an organisation."""
    require_manager(organisation, account, by)
    with atomic_write():
        locked = lock(organisation)
        seal(locked, opened(locked) | asdict(known))
        locked.save(update_fields=["sealed"])
        audit.record("organisation.changed", organisation, by=by)


def invite(organisation: Organisation, email: str, power: Power, *, account: Account, by: Actor) -> Delegate:
    """Invite an address, whether it has an account or not; a mail goes out. Twice is refused (`ValidationError`)."""
    require_manager(organisation, account, by)
    with atomic_write():
        invited = registering.account_for(email)
        if organisation.delegates.filter(account=invited).exists():
            raise ValidationError({"email": _("Diese Adresse ist schon eingeladen.")})
        delegate = Delegate.objects.create(organisation=organisation, account=invited, power=power)
        mails.send(mail.DELEGATED, invited.pk, key=str(delegate.pk), language=get_language() or mails.GERMAN)
        audit.record("organisation.invited", organisation, by=by, details={"power": str(power)})
    return delegate


def accept(delegate: Delegate, *, by: Actor) -> None:
    """Act for the organisation from now on."""
    _require_holder(delegate.account, by)
    with atomic_write():
        Delegate.objects.filter(pk=delegate.pk, accepted_at=None).update(accepted_at=timezone.now())
        audit.record("organisation.joined", delegate.organisation_id, by=by)


def empower(delegate: Delegate, power: Power, *, account: Account, by: Actor) -> None:
    """Let somebody do more or less from now on; the last who manages stays so (`ValidationError`)."""
    require_manager(delegate.organisation, account, by)
    with atomic_write():
        organisation = lock(delegate.organisation)
        if power != Power.MANAGE:
            _require_another_manager(organisation, delegate)
        Delegate.objects.filter(pk=delegate.pk).update(power=power)
        audit.record("organisation.empowered", organisation, by=by, details={"power": str(power)})


def _require_another_manager(organisation: Organisation, delegate: Delegate) -> None:
    """Refuse to let go of who manages where nobody else does."""
    others = organisation.delegates.exclude(pk=delegate.pk)
    if delegate.manages and not any(one.manages for one in others):
        raise ValidationError(_("Bestimmen Sie zuerst jemand anderen, der verwaltet."))


def remove(delegate: Delegate, *, account: Account, by: Actor) -> None:
    """Take somebody out, or leave; the last who manages stays (`ValidationError`) unless nobody else is left.

    With the last one the organisation itself goes; what was sent stays with the administration.
    """
    if delegate.account_id != account.pk:
        require_manager(delegate.organisation, account, by)
    _require_holder(account, by)
    with atomic_write():
        organisation = lock(delegate.organisation)
        alone = not organisation.delegates.exclude(pk=delegate.pk).exists()
        if not alone:
            _require_another_manager(organisation, delegate)
        delegate.delete()
        audit.record("organisation.left", organisation, by=by)
        if alone:
            organisation.delete()
            destroy(organisation.data_key)


def delegations(account: Account) -> list[Delegate]:
    """For whom an account acts or is invited to act."""
    rows = Delegate.objects.filter(account=account).select_related("organisation__data_key", "account")
    return list(rows.order_by(F("accepted_at").asc(nulls_last=True), "pk"))


def delegation(account: Account, organisation_id: UUID | None) -> Delegate | None:
    """The accepted delegation of an account for one organisation."""
    rows = Delegate.objects.filter(account=account, organisation=organisation_id, accepted_at__isnull=False)
    return rows.select_related("organisation__data_key").first() if organisation_id else None


def acting_for(session: SessionBase, account: Account) -> Delegate | None:
    """For whom an account acts at the moment; None for its holder alone."""
    chosen = session.get(ACTING)
    return delegation(account, UUID(chosen)) if chosen else None


def _context(organisation: Organisation) -> str:
    return f"organisation:{organisation.pk}"


def _require_holder(account: Account, by: Actor) -> None:
    if by.kind != "applicant" or by.id != str(account.pk) or not account.is_citizen:
        raise NotAllowed


def require_manager(organisation: Organisation, account: Account, by: Actor) -> None:
    """Only who manages it changes it. Raises `NotAllowed`."""
    _require_holder(account, by)
    held = delegation(account, organisation.pk)
    if held is None or not held.manages:
        raise NotAllowed
