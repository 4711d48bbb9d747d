"""Every element of the standard arrives in the model; what is odd is noted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rathaus import fim
from rathaus.fim.model import (
    Cardinality,
    Code,
    CodeList,
    CodeListRef,
    DataType,
    Dialect,
    Field,
    FieldKind,
    Group,
    Keyword,
    LegalBasis,
    Limits,
    Prefill,
    Schema,
)
from tests.fim.samples import (
    HEAD,
    field,
    field2,
    group,
    head2,
    rule,
    schema,
    schema2,
    use,
)


def only_field(data: bytes) -> Field:
    """The one field of a schema."""
    (position,) = fim.read(data).positions.values()
    assert isinstance(position.element, Field)
    return position.element


# --- what a schema holds ---------------------------------------------------------------------------------------------


def test_read_schema_with_everything() -> None:
    more = """<x:hilfetext>Hilfe</x:hilfetext>
<x:ableitungsmodifikationenStruktur><code>3</code></x:ableitungsmodifikationenStruktur>
<x:ableitungsmodifikationenRepraesentation><code>1</code></x:ableitungsmodifikationenRepraesentation>""" + rule()
    head = """<x:beschreibung>Intern</x:beschreibung><x:definition>Glossar</x:definition>
<x:bezug link="https://example.org/1">§ 1 TestG</x:bezug><x:bezug/><x:bezug link="https://example.org/2"/>
<x:freigabestatus><code>5</code></x:freigabestatus><x:statusGesetztAm>2026-01-02</x:statusGesetztAm>
<x:statusGesetztDurch>Testamt</x:statusGesetztDurch><x:gueltigAb>2026-02-01</x:gueltigAb>
<x:gueltigBis>2027-02-01</x:gueltigBis><x:versionshinweis>Neu</x:versionshinweis>
<x:veroeffentlichungsdatum>2026-01-04</x:veroeffentlichungsdatum>
<x:letzteAenderung>2026-01-03T04:05:06Z</x:letzteAenderung><x:stichwort uri="Anwendungsgebiet">Bund</x:stichwort>
<x:stichwort/>"""

    found = fim.read(schema(use(field()), more=more, head=head))

    assert found.dialect is Dialect.XDF3
    assert (found.label, found.help, found.document_profile) == ("Antrag auf einen Test", "Hilfe", "D99000000002")
    assert (found.structure_changes, found.representation_changes) == ("3", "1")
    assert (found.message_id, found.message_created_at) == ("test-1", "2026-01-01T00:00:00Z")
    assert (found.line, found.findings, found.code_lists) == (4, (), {})
    assert (found.head.id, found.head.version, found.head.name) == ("S99000000001", "1.0.0", "Testantrag")
    assert (found.head.description, found.head.definition) == ("Intern", "Glossar")
    assert found.head.legal_bases == (
        LegalBasis("§ 1 TestG", "https://example.org/1"),
        LegalBasis("https://example.org/2", "https://example.org/2"),
    )
    assert (found.head.status, found.head.status_set_on, found.head.status_set_by) == ("5", "2026-01-02", "Testamt")
    assert (found.head.valid_from, found.head.valid_until) == ("2026-02-01", "2027-02-01")
    assert (found.head.version_note, found.head.published_on) == ("Neu", "2026-01-04")
    assert found.head.changed_at == "2026-01-03T04:05:06Z"
    assert found.head.keywords == (Keyword("Bund", "Anwendungsgebiet"),)
    assert [bound.rule.id for bound in found.bound_rules] == ["R99000000001"]


def test_read_field_with_everything() -> None:
    more = """<x:hilfetextEingabe>Hilfe 1</x:hilfetextEingabe><x:hilfetextAusgabe>Hilfe 2</x:hilfetextAusgabe>
