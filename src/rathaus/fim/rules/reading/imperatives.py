"""Orders to who builds the form: "zeige … (nicht) an", "blende … aus", "mache es zu einer Pflichtangabe"."""

from __future__ import annotations

from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.meanings import as_mandatory
from rathaus.fim.rules.reading.pointing import starts_reference
from rathaus.fim.rules.reading.targets import all_of, known_targets
from rathaus.fim.rules.reading.tree import Act, Ref

AGAIN = (
    ("ein", "weiteres", "mal"),
    ("erneut",),
    ("nochmals",),
    ("noch", "einmal"),
    ("noch", "ein", "weiteres", "mal"),
)
IMPERATIVES = frozenset(
    {
        "zeige",
        "blende",
        "aktiviere",
        "deaktiviere",
        "erscheint",
        "erscheinen",
        "öffnet",
        "öffnen",
        "mache",
        "verberge",
        "verstecke",
    }
)


def imperative(c: Cursor, verb: str, known: tuple[Ref, ...]) -> Act:
    """ "zeige … (nicht) an", "blende … aus", "aktiviere …", "mache es zu einer Pflichtangabe", "erscheint …"."""
    if verb == "mache":
        return _made_mandatory(c, known)
    c.accept(frozenset({verb}))  # "erscheint erscheint"
    if verb in {"öffnet", "öffnen"}:
        c.expect("sich")
    mandatory = as_mandatory(c)
    targets = known_targets(c, known)
    mandatory = as_mandatory(c) or mandatory
    kind = EffectKind.REQUIRED if mandatory else EffectKind.SHOWN
    if verb in {"zeige", "erscheint", "erscheinen", "öffnet", "öffnen"}:
        negated = bool(c.accept("nicht"))
        if verb == "zeige":
            c.accept("an")
        elif any(c.accept_all(*again) for again in AGAIN):
            return c.fail() if negated or mandatory else Act(EffectKind.REPEAT, targets)
        if negated and mandatory:
            c.fail()
        return Act(EffectKind.FORBIDDEN if negated else kind, targets)
    if verb == "blende":
        particle = c.expect(frozenset({"ein", "aus"}))
        kind = kind if particle == "ein" else EffectKind.FORBIDDEN
    elif verb in {"deaktiviere", "verberge", "verstecke"}:
        kind = EffectKind.FORBIDDEN
    if mandatory and kind is EffectKind.FORBIDDEN:
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
        return Act(EffectKind.REQUIRED, known)
    if c.accept_all(frozenset({"zum", "zur", "zu"}), words.MANDATORY_NOUNS):
        return Act(EffectKind.REQUIRED, known)
    return c.fail()
