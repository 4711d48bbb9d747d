"""What is wrong with the rules of a definition, beyond what a single rule says: see the modules."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rathaus.fim.model import Code, CodeList, Field, Finding, Schema
from rathaus.fim.rulecheck import joint, mentions, order
from rathaus.fim.rulecheck.solving import Solver
from rathaus.fim.rules import RuleReport

__all__ = ["check"]

_NO_LISTS: Mapping[str, CodeList] = MappingProxyType({})


def check(schema: Schema, report: RuleReport, lists: Mapping[str, CodeList] = _NO_LISTS) -> tuple[Finding, ...]:
    """Every finding about how the rules of `schema`, as read in `report`, fit together and fit the schema.

    `lists` by `CodeListRef.key`, beside those that came with the schema; without its list a field has no known codes.
    """
    known = {**schema.code_lists, **lists}

    def codes(field: Field) -> tuple[Code, ...] | None:
        if field.values:
            return field.values
        found = known.get(field.code_list.key) if field.code_list else None
        return found.codes if found else None

    def code_words(field: Field) -> tuple[str, ...] | None:
        found = codes(field)
        return None if found is None else tuple(code.code for code in found)

    solver = Solver(schema, code_words)
    return (
        *joint.contradictions(report, solver),
        *joint.never_asked(report, solver),
        *order.check(report, schema),
        *mentions.check(schema, codes),
    )
