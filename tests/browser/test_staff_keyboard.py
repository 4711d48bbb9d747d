"""The pages of staff by keyboard, as those of applicants: in reading order, no trap, focus seen, forced colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from rathaus.cases.models import Case
from rathaus.people.actions import Grant
from rathaus.people.models import Department, Role
from rathaus.project.demo import building, town
from tests.browser import helpers
from tests.cases import builders
from tests.people.making import colleague, department

SERVICE = "/amt/leistungen/hundesteuer-anmelden/"
ADDRESSES = [
    "/amt/vorgaenge/",
    SERVICE,
    f"{SERVICE}texte/",
    f"{SERVICE}regeln/",
    "/amt/nutzung/",
    "/amt/reifegrad/",
    "/amt/strategie/",
    "/amt/personal/",
]


@pytest.fixture
def desk(scoped, settings, tmp_path: Path) -> Department:
    """A department with a service and a case."""
    settings.RATHAUS_FILES_DIR = tmp_path / "files"
    taxes = department(next(iter(town.DEPARTMENTS)))
    building.publish(town.SERVICES / "hundesteuer-anmelden", dict.fromkeys(town.DEPARTMENTS, taxes))
    builders.application(builders.dog_service(taxes), answers=builders.dog_answers())
    return taxes


def test_pages_of_staff_by_keyboard_and_in_forced_colours(visit: Callable[..., Page], desk: Department) -> None:
    in_department = (Grant(Role.CLERK, desk), Grant(Role.SERVICE_OWNER, desk))
    everyone = colleague(*in_department, Grant(Role.ADMINISTRATOR), Grant(Role.DIGITAL_OFFICER))
    page = visit(as_=everyone)
    for address in (*ADDRESSES, f"/amt/vorgaenge/{Case.objects.get().pk}/"):
        answer = page.goto(address)
        assert (address, answer and answer.status) == (address, 200)
        helpers.in_order(page)
        helpers.visible_in_forced_colours(page)
