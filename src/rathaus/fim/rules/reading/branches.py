"""The further branches of a sentence: "sonst …", ", bei „Nein“ …", "es sei denn, …", and sentences that are one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.conditions import condition
from rathaus.fim.rules.reading.context import Context, acted_on
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.effects import acts
from rathaus.fim.rules.reading.limits import amounts
from rathaus.fim.rules.reading.meanings import FINITE, verb_class
from rathaus.fim.rules.reading.openings import ASKING, new_scope, otherwise, then, when_of
from rathaus.fim.rules.reading.pointing import starts_reference
from rathaus.fim.rules.reading.subjects import of_one_sort, subject_of
from rathaus.fim.rules.reading.targets import WHICH_OF_THEM, all_of
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import (
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
    Often,
    Otherwise,
    Ref,
    Said,
    Whenever,
    inside,
)
from rathaus.fim.rules.reading.values import choices, starts_value, value

_SHORT = words.TO_SHOW | words.TO_HIDE | words.TO_FILL
_WHICH_OTHERS = "„Sonst“ ist nur nach genau einer Bedingung eindeutig."


def with_further(c: Cursor, branches: list[Branch]) -> tuple[Branch, ...]:
    """`branches` with those that follow in the same sentence."""
    while not c.done() and not new_scope(c):
        branch = _further(c, branches)
        if branch is not None:
            branches.append(branch)
    return tuple(branches)


def _further(c: Cursor, branches: list[Branch]) -> Branch | None:
    """ ", sonst …", ", ansonsten nicht", ", bei <> "Ja" …", ", wenn … dann …"; None for one that does nothing."""
    if not c.accept_kind(Kind.COMMA) and not c.accept_kind(Kind.SEMICOLON):
        c.accept(words.AND) if c.norm(1) in words.IF | words.ELSE | {"bei"} else None
    last = branches[-1]
    if this_case(c):
        when = _named_case(branches)
        return plain_branch(c, when, acts(c, last.acts[-1].targets)) if when else c.fail()
    if c.norm() in words.AND and c.norm(1) in FINITE and c.norm(2) in words.ELSE:
        return _else_inside(c, branches)
    if otherwise(c):
        opposite = _opposite_branch(c, branches)
        return c.fail() if opposite is not None and _takes_all(last, opposite) else opposite
    when = _next_condition(c, last.condition)
    then(c)
    start = c.at
    alike = c.attempt(partial(_instead, done=last.acts)) if c.tokens[start - 1].kind is not Kind.COMMA else None
    if alike is not None and isinstance(when, Is):
        return Branch(when, (alike,))  # "bei 01 ist F2 Pflicht, bei 02 F3": the same, of another
    c.at = start
    done = acts(c, last.acts[-1].targets, "be" if _short(c) else "")
    named = any(token.kind is Kind.REF for token in c.tokens[start : c.at])
    if not named and len({act.targets for branch in branches for act in branch.acts}) > 1:
        c.fail(WHICH_OF_THEM)
    return plain_branch(c, when, done) if certainly_asked(c, acted_on(branches), done) else c.fail()


def _takes_all(last: Branch, opposite: Branch) -> bool:
    """True for "ist G ein weiteres Mal anzuzeigen, sonst auszublenden": one more entry of it, or all of it?"""
    kinds = {act.kind for act in opposite.acts if isinstance(act, Act)}
    again = any(isinstance(act, Act) and act.kind is EffectKind.REPEAT for act in last.acts)
    return again and EffectKind.FORBIDDEN in kinds


def certainly_asked(c: Cursor, before: tuple[Ref, ...], done: tuple[Action, ...]) -> bool:
    """False where "es" in the condition could be a question asked before as well as one opened: "Wenn F1 = 001, ist F2
    anzuzeigen. Wenn es befüllt ist, ist F3 …". Nothing hides itself, and a group has no value."""
    opened = {ref.parts for ref in before}
    same = {ref.parts for act in done for ref in act.targets} <= opened
    return not c.pointed or same or all(parts[-1].startswith("G") for parts in opened)


