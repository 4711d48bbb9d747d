"""The rules of the demo that people wrote by hand: one in force, one that waits to be signed off."""

from __future__ import annotations

import json
from pathlib import Path

from rathaus.catalogue.by_hand import actions
from rathaus.catalogue.models import Service
from rathaus.catalogue.queries import material
from rathaus.fim.rules import notation
from rathaus.fim.rules.trying import Trial
from rathaus.people import actors
from rathaus.people.models import Account
from rathaus.project.demo.answers import DemoError

FILE = "regeln.json"


def write(folder: Path, service: Service, *, writer: Account, signer: Account) -> None:
    """Write what the folder of a service holds, as its people would in the browser, and publish what is signed."""
    if not (folder / FILE).is_file():
        return
    if service.current is None:
        raise DemoError(f"{folder.name} ist nicht veröffentlicht")
    made = material(service.current.pk)
    names, bounds = notation.Names(made.schema, made.lists), {one.rule.id: one for one in made.schema.bound_rules}
    signed = False
    for one in json.loads((folder / FILE).read_text(encoding="utf-8")):
        trials = [Trial({names.find(key): value for key, value in given.items()}) for given in ({}, *one["trials"])]
        says = notation.read(one["text"], names)
        row = actions.write(service, bounds[one["rule"]], says, trials=trials, by=actors.staff(writer))
        if one["signed"]:
            actions.sign(row, by=actors.staff(signer))
            signed = True
    if signed:
        actions.put_in_force(service, by=actors.staff(writer))
