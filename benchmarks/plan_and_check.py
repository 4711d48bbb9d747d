"""How long planning takes, and one check of a draft, for the largest schema at hand; printed beside the limits.

Run: ``uv run python benchmarks/plan_and_check.py`` (needs the real definitions: RATHAUS_MATERIAL). The reference in
the same run is `jsonschema-rs`, compiled code which looks at the structure of the same answers and at no rule.
Exit code 1 when a limit is missed.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import jsonschema_rs

from rathaus import fim
from rathaus.fim.lists import open_shelf
from rathaus.fim.model import CodeList, Field, Schema
from rathaus.fim.rules import read_rules
from rathaus.questionnaire import Draft, Questionnaire, json_schema, plan, to_submission
from rathaus.questionnaire.generator import fill

ROOT = Path(__file__).resolve().parent.parent
FIM = Path(os.environ.get("RATHAUS_MATERIAL", ROOT.parent / "shared" / "data")) / "fim"
PLAN_LIMIT = 250.0
"""Milliseconds; once per service version and process."""
CHECK_LIMIT = 1.0
"""Milliseconds; several times per request."""
RUNS = 500


def median_ms(run: Callable[[], object], runs: int = RUNS) -> float:
    """The median of the process time of `run`, in milliseconds."""
    taken = []
    for _ in range(runs):
        start = time.process_time_ns()
        run()
        taken.append((time.process_time_ns() - start) / 1e6)
    return statistics.median(taken)


def field_positions(schema: Schema) -> int:
    """How many fields stand in the schema, each position counted."""
    return sum(isinstance(position.element, Field) for position in schema.positions.values())


def lists_of(schema: Schema) -> dict[str, CodeList]:
    """The code lists of a schema as far as they are at hand, other versions included."""
    shelf = open_shelf(FIM / "codelists")
    references = [p.element.code_list for p in schema.positions.values() if isinstance(p.element, Field)]
    matches = {ref.canonical_version_uri: shelf.find(ref).code_list for ref in references if ref is not None}
    return {uri: found for uri, found in matches.items() if found is not None}


def fullest(questionnaire: Questionnaire) -> Draft:
    """The draft with the most answers of many."""
    return max((fill(questionnaire, Random(seed)) for seed in range(60)), key=lambda draft: len(draft.values))


def main() -> int:
    if not FIM.is_dir():
        print(f"No real definitions at {FIM}; set RATHAUS_MATERIAL.")
        return 2
    schema = max((fim.read(path) for path in sorted((FIM / "xdf3").glob("*.xml"))), key=field_positions)
    lists = lists_of(schema)
    report = read_rules(schema, lists)
    questionnaire = plan(schema, report, lists)
    draft = fullest(questionnaire)
    outcome = questionnaire.check(draft)
    validator = jsonschema_rs.validator_for(json_schema(schema, lists, report=report))
    submission = to_submission(schema, outcome.answers)

    plan_ms = median_ms(lambda: plan(schema, report, lists), 20)
    check_ms = median_ms(lambda: questionnaire.check(draft))
    empty_ms = median_ms(lambda: questionnaire.check(Draft()))
    reference_ms = median_ms(lambda: validator.is_valid(submission))
    print(f"{schema.head.id}: {field_positions(schema)} field positions, {len(report.rules)} rules")
    print(f"plan                      {plan_ms:8.3f} ms   limit {PLAN_LIMIT:g} ms")
    print(f"check, {len(draft.values):3} typed values   {check_ms:8.3f} ms   limit {CHECK_LIMIT:g} ms")
    print(f"check, empty draft        {empty_ms:8.3f} ms")
    print(f"jsonschema-rs, structure  {reference_ms:8.3f} ms   reference (no rules, no texts, no answers)")
    return 0 if plan_ms <= PLAN_LIMIT and check_ms <= CHECK_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
