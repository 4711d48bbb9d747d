"""What changed about the rules: their texts, and what that does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rathaus.fim.diff import words
from rathaus.fim.diff.model import Area, Change, Fate
from rathaus.fim.model import Schema
from rathaus.fim.rules import RuleStatus
from rathaus.fim.rules.explain import explain
from rathaus.fim.rules.logic import Effect, EffectKind
from rathaus.fim.rules.report import ReadRule, RuleReport
from rathaus.fim.rules.wording import Wording

_RUNS = {
    RuleStatus.EXECUTABLE: "läuft von selbst",
    RuleStatus.PARTIAL: "läuft zum Teil von selbst",
    RuleStatus.UNCLEAR: "prüft die Sachbearbeitung von Hand",
}
Key = tuple[str, str, int]
"""Bearer, rule, and which of them where one bearer has the same rule twice."""


@dataclass(frozen=True, slots=True)
class Side:
    """One definition with its rules read."""

    schema: Schema
    report: RuleReport
    wording: Wording

    def by_key(self) -> dict[Key, ReadRule]:
        counts: Counter[tuple[str, str]] = Counter()
        found: dict[Key, ReadRule] = {}
        for rule in self.report.rules:
            place = (rule.bearer_path, rule.bound.rule.id)
            found[(*place, counts[place])] = rule
            counts[place] += 1
        return found

    def says(self, rule: ReadRule) -> str | None:
        """What a rule does, in words; None where nothing of it runs."""
        return "\n".join(explain(rule, self.wording)) or None


def differences(old: Side, new: Side) -> Iterator[Change]:
    """Every rule that is gone, new, worded in another way, or does something else than before."""
    before, after = old.by_key(), new.by_key()
    renamed = _renamed(old, before, new, after)
    for key, rule in before.items():
        if key not in after and key not in renamed.values():
            sentence = f"Die Regel {_name(rule)} entfällt."
            yield Change(Area.RULES, _paths(key), sentence, old.says(rule) or rule.bound.rule.text, None)
    for key, rule in after.items():
        was = before.get(key)
        if was is None and key in renamed:
            yield from _other_name(key, before[renamed[key]], rule)
        elif was is None:
            sentence = f"Die Regel {_name(rule)} ist neu; sie {_RUNS[rule.status]}."
            yield Change(Area.RULES, _paths(key), sentence, None, new.says(rule) or rule.bound.rule.text)
        elif (was.effects, was.constraints, was.status) != (rule.effects, rule.constraints, rule.status):
            yield _other_effect(key, old, was, new, rule)
        elif " ".join(was.bound.rule.text.split()) != " ".join(rule.bound.rule.text.split()):
            known = rule.status is RuleStatus.EXECUTABLE
            does = "sie bewirkt dasselbe" if known else f"sie {_RUNS[rule.status]}"
            sentence = f"Die Regel {_name(rule)} ist anders formuliert; {does}."
            yield Change(Area.RULES, _paths(key), sentence, was.bound.rule.text, rule.bound.rule.text)
    yield from _demands(old, new)


def _renamed(old: Side, before: Mapping[Key, ReadRule], new: Side, after: Mapping[Key, ReadRule]) -> dict[Key, Key]:
    """From new rules to gone ones that say the same in the same words: another id, or another bearer."""
    waiting: dict[tuple[str, str], list[Key]] = {}
    for key, rule in before.items():
        if key not in after:
            waiting.setdefault((_name_only(rule), old.says(rule) or rule.bound.rule.text), []).append(key)
    found = {}
    for key, rule in after.items():
        if key not in before and (same := waiting.get((_name_only(rule), new.says(rule) or rule.bound.rule.text))):
            found[key] = same.pop(0)
    return found


def _other_name(key: Key, was: ReadRule, rule: ReadRule) -> Iterator[Change]:
    """A rule with another id; where only its bearer moved, the move has been told."""
    before, after = was.bound.rule.id, rule.bound.rule.id
    if before != after:
        name = f"{words.quote(_name_only(rule))} " if _name_only(rule) else ""
        sentence = f"Die Regel {name}hat jetzt die ID {after} statt {before}; sie sagt dasselbe."
        yield Change(Area.RULES, _paths(key), sentence)


def _name_only(rule: ReadRule) -> str:
    found = rule.bound.rule
    return "" if found.name == found.id else found.name


def _other_effect(key: Key, old: Side, was: ReadRule, new: Side, rule: ReadRule) -> Change:
    ends = "" if was.status is rule.status else f"; sie {_RUNS[rule.status]} (bisher: {_RUNS[was.status]})"
    sentence = f"Die Regel {_name(rule)} bewirkt etwas anderes als bisher{ends}."
    before, after = old.says(was), new.says(rule)
    if before == after:  # the same words for something else: the texts tell more
        before, after = was.bound.rule.text, rule.bound.rule.text
    return Change(Area.RULES, _paths(key), sentence, before, after)


def _demands(old: Side, new: Side) -> Iterator[Change]:
    """What rules newly demand or close at positions that were there before: this is what drafts feel."""
    before, after = _effects(old), _effects(new)
    for path, position in new.schema.positions.items():
        if path not in old.schema.positions:
            continue
        gained = {effect.kind for effect in after.get(path, set()) - before.get(path, set())}
        name = words.label(position.element)
        if EffectKind.REQUIRED in gained:
            sentence = f"{name} verlangen Regeln jetzt unter anderen Bedingungen."
            yield Change(Area.RULES, (path,), sentence, fate=Fate.REQUIRED, conditional=True)
        if EffectKind.FORBIDDEN in gained:
            sentence = f"{name} schließen Regeln jetzt unter anderen Bedingungen aus."
            yield Change(Area.RULES, (path,), sentence, fate=Fate.ASIDE, conditional=True)


def _effects(side: Side) -> dict[str, set[Effect]]:
    found: dict[str, set[Effect]] = {}
    for rule in side.report.rules:
        for effect in rule.effects:
            found.setdefault(effect.target, set()).add(effect)
    return found


def _name(rule: ReadRule) -> str:
    name, fim_id = _name_only(rule), rule.bound.rule.id
    return f"{words.quote(name)} ({fim_id})" if name else fim_id


def _paths(key: Key) -> tuple[str, ...]:
    return (key[0],) if key[0] else ()
