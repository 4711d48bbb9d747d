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


def register(name: str, module: ModuleType) -> None:
    """Add a subcommand that a later room brings, before `configure` is called."""
    _COMMANDS[name] = module


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of ``rathaus fim``."""
    names = parser.add_subparsers(title="Befehle", metavar="BEFEHL", required=True)
    for name, module in _COMMANDS.items():
        command = names.add_parser(name, help=module.HELP, description=module.HELP, epilog=module.EXAMPLE)
        module.configure(command)
        command.set_defaults(run=module.run)


def run(arguments: argparse.Namespace) -> int:
    """Run the subcommand that was chosen."""
    code: int = arguments.run(arguments)
    return code
