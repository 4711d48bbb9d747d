"""Publishing a definition for a test, as an operator would."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from rathaus.catalogue import actions
from rathaus.catalogue import reading as readings
from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.texts import ServiceTexts
from rathaus.people.models import Department
from rathaus.questionnaire import Roles
from rathaus.towns.actors import Actor


def publish(path: Path, *, slug: str, roles: Mapping[str, str], moves_drafts: bool = True) -> ServiceVersion:
    """The definition in `path` as a service of the town in scope, with `roles` as confirmed."""
    reading = readings.read(path.read_bytes(), name=path.name, roles=Roles.from_json(roles))
    department, _ = Department.objects.get_or_create(name="Bürgerservice", email="amt@musterstadt.example")
    return actions.publish(
        reading,
        texts=ServiceTexts(name=reading.schema.label),
        department=department,
        slug=slug,
        moves_drafts=moves_drafts,
        by=Actor.operator("Test"),
    )
