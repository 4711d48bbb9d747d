"""``rathaus fim``: work on official definitions, with files alone."""

from __future__ import annotations

import argparse
from types import ModuleType

from rathaus.fim.commands import check, convert, diff, rules, schema, tree

_COMMANDS: dict[str, ModuleType] = {
    "check": check,
    "rules": rules,
    "schema": schema,
    "tree": tree,
    "convert": convert,
    "diff": diff,
}
EXAMPLE = """\
Beispiele:
  rathaus fim check Hundesteuer.xdf3.xml
  rathaus fim diff Hundesteuer_V1.xdf3.xml Hundesteuer_V2.xdf3.xml

Jeder Befehl hat eine eigene Hilfe mit Beispiel: rathaus fim BEFEHL --help
"""


def register(name: str, module: ModuleType) -> None:
    """Add a subcommand that a later room brings, before `configure` is called."""
    _COMMANDS[name] = module


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of ``rathaus fim``."""
    parser.epilog = EXAMPLE
    names = parser.add_subparsers(title="Befehle", metavar="BEFEHL", required=True)
    for name, module in _COMMANDS.items():
        command = names.add_parser(name, help=module.HELP, description=module.HELP, epilog=module.EXAMPLE)
        module.configure(command)
        command.set_defaults(run=module.run)


def run(arguments: argparse.Namespace) -> int:
    """Run the subcommand that was chosen."""
    code: int = arguments.run(arguments)
    return code
