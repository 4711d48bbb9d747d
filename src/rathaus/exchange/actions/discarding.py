"""Throwing away what somebody began and nobody else has seen, or may see no longer."""

from __future__ import annotations

from django.utils.translation import gettext as _

from rathaus.exchange.actions import experience, meetings
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Call, Experience, Meeting
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

Draft = Meeting | Call | Experience
_KINDS = {Meeting: "meeting", Call: "call", Experience: "experience"}


def discard(draft: Draft, *, by: Actor) -> None:
    """Remove a draft with all that belongs to it, files and questions with their keys.

    Raises `ExchangeError` while it is public.
    """
    require(by, Permission.STRATEGY)
    if draft.published_at is not None:
        raise ExchangeError(_("Was öffentlich ist, lässt sich nicht entfernen."))
    draft_id = draft.pk
    with atomic_write():
        if isinstance(draft, Meeting):
            for material in draft.materials.select_related("file", "data_key"):
                meetings.remove_part(material, by=by)
        if isinstance(draft, Experience):
            for question in draft.questions.select_related("data_key"):
                experience.drop(question, by=by)
        draft.delete()
        audit.record(f"{_KINDS[type(draft)]}.discarded", draft_id, by=by)
