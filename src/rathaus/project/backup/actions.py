"""Making a backup, and bringing one back."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import MigrationGraph
from django.db.migrations.loader import MigrationLoader

from rathaus import __version__
from rathaus.project import environment
from rathaus.project.backup import archive, database
from rathaus.project.backup.archive import ArchiveError
from rathaus.project.home import ENVIRONMENT, PLACES, RESTORING, SECRET, prepare, write_environment
from rathaus.project.setting_up import settings_worth_keeping
from rathaus.protection import audit, journal
from rathaus.protection.disk import append_synced, write_new_synced
from rathaus.protection.keys import key_path
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.models import Municipality
from rathaus.towns.transactions import atomic_write

DATA, KEYS = "data", "keys"


@dataclass(frozen=True, slots=True)
class RestoredTown:
    """What was found out about a town after its restore."""

    name: str
    key_present: bool
    deleted_again: int
    audit_entries: int = 0
    audit_problems: tuple[str, ...] = ()


def back_up(target: Path) -> int:
    """Write the data archive: database, sealed files, heads of the audit chains. Returns the number of sealed files.

    The database comes first: every file that it knows of was on disk before its row was committed.
    """
    with archive.writing(target, kind=DATA, **_about()) as out, _folder_beside(target) as folder:
        for file in database.dump(folder):
            out.add_file(file, f"database/{file.name}")
        files = out.add_folder(Path(settings.RATHAUS_FILES_DIR), "files")
        out.add_folder(Path(settings.RATHAUS_HEADS_DIR), "heads")
        out.about["files"] = files
    return files


def back_up_keys(target: Path) -> int:
    """Write the key archive: the towns' keys and deletion journals, session key, settings. Returns how many keys."""
    home: Path = settings.RATHAUS_HOME
    with archive.writing(target, kind=KEYS, **_about()) as out:
        out.add_folder(Path(settings.RATHAUS_KEY_DIR), "keys")
        for name in (SECRET, ENVIRONMENT):
            if (home / name).exists():
                out.add_file(home / name, name)
        return sum(name.endswith(".key") and name.startswith("keys/") for name in out.members)


def restore(data: Path, keys: Path | None = None) -> list[RestoredTown]:
    """Bring an empty house to the state of a backup, delete again what was deleted since, and verify the audit chains.

    Raises :class:`ArchiveError` before anything is changed where the archive or the house is not fit for it. Until it
    has returned, a marker in the home keeps ``rathaus serve`` from opening the house.
    """
    home: Path = settings.RATHAUS_HOME
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    database.require_empty()
    _require_empty_folder(Path(settings.RATHAUS_FILES_DIR))
    with _folder_beside(home / "restore") as staging:
        manifest = _unpack(data, staging / DATA, DATA)
        if manifest["database"] != connection.vendor:
            raise ArchiveError(
                f"Die Sicherung stammt von {manifest['database']}, diese Datenbank ist {connection.vendor}."
            )
        made_with(staging / DATA / "database")
        if keys is not None:
            _unpack(keys, staging / KEYS, KEYS)
            _put_keys(staging / KEYS, home)
        marker = home / RESTORING
        marker.touch()
        _put_database(staging / DATA / "database")
        _put_folder(staging / DATA / "files", Path(settings.RATHAUS_FILES_DIR))
        _put_folder(staging / DATA / "heads", Path(settings.RATHAUS_HEADS_DIR))
        towns = [_reopen(town, data.name) for town in Municipality.objects.all()]
        prepare(home)  # what neither archive held
        marker.unlink()
    return towns


def _reopen(town: Municipality, name: str) -> RestoredTown:
    """Nothing of a town may be read before its deletions are done again and its chain is checked."""
    with scope.of(town):
        with atomic_write():
            deleted = journal.replay()
        if not key_path(town.pk).exists():
            return RestoredTown(town.name, key_present=False, deleted_again=deleted)
        report = audit.verify(town)
        with atomic_write():
            details = {"archive": name, "deleted_again": deleted}
            audit.record("operations.restored", town, by=Actor.operator("rathaus restore"), details=details)
    problems = tuple(problem.sentence for problem in report.problems)
    return RestoredTown(town.name, True, deleted, report.entries, problems)


def _about() -> dict[str, str]:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return {"database": connection.vendor, "rathaus": __version__, "made_at": now}


