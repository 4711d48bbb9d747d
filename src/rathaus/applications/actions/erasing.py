"""Erasing one sent application: on request of the person (Art. 17 GDPR), or once nobody has a duty to keep it."""

from __future__ import annotations

import datetime as dt

from rathaus import events
from rathaus.applications.actions.drafts import delete_attachments
from rathaus.applications.errors import Erased, StillKept
from rathaus.applications.events import ApplicationErased
from rathaus.applications.history import ENDED
from rathaus.applications.models import KEPT_YEARS, Application, Attachment, PublicEvent, Terms
from rathaus.protection import audit
from rathaus.protection.sealing import destroy
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write

REASON_LIMIT = 200


def kept_until(application: Application) -> dt.date | None:
    """Until when there is a duty to keep it: the years that the service set, after it ended; None while it is open."""
    ended = PublicEvent.objects.filter(application=application, kind__in=ENDED).order_by("-at").first()
    if ended is None:
        return None
    terms = Terms.objects.filter(service=application.version.service_id).first()
    years = KEPT_YEARS if terms is None else terms.kept_years
    # Whole years begin with the next one, as files are counted.
    return dt.date(ended.at.year + years, 12, 31)


def erase(application: Application, *, reason: str = "", by: Actor) -> None:
    """Erase a sent application for good: its data key is destroyed, and with it whatever anybody wrote about it.

    Files go from the disk (letters stay behind unreadable, as the record that there were some), the account is let go,
    the deletion journal keeps a backup from bringing it back. Number, days and outcome stay for the figures.
    `reason` (without any personal data: it stands in the audit log) overrides the duty to keep it.
    Raises `StillKept` where that duty holds and no reason is given, `Erased` where nothing is left, `NotAllowed`,
    `ValueError` for a reason that is too long.
    """
    if by.kind not in {"operator", "system"}:
        raise NotAllowed
    if len(reason) > REASON_LIMIT:
        raise ValueError(f"the reason has {len(reason)} characters, at most {REASON_LIMIT} are possible")
    until = _may_be_erased(application, reason)
    with atomic_write():
        rows = Application.objects.select_for_update(of=("self",)).select_related("data_key")
        locked = rows.get(pk=application.pk)
        if locked.data_key.wrapped is None:
            return  # by somebody else, meanwhile
        delete_attachments(locked.attachments.exclude(purpose=Attachment.Purpose.LETTER))
        locked.signatures.all().delete()
        Application.objects.filter(pk=locked.pk).update(account=None, organisation=None)
        destroy(locked.data_key)
        events.announce(ApplicationErased(locked.pk))
        details = {"number": locked.number, "kept_until": until.isoformat() if until else "open", "reason": reason}
        audit.record("application.erased", locked, by=by, details=details)


def _may_be_erased(application: Application, reason: str) -> dt.date | None:
    """Until when it should be kept (None: as long as it is open). Raises `Erased`, `StillKept`."""
    if application.data_key.wrapped is None:
        raise Erased
    until = kept_until(application)
    if not reason and (until is None or until >= clock.now().date()):
        raise StillKept(until)
    return until
