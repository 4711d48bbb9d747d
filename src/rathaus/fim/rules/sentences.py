"""The grammar of whole sentences: conditions with their effects, in every order, with their opposites."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial

from rathaus.fim.rules import words
from rathaus.fim.rules.conditions import condition, subject_of
from rathaus.fim.rules.cursor import Cursor, reference, starts_reference
from rathaus.fim.rules.dates import calendar_date, three_parts
from rathaus.fim.rules.demands import demand
from rathaus.fim.rules.effects import Clause, acts, clauses
from rathaus.fim.rules.laender import Named
from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.meanings import FINITE, verb_class
from rathaus.fim.rules.openings import (
    ASKING,
    new_scope,
    none_of_them,
    on_choice,
    otherwise,
    starts_condition,
    then,
    when_of,
)
from rathaus.fim.rules.tokens import Kind
from rathaus.fim.rules.tree import (
    Act,
    Action,
    Bare,
    Both,
    Branch,
    Condition,
    Fix,
    InLand,
    Is,
    Limit,
    Otherwise,
    Ref,
    Said,
    Sentence,
    Statement,
    Whenever,
    inside,
)
from rathaus.fim.rules.values import starts_value, value, values

_SHORT = words.TO_SHOW | words.TO_HIDE | words.TO_FILL
_WHICH_OTHERS = "„Sonst“ ist nur nach genau einer Bedingung eindeutig."


@dataclass(slots=True)
class Context:
    """What the sentences before tell about the one to be read."""

    before: Sentence | None = None
    said: tuple[Statement, ...] = ()
    """What the sentence before said, without the Länder it was limited to."""
    count: int = 0
    """How many branches all sentences before have."""
    named: Named = field(default_factory=Named)
    scope: InLand | None = None
    """The Länder that a sentence beginning with "Für …" named last; `lasting` after "Für … gilt:"."""
    lasting: bool = False
    last: bool = False
    """Nothing follows the sentence that is read."""

    @property
    def branches(self) -> list[Branch]:
        """What the sentence before did."""
        return [statement for statement in self.said if isinstance(statement, Branch)]

    @property
    def targets(self) -> tuple[Ref, ...]:
        """What the sentence before acted on last."""
        branches = self.branches
        return branches[-1].acts[-1].targets if branches else ()

    @property
    def spoken(self) -> Ref | None:
        """What "es" and "sie" in a condition speak of: the subject of the condition before."""
        branches = self.branches
        return subject_of(branches[-1].condition) if branches else None


def statements(c: Cursor, context: Context) -> tuple[Statement, ...]:
    """What one sentence (or one part of it that is limited to some Länder) says."""
    if not (c.norm() in words.IF and c.norm(1) == "nicht" and c.is_kind(Kind.COMMA, 2)) and starts_condition(c):
        return _conditional(c, context)
    if c.norm() in {"nur", "erst"} and (c.norm(1) in words.IF or c.norm(1) == "bei"):
        c.take()
        return _only_if(c)
    if otherwise(c):
        return (_else_branch(c, context),)
    arrow = c.attempt(partial(_with_arrow, context=context)) if starts_reference(c) else None
    if arrow is not None:
        return arrow
    demanded = c.attempt(demand)
    if demanded is not None:
        return (replace(demanded, condition=_behind(c)),)
    date = c.attempt(three_parts)
    if date is not None:
        return (date,)
    if c.norm() == "es" and c.norm(1) in FINITE and (starts_reference(c, 2) or c.norm(2) in {"weder", "keines"}):
        c.take()
    return _effect_first(c, context)


def _behind(c: Cursor) -> Condition:
    """ "(Es muss eines der Felder …), wenn A", "…, es sei denn, A": when a demand applies."""
    when = _unless(c, Whenever())
    if not isinstance(when, Whenever) or not (c.is_kind(Kind.COMMA) or c.norm() in words.IF):
        return when
    start = c.at
    c.accept_kind(Kind.COMMA)
    if c.accept_if():
        return condition(c)
    c.at = start
    return when


def _with_arrow(c: Cursor, context: Context) -> tuple[Branch, ...]:
    """ "F1 = 001 -> F2 ist Pflichtfeld; F1 <> 001 -> F2 wird ausgeblendet"."""
    branches: list[Branch] = []
    while not branches or c.accept_kind(Kind.SEMICOLON):
        when = condition(c)
        c.expect(words.THEN)
        branches.append(_plain_branch(c, when, acts(c, context.targets)))
    return tuple(branches) if c.done() else c.fail()


def _conditional(c: Cursor, context: Context) -> tuple[Statement, ...]:
    """ "Wenn A, dann X", with further branches in the same sentence."""
    if c.attempt(none_of_them):
        return (_else_branch(c, context),)
    when = when_of(c)
    then(c)
    if c.accept("gilt") and not (c.accept_kind(Kind.COLON) and context.last):
        c.fail()  # how many of the next sentences would it reach?
    date = c.attempt(partial(calendar_date, when=when))
    if date is not None:
        return (date,)
    demanded = c.attempt(demand)
    if demanded is not None:
        return (replace(demanded, condition=when),)
    done = acts(c, context.targets)
    if c.land:
        when = Both((c.land, when))
    more = c.attempt(_also_if)
    when = _unless(c, Both((when, more)) if more else when)
    if c.land:
        return (Branch(when, done),) if c.done() else c.fail()
    return _with_further(c, [Branch(when, done)])


def _also_if(c: Cursor) -> Condition:
    """ ", sofern B" at the end of "Wenn A, dann X": both are asked for."""
    if not c.accept_kind(Kind.COMMA) or not c.accept_if() or c.is_kind(Kind.OP):
        c.fail()
    found = condition(c)
    return found if c.done() else c.fail()


def _with_further(c: Cursor, branches: list[Branch]) -> tuple[Branch, ...]:
    """`branches` with those that follow in the same sentence."""
    while not c.done() and not new_scope(c):
        branch = _further(c, branches)
        if branch is not None:
            branches.append(branch)
    return tuple(branches)


def _only_if(c: Cursor) -> tuple[Branch, ...]:
    """ "Nur wenn A, ist F auszufüllen": forbidden otherwise."""
    when = when_of(c)
    then(c)
    found = clauses(c, (), Named())
    if len(found) != 1:
        c.fail()
    return _only(c, found[0], when)


def _else_branch(c: Cursor, context: Context) -> Branch:
    """A sentence for all other cases: the opposite of the one branch of the sentence before."""
    branches = context.branches
    if context.count != 1 or len(branches) != 1 or isinstance(branches[0].condition, Whenever | Otherwise):
        c.fail(_WHICH_OTHERS)
    then(c)
    return _plain_branch(c, Otherwise((branches[0].condition,)), acts(c, branches[0].acts[-1].targets))


def _unless(c: Cursor, when: Condition) -> Condition:
    """`when`, but not in the case named by "es sei denn, …" or "außer wenn …"."""
    start = c.at
    c.accept_kind(Kind.COMMA)
    if c.accept_all("es", "sei", "denn"):
        c.accept_kind(Kind.COMMA)
        c.accept("dass")
        c.finite = ""
        return _and_not(when, condition(c))
    if c.accept(frozenset({"außer", "ausser"})) and (c.norm() in words.IF or starts_reference(c)):
        return _and_not(when, condition(c))
    c.at = start
    return when


def _and_not(when: Condition, excepted: Condition) -> Condition:
    other = Otherwise((excepted,))
    return other if isinstance(when, Whenever) else Both((when, other))


def _further(c: Cursor, branches: list[Branch]) -> Branch | None:
    """ ", sonst …", ", ansonsten nicht", ", bei <> "Ja" …", ", wenn … dann …"; None for one that does nothing."""
    if not c.accept_kind(Kind.COMMA) and not c.accept_kind(Kind.SEMICOLON):
        c.accept(words.AND) if c.norm(1) in words.IF | words.ELSE | {"bei"} else None
    last = branches[-1]
    if c.norm() in words.AND and c.norm(1) in FINITE and c.norm(2) in words.ELSE:
        return _else_inside(c, branches)
    if otherwise(c):
        return _opposite_branch(c, branches)
    when = _next_condition(c, subject_of(last.condition))
    then(c)
    return _plain_branch(c, when, acts(c, last.acts[-1].targets, "be" if c.norm() in _SHORT else ""))


def _else_inside(c: Cursor, branches: list[Branch]) -> Branch:
    """ "(ist F2 ein Pflichtfeld) und wird sonst ausgeblendet"."""
    c.take()
    verb = verb_class(c.take().norm)
    c.take()
    only = branches[0]
    if len(branches) > 1 or isinstance(only.condition, Whenever):
        c.fail(_WHICH_OTHERS)
    found = _plain_branch(c, Otherwise((only.condition,)), acts(c, only.acts[-1].targets, verb))
    return found if _acted_on([found]) == _acted_on([only]) else c.fail(_WHICH_OTHERS)


def _plain_branch(c: Cursor, when: Condition, done: tuple[Action, ...]) -> Branch:
    """A further branch; one that is limited to some Länder leaves open for whom the others are."""
    return c.fail() if c.land else Branch(when, done)


def _next_condition(c: Cursor, subject: Ref | None) -> Condition:
    start = c.at
    if c.accept_if() and c.is_kind(Kind.OP):
        return condition(c, subject)
    c.at = start
    if subject is not None and c.norm() == "bei" and starts_value(c, 1) and not starts_reference(c):
        c.take()
        return Is(subject, values(c, "="))  # ", bei „Nein“ …"
    if c.norm() == "bei" or c.norm() in words.IF or c.norm() in ASKING:
        c.spoken = subject
        return when_of(c, subject)
    return c.fail()


def _opposite_branch(c: Cursor, branches: list[Branch]) -> Branch | None:
    last = branches[-1]
    when = Otherwise(tuple(branch.condition for branch in branches))
    if any(isinstance(branch.condition, Whenever) for branch in branches):
        c.fail()
    if c.accept("alle") and c.done() and all(isinstance(act, Limit) for act in last.acts):
        return None  # "…, sonst alle": no restriction
    if c.accept("nicht") and (c.norm() in words.PARTICLES or c.ends()):
        return Branch(when, _opposite(c, last.acts))
    if c.tokens[c.at - 1].norm == "nicht":
        c.at -= 1
    c.accept_kind(Kind.COMMA)
    if isinstance(last.acts[-1], Fix) and c.accept("mit"):
        said = value(c)
        fix = last.acts[-1]
        return Branch(when, (replace(fix, value=said),)) if isinstance(said, Said) else c.fail()
    elliptic = c.norm() not in FINITE and not starts_reference(c)
    found = _plain_branch(c, when, acts(c, last.acts[-1].targets, "be" if elliptic else ""))
    opened, closed = (_acted_on(part) for part in (branches, [found]))
    return found if not closed < opened else c.fail(_WHICH_OTHERS)


def _acted_on(branches: list[Branch]) -> set[tuple[str, ...]]:
    return {ref.parts for branch in branches for act in branch.acts for ref in act.targets}


def _opposite(c: Cursor, said: tuple[Action, ...]) -> tuple[Act, ...]:
    """ "zeige X, ansonsten nicht": only for what was shown; "muss …, sonst nicht" could also mean "may"."""
    c.accept("an")
    if any(not isinstance(act, Act) or act.kind is not EffectKind.SHOWN for act in said):
        c.fail()
    return tuple(Act(EffectKind.FORBIDDEN, act.targets) for act in said)


def _effect_first(c: Cursor, context: Context) -> tuple[Statement, ...]:
    """ "F ist (nur dann) zu befüllen, wenn A", "F muss in TH befüllt werden", or a sentence without a condition."""
    if c.accept_all("unabhängig", "von"):  # "Unabhängig von F1 ist F2 immer ein Pflichtfeld"
        reference(c)
    inner = _inner_condition(c)
    if inner is not None:
        return inner
    found = clauses(c, context.targets, context.named)
    when = _unless(c, Whenever())
    if not isinstance(when, Whenever):
        return _with_further(c, [Branch(when, _plain(c, found))])
    c.accept_kind(Kind.COMMA) if not new_scope(c) else None
    if c.done() or new_scope(c):
        return tuple(part for clause in found for part in _unconditional(c, clause, context))
    if not c.accept_if():
        c.fail()
    when = condition(c)
    if any("nur" in clause.adverbs for clause in found):
        return _only(c, found[0], when) if len(found) == 1 and not found[0].scope else c.fail()
    lands = {clause.scope for clause in found}
    if len(lands) > 1:
        c.fail()
    land = lands.pop()
    branches = [Branch(Both((land, when)) if land else when, tuple(clause.act for clause in found))]
    return tuple(branches) if land else _with_further(c, branches)


def _plain(c: Cursor, found: tuple[Clause, ...]) -> tuple[Action, ...]:
    if any("nur" in clause.adverbs or clause.scope for clause in found):
        c.fail()
    return tuple(clause.act for clause in found)


def _inner_condition(c: Cursor) -> tuple[Branch, ...] | None:
    """ "F ist bei Auswahl von 99 in G anzuzeigen, sonst auszublenden": the condition inside the effect."""
    return c.attempt(_with_inner)


def _with_inner(c: Cursor) -> tuple[Branch, ...]:
    start = c.at
    place = next((at for at in range(start, len(c.tokens)) if c.tokens[at].norm == "bei"), None)
    if place is None or place == start:
        c.fail()
    only = c.tokens[place - 1].norm == "nur"
    c.at = place
    when = c.attempt(on_choice) or _inside_effect(c, c.tokens[place - 1 - only].norm)
    shorter = Cursor((*c.tokens[start : place - only], *c.tokens[c.at :]), c.members)
    if only:
        c.at = len(c.tokens)
        return _only_inside(shorter, when)
    branches = _with_further(shorter, [Branch(when, acts(shorter))])
    if not shorter.done():
        c.fail()
    c.at = len(c.tokens)
    return branches


def _inside_effect(c: Cursor, before: str) -> Condition:
    """ "(F2 ist) bei F1 = 001 (ein Pflichtfeld)"."""
    start = c.at
    if before not in FINITE or not starts_reference(c):
        c.fail()
    found = condition(c)
    again = any(token.norm == "bei" for token in c.tokens[start + 1 : c.at])  # "bei A und bei B": in both cases
    return c.fail() if again or any(isinstance(part, Bare) for part in inside(found)) else found


def _only_inside(c: Cursor, when: Condition) -> tuple[Branch, ...]:
    """ "F2 ist nur bei F1 = 001 anzuzeigen"."""
    found = clauses(c, (), Named())
    return _only(c, found[0], when) if len(found) == 1 and not found[0].scope else c.fail()


def _only(c: Cursor, clause: Clause, when: Condition) -> tuple[Branch, ...]:
    """ "nur (dann), wenn": forbidden otherwise. "muss nur" could also mean that it may stay empty otherwise."""
    act = clause.act
    if isinstance(act, Limit) and act.excluded and c.done():
        return (Branch(Otherwise((when,)), (act,)),)  # "der Code 004 ist nur auswählbar, wenn"
    if isinstance(act, Act) and act.kind is EffectKind.FORBIDDEN and c.done():
        return (Branch(when, (act,)),)  # "nur dann nicht anzuzeigen, wenn": otherwise by its cardinality
    kinds = {EffectKind.REQUIRED, EffectKind.SHOWN, EffectKind.OPTIONAL}
    if not isinstance(act, Act) or act.kind not in kinds or clause.verb == "must" or not c.done():
        c.fail()
    return Branch(when, (act,)), Branch(Otherwise((when,)), (Act(EffectKind.FORBIDDEN, act.targets),))


def _unconditional(c: Cursor, clause: Clause, context: Context) -> tuple[Statement, ...]:
    """An effect in some Länder or in all, or one that "dann" ties to the condition of the sentence before."""
    if "nur" in clause.adverbs:
        return _only(c, clause, clause.scope) if clause.scope else c.fail()
    if "dann" not in clause.adverbs:
        return (Branch(clause.scope or Whenever(), (clause.act,)),)
    if len(context.branches) != 1 or clause.scope:
        c.fail()
    return (Branch(context.branches[0].condition, (clause.act,)),)


def elsewhere(c: Cursor, found: tuple[Statement, ...], land: InLand) -> tuple[Branch, ...]:
    """ "Nur in Berlin ist G einzublenden": hidden in all other Länder."""
    hidden: list[Branch] = []
    for statement in found:
        if not isinstance(statement, Branch) or not isinstance(statement.condition, Whenever):
            c.fail()
        for act in statement.acts:
            if not isinstance(act, Act) or act.kind not in {EffectKind.REQUIRED, EffectKind.SHOWN}:
                c.fail()
            hidden.append(Branch(Otherwise((land,)), (Act(EffectKind.FORBIDDEN, act.targets),)))
    return tuple(hidden)
