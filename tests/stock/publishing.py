"""Real definitions as services of the town in scope."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rathaus.catalogue import actions, reading
from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.texts import ServiceTexts
from rathaus.people.models import Department
from rathaus.towns.actors import Actor
from tests.conftest import MATERIAL


@cache
def read(path: Path) -> reading.Reading:
    """A definition with the code lists that lie beside it or in the material."""
    folders = (path.parent, MATERIAL / "fim" / "codelists" / "genericode")
    found = [one for folder in folders for one in sorted(folder.glob("*.xml"))]
    files = [reading.ListFile(one.name, data) for one in found if b"CodeList" in (data := one.read_bytes())[:2000]]
    return reading.read(path.read_bytes(), name=path.name, list_files=files, land="NW")


def publish(path: Path) -> ServiceVersion:
    """Publish a definition, everything confirmed."""
    department, _ = Department.objects.get_or_create(name="Bürgerservice", email="amt@musterstadt.example")
    found = read(path)
    return actions.publish(
        found,
        texts=ServiceTexts(name=found.schema.label),
        department=department,
        slug=path.name.partition(".")[0].lower().replace("_", "-"),
        confirmed_lists=frozenset(match.key for match in found.to_confirm),
        by=Actor.operator("Test"),
    )
