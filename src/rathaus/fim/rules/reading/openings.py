"""How the condition of a sentence begins: with "wenn", with "bei", with its verb, or as the opposite of another."""

from __future__ import annotations

from functools import partial

from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.conditions import condition, in_words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.joints import FIRST_VERBS
from rathaus.fim.rules.reading.laender import Named, code_of, scope
from rathaus.fim.rules.reading.meanings import FINITE
from rathaus.fim.rules.reading.measures import compared
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.quantities import comparator, counted, number
from rathaus.fim.rules.reading.subjects import of_one_sort
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import (
    Amount,
    Answer,
    Chosen,
    Condition,
    Elapsed,
    Given,
    Is,
    Measure,
    Ref,
    Said,
    Today,
)
from rathaus.fim.rules.reading.values import choices, starts_value, values

ASKING = FIRST_VERBS | {"handelt"}
_ASKED = frozenset(
    {"das", "die", "der", "in", "im", "eine", "mindestens", "es", "keine", "kein", "keines", "keiner", "weder", "eines"}
    | {
        "einer",
        "ein",
        "alle",
        "zwischen",
        "sie",
        "er",
        "mehr",
        "weniger",
        "höchstens",
        "genau",
        "man",
        "entweder",
        "sowohl",
        "jemand",
        "sich",
    }
)
_WHO = words.of("personen antragstellende bürger bürgerinnen alle diejenigen betriebe unternehmen")
_ENTRY = frozenset({"angabe", "angaben", "eintrag", "eingabe", "auswahl"})
_ELSEWISE = (
    ("in", "allen", "anderen", "fällen"),
    ("in", "anderen", "fällen"),
    ("in", "allen", "übrigen", "fällen"),
    ("im", "anderen", "fall"),
    ("im", "übrigen"),
    ("anderen", "falls"),
    ("trifft", "dies", "nicht", "zu"),
    ("trifft", "das", "nicht", "zu"),
    ("ist", "dies", "nicht", "der", "fall"),
    ("ist", "das", "nicht", "der", "fall"),
    ("wenn", "nicht"),
    ("falls", "nicht"),
)


def starts_condition(c: Cursor) -> bool:
    start = c.at
    if (
        c.accept_if()
        or c.accept("bei")
        or c.accept("ab")
        or c.accept_all("im", frozenset({"fall", "falle"}), "von")
        or c.accept_all(frozenset({"nach", "mit", "durch"}), "auswahl")
        or c.accept_all(frozenset({"mit", "durch"}), "der", frozenset({"auswahl", "wahl"}))
        or c.accept_all("im", frozenset({"fall", "falle"}), "der", "auswahl")
        or (c.norm() == "im" and c.norm(1) in {"fall", "falle"} and c.is_kind(Kind.REF, 2))
        or c.accept_all("ohne", _ENTRY)
        or (c.norm() == "ohne" and starts_reference(c, 1))
    ):
        c.at = start
        return True
    if (c.norm() == "wer" or (c.norm() in _WHO and c.is_kind(Kind.COMMA, 1) and c.norm(2) == "die")) and c.at == 0:
        return True
    begins = c.at == 0 or c.tokens[c.at - 1].kind is Kind.COLON or c.tokens[c.at - 1].norm == "gilt"
    if begins and _stated_in_bracket(c):
        return True
    if c.norm() not in ASKING or not begins:
        return False
    pronoun = (c.norm(1) in {"es", "sie", "er"} or c.is_kind(Kind.QUOTE, 1)) and c.spoken is not None
    asking = starts_reference(c, 1) or pronoun or c.norm(1) in _ASKED
    return asking and any(token.kind is Kind.COMMA or token.norm in words.THEN for token in c.tokens[c.at :])


def _stated_in_bracket(c: Cursor) -> bool:
    """ "Sollen mehr als drei Kinder angemeldet werden (F… > 3), dann": the verb first, its meaning in a bracket."""
    place = 0
    while c.is_kind(Kind.WORD, place) and (place or c.norm() not in words.ARTICLES | words.NOUNS):
        place += 1
    if not place or not c.is_kind(Kind.OPEN, place):
        return False
    compares = False
    while (token := c.peek(place)) and token.kind is not Kind.CLOSE:
        compares = compares or token.kind is Kind.OP or token.norm in {"größer", "kleiner", "mindestens", "höchstens"}
        place += 1
    behind = c.peek(place + 1)
    return compares and behind is not None and (behind.kind is Kind.COMMA or behind.norm in words.THEN)


