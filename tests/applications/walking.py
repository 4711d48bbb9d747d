"""Filling in the sample service page by page, as an applicant does."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.applications.applicant import Applicant

SLUG = "hund-anmelden"
FORWARD = "Speichern und weiter"
REASON = {"Warum melden Sie sich?": "Ich habe einen Hund bekommen"}
DANGEROUS = {"Ist der Hund als gefährlich eingestuft?": "Ja"}
HARMLESS = {"Ist der Hund als gefährlich eingestuft?": "Nein"}
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
DOG = {"Name des Hundes": "Bello", "Rasse": "Dackel"}
PROOF = "Nachweis der Haftpflichtversicherung"
NO_ACCOUNT = {"Möchten Sie per Lastschrift zahlen?": "Nein"}
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def proof(name: str = "nachweis.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def to_person(applicant: Applicant, dangerous: dict[str, str] = HARMLESS) -> Applicant:
    """Up to the page about the person."""
    return applicant.start(SLUG).press(FORWARD, REASON).press(FORWARD, dangerous)


def to_entries(applicant: Applicant) -> Applicant:
    """At the list of dogs, with one on it."""
    to_person(applicant).press(FORWARD, PERSON).press(FORWARD, DOG)
    return applicant.follow("Zurück")


def to_papers(applicant: Applicant) -> Applicant:
    """Up to the page with the uploads."""
    return to_person(applicant, DANGEROUS).press(FORWARD, PERSON).press(FORWARD, DOG)


def to_check(applicant: Applicant) -> Applicant:
    """Up to "check and send", with one file."""
    return to_papers(applicant).press(FORWARD, {PROOF: proof(), **NO_ACCOUNT}).press(FORWARD)


def send(applicant: Applicant) -> Applicant:
    """Up to the receipt."""
    return to_check(applicant).press("Jetzt absenden", {"Ich versichere": "ja"})
