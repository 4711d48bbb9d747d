"""Sealing with a data key that the town's key wraps; destroying it; changing the town's key."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from rathaus import cli
from rathaus.events import NoTransaction, outbox
from rathaus.events.worker import Worker
from rathaus.protection import journal, keys, rotation, sealing
from rathaus.protection.errors import KeyDestroyed, KeyMissing, ProtectionError, SealBroken
from rathaus.protection.models import AuditEntry, DataKey
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write

OPERATOR = Actor.operator("Test")


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.RATHAUS_KEY_DIR = tmp_path / "keys"
    settings.RATHAUS_HEADS_DIR = tmp_path / "heads"
    return tmp_path / "keys"


def destroy(key: DataKey) -> None:
    with atomic_write():
        sealing.destroy(key)


# Sealing --------------------------------------------------------------------------------------------------------------


def test_unsealing_gives_back_what_was_sealed(scoped):
    key = sealing.new_data_key()
    sealed = sealing.seal_json(key, {"Straße": "Am Markt", "leer": None, "Zahl": 3}, context="answers:1")
    assert b"Markt" not in sealed
    key = DataKey.objects.get(pk=key.pk)
    assert sealing.unseal_json(key, sealed, context="answers:1") == {"Straße": "Am Markt", "leer": None, "Zahl": 3}


def test_sealing_twice_gives_different_bytes(scoped):
    key = sealing.new_data_key()
    assert sealing.seal(key, b"ja", context="x") != sealing.seal(key, b"ja", context="x")


def test_every_changed_byte_is_noticed(scoped):
    key = sealing.new_data_key()
    sealed = sealing.seal(key, b"Am Markt 1", context="x")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            sealing.unseal(key, bytes(changed), context="x")
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            sealing.unseal(key, sealed[:length], context="x")


def test_unsealing_in_another_place_is_refused(scoped):
    key = sealing.new_data_key()
    sealed = sealing.seal(key, b"x", context="answers:1")
    with pytest.raises(SealBroken):
        sealing.unseal(key, sealed, context="answers:2")
    with pytest.raises(SealBroken):
        sealing.unseal(sealing.new_data_key(), sealed, context="answers:1")


def test_key_of_another_town_does_not_open(town, other_town):
    with scope.of(town):
        key = sealing.new_data_key()
        sealed = sealing.seal(key, b"x", context="x")
    with scope.of(other_town), pytest.raises((SealBroken, KeyMissing)):
        sealing.unseal(key, sealed, context="x")


def test_value_that_is_no_json_is_refused(scoped):
    with pytest.raises(ValueError, match="not JSON compliant"):
        sealing.seal_json(sealing.new_data_key(), float("nan"), context="x")


# Destroying -----------------------------------------------------------------------------------------------------------


def test_destroyed_key_opens_nothing_any_more(scoped, django_capture_on_commit_callbacks):
    key = sealing.new_data_key()
    sealed = sealing.seal(key, b"x", context="x")
    with django_capture_on_commit_callbacks(execute=True):
        destroy(key)
    kept = DataKey.objects.get(pk=key.pk)
    with pytest.raises(KeyDestroyed):
        sealing.unseal(kept, sealed, context="x")
    assert (kept.wrapped, list(journal.read(scoped.pk))) == (None, [key.pk])


def test_destroying_outside_a_transaction_is_refused(transactional_db, town):
    with scope.of(town), pytest.raises(NoTransaction):
        sealing.destroy(sealing.new_data_key())


def test_destruction_that_is_rolled_back_leaves_no_trace(transactional_db, town):
    with scope.of(town):
        key = sealing.new_data_key()
        with transaction.atomic():
            sealing.destroy(key)
            transaction.set_rollback(True)
        assert DataKey.objects.get().wrapped is not None
        assert list(journal.read(town.pk)) == []


def test_destroying_twice_is_journaled_once(scoped, django_capture_on_commit_callbacks):
    key = sealing.new_data_key()
    with django_capture_on_commit_callbacks(execute=True):
        destroy(key)
        destroy(key)
    assert list(journal.read(scoped.pk)) == [key.pk]


def test_worker_journals_what_died_before_it_could(scoped):
    """The commit went through, the write behind it did not."""
    key = sealing.new_data_key()
    destroy(key)
    assert list(journal.read(scoped.pk)) == []
    Worker().drain()
    assert list(journal.read(scoped.pk)) == [key.pk]
    outbox.consumer_of(journal.TOPIC)({"data_key": str(key.pk)}, str(key.pk))
    assert list(journal.read(scoped.pk)) == [key.pk]


def test_replayed_journal_destroys_what_a_backup_brought_back(scoped, django_capture_on_commit_callbacks):
    gone, stays = sealing.new_data_key(), sealing.new_data_key()
    before = bytes(gone.wrapped)
    with django_capture_on_commit_callbacks(execute=True):
        destroy(gone)
    DataKey.objects.filter(pk=gone.pk).update(wrapped=before, destroyed_at=None)
    assert [journal.replay(), journal.replay()] == [1, 0]
    assert DataKey.objects.get(pk=gone.pk).wrapped is None
    assert DataKey.objects.get(pk=stays.pk).wrapped is not None


def test_cut_line_of_the_journal_is_passed_over(scoped, caplog):
    key = sealing.new_data_key()
    journal.write(scoped.pk, key.pk)
    with journal.journal_path(scoped.pk).open("a") as out:
        out.write("2026-11-22T10:00:00Z 4f1c")
    assert list(journal.read(scoped.pk)) == [key.pk]
    assert [record.getMessage() for record in caplog.records] == [
        f"deletion journal {scoped.pk}.deleted, line 3 is unreadable"
    ]


def test_line_after_a_cut_one_begins_anew(scoped):
    """What a power cut left half written must not swallow the next deletion."""
    journal.journal_path(scoped.pk).parent.mkdir(exist_ok=True)
    journal.journal_path(scoped.pk).write_text("2026-11-22T10:00:00Z 4f1c")
    key = sealing.new_data_key()
    journal.write(scoped.pk, key.pk)
    assert list(journal.read(scoped.pk)) == [key.pk]


def test_emptied_log_holds_no_old_pages(transactional_db, town):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's log")
    with scope.of(town):
        sealing.new_data_key()
        log = connection.settings_dict["NAME"].with_suffix(".sqlite3-wal")
        assert log.stat().st_size > 0
        sealing.empty_write_ahead_log()
        assert log.stat().st_size == 0


# The town's key -------------------------------------------------------------------------------------------------------


def test_key_file_is_private_and_never_overwritten(town, folder):
    path = keys.key_path(town.pk)
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        keys.create_town_key(town)
    assert path.read_bytes() == before


def test_missing_key_file_is_named(scoped):
    keys.key_path(scoped.pk).unlink()
    with pytest.raises(KeyMissing, match=rf"Die Schlüsseldatei {scoped.pk}\.key der Kommune fehlt"):
        sealing.new_data_key()


SHORT = base64.b64encode(b"short").decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "nicht lesbar"),
        ("{}", "nicht lesbar"),
        ('{"wrapping": [], "signing": "' + base64.b64encode(bytes(32)).decode() + '"}', "enthält keinen Schlüssel"),
        ('{"wrapping": [{"id": "a", "key": "' + SHORT + '", "created": "2026-01-01"}], "signing": ""}', "nicht lesbar"),
    ],
)
def test_broken_key_file_is_named(scoped, content, sentence):
    keys.key_path(scoped.pk).write_text(content)
    with pytest.raises(KeyMissing, match=sentence):
        sealing.new_data_key()


def test_replaced_key_file_does_not_open_what_the_old_one_sealed(scoped):
    key = sealing.new_data_key()
    sealed = sealing.seal(key, b"x", context="x")
    keys.key_path(scoped.pk).unlink()
    keys.create_town_key(scoped)
    with pytest.raises(KeyMissing, match=f"enthält den Schlüssel {key.town_key} nicht"):
        sealing.unseal(key, sealed, context="x")


def make_older(town, **by: float) -> None:
    """Set back the time at which the current key was made."""
    raw = json.loads(keys.key_path(town.pk).read_text())
    raw["wrapping"][-1]["created"] = (datetime.now(UTC) - timedelta(**by)).isoformat()
    keys.key_path(town.pk).write_text(json.dumps(raw))


def test_rotation_moves_every_key_and_loses_nothing(scoped):
    made = [sealing.new_data_key() for _ in range(5)]
    sealed = [sealing.seal(key, str(n).encode(), context="x") for n, key in enumerate(made)]
    old = made[0].town_key
    destroy(made[4])
    assert rotation.rotate(by=OPERATOR) == 4
    assert rotation.move_all(batch=2) == 0
    make_older(scoped, hours=2)
    assert rotation.forget_old_keys(by=OPERATOR) == 1
    assert rotation.forget_old_keys(by=OPERATOR) == 0
    opened = [sealing.unseal(DataKey.objects.get(pk=made[n].pk), sealed[n], context="x") for n in range(4)]
    assert opened == [b"0", b"1", b"2", b"3"]
    assert old not in [each.id for each in keys.town_keys(scoped.pk).wrapping]
    assert list(AuditEntry.objects.values_list("action", flat=True)) == ["keys.rotated", "keys.forgotten"]


def test_rotation_goes_in_batches(scoped):
    for _ in range(5):
        sealing.new_data_key()
    keys.replace_wrapping(scoped.pk, [*keys.town_keys(scoped.pk).wrapping, keys.WrappingKey.new()])
    assert rotation.move_all(batch=2) == 5


def test_old_key_is_not_forgotten_too_early(scoped):
    rotation.rotate(by=OPERATOR)
    with pytest.raises(ProtectionError, match="noch keine Stunde alt"):
        rotation.forget_old_keys(by=OPERATOR)


def test_keys_are_changed_by_operators_only(scoped):
    for action in (rotation.rotate, rotation.forget_old_keys):
        with pytest.raises(NotAllowed):
            action(by=Actor("staff", "1", "x"))


def test_command_changes_the_keys(scoped, capsys):
    sealing.new_data_key()
    assert cli.main(["keys", "rotate", "--town", "musterstadt"]) == 0
    assert cli.main(["keys", "forget", "--town", "musterstadt"]) == 2
    make_older(scoped, hours=2)
    assert cli.main(["keys", "forget", "--town", "musterstadt"]) == 0
    assert cli.main(["keys", "rotate", "--town", "nirgends"]) == 2
    shown = capsys.readouterr()
    assert shown.out == "1 Datenschlüssel gewechselt\n1 alte Schlüssel entfernt\n"
    assert shown.err == (
        "rathaus keys: Der neue Schlüssel ist noch keine Stunde alt; bitte später noch einmal.\n"
        "rathaus keys: Die Kommune 'nirgends' gibt es hier nicht.\n"
    )
