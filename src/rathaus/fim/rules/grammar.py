"""The grammar of a whole rule text, and `read`: from the text of a rule to its sentence tree.

Recursive descent over tokens (see docs/decisions): every token of a sentence must be used by a production, and nothing
is ever skipped. A sentence that is not of the grammar is unread, as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial

from rathaus.fim.rules import words
from rathaus.fim.rules.conditions import condition
from rathaus.fim.rules.cursor import Cursor, Members, NotReadError, reference, starts_reference
from rathaus.fim.rules.laender import Named, code_of, heading, scope
from rathaus.fim.rules.members import explained
from rathaus.fim.rules.persons import beside
from rathaus.fim.rules.sentences import Context, elsewhere, statements
from rathaus.fim.rules.tokens import Kind, Token, tokenise
from rathaus.fim.rules.tree import (
    Both,
    Branch,
    CalendarDate,
    Condition,
    InLand,
    Otherwise,
    Reading,
    Sentence,
    Statement,
    Whenever,
    inside,
)
from rathaus.fim.rules.typos import mended

_STILL_LIMITED = "Ob der Satz noch für die zuvor genannten Länder gilt, sagt der Text nicht."
_WHOSE_LIMIT = "Für welche der Sätze die Einschränkung am Ende gilt, sagt der Text nicht."
_THIS = frozenset({"dies", "das", "regel"})
_LIMITING = frozenset({"gilt", "gelten", "nur", "außer", "ausnahme", "ausgenommen", "sofern", "falls", "wenn"})
_RESTRICTING = _LIMITING - {"nur", "sofern", "falls", "wenn"} | frozenset(
    {
        "ausser",
        "ausnahmen",
        "ausnahmsweise",
        "abweichend",
        "optional",
        "freiwillig",
        "entfällt",
        "entbehrlich",
        "anzuwenden",
    }
)
"""A remark with one of these words, or with a Land, restricts the rule; it does not explain it."""
_OPENINGS = frozenset({"für", "in", "im", "mit", "außer", "ausser"})
_EXPLAINING = (
    ("das", "heißt"),
    ("das", "bedeutet"),
    ("dies", "bedeutet"),
    ("dies", "ist", "notwendig"),
    ("dies", "dient"),
    ("damit", "soll"),
    ("dadurch", "wird"),
    ("diese", "angabe", "wird", "benötigt"),
)


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """The sentence tree of a rule text. Never fails: what is not of the grammar is there as an unread sentence."""
    context = Context()
    found: list[Sentence] = []
    sentences = tuple(_split(mended(tokenise(text))))
    members = dict(filter(None, map(explained, sentences)))
    for place, tokens in enumerate(sentences):
        context.last = place == len(sentences) - 1
        behind = _limit_behind(tokens, members) if context.last and place else None
        if behind is not None:
            found = _limited_behind(found, behind)
            break
        context.before = _sentence(text, tokens, context, members)
        found.append(context.before)
    return Reading(tuple(found))


def _limit_behind(tokens: tuple[Token, ...], members: Members) -> Condition | None:
    """ "(Dies) gilt nur in NW und RP", "Dies gilt nicht für BY", "Dies gilt nur, wenn …": what limits all before it."""
    c = Cursor(tokens, members)
    try:
        c.accept_all("die", "regel") or c.accept_all("diese", "regel") or c.accept(_THIS)
        c.expect("gilt")
        c.accept("jedoch")
        negated = bool(c.accept("nicht"))
        only = bool(c.accept(frozenset({"nur", "ausschließlich"})))
        if c.accept_kind(Kind.COMMA) or c.norm() in words.IF:
            found: Condition = condition(c) if c.accept_if() and only and not negated else c.fail()
        else:
            found = scope(c, Named())
    except NotReadError:
        return None
    if not c.done():
        return None
    return Otherwise((found,)) if negated else found


def _limited_behind(found: list[Sentence], limit: Condition) -> list[Sentence]:
    """The sentences before a limit, each held to it; several of them, or one with Länder of its own, stay unread."""
    statements = [statement for sentence in found for statement in sentence.statements]
    plain = all(not isinstance(statement, CalendarDate) for statement in statements)
    certain = len(found) == 1 and plain and not any(_in_some_land(statement) for statement in statements)
    if not certain:
        return [Sentence(sentence.text, reason=sentence.reason or _WHOSE_LIMIT) for sentence in found]
    return [replace(found[0], statements=tuple(_held_to(statement, limit) for statement in found[0].statements))]


def _in_some_land(statement: Statement) -> bool:
    if isinstance(statement, CalendarDate):
        return False
    return any(isinstance(part, InLand) for part in inside(statement.condition))


def _held_to(statement: Statement, limit: Condition) -> Statement:
    if isinstance(statement, CalendarDate):
        return statement
    when = statement.condition
    return replace(statement, condition=limit if isinstance(when, Whenever) else Both((limit, when)))


def _split(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The tokens sentence by sentence, without the full stops."""
    sentence: list[Token] = []
    for token in tokens:
        if token.kind is not Kind.STOP:
            sentence.append(token)
        elif sentence and not _counts(sentence):
            yield tuple(sentence)
            sentence = []
        else:
            sentence = []
    if sentence and not all(token.kind is Kind.CLOSE for token in sentence):  # "(Begründung: siehe § 12.)"
        yield tuple(sentence)


def _counts(sentence: list[Token]) -> bool:
    """True for the number of a list: "1. Wenn … 2. Wenn …"."""
    return (
        len(sentence) == 1
        and sentence[0].kind is Kind.CODE
        and sentence[0].text.isdecimal()
        and len(sentence[0].text) < 3
    )


