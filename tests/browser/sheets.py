"""Draws the contact sheets in `docs/pictures`: `./dev pictures`.

No test of itself (the name keeps it out of the usual runs): pictures are to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page

from rathaus.applications import queries
from rathaus.applications.actions import drafts
from rathaus.applications.models import DraftRecord
from rathaus.cases.models import Case
from rathaus.catalogue.queries import questionnaire
from rathaus.exchange.models import Call, Experience, Meeting, Release
from rathaus.people.models import Account, Role
from rathaus.project.demo import building, town
from rathaus.questionnaire import Draft, Questionnaire
from rathaus.questionnaire.deciding import drive
from rathaus.questionnaire.generator import GeneratorError
from rathaus.questionnaire.model import Step
from rathaus.questionnaire.shown import QuestionView
from rathaus.strategy.models import Grant, Measure, Rollout
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.models import Municipality
from tests.browser.conftest import PHONE, WIDE
from tests.conftest import ROOT
from tests.people.making import Colleague
from tests.stock.definitions import FILES
from tests.stock.publishing import publish

PICTURES = ROOT / "docs" / "pictures"
FONT = ROOT / "src" / "rathaus" / "documents" / "fonts" / "FiraSans-Regular.ttf"
GAP, CAPTION = 16, 24
"""Pixels between pictures, and of the line that names one."""
MARGIN = 36
"""Pixels around the windows of the README's picture."""
TABLET = (700, 960)
SCHEMAS = 10
BEGIN = "Jetzt beginnen"


def sheet(name: str, rows: list[list[tuple[str, bytes, int, int]]]) -> None:
    """Write a sheet of rows of pictures: caption, PNG, width and greatest height in the sheet."""
    lines = [[(caption, _thumbnail(data, width, height)) for caption, data, width, height in row] for row in rows]
    width = max(sum(one.width + GAP for _, one in line) for line in lines) + GAP
    height = sum(max(one.height for _, one in line) + CAPTION + GAP for line in lines) + GAP
    paper = Image.new("RGB", (width, height), "#d5d9e0")
    draw, font, top = ImageDraw.Draw(paper), ImageFont.truetype(FONT, 15), GAP
    for line in lines:
        left = GAP
        for caption, one in line:
            draw.text((left, top), caption, "#16203a", font)
            paper.paste(one, (left, top + CAPTION))
            left += one.width + GAP
        top += max(one.height for _, one in line) + CAPTION + GAP
    paper.save(PICTURES / f"{name}.webp", quality=72, method=6)


