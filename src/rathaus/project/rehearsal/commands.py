"""``rathaus rehearse``: try definitions before anybody applies.

This module does not import Django: the throwaway town sets it up.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path

from rathaus.project.rehearsal.town import throwaway

EXAMPLE = """\
Beispiel:
  rathaus rehearse Hundesteuer.xdf3.xml --lists codelisten/
  rathaus rehearse definitionen/*.xml --quick --json

Jede Definition wird in einer Wegwerf-Stadt veröffentlicht und so oft beantragt, bis jede entscheidende Antwort in
beiden Zuständen vorkam. Was übergeben würde, wird gegen das JSON-Schema der Definition geprüft. Nichts bleibt übrig.
Codelisten werden im angegebenen Ordner und neben der Definition gesucht; fehlende werden als freier Text gefragt.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``rathaus rehearse``."""
    parser.epilog = EXAMPLE
    parser.add_argument("files", metavar="DATEI", type=Path, nargs="+", help="Definition (XDatenfelder 2.0 oder 3.0.0)")
    parser.add_argument("--lists", metavar="ORDNER", type=Path, help="Ordner mit Codelisten (genericode)")
    parser.add_argument("--land", metavar="LAND", default="", help="Land, nach dem Regeln unterscheiden, etwa NW")
    parser.add_argument("--quick", action="store_true", help="nur ein Antrag je Definition")
    parser.add_argument("--json", action="store_true", help="Bericht als JSON, eine Zeile je Definition")


def run(arguments: argparse.Namespace) -> int:
    """Rehearse each file: 0 nothing found, 1 something was found, 2 a file cannot be used."""
    with throwaway(arguments.land):
        code: int = importlib.import_module("rathaus.project.rehearsal.running").run(arguments)
    return code
