"""Two executions that share only the expressions agree: the compiled form, and the plain meaning of their JSON."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rathaus.fim.model import DataType, Position
from rathaus.fim.rules import ReadRule
from rathaus.fim.rules.evaluating import Facts, Frame, is_satisfied
from rathaus.fim.rules.jsonform import from_json, to_json
from rathaus.fim.rules.logic import (
    Always,
    And,
    CodeBetween,
    Compare,
    CountBetween,
    Digits,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    Not,
    Or,
    StartsWith,
    ValidDate,
)
from rathaus.fim.rules.terms import (
    Answer,
    Count,
    DateOf,
    Day,
    Distance,
    Later,
    Length,
    Minus,
    Number,
    Op,
    Percent,
    Since,
    Sum,
    Term,
    Today,
    Unit,
)
from rathaus.questionnaire import Draft, Outcome, Questionnaire
from rathaus.questionnaire.compiling import Compiler
from rathaus.questionnaire.generator import GeneratorError, fill
from rathaus.questionnaire.layout import Layout

from .samples import field, group, schema
from .test_material import ALL, asked_of

TODAY = dt.date(2000, 2, 29)
CODE, NUMBER, DATE, YES, SEVERAL = (f"F9900000000{n}" for n in range(1, 6))
DAY, MONTH, YEAR = (f"F9900000001{n}" for n in range(3))
G, K = "G99000000001", "G99000000002"
CODES = {"A1": "a", "A2": "b", "110": "c", "120": "d", "9": "e"}


def fields() -> list[Position]:
    """A field of every kind."""
    return [
        field(CODE, codes=CODES, anzahl="0:1"),
        field(NUMBER, data_type=DataType.NUM, anzahl="0:1"),
        field(DATE, data_type=DataType.DATE, anzahl="0:1"),
        field(YES, data_type=DataType.BOOL, anzahl="0:1"),
        field(SEVERAL, codes=CODES, anzahl="0:*"),
        *(field(part, data_type=DataType.NUM_INT, anzahl="0:1") for part in (DAY, MONTH, YEAR)),
    ]


POSITIONS = schema(*fields(), group(G, "G", *fields(), group(K, "K", *fields(), anzahl="0:*"), anzahl="0:*")).positions
LAYOUT = Layout(POSITIONS)
PLACES = ((), (G,), (G, f"{G}.{K}"))
PLACE = st.sampled_from(("", f"{G}.", f"{G}.{K}."))


def at(fim_id: str) -> st.SearchStrategy[str]:
    """The path of a field in one of the three places."""
    return PLACE.map(lambda prefix: f"{prefix}{fim_id}")


ANY_FIELD = st.sampled_from((CODE, NUMBER, DATE, YES, SEVERAL)).flatmap(at)
COUNTED = st.one_of(ANY_FIELD, st.sampled_from((G, f"{G}.{K}")))
DATES = st.sampled_from((dt.date(1999, 12, 31), dt.date(2000, 2, 28), TODAY, dt.date(2000, 3, 1)))
NUMBERS = st.sampled_from(tuple(map(Decimal, ("-1", "0", "0.1", "0.3", "1", "2", "29", "2000"))))
TERMS: st.SearchStrategy[Term] = st.recursive(
    st.one_of(
        st.builds(Answer, ANY_FIELD),
        st.builds(Answer, at(NUMBER)),
        st.builds(Answer, at(DATE)),
        st.builds(Number, NUMBERS),
        st.builds(Day, DATES),
        st.just(Today()),
        PLACE.map(lambda prefix: DateOf(prefix + DAY, prefix + MONTH, prefix + YEAR)),
        st.builds(Count, COUNTED),
    ),
    lambda inner: st.one_of(
        st.builds(Since, inner, inner, st.sampled_from(Unit)),
        st.builds(Later, inner, st.integers(-3, 30), st.sampled_from(Unit)),
        st.builds(Percent, NUMBERS, inner),
        st.builds(Distance, inner, inner),
        st.builds(Minus, inner, inner),
        st.builds(Sum, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        st.builds(Length, inner),
    ),
    max_leaves=3,
)


def comparisons(one: st.SearchStrategy[Term], other: st.SearchStrategy[Term]) -> st.SearchStrategy[Expression]:
    """Comparisons of two terms of the same kind, which often are equal."""
    return st.builds(Compare, one, st.sampled_from(Op), st.one_of(one, other))


LEAVES: st.SearchStrategy[Expression] = st.one_of(
    st.just(Always()),
    st.builds(Equals, at(CODE), st.sampled_from(tuple(CODES))),
    st.builds(Equals, at(SEVERAL), st.sampled_from(tuple(CODES))),
    st.builds(Equals, at(YES), st.booleans()),
    st.builds(Equals, at(NUMBER), st.sampled_from(("1", "0,3", "viele"))),
    st.builds(Filled, COUNTED),
    st.builds(
        lambda path, ends: CodeBetween(path, *ends),
        st.one_of(at(CODE), at(SEVERAL)),
        st.sampled_from((("A1", "A1"), ("100", "119"), ("8", "200"), (None, "119"), ("A2", None))),
    ),
    st.builds(StartsWith, st.one_of(at(CODE), at(SEVERAL)), st.sampled_from(("A", "1", "11"))),
    st.builds(Digits, ANY_FIELD),
    st.builds(Compare, TERMS, st.sampled_from(Op), TERMS),
    comparisons(st.builds(Answer, at(NUMBER)), st.builds(Number, NUMBERS)),
    comparisons(st.builds(Answer, at(DATE)), st.one_of(st.builds(Day, DATES), st.just(Today()))),
    PLACE.map(lambda prefix: ValidDate(prefix + DAY, prefix + MONTH, prefix + YEAR)),
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(CountBetween, st.lists(inner, min_size=1, max_size=3).map(tuple), st.just(1), st.just(2)),
    ),
    max_leaves=5,
)


def answers(*, everything: bool, **more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Answers to some of the fields, or to all."""
    found = {
        CODE: st.sampled_from(tuple(CODES)),
        NUMBER: st.sampled_from((-1, 0, 0.1, 0.3, 1, 2)),
        DATE: DATES.map(str),
        YES: st.booleans(),
        SEVERAL: st.lists(st.sampled_from(tuple(CODES)), min_size=1, max_size=2, unique=True),
        DAY: st.sampled_from((1, 29, 31)),
        MONTH: st.sampled_from((1, 2)),
        YEAR: st.sampled_from((1999, 2000)),
        **more,
    }
    return st.fixed_dictionaries(found) if everything else st.fixed_dictionaries({}, optional=found)


