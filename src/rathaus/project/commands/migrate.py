"""``rathaus migrate``: bring the database up to this version of Rathaus."""

from __future__ import annotations

import argparse
import sys

from django.core.management import call_command

EXAMPLE = """\
Beispiel:
  rathaus migrate
Auf PostgreSQL mit RATHAUS_OWNER_DATABASE_URL: Die Rolle aus DATABASE_URL besitzt keine Tabellen.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """No options: the database is the one of the settings."""
    parser.epilog = EXAMPLE


def run(arguments: argparse.Namespace) -> int:
    """Apply what is missing; nothing is done where nothing is."""
    call_command("migrate", verbosity=0)
    sys.stdout.write("Die Datenbank ist auf dem Stand dieser Fassung.\n")
    return 0
