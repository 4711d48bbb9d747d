"""A backup brings the whole house back, deletions stay deletions, and nothing is put over what is there."""

import json
import re
import shutil

import pytest
from django.core.management import call_command
from django.db import connection, connections

from rathaus.cli import Parser
from rathaus.project import environment
from rathaus.project.backup import actions, database
from rathaus.project.backup.archive import ArchiveError
from rathaus.project.commands import backup as backup_command
from rathaus.project.commands import restore as restore_command
from rathaus.protection import audit, sealing
from rathaus.protection.keys import create_town_key
from rathaus.protection.models import AuditEntry, DataKey
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.models import Municipality
from rathaus.towns.transactions import atomic_write
from tests import postgres

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(tmp_path, settings):
    """Two towns with sealed data, in a home of this test's own."""
    home = tmp_path / "home"
    settings.RATHAUS_HOME = home
    settings.RATHAUS_KEY_DIR, settings.RATHAUS_FILES_DIR = home / "keys", home / "files"
    settings.RATHAUS_HEADS_DIR = home / "heads"
    for folder in ("keys", "files", "heads"):
        (home / folder).mkdir(parents=True)
    (home / "secret.key").write_text("secret")
    (home / "rathaus.env").write_text("RATHAUS_PROXIES=1\n")
    for name in ("Linden", "Buchen"):
        town = Municipality.objects.create(slug=name.lower(), name=name)
        create_town_key(town)
        with scope.of(town), atomic_write():
            key = sealing.new_data_key()
            audit.record("test.sealed", key, by=Actor.system("test"))
        (home / "files" / f"{town.slug}.sealed").write_bytes(name.encode() * 1000)
    return home


@pytest.fixture
def saved(house, tmp_path):
    """The two archives of the house."""
    for folder in ("safe", "vault"):
        (tmp_path / folder).mkdir()
    data, keys = tmp_path / "safe" / "data.tar.gz", tmp_path / "vault" / "keys.tar.gz"
    assert (actions.back_up(data), actions.back_up_keys(keys)) == (2, 2)
    return data, keys


def _lose(house, *, database_too=False):
    """The machine burns down: the home is gone, and the database is empty (or gone as well)."""
    shutil.rmtree(house)
    house.mkdir()
    if connection.vendor == "sqlite":
        connections.close_all()
        path = database.sqlite_path()
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()
        return
    name, tables = str(connection.settings_dict["NAME"]), connection.introspection.table_names()
    connections.close_all()
    if database_too:
        postgres.drop_database(name)
        postgres.create_database(name)
    else:
        postgres.empty_tables(name, [table for table in tables if table != "django_migrations"])
    _connect_as_owner()


def _connect_as_owner():
    connection.settings_dict["USER"] = connections.settings["default"]["USER"] = postgres.OWNER


@pytest.fixture(autouse=True)
def _database_for_the_next_test(transactional_db, settings, tmp_path):
    """Whatever a test did to the database: the next one finds its tables, and the role that owns none of them."""
    if connection.vendor == "sqlite":
        connections.close_all()
        path, kept = database.sqlite_path(), tmp_path / "kept.sqlite3"
        shutil.copy(path, kept)
        yield
        connections.close_all()
        for file in path.parent.glob(f"{path.name}*"):
            file.unlink()
        shutil.copy(kept, path)
        return
    role = connection.settings_dict["USER"]
    settings.RATHAUS_APPLICATION_ROLE = postgres.APPLICATION
    yield
    connection.close()
    _connect_as_owner()
    call_command("migrate", verbosity=0)
    connection.close()
    connection.settings_dict["USER"] = connections.settings["default"]["USER"] = role


def _rows():
    rows = {}
    with scope.everywhere(), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table not in {"django_migrations", "django_content_type", "auth_permission"}:
                cursor.execute(f'SELECT * FROM "{table}"')
                rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def test_whole_house_comes_back(house, saved):
    before = _rows()
    _lose(house, database_too=True)
    restored = actions.restore(*saved)
    assert [(t.name, t.key_present, t.deleted_again, t.audit_entries, t.audit_problems) for t in restored] == [
        ("Buchen", True, 0, 1, ()),
        ("Linden", True, 0, 1, ()),
    ]
    after = _rows()
    for table in before:
        if table != "protection_auditentry":
            assert after[table] == before[table]
    assert set(before["protection_auditentry"]) < set(after["protection_auditentry"])
    assert (house / "files" / "linden.sealed").read_bytes() == b"Linden" * 1000
    assert (house / "secret.key").read_text() == "secret"
    assert "RATHAUS_PROXIES=1" in (house / "rathaus.env").read_text().splitlines()
    assert not (house / "restore-not-finished").exists()


