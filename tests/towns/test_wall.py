"""The town is a wall: managers that fail closed, and row security behind them."""

import pytest
from django.db import connection

from rathaus.events import outbox
from rathaus.events.models import OutboxMessage
from rathaus.towns import scope
from rathaus.towns.errors import ForeignTown, NoTown
from rathaus.towns.transactions import atomic_write


def put(key: str) -> OutboxMessage:
    with atomic_write():
        return outbox.put("test", {}, key=key)


def test_query_without_a_scope_raises(town):
    with pytest.raises(NoTown):
        OutboxMessage.objects.count()


def test_query_in_a_scope_sees_only_its_town(town, other_town):
    with scope.of(town):
        put("ours")
    with scope.of(other_town):
        put("theirs")
        assert [m.key for m in OutboxMessage.objects.all()] == ["theirs"]
    with scope.of(town):
        assert [m.key for m in OutboxMessage.objects.all()] == ["ours"]


def test_saving_a_row_of_another_town_raises(town, other_town):
    with scope.of(town):
        message = put("ours")
    with scope.of(other_town), pytest.raises(ForeignTown):
        message.save()


def test_operator_reads_all_towns_and_only_there(town, other_town):
    for each in (town, other_town):
        with scope.of(each):
            put(each.slug)
    with scope.everywhere():
        keys = sorted(OutboxMessage.unscoped.values_list("key", flat=True))
    assert keys == ["musterstadt", "nachbarstadt"]
    with pytest.raises(NoTown), scope.of(town):
        OutboxMessage.unscoped.count()


def test_row_security_stands_where_the_filter_is_gone(town, other_town):
    if connection.vendor != "postgresql":
        pytest.skip("row security is PostgreSQL's")
    with scope.of(town):
        put("ours")
    with scope.of(other_town), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM events_outboxmessage")
        assert cursor.fetchone() == (0,)