def nested(*, everything: bool) -> st.SearchStrategy[dict[str, Any]]:
    """Answers with entries inside entries."""
    inner = st.lists(answers(everything=everything), max_size=2, min_size=int(everything))
    outer = st.lists(answers(everything=everything, **{K: inner}), max_size=2, min_size=int(everything))
    return answers(everything=everything, **{G: outer})


ANSWERS, FULL_ANSWERS = nested(everything=False), nested(everything=True)


def laid_out(answers: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """Nested answers as a check has them: values and entry ids by instance key."""
    values: dict[str, Any] = {}
    ids: dict[str, tuple[str, ...]] = {}

    def lay(found: Mapping[str, Any], prefix: str) -> None:
        for key, value in found.items():
            if key in (G, K):
                ids[prefix + key] = tuple(f"e{n}" for n in range(len(value)))
                values.update({prefix + key: sum(map(is_given, value))} if any(map(is_given, value)) else {})
                for id_, entry in zip(ids[prefix + key], value, strict=True):
                    lay(entry, f"{prefix}{key}[{id_}].")
            else:
                values[prefix + key] = value

    lay(answers, "")
    return values, ids


def is_given(entry: Mapping[str, Any]) -> bool:
    """Whether anything is answered in an entry."""
    return any(is_given_in(value) if key == K else True for key, value in entry.items())


def is_given_in(found: list[dict[str, Any]]) -> bool:
    return any(map(is_given, found))


def instances(place: tuple[str, ...], ids: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Frame, tuple[str, ...]]]:
    """Every entry of a place: as the plain meaning names it, and as key prefixes."""
    if not place:
        yield {}, ("",)
        return
    *outer, last = place
    for frame, frames in instances(tuple(outer), ids):
        key = frames[-1] + LAYOUT.suffix[last]
        for number, id_ in enumerate(ids.get(key, ())):
            yield {**frame, last: number}, (*frames, f"{key}[{id_}].")


