"""The house opens only when it can, and says why it cannot."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from rathaus.cli import Parser
from rathaus.project.commands import migrate, serve
from rathaus.project.home import RESTORING
from tests.project.ports import taken_port


@pytest.fixture
def call(tmp_path, settings):
    """Run the command in a home of its own."""
    settings.RATHAUS_HOME, settings.STATIC_ROOT = tmp_path, tmp_path / "static"

    def call(*options):
        parser = Parser()
        serve.configure(parser)
        return serve.run(parser.parse_args([str(option) for option in options]))

    return call


def test_house_without_a_town_stays_closed(call, db, capsys):
    assert call() == 2
    assert capsys.readouterr().err == "rathaus serve: Hier ist noch keine Kommune eingezogen: erst `rathaus init`.\n"


def test_house_in_the_middle_of_a_restore_stays_closed(call, town, tmp_path, capsys):
    (tmp_path / RESTORING).touch()
    assert call() == 2
    assert capsys.readouterr().err == (
        "rathaus serve: Eine Wiederherstellung wurde nicht beendet. "
        "Bitte den Ordner leeren und `rathaus restore` neu beginnen.\n"
    )


def test_house_with_an_old_database_stays_closed(call, db, capsys):
    recorder = MigrationRecorder(connection)
    for app, name in recorder.applied_migrations():
        if app == "web":
            recorder.record_unapplied(app, name)
    assert call() == 2
    assert capsys.readouterr().err.startswith("rathaus serve: Die Datenbank ist nicht auf dem Stand dieser Fassung")


def test_migrate_says_that_the_database_is_up_to_date(db, capsys):
    assert migrate.run(Parser().parse_args([])) == 0
    assert capsys.readouterr().out == "Die Datenbank ist auf dem Stand dieser Fassung.\n"


def test_port_that_is_taken_is_named(call, town, capsys):
    with taken_port() as port:
        assert call("--port", port) == 2
    assert capsys.readouterr().err.startswith(f"rathaus serve: Port {port} auf 127.0.0.1 ist nicht frei")
