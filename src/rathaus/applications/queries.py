"""Reading drafts and applications: the only places where their seals are opened."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from rathaus.applications import codes
from rathaus.applications.models import Application, DraftRecord, Terms
from rathaus.catalogue.models import Service
from rathaus.catalogue.queries import brief, questionnaire
from rathaus.people.identifying import level_of
from rathaus.people.models import Account
from rathaus.people.organisations import delegation, delegations
from rathaus.people.trust import TrustLevel, enough
from rathaus.protection.models import DataKey
from rathaus.protection.sealing import derive, unseal_json
from rathaus.questionnaire import Draft, Identity, Questionnaire
from rathaus.towns import scope
from rathaus.web.words import Word

LISTED = 200
"""So many applications an account lists at most, the newest."""


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft that its owner has opened: the row, what is asked, and what is answered so far."""

    record: DraftRecord
    questionnaire: Questionnaire
    draft: Draft
    moves_to: uuid.UUID | None = None
    """The version it has to go on with, where a newer one was published that draws open drafts along."""

    @property
    def service_name(self) -> str:
        """What the service is called in the version that is being filled in."""
        return brief(self.record.version_id).name

    @property
    def word(self) -> Word:
        """What it is that is being filled in: an application, a notification …"""
        return brief(self.record.version_id).word


def draft_days(service: Service) -> int:
    """How many days a draft of this service is kept after its last change."""
    set_days = Terms.objects.filter(service=service).values_list("draft_days", flat=True).first()
    return set_days or int(settings.RATHAUS_DRAFT_DAYS)


def draft_context(draft_id: uuid.UUID) -> str:
    """The place a draft's seal is bound to."""
    return f"draft:{draft_id}"


def contact_context(draft_id: uuid.UUID) -> str:
    """The place the seal of a draft's mail address is bound to."""
    return f"contact:{draft_id}"


def answers_context(application_id: uuid.UUID) -> str:
    """The place the seal of an application's answers is bound to."""
    return f"answers:{application_id}"


def person_context(application_id: uuid.UUID) -> str:
    """The place the seal of an application's summary of the person is bound to."""
    return f"person:{application_id}"


def accounts_only(service_id: uuid.UUID) -> bool:
    """Whether somebody must be signed in to begin an application of this service."""
    return Terms.objects.filter(service=service_id, needs_account=True).exists()


def known_enough(version_id: uuid.UUID, account: Account | None) -> bool:
    """Whether whoever is signed in, if anybody is, may begin and send at the trust level of this version."""
    needed = brief(version_id).trust_level
    return needed is TrustLevel.NORMAL or enough(needed, level_of(account))


def may_send(record: DraftRecord, account: Account | None) -> bool:
    """Whether a draft may be sent: one's own always, that of an organisation by those who may send for it."""
    if record.organisation_id is None:
        return True
    held = delegation(account, record.organisation_id) if account else None
    return held is not None and held.may_send


def code_of(data_key: DataKey) -> str:
    """The one secret that opens an application, first the draft and then its status page.

    It follows from the data key, so that it can be sent by mail without being stored, and ends with that key.
    """
    return codes.code_from(derive(data_key, purpose="access code"))


def open_draft(draft_id: uuid.UUID, code: str | None, account: Account | None = None) -> OpenDraft | None:
    """The draft, if the code or the account opens it and its time has not passed. One query."""
    record, moves_to = _draft_with_key(draft_id)
    if record is None or record.expired or not _opens(record, code, account):
        return None
    return replace(opened(record), moves_to=moves_to)


# Written out because every page asks it: building the same SQL anew costs five times as much as running it.
_DRAFT_WITH_KEY = """
    SELECT draft.*, data_key.wrapped, data_key.town_key, CASE WHEN EXISTS (
        SELECT 1 FROM catalogue_serviceversion AS newer
        WHERE newer.municipality_id = version.municipality_id AND newer.service_id = version.service_id
            AND newer.number > version.number AND newer.moves_drafts
    ) THEN service.current_id END AS moves_to
    FROM applications_draftrecord AS draft
    JOIN protection_datakey AS data_key ON data_key.id = draft.data_key_id
    JOIN catalogue_serviceversion AS version ON version.id = draft.version_id
    JOIN catalogue_service AS service ON service.id = version.service_id
    WHERE draft.municipality_id = %s AND draft.id = %s
"""


