"""``rathaus demo``: the demo town on this machine, from nothing to a running house in seconds.

This module does not import Django: the folder of the demo has to be known before Django reads its settings.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import cast

from rathaus.fim import files
from rathaus.project import home
from rathaus.project.demo import access as accesses
from rathaus.project.demo.access import Access
from rathaus.project.demo.codes import LiveCode
from rathaus.project.serving import Address, PortTaken, port_number, require_free, serve

FINE, UNUSABLE = 0, 2
EXAMPLE = """\
Beispiel:
  rathaus demo                       die Demo-Stadt im Ordner ./demo, http://localhost:8000/
  rathaus demo --port 8080 --fresh   von vorn beginnen, auf einem anderen Port

Beenden mit Strg+C. Beim nächsten Start geht es weiter, wo Sie aufgehört haben.
"""


class Unusable(Exception):
    """The demo cannot be built or started here; the message is one German sentence."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of ``rathaus demo``."""
    parser.epilog = EXAMPLE
    parser.add_argument("--folder", metavar="ORDNER", type=Path, default=Path("demo"), help="wohin (Vorgabe ./demo)")
    parser.add_argument("--host", metavar="ADRESSE", default="127.0.0.1", help="Vorgabe 127.0.0.1: nur dieser Rechner")
    parser.add_argument("--port", metavar="PORT", type=port_number, default=8000, help="Vorgabe 8000")
    parser.add_argument("--fresh", action="store_true", help="die vorhandene Demo löschen und neu aufbauen")
    parser.add_argument("--build-only", action="store_true", help="nur aufbauen, nicht starten")


def run(arguments: argparse.Namespace) -> int:
    """Build the demo where it is not there yet, then serve it until Ctrl-C."""
    address, folder = Address(arguments.host, arguments.port), arguments.folder.absolute()
    try:
        if not arguments.build_only:
            require_free(address)
        access = _ready(folder, address, fresh=arguments.fresh)
        if arguments.build_only:
            _say(f"Die Demo-Stadt liegt in {folder}.\n")
            return FINE
        live = LiveCode(access.secret, sys.stdout)
        serve(address, ready=lambda: _welcome(folder, address, access, live), tick=live.show)
        _say("\nDie Demo-Stadt ist beendet. Mit `rathaus demo` geht es weiter.\n")
    except (Unusable, PortTaken) as error:
        sys.stderr.write(f"rathaus demo: {error}\n")
        return UNUSABLE
    return FINE


def _ready(folder: Path, address: Address, *, fresh: bool) -> Access:
    """The demo in this folder, built if need be."""
    _require_ours(folder)
    access = None if fresh else accesses.find(folder)
    if access is None:
        shutil.rmtree(folder, ignore_errors=True)
    building = _open(folder, address)
    if access is None:
        accesses.mark(folder)
    with ThreadPoolExecutor(1) as beside:
        static = beside.submit(building.prepare_static)
        if access is None:
            access = _build(folder, building)
        else:
            building.prepare_database()
        static.result()
    building.connection.close()
    return access


def _build(folder: Path, building: ModuleType) -> Access:
    """Build the demo in its fresh folder; only when all of it is there the folder says so."""
    began = time.monotonic()
    with building.hurry():
        building.prepare_database()
        access = cast("Access", building.build(lambda what: _say(f"  {what}\n"), year=True))
    accesses.keep(folder, access)
    _say(f"Aufgebaut in {time.monotonic() - began:.1f} Sekunden.\n")
    return access


def _require_ours(folder: Path) -> None:
    """Never touch a folder that holds anything but a demo."""
    if folder.is_dir() and any(folder.iterdir()) and not accesses.is_demo(folder):
        raise Unusable(f"Der Ordner {folder} enthält schon etwas anderes. Nennen Sie mit --folder einen anderen.")
    if folder.exists() and not folder.is_dir():
        raise Unusable(f"{folder} ist kein Ordner.")


def _open(folder: Path, address: Address) -> ModuleType:
    """Set Django up on the folder; returns the module that builds. Child processes inherit the environment."""
    for name in [name for name in os.environ if name.startswith("RATHAUS_")]:
        del os.environ[name]
    os.environ.pop("DATABASE_URL", None)
    os.environ |= {"RATHAUS_HOME": str(folder), "RATHAUS_HTTPS": "0", "RATHAUS_ADDRESS": address.url}
    os.environ["DJANGO_SETTINGS_MODULE"] = "rathaus.project.settings"
    try:
        home.prepare(folder)
    except OSError as error:
        raise Unusable(f"{folder}: {files.unwritten(error)}") from None
    importlib.import_module("django").setup()
    return importlib.import_module("rathaus.project.demo.building")


def _welcome(folder: Path, address: Address, access: Access, live: LiveCode) -> None:
    people = importlib.import_module("rathaus.project.demo.town").PEOPLE
    lines = [
        "",
        "Die Demo-Stadt Lindenfurt ist da.",
        "",
        f"  Für Bürgerinnen und Bürger   {address.url}",
        f"  Für die Verwaltung           {address.url}amt/",
        "",
        f"Anmelden in der Verwaltung: E-Mail-Adresse, Passwort  {access.password}  und der Einmalcode von unten.",
        "",
        *(f"  {person.email:<28} {person.name:<14} {person.task}" for person in people),
        "",
        f"Stand eines Antrags ansehen, auf {address.url}status/ :",
        "",
        *(f"  Nummer {one.number}  Code {one.code}  {one.service} ({one.state})" for one in access.samples[:4]),
        "",
        f"E-Mails der Demo werden nicht verschickt, sondern liegen als Dateien in {folder / 'mail'}.",
        "Beenden mit Strg+C.",
        "",
    ]
    _say("\n".join(lines) + "\n")
    live.begin()


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
