"""Rules of a form with 300 questions, beside the if/else somebody would write by hand, and JSON logic as others use.

Run: ``uv run python benchmarks/rules.py``. 65 rules with 123 branches decide about 65 of the 300 questions: codes,
truth values, presence, numbers, dates, ranges, counts. The same rules are written three times, as expressions of
Rathaus, as Python text and as JSON logic; all three come to the same before anything is measured. Rounds are
interleaved, printed are medians of CPU time. "Whole check" is everything that a request does with a draft: every typed
value parsed, every limit and rule looked at, the answers nested; its reference is `jsonschema-rs`, which looks at the
structure alone. Where the real definitions are at hand (RATHAUS_MATERIAL), reading all of them with all rules is
measured beside bare lxml parsing. Exit code 1 when a limit is missed.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import jsonschema_rs
from json_logic import jsonLogic
from lxml import etree

from rathaus import fim
from rathaus.fim.lists import match, open_shelf, resolve
from rathaus.fim.model import (
    BoundRule,
    Cardinality,
    Code,
    DataType,
    Dialect,
    Field,
    FieldKind,
    Head,
    Position,
    Rule,
    Schema,
)
from rathaus.fim.rules import ReadRule, RuleReport, RuleStatus, read_rules
from rathaus.fim.rules.logic import (
    And,
    CodeBetween,
    Compare,
    CountBetween,
    Effect,
    EffectKind,
    Equals,
    Expression,
    Filled,
    Not,
    Or,
)
from rathaus.fim.rules.terms import Answer, Day, Number, Op
from rathaus.questionnaire import Draft, Questionnaire, json_schema, plan, to_submission
from rathaus.questionnaire.checking import State
from rathaus.questionnaire.roles import Roles

ROOT = Path(__file__).resolve().parent.parent
FIM = Path(os.environ.get("RATHAUS_MATERIAL", ROOT.parent / "shared" / "data")) / "fim"
FIELDS, RULES, BRANCHES = 300, 65, 123
TODAY = dt.date(2026, 11, 27)
RATIO_LIMIT = 3.0
"""Time of all rules, as a multiple of the hand-written function."""
CHECK_LIMIT = 0.3
"""Milliseconds of one whole check."""
READ_LIMIT = 5.0
"""CPU seconds for all real definitions with all rules."""
CODES = tuple(f"{number:03}" for number in range(1, 9))
SINCE = dt.date(2020, 6, 1)


@dataclass(frozen=True)
class Written:
    """One condition in three notations."""

    expression: Expression
    python: str
    json_logic: dict[str, Any]


def path(number: int) -> str:
    """The id of a question; its remainder by five says what it holds: code, truth value, number, date, text."""
    return f"F99000{number:06}"


def condition(number: int) -> Written:
    """The condition of the rule `number`, of ten kinds in turn."""
    base = number * 3 // 5 * 5
    code, yes, amount, day, text = (path(base + kind) for kind in range(5))
    made: tuple[Callable[[], Written], ...] = (
        lambda: _equal(code, "001"),
        lambda: _equal(yes, True),
        lambda: _any([_equal(code, "002"), _equal(code, "003")]),
        lambda: _all([_equal(code, "004"), _equal(yes, True)]),
        lambda: _not(_any([_equal(code, "005"), _equal(code, "006")])),
        lambda: Written(Filled(text), f"{text!r} in v", {"!!": {"var": text}}),
        lambda: _compared(amount, Op.GT, 5),
        lambda: _before(day),
        lambda: _between(code, "003", "006"),
        lambda: _at_least_two([_equal(yes, True), _equal(code, "007"), _compared(amount, Op.LE, 50)]),
    )
    return made[number % len(made)]()


def _equal(where: str, value: str | bool) -> Written:
    return Written(Equals(where, value), f"v.get({where!r}) == {value!r}", {"==": [{"var": where}, value]})


def _any(parts: list[Written]) -> Written:
    return Written(
        Or(tuple(part.expression for part in parts)),
        " or ".join(part.python for part in parts),
        {"or": [part.json_logic for part in parts]},
    )


def _all(parts: list[Written]) -> Written:
    return Written(
        And(tuple(part.expression for part in parts)),
        " and ".join(part.python for part in parts),
        {"and": [part.json_logic for part in parts]},
    )


def _not(part: Written) -> Written:
    return Written(Not(part.expression), f"not ({part.python})", {"!": part.json_logic})


def _compared(where: str, op: Op, number: int) -> Written:
    there = {"!=": [{"var": where}, None]}
    return Written(
        Compare(Answer(where), op, Number(Decimal(number))),
        f"({where!r} in v and v[{where!r}] {op.value} {number})",
        {"and": [there, {op.value: [{"var": where}, number]}]},
    )


def _before(where: str) -> Written:
    there = {"!=": [{"var": where}, None]}
    return Written(
        Compare(Answer(where), Op.LT, Day(SINCE)),
        f"({where!r} in v and v[{where!r}] < {SINCE.isoformat()!r})",
        {"and": [there, {"<": [{"var": where}, SINCE.isoformat()]}]},
    )


def _between(where: str, first: str, last: str) -> Written:
    return Written(
        CodeBetween(where, first, last),
        f"{first!r} <= v.get({where!r}, '') <= {last!r}",
        {"in": [{"var": where}, [code for code in CODES if first <= code <= last]]},
    )


def _at_least_two(parts: list[Written]) -> Written:
    counted = {"+": [{"if": [part.json_logic, 1, 0]} for part in parts]}
    return Written(
        CountBetween(tuple(part.expression for part in parts), 2, None),
        f"({' + '.join(f'({part.python})' for part in parts)}) >= 2",
        {">=": [counted, 2]},
    )


def target(number: int) -> str:
    """The question that the rule `number` decides about; all stand behind those that are compared."""
    return path(FIELDS - RULES + number)


def by_hand() -> Callable[[dict[str, Any]], list[State]]:
    """The function that somebody would write: one if/else for each rule."""
    lines = ["def evaluate(v):", "    found = []"]
    for number in range(RULES):
        otherwise = "HIDDEN" if _has_two_branches(number) else "SHOWN"
        lines += [
            f"    if {condition(number).python}:",
            "        found.append(DEMANDED)",
            "    else:",
            f"        found.append({otherwise})",
        ]
    names: dict[str, Any] = {state.name: state for state in State}
    exec("\n".join([*lines, "    return found"]), names)  # the text is ours
    made: Callable[[dict[str, Any]], list[State]] = names["evaluate"]
    return made


def _has_two_branches(number: int) -> bool:
    return number < BRANCHES - RULES


def logic_of_others() -> Callable[[dict[str, Any]], list[State]]:
    """The same in JSON logic: each branch is an expression of its own."""
    branches = [
        (condition(n).json_logic, {"!": condition(n).json_logic} if _has_two_branches(n) else None)
        for n in range(RULES)
    ]

    def evaluate(values: dict[str, Any]) -> list[State]:
        found = []
        for first, second in branches:
            state = State.DEMANDED if jsonLogic(first, values) else State.SHOWN
            found.append(State.HIDDEN if second is not None and jsonLogic(second, values) else state)
        return found

    return evaluate


# --- the form ---------------------------------------------------------------------------------------------------------


def form() -> tuple[Questionnaire, Schema, RuleReport]:
    """300 questions with 65 rules."""
    rules = tuple(_rule(number) for number in range(RULES))
    head = Head("S99000000001", "1.0.0", "Muster")
    children = tuple(_position(number) for number in range(FIELDS))
    schema = Schema(Dialect.XDF3, head, "Muster", None, None, (), children, "0" * 64)
    report = RuleReport(rules)
    return plan(schema, report, {}, roles=Roles(), own_questions=False).on(TODAY), schema, report


def _position(number: int) -> Position:
    kind = number % 5 if number < FIELDS - RULES else 4
    data_type = (DataType.TEXT, DataType.BOOL, DataType.NUM_INT, DataType.DATE, DataType.TEXT)[kind]
    head = Head(path(number), "1.0.0", f"Frage {number}")
    codes = tuple(Code(code, f"Antwort {code}") for code in CODES) if kind == 0 else ()
    field = Field(head, head.name, head.name, FieldKind.SELECT if codes else FieldKind.INPUT, data_type, values=codes)
    return Position(path(number), field, Cardinality(0, 1))


def _rule(number: int) -> ReadRule:
    when = condition(number).expression
    effects = [Effect(EffectKind.REQUIRED, target(number), when)]
    if _has_two_branches(number):
        effects.append(Effect(EffectKind.FORBIDDEN, target(number), Not(when)))
    rule = Rule(f"R99000{number:06}", "1.0.0", f"Regel {number}", "Wenn …, dann …")
    return ReadRule(BoundRule(rule, None), RuleStatus.EXECUTABLE, tuple(effects))


def answers(rng: Random, *, share: float) -> dict[str, str]:
    """Typed answers to a share of the questions."""
    made: tuple[Callable[[], str], ...] = (
        lambda: rng.choice(CODES),
        lambda: rng.choice(("true", "false")),
        lambda: str(rng.randint(0, 100)),
        lambda: f"{rng.randint(1, 28)}.{rng.randint(1, 12)}.{rng.randint(2000, 2026)}",
        lambda: "Birke Linde",
    )
    kinds = ((number, number % 5 if number < FIELDS - RULES else 4) for number in range(FIELDS))
    return {path(number): made[kind]() for number, kind in kinds if rng.random() < share}


# --- measuring --------------------------------------------------------------------------------------------------------


def interleaved(methods: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Medians of the CPU time of each, in microseconds, one run of each in turn."""
    taken: dict[str, list[int]] = {name: [] for name in methods}
    for _ in range(rounds):
        for name, run in methods.items():
            start = time.process_time_ns()
            run()
            taken[name].append(time.process_time_ns() - start)
    return {name: statistics.median(times) / 1000 for name, times in taken.items()}


