"""Rules by hand: written, signed by a second person, in force with the next version."""

import json

import pytest

from rathaus.catalogue import queries
from rathaus.catalogue.by_hand import actions as by_hand
from rathaus.catalogue.by_hand import queries as written
from rathaus.catalogue.by_hand.actions import RuleError
from rathaus.catalogue.models import WrittenRule
from rathaus.fim.rules.trying import Trial
from rathaus.people import actors
from rathaus.people.actions import Grant
from rathaus.people.models import Role
from rathaus.protection.models import AuditEntry
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from tests.catalogue import samples
from tests.catalogue.writing import COLOUR, WHY, bound, checks, in_force, says, shown, write
from tests.people import making


def test_signed_rule_runs_from_the_next_version_on_and_is_no_check_any_more(service, owner, second):
    first = service.current
    row = write(service, owner)
    assert checks(service) == ["R99000000001"]
    by_hand.sign(row, by=actors.staff(second.account))
    assert checks(service) == ["R99000000001"]
    version = by_hand.put_in_force(service, by=actors.staff(owner.account))
    assert (version.number, version.definition_id, version.roles) == (2, first.definition_id, first.roles)
    assert checks(service) == []
    assert (shown(service, "1"), shown(service, "2")) == (True, False)
    assert [one.rule for one in queries.questionnaire(first.pk).manual_checks] == ["R99000000001"]


def test_both_people_stand_in_the_audit_log(service, owner, second):
    by_hand.sign(write(service, owner), by=actors.staff(second.account))
    entries = AuditEntry.objects.filter(action__startswith="rules.").order_by("sequence")
    about = {"service": "zaun", "rule": "R99000000001", "bearer": "", "written_by": "Kim Weber"}
    assert [(one.action, one.actor_label, json.loads(one.details)) for one in entries] == [
        ("rules.written", "Kim Weber", about),
        ("rules.signed", "Bo Zwei", {**about, "signed_by": "Bo Zwei"}),
    ]


def test_nobody_signs_the_own_rule(service, owner):
    row = write(service, owner)
    with pytest.raises(RuleError, match="Sie haben diese Regel selbst geschrieben"):
        by_hand.sign(row, by=actors.staff(owner.account))
    row.refresh_from_db()
    assert (row.signed_at, row.signed_by) == (None, None)


def test_administrator_may_sign_but_not_write(service, owner, administrator):
    row = by_hand.sign(write(service, owner), by=actors.staff(administrator.account))
    assert (row.written_role, row.signed_role) == ("service_owner", "administrator")
    with pytest.raises(NotAllowed):
        write(service, administrator)


@pytest.mark.parametrize("role", [Role.CLERK, Role.SERVICE_OWNER])
def test_clerks_and_owners_of_other_departments_neither_write_nor_sign(service, owner, role):
    elsewhere = making.department("Standesamt" if role is Role.SERVICE_OWNER else "Bauamt")
    other = making.colleague(Grant(role, elsewhere), email="d.vier@musterstadt.example")
    row = write(service, owner)
    for attempt in (
        lambda: by_hand.sign(row, by=actors.staff(other.account)),
        lambda: by_hand.end(row, by=actors.staff(other.account)),
        lambda: write(service, other),
        lambda: by_hand.put_in_force(service, by=actors.staff(other.account)),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_only_people_write_and_sign(service, owner):
    row = write(service, owner)
    with pytest.raises(NotAllowed):
        by_hand.sign(row, by=Actor.operator("Test"))
    with pytest.raises(NotAllowed):
        by_hand.write(service, bound(service), says(service), by=Actor.operator("Test"))


def test_writing_again_ends_what_waited(service, owner, second):
    before = write(service, owner)
    after = write(service, owner, f"immer freiwillig: {WHY}.")
    with pytest.raises(RuleError, match="wartet nicht mehr"):
        by_hand.sign(before, by=actors.staff(second.account))
    assert list(WrittenRule.objects.filter(ended_at=None)) == [after]


def test_rule_signed_later_takes_the_place_of_the_one_before(service, owner, second):
    in_force(service, owner, second)
    by_hand.sign(write(service, owner, f"immer Pflicht: {WHY}."), by=actors.staff(second.account))
    by_hand.put_in_force(service, by=actors.staff(owner.account))
    service.refresh_from_db()
    assert (shown(service, "1"), shown(service, "2")) == (True, True)


def test_rule_taken_back_is_a_check_by_hand_again(service, owner, second):
    in_force(service, owner, second)
    by_hand.end(WrittenRule.objects.get(ended_at=None), by=actors.staff(owner.account))
    assert checks(service) == []
    by_hand.put_in_force(service, by=actors.staff(owner.account))
    assert checks(service) == ["R99000000001"]


def test_read_rule_can_be_overridden_visibly(publish, owner, second):
    service = publish().service
    in_force(service, owner, second)
    (state,) = written.states(service, service.current)
    assert (state.running.by_hand, state.read.by_hand) == (True, False)
    assert state.read.effects == state.running.effects


def test_rule_that_the_form_cannot_run_is_refused(publish, owner):
    service = publish(rules=(samples.UNREAD_RULE,), lists=[], confirm=[f"{samples.LIST}_1"]).service
    with pytest.raises(RuleError, match="Die Codeliste des verglichenen Feldes fehlt"):
        write(service, owner)
    assert WrittenRule.objects.count() == 0


def test_trials_are_kept_with_what_came_of_them(service, owner):
    row = write(service, owner, trials=[Trial({}), Trial({COLOUR: "1"})])
    assert [(one["answers"], one["effects"]) for one in row.trials] == [
        ({}, {WHY: "forbidden"}),
        ({COLOUR: "1"}, {WHY: "required"}),
    ]
