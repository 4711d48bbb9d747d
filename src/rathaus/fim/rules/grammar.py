"""The grammar of whole sentences, and `read`: from the text of a rule to its sentence tree.

Recursive descent over tokens (see docs/decisions): every token of a sentence must be used by a production, and nothing
is ever skipped. A sentence that is not of the grammar is unread, as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

from rathaus.fim.rules import words
from rathaus.fim.rules.conditions import condition, references, said_of, subject_of
from rathaus.fim.rules.cursor import Cursor, NotReadError, reference
from rathaus.fim.rules.effects import Predicate, acts, all_of, known_targets, only, predicate, verb_class
from rathaus.fim.rules.laender import Named, scope
from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.tokens import Kind, Token, tokenise
from rathaus.fim.rules.tree import (
    Act,
    Both,
    Branch,
    CalendarDate,
    Condition,
    Demand,
    Given,
    InLand,
    Is,
    Limit,
    Otherwise,
    Reading,
    Ref,
    Sentence,
    Statement,
    Whenever,
)

_STILL_LIMITED = "Ob der Satz noch für die zuvor genannten Länder gilt, sagt der Text nicht."
_WHICH_OTHERS = "„Sonst“ ist nur nach genau einer Bedingung eindeutig."
_ONE = frozenset({"eines", "eins", "einer", "eine", "ein"})
_FINITE = words.BE | words.BECOME | words.MUST | words.MAY


@dataclass(slots=True)
class _Context:
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

    @property
    def branches(self) -> list[Branch]:
        return [statement for statement in self.said if isinstance(statement, Branch)]

    @property
    def targets(self) -> tuple[Ref, ...]:
        branches = self.branches
        return branches[-1].acts[-1].targets if branches else ()


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """The sentence tree of a rule text. Never fails: what is not of the grammar is there as an unread sentence."""
    context = _Context()
    found: list[Sentence] = []
    for tokens in _split(tokenise(text)):
        context.before = _sentence(text, tokens, context)
        found.append(context.before)
    return Reading(tuple(found))


def _split(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    """The tokens sentence by sentence, without the full stops."""
    sentence: list[Token] = []
    for token in tokens:
        if token.kind is not Kind.STOP:
            sentence.append(token)
        elif sentence:
            yield tuple(sentence)
            sentence = []
    if sentence:
        yield tuple(sentence)


def _sentence(text: str, tokens: tuple[Token, ...], context: _Context) -> Sentence:
    source = " ".join(text[tokens[0].start : tokens[-1].end].split())
    if context.before is not None and _explains(tokens):
        return Sentence(source)
    cursor = Cursor(tokens)
    try:
        return Sentence(source, _limited(cursor, context))
    except NotReadError as error:
        context.said = ()
        return Sentence(source, reason=error.reason or _reason(cursor))


def _limited(c: Cursor, context: _Context) -> tuple[Statement, ...]:
    """A sentence, with the Länder that it or a sentence before it is limited to."""
    if c.norm() == "für":
        context.scope = scope(c, context.named)
        context.lasting = bool(c.accept("gilt"))
        c.accept_kind(Kind.COLON)
        if c.done() and context.lasting:  # "Für die Länder NW, SL gilt." – what follows is meant
            context.said = ()
            return ()
        found = _statements(c, context)
    else:
        found = _statements(c, context)
        same = context.lasting and (not context.said or _targets(found) == _targets(context.said))
        if context.scope and not same:
            c.fail(_STILL_LIMITED)
    context.said = found
    context.count += len(context.branches)
    return found if context.scope is None else tuple(_in_land(c, statement, context.scope) for statement in found)


def _targets(statements: tuple[Statement, ...]) -> set[tuple[str, ...]]:
    """The elements that `statements` act on."""
    acting = [act for statement in statements if isinstance(statement, Branch) for act in statement.acts]
    return {ref.parts for act in acting for ref in act.targets}


def _in_land(c: Cursor, statement: Statement, land: InLand) -> Statement:
    if isinstance(statement, CalendarDate):
        c.fail()
    if isinstance(statement.condition, Whenever):
        return replace(statement, condition=land)
    return replace(statement, condition=Both((land, statement.condition)))


def _explains(tokens: tuple[Token, ...]) -> bool:
    """True for "D.h. …", "Hinweis: …" that name no element: text for people, not a rule."""
    opening = tokens[0].norm in words.EXPLAINS or [token.norm for token in tokens[:2]] == ["das", "heißt"]
    return opening and not any(token.kind in {Kind.REF, Kind.BROKEN} for token in tokens)


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


def _statements(c: Cursor, context: _Context) -> tuple[Statement, ...]:
    """Everything one sentence says."""
    found = _any_statement(c, context)
    if not c.done():
        c.fail()
    return found


def _any_statement(c: Cursor, context: _Context) -> tuple[Statement, ...]:
    if c.norm() in words.IF:
        return _conditional(c, context)
    if c.norm() in words.ELSE:
        return _else_sentence(c, context)
    demand = c.attempt(_demand)
    if demand is not None:
        return (demand,)
    forced = c.attempt(_forced)
    if forced is not None:
        return (forced,)
    return _effect_first(c, context)


def _conditional(c: Cursor, context: _Context) -> tuple[Statement, ...]:
    """ "Wenn A, dann X", with further branches in the same sentence."""
    none_of_them = c.attempt(_none_of_them)
    if none_of_them:
        return (_else_branch(c, context),)
    c.expect(words.IF)
    when = condition(c)
    _then(c)
    date = c.attempt(partial(_calendar_date, when=when))
    if date is not None:
        return (date,)
    demand = c.attempt(_demand)
    if demand is not None:
        return (replace(demand, condition=when),)
    branches = [Branch(when, acts(c))]
    while not c.done():
        branches.append(_further(c, branches))
    return tuple(branches)


def _then(c: Cursor) -> None:
    c.accept_kind(Kind.COMMA)
    c.accept(words.THEN)
    c.accept_kind(Kind.COLON)


def _none_of_them(c: Cursor) -> bool:
    """ "Falls keiner der genannten Codes ausgewählt wurde"."""
    c.expect(words.IF)
    c.expect(frozenset({"keine", "keiner", "keines"}))
    c.expect("der")
    c.expect(frozenset({"genannten", "oben"}))
    c.accept("genannten")
    c.expect(frozenset({"codes", "werte", "einträge"}))
    c.expect(frozenset({"ausgewählt", "gewählt"}))
    c.expect(words.BE | words.BECOME)
    return True


def _else_branch(c: Cursor, context: _Context) -> Branch:
    """A sentence for all other cases: the opposite of the one branch of the sentence before."""
    branches = context.branches
    if context.count != 1 or len(branches) != 1 or isinstance(branches[0].condition, Whenever | Otherwise):
        c.fail(_WHICH_OTHERS)
    _then(c)
    return Branch(Otherwise((branches[0].condition,)), acts(c, branches[0].acts[-1].targets))


def _else_sentence(c: Cursor, context: _Context) -> tuple[Statement, ...]:
    c.expect(words.ELSE)
    return (_else_branch(c, context),)


def _further(c: Cursor, branches: list[Branch]) -> Branch:
    """ ", sonst …", ", ansonsten nicht", ", bei <> "Ja" …", ", wenn … dann …" within the sentence."""
    if not c.accept_kind(Kind.COMMA):
        c.accept_kind(Kind.SEMICOLON)
    last = branches[-1]
    when: Condition
    if c.accept(words.ELSE):
        when = Otherwise(tuple(branch.condition for branch in branches))
        if c.accept("nicht"):
            return Branch(when, _opposite(c, last.acts))
        c.accept_kind(Kind.COMMA)
        return Branch(when, acts(c, last.acts[-1].targets))
    if not c.accept(words.IF) and c.norm() != "bei":
        c.fail()
    elif c.norm() == "bei" and c.is_kind(Kind.OP, 1):
        c.take()
    when = condition(c, subject_of(last.condition))
    _then(c)
    return Branch(when, acts(c, last.acts[-1].targets))


def _opposite(c: Cursor, said: tuple[Act | Limit, ...]) -> tuple[Act, ...]:
    """ "zeige X, ansonsten nicht": only for what was shown; "muss …, sonst nicht" could also mean "may"."""
    c.accept("an")
    if any(isinstance(act, Limit) or act.kind is not EffectKind.SHOWN for act in said):
        c.fail()
    return tuple(Act(EffectKind.FORBIDDEN, act.targets) for act in said)


def _effect_first(c: Cursor, context: _Context) -> tuple[Statement, ...]:
    """ "F ist (nur dann) zu befüllen, wenn A", "F muss in TH befüllt werden", or a sentence without a condition."""
    finite = c.accept(_FINITE)  # "Für BW ist es auszublenden"
    if finite:
        targets = known_targets(c, context.targets)
    else:
        targets = all_of(c)
        finite = c.expect(_FINITE)
    verb = verb_class(finite)
    limit = c.attempt(partial(only, targets=targets)) if verb == "may" else None
    if limit:
        return (_limited_to(c, limit),)
    said = predicate(c, verb, context.named)
    act = Act(said.kind, targets)
    c.accept_kind(Kind.COMMA)
    if c.done():
        return _unconditional(c, act, said, verb, context)
    c.expect(words.IF)
    when = condition(c)
    if said.scope and "nur" not in said.adverbs:
        when = Both((said.scope, when))
    if "nur" in said.adverbs:
        return c.fail() if said.scope else _only(c, act, when, verb)
    branches = [Branch(when, (act,))]
    while not c.done() and not said.scope:  # "in NW …, wenn A, sonst …" does not say for whom the rest is
        branches.append(_further(c, branches))
    return tuple(branches)


def _limited_to(c: Cursor, limit: Limit) -> Branch:
    """ "In Feld F darf nur der Code A ausgewählt sein(, wenn B)"."""
    c.accept_kind(Kind.COMMA)
    return Branch(condition(c) if c.accept(words.IF) else Whenever(), (limit,))


def _only(c: Cursor, act: Act, when: Condition, verb: str) -> tuple[Branch, Branch]:
    """ "nur (dann), wenn": forbidden otherwise. "muss nur" could also mean that it may stay empty otherwise."""
    if act.kind not in {EffectKind.REQUIRED, EffectKind.SHOWN} or verb == "must":
        c.fail()
    return Branch(when, (act,)), Branch(Otherwise((when,)), (Act(EffectKind.FORBIDDEN, act.targets),))


def _unconditional(c: Cursor, act: Act, said: Predicate, verb: str, context: _Context) -> tuple[Statement, ...]:
    """An effect in some Länder or in all, or one that "dann" ties to the condition of the sentence before."""
    if "nur" in said.adverbs:
        if said.scope is None:
            c.fail()
        return _only(c, act, said.scope, verb)
    if "dann" not in said.adverbs:
        return (Branch(said.scope or Whenever(), (act,)),)
    if len(context.branches) != 1 or said.scope:
        c.fail()
    return (Branch(context.branches[0].condition, (act,)),)


def _calendar_date(c: Cursor, when: Condition) -> CalendarDate:
    """ "… muss die Validität des sich ergebenden Kalenderdatums sichergestellt werden" (central kit, R60000000024)."""
    c.expect(words.MUST)
    c.expect("die")
    c.expect(frozenset({"validität", "gültigkeit"}))
    c.expect("des")
    if c.accept("sich"):
        c.expect(frozenset({"ergebenden", "daraus"}))
        c.accept("ergebenden")
    c.expect(frozenset({"kalenderdatums", "datums"}))
    c.expect(frozenset({"sichergestellt", "geprüft", "gewährleistet"}))
    c.expect(words.AUXILIARY)
    parts = when.parts if isinstance(when, Both) else ()
    refs = {_date_part(part.ref): part.ref for part in parts if isinstance(part, Given) and not part.negated}
    if len(parts) != 3 or set(refs) != {"tag", "monat", "jahr"}:
        c.fail()
    return CalendarDate(refs["tag"], refs["monat"], refs["jahr"])


def _date_part(ref: Ref) -> str:
    """Which part of a date the label names: "Tag (ohne Monat und Jahr)" is the day."""
    words_of_label = (ref.label or "").lower().split()
    return words_of_label[0] if words_of_label else ""


def _demand(c: Cursor) -> Demand:
    """ "Es muss mindestens eines der Felder … befüllt sein", "Es muss entweder A oder B befüllt werden"."""
    c.accept("es")
    verb = "must" if c.accept(words.MUST) else "may" if c.accept(words.MAY) else ""
    if c.accept("entweder"):
        verb = verb or ("must" if c.accept(words.MUST) else "")
        refs, joint = references(c)
        if joint != "oder":
            c.fail()
        return _demanded(c, refs, 1, 1, verb)
    minimum, maximum = _range(c)
    if (verb == "may") != (minimum == 0):
        c.fail()
    c.expect("der")
    c.accept("folgenden")
    refs, _ = references(c)
    if len(refs) < 2:
        c.fail()
    return _demanded(c, refs, minimum, maximum, verb)


def _range(c: Cursor) -> tuple[int, int | None]:
    """ "mindestens eines", "genau eines", "höchstens eines"."""
    word = c.expect(frozenset({"mindestens", "genau", "höchstens", "maximal"}))
    c.expect(_ONE)
    return (1, None) if word == "mindestens" else (1, 1) if word == "genau" else (0, 1)


def _demanded(c: Cursor, refs: tuple[Ref, ...], minimum: int, maximum: int | None, verb: str) -> Demand:
    """What is demanded of `refs`: that they are filled, or have a value."""
    if not verb:
        c.expect(words.MUST if minimum else words.MAY)
    return Demand(tuple(said_of(c, ref, last=ref is refs[-1]) for ref in refs), minimum, maximum)


def _forced(c: Cursor) -> Demand:
    """ "Das Feld F muss = „wahr“ sein(, sonst kann die Erklärung nicht abgeschickt werden)"."""
    ref = reference(c)
    c.expect(words.MUST)
    demanded = said_of(c, ref, last=True)
    if not isinstance(demanded, Is):
        c.fail()
    if c.accept_kind(Kind.COMMA):
        _else_cannot_send(c)
    return Demand((demanded,), 1, 1)


def _else_cannot_send(c: Cursor) -> None:
    """The consequence in words: "sonst kann die Erklärung nicht abgeschickt werden"."""
    c.expect(words.ELSE)
    c.expect(frozenset({"kann", "können"}))
    c.accept(words.ARTICLES)
    c.expect(frozenset({"erklärung", "antrag", "anzeige", "formular", "anmeldung", "meldung"}))
    c.expect("nicht")
    c.expect(frozenset({"abgeschickt", "abgesendet", "eingereicht", "versendet", "gestellt"}))
    c.expect("werden")
