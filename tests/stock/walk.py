"""What walks in a browser share with the rehearsal."""

from __future__ import annotations

import re
from random import Random
from uuid import UUID

from rathaus.applications.models import DraftRecord


def slug_of(address: str) -> str:
    """The slug of the page of questions at an address."""
    found = re.search(r"/seite/([^/]+)/", address)
    assert found, f"no page of questions: {address}"
    return found[1]


def newest_draft_id() -> UUID:
    """The draft that was begun last."""
    return DraftRecord.objects.latest("created_at").pk


def rng() -> Random:
    """The same choices in every run."""
    return Random(2026)
