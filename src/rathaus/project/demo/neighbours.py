"""Neighbours of the demo town whose strategies stand beside its own: made up, and marked so.

Each is a town of the house, behind its walls, through the same actions as any other. Nobody works there, and no host
name leads to it: what it published is all there is to see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.utils import timezone

from rathaus.people import actions as people
from rathaus.project.demo import calls, plans
from rathaus.project.demo.days import Days
from rathaus.protection import audit
from rathaus.protection.keys import create_town_key
from rathaus.towns import clock, scope
from rathaus.towns.actors import Actor
from rathaus.towns.models import Municipality
from rathaus.towns.transactions import atomic_write

FILE = Path(__file__).parent / "neighbours.json"


def furnish(days: Days, *, by: Actor) -> None:
    """Every neighbour, with the strategy that it published on its day."""
    for described in days.json(FILE):
        with clock.played_at(timezone.now() - dt.timedelta(days=described["published"])):
            _move_in(described, days, by)


def _move_in(described: Mapping[str, Any], days: Days, by: Actor) -> None:
    who = {name: described[name] for name in ("name", "slug", "ars", "land")}
    town = Municipality(**who, invented=True)
    create_town_key(town)
    with scope.of(town):
        with atomic_write():
            town.save(force_insert=True)
            audit.record("town.created", town, by=by, details={"name": town.name})
        departments = {
            name: people.create_department(name=name, by=by) for name in plans.departments(described["strategy"])
        }
        plans.publish(described["strategy"], departments, days, by=by)
        if "call" in described:
            calls.keep_open(described["call"], by=by)
