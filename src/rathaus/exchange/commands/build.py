"""``rathaus package build``: a published service becomes a signed file."""

from __future__ import annotations

import argparse
from pathlib import Path

from rathaus.exchange.actions import packing
from rathaus.exchange.commands.common import BY, FINE, as_json, headline, say, service_of, tell

HELP = "eine veröffentlichte Leistung als signierte Datei packen"
EXAMPLE = """\
Beispiel:
  rathaus package build hundesteuer-anmelden --licence CC-BY-4.0 --out pakete/
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("slug", metavar="ADRESSE", help="letzter Teil der Internetadresse der Leistung")
    parser.add_argument(
        "--licence", metavar="SPDX", default=packing.LICENCE, help=f"Lizenz (Vorgabe: {packing.LICENCE})"
    )
    parser.add_argument("--summary", metavar="TEXT", default="", help="ein Satz darüber")
    parser.add_argument("--out", metavar="ORDNER", type=Path, default=Path(), help="wohin (Vorgabe: hierher)")


def run(arguments: argparse.Namespace) -> int:
    """Pack, and write the file; where nothing has changed, write the last version's once more."""
    service = service_of(arguments.slug)
    try:
        release = packing.pack_service(service, licence=arguments.licence, summary=arguments.summary, by=BY)
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
