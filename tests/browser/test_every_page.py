"""Every page of every real definition as axe sees it in Chromium."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page

from rathaus.applications import queries
from rathaus.applications.actions import drafts as changing
from rathaus.applications.models import DraftRecord
from rathaus.catalogue.queries import questionnaire
from rathaus.project.rehearsal.rehearsing import Rehearsal, drafts
from rathaus.questionnaire import FindingKind
from rathaus.questionnaire.generator import fill
from rathaus.towns.actors import Actor
from tests.browser import helpers
from tests.stock.definitions import FILES
from tests.stock.publishing import publish
from tests.stock.walk import rng

pytestmark = [pytest.mark.slow, pytest.mark.material]


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:
    settings.RATHAUS_FILES_DIR = tmp_path / "files"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name.partition("_")[0])
def test_axe_finds_nothing_on_any_page(visit: Callable[..., Page], scoped, path: Path) -> None:
    version = publish(path)
    asked = questionnaire(version.pk)
    page = visit()
    page.goto(f"/leistungen/{version.service.slug}/")
    page.locator("form[action*='/antrag/beginnen/'] button").first.click()
    record = DraftRecord.objects.select_related("data_key").get()
    found = Rehearsal(version.service.name, len(asked.pages))
    random = rng()
    for made in itertools.chain((fill(asked, random) for _ in range(8)), drafts(asked, found)):
        draft = replace(made, files={})  # there are no bytes behind them
        new = {step.page.key: step for step in asked.steps(draft) if step.page.key not in found.seen}
        if not new:
            continue
        record.refresh_from_db()
        changing.change(queries.opened(record), lambda *_, d=draft: d, by=Actor.applicant(str(record.pk)))
        for step in new.values():
            page.goto(f"/antrag/{record.pk}/seite/{step.slug}/")
            assert f"/seite/{step.slug}/" in page.url
            helpers.axe(page)
        found.seen |= new.keys()
        if len(found.seen) == len(asked.pages):
            break
    never = [finding for finding in asked.findings if finding.kind is FindingKind.NEVER_SHOWN]
    assert list(found.problems) == []
    assert len(asked.pages) - len(found.seen) <= len(never)
