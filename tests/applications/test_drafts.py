"""The actions on drafts: who may, what two at once do, and what deletion leaves behind."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from rathaus.applications import jobs, queries
from rathaus.applications.actions import change, discard, discard_expired
from rathaus.applications.errors import DraftBusy, DraftGone
from rathaus.applications.models import DraftRecord
from rathaus.protection.errors import KeyDestroyed
from rathaus.protection.models import AuditEntry, DataKey
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.applications.sampling import HINT, NAME, filled, owner


def reread(record_id) -> queries.OpenDraft:
    rows = DraftRecord.objects.select_related("data_key", "version__service")
    return queries.opened(rows.get(pk=record_id))


def test_change_nothing_writes_nothing(service) -> None:
    opened, _ = filled(service)
    assert change(opened, lambda _, draft: draft, by=owner(opened)) is opened
    assert reread(opened.record.pk).record.revision == opened.record.revision


def test_change_on_a_newer_draft_is_made_again_there(service) -> None:
    opened, _ = filled(service)
    stale = reread(opened.record.pk)
    change(opened, lambda _, draft: draft.with_values({NAME: "Neu"}), by=owner(opened))
    change(stale, lambda _, draft: draft.with_values({HINT: "Hinweis"}), by=owner(opened))
    values = reread(opened.record.pk).draft.values
    assert (values[NAME], values[HINT]) == ("Neu", "Hinweis")


def test_change_that_always_comes_too_late_gives_up(service) -> None:
    opened, _ = filled(service)
    stale = reread(opened.record.pk)

    def overtaken(_, draft):
        newest = reread(opened.record.pk)
        bump = {HINT: str(newest.record.revision)}
        change(newest, lambda _, other: other.with_values(bump), by=owner(opened))
        return draft.with_values({NAME: "Nie"})

    with pytest.raises(DraftBusy):
        change(stale, overtaken, by=owner(opened))


def test_change_of_a_deleted_draft(service) -> None:
    opened, _ = filled(service)
    discard(opened.record, by=owner(opened))
    with pytest.raises(DraftGone):
        change(opened, lambda _, draft: draft.with_values({NAME: "Neu"}), by=owner(opened))


@pytest.mark.parametrize("by", [Actor.applicant("somebody else"), Actor.system("job"), Actor.operator("root")])
def test_change_only_by_the_owner(service, by: Actor) -> None:
    opened, _ = filled(service)
    with pytest.raises(NotAllowed):
        change(opened, lambda _, draft: draft.with_values({NAME: "Neu"}), by=by)


@pytest.mark.parametrize("by", [Actor.applicant("somebody else"), Actor("staff", "1", "Amt")])
def test_discard_by_nobody_else(service, by: Actor) -> None:
    opened, _ = filled(service)
    with pytest.raises(NotAllowed):
        discard(opened.record, by=by)
    assert DraftRecord.objects.count() == 1


def test_discard_twice_is_harmless(service) -> None:
    opened, _ = filled(service)
    discard(opened.record, by=owner(opened))
    discard(opened.record, by=owner(opened))
    assert AuditEntry.objects.filter(action="draft.deleted").count() == 1


def test_discard_destroys_the_key(service) -> None:
    opened, _ = filled(service)
    key_id, sealed = opened.record.data_key_id, bytes(opened.record.sealed)
    discard(opened.record, by=owner(opened))
    key = DataKey.objects.get(pk=key_id)
    with pytest.raises(KeyDestroyed):
        queries.opened(DraftRecord(pk=opened.record.pk, data_key=key, version=opened.record.version, sealed=sealed))


def test_expired_drafts_are_deleted_and_others_stay(service) -> None:
    old, young = filled(service)[0], filled(service)[0]
    DraftRecord.objects.filter(pk=old.record.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert discard_expired(by=Actor.system("Löschung")) == 1
    assert [record.pk for record in DraftRecord.objects.all()] == [young.record.pk]
    assert AuditEntry.objects.get(action="draft.deleted").details == '{"reason":"expired"}'


def test_timers_run(service) -> None:
    filled(service)
    jobs.delete_expired_drafts()
    jobs.forget_attempts()
    assert DraftRecord.objects.count() == 1
