"""The fair write lock of the SQLite backend, on database files of its own."""

import multiprocessing
import os
import sqlite3
import threading
import time

import pytest
from django.db import transaction
from django.db.utils import ConnectionHandler, IntegrityError, OperationalError

from rathaus.project import environment
from rathaus.towns.db.sqlite.lock import WriteLock


@pytest.fixture(autouse=True)
def own_databases(django_db_blocker):
    """These databases are not the one that pytest-django watches over."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def connect(tmp_path):
    """Connections to one new database with a table ``t``, each through a handler of its own."""
    made = []

    def connect():
        connection = ConnectionHandler({"default": environment.sqlite(tmp_path / "x.sqlite3")})["default"]
        connection.inc_thread_sharing()
        made.append(connection)
        return connection

    with connect().cursor() as cursor:
        cursor.execute("CREATE TABLE t (id integer PRIMARY KEY, value integer UNIQUE)")
    yield connect
    for connection in made:
        connection.close()


def begin(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def insert(connection, value):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO t (value) VALUES (%s) RETURNING id", [value])
        return cursor.fetchone()


def is_free(connection) -> bool:
    """Whether another process could write now."""
    other = sqlite3.connect(connection.settings_dict["NAME"], timeout=0)
    try:
        other.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return False
    else:
        return True
    finally:
        other.close()


def waits_for(connection, writer) -> bool:
    """Whether a write of ``writer`` waits until ``connection`` commits."""
    done = threading.Event()

    def write():
        insert(writer, 99)
        done.set()

    thread = threading.Thread(target=write)
    thread.start()
    waited = not done.wait(0.2)
    connection.commit()
    connection.set_autocommit(True)
    thread.join(5)
    return waited and done.is_set()


def test_database_keeps_what_it_acknowledges(connect):
    with connect().cursor() as cursor:
        found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    assert found == ["wal", 2]


def test_write_in_a_transaction_holds_the_lock_until_its_end(connect):
    one, other = connect(), connect()
    begin(one)
    insert(one, 1)
    assert one._lock.held
    assert waits_for(one, other)
    assert not one._lock.held


def test_write_outside_a_transaction_takes_and_gives_the_lock(connect):
    connection = connect()
    assert insert(connection, 1) == (1,)
    assert (connection._lock.held, is_free(connection)) == (False, True)


def test_returned_rows_are_all_there_in_every_way_of_fetching(connect):
    connection = connect()
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO t (value) VALUES (1), (2), (3), (4) RETURNING value")
        assert is_free(connection)
        assert cursor.fetchone() == (1,)
        assert cursor.fetchmany(2) == [(2,), (3,)]
        assert cursor.fetchall() == [(4,)]
        assert cursor.fetchone() is None
        cursor.execute("UPDATE t SET value = value + 10 RETURNING value")
        assert sorted(cursor) == [(11,), (12,), (13,), (14,)]
        cursor.execute("SELECT count(*) FROM t")
        assert (cursor.fetchmany(), cursor.fetchone()) == ([(4,)], None)


def test_failed_write_gives_the_lock_back(connect):
    connection = connect()
    insert(connection, 1)
    with pytest.raises(IntegrityError):
        insert(connection, 1)
    assert (connection._lock.held, is_free(connection)) == (False, True)


def test_rollback_gives_the_lock_back(connect):
    connection = connect()
    begin(connection)
    insert(connection, 1)
    connection.rollback()
    connection.set_autocommit(True)
    assert (connection._lock.held, is_free(connection)) == (False, True)


def test_transaction_that_cannot_begin_gives_the_lock_back(connect):
    connection = connect()
    connection.ensure_connection()
    with pytest.raises(OperationalError):
        begin_twice(connection)
    assert not connection._lock.held


def begin_twice(connection):
    connection.connection.execute("BEGIN")
    try:
        connection._start_transaction_under_autocommit()
    finally:
        connection.connection.execute("ROLLBACK")


def test_closing_gives_the_lock_back(connect):
    connection = connect()
    begin(connection)
    insert(connection, 1)
    lock = connection._lock
    connection.close()
    assert (lock.held, connection._lock) == (False, None)
    assert is_free(connection)


def test_reading_never_waits(connect):
    writer, reader = connect(), connect()
    begin(writer)
    insert(writer, 1)
    with reader.cursor() as cursor:
        assert cursor.execute("SELECT count(*) FROM t").fetchone() == (0,)
    writer.commit()
    writer.set_autocommit(True)


def test_thread_that_waits_for_itself_is_told(connect):
    one, other = connect(), connect()
    begin(one)
    with pytest.raises(OperationalError, match="already writes"):
        insert(other, 1)
    one.rollback()
    one.set_autocommit(True)


def test_waiters_are_served_in_turn(tmp_path):
    """Eight clients that want to write all the time: none starves."""
    path, served, ready = str(tmp_path / "lock"), [0] * 8, threading.Barrier(8)

    def client(number):
        lock = WriteLock(path)
        ready.wait()
        stop = time.monotonic() + 1.0
        while time.monotonic() < stop:
            lock.acquire()
            time.sleep(0.0005)
            served[number] += 1
            lock.release()
        lock.close()

    threads = [threading.Thread(target=client, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(served) <= 5 * min(served), served


def _hold(path, ready):
    lock = WriteLock(path)
    lock.acquire()
    ready.set()
    time.sleep(60)


def test_lock_of_a_killed_process_is_free(tmp_path):
    context = multiprocessing.get_context("spawn")
    ready = context.Event()
    holder = context.Process(target=_hold, args=(str(tmp_path / "lock"), ready))
    holder.start()
    assert ready.wait(20)
    holder.kill()
    holder.join()
    lock = WriteLock(str(tmp_path / "lock"))
    lock.acquire()
    assert lock.held
    lock.close()


@pytest.mark.filterwarnings("ignore:.*use of fork:DeprecationWarning")
def test_forked_child_takes_neither_lock_nor_connection_along(connect):
    connection = connect()
    begin(connection)
    insert(connection, 1)
    lock = connection._lock
    pid = os.fork()
    if pid == 0:
        clean = connection.connection is None and connection._lock is None and not lock.held and lock._file is None
        os._exit(0 if clean else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert not is_free(connection)
    connection.commit()
    connection.set_autocommit(True)
    assert is_free(connection)


def test_memory_database_needs_no_lock():
    values = {**environment.sqlite(":memory:"), "OPTIONS": {}}
    connection = ConnectionHandler({"default": values})["default"]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (value integer)")
        cursor.execute("INSERT INTO t VALUES (1)")
    assert connection._lock is None


def test_atomic_of_the_house_takes_the_lock_at_once(transactional_db):
    connection = transaction.get_connection()
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's lock")
    with transaction.atomic():
        assert connection._lock.held
    assert not connection._lock.held
