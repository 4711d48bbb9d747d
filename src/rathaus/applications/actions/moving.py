"""A draft goes on with a new version of its service."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F

from rathaus.applications.actions.drafts import lifetime, require_owner, reread
from rathaus.applications.errors import DraftBusy
from rathaus.applications.models import DraftRecord
from rathaus.applications.queries import OpenDraft, draft_context
from rathaus.catalogue.queries import questionnaire
from rathaus.protection.sealing import seal_json
from rathaus.questionnaire import Questionnaire, RecordRow, RecordSection, Step
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Change:
    """What a new version changes for one draft.

    `aside`: answers whose question is gone. `asked`: pages of the new version where something is open now and nothing
    was before (a new question, an answer that does not hold any more). `new_questions`: labels of shown questions that
    the old version did not have.
    """

    aside: tuple[RecordRow, ...]
    asked: tuple[Step, ...]
    new_questions: tuple[str, ...]


def change_for(opened: OpenDraft, new: Questionnaire) -> Change:
    """What would change for a draft; nothing is stored."""
    old, draft = opened.questionnaire, opened.draft
    moved = new.adopt(draft)
    before, after = old.check(draft), new.check(moved)
    gone = new.lost(draft)
    rows = [row for row in _rows(old.summary(draft, before)) if row.answered and _is_among(row, gone)]
    was_open = {step.slug for step in old.steps(draft, before) if old.is_open(step, draft, before)}
    asked = [one for one in new.steps(moved, after) if new.is_open(one, moved, after) and one.slug not in was_open]
    fresh = [row.label for row in _rows(new.summary(moved, after)) if _is_new(row, old)]
    return Change(tuple(rows), tuple(asked), tuple(dict.fromkeys(fresh)))


def move(opened: OpenDraft, version_id: uuid.UUID, *, by: Actor) -> OpenDraft:
    """Go on with another version: answers that still fit stay, others go aside. Raises `DraftBusy`, `DraftGone`."""
    require_owner(opened.record, by)
    new = questionnaire(version_id)
    for _ in range(_TRIES):
        record, moved = opened.record, new.adopt(opened.draft)
        sealed = seal_json(record.data_key, moved.to_json(), context=draft_context(record.pk))
        with atomic_write():
            written = DraftRecord.objects.filter(pk=record.pk, revision=record.revision).update(
                version=version_id, sealed=sealed, revision=F("revision") + 1, expires_at=lifetime(record.days)
            )
        opened = reread(opened)
        if written:
            return opened
    raise DraftBusy


def _is_among(row: RecordRow, keys: frozenset[str]) -> bool:
    """Whether one of `keys` is that of a row's answer, an entry of it or a part."""
    return any(key == row.key or key.startswith((f"{row.key}[", f"{row.key}.")) for key in keys)


def _is_new(row: RecordRow, elsewhere: Questionnaire) -> bool:
    """Whether this question of the definition is not asked elsewhere."""
    return row.key is not None and not row.key.startswith("?") and not elsewhere.knows(row.key)


def _rows(sections: tuple[RecordSection, ...]) -> Iterator[RecordRow]:
    for section in sections:
        yield from section.rows
        yield from _rows(section.sections)
