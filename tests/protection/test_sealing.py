"""Sealing with a data key that the town's key wraps."""

import pytest

from rathaus.protection import audit, sealing
from rathaus.protection.errors import SealBroken
from rathaus.protection.models import AuditEntry
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


def test_unsealing_gives_back_what_was_sealed(scoped):
    key = sealing.new_data_key()
    sealed = sealing.seal_json(key, {"Straße": "Am Markt"}, context="answers:1")
    assert b"Markt" not in sealed
    assert sealing.unseal_json(key, sealed, context="answers:1") == {"Straße": "Am Markt"}


def test_unsealing_in_another_place_is_refused(scoped):
    key = sealing.new_data_key()
    with pytest.raises(SealBroken):
        sealing.unseal(key, sealing.seal(key, b"x", context="answers:1"), context="answers:2")


def test_audit_entries_form_a_chain(scoped):
    for number in (1, 2):
        with atomic_write():
            audit.record("test", scoped, by=Actor.system("test"), details={"n": number})
    first, second = AuditEntry.objects.all()
    assert second.previous == first.digest
