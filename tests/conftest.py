"""Fixtures for all tests: the database, the towns, the real material, and a banner for what did not run."""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import django
import hypothesis
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase, override_settings
from django.utils import translation
from hypothesis import HealthCheck

from rathaus.project import environment
from tests import postgres

if TYPE_CHECKING:
    from rathaus.project.demo.access import Access

ROOT = Path(__file__).resolve().parent.parent
MATERIAL = Path(os.environ.get("RATHAUS_MATERIAL", ROOT.parent / "shared" / "data"))
KEPT_BETWEEN_TESTS = {"django_migrations", "django_content_type", "auth_permission"}
_missing: set[str] = set()
_at_end: list[Callable[[], None]] = []


def _set_up() -> None:
    """Give the session a home, and set Django up, before any other module of the tests is imported."""
    home = tempfile.TemporaryDirectory(prefix="rathaus-home-")
    _at_end.append(home.cleanup)
    for name in [name for name in os.environ if name.startswith("RATHAUS_") and name not in KEPT_SETTINGS]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(RATHAUS_HOME=home.name, RATHAUS_STATIC_DIR=home.name, RATHAUS_SECRET_KEY="only for tests")
    os.environ["DJANGO_SETTINGS_MODULE"] = "rathaus.project.settings"
    # Argon2 takes a third of a second by design; collectstatic is for installations.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.RATHAUS_PREVIEWS = False  # a process for every upload; the tests of previews turn them on
    django.setup()
    # Parallel workers inherit the environment: with this name in it they would read the settings, and with them this
    # process's home, before their own conftest gives them one.
    del os.environ["DJANGO_SETTINGS_MODULE"]
    waiting = ExitStack()  # no test cuts the power: two waits for the disk in each town that is made prove nothing
    waiting.enter_context(importlib.import_module("rathaus.protection.disk").hurried())
    _at_end.append(waiting.close)
    # How long an example takes says something of the machine, and of what else runs there, but nothing of the house.
    hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    hypothesis.settings.load_profile("house")


KEPT_SETTINGS = {"RATHAUS_MATERIAL", "RATHAUS_KILL_SECONDS", "RATHAUS_SCREENSHOTS", postgres.SOCKET}
_set_up()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite", help="default: sqlite")


def pytest_configure(config: pytest.Config) -> None:
    """Bring up a PostgreSQL if asked."""
    if config.getoption("--database") == "postgresql":
        if postgres.SOCKET not in os.environ:
            _at_end.append(postgres.bring_up())
        values = environment.database(postgres.url("rathaus"), home=Path())
        settings.DATABASES = connections.settings = connections.configure_settings({"default": values})
        with suppress(AttributeError):
            del connections["default"]  # where an import has asked for it


@pytest.fixture(autouse=True)
def same_settings() -> Iterator[None]:
    """What a test puts into the environment ends with it, and so does the language that its last page spoke."""
    before = _own_settings()
    yield
    translation.deactivate()
    for name in _own_settings().keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)


def _own_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("RATHAUS_")}


def pytest_unconfigure() -> None:
    while _at_end:
        _at_end.pop()()


# The database ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker) -> Iterator[None]:
    """A migrated database of this worker's own; on PostgreSQL owned by another role than the one that tests it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    values = connections.settings["default"]
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            values["NAME"] = name = f"rathaus_{worker}"
            postgres.create_database(name)
            os.environ["DATABASE_URL"] = postgres.url(name)  # for the processes that tests start
            values["USER"], settings.RATHAUS_APPLICATION_ROLE = postgres.OWNER, postgres.APPLICATION
            call_command("migrate", verbosity=0)
            connection.close()
            values["USER"], settings.RATHAUS_APPLICATION_ROLE = postgres.APPLICATION, ""
        else:
            values["NAME"] = Path(os.environ["RATHAUS_HOME"]) / "rathaus.sqlite3"
            call_command("migrate", verbosity=0)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        if connection.vendor == "postgresql":
            postgres.drop_database(str(values["NAME"]))


def _empty_tables(_test_case: TransactionTestCase | None = None) -> None:
    """After a test that really commits: Django's own flush would stop at the triggers that keep the audit log."""
    tables = [table for table in connection.introspection.table_names() if table not in KEPT_BETWEEN_TESTS]
    if connection.vendor == "postgresql":
        connections.close_all()
        postgres.empty_tables(connection.settings_dict["NAME"], tables)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        cursor.execute("PRAGMA foreign_keys = OFF")
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        for table in tables:
            cursor.execute(f'DELETE FROM "{table}"')
        for _, sql in triggers:
            cursor.execute(sql)
        cursor.execute("PRAGMA foreign_keys = ON")


TransactionTestCase._fixture_teardown = _empty_tables


# The towns ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def town(db):
    """A town with its key file."""
    return _make_town("musterstadt", "Musterstadt")


@pytest.fixture
def other_town(db):
    """Another town, whose rows nobody in the first may see."""
    return _make_town("nachbarstadt", "Nachbarstadt")


@pytest.fixture
def scoped(town):
    """The town, in scope for the whole test."""
    from rathaus.towns import scope  # noqa: PLC0415 (models load only after Django is set up)

    with scope.of(town):
        yield town


def _make_town(slug: str, name: str):
    from rathaus.protection.keys import create_town_key  # noqa: PLC0415
    from rathaus.towns.models import Municipality  # noqa: PLC0415

    municipality = Municipality.objects.create(slug=slug, name=name, ars="059700040040", land="NW")
    create_town_key(municipality)
    return municipality


@pytest.fixture(scope="module")
def demo_town(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Access]:
    """The demo town, built once for the tests of a module; what each of them changes is rolled back."""
    from rathaus.project.demo import building  # noqa: PLC0415 (models load only after Django is set up)

    with override_settings(RATHAUS_FILES_DIR=tmp_path_factory.mktemp("demo") / "files"):
        with django_db_blocker.unblock():
            access = building.build(lambda _what: None)
        yield access
        with django_db_blocker.unblock():
            _empty_tables()


# The real material ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def material() -> Path:
    """The folder with the real definitions; tests that need it are counted where it is absent."""
    return MATERIAL


def pytest_runtest_setup(item: pytest.Item) -> None:
    needs_material = "material" in getattr(item, "fixturenames", ()) or item.get_closest_marker("material")
    if needs_material and not MATERIAL.is_dir():
        _missing.add(item.nodeid)
        pytest.skip(f"real material not found at {MATERIAL}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _missing:
        terminalreporter.write_sep("!", f"{len(_missing)} tests did NOT run: no real material at {MATERIAL}", red=True)
        terminalreporter.write_line("Set RATHAUS_MATERIAL to the folder that holds fim/ to run them.")
