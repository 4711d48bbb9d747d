"""XDatenfelder 3.0.0 from a `Schema`: elements in the order of the standard (FIM-FORMATS section 3).

``read(write(schema))`` holds what ``upgrade(schema)`` holds; only lines and hash, which are about bytes, differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from lxml import etree

from rathaus.fim.model import (
    Code,
    CodeListRef,
    Field,
    FimError,
    Group,
    Head,
    Keyword,
    LegalBasis,
    Limits,
    Position,
    Rule,
    Schema,
)
from rathaus.fim.upgrade import upgrade

_NAMESPACE = "urn:xoev-de:fim:standard:xdatenfelder_3.0.0"
_PREFIX = f"{{{_NAMESPACE}}}"
_FIM = "urn:xoev-de:fim:codeliste:xdatenfelder."
_LISTS = {
    "freigabestatus": ("urn:xoev-de:xprozess:codeliste:status", "2022-07-12"),
    "schemaelementart": (f"{_FIM}schemaelementart", "1.0"),
    "feldart": (f"{_FIM}feldart", "2.0"),
    "datentyp": (f"{_FIM}datentyp", "2.0"),
    "vorbefuellung": (f"{_FIM}vorbefuellung", "1.0"),
    "typ": (f"{_FIM}regeltyp", "1.0"),
    "art": ("urn:xoev-de:fim:codeliste:datenfelder.gruppenart", "1.0"),
    "ableitungsmodifikationenStruktur": (f"{_FIM}ableitungsmodifikationenStruktur", "1.0"),
    "ableitungsmodifikationenRepraesentation": (f"{_FIM}ableitungsmodifikationenRepraesentation", "1.0"),
}
"""Code-typed elements with the list, and the version of it, that their codes come from."""


def write(schema: Schema) -> bytes:
    """`schema`, completed by `rathaus.fim.upgrade.upgrade`, as a message of XDatenfelder 3.0.0 (UTF-8).

    Raises `FimError` where something in it cannot stand in XML: 2.0 holds limits as JSON, which may say any character.
    """
    complete = upgrade(schema).schema
    try:
        root = _message(complete)
    except ValueError as error:
        sentence = "Die Definition enthält Zeichen, die in XML nicht stehen dürfen."
        raise FimError(sentence, element=complete.head.id) from error
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _message(schema: Schema) -> etree._Element:
    root = etree.Element(f"{_PREFIX}xdatenfelder.stammdatenschema.0102", nsmap={"xdf3": _NAMESPACE})
    header = _element(root, "header")
    _text(header, "nachrichtID", schema.message_id)
    _text(header, "erstellungszeitpunkt", schema.message_created_at)
    payload = _element(root, "stammdatenschema")
    _head(payload, schema.head)
    _text(payload, "bezeichnung", schema.label)
    _text(payload, "hilfetext", schema.help)
    _code(payload, "ableitungsmodifikationenStruktur", schema.structure_changes)
    _code(payload, "ableitungsmodifikationenRepraesentation", schema.representation_changes)
    profile = _element(payload, "dokumentsteckbrief")
    _text(profile, "id", schema.document_profile)
    _text(profile, "version", schema.document_profile_version)
    _rules(payload, schema.rules)
    _uses(payload, schema.children)
    return root


def _uses(parent: etree._Element, positions: Iterable[Position]) -> None:
    for position in positions:
        use = _element(parent, "struktur")
        _text(use, "anzahl", str(position.cardinality))
        _legal_bases(use, position.legal_bases)
        contains = _element(use, "enthaelt")
        if isinstance(position.element, Field):
            _field(_element(contains, "datenfeld"), position.element)
        else:
            group = _element(contains, "datenfeldgruppe")
            _group(group, position.element)
            _uses(group, position.children)


def _head(parent: etree._Element, head: Head) -> None:
    _identification(parent, head.id, head.version)
    _text(parent, "name", head.name)
    _text(parent, "beschreibung", head.description)
    _text(parent, "definition", head.definition)
    _legal_bases(parent, head.legal_bases)
    _code(parent, "freigabestatus", head.status)
    _text(parent, "statusGesetztAm", head.status_set_on)
    _text(parent, "statusGesetztDurch", head.status_set_by)
    _text(parent, "gueltigAb", head.valid_from)
    _text(parent, "gueltigBis", head.valid_until)
    _text(parent, "versionshinweis", head.version_note)
    _text(parent, "veroeffentlichungsdatum", head.published_on)
    _text(parent, "letzteAenderung", head.changed_at)
    _keywords(parent, head.keywords)


def _block(parent: etree._Element, block: Field | Group) -> None:
    """What fields and groups share."""
    _head(parent, block.head)
    _text(parent, "bezeichnungEingabe", block.label_input)
    _text(parent, "bezeichnungAusgabe", block.label_output)
    _code(parent, "schemaelementart", block.element_type)
    _text(parent, "hilfetextEingabe", block.help_input)
    _text(parent, "hilfetextAusgabe", block.help_output)


def _group(parent: etree._Element, group: Group) -> None:
    _block(parent, group)
    _rules(parent, group.rules)
    _code(parent, "art", "X" if group.choice else None)


def _field(parent: etree._Element, field: Field) -> None:
    _block(parent, field)
    _code(parent, "feldart", field.kind.value)
    _code(parent, "datentyp", field.data_type.value)
    _limits(parent, field.limits)
    _text(parent, "inhalt", field.content)
    _code(parent, "vorbefuellung", field.prefill.value)
    if field.code_list:
        _code_list(parent, field.code_list)
    _values(parent, field.values)
    if field.code_list:
        _text(parent, "codeKey", field.code_list.code_key)
        _text(parent, "nameKey", field.code_list.name_key)
        _text(parent, "helpKey", field.code_list.help_key)
    _rules(parent, field.rules)
    _text(parent, "maxSize", None if field.max_size is None else str(field.max_size))
    for media_type in field.media_types:
        _text(parent, "mediaType", media_type)


def _limits(parent: etree._Element, limits: Limits) -> None:
    given = {
        "minLength": limits.min_length,
        "maxLength": limits.max_length,
        "minValue": limits.min_value,
        "maxValue": limits.max_value,
        "pattern": limits.pattern,
    }
    attributes = {name: _written(value) for name, value in given.items() if value is not None}
    if attributes:
        etree.SubElement(parent, f"{_PREFIX}praezisierung", attributes)


def _written(value: str | int | Decimal) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _code_list(parent: etree._Element, reference: CodeListRef) -> None:
    part = _element(parent, "codelisteReferenz")
    _text(part, "canonicalIdentification", reference.canonical_uri)
    _text(part, "version", reference.version)
    _text(part, "canonicalVersionUri", reference.canonical_version_uri)


def _values(parent: etree._Element, codes: tuple[Code, ...]) -> None:
    if not codes:
        return
    values = _element(parent, "werte")
    for code in codes:
        value = _element(values, "wert")
        _text(value, "code", code.code)
        _text(value, "name", code.name)
        _text(value, "hilfe", code.help)


def _rules(parent: etree._Element, rules: Iterable[Rule]) -> None:
    for rule in rules:
        part = _element(parent, "regel")
        _identification(part, rule.id, rule.version)
        _text(part, "name", rule.name)
        _text(part, "beschreibung", rule.description)
        _text(part, "freitextRegel", rule.text or None)
        _legal_bases(part, rule.legal_bases)
        _keywords(part, rule.keywords)
        _text(part, "fachlicherErsteller", rule.creator)
        _text(part, "letzteAenderung", rule.changed_at)
        _code(part, "typ", rule.kind)
        _text(part, "skript", rule.script)


def _identification(parent: etree._Element, fim_id: str, version: str | None) -> None:
    part = _element(parent, "identifikation")
    _text(part, "id", fim_id)
    _text(part, "version", version)


def _legal_bases(parent: etree._Element, bases: Iterable[LegalBasis]) -> None:
    for basis in bases:
        _text(parent, "bezug", basis.text, link=basis.link)


def _keywords(parent: etree._Element, keywords: Iterable[Keyword]) -> None:
    for keyword in keywords:
        _text(parent, "stichwort", keyword.text, uri=keyword.category)


def _element(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{_PREFIX}{name}")


def _text(parent: etree._Element, name: str, text: str | None, **attributes: str | None) -> None:
    """An element with a text; nothing where there is none."""
    if text is None:
        return
    element = etree.SubElement(parent, f"{_PREFIX}{name}", {k: v for k, v in attributes.items() if v is not None})
    element.text = text


def _code(parent: etree._Element, name: str, code: str | None) -> None:
    """A code-typed element: its ``code`` is in no namespace (FIM-FORMATS 1.2); nothing where there is none."""
    if code is None:
        return
    uri, version = _LISTS[name]
    element = etree.SubElement(parent, f"{_PREFIX}{name}", {"listURI": uri, "listVersionID": version})
    etree.SubElement(element, "code").text = code
