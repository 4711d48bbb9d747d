"""XDatenfelder 2.0 and 3.0.0 into one `Schema`."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from rathaus.fim import document
from rathaus.fim.blocks import BlockReader
from rathaus.fim.elements import Bag, line_of
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
_CARDINALITY = re.compile(r"([0-9]{1,6}):([0-9]{1,6}|\*)")
_TO_BE_ADDED = re.compile(r"wird (?:im|beim) Verwendungsbezug", re.IGNORECASE)


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
    root = document.parse(data, name)
    dialect, prefix = _dialect(root, name)
    etree.strip_elements(root, f"{prefix}relation", with_tail=False)
    message = Bag(root, prefix, name)
    payload = message.need("stammdatenschema")
    return _SchemaReader(dialect, name).schema(message, payload, code_lists)


def _dialect(root: etree._Element, name: str) -> tuple[Dialect, str]:
    """Which dialect the file is written in and the namespace as a prefix of tags; an error for everything else."""
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
    return dialect, f"{{{namespace}}}"


class _SchemaReader(BlockReader):
    """Reads one schema: the positions, and the building blocks at them."""

    def __init__(self, dialect: Dialect, file: str) -> None:
        super().__init__(dialect, file)
        self._blocks: dict[tuple[str, str | None], Field | Group] = {}

    def schema(self, message: Bag, payload: Bag, code_lists: Iterable[CodeList]) -> Schema:
        head = self.head(payload, "stammdatenschema")
        new = self.dialect is Dialect.XDF3
        profile = payload.bag("dokumentsteckbrief") if new else None
        label = payload.text("bezeichnung" if new else "bezeichnungEingabe")
        rules = self.rules(payload)
        header = message.bag("header")
        return Schema(
            dialect=self.dialect,
            head=head,
            label=label or head.name,
            label_output=None if new else payload.text("bezeichnungAusgabe"),
            help=payload.text("hilfetext"),
            document_profile=None if profile is None else profile.text("id"),
            structure_changes=payload.code("ableitungsmodifikationenStruktur"),
            representation_changes=payload.code("ableitungsmodifikationenRepraesentation"),
            rules=rules,
            children=self._children(payload, "", (), _real(head.legal_bases)),
            content_hash=_hash(payload.element),
            code_lists={found.canonical_version_uri: found for found in code_lists},
            message_id=None if header is None else header.text("nachrichtID"),
            message_created_at=None if header is None else header.text("erstellungszeitpunkt"),
            findings=tuple(self.findings),
            line=payload.line,
        )

    def _children(
        self, bag: Bag, path: str, above: tuple[str, ...], inherited: tuple[LegalBasis, ...]
    ) -> tuple[Position, ...]:
        """The positions below `bag`; `above` are the ids of the groups that it stands in, itself included."""
        positions: dict[str, Position] = {}
        for element in bag.all("struktur"):
            use = Bag(element, bag.prefix, bag.file, bag.label)
            position = self._position(use, path, above, inherited)
            if position.id in positions:
                raise use.error(f"{position.id} steht hier zweimal; Geschwister dürfen nicht dieselbe ID haben.")
            positions[position.id] = position
        return tuple(positions.values())

    def _position(self, use: Bag, path: str, above: tuple[str, ...], inherited: tuple[LegalBasis, ...]) -> Position:
        contains = use.need("enthaelt")
        found = [(kind, element) for kind, elements in contains.children.items() for element in elements]
        if len(found) != 1 or found[0][0] not in ("datenfeld", "datenfeldgruppe"):
            sentence = "„enthaelt“ muss genau ein Datenfeld oder eine Datenfeldgruppe enthalten."
            raise use.error(sentence, contains.element)
        kind, element = found[0]
        block = Bag(element, use.prefix, use.file)
        found_id, _version = self.identify(block)
        path = f"{path}.{found_id}" if path else found_id
        use.label = found_id
        cardinality = self._cardinality(use)
        if found_id in above:
            raise block.error("Die Gruppe enthält sich selbst.")
        bases = self.legal_bases(use)
        built = self.field(block, path) if kind == "datenfeld" else self.group(block, path)
        effective = _real(bases) or _real(built.head.legal_bases) or inherited
        children = self._children(block, path, (*above, found_id), effective) if isinstance(built, Group) else ()
        return Position(
            path=path,
            element=self._shared(built),
            cardinality=cardinality,
            legal_bases=bases,
            effective_legal_bases=effective,
            children=children,
            line=use.line,
        )

    def _shared(self, block: Field | Group) -> Field | Group:
        """The same object for the same building block, however often it is used."""
        known = self._blocks.setdefault((block.head.id, block.head.version), block)
        return known if known == block else block

    def _cardinality(self, use: Bag) -> Cardinality:
        text = use.text("anzahl")
        if text is None:
            raise use.error("Die Anzahl („anzahl“) fehlt.")
        match = _CARDINALITY.fullmatch(text)
        if match is None:
            raise use.error(f"„{text[:40]}“ ist keine Anzahl.", use.one("anzahl"))
        minimum, maximum = int(match[1]), None if match[2] == "*" else int(match[2])
        if maximum is not None and (maximum == 0 or minimum > maximum):
            raise use.error(f"Die Anzahl {text} ist unmöglich.", use.one("anzahl"))
        return Cardinality(minimum, maximum)


def _hash(payload: etree._Element) -> str:
    """SHA-256 of the canonical form, so that quotes, attribute order and the header do not matter."""
    return hashlib.sha256(etree.tostring(payload, method="c14n", with_comments=False)).hexdigest()


def _real(bases: tuple[LegalBasis, ...]) -> tuple[LegalBasis, ...]:
    """`bases` without the editors' placeholder for "comes with the use"."""
    return tuple(basis for basis in bases if not _TO_BE_ADDED.match(basis.text)) if bases else bases
