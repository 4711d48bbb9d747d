"""A write lock between processes that serves waiters in turn.

SQLite lets one writer in at a time and makes the others poll with growing pauses; under load one client writes
thousands of rows while another waits for seconds. ``flock`` on a file beside the database lets the kernel queue the
waiters instead, and gives the lock back by itself when its holder dies. There is no time limit: each holder is a short
transaction, and whoever waits is next in line.
"""

from __future__ import annotations

import fcntl
import os
import threading
import weakref

from django.db.utils import OperationalError

_open_locks: weakref.WeakSet[WriteLock] = weakref.WeakSet()
_holding: dict[str, tuple[WriteLock, int]] = {}
"""Which lock of this process is held for a path, and by which thread."""


class WriteLock:
    """One connection's handle on the write lock of a database file. Not reentrant; not shared between threads."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.held = False
        self._file: int | None = None
        _open_locks.add(self)

    def acquire(self) -> None:
        """Wait for the turn to write. ``OperationalError`` where this very thread is what it would wait for."""
        _, holder = _holding.get(self.path, (None, None))
        if holder == threading.get_ident():
            raise OperationalError("This thread already writes to the database, on another connection.")
        if self._file is None:
            self._file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self.held = True
        _holding[self.path] = (self, threading.get_ident())

    def release(self) -> None:
        """Let the next one write. Harmless where nothing is held."""
        if self.held and self._file is not None:
            del _holding[self.path]
            self.held = False
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        """Give up the lock and its file."""
        self.release()
        self._forget()

    def _forget(self) -> None:
        if self._file is not None:
            os.close(self._file)
        self._file = None
        self.held = False


def _forget_in_child() -> None:
    """A forked child shares the parent's open file and its lock: drop it, or the lock outlives the parent."""
    _holding.clear()
    for lock in list(_open_locks):
        lock._forget()


os.register_at_fork(after_in_child=_forget_in_child)
