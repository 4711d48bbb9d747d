"""``rathaus fim check``: what a definition holds, and what to know before it becomes a service."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from tqdm import tqdm

from rathaus import fim
from rathaus.fim import findings, lists
from rathaus.fim.model import Field, Finding
from rathaus.fim.rules import read_rules
from rathaus.fim.rules.report import RuleStatus

HELP = "Definitionen prüfen: Felder, Gruppen, Regeln, Codelisten, Befunde"
EXAMPLE = """\
Beispiel:
  rathaus fim check Hundesteuer.xdf3.xml
  rathaus fim check *.xdf3.xml --lists codelisten/ --json > befunde.jsonl

Rückgabewert: 0 in Ordnung, 1 es gibt Befunde, 2 eine Datei ist unbrauchbar (die übrigen werden geprüft)
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("files", metavar="DATEI", nargs="+", type=Path, help="Stammdatenschema (XDatenfelder)")
    parser.add_argument("--lists", metavar="ORDNER", type=Path, help="Ordner mit Codelisten (genericode oder JSON)")
    parser.add_argument("--json", action="store_true", help="je Datei ein JSON-Objekt in einer Zeile")


def run(arguments: argparse.Namespace) -> int:
    """Check every file: 2 where one cannot be used (the others are checked all the same), 1 with findings, else 0."""
    try:
        shelf = lists.open_shelf(arguments.lists) if arguments.lists else lists.Shelf()
    except fim.FimError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    code = 0
    write = _write_json if arguments.json else _write_text
    for file in tqdm(arguments.files, unit="Datei", leave=False, disable=not sys.stderr.isatty()):
        try:
            result = _check(file, shelf)
        except fim.FimError as error:
            tqdm.write(str(error), file=sys.stderr)
            code = 2
            continue
        write(result)
        code = max(code, 1 if result["findings"] else 0)
    return code


def _check(file: Path, shelf: lists.Shelf) -> dict[str, Any]:
    """Everything there is to say about one file. Raises `FimError`."""
    schema = fim.read(file)
    matches = lists.match(schema, shelf)
    report = read_rules(schema, lists.resolve(matches))
    found = [*findings.check(schema, matches), *findings.check_rules(report), *shelf.findings]
    fields = sum(isinstance(position.element, Field) for position in schema.positions.values())
    return {
        "file": str(file),
        "fields": fields,
        "groups": len(schema.positions) - fields,
        "rules": len(schema.bound_rules),
        **{status.value: report.count(status) for status in RuleStatus},
        "findings": [_as_json(finding) for finding in found],
    }


def _as_json(finding: Finding) -> dict[str, object]:
    said: dict[str, object] = {"code": finding.code, "sentence": finding.sentence}
    if finding.path:
        said["path"] = finding.path
    if finding.line:
        said["line"] = finding.line
    return said


def _write_json(result: dict[str, Any]) -> None:
    tqdm.write(json.dumps(result, ensure_ascii=False), file=sys.stdout)


def _write_text(result: dict[str, Any]) -> None:
    tqdm.write(
        f"{result['file']}: {result['fields']} Felder, {result['groups']} Gruppen, {result['rules']} Regeln "
        f"({result['executable']} ausführbar, {result['partial']} teilweise, {result['unclear']} unklar)",
        file=sys.stdout,
    )
    for finding in result["findings"]:
        tqdm.write(f"  {finding['code']}: {finding['sentence']}", file=sys.stdout)
