"""Departments and accounts change through actions that check, refuse with a sentence, and leave a trace."""

import pytest
from django.core.exceptions import ValidationError

from rathaus.events.models import OutboxMessage
from rathaus.people import actions, actors
from rathaus.people.actions import Grant
from rathaus.people.models import Account, Department, Role
from rathaus.protection.models import AuditEntry
from rathaus.towns import scope
from rathaus.towns.errors import NotAllowed
from tests.people.making import OPERATOR, colleague, department

# An action that refuses rolls back its transaction: a test must not wrap it in another one.
REALLY_COMMITS = pytest.mark.django_db(transaction=True)


def trace() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))


def test_inviting_makes_an_account_without_a_password_and_asks_for_one_mail(scoped):
    account = actions.invite(email=" Neu@Musterstadt.example", name="Neu", grants=[Grant(Role.CLERK)], by=OPERATOR)
    assert account.email == "neu@musterstadt.example"
    assert not account.has_usable_password()
    message = OutboxMessage.objects.get()
    assert message.payload == {"kind": "people.invitation", "subject": str(account.pk)}
    assert trace() == ["account.created"]


@REALLY_COMMITS
def test_an_address_is_taken_once_per_town_in_any_spelling(scoped, other_town):
    colleague(Grant(Role.CLERK), email="a@musterstadt.example")
    with pytest.raises(ValidationError, match="gibt es schon ein Konto"):
        actions.create_account(email="A@musterstadt.example", name="B", grants=[], by=OPERATOR)
    with scope.of(other_town):
        actions.create_account(email="a@musterstadt.example", name="B", grants=[], by=OPERATOR)
        assert Account.objects.count() == 1


def test_only_administrators_may(scoped):
    clerk = actors.staff(colleague(Grant(Role.CLERK)).account)
    for attempt in (
        lambda: actions.create_department(name="X", by=clerk),
        lambda: actions.change_department(department(), name="Y", email="", by=clerk),
        lambda: actions.invite(email="x@y.example", name="X", grants=[], by=clerk),
        lambda: actions.change_account(Account.objects.get(), name="X", grants=[], by=clerk),
        lambda: actions.deactivate(Account.objects.get(), by=clerk),
        lambda: actions.reactivate(Account.objects.get(), by=clerk),
        lambda: actions.reset_second_factor(Account.objects.get(), by=clerk),
        lambda: actions.invite_again(Account.objects.get(), by=clerk),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert trace() == ["account.created", "department.created"]


@REALLY_COMMITS
def test_the_last_administrator_can_neither_leave_nor_be_locked_out(scoped):
    last = colleague(Grant(Role.ADMINISTRATOR)).account
    with pytest.raises(ValidationError, match="letzte Administration"):
        actions.deactivate(last, by=OPERATOR)
    with pytest.raises(ValidationError, match="letzte Administration"):
        actions.change_account(last, name="X", grants=[Grant(Role.CLERK)], by=OPERATOR)
    colleague(Grant(Role.ADMINISTRATOR), email="zweite@musterstadt.example")
    actions.deactivate(last, by=OPERATOR)
    assert not Account.objects.get(pk=last.pk).is_active


def test_changing_an_account_replaces_its_roles(scoped):
    account = colleague(Grant(Role.CLERK)).account
    wanted = Grant(Role.SERVICE_OWNER, department())
    actions.change_account(account, name="Neuer Name", grants=[wanted, wanted], by=OPERATOR)
    assert [(row.role, row.department) for row in account.memberships.all()] == [("service_owner", department())]
    assert trace()[-1] == "account.changed"


@REALLY_COMMITS
def test_a_department_name_is_taken_once(scoped):
    first = department("Steuern")
    with pytest.raises(ValidationError):
        actions.create_department(name="Steuern", by=OPERATOR)
    actions.change_department(first, name="Steuern", email="steuern@musterstadt.example", by=OPERATOR)
    assert Department.objects.get().email == "steuern@musterstadt.example"
