"""``rathaus package verify``: whether a package is sound, and whether this town would take it."""

from __future__ import annotations

import argparse
from pathlib import Path

from rathaus.exchange.actions import receiving
from rathaus.exchange.commands.common import FINDINGS, FINE, as_json, headline, package_in, say, tell
from rathaus.exchange.models import Origin
from rathaus.towns import scope

HELP = "prüfen, ob ein Paket unverändert ist und von wem es kommt"
EXAMPLE = """\
Beispiel:
  rathaus package verify hundesteuer-anmelden-1.rathaus

Rückgabewert: 0 in Ordnung, 1 unversehrt, aber nicht anzunehmen (anderer Schlüssel, ältere Fassung), 2 unbrauchbar
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", metavar="DATEI", type=Path, help="das Paket")


def run(arguments: argparse.Namespace) -> int:
    """Check the file, its contents, and its key."""
    package = package_in(arguments.file)
    receiving.check_contents(package, land=scope.current().land)
    refusal = receiving.refusal_of(package)
    known = Origin.objects.filter(mark=receiving.mark_of(package.manifest), key=package.manifest.origin.key).exists()
    if arguments.json:
        tell(as_json(package) | {"file": str(arguments.file), "known_key": known, "refused": refusal or ""})
    else:
        say(f"{headline(package.manifest)}: unverändert")
        key = package.manifest.origin.key
        say(f"  Schlüssel {key}: {'bekannt' if known else 'hier noch nicht bekannt'}")
        if refusal:
            say(f"  {refusal}")
    return FINDINGS if refusal else FINE


def alone(arguments: argparse.Namespace) -> int:
    """Check the file and its contents where no town is set up that could know its key."""
    package = package_in(arguments.file)
    receiving.check_contents(package, land="")
    if arguments.json:
        tell(as_json(package) | {"file": str(arguments.file), "known_key": False, "refused": ""})
    else:
        say(f"{headline(package.manifest)}: unverändert")
        say(f"  Schlüssel {package.manifest.origin.key}: hier kennt ihn niemand, denn es ist kein Haus eingerichtet")
    return FINE
