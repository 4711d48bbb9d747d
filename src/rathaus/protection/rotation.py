"""Changing the key that wraps a town's data keys, while the house stays open.

First :func:`rotate`: a new key wraps from now on, and every data key moves over to it. Then, an hour later at the
earliest, :func:`forget_old_keys`: by then no transaction is left that began with the old key.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import transaction

from rathaus.protection import audit, keys, sealing
from rathaus.protection.errors import ProtectionError
from rathaus.protection.models import DataKey
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write

SETTLED_AFTER = timedelta(hours=1)


def rotate(*, by: Actor) -> int:
    """A new wrapping key for the town in scope, and all data keys moved to it. Returns how many moved."""
    _require_operator(by)
    town = scope.current()
    fresh = keys.WrappingKey.new()
    keys.replace_wrapping(town.pk, [*keys.town_keys(town.pk).wrapping, fresh])
    moved = move_all()
    with atomic_write():
        audit.record("keys.rotated", town, by=by, details={"key": fresh.id, "moved": moved})
    return moved


def forget_old_keys(*, by: Actor) -> int:
    """Remove every wrapping key but the current one from the key file. Returns how many went.

    Raises :class:`ProtectionError` while the current one is younger than an hour, or a data key still needs an old one.
    """
    _require_operator(by)
    town = scope.current()
    held = keys.town_keys(town.pk)
    if len(held.wrapping) == 1:
        return 0
    if datetime.now(UTC) - held.current.created < SETTLED_AFTER:
        raise ProtectionError("Der neue Schlüssel ist noch keine Stunde alt; bitte später noch einmal.")
    move_all()
    with atomic_write():
        if DataKey.objects.filter(wrapped__isnull=False).exclude(town_key=held.current.id).exists():
            raise ProtectionError("Ein Datenschlüssel braucht noch einen alten Schlüssel; es bleibt alles, wie es war.")
        keys.replace_wrapping(town.pk, [held.current])
        audit.record("keys.forgotten", town, by=by, details={"keys": [each.id for each in held.wrapping[:-1]]})
    return len(held.wrapping) - 1


def move_all(*, batch: int = 500) -> int:
    """Wrap every data key of the town in scope with the current key, in short transactions. Returns how many moved."""
    current = keys.town_keys(scope.current_id()).current.id
    moved = 0
    while True:
        with transaction.atomic():
            stale = DataKey.objects.select_for_update().filter(wrapped__isnull=False).exclude(town_key=current)
            some = list(stale[:batch])
            for data_key in some:
                sealing.wrap_again(data_key)
            DataKey.objects.bulk_update(some, ["wrapped", "town_key"])
        moved += len(some)
        if len(some) < batch:
            return moved


def _require_operator(by: Actor) -> None:
    if by.kind != "operator":
        raise NotAllowed("Schlüssel wechselt nur, wer das Rathaus betreibt.")
