"""``rathaus package install``: take a package up as a copy of the town's own."""

from __future__ import annotations

import argparse
from pathlib import Path

from rathaus.catalogue.slugs import slug_for
from rathaus.exchange.actions import installing, planning
from rathaus.exchange.commands.common import BY, FINDINGS, FINE, Unusable, department_of, received_from, say, tell
from rathaus.exchange.models import Copy, PackageKind
from rathaus.strategy.models import Field

HELP = "ein Paket als eigene Kopie einrichten"
EXAMPLE = """\
Beispiel:
  rathaus package install hundesteuer-anmelden-1.rathaus
  rathaus package install hundesteuer-anmelden-1.rathaus --department Bürgerservice --publish

Ohne --publish entsteht ein Entwurf, den die Fachverantwortlichen ansehen, anpassen und veröffentlichen.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("file", metavar="DATEI", type=Path, help="das Paket")
    parser.add_argument("--department", metavar="NAME", help="Fachbereich, der die Leistung anbietet")
    parser.add_argument("--slug", metavar="ADRESSE", help="letzter Teil der Internetadresse")
    parser.add_argument("--field", metavar="NAME", help="Handlungsfeld, in das Maßnahmen einer Strategie kommen")
    parser.add_argument("--publish", action="store_true", help="gleich veröffentlichen, so wie es ist")
    parser.add_argument(
        "--confirm", action="store_true", help="Codelisten in anderer Fassung nehmen, fehlende als freien Text fragen"
    )


def run(arguments: argparse.Namespace) -> int:
    """Receive, install, and publish where that was asked."""
    department = department_of(arguments.department) if arguments.publish else None
    field = _field(arguments.field) if arguments.field else None
    received = received_from(arguments.file)
    copy = installing.install(received, by=BY)
    if received.package.kind == PackageKind.STRATEGY:
        return _plan(arguments, copy, field)
    if department is None:
        _tell(arguments, received.read().manifest.version, "", "Entwurf: in der Verwaltung unter „Austausch“")
        return FINE
    contents, reading = installing.draft_of(copy)
    if reading.to_confirm and not arguments.confirm:
        _tell(arguments, received.version, "", "Entwurf: Bestätigen Sie die Codelisten in der Verwaltung")
        return FINDINGS
    texts = contents.service_texts()
    version = installing.put_up(
        copy,
        texts=texts,
        department=department,
        slug=arguments.slug or slug_for(texts.name),
        confirmed_lists=frozenset(match.key for match in reading.to_confirm),
        by=BY,
    )
    say_done = f"veröffentlicht: /leistungen/{version.service.slug}/"
    _tell(arguments, received.version, version.service.slug, say_done)
    return FINE


def _plan(arguments: argparse.Namespace, copy: Copy, field: Field | None) -> int:
    """A part of a strategy goes into a field of action, where one was named."""
    if field is None:
        _tell(arguments, copy.base.version, "", "Entwurf: in der Verwaltung unter „Austausch“")
        return FINE
    planning.put_into_strategy(copy, field, department=department_of(arguments.department), by=BY)
    _tell(arguments, copy.base.version, "", f"steht im Handlungsfeld „{field.name}“")
    return FINE


def _field(name: str) -> Field:
    field = Field.objects.filter(name=name).first()
    if field is None:
        raise Unusable(f"Ein Handlungsfeld „{name}“ gibt es nicht.")
    return field


def _tell(arguments: argparse.Namespace, version: int, slug: str, sentence: str) -> None:
    if arguments.json:
        tell({"file": str(arguments.file), "version": version, "slug": slug})
    else:
        say(f"{arguments.file.name}, Fassung {version}: {sentence}")
