"""Not losing anything: coming back later, taking one's data along, throwing a draft away."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rathaus.applications import access, attempts, codes, copies, queries
from rathaus.applications.actions import discard as discard_draft
from rathaus.applications.actions import send_code
from rathaus.applications.actions.moving import change_for, move
from rathaus.applications.errors import TooManyMails
from rathaus.applications.queries import Contact, OpenDraft
from rathaus.applications.views.doors import any_draft_door, owner
from rathaus.catalogue.queries import questionnaire


@require_http_methods(["GET", "HEAD", "POST"])
@any_draft_door
def pause(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Come back later: the code that opens this draft again, until when, and the code by mail."""
    email, problem, sent = request.POST.get("email", "").strip(), "", False
    if request.method == "POST":
        problem = attempts.refusal(request, purpose="mail") or _send_code(opened, email)
        sent = not problem
        if sent:
            attempts.failed(request, purpose="mail")
    context = {
        "service_name": opened.service_name,
        "word": opened.word,
        "draft_id": opened.record.pk,
        "shared": opened.record.organisation_id is not None,
        "code": queries.code_of(opened.record.data_key),
        "until": opened.record.expires_at,
        "resume_address": request.build_absolute_uri(reverse("applications:resume")),
        "email": email,
        "sent": sent,
        "problem": problem,
        "problems": [("email", problem)] if problem else [],
    }
    return render(request, "applications/pause.html", context)


def _send_code(opened: OpenDraft, email: str) -> str:
    """Have the code sent; a sentence where that is not possible."""
    if not email:
        return _("Geben Sie bitte die E-Mail-Adresse an, an die wir den Code schicken sollen.")
    try:
        validate_email(email)
        send_code(opened.record, Contact(email[:254], get_language() or "de"), by=owner(opened))
    except ValidationError:
        return _("Die E-Mail-Adresse ist nicht vollständig. Sie sieht zum Beispiel so aus: name@beispiel.de.")
    except TooManyMails:
        return _("Es sind schon fünf Nachrichten verschickt. Schreiben Sie sich den Code bitte auf.")
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def resume(request: HttpRequest) -> HttpResponse:
    """Open a draft again with its code."""
    problem = ""
    if request.method == "POST":
        typed = request.POST.get("code", "")
        code = codes.read_code(typed)
        problem = attempts.refusal(request) or codes.unreadable(typed)
        record = None
        if not problem:
            record = queries.find_draft(code) if code else None
            if record is None:
                attempts.failed(request)
                problem = _("Zu diesem Code gibt es keinen begonnenen Antrag. Prüfen Sie bitte, ob er richtig ist.")
        if record is not None and code is not None:
            response = redirect("applications:tasks", record.pk)
            access.remember(response, record.pk, code, sent=False)
            return response
    context = {"problem": problem, "problems": [("code", problem)] if problem else []}
    return render(request, "applications/resume.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@any_draft_door
def discard(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Throw the draft away, after asking once."""
    context = {"service_name": opened.service_name, "word": opened.word, "draft_id": opened.record.pk}
    if request.method != "POST":
        return render(request, "applications/discard.html", context)
    discard_draft(opened.record, by=owner(opened))
    response = render(request, "applications/discarded.html", context)
    access.forget(response, opened.record.pk, sent=False)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@any_draft_door
def new_version(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """What a new version of the service changes for this draft, and going on with it."""
    draft_id = opened.record.pk
    if opened.moves_to is None:
        return redirect("applications:tasks", draft_id)
    if request.method == "POST":
        move(opened, opened.moves_to, by=owner(opened))
        return redirect("applications:tasks", draft_id)
    change = change_for(opened, questionnaire(opened.moves_to))
    context = {
        "service_name": opened.service_name,
        "word": opened.word,
        "draft_id": draft_id,
        "change": change,
        "again": dict.fromkeys(step.page.title for step in change.asked),  # several pages may have one title
    }
    return render(request, "applications/new_version.html", context)


@require_GET
@any_draft_door
def copy(request: HttpRequest, opened: OpenDraft) -> StreamingHttpResponse:
    """Everything written so far, to take along."""
    return as_zip(*copies.of_draft(opened))


def as_zip(name: str, content: Iterator[bytes]) -> StreamingHttpResponse:
    """A ZIP file to download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return StreamingHttpResponse(content, content_type="application/zip", headers=headers)
