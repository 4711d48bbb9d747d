"""What is reported about a definition before it becomes a service."""

from __future__ import annotations

import pytest

from rathaus import fim
from rathaus.fim import findings, lists
from rathaus.fim.lists import Shelf
from rathaus.fim.model import Finding
from rathaus.fim.rules import ReadRule, RuleReport, RuleStatus
from tests.fim.samples import field, group, rule, schema, schema2, use
from tests.fim.test_genericode import genericode, rows_of
from tests.fim.test_lists import schema_reference


def found_in(data: bytes, *code_lists: bytes) -> tuple[Finding, ...]:
    shelf = Shelf()
    for code_list in code_lists:
        shelf.add(code_list)
    schema_ = fim.read(data)
    found = findings.check(schema_, lists.match(schema_, shelf))
    return tuple(finding for finding in found if not finding.for_editors)


def codes(data: bytes, *code_lists: bytes) -> list[str]:
    return [finding.code for finding in found_in(data, *code_lists)]


def one(more: str = "", *, kind: str = "input", data_type: str = "text", anzahl: str = "1:1") -> bytes:
    return schema(use(field(kind=kind, data_type=data_type, more=more), anzahl=anzahl))


def values(*pairs: tuple[str, str]) -> str:
    entries = (f"<x:wert><x:code>{code}</x:code><x:name>{name}</x:name></x:wert>" for code, name in pairs)
    return f"<x:werte>{''.join(entries)}</x:werte>"


def content(text: str) -> str:
    return f"<x:inhalt>{text}</x:inhalt>"


def limits(attributes: str) -> str:
    return f"<x:praezisierung {attributes}/>"


TWO = values(("1", "eins"), ("2", "zwei"))
X = "<x:art><code>X</code></x:art>"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (one(), []),
        (schema(), ["1078"]),
        (schema2(), ["1078"]),
        (schema(use(field()), more=rule(text="")), ["1024"]),
        (schema(use(group("G99000000001", use(field()), more=rule(text="")))), ["1024"]),
        (schema(use(group("G99000000001"))), ["1023"]),
        (schema(use(group("G99000000001", use(field(), anzahl="0:1"), more=X))), ["1043"]),
        (schema(use(group("G99000000001", use(field()), use(field("F99000000002"), anzahl="0:1"), more=X))), ["1118"]),
        (one(kind="select"), ["1018"]),
        (one(TWO, kind="select"), []),
        (one(TWO, kind="select", data_type="num_int"), ["1011"]),
        (one(TWO), ["1017"]),
        (one(values(("1", "eins")), kind="select"), ["1044"]),
        (one(values(("1", "eins"), ("1", "zwei")), kind="select"), ["1045"]),
        (one(schema_reference("urn:x-test:liste"), kind="select"), ["codeliste-fehlt"]),
        (one(content("Hinweis"), kind="label"), []),
        (one(kind="label"), ["1109"]),
        (one(content("1"), kind="label", data_type="num"), ["1090"]),
        (one("<x:maxSize>1</x:maxSize>"), ["1056"]),
        (one("<x:mediaType>image/png</x:mediaType>"), ["1057"]),
        (one("<x:maxSize>1</x:maxSize><x:mediaType>image/png</x:mediaType>", data_type="file"), []),
        (one(limits('minLength="1"'), data_type="bool"), ["1015"]),
        (one(limits('minLength="9" maxLength="1"')), ["1061"]),
        (one(limits('minValue="1"')), ["1016"]),
        (one(limits('minValue="9" maxValue="1"'), data_type="num"), ["1064"]),
        (one(limits('minValue="2026-01-01" maxValue="2026-02-30"'), data_type="date"), ["1068"]),
        (one(limits('minValue="morgen"'), data_type="date"), ["1067"]),
        (one(limits('minValue="25:00"'), data_type="time"), ["1081"]),
        (one(limits('maxValue="2026"'), data_type="datetime"), ["1080"]),
        (one(limits('pattern="("')), ["muster-unbrauchbar"]),
        (one(limits('pattern="[0-9]+"')), []),
        (one(limits('pattern="[0-9]+"'), data_type="file"), ["1120"]),
        (one(TWO + content("2"), kind="select"), []),
        (one(TWO + content("3"), kind="select"), ["1085"]),
        (one(content("ja"), data_type="bool"), ["1077"]),
        (one(content("true"), data_type="bool"), []),
        (one(content("viel"), data_type="num"), ["1069"]),
        (one(content("1.5"), data_type="num_currency"), []),
        (one(content("31.12.2026"), data_type="date"), ["1071"]),
        (one(content("12:30"), data_type="time"), []),
        (one(limits('maxLength="3"') + content("lang")), ["1075"]),
        (one(limits('maxLength="3"') + content("kurz"[:3])), []),
        (one(limits('minLength="3"') + content("zu")), ["1074"]),
        (one(limits('maxLength="0"')), ["1060"]),
        (one(limits('minValue="1.5"'), data_type="num_int"), ["1065"]),
        (one(limits('maxValue="1.5"'), data_type="num_int"), ["1066"]),
        (one(limits('maxValue="1.0"'), data_type="num_int"), []),
        (one(limits('minValue="2026-02-01" maxValue="2026-01-01"'), data_type="date"), ["1064"]),
        (one(limits('minValue="2026-01-01" maxValue="2026-02-01"'), data_type="date"), []),
        (one(limits('minValue="2026-01-01T00:00:00Z" maxValue="2026-01-01T00:00:00"'), data_type="datetime"), []),
        (one(content("1.5"), data_type="num_int"), ["1070"]),
        (one(content("NaN"), data_type="num"), ["1069"]),
        (one(limits('minValue="2"') + content("1"), data_type="num"), ["1072"]),
        (one(limits('maxValue="2"') + content("3"), data_type="num"), ["1073"]),
        (one(limits('minValue="1" maxValue="2"') + content("2"), data_type="num"), []),
        (one(limits('minValue="2026-01-02"') + content("2026-01-01"), data_type="date"), ["1072"]),
        (one(limits('maxValue="2026-01-01"') + content("2026-01-02"), data_type="date"), ["1073"]),
        (one(content("heute"), data_type="datetime"), ["1083"]),
        (one(content("mittags"), data_type="time"), ["1084"]),
        (one(values(("1", "eins"), ("2", "eins")), kind="select"), ["1093"]),
        (one(kind="locked"), ["gesperrt-ohne-wert"]),
        (one(kind="hidden", anzahl="1:*"), ["gesperrt-ohne-wert"]),
        (one(kind="locked", anzahl="0:1"), []),
        (one(content("fest"), kind="locked"), []),
        (one("<x:neu/>"), ["unbekanntes-element"]),
    ],
)
def test_check(data: bytes, expected: list[str]) -> None:
    assert codes(data) == expected


