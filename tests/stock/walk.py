"""Fills in a service over HTTP, page by page, until it has the answers of a draft that the generator made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from rathaus.applications import queries
from rathaus.applications.models import DraftRecord
from rathaus.questionnaire import Control, Draft, EntryListView, Questionnaire, QuestionView, Step
from tests.applications.applicant import Applicant

PAGES = 400
"""More pages than any service has; a walk that needs more goes in circles."""
SAMPLES = {
    "application/pdf": ("Muster.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"),
    "image/jpeg": ("Muster.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 64 + b"\xff\xd9"),
    "image/png": ("Muster.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64),
}
_ENTRY = re.compile(r"\[([^\]]*)\]")


class Walk:
    """One application for one service, from the start button to the receipt."""

    def __init__(self, slug: str, asked: Questionnaire, target: Draft) -> None:
        self.applicant, self.asked, self.target = Applicant(), asked, target
        self.target_entries = asked.check(target).entries
        self.applicant.start(slug)
        self.record: Any = DraftRecord.objects.order_by("-created_at").first()
        self.seen: set[str] = set()
        self.entries: Mapping[str, tuple[str, ...]] = {}

    def to_receipt(self) -> Applicant:
        """Fill in whatever is open, then send. Every page must render; the last one must be the receipt."""
        check = f"/antrag/{self.record.pk}/pruefen/"
        for _ in range(PAGES):
            self.applicant.open(check)
            assert self.applicant.status == 200, (self.applicant.path, self.applicant.status)
            if self.applicant.path == check:
                return self.applicant.press("Jetzt absenden", {"Ich versichere": "ja"})
            self._fill_page()
        raise AssertionError(f"the walk does not end; last page {self.applicant.path}: {self.applicant.problems}")

    def _fill_page(self) -> None:
        slug = re.fullmatch(r".*/seite/([^/]+)/.*", self.applicant.path)
        assert slug, f"no page of questions: {self.applicant.path}"
        draft = self._draft()
        step = self.asked.step(slug[1], draft)
        assert step is not None
        self.seen.add(step.page.key)
        outcome = self.asked.check(draft)
        self.entries = outcome.entries
        view = self.asked.view(step, draft, outcome, show_problems=False)
        data: dict[str, Any] = {}
        for item in view.items:
            if isinstance(item, EntryListView) and len(item.entries) < len(self._entries(item.key)):
                data["add"] = item.key
            if isinstance(item, QuestionView):
                self._answer(item, data)
        self._post(step, data)

    def _post(self, step: Step, data: dict[str, Any]) -> None:
        path = f"/antrag/{self.record.pk}/seite/{step.slug}/"
        self.applicant._take(self.applicant.client.post(path, data, follow=True))
        assert self.applicant.status == 200, (path, self.applicant.status, data)

    def _answer(self, view: QuestionView, data: dict[str, Any]) -> None:
        if view.control is Control.FILE:
            missing = self.target.files.get(self._in_target(view.key), ())[len(view.files) :]
            data[view.name] = [_upload(ref.media_type) for ref in missing]
        elif view.question.date_parts is not None:
            paths = view.question.date_parts
            group = self._in_target(view.key)
            for part in view.parts:
                path = getattr(paths, part.part)
                data[part.name] = self.target.values.get(f"{group}.{path.rpartition('.')[2]}", "")
        elif view.inputs:
            if len(view.inputs) < len(self._entries(view.key)):
                data["add"] = view.key
            data.update({one.name: self._value(one.key) for one in view.inputs})
        elif view.control is not Control.FIXED:
            data[view.name] = self._value(view.key)

    def _value(self, key: str) -> Any:
        value = self.target.values.get(self._in_target(key) or "", "")
        return list(value) if isinstance(value, tuple) else value

    def _entries(self, key: str) -> tuple[str, ...]:
        return self.target_entries.get(self._in_target(key) or "", ())

    def _draft(self) -> Draft:
        return queries.opened(DraftRecord.objects.select_related("data_key").get(pk=self.record.pk)).draft

    def _in_target(self, key: str) -> str:
        """The same place in the generator's draft: the n-th entry there for the n-th entry here. "" for none."""
        chooser, key = ("?", key[1:]) if key.startswith("?") else ("", key)
        here = there = ""
        position = 0
        for match in _ENTRY.finditer(key):
            step = key[position : match.start()]
            here, there, position = here + step, there + step, match.end()
            number = self.entries[here].index(match[1])
            ids = self.target_entries.get(there, ())
            if number >= len(ids):
                return ""
            here, there = f"{here}[{match[1]}]", f"{there}[{ids[number]}]"
        return chooser + there + key[position:]


def _upload(media_type: str) -> SimpleUploadedFile:
    name, content = SAMPLES[media_type]
    return SimpleUploadedFile(name, content, media_type)


def rng() -> Random:
    """The same choices in every run."""
    return Random(2026)
