"""``rathaus serve``: the house opens."""

from __future__ import annotations

import argparse
import sys

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from rathaus.project import serving
from rathaus.project.home import RESTORING
from rathaus.towns.db.readiness import outdated
from rathaus.towns.models import Host, Municipality

EXAMPLE = """\
Beispiel:
  RATHAUS_HOME=/srv/rathaus rathaus serve --port 8000

Startet Webserver und Arbeiter. Davor gehört ein Proxy, der HTTPS spricht (docs/operations). Strg-C beendet alles.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Where to listen, with how many processes."""
    parser.epilog = EXAMPLE
    parser.add_argument("--host", default="127.0.0.1", metavar="ADRESSE", help="Adresse (Vorgabe: nur dieser Rechner)")
    parser.add_argument("--port", type=serving.port_number, default=8000, metavar="ZAHL", help="Port (Vorgabe: 8000)")
    parser.add_argument(
        "--workers", type=_at_least_one, default=2, metavar="ZAHL", help="Prozesse des Webservers (Vorgabe: 2)"
    )


def _at_least_one(text: str) -> int:
    if not (text.isdecimal() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} ist keine Zahl von Prozessen; mindestens einer muss es sein")
    return int(text)


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal comes; 2 with one sentence where the house cannot open."""
    obstacle = _obstacle()
    if obstacle:
        sys.stderr.write(f"rathaus serve: {obstacle}\n")
        return 2
    call_command("collectstatic", verbosity=0, interactive=False)
    address = serving.Address(arguments.host, arguments.port)
    name = Host.objects.values_list("hostname", flat=True).first() or ""
    connection.close()
    try:
        return serving.serve(address, workers=arguments.workers, name=name, ready=lambda: _say_open(address))
    except serving.PortTaken as error:
        sys.stderr.write(f"rathaus serve: {error}\n")
        return 2


def _obstacle() -> str:
    if (settings.RATHAUS_HOME / RESTORING).exists():
        return "Eine Wiederherstellung wurde nicht beendet. Bitte den Ordner leeren und `rathaus restore` neu beginnen."
    if why := outdated():
        return why
    if not Municipality.objects.exists():
        return "Hier ist noch keine Kommune eingezogen: erst `rathaus init`."
    return ""


def _say_open(address: serving.Address) -> None:
    sys.stdout.write(f"Das Rathaus ist offen: {address.url} (Strg-C beendet)\n")
    sys.stdout.flush()
