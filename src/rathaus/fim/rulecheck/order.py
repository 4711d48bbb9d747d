"""In which order rules need their answers: conditions asked after their target, and conditions in a circle."""

from __future__ import annotations

from collections.abc import Iterator

from rathaus.fim.model import Finding, Schema
from rathaus.fim.rulecheck.words import label
from rathaus.fim.rules import ReadRule, RuleReport, TargetRules, join
from rathaus.fim.rules.logic import paths


def check(report: RuleReport, schema: Schema) -> Iterator[Finding]:
    """Circles first, each once; then what is asked too late and is in no circle."""
    deciding = {target: _conditions(rules) for target, rules in join(report).items() if _hides(rules)}
    circles = list(_circles(deciding))
    within = {target for circle in circles for target in circle}
    for circle in circles:
        names = " → ".join(label(schema.positions[target]) for target in (*circle, circle[0]))
        rule = next(iter(deciding[circle[0]].values()))
        alone = f"Ob {label(schema.positions[circle[0]])} erscheint, hängt von der eigenen Antwort ab"
        said = f"Ob die Fragen erscheinen, hängt im Kreis voneinander ab: {names}" if len(circle) > 1 else alone
        yield Finding(
            "regel-kreis", f"{said} ({rule.bound.rule.id}).", circle[0], rule.bound.rule.line, rule.bound.rule.id
        )
    numbers = {path: number for number, path in enumerate(schema.positions)}
    for target, conditions in deciding.items():
        for path, rule in conditions.items():
            if numbers[path] > numbers[target] and not within & {target, *_around(path)}:
                one, other = label(schema.positions[target]), label(schema.positions[path])
                sentence = (
                    f"Ob {one} erscheint, entscheidet {other}; das steht aber erst danach ({rule.bound.rule.id})."
                )
                yield Finding("bedingung-spaeter", sentence, target, rule.bound.rule.line, rule.bound.rule.id)


def _hides(rules: TargetRules) -> bool:
    """Whether an answer can make the target disappear: only then must it be known before."""
    return bool(rules.closing or rules.forbidden)


def _conditions(rules: TargetRules) -> dict[str, ReadRule]:
    """The positions that decide about a target, each with a rule that says so."""
    found: dict[str, ReadRule] = {}
    for clause in (*rules.opening, *rules.closing, *rules.forbidden):
        for path in paths(clause.when):
            found.setdefault(path, clause.rule)
    return found


def _circles(deciding: dict[str, dict[str, ReadRule]]) -> Iterator[tuple[str, ...]]:
    """Shortest ways from a target through what it depends on back to itself; each target is in one of them at most."""
    depends = {target: _targets(target, conditions, deciding) for target, conditions in deciding.items()}
    told: set[str] = set()
    for target in depends:
        way = None if target in told else _way_back(target, depends)
        if way:
            told.update(way)
            yield way


def _targets(target: str, conditions: dict[str, ReadRule], deciding: dict[str, dict[str, ReadRule]]) -> list[str]:
    """The targets that must appear before the conditions can be answered, or appear with them."""
    found = dict.fromkeys(above for path in conditions for above in _around(path) if above in deciding)
    inside = (other for path in conditions for other in deciding if other.startswith(f"{path}.") and other != target)
    return list(found | dict.fromkeys(inside))


def _around(path: str) -> list[str]:
    """`path` and everything that it stands in."""
    steps = path.split(".")
    return [".".join(steps[:count]) for count in range(len(steps), 0, -1)]


def _way_back(start: str, depends: dict[str, list[str]]) -> tuple[str, ...] | None:
    """The shortest circle through `start`."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for other in depends[way[-1]]:
            if other == start:
                return way
            if other not in seen:
                seen.add(other)
                ways.append((*way, other))
    return None
