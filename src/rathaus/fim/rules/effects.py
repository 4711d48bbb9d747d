"""The grammar of effects: what stands after "dann"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from rathaus.fim.rules import words
from rathaus.fim.rules.conditions import choices, references
from rathaus.fim.rules.cursor import Cursor, starts_reference
from rathaus.fim.rules.laender import Named, scope
from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.tokens import Kind
from rathaus.fim.rules.tree import Act, InLand, Limit, Ref

_REQUIRED, _SHOWN = EffectKind.REQUIRED, EffectKind.SHOWN
_FORBIDDEN, _OPTIONAL = EffectKind.FORBIDDEN, EffectKind.OPTIONAL
_FINITE = words.BE | words.BECOME | words.MUST | words.MAY
_IMPERATIVES = frozenset({"zeige", "blende", "aktiviere", "deaktiviere", "erscheint", "erscheinen", "mache"})
_ONE_OF = frozenset({"einer", "eines"})
_ADVERBS = frozenset({"dann", "nur", "zwingend", "verpflichtend", "auch"})

_ONE_OF_THEM = "„A oder B“ lässt offen, welches der Elemente gemeint ist."

# What is said of a target ("fill": befüllt, "show": angezeigt …), by verb and negation, and what it means. What is not
# here has no certain meaning ("darf ausgeblendet sein", "muss nicht angezeigt werden") and is not read.
_MEANING: dict[tuple[str, bool, frozenset[str]], EffectKind] = {
    ("must", False, frozenset({"fill"})): _REQUIRED,
    ("must", False, frozenset({"mandatory"})): _REQUIRED,
    ("must", False, frozenset({"show"})): _SHOWN,
    ("must", False, frozenset({"show", "fill"})): _REQUIRED,
    ("must", False, frozenset({"mandatory", "fill"})): _REQUIRED,
    ("must", False, frozenset({"hide"})): _FORBIDDEN,
    ("must", True, frozenset({"fill"})): _OPTIONAL,
    ("may", True, frozenset({"fill"})): _FORBIDDEN,
    ("may", True, frozenset({"show"})): _FORBIDDEN,
    ("may", True, frozenset({"show", "fill"})): _FORBIDDEN,
    ("may", True, frozenset({"empty"})): _REQUIRED,
    ("become", False, frozenset({"show"})): _SHOWN,
    ("become", False, frozenset({"hide"})): _FORBIDDEN,
    ("become", False, frozenset({"mandatory"})): _REQUIRED,
    ("become", True, frozenset({"show"})): _FORBIDDEN,
    ("be", False, frozenset({"to fill"})): _REQUIRED,
    ("be", False, frozenset({"mandatory"})): _REQUIRED,
    ("be", False, frozenset({"to show"})): _SHOWN,
    ("be", False, frozenset({"to fill", "mandatory"})): _REQUIRED,
    ("be", False, frozenset({"to show", "to fill"})): _REQUIRED,
    ("be", False, frozenset({"to hide"})): _FORBIDDEN,
    ("be", False, frozenset({"hide"})): _FORBIDDEN,
    ("be", False, frozenset({"optional"})): _OPTIONAL,
    ("be", True, frozenset({"to show"})): _FORBIDDEN,
}


def acts(c: Cursor, known: tuple[Ref, ...] = ()) -> tuple[Act | Limit, ...]:
    """One or more clauses joined by UND or a comma; `known` are the targets that "die Felder" may speak of."""
    found: list[Act | Limit] = []
    verb = ""
    while True:
        act, verb = _clause(c, verb, found[-1].targets if found else known)
        if isinstance(act, Act) and act.kind is _REQUIRED and found and found[-1] == Act(_SHOWN, act.targets):
            found.pop()  # "erscheint und muss befüllt werden" is one demand
        found.append(act)
        limit = c.attempt(partial(_whereby, targets=act.targets))
        if limit:
            found.append(limit)
        if not _joint(c):
            return tuple(found)


def _joint(c: Cursor) -> bool:
    """Moves past UND or a comma where another clause follows."""
    start = c.at
    separated = any([c.accept_kind(Kind.COMMA), c.accept(words.AND)])
    follows = c.norm() in _FINITE | _IMPERATIVES or starts_reference(c) or _inner_fields(c, moving=False)
    if separated and follows and c.norm() not in words.PREPOSITIONS:  # ", bei F… = „Nein“ …" is a new branch
        return True
    c.at = start
    return False


def _whereby(c: Cursor, targets: tuple[Ref, ...]) -> Limit:
    """ ", wobei nur der Code A „…“ ausgewählt werden darf"."""
    if not c.accept_kind(Kind.COMMA) or not c.accept_all("wobei", "nur"):
        c.fail()
    limit = _limit(c, targets)
    c.expect(words.MAY)
    return limit


def only(c: Cursor, targets: tuple[Ref, ...]) -> Limit:
    """ "nur der Code A „…“ ausgewählt sein"."""
    c.expect("nur")
    return _limit(c, targets)


def _limit(c: Cursor, targets: tuple[Ref, ...]) -> Limit:
    """ "der Code A „…“ ausgewählt sein", "einer der Codes A „…“ oder B „…“ ausgewählt werden"."""
    one = c.accept_all("der", "code")
    if not one and not c.accept_all("die", "codes") and not c.accept_all(_ONE_OF, "der", "codes"):
        c.fail()
    values = choices(c)
    c.expect(frozenset({"ausgewählt", "gewählt", "angegeben"}))
    c.accept(words.AUXILIARY)
    if len(targets) != 1 or (one and len(values) > 1):
        c.fail()
    return Limit(targets, values)


def _clause(c: Cursor, verb: str, known: tuple[Ref, ...]) -> tuple[Act | Limit, str]:
    """One clause, and its finite verb for the next one that shares it."""
    word = c.accept(_IMPERATIVES)
    if word:
        return _imperative(c, word, known), ""
    if verb and _inner_fields(c, moving=True):
        if len(known) != 1 or not known[0].parts[-1].startswith("G"):
            c.fail()
        said = _plain(c, verb)
        return Act(said, known), verb
    finite = c.accept(_FINITE)
    if finite:
        verb = verb_class(finite)
        targets = known_targets(c, known)
    elif starts_reference(c):
        targets = all_of(c)
        finite = c.accept(_FINITE)
        verb = verb_class(finite) if finite else verb
    else:
        c.fail()
    if verb == "may" and c.norm() == "nur":
        return only(c, targets), verb
    start = c.at
    kind = _plain(c, verb)
    given = any(token.norm in words.GIVEN for token in c.tokens[start : c.at])
    if given and any(ref.located and ref.label for ref in targets):
        c.fail()  # "in F… „Text“ angegeben werden": the name of the field, or its value?
    return Act(kind, targets), verb


def _plain(c: Cursor, verb: str) -> EffectKind:
    """A predicate that is limited by nothing but the condition of its sentence."""
    found = predicate(c, verb, Named())
    if "nur" in found.adverbs or found.scope:
        c.fail()
    return found.kind


def _inner_fields(c: Cursor, *, moving: bool) -> bool:
    """ "die (darin) enthaltenen Felder", "die Felder der Gruppe": the fields of the group that was just named."""
    start = c.at
    c.accept("die")
    c.accept("darin")
    found = c.accept_all("enthaltenen", "felder") or c.accept_all("felder", "der", "gruppe")
    if not (found and moving) or starts_reference(c):
        c.at = start
        return found and not starts_reference(c)
    return True


def verb_class(finite: str) -> str:
    if finite in words.MUST:
        return "must"
    if finite in words.MAY:
        return "may"
    return "be" if finite in words.BE else "become"


def all_of(c: Cursor) -> tuple[Ref, ...]:
    """References that are all meant: "A oder B muss befüllt werden" leaves the choice, and is no effect on both."""
    found, joint = references(c)
    if joint == "oder":
        c.fail(_ONE_OF_THEM)
    return found


def known_targets(c: Cursor, known: tuple[Ref, ...]) -> tuple[Ref, ...]:
    """References, or a word that stands for those of the clause before ("die Felder", "es")."""
    if starts_reference(c):
        return all_of(c)
    if not known:
        c.fail()
    several = len(known) > 1
    if c.accept_all(frozenset({"die", "diese"}), "felder"):
        return known if several else c.fail()
    if c.accept_all("das", words.FIELD_NOUNS) or c.accept_all(frozenset({"die", "diese"}), words.GROUP_NOUNS):
        return c.fail() if several else known
    if c.accept("es"):
        return c.fail() if several else known
    c.accept(frozenset({"sie", "diese"}))
    return known


@dataclass(frozen=True, slots=True)
class Predicate:
    """What is said of targets, with the adverbs that stood there ("nur", "dann") and the Länder it is limited to."""

    kind: EffectKind
    adverbs: frozenset[str]
    scope: InLand | None = None


def predicate(c: Cursor, verb: str, named: Named) -> Predicate:
    """What is said of the targets, with all that stands before and behind it."""
    adverbs: set[str] = set()
    while adverb := c.accept(_ADVERBS):
        adverbs.add(adverb)
    land = c.attempt(partial(scope, named=named))
    if verb == "may" and "nur" in adverbs:
        return Predicate(_permitted(c), frozenset(adverbs), land or c.attempt(partial(scope, named=named)))
    negated = bool(c.accept("nicht"))
    said = {_said(c)}
    while True:
        start = c.at
        if not c.accept(words.AND | (words.OR if verb == "may" else frozenset())):
            break
        more = c.attempt(_said)
        if more is None:
            c.at = start
            break
        said.add(more)
    kind = _MEANING.get((verb, negated, frozenset(said)))
    if kind is None:
        c.fail()
    if verb in {"must", "may", "become"}:
        c.accept(words.AUXILIARY)
    return Predicate(kind, frozenset(adverbs), land or c.attempt(partial(scope, named=named)))


def _permitted(c: Cursor) -> EffectKind:
    """ "darf nur … befüllt werden": may be filled then, and only then."""
    c.expect(words.FILLED | words.VISIBLE)
    c.expect(words.AUXILIARY)
    return _SHOWN


def _said(c: Cursor) -> str:
    """One word for what is said: a participle, a "zu"-form, or a noun of duty."""
    for choice, meaning in (
        (words.FILLED, "fill"),
        (words.VISIBLE, "show"),
        (words.HIDDEN, "hide"),
        (words.TO_FILL, "to fill"),
        (words.TO_SHOW, "to show"),
        (words.TO_HIDE, "to hide"),
        (words.MANDATORY_NOUNS, "mandatory"),
    ):
        if c.accept(choice):
            return meaning
    if c.accept_all("zu", "befüllen"):
        return "to fill"
    if c.accept("leer"):
        return "empty"
    if c.accept("optional") or c.accept_all("ein", "optionales", words.FIELD_NOUNS):
        return "optional"
    if _as_mandatory(c):  # "als Pflichtfeld (angezeigt)", "als Pflichtfeldgruppe (anzuzeigen)"
        c.accept(words.VISIBLE | words.TO_SHOW)
        return "mandatory"
    if c.accept_all(frozenset({"ein", "eine"}), words.MANDATORY_NOUNS):
        return "mandatory"
    if c.accept_all(frozenset({"zum", "zur", "zu"}), words.MANDATORY_NOUNS):
        return "mandatory"
    return c.fail()


def _as_mandatory(c: Cursor) -> bool:
    """ "als Pflichtfeld", "als eine Pflichtfeldgruppe"."""
    return c.accept_all("als", words.MANDATORY_NOUNS) or c.accept_all(
        "als", frozenset({"ein", "eine"}), words.MANDATORY_NOUNS
    )


def _imperative(c: Cursor, verb: str, known: tuple[Ref, ...]) -> Act:
    """ "zeige … (nicht) an", "blende … aus", "aktiviere …", "mache es zu einer Pflichtangabe", "erscheint …"."""
    if verb == "mache":
        return _made_mandatory(c, known)
    c.accept(frozenset({verb}))  # "erscheint erscheint"
    mandatory = _as_mandatory(c)
    targets = known_targets(c, known)
    mandatory = _as_mandatory(c) or mandatory
    kind = _REQUIRED if mandatory else _SHOWN
    if verb == "zeige":
        negated = bool(c.accept("nicht"))
        c.accept("an")
        if negated and mandatory:
            c.fail()
        return Act(_FORBIDDEN if negated else kind, targets)
    if verb == "blende":
        particle = c.expect(frozenset({"ein", "aus"}))
        kind = kind if particle == "ein" else _FORBIDDEN
    elif verb == "deaktiviere":
        kind = _FORBIDDEN
    if mandatory and kind is _FORBIDDEN:
        c.fail()
    return Act(kind, targets)


def _made_mandatory(c: Cursor, known: tuple[Ref, ...]) -> Act:
    pronoun = c.expect(frozenset({"es", "sie", "diese", "dieses"}))
    if not known or (len(known) > 1 and pronoun in {"es", "dieses"}):
        c.fail()
    if c.accept_all("zu", frozenset({"einer", "einem"}), words.MANDATORY_NOUNS):
        return Act(_REQUIRED, known)
    if c.accept_all(frozenset({"zum", "zur", "zu"}), words.MANDATORY_NOUNS):
        return Act(_REQUIRED, known)
    return c.fail()