def new_scope(c: Cursor) -> bool:
    """True where the Länder of another part of the sentence begin: ", in allen anderen Ländern ist …"."""
    start, found = c.at, False
    if c.norm() in words.AND and c.norm(1) in {"in", "für"} and c.norm(2) in {"allen", "den", "alle", "die"}:
        return c.norm(3) in {"anderen", "übrigen", "restlichen"} and c.norm(4) in words.LAND_WORDS
    if c.accept_kind(Kind.COMMA) or c.accept_kind(Kind.SEMICOLON):
        c.accept(words.AND)
        alike = _land_heading(c) or (
            c.norm() in {"in", "für"} and (c.norm(1) in {"allen", "alle", "den", "die"} or code_of(c, 1))
        )
        found = bool(alike) and not starts_reference(c) and c.norm(3) != "fällen"
    c.at = start
    return found


def _land_heading(c: Cursor) -> bool:
    """ "; übrige Länder: …", "; BY: …"."""
    start = c.at
    c.accept("alle")
    others = c.accept(frozenset({"übrige", "andere", "restliche", "übrigen", "anderen"})) and c.accept(words.LAND_WORDS)
    named = not others and code_of(c) and c.accept_kind(Kind.WORD)
    found = bool((others or named) and c.is_kind(Kind.COLON))
    c.at = start
    return found


def when_of(c: Cursor, subject: Ref | None = None) -> Condition:
    """A condition with "wenn", with "bei", with "wer", or with its verb first."""
    special = (
        _spoken_value,
        _value_in,
        _of_an_age,
        _of_persons,
        _on_size,
        on_choice,
        _on_codes,
        on_entry,
        _without,
        application_in,
    )
    for parse in (partial(_who, subject=subject), partial(_on_truth, subject=subject), *special):
        found = c.attempt(parse)
        if found is not None:
            return found
    if c.norm() in {"nach", "mit", "durch", "im"}:
        c.fail()
    if c.norm() == "bei" and c.is_kind(Kind.OP, 1):
        c.take()
    return condition(c, subject)


def _who(c: Cursor, subject: Ref | None) -> Condition:
    """ "wer in F1 „Ja“ auswählt", "Personen, die in F1 …", "im Falle von F1 = 001"."""
    case = c.accept_all(frozenset({"im", "in"}), frozenset({"fall", "falle"}))
    if case and not c.accept("von") and not c.is_kind(Kind.REF):
        c.fail()
    if not case and not c.accept("wer"):
        c.expect(_WHO)
        if not c.accept_kind(Kind.COMMA):
            c.fail()
        c.expect("die")
    return condition(c, subject)


def _without(c: Cursor) -> Condition:
    """ "ohne Angabe in F1", "ohne F1"."""
    c.expect("ohne")
    if c.accept(_ENTRY) and c.norm() not in words.PREPOSITIONS:
        c.fail()
    return Given(reference(c), negated=True)


_ENTERED = words.of(
    "angabe angaben eintrag eintragung eingabe befüllung ausfüllung ausfüllen beantwortung vorliegen fehlen nichtangabe"
)


def on_entry(c: Cursor) -> Condition:
    """ "bei (der) Angabe von F1", "bei Eintrag in F1", "bei fehlender Angabe in F1", "bei Auswahl von F1"."""
    c.expect(frozenset({"bei", "nach"}))
    c.accept(frozenset({"der", "einer", "dem", "einem"}))
    missing = bool(c.accept(frozenset({"fehlender", "fehlendem", "fehlenden"})))
    chosen = not missing and c.accept(frozenset({"auswahl", "wahl"}))
    noun = chosen or c.expect(_ENTERED)
    c.accept(words.INTO)
    ref = reference(c)
    if chosen:
        return Chosen(ref) if _condition_ends(c) else c.fail()
    negated = missing or noun in {"fehlen", "nichtangabe"}
    return Given(ref, negated=negated) if _condition_ends(c) else c.fail()


def _condition_ends(c: Cursor) -> bool:
    token = c.peek()
    if token is None or token.kind is Kind.WORD:
        return token is None or token.text[0].islower()
    return token.kind in {Kind.COMMA, Kind.COLON}


