"""Demands in words, German or English: what must be so, said as one says it to a person."""

from __future__ import annotations

from rathaus.fim.rules.clauses import OPPOSITE, Clauses, one_path
from rathaus.fim.rules.logic import (
    And,
    CodeBetween,
    Compare,
    CountBetween,
    Digits,
    Equals,
    Expression,
    Filled,
    Not,
    Or,
    StartsWith,
    ValidDate,
    leaves,
)
from rathaus.fim.rules.terms import Answer, Count, Day, Later, Length, Number, Since, Term, Today, Unit, walk

_FIXED = (Number, Day, Today, Later)
"""What an answer is measured by: it stands behind the answer."""
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "<>": "<>"}
_WHOLE = {"=": ("=", 0), ">=": (">=", 0), "<=": ("<=", 0), ">": (">=", 1), "<": ("<=", -1)}
"""How a strict order of whole numbers is said without one."""


class Demanding(Clauses):
    """Puts demands together in one language."""

    def problem(self, holds: Expression) -> str:
        """What to do where `holds` is demanded and false: what is demanded under a condition, which holds then."""
        found = conditional(holds)
        return self.demand(found[1] if found else holds)

    def demand(self, holds: Expression) -> str:
        """That `holds` must be true, in one or several sentences."""
        match holds:
            case ValidDate():
                return self._words["give date"]
            case Compare(left, op, right):
                return self._order(left, op.value, right)
            case And(parts):
                return self._span(parts) or " ".join(self.demand(part) for part in parts)
            case Or(parts):
                return self._one_of(parts)
            case CountBetween(parts, minimum, maximum):
                return self._counted(parts, minimum, maximum)
            case Not(part):
                return self._forbidden(part)
            case _:
                return self._leaf(holds)

    def _leaf(self, holds: Expression) -> str:
        match holds:
            case Equals(path, value):
                return self._said("choose", self._name(path), self._value(path, value))
            case Filled(path):
                return self._said("must be filled", self._name(path))
            case StartsWith(path, prefix):
                return self._said("must start with", self._name(path), self._quoted(prefix))
            case Digits(path):
                return self._said("must be digits", self._name(path))
            case CodeBetween(path, first, last):
                return self._said("only", self._name(path), self._range("range", first, last))
            case _:
                return self._said("must hold", self.clause(holds))

    def _forbidden(self, part: Expression) -> str:
        match part:
            case Not(inner):
                return self.demand(inner)
            case Compare(left, op, right):
                return self._order(left, OPPOSITE[op.value], right)
            case Equals(path, value):
                return self._said("not selectable", self._name(path), self._value(path, value))
            case Filled(path):
                return self._said("must be empty", self._name(path))
            case Or(parts):
                one = one_path(parts)
                if one is None:
                    return " ".join(map(self._forbidden, parts))
                return self._said("not selectable", self._name(one), self._values(parts, "or"))
            case _:
                return self._said("must not", self.clause(part))

    # --- alternatives

    def _one_of(self, parts: tuple[Expression, ...]) -> str:
        if limited := self._limited(parts):
            return limited
        if found := _while(parts):
            return self._under(*found)
        if path := one_path(parts):
            return self._said("choose", self._name(path), self._values(parts, "or"))
        return self._counted(parts, 1, None)

    def _under(self, when: Expression | None, demanded: Expression) -> str:
        """What is demanded while `when` holds."""
        if when is None:
            return self.demand(demanded)
        parts = demanded.parts if isinstance(demanded, And) and not self._span(demanded.parts) else (demanded,)
        said = "; ".join(self.demand(part).removesuffix(".") for part in parts)
        return self._said("if", self.clause(when), f"{said}.")

    def _limited(self, parts: tuple[Expression, ...]) -> str | None:
        """A restriction of codes: "not filled, or one of these", perhaps behind "not (condition)"."""
        if path := _limited_path(parts):
            return self._said("only", self._name(path), self._values(parts, "or"))
        when, *limit = parts
        if isinstance(when, Not) and (path := _limited_path(tuple(limit))):
            values = self._values(tuple(limit), "or")
            return self._said("only if", self._name(path), values, self.clause(when.part))
        return None

    # --- so many of several

    def _counted(self, parts: tuple[Expression, ...], minimum: int, maximum: int | None) -> str:
        if len(parts) == minimum == 1:
            return self.demand(parts[0])
        amount = _amount(len(parts), minimum, maximum)
        if both := _all_or_none(parts, minimum, maximum):
            return self._said("fill all or none", self._listed(map(self._name, both), "and"))
        fields = [part.path for part in parts if isinstance(part, Filled)]
        joint = "and" if amount == "all" else "or"
        numbers = (str(minimum), str(maximum)) if amount == "between" else map(self._amount, (minimum, maximum or 0))
        least, most = numbers
        if len(fields) == len(parts):
            return self._said(f"fill {amount}", self._listed(map(self._name, fields), joint), least, most)
        chosen = [part for part in parts if isinstance(part, Equals)]
        values = {self._value(part.path, part.value) for part in chosen}
        if len(chosen) == len(parts) and len(values) == 1:
            names = self._listed((self._name(part.path) for part in chosen), joint)
            return self._said(f"choose {amount}", names, least, most, values.pop())
        return self._said(f"hold {amount}", "; ".join(map(self.clause, parts)), str(minimum), str(maximum))

    def _amount(self, number: int) -> str:
        return self._words["one"] if number == 1 else str(number)

    # --- orders

    def _order(self, left: Term, sign: str, right: Term) -> str:
        if isinstance(left, _FIXED) and not isinstance(right, _FIXED):
            left, sign, right = right, _TURNED[sign], left
        return (
            self._sized(left, sign, right)
            or self._passed(left, sign, right)
            or self._moved(left, sign, right)
            or self._plain(left, sign, right)
        )

    def _span(self, parts: tuple[Expression, ...]) -> str | None:
        """At least so much and at most so much of one thing."""
        match [_at_least_or_most(part) for part in parts]:
            case [(left, ">=", Number(least)), (other, "<=", Number(most))] if left == other:
                ends = (self._number(least), self._number(most))
            case _:
                return None
        match left:
            case Count(path):
                return self._said("entries span", self._name(path), *ends)
            case Length(of):
                return self._said("length span", self._term(of), *ends)
            case _:
                return self._said("must span", self._term(left), *ends)

    def _sized(self, left: Term, sign: str, right: Term) -> str | None:
        """So many entries, characters or units of time."""
        if not isinstance(right, Number) or right.value != right.value.to_integral_value():
            return None
        number = int(right.value)
        if isinstance(left, Since):
            return self._elapsed(left.start, left.end, sign, number, left.unit)
        if not isinstance(left, Count | Length) or sign not in _WHOLE:
            return None
        sign, more = _WHOLE[sign]
        key, inner = ("entries", left) if isinstance(left, Count) else ("length", left.of)
        name = self._name(left.path) if isinstance(left, Count) else self._term(inner)
        one = " one" if number + more == 1 else ""
        return self._said(f"{key} {sign}{one}", name, str(number + more))

    def _passed(self, left: Term, sign: str, right: Term) -> str | None:
        """Today beside a day that is so much later than an answer: how long ago that is."""
        if isinstance(left, Later) and isinstance(right, Today):
            left, sign, right = right, _TURNED[sign], left
        if not (isinstance(left, Today) and isinstance(right, Later) and right.amount > 0):
            return None
        return self._elapsed(right.date, Today(), sign, right.amount, right.unit)

    def _elapsed(self, start: Term, end: Term, sign: str, number: int, unit: Unit) -> str | None:
        if sign == "<>":
            return None
        size = f"{number} {self._unit(number, unit)}"
        if isinstance(end, Today):
            return self._said(f"passed {sign}", self._term(start), size)
        return self._said(f"apart {sign}", self._beside(start), size, self._beside(end))

    def _moved(self, left: Term, sign: str, right: Term) -> str | None:
        """A day beside one that is so much later or earlier."""
        if isinstance(right, Today):
            return self._said(f"{sign} today", self._term(left)) if f"{sign} today" in self._words else None
        if not isinstance(right, Later) or isinstance(left, Later):
            return None
        size = f"{abs(right.amount)} {self._unit(right.amount, right.unit)}"
        way = "ahead" if right.amount > 0 else "back"
        key = f"{sign} {way}{' today' if isinstance(right.date, Today) else ''}"
        return self._said(key, self._term(left), size, self._beside(right.date)) if key in self._words else None

    def _plain(self, left: Term, sign: str, right: Term) -> str:
        in_time = self._is_time(left) or self._is_time(right)
        key = f"must {'date ' if in_time else ''}{sign}"
        if key == "must =" and isinstance(right, Number):
            key = "must = number"
        elif key == "must =" and isinstance(left, Answer) and isinstance(right, Answer):
            key = "must = answer"
        return self._said(key, self._term(left), self._beside(right) if in_time else self._term(right))

    def _said(self, key: str, *parts: str) -> str:
        """A sentence with its capital letter."""
        said = self._sentence(key, *parts)
        return said[:1].upper() + said[1:]


