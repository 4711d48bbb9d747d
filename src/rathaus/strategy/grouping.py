"""Whom a town is compared with: its peers by a rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from rathaus.strategy.columns import Places
from rathaus.strategy.figures.peers import nearest
from rathaus.strategy.figures.scores import Column

SIZE_CLASSES = (5_000, 20_000, 100_000, 500_000)
"""Where the next class begins, in inhabitants: the city and municipality types of the BBSR, and half a million."""


class Group(Enum):
    """The rule by which peers are found."""

    SIZE = "groesse"
    LAND = "land"
    KIND = "art"
    NEAREST = "aehnlich"
    ALL = "alle"


class Feature(Enum):
    """What makes places alike."""

    POPULATION = "einwohner"
    DENSITY = "dichte"
    AREA = "flaeche"

    def of(self, at: Places) -> Column:
        """The feature of every place; ``nan`` where it is not known. Density: inhabitants per square kilometre."""
        match self:
            case Feature.POPULATION:
                return at.population
            case Feature.AREA:
                return at.area
            case Feature.DENSITY:
                density: Column = at.population / np.where(at.area > 0, at.area, np.nan)
                return density


@dataclass(frozen=True, slots=True)
class Rule:
    """Whom to compare with. `features` and `count` belong to the nearest ones."""

    group: Group = Group.SIZE
    features: tuple[Feature, ...] = (Feature.POPULATION, Feature.DENSITY)
    count: int = 20


@dataclass(frozen=True, slots=True)
class Peers:
    """The places of a group by their numbers, the town itself included, and their distances where they are nearest.

    `distances`: standard deviations; ``nan`` for the town itself.
    """

    numbers: NDArray[np.intp]
    distances: Column | None = None


def size_classes(population: Column) -> Column:
    """The number of the size class of each, from 0; ``nan`` where the population is not known."""
    return np.where(np.isnan(population), np.nan, np.searchsorted(SIZE_CLASSES, population, side="right"))


def peers(at: Places, rule: Rule) -> Peers:
    """The group of the town itself; everybody where the town itself is not known."""
    if at.own is None or rule.group is Group.ALL:
        return Peers(np.arange(len(at.rows)))
    if rule.group is Group.NEAREST:
        return _nearest(at, at.own, rule)
    alike = at.kinds == at.kinds[at.own]
    if rule.group is Group.LAND:
        alike &= at.laender == at.laender[at.own]
    if rule.group is Group.SIZE:
        classes = size_classes(at.population)
        mine = classes[at.own]
        alike &= np.isnan(classes) if np.isnan(mine) else classes == mine
    return Peers(np.flatnonzero(alike))


def _nearest(at: Places, own: int, rule: Rule) -> Peers:
    """Of the same kind, by the features that are known of the town itself."""
    same = np.flatnonzero(at.kinds == at.kinds[own])
    features = [column for feature in rule.features if not np.isnan((column := feature.of(at))[own])]
    if not features:
        return Peers(np.array([own]), np.array([np.nan]))
    table = np.column_stack([column[same] for column in features])
    found = nearest(table, int(np.searchsorted(same, own)), rule.count)
    return Peers(
        np.array([own, *(same[peer.row] for peer in found)]),
        np.array([np.nan, *(peer.distance for peer in found)]),
    )