_ANSWERED = {"bejahung": "ja", "verneinung": "nein"}


def _on_truth(c: Cursor, subject: Ref | None) -> Condition:
    """ "bei Bejahung (der Frage) F1", ", bei Verneinung …"."""
    c.expect("bei")
    said = Said(_ANSWERED[c.expect(frozenset(_ANSWERED))])
    if c.accept("von") or starts_reference(c):
        return Is(reference(c), (said,))
    return Is(subject or c.spoken or c.fail(), (said,)) if of_one_sort(c.asked, (said,)) else c.fail()


def _on_codes(c: Cursor) -> Condition:
    """ "bei den Codes 100, 200 und 300 in F1", "bei Codes von 100 bis 199 in F1"."""
    c.expect("bei")
    c.accept(frozenset({"den", "dem"}))
    c.expect(words.VALUE_NOUNS)
    said = choices(c)
    return Is(reference(c), said) if c.norm() in words.PREPOSITIONS else c.fail()


def _spoken_value(c: Cursor) -> Condition:
    """ "Bei „Änderungsantrag“ (002) (ist …)": an answer to the question of the sentence before."""
    c.expect("bei")
    if c.spoken is None or starts_reference(c):
        c.fail()
    said = values(c, "=")
    ends = c.norm() in FINITE | words.THEN or c.is_kind(Kind.COMMA) or c.is_kind(Kind.COLON)
    return Is(c.spoken, said) if ends and of_one_sort(c.asked, said) else c.fail()


_PEOPLE = words.of("personen antragstellenden kindern teilnehmern bewerbern antragstellern")
_MINORS = {"minderjährigen": "<", "volljährigen": ">="}


def _of_an_age(c: Cursor) -> Condition:
    """ "Bei Personen unter 18 Jahren (F1 „Geburtsdatum“)", "Bei Minderjährigen (F1 „Geburtsdatum“)"."""
    c.expect("bei")
    whole = c.accept(frozenset(_MINORS))
    people = c.accept(_PEOPLE)
    sign, years = (_MINORS[whole], "18") if whole else ("", "")
    if not whole:
        sign = {"unter": "<", "ab": ">="}[c.expect(frozenset({"unter", "ab"}))] if people else c.fail()
        years = number(c)
        c.expect(words.of("jahren jahre"))
    if not c.accept_kind(Kind.OPEN) or not starts_reference(c):
        c.fail()
    ref = reference(c)
    named = (ref.label or "").lower()
    if not c.accept_kind(Kind.CLOSE) or not (named.startswith("geburt") or "geburtsdatum" in named):
        c.fail()
    return Measure(Elapsed(Answer(ref), Today(), "years", whole=True), sign, Amount(years))


def _value_in(c: Cursor) -> Condition:
    """ "Bei „Ja“ in F1"."""
    c.expect("bei")
    if starts_reference(c) or not starts_value(c):
        c.fail()
    said = values(c, "=")
    return Is(reference(c), said) if c.norm() in {"in", "im"} else c.fail()


def _of_persons(c: Cursor) -> Condition:
    """ "Bei natürlichen Personen (F1 = 001) (sind …)"."""
    c.expect("bei")
    return in_words(c) if not starts_reference(c) and c.is_kind(Kind.WORD) else c.fail()


def _on_size(c: Cursor) -> Condition:
    """ "bei einem Wert in F… von mindestens 20", "ab einem Wert von 100 in F…"."""
    word = c.expect(frozenset({"bei", "ab"}))
    if c.norm() not in {"einem", "einer"}:
        return _of_number(c, word)
    c.take()
    c.expect(words.KINDS)
    if word == "ab":
        c.expect("von")
        amount = Amount(number(c))
        counted(c)
        return Measure(Answer(reference(c)), ">=", amount)
    ref = reference(c)
    c.expect("von")
    return compared(c, Answer(ref))


def _of_number(c: Cursor, word: str) -> Condition:
    """ "(bei) mehr als 10 Beschäftigten (F1)", "(ab) 3 Kindern (F1)"."""
    sign = ">=" if word == "ab" else comparator(c)
    amount = Amount(number(c)) if sign and c.norm(1) not in words.UNITS else c.fail()
    noun = c.accept_kind(Kind.WORD)
    if noun is None or not noun.text[0].isupper() or not c.accept_kind(Kind.OPEN) or not c.is_kind(Kind.REF):
        c.fail()
    ref = reference(c)
    return Measure(Answer(ref), sign, amount) if c.accept_kind(Kind.CLOSE) else c.fail()