def rules_of(asked: Questionnaire) -> Callable[[dict[str, Any]], list[State]]:
    """All rules of the form, as a check evaluates them."""
    found = [asked.tree.by_path[target(number)].policy for number in range(RULES)]
    policies = [policy.decide for policy in found if policy is not None]

    def evaluate(values: dict[str, Any]) -> list[State]:
        return [decide(values, {}, ("",), TODAY) for decide in policies]

    return evaluate


def measure_rules(asked: Questionnaire) -> bool:
    """Print what the rules alone cost; False where the limit is missed."""
    rng = Random(1)
    values = [dict(asked.check(Draft(values=answers(rng, share=s))).answers) for s in (0.0, 0.3, 0.7, 1.0) * 5]
    compiled, hand, others = rules_of(asked), by_hand(), logic_of_others()
    for one in values:
        if not compiled(one) == hand(one) == others(one):
            raise SystemExit("the three notations disagree")
    full = values[-1]
    taken = interleaved({"hand": lambda: hand(full), "compiled": lambda: compiled(full)}, 2000)
    taken |= interleaved({"others": lambda: others(full)}, 30)
    ratio = taken["compiled"] / taken["hand"]
    print(f"{RULES} rules, {BRANCHES} branches, {len(full)} answers of {FIELDS} questions")
    print(f"rules, hand-written Python        {taken['hand']:10.1f} µs   reference")
    print(f"rules, compiled                   {taken['compiled']:10.1f} µs   {ratio:.1f} times, limit {RATIO_LIMIT:g}")
    print(f"rules, maykin-json-logic-py       {taken['others']:10.1f} µs   {taken['others'] / taken['hand']:.0f} times")
    return ratio <= RATIO_LIMIT


