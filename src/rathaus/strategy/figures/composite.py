"""An index of several figures, and how much of a place hangs on the weights.

After OECD/JRC, Handbook on Constructing Composite Indicators (2008), sections 6 (weighting and aggregation) and 7
(uncertainty and sensitivity). Scores come from `scores.min_max`, 0 to 100, one row per unit and one column per figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from rathaus.strategy.figures.scores import Column, Direction, ranks

Table = NDArray[np.float64]
"""Scores: a row per unit, a column per figure; ``nan``: missing."""


class Aggregation(Enum):
    """How scores become one index.

    Additive: the weighted mean; what is bad in one figure can be made good in another. Geometric: the weighted
    geometric mean; being bad somewhere weighs more, and a score of 0 anywhere makes 0.
    """

    ADDITIVE = "additive"
    GEOMETRIC = "geometric"


def index(scores: Table, weights: Sequence[float], how: Aggregation) -> Column:
    """The index of each unit, 0 to 100; ``nan`` for a unit that lacks a figure with weight.

    Weights are relative to each other. Raises ValueError where one is negative, all are zero, or their number differs.
    """
    share = _shares(weights, scores.shape[1])
    counted = share > 0
    scores, share = scores[:, counted], share[counted]
    if how is Aggregation.ADDITIVE:
        total: Column = scores @ share
        return total
    with np.errstate(divide="ignore"):
        # log(0) is -inf, and -inf beside nan is nan: a missing figure stays missing, a zero makes zero.
        product: Column = np.exp(np.log(scores) @ share)
    return product


def _shares(weights: Sequence[float], figures: int) -> Column:
    given = np.asarray(weights, dtype=float)
    if given.shape != (figures,):
        raise ValueError(f"{figures} figures need as many weights, not {given.size}")
    if not np.all(np.isfinite(given)) or np.any(given < 0) or not np.any(given > 0):
        raise ValueError("weights must not be negative, and one must be above zero")
    shares: Column = given / given.sum()
    return shares


@dataclass(frozen=True, slots=True)
class Spread:
    """The best and the worst place of each unit under all weights tried; ``nan`` for a unit without index."""

    best: Column
    worst: Column
    tried: int


def spread(scores: Table, weights: Sequence[float], how: Aggregation) -> Spread:
    """The places under other sensible weights: all equal, each figure counting double, each figure left out."""
    places = np.stack([
        ranks(index(scores, others, how), Direction.HIGHER) for others in _sensible(list(weights))
    ])  # fmt: skip
    missing = np.isnan(index(scores, weights, how))
    return Spread(
        best=np.where(missing, np.nan, np.min(np.where(np.isnan(places), np.inf, places), axis=0)),
        worst=np.where(missing, np.nan, np.max(np.where(np.isnan(places), -np.inf, places), axis=0)),
        tried=len(places),
    )


def _sensible(weights: list[float]) -> Iterator[list[float]]:
    yield weights
    counted = [number for number, weight in enumerate(weights) if weight > 0]
    yield [1.0 if number in counted else 0.0 for number in range(len(weights))]
    for number in counted:
        yield [*weights[:number], weights[number] * 2, *weights[number + 1 :]]
    if len(counted) > 1:
        for number in counted:
            yield [*weights[:number], 0.0, *weights[number + 1 :]]
