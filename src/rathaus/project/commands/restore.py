"""``rathaus restore``: a backup back into an empty house."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rathaus.project.backup import actions
from rathaus.project.backup.actions import RestoredTown
from rathaus.project.backup.archive import ArchiveError

EXAMPLE = """\
Beispiel (auf einem neuen Rechner, in einem leeren Ordner):
  rathaus restore rathaus-2026-11-22.tar.gz --keys schluessel-2026-11-22.tar.gz

Liegen die Schlüssel noch an ihrem Ort, genügt das Archiv der Daten. Was nach der Sicherung gelöscht wurde, wird vor dem
Öffnen des Hauses noch einmal gelöscht (Löschjournal neben den Schlüsseln), und die Protokolle werden geprüft.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Which archives to bring back."""
    parser.epilog = EXAMPLE
    parser.add_argument("archive", type=Path, metavar="DATEI", help="Archiv der Daten")
    parser.add_argument("--keys", type=Path, metavar="DATEI", help="Archiv der Schlüssel")


def run(arguments: argparse.Namespace) -> int:
    """Restore and say what was found; 1 where a key is missing or an audit chain is broken."""
    try:
        towns = actions.restore(arguments.archive, arguments.keys)
    except ArchiveError as error:
        sys.stderr.write(f"rathaus restore: {error}\n")
        return 2
    for town in towns:
        sys.stdout.write(_line(town))
    return int(any(town.audit_problems or not town.key_present for town in towns))


def _line(town: RestoredTown) -> str:
    if not town.key_present:
        return f"{town.name}: SCHLÜSSEL FEHLT. Die Daten sind so nicht lesbar, das Protokoll ist ungeprüft.\n"
    chain = "; ".join(town.audit_problems) or f"{town.audit_entries} Einträge geprüft, unversehrt"
    return f"{town.name}: Protokoll: {chain}. Erneut gelöscht: {town.deleted_again}.\n"