@contextmanager
def _folder_beside(path: Path) -> Iterator[Path]:
    """A private working folder on the disk where the result will lie, gone afterwards."""
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def _unpack(source: Path, into: Path, kind: str) -> dict[str, str]:
    into.mkdir()
    manifest = archive.unpack(source, into)
    if manifest.get("kind") != kind:
        wanted = "Daten" if kind == DATA else "Schlüsseln"
        raise ArchiveError(f"{source} ist keine Sicherung von {wanted}.")
    return manifest


def _require_empty_folder(folder: Path) -> None:
    if folder.exists() and any(folder.rglob("*.*")):
        raise ArchiveError(f"Im Ordner {folder} liegen schon Dateien; wiederhergestellt wird nur in einen leeren.")


def made_with(folder: Path) -> set[tuple[str, str]]:
    """The migrations that a backup was made with; those that were joined into one since count as that one.

    Raises `ArchiveError` for a backup of a newer version, or of one from before its migrations were complete.
    """
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    found = database.migrations_of(folder)
    joined = {key: set(migration.replaces) for key, migration in disk.items() if migration.replaces}
    if unknown := sorted(found - set(disk) - set().union(*joined.values())):
        raise ArchiveError(
            f"Die Sicherung stammt aus einer neueren Fassung von Rathaus (unbekannt: {unknown[0][0]} {unknown[0][1]}). "
            "Bitte zuerst Rathaus erneuern."
        )
    for key, parts in joined.items():
        if parts <= found:
            found.add(key)
        if parts & found and key not in found:
            raise ArchiveError(
                f"Die Sicherung stammt aus einer zu alten Fassung von Rathaus ({key[0]} ist unvollständig). "
                "Bitte mit jener Fassung zurückholen, schrittweise erneuern und neu sichern."
            )
    return found & set(disk)


def _put_keys(source: Path, home: Path) -> None:
    """Put keys and settings where they belong.

    A key that is there already and differs is refused; settings that are there stay, and those that say where the house
    lies are not taken along. Of two deletion journals the union counts: forgetting a deletion is the worse mistake.
    """
    keys = Path(settings.RATHAUS_KEY_DIR)
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = sorted((source / "keys").glob("*"))
    for path in found:
        target = keys / path.name
        if path.suffix == ".key" and target.exists() and target.read_bytes() != path.read_bytes():
            raise ArchiveError(f"{target} gibt es schon, mit anderem Inhalt als in der Sicherung der Schlüssel.")
    for path in found:
        if path.suffix == ".deleted":
            _merge_journals(path, keys / path.name)
    for path, target in [*((p, keys / p.name) for p in found), (source / SECRET, home / SECRET)]:
        if path.exists() and not target.exists():
            write_new_synced(target, path.read_bytes())
    if (source / ENVIRONMENT).exists() and not (home / ENVIRONMENT).exists():
        there = environment.settings_in(source / ENVIRONMENT)
        elsewhere = {name: value for name, value in there.items() if name not in PLACES}
        write_environment(home, elsewhere | settings_worth_keeping(os.environ))


def _merge_journals(archived: Path, present: Path) -> None:
    known = set(present.read_bytes().splitlines()) if present.exists() else set()
    missing = [line for line in archived.read_bytes().splitlines() if line not in known]
    if missing:
        append_synced(present, b"".join(line + b"\n" for line in missing))


def _put_database(folder: Path) -> None:
    if connection.vendor == "sqlite":
        connections.close_all()
        path = database.sqlite_path()
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink()
        shutil.move(folder / database.SQLITE_FILE, path)
    else:
        executor = MigrationExecutor(connection)
        executor.migrate(_last_of_each_room(executor.loader.graph, made_with(folder)))
        database.load(folder)
    call_command("migrate", verbosity=0)


def _last_of_each_room(graph: MigrationGraph, made_of: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The state a backup was made in: of each room the last migration that it knew."""

    def is_last(key: tuple[str, str]) -> bool:
        return not any(child.key in made_of and child.key[0] == key[0] for child in graph.node_map[key].children)

    return sorted(filter(is_last, made_of))


def _put_folder(source: Path, target: Path) -> None:
    if source.exists():
        shutil.copytree(source, target, dirs_exist_ok=True)