def this_case(c: Cursor) -> bool:
    """Moves past "in diesem Fall", "in diesen beiden Fällen"."""
    start = c.at
    if c.accept("in") and c.accept(frozenset({"diesem", "diesen", "solchen", "einem"})):
        c.accept(frozenset({"beiden", "solchen"}))
        if c.accept(frozenset({"fall", "falle", "fällen"})) and c.tokens[c.at - 2].norm != "einem":
            return True
    c.at = start
    return False


def _named_case(branches: list[Branch]) -> Condition | None:
    """What "in diesem Fall" speaks of behind one branch: its exception, where it has one, and else its condition."""
    when = branches[0].condition
    parts = when.parts if isinstance(when, Both) else (when,)
    excepted = [part for part in parts if isinstance(part, Otherwise)]
    if len(branches) != 1 or isinstance(when, Whenever) or len(excepted) > 1:
        return None
    return excepted[0].parts[0] if excepted and len(excepted[0].parts) == 1 else None if excepted else when


def in_this_case(c: Cursor, context: Context) -> Branch:
    """A sentence that begins with "In diesem Fall": of the one branch of the sentence before."""
    when = _named_case(context.branches) if context.count == 1 and this_case(c) else None
    if when is None:
        c.fail()
    return plain_branch(c, when, acts(c, context.branches[0].acts[-1].targets))


def _short(c: Cursor) -> bool:
    """True for "(nicht) anzuzeigen", which leaves out its verb."""
    return c.norm(1 if c.norm() == "nicht" else 0) in _SHORT


def _else_inside(c: Cursor, branches: list[Branch]) -> Branch:
    """ "(ist F2 ein Pflichtfeld) und wird sonst ausgeblendet"."""
    c.take()
    verb = verb_class(c.take().norm)
    c.take()
    only = branches[0]
    if len(branches) > 1 or isinstance(only.condition, Whenever):
        c.fail(_WHICH_OTHERS)
    found = plain_branch(c, Otherwise((only.condition,)), acts(c, only.acts[-1].targets, verb))
    return found if _acted_on([found]) == _acted_on([only]) else c.fail(_WHICH_OTHERS)


def plain_branch(c: Cursor, when: Condition, done: tuple[Action, ...]) -> Branch:
    """A further branch; one that is limited to some Länder leaves open for whom the others are."""
    return c.fail() if c.land else Branch(when, done)


def _next_condition(c: Cursor, before: Condition) -> Condition:
    start, subject = c.at, subject_of(before)
    if c.accept_if() and c.is_kind(Kind.OP):
        return condition(c, subject)
    c.at = start
    if subject is not None and c.norm() == "bei" and starts_value(c, 1) and not starts_reference(c):
        c.take()
        said = choices(c)
        return Is(subject, said) if of_one_sort(before, said) else c.fail()  # ", bei „Nein“ …", "; bei 04 und 05 …"
    if c.norm() == "bei" or c.norm() in words.IF or c.norm() in ASKING:
        c.spoken, c.asked = subject, before
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
    if isinstance(last.acts[-1], Often) and (bounds := c.attempt(amounts)) is not None:
        return Branch(when, (Often(last.acts[-1].targets, *bounds),))
    instead = c.attempt(partial(_instead, done=last.acts))
    if instead is not None:
        return Branch(when, (instead,))
    elliptic = c.norm() not in FINITE and not starts_reference(c)
    known = _both(c, last.acts) if c.norm() == "beide" else last.acts[-1].targets
    found = plain_branch(c, when, acts(c, known, "be" if elliptic else ""))
    opened, closed = (_acted_on(part) for part in (branches, [found]))
    return found if not closed < opened else c.fail(_WHICH_OTHERS)


def _instead(c: Cursor, done: tuple[Action, ...]) -> Act:
    """ "(ist G1 anzuzeigen, ansonsten) G2": the same, done to another."""
    refs = all_of(c)
    act = done[0]
    if len(done) != 1 or not isinstance(act, Act) or not c.done() or set(refs) & set(act.targets):
        c.fail()
    return Act(act.kind, refs)


