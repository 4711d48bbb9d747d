"""``rathaus backup``: the whole house into one archive, its keys into another."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rathaus.fim.files import unwritten
from rathaus.project.backup import actions
from rathaus.project.backup.archive import ArchiveError

EXAMPLE = """\
Beispiel:
  rathaus backup /sicherung/rathaus-2026-11-22.tar.gz --keys /tresor/schluessel-2026-11-22.tar.gz

Die Sicherung läuft im laufenden Betrieb. Daten und Schlüssel gehören an zwei verschiedene Orte: Wer nur einen der
beiden findet, kann nichts lesen; wer die Schlüssel verliert, auch nicht.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Where the two archives go."""
    parser.epilog = EXAMPLE
    parser.add_argument("archive", type=Path, metavar="DATEI", help="Archiv für Datenbank, Dateien und Prüfsummen")
    parser.add_argument("--keys", type=Path, metavar="DATEI", help="eigenes Archiv für die Schlüssel, an anderem Ort")


def run(arguments: argparse.Namespace) -> int:
    """Write the archives; both exist whole, or not at all."""
    data, keys = arguments.archive.absolute(), arguments.keys and arguments.keys.absolute()
    try:
        _require_two_places(data, keys)
        count, sealed = _back_up(data, keys)
    except (ArchiveError, OSError) as error:
        said = f"{error.filename or data}: {unwritten(error)}" if isinstance(error, OSError) else str(error)
        sys.stderr.write(f"rathaus backup: {said}\n")
        return 2
    sys.stdout.write(f"Gesichert: {data} (Datenbank, {sealed} Dateien, {data.stat().st_size / 1e6:.1f} MB)\n")
    if keys:
        sys.stdout.write(f"Gesichert: {keys} (Schlüssel von {count} Kommunen)\n")
    else:
        sys.stdout.write("Die Schlüssel sind nicht dabei. Ohne sie ist die Sicherung unlesbar: --keys DATEI\n")
    return 0


def _back_up(data: Path, keys: Path | None) -> tuple[int, int]:
    """How many keys and how many sealed files were saved."""
    count = actions.back_up_keys(keys) if keys else 0
    try:
        return count, actions.back_up(data)
    except BaseException:
        if keys:
            keys.unlink()
        raise


def _require_two_places(data: Path, keys: Path | None) -> None:
    if keys and keys.parent.resolve() == data.parent.resolve():
        raise ArchiveError("Daten und Schlüssel gehören nicht in denselben Ordner.")
