"""The answers that a service gives beforehand, as a file: plain JSON, by position path."""

from __future__ import annotations

import json
from collections.abc import Mapping

FORMAT = "rathaus-presets/1"


class PresetsError(ValueError):
    """The file cannot be used; the message is one German sentence."""


def to_file(presets: Mapping[str, str]) -> dict[str, object]:
    """What `from_file` reads back."""
    return {"format": FORMAT, "presets": dict(presets)}


def from_file(data: bytes) -> dict[str, str]:
    """The presets of a file. Raises `PresetsError`."""
    try:
        content = json.loads(data)
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise PresetsError("Die Datei ist kein JSON in UTF-8.") from error
    presets = content.get("presets") if isinstance(content, dict) and content.get("format") == FORMAT else None
    if not isinstance(presets, dict) or not all(isinstance(text, str) for text in presets.values()):
        raise PresetsError(f"Die Datei enthält keine Vorgaben („format“: „{FORMAT}“ mit „presets“: Pfad zu Text).")
    return presets
