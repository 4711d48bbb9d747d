"""The official quality messages that are about the definition as a document (list XDFM 1.8).

They change nothing about the service; `rathaus.fim.findings` has those that do. Which messages cannot be decided from
one file, and why, is listed in `docs/standards/quality.md`. Every block is judged once, however often it is used.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from rathaus.fim.lists import references
from rathaus.fim.model import (
    DataType,
    Dialect,
    Field,
    FieldKind,
    Finding,
    Group,
    Head,
    LegalBasis,
    Position,
    Schema,
)
from rathaus.fim.upgrade import DEFAULT_FIELD, DEFAULT_PROFILE, long_id

_TEXTS = frozenset({DataType.TEXT, DataType.TEXT_LATIN})
_RANGED = frozenset({DataType.NUM, DataType.NUM_INT, DataType.NUM_CURRENCY, DataType.DATE})
_ELEMENT_TYPES = frozenset({"ABS", "HAR", "RNG"})
_RELEASED = frozenset({"4", "5", "6"})
_DATED = frozenset({"3", "4", "5", "6", "7"})
_BEFORE_DRAFT = frozenset({"1", "2", "inVorbereitung"})
_INACTIVE = frozenset({"7", "inaktiv"})
_KIT = frozenset({"FIM-Baustein Datenfelder", "FIM Baustein Datenfelder"})
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{1,31}:[A-Za-z0-9()+,.:=@;$_!*'%/?#-]+")
_DATE = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
_URL = re.compile(r"https?://[^\s/?#.]+\.[^\s]+", re.IGNORECASE)
_SHORT_REFERENCE = re.compile(r"(?<![A-Za-z0-9])[FG][0-9]{8}(?![0-9])")
_WITH_VERSION = re.compile(r"(?<![A-Za-z0-9])[FG][0-9]{8,11}[Vv][0-9]")
_NOT_LATIN = frozenset(
    ["ARABIC", "HEBREW", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI", "DEVANAGARI", "ARMENIAN", "GEORGIAN"]
)

Sentences = Iterator[tuple[str, str]]


def check(schema: Schema) -> tuple[Finding, ...]:
    """Every message about `schema` that is for its editors; those of the reader are in ``schema.findings``."""
    found = [Finding(code, f"{schema.head.id}: {text}", None, schema.line) for code, text in _schema(schema)]
    seen: set[int] = set()
    for position in schema.positions.values():
        element = position.element
        sentences = [*_use(position, schema)]
        if id(element) not in seen:
            seen.add(id(element))
            sentences += _block(position, schema)
        found += [Finding(code, f"{position.id}: {text}", position.path, position.line) for code, text in sentences]
    return (*found, *_rules(schema))


# --- the schema ------------------------------------------------------------------------------------------------------


def _schema(schema: Schema) -> Sentences:
    head, new = schema.head, schema.dialect is Dialect.XDF3
    if not head.legal_bases:
        yield "1051", "Der Bezug zur Handlungsgrundlage ist leer."
    if schema.structure_changes not in ("0", "1", "2", "3"):
        yield "1033", "Die Änderbarkeit der Struktur fehlt oder ist unbekannt."
    if schema.representation_changes not in ("0", "1"):
        yield "1034", "Die Änderbarkeit der Repräsentation fehlt oder ist unbekannt."
    if new and schema.document_profile is None:
        yield "1007", "Es ist kein Dokumentsteckbrief zugeordnet."
    if schema.document_profile == DEFAULT_PROFILE:
        yield "1096", "Zugeordnet ist der Platzhalter für einen Dokumentsteckbrief."
        if head.status in _RELEASED:
            yield "1097", "Ein freigegebenes Datenschema darf nicht dem Platzhalter zugeordnet sein."
    if new and head.status in _DATED and not head.status_set_on:
        yield "1143", "Es fehlt, wann der Status geändert wurde."
    if head.status_set_by in _KIT and not _is_of_the_kit(head):
        yield "1141", "Als Ersteller steht hier der Baustein Datenfelder; das ist dem Nummernkreis 60 vorbehalten."
    yield from _container(schema.children, head)
    yield from _versions(schema)
    yield from _texts(head, (("Bezeichnung", schema.label, 255), ("Hilfetext", schema.help, 500)))
    yield from _creator(head)
    yield from _bases(head.legal_bases)


def _versions(schema: Schema) -> Sentences:
    """Blocks, and code lists, that stand in the schema in several versions."""
    blocks: dict[str, set[str]] = {}
    for position in schema.positions.values():
        blocks.setdefault(position.id, set()).add(position.element.head.version or "ohne")
    for id_, versions in blocks.items():
        if len(versions) > 1:
            yield "1003", f"{id_} kommt in mehreren Versionen vor: {', '.join(sorted(versions))}."
    lists: dict[str, set[str]] = {}
    for reference in references(schema):
        lists.setdefault(reference.canonical_uri, set()).add(reference.version or "ohne")
    for uri, versions in lists.items():
        if len(versions) > 1:
            yield "1037", f"Die Codeliste {uri} wird in mehreren Versionen verwendet: {', '.join(sorted(versions))}."


def _container(children: tuple[Position, ...], head: Head) -> Sentences:
    """What is said of schemas and groups alike."""
    if any(long_id(child.id) == DEFAULT_FIELD for child in children):
        yield "1095", "Das Default-Datenfeld sollte nur in Ausnahmefällen enthalten sein."
        if len(children) > 1:
            yield "1094", "Neben anderen Elementen darf das Default-Datenfeld nicht stehen."
    for child in children:
        if head.version is not None and child.element.head.version is None:
            yield "1135", f"In einer Version darf {child.id} nicht ohne Version enthalten sein."


# --- blocks ----------------------------------------------------------------------------------------------------------


def _block(position: Position, schema: Schema) -> Sentences:
    element, head, new = position.element, position.element.head, schema.dialect is Dialect.XDF3
    if element.element_type not in _ELEMENT_TYPES:
        yield "1031", "Die Strukturelementart fehlt oder ist unbekannt."
    if element.element_type == "RNG" and not head.legal_bases:
        yield "1006", "Das Element ist rechtsnormgebunden, nennt aber keine Handlungsgrundlage."
    if element.element_type == "HAR" and not head.legal_bases:
        yield "1101", "Das Element nennt keine Handlungsgrundlage."
    if element.element_type == "ABS":
        yield "1013", "Das Element ist abstrakt und darf hier nicht verwendet werden."
    if head.status in _INACTIVE:
        yield "1116", "Das Element ist inaktiv."
    if new and head.status in _DATED and not head.status_set_on:
        yield "1142", "Es fehlt, wann der Status geändert wurde."
    if head.status_set_by in _KIT and not _is_of_the_kit(head):
        yield "1140", "Als Ersteller steht hier der Baustein Datenfelder; das ist dem Nummernkreis 60 vorbehalten."
    if element.help_input and element.help_input == element.label_input:
        yield "1098", "Bezeichnung und Hilfetext sind gleich."
    if element.help_input and element.help_input == head.name:
        yield "1099", "Name und Hilfetext sind gleich."
    yield from _published(head, schema)
    yield from _texts(
        head,
        (
            ("Bezeichnung Eingabe", element.label_input, 255),
            ("Bezeichnung Ausgabe", element.label_output, 255),
            ("Hilfetext Eingabe", element.help_input, 500),
            ("Hilfetext Ausgabe", element.help_output, 500),
        ),
    )
    yield from _creator(head)
    yield from _bases(head.legal_bases)
    if isinstance(element, Field):
        yield from _field(element)
    else:
        yield from _group(position, element)


def _published(head: Head, schema: Schema) -> Sentences:
    whole = schema.head
    if whole.published_on is not None:
        if head.published_on is None:
            yield "1127", "Das Datenschema ist veröffentlicht, dieses Element nicht."
        if head.status in _BEFORE_DRAFT:
            yield "1129", "Das Datenschema ist veröffentlicht, dieses Element aber noch kein Entwurf."


def _group(position: Position, group: Group) -> Sentences:
    head, children = group.head, position.children
    if len(children) == 1:
        yield "1106", "Die Gruppe hat nur ein Unterelement."
    if head.published_on is not None:
        for child in children:
            if child.element.head.published_on is None:
                yield "1128", f"Die Gruppe ist veröffentlicht, {child.id} darin nicht."
            if child.element.head.status in _BEFORE_DRAFT:
                yield "1130", f"Die Gruppe ist veröffentlicht, {child.id} darin aber noch kein Entwurf."
    yield from _container(children, head)


def _field(field: Field) -> Sentences:
    limits = field.limits
    if field.element_type == "ABS":
        yield "1014", "Ein Datenfeld darf nicht abstrakt sein."
    lengths = (limits.min_length, limits.max_length)
    if field.kind in (FieldKind.SELECT, FieldKind.LABEL) and lengths != (None, None):
        yield "1012", "Bei Auswahlfeldern und Hinweistexten dürfen keine Feldlängen angegeben sein."
    if field.kind is FieldKind.INPUT and field.data_type in _TEXTS and None in lengths:
        yield "1102", "Für den Text ist nicht angegeben, wie kurz und wie lang er sein darf."
    if (
        field.kind is FieldKind.INPUT
        and field.data_type in _RANGED
        and (limits.min_value, limits.max_value) == (None, None)
    ):
        yield "1103", "Es ist kein Wertebereich angegeben."
    if field.data_type in (DataType.FILE, DataType.OBJ) and field.content is not None:
        yield "1100", "Bei Dateien und statischen Objekten darf kein Inhalt angegeben sein."
    long_texts = [("Inhalt", field.content, 5000), ("Muster", limits.pattern, 500)]
    for code in field.values:
        long_texts += [
            ("Code", code.code, 20),
            ("Name eines Werts", code.name, 255),
            ("Hilfe zu einem Wert", code.help, 500),
        ]
    yield from _too_long(long_texts)
    if field.code_list is not None:
        yield from _reference(field.code_list.canonical_uri, field.code_list.version)


def _reference(uri: str, version: str | None) -> Sentences:
    if not uri.startswith("urn:"):
        yield "1005", f"Die Kennung der Codeliste „{uri[:80]}“ ist keine URN."
    elif not _URN.fullmatch(uri):
        yield "1048", f"Die Kennung der Codeliste „{uri[:80]}“ entspricht nicht den Formatvorgaben."
    if version is not None and not _DATE.fullmatch(version):
        yield "1105", f"Die Version „{version[:40]}“ der Codeliste ist kein Datum."


# --- uses ------------------------------------------------------------------------------------------------------------


def _use(position: Position, schema: Schema) -> Sentences:
    element, head = position.element, position.element.head
    above = schema.positions.get(position.parent_path)
    bound = above is not None and above.element.element_type == "RNG"
    if bound and element.element_type in ("ABS", "HAR") and not position.legal_bases:
        yield "1022", "In einer rechtsnormgebundenen Gruppe muss die Verwendung ihre Handlungsgrundlage nennen."
    if isinstance(element, Field) and element.data_type is DataType.FILE and position.cardinality.maximum is not None:
        yield "1139", f"Dateien sollten beliebig oft angegeben werden können (n:*), hier {position.cardinality}."
    own = head.id[1:3] == schema.head.id[1:3]
    if schema.head.version is None and head.version is not None and element.element_type == "RNG" and own:
        yield "1134", "In einer Arbeitskopie sollte keine Version eines eigenen rechtsnormgebundenen Elements stehen."
    yield from _bases(position.legal_bases)


# --- rules -----------------------------------------------------------------------------------------------------------


def _rules(schema: Schema) -> Iterator[Finding]:
    seen: set[tuple[str, str | None, str]] = set()
    for bound in schema.bound_rules:
        rule = bound.rule
        if (rule.id, rule.version, rule.text) in seen:
            continue
        seen.add((rule.id, rule.version, rule.text))
        path = bound.bearer.path if bound.bearer else None
        for code, sentence in _rule_text(rule.text, schema.dialect):
            yield Finding(code, f"{rule.id}: {sentence}", path, rule.line, rule.id)
        if rule.version is not None and rule.creator is None:
            yield Finding("1117", f"{rule.id}: Der fachliche Ersteller fehlt.", path, rule.line, rule.id)
        for code, sentence in _too_long([("Text der Regel", rule.text, 5000), ("Name", rule.name, 255)]):
            yield Finding(code, f"{rule.id}: {sentence}", path, rule.line, rule.id)


def _rule_text(text: str, dialect: Dialect) -> Sentences:
    if found := _WITH_VERSION.search(text):
        yield "1019", f"Der Text nennt ein Element mit seiner Version ({found[0]}…)."
    if dialect is Dialect.XDF3 and (short := _SHORT_REFERENCE.search(text)):
        yield "1041", f"Der Text nennt Elemente noch mit der alten, kürzeren ID ({short[0]})."


# --- texts -----------------------------------------------------------------------------------------------------------


def _texts(head: Head, labels: Iterable[tuple[str, str | None, int]]) -> Sentences:
    """Texts that are longer than recommended or hold what no Latin text holds; addresses of categories."""
    texts = [
        ("Name", head.name, 255),
        ("Beschreibung", head.description, 5000),
        ("Definition", head.definition, 5000),
        ("Versionshinweis", head.version_note, 255),
        ("Ersteller", head.status_set_by, 255),
        *labels,
        *(("Stichwort", keyword.text, 500) for keyword in head.keywords),
        *(("Bezug", basis.text, 255) for basis in head.legal_bases),
    ]
    yield from _too_long(texts)
    for what, text, _ in texts:
        if strange := _strange(text or ""):
            yield "1131", f"{what}: „{strange}“ gehört nicht zu den lateinischen Zeichen (String.Latin)."
    if any(keyword.category and len(keyword.category) > 255 for keyword in head.keywords):
        yield "1137", "Die Kategorie eines Stichworts ist länger als empfohlen (255 Zeichen)."


def _too_long(texts: Iterable[tuple[str, str | None, int]]) -> Sentences:
    told: set[str] = set()
    for what, text, limit in texts:
        if text is not None and len(text) > limit and what not in told:
            told.add(what)
            yield "1136", f"{what}: {len(text)} Zeichen, empfohlen sind höchstens {limit}."


def _strange(text: str) -> str:
    """The first character that is certainly none of String.Latin: of another script, a picture, or not assigned."""
    return "" if text.isascii() else next((char for char in text if not char.isascii() and _is_strange(char)), "")


def _is_strange(char: str) -> bool:
    if unicodedata.category(char) in ("Co", "Cn", "Cs") or char == "\ufffd" or ord(char) >= 0x1F000:
        return True
    return unicodedata.name(char, "").split(" ", 1)[0] in _NOT_LATIN


def _creator(head: Head) -> Sentences:
    if head.version is not None and head.status_set_by is None:
        yield "1117", "Der fachliche Ersteller fehlt."


def _bases(bases: tuple[LegalBasis, ...]) -> Sentences:
    for basis in bases:
        if ";" in basis.text or "\n" in basis.text:
            yield "1132", f"Handlungsgrundlagen sollten einzeln angegeben sein: „{' '.join(basis.text.split())[:80]}“."
        if basis.link is not None and not _URL.fullmatch(basis.link):
            yield "1133", f"Die Adresse „{basis.link[:80]}“ der Handlungsgrundlage ist keine."


def _is_of_the_kit(head: Head) -> bool:
    return head.id[1:3] == "60"
