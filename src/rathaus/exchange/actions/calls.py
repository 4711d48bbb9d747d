"""A call from its text to its finalists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rathaus.documents import mail
from rathaus.events import outbox
from rathaus.exchange.actions.showing import show
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Call, Criterion, Entry, Juror, Score
from rathaus.exchange.models.calls import MOST_POINTS
from rathaus.exchange.queries import calls as queries
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write

Part = Criterion | Entry | Juror
REMOVED = "exchange.entry_removed"
"""Topic of the outbox: tell a town that its entry was taken out."""
NAMED = "exchange.finalists_named"
"""Topic of the outbox: tell a town whether its entry is among the finalists."""


def save(call: Call, *, by: Actor) -> Call:
    """Write a call, or change it. Raises `ExchangeError` where another has its address."""
    require(by, Permission.STRATEGY)
    if Call.objects.filter(slug=call.slug).exclude(pk=call.pk).exists():
        raise ExchangeError(_("Unter diesem Kurznamen gibt es schon einen Aufruf."))
    with atomic_write():
        call.save()
        show()
        audit.record("call.saved", call, by=by)
    return call


def publish(call: Call, *, by: Actor) -> None:
    """Show a call to everybody. Raises `ExchangeError` where nobody could know by what is judged."""
    require(by, Permission.STRATEGY)
    if not call.criteria.exists():
        raise ExchangeError(_("Nennen Sie zuerst die Kriterien."))
    with atomic_write():
        call.published_at = call.published_at or clock.now()
        call.save(update_fields=["published_at"])
        show()
        audit.record("call.published", call, by=by)


def save_part(part: Part, *, by: Actor) -> Part:
    """Add a criterion, an entry or a juror, or change it.

    Raises `ExchangeError` once the jury is closed, and for an entry that another town has entered itself.
    """
    require(by, Permission.STRATEGY)
    _require_open(part.call)
    if isinstance(part, Entry) and part.sender is not None:
        raise ExchangeError(_("Diesen Beitrag hat die Kommune selbst eingereicht; nur sie kann ihn ändern."))
    _require_new(part)
    with atomic_write():
        _lock(part.call)
        if isinstance(part, Juror) and part._state.adding:
            mail.send("exchange.juror", part.pk, key=str(part.pk))
        part.save()
        audit.record("call.part_saved", part, by=by, details={"part": type(part).__name__})
    return part


def _require_new(part: Part) -> None:
    match part:
        case Criterion() if part.call.criteria.filter(title=part.title).exclude(pk=part.pk).exists():
            raise ExchangeError(_("Dieses Kriterium gibt es schon."))
        case Juror() if part.call.jurors.filter(account=part.account_id).exclude(pk=part.pk).exists():
            raise ExchangeError(_("Diese Person ist schon in der Jury."))


def remove_part(part: Part, *, by: Actor) -> None:
    """Take it out, with the points that belong to it. Raises `ExchangeError` once the jury is closed."""
    require(by, Permission.STRATEGY)
    _require_open(part.call)
    kind, part_id = type(part).__name__, part.pk
    with atomic_write():
        _lock(part.call)
        if isinstance(part, Entry) and part.sender is not None:
            outbox.put(REMOVED, {"entry": str(part.pk), "sender": str(part.sender)}, key=f"{part.pk}:{part.revision}")
        part.delete()
        audit.record("call.part_removed", part_id, by=by, details={"part": kind})


def score(juror: Juror, entry: Entry, points: Mapping[UUID, int], *, by: Actor) -> None:
    """Judge an entry: points by the id of the criterion. Only the juror does, until the jury is closed.

    Raises `NotAllowed` for anybody else, `ExchangeError` for points out of bounds or after the end.
    """
    if by.kind not in {"operator", "system"} and str(juror.account_id) != by.id:
        raise NotAllowed("somebody else's points")
    if entry.call_id != juror.call_id:
        raise ExchangeError(_("Dieser Beitrag gehört zu einem anderen Aufruf."))
    _require_open(juror.call)
    criteria = {one.pk: one for one in juror.call.criteria.all()}
    if set(points) != set(criteria) or not all(0 <= value <= MOST_POINTS for value in points.values()):
        raise ExchangeError(_("Geben Sie zu jedem Kriterium 0 bis %(most)s Punkte.") % {"most": MOST_POINTS})
    with atomic_write():
        _lock(juror.call)
        Score.objects.filter(juror=juror, entry=entry).delete()
        Score.objects.bulk_create([
            Score(juror=juror, entry=entry, criterion=criteria[key], points=value) for key, value in points.items()
        ])  # fmt: skip
        audit.record("call.scored", entry, by=by)  # that, and never how


def close(call: Call, *, by: Actor) -> None:
    """End the judging: from now on everybody in it sees all points, and nobody changes any.

    Raises `ExchangeError` while others may still enter, where there is nothing to rank, or somebody has not judged
    everything.
    """
    require(by, Permission.STRATEGY)
    _require_open(call)
    if call.published_at is not None and call.ends_on >= clock.today():
        raise ExchangeError(_("Bis zum Einsendeschluss können noch Beiträge kommen."))
    jurors = queries.progress(call)
    if not jurors or not jurors[0].wanted:
        raise ExchangeError(_("Es fehlen Beiträge, Kriterien oder eine Jury."))
    if waiting := sum(not one.done for one in jurors):
        text = ngettext(
            "%(count)s Jurymitglied hat noch nicht alles bewertet.",
            "%(count)s Jurymitglieder haben noch nicht alles bewertet.",
            waiting,
        )
        raise ExchangeError(text % {"count": waiting})
    with atomic_write():
        _lock(call)
        call.closed_at = clock.now()
        call.save(update_fields=["closed_at"])
        show()
        audit.record("call.closed", call, by=by)


def publish_finalists(call: Call, entries: Sequence[Entry], *, by: Actor) -> None:
    """Name the finalists in public; towns of the house that entered something hear of it, and again what has changed.

    Raises `ExchangeError` before the jury is closed, or without any.
    """
    require(by, Permission.STRATEGY)
    if call.closed_at is None:
        raise ExchangeError(_("Die Jury ist noch nicht geschlossen."))
    chosen = {entry.pk for entry in entries}
    if not chosen:
        raise ExchangeError(_("Wählen Sie mindestens einen Beitrag."))
    with atomic_write():
        told = {one.pk: one.finalist for one in call.entries.all()} if call.finalists_at else {}
        call.entries.update(finalist=False)
        count = call.entries.filter(pk__in=chosen).update(finalist=True)
        call.finalists_at = clock.now()
        call.save(update_fields=["finalists_at"])
        for entry in call.entries.filter(sender__isnull=False):
            if told.get(entry.pk) != entry.finalist:
                values = {"entry": str(entry.pk), "sender": str(entry.sender), "at": call.finalists_at.isoformat()}
                outbox.put(NAMED, values, key=f"{entry.pk}:{values['at']}")
        audit.record("call.finalists_published", call, by=by, details={"finalists": count})


def _require_open(call: Call) -> None:
    if call.closed_at is not None:
        raise ExchangeError(_("Die Jury ist geschlossen; es lässt sich nichts mehr ändern."))


def _lock(call: Call) -> None:
    """Nobody closes the jury while points are given; whoever comes after sees that it is closed."""
    _require_open(Call.objects.select_for_update().get(pk=call.pk))
