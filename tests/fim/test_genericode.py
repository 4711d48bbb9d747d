"""Code lists in both dialects of genericode and in their JSON form."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rathaus import fim
from rathaus.fim.model import Code, CodeList, FimError

NAMESPACE = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"
COLUMNS = """<Column Id="nr"/><Column Id="text"/><Column Id="mehr"/>
<Key Id="codeKey"><ColumnRef Ref="nr"/></Key><Key Id="codenameKey"><ColumnRef Ref="text"/></Key>"""
ROWS = [{"nr": "01", "text": "eins", "mehr": "uno"}, {"nr": "1", "text": "auch eins"}]


def genericode(
    *,
    columns: str = COLUMNS,
    rows: str | None = None,
    identification: str | None = None,
    uri: str = "urn:x-test:liste",
    version: str = "1",
    prefixed: bool = False,
) -> bytes:
    """A list in the test range; `prefixed` puts the children into the namespace, as the FIM tools do."""
    said = f"""<ShortName>liste</ShortName><LongName>Eine Liste</LongName><Version>{version}</Version>
<CanonicalUri>{uri}</CanonicalUri><CanonicalVersionUri>{uri}_{version}</CanonicalVersionUri>"""
    body = f"""<Identification>{said if identification is None else identification}</Identification>
<ColumnSet>{columns}</ColumnSet><SimpleCodeList>{rows_of(ROWS) if rows is None else rows}</SimpleCodeList>"""
    if prefixed:
        body = body.replace("</", "\0").replace("<", "<gc:").replace("\0", "</gc:")
    return f'<?xml version="1.0"?><gc:CodeList xmlns:gc="{NAMESPACE}">{body}</gc:CodeList>'.encode()


def rows_of(rows: list[dict[str, str]]) -> str:
    return "".join(
        "<Row>"
        + "".join(
            f'<Value ColumnRef="{column}"><SimpleValue>{text}</SimpleValue></Value>' for column, text in row.items()
        )
        + "</Row>"
        for row in rows
    )


@pytest.mark.parametrize("prefixed", [True, False])
def test_read_code_list_in_both_dialects(prefixed: bool) -> None:
    assert fim.read_code_list(genericode(prefixed=prefixed)) == CodeList(
        canonical_uri="urn:x-test:liste",
        version="1",
        canonical_version_uri="urn:x-test:liste_1",
        short_name="liste",
        long_name="Eine Liste",
        codes=(Code("01", "eins"), Code("1", "auch eins")),
        code_column="nr",
        name_column="text",
        line=1,
    )


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ('<Column Id="nr"/><Column Id="text"/>', ("nr", "text")),
        ('<Column Id="nr"/>', ("nr", None)),
        ('<Column Id="text"/><Column Id="nr"/><Key Id="k"><ColumnRef Ref="nr"/></Key>', ("nr", "text")),
        (
            """<Column Id="nr"/><Column Id="text"/><Key Id="a"><ColumnRef Ref="nr"/></Key>
<Key Id="b"><Annotation><AppInfo><recommendedKeyColumn/></AppInfo></Annotation><ColumnRef Ref="text"/></Key>""",
            ("text", "nr"),
        ),
        (
            """<Column Id="nr"/><Column Id="text"/><Key><ColumnRef Ref="text"/></Key>""",
            ("text", "nr"),
        ),
    ],
)
def test_read_code_list_finds_its_columns(columns: str, expected: tuple[str, str | None]) -> None:
    rows = rows_of([{"nr": "1"}])

    found = fim.read_code_list(genericode(columns=columns, rows=rows))

    assert (found.code_column, found.name_column) == expected


def test_read_code_list_with_columns_of_the_reference() -> None:
    found = fim.read_code_list(genericode(), code_key="codenameKey", name_key="nr", help_key="mehr")

    assert (found.code_column, found.name_column) == ("text", "nr")
    assert found.codes == (Code("eins", "01", "uno"), Code("auch eins", "1"))


def test_read_code_list_with_gaps() -> None:
    rows = """<Row><Value><SimpleValue>a</SimpleValue></Value><Value><SimpleValue>A</SimpleValue></Value></Row>
