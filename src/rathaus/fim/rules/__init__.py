"""The rules of a definition: read (`reading`), resolve (ids to positions), logic (expressions), report (status).

`read_rules` does all of it; `settle` decides what depends on the Land; `join` puts together what several rules say of
one target.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rathaus.fim.model import CodeList, Schema
from rathaus.fim.rules.binding import bind
from rathaus.fim.rules.joining import Clause, TargetRules, doubtful_targets, join, noted
from rathaus.fim.rules.reading.grammar import read
from rathaus.fim.rules.report import ReadRule, RuleReport, RuleStatus
from rathaus.fim.rules.resolve import Places
from rathaus.fim.rules.settling import settle

__all__ = [
    "Clause",
    "ReadRule",
    "RuleReport",
    "RuleStatus",
    "TargetRules",
    "doubtful_targets",
    "join",
    "read_rules",
    "settle",
]

_NO_LISTS: Mapping[str, CodeList] = MappingProxyType({})


def read_rules(schema: Schema, lists: Mapping[str, CodeList] = _NO_LISTS) -> RuleReport:
    """Every rule occurrence of `schema`, read as far as that is certain.

    `lists` are code lists by `CodeListRef.key` (see `rathaus.fim.lists`), beside those that came with the schema. They
    make names usable where a text gives no code, and show codes that do not exist. Never raises for a text it cannot
    read. Conditions on the Land stay in the readings: `settle` decides them for one municipality.
    """
    places = Places(schema, lists)
    return noted(RuleReport(tuple(bind(bound, read(bound.rule.text), places) for bound in schema.bound_rules)))
