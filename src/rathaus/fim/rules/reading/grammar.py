"""The grammar of a whole rule text, and `read`: from the text of a rule to its sentence tree.

Recursive descent over tokens (see docs/decisions): every token of a sentence must be used by a production, and nothing
is ever skipped. A sentence that is not of the grammar is unread, as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache, partial

from rathaus.fim.rules.reading import sentences, unordered, words
from rathaus.fim.rules.reading.context import Context, Reader
from rathaus.fim.rules.reading.cursor import Cursor, Members, NotReadError
from rathaus.fim.rules.reading.defaults import until_said, without_default
from rathaus.fim.rules.reading.dependent import waiting
from rathaus.fim.rules.reading.effect_first import elsewhere
from rathaus.fim.rules.reading.effects import acts
from rathaus.fim.rules.reading.exceptions import (
    UNKNOWN_EXCEPTION,
    WHOSE_LIMIT,
    limit_behind,
    limited_behind,
    opens_exception,
    tail,
    taken_back,
)
from rathaus.fim.rules.reading.laender import heading, scope
from rathaus.fim.rules.reading.members import explained
from rathaus.fim.rules.reading.persons import beside
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.remarks import explains, tells, title, trimmed
from rathaus.fim.rules.reading.rewriting.answering import with_answers, with_slots
from rathaus.fim.rules.reading.rewriting.apposition import made_exact
from rathaus.fim.rules.reading.rewriting.backward import pointed_back
from rathaus.fim.rules.reading.rewriting.barenames import with_names
from rathaus.fim.rules.reading.rewriting.bearing import with_bearer
from rathaus.fim.rules.reading.rewriting.bracketed import with_brackets
from rathaus.fim.rules.reading.rewriting.gathering import gathered
from rathaus.fim.rules.reading.rewriting.lines import listed
from rathaus.fim.rules.reading.rewriting.naming import named_behind
from rathaus.fim.rules.reading.rewriting.offices import coded
from rathaus.fim.rules.reading.rewriting.places import parted
from rathaus.fim.rules.reading.rewriting.reshaping import reshaped
from rathaus.fim.rules.reading.rewriting.spelling import respelled, respelled_again
from rathaus.fim.rules.reading.rewriting.telegraph import from_telegrams
from rathaus.fim.rules.reading.rewriting.terse import in_full
from rathaus.fim.rules.reading.rewriting.typos import closed, mended
from rathaus.fim.rules.reading.rewriting.validity import limits, valid_in
from rathaus.fim.rules.reading.tokens import Kind, Token, tokenise
from rathaus.fim.rules.reading.tree import (
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
)

_ALONE = "Was aus der Bedingung folgt, sagt der Text nicht."
_ASKS = "Eine Frage sagt nicht, was gelten soll."
_STILL_LIMITED = "Ob der Satz noch für die zuvor genannten Länder gilt, sagt der Text nicht."
_ELSE_WHERE = "Ob „sonst“ auch für die anderen Länder gilt, sagt der Text nicht."
_IN_PRINCIPLE = "„Grundsätzlich“ lässt Ausnahmen zu; welche, sagt der Text nicht."
_INSTEAD_OF_WHAT = "Was „stattdessen“ ersetzt, sagt der Text nicht."
_OPENINGS = frozenset({"für", "in", "im", "mit", "außer", "ausser"})


READERS: tuple[Reader, ...] = (sentences.statements, unordered.statements)
"""Who reads a sentence: the grammar, which knows the order of the words; then the reader that goes by their roles."""


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """The sentence tree of a rule text. Never fails: what nobody can read is there as an unread sentence."""
    return read_by(text, READERS)


def read_by(text: str, readers: tuple[Reader, ...]) -> Reading:
    """Like `read`, by these readers alone."""
    context = Context(readers)
    found: list[Sentence] = []
    defaults: list[int] = []
    marked_sentences = pointed_back(tuple(made_exact(sentence) for sentence in _split(prepared(text))))
    members = dict(filter(None, map(explained, marked_sentences)))
    for place, marked in enumerate(marked_sentences):
        context.last = place == len(marked_sentences) - 1
        context.item = marked[0].kind is Kind.ITEM
        tokens = marked[1:] if context.item else marked
        behind = limit_behind(tokens, members) if context.last and place else None
        if behind is not None:
            found = limited_behind(found, behind)
            break
        tokens, limit = tail(tokens, members)
        lasting = without_default(tokens)
        context.before, excepting = _sentence(text, lasting or tokens, context, members)
        if lasting:
            defaults.append(len(found))
            context.before = replace(context.before, text=_source(text, tokens))
        context.headed = _heads(text, tokens) or (context.headed and tokens[0].norm not in words.IF | words.ELSE)
        if limit is not None and len(context.before.statements) == 1:
            context.before = limited_behind([context.before], limit)[0]
        elif limit is not None and context.before.statements:
            context.before = replace(context.before, statements=(), reason=WHOSE_LIMIT)
        if excepting is not None:
            found = _excepted(found, context, explicit=excepting)
        if limits(tokens) and context.before.reason is not None:  # "F1 … Geltung: BY.": is F1 limited, or what follows?
            return Reading(tuple(_all_of(text, marked_sentences)))
        found.append(context.before)
        context.unread = context.unread or context.before.reason is not None
    for at in defaults:
        found = until_said(found, at)
    return Reading(tuple(found))


def prepared(text: str) -> tuple[Token, ...]:
    """The tokens of a whole text, with what is written by signs, lines and slips of the pen put plainly."""
    plain = with_slots(respelled(mended(with_brackets(in_full(closed(tokenise(text)))))))
    noted = from_telegrams(text, valid_in(text, plain))
    return listed(text, coded(with_answers(noted)))


def _all_of(text: str, sentences_of: tuple[tuple[Token, ...], ...]) -> Iterator[Sentence]:
    """Each sentence of a text, unread."""
    return (Sentence(_source(text, tokens), reason=WHOSE_LIMIT) for tokens in sentences_of)


def _heads(text: str, tokens: tuple[Token, ...]) -> bool:
    """True for "Wenn F1 = 001:" on a line of its own, above the rest of its sentence."""
    colon = next((at for at, token in enumerate(tokens[:-1]) if token.kind is Kind.COLON), 0)
    marked = colon and tokens[colon + 1].kind is not Kind.ITEM
    return bool(marked and tokens[0].norm in words.IF and parted(text, tokens[colon], tokens[colon + 1]))


def _source(text: str, tokens: tuple[Token, ...]) -> str:
    return " ".join(text[tokens[0].start : tokens[-1].end].split())


def _split(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The tokens sentence by sentence, without the full stops."""
    sentence: list[Token] = []
    for token in tokens:
        if token.kind is not Kind.STOP:
            sentence.append(token)
        elif sentence and not _counts(sentence) and not all(one.kind is Kind.ITEM for one in sentence):
            yield tuple(sentence)
            sentence = []
        else:
            sentence = []
    if sentence and not all(token.kind in {Kind.CLOSE, Kind.ITEM} for token in sentence):  # "(Begründung: siehe § 12.)"
        yield tuple(sentence)


