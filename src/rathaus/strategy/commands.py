"""``rathaus figures``: figures of an indicator from a table, however large."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from rathaus.fim import files
from rathaus.strategy import tables
from rathaus.strategy.actions import importing
from rathaus.strategy.errors import StrategyError
from rathaus.strategy.models import Indicator
from rathaus.strategy.tables import Mapping, TableError
from rathaus.towns import choosing, scope
from rathaus.towns.actors import Actor
from rathaus.towns.choosing import TownUnclear

FINE, FINDINGS, UNUSABLE = 0, 1, 2
BY = Actor.operator("rathaus figures")
EXAMPLE = """\
Beispiel:
  rathaus figures glasfaser.csv --indicator glasfaser --unit ARS --period Jahr --value Anteil \\
      --source "Breitbandatlas 2025" --licence DL-DE/BY-2.0 --public

Spalten nennen Sie mit ihrer Überschrift; was nicht genannt ist, wird an den üblichen Überschriften erkannt.
Rückgabewert: 0 übernommen, 1 eine Zeile ist nicht in Ordnung (dann ist nichts übernommen), 2 unbrauchbar
"""
_COLUMNS = {
    "unit": "Schlüssel der Kommune",
    "name": "Name der Kommune",
    "period": "Zeitraum",
    "value": "Wert",
    "breakdown": "Gliederung",
    "quality": "Kennzeichen der Qualität",
}


class Unusable(Exception):
    """The call or its file cannot be used; the message is one line."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``rathaus figures``."""
    parser.epilog = EXAMPLE
    parser.add_argument("file", metavar="DATEI", type=Path, help="Tabelle (CSV oder XLSX), eine Zeile je Wert")
    parser.add_argument("--indicator", metavar="KURZNAME", required=True, help="die Kennzahl")
    for name, meaning in _COLUMNS.items():
        parser.add_argument(f"--{name}", metavar="SPALTE", help=f"Spalte: {meaning}")
    parser.add_argument("--decimal", choices=[",", "."], metavar="ZEICHEN", help="Dezimalzeichen (sonst erkannt)")
    parser.add_argument("--source", metavar="TEXT", help="Quelle (Vorgabe: die der Kennzahl)")
    parser.add_argument("--licence", metavar="TEXT", default="", help="Lizenz")
    parser.add_argument(
        "--public", action="store_true", help="die Werte sind veröffentlicht und gelten als freigegeben"
    )
    choosing.add_argument(parser)
    parser.add_argument("--json", action="store_true", help="Ergebnis als JSON in einer Zeile")


def run(arguments: argparse.Namespace) -> int:
    """Take the table in, or say why not."""
    try:
        with scope.of(choosing.chosen(arguments.town)):
            return _run(arguments)
    except (Unusable, TownUnclear, TableError, StrategyError) as error:
        sys.stderr.write(f"rathaus figures: {arguments.file}: {error}\n")
        return UNUSABLE


def _run(arguments: argparse.Namespace) -> int:
    indicator = Indicator.objects.filter(key=arguments.indicator).first()
    if indicator is None:
        raise Unusable(f"Die Kennzahl „{arguments.indicator}“ gibt es nicht; legen Sie sie zuerst an.")
    data = _bytes(arguments.file)
    mapping = _mapping(arguments, *tables.head(data, arguments.file.name))
    proposal = importing.propose(
        indicator,
        data,
        file_name=arguments.file.name,
        source=arguments.source or indicator.source,
        licence=arguments.licence,
        public=arguments.public,
        by=BY,
    )
    with tqdm(unit="Werte", unit_scale=True, leave=False, disable=not sys.stderr.isatty()) as bar:
        reading = importing.take_in(proposal, mapping, by=BY, progress=bar.update)
    if reading.problems:
        importing.discard(proposal, by=BY)
    _report(arguments, len(reading.figures), reading.empty, reading.problems)
    return FINDINGS if reading.problems else FINE


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unusable(files.unread(error)) from error


def _mapping(arguments: argparse.Namespace, heading: Sequence[str], sample: Sequence[Sequence[str]]) -> Mapping:
    found = tables.guess(heading, sample)
    for name in _COLUMNS:
        if title := getattr(arguments, name):
            if title not in heading:
                raise Unusable(f"Eine Spalte „{title}“ gibt es nicht; es gibt: {', '.join(heading)}")
            found[name] = list(heading).index(title)
    missing = [f"--{name}" for name in ("unit", "period", "value") if name not in found]
    if missing:
        raise Unusable(f"Sagen Sie, was in welcher Spalte steht: {' '.join(missing)}")
    return Mapping(**found | ({"decimal": arguments.decimal} if arguments.decimal else {}))


def _report(arguments: argparse.Namespace, rows: int, empty: int, problems: Sequence[str]) -> None:
    if arguments.json:
        taken = 0 if problems else rows
        sys.stdout.write(
            json.dumps({"taken_in": taken, "empty": empty, "problems": list(problems)}, ensure_ascii=False) + "\n"
        )
        return
    for problem in problems:
        sys.stdout.write(f"  {problem}\n")
    said = "Nichts übernommen." if problems else f"{rows} Werte übernommen, {empty} Zeilen ohne Wert ausgelassen."
    sys.stdout.write(f"{said}\n")
