"""Any schema as a complete one of XDatenfelder 3.0.0: ids and versions up-converted, what 3.0.0 demands filled in.

What is filled in for what a definition lacks (2.0 knows no such element, or the file left it out) is fixed here and
said in `docs/standards/xdatenfelder.md`; texts, rule sentences included, stay word for word. A complete schema of 3.0.0
comes back equal.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TypeVar

from rathaus.fim.model import (
    Cardinality,
    CodeListRef,
    DataType,
    Dialect,
    Field,
    FieldKind,
    FimError,
    Group,
    Head,
    LegalBasis,
    Position,
    Rule,
    Schema,
)
from rathaus.fim.reader import real_legal_bases

DEFAULT_FIELD = "F60000000001"
"""The standard's own placeholder for "nothing here yet" (Default-Datenfeld); it is hidden and nobody is asked."""
DEFAULT_PROFILE = "D99000000001"
"""The standard's own placeholder for a missing Dokumentsteckbrief."""

_SHORT_ID = re.compile(r"([A-Z][0-9]{2})([0-9]{6})")
_UNKNOWN_TIME = "1970-01-01T00:00:00Z"
_NOBODY = "unbekannt"
_RELEASED, _IN_WORK, _INACTIVE = "6", "2", "7"
_STATUSES = frozenset("12345678")

B = TypeVar("B", Field, Group)


@dataclass(frozen=True, slots=True)
class Upgrade:
    """A complete schema of 3.0.0. `notes` say in German what had to be filled in, with how many times."""

    schema: Schema
    notes: tuple[str, ...]


def long_id(fim_id: str) -> str:
    """An id as 3.0.0 writes it: ``000`` is put in behind the third character of the nine of 2.0."""
    short = _SHORT_ID.fullmatch(fim_id)
    return f"{short[1]}000{short[2]}" if short else fim_id


def long_path(path: str) -> str:
    """A path with the ids as 3.0.0 writes them."""
    return ".".join(map(long_id, path.split(".")))


def long_version(version: str | None) -> str | None:
    """A version as 3.0.0 writes it: ``1.0`` becomes ``1.0.0``; a working copy has none."""
    if version is None:
        return None
    return ".".join([*version.split("."), "0", "0"][: max(3, version.count(".") + 1)])


def upgrade(schema: Schema) -> Upgrade:
    """`schema` as a complete one of 3.0.0.

    Raises `FimError` where two ids of one place become the same by up-conversion.
    """
    return _Upgrader(schema).upgrade()


