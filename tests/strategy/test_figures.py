"""Ranks, scores, indices and peers against plain recomputations and the properties that make them fair."""

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.strategy.figures.composite import Aggregation, index, spread
from rathaus.strategy.figures.peers import Peer, nearest
from rathaus.strategy.figures.scores import Direction, min_max, percentiles, ranks, z_scores
from rathaus.strategy.per_head import divided

NAN = float("nan")
FIGURES = st.lists(st.one_of(st.integers(-50, 50).map(float), st.just(NAN)), min_size=1, max_size=12)
DIRECTIONS = st.sampled_from(Direction)


def column(*values):
    return np.array(values, dtype=float)


def listed(values):
    """Numbers for comparing with ==: None for what is missing."""
    return [None if math.isnan(value) else round(float(value), 9) for value in values]


def plain_rank(values, position, better):
    """One more than the number of units that are better, counted one by one."""
    mine = values[position]
    if math.isnan(mine):
        return None
    return 1 + sum(other > mine if better is Direction.HIGHER else other < mine for other in values)


def test_equal_figures_share_a_place_and_the_next_is_left_free():
    assert listed(ranks(column(5, 9, 5, 1), Direction.HIGHER)) == [2, 1, 2, 4]


def test_low_figures_lead_where_lower_is_better():
    assert listed(ranks(column(5, 9, 5, 1), Direction.LOWER)) == [2, 4, 2, 1]


def test_missing_figure_has_no_place_and_takes_none():
    assert listed(ranks(column(NAN, 3, 7), Direction.HIGHER)) == [None, 2, 1]


@given(FIGURES, DIRECTIONS)
def test_ranks_equal_counting_one_by_one(values, better):
    expected = [plain_rank(values, position, better) for position in range(len(values))]
    assert listed(ranks(column(*values), better)) == expected


@given(FIGURES, DIRECTIONS, st.sampled_from([0.25, 2.0, 1024.0]), st.integers(-8, 8))
def test_another_unit_of_measure_changes_no_rank(values, better, factor, offset):
    figures = column(*values)
    assert listed(ranks(figures * factor + offset, better)) == listed(ranks(figures, better))


@given(FIGURES, DIRECTIONS, st.randoms(use_true_random=False))
def test_swapping_towns_swaps_their_ranks(values, better, random):
    order = list(range(len(values)))
    random.shuffle(order)
    assert listed(ranks(column(*values)[order], better)) == listed(ranks(column(*values), better)[order])


@given(st.lists(st.integers(-50, 50).map(float), min_size=1, max_size=12), DIRECTIONS)
def test_adding_a_worse_town_changes_no_better_rank(values, better):
    worse = min(values) - 1 if better is Direction.HIGHER else max(values) + 1
    before = listed(ranks(column(*values), better))
    assert listed(ranks(column(*values, worse), better)) == [*before, len(values) + 1]


def test_percentile_is_the_share_of_the_others_that_are_worse():
    assert listed(percentiles(column(1, 2, 3, 4, 5), Direction.HIGHER)) == [0, 25, 50, 75, 100]


def test_equal_ones_count_by_half():
    assert listed(percentiles(column(1, 2, 2), Direction.HIGHER)) == [0, 75, 75]


def test_percentile_of_a_missing_figure_is_missing():
    assert listed(percentiles(column(1, NAN, 3), Direction.LOWER)) == [100, None, 0]


def test_nobody_is_better_than_the_others_when_alone():
    assert listed(percentiles(column(4, NAN), Direction.HIGHER)) == [None, None]


def test_min_max_spans_the_group():
    assert listed(min_max(column(10, 20, 15, NAN), Direction.HIGHER)) == [0, 100, 50, None]


def test_min_max_of_lower_is_better_turns_round():
    assert listed(min_max(column(10, 20, 15), Direction.LOWER)) == [100, 0, 50]


def test_min_max_without_a_difference_is_the_best_for_all():
    assert listed(min_max(column(3, 3, NAN), Direction.HIGHER)) == [100, 100, None]


def test_min_max_of_nothing_is_nothing():
    assert listed(min_max(column(NAN, NAN), Direction.HIGHER)) == [None, None]


def test_z_score_counts_standard_deviations_from_the_mean():
    values = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]
    mean, deviation = statistics.fmean(values), statistics.pstdev(values)
    expected = [round((value - mean) / deviation, 9) for value in values]
    assert listed(z_scores(column(*values), Direction.HIGHER)) == expected
    assert listed(z_scores(column(*values), Direction.LOWER)) == [-value + 0.0 for value in expected]


def test_z_score_without_a_difference_is_zero():
    assert listed(z_scores(column(0.1, 0.1, 0.1, NAN), Direction.HIGHER)) == [0, 0, 0, None]


def test_z_score_of_nothing_is_nothing():
    assert listed(z_scores(column(NAN), Direction.HIGHER)) == [None]


SCORES = np.array([[100.0, 50.0, 0.0], [25.0, 100.0, 64.0], [NAN, 80.0, 80.0], [0.0, 0.0, 100.0]])


