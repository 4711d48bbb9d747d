"""A reported barrier lands as a case in the inbox of the department that the town has chosen."""

from django.utils import timezone

from rathaus.applications import queries as applications
from rathaus.applications.actions import drafts, submitting
from rathaus.cases.actions.opening import add_months
from rathaus.cases.models import Case
from rathaus.catalogue import builtin
from rathaus.catalogue.queries import questionnaire
from rathaus.towns.actors import Actor
from tests.people import making


def test_report_without_a_name_becomes_a_case(scoped):
    department = making.department("Bürgerservice")
    version = builtin.offer_barrier_report(department, by=making.OPERATOR)
    record, _code = drafts.begin(version.service, by=Actor.applicant(""))
    by = Actor.applicant(str(record.pk))
    asked = questionnaire(version.pk)
    filled = asked.draft_of({"G99000009101": {"F99000009101": "Die Karte hat keinen Text."}})
    opened = drafts.change(applications.opened(record), lambda _asked, _draft: filled, by=by)
    assert asked.check(filled).problems == ()
    application = submitting.submit(opened, by=by)
    case = Case.objects.get(application=application)
    within_a_month = add_months(timezone.localdate(application.submitted_at), 1)
    assert (case.department, case.due_on) == (department, within_a_month)
