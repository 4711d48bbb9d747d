"""``rathaus fim evaluate``: what a definition asks for given answers, and whether they hold."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from rathaus import fim
from rathaus.fim import document, lists
from rathaus.fim.model import Group, Position
from rathaus.fim.rules import read_rules
from rathaus.fim.rules.evaluating import is_answered
from rathaus.fim.rules.laender import NAMES
from rathaus.questionnaire.model import Outcome, Problem
from rathaus.questionnaire.nesting import AnswersError, nest
from rathaus.questionnaire.planning import plan
from rathaus.questionnaire.questionnaire import Questionnaire
from rathaus.questionnaire.rulebook import norms

HELP = "eine Definition mit Antworten durchspielen: was gezeigt, verlangt und verboten ist, was nicht stimmt"
EXAMPLE = """\
Beispiel:
  rathaus fim evaluate Hundesteuer.xdf3.xml --answers antworten.json
  rathaus fim evaluate Hundesteuer.xdf3.xml --answers antworten.json --land NW --today 2026-11-27 --json

Die Antworten sind ein JSON-Objekt: geschachtelt nach Ids, oder mit Pfaden wie G99000000001[2].F99000000001.

Rückgabewert: 0 die Antworten sind vollständig und gültig, 1 sie sind es nicht, 2 eine Datei ist unbrauchbar
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("file", metavar="DATEI", type=Path, help="Stammdatenschema (XDatenfelder)")
    parser.add_argument("--answers", metavar="DATEI", type=Path, required=True, help="Antworten (JSON)")
    parser.add_argument("--land", metavar="LAND", choices=sorted(NAMES), help="das Land der Kommune, etwa NW")
    parser.add_argument(
        "--today", metavar="DATUM", type=dt.date.fromisoformat, help="der Tag der Prüfung (sonst heute)"
    )
    parser.add_argument("--lists", metavar="ORDNER", type=Path, help="Ordner mit Codelisten (genericode oder JSON)")
    parser.add_argument("--json", action="store_true", help="als ein JSON-Objekt")


def run(arguments: argparse.Namespace) -> int:
    """Evaluate one definition: 2 where a file cannot be used, 1 where the answers are not complete and valid."""
    try:
        asked, given = _read(arguments)
    except fim.FimError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    outcome = asked.check(asked.draft_of(given))
    twice = tuple(_both_chosen(asked.schema.children, given))
    outcome = replace(outcome, problems=(*outcome.problems, *twice))
    said = _as_json(asked, outcome)
    if arguments.json:
        sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    else:
        _write(said)
    return 0 if outcome.complete else 1


def _read(arguments: argparse.Namespace) -> tuple[Questionnaire, dict[str, Any]]:
    """The questionnaire and the answers. Raises `FimError`."""
    shelf = lists.open_shelf(arguments.lists) if arguments.lists else lists.Shelf()
    schema = fim.read(arguments.file, name=str(arguments.file))
    found = lists.resolve(lists.match(schema, shelf))
    today = arguments.today or dt.datetime.now(dt.UTC).astimezone().date()
    asked = plan(schema, read_rules(schema, found), found, land=arguments.land, own_questions=False).on(today)
    return asked, _answers(arguments.answers, schema.positions)


def _answers(file: Path, positions: Mapping[str, Position]) -> dict[str, Any]:
    data, _name = document.load(file, name=str(file), size_limit=document.SIZE_LIMIT)
    try:
        given = json.loads(data)
    except json.JSONDecodeError as error:
        raise fim.FimError("Das ist kein JSON.", file=str(file), line=error.lineno) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise fim.FimError("Das ist kein JSON.", file=str(file)) from error
    if not isinstance(given, dict):
        raise fim.FimError("Die Antworten sind kein JSON-Objekt.", file=str(file))
    try:
        return nest(positions, given)
    except AnswersError as error:
        raise fim.FimError(str(error), file=str(file)) from error


def _both_chosen(children: Iterable[Position], given: Mapping[str, Any], inside: str = "") -> Iterator[Problem]:
    """A problem for every Auswahlgruppe in which several parts are answered: the form asks which, a file says all."""
    for position in children:
        found, key = given.get(position.id), f"{inside}{position.id}"
        entries = [(key, found)] if isinstance(found, Mapping) else []
        if isinstance(found, list):
            entries = [(f"{key}[{number}]", entry) for number, entry in enumerate(found, start=1)]
        for place, entry in entries:
            if not isinstance(entry, Mapping):
                continue
            parts = [child for child in position.children if is_answered(entry.get(child.id))]
            if isinstance(position.element, Group) and position.element.choice and len(parts) > 1:
                yield Problem(place, _one_of(position, parts), "", None, norms(position.effective_legal_bases))
            yield from _both_chosen(position.children, entry, f"{place}.")


def _one_of(group: Position, parts: Iterable[Position]) -> str:
    names = " und ".join(f"„{part.element.label_input}“" for part in parts)
    return f"In „{group.element.label_input}“ ist nur eine Angabe möglich, es sind mehrere da: {names}."


def _as_json(asked: Questionnaire, outcome: Outcome) -> dict[str, Any]:
    order = {path: number for number, path in enumerate(asked.tree.layout.positions)}

    def paths(keys: frozenset[str] | set[str]) -> list[str]:
        return sorted({_path(key) for key in keys}, key=lambda key: (order.get(_bare(key), -1), key))

    shown = {key for key in (*outcome.shown, *outcome.waiting) if not key.endswith("!")}
    return {
        "shown": paths(shown),
        "required": paths({key for key in outcome.required if not key.startswith("?")}),
        "forbidden": paths(outcome.forbidden | asked.never(outcome)),
        "problems": [_problem(problem) for problem in outcome.problems],
        "by_hand": [
            {"rule": check.rule, "texts": list(check.texts), "reasons": list(check.reasons)}
            for check in asked.manual_checks
        ],
    }


def _path(key: str) -> str:
    """The position behind an instance key; behind a chooser the group it is about."""
    return key.lstrip("?").rstrip("!")


def _bare(path: str) -> str:
    return "".join(part.partition("]")[2] if number else part for number, part in enumerate(path.split("[")))


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "path": _path(problem.key),
        "message": problem.sentence,
        "rule": problem.rule,
        "legal_basis": problem.legal_basis,
    }


def _write(said: dict[str, Any]) -> None:
    for name, key in (("Gezeigt", "shown"), ("Verlangt", "required"), ("Verboten", "forbidden")):
        sys.stdout.write(f"{name}: {', '.join(said[key]) or 'nichts'}\n")
    for problem in said["problems"]:
        rule = f" (Regel {problem['rule']})" if problem["rule"] else ""
        sys.stdout.write(f"{problem['path']}: {problem['message']}{rule}\n")
    for check in said["by_hand"]:
        sys.stdout.write(f"Von Hand zu prüfen: Regel {check['rule']}: {' '.join(check['reasons'])}\n")