<Row><Value ColumnRef="text"><SimpleValue>ohne Code</SimpleValue></Value></Row>
<Row><Value ColumnRef="nr"><SimpleValue>b</SimpleValue></Value><Value ColumnRef="text"/></Row>
<Row><Value ColumnRef="nr"><SimpleValue> </SimpleValue></Value></Row><Row/>"""

    assert fim.read_code_list(genericode(rows=rows)).codes == (Code("a", "A"), Code("b", "b"))


def test_read_code_list_without_version() -> None:
    found = fim.read_code_list(genericode(identification="<CanonicalUri>urn:a</CanonicalUri>"))

    assert (found.canonical_uri, found.version, found.canonical_version_uri) == ("urn:a", None, "urn:a")
    assert (found.short_name, found.long_name) == ("urn:a", None)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("<Version>2</Version><CanonicalVersionUri>urn:a_2</CanonicalVersionUri>", ("urn:a", "2", "urn:a_2")),
        ("<Version>2</Version><CanonicalUri>urn:a</CanonicalUri>", ("urn:a", "2", "urn:a_2")),
    ],
)
def test_read_code_list_with_half_an_identification(said: str, expected: tuple[str, str, str]) -> None:
    found = fim.read_code_list(genericode(identification=said))

    assert (found.canonical_uri, found.version, found.canonical_version_uri) == expected


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"<a/>", "Zeile 1, Element a: Das ist keine Codeliste im Format genericode 1.0."),
        (genericode().replace(b"CodeList ", b"Codes ").replace(b":CodeList>", b":Codes>"), "keine Codeliste im Format"),
        (genericode(columns=""), "Element ColumnSet: Die Codeliste hat keine Spalten."),
        (
            genericode(columns='<Column Id="a"/><Key><ColumnRef Ref="b"/></Key>'),
            "nennt eine Spalte, die es nicht gibt.",
        ),
        (genericode(columns='<Column Id="a"/><Key/>'), "Element Key: Ein Schlüssel der Codeliste nennt eine Spalte"),
        (genericode(identification=""), "Element Identification: Die Kennung der Codeliste fehlt."),
        (
            genericode(rows='<Row><Value ColumnRef="x"/></Row>'),
            "Element Value: Ein Wert der Codeliste gehört zu keiner",
        ),
        (
            genericode(rows="<Row>" + "<Value/>" * 4 + "</Row>"),
            "Element Value: Ein Wert der Codeliste gehört zu keiner",
        ),
        (genericode().replace(b"SimpleCodeList", b"Other"), "Element CodeList: „SimpleCodeList“ fehlt."),
        (
            genericode().replace(b"</SimpleCodeList>", b"</SimpleCodeList><SimpleCodeList/>"),
            "Element CodeList: „SimpleCodeList“ steht mehrmals da.",
        ),
        (b"{", "Das ist keine Codeliste in der JSON-Form der FIM-Werkzeuge."),
        (b'{"canonicalUri": "urn:a", "entries": [1]}', "keine Codeliste in der JSON-Form"),
        (b'{"canonicalUri": "", "entries": []}', "Die Kennung der Codeliste fehlt."),
    ],
)
def test_read_code_list_that_is_none(data: bytes, expected: str) -> None:
    with pytest.raises(FimError) as caught:
        fim.read_code_list(data, name="liste.xml")

    assert str(caught.value).startswith("liste.xml")
    assert expected in str(caught.value)


def test_read_code_list_with_unknown_column() -> None:
    with pytest.raises(FimError, match="Die Spalte „x“ gibt es in der Codeliste nicht"):
        fim.read_code_list(genericode(), code_key="x")


def test_read_code_list_from_json() -> None:
    entries = [{"code": "001", "name": "eins"}, {"code": "2"}, {"code": ""}]
    data = {"canonicalUri": "urn:a", "version": "3", "canonicalVersionUri": "urn:a_3", "entries": entries}

    found = fim.read_code_list(json.dumps(data).encode())

    assert (found.canonical_uri, found.version, found.canonical_version_uri) == ("urn:a", "3", "urn:a_3")
    assert found.codes == (Code("001", "eins"), Code("2", "2"))
    assert (found.short_name, found.long_name) == ("urn:a", None)


def test_real_lists_are_the_same_in_both_forms(material: Path) -> None:
    folder = material / "fim/codelists"
    json_lists = {path.stem: fim.read_code_list(path) for path in (folder / "json").glob("*.json")}
    xml_lists = {path.stem: fim.read_code_list(path) for path in (folder / "genericode").glob("*.xml")}
    both = sorted(json_lists.keys() & xml_lists.keys())

    assert len(both) == 4
    for name in both:
        assert json_lists[name].canonical_version_uri == xml_lists[name].canonical_version_uri
        assert {code.code for code in json_lists[name].codes} == {code.code for code in xml_lists[name].codes}


def test_read_real_quality_messages(material: Path) -> None:
    found = fim.read_code_list(material / "fim/qs/xdfm_1.8_Meldungen.genericode.xml", name_key="Meldungstext")

    assert len(found.codes) == 142
    assert found.codes[1] == Code("1002", "Der Name eines Elements ist nicht gesetzt.")
