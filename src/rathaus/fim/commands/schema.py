"""``rathaus fim schema``: the JSON Schema of what is delivered."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from rathaus import fim
from rathaus.fim import lists
from rathaus.fim.json_schema import json_schema
from rathaus.fim.rules import read_rules

HELP = "das JSON-Schema der Angaben, die eine Leistung abgibt"
EXAMPLE = """\
Beispiel:
  rathaus fim schema Hundesteuer.xdf3.xml --lists codelisten/ > S99000000001V1.0.0.schema.json
  rathaus fim schema Hundesteuer.xdf3.xml --strict

Gestalt wie bei der FITKO (JSON Schema 2020-12). Felder, nach denen niemand gefragt wird, tragen „readOnly“ und als
„default“, was für sie geschrieben wird. Was Regeln schließen oder freistellen können, ist nicht verlangt, außer mit
--strict. Eine Auswahl ohne ihre Codeliste ist ein Text.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("file", metavar="DATEI", type=Path, help="Stammdatenschema (XDatenfelder 2.0 oder 3.0.0)")
    parser.add_argument("--lists", metavar="ORDNER", type=Path, help="Ordner mit Codelisten (genericode oder JSON)")
    parser.add_argument("--strict", action="store_true", help="verlangen, was die Anzahlen allein verlangen")
    parser.add_argument("--json", action="store_true", help="in einer Zeile")


def run(arguments: argparse.Namespace) -> int:
    """Write one JSON Schema; 2 where the definition cannot be read."""
    try:
        shelf = lists.open_shelf(arguments.lists) if arguments.lists else lists.Shelf()
        schema = fim.read(arguments.file, name=str(arguments.file))
        found = dict(lists.resolve(lists.match(schema, shelf)))
    except fim.FimError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    report = None if arguments.strict else read_rules(schema, found)
    made = json_schema(schema, found, report=report)
    sys.stdout.write(json.dumps(made, ensure_ascii=False, indent=None if arguments.json else 2) + "\n")
    return 0
