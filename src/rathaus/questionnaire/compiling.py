"""Expressions of the rules as Python code over the values of one check.

A rule is asked once in every entry of the repeated groups around its bearer. Where it looks deeper, all entries there
are looked at, and one that fits is enough; where its bearer stands deeper than the place that asks, one instance is
enough. Each expression becomes the text of one Python expression, so that nothing is called in between: `v` are the
values by instance key (of repeated groups the number of entries in which something is answered), `e` the entry ids,
`f` the key prefixes of the entries we are in, `t` the day on which somebody asks.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from rathaus.fim.model import DataType, Field
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
    asks_today,
    code_between,
    leaf_paths,
    source,
)
from rathaus.fim.rules.reckoning import Value, compare, date_of, fitted, is_digits, plain, term_value
from rathaus.fim.rules.terms import Answer, Count, Day, Number, Op, Term, Today, term_paths, walk
from rathaus.questionnaire.keys import Frames
from rathaus.questionnaire.layout import Layout

Values = Mapping[str, Any]
"""Valid values of shown questions by instance key; of repeated fields a list, of repeated groups how many entries."""
Entries = Mapping[str, Sequence[str]]
"""Entry ids by the instance key of the repeated group."""
Condition = Callable[[Values, Entries, Frames, dt.date | None], bool]

NO_DAY = "a rule asks for today: use Questionnaire.on(day)"
_NUMBERS = frozenset({DataType.NUM, DataType.NUM_INT, DataType.NUM_CURRENCY})
_PYTHON = {Op.EQ: "==", Op.LT: "<", Op.LE: "<=", Op.GT: ">", Op.GE: ">="}


class UnknownExpressionError(ValueError):
    """An expression that cannot run in this definition; the message names its kind."""


class Compiler:
    """Turns expressions into code, for one schema."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._names: dict[str, Any] = {
            "__builtins__": {"any": any, "bool": bool, "len": len},
            "below": below,
            "within": within,
            "between": between,
            "begins": begins,
            "digits": is_digits,
            "iso": iso,
            "nan": math.nan,
        }

    def name(self, value: object) -> str:
        """A name under which generated code finds `value`."""
        name = f"c{len(self._names)}"
        self._names[name] = value
        return name

    def function(self, text: str) -> Callable[..., Any]:
        """Generated code as a function of values, entries, frames and the day."""
        code = compile(f"lambda v, e, f, t: {text}", "<rules>", "eval")
        made: Callable[..., Any] = eval(code, self._names)  # noqa: S307 - the text is ours, made of checked values
        return made

    def lazily(self, text: str) -> Callable[..., Any]:
        """As `function`, but compiled when it is first called: most of what rules say is never complained about."""
        made: list[Callable[..., Any]] = []

        def call(v: Values, e: Entries, f: Frames, t: dt.date | None) -> Any:
            if not made:
                made.append(self.function(text))
            return made[0](v, e, f, t)

        return call

    def compile(
        self, expression: Expression, asked: tuple[str, ...], place: tuple[str, ...] | None = None
    ) -> Condition:
        """Whether `expression` holds, as a function; see `source`."""
        return self.function(self.source(expression, asked, asked if place is None else place))

    def source(self, expression: Expression, asked: tuple[str, ...], place: tuple[str, ...]) -> str:
        """The text of `expression`, which a rule asks in every entry of the groups `asked`, from inside `place`.

        Raises UnknownExpressionError for what cannot run in this definition.
        """
        shared = common(asked, place)
        if shared == len(asked):
            return source(expression, lambda leaf: self._leaf(leaf, asked, "f"))
        hops = tuple(self._layout.suffix[group] for group in asked[shared:])
        inner = source(expression, lambda leaf: self._leaf(leaf, asked, "g"))
        return f"any({inner} for g in within(e, f[:{shared + 1}], {hops!r}))"

    # --- one comparison

    def _leaf(self, leaf: Leaf, asked: tuple[str, ...], frames: str) -> str:
        match leaf:
            case Equals(path, value):
                return self._equals(path, value, asked, frames)
            case Filled(path):
                parts = [self._each(p, asked, frames, lambda key: f"{key} in v") for p in self._layout.fields(path)]
                return f"({' or '.join(parts)})"
            case CodeBetween(path, first, last):
                return self._code(path, asked, frames, lambda value: f"between({value}, {first!r}, {last!r})")
            case StartsWith(path, prefix):
                return self._code(path, asked, frames, lambda value: f"begins({value}, {prefix!r})")
            case Digits(path):
                return self._code(path, asked, frames, lambda value: f"digits({value})")
            case Compare():
                return self._plain_comparison(leaf, asked, frames) or self._call(leaf, asked, frames)
            case ValidDate():
                return self._call(leaf, asked, frames)
            case InLand():
                raise UnknownExpressionError("Land")

    def _field(self, path: str) -> Field:
        element = self._layout.positions[path].element
        if not isinstance(element, Field):
            raise UnknownExpressionError(f"Vergleich mit der Gruppe {path}")
        return element

    def _equals(self, path: str, value: str | bool, asked: tuple[str, ...], frames: str) -> str:
        wanted = fitted(value, self._field(path).data_type)
        if self._layout.is_list(path):
            return self._each(path, asked, frames, lambda key: f"({wanted!r} in v.get({key}, ()))")
        return self._each(path, asked, frames, lambda key: f"(v.get({key}) == {wanted!r})")

    def _code(self, path: str, asked: tuple[str, ...], frames: str, test: Callable[[str], str]) -> str:
        self._field(path)
        if self._layout.is_list(path):
            return self._each(path, asked, frames, lambda key: f"any({test('x')} for x in v.get({key}, ()))")
        return self._each(path, asked, frames, lambda key: test(f"v.get({key})"))

    def _each(self, path: str, asked: tuple[str, ...], frames: str, test: Callable[[str], str]) -> str:
        """True where `test` of the key of `path` holds in one of the entries that are meant."""
        depth, hops = self._layout.hops(path, asked)
        suffix = self._layout.suffix[path]
        if hops:
            return f"any({test(f'(p + {suffix!r})')} for p in below(e, {frames}[{depth}], {hops!r}))"
        return test(repr(suffix) if depth == 0 else f"({frames}[{depth}] + {suffix!r})")

    # --- comparisons of terms

    def _plain_comparison(self, leaf: Compare, asked: tuple[str, ...], frames: str) -> str | None:
        """Numbers with numbers, or dates with dates, of single fields that are right here: no call is needed."""
        kinds = {self._kind(term, asked) for term in (leaf.left, leaf.right)}
        if len(kinds) != 1 or None in kinds:
            return None
        keys = [self._each(path, asked, frames, str) for term in (leaf.left, leaf.right) for path in term_paths(term)]
        there = "".join(f"{key} in v and " for key in keys)
        left, right = (self._plain_term(term, asked, frames) for term in (leaf.left, leaf.right))
        return f"({there}{left} {_PYTHON[leaf.op]} {right})"

    def _kind(self, term: Term, asked: tuple[str, ...]) -> str | None:
        """What a simple term holds: a number or a date; None for terms that are not simple."""
        match term:
            case Number():
                return "number"
            case Day() | Today():
                return "date"
            case Answer(path):
                if self._layout.hops(path, asked)[1] or self._layout.is_list(path):
                    return None
                data_type = self._field(path).data_type
                return "number" if data_type in _NUMBERS else "date" if data_type is DataType.DATE else None
            case _:
                return None

    def _plain_term(self, term: Term, asked: tuple[str, ...], frames: str) -> str:
        match term:
            case Number(value):
                return repr(plain(value))
            case Day(day):
                return repr(day.isoformat())
            case Answer(path):
                return self._each(path, asked, frames, lambda key: f"v[{key}]")
            case _:
                return "iso(t)"

    def _call(self, leaf: Compare | ValidDate, asked: tuple[str, ...], frames: str) -> str:
        sides = (leaf.left, leaf.right) if isinstance(leaf, Compare) else ()
        counted = {term.path for side in sides for term in walk(side) if isinstance(term, Count)}
        for path in leaf_paths(leaf):
            if path not in counted:
                self._field(path)
        return f"{self.name(Comparison(leaf, self._layout, asked))}(v, e, {frames}, t)"


