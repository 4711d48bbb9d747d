"""The grammar of what a condition says of a reference: equal to, filled, chosen, of a set, of a size."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.among import both_values, neither, one_of
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.endings import HAS, TAKEN, choice, finite, refuse_size, trailing
from rathaus.fim.rules.reading.entries import entered, entry, of_entry
from rathaus.fim.rules.reading.measures import compared, on_its_side
from rathaus.fim.rules.reading.members import named_set
from rathaus.fim.rules.reading.own_verbs import PASSING, exceeding, judged, missing, taken_on, ticks, true_of
from rathaus.fim.rules.reading.persons import at_application
from rathaus.fim.rules.reading.pointing import starts_reference
from rathaus.fim.rules.reading.quantities import OPPOSITE, plain_number, written_number
from rathaus.fim.rules.reading.ranges import begins, code_in_range, of_set, told_set, whose_code
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import (
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
    Said,
    Today,
)
from rathaus.fim.rules.reading.values import choices, starts_value, values


def predicate(c: Cursor, ref: Ref) -> Condition:
    """What is said of `ref`; a reference alone (`Bare`) where nothing is said."""
    parsers: tuple[Callable[[Ref, Cursor], Condition], ...] = (
        exceeding,
        _any_other,
        _operator,
        _giving_an_age,
        told_set,
        of_set,
        whose_code,
        code_in_range,
        both_values,
        one_of,
        neither,
        _empty_or,
        _presence,
        entry,
        entered,
        _answered,
        _truth,
        _stated,
        _measured,
        begins,
        _bare_truth,
    )
    if c.finite in _OWN and (c.finite != "kreuzt" or c.norm() in {"an", "nicht"}):
        return _OWN[c.finite](ref, c)
    _passed(c)
    for parse in parsers:
        found = c.attempt(partial(parse, ref))
        if found is not None:
            return found
    return c.fail() if of_entry(c) else Bare(ref)


def _passed(c: Cursor) -> None:
    """Moves past words that change nothing about what is said of an answer: "jedoch", "unter anderem"."""
    at_application(c)
    if c.norm(1) not in words.THEN and c.accept(words.CONTRARY):
        c.contrary = True
    c.accept_all("unter", "anderem")
    c.accept("u.a.")


def equality(c: Cursor, ref: Ref) -> Condition:
    """ "= 001 „a“ ODER 002 „b“", "<> „wahr“", "= Auswahl 01", "ungleich 7", "= „“" (nothing answered)."""
    operator = c.accept_kind(Kind.OP)
    sign = operator.norm if operator else "<>" if c.accept("ungleich") else "="
    if sign not in {"=", "<>"}:
        c.fail()
    choice(c)
    if c.accept("leer"):
        trailing(c)
        return Given(ref, negated=sign == "=")
    members = named_set(c)
    if members is not None:
        return Is(ref, members, negated=sign == "<>")
    loose = not c.is_kind(Kind.OPEN)
    found = values(c, sign)
    refuse_size(c)
    if len(found) == 1 and isinstance(found[0], Said) and found[0].label is None and written_number(found[0].text):
        same = Measure(Answer(ref), "=", Amount(plain_number(found[0].text)))  # "= 1,5", "= 1.000": no codes
        trailing(c)
        return same if sign == "=" else Otherwise((same,))
    if sign == "=" and _or_none(c):
        return Either((Is(ref, found), Given(ref, negated=True)))
    if sign == "=" and len(found) == 1 and c.norm() == "oder" and c.norm(1) == "leer":
        c.at += 2  # "= falsch oder leer"
        trailing(c)
        return Either((Is(ref, found), Given(ref, negated=True)))
    trailing(c)
    if [said.text for said in found if isinstance(said, Said)] == [""]:
        return Given(ref, negated=sign == "=")
    return Is(ref, found, negated=sign == "<>", loose=loose and len(found) > 1)


def _giving_an_age(ref: Ref, c: Cursor) -> Condition:
    """ "(F „Geburtsdatum“) ein Alter von unter 16 Jahren ergibt"; with the verb first: "(Ergibt F) ein Alter …"."""
    first = c.finite == "ergibt"
    c.expect("ein")
    c.expect("alter")
    c.accept("von")
    found = compared(c, Elapsed(Answer(ref), Today(), "years", whole=True))
    return found if first or c.accept("ergibt") else c.fail()


def _bare_truth(ref: Ref, c: Cursor) -> Condition:
    """ "(Falls F1) „Ja“": without a verb."""
    token = c.peek()
    if token is None or token.norm not in words.TRUTH or c.finite:
        c.fail()
    c.take()
    ends = c.done() or c.is_kind(Kind.COMMA) or c.norm() in words.THEN
    return Is(ref, (Said(token.text),)) if ends else c.fail()


def _or_none(c: Cursor) -> bool:
    """Moves past "(01) oder kein Code ausgewählt ist", "(Ja) oder keine Auswahl getroffen wurde"."""
    start = c.at
    if c.accept("oder") and c.accept(frozenset({"kein", "keine", "keinen", "nichts"})):
        c.accept(words.VALUE_NOUNS | frozenset({"auswahl", "angabe", "antwort"}))
        if c.accept(TAKEN):
            trailing(c)
            return True
    c.at = start
    return False


def _any_other(ref: Ref, c: Cursor) -> Condition:
    """ "= alle anderen möglichen Ausprägungen (als 009)", "einen anderen Code": answered, but with another value."""
    start = c.at
    c.accept_equals()
    placed = c.accept(frozenset({"mit", "auf"}))
    none = not placed and c.accept_all(frozenset({"keine", "kein"}), "oder")
    if not none and c.accept("alle"):
        c.expect(frozenset({"anderen", "übrigen"}))
        c.accept("möglichen")
    else:
        c.expect(frozenset({"ein", "eine", "einen", "einer", "einem"}))
        c.expect(frozenset({"anderer", "andere", "anderen", "anderes"}))
    noun = c.accept(words.VALUE_NOUNS | frozenset({"auswahl", "antwort"})) or _own_noun(c, ref) or c.fail()
    c.accept_all("der", "codeliste")
    said = choices(c) if c.accept("als") else ()
    trailing(c)
    if placed and not any(token.norm in TAKEN for token in c.tokens[start : c.at]):
        c.fail()
    if said and (none or _nor_any(c, noun)):  # "ein anderer Code als 07 oder keiner"
        return Is(ref, said, negated=True)
    if none:
        c.fail()
    return Both((Given(ref), Is(ref, said, negated=True))) if said else IsOther(ref)


def _own_noun(c: Cursor, ref: Ref) -> str:
    """ "(in F1 eine andere) Tierart (als 07)"; where F1 is only spoken of, the noun must be of its name."""
    token = c.peek()
    noun = token is not None and token.kind is Kind.WORD and token.text[0].isupper() and c.norm(1) == "als"
    named = ref is not c.spoken or c.norm() in (ref.label or "").lower().split()
    coded = c.norm() in words.LAND_WORDS and c.is_kind(Kind.CODE, 2)  # "ein anderes Land als 124"
    plain = c.norm() not in words.UNNAMED | words.KEYWORDS
    return c.take().norm if noun and named and (plain or coded) else ""


def _nor_any(c: Cursor, noun: str) -> bool:
    """Moves past "oder keine", "oder keine Auswahl getroffen wurde", behind which nothing else is asked."""
    start = c.at
    if c.accept("oder"):
        c.accept("gar")
        nothing = c.accept("nichts")
        none = nothing or c.accept(frozenset({"keine", "keiner", "kein", "keinen", "keines"}))
        named = not nothing and c.accept(words.VALUE_NOUNS | frozenset({"auswahl", "angabe", "antwort", noun}))
        taken = c.accept(TAKEN)
        trailing(c) if taken else c.accept(words.BE | words.BECOME)
        over = c.done() or c.is_kind(Kind.COMMA) or c.norm() in words.THEN
        if none and over and (taken or not named or c.finite):
            return True
    c.at = start
    return False


def _operator(ref: Ref, c: Cursor) -> Condition:
    """A comparison by signs: "= 001", "Auswahl = 001", "der Wert = 5", "nicht = wahr"."""
    negated = bool(c.accept("nicht"))
    c.accept("ist") if c.norm(1) in {"gleich", "ungleich"} else None
    noun = choice(c) or c.accept_all(frozenset({"der", "den"}), frozenset({"wert", "code"})) or c.accept("gleich")
    if c.is_kind(Kind.OPEN, 1) and c.accept("in"):
        return Is(ref, choices(c), negated)
    if not c.is_kind(Kind.OP) and not noun and c.norm() != "ungleich":
        c.fail()
    operator = c.peek()
    if operator and operator.kind is Kind.OP and operator.norm not in {"=", "<>"}:
        c.fail()
    found = equality(c, ref)
    if negated:
        return _denied(c, found)
    return found


def _denied(c: Cursor, found: Condition) -> Condition:
    match found:
        case Is(ref, said, False, loose) if len(said) == 1 or not loose:
            return Is(ref, said, negated=True)
        case Given(ref, given):
            return Given(ref, not given)
        case Chosen(ref, False):
            return Chosen(ref, True)
        case Measure(left, sign, right):
            return Measure(left, OPPOSITE[sign], right)
        case _:
            return c.fail()


def _presence(ref: Ref, c: Cursor) -> Condition:
    """ "nicht leer (ist)", "leer ist", "(nicht) befüllt ist/sind", "mindestens einmal befüllt ist"."""
    first = finite(c)
    if c.accept("fehlt") and c.ends():
        return Given(ref, negated=True)
    negated = bool(c.accept("nicht"))
    every = c.accept("alle")
    part = c.accept(frozenset({"bereits", "vollständig", "auch", "jeweils"})) == "vollständig"
    if every and negated:
        c.fail()  # "nicht alle befüllt": some are, or none
    if c.accept("leer"):
        c.accept(words.BE)
        return c.fail() if ref.fields and negated else Given(ref, negated=not negated)
    if ref.fields or ((part or every) and ref.parts[-1].startswith("G")):
        c.fail()  # "alle Felder in G… befüllt", "G… vollständig befüllt": more than something in it
    if ref.located and ref.label and c.norm() in words.GIVEN:
        c.fail()  # "in F… „Text“ angegeben": the name of the field, or its value?
    if first in {"liegt", "liegen"} and c.accept("vor") and c.ends():
        return Given(ref, negated=negated)
    c.accept("vorhanden") or c.expect(words.FILLED)
    if not negated and (other := c.attempt(partial(_but_not, ref))) is not None:
        return Both((Given(ref), other))
    if not c.accept(words.BE | words.BECOME) and not first and not c.ends():
        c.fail()
    return Given(ref, negated=negated)


def _but_not(ref: Ref, c: Cursor) -> Condition:
    """ "(befüllt), aber nicht 01 (ist)", "(befüllt) und ungleich 01 (ist)"."""
    if not c.accept_kind(Kind.COMMA) or not c.accept(frozenset({"aber", "jedoch"})):
        c.fail()
    denied = c.accept("nicht") or c.accept("ungleich")
    found = equality(c, ref) if denied and (c.is_kind(Kind.OP) or starts_value(c)) else c.fail()
    return replace(found, negated=True) if isinstance(found, Is) and len(found.values) == 1 else c.fail()


def _answered(ref: Ref, c: Cursor) -> Condition:
    """ "mit „Ja“ belegt ist", "„Ja“ angegeben wird", "002 „a“ oder 003 „b“ ausgewählt ist"."""
    first = finite(c)
    negated = bool(c.accept("nicht"))
    word = c.accept(frozenset({"mit", "auf"}))
    if word == "mit":
        c.accept_all(frozenset({"dem", "der", "den"}), words.VALUE_NOUNS | frozenset({"auswahl"}))
    if not word and (not starts_value(c) or (c.norm() == "falsch" and c.norm(1) in words.FILLED)):
        c.fail()  # "falsch befüllt": wrongly, or with no?
    said = values(c, "=")
    refuse_size(c)
    done = c.accept(words.GIVEN | words.ACTIVE | frozenset({"beantwortet", "befüllt", "ausgefüllt", "bestätigt"}))
    ended = c.accept(words.BE | words.BECOME | words.HAVE)
    on_it = word == "auf" and bool({c.finite, ended} & {"steht", "stehen", "lautet", "lauten"})
    answers = on_it or c.finite == "beantwortet" or c.finite in words.CHOOSING
    if not done and not word and not negated and _or_none(c):
        return Either((Is(ref, said), Given(ref, negated=True)))
    if not (done or ended or first) or (word and not (done or answers)) or (first and not done and starts_reference(c)):
        c.fail()
    if negated and len(said) > 1:
        c.fail()
    return Is(ref, said, negated=negated, loose=False)


def _empty_or(ref: Ref, c: Cursor) -> Condition:
    """ "leer oder 001 ist", "nicht beantwortet oder mit „Nein“ beantwortet wurde"."""
    finite(c)
    if not c.accept("leer"):
        c.expect("nicht")
        c.expect(words.FILLED | frozenset({"beantwortet"}))
    c.expect("oder")
    if starts_reference(c) or not (c.norm() in {"mit", "größer", "kleiner"} or starts_value(c)):
        c.fail()
    return Either((Given(ref, negated=True), predicate(c, ref)))


def _truth(ref: Ref, c: Cursor) -> Condition:
    """ "bejaht wurde", "verneint ist", "(nicht) angekreuzt ist", "zutrifft"."""
    first = finite(c)
    negated = bool(c.accept("nicht"))
    if c.accept(frozenset({"zutrifft", "vorliegt"})):
        return Chosen(ref, negated)
    c.accept(frozenset({"bereits", "auch"}))
    verb = c.expect(words.TICKED | words.PICKED | frozenset({"bejaht", "verneint", "gesetzt", "bestätigt"}))
    if ref.located and ref.label and verb in words.PICKED | {"angekreuzt"}:
        c.fail()  # "in F… „Text“ ausgewählt": the name of the field, or its value?
    if not c.accept(words.BE | words.BECOME) and not first and not c.ends():
        c.fail()
    if verb in {"bejaht", "verneint"}:
        return Is(ref, (Said("ja" if verb == "bejaht" else "nein"),), negated)
    return Chosen(ref, negated)


def _stated(ref: Ref, c: Cursor) -> Condition:
    """ "(nicht) der Wert 001 angegeben wurde", "den Wert 12 hat", "hat (nicht) den Wert 12"."""
    first = finite(c)
    negated = bool(c.accept("nicht"))
    stated = _stated_noun(c)
    if not stated and not first:
        c.fail()
    c.accept_equals()
    said = values(c, "=")
    if not negated and _or_none(c):
        return Either((Is(ref, said), Given(ref, negated=True)))
    refuse_size(c)
    negated = bool(c.accept("nicht")) or negated
    done = c.accept(TAKEN | frozenset({"haben", "enthalten"}))
    ended = c.accept(words.BE | words.BECOME | words.HAVE)
    if not (done or ended or first):
        c.fail()
    if negated and len(said) > 1:
        c.fail()  # "nicht 1 oder 2": how far does "nicht" reach?
    if [each.text for each in said if isinstance(each, Said)] == [""]:
        return Given(ref, negated=not negated)
    return Is(ref, said, negated=negated)


def _stated_noun(c: Cursor) -> bool:
    """ "der Wert", "den Code", "die Auswahl", "der Eintrag"."""
    return c.accept_all(
        frozenset({"der", "den", "die", "dem", "als"}), words.VALUE_NOUNS | frozenset({"auswahl", "antwort"})
    )


def _measured(ref: Ref, c: Cursor) -> Condition:
    """ "die Zahl > 5 ist", "mehr als 200 beträgt", "vor dem Datum in F… liegt", "in der Zukunft liegt"."""
    first = finite(c)
    negated = bool(c.accept("nicht"))
    c.accept_all(frozenset({"die", "der", "das"}), frozenset({"zahl", "wert", "jahr", "betrag", "anzahl", "datum"}))
    start = c.at
    found = compared(c, Answer(ref))
    if isinstance(found, Measure) and isinstance(found.left, Entries):
        c.accept(TAKEN)
    elif c.norm() in words.PICKED:
        c.fail()  # "mehr als 1 ausgewählt": how many, or what?
    if isinstance(found, Measure) and found.dated and c.norm() in words.FILLED:
        c.fail()  # "F1 vor F3 befüllt ist": first filled, or an earlier date?
    if not first:
        c.accept(HAS)
        trailing(c)
    return _denied(c, found) if negated else on_its_side(found, {token.norm for token in c.tokens[start : c.at]})


_OWN: dict[str, Callable[[Ref, Cursor], Condition]] = {
    **dict.fromkeys(PASSING, exceeding),
    "fehlt": missing,
    "fehlen": missing,
    **dict.fromkeys(("trifft", "treffen"), true_of),
    "beginnt": begins,
    "ergibt": _giving_an_age,
    "nimmt": taken_on,
    **dict.fromkeys(("bejaht", "verneint"), judged),
    "kreuzt": ticks,
}
"""Verbs before their subject that say something themselves: nothing else may be read then."""
