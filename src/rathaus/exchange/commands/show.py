"""``rathaus package show``: what is in a package. Needs no town."""

from __future__ import annotations

import argparse
from pathlib import Path

from rathaus.exchange.commands.common import FINE, as_json, headline, package_in, say, tell

HELP = "zeigen, was in einem Paket ist"
EXAMPLE = """\
Beispiel:
  rathaus package show hundesteuer-anmelden-1.rathaus --json
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", metavar="DATEI", type=Path, help="das Paket")


def run(arguments: argparse.Namespace) -> int:
    """Tell what the manifest says."""
    package = package_in(arguments.file)
    if arguments.json:
        tell(as_json(package) | {"file": str(arguments.file)})
        return FINE
    manifest = package.manifest
    say(headline(manifest))
    if manifest.summary:
        say(f"  {manifest.summary}")
    say(f"  Paket {manifest.package}, gepackt am {manifest.made_at:%d.%m.%Y}, Lizenz {manifest.licence}")
    say(f"  Herkunft {manifest.origin.name} {manifest.origin.ars} {manifest.origin.address}".rstrip())
    say(f"  Schlüssel {manifest.origin.key}")
    for one in manifest.lineage:
        say(f"  entstanden aus {one.package}, Fassung {one.version}")
    for path, content in sorted(manifest.contents.items()):
        say(f"  {content.size:>9} {path}")
    return FINE
