"""Several people: on whose behalf somebody applies, and who signs along. Reading; the changes stand in `actions`."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rathaus.applications import codes
from rathaus.applications.models import Application, Attachment, DraftRecord, Signature
from rathaus.protection import files
from rathaus.protection.models import DataKey
from rathaus.protection.sealing import derive, unseal, unseal_json
from rathaus.questionnaire import FileView, RecordRow, RecordSection
from rathaus.web.telling import of_house

State = Signature.State


@dataclass(frozen=True, slots=True)
class Signer:
    """Somebody who is to sign along. `valid`: agreed, and to the answers as they are now."""

    id: uuid.UUID
    name: str
    email: str
    language: str
    state: State
    valid: bool
    row: Signature


@dataclass(frozen=True, slots=True)
class Represented:
    """On whose behalf somebody applies, and the power of attorney."""

    name: str
    power: Attachment | None


def signers(of: DraftRecord | Application, answers: dict[str, Any]) -> list[Signer]:
    """Who is to sign along, in the order they were asked, judged by these answers."""
    now = fingerprint(of, answers)
    rows = of.signatures.order_by("created_at", "pk")
    return [_signer(row, of.data_key, now) for row in rows]


def _signer(row: Signature, data_key: DataKey, now: str) -> Signer:
    told = unseal_json(data_key, bytes(row.sealed), context=signature_context(row.pk))
    valid = row.state == State.AGREED and hmac.compare_digest(row.fingerprint, now)
    return Signer(row.pk, told["name"], told["email"], told["language"], State(row.state), valid, row)


def signer(row: Signature, data_key: DataKey) -> Signer:
    """One who is to sign along, whatever the answers are."""
    return _signer(row, data_key, "")


def represented(of: DraftRecord | Application) -> Represented | None:
    """On whose behalf it is; None where somebody applies in person."""
    name = _represented_name(of)
    if name is None:
        return None
    power = of.attachments.filter(purpose=Attachment.Purpose.POWER).select_related("file__data_key").first()
    return Represented(name, power)


def record(of: DraftRecord | Application, answers: dict[str, Any], *, hashes: bool = False) -> RecordSection | None:
    """The same in words, for summary, clerk and (with `hashes` of files, which then stand as text) the receipt.

    None where nobody else is.
    """
    rows: list[RecordRow] = []
    other = represented(of)
    if other is not None:
        rows.append(RecordRow(of_house(lambda: _("Gestellt für")), other.name))
        if other.power is not None:
            rows.append(_power(other.power, hashes=hashes))
    rows += [RecordRow(of_house(lambda: _("Mitunterzeichnung")), _said(one)) for one in signers(of, answers)]
    return RecordSection(of_house(lambda: _("Weitere Personen")), tuple(rows)) if rows else None


def _power(power: Attachment, *, hashes: bool) -> RecordRow:
    file, label = power.file, of_house(lambda: _("Vollmacht"))
    name = files.name(file)
    if hashes:
        return RecordRow(label, f"{name}\nSHA-256 {file.sha256}")
    view = FileView(str(power.pk), name, file.size, file.media_type)
    return RecordRow(label, name, files=(view,))


def _said(one: Signer) -> str:
    who = f"{one.name} ({one.email})"
    at = one.row.answered_at
    if one.valid and at:
        return of_house(partial(_agreed, who, at))
    if one.state == State.REFUSED:
        return of_house(lambda: _("%(who)s, abgelehnt") % {"who": who})
    return of_house(lambda: _("%(who)s, noch offen") % {"who": who})


def _agreed(who: str, at: dt.datetime) -> str:
    moment = date_format(timezone.localtime(at), "DATETIME_FORMAT")
    return _("%(who)s, einverstanden am %(at)s Uhr") % {"who": who, "at": moment}


def missing(of: DraftRecord, answers: dict[str, Any]) -> list[Signer]:
    """Who has not agreed to what would be sent now."""
    return [one for one in signers(of, answers) if not one.valid]


def code_of(signature_id: uuid.UUID, data_key: DataKey) -> str:
    """The code with which somebody opens the page for signing; it follows from the data key, as all codes do."""
    return codes.code_from(derive(data_key, purpose=f"signature {signature_id}"))


def open_signature(signature_id: uuid.UUID, code: str) -> Signature | None:
    """A signature of a draft, if the code opens it and the draft is still there."""
    rows = Signature.objects.select_related("draft__data_key", "draft__version__service")
    row = rows.filter(pk=signature_id, draft__isnull=False).first()
    return row if row and row.draft and not row.draft.expired and codes.matches(code, row.secret_hash) else None


def find_signature(code: str) -> Signature | None:
    """The signature a code belongs to."""
    return Signature.objects.filter(secret_hash=codes.code_hash(code), draft__expires_at__gt=timezone.now()).first()


def fingerprint(of: DraftRecord | Application, answers: dict[str, Any]) -> str:
    """What stands for all that is agreed to: equal for the same answers on the same person's behalf.

    It tells nothing without the data key.
    """
    agreed = {"answers": answers, "represented": _represented_name(of)}
    text = json.dumps(agreed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(derive(of.data_key, purpose="answers"), text.encode(), hashlib.sha256).hexdigest()


def _represented_name(of: DraftRecord | Application) -> str | None:
    if of.sealed_represented is None:
        return None
    return unseal(of.data_key, bytes(of.sealed_represented), context=represented_context(of.pk)).decode()


def names_of(people: Sequence[Signer]) -> str:
    """Their names in a row."""
    return ", ".join(one.name for one in people)


def signature_context(signature_id: uuid.UUID) -> str:
    """The place the seal of a signature is bound to."""
    return f"signature:{signature_id}"


def represented_context(draft_id: uuid.UUID) -> str:
    """The place the name of whom it is for is bound to."""
    return f"represented:{draft_id}"
