"""Every broken file ends in one sentence with file, line and element."""

from __future__ import annotations

from pathlib import Path

import pytest

from rathaus import fim
from rathaus.fim.model import FimError
from tests.fim.samples import (
    XDF3,
    field,
    group,
    identification,
    schema,
    use,
)


def sentence(data: bytes | Path) -> str:
    """The sentence that a broken file ends in."""
    with pytest.raises(FimError) as caught:
        fim.read(data, name="test.xml")
    assert str(caught.value).count("\n") == 0
    return str(caught.value)


# --- what cannot be read ---------------------------------------------------------------------------------------------

REFERENCE = "<x:codelisteReferenz><x:version>1</x:version></x:codelisteReferenz>"
BROKEN = {
    "not XML": (b"Guten Tag", "Zeile 1: Die Datei ist kein vollständiges XML (Start tag expected, '<' not found"),
    "empty": (b" \n", "Die Datei ist leer."),
    "HTML": (b"<html><body/></html>", "Das ist kein XDatenfelder-Dokument (Namensraum „“)."),
    "truncated": (schema(use(field()))[:-200], "Die Datei ist kein vollständiges XML"),
    "other namespace": (
        schema(use(field()), namespace="urn:a"),
        "Das ist kein XDatenfelder-Dokument (Namensraum „urn:a“).",
    ),
    "other version": (
        schema(use(field()), namespace=XDF3.replace("3.0.0", "3.1.0")),
        "XDatenfelder in der Version „3.1.0“ wird nicht gelesen, nur 2.0 und 3.0.0.",
    ),
    "other root": (
        schema(use(field())).replace(b"stammdatenschema.0102", b"nachricht.0199"),
        "Das Wurzelelement ist unbekannt; erwartet wird ein Stammdatenschema (xdatenfelder.stammdatenschema.0102).",
    ),
    "group": (
        schema(use(field())).replace(b"stammdatenschema.0102", b"datenfeldgruppe.0103"),
        "Das ist eine einzelne Datenfeldgruppe; erwartet wird ein Stammdatenschema.",
    ),
    "no payload": (
        schema(use(field())).replace(b"x:stammdatenschema>", b"x:dokumentsteckbrief>"),
        "„stammdatenschema“ fehlt.",
    ),
    "no id": (
        schema(use(field().replace("<x:id>F99000000001</x:id>", ""))),
        "test.xml, Zeile 8, Element datenfeld: Die ID fehlt oder ist leer.",
    ),
    "two ids": (
        schema(use(field().replace("<x:id>", "<x:id>F99000000009</x:id><x:id>"))),
        "„id“ steht mehrmals da, erlaubt ist es nur einmal.",
    ),
    "no identification": (schema(use(field().replace(identification("F99000000001"), ""))), "„identifikation“ fehlt."),
    "two identifications": (
        schema(use(field(more=identification("F99000000009")))),
        "Element datenfeld: „identifikation“ steht mehrmals da, erlaubt ist es nur einmal.",
    ),
    "strange id": (schema(use(field().replace(">F99", ">Feld 99"))), "„Feld 99000000001“ ist keine FIM-ID."),
    "id of another kind": (
        schema(use(field("G99000000001"))),
        "test.xml, Zeile 8, Element G99000000001: Die ID muss hier mit F beginnen.",
    ),
    "strange version": (schema(use(field().replace("1.0.0", "eins"))), "„eins“ ist keine Version."),
    "siblings": (
        schema(use(field()), use(field())),
        "F99000000001 steht hier zweimal; Geschwister dürfen nicht dieselbe ID haben.",
    ),
    "circle": (
        schema(use(group("G99000000001", use(group("G99000000002", use(group("G99000000001"))))))),
        "Element G99000000001: Die Gruppe enthält sich selbst.",
    ),
    "no cardinality": (schema(use(field()).replace("1:1", "")), "F99000000001: Die Anzahl („anzahl“) fehlt."),
    "strange cardinality": (schema(use(field(), anzahl="1-3")), "F99000000001: „1-3“ ist keine Anzahl."),
    "cardinality 0:0": (schema(use(field(), anzahl="0:0")), "F99000000001: Die Anzahl 0:0 ist unmöglich."),
    "cardinality 3:1": (schema(use(field(), anzahl="3:1")), "F99000000001: Die Anzahl 3:1 ist unmöglich."),
    "huge cardinality": (schema(use(field(), anzahl="1:" + "9" * 50)), "ist keine Anzahl."),
    "nothing contained": (schema(use("")), "muss genau ein Datenfeld oder eine Datenfeldgruppe enthalten."),
    "two contained": (schema(use(field() + field("F99000000002"))), "muss genau ein Datenfeld"),
    "no enthaelt": (schema("<x:struktur><x:anzahl>1:1</x:anzahl></x:struktur>"), "„enthaelt“ fehlt."),
    "unknown kind": (schema(use(field(kind="knopf"))), "F99000000001: „feldart“ hat den unbekannten Wert „knopf“."),
    "unknown data type": (schema(use(field(data_type="farbe"))), "„datentyp“ hat den unbekannten Wert „farbe“."),
    "no kind": (schema(use(field(kind=""))), "„feldart“ fehlt oder ist leer."),
    "unknown prefill": (
        schema(use(field(more="<x:vorbefuellung><code>immer</code></x:vorbefuellung>"))),
        "„vorbefuellung“ hat den unbekannten Wert „immer“.",
    ),
    "two codes": (
        schema(use(field().replace("<code>input</code>", "<code>input</code><code>select</code>"))),
        "„feldart“ hat mehr als einen Code.",
    ),
    "two names": (
        schema(use(field(more="<x:name>Noch einer</x:name>"))),
        "F99000000001: „name“ steht mehrmals da, erlaubt ist es nur einmal.",
    ),
    "elements in a text": (
        schema(use(field(more="<x:inhalt>a<b/></x:inhalt>"))),
        "F99000000001: In „inhalt“ darf nur Text stehen.",
    ),
    "elements in a legal basis": (schema(use(field(), basis="a<b/>")), "In „bezug“ darf nur Text stehen."),
    "unknown kind of group": (
        schema(use(group("G99000000001", more="<x:art><code>Y</code></x:art>"))),
        "Die Gruppenart „Y“ ist unbekannt.",
    ),
    "reference to nothing": (schema(use(field(kind="select", more=REFERENCE))), "Die Kennung der Codeliste ist leer."),
    "value without code": (
        schema(use(field(kind="select", more="<x:werte><x:wert><x:name>a</x:name></x:wert></x:werte>"))),
        "Ein Eintrag der Werteliste hat keinen Code.",
    ),
    "undefined entity": (schema(use(field(more="<x:inhalt>&a;</x:inhalt>"))), "Die Datei ist kein gültiges XML"),
    "DOCTYPE": (
        b'<!DOCTYPE a [<!ENTITY b "c">]>' + schema().partition(b"\n")[2],
        "Zeile 1: Die Datei enthält eine DOCTYPE-Angabe; solche Dateien werden nicht gelesen.",
    ),
    "DOCTYPE in UTF-16": (
        ('<!DOCTYPE a [<!ENTITY b "c">]>' + schema().decode().partition("\n")[2]).encode("utf-16"),
        "Die Datei enthält eine DOCTYPE-Angabe; solche Dateien werden nicht gelesen.",
    ),
    "wrong encoding": (
        schema(use(field())).replace(b"Frage", b"Fr\xe4ge"),
        "Die Datei enthält Zeichen, die nicht zu ihrer Zeichenkodierung passen",
    ),
    "zero byte": (schema(use(field())).replace(b"Frage", b"Fr\x00ge"), "test.xml, Zeile"),
    "unknown encoding": (schema().replace(b"UTF-8", b"KLINGON"), "test.xml, Zeile 1: Die Datei"),
    "xdf1": (schema(namespace="urn:xoev-de:fim:standard:xdatenfelder_1"), "XDatenfelder in der Version „1“"),
    "genericode": (
        b'<CodeList xmlns="http://docs.oasis-open.org/codelist/ns/genericode/1.0/"/>',
        "Das ist eine Codeliste (genericode); erwartet wird ein Stammdatenschema.",
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_read_broken_file(broken: str) -> None:
    data, expected = BROKEN[broken]

    said = sentence(data)

    assert expected in said
    assert said.startswith("test.xml")


def test_read_groups_nested_too_deep() -> None:
    block = field()
    for number in range(60):
        block = group(f"G990000{number:05}", use(block))

    assert sentence(schema(use(block))).endswith("Die Gruppen sind tiefer als 50-mal ineinander geschachtelt.")


@pytest.mark.parametrize("depth", [300, 10_000, 1_000_000])
def test_read_elements_nested_too_deep(depth: int) -> None:
    data = schema(use(field(more="<x:a>" * depth + "</x:a>" * depth)))

    assert sentence(data).endswith("Die Elemente sind zu tief ineinander geschachtelt.")


def test_read_billion_laughs() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(12))
    data = f"<!DOCTYPE a [{entities}]>".encode() + schema().partition(b"\n")[2].replace(b"Testantrag", b"&e11;")

    assert "DOCTYPE" in sentence(data)


def test_read_doctype_that_comes_late() -> None:
    data = b"<!--" + b" " * 100_000 + b"-->\n<!DOCTYPE a []>\n" + schema(use(field())).partition(b"\n")[2]

    assert sentence(data) == "test.xml: Die Datei enthält eine DOCTYPE-Angabe; solche Dateien werden nicht gelesen."


# --- files -----------------------------------------------------------------------------------------------------------


def test_read_file(tmp_path: Path) -> None:
    file = tmp_path / "antrag.xml"
    file.write_bytes(schema(use(field())))

    assert fim.read(file).head.id == "S99000000001"


def test_read_missing_file(tmp_path: Path) -> None:
    with pytest.raises(FimError, match=r"^nichts.xml: Die Datei gibt es nicht\.$"):
        fim.read(tmp_path / "nichts.xml")


def test_read_folder(tmp_path: Path) -> None:
    with pytest.raises(FimError, match=r": Das ist ein Ordner und keine Datei\.$"):
        fim.read(tmp_path)


def test_read_file_with_impossible_name(tmp_path: Path) -> None:
    with pytest.raises(FimError, match=r"aaa: Der Name ist zu lang\.$"):
        fim.read(tmp_path / ("a" * 300))


def test_read_huge_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "riesig.xml"
    with file.open("wb") as out:
        out.truncate(1_000_000_000)

    with pytest.raises(FimError, match=r"^riesig.xml: Die Datei ist größer als 50 MB und wird nicht gelesen\.$"):
        fim.read(file)


def test_read_endless_file_is_refused() -> None:
    with pytest.raises(FimError, match="Die Datei ist größer als 0,5 MB"):
        fim.read(Path("/dev/zero"), size_limit=500_000)


def test_read_size_limit_holds_for_bytes() -> None:
    data = schema(use(field()))

    assert fim.read(data, size_limit=len(data)).head.id == "S99000000001"
    with pytest.raises(FimError, match="größer"):
        fim.read(data, size_limit=len(data) - 1)


# --- the small files of others ---------------------------------------------------------------------------------------


def test_read_every_parser_case(material: Path) -> None:
    results = {}
    for file in sorted((material / "fim/parser-cases").glob("*/*.xml")):
        try:
            results[f"{file.parent.name}/{file.stem}"] = str(len(fim.read(file).positions))
        except FimError as error:
            results[f"{file.parent.name}/{file.stem}"] = error.message

    is_group = "Das ist eine einzelne Datenfeldgruppe; erwartet wird ein Stammdatenschema."
    is_unknown = "XDatenfelder in der Version „unknown“ wird nicht gelesen, nur 2.0 und 3.0.0."
    assert results == {
        "v2/data-field-rule": "1",
        "v2/data-group-rule": "1",
        "v2/duplicate-optional-value": "„beschreibung“ steht mehrmals da, erlaubt ist es nur einmal.",
        "v2/duplicate-required-value": "„name“ steht mehrmals da, erlaubt ist es nur einmal.",
        "v2/label": "1",
        "v2/minimal": "0",
        "v2/rule": "0",
        "v2/select": "1",
        "v2/simple": "2",
        "v2/unknown-namespace": is_unknown,
        "v3/duplicate-id-node": is_group,
        "v3/empty-id-node": is_group,
        "v3/input": is_group,
        "v3/invalid-freigabestatus": is_group,
        "v3/missing-id-node": is_group,
        "v3/simple": is_group,
        "v3/unexpected-node": is_group,
        "v3/unknown-namespace": is_unknown,
        "v3/xmlstruct-xdf3": "2",
    }
