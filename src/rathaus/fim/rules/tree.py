"""What the sentences of a rule say, before anyone looks up what their ids mean: the sentence tree."""

from __future__ import annotations

from dataclasses import dataclass, field

from rathaus.fim.rules.logic import EffectKind


@dataclass(frozen=True, slots=True)
class Ref:
    """A reference as written: one id or a dotted path, with the label that stood beside it.

    `within` holds the ids of an enclosing group that was named in words ("in Feldgruppe G im Datenfeld F"). `doubtful`:
    the label stood without quotation marks and contains "und" or "oder", so only the schema can tell where it ends.
    `located`: it began with "in" or "bei", so that what stands behind the id could be its value as well as its name.
    """

    parts: tuple[str, ...]
    label: str | None = None
    doubtful: bool = False
    within: tuple[str, ...] = ()
    located: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Said:
    """A value as written: `text`, and the `label` that explained it (``001 "schwanger"``); `doubtful` as in `Ref`."""

    text: str
    label: str | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Is:
    """The answer is one of `values`; `negated`: none of them. `loose`: several values stood without brackets."""

    ref: Ref
    values: tuple[Said, ...]
    negated: bool = False
    loose: bool = False


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


Condition = Is | IsOther | Given | Bare | Both | Either | Otherwise | InLand | Whenever


@dataclass(frozen=True, slots=True)
class Act:
    """What happens to `targets`."""

    kind: EffectKind
    targets: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """Of the codes of `targets`, only `values` may be chosen."""

    targets: tuple[Ref, ...]
    values: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """While `condition` holds, `acts` apply."""

    condition: Condition
    acts: tuple[Act | Limit, ...]


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


def compared(reading: Reading) -> frozenset[Ref]:
    """Every reference that some sentence of `reading` compares with a value."""
    found: set[Ref] = set()
    for sentence in reading.sentences:
        for statement in sentence.statements:
            if isinstance(statement, Branch | Demand):
                found |= _compared(statement.condition)
    return frozenset(found)


def _compared(condition: Condition) -> set[Ref]:
    match condition:
        case Is(ref):
            return {ref}
        case Both(parts) | Either(parts) | Otherwise(parts):
            return {ref for part in parts for ref in _compared(part)}
        case _:
            return set()
