"""From the references of a schema to the code lists at hand.

A list that is there only in another version is never taken silently: it is proposed, and somebody confirms it.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rathaus.fim import genericode
from rathaus.fim.model import CodeList, CodeListRef, Field, FimError, Finding, Schema

_FIM_ID = re.compile(r"C[0-9]{8}")
_NUMBERS = re.compile(r"([0-9]{1,18})")


class ListStatus(enum.Enum):
    """What was found for a reference."""

    EXACT = "exact"
    OTHER_VERSION = "other_version"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ListMatch:
    """What was found for one reference.

    `code_list` is the list to use (`EXACT`), or the one to propose (`OTHER_VERSION`: the newest at hand).
    """

    reference: CodeListRef
    status: ListStatus
    code_list: CodeList | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A list at hand, with where it came from: lists are read again where a reference names other columns."""

    code_list: CodeList
    source: Path | bytes
    name: str


@dataclass(slots=True)
class Shelf:
    """Code lists at hand. `findings` tell of files that look like lists and are none."""

    findings: list[Finding] = field(default_factory=list)
    _by_version: dict[str, _Entry] = field(default_factory=dict)
    _by_uri: dict[str, list[_Entry]] = field(default_factory=dict)
    _by_fim_id: dict[str, list[_Entry]] = field(default_factory=dict)

    def add(self, source: Path | bytes, *, name: str | None = None) -> CodeList:
        """Put one list on the shelf; of two with the same version URI the first stays. Raises `FimError`."""
        name = name or (source.name if isinstance(source, Path) else "Codeliste")
        found = genericode.read_code_list(source, name=name)
        entry = _Entry(found, source, name)
        self._by_version.setdefault(found.canonical_version_uri, entry)
        self._by_uri.setdefault(found.canonical_uri, []).append(entry)
        if fim_id := _FIM_ID.match(name):
            self._by_fim_id.setdefault(fim_id[0], []).append(entry)
        return found

    def find(self, reference: CodeListRef) -> ListMatch:
        """The list that `reference` means, by canonical URI or, in 2.0, by the ``C…`` id in the file name."""
        if exact := self._by_version.get(reference.canonical_version_uri):
            return self._match(reference, ListStatus.EXACT, exact)
        others = self._by_uri.get(reference.canonical_uri) or self._by_fim_id.get(reference.fim_id or "")
        if not others:
            return ListMatch(reference, ListStatus.MISSING)
        best = max(others, key=lambda entry: _rank(entry.code_list.version, reference.version))
        same = reference.version is None or best.code_list.version == reference.version
        return self._match(reference, ListStatus.EXACT if same else ListStatus.OTHER_VERSION, best)

    def _match(self, reference: CodeListRef, status: ListStatus, entry: _Entry) -> ListMatch:
        columns = (reference.code_key, reference.name_key, reference.help_key)
        if columns == (None, None, None):
            return ListMatch(reference, status, entry.code_list)
        code, name, help_ = columns
        with_columns = genericode.read_code_list(
            entry.source, name=entry.name, code_key=code, name_key=name, help_key=help_
        )
        return ListMatch(reference, status, with_columns)


def open_shelf(folder: Path) -> Shelf:
    """Every code list in `folder` and below it. Other XML files are passed over; broken lists become findings.

    Raises `FimError` where `folder` is none.
    """
    if not folder.is_dir():
        raise FimError("Den Ordner mit den Codelisten gibt es nicht.", file=str(folder))
    shelf = Shelf()
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in (".xml", ".gc", ".json") and path.is_file() and _may_be_list(path):
            try:
                shelf.add(path)
            except FimError as error:
                shelf.findings.append(Finding("codeliste-unlesbar", str(error)))
    return shelf


def _may_be_list(path: Path) -> bool:
    """Whether the beginning of a file speaks of a code list; unreadable files are left to the reader's sentence."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return True
    return b"codelist/ns/genericode" in head or b'"canonicalUri"' in head


def references(schema: Schema) -> tuple[CodeListRef, ...]:
    """Every code list reference of `schema` once, in document order. Fields with inline values need no list."""
    found: dict[str, CodeListRef] = {}
    for position in schema.positions.values():
        element = position.element
        if isinstance(element, Field) and element.code_list is not None and not element.values:
            found.setdefault(element.code_list.key, element.code_list)
    return tuple(found.values())


def match(schema: Schema, shelf: Shelf) -> tuple[ListMatch, ...]:
    """What is at hand for every reference of `schema`. Lists handed in with the schema come first."""
    return tuple(_own(schema, reference) or shelf.find(reference) for reference in references(schema))


def _own(schema: Schema, reference: CodeListRef) -> ListMatch | None:
    own = schema.code_lists.get(reference.key)
    return None if own is None else ListMatch(reference, ListStatus.EXACT, own)


def resolve(matches: Iterable[ListMatch], *, confirmed: Iterable[str] = ()) -> Mapping[str, CodeList]:
    """The lists to use, by `CodeListRef.key`: the exact ones, and the proposed ones whose key is in `confirmed`."""
    agreed = frozenset(confirmed)
    return {
        found.reference.key: found.code_list
        for found in matches
        if found.code_list is not None and (found.status is ListStatus.EXACT or found.reference.key in agreed)
    }


def _rank(version: str | None, wanted: str | None) -> tuple[bool, list[tuple[bool, int, str]]]:
    """A sort key: the wanted version first, else the newest (2021-02-19 < 2023-02-24, 9 < 12)."""
    parts = _NUMBERS.split(version or "")
    order = [(True, int(part), "") if number % 2 else (False, 0, part) for number, part in enumerate(parts)]
    return version == wanted, order