def _counts(sentence: list[Token]) -> bool:
    """True for the number of a list: "1. Wenn … 2. Wenn …"."""
    return (
        len(sentence) == 1
        and sentence[0].kind is Kind.CODE
        and sentence[0].text.isdecimal()
        and len(sentence[0].text) < 3
    )


def _sentence(text: str, tokens: tuple[Token, ...], context: Context, members: Members) -> tuple[Sentence, bool | None]:
    """One sentence; with True where it is an exception to what was said before, False where it may be one."""
    source = _source(text, tokens)
    cited = tokens[0].norm in {"rechtsgrundlage", "hinweis", "hintergrund", "zweck"}
    if (context.before is not None or cited) and (explains(tokens) or explained(tokens) or tells(tokens)):
        return Sentence(source), None
    if text[tokens[-1].end :].lstrip().startswith("?"):
        context.said = ()
        return Sentence(source, reason=_ASKS), None
    if context.before is None:
        tokens = with_bearer(tokens)
    cursor = Cursor(gathered(beside(named_behind(reshaped(with_names(trimmed(tokens)))))), members, context.spoken)
    cursor.mentioned = context.mentioned
    cursor.told = context.told
    cursor.asked = context.asked
    cursor.pair = context.pair
    try:
        if waiting(cursor, context) and cursor.done():
            return (Sentence(source), None) if not context.last else (Sentence(source, reason=_ALONE), None)
        title(cursor)
        _about(cursor)
        excepting = context.before is not None and opens_exception(cursor)
        _settled(cursor, context)
        said = _either_way(cursor, context)
        contrary = cursor.contrary and context.before is not None
        return Sentence(source, said), True if excepting else False if contrary else None
    except NotReadError as error:
        again = respelled_again(tokens) if not error.reason else tokens
        if again != tokens:
            mended_sentence = _sentence(text, again, context, members)
            if mended_sentence[0].reason is None:
                return mended_sentence
        context.said = ()
        context.pending = None
        return Sentence(source, reason=error.reason or _reason(cursor)), None


def _excepted(found: list[Sentence], context: Context, *, explicit: bool) -> list[Sentence]:
    """What was said before, without the cases of the exception that was read just now; "jedoch" may be none."""
    sentence = context.before
    before = taken_back(found, sentence.statements) if sentence else None
    if sentence is not None and before is None and explicit and any(one.statements for one in found):
        context.before = Sentence(sentence.text, reason=UNKNOWN_EXCEPTION)
    return before if before is not None else found


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


