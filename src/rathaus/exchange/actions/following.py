"""Following the feeds of other towns: whom, and what becomes of what they say.

Nothing here goes out to the network: `rathaus.exchange.contacting` does, before these actions and outside of their
transactions. And nothing here installs anything.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rathaus.documents import mail
from rathaus.events import outbox
from rathaus.exchange.actions.receiving import receive, trust_new_key
from rathaus.exchange.contacting import Contact
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.feed import Entry, Feed, FeedError
from rathaus.exchange.feed.fetching import Answer
from rathaus.exchange.models import Arrival, Origin, Received, Subscription
from rathaus.exchange.models.feeds import kept
from rathaus.exchange.package import read
from rathaus.exchange.package.language import sentence
from rathaus.exchange.package.manifest import digest
from rathaus.exchange.queries.offers import own_fingerprint
from rathaus.people.models import Account, Role
from rathaus.people.permissions import Permission, allowed
from rathaus.protection import audit
from rathaus.questionnaire.language import Sentence
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write

LOOK, BRING, ARRIVED = "exchange.feed", "exchange.arrival", "exchange.arrived"
"""Topics of the outbox: look at a feed, bring a file; and the kind of mail that tells of it."""
USUAL = timedelta(hours=6)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(hours=1), timedelta(hours=24)
"""Time until a feed is looked at again: where all is well; where it fails, 1, 2, 4 … 24 hours."""
MOST_TRIES = 5
"""How often a file is fetched that is not in order, until the feed names another one or somebody asks for it."""


def may_follow(actor: Actor) -> bool:
    """Whether somebody may choose whose feeds the town follows: the digital officer, or the administrator."""
    return allowed(actor, Permission.STRATEGY) or allowed(actor, Permission.ADMINISTER)


def _require(actor: Actor) -> None:
    if not may_follow(actor):
        raise NotAllowed(f"{actor.kind} {actor.id} may not follow feeds")


def subscribe(found: Contact, *, by: Actor) -> Subscription:
    """Follow a town whose fingerprint somebody has compared. Raises `ExchangeError`, `NotAllowed`."""
    _require(by)
    if found.key == own_fingerprint():
        raise ExchangeError(_("Das ist der Feed Ihrer eigenen Kommune."))
    known = Origin.objects.filter(mark=found.ars).exclude(key=found.key).first() if found.ars else None
    if known is not None:
        raise ExchangeError(
            _("Von %(name)s ist hier schon ein anderer Schlüssel bekannt. Fragen Sie dort nach.") % {"name": known.name}
        )
    try:
        with atomic_write():
            row = Subscription.objects.create(
                name=found.name,
                ars=found.ars,
                page=found.page,
                feed=found.feed,
                key=found.key,
                origin=Origin.objects.filter(mark=found.ars).first() if found.ars else None,
                subscribed_by=by.label,
            )
            _ask(row)
            audit.record("exchange.subscribed", row, by=by, details={"feed": row.feed, "key": row.key})
    except IntegrityError as error:
        raise ExchangeError(_("Diesem Feed folgen Sie schon.")) from error
    return row


def unsubscribe(row: Subscription, *, by: Actor) -> None:
    """Follow a town no longer. What has come from it stays."""
    _require(by)
    row_id, feed = row.pk, row.feed
    with atomic_write():
        row.delete()
        audit.record("exchange.unsubscribed", row_id, by=by, details={"feed": feed})


def accept_key(row: Subscription, key: str, *, by: Actor) -> None:
    """Take the other key that the feed shows, after somebody has asked there. Raises `ExchangeError`, `NotAllowed`."""
    _require(by)
    if not row.other_key or key != row.other_key:
        raise ExchangeError(_("Der Feed zeigt inzwischen einen anderen Schlüssel. Bitte vergleichen Sie noch einmal."))
    if row.origin is not None and row.origin.key != key:
        trust_new_key(row.origin, key, by=by)
    if Subscription.objects.filter(key=key).exclude(pk=row.pk).exists():
        raise ExchangeError(_("Diesem Feed folgen Sie schon."))
    with atomic_write():
        before, row.key, row.other_key, row.problem = row.pinned, key, "", {}
        row.etag = row.modified = ""
        row.save(update_fields=["key", "other_key", "problem", "etag", "modified"])
        _ask(row)
        audit.record("exchange.subscription_key", row, by=by, details={"before": before, "after": key})


def look_again(row: Subscription, *, by: Actor) -> None:
    """Look at a feed now, and once more for every file that was not in order."""
    _require(by)
    with atomic_write():
        row.arrivals.filter(received=None).update(tries=0)
        _ask(row)
        audit.record("exchange.feed_asked_for", row, by=by)


def _ask(row: Subscription) -> None:
    outbox.put(LOOK, {"subscription": str(row.pk)}, key=f"{row.pk}:{timezone.now().isoformat()}")


def ask_for_due() -> int:
    """Have every feed looked at whose time has come; returns how many. Asked twice, it is done once."""
    with atomic_write():
        due = list(Subscription.objects.filter(due_at__lte=timezone.now()))
        for row in due:
            outbox.put(LOOK, {"subscription": str(row.pk)}, key=f"{row.pk}:{row.due_at.isoformat()}")
    return len(due)


def missed(row: Subscription, why: Sentence, *, by: Actor) -> None:
    """A feed could not be had or used: try again later, and later still."""
    _require(by)
    with atomic_write():
        row = Subscription.objects.select_for_update().get(pk=row.pk)
        row.due_at = timezone.now() + min(FIRST_PAUSE * 2 ** min(row.failures, 10), LONGEST_PAUSE)
        row.failures, row.problem = row.failures + 1, kept(why)
        row.save(update_fields=["due_at", "failures", "problem"])
        if row.failures == 1:
            audit.record("exchange.feed_missed", row, by=by, details={"why": str(why)})


def take_in(row: Subscription, came: Answer, feed: Feed | None, *, by: Actor) -> None:
    """Note what a feed offers (None: nothing has changed), and have fetched what is new."""
    _require(by)
    now = clock.now()
    with atomic_write():
        row = Subscription.objects.select_for_update().get(pk=row.pk)
        row.reached_at, row.due_at, row.failures, row.problem = now, now + USUAL, 0, {}
        changed = False
        if feed is not None and feed.key != row.pinned:
            changed = row.other_key != feed.key
            _stop_at_key(row, feed)
        elif feed is not None:
            row.other_key, row.etag, row.modified = "", came.etag, came.modified
            changed = _note(row, feed)
        elif row.other_key:
            row.problem = kept(_OTHER_KEY)
        row.save()
        if not row.other_key:
            _fetch_what_is_missing(row, now)
        if changed:
            audit.record("exchange.feed_changed", row, by=by, details={"other_key": row.other_key})


_OTHER_KEY = sentence(
    "Der Feed nennt einen anderen Schlüssel als bisher. Bis Sie ihn verglichen haben, wird nichts abgerufen."
)


def _stop_at_key(row: Subscription, feed: Feed) -> None:
    row.other_key, row.etag, row.modified = feed.key, "", ""
    row.problem = kept(_OTHER_KEY)


def _note(row: Subscription, feed: Feed) -> bool:
    """Bring the arrivals to what the feed offers; whether anything has changed."""
    row.reports = [
        {
            "title": one.title,
            "page": one.page,
            "day": one.updated.date().isoformat(),
            "package": one.package,
            "version": one.version,
        }
        for one in feed.reports
    ]
    newest: dict[str, Entry] = {}
    for entry in feed.entries:
        if entry.package not in newest or entry.version > newest[entry.package].version:
            newest[entry.package] = entry
    known = {str(arrival.package): arrival for arrival in row.arrivals.all()}
    changed = False
    for package, arrival in known.items():
        if package not in newest and arrival.is_offered:
            arrival.is_offered, changed = False, True
            arrival.save(update_fields=["is_offered"])
    for entry in newest.values():
        changed = _note_entry(row, known.get(entry.package), entry) or changed
    return changed


def _note_entry(row: Subscription, arrival: Arrival | None, entry: Entry) -> bool:
    if arrival is None:
        _write(Arrival(subscription=row, package=entry.package), entry)
        return True
    same = (arrival.version, arrival.hash, arrival.sha256) == (entry.version, entry.hash, entry.sha256)
    if same and arrival.is_offered and arrival.file == entry.file:
        return False
    if same:
        arrival.is_offered, arrival.file = True, entry.file
        arrival.refusal = {} if arrival.received_id else arrival.refusal
        arrival.save(update_fields=["is_offered", "file", "refusal"])
    elif entry.version > arrival.version or (entry.version == arrival.version and arrival.received_id is None):
        _write(arrival, entry)
    else:
        return _refuse_entry(arrival, entry)
    return True


def _write(arrival: Arrival, entry: Entry) -> None:
    """A version that is to be fetched."""
    arrival.version, arrival.kind, arrival.name = entry.version, entry.kind.value, entry.name
    arrival.summary, arrival.licence, arrival.hash = entry.summary, entry.licence, entry.hash
    arrival.file, arrival.sha256, arrival.size, arrival.offered_at = entry.file, entry.sha256, entry.size, entry.updated
    arrival.seen_at, arrival.received, arrival.refusal, arrival.tries = clock.now(), None, {}, 0
    arrival.is_offered = True
    arrival.save()


def _refuse_entry(arrival: Arrival, entry: Entry) -> bool:
    """The feed went back, or changed what it had given out."""
    if entry.version < arrival.version:
        why = sentence(
            "Der Feed bietet nur noch Fassung {version} an; Fassung {newest} ist hier schon bekannt. Die ältere wird "
            "nicht abgerufen.",
            version=entry.version,
            newest=arrival.version,
        )
    else:
        why = sentence(
            "Fassung {version} hat im Feed auf einmal einen anderen Inhalt. Er wird nicht abgerufen.",
            version=entry.version,
        )
    changed = bool(arrival.refusal != kept(why))
    arrival.refusal, arrival.is_offered = kept(why), False
    arrival.save(update_fields=["refusal", "is_offered"])
    return changed


def _fetch_what_is_missing(row: Subscription, now: datetime) -> None:
    for arrival in row.arrivals.filter(received=None, is_offered=True, tries__lt=MOST_TRIES):
        outbox.put(BRING, {"arrival": str(arrival.pk)}, key=f"{arrival.pk}:{now.isoformat()}")


def arrive(arrival: Arrival, data: bytes, *, by: Actor) -> Received:
    """Check the file that a feed named, and keep it. Raises `FeedError`, `PackageError`, `ExchangeError`."""
    _require(by)
    _check(arrival, data)
    received = receive(data, came_from=arrival.file, by=by)
    with atomic_write():
        if not _still_that(arrival).update(received=received, refusal={}):
            return received  # the feed has gone on meanwhile, or nobody follows it any more
        row = arrival.subscription
        if row.origin_id is None:
            row.origin = received.package.origin
            row.save(update_fields=["origin"])
        for account in officers():
            mail.send(ARRIVED, account.pk, key=f"{row.pk}:{row.reached_at}:{account.pk}")
        audit.record("exchange.arrived", arrival, by=by, details=_details(arrival))
    return received


def _check(arrival: Arrival, data: bytes) -> None:
    """What came must be what the feed named, from whom somebody has compared."""
    if len(data) != arrival.size or digest(data) != arrival.sha256:
        raise FeedError(
            sentence(
                "Was ankam, ist nicht, was der Feed nennt: Die Prüfsumme stimmt nicht. Vielleicht wurde es unterwegs "
                "verändert."
            )
        )
    package, row = read(data), arrival.subscription
    manifest = package.manifest
    if manifest.origin.key != row.pinned:
        raise FeedError(
            sentence(
                "Das Paket ist nicht mit dem Schlüssel unterschrieben, der für {name} verglichen wurde.", name=row.name
            )
        )
    named = (str(arrival.package), arrival.version, arrival.kind, arrival.hash, row.ars)
    if named != (manifest.package, manifest.version, manifest.kind.value, package.hash, manifest.origin.ars):
        raise FeedError(sentence("Das Paket ist ein anderes, als der Feed nennt."))


def refuse(arrival: Arrival, why: Sentence, *, by: Actor) -> None:
    """A file could not be had, or is not in order; the next look at the feed tries again, a few times."""
    _require(by)
    with atomic_write():
        if _still_that(arrival).update(refusal=kept(why), tries=arrival.tries + 1):
            audit.record("exchange.refused", arrival, by=by, details=_details(arrival) | {"why": str(why)})


def _still_that(arrival: Arrival) -> QuerySet[Arrival]:
    """The arrival, if it still waits for the very file that was fetched."""
    return Arrival.objects.filter(pk=arrival.pk, sha256=arrival.sha256, received=None)


def _details(arrival: Arrival) -> dict[str, str | int]:
    return {"package": str(arrival.package), "version": arrival.version, "sha256": arrival.sha256}


def officers() -> list[Account]:
    """Whom to tell of what comes from elsewhere: the digital officers, where there is none the administrators."""
    active = Account.objects.filter(is_active=True)
    for role in (Role.DIGITAL_OFFICER, Role.ADMINISTRATOR):
        if found := list(active.filter(memberships__role=role).distinct()):
            return found
    return []
