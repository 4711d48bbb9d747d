"""Answers somebody need not type: what is known of the applicant, put where the roles say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rathaus.questionnaire import addresses
from rathaus.questionnaire.draft import Raw
from rathaus.questionnaire.keys import TOP, Frames, frames_of
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.nodes import DateNode, FieldNode
from rathaus.questionnaire.roles import ROLE_NAMES, Roles
from rathaus.questionnaire.tree import Tree

ORIGINS = {
    "account": _("Aus Ihrem Konto übernommen."),
    "earlier": _("Aus Ihrem früheren Antrag übernommen."),
    addresses.ORIGIN: _("Aus Ihren früheren Angaben übernommen."),
}
"""What is said below a question whose value was put there."""


def known_values(tree: Tree, roles: Roles, known: Mapping[str, str]) -> dict[str, Raw]:
    """The values that `known` gives, by the names of roles; days are ISO 8601.

    Fields that are fixed, and roles that nobody plays, are left alone. Of a repeatable group, the entry that has to be
    there is the applicant's own; where there need not be any, or groups repeat within groups, nothing is known.
    """
    values: dict[str, Raw] = {}
    for role in ROLE_NAMES:
        path, text = getattr(roles, role), known.get(role, "")
        frames = _frames(tree, path) if path and text else None
        if frames is None:
            continue
        node = tree.by_path.get(path)
        if isinstance(node, DateNode):
            values |= _parts(node, text, frames)
        elif isinstance(node, FieldNode) and node.fixed is None:
            values[node.key(frames)] = _day(text) if role == "date_of_birth" else text
    return values


def said(origins: Iterable[str | None]) -> str | None:
    """The sentence about where a value came from; None where somebody typed it."""
    return next((ORIGINS[origin] for origin in origins if origin in ORIGINS), None)


def _frames(tree: Tree, path: str) -> Frames | None:
    """Where the applicant's own answer to this question stands."""
    around = tree.layout.chain.get(path, ())
    if not around:
        return TOP
    demanded = tree.layout.positions[around[0]].cardinality.minimum > 0
    return frames_of(f"{around[0]}[1]") if len(around) == 1 and demanded else None


def _parts(node: DateNode, text: str, frames: Frames) -> dict[str, Raw]:
    given = [*text.split("-"), "", ""]
    parts = zip((node.year, node.month, node.day), given, strict=False)
    return {part.key(frames): number.lstrip("0") for part, number in parts if part is not None and number}


def _day(text: str) -> str:
    """As people type it: ``3.4.1985``; what is no full date stays as it is."""
    parts = text.split("-")
    return ".".join(part.lstrip("0") for part in reversed(parts)) if len(parts) == 3 else text