def _at_least_or_most(part: Expression) -> tuple[Term, str, Term] | None:
    match part:
        case Compare(left, op, right):
            return left, op.value, right
        case Not(Compare(left, op, right)):
            return left, OPPOSITE[op.value], right
    return None


def conditional(holds: Expression) -> tuple[Expression, Expression] | None:
    """Of a demand under a condition both; None where it is demanded in every case."""
    if not isinstance(holds, Or) or not holds.parts or _limited_path(holds.parts):
        return None
    first, *others = holds.parts
    if isinstance(first, Not) and _limited_path(tuple(others)):
        return first.part, Or(tuple(others))
    found = _while(holds.parts)
    return None if found is None or found[0] is None else (found[0], found[1])


def _while(parts: tuple[Expression, ...]) -> tuple[Expression | None, Expression] | None:
    """Of "not A, or B": A and B. A is None where it only waits for the answers that B speaks of."""
    others = [part for part in parts if not isinstance(part, Not)]
    demanded = others[0] if others else parts[-1]
    denied = [part.part for part in parts if isinstance(part, Not) and part is not demanded]
    if len(others) > 1 or not denied:
        return None
    waited = _waited(demanded)
    when = tuple(one for one in denied if not (isinstance(one, Filled) and one.path in waited))
    return (when[0] if len(when) == 1 else And(when) if when else None), demanded


