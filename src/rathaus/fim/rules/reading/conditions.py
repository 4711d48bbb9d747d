"""The grammar of conditions: what stands between "wenn" and "dann"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import pairwise

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.joints import FIRST_VERBS, joined_by
from rathaus.fim.rules.reading.laender import code_of, land_condition
from rathaus.fim.rules.reading.leading import of_entries, of_measure, of_mentioned, related, value_first
from rathaus.fim.rules.reading.lists import ALL, how_many, references
from rathaus.fim.rules.reading.persons import agent
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.predicates import equality, predicate
from rathaus.fim.rules.reading.several import either_or, in_some_group, neither_holds, of_listed
from rathaus.fim.rules.reading.subjects import of_one_sort, subject_of
from rathaus.fim.rules.reading.tokens import Kind, Token
from rathaus.fim.rules.reading.tree import (
    Bare,
    Both,
    Chosen,
    Condition,
    Either,
    Given,
    Is,
    Measure,
    Otherwise,
    Ref,
    Said,
    Several,
)
from rathaus.fim.rules.reading.values import MIXED, starts_value

_WORDS = 12
_DENYING = words.of("kein keine keinen nicht")
_OPPOSED = words.RESTRICTING | words.OR | words.of("keinen keiner keines anderen andere anderes weder noch")
_DEPTH = 20
_TOO_DEEP = "So viele Klammern ineinander liest niemand sicher."
_PARTED = frozenset({"wählt", "gibt", "trägt", "kreuzt", "weist", "nimmt", "weicht"})
_PRONOUNS = frozenset({"es", "sie", "er", "dieses"})


def condition(c: Cursor, subject: Ref | None = None) -> Condition:
    """One condition, with UND or ODER between its parts; `subject` is what "wenn <> …" without an id speaks of.

    "… oder wenn …" binds less than "… und …" where only the whole begins with "wenn": the text repeats the word.
    """
    if c.norm(1) == "nicht" and c.norm() in words.IF and starts_reference(c, 2):
        return _not(c, subject)
    groups = [_coordinated(c, subject, again=False)]
    while joint := joined_by(c, again=True):
        if joint != "oder":
            c.fail(MIXED)
        groups.append(_coordinated(c, subject, again=False))
    return groups[0] if len(groups) == 1 else Either(tuple(groups))


def _coordinated(c: Cursor, subject: Ref | None, *, again: bool) -> Condition:
    """Operands with one kind of joint between them."""
    first, subject = _operand(c, subject)
    parts, joints = [first], set[str]()
    while joint := _next(c, joints):
        part, subject = _operand(c, None if isinstance(parts[-1], Bare) else subject)
        parts.append(part)
        joints.add(joint)
    joints.discard(",")
    if any(isinstance(one, Bare) and not isinstance(two, Bare) for one, two in pairwise(parts)):
        c.fail()  # "F1 und eines der Felder F2, F3 befüllt": its yes, or befüllt as well?
    if any(isinstance(one, Given) and isinstance(two, Bare) and not two.ref.label for one, two in pairwise(parts)):
        c.fail()  # "F1 befüllt ist oder F2": its yes, or befüllt as well?
    if len(joints) > 1 or any(_loosens(part, joint) for part in parts for joint in joints):
        c.fail(MIXED)
    if not joints:
        return first
    return Both(tuple(parts)) if joints == {"und"} else Either(tuple(parts))


def _not(c: Cursor, subject: Ref | None) -> Condition:
    """ "Sofern nicht F1 = 001 gewählt wurde": one comparison; what "nicht" reaches of several is not certain."""
    c.accept_if()
    c.expect("nicht")
    found, _ = _operand(c, subject)
    if isinstance(found, Bare) and (c.norm() in words.THEN or c.is_kind(Kind.COMMA)):
        return Otherwise((found,))  # "Wenn nicht F1, dann"
    if not isinstance(found, Is) or found.negated or joined_by(c, again=False):
        c.fail()
    return Otherwise((found,))


def _next(c: Cursor, joints: set[str]) -> str:
    """The joint before the next operand; "oder wenn" behind "und" begins a new group instead."""
    start = c.at
    joint = joined_by(c, again=False)
    if joint == "oder" and joints == {"und"} and c.norm() in words.IF:
        c.at = start
        return ""
    goes_on = joints == {","} and c.is_kind(Kind.COMMA) and starts_reference(c, 1)  # its end was seen before
    if not joint and (goes_on or c.attempt(_listed)):
        c.at = start + 1
        return ","
    return joint


def _listed(c: Cursor) -> bool:
    """True before ", F2 = 002 und F3 = 003": the comparisons are a list, and its end says how they are joined."""
    if not c.is_kind(Kind.COMMA) or not starts_reference(c, 1):
        c.fail()
    c.take()
    part, _ = _operand(c, None)
    if isinstance(part, Bare):
        c.fail()
    start = c.at
    if c.attempt(_listed):
        return True
    c.at = start
    c.expect(words.AND | words.OR)
    last = _operand(c, None)[0] if starts_reference(c) else c.fail()
    return c.fail() if isinstance(last, Bare) else True


def _denied(c: Cursor) -> Condition:
    """ "(A und) nicht F1 = 001": one comparison, and nothing behind it."""
    c.expect("nicht")
    found, _ = _operand(c, None) if starts_reference(c) else c.fail()
    if not isinstance(found, Is) or found.negated or len(found.values) > 1 or joined_by(c, again=False):
        c.fail()
    return Otherwise((found,))


def _loosens(part: Condition, joint: str) -> bool:
    """True for "= 001 ODER 002" beside UND: without brackets nobody knows which of them binds first."""
    return isinstance(part, Is) and part.loose and (joint == "und") is not part.negated


def _operand(c: Cursor, subject: Ref | None) -> tuple[Condition, Ref | None]:
    c.accept_if()
    if subject is not None and (c.is_kind(Kind.OP) or c.norm() == "ungleich"):
        return equality(c, subject), subject
    if c.is_kind(Kind.OPEN) and (starts_reference(c, 1) or c.norm(1) in words.IF or c.is_kind(Kind.OPEN, 1)):
        return _bracketed(c, subject)
    spread = c.attempt(_led_bracket)
    if spread is not None:
        return spread, None
    if c.norm() == "nicht" and c.is_kind(Kind.OPEN, 1):
        c.take()
        inner, subject = _bracketed(c, subject)
        return Otherwise((inner,)), subject
    denied = c.attempt(_denied) if c.norm() == "nicht" else None
    if denied is not None:
        return denied, None
    c.finite = c.accept(FIRST_VERBS)
    if c.finite and c.accept_all("die", "bedingung"):
        inner = condition(c)
        return (inner, subject_of(inner)) if c.accept("erfüllt") else c.fail()
    try:
        found = _plain(c)
        if c.finite in _PARTED:
            c.accept(frozenset({"an", "aus", "ein", "auf", "ab"}))
        return found
    finally:
        c.finite = ""


def _plain(c: Cursor) -> tuple[Condition, Ref | None]:
    parsers: tuple[Callable[[Cursor], Condition], ...] = (
        _of_all,
        partial(either_or, operand=_one),
        partial(of_listed, operand=_one),
        of_mentioned,
        land_condition,
        in_words,
        partial(in_some_group, operand=_one),
        related,
        value_first,
        of_measure,
        of_entries,
    )
    for parse in parsers:
        found = c.attempt(parse)
        if found is not None:
            return found, subject_of(found)
    if c.spoken is not None and not starts_reference(c) and _pronoun(c):
        found = predicate(c, c.spoken)
        if isinstance(found, Is) and not of_one_sort(c.asked, found.values):
            c.fail()
        return found, c.spoken
    who = agent(c)
    quantifier = _quantifier(c)
    refs, joint = references(c)
    if quantifier is not None:
        return _quantified(c, refs, quantifier, joint), None
    if len(refs) > 1:
        return _spread(c, refs, joint), None
    found = predicate(c, refs[0])
    passive = words.BE | words.BECOME
    if who and isinstance(found, Given) and (c.finite in passive or c.tokens[c.at - 1].norm in passive):
        c.fail()  # "Ist er in F1 angegeben": he, or anything?
    return found, refs[0]


def _one(c: Cursor) -> Condition:
    return _operand(c, None)[0]


def _pronoun(c: Cursor) -> bool:
    """ "es", "die Person", "die Frage": what the condition before spoke of; its answer may stand alone as well."""
    if c.accept(_PRONOUNS) or c.accept_all(frozenset({"die", "diese"}), frozenset({"person", "frage"})):
        c.pointed = True
        return True
    another = c.norm() in {"ein", "eine", "einen"} and c.norm(1) in {"anderer", "andere", "anderen", "anderes"}
    stated = (
        c.norm() in words.ARTICLES and c.norm(1) in words.VALUE_NOUNS | {"auswahl", "antwort"} and starts_value(c, 2)
    )
    return another or (bool(c.finite) and (starts_value(c) or stated))


def _quantified(c: Cursor, refs: tuple[Ref, ...], amount: tuple[int, int | None], joint: str) -> Condition:
    """ "mindestens zwei der Felder A, B, C befüllt sind"; as many as there are: all."""
    minimum, maximum = amount
    if minimum == ALL and joint == "oder":
        c.fail()  # "alle Felder A oder B": all of them, or one?
    if amount == (1, None):
        refs = tuple(replace(ref, fields=False) for ref in refs)  # a field of the group is something in it
    parts = _each(c, refs)
    group = len(refs) == 1 and refs[0].parts[-1].startswith("G") and minimum != ALL
    if group and (amount != (1, None) or any(isinstance(part, Given) and part.negated for part in parts)):
        c.fail()  # "eines der Felder der Gruppe leer ist": a part of it, and not the group
    minimum = len(refs) if minimum == ALL else minimum
    if minimum == len(parts):
        return Both(parts)
    return Either(parts) if (minimum, maximum) == (1, None) else Several(parts, minimum, maximum)


def _bracketed(c: Cursor, subject: Ref | None) -> tuple[Condition, Ref | None]:
    """ "(A = wahr UND B = wahr)", "(F1 ODER F2) > 1970", also where that bracket is never closed."""
    spread = c.attempt(_spread_bracket)
    if spread is not None:
        return spread, None
    difference = c.attempt(of_measure)
    if difference is not None:
        return difference, None
    c.take()
    if c.depth == _DEPTH:
        c.fail(_TOO_DEEP)
    c.depth += 1
    try:
        inner = condition(c, subject)
    finally:
        c.depth -= 1
    if not c.accept_kind(Kind.CLOSE):
        c.fail()
    return inner, subject_of(inner)


def _led_bracket(c: Cursor) -> Condition:
    """ "das Feld (F1 ODER F2 …"."""
    c.accept(words.ARTICLES)
    c.expect(words.NOUNS)
    return _spread_bracket(c)


def _spread_bracket(c: Cursor) -> Condition:
    if not c.accept_kind(Kind.OPEN):
        c.fail()
    refs, joint = references(c)
    closed = c.accept_kind(Kind.CLOSE)
    if len(refs) < 2 or not joint or (not closed and not c.is_kind(Kind.OP)):
        c.fail()
    found = _spread(c, refs, joint)
    return found if closed or not c.is_kind(Kind.CLOSE) else c.fail()


def _of_all(c: Cursor) -> Condition:
    """ "sowohl A als auch B", "weder A noch B befüllt ist", "nicht alle Felder A, B befüllt sind"."""
    if c.accept("sowohl"):
        return _as_well(c)
    if c.accept("weder"):
        if c.spoken is not None and not starts_reference(c):  # "Wenn weder 01 noch 02 ausgewählt ist"
            c.at -= 1
            return predicate(c, c.spoken)
        told = c.attempt(partial(neither_holds, operand=_one))
        if told is not None:
            return told
        named = [reference(c)]
        while c.accept("noch"):
            named.append(reference(c))
        if len(named) < 2:
            c.fail()
        return Otherwise((_spread(c, tuple(named), "oder"),))
    if not c.accept(frozenset({"keines", "keine", "keiner"})) or not c.accept("der"):
        c.fail()
    refs, _ = references(c)
    return Otherwise((_spread(c, refs, "oder"),)) if len(refs) > 1 else c.fail()


def _as_well(c: Cursor) -> Condition:
    first = reference(c)
    said = None if c.norm() == "als" else predicate(c, first)
    c.expect("als")
    c.expect("auch")
    second = reference(c)
    if said is None:
        return _spread(c, (first, second), "und")
    return Both((said, predicate(c, second)))


def in_words(c: Cursor) -> Condition:
    """ "die Antragstellerin verheiratet ist (F… = 002)": the bracket says when that is so, where nothing is denied."""
    start = c.at
    c.accept("handelt") if c.norm(3) == "bei" else None
    c.accept_all("es", "sich", "bei", words.ARTICLES)
    while c.is_kind(Kind.WORD) and (c.norm() in _DENYING | words.OR or c.norm() not in _OPPOSED):
        c.at += 1
    said = c.tokens[start : c.at]
    spoken = any(token.norm not in _DENYING for token in said)
    if not spoken or len(said) > _WORDS or not c.accept_kind(Kind.OPEN) or not starts_reference(c):
        c.fail()
    found = condition(c)
    denied = any(token.norm in _DENYING for token in said)
    parts = found.parts if isinstance(found, Both) and denied else (found,)
    told = all(isinstance(part, Is | Chosen) and part.negated is denied for part in parts)
    if not (told or (isinstance(found, Measure) and not denied)) or not c.accept_kind(Kind.CLOSE):
        c.fail()
    if not _as_many(said, found) or not _as_local(said, found):
        c.fail()
    start = c.at
    if c.accept(words.BE | words.BECOME | words.HAVE) and not (c.ends() or c.norm() in words.THEN):
        c.at = start  # "Bei Vereinen (F1 = 002) ist …": the verb belongs to what follows
    return found


def _as_many(said: tuple[Token, ...], found: Condition) -> bool:
    """False where the words name more or fewer cases than the bracket: "ein Verein oder eine Stiftung (F1 = 005)"."""
    joints = [token.norm for token in said if token.norm in words.AND | words.OR]
    values = found.values if isinstance(found, Is) else ()
    either = sum(joint in words.OR for joint in joints)
    if either:
        return len(joints) == either and isinstance(found, Is) and not found.negated and len(values) == either + 1
    return not joints or len(values) < 2


def _as_local(said: tuple[Token, ...], found: Condition) -> bool:
    """False where the words name a Land that is not the answer in the bracket: "ein Verein in Bayern (F1 = 005)"."""
    values = found.values if isinstance(found, Is) else ()
    names = {str(one.label or one.text).lower() for one in values if isinstance(one, Said)}
    words_of_land = [token for at, token in enumerate(said) if code_of(Cursor(said), at)]
    return all(any(token.norm in name for name in names) for token in words_of_land)


def _quantifier(c: Cursor) -> tuple[int, int | None] | None:
    """ "eines der Felder", "mindestens zwei der folgenden Felder", "alle (drei) Felder": how many of them."""
    start = c.at
    if c.norm() == "in" and c.norm(1) in {"einer", "einem", "mindestens"}:
        c.take()
    if c.accept("alle"):
        return ALL, None  # of how many, `references` sees in "drei Felder F1, F2, F3"
    amount = how_many(c)
    if amount is not None and c.accept("der"):
        c.accept(frozenset({"folgenden", "nachfolgenden"}))
        return amount
    c.at = start
    return None


def _each(c: Cursor, refs: tuple[Ref, ...]) -> tuple[Condition, ...]:
    """One predicate, said of each of `refs`."""
    start, parts = c.at, []
    for ref in refs:
        c.at = start
        parts.append(predicate(c, ref))
    return c.fail() if any(isinstance(part, Bare) for part in parts) else tuple(parts)


def _spread(c: Cursor, refs: tuple[Ref, ...], joint: str) -> Condition:
    """One predicate for several references: "A und B (beide) befüllt sind"; "A oder B nicht …" has two readings."""
    every = "" if joint == "oder" else c.accept(frozenset({"alle", "beide", "jeweils", "gleichzeitig"}))
    if every == "beide" and len(refs) != 2:
        c.fail()
    plain = c.norm() == "leer"
    parts = _each(c, refs)
    negated = any(isinstance(part, Is | Given | Chosen) and part.negated for part in parts) and not plain
    if not joint or (negated and joint == "oder"):
        c.fail()
    return Both(parts) if joint == "und" else Either(parts)
