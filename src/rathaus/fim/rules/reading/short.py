"""The grammar of effects without a verb: "F… anzeigen", "F… Pflicht", "Pflichtfeld F…", "F… nur 1, 2 auswählbar"."""

from __future__ import annotations

from functools import partial

from rathaus.fim.rules.logic import EffectKind
from rathaus.fim.rules.reading import words
from rathaus.fim.rules.reading.cursor import Cursor
from rathaus.fim.rules.reading.limits import limited
from rathaus.fim.rules.reading.meanings import as_mandatory
from rathaus.fim.rules.reading.targets import all_of
from rathaus.fim.rules.reading.tokens import Kind
from rathaus.fim.rules.reading.tree import Act, Action, Fix, Ref, Said
from rathaus.fim.rules.reading.values import value

_REQUIRED, _SHOWN = EffectKind.REQUIRED, EffectKind.SHOWN
_FORBIDDEN, _OPTIONAL = EffectKind.FORBIDDEN, EffectKind.OPTIONAL
_ORDERS = {
    **dict.fromkeys(("anzeigen", "einblenden", "aktivieren", "zeigen", "abfragen", "freischalten"), _SHOWN),
    **dict.fromkeys(("ausblenden", "deaktivieren", "verbergen", "verstecken"), _FORBIDDEN),
    **dict.fromkeys(
        ("ausfüllen", "befüllen", "angeben", "erfassen", "eintragen", "eingeben", "beantworten", "auswählen"), _REQUIRED
    ),
}
_STATES = {
    **dict.fromkeys(("angezeigt", "eingeblendet", "sichtbar", "einblendung", "anzeige"), _SHOWN),
    **dict.fromkeys(("ausgeblendet", "unsichtbar", "verborgen", "deaktiviert", "ausblendung"), _FORBIDDEN),
    **dict.fromkeys(words.MANDATORY_NOUNS | words.MANDATORY, _REQUIRED),
    **dict.fromkeys(words.FREE, _OPTIONAL),
    "zwingend": _REQUIRED,
    **dict.fromkeys(("visible", "shown"), _SHOWN),
    **dict.fromkeys(("hidden",), _FORBIDDEN),
    **dict.fromkeys(("required", "mandatory"), _REQUIRED),
}
_OPPOSITE = {_SHOWN: _FORBIDDEN, _REQUIRED: _OPTIONAL}


def order(c: Cursor, targets: tuple[Ref, ...]) -> Act:
    """ "F… (nicht) anzeigen", "F… als Pflichtfeld anzeigen", "F… ausblenden": short orders to who builds the form."""
    if not targets:
        c.fail()
    mandatory = as_mandatory(c)
    negated = bool(c.accept("nicht"))
    kind = _ORDERS.get(c.norm())
    if kind is None or (mandatory and (negated or kind is not _SHOWN)) or (negated and kind is _FORBIDDEN):
        c.fail()
    c.take()
    kind = _FORBIDDEN if negated else _REQUIRED if mandatory else kind
    if kind is _SHOWN and _made_mandatory(c):
        kind = _REQUIRED
    return Act(kind, targets)


def _made_mandatory(c: Cursor) -> bool:
    """ "(F… einblenden) und zur Pflichtangabe machen", "… und als Pflichtfeld setzen"."""
    start = c.at
    if c.accept(words.AND):
        duty = c.accept_all(frozenset({"zum", "zur", "als"}), words.MANDATORY_NOUNS)
        if duty and c.accept(frozenset({"machen", "setzen", "kennzeichnen"})):
            return True
    c.at = start
    return False


def state(c: Cursor, targets: tuple[Ref, ...]) -> Act:
    """ "F… Pflicht", "F… (nicht) sichtbar", "F… optional", "F… kein Pflichtfeld": what is so, without its verb."""
    if not targets:
        c.fail()
    negated = bool(c.accept("nicht") or c.accept(frozenset({"kein", "keine"})))
    if not negated and c.accept(frozenset({"als", "ein", "eine"})) and c.norm() not in words.MANDATORY_NOUNS:
        c.fail()
    kind = _STATES.get(c.norm())
    if kind is None or (negated and kind not in _OPPOSITE):
        c.fail()
    c.take()
    if not _over(c):
        c.fail()
    return Act(_OPPOSITE[kind] if negated else kind, targets)


def _over(c: Cursor) -> bool:
    """True where nothing more is said of the targets: the next word begins something else."""
    return c.ends() or c.norm() in words.ELSE or c.norm() == "bei" or c.is_kind(Kind.DASH)


def duty(c: Cursor) -> Action:
    """ "Pflichtfeld F…", "Pflichtfeldgruppe G… einblenden", "F… = Pflicht"."""
    if c.accept(words.MANDATORY_NOUNS):
        c.accept_kind(Kind.COLON)
        found = Act(_REQUIRED, all_of(c))
        if c.norm() in _ORDERS and _ORDERS[c.norm()] is not _FORBIDDEN:
            c.take()
        return found
    targets = all_of(c)
    operator = c.accept_kind(Kind.OP)
    colon = None if operator else c.accept_kind(Kind.COLON)
    if (operator is None or operator.norm != "=") and colon is None:
        c.fail()
    if c.accept(words.MANDATORY_NOUNS):
        return Act(_REQUIRED, targets)
    chosen = c.attempt(partial(choice_of, targets=targets)) if colon else None  # "F…: nur 01, 02 zulässig"
    return chosen or c.attempt(partial(order, targets=targets)) or state(c, targets)


def choice_of(c: Cursor, targets: tuple[Ref, ...]) -> Action:
    """ "F… nur 10, 11, 12 auswählbar", "F… fest = 276, nicht sichtbar"."""
    if c.norm() in {"nur", "ausschließlich"}:
        return limited(c, "be", targets)
    return _fixed(c, targets)


def _fixed(c: Cursor, targets: tuple[Ref, ...]) -> Fix:
    """ "fest = 276", "fester Wert 276", "Vorbelegung = 276", with ", nicht sichtbar" behind it."""
    fixed = bool(c.accept(frozenset({"fest", "fix"})) or c.accept_all(frozenset({"fester", "fixer"}), "wert"))
    if not fixed:
        c.expect(frozenset({"vorbelegung", "standardwert", "vorbelegt"}))
    c.accept("mit")
    operator = c.accept_kind(Kind.OP) or c.accept_kind(Kind.COLON)
    if operator is not None and operator.kind is Kind.OP and operator.norm != "=":
        c.fail()
    said = value(c)
    start = c.at
    separated = c.accept_kind(Kind.COMMA) or c.accept(words.AND)
    negated = bool(c.accept("nicht"))
    hidden = bool(separated and c.accept(words.VISIBLE | words.TO_SHOW if negated else words.HIDDEN | words.TO_HIDE))
    if not hidden:
        c.at = start
    return Fix(targets, said, hidden, fixed and not hidden) if isinstance(said, Said) else c.fail()