def _settled(c: Cursor, context: Context) -> None:
    """Fails where a word points to something that the text does not say: an exception, or what is replaced."""
    norms = [token.norm for token in c.tokens]
    if context.last and "grundsätzlich" in norms:
        c.fail(_IN_PRINCIPLE)
    before = norms[: norms.index("stattdessen")] if "stattdessen" in norms else []
    branches = sum(norm in words.IF | words.ELSE | {"bei"} for norm in before)
    if before and context.before is None and branches < 2 and not words.ELSE & set(before):
        c.fail(_INSTEAD_OF_WHAT)


def _either_way(c: Cursor, context: Context) -> tuple[Statement, ...]:
    """A sentence by the first reader that reads it whole. A reason that is known for certain ends the search."""
    start, scope_before, lasting = c.at, context.scope, context.lasting
    failures: list[tuple[NotReadError, int, int]] = []
    for reader in context.readers:
        c.at, c.finite, c.land, c.pointed = start, "", None, False
        context.scope, context.lasting = scope_before, lasting
        try:
            return _limited(c, context, reader)
        except NotReadError as error:
            failures.append((error, c.at, c.far))
            if error.reason or context.pending is not None or context.item:
                break
    first, c.at, c.far = failures[0]  # where the grammar stopped is what helps whoever mends the sentence
    raise first


def _limited(c: Cursor, context: Context, statements: Reader) -> tuple[Statement, ...]:
    """A sentence, with the Länder that it or a sentence before it is limited to."""
    own, only = _scope_of(c, context)
    if own and context.lasting and c.done() and not context.last:  # "Für die Länder NW, SL gilt." – what follows
        context.said = ()
        if context.before is not None and context.before.statements and c.tokens[0].norm == "gilt":
            context.scope, context.lasting = None, False
            c.fail(WHOSE_LIMIT)  # "Gilt nur für BY." between two sentences
        return ()
    before = context.said
    said = list(statements(c, context))
    limited = [_in_land(c, statement, context.scope) for statement in said]
    if only and context.scope is not None:
        limited += elsewhere(c, tuple(said), context.scope)
    while not c.done():
        context.said = tuple(said)
        own = _next_scope(c, context)
        part = _elliptic(c, context) or statements(c, context)
        said += part
        limited += [_in_land(c, statement, context.scope) for statement in part]
    if own and not context.lasting and context.scope and _elsewise(c):
        c.fail(_ELSE_WHERE)
    same = context.item or not before or _targets(said) == _targets(before)
    if context.scope and not own and not (context.lasting and same):
        c.fail(_STILL_LIMITED)
    if context.pending is not None:
        c.fail(_ALONE)
    context.said = tuple(said)
    context.count += len(context.branches)
    context.everything += [one for one in limited if isinstance(one, Branch)]
    return tuple(limited)


def _elsewise(c: Cursor) -> bool:
    """True for "In BY ist F1 anzuzeigen, wenn A, sonst auszublenden"."""
    return any(token.norm in words.ELSE for token in c.tokens) and any(token.norm in words.IF for token in c.tokens)


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
    c.accept("abweichend") if gilt else None
    colon = bool(c.accept_kind(Kind.COLON)) or bool(c.accept(words.THEN))
    context.lasting = gilt or colon
    c.accept_kind(Kind.COMMA)
    alone = context.last and context.before is None
    return True, only and (alone or not context.lasting)


def _next_scope(c: Cursor, context: Context) -> bool:
    """ ", in allen anderen Ländern ist …": the same sentence goes on for other Länder."""
    if not c.accept_kind(Kind.COMMA):
        c.accept_kind(Kind.SEMICOLON)
    c.accept(words.AND)
    land = c.attempt(partial(scope, named=context.named))
    context.scope = land or heading(c, context.named)
    context.lasting = bool(c.accept("gilt"))
    c.accept_kind(Kind.COLON)
    return True


def _elliptic(c: Cursor, context: Context) -> tuple[Statement, ...]:
    """ "(…, in den übrigen Ländern) nicht anzuzeigen": said of the same, without a verb."""
    short = c.norm() in words.TO_SHOW | words.TO_HIDE | words.TO_FILL | words.FREE | words.MANDATORY | {"nicht"}
    if not short or not context.branches or not all(_of_land_alone(part.condition) for part in context.branches):
        return ()
    return (Branch(Whenever(), acts(c, context.targets, "be")),)


def _of_land_alone(condition: Condition) -> bool:
    """True for an effect that nothing but the Land decides."""
    parts = condition.parts if isinstance(condition, Otherwise) else (condition,)
    return all(isinstance(part, Whenever | InLand) for part in parts)


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
