"""Restrictions, values and numbers of entries from the rulebook to the questions they are about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal

from rathaus.fim.rules import ReadRule
from rathaus.fim.rules.logic import Always, Effect, EffectKind, Preset, Selectable, paths
from rathaus.fim.rules.terms import Answer, term_paths
from rathaus.questionnaire.checking import Cause
from rathaus.questionnaire.compiling import Entries, TermValue, Values, common
from rathaus.questionnaire.extras import Coupled, Extras, Given, Limit, Repeat, whole
from rathaus.questionnaire.findings import Finding, FindingKind
from rathaus.questionnaire.formulas import Coupling
from rathaus.questionnaire.keys import Frames
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.layout import Layout
from rathaus.questionnaire.nodes import FieldNode, ListNode, Node
from rathaus.questionnaire.rulebook import Sorter, cause_of
from rathaus.questionnaire.sentences import quote
from rathaus.questionnaire.values import Bad, Value, typed


class Attacher:
    """Makes the extras of nodes. `backward` says whether paths are asked later than a position."""

    def __init__(self, sorter: Sorter, layout: Layout, backward: Callable[[str, Iterable[str]], bool]) -> None:
        self._sorter, self._layout, self._backward = sorter, layout, backward

    def extras(self, node: Node) -> Extras | None:
        """What rules say of the question at `node`; None where they say nothing of that kind."""
        path, book = node.path, self._sorter.book
        limits = [
            self._limit(node, *one) for one in book.limits.get(path, ()) if isinstance(node, FieldNode | ListNode)
        ]
        given = [
            self._given(node, *one) for one in book.presets.get(path, ()) if isinstance(node, FieldNode | ListNode)
        ]
        repeats = [self._repeat(path, *one) for one in book.repeats.get(path, ())]
        coupled = [self._coupled(path, *one) for one in book.couplings.get(path, ())]
        made = Extras(tuple(limits), tuple(one for one in given if one), tuple(repeats), tuple(coupled))
        silent = isinstance(node, FieldNode) and node.silent
        return None if made == Extras() and not silent else made

    def _points_back(self, path: str, when: Selectable | Preset | Effect | Coupling, rule: ReadRule) -> bool:
        return self._sorter.points_back(path, when.when, rule, lambda seen: self._backward(path, seen))

    def _limit(self, node: FieldNode | ListNode, limit: Selectable, rule: ReadRule) -> Limit:
        codes = frozenset(option.code for option in node.question.options if limit.allows(option.code))
        cause = self._sorter.cause(limit.when, rule, node.path)
        return Limit(cause, self._points_back(node.path, limit, rule), codes)

    def _copied(self, node: FieldNode | ListNode, source: Answer, preset: Preset, rule: ReadRule) -> Given:
        """The answer to another question; one that does not fit here is not taken over."""
        place = self._layout.chain[node.path]
        term = TermValue(source, self._layout, place[: common(place, self._sorter.asked(rule))])

        def copied(v: Values, e: Entries, f: Frames, t: dt.date | None) -> tuple[Value, str] | None:
            there = (one for one in term.values(v, e, f, t) if isinstance(one, str | bool | int | float))
            text = next(map(typed, there), None)
            value = None if text is None else node.parse(text)
            return None if value is None or text is None or isinstance(value, Bad) else (value, text)

        cause = self._sorter.cause(preset.when, rule, node.path)
        backward = self._points_back(node.path, preset, rule) or self._backward(node.path, (source.path,))
        return Given(cause, backward, "", "", preset.hidden, preset.fixed, copied)

    def _given(self, node: FieldNode | ListNode, preset: Preset, rule: ReadRule) -> Given | None:
        if isinstance(preset.value, Answer):
            return self._copied(node, preset.value, preset, rule)
        text = typed(preset.value)
        value = node.parse(text)
        if isinstance(value, Bad):
            sentence = _(
                "Regel {rule}: Der Wert {value} passt nicht zu {path}.",
                rule=rule.bound.rule.id,
                value=quote(text),
                path=node.path,
            )
            self._sorter.book.findings.append(Finding(FindingKind.RULE_BY_HAND, sentence, node.path))
            return None
        if preset.hidden and preset.when == Always():
            label = quote(node.question.label)
            sentence = _(
                "{name} wird nie gefragt: Regel {rule} gibt {value} vor und blendet sie aus.",
                name=label,
                rule=rule.bound.rule.id,
                value=quote(text),
            )
            self._sorter.book.findings.append(Finding(FindingKind.NEVER_SHOWN, sentence, node.path))
        cause = self._sorter.cause(preset.when, rule, node.path)
        return Given(cause, self._points_back(node.path, preset, rule), value, text, preset.hidden, preset.fixed)

    def _repeat(self, path: str, effect: Effect, rule: ReadRule) -> Repeat:
        """A condition that looks into the entries is asked in each of them: "weitere? Ja" needs the next one."""
        more = effect.kind is EffectKind.REPEAT
        if not any(path in self._layout.chain[seen] for seen in paths(effect.when)):
            return Repeat(
                self._sorter.cause(effect.when, rule, path), self._points_back(path, effect, rule), more, False
            )
        entry = (*self._layout.chain[path], path)
        text = self._sorter.compiler.source(effect.when, entry, entry)
        return Repeat(Cause(self._sorter.compiler.lazily(text), *cause_of(rule)), False, more, inside=True)

    def _coupled(self, path: str, coupling: Coupling, rule: ReadRule) -> Coupled:
        place = self._layout.chain[path]
        asked = place[: common(place, self._sorter.asked(rule))]
        term = TermValue(coupling.number, self._layout, asked)

        def number(v: Values, e: Entries, f: Frames, t: dt.date | None) -> int | None:
            return whole([float(one) if isinstance(one, Decimal) else one for one in term.values(v, e, f, t)])

        backward = self._points_back(path, coupling, rule) or self._backward(path, term_paths(coupling.number))
        return Coupled(self._sorter.cause(coupling.when, rule, path), backward, number, coupling.exact)
