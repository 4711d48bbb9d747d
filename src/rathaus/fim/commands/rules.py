"""``rathaus fim rules``: what the rules of a definition say, and what rule texts without a definition say in cases."""

from __future__ import annotations

import argparse
import codecs
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from tqdm import tqdm

from rathaus import fim
from rathaus.fim import files, lists
from rathaus.fim.model import Schema
from rathaus.fim.rules import read_rules
from rathaus.fim.rules.explain import explain
from rathaus.fim.rules.jsonform import statement_to_json
from rathaus.fim.rules.report import ReadRule, RuleStatus
from rathaus.fim.rules.texts import LineError, answer_line, parse_line
from rathaus.fim.rules.wording import Wording

HELP = "Regeln lesen: was jede sagt, ob sie läuft, und was sie in einem Fall bewirkt"
EXAMPLE = """\
Beispiel:
  rathaus fim rules Hundesteuer.xdf3.xml
  rathaus fim rules Hundesteuer.xdf3.xml --lists codelisten/ --json > regeln.jsonl
  rathaus fim rules texte.jsonl --json

Ein Stammdatenschema ergibt je Regel und Stelle ein Objekt: id, version, bearer, path, text, status
(executable, partial, unclear), unread, expression, explanation.

Eine Datei mit Regeltexten hat je Zeile ein JSON-Objekt: text, wenn nötig bearer, land und today, und cases.
Die Antworten stehen unter der Id oder dem Pfad mit Punkten, wie der Text sie nennt:
  {"text": "Wenn das Feld F99000000001 = 001, dann muss das Feld F99000000002 befüllt werden.",
   "cases": [{"answers": {"F99000000001": "001"}}]}
ergibt {"status": "executable", "unread": [], "cases": [{"effects": {"F99000000002": "required"}}]}

Rückgabewert: 0 in Ordnung, 1 eine Regel ist nicht ganz gelesen, 2 eine Datei oder Zeile ist unbrauchbar
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("file", metavar="DATEI", type=Path, help="Stammdatenschema (XML) oder Regeltexte (JSONL)")
    parser.add_argument("--lists", metavar="ORDNER", type=Path, help="Ordner mit Codelisten (genericode oder JSON)")
    parser.add_argument("--json", action="store_true", help="je Regel oder Zeile ein JSON-Objekt in einer Zeile")


def run(arguments: argparse.Namespace) -> int:
    """Say what every rule says: 2 where something cannot be used, 1 where a rule is not read whole, else 0."""
    file: Path = arguments.file
    try:
        if file.suffix == ".xml" or not _holds_json(file):
            return _definition(file, arguments.lists, as_json=arguments.json)
        return _texts(file, as_json=arguments.json)
    except fim.FimError as error:
        sys.stderr.write(f"{error}\n")
        return 2


def _holds_json(file: Path) -> bool:
    """Whether `file` holds lines of JSON: by its name, else by its first sign. Raises `FimError`."""
    if file.suffix in (".jsonl", ".ndjson", ".json"):
        return True
    try:
        with file.open("rb") as source:
            return source.read(1000).removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{")
    except OSError as error:
        raise fim.FimError(files.unread(error), file=str(file)) from error


# --- the rules of a definition ----------------------------------------------------------------------------------------


def _definition(file: Path, folder: Path | None, *, as_json: bool) -> int:
    shelf = lists.open_shelf(folder) if folder else lists.Shelf()
    schema = fim.read(file, name=str(file))
    found = lists.resolve(lists.match(schema, shelf))
    report = read_rules(schema, found)
    wording = Wording(schema, found)
    for rule in report.rules:
        (_write_json if as_json else _write_rule)(_as_json(rule, schema, wording))
    return int(report.count(RuleStatus.EXECUTABLE) < len(report.rules))


def _as_json(rule: ReadRule, schema: Schema, wording: Wording) -> dict[str, Any]:
    bearer = rule.bound.bearer
    return {
        "id": rule.bound.rule.id,
        "version": rule.bound.rule.version,
        "bearer": bearer.id if bearer else schema.head.id,
        "path": rule.bearer_path,
        "text": rule.bound.rule.text,
        "status": rule.status.value,
        "unread": list(rule.unread),
        "reasons": list(rule.reasons),
        "notes": list(rule.notes),
        "expression": [statement_to_json(said) for said in rule.statements],
        "explanation": " ".join(explain(rule, wording)),
    }


def _write_json(said: dict[str, Any]) -> None:
    tqdm.write(json.dumps(said, ensure_ascii=False), file=sys.stdout)


_STATUS = {"executable": "ausführbar", "partial": "teilweise gelesen", "unclear": "unklar"}


def _write_rule(said: dict[str, Any]) -> None:
    where = said["path"] or said["bearer"]
    sys.stdout.write(f"{said['id']} an {where}: {_STATUS[said['status']]}\n")
    sys.stdout.write(f"  Text: {' '.join(said['text'].split())}\n")
    if said["explanation"]:
        sys.stdout.write(f"  Heißt: {said['explanation']}\n")
    for name, sentences in (("Nicht gelesen", "unread"), ("Grund", "reasons"), ("Hinweis", "notes")):
        sys.stdout.writelines(f"  {name}: {' '.join(sentence.split())}\n" for sentence in said[sentences])


# --- texts without a definition ---------------------------------------------------------------------------------------


def _texts(file: Path, *, as_json: bool) -> int:
    code = 0
    today = dt.datetime.now(dt.UTC).astimezone().date()
    for number, raw in tqdm(_lines(file), unit="Zeile", leave=False, disable=not sys.stderr.isatty()):
        try:
            line = parse_line(raw, today)
        except LineError as error:
            _complain(str(error), file, number)
            if as_json:  # whoever reads on counts lines
                _write_json({"status": RuleStatus.UNCLEAR.value, "unread": [], "cases": [], "error": str(error)})
            code = 2
            continue
        said = answer_line(line)
        if as_json:
            _write_json(said)
        else:
            _write_cases(number, line.text, said)
        code = max(code, int(said["status"] != RuleStatus.EXECUTABLE.value))
        for sentence in (case["error"] for case in said["cases"] if "error" in case):
            _complain(sentence, file, number)
            code = 2
    return code


def _complain(sentence: str, file: Path, line: int) -> None:
    tqdm.write(str(fim.FimError(sentence, file=str(file), line=line)), file=sys.stderr)


def _lines(file: Path) -> list[tuple[int, str]]:
    """The lines of `file` that are not blank, with their numbers. Raises `FimError`."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise fim.FimError("Die Datei ist nicht in UTF-8 geschrieben.", file=str(file), line=line) from error
    except OSError as error:
        raise fim.FimError(files.unread(error), file=str(file)) from error
    return [(number, raw) for number, raw in enumerate(text.split("\n"), start=1) if raw.strip()]


def _write_cases(number: int, text: str, said: dict[str, Any]) -> None:
    parts = [
        f"Zeile {number}: {_STATUS[said['status']]}",
        f"  Text: {' '.join(text.split())}",
        *(f"  Nicht gelesen: {' '.join(sentence.split())}" for sentence in said["unread"]),
        *(f"  Grund: {sentence}" for sentence in said.get("reasons", ())),
        *(f"  Fall {n}: {_case_text(case)}" for n, case in enumerate(said["cases"], start=1)),
    ]
    tqdm.write("\n".join(parts), file=sys.stdout)


def _case_text(case: dict[str, Any]) -> str:
    if "error" in case:
        return "unbrauchbar"
    effects = [
        f"{target} {one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)}"
        for target, one in case["effects"].items()
    ]
    valid = [] if "valid" not in case else ["gültig"] if case["valid"] else ["nicht gültig"]
    return ", ".join(effects + valid) or "keine Wirkung"
