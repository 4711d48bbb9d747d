"""Rules as text of the notation: what `reading.read` reads back as the same value."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from decimal import Decimal

from rathaus.fim.rules.logic import (
    Always,
    And,
    CodeBetween,
    Compare,
    Constraint,
    CountBetween,
    Digits,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    InLand,
    Leaf,
    Not,
    Or,
    Preset,
    Selectable,
    StartsWith,
    Statement,
    ValidDate,
    paths,
)
from rathaus.fim.rules.notation.lexing import quoted
from rathaus.fim.rules.notation.naming import Names
from rathaus.fim.rules.notation.reading import ALLOWED, KINDS, PRESET, opposite
from rathaus.fim.rules.notation.terms import UNITS
from rathaus.fim.rules.terms import (
    Answer,
    Computed,
    Count,
    DateOf,
    Day,
    Distance,
    Later,
    Length,
    Minus,
    Number,
    Op,
    Percent,
    Since,
    Sum,
    Term,
    Today,
)


def write(rule: Sequence[Statement], names: Names) -> str:
    """`rule` in the notation."""
    return "\n".join(_Writer(names).sentences(rule))


class _Writer:
    def __init__(self, names: Names) -> None:
        self._names = names

    # --- sentences

    def sentences(self, rule: Sequence[Statement]) -> Iterator[str]:
        """What stands under the same condition in one sentence, what stands under its opposite behind "sonst"."""
        groups = [(when, list(some)) for when, some in itertools.groupby(rule, _when)]
        at = 0
        while at < len(groups):
            when, some = groups[at]
            at += 1
            if when is None:
                yield from (f"{self._constraint(one)}." for one in some if isinstance(one, Constraint))
            elif when == Always():
                yield f"immer {self._results(some)}."
            else:
                sentence = f"wenn {self.condition(when)}\n  dann {self._results(some)}"
                if at < len(groups) and groups[at][0] == opposite(when):
                    sentence += f";\n  sonst {self._results(groups[at][1])}"
                    at += 1
                yield f"{sentence}."

    def _results(self, some: Sequence[Statement]) -> str:
        return "; ".join(
            f"{KINDS[kind]}: {', '.join(self._name(one.target) for one in same if isinstance(one, Effect))}"
            if isinstance(kind, EffectKind)
            else "; ".join(map(self._result, same))
            for kind, same in itertools.groupby(some, lambda one: one.kind if isinstance(one, Effect) else None)
        )

    def _result(self, one: Statement) -> str:
        match one:
            case Selectable(target, _, codes, ranges, prefixes, only):
                parts = [self._value(target, code) for code in codes]
                parts += [_range(first, last) for first, last in ranges]
                parts += [f"Anfang {quoted(prefix)}" for prefix in prefixes]
                return f"{ALLOWED[only]} bei {self._name(target)}: {', '.join(parts)}"
            case Preset(target, value, _, hidden, fixed):
                word = PRESET[hidden, fixed and not hidden]
                given = self._name(value.path) if isinstance(value, Answer) else self._value(target, value)
                return f"{word}: {self._name(target)} = {given}"
            case _:
                return ""

    def _constraint(self, constraint: Constraint) -> str:
        """A demand, with its message and the questions it is about where they are not those it compares."""
        match constraint.holds:
            case Or((Not(when), holds)) if not isinstance(when, Always | Not):
                start = f"wenn {self.condition(when)}\n  dann es muss gelten: {self.condition(holds)}"
            case holds:
                start = f"es muss gelten: {self.condition(holds)}"
        message = f"\n  sonst {quoted(constraint.message)}" if constraint.message else ""
        about = ""
        if constraint.paths and constraint.paths != paths(constraint.holds):
            about = f" bei {', '.join(map(self._name, constraint.paths))}"
        return f"{start}{message}{about}"

    # --- conditions

    def condition(self, expression: Expression) -> str:
        """An expression as it stands outside brackets."""
        if listed := _listed(expression):
            path, values = listed
            word = "nicht in" if isinstance(expression, And) else "in"
            return f"{self._name(path)} {word} ({', '.join(self._value(path, value) for value in values)})"
        match expression:
            case And(parts) | Or(parts):
                joint = " und " if isinstance(expression, And) else " oder "
                return joint.join(map(self._part, parts))
            case Not(part):
                return self._denied(part)
            case CountBetween(parts, minimum, maximum):
                return f"{_amount(minimum, maximum)} von ({', '.join(map(self.condition, parts))})"
            case Always():
                return "immer"
            case _:
                return self._leaf(expression)

    def _part(self, expression: Expression) -> str:
        """An expression beside others: in brackets where it is joined itself."""
        text = self.condition(expression)
        return f"({text})" if isinstance(expression, And | Or) and not _listed(expression) else text

    def _denied(self, part: Expression) -> str:
        match part:
            case Equals(path, value):
                return f"{self._name(path)} <> {self._value(path, value)}"
            case Compare(left, Op.EQ, right):
                return f"{self._term(left)} <> {self._term(right)}"
            case InLand(codes):
                return f"Land <> {codes[0]}" if len(codes) == 1 else f"Land nicht in ({', '.join(codes)})"
            case _:
                return f"nicht {self._part(part)}"

    def _leaf(self, leaf: Leaf) -> str:
        match leaf:
            case Equals(path, value):
                return f"{self._name(path)} = {self._value(path, value)}"
            case Compare(left, op, right):
                return f"{self._term(left)} {op.value} {self._term(right)}"
            case CodeBetween(path, first, last):
                start = "von " if first is not None and last is not None else ""
                return f"{self._name(path)} {start}{_range(first, last)}"
            case StartsWith(path, prefix):
                return f"{self._name(path)} beginnt mit {quoted(prefix)}"
            case Filled(path):
                return f"gefüllt({self._name(path)})"
            case Digits(path):
                return f"Ziffern({self._name(path)})"
            case ValidDate(day, month, year):
                return f"Kalenderdatum({', '.join(map(self._name, (day, month, year)))})"
            case InLand(codes):
                return f"Land = {codes[0]}" if len(codes) == 1 else f"Land in ({', '.join(codes)})"

    # --- terms

    def _term(self, term: Term) -> str:
        match term:
            case Answer(path):
                return self._name(path)
            case Number(value):
                return _number(value)
            case Day(value):
                return f"{value.day}.{value.month}.{value.year:04}"
            case Today():
                return "heute"
            case Count(path):
                return f"Anzahl({self._name(path)})"
            case DateOf(day, month, year):
                return f"Datum({', '.join(map(self._name, (day, month, year)))})"
            case _:
                return self._computed(term)

    def _computed(self, term: Computed) -> str:
        match term:
            case Since(start, end, unit):
                return f"{UNITS[unit][1]}({self._term(start)}, {self._term(end)})"
            case Distance(left, right):
                return f"Unterschied({self._term(left)}, {self._term(right)})"
            case Minus(left, right):
                return f"Differenz({self._term(left)}, {self._term(right)})"
            case Sum(parts):
                return f"Summe({', '.join(map(self._term, parts))})"
            case Length(of):
                return f"Länge({self._term(of)})"
            case Later(date, amount, unit):
                word = UNITS[unit][0 if abs(amount) == 1 else 1]
                return f"{self._term(date)} {'-' if amount < 0 else '+'} {abs(amount)} {word}"
            case Percent(share, of):
                inner = self._term(of)
                return f"{_number(share)} % von {f'({inner})' if isinstance(of, Later) else inner}"

    def _name(self, path: str) -> str:
        return self._names.written(path)

    def _value(self, path: str, value: str | bool) -> str:
        return self._names.written_value(path, value)


def _when(statement: Statement) -> Expression | None:
    return None if isinstance(statement, Constraint) else statement.when


def _listed(expression: Expression) -> tuple[str, tuple[str | bool, ...]] | None:
    """Position and values of "one of these" and "none of these"; None for everything else."""
    match expression:
        case Or(parts):
            compared = parts
        case And(parts):
            compared = tuple(part.part for part in parts if isinstance(part, Not))
        case _:
            return None
    equals = [part for part in compared if isinstance(part, Equals)]
    if len(equals) < 2 or len(equals) != len(parts) or len({part.path for part in equals}) != 1:
        return None
    return equals[0].path, tuple(part.value for part in equals)


def _amount(minimum: int, maximum: int | None) -> str:
    if maximum is None:
        return f"mindestens {minimum}"
    if minimum == maximum:
        return f"genau {minimum}"
    return f"höchstens {maximum}" if minimum == 0 else f"{minimum} bis {maximum}"


def _range(first: str | None, last: str | None) -> str:
    ends = [end if end.isascii() and end.isdigit() else quoted(end) for end in (first, last) if end is not None]
    if len(ends) == 2:
        return " bis ".join(ends)
    return f"ab {ends[0]}" if last is None else f"bis {ends[0]}"


def _number(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")
