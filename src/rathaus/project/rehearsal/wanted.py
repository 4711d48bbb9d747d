"""What to type on a page, so that a draft of one's own comes to say what the generator's says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rathaus.questionnaire import Control, Draft, EntryListView, Questionnaire, QuestionView, Step

SAMPLES = {
    "application/pdf": ("Muster.pdf", "application/pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"),
    "image/jpeg": ("Muster.jpg", "image/jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 64 + b"\xff\xd9"),
    "image/png": ("Muster.png", "image/png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64),
}
"""Name, media type and bytes of a file for each type that the generator chooses."""
_ENTRY = re.compile(r"\[([^\]]*)\]")

FormData = dict[str, Any]
"""Text, tuples of codes, lists of files to upload by form name; ``add`` or ``another`` where an entry is missing."""


class Wanted:
    """Knows the generator's draft, and where its entries stand in the draft that is being written."""

    def __init__(self, asked: Questionnaire, target: Draft) -> None:
        self.asked, self.target = asked, target
        self.target_entries = asked.check(target).entries
        self.entries: Mapping[str, tuple[str, ...]] = {}

    def on(self, slug: str, draft: Draft, *, with_below: bool = False) -> tuple[Step, FormData]:
        """The step of that name and its form data. Raises LookupError where there is no such step.

        `with_below`: with the answers to the follow-up questions that a script shows below the page.
        """
        step = self.asked.step(slug, draft)
        if step is None:
            raise LookupError(slug)
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
        self._next_entry(step, draft, data, seen)
        return step, data

    def _next_entry(self, step: Step, draft: Draft, data: FormData, seen: set[str]) -> None:
        """Behind the last page of the last entry, ask for one more where one is missing."""
        typed = {name: _as_typed(value) for name, value in data.items() if not isinstance(value, list)}
        now = self.asked.apply_with_following(draft, step, typed, seen)
        steps, outcome = self.asked.steps(now), self.asked.check(now)
        last = (step, *(one for one in self.asked.follow_ups(step, now, steps) if one.slug in seen))[-1]
        key = self.asked.overviews.another(last, steps, outcome)
        if key and "add" not in data and len(outcome.entries.get(key, ())) < len(self._there(key)):
            data["another"] = key

    def _page(self, step: Step, draft: Draft) -> FormData:
        outcome = self.asked.check(draft)
        self.entries = outcome.entries
        data: FormData = {}
        for item in self.asked.view(step, draft, outcome, show_problems=False).items:
            if isinstance(item, EntryListView) and item.total < len(self._there(item.key)):
                data["add"] = item.key
            if isinstance(item, QuestionView):
                self._answer(item, data)
        return data

    def _answer(self, view: QuestionView, data: FormData) -> None:
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


def _as_typed(value: Any) -> list[str]:
    return list(value) if isinstance(value, tuple) else [value]
