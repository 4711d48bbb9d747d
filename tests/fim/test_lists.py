"""Which code list a reference gets, and which it does not get without being asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from rathaus import fim
from rathaus.fim import lists
from rathaus.fim.lists import ListMatch, ListStatus, Shelf
from rathaus.fim.model import Code, CodeListRef, FimError, Schema
from tests.fim.samples import field, group, schema, use
from tests.fim.test_genericode import genericode


def shelf(*versions: str, name: str | None = None) -> Shelf:
    found = Shelf()
    for version in versions:
        found.add(genericode(version=version), name=name)
    return found


def reference(version: str | None = "2", **more: str) -> CodeListRef:
    return CodeListRef(
        "urn:x-test:liste", version, f"urn:x-test:liste_{version}" if version else "urn:x-test:liste", **more
    )


def schema_with_references(*versions: str) -> Schema:
    def select(number: int, version: str) -> str:
        more = f"""<x:codelisteReferenz><x:canonicalIdentification>urn:x-test:liste</x:canonicalIdentification>
<x:version>{version}</x:version></x:codelisteReferenz>"""
        return use(field(f"F9900000000{number}", kind="select", more=more))

    fields = [select(number, version) for number, version in enumerate(versions)]
    inline = "<x:werte><x:wert><x:code>1</x:code><x:name>a</x:name></x:wert></x:werte>"
    both = field("F99000000009", kind="select", more=inline + "<x:codelisteReferenz/>")
    both = both.replace("<x:codelisteReferenz/>", schema_reference("urn:x-test:anders"))
    return fim.read(schema(use(group("G99000000001", *fields)), use(both), use(field("F99000000008"))))


def schema_reference(uri: str) -> str:
    return f"""<x:codelisteReferenz><x:canonicalIdentification>{uri}</x:canonicalIdentification>
