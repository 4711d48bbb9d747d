"""Dates that a definition holds in three number fields, and that are asked as one question."""

from __future__ import annotations

from rathaus.fim.model import DataType, Field, FieldKind, Position
from rathaus.fim.rules.report import ReadRule
from rathaus.questionnaire.layout import Layout
from rathaus.questionnaire.model import DatePartPaths
from rathaus.questionnaire.rulebook import Rulebook

DateGroups = dict[str, tuple[DatePartPaths, ReadRule | None]]
"""The parts of each date by the path of its group, with the rule that demands a date of the calendar."""


def date_groups(layout: Layout, book: Rulebook) -> DateGroups:
    """Groups that are a date: by such a rule, or because they hold the fields of the central kit."""
    found: DateGroups = {}
    for (day, month, year), rule in book.dates.items():
        parent = layout.positions[year].parent_path
        if parent and _is_date(layout.positions[parent], {day, month, year}):
            found[parent] = (DatePartPaths(day, month, year), rule)
    for path, position in layout.positions.items():
        parts = kit_date(position)
        if parts and path not in found:
            named = {part for part in (parts.day, parts.month, parts.year) if part}
            if _is_date(position, named):
                found[path] = (parts, None)
    return found


def kit_date(position: Position) -> DatePartPaths | None:
    """Day, month and year of the central kit (F60…231, 232, 233) among the children; None where there is no year."""
    parts = {child.id[:3] + child.id[-6:]: child.path for child in position.children}
    year = parts.get("F60000233")
    return DatePartPaths(parts.get("F60000231"), parts.get("F60000232"), year) if year else None


def _is_date(position: Position, parts: set[str]) -> bool:
    """Whether a group holds these number fields and nothing else, once."""
    whole = all(
        isinstance(child.element, Field)
        and child.element.data_type is DataType.NUM_INT
        and child.element.kind is FieldKind.INPUT
        and not child.cardinality.repeatable
        for child in position.children
    )
    return whole and not position.cardinality.repeatable and {child.path for child in position.children} == parts
