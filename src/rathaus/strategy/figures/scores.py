"""One column of figures: ranks, percentiles, and scores that make different units of measure comparable.

Names and formulas after OECD/JRC, Handbook on Constructing Composite Indicators (2008), section 5 (normalisation).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
"""Figures in the order of the units; ``nan``: missing."""


class Direction(Enum):
    """Which figures are better."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Scale:
    """A column brought in order once: whatever figures are held against it find their places without ranking all.

    `ordered` are its known figures, turned so that more is better, from the worst to the best.
    """

    better: Direction
    ordered: Column

    @classmethod
    def of(cls, values: Column, better: Direction) -> Scale:
        """From all figures of the column."""
        oriented = _oriented(values, better)
        return cls(better, np.sort(oriented[~np.isnan(oriented)]))

    def ranks(self, values: Column) -> Column:
        """See `ranks`."""
        better_ones = len(self.ordered) - np.searchsorted(self.ordered, _oriented(values, self.better), side="right")
        return np.where(np.isnan(values), np.nan, better_ones + 1.0)

    def percentiles(self, values: Column) -> Column:
        """See `percentiles`."""
        oriented = _oriented(values, self.better)
        worse = np.searchsorted(self.ordered, oriented, side="left")
        not_better = np.searchsorted(self.ordered, oriented, side="right")
        others = len(self.ordered) - 1
        if others < 1:
            return np.full_like(values, np.nan)
        share = (worse + (not_better - worse - 1) / 2) / others * 100
        return np.where(np.isnan(values), np.nan, share)

    def min_max(self, values: Column) -> Column:
        """See `min_max`."""
        if not len(self.ordered):
            return np.full_like(values, np.nan)
        low, high = self.ordered[0], self.ordered[-1]
        if low == high:
            return np.where(np.isnan(values), np.nan, 100.0)
        scored: Column = (_oriented(values, self.better) - low) / (high - low) * 100
        return scored

    def z_scores(self, values: Column) -> Column:
        """See `z_scores`."""
        if not len(self.ordered):
            return np.full_like(values, np.nan)
        deviation = np.std(self.ordered)
        # Equal figures leave a rounding remainder of their own size, which is no difference.
        if deviation <= 1e-12 * np.max(np.abs(self.ordered)):
            return np.where(np.isnan(values), np.nan, 0.0)
        scored: Column = (_oriented(values, self.better) - np.mean(self.ordered)) / deviation
        return scored


def ranks(values: Column, better: Direction) -> Column:
    """Places from 1, the best; equal figures share the better place and the next one is left free (1, 2, 2, 4).

    The place of a unit is one more than the number of units that are better. ``nan`` where the figure is missing.
    """
    return Scale.of(values, better).ranks(values)


def percentiles(values: Column, better: Direction) -> Column:
    """The share of the others, in percent, that a unit is better than; equal ones count by half. ``nan`` when alone."""
    return Scale.of(values, better).percentiles(values)


def min_max(values: Column, better: Direction) -> Column:
    """0 for the worst figure, 100 for the best, the others in proportion; all 100 where they do not differ.

    Relative to the group: scores of different groups or dates do not compare.
    """
    return Scale.of(values, better).min_max(values)


def z_scores(values: Column, better: Direction) -> Column:
    """How many standard deviations of the group (n in the denominator) a unit is better than its mean."""
    return Scale.of(values, better).z_scores(values)


def _oriented(values: Column, better: Direction) -> Column:
    """The same figures, so that more is better."""
    return values if better is Direction.HIGHER else -values