</x:codelisteReferenz>"""


@pytest.mark.parametrize(
    ("there", "wanted", "status", "version"),
    [
        (["1", "2", "3"], "2", ListStatus.EXACT, "2"),
        (["1", "9", "12"], "2", ListStatus.OTHER_VERSION, "12"),
        (["2021-02-19", "2023-02-24", "2020-05-11"], "2022-01-01", ListStatus.OTHER_VERSION, "2023-02-24"),
        (["1", "9", "12"], None, ListStatus.EXACT, "12"),
        ([], "2", ListStatus.MISSING, None),
    ],
)
def test_find_list(there: list[str], wanted: str | None, status: ListStatus, version: str | None) -> None:
    found = shelf(*there).find(reference(wanted))

    assert (found.status, found.code_list and found.code_list.version) == (status, version)


def test_find_list_whose_version_uri_is_written_differently() -> None:
    other = CodeListRef("urn:x-test:liste", "2", "urn:x-test:liste:2")

    assert shelf("1", "2", "3").find(other).status is ListStatus.EXACT


def test_find_list_by_fim_id_in_its_file_name() -> None:
    there = shelf("1", "2", name="C99000001_genericode.xml")

    found = there.find(CodeListRef("urn:x-test:umlaute", "2", "urn:x-test:umlaute_2", "C99000001"))

    assert (found.status, found.code_list and found.code_list.version) == (ListStatus.EXACT, "2")


def test_find_list_with_columns_of_its_own() -> None:
    found = shelf("2").find(reference("2", code_key="text", name_key="mehr"))

    assert found.code_list is not None
    assert found.code_list.codes == (Code("eins", "uno"), Code("auch eins", "auch eins"))


def test_find_list_with_columns_that_are_not_there() -> None:
    with pytest.raises(FimError, match="Die Spalte „farbe“ gibt es in der Codeliste nicht"):
        shelf("2").find(reference("2", code_key="farbe"))


def test_match_and_resolve() -> None:
    found = schema_with_references("1", "2", "2")

    matches = lists.match(found, shelf("1", "3"))

    assert [(match.reference.version, match.status) for match in matches] == [
        ("1", ListStatus.EXACT),
        ("2", ListStatus.OTHER_VERSION),
    ]
    assert sorted(lists.resolve(matches)) == ["urn:x-test:liste_1"]
    agreed = lists.resolve(matches, confirmed=["urn:x-test:liste_2"])
    assert {key: value.version for key, value in agreed.items()} == {
        "urn:x-test:liste_1": "1",
        "urn:x-test:liste_2": "3",
    }


def test_match_takes_lists_handed_in_with_the_schema() -> None:
    own = fim.read_code_list(genericode(version="2"))
    data = schema(use(field(kind="select", more=schema_reference("urn:x-test:liste"))))

    found = fim.read(data, code_lists=[own])

    assert lists.match(found, Shelf()) == (
        ListMatch(CodeListRef("urn:x-test:liste", None, "urn:x-test:liste"), ListStatus.MISSING),
    )
    named = fim.read(data.replace(b"urn:x-test:liste<", b"urn:x-test:liste_2<"), code_lists=[own])
    assert [(match.status, match.code_list) for match in lists.match(named, Shelf())] == [(ListStatus.EXACT, own)]


def test_open_shelf(tmp_path: Path) -> None:
    (tmp_path / "tiefer").mkdir()
    (tmp_path / "a.xml").write_bytes(genericode(version="1"))
    (tmp_path / "b.xml").write_bytes(genericode(version="1").replace(b"eins", b"doppelt"))
    (tmp_path / "tiefer/c.gc").write_bytes(genericode(version="2", prefixed=True))
    (tmp_path / "d.json").write_bytes(b'{"canonicalUri": "urn:x-test:json", "entries": []}')
    (tmp_path / "e.txt").write_bytes(genericode(version="3"))
    (tmp_path / "schema.xml").write_bytes(schema(use(field())))
    (tmp_path / "kaputt.xml").write_bytes(genericode(version="4")[:-30])

    found = lists.open_shelf(tmp_path)

    one = found.find(reference("1"))
    assert one.code_list is not None
    assert one.code_list.codes[0] == Code("01", "eins")
    assert found.find(reference("2")).status is ListStatus.EXACT
    assert found.find(reference("3")).status is ListStatus.OTHER_VERSION
    assert found.find(CodeListRef("urn:x-test:json", None, "urn:x-test:json")).status is ListStatus.EXACT
    assert [(finding.code, finding.sentence[:31]) for finding in found.findings] == [
        ("codeliste-unlesbar", "kaputt.xml, Zeile 4: Die Datei ")
    ]


def test_open_shelf_with_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xml").write_bytes(genericode())
    opened = Path.open

    def refuse(path: Path, *args: object, **options: object) -> object:
        if path.name == "a.xml":
            raise PermissionError(13, "Permission denied")
        return opened(path, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)  # permissions do not stop the superuser, who may run the tests

    assert [finding.sentence for finding in lists.open_shelf(tmp_path).findings] == [
        "a.xml: Die Datei darf nicht gelesen werden."
    ]


def test_open_shelf_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FimError, match="Den Ordner mit den Codelisten gibt es nicht"):
        lists.open_shelf(tmp_path / "nichts")


@pytest.mark.parametrize(
    ("folder", "there", "missing"),
    [
        ("xdf2/S00000094V1.0_xdf2", 4, []),
        ("xdf2/S00000246v1.1_xdf2", 6, ["urn:de:fim:codeliste:anschrift-inland-oder-ausland_2021-06-18"]),
    ],
)
def test_lists_of_the_real_xdf2_schemas(folder: str, there: int, missing: list[str], material: Path) -> None:
    (file,) = (material / "fim" / folder).glob("S*.xml")

    matches = lists.match(fim.read(file), lists.open_shelf(file.parent))

    assert sum(match.status is ListStatus.EXACT for match in matches) == there
    others = [match.reference.canonical_version_uri for match in matches if match.status is not ListStatus.EXACT]
    assert others == missing


def test_lists_of_the_real_xdf3_schemas(material: Path) -> None:
    there = lists.open_shelf(material / "fim/codelists")
    found: dict[ListStatus, set[str]] = {status: set() for status in ListStatus}
    for file in (material / "fim/xdf3").glob("*.xml"):
        for match in lists.match(fim.read(file), there):
            found[match.status].add(match.reference.canonical_version_uri)

    assert there.findings == []
    assert found[ListStatus.OTHER_VERSION] == {"urn:xoev-de:xunternehmen:codeliste:registergerichte_14"}
    assert found[ListStatus.MISSING] == {
        "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:kreis_2021-07-31",
        "urn:xoev-de:xgewerbeordnung:codeliste:status_1",
    }
    assert len(found[ListStatus.EXACT]) == 6
