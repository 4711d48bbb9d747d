"""``rathaus package diff``: what a package changes against one's own copy, or against another package."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from rathaus.exchange.commands.common import FINDINGS, FINE, Unusable, package_in, say, tell
from rathaus.exchange.contents import gathering
from rathaus.exchange.contents.service import ServiceContents
from rathaus.exchange.contents.strategy import StrategyContents
from rathaus.exchange.models import Copy
from rathaus.exchange.package import Kind, Package
from rathaus.exchange.queries.parts import against_own
from rathaus.exchange.updates.model import Difference
from rathaus.exchange.updates.services import Update
from rathaus.exchange.updates.strategy import PartUpdate

HELP = "zeigen, was ein Paket gegenüber der eigenen Kopie oder einem anderen Paket ändert"
EXAMPLE = """\
Beispiel:
  rathaus package diff hundesteuer-anmelden-2.rathaus
  rathaus package diff hundesteuer-anmelden-2.rathaus --against hundesteuer-anmelden-1.rathaus

Rückgabewert: 0 keine Unterschiede, 1 Unterschiede, 2 unbrauchbar
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", metavar="DATEI", type=Path, help="das neuere Paket")
    parser.add_argument("--against", metavar="DATEI", type=Path, help="ein älteres Paket statt der eigenen Kopie")


def run(arguments: argparse.Namespace) -> int:
    """Compare, and tell each difference with its key."""
    newer = package_in(arguments.file)
    found = _between(newer, package_in(arguments.against)) if arguments.against else _here(newer)
    if arguments.json:
        tell({"file": str(arguments.file), "differences": [as_json(one) for one in found]})
    elif found:
        for one in found:
            for line in lines(one):
                say(line)
    else:
        say("Keine Unterschiede.")
    return FINDINGS if found else FINE


def _between(newer: Package, older: Package) -> Sequence[Difference]:
    if newer.manifest.kind is not older.manifest.kind:
        raise Unusable("Eine Leistung lässt sich nicht mit dem Teil einer Strategie vergleichen.")
    if newer.manifest.kind is Kind.STRATEGY:
        was, now = (StrategyContents.from_files(one.files) for one in (older, newer))
        return PartUpdate.of(was, now).differences
    before = ServiceContents.from_files(older.files)
    return Update.of(before, before, ServiceContents.from_files(newer.files)).differences


def _here(newer: Package) -> Sequence[Difference]:
    if newer.manifest.kind is Kind.STRATEGY:
        taken = Copy.objects.select_related("base").filter(package__package=newer.manifest.package).first()
        if taken is None or not taken.rows:
            raise Unusable("Dieses Paket steht hier in keiner Strategie; nennen Sie mit --against ein Paket.")
        return against_own(taken, StrategyContents.from_files(newer.files)).differences
    copies = Copy.objects.select_related("base", "service__current")
    copy = copies.filter(package__package=newer.manifest.package, service__current__isnull=False).first()
    if copy is None or copy.service is None or copy.service.current is None:
        raise Unusable("Von diesem Paket gibt es hier keine veröffentlichte Kopie; nennen Sie mit --against ein Paket.")
    base = ServiceContents.from_files(copy.base.read().files)
    mine = gathering.of_version(copy.service.current)
    return Update.of(base, mine, ServiceContents.from_files(newer.files)).differences


def as_json(one: Difference) -> dict[str, object]:
    """A difference for programs."""
    return {
        "key": one.key,
        "part": one.part.value,
        "about": one.about,
        "title": one.title,
        "sentences": [str(sentence) for sentence in one.sentences],
        "conflict": one.conflict,
        "takeable": one.takeable,
        "before": one.before,
        "theirs": one.theirs,
        "mine": one.mine,
    }


def lines(one: Difference) -> list[str]:
    """A difference for people."""
    about = f"{one.about}, {one.title}" if one.about else one.title
    told = [f"{about}: {' '.join(one.sentences)}  [{one.key}]"]
    if one.conflict:
        told += [f"  dort: {_short(one.theirs)}", f"  hier: {_short(one.mine)} ({' '.join(one.own)})"]
    return told


def _short(text: str | None) -> str:
    words = " ".join((text or "–").split())
    return words if len(words) <= 120 else f"{words[:119]}…"
