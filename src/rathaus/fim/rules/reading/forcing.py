"""The grammar of what an answer must be: a value, a size, a date before another one, written in so many digits."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.characters import beginning, ending, once_given, written
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.lists import references
from rathaus.fim.rules.reading.measures import compared
from rathaus.fim.rules.reading.persons import at_application
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.quantities import OPPOSITE, bound, comparator, counted, number, other
from rathaus.fim.rules.reading.subjects import measured
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import (
    Amount,
    Answer,
    Both,
    Chosen,
    Condition,
    Demand,
    Either,
    Entries,
    Given,
    InDigits,
    Is,
    Measure,
    Otherwise,
    Ref,
    Said,
    Signs,
    Term,
    answers,
)
from rathaus.fim.rules.reading.values import values

ENDINGS = words.AUXILIARY | frozenset(
    {
        "haben",
        "liegen",
        "betragen",
        "zurückliegen",
        "enthalten",
        "lauten",
        "entsprechen",
        "ergeben",
        "umfassen",
        "annehmen",
    }
)


def verb_of(c: Cursor) -> str:
    """Which kind of verb stands here; empty (and no move) where there is none."""
    if c.accept(words.MUST | words.SHALL):
        return "must"
    if c.accept(words.MAY | words.CAN):
        return "may"
    return "be" if c.accept(words.BE) else ""


_ALSO = words.of("auch ebenfalls zusätzlich zudem")


def forced(c: Cursor) -> Demand:
    """ "F muss = „wahr“ sein(, sonst kann … nicht abgeschickt werden)", "F darf nicht in der Zukunft liegen"."""
    verb = verb_of(c)
    c.accept(_ALSO) if verb else None
    subject = some_measure(c)
    refs = () if subject else _subjects(c)
    if len(refs) > 1 and c.tokens[-1].norm == "ergeben":
        c.fail()  # "F1 und F2 dürfen höchstens 30 ergeben": each, or their sum?
    verb = verb or verb_of(c)
    if verb not in {"must", "may"}:
        c.fail()
    at_application(c)
    c.accept(_ALSO)
    only = bool(c.accept("nur"))
    negated = bool(c.accept("nicht"))
    if verb == "may" and not negated and c.norm() in {"frühestens", "spätestens"}:
        verb = "must"  # "darf frühestens am 1.1. liegen": a bound, as "muss"
    if negated and verb == "must":
        c.fail()
    terms = (subject,) if subject else tuple(Answer(ref) for ref in refs)
    pair = c.attempt(partial(_pair, terms=terms)) if verb == "must" else None
    if pair is not None:
        return pair
    parts: list[Condition] = []
    start = c.at
    for term in terms:
        c.at = start
        parts.append(_forced_part(c, term, only=only))
    found = [opposite(c, part) for part in parts] if negated else parts
    if verb == "may" and not negated and not all(_limits(part, only) for part in parts):
        c.fail()
    if c.is_kind(Kind.COMMA) and c.norm(1) not in words.IF:
        c.take()
        _else_cannot_send(c)
    return Demand(tuple(found), len(found), None)


def _pair(c: Cursor, terms: tuple[Term, ...]) -> Demand:
    """ "(F muss) mindestens 1 und darf höchstens 10 betragen"."""
    (term,) = terms if len(terms) == 1 else c.fail()
    low = compared(c, term)
    c.expect(words.AND)
    c.expect(words.MAY | words.MUST)
    high = compared(c, term)
    c.expect(ENDINGS)
    bounds = isinstance(low, Measure) and low.op in {">", ">="} and isinstance(high, Measure) and high.op in {"<", "<="}
    return Demand((low, high), 2, None) if bounds else c.fail()


def exceeded(c: Cursor) -> Demand:
    """ "F darf 100 % nicht überschreiten", "F1 darf den Wert in F2 nicht übersteigen"."""
    verb = verb_of(c)
    subject = some_measure(c)
    terms: tuple[Term, ...] = (subject,) if subject else tuple(Answer(ref) for ref in _subjects(c))
    verb = verb or verb_of(c)
    if verb == "must":
        return _passing(c, terms)
    if verb != "may":
        c.fail()
    most = bound(c)
    if c.accept("zeichen"):  # "darf 200 Zeichen nicht überschreiten"
        if not all(isinstance(term, Answer | Signs) for term in terms):
            c.fail()
        terms = tuple(Signs(ref) for term in terms for ref in answers(term))
    elif any(isinstance(term, Signs) for term in terms):
        c.fail()
    c.expect("nicht")
    word = c.expect(frozenset({"überschreiten", "übersteigen", "unterschreiten"}))
    sign = ">=" if word == "unterschreiten" else "<="
    if isinstance(terms[0], Signs):
        (ref,) = answers(terms[0])
        return Demand((once_given(ref, Measure(terms[0], sign, most)),), 1, None) if len(terms) == 1 else c.fail()
    return Demand(tuple(Measure(term, sign, most) for term in terms), len(terms), None)


def _passing(c: Cursor, terms: tuple[Term, ...]) -> Demand:
    """ "(F1 muss) den Wert von F2 übersteigen"."""
    right = bound(c)
    word = c.expect(frozenset({"überschreiten", "übersteigen", "unterschreiten"}))
    if any(isinstance(term, Signs) for term in terms):
        c.fail()
    sign = "<" if word == "unterschreiten" else ">"
    return Demand(tuple(Measure(term, sign, right) for term in terms), len(terms), None)


def some_measure(c: Cursor) -> Term | None:
    """More than an answer that is measured; None where there is nothing of the kind."""
    start = c.at
    if start in c.unmeasured:
        return None
    found = c.attempt(lambda cursor: measured(cursor) or cursor.fail())
    if found is None:
        c.unmeasured.add(start)
    return found


def _subjects(c: Cursor) -> tuple[Ref, ...]:
    refs, joint = references(c)
    if joint == "oder":
        c.fail()
    if c.accept_kind(Kind.OPEN):  # "das Ende der Veranstaltung (F… „Ende“)" names it once more
        c.fail()
    return refs


def _forced_part(c: Cursor, term: Term, *, only: bool = False) -> Condition:
    if isinstance(term, Answer):
        found = c.attempt(partial(value_of, ref=term.ref)) or c.attempt(partial(_as_written, ref=term.ref, only=only))
        if found is not None:
            return found
        if c.accept(frozenset({"bejaht", "angekreuzt", "bestätigt", "akzeptiert", "angehakt"})):
            c.expect(words.AUXILIARY)
            return Chosen(term.ref)
    found = c.attempt(partial(_as_much, term=term))
    if found is not None:
        return found
    c.accept_all("den", "wert") or c.accept_all("einen", "wert") or c.accept("werte")
    found = compared(c, term)
    c.expect(ENDINGS)
    return _or_equal(c, found)


def _as_written(c: Cursor, ref: Ref, *, only: bool) -> Condition:
    """ "aus genau 5 Ziffern bestehen", "höchstens 200 Zeichen lang sein", "mit DE beginnen"."""
    found = c.attempt(partial(beginning, ref=ref))
    if found is None:
        found = written(c, ref, only=only)
        if not ending(c):
            c.fail()
    return once_given(ref, found)


def _as_much(c: Cursor, term: Term) -> Condition:
    """ "100 ergeben", "der Summe aus F1 und F2 entsprechen", "nicht größer sein als F2", "positiv sein"."""
    sign = comparator(c)
    if sign in {"<=", ">="} and c.accept("so") and c.accept(_LARGE):
        tail = c.accept("sein")
        c.expect("wie")
        right = other(c) or c.fail()
        return Measure(term, sign, right) if tail or c.accept("sein") else c.fail()
    if sign and c.accept(frozenset({"sein", "liegen"})) and c.accept("als"):
        right = other(c) or Amount(number(c))
        counted(c)
        return Measure(term, sign, right)
    number_of = c.accept_all("eine", frozenset(_SIGNED_NUMBER), "zahl") and _SIGNED_NUMBER[c.tokens[c.at - 2].norm]
    if number_of and c.accept("sein"):
        return Measure(term, number_of, Amount("0"))
    if word := c.accept(frozenset(_SIGNED)):
        c.expect("sein")
        return Measure(term, _SIGNED[word], Amount("0"))
    if sign not in {"", "="}:
        c.fail()
    c.accept_all(frozenset({"den", "dem"}), frozenset({"wert", "betrag"})) if not starts_reference(c) else None
    right = other(c) or (Amount(number(c)) if not isinstance(term, Answer) else c.fail())
    counted(c)
    c.expect(frozenset({"ergeben", "entsprechen", "sein", "betragen"}))
    return Measure(term, "=", right)


_LARGE = words.of("groß hoch viel lang weit")
_SIGNED_NUMBER = {"negative": "<", "positive": ">"}
_SIGNED = {"negativ": "<", "positiv": ">"}


def _or_equal(c: Cursor, found: Condition) -> Condition:
    """ "(muss nach F1 liegen) oder mit diesem übereinstimmen"."""
    start = c.at
    if isinstance(found, Measure) and found.op in {"<", ">"} and c.accept("oder"):
        if c.accept_all("gleich", "sein"):
            return replace(found, op=found.op + "=")
        c.accept("mit")
        same = c.accept(frozenset({"diesem", "dieser", "ihm", "ihr"}))
        if same and (c.accept(frozenset({"übereinstimmen", "entsprechen"})) or c.accept_all("gleich", "sein")):
            return replace(found, op=found.op + "=")
    c.at = start
    return found


def value_of(c: Cursor, ref: Ref) -> Condition:
    """ "= „wahr“ sein", "den Wert 001 haben", "mit „Ja“ bestätigt werden"."""
    stated = c.accept_all(frozenset({"den", "der"}), words.VALUE_NOUNS) or c.accept("mit") or c.accept("gleich")
    token = c.peek()
    truth = token is not None and token.norm in words.TRUTH and c.norm(1) in words.PICKED | {"sein"}  # "muss „Ja“ sein"
    operator = c.accept_kind(Kind.OP)
    if not (stated or truth or operator) or (operator and operator.norm not in {"=", "<>"}):
        c.fail()
    sign = operator.norm if operator else "="
    said = values(c, sign)
    c.accept(frozenset({"beantwortet", "bestätigt", "belegt", "angegeben"}) | words.PICKED)
    c.expect(ENDINGS)
    if any(isinstance(each, Said) and not each.text for each in said):
        c.fail()
    return Is(ref, said, negated=sign == "<>")


def _limits(part: Condition, only: bool) -> bool:
    """True for what "darf" can only limit: "darf höchstens 12 betragen", "darf nur in der Zukunft liegen"."""
    if isinstance(part, Both):  # "nur Werte zwischen 1 und 12"
        return only and all(_limits(one, only) for one in part.parts)
    if isinstance(part, Either):  # "nur aus Ziffern bestehen", "höchstens 200 Zeichen lang sein"
        written = part.parts[-1]
        return isinstance(written, InDigits) or (isinstance(written, Measure) and written.op in {"<=", "<"})
    return isinstance(part, Measure) and (only or part.op in {"<=", "<"})


def opposite(c: Cursor, part: Condition) -> Condition:
    """What "nicht" makes of a demand."""
    match part:
        case Measure(left, sign, right):
            return Measure(left, OPPOSITE[sign], right)
        case Is(_, _, negated):
            return replace(part, negated=not negated)
        case Either((Measure() as first, Measure() as second)):
            return Both((opposite(c, first), opposite(c, second)))  # "nicht kleiner als 5 oder größer als 10"
        case Either((given, (Is() | Measure()) as one)):
            return Either((given, opposite(c, one)))
        case _:
            return c.fail()


def _else_cannot_send(c: Cursor) -> None:
    """The consequence in words: "sonst kann die Erklärung nicht abgeschickt werden"."""
    c.expect(words.ELSE | frozenset({"da"}))
    if c.accept(frozenset({"fehler", "fehlermeldung", "hinweis"})):
        return
    if not any(c.accept_all(*wording) for wording in _ELSE_WRONG):
        cannot_send(c)


_ANY_ERROR = (frozenset({"eine", "ein"}), frozenset({"fehlermeldung", "fehler", "fehlerhinweis", "warnung"}))
_ELSE_WRONG: tuple[tuple[frozenset[str] | str, ...], ...] = (
    (frozenset({"erscheint", "erfolgt"}), *_ANY_ERROR),
    ("wird", *_ANY_ERROR, frozenset({"angezeigt", "ausgegeben", "ausgelöst"})),
    ("ist", *_ANY_ERROR, frozenset({"anzuzeigen", "auszugeben"})),
    ("ist", "der", "antrag", frozenset({"unzulässig", "ungültig"})),
    ("ist", "der", "antrag", "nicht", frozenset({"zulässig", "gültig", "möglich"})),
    ("ist", frozenset({"kein", "keine"}), frozenset({"antrag", "antragstellung"}), "möglich"),
)
"""What a demand that is not met leads to, said in words."""


def cannot_send(c: Cursor) -> bool:
    """ "(Wenn F nicht „wahr“ ist,) kann der Antrag nicht abgeschickt werden"."""
    c.expect(words.CAN | words.MAY)
    c.accept(words.ARTICLES)
    c.expect(
        frozenset({"erklärung", "antrag", "anzeige", "formular", "anmeldung", "meldung", "vorgang", "antragstellung"})
    )
    c.expect("nicht")
    c.expect(
        frozenset({"abgeschickt", "abgesendet", "eingereicht", "versendet", "gestellt", "abgeschlossen", "fortgesetzt"})
    )
    c.expect("werden")
    return c.done() or c.fail()


def ticked(c: Cursor) -> Demand:
    """ "F1 ist anzukreuzen", "F1 ist zu bestätigen"."""
    ref = reference(c)
    c.expect(words.BE)
    c.accept(frozenset({"zwingend", "stets", "immer"}))
    if not c.accept("anzukreuzen"):
        c.expect("zu")
        c.expect(frozenset({"bestätigen", "bejahen"}))
    return Demand((Chosen(ref),), 1, None)


_OTHERS = frozenset({"andere", "anderen", "weitere", "weiteren", "übrigen", "sonstigen"})
_CHOICES = words.VALUE_NOUNS | words.of("auswahl auswahlmöglichkeit auswahlmöglichkeiten antworten antwort angaben")


def alone(c: Cursor) -> Demand:
    """ "Die Auswahl 009 in F1 schließt jede weitere aus", "der Code 99 … darf nicht mit anderen kombiniert werden"."""
    c.expect(frozenset({"die", "der", "das"}))
    c.expect(_CHOICES)
    said = values(c, "=")
    ref = reference(c) if c.norm() in words.PREPOSITIONS else c.fail()
    if c.accept("schließt"):
        c.expect(frozenset({"jede", "alle", "die", "jeden"}))
        c.expect(_OTHERS)
        c.expect(_CHOICES)
        c.expect("aus")
    else:
        c.expect(words.MAY | words.CAN)
        c.expect("nicht")
        c.expect(frozenset({"mit", "zusammen"}))
        c.accept("mit")
        c.expect(_OTHERS | {"einem"})
        c.accept("anderen")
        c.expect(_CHOICES)
        c.expect(frozenset({"kombiniert", "ausgewählt", "gewählt"}))
        c.expect("werden")
    both = Both((Is(ref, said), Measure(Entries(ref), ">", Amount("1"))))
    return Demand((Otherwise((both,)),), 1, None)


def no_other(c: Cursor, chosen: Condition) -> Demand:
    """ "(Wird in F1 der Code 009 gewählt,) darf kein weiterer Code gewählt werden"."""
    c.expect(words.MAY)
    c.expect(frozenset({"kein", "keine"}))
    c.expect(frozenset({"weiterer", "weitere", "anderer", "andere", "weiteren", "anderen"}))
    c.expect(_CHOICES)
    c.expect(words.PICKED | words.GIVEN)
    c.expect("werden")
    if not isinstance(chosen, Is) or chosen.negated:
        c.fail()
    return Demand((Measure(Entries(chosen.ref), "<=", Amount("1")),), 1, None)


_TO_GIVE = frozenset({"befüllen", "machen", "erfassen", "beantworten", "belegen"})


def of_each(c: Cursor, refs: tuple[Ref, ...], verb: str) -> tuple[Condition, ...]:
    """What is demanded, said of each of `refs`."""
    start, parts = c.at, []
    for ref in refs:
        c.at = start
        parts.append(_said_of(c, ref, verb))
    return tuple(parts)


def _said_of(c: Cursor, ref: Ref, verb: str) -> Condition:
    """ "befüllt sein", "= „wahr“ sein", "den Wert „wahr“ haben", "anzugeben", "anzukreuzen"."""
    if verb == "be":
        if c.accept("anzukreuzen"):
            return Chosen(ref)
        c.accept(frozenset({"zwingend", "verpflichtend"}))
        if c.accept(words.TO_FILL | words.MANDATORY) or c.accept_all("zu", _TO_GIVE):
            return Given(ref)
        c.accept("ein")
        c.expect(words.MANDATORY_NOUNS)
        return Given(ref)
    found = c.attempt(partial(value_of, ref=ref))
    if found is not None:
        return found
    if c.accept(words.TICKED | frozenset({"bejaht", "bestätigt"})):
        c.expect(words.AUXILIARY)
        return Chosen(ref)
    if not c.accept("vorliegen"):
        c.expect(words.FILLED | frozenset({"gemacht", "vorhanden"}))
        c.expect(words.AUXILIARY)
    return Given(ref)