@given(EXPRESSIONS, ANSWERS, st.sampled_from(PLACES))
@settings(deadline=None, max_examples=120)
def test_compiled_and_plain_agree_on_every_kind_of_expression(
    expression: Expression, answers: dict[str, Any], place: tuple[str, ...]
) -> None:
    assert_agreement(expression, answers, place)


@given(LEAVES, FULL_ANSWERS, st.sampled_from(PLACES))
@settings(deadline=None, max_examples=300)
def test_compiled_and_plain_agree_on_every_comparison_of_answers(
    expression: Expression, answers: dict[str, Any], place: tuple[str, ...]
) -> None:
    assert_agreement(expression, answers, place)


def assert_agreement(expression: Expression, answers: dict[str, Any], place: tuple[str, ...]) -> None:
    """Both executions come to the same in every entry of a place."""
    plain = from_json(json.loads(json.dumps(to_json(expression))))
    compiled = Compiler(LAYOUT).compile(expression, place)
    values, ids = laid_out(answers)
    facts = Facts(POSITIONS, answers, TODAY)
    for frame, frames in instances(place, ids):
        assert bool(compiled(values, ids, frames, TODAY)) is facts.holds(plain, frame)


# --- real definitions: everything together


def whole(asked: Questionnaire, outcome: Outcome) -> dict[str, Any]:
    """The answers with the entries in which nothing is answered."""

    def fill_in(found: Mapping[str, Any], path: str, prefix: str) -> dict[str, Any]:
        made = dict(found)
        for position in asked.tree.layout.positions.values():
            if position.parent_path != path or not position.children:
                continue
            key = prefix + position.id
            there = found.get(position.id)
            if not position.cardinality.repeatable:
                inner = fill_in(there or {}, position.path, f"{key}.")
                made.update({position.id: inner} if inner else {})
            elif key in outcome.entries:
                given = outcome.given.get(key, ())
                rows = [(id_, there[given.index(id_)] if id_ in given else {}) for id_ in outcome.entries[key]]
                made[position.id] = [fill_in(row, position.path, f"{key}[{id_}].") for id_, row in rows]
        return made

    return fill_in(outcome.answers, "", "")


def frame_of(asked: Questionnaire, outcome: Outcome, key: str, path: str) -> Frame:
    """The entries around an instance key."""
    found: dict[str, int] = {}
    prefix = ""
    for group_path in asked.tree.layout.chain[path]:
        list_key = prefix + asked.tree.layout.suffix[group_path]
        id_ = key[len(list_key) + 1 :].partition("]")[0]
        found[group_path] = outcome.entries[list_key].index(id_)
        prefix = f"{list_key}[{id_}]."
    return found


