"""``rathaus package trust``: accept a new key of an origin, after somebody has asked there."""

from __future__ import annotations

import argparse

from rathaus.exchange.actions import receiving
from rathaus.exchange.commands.common import BY, FINE, Unusable, say, tell
from rathaus.exchange.models import Origin

HELP = "den neuen Schlüssel einer Herkunft annehmen, nachdem dort nachgefragt wurde"
EXAMPLE = """\
Beispiel:
  rathaus package trust 099990000001 3f1c…

Den Fingerabdruck lassen Sie sich am Telefon vorlesen; „rathaus package show“ zeigt den des Pakets.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("origin", metavar="HERKUNFT", help="Regionalschlüssel (ARS) oder Name der Kommune")
    parser.add_argument("fingerprint", metavar="FINGERABDRUCK", help="64 Zeichen")


def run(arguments: argparse.Namespace) -> int:
    """Pin the other key."""
    origin = (
        Origin.objects.filter(mark=arguments.origin).first() or Origin.objects.filter(name=arguments.origin).first()
    )
    if origin is None:
        raise Unusable(f"Von {arguments.origin} kam hier noch kein Paket.")
    receiving.trust_new_key(origin, arguments.fingerprint, by=BY)
    if arguments.json:
        tell({"origin": origin.mark, "key": origin.key})
    else:
        say(f"{origin.name}: Schlüssel {origin.key} ist angenommen.")
    return FINE