def _sentence(text: str, tokens: tuple[Token, ...], context: Context, members: Members) -> Sentence:
    source = " ".join(text[tokens[0].start : tokens[-1].end].split())
    cited = tokens[0].norm == "rechtsgrundlage"
    if (context.before is not None or cited) and (_explains(tokens) or explained(tokens)):
        return Sentence(source)
    cursor = Cursor(beside(tokens), members, context.spoken)
    try:
        _title(cursor)
        _about(cursor)
        return Sentence(source, _limited(cursor, context))
    except NotReadError as error:
        context.said = ()
        return Sentence(source, reason=error.reason or _reason(cursor))


def _title(c: Cursor) -> None:
    """A heading before the rule that names no element: "Regel zur Anzeige der Anlage: Wenn …"."""
    colon = next((at for at, token in enumerate(c.tokens) if token.kind is Kind.COLON), None)
    if colon is None or c.norm() not in {"regel", "regeln", "bedingung", "plausibilität", "prüfung", "validierung"}:
        return
    plain = all(token.kind in {Kind.WORD, Kind.CODE, Kind.DASH} for token in c.tokens[:colon])
    if plain and not any(token.norm in words.RESTRICTING for token in c.tokens[:colon]):
        c.at = colon + 1


def _about(c: Cursor) -> None:
    """ "Für F… gilt: …", where what follows names that element: it says nothing more."""
    start = c.at
    if not c.accept("für") or not starts_reference(c):
        c.at = start
        return
    ref = reference(c)
    colon = c.accept("gilt") and c.accept_kind(Kind.COLON)
    if not colon or not any(token.kind is Kind.REF and token.parts == ref.parts for token in c.tokens[c.at :]):
        c.at = start


def _limited(c: Cursor, context: Context) -> tuple[Statement, ...]:
    """A sentence, with the Länder that it or a sentence before it is limited to."""
    own, only = _scope_of(c, context)
    if own and context.lasting and c.done() and not context.last:  # "Für die Länder NW, SL gilt." – what follows
        context.said = ()
        return ()
    before = context.said
    said = list(statements(c, context))
    limited = [_in_land(c, statement, context.scope) for statement in said]
    if only and context.scope is not None:
        limited += elsewhere(c, tuple(said), context.scope)
    while not c.done():
        context.said = tuple(said)
        own = _next_scope(c, context)
        part = statements(c, context)
        said += part
        limited += [_in_land(c, statement, context.scope) for statement in part]
    if context.scope and not own and not (context.lasting and (not before or _targets(said) == _targets(before))):
        c.fail(_STILL_LIMITED)
    context.said = tuple(said)
    context.count += len(context.branches)
    return tuple(limited)


def _scope_of(c: Cursor, context: Context) -> tuple[bool, bool]:
    """Reads the Länder at the beginning of the sentence: whether there are any, and whether "nur" stood with them."""
    start = c.at
    gilt = bool(c.accept("gilt"))
    only = bool(c.accept("nur"))
    land = c.attempt(partial(scope, named=context.named)) if c.norm() in _OPENINGS else None
    land = land or c.attempt(partial(heading, named=context.named))
    if land is None:
        c.at = start
        return False, False
    context.scope = land if land.codes else None  # "Für alle Länder gilt: …"
    gilt = bool(c.accept("gilt")) or gilt
    only = bool(c.accept("nur")) or only
    colon = bool(c.accept_kind(Kind.COLON))
    context.lasting = gilt or colon
    c.accept_kind(Kind.COMMA)
    return True, only and not context.lasting


def _next_scope(c: Cursor, context: Context) -> bool:
    """ ", in allen anderen Ländern ist …": the same sentence goes on for other Länder."""
    if not c.accept_kind(Kind.COMMA):
        c.accept_kind(Kind.SEMICOLON)
    c.accept(words.AND)
    context.scope = scope(c, context.named)
    context.lasting = bool(c.accept("gilt"))
    c.accept_kind(Kind.COLON)
    return True


def _targets(found: Iterable[Statement]) -> set[tuple[str, ...]]:
    """The elements that `found` act on."""
    acting = [act for statement in found if isinstance(statement, Branch) for act in statement.acts]
    return {ref.parts for act in acting for ref in act.targets}


def _in_land(c: Cursor, statement: Statement, land: InLand | None) -> Statement:
    if land is None:
        return statement
    if isinstance(statement, CalendarDate):
        c.fail()
    if isinstance(statement.condition, Whenever):
        return replace(statement, condition=land)
    return replace(statement, condition=Both((land, statement.condition)))


def _explains(tokens: tuple[Token, ...]) -> bool:
    """True for "D.h. …", "Hinweis: …", "(Begründung: …)" that name no element: text for people, not a rule."""
    if any(token.kind in {Kind.REF, Kind.BROKEN} for token in tokens):
        return False
    here = Cursor(tokens)
    if any(here.norm(at) in _RESTRICTING or code_of(here, at) for at in range(len(tokens))):
        return False
    bracketed = tokens[0].kind is Kind.OPEN
    words_ahead = [token.norm for token in tokens[bracketed : bracketed + 4]]
    if words_ahead and words_ahead[0] in words.EXPLAINS:
        return True
    if any(token.norm in _LIMITING for token in tokens):
        return False
    return any(tuple(words_ahead[: len(wording)]) == wording for wording in _EXPLAINING)


def _reason(cursor: Cursor) -> str:
    """Why the sentence is unread, as far as that is known."""
    for token in cursor.tokens:
        if token.kind is Kind.BROKEN:
            return f"Die Anführungszeichen sind nicht eindeutig ab „{_excerpt(token.text)}“."
    place = max(cursor.far, cursor.at)
    if place < len(cursor.tokens):
        return f"Nicht sicher zu lesen ab „{_excerpt(cursor.tokens[place].text)}“."
    return "Der Satz ist unvollständig."


def _excerpt(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
