"""Counts by inhabitants: what a count is divided by, and which places have nothing to divide by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rathaus.strategy.columns import Dated, Places
from rathaus.strategy.figures.scores import Column
from rathaus.strategy.models import Indicator

INHABITANTS = "einwohner"
"""The key of the indicator that says how many live in a place, in every town of the house."""
PER = 1_000
MOST_NAMES = 10


@dataclass(frozen=True, slots=True)
class Some:
    """So many places, and the names of the first of them."""

    number: int
    names: Sequence[str]

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.number - len(self.names)


@dataclass(frozen=True, slots=True)
class Division:
    """By what the figures of a group were divided. `years`: which places have it from which year, newest first.

    `unknown`, `empty`: places with a figure of which no inhabitants are known, or none live there.
    """

    by: Indicator
    years: Sequence[tuple[int, Some]]
    unknown: Some
    empty: Some


def divided(values: Column, inhabitants: Column) -> Column:
    """Figures for each 1,000 inhabitants; ``nan`` where there is no figure, or nobody to divide it by."""
    found: Column = values / np.where(inhabitants > 0, inhabitants, np.nan) * PER
    return found


def division(by: Indicator, counts: Column, inhabitants: Dated, numbers: NDArray[np.intp], at: Places) -> Division:
    """What is to be said of a division, of the places of a group (`numbers`) that have a figure."""

    def some(chosen: NDArray[np.bool_]) -> Some:
        found = numbers[has_figure & chosen]
        return Some(len(found), [at.rows[number].name for number in found[:MOST_NAMES]])

    has_figure = ~np.isnan(counts[numbers])
    people, years = inhabitants.values[numbers], inhabitants.years[numbers]
    taken = sorted({int(year) for year in years[has_figure & (people > 0)]}, reverse=True)
    return Division(
        by,
        [(year, some((years == year) & (people > 0))) for year in taken],
        unknown=some(np.isnan(people)),
        empty=some(people <= 0),
    )
