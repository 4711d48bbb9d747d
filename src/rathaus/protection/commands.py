"""``rathaus audit``: check the audit chains, print their heads."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from django.db import DatabaseError

from rathaus.fim import files
from rathaus.protection import audit, heads
from rathaus.protection.errors import KeyMissing
from rathaus.towns import scope
from rathaus.towns.models import Municipality

_EXAMPLE = """\
Beispiele:
  rathaus audit verify                          alle Protokolle prüfen, auch gegen die Köpfe im Haus
  rathaus audit verify --against kopf.json      gegen einen Kopf, der außerhalb aufbewahrt wurde
  rathaus audit head --town musterstadt         den heutigen Kopf ausgeben, um ihn aufzubewahren

Rückgabewert: 0 alles unversehrt, 1 es wurde etwas gefunden, 2 die Eingabe ist unbrauchbar
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.epilog = _EXAMPLE
    parser.add_argument("do", choices=["verify", "head"], metavar="verify|head", help="prüfen oder Kopf ausgeben")
    parser.add_argument("--town", default="", metavar="KÜRZEL", help="nur diese Kommune")
    parser.add_argument("--against", type=Path, metavar="DATEI", help="Datei mit einem oder mehreren Köpfen")
    parser.add_argument("--json", action="store_true", help="eine Zeile JSON je Kommune")


def run(arguments: argparse.Namespace) -> int:
    """Check or print; see the help for the exit codes."""
    towns = Municipality.objects.filter(slug=arguments.town) if arguments.town else Municipality.objects.all()
    if not towns:
        return _unusable(f"Die Kommune {arguments.town!r} gibt es hier nicht." if arguments.town else "Keine Kommune.")
    if arguments.do == "head":
        return _print_heads(list(towns))
    try:
        wanted = heads.read(arguments.against) if arguments.against else None
    except OSError as error:
        return _unusable(f"{arguments.against}: {files.unread(error)}")
    except heads.HeadError as error:
        return _unusable(str(error))
    if wanted == []:
        return _unusable(f"{arguments.against}: Darin steht kein Kopf eines Protokolls.")
    if wanted is not None and (strangers := {head.municipality for head in wanted} - {str(t.pk) for t in towns}):
        return _unusable(f"{arguments.against}: Ein Kopf gehört zu keiner dieser Kommunen ({', '.join(strangers)}).")
    return max(_verify(town, wanted, as_json=arguments.json) for town in towns)


def _verify(town: Municipality, wanted: list[heads.Head] | None, *, as_json: bool) -> int:
    ours = None if wanted is None else [head for head in wanted if head.municipality == str(town.pk)]
    try:
        report = audit.verify(town, ours)
    except DatabaseError:
        return _unusable(f"{town.slug}: Die Datenbank kann das Protokoll nicht mehr lesen; sie ist beschädigt.")
    except heads.HeadError as error:
        return _unusable(str(error))
    sys.stdout.write("\n".join(_lines(town, report, as_json=as_json)) + "\n")
    return 1 if report.problems else 0


def _lines(town: Municipality, report: audit.Report, *, as_json: bool) -> Iterator[str]:
    if as_json:
        facts = {"town": town.slug, "entries": report.entries, "heads": report.checked_heads}
        yield json.dumps({**facts, "problems": [asdict(problem) for problem in report.problems]}, ensure_ascii=False)
        return
    found = f"{len(report.problems)} Befunde" if report.problems else "unversehrt"
    yield f"{town.slug}: {report.entries} Einträge, {report.checked_heads} Köpfe geprüft: {found}"
    yield from (f"  {problem}" for problem in report.problems)


def _print_heads(towns: list[Municipality]) -> int:
    for town in towns:
        with scope.of(town):
            try:
                head = audit.head()
            except KeyMissing as error:
                return _unusable(f"{town.slug}: {error}")
        if head:
            sys.stdout.write(head.line() + "\n")
    return 0


def _unusable(sentence: str) -> int:
    sys.stderr.write(f"rathaus audit: {sentence}\n")
    return 2
