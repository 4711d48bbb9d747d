"""Neighbouring groups that a definition calls the same, told apart by what it says in brackets behind their names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rathaus.fim.model import Field, Position

_BRACKETS = re.compile(r"\(([^()]*[a-zäöüß][^()]*)\)\s*$")
"""Words, not "(NW, BY)": of groups for one Land each, only one is asked for."""


def told_apart(positions: Sequence[Position]) -> tuple[Position, ...]:
    """The same positions; where groups side by side have one label, it has the brackets of their names behind it.

    Nothing changes where the brackets do not tell them all apart.
    """
    groups = [one for one in positions if not isinstance(one.element, Field)]
    labels = Counter(one.element.label_input for one in groups)
    named: dict[str, list[str]] = {}
    for one in groups:
        if labels[one.element.label_input] > 1:
            named.setdefault(one.element.label_input, []).append(_name(one))
    apart = {label for label, names in named.items() if len(set(names)) == len(names)}
    return tuple(_renamed(one, apart) for one in positions)


def _name(position: Position) -> str:
    found = _BRACKETS.search(position.element.head.name)
    label = position.element.label_input
    return f"{label} ({found[1].strip()})" if found and found[1].strip() not in label else label


def _renamed(position: Position, apart: set[str]) -> Position:
    children = told_apart(position.children)
    if any(one is not other for one, other in zip(children, position.children, strict=True)):
        position = replace(position, children=children)
    element = position.element
    if isinstance(element, Field) or element.label_input not in apart:
        return position
    return replace(position, element=replace(element, label_input=_name(position)))
