"""Entering a call of another town of the house: written here, carried over by the outbox, and taken in there.

Nothing of this town is read by another one: what it enters is handed over, and that alone.
"""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.documents import mail
from rathaus.events import outbox
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Call, Entry, OwnEntry, Score
from rathaus.exchange.queries import entering as queries
from rathaus.exchange.queries.entering import PublicCall
from rathaus.people.models import Account
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.towns import clock, scope
from rathaus.towns.actors import Actor
from rathaus.towns.models import Municipality
from rathaus.towns.transactions import atomic_write

CARRY = "exchange.entry"
"""Topic of the outbox: hand over an entry as it is now."""
RESULT = "exchange.entry_result"
"""Kind of mail: what became of an entry."""
MOST = 10
"""So many entries of one town in one call."""
_TOLD = ("title", "summary", "link")


def enter(entry: OwnEntry, call: PublicCall, *, by: Actor) -> OwnEntry:
    """Enter a call of another town. Raises `ExchangeError` once it is over, or with too many entries, `NotAllowed`."""
    require(by, Permission.STRATEGY)
    _require_open(call)
    if queries.own_entries(call).filter(withdrawn_at=None).count() >= MOST:
        raise ExchangeError(_("Mehr als %(most)s Beiträge einer Kommune nimmt ein Aufruf nicht.") % {"most": MOST})
    entry.keeper, entry.keeper_name, entry.call, entry.call_title = call.town, call.town_name, call.id, call.title
    return _send(entry, "call.entered", by)


def change(entry: OwnEntry, *, by: Actor) -> OwnEntry:
    """Enter it again with other words, until the call ends. Raises `ExchangeError` after that, `NotAllowed`."""
    require(by, Permission.STRATEGY)
    _require_changeable(entry)
    return _send(entry, "call.entry_changed", by)


def withdraw(entry: OwnEntry, *, by: Actor) -> OwnEntry:
    """Take it back, until the call ends. Raises `ExchangeError` after that, `NotAllowed`."""
    require(by, Permission.STRATEGY)
    _require_changeable(entry)
    entry.withdrawn_at = clock.now()
    return _send(entry, "call.entry_taken_back", by)


def _require_open(call: PublicCall | None) -> None:
    if call is None:
        raise ExchangeError(str(OwnEntry.Refusal.GONE.label))
    if not call.open:
        raise ExchangeError(_("Der Einsendeschluss ist vorbei."))


def _require_changeable(entry: OwnEntry) -> None:
    if entry.withdrawn_at is not None or entry.refusal:
        raise ExchangeError(_("Dieser Beitrag ist nicht mehr dabei."))
    _require_open(queries.call_for(entry))


def _send(entry: OwnEntry, action: str, by: Actor) -> OwnEntry:
    with atomic_write():
        if not entry._state.adding:
            stored = OwnEntry.objects.select_for_update().get(pk=entry.pk)
            if stored.withdrawn_at is not None:
                raise ExchangeError(_("Dieser Beitrag ist nicht mehr dabei."))
            entry.revision = stored.revision
        entry.revision, entry.sent_at = entry.revision + 1, clock.now()
        entry.entered_by = Account.objects.filter(pk=by.id).first() if by.kind == "staff" else None
        entry.save()
        outbox.put(CARRY, {"entry": str(entry.pk)}, key=f"{entry.pk}:{entry.revision}")
        audit.record(action, entry, by=by, details={"call": str(entry.call), "keeper": str(entry.keeper)})
    return entry


def carry(entry_id: UUID, *, by: Actor) -> None:
    """Hand an entry over as it is now; done twice, nothing changes.

    Its own row is locked meanwhile, so that an older state never follows a newer one. What became of it is noted
    afterwards: two towns that hand over to each other would wait for each other's audit log otherwise.
    """
    with atomic_write():
        entry = OwnEntry.objects.select_for_update().get(pk=entry_id)
        keeper = Municipality.objects.filter(pk=entry.keeper).first()
        refusal = take_in(entry, scope.current(), keeper) if keeper else OwnEntry.Refusal.GONE
    with atomic_write():
        rows = OwnEntry.objects.filter(pk=entry_id, arrived__lt=entry.revision)
        if rows.update(arrived=entry.revision, refusal=refusal):
            audit.record("call.entry_carried", entry, by=by, details={"refusal": refusal})


def take_in(sent: OwnEntry, sender: Municipality, keeper: Municipality) -> str:
    """Bring the entry in the town that keeps the call to what was sent; why it does not count, or nothing.

    In the transaction of the one who carries.
    """
    with scope.of(keeper):
        call = Call.objects.select_for_update().filter(pk=sent.call, published_at__isnull=False).first()
        if call is None:
            return OwnEntry.Refusal.GONE
        if call.closed_at is not None:
            return OwnEntry.Refusal.CLOSED
        if timezone.localdate(sent.sent_at) > call.ends_on:
            return OwnEntry.Refusal.LATE
        by = Actor.system(f"Beitrag aus: {sender.name}"[:200])
        if sent.withdrawn_at is not None:
            Entry.objects.filter(pk=sent.pk, call=call).delete()
            audit.record("call.entry_withdrawn", sent.pk, by=by, details={"call": str(call.pk)})
        else:
            _write(call, sent, sender)
            audit.record("call.entry_received", sent.pk, by=by, details={"call": str(call.pk)})
    return ""


def _write(call: Call, sent: OwnEntry, sender: Municipality) -> None:
    """The entry with its new words; points were given for the old ones."""
    entry = Entry.objects.filter(pk=sent.pk, call=call).first() or Entry(pk=sent.pk, call=call, sender=sender.pk)
    if entry.revision >= sent.revision:
        return
    if not entry._state.adding:
        Score.objects.filter(entry=entry).delete()
    for name in _TOLD:
        setattr(entry, name, getattr(sent, name))
    entry.town, entry.sent_at, entry.revision = sender.name[:150], sent.sent_at, sent.revision
    entry.save()


def note_removed(entry_id: UUID, sender_id: UUID, *, by: Actor) -> None:
    """Tell the town that entered something that those who keep the call took it out."""
    sender = Municipality.objects.filter(pk=sender_id).first()
    if sender is None:
        return
    with scope.of(sender), atomic_write():
        if OwnEntry.objects.filter(pk=entry_id, withdrawn_at=None).update(refusal=OwnEntry.Refusal.REMOVED):
            audit.record("call.entry_removed_there", entry_id, by=by)


def tell_result(entry_id: UUID, sender_id: UUID, named_at: str, *, by: Actor) -> None:
    """Have the town that entered something told by mail that the finalists are named; `named_at` is when."""
    sender = Municipality.objects.filter(pk=sender_id).first()
    if sender is None:
        return
    with scope.of(sender), atomic_write():
        if OwnEntry.objects.filter(pk=entry_id, withdrawn_at=None, refusal="").exists():
            mail.send(RESULT, entry_id, key=f"{entry_id}:{named_at}")
            audit.record("call.entry_result_told", entry_id, by=by)
