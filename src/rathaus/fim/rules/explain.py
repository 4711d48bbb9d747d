"""Rules and problems in plain sentences, German or English.

`Wording` knows what the elements and codes of a schema are called; everything here speaks to people in those names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from rathaus.fim.model import CodeList, DataType, Group, Schema
from rathaus.fim.rules.laender import NAMES
from rathaus.fim.rules.logic import (
    Always,
    And,
    CodeBetween,
    Compare,
    Constraint,
    CountBetween,
    Digits,
    Effect,
    Equals,
    Expression,
    Filled,
    InLand,
    Leaf,
    Literal,
    Not,
    Or,
    Preset,
    Selectable,
    StartsWith,
    Statement,
    ValidDate,
)
from rathaus.fim.rules.phrases import WORDS, Language
from rathaus.fim.rules.report import ReadRule
from rathaus.fim.rules.resolve import Places
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
    Percent,
    Since,
    Sum,
    Term,
    Today,
    Unit,
)

_TIMES = frozenset({DataType.DATE, DataType.TIME, DataType.DATETIME})


class Wording:
    """The names of elements and codes, in the words of the definition."""

    def __init__(self, schema: Schema, lists: Mapping[str, CodeList] | None = None) -> None:
        self._positions = schema.positions
        self._places = Places(schema, lists or {})

    def name(self, path: str) -> str:
        """What the applicant reads for the element at `path`; its name, where the label is a whole paragraph."""
        element = self._positions[path].element
        label = " ".join(element.label_input.split())
        return label if label and len(label) <= 120 else element.head.name

    def value(self, path: str, literal: Literal, language: Language) -> str:
        """What the applicant reads for `literal` at `path`."""
        if isinstance(literal, bool):
            return WORDS[language]["yes" if literal else "no"]
        element = self._positions[path].element
        codes = () if isinstance(element, Group) else self._places.codes(element) or ()
        return next((code.name for code in codes if code.code == literal), literal)

    def is_date(self, path: str) -> bool:
        """Whether the field at `path` holds a point in time."""
        element = self._positions[path].element
        return not isinstance(element, Group) and element.data_type in _TIMES


def explain(rule: ReadRule, wording: Wording, language: Language = "de") -> tuple[str, ...]:
    """What `rule` does, one sentence for each effect, restriction, value and constraint."""
    speaker = _Speaker(wording, language)
    return tuple(speaker.statement(said) for said in rule.statements)


def explain_statement(statement: Statement, wording: Wording, language: Language = "de") -> str:
    """What `statement` does, in one sentence."""
    return _Speaker(wording, language).statement(statement)


def explain_condition(expression: Expression, wording: Wording, language: Language = "de") -> str:
    """`expression` as what follows "wenn" ("if")."""
    return _Speaker(wording, language).clause(expression)


def explain_problem(constraint: Constraint, wording: Wording, language: Language = "de") -> str:
    """What the applicant should do where `constraint` does not hold."""
    return _Speaker(wording, language).constraint(constraint)


class _Speaker:
    """Puts sentences together in one language."""

    def __init__(self, wording: Wording, language: Language) -> None:
        self._wording = wording
        self._language = language
        self._words = WORDS[language]

    def statement(self, statement: Statement) -> str:
        match statement:
            case Effect(kind, target, when):
                return self._conditional(kind.value, when, self._name(target))
            case Preset(target, value, when, hidden, fixed):
                key = "hidden" if hidden else "fixed" if fixed else "preset"
                if isinstance(value, Answer):
                    return self._conditional(f"{key} copy", when, self._name(target), self._name(value.path))
                return self._conditional(key, when, self._name(target), self._value(target, value))
            case Selectable():
                return self._selectable(statement)
            case Constraint(message=message):
                said = self.constraint(statement)
                return self._sentence("else said", said, self._quoted(message)) if message else said

    def _conditional(self, key: str, when: Expression, *parts: str) -> str:
        if isinstance(when, Always):
            return self._sentence(f"{key} always", *parts)
        return self._sentence(key, *parts, self.clause(when))

    def _selectable(self, said: Selectable) -> str:
        named = [self._value(said.target, code) for code in said.codes]
        named += [self._range("range", *ends) for ends in said.ranges]
        named += [self._sentence("code prefix", self._quoted(prefix)) for prefix in said.prefixes]
        key = "only" if said.only else "not selectable"
        parts = (self._name(said.target), self._listed(named, "or"))
        if isinstance(said.when, Always):
            return self._sentence(key, *parts)
        return self._sentence(f"{key} if", *parts, self.clause(said.when))

    def _range(self, key: str, first: str | None, last: str | None, *before: str) -> str:
        ends = [self._quoted(end) for end in (first, last) if end is not None]
        open_end = " between" if len(ends) == 2 else " from" if last is None else " up to"
        return self._sentence(f"{key}{open_end}", *before, *ends)

    def constraint(self, constraint: Constraint) -> str:
        match constraint.holds:
            case ValidDate():
                return self._words["give date"]
            case Equals(path, value):
                return self._sentence("choose", self._name(path), self._value(path, value))
            case CountBetween(parts, minimum, maximum):
                found = self._counted(parts, minimum, maximum)
            case Or(parts):
                found = self._limited(parts) or self._demanded_while(parts)
            case Not(And() | CountBetween() as part):
                found = self._sentence("must not", self.clause(part))
            case Not(Or(parts)) if not _one_path(parts):
                found = self._sentence("must not", self.clause(Or(parts)))
            case _:
                found = None
        return found or self._sentence("must hold", self.clause(constraint.holds))

    def _limited(self, parts: tuple[Expression, ...]) -> str | None:
        """A restriction of codes: "not filled, or one of these", perhaps behind "not (condition)"."""
        if path := _limited_path(parts):
            return self._sentence("only", self._name(path), self._values(parts, "or"))
        when, *limit = parts
        if isinstance(when, Not) and (path := _limited_path(tuple(limit))):
            values = self._values(tuple(limit), "or")
            return self._sentence("only if", self._name(path), values, self.clause(when.part))
        return None

    def _demanded_while(self, parts: tuple[Expression, ...]) -> str | None:
        match parts:
            case (Not(when), CountBetween() as demanded):
                return self._sentence("if", self.clause(when), self.constraint(Constraint(demanded, ())))
            case (Not(when), demanded):
                return self._sentence("must hold if", self.clause(demanded), self.clause(when))
            case _:
                return None

    def _counted(self, parts: tuple[Expression, ...], minimum: int, maximum: int | None) -> str | None:
        """A friendly sentence for the usual kinds of counting."""
        fields = [part.path for part in parts if isinstance(part, Filled)]
        amount = {(1, 1): "fill exactly", (1, None): "fill at least", (0, 1): "fill at most"}.get((minimum, maximum))
        if amount and len(fields) == len(parts):
            return self._sentence(amount, self._listed((self._name(path) for path in fields), "or"))
        chosen = [part for part in parts if isinstance(part, Equals)]
        values = {self._value(part.path, part.value) for part in chosen}
        if (minimum, maximum) == (1, None) and len(chosen) == len(parts) and len(values) == 1:
            names = self._listed((self._name(part.path) for part in chosen), "or")
            return self._sentence("choose at least", names, values.pop())
        return None

    def clause(self, expression: Expression) -> str:
        """`expression` as a subordinate clause, without its conjunction."""
        match expression:
            case Always():
                return self._words["always"]
            case Not(part):
                return self._denied(part)
            case And(parts):
                denied = tuple(part.part for part in parts if isinstance(part, Not))
                if len(denied) == len(parts) and (one := _one_path(denied)):
                    return self._none_of(one, denied)
                return self._joined(parts, "and")
            case Or(parts):
                if one := _one_path(parts):
                    return self._sentence("equals", self._name(one), self._values(parts, "or"))
                return self._joined(parts, "or")
            case CountBetween(parts, minimum, maximum):
                key = "at least" if maximum is None else "exactly" if minimum == maximum else "between"
                listed = "; ".join(self.clause(part) for part in parts)
                return self._sentence(key, str(minimum), listed, str(maximum))
            case _:
                return self._compared(expression)

    def _compared(self, leaf: Leaf) -> str:
        match leaf:
            case Equals(path, value):
                return self._sentence("equals", self._name(path), self._value(path, value))
            case Filled(path):
                return self._sentence("filled", self._name(path))
            case Compare(left, op, right):
                return self._measured(left, op.value, right)
            case CodeBetween(path, first, last):
                return self._range("code", first, last, self._name(path))
            case StartsWith(path, prefix):
                return self._sentence("starts with", self._name(path), self._quoted(prefix))
            case Digits(path):
                return self._sentence("digits", self._name(path))
            case ValidDate(day, month, year):
                return self._sentence("valid date", self._listed(map(self._name, (day, month, year)), "and"))
            case InLand(codes):
                return self._sentence("in land", self._laender(codes))

    def _measured(self, left: Term, sign: str, right: Term) -> str:
        in_time = self._is_time(left) or self._is_time(right)
        return self._sentence(f"date {sign}" if in_time else sign, self._term(left), self._term(right))

    def _is_time(self, term: Term) -> bool:
        match term:
            case Day() | Today() | DateOf() | Later():
                return True
            case Answer(path):
                return self._wording.is_date(path)
            case _:
                return False

    def _term(self, term: Term) -> str:
        match term:
            case Answer(path):
                return self._name(path)
            case Number(value):
                return self._number(value)
            case Day(day):
                return self._day(day)
            case Today():
                return self._words["today"]
            case Count(path):
                return self._sentence("entries", self._name(path))
            case DateOf(day, month, year):
                return self._sentence("date of", self._listed(map(self._name, (day, month, year)), "and"))
            case _:
                return self._computed(term)

    def _computed(self, term: Computed) -> str:
        match term:
            case Since(start, end, unit):
                return self._sentence("since", self._term(start), self._term(end), self._words[unit.value])
            case Later(date, amount, unit):
                key = "earlier" if amount < 0 else "later"
                return self._sentence(key, self._term(date), str(abs(amount)), self._unit(amount, unit))
            case Percent(share, of):
                return self._sentence("percent", self._number(share), self._term(of))
            case Distance(left, right):
                return self._sentence("distance", self._term(left), self._term(right))
            case Sum(parts):
                return self._sentence("sum", self._listed(map(self._term, parts), "and"))
            case Minus(left, right):
                return self._sentence("minus", self._term(left), self._term(right))
            case Length(of):
                return self._sentence("length", self._term(of))

    def _unit(self, amount: int, unit: Unit) -> str:
        return self._words[f"1 {unit.value}" if abs(amount) == 1 else unit.value]

    def _number(self, value: Decimal) -> str:
        text = f"{value:f}"
        return text.replace(".", ",") if self._language == "de" else text

    def _day(self, day: dt.date) -> str:
        return f"{day:%d.%m.%Y}" if self._language == "de" else f"{day.day} {day:%B %Y}"

    def _denied(self, part: Expression) -> str:
        match part:
            case Equals(path, value):
                return self._sentence("unequal", self._name(path), self._value(path, value))
            case Filled(path):
                return self._sentence("empty", self._name(path))
            case InLand(codes):
                return self._sentence("not in land", self._laender(codes))
            case Compare(left, op, right):
                return self._measured(left, _OPPOSITE[op.value], right)
            case StartsWith(path, prefix):
                return self._sentence("starts otherwise", self._name(path), self._quoted(prefix))
            case Or(parts) if one := _one_path(parts):
                return self._none_of(one, parts)
            case _:
                return self._sentence("not", self.clause(part))

    def _laender(self, codes: tuple[str, ...]) -> str:
        return self._listed((NAMES[code] for code in codes), "or")

    def _none_of(self, path: str, parts: tuple[Expression, ...]) -> str:
        values = [self._value(part.path, part.value) for part in parts if isinstance(part, Equals)]
        return self._sentence("none of", self._name(path), f" {self._words['nor']} ".join(values))

    def _joined(self, parts: tuple[Expression, ...], joint: str) -> str:
        clauses = [
            f"({self.clause(part)})" if isinstance(part, And | Or) and not _simple(part) else self.clause(part)
            for part in parts
        ]
        return f" {self._words[joint]} ".join(clauses)

    def _values(self, parts: tuple[Expression, ...], joint: str) -> str:
        equal = [part for part in parts if isinstance(part, Equals)]
        return self._listed((self._value(part.path, part.value) for part in equal), joint)

    def _listed(self, items: Iterable[str], joint: str) -> str:
        *first, last = items
        return f"{', '.join(first)} {self._words[joint]} {last}" if first else last

    def _name(self, path: str) -> str:
        return self._words["quote"].format(self._wording.name(path))

    def _quoted(self, text: str) -> str:
        return self._words["quote"].format(text)

    def _value(self, path: str, value: Literal) -> str:
        return self._words["quote"].format(self._wording.value(path, value, self._language))

    def _sentence(self, key: str, *parts: str) -> str:
        return self._words[key].format(*parts)


_OPPOSITE = {"=": "<>", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def _one_path(parts: tuple[Expression, ...]) -> str | None:
    """The position that all `parts` compare, where they are comparisons of one."""
    named = {part.path for part in parts if isinstance(part, Equals)}
    return named.pop() if len(named) == 1 and all(isinstance(part, Equals) for part in parts) else None


def _limited_path(parts: tuple[Expression, ...]) -> str | None:
    """The position of which `parts` say "not filled, or one of these codes"."""
    path = _one_path(parts[1:])
    return path if path and parts[0] == Not(Filled(path)) else None


def _simple(part: And | Or) -> bool:
    return isinstance(part, Or) and _one_path(part.parts) is not None
