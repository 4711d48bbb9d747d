"""An index of several figures, and how much of a place hangs on the weights.

After OECD/JRC, Handbook on Constructing Composite Indicators (2008), sections 6 (weighting and aggregation) and 7
(uncertainty and sensitivity). Scores come from `scores.min_max` (0 to 100) or `scores.z_scores`, one row per unit and
one column per figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from rathaus.strategy.figures.scores import Column, Direction, Scale

Table = NDArray[np.float64]
"""Scores: a row per unit, a column per figure; ``nan``: missing."""


class Aggregation(Enum):
    """How scores become one index.

    Additive: the weighted mean; what is bad in one figure can be made good in another. Geometric: the weighted
    geometric mean; being bad somewhere weighs more, and a score of 0 anywhere makes 0. Both take scores from 0
    to 100. Standardised: the weighted mean of z-scores; there is no geometric one, as they may be negative.
    """

    ADDITIVE = "additive"
    STANDARDISED = "z"
    GEOMETRIC = "geometric"


def index(scores: Table, weights: Sequence[float], how: Aggregation) -> Column:
    """The index of each unit, on the scale of the scores; ``nan`` for a unit that lacks a figure with weight.

    Weights are relative to each other. Raises ValueError where one is negative, all are zero, or their number differs.
    """
    totals: Column = _indices(scores, _shares([weights], scores.shape[1]), how)[0]
    return totals


def _indices(scores: Table, shares: Table, how: Aggregation) -> Table:
    """A row of indices for each row of shares; all at once, as there are as many as figures."""
    counted = (shares > 0).astype(float)
    missing = counted @ np.isnan(scores).T.astype(float) > 0
    if how is not Aggregation.GEOMETRIC:
        totals: Table = shares @ np.nan_to_num(scores).T
    else:
        zeros = counted @ (scores == 0).T.astype(float) > 0
        logs = np.log(np.where(np.isnan(scores) | (scores == 0), 1.0, scores))
        totals = np.where(zeros, 0.0, np.exp(shares @ logs.T))
    # Units that are alike stay alike, in whatever order their scores were summed up.
    return np.where(missing, np.nan, np.round(totals, 9))


def _shares(weights: Sequence[Sequence[float]], figures: int) -> Table:
    given = np.asarray(weights, dtype=float)
    if given.shape[1] != figures:
        raise ValueError(f"{figures} figures need as many weights, not {given.shape[1]}")
    if not np.all(np.isfinite(given)) or np.any(given < 0) or not np.all(np.any(given > 0, axis=1)):
        raise ValueError("weights must not be negative, and one must be above zero")
    shares: Table = given / given.sum(axis=1, keepdims=True)
    return shares


@dataclass(frozen=True, slots=True)
class Spread:
    """The best and the worst place of each unit under all weights tried; ``nan`` for a unit without index."""

    best: Column
    worst: Column
    tried: int


def spread(scores: Table, weights: Sequence[float], how: Aggregation, units: NDArray[np.intp] | None = None) -> Spread:
    """The places under other sensible weights (`sensible`).

    Among the units that have an index under `weights`: one that lacks only the figure that is left out must not join
    and move all others. Told of some `units` (their rows) or of all.
    """
    tried = _indices(scores, _shares(list(sensible(list(weights))), scores.shape[1]), how)
    tried = np.where(np.isnan(tried[0]), np.nan, tried)
    told = slice(None) if units is None else units
    places = np.stack([Scale.of(totals, Direction.HIGHER).ranks(totals[told]) for totals in tried])
    missing = np.isnan(tried[0][told])
    return Spread(
        best=np.where(missing, np.nan, np.min(np.where(np.isnan(places), np.inf, places), axis=0)),
        worst=np.where(missing, np.nan, np.max(np.where(np.isnan(places), -np.inf, places), axis=0)),
        tried=len(places),
    )


def sensible(weights: list[float]) -> Iterator[list[float]]:
    """These weights, all equal, each figure counting double, each left out."""
    yield weights
    counted = [number for number, weight in enumerate(weights) if weight > 0]
    yield [1.0 if number in counted else 0.0 for number in range(len(weights))]
    for number in counted:
        yield [*weights[:number], weights[number] * 2, *weights[number + 1 :]]
    if len(counted) > 1:
        for number in counted:
            yield [*weights[:number], 0.0, *weights[number + 1 :]]