def _both(c: Cursor, done: tuple[Action, ...]) -> tuple[Ref, ...]:
    """ "(…, sonst) beide (nicht anzeigen)": the two that were acted on, each for itself or together."""
    c.take()
    known = tuple(dict.fromkeys(ref for act in done for ref in act.targets))
    return known if len(known) == 2 else c.fail()


def _acted_on(branches: list[Branch]) -> set[tuple[str, ...]]:
    return {ref.parts for branch in branches for act in branch.acts for ref in act.targets}


def _opposite(c: Cursor, said: tuple[Action, ...]) -> tuple[Act, ...]:
    """ "zeige X, ansonsten nicht": only for what was shown; "muss …, sonst nicht" could also mean "may"."""
    c.accept("an")
    if any(not isinstance(act, Act) or act.kind is not EffectKind.SHOWN for act in said):
        c.fail()
    return tuple(Act(EffectKind.FORBIDDEN, act.targets) for act in said)


def else_branch(c: Cursor, context: Context) -> Branch:
    """A sentence for all other cases: the opposite of the one branch of the sentence before."""
    branches = context.branches
    if context.count > 1 and _same_question(context.everything):
        return _else_of_all(c, context)
    if context.count != 1 or len(branches) != 1 or isinstance(branches[0].condition, Whenever):
        c.fail(_WHICH_OTHERS)
    then(c)
    found = plain_branch(c, Otherwise((branches[0].condition,)), acts(c, acted_on(branches)))
    return c.fail() if _takes_all(branches[0], found) else found


def _same_question(branches: list[Branch]) -> bool:
    """True where all `branches` ask the same question, or the Land, for its answers and act on the same target."""
    asked = {subject_of(one.condition) if isinstance(one.condition, Is) else None for one in branches}
    by_land = all(isinstance(one.condition, InLand) and not one.condition.negated for one in branches)
    plain = all(isinstance(one.condition, Is) and not one.condition.negated for one in branches)
    targets = {tuple(sorted(ref.parts for ref in act.targets)) for one in branches for act in one.acts}
    return (by_land or (plain and len(asked) == 1)) and len(targets) == 1


def _else_of_all(c: Cursor, context: Context) -> Branch:
    """ "Wenn F1 = 1, … F2 …. Wenn F1 = 2, … F2 …. Sonst ist F2 auszublenden": none of the answers named before."""
    then(c)
    before = context.everything
    found = plain_branch(c, Otherwise(tuple(one.condition for one in before)), acts(c, acted_on(before)))
    return found if _acted_on([found]) == _acted_on(before) else c.fail(_WHICH_OTHERS)


def unless(c: Cursor, when: Condition) -> Condition:
    """`when`, but not in the case named by "es sei denn, …" or "außer wenn …"."""
    start = c.at
    c.accept_kind(Kind.COMMA)
    if c.accept_all("es", "sei", "denn"):
        c.accept_kind(Kind.COMMA)
        c.accept("dass")
        c.finite = ""
        return _and_not(when, condition(c))
    if c.accept(frozenset({"außer", "ausser", "ausgenommen"})):
        c.accept("bei") if starts_reference(c, 1) else None
        if c.norm() in words.IF or starts_reference(c):
            return _and_not(when, _stated(c))
    if c.accept_all("mit", "ausnahme", "von") and starts_reference(c):
        return _and_not(when, _stated(c))
    c.at = start
    return when


def _stated(c: Cursor) -> Condition:
    """A condition that compares: "G1 mit Ausnahme von F3" takes an element out, and asks nothing."""
    found = condition(c)
    return c.fail() if any(isinstance(part, Bare) for part in inside(found)) else found


def _and_not(when: Condition, excepted: Condition) -> Condition:
    other = Otherwise((excepted,))
    return other if isinstance(when, Whenever) else Both((when, other))
