"""The grammar of effects: what stands after "dann"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from rathaus.fim.rules import words
from rathaus.fim.rules.cursor import Cursor, reference, starts_reference
from rathaus.fim.rules.laender import Named, scope
from rathaus.fim.rules.limits import always, code_as_subject, code_first, limited, often, preset, whereby
from rathaus.fim.rules.lists import references
from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.meanings import (
    FINITE,
    adverbs,
    as_mandatory,
    meaning,
    phrase,
    phrases,
    verb_class,
)
from rathaus.fim.rules.targets import INCLUDING, all_of, known_targets
from rathaus.fim.rules.tokens import Kind
from rathaus.fim.rules.tree import Act, Action, InLand, Ref

_REQUIRED, _SHOWN = EffectKind.REQUIRED, EffectKind.SHOWN
_FORBIDDEN = EffectKind.FORBIDDEN
_IMPERATIVES = frozenset(
    {"zeige", "blende", "aktiviere", "deaktiviere", "erscheint", "erscheinen", "mache", "verberge", "verstecke"}
)
_ENDS = frozenset({"entfällt", "entfallen", "verschwindet", "verschwinden"})
_AGAIN = (
    ("ein", "weiteres", "mal"),
    ("erneut",),
    ("nochmals",),
    ("noch", "einmal"),
    ("noch", "ein", "weiteres", "mal"),
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: what happens to targets, with "nur" or "dann" and the Länder that stood inside it."""

    act: Action
    adverbs: frozenset[str] = frozenset()
    scope: InLand | None = None
    verb: str = ""

    @property
    def plain(self) -> Action | None:
        """What happens, where nothing limits it."""
        return None if self.scope or "nur" in self.adverbs else self.act


def acts(c: Cursor, known: tuple[Ref, ...] = (), verb: str = "") -> tuple[Action, ...]:
    """One or more clauses joined by UND or a comma; `known` are the targets that "die Felder" may speak of.

    `verb` is the class of the verb that a shortened clause leaves out: ", sonst auszublenden".
    """
    found = clauses(c, known, Named(), verb)
    if any("nur" in clause.adverbs for clause in found) or len({clause.scope for clause in found}) > 1:
        c.fail()
    c.land = found[0].scope
    return tuple(clause.act for clause in found)


def clauses(c: Cursor, known: tuple[Ref, ...], named: Named, verb: str = "") -> tuple[Clause, ...]:
    """Like `acts`, with what limits each clause."""
    found: list[Clause] = []
    while True:
        c.accept_kind(Kind.DASH)  # "dann: - F2 anzeigen - F3 ausblenden"
        clause = _clause(c, verb, found[-1].act.targets if found else known, named)
        verb = clause.verb
        act = clause.act
        if isinstance(act, Act) and act.kind in {_REQUIRED, EffectKind.OPTIONAL} and _with_inner_fields(c):
            c.fail()  # "G einschließlich aller Felder ist Pflicht" says it of each
        if isinstance(act, Act) and act.kind is _REQUIRED and found and _shows(found[-1], act.targets):
            found.pop()  # "erscheint und muss befüllt werden" is one demand
        if isinstance(act, Act) and act.kind is EffectKind.OPTIONAL and found and _shows(found[-1], act.targets):
            found.pop()  # "ist anzuzeigen und muss nicht befüllt werden" is one permission
        found.append(clause)
        limit = c.attempt(partial(whereby, targets=act.targets))
        if limit:
            found.append(replace(clause, act=limit))
        if not _joint(c):
            return tuple(found)


def _with_inner_fields(c: Cursor) -> bool:
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
    openings = FINITE | _IMPERATIVES | _ENDS
    follows = c.norm() in openings or starts_reference(c) or _inner_fields(c, moving=False) or c.norm() == "mit"
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
    word = c.accept(_IMPERATIVES)
    if word:
        return Clause(_imperative(c, word, known))
    if c.accept(_ENDS):
        return Clause(Act(_FORBIDDEN, known_targets(c, known)))
    if verb and _inner_fields(c, moving=True):
        return _inside(c, verb, known, named)
    short = c.attempt(partial(_infinitive, targets=known)) or (None if verb else c.attempt(_noun_first))
    if short is not None:
        return Clause(short)
    finite = c.accept(FINITE)
    if finite:
        return _verb_first(c, verb_class(finite), known, named)
    if starts_reference(c):
        return _subject_first(c, verb, all_of(c), named)
    if c.norm() in {"das", "die", "dieses", "diese", "alle"} and c.norm(1) in words.NOUNS:
        return _subject_first(c, verb, known_targets(c, known), named)
    special = c.attempt(_entry) or c.attempt(_neither) or c.attempt(_set_for) or c.attempt(_code_as_subject)
    # "ist anzuzeigen und auszufüllen", "nicht anzuzeigen und mit 001 vorzubelegen"
    return special or (_said(c, verb, known, named) if verb and known else c.fail())


