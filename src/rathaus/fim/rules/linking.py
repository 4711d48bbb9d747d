"""Conditions, terms and values of the sentence tree, tied to the positions of a schema."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from rathaus.fim.model import DataType, Field, FieldKind, Group, Position
from rathaus.fim.rules import terms
from rathaus.fim.rules.logic import (
    Always,
    And,
    CodeBetween,
    Compare,
    CountBetween,
    Digits,
    Equals,
    Expression,
    Filled,
    InLand,
    Not,
    Or,
    StartsWith,
)
from rathaus.fim.rules.reading import tree
from rathaus.fim.rules.reading.quantities import OPPOSITE, calendar_day, plain_number
from rathaus.fim.rules.resolve import NUMBERS, AbsentError, Places, UnresolvedError
from rathaus.fim.rules.terms import Op, Term, Unit

OTHERS_BESIDE = "„Alle anderen“ steht neben anderen Bedingungen; das ist nicht sicher zu lesen."
_DATES = frozenset({DataType.DATE, DataType.DATETIME})
_PARTS = ("tag", "monat", "jahr")
_SWAPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "<>": "<>"}


class Linker:
    """Ties what one rule says to the positions around its bearer."""

    def __init__(self, bearer: Position | None, places: Places, compared: frozenset[tree.Ref]) -> None:
        self.bearer = bearer
        self.places = places
        self.notes: list[str] = []
        self._named = compared

    def place(self, ref: tree.Ref) -> Position:
        """The position that `ref` means. Raises `UnresolvedError`."""
        return self.places.find(ref, self.bearer)

    def condition(self, condition: tree.Condition) -> Expression:
        """`condition` as an expression. Raises `UnresolvedError`."""
        match condition:
            case tree.Both(parts):
                return And(self._present(parts, negative=True))
            case tree.Either(parts):
                return Or(self._present(parts, negative=False))
            case tree.Several(parts, minimum, maximum):
                return CountBetween(tuple(self.condition(part) for part in parts), minimum, maximum)
            case tree.Otherwise(parts):
                return Not(any_of(tuple(self.condition(part) for part in parts)))
            case tree.IsOther():
                raise UnresolvedError(OTHERS_BESIDE)
            case tree.InLand(codes, negated):
                return _unless(InLand(codes), negated=negated)
            case tree.Whenever():
                return Always()
            case _:
                return self._compared(condition)

    def _compared(
        self, said: tree.Is | tree.Given | tree.Chosen | tree.InDigits | tree.Bare | tree.Measure
    ) -> Expression:
        """What is said of one answer."""
        match said:
            case tree.Is(ref, values, negated):
                position = self.place(ref)
                return _unless(any_of(tuple(self.value(position, value) for value in values)), negated=negated)
            case tree.Given(ref, negated):
                return _unless(Filled(self.place(ref).path), negated=negated)
            case tree.Chosen(ref, negated):
                return _unless(self._chosen(ref), negated=negated)
            case tree.InDigits(ref):
                return Digits(_written(self.place(ref)))
            case tree.Bare(ref):
                # "F… „Freitag“" alone: unless the rule compares it elsewhere under this name, it could be its value.
                named = ref.label is None or ref in self._named
                return self.value(self.place(ref if named else replace(ref, doubtful=True)), tree.Said("wahr"))
            case tree.Measure():
                return self.measure(said)

    def _present(self, parts: tuple[tree.Condition, ...], *, negative: bool) -> tuple[Expression, ...]:
        """`parts` without those on elements that the schema does not have, where these change nothing.

        What is not there is never answered: "= x" never holds and drops out of ODER, "<> x" always does and drops out
        of UND.
        """
        found: list[Expression] = []
        for part in parts:
            try:
                found.append(self.condition(part))
            except AbsentError as error:
                if not isinstance(part, tree.Is | tree.Given | tree.Chosen) or part.negated is not negative:
                    raise
                self.notes.append(str(error))
        if not found:
            raise AbsentError(self.notes[-1])
        return tuple(found)

    def _chosen(self, ref: tree.Ref) -> Expression:
        """ "ausgewählt": the yes of a truth value, any answer to a choice."""
        position = self.place(ref)
        element = position.element
        if isinstance(element, Field) and element.data_type is DataType.BOOL:
            return Equals(position.path, True)
        if isinstance(element, Field) and (element.kind is FieldKind.SELECT or element.values or element.code_list):
            return Filled(position.path)
        raise UnresolvedError(f"{position.id} ist keine Auswahl; was „ausgewählt“ heißt, ist nicht sicher.")

    # --- values -------------------------------------------------------------------------------------------------------

    def value(self, position: Position, value: tree.Value) -> Expression:
        """The answer at `position` is `value`."""
        element = position.element
        if isinstance(element, Field) and element.data_type in NUMBERS | _DATES:
            return self._number_or_day(position, element, value)
        match value:
            case tree.Said():
                return Equals(position.path, self.places.literal(position, value))
            case tree.Starting(text):
                return StartsWith(_coded(position), text)
            case tree.Span(first, last, above, below):
                low = _beside(first.text, 1 if above else 0) if first else None
                high = _beside(last.text, -1 if below else 0) if last else None
                if low and high and (len(low) != len(high) or low > high):
                    raise UnresolvedError(f"Von {low} bis {high} liegt kein Code.")
                return CodeBetween(_coded(position), low, high)

    def _number_or_day(self, position: Position, element: Field, value: tree.Value) -> Expression:
        """The same for a number or a date, which have a size."""
        answer = terms.Answer(position.path)
        if isinstance(value, tree.Starting):
            raise UnresolvedError(f"{position.id} ist eine Zahl und hat keinen Anfang.")
        if isinstance(value, tree.Said):
            return Compare(answer, Op.EQ, self._constant(position, element, value))
        bounds: list[Expression] = []
        if value.first:
            sign = Op.GT if value.above else Op.GE
            bounds.append(Compare(answer, sign, self._constant(position, element, value.first)))
        if value.last:
            sign = Op.LT if value.below else Op.LE
            bounds.append(Compare(answer, sign, self._constant(position, element, value.last)))
        return bounds[0] if len(bounds) == 1 else And(tuple(bounds))

    def _constant(self, position: Position, element: Field, said: tree.Said) -> Term:
        if element.data_type in _DATES:
            day = calendar_day(said.text)
            if day is None:
                raise UnresolvedError(f"{position.id} kann den Wert „{said.text}“ nicht haben.")
            return terms.Day(day)
        text = plain_number(said.text)
        if not text.replace(".", "", 1).isdecimal() or len(text) > 15:
            raise UnresolvedError(f"{position.id} kann den Wert „{said.text}“ nicht haben.")
        return terms.Number(Decimal(text))

    # --- sizes --------------------------------------------------------------------------------------------------------

    def measure(self, said: tree.Measure) -> Expression:
        """A comparison of sizes. Raises `UnresolvedError` where the two cannot be compared."""
        left, op, right = said.left, said.op, said.right
        if isinstance(right, tree.Elapsed):
            left, op, right = right, _SWAPPED[op], left
        if op == "<>":
            return Not(self.measure(replace(said, op="=")))
        if isinstance(left, tree.Answer) and isinstance(right, tree.Amount):
            return self._sized(self.place(left.ref), op, right)
        if isinstance(left, tree.Elapsed):
            return self._elapsed(left, op, right)
        if op == "=" and isinstance(left, tree.Answer) and isinstance(right, tree.Answer):
            alike = self._alike(self.place(left.ref), self.place(right.ref))
            if alike is not None:
                return alike
        if isinstance(left, tree.Gap) and isinstance(right, tree.Amount) and not Decimal(right.text):
            raise UnresolvedError("Ob die Differenz ein Vorzeichen hat, sagt der Text nicht.")
        first, second = self._term(left), self._term(right)
        if self._is_date(left) is not self._is_date(right):
            raise UnresolvedError("Ein Datum und eine Zahl lassen sich nicht vergleichen.")
        return Compare(first, Op(op), second)

    def _alike(self, left: Position, right: Position) -> Expression | None:
        """Two texts, codes or truth values that are the same; None for what has an order."""
        kinds = [one.element.data_type for one in (left, right) if isinstance(one.element, Field)]
        if len(kinds) != 2 or kinds[0] is not kinds[1] or kinds[0] in NUMBERS | _DATES:
            return None
        return Compare(terms.Answer(left.path), Op.EQ, terms.Answer(right.path))

    def _sized(self, position: Position, op: str, amount: tree.Amount) -> Expression:
        element = position.element
        if isinstance(element, Field) and element.data_type in NUMBERS:
            return Compare(terms.Answer(position.path), Op(op), terms.Number(Decimal(amount.text)))
        if not isinstance(element, Field) or element.data_type in _DATES or element.data_type is DataType.BOOL:
            raise UnresolvedError(f"{position.id} ist keine Zahl.")
        said = tree.Said(amount.text)
        spans = {
            "<": tree.Span(None, said, below=True),
            "<=": tree.Span(None, said),
            ">": tree.Span(said, None, above=True),
            ">=": tree.Span(said, None),
        }
        if op not in spans or not (element.kind is FieldKind.SELECT or element.values or element.code_list):
            raise UnresolvedError(f"{position.id} ist keine Zahl.")
        return self.value(position, spans[op])

    def _elapsed(self, left: tree.Elapsed, op: str, right: tree.Term) -> Expression:
        """A time: "older than" by the calendar, or in completed years where the text speaks of an age."""
        if not isinstance(right, tree.Amount) or not right.text.isdecimal() or len(right.text) > 4:
            raise UnresolvedError("Mit dieser Zeitspanne lässt sich nicht rechnen.")
        start, end, unit = self._date(left.start), self._date(left.end), Unit(left.unit)
        if left.whole:
            return Compare(terms.Since(start, end, unit), Op(op), terms.Number(Decimal(right.text)))
        return Compare(end, Op(op), terms.Later(start, int(right.text), unit))

    def _term(self, term: tree.Term) -> Term:
        match term:
            case tree.Answer(ref):
                return self._date(term) if self._is_date(term) else terms.Answer(self._number(ref).path)
            case tree.Entries(ref):
                return terms.Count(self.place(ref).path)
            case tree.Amount(text):
                return terms.Number(Decimal(text))
            case tree.Signs(ref):
                return terms.Length(terms.Answer(_written(self.place(ref))))
            case tree.Elapsed() | tree.Day() | tree.Today():
                return self._date(term)
            case _:
                return self._reckoned(term)

    def _reckoned(self, term: tree.Gap | tree.Share | tree.Total | tree.Less) -> Term:
        match term:
            case tree.Gap(left, right):
                return terms.Distance(self._term(left), self._term(right))
            case tree.Share(percent, of):
                return terms.Percent(Decimal(percent), self._term(of))
            case tree.Total(parts):
                return terms.Sum(tuple(self._figure(part) for part in parts))
            case tree.Less(left, right):
                return terms.Minus(self._figure(left), self._figure(right))

    def _figure(self, term: tree.Term) -> Term:
        """A term that can be added. Raises `UnresolvedError`."""
        if self._is_date(term):
            raise UnresolvedError("Mit einem Datum lässt sich nicht rechnen wie mit einer Zahl.")
        return self._term(term)

    def _number(self, ref: tree.Ref) -> Position:
        position = self.place(ref)
        if not isinstance(position.element, Field) or position.element.data_type not in NUMBERS:
            raise UnresolvedError(f"{position.id} ist keine Zahl.")
        return position

    def _is_date(self, term: tree.Term) -> bool:
        if isinstance(term, tree.Answer):
            element = self.place(term.ref).element
            return isinstance(element, Group) or element.data_type in _DATES
        return isinstance(term, tree.Day | tree.Today)

    def _date(self, term: tree.Term) -> Term:
        match term:
            case tree.Today():
                return terms.Today()
            case tree.Day(text):
                return terms.Day(dt.date.fromisoformat(text))
            case tree.Answer(ref):
                return self._date_at(self.place(ref))
            case _:
                raise UnresolvedError("Mit dieser Zeitspanne lässt sich nicht rechnen.")

    def _date_at(self, position: Position) -> Term:
        """The date of a field, or of a group of day, month and year."""
        element = position.element
        if isinstance(element, Field):
            if element.data_type not in _DATES:
                raise UnresolvedError(f"{position.id} ist kein Datum.")
            return terms.Answer(position.path)
        named = {child.element.head.name.lower().split()[0]: child.path for child in position.children}
        if not set(_PARTS) <= set(named):
            raise UnresolvedError(f"{position.id} ist kein Datum.")
        return terms.DateOf(*(named[part] for part in _PARTS))

    # --- demands ------------------------------------------------------------------------------------------------------

    def demanded(self, part: tree.Condition) -> Expression:
        """`part` as something that must hold; a comparison of sizes holds as long as something is unanswered."""
        match part:
            case tree.Measure(left, "=", right):
                answers = tuple(dict.fromkeys((*tree.answers(left), *tree.answers(right))))
                counted = {ref for term in (left, right) if isinstance(term, tree.Entries) for ref in (term.ref,)}
                missing = tuple(Not(Filled(self.place(ref).path)) for ref in answers if ref not in counted)
                return Or((*missing, self.measure(part))) if missing else self.measure(part)
            case tree.Measure(_, "<>", _):
                return self.measure(part)
            case tree.Measure(_, op, _):
                return Not(self.measure(replace(part, op=OPPOSITE[op])))
            case tree.Either((tree.Given(_, negated=True) as missing, said)):
                return Or((self.condition(missing), *_alternatives(self.condition(said))))
            case tree.Both(parts):
                return And(tuple(self.demanded(each) for each in parts))
            case tree.Either(parts):
                return Or(tuple(self.demanded(each) for each in parts))
            case _:
                return self.condition(part)


def _unless(expression: Expression, *, negated: bool) -> Expression:
    return Not(expression) if negated else expression


def any_of(parts: tuple[Expression, ...]) -> Expression:
    """One of `parts`."""
    return parts[0] if len(parts) == 1 else Or(parts)


def _alternatives(expression: Expression) -> tuple[Expression, ...]:
    return expression.parts if isinstance(expression, Or) else (expression,)


def _beside(code: str, step: int) -> str:
    """The code `step` places above or below, with as many digits."""
    if not step:
        return code
    if not code.isdecimal() or not 0 <= int(code) + step < 10 ** len(code):
        raise UnresolvedError(f"Was neben dem Code {code} liegt, ist nicht sicher.")
    return str(int(code) + step).zfill(len(code))


def _written(position: Position) -> str:
    """The path of a field whose answers are typed as text or digits."""
    element = position.element
    kinds = {DataType.TEXT, DataType.TEXT_LATIN, DataType.NUM_INT, DataType.NUM}
    if isinstance(element, Group) or element.data_type not in kinds:
        raise UnresolvedError(f"{position.id} hat keine Zeichen, die sich zählen lassen.")
    return position.path


def _coded(position: Position) -> str:
    """The path of a field whose answers have an order as written."""
    element = position.element
    if isinstance(element, Group) or element.data_type not in {DataType.TEXT, DataType.TEXT_LATIN}:
        raise UnresolvedError(f"{position.id} hat keine Codes.")
    return position.path
