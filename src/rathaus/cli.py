"""The command ``rathaus``.

Each command is a module with ``configure(parser)`` and ``run(arguments) -> int``. It is imported only when its command
is called, so that work on files (`fim`) starts without Django and without a database.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, NoReturn

from rathaus import __version__
from rathaus.fim import files

FINE, FINDINGS, UNUSABLE = 0, 1, 2
"""Exit codes: fine; something was found; the input (or the call) cannot be used."""


class Command(NamedTuple):
    """Where a command lives and what `rathaus --help` says of it.

    `django` True: Django is set up before the module is imported, as modules that import models need it.
    `needs` is asked first: a function that says in one sentence why there is no house to work in.
    `owner` True: it connects as the owner of the tables, where that is another role (PostgreSQL).
    `more` are subcommands that later rooms bring: names and modules.
    """

    module: str
    help: str
    django: bool = True
    needs: str = ""
    owner: bool = False
    more: tuple[tuple[str, str], ...] = ()


_DATABASE, _SET_UP, _HOUSE = "unreachable", "not_set_up", "not_ready"
"""What of `rathaus.towns.db.readiness` a command needs."""

COMMANDS: dict[str, Command] = {
    "demo": Command(
        "rathaus.project.demo.commands", "die Demo-Stadt auf diesem Rechner, zum Ausprobieren", django=False
    ),
    "init": Command(
        "rathaus.project.commands.init", "eine Kommune einrichten: Name, Schlüssel, erstes Konto", owner=True
    ),
    "serve": Command("rathaus.project.commands.serve", "das Rathaus öffnen: Webserver und Arbeiter", needs=_HOUSE),
    "migrate": Command(
        "rathaus.project.commands.migrate",
        "die Datenbank auf den Stand dieser Fassung bringen",
        needs=_DATABASE,
        owner=True,
    ),
    "backup": Command(
        "rathaus.project.commands.backup", "alles sichern: Daten in ein Archiv, Schlüssel in ein anderes", needs=_SET_UP
    ),
    "restore": Command("rathaus.project.commands.restore", "eine Sicherung in ein leeres Haus zurückholen", owner=True),
    "fim": Command(
        "rathaus.fim.commands",
        "amtliche Definitionen prüfen und ansehen (nur Dateien)",
        django=False,
        more=(("evaluate", "rathaus.questionnaire.commands.evaluate"),),
    ),
    "work": Command(
        "rathaus.events.commands", "erledigen, was nach dem Speichern ansteht: Post, Abgabe, Aufräumen", needs=_HOUSE
    ),
    "audit": Command(
        "rathaus.protection.commands", "die Protokolle prüfen: verify; ihren Kopf ausgeben: head", needs=_HOUSE
    ),
    "erase": Command("rathaus.applications.erase_command", "einen gesendeten Antrag endgültig löschen", needs=_HOUSE),
    "keys": Command(
        "rathaus.protection.key_commands", "die Schlüssel einer Kommune wechseln: rotate, forget", needs=_HOUSE
    ),
    "rehearse": Command(
        "rathaus.project.rehearsal.commands", "eine Definition in einer Wegwerf-Stadt durchspielen", django=False
    ),
    "publish": Command(
        "rathaus.catalogue.commands", "eine Definition als Leistung der Kommune veröffentlichen", needs=_HOUSE
    ),
    "package": Command(
        "rathaus.exchange.commands", "eine Leistung weitergeben oder übernehmen: build, verify, show, install, diff …"
    ),
    "feed": Command(
        "rathaus.exchange.feed_commands", "anderen Kommunen folgen: subscribe, fetch, list, save", needs=_HOUSE
    ),
    "figures": Command("rathaus.strategy.commands", "Kennzahlen aus einer großen Tabelle übernehmen", needs=_HOUSE),
}
"""Every command by name, in the order of the help."""

_EXAMPLE = """\
Beispiel:
  rathaus fim check Antrag.xdf3.xml --lists codelisten/

