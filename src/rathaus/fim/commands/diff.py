"""``rathaus fim diff``: what a new version of a definition changes for a service."""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from rathaus import fim
from rathaus.fim import lists
from rathaus.fim.diff import Area, Change, Diff, Edition, Fate, compare
from rathaus.fim.diff.words import quote
from rathaus.fim.model import CodeList, Schema

HELP = "zeigen, was eine neue Fassung einer Definition ändert, auch für begonnene Anträge"
EXAMPLE = """\
Beispiel:
  rathaus fim diff Hundesteuer_V1.xdf3.xml Hundesteuer_V2.xdf3.xml --lists codelisten/
  rathaus fim diff alt_xdf2.xml neu.xdf3.xml --json | jq .drafts

Rückgabewert: 0 für eine Leistung dasselbe, 1 es gibt Unterschiede, 2 eine Datei ist unbrauchbar
"""
_TITLES = {
    Area.SERVICE: "Die Leistung",
    Area.POSITIONS: "Neu, entfallen, verschoben",
    Area.QUESTIONS: "Fragen und Texte",
    Area.TYPES: "Art der Angaben",
    Area.LIMITS: "Was eingegeben werden darf",
    Area.CARDINALITIES: "Pflicht und Anzahl",
    Area.CODES: "Auswahlwerte",
    Area.RULES: "Regeln",
    Area.LEGAL_BASES: "Rechtsgrundlagen",
}
_FATES = {
    Fate.ASIDE: "Beiseitegelegt, weil es die Stelle nicht mehr gibt oder sie anders gezählt wird",
    Fate.AGAIN: "Neu zu beantworten, wo die Antwort nicht mehr passt",
    Fate.REQUIRED: "Neu verlangt",
}
_SHOWN = 200


def configure(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("old", metavar="ALT", type=Path, help="die Definition, der die Leistung jetzt folgt")
    parser.add_argument("new", metavar="NEU", type=Path, help="die neue Fassung (XDatenfelder 2.0 oder 3.0.0)")
    parser.add_argument("--lists", metavar="ORDNER", type=Path, help="Ordner mit Codelisten (genericode oder JSON)")
    parser.add_argument("--json", action="store_true", help="als JSON ausgeben")


def run(arguments: argparse.Namespace) -> int:
    """Compare two schemas: 0 the same, 1 with differences, 2 where one cannot be used."""
    try:
        shelf = lists.open_shelf(arguments.lists) if arguments.lists else lists.Shelf()
        old, new = (fim.read(file, name=str(file)) for file in (arguments.old, arguments.new))
        diff = compare(old, new, old_lists=_lists(old, shelf), new_lists=_lists(new, shelf))
    except fim.FimError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if arguments.json:
        sys.stdout.write(json.dumps(as_json(diff), ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(diff))
    return 1 if diff else 0


def _lists(schema: Schema, shelf: lists.Shelf) -> dict[str, CodeList]:
    return dict(lists.resolve(lists.match(schema, shelf)))


def as_json(diff: Diff) -> dict[str, object]:
    """A comparison as JSON."""
    return {
        "old": _edition_as_json(diff.old),
        "new": _edition_as_json(diff.new),
        "changes": [_change_as_json(change) for change in diff.changes],
        "drafts": {
            "kept": diff.kept,
            **{fate.value: list(diff.having(fate)) for fate in _FATES},
        },
    }


def _edition_as_json(edition: Edition) -> dict[str, object]:
    return {
        "id": edition.id,
        "version": edition.version,
        "dialect": edition.dialect.value,
        "label": edition.label,
    }


def _change_as_json(change: Change) -> dict[str, object]:
    said: dict[str, object] = {"area": change.area.value, "sentence": change.sentence, "paths": list(change.paths)}
    more = {"before": change.before, "after": change.after, "fate": change.fate and change.fate.value}
    said |= {name: value for name, value in more.items() if value is not None}
    return said | ({"conditional": True} if change.conditional else {})


def _lines(diff: Diff) -> Iterator[str]:
    yield f"{_title(diff.old)} → {_title(diff.new)}"
    yield diff.new.label
    if not diff:
        yield "Für die Leistung ist beides dasselbe."
        return
    for area, changes in itertools.groupby(diff.changes, key=lambda change: change.area):
        yield ""
        yield _TITLES[area]
        for change in changes:
            yield from _change(change)
    yield ""
    yield "Begonnene Anträge"
    yield f"  {diff.kept} Antworten bleiben." if diff.kept != 1 else "  1 Antwort bleibt."
    for fate, title in _FATES.items():
        if paths := diff.having(fate):
            yield f"  {title} ({len(paths)}):"
            yield from (f"    {quote(diff.labels[path])} ({path})" for path in paths)


def _title(edition: Edition) -> str:
    version = f" {edition.version}" if edition.version else ""
    return f"{edition.id}{version} (XDatenfelder {edition.dialect.value})"


def _change(change: Change) -> Iterator[str]:
    places = f" [an {len(change.paths)} Stellen]" if len(change.paths) > 1 else ""
    yield f"  {change.sentence}{places}"
    if change.area in (Area.SERVICE, Area.QUESTIONS, Area.RULES):
        for title, text in (("bisher", change.before), ("jetzt", change.after)):
            if text is not None:
                yield f"    {title}: {_excerpt(text)}"


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"
