"""Rehearsing files one after the other, and what is said about each."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tqdm import tqdm

from rathaus import fim
from rathaus.catalogue import reading as readings
from rathaus.catalogue.actions import PublishError
from rathaus.catalogue.commands import list_files
from rathaus.catalogue.forms import list_sentence
from rathaus.catalogue.reading import Reading
from rathaus.catalogue.text_commands import FINDINGS, FINE, UNUSABLE, Unusable, read_bytes, say
from rathaus.project.rehearsal.rehearsing import Rehearsal, publish, rehearse, states_of


def run(arguments: argparse.Namespace) -> int:
    """Rehearse each file in the town in scope; the worst exit code of all."""
    return max(_rehearse(path, number, arguments) for number, path in enumerate(arguments.files, start=1))


def _rehearse(path: Path, number: int, arguments: argparse.Namespace) -> int:
    try:
        reading = _read(path, arguments)
        version = publish(reading, f"probe-{number}")
    except (Unusable, fim.FimError, PublishError) as error:
        sys.stderr.write(f"rathaus rehearse: {error}\n")
        return UNUSABLE
    total = 1 if arguments.quick else states_of(reading.questionnaire)
    with tqdm(total=total, desc=path.name[:40], unit="Antwort", file=sys.stderr, disable=None, leave=False) as bar:

        def walked(_what: str) -> None:
            bar.update()

        found = rehearse(version, reading, quick=arguments.quick, walked=walked)
    found.notes[:0] = [list_sentence(match) for match in reading.to_confirm]
    if arguments.json:
        say(json.dumps({"file": str(path), **found.to_json()}, ensure_ascii=False))
    else:
        _report(path, found, quick=arguments.quick)
    return FINDINGS if found.problems else FINE


def _read(path: Path, arguments: argparse.Namespace) -> Reading:
    data = read_bytes(path)
    lists = [*list_files(arguments.lists), *list_files(path.parent, deep=False)]
    return readings.read(data, name=str(path), list_files=lists, land=arguments.land)


def _report(path: Path, found: Rehearsal, *, quick: bool) -> None:
    say(f"{path.name}: {found.label}")
    say(f"  {found.sent} Anträge bis zur Eingangsbestätigung, {len(found.seen)} von {found.pages} Seiten gesehen")
    if not quick:
        say(f"  {found.states} Zustände entscheidender Antworten, {len(found.out_of_reach)} nicht erreichbar")
    for line in found.out_of_reach:
        say(f"    nicht erreichbar: {line}")
    for line in found.notes:
        say(f"  Hinweis: {line}")
    for line in found.problems:
        say(f"  BEFUND: {line}")
    if not found.problems:
        say("  in Ordnung: Alles, was übergeben würde, passt zum Schema der Definition.")
