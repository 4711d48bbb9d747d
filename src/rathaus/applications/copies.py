"""One's own data to take along: everything this house keeps of a draft or an application, as JSON with its files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from rathaus.applications import history, queries
from rathaus.applications.models import Application, Attachment
from rathaus.applications.queries import OpenDraft
from rathaus.catalogue.queries import brief, questionnaire
from rathaus.documents import archive
from rathaus.protection import files
from rathaus.questionnaire import RecordSection
from rathaus.towns import scope

FORMAT = "rathaus-angaben-1"
"""Names the form of ``angaben.json``; the number rises when it changes incompatibly."""


def of_draft(opened: OpenDraft) -> tuple[str, Iterator[bytes]]:
    """The name and the bytes of a ZIP file with everything that somebody has written so far."""
    record, asked = opened.record, opened.questionnaire
    outcome = asked.check(opened.draft)
    told = {
        **_head(opened.service_name),
        "status": "draft",
        "begun": record.created_at.isoformat(),
        "kept_until": record.expires_at.isoformat(),
        "questions": _rows(asked.summary(opened.draft, outcome)),
        "answers": outcome.answers,
        "typed": opened.draft.to_json()["values"],
        "set_aside": opened.draft.to_json()["aside"],
    }
    attachments = record.attachments.select_related("file__data_key").order_by("created_at")
    return _zip(f"Entwurf-{slugify(opened.service_name)[:60]}", told, attachments)


def of_application(application: Application) -> tuple[str, Iterator[bytes]]:
    """The same of a sent application, with its history, letters and receipt."""
    answers = queries.answers(application)
    told = {
        **_head(brief(application.version_id).name),
        "status": "sent",
        "number": application.number,
        "sent": application.submitted_at.isoformat(),
        "questions": _rows(questionnaire(application.version_id).record(answers, input_labels=True)),
        "answers": answers,
        "history": [_line(line) for line in history.lines(application)],
    }
    attachments = application.attachments.select_related("file__data_key").order_by("created_at")
    return _zip(f"Antrag-{application.number}", told, attachments)


def _line(line: history.Line) -> dict[str, Any]:
    named = [one.name for one in line.files]
    return {"at": line.at.isoformat(), "kind": line.kind.value, "text": line.text, "files": named}


def _head(service: str) -> dict[str, Any]:
    town = scope.current().name
    return {"format": FORMAT, "made": timezone.now().isoformat(), "municipality": town, "service": service}


def _rows(sections: Sequence[RecordSection], above: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Questions and answers in words, each with the headings it stands under."""
    found: list[dict[str, Any]] = []
    for section in sections:
        here = (*above, section.title)
        found += [
            {"section": list(here), "question": row.label, "answer": row.text, "files": [one.name for one in row.files]}
            for row in section.rows
        ]
        found += _rows(section.sections, here)
    return found


def _zip(name: str, told: dict[str, Any], attachments: Iterable[Attachment]) -> tuple[str, Iterator[bytes]]:
    """The archive. All keys are taken here, in the scope of the town; the bytes are read while it is sent."""
    listed, entries = [], []
    for number, attachment in enumerate(attachments, start=1):
        file = attachment.file
        path = f"dateien/{number:03}-{archive.safe_name(files.name(file))}"
        listed.append({"path": path, "purpose": attachment.purpose, "size": file.size, "sha256": file.sha256})
        entries.append(archive.Entry(path, files.read_sealed(file)))
    text = json.dumps({**told, "files": listed}, ensure_ascii=False, indent=2).encode()
    return f"{name}.zip", archive.stream([archive.Entry("angaben.json", [text]), *entries])
