"""Sentences that take something back of those before: "Dies gilt nicht für BY", "Ausnahme: …", "jedoch"."""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.conditions import condition
from rathaus.fim.rules.reading.cursor import Cursor, Members, NotReadError
from rathaus.fim.rules.reading.laender import Named, code_of, scope
from rathaus.fim.rules.reading.pointing import starts_reference
from rathaus.fim.rules.reading.tokens import Kind, Token
from rathaus.fim.rules.reading.tree import (
    Both,
    Branch,
    CalendarDate,
    Condition,
    InLand,
    Otherwise,
    Sentence,
    Statement,
    Whenever,
    inside,
)

WHOSE_LIMIT = "Für welche der Sätze die Einschränkung am Ende gilt, sagt der Text nicht."
_THIS = frozenset({"dies", "das", "regel"})
UNKNOWN_EXCEPTION = "Wovon der Satz eine Ausnahme ist, sagt der Text nicht."
_EXCEPTION = (
    ("ausnahme",),
    ("ausnahmen",),
    ("abweichend", "davon"),
    ("abweichend", "hiervon"),
    ("ausnahme", "hiervon"),
)


def limit_behind(tokens: tuple[Token, ...], members: Members) -> Condition | None:
    """ "(Dies) gilt nur in NW und RP", "Nur in HE.", "Dies gilt nicht, wenn …": what limits all before it."""
    c = Cursor(tokens, members)
    try:
        found, negated = _limit(c)
    except NotReadError:
        return None
    if not c.done():
        return None
    return Otherwise((found,)) if negated else found


def tail(tokens: tuple[Token, ...], members: Members) -> tuple[tuple[Token, ...], Condition | None]:
    """ "(…) (nur in BY)", "(…), jedoch nicht in BY": the sentence before, and what limits it."""
    at = next((at for at in range(len(tokens) - 2, 2, -1) if tokens[at].norm in {"nur", "nicht"}), 0)
    if not at or tokens[at + 1].norm not in {"in", "im", "für"}:
        return tokens, None
    before = tokens[at - 1]
    bracket = before.kind is Kind.OPEN and tokens[-1].kind is Kind.CLOSE
    contrary = before.norm in words.CONTRARY and tokens[at - 2].kind is Kind.COMMA
    if not bracket and not contrary and (before.kind is not Kind.COMMA or tokens[at].norm == "nicht"):
        return tokens, None
    c = Cursor(tokens[at + 1 : -1] if bracket else tokens[at + 1 :], members)
    try:
        found: Condition = scope(c, Named())
    except NotReadError:
        return tokens, None
    if not c.done():
        return tokens, None
    return tokens[: at - 1 - bool(contrary)], Otherwise((found,)) if tokens[at].norm == "nicht" else found


def _limit(c: Cursor) -> tuple[Condition, bool]:
    """What a limit names, and whether it takes that out."""
    if c.accept(frozenset({"hinweis", "anmerkung"})) and not c.accept_kind(Kind.COLON):
        c.fail()
    taken_out = _exception(c)
    if not taken_out and not (c.norm() == "nur" and c.norm(1) in {"in", "im", "für"}):
        c.accept_all("die", "regel") or c.accept_all("diese", "regel") or c.accept(_THIS)
        c.expect("gilt")
        c.accept("jedoch")
        taken_out = bool(c.accept("nicht"))
    only = bool(c.accept(frozenset({"nur", "ausschließlich"})))
    if only and taken_out:
        c.fail()
    c.accept_kind(Kind.COMMA)
    if c.accept_if() or (c.norm() == "bei" and starts_reference(c, 1) and c.accept("bei")):
        return (condition(c), taken_out) if only or taken_out else c.fail()
    if taken_out and starts_reference(c):
        return condition(c), True
    if taken_out and c.norm() in words.ARTICLES | words.LAND_WORDS and code_of(c, 1):
        c.take()
        return InLand((code_of(c) or c.fail(),)), c.take() is not None
    return scope(c, Named()), taken_out


def _exception(c: Cursor) -> bool:
    """Moves past "Ausnahme:", "Ausgenommen sind"."""
    if c.accept_all("ausgenommen", frozenset({"ist", "sind"})):
        c.accept(frozenset({"davon", "hiervon"}))
        return True
    if any(c.accept_all(*opening) for opening in _EXCEPTION):
        return bool(c.accept_kind(Kind.COLON)) or c.fail()
    return False


def limited_behind(found: list[Sentence], limit: Condition) -> list[Sentence]:
    """The sentences before a limit, each held to it; several of them, or one with Länder of its own, stay unread."""
    statements = [statement for sentence in found for statement in sentence.statements]
    plain = all(not isinstance(statement, CalendarDate) for statement in statements)
    certain = len(found) == 1 and plain and not any(_in_some_land(statement, limit) for statement in statements)
    if not certain:
        return [Sentence(sentence.text, reason=sentence.reason or WHOSE_LIMIT) for sentence in found]
    return [replace(found[0], statements=tuple(held_to(statement, limit) for statement in found[0].statements))]


def _in_some_land(statement: Statement, limit: Condition) -> bool:
    """True where both the statement and the limit speak of Länder."""
    if isinstance(statement, CalendarDate) or not any(isinstance(part, InLand) for part in inside(limit)):
        return False
    return any(isinstance(part, InLand) for part in inside(statement.condition))


def held_to(statement: Statement, limit: Condition) -> Statement:
    """`statement`, as far as `limit` holds."""
    if isinstance(statement, CalendarDate):
        return statement
    when = statement.condition
    return replace(statement, condition=limit if isinstance(when, Whenever) else Both((limit, when)))


def opens_exception(c: Cursor) -> bool:
    """Moves past the beginning of an exception that is a sentence: "Ausnahme: …", "Abweichend davon …"."""
    start = c.at
    opened = any(c.accept_all(*opening) for opening in _EXCEPTION)
    if opened and (c.accept_kind(Kind.COLON) or c.tokens[start].norm == "abweichend"):
        c.accept_kind(Kind.COMMA)
        return True
    c.at = start
    return False


def taken_back(found: list[Sentence], said: tuple[Statement, ...]) -> list[Sentence] | None:
    """The sentences before, without the cases in which the exception `said` speaks of the same targets.

    None where nobody knows what it is an exception to.
    """
    if not said or not all(isinstance(one, Branch) and not isinstance(one.condition, Whenever) for one in said):
        return None
    branches = [one for one in said if isinstance(one, Branch)]
    targets = {ref.parts for one in branches for act in one.acts for ref in act.targets}
    excepted = Otherwise(tuple(dict.fromkeys(one.condition for one in branches)))
    if not any(targets & _targets(one) for sentence in found for one in sentence.statements):
        return None
    return [
        replace(
            sentence,
            statements=tuple(_without(one, targets, excepted) for one in sentence.statements),
            reason=sentence.reason,
        )
        for sentence in found
    ]


def _targets(statement: Statement) -> set[tuple[str, ...]]:
    return {ref.parts for act in statement.acts for ref in act.targets} if isinstance(statement, Branch) else set()


def _without(statement: Statement, targets: set[tuple[str, ...]], excepted: Condition) -> Statement:
    named = _targets(statement)
    if not named & targets or not isinstance(statement, Branch):
        return statement
    return held_to(statement, excepted)
