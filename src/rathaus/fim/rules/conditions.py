"""The grammar of conditions: what stands between "wenn" and "dann"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rathaus.fim.rules import measures, words
from rathaus.fim.rules.cursor import Cursor, reference, starts_reference
from rathaus.fim.rules.lists import how_many, references
from rathaus.fim.rules.predicates import equality, predicate
from rathaus.fim.rules.tokens import Kind
from rathaus.fim.rules.tree import (
    Amount,
    Answer,
    Bare,
    Both,
    Chosen,
    Condition,
    Either,
    Elapsed,
    Entries,
    Given,
    Is,
    IsOther,
    Measure,
    Otherwise,
    Ref,
    Several,
)
from rathaus.fim.rules.values import MIXED, starts_value, values

ALL = -1
_WORDS = 6
_OPPOSED = words.RESTRICTING | words.OR | words.of("handelt keinen keiner keines anderen andere anderes als")
_DEPTH = 20
_TOO_DEEP = "So viele Klammern ineinander liest niemand sicher."
_ALSO = frozenset({"auch", "zusätzlich", "gleichzeitig", "zudem", "außerdem", "zugleich"})
_FINITE = words.STAY | words.HAVE | words.BE | words.BECOME | frozenset({"beginnt"})
_PRONOUNS = frozenset({"es", "sie", "er", "dieses"})


def condition(c: Cursor, subject: Ref | None = None) -> Condition:
    """One condition, with UND or ODER between its parts; `subject` is what "wenn <> …" without an id speaks of.

    "… oder wenn …" binds less than "… und …" where only the whole begins with "wenn": the text repeats the word.
    """
    if c.norm(1) == "nicht" and c.norm() in words.IF and starts_reference(c, 2):
        return _not(c, subject)
    groups = [_coordinated(c, subject, again=False)]
    while joint := _joint(c, again=True):
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
    if not isinstance(found, Is) or found.negated or _joint(c, again=False):
        c.fail()
    return Otherwise((found,))


def _next(c: Cursor, joints: set[str]) -> str:
    """The joint before the next operand; "oder wenn" behind "und" begins a new group instead."""
    start = c.at
    joint = _joint(c, again=False)
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
    if not isinstance(found, Is) or found.negated or len(found.values) > 1 or _joint(c, again=False):
        c.fail()
    return Otherwise((found,))


def _loosens(part: Condition, joint: str) -> bool:
    """True for "= 001 ODER 002" beside UND: without brackets nobody knows which of them binds first."""
    return isinstance(part, Is) and part.loose and (joint == "und") is not part.negated


def subject_of(found: Condition) -> Ref | None:
    """The one reference that `found` compares; None where there are several."""
    if isinstance(found, Both | Either | Otherwise):
        subjects = {subject_of(part) for part in found.parts}
        return subjects.pop() if len(subjects) == 1 else None
    if isinstance(found, Measure):
        left = found.left.start if isinstance(found.left, Elapsed) else found.left
        return left.ref if isinstance(left, Answer) else None
    return found.ref if isinstance(found, Is | IsOther | Given | Bare | Chosen) else None


def _joint(c: Cursor, *, again: bool) -> str:
    """Moves past UND or ODER where another operand follows; `again`: one that begins with "wenn" once more."""
    start = c.at
    comma = c.accept_kind(Kind.COMMA)
    word = c.accept(words.AND | words.OR) or (c.accept("aber") if comma else "")
    c.accept(_ALSO)
    follows = c.norm() in words.IF or (not again and _starts_operand(c))
    if not word or not follows:
        c.at = start
        return ""
    return "oder" if word in words.OR else "und"


def _starts_operand(c: Cursor) -> bool:
    openings = {"mindestens", "alle", "weder", "sowohl", "keines", "nicht", "eines", "einer", "eine", "das", "die"}
    if c.is_kind(Kind.OP) or c.is_kind(Kind.OPEN) or starts_reference(c) or c.norm() == "ungleich":
        return True
    return c.norm() in openings or (c.norm() in _FINITE and starts_reference(c, 1))


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
    c.finite = c.accept(_FINITE)
    try:
        return _plain(c)
    finally:
        c.finite = ""


def _plain(c: Cursor) -> tuple[Condition, Ref | None]:
    parsers: tuple[Callable[[Cursor], Condition], ...] = (
        _of_all,
        _in_words,
        _in_some_group,
        _value_first,
        _of_measure,
        _of_entries,
    )
    for parse in parsers:
        found = c.attempt(parse)
        if found is not None:
            return found, subject_of(found)
    if c.spoken is not None and not starts_reference(c) and _pronoun(c):
        return predicate(c, c.spoken), c.spoken
    quantifier = _quantifier(c)
    refs, joint = references(c)
    if quantifier is not None:
        return _quantified(c, refs, quantifier), None
    if len(refs) > 1:
        return _spread(c, refs, joint), None
    return predicate(c, refs[0]), refs[0]


def _pronoun(c: Cursor) -> bool:
    """ "es", "sie", "die Person": what the condition before spoke of."""
    return bool(c.accept(_PRONOUNS)) or c.accept_all(frozenset({"die", "diese"}), "person")


def _quantified(c: Cursor, refs: tuple[Ref, ...], amount: tuple[int, int | None]) -> Condition:
    """ "mindestens zwei der Felder A, B, C befüllt sind"; as many as there are: all."""
    minimum, maximum = amount
    minimum = len(refs) if minimum == ALL else minimum
    parts = _each(c, refs)
    if minimum == len(parts):
        return Both(parts)
    return Either(parts) if (minimum, maximum) == (1, None) else Several(parts, minimum, maximum)


def _bracketed(c: Cursor, subject: Ref | None) -> tuple[Condition, Ref | None]:
    """ "(A = wahr UND B = wahr)", "(F1 ODER F2) > 1970", also where that bracket is never closed."""
    spread = c.attempt(_spread_bracket)
    if spread is not None:
        return spread, None
    difference = c.attempt(_of_measure)
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


def _in_words(c: Cursor) -> Condition:
    """ "es sich um eine juristische Person handelt (F… = 002)": the bracket says when that is so."""
    first = c.accept("handelt")
    if not c.accept_all("es", "sich", "um"):
        c.fail()
    start = c.at
    while c.is_kind(Kind.WORD) and c.norm() not in _OPPOSED:
        c.at += 1
    if not 0 < c.at - start <= _WORDS or not (first or c.accept("handelt")) or not c.accept_kind(Kind.OPEN):
        c.fail()
    found = condition(c)
    return found if isinstance(found, Is) and not found.negated and c.accept_kind(Kind.CLOSE) else c.fail()


def _in_some_group(c: Cursor) -> Condition:
    """ "in mindestens einer Gruppe G… das Feld F… = 001 ist": one entry decides. "<>" would ask all of them, and a
    second comparison might speak of the same entry."""
    if not c.accept_all("in", frozenset({"mindestens", "wenigstens"}), "einer"):
        c.fail()
    c.accept("der")
    c.expect(words.GROUP_NOUNS)
    group = reference(c)
    found = _operand(c, None)[0] if starts_reference(c) else c.fail()
    if not isinstance(found, Is | Given) or found.negated or _joint(c, again=False):
        c.fail()
    named = (*found.ref.within, *found.ref.parts)
    if not group.parts[-1].startswith("G") or named[: len(group.parts)] == group.parts:
        return found if group.parts[-1].startswith("G") else c.fail()
    return replace(found, ref=replace(found.ref, within=group.parts)) if len(named) == 1 else c.fail()


def _value_first(c: Cursor) -> Condition:
    """ "(der Wert) 001 „x“ in F… ausgewählt ist", "mindestens eine Angabe in G… gemacht wurde"."""
    found = c.attempt(_entry_first)
    if found is not None:
        return found
    if starts_reference(c):
        c.fail()
    negated = bool(c.accept("nicht"))
    c.accept_all(frozenset({"der", "die", "das", "den"}), words.VALUE_NOUNS | frozenset({"auswahl", "antwort"}))
    if not starts_value(c) or starts_reference(c):
        c.fail()
    said = values(c, "=")
    ref = _place(c)
    negated = bool(c.accept("nicht")) or negated
    if not c.accept(words.GIVEN) or not (c.accept(words.BE | words.BECOME) or c.finite or c.ends()):
        c.fail()
    return Is(ref, said, negated)


def _place(c: Cursor) -> Ref:
    """ "in F…", "im Feld F…", "bei F…": where a value stands."""
    if c.norm() not in words.PREPOSITIONS | {"als", "für", "unter"}:
        c.fail()
    if c.norm() in {"für", "unter"}:
        c.take()
    return reference(c)


def _entry_first(c: Cursor) -> Condition:
    """ "eine Angabe in F… gemacht wurde", "keine Angaben in G… vorliegen"."""
    c.accept("mindestens")
    article = c.expect(frozenset({"ein", "eine", "kein", "keine", "keinen", "einen"}))
    c.expect(frozenset({"eintrag", "angabe", "wert", "einträge", "angaben"}))
    ref = _place(c) if c.norm() != "zu" else (c.take(), reference(c))[1]
    c.expect(frozenset({"vorgenommen", "gemacht", "eingetragen", "angegeben", "vorhanden", "vorliegt", "erfolgt"}))
    if not c.accept(words.BE | words.BECOME) and not c.finite and not c.ends():
        c.fail()
    return Given(ref, negated=article.startswith("kein"))


def _of_entries(c: Cursor) -> Condition:
    """ "mehr als eine Gruppe G befüllt ist"."""
    sign = measures.comparator(c)
    if not sign:
        c.fail()
    amount = Amount(measures.number(c))
    target = reference(c)
    if not target.parts[-1].startswith("G") or not c.accept(words.FILLED):
        c.fail()
    c.accept(words.BE | words.BECOME)
    return Measure(Entries(target), sign, amount)


def _of_measure(c: Cursor) -> Condition:
    """ "die Anzahl der Gruppen G… > 3", "(aktuelles Datum - F…) > 6 Jahre", "die Person laut F… jünger ist"."""
    first = c.accept(words.BE) or c.finite
    subject = measures.subject(c)
    if subject is None:
        c.fail()
    first = c.accept(words.HAVE | words.BE) or first
    found = measures.compared(c, subject)
    if not first:
        c.accept(words.HAVE | words.BE)
    return found


def _quantifier(c: Cursor) -> tuple[int, int | None] | None:
    """ "eines der Felder", "mindestens zwei der folgenden Felder", "alle (drei) Felder": how many of them."""
    start = c.at
    if c.accept("alle"):
        c.accept(frozenset(words.NUMBERS) | {"2", "3", "4", "5"})
        return ALL, None
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
    if joint != "oder":
        c.accept(frozenset({"alle", "beide", "jeweils", "gleichzeitig"}))
    plain = c.norm() == "leer"
    parts = _each(c, refs)
    negated = any(isinstance(part, Is | Given | Chosen) and part.negated for part in parts) and not plain
    if not joint or (negated and joint == "oder"):
        c.fail()
    return Both(parts) if joint == "und" else Either(parts)
