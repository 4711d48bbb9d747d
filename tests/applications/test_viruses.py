"""Uploads and the virus scanner: checked, refused, kept until it can be reached, and what each side sees of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from rathaus.applications.models import Attachment, DraftRecord
from rathaus.protection.models import SealedFile
from rathaus.protection.scanning import scan_waiting
from rathaus.towns.actors import Actor
from tests.applications.applicant import Applicant
from tests.applications.walking import FORWARD, PDF, PROOF, proof, to_papers
from tests.protection import clamd
from tests.protection.clamd import EICAR, Scanner

INFECTED = PDF.replace(b"<<>>", EICAR)


@pytest.fixture
def scanner(settings) -> Iterator[Scanner]:
    """A scanner, set up for the house."""
    with clamd.running() as running:
        settings.RATHAUS_CLAMD = running.address
        yield running


def files_of(applicant: Applicant) -> list[str]:
    """The files on the page as they are shown."""
    items = applicant.tree.xpath("//li[@class='r-file']/span[2]")
    return [" ".join(one.text_content().split()) for one in items]


def upload(applicant: Applicant, content: bytes) -> Applicant:
    """On the page with the uploads, with the file there."""
    to_papers(applicant)
    page = applicant.path
    applicant.press(FORWARD, {PROOF: proof(content=content)})
    return applicant.open(page) if not applicant.problems else applicant


def test_harmless_file_is_checked(applicant: Applicant, scanner: Scanner) -> None:
    assert files_of(upload(applicant, PDF)) == ["nachweis.pdf (PDF, 48 Byte) auf Viren geprüft"]
    assert scanner.seen == [PDF]


def test_file_with_a_virus_is_refused_and_gone(applicant: Applicant, scanner: Scanner) -> None:
    upload(applicant, INFECTED)
    assert applicant.problems[0] == (
        "Nachweis der Haftpflichtversicherung: "
        "Die Datei „nachweis.pdf“ wurde nicht angenommen: Sie enthält einen Virus. "
        "Bitte prüfen Sie Ihr Gerät und wählen Sie eine andere Datei."
    )
    assert (SealedFile.objects.count(), files_of(applicant)) == (0, [])


def test_file_is_kept_until_the_scanner_can_be_reached(applicant: Applicant, settings) -> None:
    settings.RATHAUS_CLAMD = "/nowhere/clamd.ctl"
    assert files_of(upload(applicant, INFECTED)) == ["nachweis.pdf (PDF, 176 Byte) Die Virenprüfung steht noch aus."]
    assert SealedFile.objects.get().scan == "waiting"
    with clamd.running() as scanner:
        settings.RATHAUS_CLAMD = scanner.address
        scan_waiting(by=Actor.system("Virenprüfung"))
    assert files_of(applicant.open(applicant.path)) == [
        "nachweis.pdf (PDF, 176 Byte) Diese Datei enthält einen Virus. Bitte entfernen Sie sie."
    ]
    draft, file = DraftRecord.objects.get(), Attachment.objects.get()
    assert applicant.open(f"/antrag/{draft.pk}/datei/{file.pk}/").status == 404


def test_without_a_scanner_nothing_is_claimed(applicant: Applicant, settings) -> None:
    settings.RATHAUS_CLAMD = ""
    assert files_of(upload(applicant, PDF)) == ["nachweis.pdf (PDF, 48 Byte)"]
    assert SealedFile.objects.get().scan == ""
