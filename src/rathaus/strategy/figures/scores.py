"""One column of figures: ranks, percentiles, and scores that make different units of measure comparable.

Names and formulas after OECD/JRC, Handbook on Constructing Composite Indicators (2008), section 5 (normalisation).
"""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]
"""Figures in the order of the units; ``nan``: missing."""


class Direction(Enum):
    """Which figures are better."""

    HIGHER = "higher"
    LOWER = "lower"


def ranks(values: Column, better: Direction) -> Column:
    """Places from 1, the best; equal figures share the better place and the next one is left free (1, 2, 2, 4).

    The place of a unit is one more than the number of units that are better. ``nan`` where the figure is missing.
    """
    oriented = _oriented(values, better)
    ordered = np.sort(-oriented[~np.isnan(oriented)])
    placed = np.searchsorted(ordered, -oriented, side="left") + 1.0
    return np.where(np.isnan(values), np.nan, placed)


def percentiles(values: Column, better: Direction) -> Column:
    """The share of the others, in percent, that a unit is better than; equal ones count by half. ``nan`` when alone."""
    oriented = _oriented(values, better)
    ordered = np.sort(oriented[~np.isnan(oriented)])
    worse = np.searchsorted(ordered, oriented, side="left")
    not_better = np.searchsorted(ordered, oriented, side="right")
    others = len(ordered) - 1
    if others < 1:
        return np.full_like(values, np.nan)
    share = (worse + (not_better - worse - 1) / 2) / others * 100
    return np.where(np.isnan(values), np.nan, share)


def min_max(values: Column, better: Direction) -> Column:
    """0 for the worst figure, 100 for the best, the others in proportion; all 100 where they do not differ.

    Relative to the group: scores of different groups or dates do not compare.
    """
    oriented = _oriented(values, better)
    if np.all(np.isnan(oriented)):
        return np.full_like(values, np.nan)
    low, high = np.nanmin(oriented), np.nanmax(oriented)
    if low == high:
        return np.where(np.isnan(values), np.nan, 100.0)
    scored: Column = (oriented - low) / (high - low) * 100
    return scored


def z_scores(values: Column, better: Direction) -> Column:
    """How many standard deviations of the group (n in the denominator) a unit is better than its mean."""
    oriented = _oriented(values, better)
    if np.all(np.isnan(oriented)):
        return np.full_like(values, np.nan)
    deviation = np.nanstd(oriented)
    # Equal figures leave a rounding remainder of their own size, which is no difference.
    if deviation <= 1e-12 * np.nanmax(np.abs(oriented)):
        return np.where(np.isnan(values), np.nan, 0.0)
    scored: Column = (oriented - np.nanmean(oriented)) / deviation
    return scored


def per_head(values: Column, population: Column, *, inhabitants: int = 1) -> Column:
    """Figures per so many `inhabitants`; ``nan`` where the population is missing or zero."""
    people = np.where(population > 0, population, np.nan)
    scored: Column = values / people * inhabitants
    return scored


def _oriented(values: Column, better: Direction) -> Column:
    """The same figures, so that more is better."""
    return values if better is Direction.HIGHER else -values