def measure_check(asked: Questionnaire, schema: Schema, report: RuleReport) -> bool:
    """Print what a whole check costs; False where the limit is missed."""
    draft = Draft(values=answers(Random(2), share=1.0))
    outcome = asked.check(draft)
    validator = jsonschema_rs.validator_for(json_schema(schema, {}, report=report))
    submission = to_submission(schema, outcome.answers)
    taken = interleaved(
        {
            "check": lambda: asked.check(draft),
            "empty": lambda: asked.check(Draft()),
            "structure": lambda: validator.is_valid(submission),
        },
        1000,
    )
    check = taken["check"] / 1000
    print(f"whole check, {len(draft.values):3} typed values     {check:10.3f} ms   limit {CHECK_LIMIT:g} ms")
    print(f"whole check, empty draft          {taken['empty'] / 1000:10.3f} ms")
    print(f"structure alone, jsonschema-rs    {taken['structure'] / 1000:10.3f} ms   reference (values already parsed)")
    return check <= CHECK_LIMIT


def measure_reading() -> bool:
    """Print what reading all real definitions with all rules costs; False where the limit is missed."""
    files = sorted(FIM.glob("xdf3/*.xml")) + sorted(FIM.glob("xdf2/*/S*.xml"))
    if not files:
        print(f"No real definitions at {FIM}; set RATHAUS_MATERIAL.")
        return True
    start = time.process_time()
    for file in files:
        etree.parse(file)
    parsed = time.process_time()
    shelf = open_shelf(FIM / "codelists")
    rules = 0
    for file in files:
        schema = fim.read(file)
        rules += len(read_rules(schema, resolve(match(schema, shelf))).rules)
    done = time.process_time()
    print(f"{len(files)} definitions with {rules} rules read {done - parsed:10.2f} s    limit {READ_LIMIT:g} s")
    print(f"the same files, lxml parse alone  {parsed - start:10.2f} s    reference")
    return done - parsed <= READ_LIMIT


def main() -> int:
    """Measure everything; 1 where a limit is missed."""
    start = time.process_time()
    asked, schema, report = form()
    print(f"plan                              {(time.process_time() - start) * 1000:10.1f} ms   once per version")
    kept = [measure_rules(asked), measure_check(asked, schema, report), measure_reading()]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