def _inside(c: Cursor, verb: str, known: tuple[Ref, ...], named: Named) -> Clause:
    """ "(die Gruppe G eingeblendet) und die enthaltenen Felder ausgefüllt": said of the group."""
    if len(known) != 1 or not known[0].parts[-1].startswith("G"):
        c.fail()
    own = c.accept(FINITE)
    return _said(c, verb_class(own) if own else verb, known, named)


def _verb_first(c: Cursor, verb: str, known: tuple[Ref, ...], named: Named) -> Clause:
    """ "muss (in NI) das Feld F… befüllt werden", "sind folgende Felder Pflichtfelder: …"."""
    c.accept(frozenset({"auch", "zusätzlich", "ebenfalls", "dann", "zwingend"}))
    land = c.attempt(partial(scope, named=named))
    c.accept_all("in", "allen", "ländern")
    if land is not None:
        clause = _said(c, verb, known_targets(c, known), named)
        return c.fail() if clause.scope else replace(clause, scope=land)
    special = (
        c.attempt(partial(_code_first, verb=verb))
        or c.attempt(partial(_entry, verb=verb))
        or c.attempt(partial(_none_of, verb=verb, known=known))
        or c.attempt(partial(_following, verb=verb))
    )
    return special or _said(c, verb, known_targets(c, known), named)


def _subject_first(c: Cursor, verb: str, targets: tuple[Ref, ...], named: Named) -> Clause:
    """ "das Feld F… muss befüllt werden", "F… entfällt", "F… ausblenden"."""
    if c.accept(_ENDS):
        return Clause(Act(_FORBIDDEN, targets))
    infinitive = c.attempt(partial(_infinitive, targets=targets)) or c.attempt(partial(always, targets=targets))
    if infinitive is not None:
        return Clause(infinitive)
    if c.norm(1) in FINITE:
        c.accept(frozenset({"hingegen", "dagegen", "jedoch", "dann"}))
    finite = c.accept(FINITE)
    return _said(c, verb_class(finite) if finite else verb, targets, named)


def _noun_first(c: Cursor) -> Act:
    """ "Pflichtfeld F…", "F… = Pflicht"."""
    if c.accept(words.MANDATORY_NOUNS):
        return Act(_REQUIRED, all_of(c))
    targets = all_of(c)
    operator = c.accept_kind(Kind.OP)
    if operator is None or operator.norm != "=" or not c.accept(words.MANDATORY_NOUNS):
        c.fail()
    return Act(_REQUIRED, targets)


def _neither(c: Cursor) -> Clause:
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


def _code_first(c: Cursor, verb: str) -> Clause:
    return Clause(code_first(c, verb), verb=verb)


def _code_as_subject(c: Cursor) -> Clause:
    limit, conditional = code_as_subject(c)
    return Clause(limit, frozenset({"nur"}) if conditional else frozenset())


def _entry(c: Cursor, verb: str = "") -> Clause:
    """ "eine Angabe in F… ist erforderlich", "(muss) eine Angabe in F… erfolgen"."""
    c.expect(frozenset({"eine", "ein"}))
    c.expect(frozenset({"angabe", "eingabe", "auswahl", "eintrag"}))
    targets = all_of(c) if c.norm() in words.PREPOSITIONS else c.fail()
    verb = verb or verb_class(c.expect(FINITE))
    negated = bool(c.accept("nicht"))
    said = frozenset({"fill"}) if c.accept("erfolgen") else phrases(c, verb)
    kind = meaning(verb, negated, said) if said <= {"fill", "mandatory"} else None
    c.accept(words.AUXILIARY) if said == {"mandatory"} else None
    return Clause(Act(kind, targets), verb=verb) if kind and len(targets) == 1 else c.fail()


def _set_for(c: Cursor) -> Clause:
    """ "für F… ist der Code 001 vorzubelegen", "für F… sind nur die Codes 1 und 2 zulässig"."""
    c.expect("für")
    targets = all_of(c)
    verb = verb_class(c.expect(FINITE))
    found = c.attempt(_fixed(preset, verb, targets)) or c.attempt(_fixed(limited, verb, targets))
    return Clause(found, verb=verb) if found else c.fail()


def _none_of(c: Cursor, verb: str, known: tuple[Ref, ...]) -> Clause:
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


def _following(c: Cursor, verb: str) -> Clause:
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


_INFINITIVES = {
    **dict.fromkeys(("anzeigen", "einblenden", "aktivieren"), _SHOWN),
    **dict.fromkeys(("ausblenden", "deaktivieren", "verbergen"), _FORBIDDEN),
    **dict.fromkeys(("ausfüllen", "befüllen", "angeben"), _REQUIRED),
}


