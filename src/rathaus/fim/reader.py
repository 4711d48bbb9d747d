"""XDatenfelder 2.0 and 3.0.0 into one `Schema`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from lxml import etree

from rathaus.fim import document
from rathaus.fim.blocks import BlockReader
from rathaus.fim.elements import Bag, Names, line_of
from rathaus.fim.lean import SAME, Light, lighten
from rathaus.fim.model import (
    Cardinality,
    CodeList,
    Dialect,
    Field,
    FimError,
    Group,
    LegalBasis,
    Position,
    Schema,
)

MAX_DEPTH = 50
"""How deep groups may stand in groups; the deepest known definition has 8 levels."""

_STANDARD = "urn:xoev-de:fim:standard:xdatenfelder_"
_GENERICODE = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
_DIALECTS = {f"{_STANDARD}2": Dialect.XDF2, f"{_STANDARD}3.0.0": Dialect.XDF3}
_ROOT = "xdatenfelder.stammdatenschema.0102"
_OTHER_ROOTS = {
    "xdatenfelder.dokumentsteckbrief.0101": "ein Dokumentsteckbrief",
    "xdatenfelder.datenfeldgruppe.0103": "eine einzelne Datenfeldgruppe",
    "xdatenfelder.datenfeld.0104": "ein einzelnes Datenfeld",
    "xdatenfelder.codeliste.0105": "eine Codeliste",
}
_MESSAGE = frozenset({"header", "stammdatenschema"})
_USE = frozenset({"anzahl", "bezug", "enthaelt"})
_CARDINALITY = re.compile(r"([0-9]{1,6}):([0-9]{1,6}|\*)")
_HEADER_END = re.compile(rb"</(?:[A-Za-z0-9_.-]+:)?header\s*>")
_TO_BE_ADDED = ("wird im Verwendungsbezug", "Wird im Verwendungsbezug")


def read(
    source: Path | bytes,
    *,
    name: str | None = None,
    size_limit: int = document.SIZE_LIMIT,
    code_lists: Iterable[CodeList] = (),
) -> Schema:
    """The schema in a file or in bytes. `name` stands for the source in sentences; `size_limit` is in bytes.

    Raises `FimError`, one German sentence with file, line and element, for everything that is no readable
    Stammdatenschema.
    """
    data, name = document.load(source, name=name, size_limit=size_limit)
    light = lighten(data, _KNOWN)
    if light.data is not data:
        try:
            return _read(light, name, code_lists)
        except (FimError, _Unread):
            pass  # read once more, so that the sentence is about the file as it is
    return _read(Light(data, light.whole), name, code_lists)


_KNOWN: dict[bytes, Field] = {}
"""Fields that were read in this process, by their bytes: definitions are built from the same blocks, and a town that
offers many of them holds each block once. What it may hold is bounded by the next two."""
_KNOWN_FIELDS, _KNOWN_SIZE = 2_000, 16_000


def forget() -> None:
    """Forget the fields that were read so far (for measurements)."""
    _KNOWN.clear()


class _Unread(Exception):
    """A field repeats one that stands where nothing is read, so that its content is nowhere."""


def _read(light: Light, name: str, code_lists: Iterable[CodeList]) -> Schema:
    root = document.parse(light.data, name)
    dialect, names = _dialect(root, name)
    etree.strip_elements(root, f"{names.prefix}relation", with_tail=False)
    message = Bag(root, names, name)
    payload = message.need("stammdatenschema")
    return _SchemaReader(dialect, name, fields=light.fields).schema(message, payload, code_lists, _hash(light.whole))


def _dialect(root: etree._Element, name: str) -> tuple[Dialect, Names]:
    """Which dialect the file is written in and the names of its namespace; an error for everything else."""
    tag = etree.QName(root)
    namespace, root_name = tag.namespace or "", tag.localname
    dialect = _DIALECTS.get(namespace)
    sentence = ""
    if namespace == _GENERICODE:
        sentence = "Das ist eine Codeliste (genericode); erwartet wird ein Stammdatenschema."
    elif dialect is None and namespace.startswith(_STANDARD):
        version = namespace.removeprefix(_STANDARD)
        sentence = f"XDatenfelder in der Version „{version[:40]}“ wird nicht gelesen, nur 2.0 und 3.0.0."
    elif dialect is None:
        sentence = f"Das ist kein XDatenfelder-Dokument (Namensraum „{namespace[:80]}“)."
    elif root_name in _OTHER_ROOTS:
        sentence = f"Das ist {_OTHER_ROOTS[root_name]}; erwartet wird ein Stammdatenschema."
    elif root_name != _ROOT:
        sentence = f"Das Wurzelelement ist unbekannt; erwartet wird ein Stammdatenschema ({_ROOT})."
    if sentence or dialect is None:
        raise FimError(sentence, file=name, line=line_of(root), element=root_name[:80])
    return dialect, Names(namespace, dialect)


B = TypeVar("B", Field, Group)


class _SchemaReader(BlockReader):
    """Reads one schema: the positions, and the building blocks at them."""

    def __init__(self, dialect: Dialect, file: str, *, fields: tuple[bytes, ...] = ()) -> None:
        super().__init__(dialect, file)
        self._sources = fields
        self._fields: dict[str, Field] = {}
        self._cardinalities: dict[str, Cardinality] = {}
        self._blocks: dict[tuple[str, str | None], Field | Group] = {}

    def schema(self, message: Bag, payload: Bag, code_lists: Iterable[CodeList], content_hash: str) -> Schema:
        head = self.head(payload, "stammdatenschema", self.identify(payload))
        new = self.dialect is Dialect.XDF3
        profile = payload.bag("dokumentsteckbrief") if new else None
        label = payload.texts.get("bezeichnung" if new else "bezeichnungEingabe")
        if label is None:
            self.note("1050" if new else "1009", "Die Bezeichnung ist leer; gezeigt wird der Name.", payload)
        rules = self.rules(payload)
        header = message.bag("header")
        self.note_strangers(message, _MESSAGE)
        return Schema(
            dialect=self.dialect,
            head=head,
            label=label or head.name,
            label_output=None if new else payload.texts.get("bezeichnungAusgabe"),
            help=payload.texts.get("hilfetext"),
            document_profile=None if profile is None else profile.texts.get("id"),
            document_profile_version=None if profile is None else profile.texts.get("version"),
            structure_changes=payload.texts.get("ableitungsmodifikationenStruktur"),
            representation_changes=payload.texts.get("ableitungsmodifikationenRepraesentation"),
            rules=rules,
            children=self._children(payload, "", (), real_legal_bases(head.legal_bases)),
            content_hash=content_hash,
            code_lists={found.canonical_version_uri: found for found in code_lists},
            message_id=None if header is None else header.texts.get("nachrichtID"),
            message_created_at=None if header is None else header.texts.get("erstellungszeitpunkt"),
            findings=tuple(self.findings),
            line=payload.line,
        )

    def _children(
        self, bag: Bag, path: str, above: tuple[str, ...], inherited: tuple[LegalBasis, ...]
    ) -> tuple[Position, ...]:
        """The positions below `bag`; `above` are the ids of the groups that it stands in, itself included."""
        positions: dict[str, Position] = {}
        for element in bag.all("struktur"):
            use = Bag(element, bag.names, bag.file, bag.label)
            position = self._position(use, path, above, inherited)
            if position.id in positions:
                raise use.error(f"{position.id} steht hier zweimal; Geschwister dürfen nicht dieselbe ID haben.")
            positions[position.id] = position
        return tuple(positions.values())

    def _position(self, use: Bag, path: str, above: tuple[str, ...], inherited: tuple[LegalBasis, ...]) -> Position:
        self._path = path  # a field that was known already has not moved it
        self.note_strangers(use, _USE)
        kind, element = self._contained(use)
        bases = self.legal_bases(use)
        if kind == "datenfeld":
            field = self._field(element, use, path)
            use.label = field.head.id
            cardinality = self._cardinality(use)
            effective = real_legal_bases(bases) or real_legal_bases(field.head.legal_bases) or inherited
            return Position(_below(path, use.label), field, cardinality, bases, effective, (), use.line)
        bag = Bag(element, use.names, use.file)
        identity = self.identify(bag, "G")
        if identity[0] in above:
            raise bag.error("Die Gruppe enthält sich selbst.")
        if len(above) > MAX_DEPTH:
            raise bag.error(f"Die Gruppen sind tiefer als {MAX_DEPTH}-mal ineinander geschachtelt.")
        use.label = identity[0]
        cardinality = self._cardinality(use)
        path = _below(path, identity[0])
        group = self.group(bag, path, identity)
        effective = real_legal_bases(bases) or real_legal_bases(group.head.legal_bases) or inherited
        children = self._children(bag, path, (*above, identity[0]), effective)
        return Position(path, self._shared(group), cardinality, bases, effective, children, use.line)

    def _field(self, element: etree._Element, use: Bag, path: str) -> Field:
        """The field in `element`, read once for all its repetitions."""
        same = element.get(SAME) if self._sources else None
        if same is None:
            return self._new_field(element, use, path)
        field = self._fields.get(same)
        if field is None:
            source = self._sources[int(same)]
            if len(element):
                remarks = self.remarks
                field = self._new_field(element, use, path)
                if remarks == self.remarks and not field.rules and len(source) < _KNOWN_SIZE:
                    _remember(source, field)
            else:
                field = _KNOWN.get(source)
                if field is None:
                    raise _Unread
            self._fields[same] = field
        return field

    def _new_field(self, element: etree._Element, use: Bag, path: str) -> Field:
        bag = Bag(element, use.names, use.file)
        identity = self.identify(bag, "F")
        return self._shared(self.field(bag, _below(path, identity[0]), identity))

    @staticmethod
    def _contained(use: Bag) -> tuple[str, etree._Element]:
        """Of which kind the one building block is that a use contains, and its element."""
        contains = use.one("enthaelt")
        if contains is None:
            raise use.error("„enthaelt“ fehlt.")
        kinds = [use.names[child.tag][0] for child in contains]
        if kinds not in (["datenfeld"], ["datenfeldgruppe"]):
            sentence = "„enthaelt“ muss genau ein Datenfeld oder eine Datenfeldgruppe enthalten."
            raise use.error(sentence, contains)
        return kinds[0], contains[0]

    def _shared(self, block: B) -> B:
        """The same object for the same building block, however often it is used."""
        known = self._blocks.setdefault((block.head.id, block.head.version), block)
        return known if known == block else block

    def _cardinality(self, use: Bag) -> Cardinality:
        text = use.texts.get("anzahl")
        if text is None:
            raise use.error("Die Anzahl („anzahl“) fehlt.")
        if text in self._cardinalities:
            return self._cardinalities[text]
        match = _CARDINALITY.fullmatch(text)
        if match is None:
            raise use.error_at("anzahl", f"„{text[:40]}“ ist keine Anzahl.")
        minimum, maximum = int(match[1]), None if match[2] == "*" else int(match[2])
        if maximum is not None and (maximum == 0 or minimum > maximum):
            raise use.error_at("anzahl", f"Die Anzahl {text} ist unmöglich.")
        return self._cardinalities.setdefault(text, Cardinality(minimum, maximum))


def _remember(source: bytes, field: Field) -> None:
    """Keep a field for the next definition. Only what its bytes alone decide: nothing with findings or lines in it."""
    if len(_KNOWN) >= _KNOWN_FIELDS:
        _KNOWN.clear()
    _KNOWN[source] = field


def _below(path: str, found_id: str) -> str:
    return f"{path}.{found_id}" if path else found_id


def _hash(data: bytes) -> str:
    """SHA-256 of what follows the message header, which the portal writes anew for every download."""
    header = _HEADER_END.search(data)
    return hashlib.sha256(memoryview(data)[header.end() if header else 0 :]).hexdigest()


def real_legal_bases(bases: tuple[LegalBasis, ...]) -> tuple[LegalBasis, ...]:
    """`bases` without the editors' placeholder for "comes with the use"."""
    if not any(map(_is_placeholder, bases)):
        return bases
    return tuple(basis for basis in bases if not _is_placeholder(basis))


def _is_placeholder(basis: LegalBasis) -> bool:
    return basis.text.startswith(_TO_BE_ADDED)