<x:praezisierung minLength="1" maxLength="20" pattern="[a-z]+" minValue="" /><x:inhalt> Wert </x:inhalt>
<x:vorbefuellung><code>optional</code></x:vorbefuellung>"""

    found = only_field(schema(use(field(more=more))))

    assert (found.label_input, found.label_output) == ("Frage F99000000001", "Antwort")
    assert (found.kind, found.data_type, found.element_type) == (FieldKind.INPUT, DataType.TEXT, "HAR")
    assert (found.help_input, found.help_output) == ("Hilfe 1", "Hilfe 2")
    assert found.limits == Limits(min_length=1, max_length=20, pattern="[a-z]+")
    assert (found.content, found.prefill) == ("Wert", Prefill.OPTIONAL)
    assert (found.code_list, found.values, found.max_size, found.media_types, found.rules) == (None, (), None, (), ())


def test_read_file_field() -> None:
    more = "<x:maxSize>20000000</x:maxSize><x:mediaType>application/pdf</x:mediaType><x:mediaType/>"
    more += "<x:mediaType>image/png</x:mediaType>"

    found = only_field(schema(use(field(data_type="file", more=more))))

    assert found.data_type is DataType.FILE
    assert (found.max_size, found.media_types) == (20_000_000, ("application/pdf", "image/png"))


def test_read_select_field_with_values() -> None:
    more = """<x:werte><x:wert><x:code>001</x:code><x:name>ja</x:name><x:hilfe>wenn es so ist</x:hilfe></x:wert>
<x:wert><x:code>01</x:code><x:name/></x:wert></x:werte>"""

    found = only_field(schema(use(field(kind="select", more=more))))

    assert found.values == (Code("001", "ja", "wenn es so ist"), Code("01", "01"))


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (
            """<x:canonicalIdentification>urn:a</x:canonicalIdentification><x:version>2</x:version>
<x:canonicalVersionUri>urn:a_2</x:canonicalVersionUri>""",
            ("urn:a", "2", "urn:a_2"),
        ),
        (
            """<x:canonicalIdentification>urn:a</x:canonicalIdentification>
<x:canonicalVersionUri>urn:a</x:canonicalVersionUri>""",
            ("urn:a", None, "urn:a"),
        ),
        (
            "<x:canonicalIdentification>urn:a</x:canonicalIdentification><x:version>2</x:version>",
            ("urn:a", "2", "urn:a_2"),
        ),
        ("<x:canonicalIdentification>urn:a</x:canonicalIdentification>", ("urn:a", None, "urn:a")),
        ("<x:version>2</x:version><x:canonicalVersionUri>urn:a_2</x:canonicalVersionUri>", ("urn:a", "2", "urn:a_2")),
    ],
)
def test_read_code_list_reference(reference: str, expected: tuple[str, str | None, str]) -> None:
    more = f"<x:codelisteReferenz>{reference}</x:codelisteReferenz>"

    found = only_field(schema(use(field(kind="select", more=more))))

    assert found.code_list == CodeListRef(*expected)
    assert found.code_list.key == expected[2]


def test_read_code_list_reference_with_columns() -> None:
    more = """<x:codelisteReferenz><x:canonicalIdentification>urn:a</x:canonicalIdentification></x:codelisteReferenz>
<x:codeKey>c</x:codeKey><x:nameKey>n</x:nameKey>"""

    found = only_field(schema(use(field(kind="select", more=more))))

    assert found.code_list == CodeListRef("urn:a", None, "urn:a", None, "c", "n", None)
    assert found.code_list.key == "urn:a#c#n#"


def test_read_group_and_paths() -> None:
    art = "<x:art><code>X</code></x:art>"
    inner = group("G99000000002", use(field("F99000000001")), use(field("F99000000002"), anzahl="0:*"), more=art)
    outer = group("G99000000001", use(inner, anzahl="2:5"), more=rule())

    found = fim.read(schema(use(outer)))

    assert list(found.positions) == [
        "G99000000001",
        "G99000000001.G99000000002",
        "G99000000001.G99000000002.F99000000001",
        "G99000000001.G99000000002.F99000000002",
    ]
    choice = found.positions["G99000000001.G99000000002"]
    assert isinstance(choice.element, Group)
    assert (choice.element.choice, choice.element.label_output) == (True, "Gruppe G99000000002")
    assert (choice.cardinality, choice.cardinality.repeatable, choice.cardinality.optional) == (
        Cardinality(2, 5),
        True,
        False,
    )
    assert (choice.id, choice.parent_path, str(choice.cardinality)) == ("G99000000002", "G99000000001", "2:5")
    last = found.positions["G99000000001.G99000000002.F99000000002"]
    assert (last.cardinality, str(last.cardinality), last.cardinality.optional) == (Cardinality(0, None), "0:*", True)
    assert [(bound.rule.id, bound.bearer.path) for bound in found.bound_rules if bound.bearer] == [
        ("R99000000001", "G99000000001")
    ]
    assert [position.id for position in choice.walk()] == ["G99000000002", "F99000000001", "F99000000002"]


def test_read_rule_with_everything() -> None:
    more = """<x:beschreibung>Intern</x:beschreibung><x:bezug link="l">§ 2</x:bezug><x:stichwort uri="u">w</x:stichwort>
