"""Answers somebody need not type: what is known of the applicant, put where the roles say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rathaus.questionnaire.draft import Raw
from rathaus.questionnaire.keys import TOP
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.nodes import DateNode, FieldNode
from rathaus.questionnaire.roles import ROLE_NAMES, Roles
from rathaus.questionnaire.tree import Tree

ORIGINS = {
    "account": _("Aus Ihrem Konto übernommen."),
    "earlier": _("Aus Ihrem früheren Antrag übernommen."),
}
"""What is said below a question whose value was put there."""


def known_values(tree: Tree, roles: Roles, known: Mapping[str, str]) -> dict[str, Raw]:
    """The values that `known` gives, by the names of roles; days are ISO 8601.

    Fields that are fixed, and roles that nobody plays or that stand inside a repeatable group, are left alone.
    """
    values: dict[str, Raw] = {}
    for role in ROLE_NAMES:
        path, text = getattr(roles, role), known.get(role, "")
        if not path or not text or tree.layout.chain.get(path):
            continue
        node = tree.by_path.get(path)
        if isinstance(node, DateNode):
            values |= _parts(node, text)
        elif isinstance(node, FieldNode) and node.fixed is None:
            values[node.key(TOP)] = _day(text) if role == "date_of_birth" else text
    return values


def said(origins: Iterable[str | None]) -> str | None:
    """The sentence about where a value came from; None where somebody typed it."""
    return next((ORIGINS[origin] for origin in origins if origin in ORIGINS), None)


def _parts(node: DateNode, text: str) -> dict[str, Raw]:
    given = [*text.split("-"), "", ""]
    parts = zip((node.year, node.month, node.day), given, strict=False)
    return {part.key(TOP): number.lstrip("0") for part, number in parts if part is not None and number}


def _day(text: str) -> str:
    """As people type it: ``3.4.1985``; what is no full date stays as it is."""
    parts = text.split("-")
    return ".".join(part.lstrip("0") for part in reversed(parts)) if len(parts) == 3 else text
