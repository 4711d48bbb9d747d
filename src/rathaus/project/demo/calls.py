"""The call of the demo town, judged by two of its people, and what it entered in that of a neighbour."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from rathaus.events.models import OutboxMessage
from rathaus.exchange.actions import calls, entering
from rathaus.exchange.models import Call, Criterion, Entry, Juror, OwnEntry
from rathaus.exchange.queries import calls as queries
from rathaus.exchange.queries.entering import elsewhere
from rathaus.people.models import Account
from rathaus.towns.actors import Actor

FILE = Path(__file__).parent / "exchange" / "call.json"


def furnish(jury: Sequence[Account], *, by: Actor) -> None:
    """Criteria, entries, points, and who is in the final."""
    described = json.loads(FILE.read_text(encoding="utf-8"))
    call = Call(
        **{name: described[name] for name in ("slug", "title", "text", "contact")},
        ends_on=timezone.localdate() - dt.timedelta(days=described["ended_days_ago"]),
    )
    calls.save(call, by=by)
    criteria = [Criterion(call=call, title=title, weight=weight) for title, weight in described["criteria"].items()]
    jurors = [Juror(call=call, account=account) for account in jury]
    parts: list[calls.Part] = [*criteria, *jurors]
    for part in parts:
        calls.save_part(part, by=by)
    calls.publish(call, by=by)
    for title, town, summary, given in described["entries"]:
        entry = Entry(call=call, title=title, town=town, summary=summary)
        calls.save_part(entry, by=by)
        for juror, points in zip(jurors, given, strict=True):
            calls.score(juror, entry, dict(zip((one.pk for one in criteria), points, strict=True)), by=by)
    calls.close(call, by=by)
    best = [one.entry for one in queries.results(call) if one.place <= described["finalists"]]
    calls.publish_finalists(call, best, by=by)


def keep_open(described: Mapping[str, Any], *, by: Actor) -> None:
    """A call that one may still enter."""
    call = Call(
        **{name: described[name] for name in ("slug", "title", "text", "contact")},
        ends_on=timezone.localdate() + dt.timedelta(days=described["open_days"]),
    )
    calls.save(call, by=by)
    for title, weight in described["criteria"].items():
        calls.save_part(Criterion(call=call, title=title, weight=weight), by=by)
    calls.publish(call, by=by)


def enter(*, by: Actor) -> None:
    """Enter the call that is open elsewhere; it has arrived."""
    described = json.loads(FILE.read_text(encoding="utf-8"))["entered_elsewhere"]
    entry = entering.enter(OwnEntry(**described), elsewhere()[0], by=by)
    entering.carry(entry.pk, by=by)
    OutboxMessage.objects.filter(topic=entering.CARRY).update(done_at=timezone.now())
