"""What the clerk sees of the virus scanner beside each file of the applicant."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from lxml import html

from rathaus.protection.models import SealedFile
from rathaus.questionnaire import FileView


@pytest.mark.parametrize(
    ("scan", "told", "links"),
    [
        (SealedFile.Scan.CLEAN, "auf Viren geprüft", 1),
        (SealedFile.Scan.WAITING, "noch nicht auf Viren geprüft", 1),
        (SealedFile.Scan.INFECTED, "Virus gefunden, gesperrt", 0),
        (SealedFile.Scan.NONE, "nicht auf Viren geprüft", 1),
    ],
)
def test_clerk_sees_whether_a_file_was_looked_at(scan: str, told: str, links: int) -> None:
    file = FileView(str(uuid4()), "nachweis.pdf", 1_400_000, "application/pdf", scan)
    context = {"files": [file], "case": SimpleNamespace(pk=uuid4())}
    shown = html.fromstring(render_to_string("cases/files.html", context))
    assert " ".join(shown.text_content().split()) == f"nachweis.pdf (1,4 MB) {told}"
    assert len(shown.xpath("//a")) == links
