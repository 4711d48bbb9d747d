"""Demands on how often something is given: "wie oft G… befüllt sein muss", "höchstens drei Einträge"."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.forcing import some_measure, verb_of
from rathaus.fim.rules.reading.pointing import reference
from rathaus.fim.rules.reading.quantities import comparator, number
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Amount, Answer, Demand, Entries, Less, Measure, Ref


def coupled(c: Cursor) -> Demand:
    """ "Der Wert in F gibt an, wie oft die Gruppe G befüllt sein muss"."""
    ref = reference(c)
    if not c.accept_all("gibt", frozenset({"an", "vor"})) and not c.accept(
        frozenset({"bestimmt", "bezeichnet", "regelt", "legt"})
    ):
        c.fail()
    c.accept("fest")
    c.accept_kind(Kind.COMMA)
    if not c.accept_all("wie", frozenset({"oft", "häufig"})) and not c.accept_all("wie", "viele"):
        c.fail()
    target = reference(c)
    if c.accept_all("zu", frozenset({"befüllen", "erfassen"})) or c.accept(words.TO_FILL | words.TO_SHOW):
        c.expect(words.BE)
        return _as_many(target, ref)
    c.expect(words.FILLED | words.VISIBLE)
    c.expect(words.AUXILIARY)
    c.accept("werden")
    c.expect(words.MUST)
    return _as_many(target, ref)


def often_as(c: Cursor) -> Demand:
    """ "G ist so oft auszufüllen, wie in F angegeben ist", "Die Anzahl der Gruppen G muss F entsprechen"."""
    subject = some_measure(c)
    if isinstance(subject, Entries):
        c.expect(words.MUST)
        c.accept_all("mit", "dem", "wert") or c.accept_all("dem", "wert") or c.accept("mit")
        ref = reference(c)
        c.expect(frozenset({"entsprechen", "übereinstimmen"}))
        return _as_many(subject.ref, ref)
    if c.accept("es"):
        c.expect(words.BE | words.MUST)
        c.accept("genau")
        c.expect("so") or c.fail()
        c.expect("viele")
        target = reference(c)
        return _as_given(c, target)
    for parse in (_for_each, _limited_by):
        found = c.attempt(parse)
        if found is not None:
            return found
    target = reference(c)
    if not c.accept_all("wiederholt", "sich"):
        c.expect(words.BE | words.MUST)
    if c.accept("entsprechend"):
        return _as_many(target, _number_behind(c))
    c.accept("genau")
    if c.is_kind(Kind.OPEN):
        return _reckoned_times(c, target)
    if not c.accept_all("so", "oft") and not c.accept_all("genauso", "oft"):
        c.fail()
    return _as_given(c, target)


def _reckoned_times(c: Cursor, target: Ref) -> Demand:
    """ "(G muss genau) (F1 - 1)-mal ausgefüllt werden"."""
    c.take()
    number_of = reference(c)
    if not c.accept_kind(Kind.DASH) and not c.accept(frozenset({"-", "minus", "−"})):
        c.fail()
    less = Less(Answer(number_of), Amount(number(c)))
    if not c.accept_kind(Kind.CLOSE):
        c.fail()
    c.expect(frozenset({"-mal", "mal"}))
    c.expect(words.FILLED | words.TO_FILL)
    c.accept(words.AUXILIARY)
    return Demand((Measure(Entries(target), "=", less),), 1, None)


def _number_behind(c: Cursor) -> Ref:
    """ "(entsprechend) der Anzahl in F (zu wiederholen)", "(entsprechend) der in F angegebenen Anzahl (befüllt)"."""
    if not c.accept_all("der", "in"):
        c.accept_all(frozenset({"der", "dem"}), frozenset({"anzahl", "wert", "zahl", "angabe"}))
    ref = reference(c)
    c.accept_all(words.ATTRIBUTES, frozenset({"anzahl", "zahl"}))
    if not c.done() and not c.accept_all("zu", frozenset({"wiederholen", "befüllen"})):
        c.expect(words.TO_FILL | words.FILLED | words.TO_SHOW | frozenset({"wiederholt"}))
        c.accept(words.AUXILIARY)
    return ref


def _limited_by(c: Cursor) -> Demand:
    """ "G darf höchstens so oft befüllt werden, wie in F angegeben", "G muss mindestens so oft …"."""
    target = reference(c)
    most = bool(c.accept(words.MAY | words.CAN))
    if not most:
        c.expect(words.MUST | words.BE)
    c.expect(frozenset({"höchstens", "maximal"}) if most else frozenset({"mindestens", "wenigstens"}))
    return _as_given(c, target, "<=" if most else ">=") if c.accept_all("so", "oft") else c.fail()


def _for_each(c: Cursor) -> Demand:
    """ "Für jedes in F angegebene Kind ist die Gruppe G auszufüllen"."""
    if not c.accept_all("für", frozenset({"jedes", "jede", "jeden"})):
        c.expect(frozenset({"je", "pro"}))
    number_of = reference(c) if c.norm() in words.PREPOSITIONS else c.fail()
    c.expect(words.ATTRIBUTES | frozenset({"angegebenes"}))
    if not c.accept_kind(Kind.WORD):
        c.fail()
    c.expect(words.BE | words.MUST)
    c.accept("eine")
    target = reference(c)
    c.expect(words.TO_FILL | words.FILLED)
    c.accept(words.AUXILIARY)
    return _as_many(target, number_of) if target.parts[-1].startswith("G") else c.fail()


def _as_given(c: Cursor, target: Ref, sign: str = "=") -> Demand:
    """ "(so oft) auszufüllen, wie in F angegeben"."""
    c.expect(words.TO_FILL | words.FILLED | words.TO_SHOW | frozenset({"zu", "wiederholt"}))
    c.accept(frozenset({"befüllen", "wiederholen"}))
    c.accept(words.AUXILIARY)
    c.accept_kind(Kind.COMMA)
    c.expect("wie")
    c.accept("es")
    ref = reference(c)
    c.expect(words.FILLED)
    if not c.accept(words.BE | words.BECOME) and not c.ends():
        c.fail()
    return Demand((Measure(Entries(target), sign, Answer(ref)),), 1, None)


def _as_many(target: Ref, number: Ref) -> Demand:
    return Demand((Measure(Entries(target), "=", Answer(number)),), 1, None)


def entries(c: Cursor) -> Demand:
    """ "In G sind höchstens drei Einträge erlaubt", "in G müssen mindestens zwei Einträge vorhanden sein"."""
    c.accept("es")
    first = verb_of(c)
    ref = reference(c) if c.norm() in words.PREPOSITIONS else None
    verb = first or verb_of(c)
    sign = comparator(c)
    amount = Amount(number(c))
    if ref is None and c.norm() in words.GROUP_NOUNS and c.is_kind(Kind.REF, 1):
        return _groups(c, verb, sign, amount)
    c.expect(frozenset({"einträge", "eintrag", "angaben", "wiederholungen"}))
    if ref is None:
        ref = reference(c) if c.norm() in words.PREPOSITIONS else c.fail()
    if verb == "be":
        c.expect(words.of("erlaubt zulässig möglich erforderlich notwendig anzugeben vorzunehmen"))
    else:
        c.expect(words.of("vorhanden erfasst angegeben vorgenommen eingetragen gemacht"))
        c.expect(words.AUXILIARY)
    if sign not in {">=", "<=", "="} or ((verb == "may") != (sign == "<=") and verb != "be"):
        c.fail()
    return Demand((Measure(Entries(ref), sign, amount),), 1, None)


def _groups(c: Cursor, verb: str, sign: str, amount: Amount) -> Demand:
    """ "(Es müssen mindestens zwei) Gruppen G ausgefüllt werden"."""
    ref = reference(c)
    c.expect(words.FILLED | frozenset({"angelegt"}))
    c.expect(words.AUXILIARY)
    if not ref.parts[-1].startswith("G") or sign not in {">=", "<=", "="} or (verb == "may") != (sign == "<="):
        c.fail()
    return Demand((Measure(Entries(ref), sign, amount),), 1, None)