def _draft_with_key(draft_id: uuid.UUID) -> tuple[DraftRecord | None, uuid.UUID | None]:
    """One draft of the town in scope, with its key, and the version it has to go on with, in one query."""
    prepare = DraftRecord._meta.pk.get_db_prep_value
    ids = [prepare(one, connection) for one in (scope.current_id(), draft_id)]
    for record in DraftRecord.objects.raw(_DRAFT_WITH_KEY, ids):
        wrapped, town_key = record.wrapped, record.town_key  # type: ignore[attr-defined]  # columns beside the model's
        record.data_key = DataKey(
            pk=record.data_key_id, municipality_id=record.municipality_id, wrapped=wrapped, town_key=town_key
        )
        moves_to = record.moves_to  # type: ignore[attr-defined]  # a column beside the model's
        return record, uuid.UUID(str(moves_to)) if moves_to else None
    return None, None


def moves_to(record: DraftRecord) -> uuid.UUID | None:
    """The version a draft has to go on with, as it is now; None where it may be sent as it was begun."""
    return _draft_with_key(record.pk)[1]


def find_draft(code: str) -> DraftRecord | None:
    """The draft a code belongs to, for coming back to it."""
    return DraftRecord.objects.filter(secret_hash=codes.code_hash(code), expires_at__gt=timezone.now()).first()


@dataclass(frozen=True, slots=True)
class Contact:
    """Where the mails about a draft go, and in which language."""

    email: str
    language: str


def contact(record: DraftRecord) -> Contact | None:
    """Where the mails about a draft go; None where none are wished."""
    if record.sealed_contact is None:
        return None
    return Contact(**unseal_json(record.data_key, bytes(record.sealed_contact), context=contact_context(record.pk)))


def opened(record: DraftRecord) -> OpenDraft:
    """Unseal a draft's row."""
    sealed = unseal_json(record.data_key, bytes(record.sealed), context=draft_context(record.pk))
    return OpenDraft(record, questionnaire(record.version_id), Draft.from_json(sealed))


def sent_with(application_id: uuid.UUID, code: str | None, account: Account | None = None) -> Application | None:
    """The sent application, if the code or the account opens it and it was not erased."""
    rows = Application.objects.select_related("data_key", "version__service").defer("version__texts")
    found = rows.filter(pk=application_id, data_key__wrapped__isnull=False).first()
    return found if found and _opens(found, code, account) else None


def erased_with(application_id: uuid.UUID, code: str) -> Application | None:
    """The sent application that was erased, for whoever still has its code."""
    rows = Application.objects.select_related("data_key", "version__service").defer("version__texts")
    found = rows.filter(pk=application_id, data_key__wrapped__isnull=True).first()
    return found if found and codes.matches(code, found.secret_hash) else None


def _opens(row: DraftRecord | Application, code: str | None, account: Account | None) -> bool:
    """Whether this code, or the account that is signed in, opens the row.

    A draft of an organisation opens to those alone who act for it: a code could not tell who may send.
    """
    if account is not None and row.organisation_id is not None and delegation(account, row.organisation_id):
        return True
    if isinstance(row, DraftRecord) and row.organisation_id is not None:
        return False
    if code is not None and codes.matches(code, row.secret_hash):
        return True
    return account is not None and row.account_id == account.pk and row.organisation_id is None


@dataclass(frozen=True, slots=True)
class Mine:
    """What stands in somebody's account: drafts that end first, applications newest first."""

    drafts: list[DraftRecord]
    sent: list[Application]


def mine(account: Account) -> Mine:
    """The drafts and applications of an account."""
    held = [one.organisation_id for one in delegations(account) if one.accepted_at is not None]
    own = Q(account=account, organisation=None) | Q(organisation__in=held)
    drafts = DraftRecord.objects.filter(own, expires_at__gt=timezone.now()).defer("sealed")
    sent = Application.objects.filter(own).select_related("data_key").defer("sealed").order_by("-submitted_at")
    return Mine(list(drafts.order_by("expires_at")), list(sent[:LISTED]))


def find_application(number: str, code: str) -> Application | None:
    """The sent application of that number, if the code opens it (or would, had it not been erased)."""
    found = Application.objects.filter(number=number).first()
    return found if found and codes.matches(code, found.secret_hash) else None


def answers(application: Application) -> dict[str, Any]:
    """The valid answers as they were sent, nested by bare ids."""
    found: dict[str, Any] = unseal_json(
        application.data_key, bytes(application.sealed), context=answers_context(application.pk)
    )
    return found


def person(application: Application) -> Identity:
    """Who applies, without opening the answers: for lists, letters and mail."""
    found: Mapping[str, str] = unseal_json(
        application.data_key, bytes(application.sealed_person), context=person_context(application.pk)
    )
    return Identity(**found)


def person_json(identity: Identity) -> dict[str, str]:
    """What `person` reads back."""
    return asdict(identity)
