"""``rathaus package``: pack what the town offers, and take over what others offer, by files."""

from __future__ import annotations

import argparse
import sys
from types import ModuleType

from rathaus.catalogue.actions import PublishError
from rathaus.exchange.commands import build, diff, install, show, trust, update, verify
from rathaus.exchange.commands.common import UNUSABLE, Unusable
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.package import PackageError
from rathaus.fim.model import FimError
from rathaus.towns import choosing, scope
from rathaus.towns.choosing import TownUnclear
from rathaus.towns.db.readiness import not_ready, not_set_up
from rathaus.towns.models import Municipality

_COMMANDS: dict[str, ModuleType] = {
    "build": build,
    "verify": verify,
    "show": show,
    "install": install,
    "diff": diff,
    "update": update,
    "trust": trust,
}
EXAMPLE = """\
Beispiele:
  rathaus package build hundesteuer-anmelden --licence CC-BY-4.0
  rathaus package verify hundesteuer-anmelden-1.rathaus
  rathaus package install hundesteuer-anmelden-1.rathaus --department Bürgerservice --publish
  rathaus package diff hundesteuer-anmelden-2.rathaus
  rathaus package update hundesteuer-anmelden-2.rathaus --take texts:cost --keep-others

Rückgabewert: 0 in Ordnung, 1 es gibt Befunde, 2 unbrauchbar
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of ``rathaus package``."""
    parser.epilog = EXAMPLE
    names = parser.add_subparsers(title="Befehle", metavar="BEFEHL", required=True)
    for name, module in _COMMANDS.items():
        command = names.add_parser(name, help=module.HELP, description=module.HELP, epilog=module.EXAMPLE)
        module.configure(command)
        choosing.add_argument(command)
        command.add_argument("--json", action="store_true", help="Ergebnis als JSON in einer Zeile")
        command.set_defaults(run=module.run, command=name)


def run(arguments: argparse.Namespace) -> int:
    """Run the subcommand that was chosen."""
    try:
        if arguments.command == "show":
            return show.run(arguments)
        if arguments.command == "verify" and not_set_up():
            return verify.alone(arguments)
        with scope.of(_town(arguments.town)):
            code: int = arguments.run(arguments)
            return code
    except (Unusable, TownUnclear, PackageError, ExchangeError, PublishError, FimError) as error:
        sys.stderr.write(f"rathaus package {arguments.command}: {error}\n")
        return UNUSABLE


def _town(slug: str | None) -> Municipality:
    if why := not_ready():
        raise TownUnclear(why)
    return choosing.chosen(slug)
