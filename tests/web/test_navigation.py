"""The navigation of the administration: five groups, and the pages of the one that is shown."""

from __future__ import annotations

import pytest

from rathaus.people.models import Role
from rathaus.people.permissions import Grants
from rathaus.web.navigation import Group, groups


def granted(*roles: Role) -> Grants:
    return Grants({role: frozenset({None}) for role in roles})


def told(found: list[Group]) -> list[tuple[str, str]]:
    return [(group.link.label, group.link.current) for group in found]


def test_somebody_with_all_roles_sees_five_groups_and_the_pages_of_one() -> None:
    found = groups(granted(*Role), "/amt/foerderung/")
    assert told(found) == [
        ("Eingang", ""),
        ("Leistungen", ""),
        ("Strategie und Kennzahlen", "true"),
        ("Austausch", ""),
        ("Verwaltung", ""),
    ]
    assert [(link.label, link.current) for group in found for link in group.links] == [
        ("Strategie", ""),
        ("Kennzahlen", ""),
        ("Förderung", "page"),
        ("Ausbau", ""),
    ]


def test_a_page_below_marks_the_page_it_belongs_to_and_not_the_overview_above() -> None:
    found = groups(granted(*Role), "/amt/austausch/treffen/neu/")
    assert [(link.label, link.current) for link in found[3].links if link.current] == [("Treffen", "true")]


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.CLERK, ["Eingang"]),
        (Role.SERVICE_OWNER, ["Leistungen", "Austausch"]),
        (Role.DIGITAL_OFFICER, ["Strategie und Kennzahlen", "Austausch"]),
        (Role.ADMINISTRATOR, ["Freigaben", "Austausch", "Verwaltung"]),
    ],
)
def test_a_role_sees_its_own_groups_and_a_group_of_one_page_is_that_page(role: Role, labels: list[str]) -> None:
    assert [label for label, _current in told(groups(granted(role), "/amt/"))] == labels


def test_nobody_sees_anything() -> None:
    assert groups(granted(), "/amt/") == []
