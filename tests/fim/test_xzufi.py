"""Descriptions of services are read from every version of XZuFi, and nothing unusable comes through."""

from decimal import Decimal

import pytest

from rathaus.fim import FimError
from rathaus.fim.xzufi import EASY_GERMAN, Amounts, Document, Link, Period, read_descriptions
from tests.fim import xzufi_samples as samples


@pytest.mark.parametrize("version", ["2_1_0", "2_2_0", "2_3_1"])
def test_every_module_is_read_in_every_version(version):
    (found,) = read_descriptions(samples.message(version))
    assert (found.id, found.keys, found.name(), found.name("en")) == (
        "4711", (samples.KEY,), "Hund anmelden", "Register a dog",
    )  # fmt: skip
    assert found.languages == ("de", EASY_GERMAN, "en")
    assert found.texts["24"]["de"] == "<p>Sie halten einen <b>Hund</b>?</p>"
    assert found.texts["06"]["de"] == "<p>Jeder Hund wird angemeldet.</p><script>alert(1)</script>"
    assert found.links == {
        "07": (Link("https://recht.example/2", "§ 2 Gesetz", "de"),),
        "15": (Link("https://hund.example", "Alles über Hunde"),),
    }
    assert found.deadlines == (
        Period("001", "2", "WOCHE", note={"de": "ab dem Einzug des Hundes"}),
        Period("006", "1", "MONAT"),
    )
    assert found.notes["modulFrist"] == {"de": "Melden Sie ihn bald."}
    assert found.durations == (Period("", "2", "TAG", "3", "WOCHE"),)
    assert found.costs == (
        Amounts(
            Decimal("96.00"), Decimal("96.00"), in_advance=True,
            note={"de": "für den ersten Hund", "en": "first dog"},
        ),
        Amounts(Decimal("10.5"), Decimal(50)),
        Amounts(free=True, note={"de": "für Blindenhunde"}),
    )  # fmt: skip
    assert found.documents == (Document({"de": "Impfpass"}, {"de": "<p>mit Chipnummer</p>"}),)
    assert found.terms == ({"de": "Hundemarke"}, {"en": "dog tag"})
    assert found.situations == ({"de": "Umzug"},)
    assert (found.addressees, found.written_form) == (("001", "003"), False)
    assert (found.approved_on, found.approved_by) == ("2026-05-04", {"de": "Ministerium für Hunde"})


def test_what_2_3_does_in_another_way_comes_to_the_same():
    (found,) = read_descriptions(samples.message_23())
    assert found.keys == (samples.KEY,)
    assert found.documents == (Document({"de": "Impfpass"}, {"de": "<p>mit Chipnummer</p>"}),)
    assert found.texts["08"]["de"] == "Alles im Original.\n\nOnline genügen Kopien."


def test_several_services_keep_their_order_and_deleted_ones_are_left_out():
    data = samples.message("2_2_0", samples.service(id_="2"), samples.service(id_="1"))
    data = data.replace(b"</schreibe>", f"</schreibe><loesche>{samples.service(id_='3')}</loesche>".encode())
    assert [one.id for one in read_descriptions(data)] == ["2", "1"]


def test_amount_that_is_no_number_is_left_out():
    (found,) = read_descriptions(samples.message().replace(b">96.00<", b">etwa 96<"))
    assert (found.costs[0].least, found.costs[0].note["de"]) == (None, "für den ersten Hund")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "texte.xml: Die Datei ist leer."),
        (b"<a/>", "texte.xml, Zeile 1: Das ist keine XZuFi-Nachricht der Versionen 2.1 bis 2.3."),
        (samples.message("3_0_0"), "texte.xml, Zeile 1: Das ist keine XZuFi-Nachricht der Versionen 2.1 bis 2.3."),
        (
            b'<x xmlns="http://xoev.de/schemata/xzufi/2_2_0"/>',
            "texte.xml: In der Nachricht ist keine Leistung beschrieben.",
        ),
        (samples.message("2_2_0", samples.service(id_="")), "texte.xml, Zeile 2: Einer Leistung fehlt die ID."),
        (
            samples.message().replace(b"?>\n", b'?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
            "texte.xml, Zeile 2: Die Datei enthält eine DOCTYPE-Angabe; solche Dateien werden nicht gelesen.",
        ),
        (samples.message()[:-40], "texte.xml, Zeile 47: Die Datei ist kein vollständiges XML"),
    ],
)
def test_unusable_file_is_refused_in_one_sentence(data, sentence):
    with pytest.raises(FimError) as refused:
        read_descriptions(data, name="texte.xml")
    assert str(refused.value)[: len(sentence)] == sentence


def test_file_above_the_limit_is_refused_before_it_is_parsed():
    with pytest.raises(FimError, match="MB"):
        read_descriptions(samples.message(), name="texte.xml", size_limit=1000)
