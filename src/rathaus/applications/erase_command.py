"""``rathaus erase``: erase one sent application."""

from __future__ import annotations

import argparse
import json
import sys

from rathaus.applications import codes
from rathaus.applications.actions.erasing import REASON_LIMIT, erase
from rathaus.applications.errors import Erased, StillKept
from rathaus.applications.models import Application
from rathaus.protection.errors import ProtectionError
from rathaus.towns import choosing, scope
from rathaus.towns.actors import Actor
from rathaus.towns.choosing import TownUnclear

FINE, KEPT, UNUSABLE = 0, 1, 2
_BY = Actor.operator("rathaus erase")
_EXAMPLE = """\
Beispiele:
  rathaus erase 2026-4FKN-HYA5
  rathaus erase 2026-4FKN-HYA5 --reason "Verlangen nach Art. 17 DSGVO, Akte 12/2026"

Gelöscht werden alle Angaben, Dateien, Nachrichten, Vermerke und Schreiben, endgültig, auch in
Sicherungen, die später jemand zurückholt. Es bleiben Nummer, Leistung, Tage und Ergebnis.
Die Begründung steht im Protokoll: bitte ohne Namen.

Rückgabewert: 0 gelöscht, 1 die Aufbewahrungspflicht läuft noch (mit --reason geht es trotzdem),
2 die Eingabe ist unbrauchbar
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.epilog = _EXAMPLE
    parser.add_argument("number", metavar="NUMMER", help="die Nummer, mit oder ohne Striche")
    parser.add_argument(
        "--reason", metavar="TEXT", default="", help="warum trotz laufender Aufbewahrung gelöscht wird, ohne Namen"
    )
    choosing.add_argument(parser)
    parser.add_argument("--json", action="store_true", help="das Ergebnis als JSON in einer Zeile")


def run(arguments: argparse.Namespace) -> int:
    """Erase; see the help for the exit codes."""
    try:
        with scope.of(choosing.chosen(arguments.town)):
            return _run(arguments)
    except (TownUnclear, ProtectionError) as error:
        return _say(str(error), UNUSABLE)


def _run(arguments: argparse.Namespace) -> int:
    number, reason = codes.read_number(arguments.number), " ".join(arguments.reason.split())
    application = (
        Application.objects.select_related("data_key", "version").filter(number=number).first() if number else None
    )
    if application is None:
        return _say(f"Die Nummer {arguments.number} gibt es hier nicht.", UNUSABLE)
    if len(reason) > REASON_LIMIT:
        return _say(f"Die Begründung hat {len(reason)} Zeichen; möglich sind {REASON_LIMIT}.", UNUSABLE)
    try:
        erase(application, reason=reason, by=_BY)
    except Erased:
        return _say(f"{number} ist schon gelöscht.", UNUSABLE)
    except StillKept as kept:
        why = f"muss bis zum {kept.until:%d.%m.%Y} aufbewahrt werden" if kept.until else "ist noch nicht abgeschlossen"
        return _say(f"{number} {why}. Soll trotzdem gelöscht werden, nennen Sie mit --reason den Grund.", KEPT)
    said = json.dumps({"number": number, "erased": True}) if arguments.json else f"{number} ist gelöscht."
    sys.stdout.write(f"{said}\n")
    return FINE


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(f"rathaus erase: {sentence}\n")
    return code
