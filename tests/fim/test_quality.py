"""The official messages for editors: each by a file that has it, beside one that has none of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from rathaus import cli, fim
from rathaus.fim import lists, quality
from rathaus.fim.checking import check
from rathaus.fim.findings import check as check_service
from rathaus.fim.model import Finding
from rathaus.fim.rules import read_rules
from rathaus.fim.severity import FOR_EDITORS, SEVERITIES, Severity
from tests import reals
from tests.fim.samples import HEAD, field, field2, group, rule, schema, schema2, use
from tests.fim.test_findings import content, limits, values
from tests.fim.test_lists import schema_reference

BASIS = "<x:bezug>§ 1 Mustergesetz</x:bezug>"
WHOLE = f"""{BASIS}<x:freigabestatus><code>6</code></x:freigabestatus><x:statusGesetztAm>2026-01-02</x:statusGesetztAm>
<x:statusGesetztDurch>Testamt</x:statusGesetztDurch><x:letzteAenderung>2026-01-03T04:05:06Z</x:letzteAenderung>"""
CHANGES = """<x:ableitungsmodifikationenStruktur><code>3</code></x:ableitungsmodifikationenStruktur>
<x:ableitungsmodifikationenRepraesentation><code>1</code></x:ableitungsmodifikationenRepraesentation>"""
LENGTHS = limits('minLength="1" maxLength="80"')
A, B, G = "F99000000001", "F99000000002", "G99000000001"


def whole(block: str) -> str:
    """A block of the samples with all that editors owe it."""
    made = block.replace(HEAD, WHOLE)
    output = "<x:bezeichnungAusgabe>Gruppe</x:bezeichnungAusgabe>"
    return made.replace(RNG, output + RNG, 1) if block.startswith("<x:datenfeldgruppe>") else made


RNG = "<x:schemaelementart><code>RNG"


def text(found_id: str = A, more: str = LENGTHS) -> str:
    return whole(field(found_id, more=more))


def flawless(*uses: str, more: str = "", head: str = WHOLE) -> bytes:
    return schema(*uses, more=CHANGES + more, head=head)


def one(block: str | None = None, *, anzahl: str = "1:1", basis: str = "") -> bytes:
    return flawless(use(block or text(), anzahl=anzahl, basis=basis))


def grouped(*uses: str) -> bytes:
    return flawless(use(whole(group(G, *uses))))


def all_of(data: bytes) -> tuple[Finding, ...]:
    found = fim.read(data)
    return check(found, lists.match(found, lists.Shelf()), read_rules(found))


def codes(data: bytes) -> list[str]:
    return sorted(finding.code for finding in all_of(data) if finding.for_editors)


TWO = (use(text(A), basis="§ 2"), use(text(B), basis="§ 2"))
SELECT = {"kind": "select"}


def of_list(uri: str, version: str = "2026-01-01") -> bytes:
    more = schema_reference(uri).replace("</x:canonicalIdentification>", "</x:canonicalIdentification>" + v(version))
    return one(whole(field(**SELECT, more=more)))


def v(version: str) -> str:
    return f"<x:version>{version}</x:version>"


def with_rule(text_: str) -> bytes:
    return flawless(use(text()), more=rule(text=text_))


LONG_KEYWORD = f'<x:stichwort uri="{"k" * 256}">a</x:stichwort>'
PUBLISHED = "<x:veroeffentlichungsdatum>2026-02-02</x:veroeffentlichungsdatum><x:letzteAenderung>"
DEFAULT = whole(field("F60000000001", kind="hidden"))


@pytest.mark.parametrize(
    "data",
    [
        one(),
        grouped(*TWO),
        of_list("urn:x-test:liste"),
        with_rule(f"Es muss {A} befüllt werden."),
        one(whole(field(data_type="file")), anzahl="0:*"),
        one(whole(field(data_type="num", more=limits('minValue="1"')))),
        one(whole(field(kind="label", more=content("Hinweis")))),
        one(text().replace(">§ 1 Mustergesetz", ' link="https://gesetze.example/1">§ 1 Größe der Ämter, Αθήνα')),
    ],
)
def test_nothing_to_say(data: bytes) -> None:
    assert codes(data) == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        # the schema
        (flawless(use(text()), head=WHOLE.replace(BASIS, "")), ["1051"]),
        (one().replace(b"Struktur><code>3", b"Struktur><code>9"), ["1033"]),
        (one().replace(b"Repraesentation><code>1", b"Repraesentation><code>2"), ["1034"]),
        (schema(use(text()), head=WHOLE), ["1033", "1034"]),
        (one().replace(b"<x:id>D99000000002</x:id>", b""), ["1007"]),
        (one().replace(b"D99000000002", b"D99000000001"), ["1096", "1097"]),
        (one().replace(b"D99000000002", b"D99000000001").replace(b"<code>6", b"<code>3"), ["1096"]),
        (flawless(use(text()), head=re.sub("<x:statusGesetztAm>.*?</x:statusGesetztAm>", "", WHOLE)), ["1143"]),
        (flawless(use(text()), head=WHOLE.replace("Testamt", "FIM-Baustein Datenfelder")), ["1141"]),
        (one().replace(b"<x:bezeichnung>Antrag auf einen Test</x:bezeichnung>", b""), ["1050"]),
        (flawless(use(text()), use(whole(group(G, use(text().replace("1.0.0", "1.1.0"), basis="§"), TWO[1])))),
         ["1003"]),
        (flawless(*(use(whole(field(f"F9900000000{n}", kind="select", more=schema_reference("urn:x-test:liste").replace(
            "</x:canonicalIdentification>", f"</x:canonicalIdentification>{v(f'2026-01-0{n}')}"))))
            for n in (1, 2))), ["1037"]),
        (one(DEFAULT), ["1095"]),
        (flawless(use(text()), use(DEFAULT)), ["1094", "1095"]),
        (one(text().replace(v("1.0.0"), "")), ["1135"]),
        # blocks
        (one(text().replace("<code>HAR", "<code>NEU")), ["1031"]),
        (one(text().replace("<code>HAR", "<code>RNG").replace(BASIS, "")), ["1006"]),
        (one(text().replace(BASIS, "")), ["1101"]),
        (one(text().replace("<code>HAR", "<code>ABS")), ["1013", "1014"]),
        (one(text().replace("<code>6", "<code>7")), ["1116"]),
        (one(re.sub("<x:statusGesetztAm>.*?</x:statusGesetztAm>", "", text())), ["1142"]),
        (one(text().replace("Testamt", "FIM Baustein Datenfelder")), ["1140"]),
        (one(text("F60000000002").replace("Testamt", "FIM Baustein Datenfelder")), []),
        (one(text(more=f"<x:hilfetextEingabe>Frage {A}</x:hilfetextEingabe>{LENGTHS}")), ["1098"]),
        (one(text(more=f"<x:hilfetextEingabe>Name von {A}</x:hilfetextEingabe>{LENGTHS}")), ["1099"]),
        (one().replace(b"<x:letzteAenderung>", PUBLISHED.encode(), 1), ["1127"]),
        (one().replace(b"<x:letzteAenderung>", PUBLISHED.encode()), []),
        (one(text().replace("<code>6", "<code>2")).replace(b"<x:letzteAenderung>", PUBLISHED.encode()), ["1129"]),
        (grouped(TWO[0]), ["1106"]),
        (grouped(*TWO).replace(b"<x:letzteAenderung>", PUBLISHED.encode(), 2), ["1127", "1127", "1128", "1128"]),
        (grouped(use(text().replace("<code>6", "<code>2").replace("<x:letzteAenderung>", PUBLISHED), basis="§ 2"),
                 use(text(B).replace("<x:letzteAenderung>", PUBLISHED), basis="§ 2"))
         .replace(b"<x:letzteAenderung>", PUBLISHED.encode(), 2).replace(PUBLISHED.encode(), b"<x:letzteAenderung>", 1),
         ["1130"]),
        (one(text().replace("<x:bezeichnungAusgabe>Antwort</x:bezeichnungAusgabe>", "")), ["1010"]),
        (one(whole(field(kind="label", more=LENGTHS + content("x")))), ["1012"]),
        (one(text(more="")), ["1102"]),
        (one(whole(field(data_type="date"))), ["1103"]),
        (one(whole(field(data_type="file", more=content("x"))), anzahl="0:*"), ["1100"]),
        (one(text().replace("Testamt", "x" * 256)), ["1136"]),
        (one(text(more=LENGTHS + content("x" * 5001)), anzahl="1:1"), ["1136"]),
        (one(whole(field(**SELECT, more=values(("1" * 21, "eins"), ("2" * 21, "zwei"))))), ["1136"]),
        (one(text().replace("Testamt", "公務員")), ["1131"]),
        (one(text().replace("Testamt", "Amt \ufffd")), ["1131"]),
        (one(text().replace("Testamt", "Amt \U0001f600")), ["1131"]),
        (one(text().replace("Testamt", "Amt \ue000")), ["1131"]),
        (one(text().replace("</x:letzteAenderung>", f'</x:letzteAenderung>{LONG_KEYWORD}')), ["1137"]),
        (one(re.sub("<x:statusGesetztDurch>.*?</x:statusGesetztDurch>", "", text())), ["1117"]),
        (of_list("http://liste"), ["1005"]),
        (of_list("urn:x-test:für-ämter"), ["1048"]),
        (of_list("urn:x-test:liste", "3"), ["1105"]),
        (one(text(more=LENGTHS + "<x:codeKey>a</x:codeKey>")), ["1058"]),
        # uses
        (grouped(use(text()), TWO[1]), ["1022"]),
        (grouped(use(text().replace("<code>HAR", "<code>RNG")), TWO[1]), []),
        (one(whole(field(data_type="file")), anzahl="0:3"), ["1139"]),
        (one(text().replace("<code>HAR", "<code>RNG")).replace(v("1.0.0").encode(), b"", 1), ["1134"]),
        (one(text("F12000000001").replace("<code>HAR", "<code>RNG")).replace(v("1.0.0").encode(), b"", 1), []),
        (one(basis="§ 1; § 2"), ["1132"]),
        (one().replace(b"<x:bezug>", b'<x:bezug link="gesetze">'), ["1133", "1133"]),
        # rules
        (with_rule("Es muss F99000001 befüllt werden."), ["1041"]),
        (with_rule(f"Es muss {A}V1.0 befüllt werden."), ["1019"]),
        (with_rule("Es muss etwas befüllt werden.").replace(
            b"<x:fachlicherErsteller>Testamt</x:fachlicherErsteller>", b""), ["1117"]),
        (with_rule("a" * 5001), ["1136"]),
    ],
)  # fmt: skip
def test_one_message(data: bytes, expected: list[str]) -> None:
    assert codes(data) == expected


def test_old_dialect_has_no_profile_and_no_long_ids() -> None:
    stub = rule(text="Es muss F99000001 befüllt werden.")
    found = {finding.code for finding in quality.check(fim.read(schema2(use(field2()), more=stub)))}

    assert found == {"1051", "1101", "1102"}


def test_message_is_said_once_of_a_block_and_of_every_rule() -> None:
    twice = [use(whole(group(f"G9900000000{n}", use(text(more=""), basis="§"), use(text(B), basis="§"),
                             more=rule(text=f"{A}V1 muss befüllt werden.")))) for n in (1, 2)]  # fmt: skip

    found = [finding for finding in all_of(flawless(*twice)) if finding.for_editors]
    assert [(finding.code, finding.path, finding.rule) for finding in found] == [
        ("1019", "G99000000001", "R99000000001"),
        ("1102", f"G99000000001.{A}", None),
    ]


def test_service_comes_first_and_the_gravest_first() -> None:
    found = all_of(flawless(use(whole(field(kind="select", data_type="num"))), head=WHOLE.replace(BASIS, "")))

    assert [finding.code for finding in found] == ["1011", "1018", "1051"]
    assert [finding.severity for finding in found] == [Severity.CRITICAL, Severity.WARNING, Severity.CRITICAL]


def test_flawless_definition_is_fine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "gut.xml"
    file.write_bytes(one())

    assert cli.main(["fim", "check", str(file)]) == 0
    assert capsys.readouterr().out.count("\n") == 1


@pytest.mark.material
def test_severities_are_the_official_ones(material: Path) -> None:
    rows = etree.parse(material / "fim/qs/xdfm_1.8_Meldungen.genericode.xml").iter("Row")
    official = {}
    for row in rows:
        cells = {value.get("ColumnRef"): "".join(value.itertext()).strip() for value in row}
        official[cells["Code"]] = cells["Typ"]

    ours = {code: severity.value for code, severity in SEVERITIES.items() if code.isdigit()}
    assert ours == {code: official[code] for code in ours}
    assert set(SEVERITIES) >= FOR_EDITORS


@pytest.mark.material
def test_every_message_is_implemented_or_listed(material: Path) -> None:
    rows = etree.parse(material / "fim/qs/xdfm_1.8_Meldungen.genericode.xml").iter("Row")
    official = {"".join(row[0].itertext()).strip() for row in rows}
    page = (Path(__file__).parents[2] / "docs/standards/quality.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"\b1[01][0-9]{2}\b", page.partition("## Not decided here")[2]))

    assert official == set(filter(str.isdigit, SEVERITIES)) | listed
    assert listed & set(SEVERITIES) == set()


@pytest.mark.material
def test_real_definitions_are_no_flood(material: Path) -> None:
    """What concerns a service is a few lines for each of them; all have something for their editors."""
    for found in map(reals.schema, reals.files(material, "xdf3/S0[57]*.xml")):
        assert len(check_service(found, lists.match(found, lists.Shelf()))) < 12
        assert quality.check(found) != ()
