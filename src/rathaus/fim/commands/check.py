"""``rathaus fim check``: what a definition holds, and what to know before it becomes a service."""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tqdm import tqdm

from rathaus import fim
from rathaus.fim import checking, lists
from rathaus.fim.model import Field, Finding, Schema
from rathaus.fim.rules import RuleReport, RuleStatus, read_rules
from rathaus.fim.severity import Severity

HELP = "Definitionen prüfen: Felder, Gruppen, Regeln, Codelisten, Befunde"
EXAMPLE = """\
Beispiel:
  rathaus fim check Hundesteuer.xdf3.xml
  rathaus fim check *.xdf3.xml --lists codelisten/ --json > befunde.jsonl
  rathaus fim check Hundesteuer.xdf3.xml --service     (ohne das, was nur die Redaktion der Definition angeht)

Vierstellige Nummern sind die der amtlichen Qualitätsmeldungen (XDFM).
Rückgabewert: 0 in Ordnung, 1 es gibt Befunde, 2 eine Datei ist unbrauchbar (die übrigen werden geprüft)
"""
_SERVICE, _EDITORS = "Für die Leistung", "Für die Redaktion der Definition"
_SEVERITIES = {
    Severity.CRITICAL: "kritisch",
    Severity.METHODICAL: "methodisch",
    Severity.WARNING: "Warnung",
    Severity.HINT: "Hinweis",
}
_SHOWN = 5
"""So many findings with one code are listed, unless all are asked for."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("files", metavar="DATEI", nargs="+", type=Path, help="Stammdatenschema (XDatenfelder)")
    parser.add_argument("--lists", metavar="ORDNER", type=Path, help="Ordner mit Codelisten (genericode oder JSON)")
    parser.add_argument("--service", action="store_true", help="nur, was die Leistung betrifft")
    parser.add_argument("--all", action="store_true", help="jeden Befund einzeln, nicht zusammengefasst")
    parser.add_argument(
        "--json", action="store_true", help="je Datei ein JSON-Objekt in einer Zeile, mit allen Befunden"
    )


def run(arguments: argparse.Namespace) -> int:
    """Check every file: 2 where one cannot be used (the others are checked all the same), 1 with findings, else 0."""
    try:
        shelf = lists.open_shelf(arguments.lists) if arguments.lists else lists.Shelf()
    except fim.FimError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    code = 0
    for file in tqdm(arguments.files, unit="Datei", leave=False, disable=not sys.stderr.isatty()):
        try:
            checked = _check(file, shelf)
        except fim.FimError as error:
            tqdm.write(str(error), file=sys.stderr)
            code = 2
            continue
        if arguments.service:
            checked.findings = [finding for finding in checked.findings if not finding.for_editors]
        if arguments.json:
            tqdm.write(json.dumps(_as_json(checked), ensure_ascii=False), file=sys.stdout)
        else:
            for line in _lines(checked, shown=None if arguments.all else _SHOWN):
                tqdm.write(line, file=sys.stdout)
        code = max(code, 1 if checked.findings else 0)
    return code


@dataclass(slots=True)
class _Checked:
    """One file, and everything there is to say about it."""

    file: Path
    schema: Schema
    report: RuleReport
    findings: list[Finding]


def _check(file: Path, shelf: lists.Shelf) -> _Checked:
    """Raises `FimError`."""
    schema = fim.read(file, name=str(file))
    matches = lists.match(schema, shelf)
    report = read_rules(schema, lists.resolve(matches))
    return _Checked(file, schema, report, [*checking.check(schema, matches, report), *shelf.findings])


def _counts(checked: _Checked) -> dict[str, int]:
    positions = checked.schema.positions.values()
    fields = sum(isinstance(position.element, Field) for position in positions)
    counts = {"fields": fields, "groups": len(positions) - fields, "rules": len(checked.schema.bound_rules)}
    return counts | {status.value: checked.report.count(status) for status in RuleStatus}


def _as_json(checked: _Checked) -> dict[str, object]:
    said = [_finding_as_json(finding) for finding in checked.findings]
    return {"file": str(checked.file), **_counts(checked), "findings": said}


def _finding_as_json(finding: Finding) -> dict[str, object]:
    said: dict[str, object] = {
        "code": finding.code,
        "severity": finding.severity.value,
        "concerns": "editors" if finding.for_editors else "service",
        "sentence": finding.sentence,
    }
    more = {"path": finding.path, "line": finding.line, "rule": finding.rule}
    return said | {name: value for name, value in more.items() if value}


def _lines(checked: _Checked, *, shown: int | None) -> Iterator[str]:
    counts = _counts(checked)
    yield (
        f"{checked.file}: {counts['fields']} Felder, {counts['groups']} Gruppen, {counts['rules']} Regeln "
        f"({counts['executable']} ausführbar, {counts['partial']} teilweise, {counts['unclear']} unklar)"
    )
    for editors, found in itertools.groupby(checked.findings, key=lambda one: one.for_editors):
        some = list(found)
        yield f"  {_EDITORS if editors else _SERVICE} ({len(some)})"
        by_code: dict[str, list[Finding]] = {}
        for finding in some:
            by_code.setdefault(finding.code, []).append(finding)
        for same in by_code.values():
            yield from _same_code(same, shown=shown if shown is None or not editors else 1)


def _same_code(findings: list[Finding], *, shown: int | None) -> Iterator[str]:
    first, count = findings[0], len(findings)
    if count == 1:
        yield f"    {first.code} {_SEVERITIES[first.severity]}: {first.sentence}"
        return
    yield f"    {first.code} {_SEVERITIES[first.severity]}, {count}-mal:"
    sentences = Counter(finding.sentence for finding in findings)
    for sentence, places in list(sentences.items())[:shown]:
        yield f"      {sentence}" + (f" [an {places} Stellen]" if places > 1 else "")
    if shown is not None and len(sentences) > shown:
        yield f"      und {len(sentences) - shown} weitere"