<x:letzteAenderung>2026-01-03</x:letzteAenderung><x:skript>function script() {}</x:skript>"""

    (found,) = fim.read(schema(use(field()), more=rule(text=" Satz.\r\nNoch einer. ", more=more))).rules

    assert (found.id, found.version, found.name) == ("R99000000001", "1.0.0", "Regel R99000000001")
    assert (found.text, found.description) == ("Satz.\nNoch einer.", "Intern")
    assert (found.legal_bases, found.keywords) == ((LegalBasis("§ 2", "l"),), (Keyword("w", "u"),))
    assert (found.creator, found.kind, found.script) == ("Testamt", "K", "function script() {}")
    assert (found.changed_at, found.line) == ("2026-01-03", 8)


def test_read_keeps_repeated_building_block_once() -> None:
    twice = [group(f"G9900000000{number}", use(field(), basis=f"§ {number}")) for number in (1, 2)]

    found = fim.read(schema(*map(use, twice)))

    one, two = (position for position in found.positions.values() if position.id == "F99000000001")
    assert one.element is two.element
    assert (one.legal_bases, two.legal_bases) == ((LegalBasis("§ 1"),), (LegalBasis("§ 2"),))


def test_read_keeps_building_blocks_apart_that_differ() -> None:
    other = field().replace("Antwort", "Andere Antwort")

    found = fim.read(schema(use(group("G99000000001", use(field()))), use(group("G99000000002", use(other)))))

    labels = [found.positions[f"G9900000000{n}.F99000000001"].element.label_output for n in (1, 2)]
    assert labels == ["Antwort", "Andere Antwort"]


def test_effective_legal_bases_are_inherited() -> None:
    of_element = field("F99000000002").replace("<x:freigabestatus>", "<x:bezug>§ 2</x:bezug><x:freigabestatus>")
    placeholder = field("F99000000003").replace(
        "<x:freigabestatus>", "<x:bezug>wird im Verwendungsbezug ergänzt</x:bezug><x:freigabestatus>"
    )
    uses = [use(field(), basis="§ 1"), use(of_element), use(placeholder), use(field("F99000000004"))]
    head = "<x:bezug>§ 9</x:bezug>" + HEAD

    found = fim.read(schema(use(group("G99000000001", *uses), basis="§ 3"), use(field("F99000000005")), head=head))

    shown = {path: [basis.text for basis in at.effective_legal_bases] for path, at in found.positions.items()}
    assert shown == {
        "G99000000001": ["§ 3"],
        "G99000000001.F99000000001": ["§ 1"],
        "G99000000001.F99000000002": ["§ 2"],
        "G99000000001.F99000000003": ["§ 3"],
        "G99000000001.F99000000004": ["§ 3"],
        "F99000000005": ["§ 9"],
    }


def test_content_hash_is_about_the_payload() -> None:
    one = schema(use(field()))

    hashes = [
        fim.read(data).content_hash
        for data in (one, one.replace(b"test-1", b"test-9"), one.replace(b"Testantrag", b"Anders"))
    ]

    assert hashes[0] == hashes[1] != hashes[2]
    assert len(hashes[0]) == 64


def test_read_takes_code_lists_along() -> None:
    one = CodeList("urn:a", "1", "urn:a_1", "a", None, (Code("1", "eins"),), "code", "name")

    assert fim.read(schema(use(field())), code_lists=[one]).code_lists == {"urn:a_1": one}


def test_read_message_without_header() -> None:
    data = schema(use(field()))
    start, end = data.index(b"<x:header>"), data.index(b"</x:header>") + len(b"</x:header>")

    found = fim.read(data[:start] + data[end:])

    assert (found.message_id, found.message_created_at, len(found.positions)) == (None, None, 1)


def test_read_working_copy_without_version() -> None:
    data = schema(use(field())).replace(b"<x:version>1.0.0</x:version>", b"")

    assert fim.read(data).head.version is None


def test_read_code_in_the_namespace_of_the_standard() -> None:
    data = schema(use(field())).replace(b"<code>", b"<x:code>").replace(b"</code>", b"</x:code>")

    assert only_field(data).kind is FieldKind.INPUT


# --- limits ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data_type", "attributes", "expected"),
    [
        ("num_int", 'minValue="1" maxValue="31"', Limits(min_value=Decimal(1), max_value=Decimal(31))),
        ("num", 'minValue="-0.5" maxValue="+1000000."', Limits(min_value=Decimal("-0.5"), max_value=Decimal(1000000))),
        ("num_currency", 'minValue=".5"', Limits(min_value=Decimal("0.5"))),
        ("date", 'minValue="2026-01-01"', Limits(min_value="2026-01-01")),
        ("text", 'pattern=" "', Limits()),
        ("text", 'maxLength="5"', Limits(max_length=5)),
    ],
)
def test_read_limits(data_type: str, attributes: str, expected: Limits) -> None:
    more = f"<x:praezisierung {attributes}/>"

    assert only_field(schema(use(field(data_type=data_type, more=more)))).limits == expected


@pytest.mark.parametrize(
    ("data_type", "attributes", "code", "said"),
    [
        ("text", 'minLength="-1"', "1059", "Die minimale Feldlänge „-1“ ist keine ganze Zahl und wird übergangen."),
        ("text", 'maxLength="1.5"', "1060", "Die maximale Feldlänge „1.5“ ist keine ganze Zahl und wird übergangen."),
        ("num", 'minValue="1,5"', "1062", "Die untere Wertgrenze „1,5“ ist keine Zahl und wird übergangen."),
        ("num_int", 'maxValue="NaN"', "1063", "Die obere Wertgrenze „NaN“ ist keine Zahl und wird übergangen."),
    ],
)
def test_read_limit_that_is_none(data_type: str, attributes: str, code: str, said: str) -> None:
    found = fim.read(schema(use(field(data_type=data_type, more=f"<x:praezisierung {attributes}/>"))))

    assert [(finding.code, finding.sentence) for finding in found.findings] == [(code, f"F99000000001: {said}")]
    assert [finding.path for finding in found.findings] == ["F99000000001"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"minLength":"5","pattern":"[0-9]+\\\\.","maxLength":"5"}', Limits(5, 5, pattern="[0-9]+\\.")),
        ('{"minLength":5,"maxLength":null,"note":"x"}', Limits(5)),
        ("", Limits()),
    ],
)
def test_read_limits_of_xdf2(text: str, expected: Limits) -> None:
    assert only_field(schema2(use(field2(limits=text)))).limits == expected


@pytest.mark.parametrize("text", ["höchstens fünf", "[1]", "[" * 100_000])
def test_read_limits_of_xdf2_that_are_none(text: str) -> None:
    found = fim.read(schema2(use(field2(limits=text))))

    assert [finding.code for finding in found.findings] == ["praezisierung"]
    assert isinstance(found.positions["F99000001"].element, Field)
    assert found.positions["F99000001"].element.limits == Limits()


# --- version 2.0 -----------------------------------------------------------------------------------------------------


def test_read_xdf2() -> None:
    more = """<x:codelisteReferenz><x:identifikation><x:id>C99000001</x:id></x:identifikation>
