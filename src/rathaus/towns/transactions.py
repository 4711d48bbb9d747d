"""The short write transaction of an action."""

from __future__ import annotations

from django.db.transaction import Atomic, atomic


def atomic_write() -> Atomic:
    """One short transaction around the writes of an action.

    On SQLite it takes the write lock at once, in turn with the other writers. Seal, make PDFs and talk to others
    *before* it: while it is open, nobody else in the installation can write.
    """
    return atomic(savepoint=False)
