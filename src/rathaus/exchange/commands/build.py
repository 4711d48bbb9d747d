"""``rathaus package build``: a published service becomes a signed file."""

from __future__ import annotations

import argparse
from pathlib import Path

from rathaus.exchange.actions import packing
from rathaus.exchange.commands.common import BY, FINE, Unusable, as_json, headline, say, service_of, tell
from rathaus.exchange.models import OwnPackage, PackageKind, Release
from rathaus.strategy import plan as plans
from rathaus.strategy import planning

HELP = "eine veröffentlichte Leistung oder Maßnahmen der Strategie als signierte Datei packen"
EXAMPLE = """\
Beispiel:
  rathaus package build hundesteuer-anmelden --licence CC-BY-4.0 --out pakete/
  rathaus package build --strategy "Schulen ans Netz" --field Bildung
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("slug", metavar="ADRESSE", nargs="?", help="letzter Teil der Internetadresse der Leistung")
    parser.add_argument("--strategy", metavar="NAME", help="statt einer Leistung: Maßnahmen, unter diesem Namen")
    parser.add_argument("--field", metavar="NAME", help="nur die Maßnahmen dieses Handlungsfelds")
    parser.add_argument(
        "--licence", metavar="SPDX", default=packing.LICENCE, help=f"Lizenz (Vorgabe: {packing.LICENCE})"
    )
    parser.add_argument("--summary", metavar="TEXT", default="", help="ein Satz darüber")
    parser.add_argument("--out", metavar="ORDNER", type=Path, default=Path(), help="wohin (Vorgabe: hierher)")


def _service(arguments: argparse.Namespace) -> Release:
    if not arguments.slug:
        raise Unusable("Nennen Sie eine Leistung, oder mit --strategy einen Namen für Maßnahmen.")
    service = service_of(arguments.slug)
    return packing.pack_service(service, licence=arguments.licence, summary=arguments.summary, by=BY)


def _strategy(arguments: argparse.Namespace) -> Release:
    """The measures that are published, of one field or of all; the next version where the name is known."""
    published = planning.newest()
    found = plans.from_json(published.content).measures() if published else ()
    wanted = [one.id for field, _goal, one in found if arguments.field in (None, field.name)]
    return packing.pack_measures(
        wanted,
        name=arguments.strategy,
        licence=arguments.licence,
        summary=arguments.summary,
        package=OwnPackage.objects.filter(kind=PackageKind.STRATEGY, name=arguments.strategy).first(),
        by=BY,
    )


def run(arguments: argparse.Namespace) -> int:
    """Pack, and write the file; where nothing has changed, write the last version's once more."""
    try:
        release = _strategy(arguments) if arguments.strategy else _service(arguments)
    except packing.NothingNew as unchanged:
        release = unchanged.release
    package = release.read()
    arguments.out.mkdir(parents=True, exist_ok=True)
    path = arguments.out / package.file_name
    path.write_bytes(release.file())
    if arguments.json:
        tell(as_json(package) | {"file": str(path)})
    else:
        say(f"{headline(package.manifest)}: {path} ({release.size // 1000} kB)")
    return FINE