<x:genericodeIdentification><x:canonicalIdentification>urn:a</x:canonicalIdentification><x:version>1</x:version>
<x:canonicalVersionUri>urn:a_1</x:canonicalVersionUri></x:genericodeIdentification></x:codelisteReferenz>"""
    rules = (
        f"<x:regel>{head2('R99000001', definition='Der Satz.')}<x:script>function script() {{}}</x:script></x:regel>"
    )
    basis = "§ 1 TestG;&#xD;\n§ 2 TestG; ;"

    found = fim.read(schema2(use(field2(kind="select", more=more + rules)), more=rules, basis=basis))

    assert found.dialect is Dialect.XDF2
    assert (found.label, found.label_output) == ("Frage S99000001", "Antwort")
    assert (found.document_profile, found.message_id, found.message_created_at) == (None, "test-2", None)
    assert [text.text for text in found.head.legal_bases] == ["§ 1 TestG", "§ 2 TestG"]
    assert (found.head.status, found.head.status_set_on, found.head.status_set_by) == ("aktiv", "2026-01-02", "Testamt")
    assert [(bound.rule.text, bound.bearer and bound.bearer.path) for bound in found.bound_rules] == [
        ("Der Satz.", None),
        ("Der Satz.", "F99000001"),
    ]
    (position,) = found.positions.values()
    assert isinstance(position.element, Field)
    assert position.element.code_list == CodeListRef("urn:a", "1", "urn:a_1", "C99000001")
    assert [part.text for part in position.effective_legal_bases] == ["§ 1 TestG", "§ 2 TestG"]
    assert found.findings == ()


def test_read_xdf2_code_list_without_id() -> None:
    more = """<x:codelisteReferenz><x:genericodeIdentification>
