"""``rathaus fim convert``: a definition written anew as XDatenfelder 3.0.0."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from rathaus import fim
from rathaus.fim import files
from rathaus.fim.model import Schema
from rathaus.fim.upgrade import upgrade
from rathaus.fim.writer import write

HELP = "eine Definition als XDatenfelder 3.0.0 schreiben, auch aus 2.0"
EXAMPLE = """\
Beispiel:
  rathaus fim convert S99000001V1.0_xdf2.xml S99000000001_V1.0.0.xdf3.xml
  rathaus fim convert Hundesteuer.xdf3.xml kurz.xdf3.xml     (ohne die vielen „relation“)

Was 3.0.0 verlangt und die Quelle nicht sagt, wird eingetragen und genannt.
Rückgabewert: 0 geschrieben, 2 die Eingabe ist unbrauchbar oder die Ausgabe nicht möglich
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("source", metavar="EIN", type=Path, help="Stammdatenschema (XDatenfelder 2.0 oder 3.0.0)")
    parser.add_argument("target", metavar="AUS", type=Path, help="Datei, die geschrieben (oder ersetzt) wird")
    parser.add_argument("--json", action="store_true", help="als JSON sagen, was geschrieben wurde")


def run(arguments: argparse.Namespace) -> int:
    """Write one schema; 2 where it cannot be read or written."""
    try:
        schema = fim.read(arguments.source, name=str(arguments.source))
        written = upgrade(schema)
        data = write(written.schema)
    except fim.FimError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    try:
        _replace(arguments.target, data)
    except OSError as error:
        sys.stderr.write(f"{fim.FimError(files.unwritten(error), file=str(arguments.target))}\n")
        return 2
    if arguments.json:
        said = {"source": _name(schema), "target": _name(written.schema), "filled_in": list(written.notes)}
        sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
        return 0
    sys.stdout.write(f"{_title(schema)} → {_title(written.schema)}: {arguments.target}\n")
    for note in written.notes:
        sys.stdout.write(f"  Eingetragen: {note}\n")
    return 0


def _name(schema: Schema) -> dict[str, object]:
    return {
        "id": schema.head.id,
        "version": schema.head.version,
        "dialect": schema.dialect.value,
        "positions": len(schema.positions),
        "rules": len(schema.bound_rules),
    }


def _title(schema: Schema) -> str:
    version = f" {schema.head.version}" if schema.head.version else ""
    return f"{schema.head.id}{version} (XDatenfelder {schema.dialect.value})"


def _replace(target: Path, data: bytes) -> None:
    """Put `data` at `target` whole or not at all."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink()
        raise