@dataclass(slots=True)
class _Upgrader:
    schema: Schema
    missing: Counter[str] = field(default_factory=Counter)
    _blocks: dict[int, Field | Group] = field(default_factory=dict)

    @property
    def old(self) -> bool:
        return self.schema.dialect is Dialect.XDF2

    def upgrade(self) -> Upgrade:
        schema = self.schema
        head = self._head(schema.head)
        complete = replace(
            schema,
            dialect=Dialect.XDF3,
            head=head,
            label_output=None,
            document_profile=schema.document_profile
            or self._note(DEFAULT_PROFILE, f"Dokumentsteckbrief: der Platzhalter {DEFAULT_PROFILE}"),
            structure_changes=schema.structure_changes or self._note("3", "Änderbarkeit der Struktur: alles (3)"),
            representation_changes=schema.representation_changes
            or self._note("1", "Änderbarkeit der Darstellung: änderbar (1)"),
            rules=tuple(map(self._rule, schema.rules)),
            children=self._children(schema.children, "", real_legal_bases(head.legal_bases)),
            message_id=schema.message_id or f"{head.id}V{head.version or ''}",
            message_created_at=schema.message_created_at or head.changed_at,
        )
        return Upgrade(
            complete, tuple(note if count == 1 else f"{note} ({count}-mal)" for note, count in self.missing.items())
        )

    def _note(self, value: str, note: str) -> str:
        """`value` for something that is not there, and one more `note` on it."""
        self.missing[note] += 1
        return value

    def _head(self, head: Head) -> Head:
        status = self._status(head)
        return replace(
            head,
            id=long_id(head.id),
            version=long_version(head.version),
            status=status,
            changed_at=head.changed_at or self._time(head),
        )

    def _status(self, head: Head) -> str:
        """``freigabestatus``: 7 for "inaktiv"; 2 for working copies and what was never released; else 6."""
        if head.status in _STATUSES:
            return head.status or _IN_WORK
        if self.old and head.status == "inaktiv":
            return _INACTIVE
        if self.old:
            return _RELEASED if head.version and head.status_set_on else _IN_WORK
        return self._note(_IN_WORK, "Status: in Bearbeitung (2)")

    def _time(self, head: Head | None = None) -> str:
        """``letzteAenderung`` of what has none: its release, else the making of the file, else the first second."""
        if day := head and (head.status_set_on or head.published_on):
            return self._note(f"{day}T00:00:00Z", "Letzte Änderung: der Tag der Freigabe oder Veröffentlichung")
        if made := self.schema.message_created_at:
            return self._note(made, "Letzte Änderung: die Zeit, zu der die Datei erstellt wurde")
        return self._note(_UNKNOWN_TIME, "Letzte Änderung: unbekannt, eingetragen ist der 1.1.1970")

    def _children(
        self, children: tuple[Position, ...], path: str, inherited: tuple[LegalBasis, ...]
    ) -> tuple[Position, ...]:
        if not children:
            note = f"Inhalt einer leeren Gruppe: der Platzhalter {DEFAULT_FIELD}"
            default = _default_field(self._time())
            self._note("", note)
            return (Position(_below(path, DEFAULT_FIELD), default, Cardinality(0, 1), (), inherited),)
        made = tuple(self._position(child, path) for child in children)
        for child, count in Counter(position.id for position in made).items():
            if count > 1 or child in path.split("."):
                raise FimError(
                    f"{child} stünde nach der Umwandlung doppelt an einer Stelle: 2.0 und 3.0.0 schreiben IDs "
                    "verschieden lang.",
                    element=path or self.schema.head.id,
                )
        return made

    def _position(self, position: Position, above: str) -> Position:
        element = self._block(position.element)
        path = _below(above, element.head.id)
        children = position.children
        if isinstance(element, Group):
            children = self._children(children, path, position.effective_legal_bases)
        return replace(position, path=path, element=element, children=children)

    def _block(self, block: Field | Group) -> Field | Group:
        """The same object for the same building block, however often it is used."""
        known = self._blocks.get(id(block))
        if known is None:
            known = self._blocks[id(block)] = self._field(block) if isinstance(block, Field) else self._shared(block)
        return known

    def _field(self, field_: Field) -> Field:
        made = self._shared(field_)
        return replace(made, code_list=_without_fim_id(made.code_list)) if made.code_list else made

    def _shared(self, block: B) -> B:
        return replace(
            block,
            head=self._head(block.head),
            element_type=block.element_type or self._note("HAR", "Strukturelementart: harmonisiert (HAR)"),
            rules=tuple(map(self._rule, block.rules)),
        )

    def _rule(self, rule: Rule) -> Rule:
        return replace(
            rule,
            id=long_id(rule.id),
            version=long_version(rule.version),
            creator=rule.creator or self._note(_NOBODY, f"Fachlicher Ersteller einer Regel: {_NOBODY}"),
            kind=rule.kind or self._note("K", "Regeltyp: komplex (K)"),
            changed_at=rule.changed_at or self._time(),
        )


def _without_fim_id(reference: CodeListRef) -> CodeListRef:
    return replace(reference, fim_id=None) if reference.fim_id else reference


def _below(path: str, fim_id: str) -> str:
    return f"{path}.{fim_id}" if path else fim_id


def _default_field(changed_at: str) -> Field:
    name = "Default-Datenfeld"
    head = Head(DEFAULT_FIELD, None, name, status=_IN_WORK, changed_at=changed_at)
    return Field(head, name, name, FieldKind.HIDDEN, DataType.TEXT, element_type="HAR")
