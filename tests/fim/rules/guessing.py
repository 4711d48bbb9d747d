"""A schema made up for one rule text alone, so that texts whose schema is not at hand can be read as well.

Every id stands for one position; what a field holds is guessed from the values that the text compares it with.
Run as a program (``python -m tests.fim.rules.guessing rules.jsonl``) it prints every text with its reading, for review,
and then asks whether all are right; `reviewed.json` holds the fingerprints of the readings that somebody looked at.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rathaus.fim.model import Code, Dialect, Field, FieldKind, Group, Head, Position, Rule, Schema
from rathaus.fim.rules import ReadRule, RuleStatus, read_rules, tree, words
from rathaus.fim.rules.explain import Wording, explain
from rathaus.fim.rules.grammar import read
from rathaus.fim.rules.jsonform import constraint_to_json, effect_to_json
from tests.fim.rules import building

REVIEWED = Path(__file__).parent / "reviewed.json"


def read_alone(text: str) -> tuple[ReadRule, Schema]:
    """The reading of `text` in a schema made up for it."""
    made = schema_for(text)
    (rule,) = read_rules(made).rules
    return rule, made


def schema_for(text: str) -> Schema:
    """A schema in which every element that `text` names exists once."""
    values: dict[str, list[tree.Said]] = {}
    refs: list[tree.Ref] = []
    for sentence in read(text).sentences:
        for statement in sentence.statements:
            for ref, said in _mentions(statement):
                refs.append(ref)
                values.setdefault(ref.parts[-1], []).extend(said)
    paths = {".".join(ref.within + ref.parts) for ref in refs}
    bare = {path for path in paths if not any(other.endswith(f".{path}") for other in paths)}
    ordered = tuple(dict.fromkeys(_prefixes(sorted(bare))))
    children = tuple(_position(path, ordered, values) for path in ordered if "." not in path)
    rule = Rule("R99000000001", None, "Regel", text)
    return Schema(Dialect.XDF3, Head("S99000000001", None, "S"), "S", None, None, (rule,), children, "0")


def _prefixes(paths: list[str]) -> Iterator[str]:
    for path in paths:
        steps = path.split(".")
        yield from (".".join(steps[: depth + 1]) for depth in range(len(steps)))


def _position(path: str, paths: tuple[str, ...], values: dict[str, list[tree.Said]]) -> Position:
    fim_id = path.rpartition(".")[2]
    head = Head(fim_id, None, fim_id)
    if fim_id.startswith("G"):
        below = [p for p in paths if p.rpartition(".")[0] == path]
        children = tuple(_position(p, paths, values) for p in below)
        return Position(path, Group(head, fim_id, fim_id), building.cardinality("0:1"), children=children)
    said = values.get(fim_id, [])
    truth = bool(said) and all(value.text.casefold() in words.TRUTH for value in said)
    codes = {value.text: value.label or value.text for value in said} if not truth else {}
    field = Field(
        head,
        fim_id,
        fim_id,
        FieldKind.SELECT if codes else FieldKind.INPUT,
        building.TRUTH if truth else building.TEXT,
        values=tuple(Code(code, name) for code, name in codes.items()),
    )
    return Position(path, field, building.cardinality("0:1"))


def _mentions(statement: tree.Statement) -> Iterator[tuple[tree.Ref, list[tree.Said]]]:
    match statement:
        case tree.Branch(condition, acts):
            yield from _compared(condition)
            for act in acts:
                values = list(act.values) if isinstance(act, tree.Limit) else []
                yield from ((ref, values) for ref in act.targets)
        case tree.Demand(parts, condition=condition):
            for part in (condition, *parts):
                yield from _compared(part)
        case tree.CalendarDate(day, month, year):
            yield from ((ref, []) for ref in (day, month, year))


def _compared(condition: tree.Condition) -> Iterator[tuple[tree.Ref, list[tree.Said]]]:
    match condition:
        case tree.Is(ref, values):
            yield ref, list(values)
        case tree.Given(ref) | tree.IsOther(ref):
            yield ref, []
        case tree.Bare(ref):
            yield ref, [tree.Said("wahr")]
        case tree.Both(parts) | tree.Either(parts) | tree.Otherwise(parts):
            for part in parts:
                yield from _compared(part)


def texts(path: Path) -> dict[str, str]:
    """The distinct texts of a file of rules, blanks folded, with the id of one rule that has each."""
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        rule = json.loads(line)
        found.setdefault(" ".join(rule["text"].split()), rule["rule_id"])
    return found


def fingerprint(rule: ReadRule) -> str:
    """A short hash of everything that a rule does."""
    does = [effect_to_json(effect) for effect in rule.effects]
    does += [constraint_to_json(constraint) for constraint in rule.constraints]
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
