"""A whole application without a browser, from the start button to the receipt and the status page."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rathaus.applications import queries
from rathaus.applications.models import Application, Attachment, DraftRecord
from tests.applications.applicant import Applicant

PERSON = {
    "Vornamen": "Käthe",
    "Familienname": "Özdemir-Łukasz",
    "Geburtsdatum": "3.4.1985",
    "E-Mail-Adresse": "kaethe@example.org",
    "Straße": "Am Rathaus",
    "Hausnummer": "7a",
    "Postleitzahl": "12345",
    "Ort": "Musterstadt",
}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def proof(name: str = "nachweis.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def begin(applicant: Applicant) -> Applicant:
    return applicant.start("hund-anmelden")


def fill(applicant: Applicant) -> Applicant:
    """Everything up to "check and send"."""
    begin(applicant).press("Speichern und weiter", {"Warum melden Sie sich?": "Ich habe einen Hund bekommen"})
    applicant.press("Speichern und weiter", {"Ist der Hund als gefährlich eingestuft?": "Ja"})
    applicant.press("Speichern und weiter", PERSON)
    applicant.press("Speichern und weiter", {"Name des Hundes": "Bello", "Rasse": "Dackel"})
    applicant.press("Speichern und weiter")
    applicant.press(
        "Speichern und weiter", {"Nachweis der Haftpflichtversicherung": proof(), "Möchten Sie Angaben zu „Abbuchung vom Konto“ machen?": "Nein"}
    )
    applicant.press("Speichern und weiter")
    return applicant


def test_show(applicant: Applicant) -> None:
    fill(applicant)
    print(applicant.path, applicant.status, applicant.heading, applicant.problems)
    applicant.press("Jetzt absenden")
    print(applicant.path, applicant.status, applicant.heading, applicant.problems)
    applicant.press("Jetzt absenden", {"Ich versichere": "ja"})
    print(applicant.path, applicant.status, applicant.heading, applicant.problems)
    applicant.follow("Stand meines Antrags")
    print(applicant.path, applicant.status, applicant.heading, applicant.problems, applicant.tree.text_content())
