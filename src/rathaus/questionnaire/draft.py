"""What somebody is still writing: typed values, choosers, entries, files. JSON-able, copied on every change."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

FORMAT = 1
"""Version of the JSON form; raised when it changes incompatibly."""

HARD_LIMIT = 20_000
"""Characters kept of one typed value, whatever the definition allows; one more is kept so that `check` can tell."""

MAX_ENTRIES = 1000
"""Entries kept of one repeated element where the definition sets no limit."""

Raw = str | tuple[str, ...]
"""A typed value; several where one question takes several codes."""


class DraftError(ValueError):
    """The JSON handed in is not a draft; the message is one German sentence."""


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that somebody attached. The bytes lie elsewhere, sealed; `id` finds them there."""

    id: str
    name: str
    size: int
    media_type: str

    def to_json(self) -> dict[str, Any]:
        """As it also stands in the answers."""
        return {"file": self.id, "name": self.name, "size": self.size, "media_type": self.media_type}

    @classmethod
    def from_json(cls, data: object) -> FileRef:
        """The opposite; raises DraftError."""
        if not isinstance(data, dict):
            raise DraftError("Der Entwurf enthält eine Dateiangabe, die keine ist.")
        found = (data.get("file"), data.get("name"), data.get("size"), data.get("media_type"))
        match found:
            case (str() as id_, str() as name, int() as size, str() as media_type) if not isinstance(size, bool):
                return cls(id_, name, size, media_type)
        raise DraftError("Der Entwurf enthält eine unvollständige Dateiangabe.")


@dataclass(frozen=True, slots=True)
class Draft:
    """Immutable; every change returns a new draft.

    `values`: typed values by instance key (choosers with a leading ``?``), kept as typed even when invalid or when
    their question is not shown at the moment. `entries`: ids of the entries by the key of the repeated element.
    `files`: attached files by the key of their question. `aside`: values of questions that the definition no longer
    has. `saved`: slugs of the steps that somebody has saved. `origins`: of values that nobody typed here, what they
    came from (a word of the room that put them in), until they are changed.
    """

    values: Mapping[str, Raw] = field(default_factory=dict)
    entries: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[FileRef, ...]] = field(default_factory=dict)
    aside: Mapping[str, Raw] = field(default_factory=dict)
    saved: frozenset[str] = frozenset()
    origins: Mapping[str, str] = field(default_factory=dict)

    def with_values(self, changes: Mapping[str, Raw]) -> Draft:
        """With `changes` laid over the values; empty ones are dropped."""
        merged = {**self.values, **changes}
        return replace(
            self,
            values={key: value for key, value in merged.items() if value not in ("", ())},
            origins={key: one for key, one in self.origins.items() if merged.get(key) == self.values.get(key)},
        )

    def with_origins(self, origins: Mapping[str, str]) -> Draft:
        """With these words on where values came from."""
        return replace(self, origins={**self.origins, **origins})

    def with_entries(self, key: str, ids: tuple[str, ...]) -> Draft:
        """With exactly these entries at `key`."""
        return replace(self, entries={**self.entries, key: ids})

    def with_files(self, key: str, files: tuple[FileRef, ...]) -> Draft:
        """With exactly these files at `key`."""
        merged = {**self.files, key: files}
        return replace(self, files={k: refs for k, refs in merged.items() if refs})

    def with_saved(self, slug: str) -> Draft:
        """With this step marked as saved."""
        return replace(self, saved=self.saved | {slug})

    def without_below(self, prefix: str) -> Draft:
        """Without anything whose key stands below `prefix` (an entry that was removed)."""

        def keep(key: str) -> bool:
            bare = key.removeprefix("?")
            return not (bare == prefix or bare.startswith(prefix + "."))

        return replace(
            self,
            values={k: v for k, v in self.values.items() if keep(k)},
            entries={k: v for k, v in self.entries.items() if keep(k)},
            files={k: v for k, v in self.files.items() if keep(k)},
            origins={k: v for k, v in self.origins.items() if keep(k)},
        )

    def to_json(self) -> dict[str, Any]:
        """A JSON value; `from_json` gives an equal draft."""
        return {
            "format": FORMAT,
            "values": {k: list(v) if isinstance(v, tuple) else v for k, v in self.values.items()},
            "entries": {k: list(v) for k, v in self.entries.items()},
            "files": {k: [ref.to_json() for ref in refs] for k, refs in self.files.items()},
            "aside": {k: list(v) if isinstance(v, tuple) else v for k, v in self.aside.items()},
            "saved": sorted(self.saved),
            "origins": dict(self.origins),
        }

    @classmethod
    def from_json(cls, data: object) -> Draft:
        """A draft from a JSON value (or its text); unknown parts are ignored, wrong ones raise DraftError."""
        if isinstance(data, str | bytes):
            try:
                data = json.loads(data)
            except ValueError:
                raise DraftError("Der Entwurf ist kein gültiges JSON.") from None
        if not isinstance(data, dict):
            raise DraftError("Der Entwurf ist kein JSON-Objekt.")
        if data.get("format", FORMAT) != FORMAT:
            raise DraftError(f"Der Entwurf hat das Format {data['format']!r}; bekannt ist {FORMAT}.")
        return cls(
            values={k: _raw(v) for k, v in _mapping(data, "values")},
            entries={k: _strings(v) for k, v in _mapping(data, "entries")},
            files={k: tuple(FileRef.from_json(ref) for ref in _list(v)) for k, v in _mapping(data, "files")},
            aside={k: _raw(v) for k, v in _mapping(data, "aside")},
            saved=frozenset(_strings(data.get("saved", []))),
            origins={k: v for k, v in _mapping(data, "origins") if isinstance(v, str)},
        )


def _mapping(data: Mapping[str, Any], name: str) -> list[tuple[str, Any]]:
    found = data.get(name, {})
    if not isinstance(found, dict):
        raise DraftError(f"Im Entwurf ist „{name}“ kein JSON-Objekt.")
    return list(found.items())


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise DraftError("Im Entwurf steht ein einzelner Wert, wo eine Liste stehen muss.")
    return value


def _strings(value: object) -> tuple[str, ...]:
    found = _list(value)
    if not all(isinstance(part, str) for part in found):
        raise DraftError("Im Entwurf steht in einer Liste etwas anderes als Text.")
    return tuple(found)


def _raw(value: object) -> Raw:
    if isinstance(value, str):
        return value
    return _strings(value)
