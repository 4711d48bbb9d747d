"""How a page calls what is compared beside the definition, and how it shows its values."""

from __future__ import annotations

import json
from typing import Any

from rathaus.catalogue.forms.review import ROLES
from rathaus.catalogue.forms.texts import TextsForm
from rathaus.exchange.updates.definitions import Definition
from rathaus.exchange.updates.model import Part
from rathaus.fim.rules.explain import explain_statement
from rathaus.fim.rules.jsonform import ExpressionError, statement_from_json


def title(part: Part, name: str, definition: Definition) -> str:
    """What a fact is about."""
    match part:
        case Part.TEXTS:
            language, dot, field = name.rpartition(".")
            return f"{_field(field)} ({language})" if dot else _field(field)
        case Part.LETTERS:
            return _field(f"letter_{name}")
        case Part.ROLES:
            return str(ROLES.get(name, name))
        case Part.PRESETS:
            return _label(name, definition)
        case Part.BY_HAND:
            rule, _at, bearer = name.partition("@")
            return f"{rule} ({_label(bearer, definition)})" if bearer else rule
    return name


def in_words(part: Part, value: Any, definition: Definition) -> str | None:
    """A fact as people read it; None where it is not there."""
    if value is None:
        return None
    match part:
        case Part.BY_HAND:
            return _explained(value["says"], definition)
        case Part.ROLES:
            return _label(value, definition)
    return _words(value)


def _field(name: str) -> str:
    found = TextsForm.base_fields.get(name)
    return str(found.label) if found is not None else name


def _label(path: str, definition: Definition) -> str:
    position = definition.at(path)
    return position.element.label_input if position else path


def _explained(says: Any, definition: Definition) -> str:
    try:
        lines = [explain_statement(statement_from_json(one), definition.side.wording, "de") for one in says]
    except (ExpressionError, KeyError):  # it names a question that this definition no longer has
        return json.dumps(says, ensure_ascii=False)
    return "\n".join(lines)


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return "Ja" if value else "Nein"
    if isinstance(value, dict):
        return " | ".join(_words(one) for one in value.values() if one)
    return "\n".join(map(_words, value)) if isinstance(value, list | tuple) else str(value)