def _waited(demanded: Expression) -> frozenset[str]:
    """The positions of which only the value is compared: without an answer nothing would be said of them anyway."""
    found: set[str] = set()
    for leaf in leaves(demanded):
        match leaf:
            case Compare(left, _, right):
                found.update(term.path for side in (left, right) for term in walk(side) if isinstance(term, Answer))
            case StartsWith(path) | Digits(path) | CodeBetween(path):
                found.add(path)
            case _:
                return frozenset()
    return frozenset(found)


def _limited_path(parts: tuple[Expression, ...]) -> str | None:
    """The position of which `parts` say "not filled, or one of these codes"."""
    path = one_path(parts[1:])
    return path if path and parts[0] == Not(Filled(path)) else None


def _amount(of: int, minimum: int, maximum: int | None) -> str:
    """The kind of amount: all of them, exactly, at least, at most so many, or between two numbers."""
    if minimum == of:
        return "all"
    if maximum is None or maximum >= of:
        return "at least"
    if minimum == maximum:
        return "exactly"
    return "at most" if minimum == 0 else "between"


def _all_or_none(parts: tuple[Expression, ...], minimum: int, maximum: int | None) -> tuple[str, ...] | None:
    """The positions of "all of them filled, or none"."""
    match parts:
        case (And(one), And(other)) if minimum == maximum == 1:
            filled = [part.path for part in (*one, *other) if isinstance(part, Filled)]
            empty = [
                part.part.path for part in (*one, *other) if isinstance(part, Not) and isinstance(part.part, Filled)
            ]
            return tuple(filled) if filled == empty and len(filled) + len(empty) == len(one) + len(other) else None
    return None