def _thumbnail(data: bytes, width: int, height: int) -> Image.Image:
    image = Image.open(BytesIO(data)).convert("RGB")
    image = image.resize((width, image.height * width // image.width), Image.Resampling.LANCZOS)
    return image.crop((0, 0, width, min(image.height, height)))


def strip(name: str, windows: list[bytes]) -> None:
    """Write windows of one size side by side, with round corners, on a quiet ground: the picture of the README."""
    images = [Image.open(BytesIO(data)).convert("RGB") for data in windows]
    width, height = images[0].size
    mask = Image.new("L", (width, height))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, width - 1, height - 1), 16, fill=255)
    paper = Image.new("RGB", (len(images) * (width + MARGIN) + MARGIN, height + 2 * MARGIN), "#e3e7f0")
    for place, image in enumerate(images):
        paper.paste(image, (MARGIN + place * (width + MARGIN), MARGIN), mask)
    paper.quantize(128, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


# The main pages -------------------------------------------------------------------------------------------------------


@pytest.fixture
def demo(db, settings, tmp_path: Path) -> Iterator[Municipality]:
    """The demo town, in scope."""
    settings.RATHAUS_FILES_DIR = tmp_path / "files"
    building.build(lambda _step: None)
    municipality = Municipality.objects.get(slug=town.SLUG)
    with scope.of(municipality):
        yield municipality


def test_the_story_in_one_picture(visit: Callable[..., Page], demo: Municipality) -> None:
    """Somebody looks for a service, answers its questions, the clerk decides, and the council sees the figure."""
    clerk = Account.objects.filter(memberships__role=Role.CLERK, memberships__department=None).get()
    case = Case.objects.filter(outcome="", service__slug="hundesteuer-anmelden").earliest("pk")
    pages = [visit(size=TABLET), visit(size=TABLET), visit(size=TABLET, as_=Colleague(clerk)), visit(size=TABLET)]
    pages[0].goto("/")
    pages[1].goto("/leistungen/mangel-melden/")
    pages[1].get_by_role("button", name=BEGIN).first.click()
    pages[1].get_by_label("Straßenlaterne defekt").check()
    pages[1].get_by_label("Nummer der Laterne").fill("1234")
    pages[1].evaluate("scrollTo(0, 0)")
    pages[2].goto(f"/amt/vorgaenge/{case.pk}/")
    pages[3].goto("/strategie/rat/")
    strip("rathaus", [page.screenshot() for page in pages])


def test_pages_of_applicants(visit: Callable[..., Page], demo: Municipality) -> None:
    windows = [visit(size=size) for size in (WIDE, PHONE)]
    seen: list[tuple[str, list[bytes]]] = []

    def take(caption: str) -> None:
        seen.append((caption, [window.screenshot(full_page=True) for window in windows]))

    def every(do: Callable[[Page], object]) -> None:
        for window in windows:
            do(window)

    every(lambda page: page.goto("/"))
    take("Startseite")
    every(lambda page: page.goto("/leistungen/?suche=anmelden"))
    take("Suche")
    every(lambda page: page.goto("/leistungen/mangel-melden/"))
    take("Leistung")
    every(lambda page: page.get_by_role("button", name=BEGIN).first.click())
    every(lambda page: page.get_by_label("Straßenlaterne defekt").check())
    every(lambda page: page.get_by_label("Nummer der Laterne").fill("1234"))
    take("Frage mit Folgefrage")
    forward = "Speichern und weiter"
    every(lambda page: page.get_by_role("button", name=forward).click())
    every(lambda page: page.get_by_label("Beschreiben Sie den Mangel").wait_for())
    every(lambda page: page.get_by_role("button", name=forward).click())
    every(lambda page: page.locator("#fehler").wait_for())
    take("Fehler")
    every(lambda page: page.get_by_label("Beschreiben Sie den Mangel").fill("Sie flackert."))
    every(lambda page: page.get_by_role("radio", name="Nein").check())
    every(lambda page: page.get_by_role("button", name=forward).click())
    every(lambda page: page.get_by_label("Adresse").check())
    every(lambda page: page.get_by_label("Straße, in der").fill("Lindenallee"))
    every(lambda page: page.get_by_role("button", name=forward).click())
    every(lambda page: page.get_by_role("radio", name="Nein").check())
    every(lambda page: page.get_by_role("button", name=forward).click())
    every(lambda page: page.get_by_label("Ich versichere").check())
    take("Prüfen und absenden")
    every(lambda page: page.get_by_role("button", name="Jetzt absenden").click())
    status = re.compile(r"^Stand mein\w+ \w+ ansehen$")
    every(lambda page: page.get_by_role("link", name=status).wait_for())
    take("Eingang")
    every(lambda page: page.get_by_role("link", name=status).click())
    every(lambda page: page.get_by_role("heading", level=1, name="Stand").wait_for())
    take("Stand")
    _save_both("seiten-antrag", seen)


def test_pages_of_staff(visit: Callable[..., Page], demo: Municipality) -> None:
    case = Case.objects.filter(outcome="").order_by("pk").last()
    assert case is not None
    pages = [
        ("Eingang", "/amt/vorgaenge/", Role.CLERK),
        ("Vorgang", f"/amt/vorgaenge/{case.pk}/", Role.CLERK),
        ("Leistungen", "/amt/leistungen/", Role.SERVICE_OWNER),
        ("Leistung", "/amt/leistungen/hundesteuer-anmelden/", Role.SERVICE_OWNER),
        ("Nutzung", "/amt/nutzung/", Role.SERVICE_OWNER),
        ("Strategie", "/amt/strategie/", Role.DIGITAL_OFFICER),
        ("Personal", "/amt/personal/", Role.ADMINISTRATOR),
    ]
    _save_both("seiten-amt", [(caption, _of(visit, address, role)) for caption, address, role in pages])


def _of(visit: Callable[..., Page], address: str, role: Role | None = None) -> list[bytes]:
    """The page at this address, wide and on a phone, as everybody sees it or as somebody with this role."""
    account = Account.objects.filter(memberships__role=role, memberships__department=None).first()
    assert account is not None or role is None
    pictures = []
    for size in (WIDE, PHONE):
        page = visit(size=size, as_=Colleague(account) if account else None)
        answer = page.goto(address)
        assert answer, address
        assert answer.ok, address
        pictures.append(page.screenshot(full_page=True))
    return pictures


def test_pages_of_the_strategy(visit: Callable[..., Page], demo: Municipality) -> None:
    measure = Measure.objects.filter(service__isnull=False).first()
    grant, rollout = Grant.objects.first(), Rollout.objects.first()
    indicator = measure.goal.indicator.key if measure and measure.goal.indicator else ""
    assert measure is not None
    assert grant is not None
    assert rollout is not None
    officer = Role.DIGITAL_OFFICER
    pages: list[tuple[str, str, Role | None]] = [
        ("Strategie", "/strategie/", None),
        ("Maßnahme", f"/strategie/massnahme/{measure.pk}/", None),
        ("Kennzahl", f"/strategie/kennzahlen/{indicator}/", None),
        ("Kennzahlen", "/strategie/kennzahlen/", None),
        ("Vergleich", "/strategie/kennzahlen/vergleich/", None),
        ("Für den Rat", "/strategie/rat/", None),
        ("Was sich geändert hat", "/strategie/aenderungen/", None),
        ("Was andere tun", "/strategie/nebeneinander/?suche=Schulnetze", None),
        ("Ausbau", f"/strategie/ausbau/{rollout.slug}/", None),
        ("Strategie im Amt", "/amt/strategie/", officer),
        ("Maßnahme", f"/amt/strategie/massnahmen/{measure.pk}/", officer),
        ("Kennzahlen", "/amt/kennzahlen/", officer),
        ("Kennzahl", "/amt/kennzahlen/glasfaser/", officer),
        ("Förderung", "/amt/foerderung/", officer),
        ("Zuwendung", f"/amt/foerderung/zuwendung/{grant.pk}/", officer),
        ("Ausbau", f"/amt/ausbau/{rollout.pk}/", officer),
    ]
    _save_both("seiten-strategie", [(caption, _of(visit, address, role)) for caption, address, role in pages])


def test_pages_of_the_exchange(visit: Callable[..., Page], demo: Municipality) -> None:
    package = Release.objects.first()
    report, call = Experience.objects.filter(published_at__isnull=False).first(), Call.objects.first()
    meeting = Meeting.objects.filter(published_at__isnull=False).first()
    assert package is not None
    assert report is not None
    assert call is not None
    assert meeting is not None
    officer = Role.DIGITAL_OFFICER
    pages: list[tuple[str, str, Role | None]] = [
        ("Austausch", "/austausch/", None),
        ("Paket", f"/austausch/pakete/{package.package_id}/{package.version}/", None),
        ("Erfahrungen", "/austausch/erfahrungen/", None),
        ("Erfahrungsbericht", f"/austausch/erfahrungen/{report.slug}/", None),
        ("Treffen", f"/austausch/treffen/{meeting.slug}/", None),
        ("Aufruf", f"/austausch/aufrufe/{call.slug}/", None),
        ("Austausch im Amt", "/amt/austausch/", officer),
        ("Pakete", "/amt/austausch/pakete/", officer),
        ("Andere Kommunen", "/amt/austausch/andere/", officer),
        ("Erfahrungsbericht", f"/amt/austausch/erfahrungen/{report.pk}/", officer),
        ("Treffen", f"/amt/austausch/treffen/{meeting.pk}/", officer),
        ("Aufruf", f"/amt/austausch/aufrufe/{call.pk}/", officer),
    ]
    _save_both("seiten-austausch", [(caption, _of(visit, address, role)) for caption, address, role in pages])


def _save_both(name: str, seen: list[tuple[str, list[bytes]]]) -> None:
    half = (len(seen) + 1) // 2
    for size, place, width, height in ((1280, 0, 400, 520), (360, 1, 220, 620)):
        row = [(caption, pictures[place], width, height) for caption, pictures in seen]
        sheet(f"{name}-{size}", [row[:half], row[half:]])


# Questions that rules bring and take away -----------------------------------------------------------------------------


def states(asked: Questionnaire) -> tuple[str, Draft, Draft] | None:
    """A short page on which an answer brings a question: its slug, and a draft of each state, alike but for the page.

    None where there is none; pages with choosers are left out, as those are the house's and not the definition's.
    """
    found: dict[str, list[tuple[Draft, int]]] = {}
    try:
        for driven in islice((one for one in drive(asked, Random(2026)) if one.draft), 80):
            draft = replace(driven.draft or Draft(), files={})  # there are no bytes behind them
            steps = asked.steps(draft)
            for step in steps:
                if _short(step) and asked.following.candidates(step.page):
                    known = found.setdefault(step.slug, [])
                    known.append((draft, len(asked.follow_ups(step, draft, steps))))
                    if pair := _pair(asked, step.slug, known):
                        return pair
    except GeneratorError:
        pass
    return None


def _short(step: Step) -> bool:
    return len(step.page.items) <= 3 and not any(item.path.startswith("?") for item in step.page.items)


def _pair(asked: Questionnaire, slug: str, known: list[tuple[Draft, int]]) -> tuple[str, Draft, Draft] | None:
    """The first two of these drafts of which one brings a question below the page, the other made alike around it."""
    without = next((draft for draft, below in known if not below), None)
    more = next((draft for draft, below in known if below), None)
    if without is None or more is None:
        return None
    step = next(one for one in asked.steps(more) if one.slug == slug)
    items = asked.view(step, more, asked.check(more), show_problems=False).items
    here = {item.key: more.values.get(item.key, "") for item in items if isinstance(item, QuestionView)}
    alike = without.with_values(here)
    steps = asked.steps(alike)
    below = [
        one for one in asked.follow_ups(step, alike, steps) if any(not i.path.startswith("?") for i in one.page.items)
    ]
    return (slug, without, alike) if below else None


@pytest.mark.material
def test_questions_that_rules_bring(visit: Callable[..., Page], scoped, settings, tmp_path: Path) -> None:
    settings.RATHAUS_FILES_DIR = tmp_path / "files"
    rows: list[list[tuple[str, bytes, int, int]]] = []
    for path in FILES:
        version = publish(path)
        asked = questionnaire(version.pk)
        found = states(asked)
        if found is None:
            continue
        rows.append(_before_and_after(visit(size=(640, 900)), version.service.slug, asked.schema.head.id, *found))
        if len(rows) == SCHEMAS:
            break
    assert len(rows) == SCHEMAS
    half = SCHEMAS // 2
    sheet("regeln-im-antrag", [left + right for left, right in zip(rows[:half], rows[half:], strict=True)])


def _before_and_after(
    page: Page, slug: str, schema: str, place: str, before: Draft, after: Draft
) -> list[tuple[str, bytes, int, int]]:
    page.goto(f"/leistungen/{slug}/")
    page.get_by_role("button", name=BEGIN).first.click()
    record = DraftRecord.objects.select_related("data_key").latest("created_at")
    taken = []
    for caption, draft in ((f"{schema} vorher", before), ("nachher", after)):
        record.refresh_from_db()
        drafts.change(queries.opened(record), lambda *_, d=draft: d, by=Actor.applicant(str(record.pk)))
        page.goto(f"/antrag/{record.pk}/seite/{place}/", wait_until="networkidle")
        taken.append((caption, page.locator("main").screenshot(), 300, 620))
    return taken
