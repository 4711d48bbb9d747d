"""Every combination of answers that some conditions can tell apart.

An answer stands for all others that no condition tells from it: of a choice each code that is named, the ends of each
range and what lies beside them, and something else; of a number each figure that it is compared with and one between.
Two answers that are compared with each other are smaller, equal or larger.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from math import prod

from rathaus.fim.rules.logic import (
    CodeBetween,
    Compare,
    Digits,
    Equals,
    Expression,
    Filled,
    InLand,
    Leaf,
    StartsWith,
    ValidDate,
    code_between,
    holds,
    leaves,
)
from rathaus.fim.rules.terms import Answer, Count, Day, Later, Number, Op, Term, Unit

Answers = dict[object, frozenset[object]]

_SOMETHING_ELSE = object()
_LIMIT = 20_000
_LAND = ""  # no position has an empty path
_DAYS = {Unit.YEARS: 365, Unit.MONTHS: 30, Unit.WEEKS: 7, Unit.DAYS: 1}
_SWAPPED = {Op.EQ: Op.EQ, Op.LT: Op.GT, Op.LE: Op.GE, Op.GT: Op.LT, Op.GE: Op.LE}


def cases(conditions: tuple[Expression, ...], repeats: Callable[[str], bool]) -> Iterator[Answers] | None:
    """Every combination of answers that `conditions` can tell apart; None where there are too many."""
    mentioned: dict[object, set[object]] = {}
    for leaf in dict.fromkeys(itertools.chain.from_iterable(leaves(condition) for condition in conditions)):
        for place, values in _told_apart(leaf):
            mentioned.setdefault(place, set()).update(values)
    domains = {
        place: _domain(_with_between(values), several=isinstance(place, str) and bool(place) and repeats(place))
        for place, values in mentioned.items()
    }
    if prod(len(domain) for domain in domains.values()) > _LIMIT:
        return None
    return (dict(zip(domains, combination, strict=True)) for combination in itertools.product(*domains.values()))


def _told_apart(leaf: Leaf) -> Iterator[tuple[object, Iterable[object]]]:
    """The places that `leaf` looks at, with the answers there that it tells from others."""
    match leaf:
        case Equals(path, value):
            yield path, {value}
        case Filled(path):  # only presence tells "something else" from "nothing"
            yield path, {_SOMETHING_ELSE}
        case CodeBetween(path, first, last):
            yield path, {_SOMETHING_ELSE, *_around(first), *_around(last)}
        case StartsWith(path, prefix):
            yield path, {_SOMETHING_ELSE, prefix, f"{prefix}0"}
        case Digits(path):
            yield path, {_SOMETHING_ELSE, "0"}
        case InLand(codes):
            yield _LAND, set(codes)
        case Compare():
            place, _, size = sized(leaf)
            yield place, {_SOMETHING_ELSE, size} if isinstance(place, str) else {size}
        case ValidDate():
            return


def _around(code: str | None) -> set[object]:
    """`code` and the codes beside it."""
    if code is None:
        return set()
    if not code.isdecimal():
        return {code}
    steps = (int(code) + step for step in (-1, 0, 1))
    return {str(number).zfill(len(code)) for number in steps if 0 <= number < 10 ** len(code)}


def sized(leaf: Compare) -> tuple[object, Op, Decimal]:
    """A comparison as that of one place (an answer: its path) with a number; of two places, their difference with 0."""
    left, op, right = leaf.left, leaf.op, leaf.right
    if isinstance(left, Number | Day | Later) and not isinstance(right, Number | Day | Later):
        left, op, right = right, _SWAPPED[op], left
    match right:
        case Number(value):
            return _place(left), op, value
        case Day(value):
            return _place(left), op, Decimal(value.toordinal())
        case Later(date, amount, unit):  # "a is at most b + 18 years" is "a - b is at most 18 years"
            return ("elapsed", date, left), op, Decimal(amount * _DAYS[unit])
        case _:
            return ("difference", *sorted((left, right), key=repr)), _ordered(left, op, right), Decimal(0)


def _ordered(left: Term, op: Op, right: Term) -> Op:
    return op if sorted((left, right), key=repr)[0] == left else _SWAPPED[op]


def _place(term: Term) -> object:
    match term:
        case Answer(path):
            return path
        case Count(path):
            return "count", path
        case _:
            return term


def _with_between(values: set[object]) -> set[object]:
    """Between two figures there is another, and one below and above all."""
    numbers = sorted(value for value in values if isinstance(value, Decimal))
    if not numbers:
        return values
    between = {(low + high) / 2 for low, high in itertools.pairwise(numbers)}
    return {*(values - {_SOMETHING_ELSE}), *between, numbers[0] - 1, numbers[-1] + 1}


def _domain(values: set[object], *, several: bool) -> list[frozenset[object]]:
    """What can be answered: nothing, or one of `values`; on repeated positions two of them as well."""
    ordered = sorted(values, key=repr)
    sizes = (0, 1, 2) if several else (0, 1)
    return [frozenset(chosen) for size in sizes for chosen in itertools.combinations(ordered, size)]


def true(when: Expression, case: Answers) -> bool:
    """The truth of `when` in one case."""

    def of_leaf(leaf: Leaf) -> bool:
        match leaf:
            case Equals(path, value):
                return value in case[path]
            case Filled(path):
                return bool(case[path])
            case InLand(codes):
                return not case[_LAND].isdisjoint(codes)
            case CodeBetween(path, first, last):
                return any(code_between(code, first, last) for code in case[path] if isinstance(code, str))
            case StartsWith(path, prefix):
                return any(code.startswith(prefix) for code in case[path] if isinstance(code, str))
            case Digits(path):
                return any(code.isdecimal() for code in case[path] if isinstance(code, str))
            case Compare():
                place, op, size = sized(leaf)
                return any(in_order(found, op, size) for found in case[place] if isinstance(found, Decimal))
            case ValidDate():
                return True

    return holds(when, of_leaf)


def in_order(left: Decimal, op: Op, right: Decimal) -> bool:
    """Whether two figures stand in this order."""
    match op:
        case Op.EQ:
            return left == right
        case Op.LT:
            return left < right
        case Op.LE:
            return left <= right
        case Op.GT:
            return left > right
        case Op.GE:
            return left >= right
