"""The second reader: sentences whose clauses say what they say in an order that the grammar does not know.

It is asked only where the grammar (`sentences`) fails. The clauses are told apart by their first words and their
commas; within each, the roles of the words decide (`roles`, `atoms`, `duties`, `musts`). What it may not do is leave a
word out: each has a role or is known to mean nothing, and each role must have its place in one of the few patterns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.atoms import condition
from rathaus.fim.rules.reading.context import STILL_CONDITIONAL, Context, acted_on
from rathaus.fim.rules.reading.cursor import Cursor, NotReadError
from rathaus.fim.rules.reading.duties import SAYING, Duties, duties
from rathaus.fim.rules.reading.roles import Part, Role, parts
from rathaus.fim.rules.reading.subjects import subject_of
from rathaus.fim.rules.reading.tree import (
    Act,
    Action,
    Branch,
    Condition,
    Fix,
    Given,
    Is,
    Limit,
    Otherwise,
    Ref,
    Statement,
    Whenever,
)

_FINITE = {Role.BE, Role.BECOME, Role.MUST, Role.MAY, Role.CAN, Role.HAVE}
_ASKING = {Role.BE, Role.BECOME, Role.HAVE}
_ENTRIES = words.of("angaben einträge werte antworten optionen eingaben auswahlen codes fragen felder gruppen")
_PRONOUNS = words.of("es sie er")
_SOMEBODY = words.of("er sie man jemand")
_OPENS = {Role.IF, Role.THEN, Role.ELSE, Role.AT} | _FINITE


@dataclass(slots=True)
class _State:
    """What was read of the sentence so far."""

    context: Context
    when: Condition | None = None
    done: Duties | None = None
    only: bool = False
    """The condition began with "nur"."""
    pointed: bool = False
    """ "es" in the condition stood for a question asked before."""
    found: list[Statement] = field(default_factory=list)

    @property
    def branches(self) -> list[Branch]:
        """What the sentence does so far."""
        return [one for one in self.found if isinstance(one, Branch)]

    @property
    def subject(self) -> Ref | None:
        """What a condition without an id speaks of."""
        if self.branches:
            return subject_of(self.branches[-1].condition)
        return self.context.spoken

    @property
    def before(self) -> list[Branch]:
        """What was done last, in this sentence or the one before."""
        return self.branches or self.context.branches

    @property
    def known(self) -> tuple[Ref, ...]:
        """What an effect without an id acts on."""
        acts = self.before[-1].acts if self.before else ()
        return acts[0].targets if len(acts) == 1 else ()  # of two things done to two targets: which?


def statements(c: Cursor, context: Context) -> tuple[Statement, ...]:
    """What the sentence says from here to its end. Raises `NotReadError`."""
    even = any(
        (one.norm == "auch" and other.norm in words.IF) or (one.norm, other.norm) == ("nicht", "auch")
        for one, other in pairwise(c.tokens)
    )
    if even:
        raise NotReadError  # "auch wenn F1 = 1": then too, or only then? "nicht auch 01": beside others?
    if any(
        (one.norm, of.norm) == ("anzahl", "der") and what.norm in _ENTRIES
        for one, of, what in zip(c.tokens, c.tokens[1:], c.tokens[2:], strict=False)
    ):
        raise NotReadError  # "die Anzahl der Angaben in F1": how many there are, and not what is there
    state = _State(context)
    clauses = _segments(parts(c))
    for place, clause in enumerate(clauses):
        _clause(state, clause, clauses[place + 1] if place + 1 < len(clauses) else ())
    if state.done is not None and state.when is None and not state.found:
        if context.leaves_open(c.tokens):
            raise NotReadError(STILL_CONDITIONAL)
        return _always(state.done)
    if state.when is not None or state.done is not None or state.only or not state.found:
        raise NotReadError
    return tuple(state.found)


def _always(done: Duties) -> tuple[Statement, ...]:
    """What holds without a condition: a constraint, or a preset value."""
    if done.demand is not None:
        return (done.demand,)
    if len(done.acts) == 1 and isinstance(done.acts[0], Fix):
        return (Branch(Whenever(), done.acts),)
    raise NotReadError


def _segments(row: Sequence[Part]) -> list[Sequence[Part]]:
    """The clauses: each begins with its conjunction, or with a verb behind a comma."""
    found: list[list[Part]] = [[]]
    for place, part in enumerate(row):
        if part.role is Role.AND and _goes_on(row, place):
            continue
        if part.role is Role.SEMICOLON or (part.role is Role.COMMA and _ends_clause(row, place)):
            found.append([])
        elif found[-1] and (part.role in {Role.IF, Role.ELSE} or (part.role is Role.THEN and _asks(found[-1]))):
            found.append([part])
        else:
            found[-1].append(part)
    return [clause for clause in found if clause]


def _ends_clause(row: Sequence[Part], place: int) -> bool:
    following = row[place + 1].role if place + 1 < len(row) else None
    return following is None or following in _OPENS or _goes_on(row, place + 1)


def _goes_on(row: Sequence[Part], place: int) -> bool:
    """True for the "und" of "ist freiwillig, wenn A, und verpflichtend, wenn B": another effect with its condition."""
    around = row[place - 1 : place + 2] if place else ()
    joined = len(around) == 3 and around[0].role is Role.COMMA and around[1].role is Role.AND
    return joined and around[2].role in SAYING | _FINITE and _asks(row[place:])


def _whose(state: _State, clause: Sequence[Part]) -> bool:
    """False where a clause names no element, and several were acted on before."""
    named = any(part.ref is not None for part in clause)
    return named or not state.before or len({act.targets for act in state.before[-1].acts}) == 1


def _asks(clause: Sequence[Part]) -> bool:
    return any(part.role is Role.IF for part in clause)


def _clause(state: _State, clause: Sequence[Part], following: Sequence[Part]) -> None:
    first = clause[0].role
    if [part.role for part in clause] == [Role.ONLY] and following and state.done is None:
        state.only = True
    elif first is Role.IF:
        _asked(state, clause[1:])
    elif first is Role.ELSE:
        _otherwise(state, clause[1:], another=clause[0].word == "bei")
    elif first is Role.AT:
        _at(state, clause[1:], following)
    elif first in _ASKING and state.when is None and state.done is None and _answers(following):
        _asked(state, clause)
    else:
        _does(state, clause[1:] if first is Role.THEN else clause)


def _answers(following: Sequence[Part]) -> bool:
    """True where what follows can only be what a verb-first condition leads to: "ist …, (dann) muss …"."""
    return bool(following) and following[0].role in {Role.THEN} | _FINITE


def _at(state: _State, clause: Sequence[Part], following: Sequence[Part]) -> None:
    """ "Bei Auswahl 03 in F1 muss F2 …": the verb ends what is asked."""
    verb = next((place for place, part in enumerate(clause) if part.role in _FINITE), len(clause))
    leads = verb < len(clause) or _answers(following) or state.done is not None
    if not leads or any(part.role is Role.NOT for part in clause[:verb]):  # "bei nicht 001": none, or another?
        raise NotReadError
    _asked(state, clause[:verb])
    if verb < len(clause):
        _does(state, clause[verb:])


def _asked(state: _State, clause: Sequence[Part]) -> None:
    if state.when is not None:
        raise NotReadError
    branches = state.before
    state.pointed = all(part.ref is None for part in clause) and any(part.word in _PRONOUNS for part in clause)
    before = branches[0].condition if len(branches) == 1 else None
    asked = branches[-1].condition if branches else None
    state.when = condition(clause, state.subject, before, asked)
    passive = any(part.role in {Role.BE, Role.BECOME} for part in clause)
    somebody = not state.pointed and any(part.word in _SOMEBODY for part in clause)
    if isinstance(state.when, Given) and passive and somebody:
        raise NotReadError  # "ist er in F1 angegeben": he, or anything?
    if state.done is not None:
        _follows(state)


def _does(state: _State, clause: Sequence[Part]) -> None:
    if state.done is not None or not clause or not _whose(state, clause):
        raise NotReadError
    dated = state.when.ref if isinstance(state.when, Given) else None  # "ist F1 angegeben, so muss dieses Datum"
    state.done = duties(clause, state.known, dated, only=state.only)
    if state.only and not state.done.only:
        raise NotReadError
    if state.done.only and not state.only and state.when is not None:
        raise NotReadError  # "wenn A, ist F1 nur anzuzeigen": only then, or no more than that?
    state.only = False
    if state.when is not None:
        _follows(state)


def _follows(state: _State) -> None:
    """Condition and effect have been found: a branch, or two where "nur" stood."""
    when, done = state.when, state.done
    if when is None or done is None:
        raise NotReadError
    state.when = state.done = None
    opened = {ref.parts for ref in acted_on(state.before)}
    same = done.demand is None and {ref.parts for act in done.acts for ref in act.targets} <= opened
    if state.pointed and not same and any(parts[-1].startswith("F") for parts in opened):
        raise NotReadError  # "es": the question asked before, or the one that was opened?
    if done.demand is not None:
        state.found.append(replace(done.demand, condition=when))
    else:
        state.found += _only(when, done) if done.only else [Branch(when, done.acts)]


def _only(when: Condition, done: Duties) -> list[Branch]:
    """ "nur, wenn": the opposite where the condition does not hold."""
    act = done.acts[0]
    if isinstance(act, Limit) and act.excluded:
        return [Branch(Otherwise((when,)), (act,))]  # "der Code 003 kann nur gewählt werden, wenn"
    if not isinstance(act, Act) or done.verb == "must":
        raise NotReadError
    if act.kind is EffectKind.FORBIDDEN:
        return [Branch(when, (act,))]
    if act.kind not in {EffectKind.SHOWN, EffectKind.REQUIRED}:
        raise NotReadError
    return [Branch(when, (act,)), Branch(Otherwise((when,)), (Act(EffectKind.FORBIDDEN, act.targets),))]


def _otherwise(state: _State, clause: Sequence[Part], *, another: bool) -> None:
    """ "sonst …": the opposite of the one condition before; `another`: "bei jeder anderen Auswahl"."""
    before = state.found or list(state.context.said)
    first = before[0] if len(before) == 1 else None
    if (
        not isinstance(first, Branch)
        or isinstance(first.condition, Whenever)
        or (another and not isinstance(first.condition, Is))
        or state.when is not None
        or state.done is not None
        or not clause
        or not _whose(state, clause)
    ):
        raise NotReadError
    again = any(isinstance(act, Act) and act.kind is EffectKind.REPEAT for act in first.acts)
    if again:
        raise NotReadError  # "sonst ist G auszublenden": one more entry of it, or all of it?
    done = duties(clause, state.known)
    acts: tuple[Action, ...] = done.acts
    if not acts or done.only or not all(isinstance(act, Act) for act in acts):
        raise NotReadError
    named = _named_so_far(state, first.condition) if another else (first.condition,)
    state.found.append(Branch(Otherwise(named), acts))


def _named_so_far(state: _State, last: Condition) -> tuple[Condition, ...]:
    """What "bei allen anderen Codes" leaves out: each answer to the question that any sentence has named so far."""
    if state.found or not isinstance(last, Is):
        return (last,)
    asked = tuple(one.condition for one in state.context.everything)
    same = tuple(one for one in asked if isinstance(one, Is) and one.ref.parts == last.ref.parts)
    told = set(state.context.told.get(last.ref.parts, ()))
    values = {value for one in same for value in one.values}
    plain = told == values and not any(one.negated for one in same)
    if told - values or (len(same) > 1 and not plain):
        raise NotReadError
    return same or (last,)
