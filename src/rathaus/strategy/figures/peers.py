"""Whom to compare with: the units that are most alike by chosen features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rathaus.strategy.figures.composite import Table


@dataclass(frozen=True, slots=True)
class Peer:
    """A unit by its row, and its distance in standard deviations of the features (root of the mean square)."""

    row: int
    distance: float


def nearest(features: Table, row: int, count: int) -> Sequence[Peer]:
    """The `count` units most alike to that of `row`, nearest first; equally near ones in the order of their rows.

    Features (a column each) are brought to the same scale by their standard deviation; one that is the same everywhere
    says nothing and is left out. A unit that lacks a feature is no candidate. Raises ValueError where `row` itself
    lacks one.
    """
    if np.any(np.isnan(features[row])):
        raise ValueError("the unit itself lacks a feature")
    deviation = np.nanstd(features, axis=0)
    telling = deviation > 0
    if not np.any(telling):
        distances = np.where(np.any(np.isnan(features), axis=1), np.nan, 0.0)
    else:
        scaled = (features[:, telling] - features[row, telling]) / deviation[telling]
        distances = np.sqrt(np.mean(scaled**2, axis=1))
        distances[np.any(np.isnan(features), axis=1)] = np.nan
    order = [int(other) for other in np.argsort(distances, kind="stable") if other != row]
    return [Peer(other, float(distances[other])) for other in order if not np.isnan(distances[other])][:count]
