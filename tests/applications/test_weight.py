"""What a browser has to fetch for a page of questions: below 100 kB without fonts, and nothing from elsewhere."""

from __future__ import annotations

import gzip
from pathlib import Path
from random import Random

import pytest
from django.contrib.staticfiles import finders

from rathaus.applications import queries
from rathaus.applications.actions import drafts
from rathaus.applications.models import DraftRecord
from rathaus.catalogue.queries import questionnaire
from rathaus.questionnaire.generator import fill
from rathaus.towns.actors import Actor
from tests.applications.applicant import Applicant
from tests.applications.walking import to_check, to_person
from tests.conftest import MATERIAL
from tests.stock.publishing import publish

LIMIT = 100_000
HEAVIEST = ("S00000000377", "G00000002190.G00000002181.G60000000083")
"""The real definition, and its page, with the most HTML: lists of all countries."""


def weight(applicant: Applicant) -> int:
    """Bytes of the page as it is sent, and of its style sheets, scripts and pictures as they are sent (compressed)."""
    links = applicant.tree.xpath("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src | //img/@src")
    total = len(applicant.body)
    for link in links:
        assert link.startswith("/static/"), link
        found = finders.find(link.removeprefix("/static/"))
        assert isinstance(found, str), link
        total += len(gzip.compress(Path(found).read_bytes(), 9))
    return total


def test_pages_are_light(applicant: Applicant) -> None:
    weights = [weight(to_person(applicant)), weight(to_check(applicant))]
    weights.append(weight(applicant.press("Jetzt absenden", {"Ich versichere": "ja"})))
    assert [one for one in weights if not 20_000 < one < LIMIT] == []


@pytest.mark.material
def test_heaviest_page_of_the_stock_is_light(scoped) -> None:
    name, slug = HEAVIEST
    version = publish(next((MATERIAL / "fim" / "xdf3").glob(f"{name}*.xml")))
    applicant = Applicant().start(version.service.slug)
    record = DraftRecord.objects.select_related("data_key").get()
    filled = fill(questionnaire(version.pk), Random(1))
    drafts.change(queries.opened(record), lambda *_: filled, by=Actor.applicant(str(record.pk)))
    applicant.open(f"/antrag/{record.pk}/seite/{slug}/")
    assert applicant.path.endswith(f"{slug}/")
    assert 60_000 < weight(applicant) < LIMIT
