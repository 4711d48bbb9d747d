"""Documents as PDF: the receipt of an application and a letter of the town (papers: `rathaus.documents.paper`).

Both are tagged (PDF/UA-1) and made for keeping (PDF/A-3a), with title, language and date set. The same values give the
same bytes: the document's date comes from the values, fonts only from the house and from typst itself, never from the
machine. Texts are handed over as data and are never read as markup. Signs that no font of the house can show are
replaced by "�" (see `characters`), because a standard document may not contain an empty box; the receipt says so.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typst

from rathaus.documents.characters import displayable
from rathaus.documents.language import sentence
from rathaus.fim.rules.phrases import Language
from rathaus.questionnaire import RecordRow, RecordSection
from rathaus.questionnaire.language import Sentence, fill, say

TEMPLATES = Path(__file__).parent / "typst"
FONTS = Path(__file__).parent / "fonts"
"""Fira Sans as TrueType, put there by the asset build. Without it, typst's own Libertinus Serif serves alone."""
# One document is one small piece of work: more threads would only wait for each other (read by typst at its first use).
os.environ.setdefault("RAYON_NUM_THREADS", "1")
STANDARDS: list[typst.PDFStandard] = ["ua-1", "a-3a"]
CLOCK = ZoneInfo("Europe/Berlin")
MONTHS: dict[Language, tuple[str, ...]] = {
    "de": (
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """One labelled value, such as a line of the information block of a letter."""

    label: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that came with the application: its size in bytes, the SHA-256 (hex) of its content."""

    name: str
    kind: str
    size: int
    sha256: str


@dataclasses.dataclass(frozen=True, slots=True)
class Receipt:
    """What an applicant keeps: number, service, time, every answer and file, and where the audit log stood.

    `sections` are the definition's and stay German; everything else, `declared` (what stands behind the answers) too,
    is said in `language` where it knows it (`rathaus.questionnaire.language`).
    """

    town: str
    service: str
    number: str
    received_at: datetime
    sections: Sequence[RecordSection]
    declared: Sequence[RecordSection] = ()
    files: Sequence[AttachedFile] = ()
    department: str = ""
    audit_head: str = ""
    """Where the audit log stood, for people to compare; `audit_proof` is the signed head, attached to the PDF."""
    audit_proof: str = ""
    arrived: str = sentence("Ihr Antrag ist vollständig bei uns angekommen.")
    language: Language = "de"


@dataclasses.dataclass(frozen=True, slots=True)
class LetterPart:
    """A headed part of a letter, such as the decision or its reason."""

    title: str
    text: str


@dataclasses.dataclass(frozen=True, slots=True)
class Letter:
    """A letter to the applicant. `recipient` and `sender` are whole addresses, line by line; `at` dates it.

    `english`: what it says, in short, for a reader of English; empty for readers of German.
    """

    town: str
    number: str
    at: datetime
    recipient: Sequence[str]
    subject: str
    paragraphs: Sequence[str]
    signatory: str
    department: str = ""
    sender: Sequence[str] = ()
    facts: Sequence[Fact] = ()
    salutation: str = "Guten Tag,"
    parts: Sequence[LetterPart] = ()
    closing: str = "Mit freundlichen Grüßen\nIm Auftrag"
    signatory_role: str = ""
    remedy: str = ""
    note: str = ""
    english: str = ""


def receipt(value: Receipt) -> bytes:
    """The receipt of an application as PDF."""
    language = value.language
    facts = [(sentence("Leistung"), value.service), (sentence("Eingegangen am"), _moment(value.received_at))]
    if value.department:
        facts.append((sentence("Zuständig"), value.department))
    return compiled(
        "receipt.typ",
        value.received_at,
        {
            "language": language,
            "title": say(sentence("Eingangsbestätigung"), language),
            "description": say(_description(value), language),
            "town": value.town,
            "number": value.number,
            "facts": [{"label": say(label, language), "text": say(text, language)} for label, text in facts],
            "introduction": f"{say(value.arrived, language)} {say(_INTRODUCTION, language)}",
            "sections": [_section(section, "de") for section in value.sections],
            "declared": [_section(section, language) for section in value.declared],
            "files": [_file(file, language) for file in value.files],
            "audit_head": value.audit_head,
            "audit_proof": value.audit_proof,
            "words": {name: say(text, language) for name, text in _RECEIPT.items()},
            "pages": say(_PAGES, language),
        },
    )


def _description(value: Receipt) -> str:
    told = sentence("Eingangsbestätigung zu {service}, Vorgangsnummer {number}")
    return fill(told, service=value.service, number=value.number)


def _moment(at: datetime) -> Sentence:
    """A point in time, to the minute."""
    time = f"{at.astimezone(CLOCK):%H:%M}"
    return Sentence.by(lambda language: f"{day(at, language)}, {time}{' Uhr' if language == 'de' else ''}")


_PAGES = sentence("Seite %(page)s von %(pages)s")
_INTRODUCTION = sentence(
    "Hier steht, was Sie uns gesendet haben. Bitte bewahren Sie dieses Dokument auf und nennen Sie bei Fragen die "
    "Vorgangsnummer."
)
_RECEIPT = {
    "number": sentence("Vorgangsnummer"),
    "files": sentence("Beigefügte Dateien"),
    "sum": sentence("Prüfsumme SHA-256:"),
    "proof_title": sentence("Zum Nachweis"),
    "proof": sentence("Der Eingang ist in unserem Protokoll festgehalten, das niemand unbemerkt ändern kann."),
    "head": sentence("Stand des Protokolls vor dem Eingang:"),
    "signed_head": sentence("Der unterschriebene Stand des Protokolls"),
    "replaced": sentence(
        "Einzelne Zeichen kann dieses Dokument nicht darstellen; sie stehen hier als „{sign}“. In dem, was Sie "
        "gesendet haben, sind sie unverändert gespeichert."
    ),
}
"""What stands in every receipt, by the name that its template calls it."""


def letter(value: Letter) -> bytes:
    """A letter of the town as PDF."""
    return compiled(
        "letter.typ",
        value.at,
        {
            "title": value.subject,
            "description": f"Schreiben zu Vorgang {value.number}",
            "town": value.town,
            "number": value.number,
            "department": value.department,
            "sender_line": " · ".join(line.strip() for line in value.sender if line.strip()) or value.town,
            "recipient": _address(value.recipient),
            "facts": [
                {"label": "Datum", "text": day(value.at)},
                {"label": "Unser Zeichen", "text": value.number},
                *(dataclasses.asdict(fact) for fact in value.facts),
            ],
            "salutation": value.salutation,
            "paragraphs": list(value.paragraphs),
            "parts": [dataclasses.asdict(part) for part in value.parts],
            "closing": value.closing,
            "signatory": value.signatory,
            "signatory_role": value.signatory_role,
            "remedy": value.remedy,
            "note": value.note,
            "english": value.english,
        },
    )


def day(at: datetime, language: Language = "de") -> str:
    """The date of a point in time: ``22. November 2026``, ``22 November 2026``."""
    local = at.astimezone(CLOCK)
    return f"{local.day}{'.' if language == 'de' else ''} {MONTHS[language][local.month - 1]} {local.year}"


def size_in_words(size: int, language: Language = "de") -> str:
    """A file size as people read it: ``1,4 MB``."""
    if size < 1000:
        return f"{size} {'Byte' if language == 'de' else 'bytes'}"
    if size < 1_000_000:
        return f"{size / 1000:.0f} kB"
    megabytes = f"{size / 1_000_000:.1f} MB"
    return megabytes.replace(".", ",") if language == "de" else megabytes


def _address(lines: Sequence[str]) -> list[str]:
    """At most six lines fit the window; of more, the first ones share a line."""
    filled = [" ".join(line.split()) for line in lines if line.strip()]
    surplus = max(0, len(filled) - 6)
    return [", ".join(filled[: surplus + 1]), *filled[surplus + 1 :]] if filled else []


def _section(section: RecordSection, language: Language) -> dict[str, Any]:
    rows = [row for row in section.rows if row.answered]
    return {
        "title": say(section.title, language),
        "rows": [{"label": say(row.label, language), "text": say(_answer(row), language)} for row in rows],
        "sections": [_section(child, language) for child in section.sections],
    }


def _answer(row: RecordRow) -> str:
    return "\n".join(file.name for file in row.files) or row.text


def _file(file: AttachedFile, language: Language) -> dict[str, str]:
    size = size_in_words(file.size, language)
    return {"name": file.name, "kind": file.kind, "size": size, "sha256": file.sha256}


def compiled(template: str, at: datetime, data: dict[str, Any]) -> bytes:
    """A document from its template and the texts in `data`. Raises ValueError for a date without time zone."""
    if at.tzinfo is None:
        raise ValueError("Das Datum eines Dokuments braucht eine Zeitzone.")
    shown = _displayable(data)
    shown["at"] = f"{at.astimezone(CLOCK):%Y-%m-%dT%H:%M:%S}"
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(shown, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=int(at.timestamp()),
    )


def _displayable(value: Any) -> Any:
    """The same value with every text in it made displayable."""
    if isinstance(value, str):
        return displayable(value)
    if isinstance(value, dict):
        return {key: _displayable(item) for key, item in value.items()}
    return [_displayable(item) for item in value]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS] if FONTS.is_dir() else [])
