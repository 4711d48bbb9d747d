"""Checking the answers, declaring them true, sending, and the receipt."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rathaus.applications import access, history, queries, together
from rathaus.applications.actions import send_sent_code, submit
from rathaus.applications.errors import DraftChanged, Incomplete, MayNotSend, Outdated, SignaturesMissing, TrustTooLow
from rathaus.applications.models import Application, Attachment
from rathaus.applications.queries import OpenDraft
from rathaus.applications.rendering import render_record
from rathaus.applications.views.doors import draft_door, gone, owner, sender
from rathaus.applications.views.drafting import TO_CHECK, onward, page_url
from rathaus.catalogue import usage
from rathaus.catalogue.models import UsageCount
from rathaus.catalogue.queries import brief
from rathaus.people.decorators import citizen_of

RECEIPT_SHOWN_FOR = dt.timedelta(hours=1)
"""How long after sending the receipt page shows the access code."""


@require_http_methods(["GET", "HEAD", "POST"])
@draft_door
def check(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Everything said so far with links to change it, the declaration, and the button that sends."""
    asked, draft = opened.questionnaire, opened.draft
    outcome = asked.check(draft)
    if asked.first_open(draft, outcome) is not None:
        return redirect(onward(opened, outcome, ziel=TO_CHECK, fehler="1"))
    if request.method == "POST":
        return _send(request, opened)
    usage.count(request, opened.record.version_id, UsageCount.Step.CHECK)
    return _show_check(request, opened)


def _show_check(request: HttpRequest, opened: OpenDraft, *, problem: str = "", changed: bool = False) -> HttpResponse:
    asked, draft, draft_id = opened.questionnaire, opened.draft, opened.record.pk
    outcome = asked.check(draft)
    others = together.record(opened.record, outcome.answers)
    waiting = together.missing(opened.record, outcome.answers) if others else []
    sections = (*asked.summary(draft, outcome), *((others,) if others else ()))
    return render(
        request,
        "applications/check.html",
        {
            "service_name": opened.service_name,
            "word": opened.word,
            "draft_id": draft_id,
            "revision": opened.record.revision,
            "record": render_record(sections, lambda slug: page_url(draft_id, slug, ziel=TO_CHECK)),
            "waiting": together.names_of(waiting),
            "agrees": _agrees(request),
            "may_send": queries.may_send(opened.record, citizen_of(request)),
            "known_enough": queries.known_enough(opened.record.version_id, citizen_of(request)),
            "signed_in": citizen_of(request) is not None,
            "level": brief(opened.record.version_id).trust_level.label,
            "here": request.path,
            "problem": problem,
            "problems": [("erklaerung", problem)] if problem else [],
            "back": reverse("applications:tasks", args=[draft_id]),
            "changed": changed,
        },
    )


def _send(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    if request.POST.get("stand") != str(opened.record.revision):
        return _show_check(request, opened, changed=True)
    if request.POST.get("erklaerung") != "ja":
        sentence = _("Bestätigen Sie bitte, dass Ihre Angaben richtig und vollständig sind.")
        return _show_check(request, opened, problem=sentence)
    try:
        submit(
            opened,
            by=owner(opened),
            language=get_language() or "de",
            electronic_notice=_agrees(request),
            account=citizen_of(request),
        )
    except (DraftChanged, MayNotSend, Outdated, SignaturesMissing, TrustTooLow):
        return redirect("applications:check", opened.record.pk)
    except Incomplete as incomplete:
        return redirect(onward(opened, incomplete.outcome))
    usage.count(request, opened.record.version_id, UsageCount.Step.SENT)
    return redirect("applications:receipt", opened.record.pk)


def _agrees(request: HttpRequest) -> bool:
    """Whether the sender agrees to electronic notice."""
    return request.POST.get("bekanntgabe") == "ja"


def _sent(request: HttpRequest, draft_id: uuid.UUID) -> Application | None:
    """What became of the draft, if this browser may see it."""
    code, account = access.code_of(request), citizen_of(request)
    return queries.sent_with(draft_id, code, account) if code or account else None


@require_GET
def receipt(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """The receipt: number, code, PDF, what happens next. After an hour only the status page is left."""
    application = _sent(request, draft_id)
    if application is None:
        return gone(request)
    code = queries.code_of(application.data_key)
    if application.submitted_at < timezone.now() - RECEIPT_SHOWN_FOR:
        response: HttpResponse = redirect("applications:state", draft_id)
    else:
        response = _show_receipt(request, application, code)
    access.remember(response, draft_id, code, sent=True)
    return response


@require_POST
def mail_code(request: HttpRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Number and code to the mail address that stands in the application."""
    application = _sent(request, draft_id)
    if application is None:
        return gone(request)
    if application.submitted_at >= timezone.now() - RECEIPT_SHOWN_FOR:
        send_sent_code(application, by=sender(application))
        messages.success(request, _("Nummer und Code sind unterwegs zu Ihnen."))
    return redirect("applications:receipt", draft_id)


def _show_receipt(request: HttpRequest, application: Application, code: str) -> HttpResponse:
    told = brief(application.version_id)
    return render(
        request,
        "applications/receipt.html",
        {
            "service": application.version.service,
            "service_name": told.name,
            "application": application,
            "answered": history.answered(application),
            "word": told.word,
            "code": code,
            "email": queries.person(application).email,
            "receipt": application.attachments.filter(purpose=Attachment.Purpose.RECEIPT).first(),
        },
    )
