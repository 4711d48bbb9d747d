"""Which town a command works for: the one that is named, or the only one there is."""

from __future__ import annotations

import argparse

from rathaus.towns.models import Municipality

NAMED = 10
"""How many towns a sentence names at most."""


class TownUnclear(Exception):
    """No town, or more than one; the message is one German sentence."""


def add_argument(parser: argparse.ArgumentParser) -> None:
    """Let a command take ``--town``."""
    parser.add_argument("--town", metavar="KÜRZEL", help="Kommune; nötig, wenn es mehrere gibt")


def chosen(slug: str | None) -> Municipality:
    """The town of that short name; without one the only town (invented ones aside). Raises `TownUnclear`."""
    found = Municipality.objects.filter(slug=slug) if slug else Municipality.objects.filter(invented=False)
    towns = list(found.order_by("slug"))
    if len(towns) == 1:
        return towns[0]
    if slug:
        raise TownUnclear(f"Eine Kommune mit dem Kürzel {slug} gibt es nicht.")
    if not towns:
        raise TownUnclear("Es ist noch keine Kommune eingerichtet (rathaus init).")
    known = ", ".join(town.slug for town in towns[:NAMED]) + (", …" if len(towns) > NAMED else "")
    raise TownUnclear(f"Es gibt mehrere Kommunen; nennen Sie eine mit --town: {known}.")