def plain_index(row, weights, how):
    """The weighted mean, arithmetic or geometric, of one unit."""
    total = sum(weights)
    if any(math.isnan(score) for score, weight in zip(row, weights, strict=True) if weight):
        return None
    if how is not Aggregation.GEOMETRIC:
        return round(sum(score * weight for score, weight in zip(row, weights, strict=True) if weight) / total, 9)
    return round(math.prod(score ** (weight / total) for score, weight in zip(row, weights, strict=True) if weight), 9)


@pytest.mark.parametrize("how", Aggregation)
@pytest.mark.parametrize("weights", [(1, 1, 1), (2, 1, 1), (0, 3, 1), (0.5, 0.25, 0.25)])
def test_index_equals_an_independent_calculation(how, weights):
    assert listed(index(SCORES, weights, how)) == [plain_index(row, weights, how) for row in SCORES]


def test_figure_without_weight_may_be_missing():
    assert listed(index(SCORES, (0, 1, 1), Aggregation.ADDITIVE))[2] == 80


@pytest.mark.parametrize(
    ("weights", "sentence"),
    [
        ((1, 1), "3 figures need as many weights, not 2"),
        ((1, -1, 1), "weights must not be negative, and one must be above zero"),
        ((0, 0, 0), "weights must not be negative, and one must be above zero"),
        ((1, NAN, 1), "weights must not be negative, and one must be above zero"),
    ],
)
def test_weights_that_say_nothing_are_refused(weights, sentence):
    with pytest.raises(ValueError, match=sentence):
        index(SCORES, weights, Aggregation.ADDITIVE)


def test_spread_shows_what_hangs_on_the_weights():
    scores = np.array([[100.0, 0.0], [60.0, 60.0], [0.0, 100.0]])
    found = spread(scores, (1, 1), Aggregation.ADDITIVE)
    # As given and all equal: 50, 60, 50. First double: 66.7, 60, 33.3. First alone: 1, 2, 3. And the other way round.
    assert (listed(found.best), listed(found.worst), found.tried) == ([1, 1, 1], [3, 2, 3], 6)


def test_spread_of_a_single_figure_leaves_nothing_out():
    found = spread(np.array([[100.0], [0.0], [NAN]]), (5,), Aggregation.GEOMETRIC)
    assert (listed(found.best), listed(found.worst), found.tried) == ([1, 2, None], [1, 2, None], 3)


FEATURES = np.array([[10.0, 1.0], [12.0, 1.0], [30.0, 1.0], [NAN, 1.0], [11.0, 1.0]])


def test_nearest_come_first_and_units_without_the_feature_do_not_come():
    deviation = statistics.pstdev([10, 12, 30, 11])
    assert nearest(FEATURES, 0, 2) == [Peer(4, 1 / deviation), Peer(1, 2 / deviation)]


def test_all_are_equally_near_where_no_feature_tells_them_apart():
    assert nearest(np.array([[1.0], [1.0], [NAN], [1.0]]), 3, 5) == [Peer(0, 0.0), Peer(1, 0.0)]


def test_unit_that_lacks_the_feature_has_no_peers():
    with pytest.raises(ValueError, match="lacks a feature"):
        nearest(FEATURES, 3, 2)


# For each inhabitant, and by standard deviations ----------------------------------------------------------------------

INHABITED = st.lists(
    st.tuples(st.one_of(st.integers(0, 50).map(float), st.just(NAN)), st.sampled_from([NAN, 0.0, 3.0, 10.0, 4_999.0])),
    min_size=1,
    max_size=12,
)


@given(INHABITED, DIRECTIONS, st.sampled_from([0.25, 2.0, 1024.0]))
def test_another_unit_of_measure_changes_no_rank_for_each_inhabitant(places, better, factor):
    values, inhabitants = (column(*of_places) for of_places in zip(*places, strict=True))
    expected = listed(ranks(divided(values, inhabitants), better))
    assert listed(ranks(divided(values * factor, inhabitants), better)) == expected
    assert listed(ranks(divided(values, inhabitants * factor), better)) == expected


@given(INHABITED)
def test_count_is_divided_where_somebody_lives(places):
    found = divided(*(column(*of_places) for of_places in zip(*places, strict=True)))
    expected = [None if math.isnan(n) or not n > 0 else n_of / n * 1000 for n_of, n in places]
    assert listed(found) == listed(column(*(NAN if one is None else one for one in expected)))


@given(st.lists(st.tuples(*[st.integers(-50, 50)] * 2), min_size=2, max_size=12), st.tuples(*[st.integers(1, 9)] * 2))
def test_index_of_z_scores_equals_an_independent_calculation(places, weights):
    columns = list(zip(*places, strict=True))
    scores = np.column_stack([z_scores(column(*one), Direction.HIGHER) for one in columns])
    means, deviations = map(statistics.fmean, columns), [statistics.pstdev(one) for one in columns]
    sides = list(zip(means, deviations, weights, strict=True))
    expected = [
        sum(
            w * (value - mean) / deviation
            for value, (mean, deviation, w) in zip(place, sides, strict=True)
            if deviation
        )
        / sum(weights)
        for place in places
    ]
    assert index(scores, weights, Aggregation.STANDARDISED) == pytest.approx(expected, abs=1e-8)
