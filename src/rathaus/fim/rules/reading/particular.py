"""Effects with a subject of their own: "weder F1 noch F2 darf …", "eine Angabe in F… ist erforderlich"."""

from __future__ import annotations

from functools import partial

from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.clause import Clause
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.limits import code_as_subject, code_first, limited
from rathaus.fim.rules.reading.lists import references
from rathaus.fim.rules.reading.meanings import FINITE, adverbs, meaning, phrases, verb_class
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.presets import preset
from rathaus.fim.rules.reading.targets import all_of
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Act, Ref

_ALLOWED = frozenset({"zulässig", "erlaubt", "möglich", "gestattet"})


def with_own_subject(c: Cursor) -> Clause:
    """Any of them."""
    for parse in (entry, _given_up, _none_first, inadmissible, performed, neither, set_for, coded_subject):
        found = c.attempt(parse)
        if found is not None:
            return found
    return c.fail()


def neither(c: Cursor) -> Clause:
    """ "weder F1 noch F2 darf befüllt werden"."""
    targets = _weder(c)
    verb = verb_class(c.expect(FINITE))
    adverbs(c)
    kind = meaning(verb, True, phrases(c, verb)) or c.fail()
    c.accept(words.AUXILIARY)
    return Clause(Act(kind, targets), verb=verb)


def _weder(c: Cursor) -> tuple[Ref, ...]:
    c.expect("weder")
    found = [reference(c)]
    while c.accept("noch"):
        found.append(reference(c))
    return tuple(found) if len(found) > 1 else c.fail()


def coded_first(c: Cursor, verb: str) -> Clause:
    return Clause(code_first(c, verb), verb=verb)


def coded_subject(c: Cursor) -> Clause:
    limit, conditional = code_as_subject(c)
    return Clause(limit, frozenset({"nur"}) if conditional else frozenset())


def entry(c: Cursor, verb: str = "") -> Clause:
    """ "eine Angabe in F… ist erforderlich", "(muss) eine Angabe in F… erfolgen"."""
    if not c.accept(frozenset({"einträge", "eingaben", "eintragungen"})):
        c.expect(frozenset({"eine", "ein", "die", "der"}))
        c.expect(frozenset({"angabe", "eingabe", "auswahl", "eintrag", "befüllung"}))
    targets = all_of(c) if c.accept("von") or c.norm() in words.PREPOSITIONS else c.fail()
    verb = verb or verb_class(c.expect(FINITE))
    only = bool(c.accept("nur"))
    negated = bool(c.accept("nicht"))
    c.accept(frozenset({"zwingend", "unbedingt", "auch", "zusätzlich"}))
    if (only or negated) and verb == "be" and c.accept(_ALLOWED):
        return Clause(
            Act(EffectKind.SHOWN if only else EffectKind.FORBIDDEN, targets),
            frozenset({"nur"} if only else ()),
            verb=verb,
        )
    said = frozenset({"fill"}) if c.accept("erfolgen") else phrases(c, verb)
    kind = meaning(verb, negated, said) if said <= {"fill", "mandatory"} and not only else None
    c.accept(words.AUXILIARY) if said == {"mandatory"} else None
    return Clause(Act(kind, targets), verb=verb) if kind and len(targets) == 1 else c.fail()


def _given_up(c: Cursor) -> Clause:
    """ "auf die Angabe in F… kann verzichtet werden"."""
    c.expect("auf")
    targets = all_of(c)
    c.expect(words.CAN | words.MAY)
    c.expect("verzichtet")
    c.expect("werden")
    return Clause(Act(EffectKind.OPTIONAL, targets)) if len(targets) == 1 else c.fail()


_THERE = words.of("dort darin hier")


def no_entry(c: Cursor, verb: str, known: tuple[Ref, ...] = ()) -> Clause:
    """ "(sind) keine Angaben in G… zu machen", "(sind) in G… keine Angaben zu machen"."""
    if verb not in {"be", "may"}:
        c.fail()
    first = all_of(c) if c.norm() in words.PREPOSITIONS else known if c.accept(_THERE) else ()
    c.expect(frozenset({"keine", "kein"}))
    c.expect(words.of("angaben angabe einträge eintrag eingaben eintragungen"))
    if verb == "may" and not first and starts_reference(c):
        first = all_of(c)
    if verb == "may":
        c.expect(words.of("gemacht vorgenommen") | words.FILLED)
        c.expect(words.AUXILIARY)
        return Clause(Act(EffectKind.FORBIDDEN, first), verb=verb) if len(first) == 1 else c.fail()
    if not first:
        c.at += c.norm() == "zu"
        first = all_of(c) if starts_reference(c) else c.fail()
    if not c.accept_all("zu", "machen") and not c.accept(frozenset({"vorzunehmen", "einzutragen"})):
        c.expect(frozenset({"zulässig", "erlaubt", "möglich"}))
    return Clause(Act(EffectKind.FORBIDDEN, first), verb=verb) if len(first) == 1 else c.fail()