def application_in(c: Cursor) -> Condition:
    """ "Handelt es sich um einen Antrag in Sachsen-Anhalt (ST)", "wenn der Antrag in NW gestellt wird"."""
    c.accept_if()
    if c.accept_all(frozenset({"der", "ein"}), "antrag"):
        found = scope(c, Named())
        c.expect("gestellt")
        c.expect(words.BE | words.BECOME)
        return found
    verb = c.accept("handelt")
    if not c.accept_all("es", "sich", "um", "einen", "antrag"):
        c.fail()
    c.accept(frozenset({"aus", "für"})) if code_of(c, 1) else None
    c.at -= 1 if code_of(c) and c.tokens[c.at - 1].norm in {"aus", "für"} else 0
    found = scope(c, Named())
    return found if verb or c.accept("handelt") else c.fail()


def on_choice(c: Cursor) -> Condition:
    """ "bei Auswahl von 004 „Sonstiges“ in F…", "bei Auswahl des Codes 01 oder 02 im Feld F…"."""
    if not c.accept_all("im", frozenset({"fall", "falle"})):
        c.expect(frozenset({"bei", "nach", "mit", "durch"}))
    c.accept(frozenset({"der", "einer"}))
    c.expect(frozenset({"auswahl", "angabe", "wahl"}))
    c.accept(frozenset({"von", "des", "der", "vom"}))
    c.accept(frozenset({"codes", "code", "werts", "wertes", "wert", "ausprägung", "eintrags", "option"}))
    said = choices(c)
    if c.norm() not in words.PREPOSITIONS:
        c.fail()
    return Is(reference(c), said)


def then(c: Cursor) -> None:
    c.accept_kind(Kind.COMMA)
    if c.accept(words.THEN):
        c.accept_kind(Kind.COMMA)  # "dann, muss F2 …"
    else:
        arrow(c)
    c.accept_kind(Kind.COLON)


def arrow(c: Cursor) -> bool:
    """Moves past "=>" behind a whole condition, where it can be no comparison."""
    token = c.peek()
    found = token is not None and token.kind is Kind.OP and token.text == "=>"
    c.at += found
    return found


def none_of_them(c: Cursor) -> bool:
    """ "Falls keiner der genannten Codes ausgewählt wurde"."""
    if not c.accept_if():
        c.fail()
    c.expect(frozenset({"keine", "keiner", "keines"}))
    c.expect(frozenset({"der", "dieser"}))
    c.accept(frozenset({"genannten", "oben", "vorgenannten"}))
    c.accept("genannten")
    c.expect(frozenset({"codes", "werte", "einträge", "ausprägungen"}))
    c.expect(words.PICKED | frozenset({"angegeben"}))
    c.expect(words.BE | words.BECOME)
    return True


_CHOICE = words.of("auswahl option antwort angabe code wert eintrag")


def other_or_none(c: Cursor) -> bool:
    """ "Wird eine andere Auswahl oder keine Auswahl getroffen"."""
    start = c.at
    c.accept_if() or c.accept(words.BECOME | words.BE)
    other = c.accept(frozenset({"eine", "ein"})) and c.accept(frozenset({"andere", "anderer", "anderes"}))
    c.accept(_CHOICE)
    if other and c.accept("oder") and c.accept(frozenset({"keine", "kein"})):
        c.accept(_CHOICE)
        if c.accept(words.GIVEN | frozenset({"getroffen", "gemacht"})):
            c.accept(words.BECOME | words.BE) if c.tokens[start].norm in words.IF else None
            return True
    c.at = start
    return False


def otherwise(c: Cursor) -> bool:
    """Moves past "sonst", "andernfalls", "in allen anderen Fällen"."""
    if c.accept(words.ELSE) or any(c.accept_all(*wording) for wording in _ELSEWISE):
        return True
    start = c.at
    others = c.accept(frozenset({"bei", "in"})) and c.accept("allen") and c.accept(frozenset({"anderen", "übrigen"}))
    if others and c.norm() not in words.LAND_WORDS and c.accept_kind(Kind.WORD) and c.norm() in FINITE:
        return True  # "Bei allen anderen Familienständen dürfen …"
    c.at = start
    return False
