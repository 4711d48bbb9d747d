"""What the sentences of a rule say, before anyone looks up what their ids mean: the sentence tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rathaus.fim.rules.logic import EffectKind


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference as written: one id or a dotted path, with the label that stood beside it.

    `within` holds the ids of an enclosing group that was named in words ("in Feldgruppe G im Datenfeld F"). `doubtful`:
    the label stood without quotation marks and contains "und" or "oder", so only the schema can tell where it ends.
    `located`: it began with "in" or "bei", so that what stands behind the id could be its value as well as its name.
    `fields`: the text speaks of "die Felder in G", which are more than the group.
    """

    parts: tuple[str, ...]
    label: str | None = None
    doubtful: bool = False
    within: tuple[str, ...] = ()
    located: bool = field(default=False, compare=False)
    fields: bool = field(default=False, compare=False)


BEARER = Ref(("self",))
"""The element that bears the rule: "dieses Feld"."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value as written: `text`, and the `label` that explained it (``001 "schwanger"``); `doubtful` as in `Ref`."""

    text: str
    label: str | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """Codes or numbers from `first` to `last` (None: no end); `above`, `below`: that end itself is left out."""

    first: Said | None
    last: Said | None
    above: bool = False
    below: bool = False


@dataclass(frozen=True, slots=True)
class Starting:
    """Every code that begins with `text`."""

    text: str


Value = Said | Span | Starting


@dataclass(frozen=True, slots=True)
class Is:
    """The answer is one of `values`; `negated`: none of them. `loose`: several values stood without brackets."""

    ref: Ref
    values: tuple[Value, ...]
    negated: bool = False
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The number or date that is answered."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as written, with a point before its decimals."""

    text: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar (ISO 8601)."""

    text: str


@dataclass(frozen=True, slots=True)
class Today:
    """The day of the application."""


@dataclass(frozen=True, slots=True)
class Entries:
    """How often something is answered: the entries of a repeated field, the filled instances of a group."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Elapsed:
    """The time from `start` to `end`, in ``years``, ``months``, ``weeks`` or ``days``; `whole`: only completed ones."""

    start: Term
    end: Term
    unit: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """So many hundredths of a number."""

    percent: int
    of: Term


@dataclass(frozen=True, slots=True)
class Gap:
    """By how much two numbers differ, whichever is larger."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Total:
    """Numbers added."""

    parts: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Less:
    """`left` without `right`; negative where `right` is larger."""

    left: Term
    right: Term


@dataclass(frozen=True, slots=True)
class Signs:
    """How many characters an answer has."""

    ref: Ref


Term = Answer | Amount | Day | Today | Entries | Elapsed | Share | Gap | Total | Less | Signs


@dataclass(frozen=True, slots=True)
class Measure:
    """A comparison of numbers or dates; false where one of them is unanswered. `op`: ``=``, ``<>``, ``<`` …

    `dated`: the words speak of time ("vor", "nach"), so both sides are dates.
    """

    left: Term
    op: str
    right: Term
    dated: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class IsOther:
    """ "= alle anderen möglichen Ausprägungen": answered, but with none of the values of the other branches."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Given:
    """Something is answered; `negated`: nothing is."""

    ref: Ref
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """ "ausgewählt" without a value: the yes of a truth value, any answer to a choice; `negated`: not that."""

    ref: Ref
    negated: bool = False


@dataclass(frozen=True, slots=True)
class InDigits:
    """The answer consists of digits alone."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Bare:
    """A reference where a comparison was expected: it can only mean the yes of a truth value."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Both:
    """All parts hold."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Several:
    """Between `minimum` and `maximum` (None: no limit) of the parts hold."""

    parts: tuple[Condition, ...]
    minimum: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Otherwise:
    """None of `parts` holds: "sonst", "bei keinem der genannten"."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class InLand:
    """The municipality lies in one of `codes` (``NW``, ``SL`` …); `negated`: in none of them."""

    codes: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Whenever:
    """No condition."""


Condition = (
    Is | IsOther | Given | Chosen | InDigits | Bare | Measure | Both | Either | Several | Otherwise | InLand | Whenever
)


@dataclass(frozen=True, slots=True)
class Act:
    """What happens to `targets`."""

    kind: EffectKind
    targets: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """Of the codes of `targets`, only `values` may be chosen; `excluded`: all but these."""

    targets: tuple[Ref, ...]
    values: tuple[Value, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Fix:
    """`targets` are preset to `value`, or to the answer to another field; `hidden`: nobody is asked for them; `fixed`:
    nobody may change them."""

    targets: tuple[Ref, ...]
    value: Said | Ref
    hidden: bool = False
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Often:
    """`targets` are filled between `minimum` and `maximum` times (None: no limit)."""

    targets: tuple[Ref, ...]
    minimum: int
    maximum: int | None


Action = Act | Limit | Fix | Often


@dataclass(frozen=True, slots=True)
class Branch:
    """While `condition` holds, `acts` apply."""

    condition: Condition
    acts: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """While `condition` holds, between `minimum` and `maximum` of `parts` must hold."""

    parts: tuple[Condition, ...]
    minimum: int
    maximum: int | None
    condition: Condition = Whenever()


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """Day, month and year, where all are given, must be a date of the calendar."""

    day: Ref
    month: Ref
    year: Ref


Statement = Branch | Demand | CalendarDate


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of the rule. `reason` is set where it could not be read; `statements` is then empty.

    An explanation ("D.h. …") has neither statements nor reason.
    """

    text: str
    statements: tuple[Statement, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole rule text, sentence by sentence."""

    sentences: tuple[Sentence, ...]


def inside(condition: Condition) -> Iterator[Condition]:
    """`condition` and everything that it is made of."""
    yield condition
    if isinstance(condition, Both | Either | Several | Otherwise):
        for part in condition.parts:
            yield from inside(part)


def answers(term: Term) -> Iterator[Ref]:
    """The references whose answers `term` looks at."""
    match term:
        case Answer(ref) | Entries(ref) | Signs(ref):
            yield ref
        case Elapsed(start, end) | Gap(start, end) | Less(start, end):
            yield from answers(start)
            yield from answers(end)
        case Total(parts):
            for part in parts:
                yield from answers(part)
        case Share(_, of):
            yield from answers(of)
        case Amount() | Day() | Today():
            return


def compared(reading: Reading) -> frozenset[Ref]:
    """Every reference that some sentence of `reading` compares with a value."""
    conditions = (
        statement.condition
        for sentence in reading.sentences
        for statement in sentence.statements
        if isinstance(statement, Branch | Demand)
    )
    return frozenset(part.ref for condition in conditions for part in inside(condition) if isinstance(part, Is))
