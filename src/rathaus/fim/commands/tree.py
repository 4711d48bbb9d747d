"""``rathaus fim tree``: the tree of a definition as text or JSON."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from rathaus import fim
from rathaus.fim.model import Field, Position, Schema

HELP = "den Baum einer Definition zeigen: Gruppen, Felder, Anzahlen, Regeln"
EXAMPLE = """\
Beispiel:
  rathaus fim tree Hundesteuer.xdf3.xml
  rathaus fim tree Hundesteuer.xdf3.xml --json | jq .positions[0]
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("file", metavar="DATEI", type=Path, help="Stammdatenschema (XDatenfelder 2.0 oder 3.0.0)")
    parser.add_argument("--json", action="store_true", help="als JSON ausgeben")


def run(arguments: argparse.Namespace) -> int:
    """Show one schema; 2 where it cannot be read."""
    try:
        schema = fim.read(arguments.file, name=str(arguments.file))
    except fim.FimError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if arguments.json:
        sys.stdout.write(json.dumps(_as_json(schema), ensure_ascii=False) + "\n")
        return 0
    version = f" {schema.head.version}" if schema.head.version else ""
    sys.stdout.write(f"{schema.head.id}{version} {schema.label} (XDatenfelder {schema.dialect.value})\n")
    _write_rules([rule.id for rule in schema.rules], "  ")
    for child in schema.children:
        for position in child.walk():
            _write(position)
    return 0


def _write(position: Position) -> None:
    indent = "  " * (position.path.count(".") + 1)
    element = position.element
    kind = f"{element.kind.value} {element.data_type.value}" if isinstance(element, Field) else "Gruppe"
    label = " ".join(element.label_input.split())
    sys.stdout.write(f"{indent}{position.cardinality} {position.id} {label} [{kind}]\n")
    _write_rules([rule.id for rule in element.rules], indent + "  ")


def _write_rules(ids: list[str], indent: str) -> None:
    if ids:
        sys.stdout.write(f"{indent}Regeln: {', '.join(ids)}\n")


def _as_json(schema: Schema) -> dict[str, object]:
    return {
        "id": schema.head.id,
        "version": schema.head.version,
        "dialect": schema.dialect.value,
        "label": schema.label,
        "rules": [{"id": rule.id, "version": rule.version, "text": rule.text} for rule in schema.rules],
        "positions": [_position_as_json(position) for position in schema.positions.values()],
    }


def _position_as_json(position: Position) -> dict[str, object]:
    element = position.element
    found: dict[str, object] = {
        "path": position.path,
        "version": element.head.version,
        "label": element.label_input,
        "cardinality": str(position.cardinality),
        "legal_bases": [basis.text for basis in position.effective_legal_bases],
        "rules": [{"id": rule.id, "version": rule.version, "text": rule.text} for rule in element.rules],
    }
    if not isinstance(element, Field):
        return found | {"kind": "group", "choice": element.choice}
    reference = element.code_list
    return found | {
        "kind": element.kind.value,
        "data_type": element.data_type.value,
        "code_list": None if reference is None else reference.canonical_version_uri,
        "values": {code.code: code.name for code in element.values},
    }
