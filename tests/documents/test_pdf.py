"""Receipts and letters as PDF."""

import io
import subprocess
import sys
from datetime import UTC, datetime

import pikepdf
import pytest

from rathaus.documents import pdf
from rathaus.documents.characters import REPLACEMENT
from rathaus.documents.language import sentence
from rathaus.questionnaire import FileView, RecordRow, RecordSection
from rathaus.questionnaire.language import Sentence

AT = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
MARKUP = r"#strong[x] *fett* _kursiv_ $a^2$ \u{41} @verweis <marke> // Rest = Titel `code` #sys.inputs"


def receipt(**changes) -> pdf.Receipt:
    values = {
        "town": "Stadt Musterstadt",
        "service": "Hundesteuer anmelden",
        "number": "2026-7KQ4-M2XP",
        "received_at": AT,
        "sections": (RecordSection("Angaben zum Hund", (RecordRow("Rufname", "Rex"),)),),
    }
    return pdf.Receipt(**values | changes)


def letter(**changes) -> pdf.Letter:
    values = {
        "town": "Stadt Musterstadt",
        "number": "2026-7KQ4-M2XP",
        "at": AT,
        "recipient": ("Anna Müller", "Hauptstraße 12 a", "12345 Musterstadt"),
        "subject": "Ihr Antrag auf einen Bewohnerparkausweis",
        "paragraphs": ("Über Ihren Antrag haben wir entschieden.",),
        "signatory": "Petra Sommer",
    }
    return pdf.Letter(**values | changes)


