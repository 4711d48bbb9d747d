"""The town is a wall: managers that fail closed, and row security behind them."""

import uuid

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from rathaus.events import outbox
from rathaus.events.models import OutboxMessage
from rathaus.protection import sealing
from rathaus.protection.models import DataKey, SealedFile
from rathaus.towns import scope
from rathaus.towns.errors import ForeignTown, NoTown
from rathaus.towns.models import SharedManager, TownManager, TownModel, TownQuerySet
from rathaus.towns.transactions import atomic_write

TOWN_MODELS = [model for model in apps.get_models(include_auto_created=True) if issubclass(model, TownModel)]
SHARED = {model for model in TOWN_MODELS if any(isinstance(one, SharedManager) for one in model._meta.managers)}
"""What towns put there for each other: released figures, published strategies."""


@pytest.fixture
def postgresql_only(db):
    if connection.vendor != "postgresql":
        pytest.skip("row security is PostgreSQL's")


@pytest.fixture
def both(town, other_town):
    """A message in each of the two towns."""
    for each in (town, other_town):
        with scope.of(each):
            put(each.slug)
    return town, other_town


@pytest.fixture
def broken_filter(monkeypatch):
    """The mutant: the managers forget to ask for the town."""
    monkeypatch.setattr(TownManager, "get_queryset", lambda self: TownQuerySet(self.model, using=self._db))


def put(key: str) -> OutboxMessage:
    with atomic_write():
        return outbox.put("test", {}, key=key)


def keys() -> list[str]:
    return sorted(OutboxMessage.objects.values_list("key", flat=True))


# The managers ---------------------------------------------------------------------------------------------------------


def test_query_without_a_scope_raises(town):
    with pytest.raises(NoTown):
        OutboxMessage.objects.count()


def test_object_without_a_scope_cannot_be_made(town):
    with pytest.raises(NoTown):
        OutboxMessage(topic="x")


def test_query_in_a_scope_sees_only_its_town(both):
    for each in both:
        with scope.of(each):
            assert keys() == [each.slug]


def test_scopes_nest_and_end(town, other_town):
    with scope.of(town):
        with scope.of(other_town), pytest.raises(ZeroDivisionError):
            _ = 1 / len(scope.current().slug[:0])
        assert (scope.current(), scope.current_id()) == (town, town.pk)
        with scope.everywhere():
            assert scope.is_everywhere()
            with pytest.raises(NoTown):
                scope.current()
            with scope.of(other_town):
                assert not scope.is_everywhere()
    with pytest.raises(NoTown):
        scope.current()


def test_row_of_another_town_is_not_found_by_its_key(both):
    town, other = both
    with scope.of(other):
        foreign = OutboxMessage.objects.get()
    with scope.of(town):
        assert not OutboxMessage.objects.filter(pk=foreign.pk).exists()
        with pytest.raises(OutboxMessage.DoesNotExist):
            foreign.refresh_from_db()


def test_relation_to_a_row_of_another_town_is_not_followed(town, other_town):
    with scope.of(town):
        file = SealedFile(data_key=sealing.new_data_key(), size=0)
        file.save()
    with scope.of(other_town):
        stranger = SealedFile(data_key_id=file.data_key_id)
        with pytest.raises(DataKey.DoesNotExist):
            _ = stranger.data_key


def test_row_that_points_to_another_town_is_not_saved(town, other_town):
    with scope.of(town):
        key = sealing.new_data_key()
    with scope.of(other_town), pytest.raises(ForeignTown, match=r"SealedFile\.data_key points"):
        SealedFile(data_key=key, size=0).save()


@pytest.mark.parametrize("write", ["save", "delete", "bulk_create"])
def test_writing_a_row_of_another_town_raises(both, write):
    town, other = both
    with scope.of(other):
        foreign = OutboxMessage.objects.get()
    with scope.of(town), pytest.raises(ForeignTown):
        OutboxMessage.objects.bulk_create([foreign]) if write == "bulk_create" else getattr(foreign, write)()


def test_updating_and_deleting_many_stays_in_the_town(both):
    town, other = both
    with scope.of(town):
        assert OutboxMessage.objects.update(topic="ours") == 1
        assert OutboxMessage.objects.all().delete()[0] == 1
    with scope.of(other):
        assert OutboxMessage.objects.get().topic == "test"


def test_row_does_not_move_to_another_town(both):
    town, other = both
    with scope.of(town), pytest.raises(ForeignTown):
        OutboxMessage.objects.update(municipality=other)


def test_operator_reads_all_towns_and_only_there(both):
    with scope.everywhere():
        assert sorted(OutboxMessage.unscoped.values_list("key", flat=True)) == ["musterstadt", "nachbarstadt"]
        with pytest.raises(NoTown):
            OutboxMessage.objects.count()
    with scope.of(both[0]), pytest.raises(NoTown):
        OutboxMessage.unscoped.count()


