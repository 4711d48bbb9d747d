"""Fills in a service over HTTP, page by page, until it has the answers of a draft that the generator made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from rathaus.applications import queries
from rathaus.applications.models import DraftRecord
from rathaus.questionnaire import Control, Draft, EntryListView, Questionnaire, QuestionView, Step
from tests.applications.applicant import Applicant

PAGES = 400
"""More pages than any service has; a walk that needs more goes in circles."""
SAMPLES = {
    "application/pdf": ("Muster.pdf", "application/pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"),
    "image/jpeg": ("Muster.jpg", "image/jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 64 + b"\xff\xd9"),
    "image/png": ("Muster.png", "image/png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64),
}
_ENTRY = re.compile(r"\[([^\]]*)\]")


class Wanted:
    """What to type on a page, so that a draft of one's own comes to say what the generator's says."""

    def __init__(self, asked: Questionnaire, target: Draft) -> None:
        self.asked, self.target = asked, target
        self.target_entries = asked.check(target).entries
        self.entries: Mapping[str, tuple[str, ...]] = {}

    def on(self, slug: str, draft: Draft, *, with_below: bool = False) -> tuple[Step, dict[str, Any]]:
        """The step and its form data: text, lists of codes, or files to upload; ``add`` where an entry is missing.

        `with_below`: with the answers to the follow-up questions that a script shows below the page.
        """
        outcome = self.asked.check(draft)
        step = self.asked.step(slug, draft, outcome)
        assert step is not None
        data = self._page(step, draft)
        seen = {step.slug}
        while with_below and "add" not in data:
            typed = {name: _as_typed(value) for name, value in data.items() if not isinstance(value, list)}
            now = self.asked.apply_with_following(draft, step, typed, seen)
            new = [one for one in self.asked.follow_ups(step, now) if one.slug not in seen]
            if not new:
                break
            data.update(self._page(new[0], now))
            seen.add(new[0].slug)
        return step, data

    def _page(self, step: Step, draft: Draft) -> dict[str, Any]:
        outcome = self.asked.check(draft)
        self.entries = outcome.entries
        data: dict[str, Any] = {}
        for item in self.asked.view(step, draft, outcome, show_problems=False).items:
            if isinstance(item, EntryListView) and len(item.entries) < len(self._there(item.key)):
                data["add"] = item.key
            if isinstance(item, QuestionView):
                self._answer(item, data)
        return data

    def _answer(self, view: QuestionView, data: dict[str, Any]) -> None:
        if view.control is Control.FILE:
            missing = self.target.files.get(self._in_target(view.key), ())[len(view.files) :]
            data[view.name] = [SAMPLES[ref.media_type] for ref in missing]
        elif view.question.date_parts is not None:
            paths = view.question.date_parts
            group = self._in_target(view.key)
            for part in view.parts:
                path = getattr(paths, part.part)
                data[part.name] = self.target.values.get(f"{group}.{path.rpartition('.')[2]}", "")
        elif view.inputs:
            if len(view.inputs) < len(self._there(view.key)):
                data["add"] = view.key
            data.update({one.name: self._value(one.key) for one in view.inputs})
        elif view.control is not Control.FIXED:
            data[view.name] = self._value(view.key)

    def _value(self, key: str) -> Any:
        return self.target.values.get(self._in_target(key), "")

    def _there(self, key: str) -> tuple[str, ...]:
        return self.target_entries.get(self._in_target(key), ())

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


class Walk:
    """One application for one service, from the start button to the receipt."""

    def __init__(self, slug: str, asked: Questionnaire, target: Draft) -> None:
        self.applicant, self.wanted = Applicant(), Wanted(asked, target)
        self.applicant.start(slug)
        self.draft_id = newest_draft_id()
        self.seen: set[str] = set()

    def to_receipt(self) -> Applicant:
        """Fill in whatever is open, then send. Every page must render; the last one must be the receipt."""
        check = f"/antrag/{self.draft_id}/pruefen/"
        for _ in range(PAGES):
            self.applicant.open(check)
            assert self.applicant.status == 200, (self.applicant.path, self.applicant.status)
            if self.applicant.path == check:
                return self.applicant.press("Jetzt absenden", {"Ich versichere": "ja"})
            self._fill_page()
        raise AssertionError(f"the walk does not end; last page {self.applicant.path}: {self.applicant.problems}")

    def _fill_page(self) -> None:
        step, data = self.wanted.on(slug_of(self.applicant.path), draft_of(self.draft_id))
        self.seen.add(step.page.key)
        sent = {name: _as_sent(value) for name, value in data.items()}
        path = f"/antrag/{self.draft_id}/seite/{step.slug}/"
        self.applicant._take(self.applicant.client.post(path, sent, follow=True))
        assert self.applicant.status == 200, (path, self.applicant.status, data)


def _as_typed(value: Any) -> list[str]:
    return list(value) if isinstance(value, tuple) else [value]


def _as_sent(value: Any) -> Any:
    if isinstance(value, list):
        return [SimpleUploadedFile(name, content, media_type) for name, media_type, content in value]
    return list(value) if isinstance(value, tuple) else value


def slug_of(address: str) -> str:
    """The slug of the page of questions at an address."""
    found = re.search(r"/seite/([^/]+)/", address)
    assert found, f"no page of questions: {address}"
    return found[1]


def newest_draft_id() -> UUID:
    """The draft that was begun last."""
    return DraftRecord.objects.latest("created_at").pk


def draft_of(draft_id: UUID) -> Draft:
    """A draft as it is stored now."""
    return queries.opened(DraftRecord.objects.select_related("data_key", "version__service").get(pk=draft_id)).draft


def rng() -> Random:
    """The same choices in every run."""
    return Random(2026)