Mehr zu einem Befehl: rathaus BEFEHL --help
Rückgabewert: 0 in Ordnung, 1 es gibt Befunde, 2 die Eingabe ist unbrauchbar
"""


class HelpFormatter(argparse.RawDescriptionHelpFormatter):
    """Help in German, with the examples as written."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """Begin with "Aufruf" instead of "usage"."""
        super().add_usage(usage, actions, groups, "Aufruf: " if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks German and says what is wrong in one line."""

    def __init__(self, **options: object) -> None:
        options.setdefault("formatter_class", HelpFormatter)
        super().__init__(add_help=False, allow_abbrev=False, **options)  # type: ignore[arg-type]
        self._positionals.title = "Angaben"
        self._optionals.title = "Optionen"
        self.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen")

    def error(self, message: str) -> NoReturn:
        """Leave with exit code 2 and one line on stderr."""
        for pattern, german in _ARGPARSE:
            message = pattern.sub(german, message)
        self.exit(UNUSABLE, f"{self.prog}: {message} (Hilfe: {self.prog} --help)\n")


_ARGPARSE = [
    (re.compile(r"^the following arguments are required: "), "Es fehlt: "),
    (re.compile(r"^unrecognized arguments: "), "Unbekannte Angabe: "),
    (re.compile(r"^argument (.*): invalid choice: (.*) \(choose from (.*)\)$"), r"\1: \2 gibt es nicht, möglich: \3"),
    (re.compile(r"^argument (.*): expected one argument$"), r"\1 braucht einen Wert"),
    (re.compile(r"^argument (.*): expected at least one argument$"), r"\1 braucht mindestens einen Wert"),
    (re.compile(r"^argument (.*): invalid (?:.*) value: (.*)$"), r"\1: \2 ist kein gültiger Wert"),
    (re.compile(r"^argument (.*): not allowed with argument (.*)$"), r"\1 und \2 schließen einander aus"),
    (re.compile(r"^argument (.*?): (.*)$"), r"\1: \2"),
]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 fine, 1 findings, 2 unusable input."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # File names need not be UTF-8, terminals neither; JSON is, whatever the terminal takes (RFC 8259, 8.1).
            written = "utf-8" if stream is sys.stdout and "--json" in given else stream.encoding
            stream.reconfigure(encoding=written, errors="backslashreplace")
    try:
        code = _run(given)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has left (`| head`): nothing more to say, and no traceback at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        return 130
    return code


def _run(given: list[str]) -> int:
    if given and (command := COMMANDS.get(given[0])):
        if command.owner:
            os.environ["RATHAUS_AS_OWNER"] = "1"
        if command.django:
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.project.settings")
            try:
                importlib.import_module("django").setup()
            except importlib.import_module("django.core.exceptions").ImproperlyConfigured as error:
                return _unusable(given[0], str(error))
        module = importlib.import_module(command.module)
        for name, more in command.more:
            module.register(name, importlib.import_module(more))
        parser = Parser(prog=f"rathaus {given[0]}", description=command.help)
        module.configure(parser)
        run: Callable[[argparse.Namespace], int] = module.run
        arguments = parser.parse_args(given[1:])
        if command.needs and (why := _readiness(command.needs)):
            return _unusable(given[0], why)
        return _carried_out(given[0], run, arguments)
    parser = Parser(prog="rathaus", description="Das offene digitale Rathaus.", epilog=_EXAMPLE)
    parser.add_argument("--version", action="version", version=f"Rathaus {__version__}", help="die Fassung nennen")
    names = parser.add_subparsers(title="Befehle", metavar="BEFEHL", required=True)
    for name, command in COMMANDS.items():
        names.add_parser(name, help=command.help)
    parser.parse_args(given)
    return UNUSABLE  # pragma: no cover: argparse has left by then


def _carried_out(name: str, run: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    """Run a command; where the surroundings fail it (disk, rights, database), that is one sentence and no traceback."""
    try:
        return run(arguments)
    except BrokenPipeError:
        raise
    except OSError as error:
        return _unusable(name, files.named(error))
    except Exception as error:
        if "django.db" in sys.modules and (why := _readiness("failed", error)):
            return _unusable(name, why)
        raise


def _readiness(question: str, *about: object) -> str:
    """What `rathaus.towns.db.readiness`, which needs Django, says to a question."""
    ask: Callable[..., str] = getattr(importlib.import_module("rathaus.towns.db.readiness"), question)
    return ask(*about)


def _unusable(name: str, sentence: str) -> int:
    sys.stderr.write(f"rathaus {name}: {sentence}\n")
    return UNUSABLE


if __name__ == "__main__":
    sys.exit(main())
