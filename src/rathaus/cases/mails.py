"""The mails of this room. They name the application's number and nothing about the person or the matter."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from rathaus.applications.queries import person
from rathaus.cases.models import Case
from rathaus.catalogue.queries import brief
from rathaus.documents import mail


@mail.resolves("cases.opened")
def opened(case_id: UUID) -> mail.Mail | None:
    """To the department: something new has come. Not where the house has settled it by itself."""
    if Case.objects.get(pk=case_id).settled:
        return None
    return _to_staff(case_id, "cases/mail/opened.txt")


@mail.resolves("cases.answered")
def answered(case_id: UUID) -> mail.Mail | None:
    """To the clerk (or the department): the applicant has answered."""
    return _to_staff(case_id, "cases/mail/answered.txt")


@mail.resolves("cases.wrote")
def wrote(case_id: UUID) -> mail.Mail | None:
    """To the clerk (or the department): the applicant has written."""
    return _to_staff(case_id, "cases/mail/wrote.txt")


@mail.resolves("cases.withdrawn")
def withdrawn(case_id: UUID) -> mail.Mail | None:
    """To the clerk (or the department): the application was taken back."""
    return _to_staff(case_id, "cases/mail/withdrawn.txt")


@mail.resolves("cases.message")
def message(case_id: UUID) -> mail.Mail | None:
    """To the applicant: there is a message on the status page."""
    return _to_applicant(case_id, "cases/mail/message.txt")


@mail.resolves("cases.asked")
def asked(case_id: UUID) -> mail.Mail | None:
    """To the applicant: there is a question on the status page."""
    return _to_applicant(case_id, "cases/mail/asked.txt")


@mail.resolves("cases.decided")
def decided(case_id: UUID) -> mail.Mail | None:
    """To the applicant: the decision is there."""
    return _to_applicant(case_id, "cases/mail/decided.txt")


def _to_staff(case_id: UUID, template: str) -> mail.Mail | None:
    case = Case.objects.select_related("application", "assignee", "department").get(pk=case_id)
    assignee = case.assignee if case.assignee and case.assignee.is_active else None
    to = assignee.email if assignee else case.department.email
    if not to:
        return None
    link = mail.link(reverse("cases:case", args=[case.pk]))
    word = brief(case.application.version_id).word
    return mail.compose(template, to=to, number=case.application.number, link=link, word=word)


def _to_applicant(case_id: UUID, template: str) -> mail.Mail | None:
    case = Case.objects.select_related("application__data_key").get(pk=case_id)
    to = person(case.application).email
    if not to:
        return None
    link = mail.link(reverse("applications:status"))
    number, language = case.application.number, case.application.language
    word = brief(case.application.version_id).word
    return mail.compose(
        template, to=to, language=language, number=number, link=link, reply_by=case.reply_due_on, word=word
    )
