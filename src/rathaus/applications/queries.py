"""Reading drafts and applications: the only places where their seals are opened."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone

from rathaus.applications import codes
from rathaus.applications.models import Application, DraftRecord
from rathaus.catalogue.queries import questionnaire
from rathaus.protection.sealing import unseal_json
from rathaus.questionnaire import Draft, Identity, Questionnaire


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A draft that its owner has opened: the row, what is asked, and what is answered so far."""

    record: DraftRecord
    questionnaire: Questionnaire
    draft: Draft


def draft_context(draft_id: uuid.UUID) -> str:
    """The place a draft's seal is bound to."""
    return f"draft:{draft_id}"


def answers_context(application_id: uuid.UUID) -> str:
    """The place the seal of an application's answers is bound to."""
    return f"answers:{application_id}"


def person_context(application_id: uuid.UUID) -> str:
    """The place the seal of an application's summary of the person is bound to."""
    return f"person:{application_id}"


def open_draft(draft_id: uuid.UUID, code: str) -> OpenDraft | None:
    """The draft, if the code opens it and its time has not passed. One query."""
    rows = DraftRecord.objects.select_related("data_key", "version__service").defer("version__texts")
    record = rows.filter(pk=draft_id, expires_at__gt=timezone.now()).first()
    return opened(record) if record and codes.matches(code, record.secret_hash) else None


def find_draft(code: str) -> DraftRecord | None:
    """The draft a code belongs to, for coming back to it."""
    return DraftRecord.objects.filter(secret_hash=codes.code_hash(code), expires_at__gt=timezone.now()).first()


def opened(record: DraftRecord) -> OpenDraft:
    """Unseal a draft's row."""
    sealed = unseal_json(record.data_key, bytes(record.sealed), context=draft_context(record.pk))
    return OpenDraft(record, questionnaire(record.version_id), Draft.from_json(sealed))


def sent_with(application_id: uuid.UUID, code: str) -> Application | None:
    """The sent application, if the code opens it."""
    rows = Application.objects.select_related("data_key", "version__service").defer("version__texts")
    found = rows.filter(pk=application_id).first()
    return found if found and codes.matches(code, found.secret_hash) else None


def find_application(number: str, code: str) -> Application | None:
    """The sent application of that number, if the code opens it."""
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