<x:canonicalIdentification>urn:a</x:canonicalIdentification></x:genericodeIdentification></x:codelisteReferenz>"""

    assert only_field(schema2(use(field2(kind="select", more=more)))).code_list == CodeListRef("urn:a", None, "urn:a")


# --- what is odd but does no harm ------------------------------------------------------------------------------------


def codes(found: Schema) -> list[str]:
    return [finding.code for finding in found.findings]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (schema(use(field("F9900001"))), ["1039"]),
        (schema(use(field().replace("Name von F99000000001", ""))), ["1002"]),
        (schema(use(field().replace("<code>6</code>", "<code>9</code>"))), ["1032"]),
        (schema(use(field().replace("Frage F99000000001", ""))), ["1009"]),
        (schema(use(field(more="<x:neu/>"))), ["unbekanntes-element"]),
        (schema(use(field(more='<neu xmlns="urn:other"/>'))), ["unbekanntes-element"]),
        (schema(use(field()), more=rule(more="<x:param/>")), ["unbekanntes-element"]),
        (schema(use(field()).replace("<x:anzahl>", "<x:neu/><x:anzahl>")), ["unbekanntes-element"]),
        (schema(use(field().replace("<x:version>", "<x:neu/><x:version>"))), ["unbekanntes-element"]),
        (schema(use(field())).replace(b"<x:header>", b"<x:neu/><x:header>"), ["unbekanntes-element"]),
        (schema(use(field(data_type="file", more="<x:maxSize>10 MB</x:maxSize>"))), ["groesse"]),
    ],
)
def test_read_notes_what_is_odd(data: bytes, expected: list[str]) -> None:
    assert codes(fim.read(data)) == expected


def test_read_falls_back_to_the_name() -> None:
    bare = field().replace("Name von F99000000001", "Nur der Name").replace("Frage F99000000001", "")
    nameless = field("F99000000002").replace("Name von F99000000002", "").replace("Antwort", "")

    found = fim.read(schema(use(bare), use(nameless)))

    labels = [
        (at.element.head.name, at.element.label_input, at.element.label_output) for at in found.positions.values()
    ]
    assert labels == [
        ("Nur der Name", "Nur der Name", "Antwort"),
        ("F99000000002", "Frage F99000000002", "Frage F99000000002"),
    ]
