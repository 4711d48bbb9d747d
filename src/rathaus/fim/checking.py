"""Everything there is to find about a definition, from one file, its code lists and its rules."""

from __future__ import annotations

from collections.abc import Iterable

from rathaus.fim import findings, lists, quality, rulecheck
from rathaus.fim.lists import ListMatch
from rathaus.fim.model import Finding, Schema
from rathaus.fim.rules import RuleReport


def check(schema: Schema, matches: Iterable[ListMatch], report: RuleReport) -> tuple[Finding, ...]:
    """What concerns the service, then what is for the editors of the definition alone; the gravest first in both."""
    matches = tuple(matches)
    found = [
        *findings.check(schema, matches),
        *findings.check_rules(report),
        *rulecheck.check(schema, report, lists.resolve(matches)),
        *quality.check(schema),
    ]
    return tuple(sorted(found, key=lambda one: (one.for_editors, one.severity.rank)))
