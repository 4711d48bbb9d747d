"""Conditions that begin with what is answered, or how much: "001 in F… ausgewählt ist", "mehr als zwei Gruppen G…"."""

from __future__ import annotations

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.lists import references
from rathaus.fim.rules.reading.measures import compared
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.quantities import comparator, number
from rathaus.fim.rules.reading.subjects import measured
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Amount, Answer, Condition, Entries, Given, Is, Measure, Ref, Said, Value
from rathaus.fim.rules.reading.values import choices, starts_value, values


def value_first(c: Cursor) -> Condition:
    """ "(der Wert) 001 „x“ in F… ausgewählt ist", "mindestens eine Angabe in G… gemacht wurde"."""
    found = c.attempt(_entry_first)
    if found is not None:
        return found
    if starts_reference(c):
        c.fail()
    negated = bool(c.accept("nicht"))
    if c.norm(1) == "der" or c.norm(2) == "der":
        c.accept(frozenset({"mindestens", "wenigstens"}))
        listed = c.accept_all(frozenset({"einer", "eine", "eines"}), "der")
        if listed and c.norm() not in words.VALUE_NOUNS:
            c.fail()
        if listed and c.accept(words.VALUE_NOUNS):
            return _one_of_these(c, negated=negated)
    c.accept_all(frozenset({"der", "die", "das", "den"}), words.VALUE_NOUNS | frozenset({"auswahl", "antwort"}))
    if not starts_value(c) or starts_reference(c):
        c.fail()
    said = values(c, "=")
    negated = bool(c.spoken and c.accept("nicht")) or negated
    # "(Wenn) der Code 03 (nicht) enthalten ist": in the question of the sentence before
    ref = (_asked_before(c, said) if c.norm() in words.GIVEN else None) or _place(c)
    negated = bool(c.accept("nicht")) or negated
    if not c.accept(words.GIVEN) or not (c.accept(words.BE | words.BECOME) or c.finite or c.ends()):
        c.fail()
    return Is(ref, said, negated)


def _asked_before(c: Cursor, said: tuple[Value, ...]) -> Ref | None:
    """The question that the sentence before compared, where its answers are of the same sort as `said`."""
    if c.spoken is None or c.mentioned is None or c.mentioned[0] != c.spoken or len(said) != 1:
        return None
    sorts = {isinstance(one, Said) and one.text.lower() in words.TRUTH for one in (*said, *c.mentioned[1])}
    return c.spoken if len(sorts) == 1 and isinstance(said[0], Said) else None


def _one_of_these(c: Cursor, *, negated: bool) -> Condition:
    """ "(einer der Codes) 01, 02 oder 03 in F… gewählt (ist)"."""
    said = choices(c)
    ref = _place(c)
    negated = bool(c.accept("nicht")) or negated
    if negated and len(said) > 1:
        c.fail()  # "einer der Werte 1, 2 nicht gewählt": none of them, or one?
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


def _none_chosen(c: Cursor) -> Condition:
    """ "keine der Optionen in F… ausgewählt ist"."""
    c.expect(frozenset({"keine", "keiner", "keines"}))
    c.expect("der")
    c.expect(words.of("optionen codes werte auswahlmöglichkeiten antworten einträge ausprägungen"))
    ref = _place(c)
    c.expect(words.PICKED | words.TICKED)
    if not c.accept(words.BE | words.BECOME) and not c.finite and not c.ends():
        c.fail()
    return Given(ref, negated=True)


def _entry_first(c: Cursor) -> Condition:
    """ "eine Angabe in F… gemacht wurde", "keine Angaben in G… vorliegen"."""
    none = c.attempt(_none_chosen)
    if none is not None:
        return none
    c.accept("mindestens")
    article = c.expect(frozenset({"ein", "eine", "kein", "keine", "keinen", "einen"}))
    c.expect(frozenset({"eintrag", "angabe", "wert", "einträge", "angaben"}))
    ref = _place(c) if c.norm() != "zu" else (c.take(), reference(c))[1]
    if c.finite in {"liegt", "liegen"} and c.accept("vor"):
        return Given(ref, negated=article.startswith("kein"))
    c.expect(frozenset({"vorgenommen", "gemacht", "eingetragen", "angegeben", "vorhanden", "vorliegt", "erfolgt"}))
    if not c.accept(words.BE | words.BECOME) and not c.finite and not c.ends():
        c.fail()
    return Given(ref, negated=article.startswith("kein"))


