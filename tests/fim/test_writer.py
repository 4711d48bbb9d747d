"""What is written is read again as it was; 2.0 becomes 3.0.0, and what 3.0.0 demands is there."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from rathaus import fim
from rathaus.fim.model import (
    Cardinality,
    Code,
    CodeListRef,
    DataType,
    Dialect,
    Field,
    FieldKind,
    FimError,
    Group,
    Head,
    Keyword,
    LegalBasis,
    Limits,
    Position,
    Prefill,
    Rule,
    Schema,
)
from rathaus.fim.rules import read_rules
from rathaus.fim.upgrade import long_id, long_version, upgrade
from rathaus.fim.writer import write
from tests import reals
from tests.fim.samples import XDF3, field, field2, group, head2, rule, schema, schema2, use
from tests.fim.test_lean import mutations
from tests.fim.test_lists import schema_reference

X = f"{{{XDF3}}}"
LIST2 = """<x:codelisteReferenz><x:identifikation><x:id>C99000001</x:id></x:identifikation><x:genericodeIdentification>
<x:canonicalIdentification>urn:x-test:liste</x:canonicalIdentification><x:version>1</x:version>
<x:canonicalVersionUri>urn:x-test:liste_1</x:canonicalVersionUri></x:genericodeIdentification></x:codelisteReferenz>"""
NOT_KEPT = {"line", "content_hash", "findings", "children"}
"""What is about the bytes of one file: where something stood, their hash, what the reader went on after. Children are
told one by one."""


def kept(found: Schema | Position) -> list[Any]:
    """Everything that a schema holds, position by position, but for `NOT_KEPT`."""
    parts = [part.name for part in dataclasses.fields(found) if part.name not in NOT_KEPT]
    return [[name, getattr(found, name)] for name in parts] + [kept(child) for child in found.children]


def again(data: bytes) -> Schema:
    return fim.read(write(fim.read(data)))


# --- equal -----------------------------------------------------------------------------------------------------------


def test_real_schemas_of_3_come_back_equal(material: Path) -> None:
    count = 0
    for found in map(reals.schema, reals.files(material, "xdf3/*.xml")):
        data = write(found)

        assert kept(fim.read(data)) == kept(found)
        assert upgrade(found).notes == ()
        assert faults(data) == []
        count += 1

    assert count == 25


def test_real_schemas_of_2_come_back_as_3(material: Path) -> None:
    count = 0
    for found in map(reals.schema, reals.files(material, "xdf2/*/S*.xml")):
        written = fim.read(write(found))
        rules = [read.status for read in read_rules(found).rules]

        assert kept(written) == kept(upgrade(found).schema)
        assert written.findings == ()
        assert [position.path for position in written.positions.values()] == [
            ".".join(map(long_id, path.split("."))) for path in found.positions
        ]
        assert [read.status for read in read_rules(written).rules] == rules
        assert write(written) == write(found)
        assert faults(write(found)) == []
        count += 1

    assert count == 2


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1
).map(lambda text: text.strip(" \t\n") or "a")
lines = st.lists(texts, min_size=1, max_size=2).map("\n".join)
maybe = st.none() | lines
versions = st.none() | st.sampled_from(["1.0.0", "2.10.3"])
bases = st.lists(st.builds(LegalBasis, texts, st.none() | texts), max_size=2).map(tuple)
keywords = st.lists(st.builds(Keyword, texts, maybe), max_size=2).map(tuple)
numbers = st.none() | st.decimals(min_value=-(10**9), max_value=10**9, allow_nan=False, allow_infinity=False, places=3)
lengths = st.none() | st.integers(0, 999_999_999)


def heads(ids: st.SearchStrategy[str]) -> st.SearchStrategy[Head]:
    codes = st.sampled_from("12345678")
    return st.builds(
        Head,
        ids,
        versions,
        lines,
        maybe,
        maybe,
        bases,
        codes,
        maybe,
        maybe,
        maybe,
        maybe,
        maybe,
        maybe,
        texts,
        keywords,
    )


def ids(letter: str) -> st.SearchStrategy[str]:
    return st.integers(2, 999_999).map(lambda number: f"{letter}99000{number:06}")


rules = st.lists(
    st.builds(Rule, ids("R"), versions, lines, st.just("") | lines, maybe, bases, keywords, texts, texts, maybe, texts),
    max_size=2,
).map(tuple)
references = st.builds(CodeListRef, texts, st.none() | texts, texts, st.none(), maybe, maybe, maybe)


@st.composite
def fields(draw: st.DrawFn) -> Field:
    data_type = draw(st.sampled_from(DataType))
    bounds: st.SearchStrategy[Any] = (
        numbers.map(lambda number: number if number is None else Decimal(number))
        if data_type in (DataType.NUM, DataType.NUM_INT, DataType.NUM_CURRENCY)
        else maybe
    )
    return draw(
        st.builds(
            Field,
            head=heads(ids("F")),
            label_input=lines,
            label_output=lines,
            kind=st.sampled_from(FieldKind),
            data_type=st.just(data_type),
            element_type=st.sampled_from(["HAR", "RNG"]),
            help_input=maybe,
            help_output=maybe,
            limits=st.builds(Limits, lengths, lengths, bounds, bounds, maybe),
            content=maybe,
            prefill=st.sampled_from(Prefill),
            code_list=st.none() | references,
            values=st.lists(st.builds(Code, texts, lines, maybe), max_size=2).map(tuple),
            max_size=lengths,
            media_types=st.lists(texts, max_size=2).map(tuple),
            rules=rules,
        )
    )


groups = st.builds(
    Group, heads(ids("G")), lines, lines, st.sampled_from(["HAR", "RNG"]), maybe, maybe, st.booleans(), rules
)
cardinalities = st.sampled_from([Cardinality(0, 1), Cardinality(1, 1), Cardinality(2, None), Cardinality(1, 5)])


@st.composite
def trees(draw: st.DrawFn, path: str, inherited: tuple[LegalBasis, ...], depth: int) -> tuple[Position, ...]:
    """Positions below `path` as the reader makes them."""
    block: st.SearchStrategy[Field | Group] = fields() if depth == 0 else st.one_of(fields(), groups)
    found = []
    unique = st.lists(block, min_size=1, max_size=2, unique_by=lambda block: block.head.id)
    for element in draw(unique.filter(lambda blocks: all(block.head.id not in path for block in blocks))):
        own = draw(bases)
        effective = own or element.head.legal_bases or inherited
        here = f"{path}.{element.head.id}" if path else element.head.id
        below = draw(trees(here, effective, depth - 1)) if isinstance(element, Group) else ()
        found.append(Position(here, element, draw(cardinalities), own, effective, below))
    return tuple(found)


@st.composite
def schemas(draw: st.DrawFn) -> Schema:
    head = draw(heads(ids("S")))
    return Schema(
        dialect=Dialect.XDF3,
        head=head,
        label=draw(lines),
        help=draw(maybe),
        document_profile=draw(ids("D")),
        rules=draw(rules),
        children=draw(trees("", head.legal_bases, 1)),
        content_hash="",
        structure_changes=draw(st.sampled_from("0123")),
        representation_changes=draw(st.sampled_from("01")),
        document_profile_version=draw(versions),
        message_id=draw(texts),
        message_created_at=draw(texts),
    )


@given(schemas())
@settings(max_examples=25, deadline=None, derandomize=True)
def test_any_complete_schema_comes_back_equal(found: Schema) -> None:
    data = write(found)

    assert kept(fim.read(data)) == kept(found)
    assert faults(data) == []


SMALL = [
    schema(use(group("G99000000001", use(field()), use(field("F99000000002", kind="select")))), more=rule()).decode(),
    schema2(use(field2(limits='{"minLength":"1","pattern":"[a-z]+"}'))).decode(),
]


def written_as_read(data: st.DataObject) -> None:
    """Whatever can be read can be written and read again, or is refused with one sentence."""
    try:
        found = fim.read(data.draw(mutations(data.draw(st.sampled_from(SMALL)))))
        written = write(found)
    except FimError:
        return
    assert kept(fim.read(written)) == kept(upgrade(found).schema)


@given(st.data())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_mutated_definition_is_written_as_read(data: st.DataObject) -> None:
    written_as_read(data)


@pytest.mark.slow
@given(st.data())
@settings(max_examples=5_000, deadline=None)
def test_mutated_definition_is_written_as_read_for_long(data: st.DataObject) -> None:
    written_as_read(data)


# --- valid -----------------------------------------------------------------------------------------------------------

ORDER = {
    "stammdatenschema": """identifikation name beschreibung definition bezug freigabestatus statusGesetztAm
        statusGesetztDurch gueltigAb gueltigBis versionshinweis veroeffentlichungsdatum letzteAenderung stichwort
        bezeichnung hilfetext ableitungsmodifikationenStruktur ableitungsmodifikationenRepraesentation
        dokumentsteckbrief regel struktur""",
    "datenfeldgruppe": """identifikation name beschreibung definition bezug freigabestatus statusGesetztAm
        statusGesetztDurch gueltigAb gueltigBis versionshinweis veroeffentlichungsdatum letzteAenderung stichwort
        bezeichnungEingabe bezeichnungAusgabe schemaelementart hilfetextEingabe hilfetextAusgabe regel art struktur""",
    "datenfeld": """identifikation name beschreibung definition bezug freigabestatus statusGesetztAm
        statusGesetztDurch gueltigAb gueltigBis versionshinweis veroeffentlichungsdatum letzteAenderung stichwort
        bezeichnungEingabe bezeichnungAusgabe schemaelementart hilfetextEingabe hilfetextAusgabe feldart datentyp
        praezisierung inhalt vorbefuellung codelisteReferenz werte codeKey nameKey helpKey regel maxSize mediaType""",
    "regel": """identifikation name beschreibung freitextRegel bezug stichwort fachlicherErsteller letzteAenderung typ
        skript""",
    "struktur": "anzahl bezug enthaelt",
    "identifikation": "id version",
    "codelisteReferenz": "canonicalIdentification version canonicalVersionUri",
    "wert": "code name hilfe",
}
DEMANDED = {
    "stammdatenschema": """identifikation name freigabestatus letzteAenderung bezeichnung
        ableitungsmodifikationenStruktur ableitungsmodifikationenRepraesentation dokumentsteckbrief struktur""",
    "datenfeldgruppe": """identifikation name freigabestatus letzteAenderung bezeichnungEingabe schemaelementart
        struktur""",
    "datenfeld": """identifikation name freigabestatus letzteAenderung bezeichnungEingabe schemaelementart feldart
        datentyp vorbefuellung""",
    "regel": "identifikation name fachlicherErsteller letzteAenderung typ",
    "struktur": "anzahl enthaelt",
    "codelisteReferenz": "canonicalIdentification canonicalVersionUri",
}
MANY = {"bezug", "stichwort", "regel", "struktur", "mediaType", "wert"}


def faults(data: bytes) -> list[str]:
    """Where `data` breaks the order, the number or the demands of FIM-FORMATS section 3."""
    found = []
    for element in etree.fromstring(data).iter(f"{X}*"):
        name = etree.QName(element).localname
        names = [etree.QName(child).localname for child in element]
        if name in ORDER:
            order = ORDER[name].split()
            places = [order.index(child) if child in order else -1 for child in names]
            found += [f"{name}: {names}"] * (places != sorted(places) or -1 in places)
            found += [f"{name}: two {child}" for child in {*names} - MANY if names.count(child) > 1]
            found += [f"{name}: no {child}" for child in DEMANDED.get(name, "").split() if child not in names]
        if element.get("listURI") is not None:
            found += [f"{name}: {names}"] * ([child.tag for child in element] != ["code"])
    return found


def test_order_of_the_written_is_checked() -> None:
    data = write(fim.read(schema(use(field()))))

    assert faults(data) == []
    assert (
        faults(data.replace(b"xdf3:feldart", b"xdf3:datentyp", 1).replace(b"</xdf3:feldart", b"</xdf3:datentyp")) != []
    )
    assert faults(data.replace(b"<code>", b"<xdf3:code>").replace(b"</code>", b"</xdf3:code>")) != []


# --- 2.0 to 3.0.0 ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("short", "long"),
    [("F60000240", "F60000000240"), ("F60000000240", "F60000000240"), ("R1234567", "R1234567")],
)
def test_long_id(short: str, long: str) -> None:
    assert long_id(short) == long


@pytest.mark.parametrize(
    ("short", "long"),
    [(None, None), ("1.0", "1.0.0"), ("2.13", "2.13.0"), ("1", "1.0.0"), ("1.2.3", "1.2.3"), ("1.2.3.4", "1.2.3.4")],
)
def test_long_version(short: str | None, long: str | None) -> None:
    assert long_version(short) == long


@pytest.mark.parametrize(
    ("before", "status"),
    [
        (head2("S99000001"), "6"),
        (head2("S99000001", version=""), "2"),
        (head2("S99000001").replace("aktiv", "inaktiv"), "7"),
        (head2("S99000001").replace("<x:freigabedatum>2026-01-02</x:freigabedatum>", ""), "2"),
        (head2("S99000001").replace("<code>aktiv</code>", ""), "6"),
    ],
)
def test_status_of_2(before: str, status: str) -> None:
    data = schema2(use(field2())).replace(head2("S99000001").encode(), before.encode())

    assert again(data).head.status == status


def test_schema_of_2() -> None:
    limits = '{"minLength":"1","maxLength":"9","pattern":"[a-z\\\\d]+"}'
    written = again(schema2(use(field2(limits=limits), anzahl="0:8"), basis="§ 1 A; § 2 B"))
    (position,) = written.children
    element = position.element

    assert isinstance(element, Field)
    assert (written.dialect, written.head.id, written.head.version) == (Dialect.XDF3, "S99000000001", "1.0.0")
    assert written.head.legal_bases == (LegalBasis("§ 1 A"), LegalBasis("§ 2 B"))
    assert (written.head.status_set_on, written.head.status_set_by) == ("2026-01-02", "Testamt")
    assert (written.label, written.document_profile, written.structure_changes) == (
        "Frage S99000001", "D99000000001", "3",
    )  # fmt: skip
    assert (position.path, str(position.cardinality)) == ("F99000000001", "0:8")
    assert element.limits == Limits(1, 9, None, None, "[a-z\\d]+")
    assert (element.prefill, element.label_output) == (Prefill.NONE, "Antwort")


def test_list_of_2_is_referred_to_by_its_uri() -> None:
    (position,) = again(schema2(use(field2(kind="select", more=LIST2)))).children

    assert isinstance(position.element, Field)
    assert position.element.code_list == CodeListRef("urn:x-test:liste", "1", "urn:x-test:liste_1")


def test_rule_of_2() -> None:
    text = "Wenn F99000001 = 1, dann muss F99000002 befüllt werden."
    stub = f"<x:regel>{head2('R99000001', definition=text)}<x:script>function script() {{}}</x:script></x:regel>"
    (found,) = again(schema2(use(field2()), more=stub)).rules

    assert (found.id, found.version, found.text) == ("R99000000001", "1.0.0", text)
    assert (found.kind, found.creator, found.script) == ("K", "Testamt", "function script() {}")
    assert found.changed_at == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (schema(), "F60000000001"),
        (schema2(), "F60000000001"),
        (schema(use(group("G99000000001"))), "G99000000001.F60000000001"),
    ],
)
def test_empty_container_gets_the_default_field(data: bytes, path: str) -> None:
    element = again(data).positions[path].element

    assert isinstance(element, Field)
    assert (element.kind, str(again(data).positions[path].cardinality)) == (FieldKind.HIDDEN, "0:1")
    assert faults(write(fim.read(data))) == []


def test_notes_say_what_was_filled_in() -> None:
    data = schema2(use(field2()), use(field2("F99000002"))).replace(
        b"</x:nachrichtID>", b"</x:nachrichtID><x:erstellungszeitpunkt>2026-02-03T00:00:00Z</x:erstellungszeitpunkt>"
    )
    rules_ = (
        f"<x:regel>{head2('R99000001').replace('<x:fachlicherErsteller>Testamt</x:fachlicherErsteller>', '')}</x:regel>"
    )
    bare = schema(use(field().replace("<x:schemaelementart><code>HAR</code></x:schemaelementart>", "")), head="")

    assert upgrade(fim.read(data)).notes == (
        "Letzte Änderung: der Tag der Freigabe oder Veröffentlichung (3-mal)",
        "Dokumentsteckbrief: der Platzhalter D99000000001",
    )
    assert upgrade(fim.read(schema2(use(field2()), more=rules_))).notes[2:] == (
        "Fachlicher Ersteller einer Regel: unbekannt",
        "Regeltyp: komplex (K)",
        "Letzte Änderung: unbekannt, eingetragen ist der 1.1.1970",
    )
    assert upgrade(fim.read(bare)).notes == (
        "Status: in Bearbeitung (2)",
        "Letzte Änderung: die Zeit, zu der die Datei erstellt wurde",
        "Änderbarkeit der Struktur: alles (3)",
        "Änderbarkeit der Darstellung: änderbar (1)",
        "Strukturelementart: harmonisiert (HAR)",
    )


def test_ids_that_become_the_same_are_refused() -> None:
    beside = schema2(use(field2()), use(field2("F99000000001")))
    within = schema2(use(group("G99000001", use(group("G99000000001", use(field2()))))))

    for data, place in ((beside, "S99000001"), (within, "G99000000001")):
        with pytest.raises(FimError, match="stünde nach der Umwandlung doppelt") as caught:
            write(fim.read(data))
        assert caught.value.element == place


def test_character_that_xml_has_no_place_for_is_refused() -> None:
    with pytest.raises(FimError, match="S99000000001: Die Definition enthält Zeichen, die in XML nicht stehen dürfen"):
        write(fim.read(schema2(use(field2(limits='{"pattern":"[\\u0001]"}')))))


def test_list_by_reference_and_columns_are_kept() -> None:
    more = schema_reference("urn:x-test:liste") + "<x:codeKey>a</x:codeKey><x:nameKey>b</x:nameKey>"
    data = schema(use(field(kind="select", more=more)), more=rule())

    assert kept(again(data)) == kept(upgrade(fim.read(data)).schema)
    assert b"<xdf3:codeKey>a</xdf3:codeKey>" in write(fim.read(data))