# The control: without the managers' filter ----------------------------------------------------------------------------


def test_mutant_without_the_filter_shows_that_the_filter_matters(both, broken_filter):
    """On SQLite the filter is all there is, and this test would notice its loss; on PostgreSQL the wall stands."""
    seen = {"sqlite": ["musterstadt", "nachbarstadt"], "postgresql": ["musterstadt"]}
    with scope.of(both[0]):
        assert keys() == seen[connection.vendor]


def test_mutant_writes_no_foreign_row(postgresql_only, both, broken_filter):
    with scope.of(both[0]):
        assert OutboxMessage.objects.filter(key="nachbarstadt").update(topic="stolen") == 0
        assert OutboxMessage.objects.filter(key="nachbarstadt").delete()[0] == 0
    with scope.of(both[1]):
        assert OutboxMessage.objects.get().topic == "test"


# Row security ---------------------------------------------------------------------------------------------------------


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM events_outboxmessage")
        return cursor.fetchone()[0]


def test_raw_query_sees_its_town_nothing_or_everything(postgresql_only, both):
    assert rows() == 0
    with scope.of(both[0]):
        assert rows() == 1
    with scope.everywhere():
        assert rows() == 2
    assert rows() == 0


def test_raw_insert_for_another_town_is_refused(postgresql_only, both):
    columns = "id, municipality_id, topic, key, payload, created_at, due_at, leased_by, tries, last_error"
    insert = (
        f"INSERT INTO events_outboxmessage ({columns}, closed_by, closed_reason) "
        "VALUES (%s, %s, 't', 'k', '{}', now(), now(), '', 0, '', '', '')"
    )
    for around in (scope.of(both[0]), scope.everywhere()):
        refused = pytest.raises(DatabaseError, match="row-level security")
        with around, refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(insert, [uuid.uuid4(), both[1].pk])


def test_operators_view_of_all_towns_writes_nothing(postgresql_only, both):
    with scope.everywhere(), connection.cursor() as cursor:
        cursor.execute("UPDATE events_outboxmessage SET topic = 'stolen'")
        assert cursor.rowcount == 0


def test_wall_stands_again_after_a_rollback(postgresql_only, both):
    """A rollback takes back what the connection was told inside."""
    town, other = both
    with scope.of(town):
        with transaction.atomic():
            with scope.of(other):
                assert rows() == 1
            transaction.set_rollback(True)
        assert keys() == ["musterstadt"]
        assert rows() == 1


def test_wall_stands_after_the_connection_was_lost(postgresql_only, transactional_db, town, other_town):
    with scope.of(town):
        put("ours")
        assert rows() == 1
        connection.close()
        assert rows() == 1
    with scope.of(other_town):
        assert rows() == 0


def test_tests_run_as_a_role_that_is_not_above_the_wall(postgresql_only):
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("model", TOWN_MODELS, ids=lambda model: model._meta.label)
def test_every_table_of_a_town_has_row_security(postgresql_only, model):
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s", [table])
        assert cursor.fetchone() == (True, True), f"{model.__name__}: EnableRowSecurity is missing in its migration"
        cursor.execute("SELECT policyname, permissive, cmd FROM pg_policies WHERE tablename = %s", [table])
        shared = [("everybody_reads", "PERMISSIVE", "SELECT")] if model in SHARED else []
        assert sorted(cursor.fetchall()) == [
            *shared,
            ("operator_reads", "PERMISSIVE", "SELECT"),
            ("town", "PERMISSIVE", "ALL"),
        ]


@pytest.mark.parametrize("model", TOWN_MODELS, ids=lambda model: model._meta.label)
def test_every_table_of_a_town_begins_its_indexes_with_it(db, model):
    """What the system checks say of the models, read from the database itself."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, model._meta.db_table)
    secondary = {
        name: facts["columns"]
        for name, facts in found.items()
        if (facts["index"] or facts["unique"]) and not facts["primary_key"]
    }
    assert {name: columns[:1] for name, columns in secondary.items()} == {
        name: ["municipality_id"] for name in secondary
    }


@pytest.mark.parametrize("model", TOWN_MODELS, ids=lambda model: model._meta.label)
def test_every_town_model_fails_closed(db, model):
    for manager in model._meta.managers:
        with pytest.raises(NoTown):
            manager.get_queryset()
    assert isinstance(model._meta.base_manager, TownManager)
    assert isinstance(model._meta.default_manager, TownManager)
    assert isinstance(model._meta.pk, models.UUIDField)


def test_only_what_is_meant_for_every_town_is_shared():
    assert {model._meta.label for model in SHARED} == {"strategy.ReleasedValue", "strategy.PublishedStrategy"}