class Plain:
    """What rules say of positions, from their JSON alone."""

    def __init__(self, asked: Questionnaire, outcome: Outcome) -> None:
        self.facts = Facts(asked.tree.layout.positions, whole(asked, outcome), asked.today or TODAY)
        said = [one for effects in asked.tree.book.effects.values() for one in effects]
        runs = {id(one.rule) for one in said}
        book = asked.tree.book
        self.constrained = {id(one.rule) for one in book.demands} | {id(one.rule) for one in book.either.values()}
        self.doubtful = {one.effect.target for one in said if one.doubtful}
        self.effects: dict[str, list[tuple[ReadRule, Effect, Expression]]] = {}
        for rule in (one for one in asked.report.rules if id(one) in runs):
            for effect in rule.effects:
                read = from_json(json.loads(json.dumps(to_json(effect.when))))
                self.effects.setdefault(effect.target, []).append((rule, effect, read))

    def holds(self, rule: ReadRule, when: Expression, frame: Frame) -> bool:
        """Whether a condition holds for an instance of the bearer that shares the entries of the target."""
        return any(
            self.facts.holds(when, one)
            for one in self.facts.instances((), bearer=rule.bearer_path)
            if all(frame.get(group_path, number) == number for group_path, number in one.items())
        )

    def kinds(self, path: str, frame: Frame) -> tuple[bool, bool]:
        """Whether the rules forbid a position, and whether they require it."""
        said = self.effects[path]
        opening = {id(rule) for rule, effect, _ in said if effect.kind is not EffectKind.FORBIDDEN}
        true = [(rule, effect.kind) for rule, effect, when in said if self.holds(rule, when, frame)]
        forbidding = [rule for rule, kind in true if kind is EffectKind.FORBIDDEN]
        banned = any(id(rule) not in opening for rule in forbidding)
        closed = bool(forbidding) and path not in self.doubtful
        opened = any(kind is not EffectKind.FORBIDDEN for _, kind in true)
        return banned or (closed and not opened), any(kind is EffectKind.REQUIRED for _, kind in true)


def disturbed(draft: Draft, rng: Random) -> Draft:
    """The draft with some answers taken away and others exchanged."""
    values = dict(draft.values)
    for key in list(values):
        chance = rng.random()
        if chance < 0.1:
            del values[key]
        elif chance < 0.2 and values[key] in ("true", "false"):
            values[key] = "false" if values[key] == "true" else "true"
    return Draft(values=values, entries=draft.entries, files=draft.files)


def drafts(asked: Questionnaire, rng: Random, count: int) -> Iterator[Draft]:
    """Complete drafts and disturbed ones, and nothing at all."""
    yield Draft()
    for _ in range(count):
        try:
            draft = fill(asked, rng)
        except GeneratorError:
            continue
        yield draft
        for _ in range(2):
            draft = disturbed(draft, rng)
            yield draft


@ALL
@pytest.mark.material
def test_the_form_says_what_the_rules_of_real_definitions_say(path: Path) -> None:
    asked = asked_of(path)
    compared = 0
    for draft in drafts(asked, Random(path.name), 2):
        outcome = asked.check(draft)
        plain = Plain(asked, outcome)
        for key in _reached(asked, outcome):
            target = _path_of(key)
            if target not in plain.effects or target not in asked.tree.by_path:
                continue
            forbidden, required = plain.kinds(target, frame_of(asked, outcome, key, target))
            assert (key in outcome.forbidden) is forbidden, key
            if key in outcome.shown and required and _is_demanded(outcome, key):
                assert key in outcome.required, key
            compared += 1
        broken = {problem.rule for problem in outcome.problems}
        for rule in asked.report.rules:
            if rule.constraints and not rule.effects and id(rule) in plain.constrained:
                satisfied = all(is_satisfied(one, rule, plain.facts) for one in rule.constraints)
                assert not (satisfied and rule.bound.rule.id in broken), rule.bound.rule.id
                begun = not rule.bearer_path or plain.facts.entries(rule.bearer_path) > 0
                assert satisfied or not outcome.complete or not begun, rule.bound.rule.id
    assert compared or not any(rule.effects for rule in asked.report.rules)


def _path_of(key: str) -> str:
    return "".join(part.partition("]")[2] if number else part for number, part in enumerate(key.split("[")))


def _reached(asked: Questionnaire, outcome: Outcome) -> list[str]:
    """The positions that the check came to: shown, forbidden by rules, or waiting."""
    return [key for key in (*outcome.shown, *outcome.forbidden, *outcome.waiting) if not key.startswith("?")]


def _is_demanded(outcome: Outcome, key: str) -> bool:
    """Whether something that is required around it is begun: then what a rule requires is required."""
    parent = key.rpartition(".")[0]
    return not parent or (parent.rpartition("[")[0] if parent.endswith("]") else parent) in outcome.required