def common(left: tuple[str, ...], right: tuple[str, ...]) -> int:
    """How many first parts two places share."""
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


# --- what generated code calls ----------------------------------------------------------------------------------------


def below(entries: Entries, prefix: str, hops: tuple[str, ...]) -> Iterator[str]:
    """The key prefixes of all entries of the groups `hops`, each inside the one before, below `prefix`."""
    if not hops:
        yield prefix
        return
    group = prefix + hops[0]
    for id_ in entries.get(group, ()):
        yield from below(entries, f"{group}[{id_}].", hops[1:])


def within(entries: Entries, frames: Frames, hops: tuple[str, ...]) -> Iterator[Frames]:
    """`frames` with every entry of the groups `hops`; a group without entries has one without answers."""
    if not hops:
        yield frames
        return
    group = frames[-1] + hops[0]
    for id_ in entries.get(group) or ("",):
        yield from within(entries, (*frames, f"{group}[{id_}]."), hops[1:])


def between(value: object, first: str | None, last: str | None) -> bool:
    """Whether a value is a code in the range."""
    return isinstance(value, str) and code_between(value, first, last)


def begins(value: object, prefix: str) -> bool:
    """Whether a value is a code that begins so."""
    return isinstance(value, str) and value.startswith(prefix)


def iso(today: dt.date | None) -> str:
    """The day on which somebody asks. Raises LookupError where nobody said which one it is."""
    if today is None:
        raise LookupError(NO_DAY)
    return today.isoformat()


