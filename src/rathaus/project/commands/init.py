"""``rathaus init``: a real town moves in."""

from __future__ import annotations

import argparse
import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from rathaus.project import environment, home
from rathaus.project.setting_up import NewTown, SetUp, SetUpError, move_in, require_plausible, settings_worth_keeping

EXAMPLE = """\
Beispiel (auf einem Terminal wird gefragt, was fehlt):
  RATHAUS_HOME=/srv/rathaus rathaus init --name "Stadt Linden" --ars 059700040040 --land NW \\
      --host rathaus.linden.example --department "Bürgerbüro" \\
      --admin-name "Kim Berger" --admin-email kim.berger@linden.example \\
      --mail-url smtp://nutzer:geheim@mail.linden.example:587 --mail-from rathaus@linden.example --proxies 1

Der Ordner RATHAUS_HOME wird angelegt. Einstellungen aus der Umgebung (DATABASE_URL, RATHAUS_…) werden darin in
rathaus.env festgehalten, außer RATHAUS_OWNER_DATABASE_URL: Die Rolle, der die Tabellen gehören, braucht
nur init, migrate und restore. Noch einmal aufgerufen, zieht eine weitere Kommune ein.
"""
_QUESTIONS = {
    "name": ("NAME", "Name der Kommune", "Stadt Linden"),
    "ars": ("ZIFFERN", "Amtlicher Regionalschlüssel, 12 Ziffern (leer, wenn es keinen gibt)", ""),
    "land": ("KÜRZEL", "Land, zwei Buchstaben (leer, wenn keines)", "NW"),
    "host": ("RECHNER", "Rechnername, unter dem das Rathaus erreichbar ist", "rathaus.linden.example"),
    "department": ("NAME", "erster Fachbereich", "Bürgerbüro"),
    "admin_name": ("NAME", "Name der Person, die das Rathaus verwaltet", "Kim Berger"),
    "admin_email": ("ADRESSE", "deren E-Mail-Adresse", "kim.berger@linden.example"),
}
_MAY_BE_EMPTY = {"ars", "land"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Everything that a town needs; what is missing is asked for on a terminal."""
    parser.epilog = EXAMPLE
    for name, (metavar, help_, _) in _QUESTIONS.items():
        parser.add_argument(f"--{name.replace('_', '-')}", metavar=metavar, help=help_)
    parser.add_argument("--mail-url", metavar="URL", help="Mailserver: smtp://nutzer:geheim@rechner:587 oder smtps://…")
    parser.add_argument("--mail-from", metavar="ADRESSE", help="Absender aller Mails")
    parser.add_argument(
        "--proxies", type=int, choices=range(10), metavar="ZAHL", help="wie viele Proxys davor stehen (meist 1)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Prepare the folder, bring the database up to date, let the town move in."""
    try:
        environment.mail(arguments.mail_url or "")
        new = NewTown(**_answers(arguments))
        require_plausible(new)
        home.prepare(settings.RATHAUS_HOME)
        # The settings were read before the house had its key, and the link below must hold in later processes.
        settings.SECRET_KEY = (settings.RATHAUS_HOME / home.SECRET).read_text()
        call_command("migrate", verbosity=0)
        done = move_in(new)
    except SetUpError as error:
        for sentence in error.sentences:
            sys.stderr.write(f"rathaus init: {sentence}\n")
        return 2
    except ImproperlyConfigured as error:
        sys.stderr.write(f"rathaus init: {error}\n")
        return 2
    _keep_settings(arguments)
    sys.stdout.write(_goodbye(done))
    return 0


def _answers(arguments: argparse.Namespace) -> dict[str, str]:
    """Options first, then questions on a terminal; without one, all missing options are named at once."""
    given = {name: getattr(arguments, name) for name in _QUESTIONS}
    missing = [name for name, value in given.items() if value is None and name not in _MAY_BE_EMPTY]
    if missing and not sys.stdin.isatty():
        raise SetUpError([f"Es fehlt --{name.replace('_', '-')}: {_QUESTIONS[name][1]}." for name in missing])
    for name, value in given.items():
        if value is None:
            given[name] = _ask(name) if missing else ""
    return {name: value.strip() for name, value in given.items()}


def _ask(name: str) -> str:
    _, question, example = _QUESTIONS[name]
    while True:
        try:
            answer = input(f"{question[0].upper()}{question[1:]}{f' (etwa: {example})' if example else ''}: ").strip()
        except EOFError:
            raise SetUpError([f"Es fehlt --{name.replace('_', '-')}: {question}."]) from None
        if answer or name in _MAY_BE_EMPTY:
            return answer


def _keep_settings(arguments: argparse.Namespace) -> None:
    kept = settings_worth_keeping(os.environ)
    options = {
        "RATHAUS_MAIL_URL": arguments.mail_url,
        "RATHAUS_MAIL_FROM": arguments.mail_from,
        "RATHAUS_PROXIES": arguments.proxies,
    }
    kept |= {name: str(value) for name, value in options.items() if value is not None}
    home.write_environment(settings.RATHAUS_HOME, kept)


def _goodbye(done: SetUp) -> str:
    return f"""\
{done.municipality.name} ist eingezogen; in Befehlen heißt sie {done.municipality.slug}.

Nächste Schritte
 1. Rathaus starten:           rathaus serve
 2. Passwort setzen (3 Tage):  {done.password_link}
    Beim ersten Anmelden wird der zweite Faktor eingerichtet.
 3. Schlüssel sichern:         {done.key_file}
    Ohne diese Datei sind alle Daten verloren; sie gehört an einen anderen Ort als die Sicherung der Daten.
    rathaus backup --help erklärt, wie.
 4. Funktionspostfach:         {done.link_of_departments}
    Bis dort für den ersten Fachbereich eines steht, ist die Adresse des ersten Kontos öffentlich als Kontakt genannt.
"""
