"""The grammar of effects: what stands after "dann"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.clause import Clause, by_pronoun
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.imperatives import AGAIN, IMPERATIVES, imperative
from rathaus.fim.rules.reading.laender import Named, scope
from rathaus.fim.rules.reading.limits import limited, often, only_when, told_codes, whereby
from rathaus.fim.rules.reading.lists import references
from rathaus.fim.rules.reading.meanings import (
    FINITE,
    adverbs,
    alike,
    as_mandatory,
    here_alone,
    meaning,
    passing,
    phrase,
    phrases,
    verb_class,
)
from rathaus.fim.rules.reading.particular import coded_first, entry, following, no_entry, none_of, with_own_subject
from rathaus.fim.rules.reading.persons import agent
from rathaus.fim.rules.reading.pointing import reference, starts_reference
from rathaus.fim.rules.reading.presets import always, hidden_value, preset, source_first, taken_first, taken_over
from rathaus.fim.rules.reading.short import choice_of, duty, order, state
from rathaus.fim.rules.reading.targets import (
    EACH_FIELD,
    INCLUDING,
    WHICH_OF_THEM,
    WHO_FILLS,
    acted_by,
    all_of,
    inner_fields,
    known_targets,
    of_each,
)
from rathaus.fim.rules.reading.tokens import Kind, Token
from rathaus.fim.rules.reading.tree import Act, Action, Ref

_REQUIRED, _SHOWN = EffectKind.REQUIRED, EffectKind.SHOWN
_FORBIDDEN = EffectKind.FORBIDDEN
_INSTEAD = frozenset({"statt", "anstelle", "anstatt"})
_ENDS = frozenset({"entfällt", "entfallen", "verschwindet", "verschwinden"})
_ASKING = FINITE | _ENDS | {"gilt", "gelten"}


def acts(c: Cursor, known: tuple[Ref, ...] = (), verb: str = "") -> tuple[Action, ...]:
    """One or more clauses joined by UND or a comma; `known` are the targets that "die Felder" may speak of.

    `verb` is the class of the verb that a shortened clause leaves out: ", sonst auszublenden".
    """
    found = clauses(c, known, Named(), verb)
    if any(clause.adverbs & {"immer", "stets"} for clause in found[1:]):
        c.fail()  # "Wenn A, ist F1 Pflicht, F2 ist immer Pflicht": then, or always?
    if any("nur" in clause.adverbs for clause in found) or len({clause.scope for clause in found}) > 1:
        c.fail()
    c.land = found[0].scope
    return tuple(clause.act for clause in found)


def clauses(c: Cursor, known: tuple[Ref, ...], named: Named, verb: str = "") -> tuple[Clause, ...]:
    """Like `acts`, with what limits each clause."""
    found: list[Clause] = []
    while True:
        c.accept_kind(Kind.DASH)  # "dann: - F2 anzeigen - F3 ausblenden"
        start, shared = c.at, verb if found else ""
        nearest = found[-1].act.targets if found else known
        clause = _clause(c, verb, nearest, named)
        own = any(token.norm in FINITE - words.AUXILIARY for token in c.tokens[start : c.at])
        if shared and not own and not alike(shared, found[-1].act, clause.act):
            c.fail()
        if by_pronoun(c.tokens[start : c.at]) and any(one.opens and one.act.targets != nearest for one in found):
            c.fail(WHICH_OF_THEM)
        if not clause.opens and here_alone(c.tokens[start : c.at]):
            c.fail()
        verb = clause.verb
        act = clause.act
        found += [Clause(other) for other in clause.more]
        if isinstance(act, Act) and act.kind in {_REQUIRED, EffectKind.OPTIONAL} and _withinner_fields(c):
            c.fail()  # "G einschließlich aller Felder ist Pflicht" says it of each
        if isinstance(act, Act) and act.kind in {_REQUIRED, EffectKind.OPTIONAL} and of_each(act, clause.adverbs):
            c.fail(EACH_FIELD)
        if isinstance(act, Act) and act.kind is _REQUIRED and found and _shows(found[-1], act.targets):
            found.pop()  # "erscheint und muss befüllt werden" is one demand
        if isinstance(act, Act) and act.kind is EffectKind.OPTIONAL and found and _shows(found[-1], act.targets):
            found.pop()  # "ist anzuzeigen und muss nicht befüllt werden" is one permission
        found.append(clause)
        limit = c.attempt(partial(whereby, targets=act.targets)) or c.attempt(_whereby_duty)
        if limit:
            found.append(replace(clause, act=limit))
        if not start and c.tokens[0].norm in _ASKING and c.is_kind(Kind.COMMA) and c.norm(1) in FINITE | _ENDS:
            c.fail()  # "Muss F1 ausgefüllt werden, ist F2 Pflicht": where the one is, the other is
        if not _joint(c):
            return tuple(found)


def _whereby_duty(c: Cursor) -> Act:
    """ ", wobei F2 ein Pflichtfeld ist"."""
    if not c.accept_kind(Kind.COMMA) or not c.accept("wobei"):
        c.fail()
    targets = all_of(c)
    c.accept(frozenset({"ein", "eine"}))
    if not c.accept(words.TO_FILL):
        c.expect(words.MANDATORY_NOUNS | words.MANDATORY)
    c.expect(words.BE)
    return Act(_REQUIRED, targets)


def _withinner_fields(c: Cursor) -> bool:
    return any(token.norm in INCLUDING for token in c.tokens)


def _shows(clause: Clause, targets: tuple[Ref, ...]) -> bool:
    return clause.plain == Act(_SHOWN, targets)


def _joint(c: Cursor) -> bool:
    """Moves past UND or a comma where another clause follows."""
    start = c.at
    listed = bool(c.is_kind(Kind.DASH) and starts_reference(c, 1) and c.take())
    if c.norm(1) in FINITE and c.norm(2) in words.ELSE:
        return False  # "und wird sonst ausgeblendet"
    separated = listed or any([c.accept_kind(Kind.COMMA), c.accept(words.AND)])
    c.accept("es") if c.norm(1) in FINITE - {"sei"} else None
    openings = FINITE | IMPERATIVES | _ENDS
    follows = c.norm() in openings or starts_reference(c) or inner_fields(c, moving=False) or c.norm() == "mit"
    if separated and (_navigates(c) or follows) and c.norm() != "bei":  # ", bei F… = „Nein“ …" is a new branch
        return not _navigation(c)
    c.at = start
    return False


def _navigates(c: Cursor) -> bool:
    return c.norm() == "weiter" and c.norm(1) in {"mit", "zu", "bei"}


def _navigation(c: Cursor) -> bool:
    """ "UND weiter mit G…": where the form goes on by itself; it does nothing to an element."""
    if not _navigates(c):
        return False
    c.at += 2
    references(c)
    return True


def _clause(c: Cursor, verb: str, known: tuple[Ref, ...], named: Named) -> Clause:
    """One clause, with its finite verb for the next one that shares it."""
    word = c.accept(IMPERATIVES)
    if word:
        return Clause(imperative(c, word, known))
    if c.accept(_ENDS):
        return Clause(Act(_FORBIDDEN, known_targets(c, known)))
    start = c.at
    if verb and inner_fields(c, moving=True):
        inside = _inside(c, verb, known, named)
        every = c.tokens[start].norm == "alle" and inside.opens
        return c.fail(EACH_FIELD) if every else inside
    free = None if verb else c.attempt(duty) or c.attempt(told_codes) or _state(c, known) or c.attempt(source_first)
    short = free or c.attempt(partial(order, targets=known)) or c.attempt(partial(_declared, known=known))
    if short is not None:
        named_for = c.attempt(partial(scope, named=named)) if c.norm() in {"in", "für"} else None
        return Clause(short, scope=named_for)  # the Länder of "F1: ausblenden in MV, SH"
    finite = c.accept(FINITE)
    if finite:
        return _verb_first(c, verb_class(finite), known, named)
    if starts_reference(c):
        return _subject_first(c, verb, all_of(c), named)
    told = known and c.norm() in {"sie", "es", "er", "dieses", "diese", "dieser"} and c.norm(1) in FINITE
    headless = c.at == 0 and c.norm() in words.NOUNS and c.norm(1) in FINITE
    if told or headless or (c.norm() in {"das", "die", "dieses", "diese", "alle"} and c.norm(1) in words.NOUNS):
        return _subject_first(c, verb, known_targets(c, known), named)
    # "ist anzuzeigen und auszufüllen", "nicht anzuzeigen und mit 001 vorzubelegen"
    return c.attempt(with_own_subject) or (_said(c, verb, known, named) if verb and known else c.fail())


def _declared(c: Cursor, known: tuple[Ref, ...]) -> Act:
    """ "gilt F… als Pflichtfeld"."""
    c.expect(frozenset({"gilt", "gelten"}))
    targets = known_targets(c, known)
    return Act(_REQUIRED, targets) if as_mandatory(c) else c.fail()


def _inside(c: Cursor, verb: str, known: tuple[Ref, ...], named: Named) -> Clause:
    """ "(die Gruppe G eingeblendet) und die enthaltenen Felder ausgefüllt": said of the group."""
    if len(known) != 1 or not known[0].parts[-1].startswith("G"):
        c.fail()
    own = c.accept(FINITE)
    return _said(c, verb_class(own) if own else verb, known, named)


def _verb_first(c: Cursor, verb: str, known: tuple[Ref, ...], named: Named) -> Clause:
    """ "muss (in NI) das Feld F… befüllt werden", "sind folgende Felder Pflichtfelder: …"."""
    passing(c)
    land = c.attempt(partial(scope, named=named))
    c.accept_all("in", "allen", "ländern")
    if land is not None:
        passing(c)
        clause = _said(c, verb, known_targets(c, known), named)
        return c.fail() if clause.scope else replace(clause, scope=land)
    if verb in {"must", "may", "can", "need"}:
        agent(c)
    if c.norm() == "mindestens" and c.norm(1) in {"ein", "eine"} and c.is_kind(Kind.OPEN, 3) and c.is_kind(Kind.REF, 4):
        c.at += 2  # "(muss) mindestens ein Nachweis (F1) hochgeladen werden"
    replacing = any(token.norm in _INSTEAD for token in c.tokens[c.at :])
    instead = (c.attempt(_instead_of) or ()) if replacing else ()
    targets = c.attempt(all_of) if instead else None
    if replacing and targets is None and not instead and starts_reference(c):
        start = c.at
        targets = c.attempt(all_of)
        instead = (c.attempt(_instead_of) or ()) if targets else ()
        c.at = c.at if instead else start
    if instead and targets:
        clause = predicate(c, verb, targets, named)
        opens = isinstance(clause.act, Act) and clause.act.kind in {_REQUIRED, _SHOWN}
        return replace(clause, more=(Act(_FORBIDDEN, instead),)) if opens else c.fail()
    if c.norm() in {"ein", "eine"} and c.is_kind(Kind.WORD, 1) and c.is_kind(Kind.OPEN, 2) and c.is_kind(Kind.REF, 3):
        c.take()  # "(ist) ein Sicherheitskonzept (F2) vorzulegen"
    copied = c.attempt(partial(taken_first, verb=verb)) if verb in {"be", "become"} else None
    if copied is not None:
        return Clause(copied, verb=verb)
    gapped = c.attempt(partial(_gapped, verb=verb))
    if gapped is not None:
        return gapped
    special = (
        c.attempt(partial(coded_first, verb=verb))
        or c.attempt(partial(entry, verb=verb))
        or c.attempt(partial(no_entry, verb=verb, known=known))
        or c.attempt(partial(none_of, verb=verb, known=known))
        or c.attempt(partial(following, verb=verb))
    )
    if special:
        return special
    start = c.at
    clause = _said(c, verb, known_targets(c, known), named)
    active = c.tokens[c.at - 1].norm in words.DOING
    return c.fail(WHO_FILLS) if active and acted_by(c.tokens[start : start + 3]) else clause


def _gapped(c: Cursor, verb: str) -> Clause:
    """ "(muss) F1 und kann F2 ausgefüllt werden": one participle for two verbs."""
    first = all_of(c)
    c.expect(words.AND)
    second = verb_class(c.expect(FINITE))
    negated = bool(c.accept("nicht"))
    targets = all_of(c)
    negated = bool(c.accept("nicht")) or negated
    said = phrases(c, second)
    kinds = meaning(verb, False, said), meaning(second, negated, said)
    if None in kinds or second == verb:
        c.fail()
    c.accept(words.AUXILIARY)
    return Clause(Act(kinds[0] or c.fail(), first), verb=second, more=(Act(kinds[1] or c.fail(), targets),))


def _instead_of(c: Cursor) -> tuple[Ref, ...]:
    """ "(F2) statt F3 (anzuzeigen)", "anstelle von F3"."""
    if not c.accept("statt") and not c.accept_all("anstelle", frozenset({"von", "des", "der"})):
        c.expect("anstatt")
    return (reference(c),)


def _subject_first(c: Cursor, verb: str, targets: tuple[Ref, ...], named: Named) -> Clause:
    """ "das Feld F… muss befüllt werden", "F… entfällt", "F… ausblenden"."""
    if c.accept(_ENDS):
        return Clause(Act(_FORBIDDEN, targets))
    if not verb and c.accept(frozenset({"erscheint", "erscheinen"})):
        only, negated = bool(c.accept(frozenset({"nur", "erst"}))), bool(c.accept("nicht"))
        c.accept("dann")
        if c.ends() or c.norm() == "bei":
            return Clause(Act(_FORBIDDEN if negated else _SHOWN, targets), frozenset({"nur"} if only else ()))
        c.fail()
    infinitive = c.attempt(partial(order, targets=targets)) or c.attempt(partial(always, targets=targets))
    short = infinitive or (None if verb else _state(c, targets))
    if short is not None:
        return Clause(short)
    if c.norm(1) in FINITE:
        c.contrary = bool(c.accept(words.CONTRARY)) or c.contrary
        c.accept("dann")
    if (
        not verb
        and c.norm() == "nur"
        and (c.norm(1) in {"anzeigen", "einblenden", "sichtbar", "angezeigt", "ausfüllen"})
    ):
        c.take()
        done = c.attempt(partial(order, targets=targets)) or state(c, targets)
        return Clause(done, frozenset({"nur"}))
    finite = c.accept(FINITE)
    return _said(c, verb_class(finite) if finite else verb, targets, named)


def _state(c: Cursor, targets: tuple[Ref, ...]) -> Action | None:
    """What is so, or can be chosen, without its verb."""
    return c.attempt(partial(state, targets=targets)) or c.attempt(partial(choice_of, targets=targets))


def _said(c: Cursor, verb: str, targets: tuple[Ref, ...], named: Named) -> Clause:
    """What is said of `targets` with a verb of the class `verb`."""
    parsers: tuple[Callable[[Cursor, str, tuple[Ref, ...]], Action], ...] = (
        hidden_value,
        preset,
        taken_over,
        often,
        limited,
        _repeated,
    )
    for parse in parsers:
        act = c.attempt(_fixed(parse, verb, targets))
        if act is not None:
            return Clause(act, verb=verb)
    conditional = c.attempt(partial(only_when, verb=verb, targets=targets))
    if conditional is not None:
        return Clause(conditional, frozenset({"nur"}), verb=verb)
    start = c.at
    clause = predicate(c, verb, targets, named)
    said = c.tokens[start : c.at]
    if len(targets) > 1 and any(token.norm in {"ein", "eine", "einen"} for token in said) and _of_entry(said):
        c.fail()  # "in F1 und F2 ein Text einzugeben": one, or one in each?
    given = any(token.norm in words.GIVEN for token in said)
    if given and any(ref.located and ref.label for ref in targets):
        c.fail()  # "in F… „Text“ angegeben werden": the name of the field, or its value?
    return clause


def _of_entry(said: tuple[Token, ...]) -> bool:
    return any(token.norm in words.of("angabe eintrag wert text freitext") for token in said)


def _fixed(
    parse: Callable[[Cursor, str, tuple[Ref, ...]], Action], verb: str, targets: tuple[Ref, ...]
) -> Callable[[Cursor], Action]:
    return lambda cursor: parse(cursor, verb, targets)


def predicate(c: Cursor, verb: str, targets: tuple[Ref, ...], named: Named) -> Clause:
    """What is said of the targets, with all that stands before and behind it."""
    found = set(adverbs(c))
    land = c.attempt(partial(scope, named=named))
    c.contrary = bool(c.accept(words.CONTRARY)) or c.contrary
    found |= adverbs(c)
    if land is not None and found & {"auch", "ebenfalls", "zusätzlich"}:
        c.fail()  # "ist auch in BY Pflicht": and where else?
    if verb == "be" and "zwingend" in found and c.ends():
        return Clause(Act(_REQUIRED, targets), frozenset(found - {"zwingend"}), land, verb)
    if verb == "may" and found & {"nur", "ausschließlich"}:
        c.expect(words.FILLED | words.VISIBLE)
        c.expect(words.AUXILIARY)
        kind = _SHOWN
    else:
        kind = _kind(c, verb)
        if verb == "need":
            c.accept("zu")
        if verb not in {"be", "stay"}:
            c.accept(words.AUXILIARY)
    if kind is _SHOWN and c.is_kind(Kind.OPEN) and c.norm(1) in words.MANDATORY_NOUNS and c.is_kind(Kind.CLOSE, 2):
        c.at += 3  # "abgefragt (Pflichtangaben)"
        kind = _REQUIRED
    if "erst" in found and kind is not _SHOWN:
        c.fail()
    if found & {"ausschließlich", "erst"}:
        found.add("nur")
    if ("beide" in found and len(targets) != 2) or ("alle" in found and len(targets) < 2):
        c.fail()  # "sonst sind beide auszublenden": more than is known here
    return Clause(Act(kind, targets), frozenset(found), land or c.attempt(partial(scope, named=named)), verb)


def _kind(c: Cursor, verb: str) -> EffectKind:
    """What is said, with its "nicht"; "nicht zwingend" lifts a duty, "nicht immer" says nothing certain."""
    if c.accept("weder"):
        return _neither_nor(c, verb)
    negated = bool(c.accept("nicht"))
    softened = negated and bool(c.accept(frozenset({"zwingend", "verbindlich", "unbedingt"})))
    if negated and adverbs(c):
        c.fail()
    said = phrases(c, verb)
    if softened:
        return EffectKind.OPTIONAL if meaning(verb, False, said) is _REQUIRED else c.fail()
    return meaning(verb, negated, said) or c.fail()


def _neither_nor(c: Cursor, verb: str) -> EffectKind:
    """ "weder anzuzeigen noch zu befüllen": denied twice, to one end."""
    first = meaning(verb, True, frozenset({phrase(c)}))
    c.expect("noch")
    second = meaning(verb, True, frozenset({phrase(c)}))
    return first if first is not None and first is second else c.fail()


def _repeated(c: Cursor, verb: str, targets: tuple[Ref, ...]) -> Act:
    """ "ein weiteres Mal als Pflichtfeldgruppe anzuzeigen", "kein weiteres Mal anzuzeigen"."""
    adverbs(c)
    negated = bool(c.accept("nicht"))
    if c.accept_all("kein", "weiteres", "mal"):
        negated = not negated
    elif not any(c.accept_all(*again) for again in AGAIN):
        c.fail()
    counted = c.tokens[c.at - 1].norm == "mal"
    said = phrases(c, verb)
    if not counted and said & {"fill", "to fill"} and any(ref.parts[-1].startswith("F") for ref in targets):
        c.fail()  # "F1 ist erneut auszufüllen": once more, or anew?
    kind = meaning(verb, False, said)
    if kind not in {_REQUIRED, _SHOWN} or (negated and kind is _REQUIRED and verb == "must"):
        c.fail()
    c.accept(words.AUXILIARY)
    return Act(EffectKind.NO_REPEAT if negated else EffectKind.REPEAT, targets)