def test_check_tells_of_list_in_another_version() -> None:
    data = one(schema_reference("urn:x-test:liste").replace("</x:can", "</x:can", 1), kind="select").replace(
        b"urn:x-test:liste</x:canonicalIdentification>",
        b"urn:x-test:liste</x:canonicalIdentification><x:version>2</x:version>",
    )

    (finding,) = found_in(data, genericode(version="1"))

    assert (finding.code, finding.sentence) == (
        "codeliste-andere-version",
        "Die Codeliste urn:x-test:liste_2 liegt nur in der Version 1 vor.",
    )


def test_check_compares_preset_with_the_list() -> None:
    data = one(schema_reference("urn:x-test:liste") + content("99"), kind="select")

    assert codes(data, genericode()) == ["1076"]
    assert codes(data, genericode(rows=rows_of([{"nr": "99"}, {"nr": "98"}]))) == []
    assert codes(data) == ["codeliste-fehlt"]


def test_check_tells_of_building_block_once_and_of_every_use() -> None:
    twice = [use(group(f"G9900000000{number}", use(field(kind="locked", data_type="num", more=limits('pattern="("')))))
             for number in (1, 2)]  # fmt: skip

    assert [(finding.code, finding.path) for finding in found_in(schema(*twice))] == [
        ("muster-unbrauchbar", "G99000000001.F99000000001"),
        ("gesperrt-ohne-wert", "G99000000001.F99000000001"),
        ("gesperrt-ohne-wert", "G99000000002.F99000000001"),
    ]


def test_check_rules() -> None:
    data = schema(use(group("G99000000001", use(field()), more=rule())), more=rule("R99000000002"))
    own, borne = fim.read(data).bound_rules
    report = RuleReport(
        (
            ReadRule(own, RuleStatus.UNCLEAR),
            ReadRule(borne, RuleStatus.PARTIAL, reasons=("Grund eins.", "Grund zwei.")),
            ReadRule(borne, RuleStatus.EXECUTABLE),
        )
    )

    assert [(finding.code, finding.sentence, finding.path) for finding in findings.check_rules(report)] == [
        (
            "regel-unklar",
            "R99000000002: Die Regel läuft nicht von selbst. Der Text ist nicht verstanden.",
            None,
        ),
        (
            "regel-teilweise",
            "R99000000001: Die Regel läuft nur zum Teil von selbst. Grund eins. Grund zwei.",
            "G99000000001",
        ),
    ]
