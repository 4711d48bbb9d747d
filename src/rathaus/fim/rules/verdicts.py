"""What one rule says in one case, as JSON: the answer of `rathaus fim rules` and of trials."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from rathaus.fim.rules.evaluating import Facts, applies, given, is_satisfied
from rathaus.fim.rules.jsonform import Json
from rathaus.fim.rules.logic import EffectKind, Selectable
from rathaus.fim.rules.report import ReadRule

CodesOf = Callable[[str], Sequence[str] | None]
"""The codes that the field at a path can take; None where its list is not at hand."""

_STRONGEST_FIRST = (
    EffectKind.REPEAT,
    EffectKind.REQUIRED,
    EffectKind.SHOWN,
    EffectKind.OPTIONAL,
    EffectKind.NO_REPEAT,
    EffectKind.FORBIDDEN,
)
_MOST_CODES = 5000
"""So many codes of a range are written out one by one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`effects` by target path: the name of an effect, or an object ``{"only": […]}``, ``{"not": […]}``,
    ``{"value": …, "hidden": true}``, with ``"effect"`` where one applies as well. `valid` is None for a rule without
    constraints."""

    effects: dict[str, Json] = field(default_factory=dict)
    valid: bool | None = None


def verdict(rule: ReadRule, facts: Facts, codes_of: CodesOf = lambda path: None) -> Verdict:
    """What `rule` says for `facts`. Targets that it does not touch are left out."""
    kinds: dict[str, set[EffectKind]] = {}
    for effect in rule.effects:
        if applies(effect.when, rule, facts):
            kinds.setdefault(effect.target, set()).add(effect.kind)
    said: dict[str, dict[str, Json]] = {}
    for preset in rule.presets:
        value = given(preset, rule, facts)
        if value is not None:
            hidden: dict[str, Json] = {"hidden": True} if preset.hidden else {}
            said.setdefault(preset.target, {}).update({"value": value, **hidden})
    for limit in rule.selectable:
        if applies(limit.when, rule, facts):
            _restrict(said.setdefault(limit.target, {}), limit, codes_of(limit.target))
    effects: dict[str, Json] = {}
    for target in (*kinds, *(target for target in said if target not in kinds)):
        strongest = next((kind.value for kind in _STRONGEST_FIRST if kind in kinds.get(target, ())), None)
        more = said.get(target)
        named: dict[str, Json] = {"effect": strongest} if strongest else {}
        effects[target] = {**more, **named} if more else strongest
    valid = all(is_satisfied(one, rule, facts) for one in rule.constraints) if rule.constraints else None
    return Verdict(effects, valid)


def _restrict(said: dict[str, Json], limit: Selectable, listed: Sequence[str] | None) -> None:
    """Add `limit` to what is said already: of two "only" lists what both allow, of two "not" lists both."""
    key = "only" if limit.only else "not"
    codes = named_codes(limit, listed)
    before = said.get(key)
    if isinstance(before, list):
        known = [code for code in before if isinstance(code, str)]
        codes = [c for c in known if c in codes] if limit.only else [*known, *(c for c in codes if c not in known)]
    said[key] = list(codes)


def named_codes(limit: Selectable, listed: Sequence[str] | None) -> list[str]:
    """The codes that `limit` names: of the list where there is one, else code by code where that can be done."""
    if listed is not None:
        return [code for code in listed if limit.allows(code) is limit.only]
    written = [*limit.codes]
    for first, last in limit.ranges:
        written += _range(first, last)
    return list(dict.fromkeys([*written, *(f"{prefix}*" for prefix in limit.prefixes)]))


def _range(first: str | None, last: str | None) -> Iterator[str]:
    """The codes from `first` to `last`; a range that cannot be written out as ``first-last``."""
    if first and last and len(first) == len(last) and (first + last).isascii() and (first + last).isdecimal():
        low, high = int(first), int(last)
        if 0 <= high - low < _MOST_CODES:
            yield from (f"{number:0{len(first)}}" for number in range(low, high + 1))
            return
    yield f"{first or ''}-{last or ''}"
