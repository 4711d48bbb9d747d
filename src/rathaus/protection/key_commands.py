"""``rathaus keys``: change the towns' keys."""

from __future__ import annotations

import argparse
import sys

from rathaus.protection import rotation
from rathaus.protection.errors import ProtectionError
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.models import Municipality

_EXAMPLE = """\
Beispiele:
  rathaus keys rotate --town musterstadt    neuer Schlüssel; alle Datenschlüssel wechseln zu ihm
  rathaus keys forget --town musterstadt    eine Stunde später: die alten Schlüssel entfernen

Danach bitte die Schlüsseldatei neu sichern (rathaus backup --keys), getrennt von den Daten.
"""
_BY = Actor.operator("rathaus keys")


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments of the command."""
    parser.epilog = _EXAMPLE
    parser.add_argument("do", choices=["rotate", "forget"], metavar="rotate|forget", help="wechseln oder vergessen")
    parser.add_argument("--town", required=True, metavar="KÜRZEL", help="die Kommune")


def run(arguments: argparse.Namespace) -> int:
    """Change the keys of one town. 0: done, 2: not possible."""
    town = Municipality.objects.filter(slug=arguments.town).first()
    if town is None:
        return _unusable(f"Die Kommune {arguments.town!r} gibt es hier nicht.")
    try:
        with scope.of(town):
            if arguments.do == "rotate":
                sys.stdout.write(f"{rotation.rotate(by=_BY)} Datenschlüssel gewechselt\n")
            else:
                sys.stdout.write(f"{rotation.forget_old_keys(by=_BY)} alte Schlüssel entfernt\n")
    except ProtectionError as error:
        return _unusable(str(error))
    return 0


def _unusable(sentence: str) -> int:
    sys.stderr.write(f"rathaus keys: {sentence}\n")
    return 2
