"""Texts of rules whose schema is not at hand, read alone.

Run as a program (``python -m tests.fim.rules.guessing rules.jsonl``) it prints every text with its reading, for review,
and then asks whether all are right; `reviewed.json` holds the fingerprints of the readings that somebody looked at.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from pathlib import Path

from rathaus.fim.model import Schema
from rathaus.fim.rules import ReadRule, RuleStatus, alone
from rathaus.fim.rules.explain import explain
from rathaus.fim.rules.jsonform import statement_to_json
from rathaus.fim.rules.wording import Wording

REVIEWED = Path(__file__).parent / "reviewed.json"


def read_alone(text: str) -> tuple[ReadRule, Schema]:
    """The reading of `text` in a schema made up for it."""
    found = alone.read_alone(text)
    return found.rule, found.schema


def texts(path: Path) -> dict[str, str]:
    """The distinct texts of a file of rules, blanks folded, with the id of one rule that has each."""
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        rule = json.loads(line)
        found.setdefault(" ".join(rule["text"].split()), rule["rule_id"])
    return found


def fingerprint(rule: ReadRule) -> str:
    """A short hash of everything that a rule does."""
    does = [statement_to_json(statement) for statement in rule.statements]
    return digest(json.dumps([rule.status.value, does], sort_keys=True))


def digest(text: str) -> str:
    """A short hash: real texts are never copied into the project, their hashes tell which were reviewed."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def main(path: str) -> None:
    """Print every text with its reading, and write down the fingerprints once somebody has looked at them all."""
    counted: Counter[str] = Counter()
    reviewed: dict[str, str] = {}
    for text, rule_id in sorted(texts(Path(path)).items()):
        rule, made = read_alone(text)
        counted[rule.status.value] += 1
        lines = [f"{rule_id} {rule.status.value}: {text}", *(f"  = {s}" for s in explain(rule, Wording(made)))]
        lines += [f"  ? {sentence}" for sentence in rule.unread] + [f"  ! {reason}" for reason in rule.reasons]
        sys.stdout.write("\n".join(lines) + "\n")
        if rule.status is not RuleStatus.UNCLEAR:
            reviewed[digest(text)] = fingerprint(rule)
    sys.stdout.write(f"{dict(counted)}\n")
    if input("Alle Lesarten geprüft? (ja/nein) ") == "ja":
        REVIEWED.write_text(json.dumps(reviewed, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