class Looking:
    """Finds the answers at some paths, over all entries that they look into; all paths look at the same entry."""

    def __init__(self, paths: tuple[str, ...], layout: Layout, asked: tuple[str, ...], *, today: bool) -> None:
        self._layout, self._asked, self._today = layout, asked, today
        self._fields = tuple(p for p in dict.fromkeys(paths) if isinstance(layout.positions[p].element, Field))
        chains = (layout.chain[path] for path in paths)
        self._groups = tuple(dict.fromkeys(group for chain in chains for group in chain[common(chain, asked) :]))

    def _choices(self, v: Values, e: Entries, f: Frames) -> Iterator[tuple[dict[str, Value | None], Mapping[str, str]]]:
        """One answer at each field, in every way, with the key prefixes of the entries they come from."""
        known = {group: f[number + 1] for number, group in enumerate(self._asked)}
        for prefixes in self._bound(self._groups, known, e):
            for chosen in itertools.product(*(self._values(v, path, prefixes) for path in self._fields)):
                yield dict(zip(self._fields, chosen, strict=True)), prefixes

    def _bound(self, groups: tuple[str, ...], known: dict[str, str], e: Entries) -> Iterator[dict[str, str]]:
        if not groups:
            yield known
            return
        first, *rest = groups
        key = self._key(first, known)
        for id_ in e.get(key) or ("",):
            yield from self._bound(tuple(rest), {**known, first: f"{key}[{id_}]."}, e)

    def _key(self, path: str, prefixes: Mapping[str, str]) -> str:
        chain = self._layout.chain[path]
        return (prefixes[chain[-1]] if chain else "") + self._layout.suffix[path]

    def _values(self, v: Values, path: str, prefixes: Mapping[str, str]) -> Sequence[Value | None]:
        found = v.get(self._key(path, prefixes))
        return (found or (None,)) if self._layout.is_list(path) else (found,)

    def _term(
        self, term: Term, known: Mapping[str, Value | None], v: Values, prefixes: Mapping[str, str], t: dt.date | None
    ) -> Value | None:
        if t is None and self._today:
            raise LookupError(NO_DAY)
        return term_value(term, known.get, lambda path: self._count(v, path, prefixes), t or dt.date.min)

    def _count(self, v: Values, path: str, prefixes: Mapping[str, str]) -> int:
        """How often something is answered at `path`."""
        key, position = self._key(path, prefixes), self._layout.positions[path]
        if self._layout.is_list(path):
            return len(v.get(key, ()))
        if isinstance(position.element, Field):
            return int(key in v)
        if position.cardinality.repeatable:
            number: int = v.get(key, 0)
            return number
        return int(any(other.startswith(f"{key}.") for other in v))


class Comparison(Looking):
    """A comparison of any terms."""

    def __init__(self, leaf: Compare | ValidDate, layout: Layout, asked: tuple[str, ...]) -> None:
        super().__init__(leaf_paths(leaf), layout, asked, today=asks_today(leaf))
        self._leaf = leaf

    def __call__(self, v: Values, e: Entries, f: Frames, t: dt.date | None) -> bool:
        return any(self._holds(known, v, prefixes, t) for known, prefixes in self._choices(v, e, f))

    def _holds(
        self, known: Mapping[str, Value | None], v: Values, prefixes: Mapping[str, str], t: dt.date | None
    ) -> bool:
        leaf = self._leaf
        if isinstance(leaf, ValidDate):
            parts = known[leaf.day], known[leaf.month], known[leaf.year]
            return None in parts or date_of(*parts) is not None
        left, right = (self._term(term, known, v, prefixes, t) for term in (leaf.left, leaf.right))
        return compare(left, leaf.op, right)


class TermValue(Looking):
    """The values of one term."""

    def __init__(self, term: Term, layout: Layout, asked: tuple[str, ...]) -> None:
        today = any(isinstance(part, Today) for part in walk(term))
        super().__init__(term_paths(term), layout, asked, today=today)
        self._of = term

    def values(self, v: Values, e: Entries, f: Frames, t: dt.date | None) -> list[Value | None]:
        """One for each choice of entries."""
        return [self._term(self._of, known, v, prefixes, t) for known, prefixes in self._choices(v, e, f)]
