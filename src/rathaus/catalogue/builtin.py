"""Services that every town needs and the house brings along."""

from __future__ import annotations

from pathlib import Path

from rathaus.catalogue import actions
from rathaus.catalogue import reading as readings
from rathaus.catalogue.models import ServiceVersion
from rathaus.catalogue.texts import read_texts_file
from rathaus.people.models import Department
from rathaus.questionnaire import Roles
from rathaus.towns import scope
from rathaus.towns.actors import Actor

BARRIER = "barriere-melden"
"""Address of the service with which people report a barrier; the accessibility statement leads to it."""
_FOLDER = Path(__file__).parent / "definitions"


def offer_barrier_report(department: Department, *, by: Actor) -> ServiceVersion:
    """Publish the report of a barrier: what is sent lands as a case in the inbox of this department.

    Raises `PublishError`, `NotAllowed`.
    """
    folder = _FOLDER / BARRIER
    file = read_texts_file((folder / "texts.json").read_bytes())
    reading = readings.read(
        (folder / "definition.xml").read_bytes(),
        name=f"{BARRIER}/definition.xml",
        roles=Roles.from_json(file.roles),
        land=scope.current().land,
    )
    return actions.publish(reading, texts=file.texts, department=department, slug=BARRIER, by=by)