def of_entries(c: Cursor) -> Condition:
    """ "mehr als eine Gruppe G befüllt ist"."""
    sign = comparator(c)
    if not sign:
        c.fail()
    amount = Amount(number(c))
    counted = c.accept(frozenset({"einträge", "eintrag", "angaben"}))
    of_group = c.norm() == "der" and c.norm(1) in words.GROUP_NOUNS and c.is_kind(Kind.REF, 2)
    target = reference(c) if not counted or of_group or c.norm() in words.PREPOSITIONS else c.fail()
    there = words.FILLED | (words.of("vorhanden gemacht vorgenommen") if counted else frozenset())
    if not (counted or target.parts[-1].startswith("G")) or target.fields or not c.accept(there):
        c.fail()
    c.accept(words.BE | words.BECOME)
    return Measure(Entries(target), sign, amount)


def of_measure(c: Cursor) -> Condition:
    """ "die Anzahl der Gruppen G… > 3", "(aktuelles Datum - F…) > 6 Jahre", "die Person laut F… jünger ist"."""
    first = c.accept(words.BE) or c.finite
    subject = measured(c)
    if subject is None:
        c.fail()
    first = c.accept(words.HAVE | words.BE) or first
    found = compared(c, subject)
    if not first:
        c.accept(words.HAVE | words.BE)
    return found


def of_mentioned(c: Cursor) -> Condition:
    """ "(Ist) eines davon (ausgewählt)", "keiner dieser Werte gewählt wird": of what the sentence before named."""
    if c.mentioned is None:
        c.fail()
    if c.accept_all(frozenset({"die", "diese", "der", "dieser", "das", "dieses"}), _THIS_VALUE):
        return _this_value(c, *c.mentioned)
    word = c.expect(frozenset({"eines", "einer", "eine", "keines", "keiner", "keine"}))
    ref, said = c.mentioned
    if not c.accept("davon"):
        c.expect(frozenset({"dieser", "der"}))
        if c.accept("genannten"):
            said = c.told.get(ref.parts) or c.fail()
        c.expect(words.VALUE_NOUNS | frozenset({"auswahlmöglichkeiten", "beiden"}))
    c.expect(words.GIVEN)
    if not c.accept(words.BE | words.BECOME) and not c.finite and not c.ends():
        c.fail()
    return Is(ref, said, negated=word.startswith("kein"))


_THIS_VALUE = words.of("option auswahl wert code eintrag ausprägung auswahlmöglichkeit")


def _this_value(c: Cursor, ref: Ref, said: tuple[Value, ...]) -> Condition:
    """ "(Wurde) die Option (nicht gewählt)", "dieser Wert nicht ausgewählt ist"."""
    negated = bool(c.accept("nicht"))
    c.expect(words.PICKED | frozenset({"angegeben", "getroffen"}))
    if not c.accept(words.BE | words.BECOME) and not c.finite and not c.ends():
        c.fail()
    return Is(ref, said, negated=negated) if len(said) == 1 else c.fail()


def related(c: Cursor) -> Condition:
    """ "F1 und F2 (nicht) übereinstimmen", "(Unterscheidet sich) F1 von F2", "denselben Wert haben"."""
    reflexive = c.accept("sich")
    refs, joint = references(c)
    differs = c.finite in {"unterscheidet", "unterscheiden"}
    if len(refs) == 1:
        word = c.expect(frozenset({"von", "mit"}))
        refs = (*refs, reference(c))
        if differs and reflexive and word == "von":
            return _compared(refs, "<>")
        if word == "von":
            c.finite == "weicht" or c.expect(frozenset({"abweicht", "abweichen"}))
            return _compared(refs, "<>")
    elif joint != "und" or len(refs) != 2:
        c.fail()
    if differs:
        return _compared(refs, "<>") if reflexive or c.accept("sich") else c.fail()
    negated = bool(c.accept("nicht"))
    if c.finite in {"stimmt", "stimmen"}:
        c.expect("überein")
    elif c.accept_all(frozenset({"denselben", "den"}), frozenset({"wert", "gleichen", "selben"})):
        c.accept("wert")
        c.accept(words.HAVE) or c.finite in words.HAVE or c.fail()
    elif c.accept(frozenset({"identisch", "gleich"})):
        c.accept(words.BE) or c.finite in words.BE or c.fail()
    else:
        c.expect(frozenset({"übereinstimmen", "übereinstimmt"}))
    return _compared(refs, "<>" if negated else "=")


def _compared(refs: tuple[Ref, ...], sign: str) -> Condition:
    return Measure(Answer(refs[0]), sign, Answer(refs[1]))