def _infinitive(c: Cursor, targets: tuple[Ref, ...]) -> Act:
    """ "F… (nicht) anzeigen", "F… als Pflichtfeld anzeigen", "F… ausblenden": short orders to who builds the form."""
    if not targets:
        c.fail()
    mandatory = as_mandatory(c)
    negated = bool(c.accept("nicht"))
    kind = _INFINITIVES.get(c.norm())
    if kind is None or (mandatory and (negated or kind is not _SHOWN)) or (negated and kind is _FORBIDDEN):
        c.fail()
    c.take()
    return Act(_FORBIDDEN if negated else _REQUIRED if mandatory else kind, targets)


def _said(c: Cursor, verb: str, targets: tuple[Ref, ...], named: Named) -> Clause:
    """What is said of `targets` with a verb of the class `verb`."""
    parsers: tuple[Callable[[Cursor, str, tuple[Ref, ...]], Action], ...] = (preset, often, limited, _repeated)
    for parse in parsers:
        act = c.attempt(_fixed(parse, verb, targets))
        if act is not None:
            return Clause(act, verb=verb)
    start = c.at
    clause = predicate(c, verb, targets, named)
    given = any(token.norm in words.GIVEN for token in c.tokens[start : c.at])
    if given and any(ref.located and ref.label for ref in targets):
        c.fail()  # "in F… „Text“ angegeben werden": the name of the field, or its value?
    return clause


def _fixed(
    parse: Callable[[Cursor, str, tuple[Ref, ...]], Action], verb: str, targets: tuple[Ref, ...]
) -> Callable[[Cursor], Action]:
    return lambda cursor: parse(cursor, verb, targets)


def predicate(c: Cursor, verb: str, targets: tuple[Ref, ...], named: Named) -> Clause:
    """What is said of the targets, with all that stands before and behind it."""
    found = set(adverbs(c))
    land = c.attempt(partial(scope, named=named))
    found |= adverbs(c)
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
    elif not any(c.accept_all(*again) for again in _AGAIN):
        c.fail()
    kind = meaning(verb, False, phrases(c, verb))
    if kind not in {_REQUIRED, _SHOWN} or (negated and kind is _REQUIRED and verb == "must"):
        c.fail()
    c.accept(words.AUXILIARY)
    return Act(EffectKind.NO_REPEAT if negated else EffectKind.REPEAT, targets)


def _inner_fields(c: Cursor, *, moving: bool) -> bool:
    """ "die (darin) enthaltenen Felder", "die Felder der Gruppe": the fields of the group that was just named."""
    start = c.at
    c.accept(frozenset({"die", "alle"}))
    c.accept("darin")
    found = c.accept_all("enthaltenen", "felder") or c.accept_all("felder", "der", "gruppe")
    if not (found and moving) or starts_reference(c):
        c.at = start
        return found and not starts_reference(c)
    return True


def _imperative(c: Cursor, verb: str, known: tuple[Ref, ...]) -> Act:
    """ "zeige … (nicht) an", "blende … aus", "aktiviere …", "mache es zu einer Pflichtangabe", "erscheint …"."""
    if verb == "mache":
        return _made_mandatory(c, known)
    c.accept(frozenset({verb}))  # "erscheint erscheint"
    mandatory = as_mandatory(c)
    targets = known_targets(c, known)
    mandatory = as_mandatory(c) or mandatory
    kind = _REQUIRED if mandatory else _SHOWN
    if verb in {"zeige", "erscheint", "erscheinen"}:
        negated = bool(c.accept("nicht"))
        if verb == "zeige":
            c.accept("an")
        elif any(c.accept_all(*again) for again in _AGAIN):
            return c.fail() if negated or mandatory else Act(EffectKind.REPEAT, targets)
        if negated and mandatory:
            c.fail()
        return Act(_FORBIDDEN if negated else kind, targets)
    if verb == "blende":
        particle = c.expect(frozenset({"ein", "aus"}))
        kind = kind if particle == "ein" else _FORBIDDEN
    elif verb in {"deaktiviere", "verberge", "verstecke"}:
        kind = _FORBIDDEN
    if mandatory and kind is _FORBIDDEN:
        c.fail()
    return Act(kind, targets)


def _made_mandatory(c: Cursor, known: tuple[Ref, ...]) -> Act:
    """ "mache es zu einer Pflichtangabe", "mache F… zum Pflichtfeld"."""
    if starts_reference(c):
        known = all_of(c)
    else:
        pronoun = c.expect(frozenset({"es", "sie", "diese", "dieses"}))
        if not known or (len(known) > 1 and pronoun in {"es", "dieses"}):
            c.fail()
    if c.accept_all("zu", frozenset({"einer", "einem"}), words.MANDATORY_NOUNS):
        return Act(_REQUIRED, known)
    if c.accept_all(frozenset({"zum", "zur", "zu"}), words.MANDATORY_NOUNS):
        return Act(_REQUIRED, known)
    return c.fail()
