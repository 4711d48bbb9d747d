"""Fills in a service over HTTP, page by page, until the house has the answers of a draft that the generator made."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from rathaus.applications import queries
from rathaus.applications.models import DraftRecord
from rathaus.project.rehearsal.wanted import Wanted
from rathaus.questionnaire import Draft, Questionnaire

PAGES = 1_000
"""More pages than any application has; a walk that needs more goes in circles."""
_DRAFT = re.compile(r"/antrag/([0-9a-f-]{36})/")
_PAGE = re.compile(r"/seite/([^/]+)/")


class WalkError(RuntimeError):
    """The walk cannot go on; the message is one German sentence that names the page."""


class Walk:
    """One application for one service, from the start button to the receipt.

    `seen` holds the keys of the pages that were filled in, `flaws` what is wrong with the HTML of those that came.
    """

    def __init__(self, slug: str, asked: Questionnaire, target: Draft, *, host: str) -> None:
        self._client = Client(headers={"host": host}, raise_request_exception=False)
        self._wanted = Wanted(asked, target)
        self.seen: set[str] = set()
        self.flaws: set[str] = set()
        begun = _DRAFT.search(self._take(self._client.post(f"/antrag/beginnen/{slug}/", follow=True)))
        if begun is None:
            raise WalkError("Der Antrag lässt sich nicht beginnen.")
        self.draft_id = UUID(begun[1])

    def to_receipt(self) -> UUID:
        """Fill in whatever is open, then send. Returns the id of the application; raises WalkError."""
        check = f"/antrag/{self.draft_id}/pruefen/"
        for _ in range(PAGES):
            path = self._take(self._client.get(check, follow=True))
            if path == check:
                self._look_at_lists()
                self._take(self._client.get(check))
                return self._send(check)
            self._fill(path)
        raise WalkError(f"Der Antrag kommt nicht zu einem Ende; zuletzt stand er bei {path}.")

    def _fill(self, path: str) -> None:
        found = _PAGE.search(path)
        if found is None:
            raise WalkError(f"Statt einer Seite mit Fragen kommt {path}.")
        step, data = self._wanted.on(found[1], draft_of(self.draft_id))
        self.seen.add(step.page.key)
        sent = {name: _as_sent(value) for name, value in data.items()}
        self._take(self._client.post(f"/antrag/{self.draft_id}/seite/{step.slug}/", sent, follow=True))

    def _look_at_lists(self) -> None:
        """Open the lists that nobody has to open who fills in entry by entry."""
        draft, asked = draft_of(self.draft_id), self._wanted.asked
        for step in asked.steps(draft):
            if step.page.is_overview and step.page.key not in self.seen:
                self._take(self._client.get(f"/antrag/{self.draft_id}/seite/{step.slug}/"))
                self.seen.add(step.page.key)

    def _send(self, check: str) -> UUID:
        page: Any = html.fromstring(self._body)
        form = page.xpath("//main//form[.//*[@name='erklaerung']]")[0]
        path = self._take(self._client.post(check, {**dict(form.form_values()), "erklaerung": "ja"}, follow=True))
        if not path.endswith("/eingang/"):
            raise WalkError(f"Nach dem Absenden kommt statt der Eingangsbestätigung {path}.")
        return self.draft_id

    def _take(self, response: Any) -> str:
        """Note what came; returns its path. Raises WalkError where it is no page."""
        path: str = response.request["PATH_INFO"]
        if response.status_code != 200:
            raise WalkError(f"{path} antwortet mit {response.status_code}.")
        self._body: bytes = response.content
        self.flaws |= {f"{_without_ids(path)}: {flaw}" for flaw in flaws(self._body)}
        return path


def flaws(page: bytes) -> Iterator[str]:
    """What a glance at the HTML finds: headings, names and ids that readers by ear need."""
    tree: Any = html.fromstring(page)
    if len(tree.xpath("//h1")) != 1:
        yield "Die Seite hat nicht genau eine Hauptüberschrift."
    ids = tree.xpath("//@id")
    yield from (f"Die id {id_} kommt mehrmals vor." for id_ in sorted({one for one in ids if ids.count(one) > 1}))
    named = set(tree.xpath("//label/@for"))
    for control in tree.xpath("//main//*[self::input or self::select or self::textarea]"):
        quiet = control.get("type") in ("hidden", "submit") or control.get("aria-label")
        if not quiet and control.get("id") not in named:
            yield f"Das Feld {control.get('name')} hat keine Beschriftung."


def draft_of(draft_id: UUID) -> Draft:
    """A draft as it is stored now."""
    return queries.opened(DraftRecord.objects.select_related("data_key", "version__service").get(pk=draft_id)).draft


def _without_ids(path: str) -> str:
    return _DRAFT.sub("/antrag/…/", path)


def _as_sent(value: Any) -> Any:
    if isinstance(value, list):
        return [SimpleUploadedFile(name, content, media_type) for name, media_type, content in value]
    return list(value) if isinstance(value, tuple) else value
