"""``rathaus package update``: take changes of a newer package into one's own copy."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeVar

from rathaus.exchange.actions import revising, updating
from rathaus.exchange.commands import diff
from rathaus.exchange.commands.common import BY, FINDINGS, FINE, Unusable, department_of, received_from, say, tell
from rathaus.exchange.models import Copy, PackageKind, Received
from rathaus.exchange.queries.packages import Pending, Waiting, pending
from rathaus.exchange.queries.parts import PendingPart, pending_part

HELP = "Änderungen eines neueren Pakets in die eigene Kopie übernehmen"
EXAMPLE = """\
Beispiele:
  rathaus package update hundesteuer-anmelden-2.rathaus --take texts:cost --keep-others
  rathaus package update hundesteuer-anmelden-2.rathaus --take-unchanged --keep-others

Die Schlüssel der Änderungen nennt „rathaus package diff“. Veröffentlicht wird erst, wenn über jede entschieden ist;
was aus dem Teil einer Strategie übernommen wird, steht danach in der eigenen und ist noch nicht veröffentlicht.
Rückgabewert: 0 übernommen, 1 es ist noch etwas offen, 2 unbrauchbar
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", metavar="DATEI", type=Path, help="das neuere Paket")
    parser.add_argument("--take", metavar="SCHLÜSSEL", action="append", default=[], help="diese Änderung übernehmen")
    parser.add_argument("--take-unchanged", action="store_true", help="alle übernehmen, wo selbst nichts geändert ist")
    parser.add_argument("--keep-others", action="store_true", help="bei allen übrigen das Eigene behalten")
    parser.add_argument("--department", metavar="NAME", help="wer für neue Maßnahmen und Kennzahlen verantwortlich ist")
    parser.add_argument("--looked-at", action="store_true", help="Versuche, die anders ausgehen, sind angesehen")
    parser.add_argument(
        "--finish-drafts", action="store_true", help="begonnene Anträge auf der bisherigen Fassung zu Ende führen"
    )


def run(arguments: argparse.Namespace) -> int:
    """Receive, decide, and publish (or put into the strategy) once nothing is open."""
    found = _decided(_waiting(received_from(arguments.file)), arguments)
    if isinstance(found, Pending):
        return _service(found, arguments)
    if found.open:
        _tell_open(arguments, found)
        return FINDINGS
    department = department_of(arguments.department) if arguments.department else None
    taken = revising.finish(found, department=department, by=BY)
    if arguments.json:
        tell({"file": str(arguments.file), "taken": taken, "open": []})
    else:
        say("Steht in der Strategie; veröffentlicht ist es noch nicht." if taken else "Alles bleibt, wie es ist.")
    return FINE


def _service(found: Pending, arguments: argparse.Namespace) -> int:
    if arguments.looked_at and found.unseen:
        updating.look_at(found, by=BY)
        found = _again(found)
    if found.open or found.unseen:
        _tell_open(arguments, found)
        return FINDINGS
    version = updating.finish(found, moves_drafts=not arguments.finish_drafts, by=BY)
    if arguments.json:
        tell({"file": str(arguments.file), "version": version.number if version else None, "open": []})
    else:
        say(f"Veröffentlicht als Fassung {version.number}." if version else "Alles bleibt, wie es ist.")
    return FINE


Found = TypeVar("Found", bound=Waiting)


def _waiting(received: Received) -> Pending | PendingPart:
    copies = Copy.objects.select_related("base", "package", "service__current", "service__department")
    copy = copies.filter(package=received.package).first()
    found = _pending(copy) if copy else None
    if copy is not None and copy.base_id == received.pk:
        raise Unusable(f"Die Kopie ist schon auf dem Stand von Fassung {received.version}.")
    if found is None:
        raise Unusable("Von diesem Paket gibt es hier keine Kopie in Gebrauch, die älter ist.")
    return found


def _pending(copy: Copy) -> Pending | PendingPart | None:
    return pending_part(copy) if copy.package.kind == PackageKind.STRATEGY else pending(copy)


def _decided(found: Found, arguments: argparse.Namespace) -> Found:
    known = {one.key for one in found.choices}
    if unknown := sorted(set(arguments.take) - known):
        raise Unusable(f"Die Änderung {unknown[0]} gibt es nicht; alle nennt „rathaus package diff“.")
    take = set(arguments.take)
    if arguments.take_unchanged:
        take |= {one.key for one in found.choices if not one.conflict}
    if take:
        updating.decide(found, take, take=True, by=BY)
        found = _again(found)
    if arguments.keep_others and found.open:
        updating.decide(found, [one.key for one in found.open], take=False, by=BY)
        found = _again(found)
    return found


def _again(found: Found) -> Found:
    fresh = _pending(found.copy)
    if not isinstance(fresh, type(found)):
        raise Unusable("Die Kopie wurde inzwischen auf den neuen Stand gebracht.")
    return fresh


def _tell_open(arguments: argparse.Namespace, found: Waiting) -> None:
    surprises = found.unseen if isinstance(found, Pending) else ()
    if arguments.json:
        unseen = [{"trial": one.number, "sentences": [str(said) for said in one.sentences]} for one in surprises]
        opened = [diff.as_json(one) for one in found.open]
        tell({"file": str(arguments.file), "version": None, "open": opened, "trials": unseen})
        return
    for one in found.open:
        for line in diff.lines(one):
            say(f"offen: {line}")
    for surprise in surprises:
        say(f"Versuch {surprise.number} geht anders aus: {' '.join(surprise.sentences)}")
    say("Nicht veröffentlicht.")
