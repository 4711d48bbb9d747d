"""Roles turn into permissions in one place."""

import pytest

from rathaus.people import actions, actors
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.people.permissions import Permission, allowed, require
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed

OPERATOR = Actor.operator("test")


@pytest.fixture
def taxes(scoped):
    return actions.create_department(name="Steuern", by=OPERATOR)


@pytest.fixture
def parking(scoped):
    return actions.create_department(name="Verkehr", by=OPERATOR)


def make(*grants, email="a@musterstadt.example"):
    return actors.staff(actions.create_account(email=email, name="A", grants=grants, by=OPERATOR))


def test_a_clerk_works_in_the_own_department_only(taxes, parking):
    clerk = make(Grant(Role.CLERK, taxes))
    assert allowed(clerk, Permission.WORK, taxes)
    assert not allowed(clerk, Permission.WORK, parking)
    assert allowed(clerk, Permission.WORK)
    assert not allowed(clerk, Permission.SERVICES, taxes)
    assert not allowed(clerk, Permission.ADMINISTER)


def test_a_role_without_department_holds_everywhere(taxes, parking):
    clerk = make(Grant(Role.CLERK))
    assert [allowed(clerk, Permission.WORK, department) for department in (taxes, parking)] == [True, True]


def test_an_administrator_sees_no_cases(taxes):
    administrator = make(Grant(Role.ADMINISTRATOR))
    assert allowed(administrator, Permission.ADMINISTER)
    assert not allowed(administrator, Permission.WORK, taxes)


def test_an_inactive_account_may_nothing(taxes):
    account = actions.create_account(email="b@musterstadt.example", name="B", grants=[Grant(Role.CLERK)], by=OPERATOR)
    actions.deactivate(account, by=OPERATOR)
    assert not allowed(actors.staff(account), Permission.WORK, taxes)


def test_an_account_of_another_town_may_nothing(taxes, other_town):
    clerk = make(Grant(Role.CLERK))
    with scope.of(other_town):
        assert not allowed(clerk, Permission.WORK)


def test_applicants_hold_no_permission_and_operators_all(taxes):
    assert not allowed(Actor.applicant("2026-1"), Permission.WORK, taxes)
    assert allowed(OPERATOR, Permission.WORK, taxes)


def test_require_raises_where_the_actor_may_not(taxes, parking):
    with pytest.raises(NotAllowed):
        require(make(Grant(Role.CLERK, taxes)), Permission.WORK, parking)