def test_sealed_data_opens_after_a_restore(house, saved, tmp_path):
    town = Municipality.objects.get(slug="linden")
    with scope.of(town):
        sealed = sealing.seal(DataKey.objects.get(), b"Erika", context="test")
    _lose(house)
    actions.restore(*saved)
    with scope.of(town):
        assert sealing.unseal(DataKey.objects.get(), sealed, context="test") == b"Erika"


def test_restore_is_written_into_every_towns_log(house, saved):
    _lose(house)
    actions.restore(*saved)
    with scope.of(Municipality.objects.get(slug="linden")):
        assert list(AuditEntry.objects.values_list("action", flat=True)) == ["test.sealed", "operations.restored"]


def test_what_was_deleted_after_the_backup_stays_deleted(house, saved):
    town = Municipality.objects.get(slug="linden")
    with scope.of(town), atomic_write():
        sealing.destroy(DataKey.objects.get())
    journal = (house / "keys" / f"{town.pk}.deleted").read_bytes()
    _lose(house)
    (house / "keys").mkdir()
    (house / "keys" / f"{town.pk}.deleted").write_bytes(journal)  # lay on another disk than the data
    restored = {t.name: t.deleted_again for t in actions.restore(*saved)}
    assert restored == {"Buchen": 0, "Linden": 1}
    with scope.of(town):
        assert DataKey.objects.get().wrapped is None


def test_journal_in_the_archive_and_on_disk_count_both(house, saved, tmp_path):
    town = Municipality.objects.get(slug="linden")
    with scope.of(town), atomic_write():
        sealing.destroy(DataKey.objects.get())
    newer = tmp_path / "vault" / "newer.tar.gz"
    actions.back_up_keys(newer)
    _lose(house)
    (house / "keys").mkdir()
    (house / "keys" / f"{town.pk}.deleted").write_bytes(b"")
    assert {t.name: t.deleted_again for t in actions.restore(saved[0], newer)} == {"Buchen": 0, "Linden": 1}


def test_restore_without_the_keys_says_so(house, saved):
    _lose(house)
    assert [(t.name, t.key_present) for t in actions.restore(saved[0])] == [("Buchen", False), ("Linden", False)]


def test_restore_refuses_a_house_that_is_lived_in(house, saved):
    before = _rows()
    with pytest.raises(ArchiveError, match="stehen schon Kommunen"):
        actions.restore(*saved)
    assert _rows() == before


def test_restore_refuses_a_folder_with_files(house, saved):
    _lose(house)
    (house / "files").mkdir()
    (house / "files" / "x.sealed").write_bytes(b"x")
    with pytest.raises(ArchiveError, match="liegen schon Dateien"):
        actions.restore(*saved)


def test_restore_refuses_another_key_under_the_same_name(house, saved):
    town = Municipality.objects.get(slug="linden")
    _lose(house)
    (house / "keys").mkdir()
    (house / "keys" / f"{town.pk}.key").write_bytes(b"another")
    with pytest.raises(ArchiveError, match="mit anderem Inhalt"):
        actions.restore(*saved)
    assert (house / "keys" / f"{town.pk}.key").read_bytes() == b"another"


def test_restore_refuses_the_archive_of_keys_as_data(house, saved):
    _lose(house)
    with pytest.raises(ArchiveError, match="keine Sicherung von Daten"):
        actions.restore(saved[1], saved[0])


def test_restore_refuses_a_damaged_archive_and_changes_nothing(house, saved):
    _lose(house)
    saved[0].write_bytes(saved[0].read_bytes()[:-100])
    with pytest.raises(ArchiveError, match="keine unversehrte Sicherung"):
        actions.restore(*saved)
    assert list(house.iterdir()) == []


