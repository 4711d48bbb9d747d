"""Taking what the origin changed: change by change, looked at, and only then published."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rathaus.catalogue import actions as catalogue
from rathaus.catalogue.by_hand import actions as by_hand
from rathaus.catalogue.by_hand.queries import value_of
from rathaus.catalogue.models import Service, ServiceVersion, WrittenRule
from rathaus.catalogue.queries import hand_readings
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.queries.packages import Pending, Waiting
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


def decide(waiting: Waiting, keys: Iterable[str], *, take: bool | None, by: Actor) -> None:
    """Take the origin's changes of these keys, keep the own instead, or (None) leave them open again."""
    copy = waiting.copy
    if isinstance(waiting, Pending):
        require(by, Permission.SERVICES, waiting.version.service)
    else:
        require(by, Permission.STRATEGY)
    marks = {one.key: one.mark for one in waiting.choices}
    known = marks.keys() & set(keys)
    taken = (waiting.taken - known) | (known if take else frozenset())
    kept = (waiting.kept - known) | (known if take is False else frozenset())
    with atomic_write():
        copy.decisions = {
            "version": waiting.target.version,
            "take": sorted(marks[key] for key in taken),
            "keep": sorted(marks[key] for key in kept),
        }
        copy.save(update_fields=["decisions"])
        said = "open" if take is None else "taken" if take else "kept"
        audit.record("exchange.decided", copy, by=by, details={said: sorted(known), "version": waiting.target.version})


def look_at(pending: Pending, *, by: Actor) -> None:
    """Say that the trials which come out otherwise now were looked at, and are right so."""
    copy = pending.copy
    require(by, Permission.SERVICES, pending.version.service)
    marks = sorted(pending.mark(one) for one in pending.surprises)
    with atomic_write():
        copy.looked_at = marks
        copy.save(update_fields=["looked_at"])
        audit.record("exchange.trials_looked_at", copy, by=by, details={"trials": len(marks)})


def finish(pending: Pending, *, moves_drafts: bool = True, by: Actor) -> ServiceVersion | None:
    """Publish what was taken as the next version of the service; the copy then agrees with the origin's version.

    None where everything stays as it is. Raises `ExchangeError` while something is open, a trial waits to be looked at,
    or the service was published anew meanwhile; `PublishError`; `NotAllowed`.
    """
    copy, before = pending.copy, pending.version
    service = before.service
    require(by, Permission.SERVICES, service)
    check_decided(pending)
    _check_seen(pending)
    publishes = bool(pending.taken)
    reading, texts = (pending.reading, pending.texts) if publishes else (None, None)
    version = None
    with atomic_write():
        if Service.objects.select_for_update().get(pk=service.pk).current_id != before.pk:
            raise ExchangeError(_("Die Leistung wurde inzwischen neu veröffentlicht. Bitte sehen Sie noch einmal hin."))
        if reading is not None and texts is not None:
            for row in _dropped_rules(pending):
                by_hand.end(row, by=by)
            version = catalogue.publish(
                reading,
                texts=texts,
                department=service.department,
                slug=service.slug,
                confirmed_lists=frozenset(match.key for match in reading.to_confirm),
                moves_drafts=moves_drafts,
                by=by,
            )
        copy.base, copy.decisions, copy.looked_at = pending.target, {}, []
        copy.save(update_fields=["base", "decisions", "looked_at"])
        details = {"service": service.slug, "version": pending.target.version, "published": publishes}
        taken, kept = sorted(pending.taken), sorted(pending.kept)
        audit.record("exchange.updated", copy, by=by, details=details | {"taken": taken, "kept": kept})
    return version


def check_decided(waiting: Waiting) -> None:
    """Raise `ExchangeError` while something is open."""
    if count := len(waiting.open):
        raise ExchangeError(
            ngettext(
                "Über %(count)d Änderung ist noch nicht entschieden.",
                "Über %(count)d Änderungen ist noch nicht entschieden.",
                count,
            )
            % {"count": count}
        )


def _check_seen(pending: Pending) -> None:
    if count := len(pending.unseen):
        raise ExchangeError(
            ngettext(
                "%(count)d Versuch geht anders aus als vorgesehen. Sehen Sie ihn zuerst an.",
                "%(count)d Versuche gehen anders aus als vorgesehen. Sehen Sie sie zuerst an.",
                count,
            )
            % {"count": count}
        )


def _dropped_rules(pending: Pending) -> list[WrittenRule]:
    """Rules written by hand that go with what was taken."""
    kept = {one.key for one in pending.draft.rules}
    gone = {one.key for one in hand_readings(pending.version.rules)} - kept
    rows = pending.version.service.written_rules.filter(ended_at=None, signed_at__isnull=False)
    return [row for row in rows if value_of(row).key in gone]
