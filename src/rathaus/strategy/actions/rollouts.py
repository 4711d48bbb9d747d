"""Rollouts: defined, filled with sites by hand or from a file, and told what happened where."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.strategy import site_files
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import Rollout, Site, SiteEvent, SiteFile, SiteState
from rathaus.strategy.site_files import Reading, SiteRow
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


def save_rollout(rollout: Rollout, *, by: Actor) -> Rollout:
    """Define a rollout, or change it. Raises `StrategyError` for a short name that is taken."""
    require(by, Permission.STRATEGY)
    if Rollout.objects.filter(slug=rollout.slug).exclude(pk=rollout.pk).exists():
        raise StrategyError(_("Den Kurznamen „%(key)s“ gibt es schon.") % {"key": rollout.slug})
    with atomic_write():
        rollout.save()
        audit.record("strategy.rollout_saved", rollout, by=by, details={"slug": rollout.slug, "public": rollout.public})
    return rollout


def remove_rollout(rollout: Rollout, *, by: Actor) -> None:
    """Take a rollout out, with its sites and what happened there. Figures that were made from it stay."""
    require(by, Permission.STRATEGY)
    rollout_id = rollout.pk
    with atomic_write():
        rollout.delete()
        audit.record("strategy.rollout_removed", rollout_id, by=by, details={"slug": rollout.slug})


def save_site(site: Site, *, by: Actor) -> Site:
    """Add a site, or change what is known of it. Raises `StrategyError` for a key that is taken."""
    require(by, Permission.STRATEGY)
    if Site.objects.filter(rollout_id=site.rollout_id, key=site.key).exclude(pk=site.pk).exists():
        raise StrategyError(_("Die Kennung „%(key)s“ gibt es schon.") % {"key": site.key})
    with atomic_write():
        site.save()
        audit.record("strategy.site_saved", site, by=by, details={"key": site.key})
    return site


def remove_site(site: Site, *, by: Actor) -> None:
    """Take a site out, with what happened there."""
    require(by, Permission.STRATEGY)
    site_id = site.pk
    with atomic_write():
        site.delete()
        audit.record("strategy.site_removed", site_id, by=by, details={"key": site.key})


def note(site: Site, state: SiteState, day: dt.date, *, by: Actor) -> SiteEvent:
    """Say since when a site stands how; what was said for the same day is replaced."""
    require(by, Permission.STRATEGY)
    if day > timezone.localdate() and state is not SiteState.PLANNED:
        raise StrategyError(_("Was geschehen ist, kann nicht in der Zukunft liegen."))
    with atomic_write():
        event, _new = SiteEvent.objects.update_or_create(site=site, day=day, defaults={"state": state})
        audit.record("strategy.site_noted", site, by=by, details={"key": site.key, "state": state, "day": str(day)})
    return event


def take_back(event: SiteEvent, *, by: Actor) -> None:
    """Remove something that was noted by mistake."""
    require(by, Permission.STRATEGY)
    with atomic_write():
        event.delete()
        audit.record("strategy.site_taken_back", event.site_id, by=by, details={"day": str(event.day)})


# From a file ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """What a row of a file brings: a new site, other details, another state; or nothing."""

    row: SiteRow
    new: bool
    changed: bool
    noted: bool

    @property
    def any(self) -> bool:
        """Whether it brings anything."""
        return self.new or self.changed or self.noted


def content(file: SiteFile) -> bytes:
    """The file as it was handed in."""
    return zlib.decompress(file.data)


def propose(rollout: Rollout, data: bytes, *, file_name: str, by: Actor) -> tuple[SiteFile | None, Reading]:
    """Keep a file of sites until somebody has looked at what it would change.

    A file with problems is not kept: only its reading comes back. Raises `tables.TableError` for what is no such file.
    """
    require(by, Permission.STRATEGY)
    reading = site_files.read(data, file_name)
    problems = [*reading.problems, *_in_the_future(reading, file_name)]
    if problems:
        return None, Reading(reading.rows, problems)
    with atomic_write():
        file = SiteFile.objects.create(
            rollout=rollout,
            file_name=file_name[:250],
            content_hash=hashlib.sha256(data).hexdigest(),
            data=zlib.compress(data, 6),
            uploaded_by=by.label,
        )
        audit.record("strategy.sites_proposed", file, by=by, details={"content_hash": file.content_hash})
    return file, reading


def _in_the_future(reading: Reading, file_name: str) -> Iterator[str]:
    today = timezone.localdate()
    for row in reading.rows:
        if row.event and row.event[0] > today and row.event[1] is not SiteState.PLANNED:
            yield _("%(file)s: „%(key)s“ kann nicht erst am %(day)s „%(state)s“ geworden sein.") % {
                "file": file_name,
                "key": row.key,
                "day": f"{row.event[0]:%d.%m.%Y}",
                "state": row.event[1].label,
            }


def discard(file: SiteFile, *, by: Actor) -> None:
    """Throw away a file that was not taken in."""
    require(by, Permission.STRATEGY)
    file_id = file.pk
    with atomic_write():
        file.delete()
        audit.record("strategy.sites_discarded", file_id, by=by, details={"content_hash": file.content_hash})


def differences(rollout: Rollout, rows: Sequence[SiteRow]) -> list[Difference]:
    """What each row would change. An empty position or district in the file changes nothing."""
    known = {site.key: site for site in rollout.sites.prefetch_related("events")}
    return [_difference(row, known.get(row.key)) for row in rows]


def _difference(row: SiteRow, site: Site | None) -> Difference:
    if site is None:
        return Difference(row, new=True, changed=False, noted=False)
    events = {(event.day, event.state) for event in site.events.all()}
    changed = _details(row, site) != (site.name, site.district, site.shape)
    return Difference(row, new=False, changed=changed, noted=bool(row.event) and row.event not in events)


def _details(row: SiteRow, site: Site) -> tuple[str, str, list[list[float]]]:
    shape = [list(point) for point in row.shape]
    return row.name, row.district or site.district, shape or site.shape


def take_in(file: SiteFile, *, by: Actor) -> list[Difference]:
    """Store what a file brings: all of it or, where it was taken in already, nothing. Sites it lacks stay."""
    require(by, Permission.STRATEGY)
    reading = site_files.read(content(file), file.file_name)
    with atomic_write():
        file = SiteFile.objects.select_for_update().get(pk=file.pk)
        if file.taken_in_at:
            raise StrategyError(_("Diese Datei ist schon übernommen."))
        found = differences(file.rollout, reading.rows)
        _store(file.rollout, found)
        file.taken_in_at = timezone.now()
        file.save(update_fields=["taken_in_at"])
        audit.record(
            "strategy.sites_taken_in",
            file,
            by=by,
            details={"content_hash": file.content_hash, "rows": sum(one.any for one in found)},
        )
    return found


def _store(rollout: Rollout, found: Sequence[Difference]) -> None:
    known = {site.key: site for site in rollout.sites.all()}
    for one in found:
        if one.new:
            known[one.row.key] = Site(rollout=rollout, key=one.row.key)
        if one.new or one.changed:
            site = known[one.row.key]
            site.name, site.district, site.shape = _details(one.row, site)
    Site.objects.bulk_create([known[one.row.key] for one in found if one.new])
    Site.objects.bulk_update(
        [known[one.row.key] for one in found if one.changed], ["name", "district", "shape"], batch_size=500
    )
    SiteEvent.objects.bulk_create(
        [
            SiteEvent(site=known[one.row.key], day=one.row.event[0], state=one.row.event[1])
            for one in found
            if one.row.event and (one.new or one.noted)
        ],
        update_conflicts=True,
        unique_fields=["municipality", "site", "day"],
        update_fields=["state"],
        batch_size=500,
    )
