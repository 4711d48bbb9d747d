"""SQLite with a fair write lock (see ``lock``) around every write, inside ``atomic()`` and outside.

Order matters: first the lock, then ``BEGIN IMMEDIATE``; released after ``COMMIT`` or ``ROLLBACK``. A single statement
in autocommit is a transaction of its own, which with ``RETURNING`` ends only when its rows are fetched: they are
fetched at once, under the lock.
"""

from __future__ import annotations

import os
import re
import weakref
from collections.abc import Callable, Iterator
from typing import Any

from django.db.backends.sqlite3 import base

from rathaus.towns.db.sqlite.lock import WriteLock

_READS = re.compile(r"\s*(SELECT|PRAGMA|EXPLAIN|VALUES|BEGIN|COMMIT|END|ROLLBACK|SAVEPOINT|RELEASE)\b", re.IGNORECASE)


_wrappers: weakref.WeakSet[DatabaseWrapper] = weakref.WeakSet()
_inherited: list[Any] = []


class TownCursor(base.SQLiteCursorWrapper):
    """A cursor that may hold the rows of a finished ``… RETURNING`` statement."""

    kept: Iterator[Any] | None = None

    def execute(self, query: str, params: Any = None) -> Any:
        self.kept = None
        return super().execute(query, params)

    def keep_rows(self) -> None:
        """Fetch what the statement returns, which ends it."""
        if self.description is not None:
            self.kept = iter(super().fetchall())

    def fetchone(self) -> Any:
        return super().fetchone() if self.kept is None else next(self.kept, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        size = self.arraysize if size is None else size
        if self.kept is None:
            return super().fetchmany(size)
        return [row for _, row in zip(range(size), self.kept, strict=False)]

    def fetchall(self) -> list[Any]:
        return super().fetchall() if self.kept is None else list(self.kept)

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]  # sqlite3 returns itself
        return super().__iter__() if self.kept is None else self.kept


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite backend whose writers queue."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lock: WriteLock | None = None
        self.execute_wrappers.append(self._in_turn)
        _wrappers.add(self)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self._drop_lock()
        if not self.is_in_memory_db():
            self._lock = WriteLock(f"{self.settings_dict['NAME']}.lock")
        return super().get_new_connection(conn_params)

    def create_cursor(self, name: str | None = None) -> TownCursor:
        cursor: TownCursor = self.connection.cursor(factory=TownCursor)
        return cursor

    def _in_turn(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        """Take the lock around a write that is a transaction of its own."""
        lock = self._lock
        if lock is None or lock.held or self.connection.in_transaction or _READS.match(sql):
            return execute(sql, params, many, context)
        lock.acquire()
        try:
            result = execute(sql, params, many, context)
            context["cursor"].cursor.keep_rows()
            return result
        finally:
            if not self.connection.in_transaction:
                lock.release()

    def _start_transaction_under_autocommit(self) -> None:
        if self._lock is not None:
            self._lock.acquire()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # not in the stubs
        except BaseException:
            self._release()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._release()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._release()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._drop_lock()

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()

    def _drop_lock(self) -> None:
        if self._lock is not None:
            self._lock.close()
        self._lock = None


def _leave_to_parent() -> None:
    """A connection must not be used, nor even closed, on the other side of a fork: the child opens its own."""
    for wrapper in list(_wrappers):
        if wrapper.connection is not None:
            _inherited.append(wrapper.connection)
            wrapper.connection = None
            wrapper._lock = None


os.register_at_fork(after_in_child=_leave_to_parent)