def text(document: bytes) -> str:
    """The words of a PDF, separated by single spaces."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=document, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def metadata(document: bytes, *names: str) -> list[str]:
    with pikepdf.open(io.BytesIO(document)) as file, file.open_metadata() as meta:
        return [meta[name] for name in names]


DOCUMENTS = [
    pytest.param(lambda: pdf.receipt(receipt()), id="receipt"),
    pytest.param(lambda: pdf.letter(letter()), id="letter"),
]


@pytest.mark.parametrize("make", DOCUMENTS)
def test_documents_are_tagged_and_declare_their_standards(make):
    document = make()
    with pikepdf.open(io.BytesIO(document)) as file:
        assert file.Root.MarkInfo.Marked == True  # noqa: E712 – a pikepdf object, not a bool
        assert "/StructTreeRoot" in file.Root
        assert str(file.Root.Lang) == "de-DE"
        assert file.Root.ViewerPreferences.DisplayDocTitle == True  # noqa: E712
    assert metadata(document, "pdfuaid:part", "pdfaid:part", "pdfaid:conformance") == ["1", "3", "A"]


def test_receipt_has_its_title_and_date():
    title, created = metadata(pdf.receipt(receipt()), "dc:title", "xmp:CreateDate")
    assert (title, created[:19]) == ("Eingangsbestätigung", "2026-03-29T01:59:00")


def test_letter_has_its_subject_as_title():
    assert metadata(pdf.letter(letter()), "dc:title") == ["Ihr Antrag auf einen Bewohnerparkausweis"]


@pytest.mark.parametrize("make", DOCUMENTS)
def test_the_same_values_give_the_same_bytes(make):
    assert make() == make()


def test_the_same_values_give_the_same_bytes_in_another_process():
    program = (
        "import sys; from tests.documents import test_pdf as t; from rathaus.documents import pdf;"
        "sys.stdout.buffer.write(pdf.receipt(t.receipt()))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout == pdf.receipt(receipt())


def test_receipt_shows_everything_that_was_sent():
    sections = (
        RecordSection(
            "Angaben zur Person",
            (RecordRow("Familienname", "Müller"), RecordRow("Titel", "", answered=False)),
            (
                RecordSection("Anschrift", (RecordRow("Ort", "Musterstadt"),)),
                RecordSection("Postfach", (RecordRow("Nummer", "", answered=False),)),
            ),
        ),
        RecordSection("Nachweise", (RecordRow("Foto", "", files=(FileView("1", "hund.jpg", 1, "image/jpeg"),)),)),
    )
    files = (pdf.AttachedFile("hund.jpg", "JPEG-Bild", 1_449_000, "ab" * 32),)
    shown = text(
        pdf.receipt(receipt(sections=sections, files=files, department="Fachdienst Steuern", audit_head="cd" * 32))
    )
    assert shown.startswith("Stadt Musterstadt Eingangsbestätigung Vorgangsnummer 2026-7KQ4-M2XP")
    wanted = [
        "Leistung Hundesteuer anmelden",
        "Eingegangen am 29. März 2026, 01:59 Uhr",
        "Zuständig Fachdienst Steuern",
        "Angaben zur Person Familienname Müller Anschrift Ort Musterstadt Nachweise Foto hund.jpg",
        "hund.jpg (JPEG-Bild, 1,4 MB) Prüfsumme SHA-256: " + "ab" * 32,
        "Stand des Protokolls vor dem Eingang: " + "cd" * 32,
    ]
    assert [part for part in wanted if part not in shown] == []
    assert [absent for absent in ("Titel", "Postfach", REPLACEMENT) if absent in shown] == []


def test_receipt_speaks_english_around_the_german_questions():
    document = pdf.receipt(
        receipt(
            language="en",
            service=Sentence.by(lambda language: "Register a dog" if language == "en" else "Hund anmelden"),
            declared=[RecordSection(sentence("Zum Nachweis"), (RecordRow(sentence("Leistung"), "x"),))],
            files=(pdf.AttachedFile("hund.jpg", "JPEG", 1_449_000, "ab" * 32),),
        )
    )
    shown = text(document)
    wanted = [
        "Acknowledgement of receipt Reference number 2026-7KQ4-M2XP Service Register a dog",
        "Received on 29 March 2026, 01:59 ",
        "Angaben zum Hund Rufname Rex Proof Service x Attached files",
        "hund.jpg (JPEG, 1.4 MB) Checksum SHA-256:",
        "Page 1 of 1",
    ]
    assert [part for part in wanted if part not in shown] == []
    with pikepdf.open(io.BytesIO(document)) as file:
        tagged = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/Lang" in one]
        assert str(file.Root.Lang) == "en-GB"
        assert {(str(one.S), str(one.Lang)) for one in tagged} == {("/H1", "de-DE"), ("/L", "de-DE")}


def test_receipt_brings_the_signed_head_of_the_audit_log():
    with pikepdf.open(io.BytesIO(pdf.receipt(receipt(audit_head="7-ab", audit_proof='{"sequence":7}')))) as file:
        assert file.attachments["protokollkopf.json"].get_file().read_bytes() == b'{"sequence":7}'
    with pikepdf.open(io.BytesIO(pdf.receipt(receipt()))) as file:
        assert list(file.attachments) == []


def test_receipt_gives_the_time_of_the_town_after_the_clock_change():
    assert "29. März 2026, 03:00 Uhr" in text(pdf.receipt(receipt(received_at=datetime(2026, 3, 29, 1, 0, tzinfo=UTC))))


def test_receipt_shows_markup_literally():
    shown = text(pdf.receipt(receipt(sections=(RecordSection(MARKUP, (RecordRow(MARKUP, MARKUP),)),))))
    assert shown.count(MARKUP) == 3


def test_letter_shows_markup_literally():
    shown = text(
        pdf.letter(
            letter(
                recipient=(MARKUP,),
                subject=MARKUP,
                paragraphs=(MARKUP,),
                parts=(pdf.LetterPart("Begründung", MARKUP),),
                remedy=MARKUP,
            )
        )
    )
    assert shown.replace("‐", "").count("#sys.inputs") == 5


def test_letter_says_everything_in_order():
    shown = text(
        pdf.letter(
            letter(
                department="Straßenverkehr",
                sender=("Stadtverwaltung Musterstadt", "Rathausplatz 1", "", "12345 Musterstadt"),
                facts=(pdf.Fact("Auskunft erteilt", "Petra Sommer"),),
                parts=(pdf.LetterPart("Entscheidung", "Bewilligt."), pdf.LetterPart("Begründung", "Weil.\n\nDarum.")),
                signatory_role="Sachbearbeitung",
                remedy="Widerspruch ist möglich.",
                note="Elektronisch erstellt.",
            )
        )
    )
    order = [
        "Stadt Musterstadt",
        "Straßenverkehr",
        "Stadtverwaltung Musterstadt · Rathausplatz 1 · 12345 Musterstadt",
        "Hauptstraße 12 a",
        "Ihr Antrag auf einen Bewohnerparkausweis",
        "Guten Tag,",
        "Über Ihren Antrag haben wir entschieden.",
        "Entscheidung Bewilligt.",
        "Begründung Weil. Darum.",
        "Mit freundlichen Grüßen Im Auftrag",
        "Petra Sommer Sachbearbeitung",
        "Rechtsbehelfsbelehrung Widerspruch ist möglich.",
        "Elektronisch erstellt.",
        "Seite 1 von 1",
    ]
    positions = []
    for part in order:
        positions.append(shown.index(part, positions[-1] if positions else 0))
    assert positions == sorted(positions)
    assert "29. März 2026" in shown


def test_letter_of_many_pages_counts_them():
    shown = text(pdf.letter(letter(paragraphs=["Ein langer Absatz. " * 40] * 12)))
    assert "Seite 1 von 3" in shown
    assert "Seite 3 von 3" in shown


def test_letter_address_keeps_to_six_lines():
    lines = [
        "Firma",
        "Musterfrau GmbH",
        "z. Hd.",
        "Anna Müller",
        "",
        "Hinterhaus",
        "Hauptstraße 1",
        "12345 Musterstadt",
    ]
    shown = text(pdf.letter(letter(recipient=lines)))
    assert "Firma, Musterfrau GmbH" in shown


def test_letter_without_address_is_made():
    assert "Guten Tag," in text(pdf.letter(letter(recipient=())))


def test_documents_need_a_time_zone():
    with pytest.raises(ValueError, match="Zeitzone"):
        pdf.receipt(receipt(received_at=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_receipt_says_that_signs_were_replaced():
    shown = text(pdf.receipt(receipt(sections=(RecordSection("Name", (RecordRow("Name", "李 Müller"),)),))))
    assert f"Name {REPLACEMENT} Müller" in shown
    assert "Einzelne Zeichen kann dieses Dokument nicht darstellen" in shown


@pytest.mark.parametrize(
    ("size", "words"), [(999, "999 Byte"), (1000, "1 kB"), (999_000, "999 kB"), (1_449_000, "1,4 MB")]
)
def test_size_in_words(size, words):
    assert pdf.size_in_words(size) == words


def test_fonts_of_the_house_are_used_where_they_are_built():
    names = set()
    with pikepdf.open(io.BytesIO(pdf.letter(letter()))) as file:
        for font in file.pages[0].Resources.Font.values():
            names.add(str(font.BaseFont).split("+")[-1].split("-")[0])
    assert names == ({"FiraSans"} if pdf.FONTS.is_dir() else {"LibertinusSerif"})