def _none_first(c: Cursor) -> Clause:
    """ "keines der Felder F1, F2 darf leer sein"."""
    c.expect(frozenset({"keines", "keine", "keiner"}))
    c.expect("der")
    targets, _ = references(c)
    verb = verb_class(c.expect(FINITE))
    kind = meaning(verb, True, phrases(c, verb)) or c.fail()
    c.accept(words.AUXILIARY)
    return Clause(Act(kind, targets), verb=verb) if len(targets) > 1 else c.fail()


def inadmissible(c: Cursor) -> Clause:
    """ "(Es ist) unzulässig, F2 zu befüllen", "nicht zulässig, F2 anzugeben"."""
    c.accept("es")
    c.accept(words.BE)
    if not c.accept("unzulässig"):
        c.expect("nicht")
        c.expect(_ALLOWED)
    c.accept_kind(Kind.COMMA)
    targets = all_of(c)
    if not c.accept(words.TO_FILL):
        c.expect("zu")
        c.expect(frozenset({"befüllen", "erfassen", "beantworten"}))
    return Clause(Act(EffectKind.FORBIDDEN, targets))


def performed(c: Cursor) -> Clause:
    """ "die Anzeige von F2 erfolgt (nur)"."""
    c.accept("die")
    kind = EffectKind.FORBIDDEN if c.accept("ausblendung") else EffectKind.SHOWN
    if kind is EffectKind.SHOWN:
        c.expect(frozenset({"anzeige", "einblendung"}))
    c.expect(frozenset({"von", "der", "des"}))
    c.at -= c.tokens[c.at - 1].norm in {"der", "des"}
    targets = all_of(c)
    c.expect("erfolgt")
    only = bool(c.accept("nur"))
    c.accept("dann")
    return Clause(Act(kind, targets), frozenset({"nur"} if only else ()))


def set_for(c: Cursor) -> Clause:
    """ "für F… ist der Code 001 vorzubelegen", "für F… sind nur die Codes 1 und 2 zulässig"."""
    c.expect("für")
    targets = all_of(c)
    verb = verb_class(c.expect(FINITE))
    found = c.attempt(partial(preset, verb=verb, targets=targets)) or c.attempt(
        partial(limited, verb=verb, targets=targets)
    )
    return Clause(found, verb=verb) if found else c.fail()


def none_of(c: Cursor, verb: str, known: tuple[Ref, ...]) -> Clause:
    """ "darf weder F1 noch F2 befüllt werden", "darf keines der Felder F1, F2 angezeigt werden"."""
    if c.norm() == "weder":
        targets = _weder(c)
    else:
        c.expect(frozenset({"keines", "keine", "keiner"}))
        c.expect("der")
        c.accept("beiden")
        targets = references(c)[0] if starts_reference(c) else known
        if targets is known:
            c.expect(words.NOUNS)
    if len(targets) < 2:
        c.fail()
    kind = meaning(verb, True, phrases(c, verb)) or c.fail()
    c.accept(words.AUXILIARY)
    return Clause(Act(kind, targets), verb=verb)


def following(c: Cursor, verb: str) -> Clause:
    """ "sind (die) folgende(n) Felder Pflichtfelder: F1, F2"."""
    c.accept("die")
    c.expect(frozenset({"folgende", "folgenden", "nachfolgende", "nachfolgenden"}))
    if not c.accept(words.NOUNS | frozenset({"felder/gruppen", "gruppen/felder", "angaben", "elemente"})):
        c.fail()
    if starts_reference(c):
        c.fail()
    negated = bool(c.accept("nicht"))
    kind = meaning(verb, negated, phrases(c, verb)) or c.fail()
    c.accept(words.AUXILIARY)
    if not c.accept_kind(Kind.COLON):
        c.fail()
    return Clause(Act(kind, all_of(c)), verb=verb)