def test_no_key_lies_in_the_archive_of_data(house, saved, tmp_path):
    out = tmp_path / "out"
    shutil.unpack_archive(saved[0], out)
    keys = [path.read_bytes() for path in (house / "keys").glob("*.key")] + [b"RATHAUS_PROXIES=1"]
    found = [path for path in out.rglob("*") if path.is_file() for key in keys if key in path.read_bytes()]
    assert (len(keys), found) == (3, [])


def _call(module, *options):
    parser = Parser()
    module.configure(parser)
    return module.run(parser.parse_args([str(option) for option in options]))


def test_command_refuses_data_and_keys_in_one_folder(house, tmp_path, capsys):
    assert _call(backup_command, tmp_path / "a.tar.gz", "--keys", tmp_path / "b.tar.gz") == 2
    assert "nicht in denselben Ordner" in capsys.readouterr().err
    assert list(tmp_path.glob("*.tar.gz")) == []


def test_of_two_archives_both_are_made_or_neither(house, tmp_path, capsys):
    (tmp_path / "vault").mkdir()
    assert _call(backup_command, tmp_path / "none" / "a.tar.gz", "--keys", tmp_path / "vault" / "b.tar.gz") == 2
    assert capsys.readouterr().err == f"rathaus backup: {tmp_path / 'none' / 'a.tar.gz'}: Den Ordner gibt es nicht.\n"
    assert list(tmp_path.rglob("*.tar.gz")) == []


def test_commands_save_and_bring_back_what_stays_where_it_now_is(house, tmp_path, capsys, monkeypatch):
    for folder in ("safe", "vault"):
        (tmp_path / folder).mkdir()
    (house / "rathaus.env").write_text("RATHAUS_PROXIES=1\nDATABASE_URL=sqlite:////old.db\nRATHAUS_KEY_DIR=/old\n")
    data, keys = tmp_path / "safe" / "data.tar.gz", tmp_path / "vault" / "keys.tar.gz"
    assert _call(backup_command, data, "--keys", keys) == 0
    _lose(house)
    capsys.readouterr()
    monkeypatch.setenv("DATABASE_URL", "sqlite:////new.db")
    assert _call(restore_command, data, "--keys", keys) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Buchen: Protokoll: 1 Einträge geprüft, unversehrt. Erneut gelöscht: 0.",
        "Linden: Protokoll: 1 Einträge geprüft, unversehrt. Erneut gelöscht: 0.",
    ]
    known = environment.settings_in(house / "rathaus.env")
    names = ("RATHAUS_PROXIES", "DATABASE_URL", "RATHAUS_KEY_DIR")
    assert [known.get(name) for name in names] == ["1", "sqlite:////new.db", None]


def test_command_says_what_is_missing_without_keys(house, tmp_path, capsys):
    data = tmp_path / "data.tar.gz"
    assert _call(backup_command, data) == 0
    assert "Ohne sie ist die Sicherung unlesbar" in capsys.readouterr().out
    _lose(house)
    assert _call(restore_command, data) == 1
    assert "SCHLÜSSEL FEHLT" in capsys.readouterr().out


def test_command_names_an_archive_that_is_not_there(house, tmp_path, capsys):
    _lose(house)
    assert _call(restore_command, tmp_path / "none.tar.gz") == 2
    assert "gibt es nicht" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("made_with", "said"),
    [
        ({("web", "0001_initial"), ("web", "0099_morgen")}, "neueren Fassung von Rathaus (unbekannt: web 0099_morgen)"),
        ({("events", "0001_initial")}, "zu alten Fassung von Rathaus (events ist unvollständig)"),
    ],
)
def test_backup_of_another_version_is_refused(tmp_path, made_with, said):
    (tmp_path / "migrations.json").write_text(json.dumps(sorted(made_with)))
    with pytest.raises(ArchiveError, match=re.escape(said)):
        actions.made_with(tmp_path)


def test_migrations_that_were_joined_count_as_the_one_they_became(tmp_path):
    (tmp_path / "migrations.json").write_text(json.dumps([["events", "0001_initial"], ["events", "0002_timers"]]))
    assert actions.made_with(tmp_path) == {("events", "0001_ground")}
