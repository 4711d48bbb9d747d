"""The status page: what happened to a sent application, letters to download, questions to answer."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rathaus.applications import access, attempts, codes, copies, history, queries, standing
from rathaus.applications.actions import add_to_account, begin_again, choose_notice, fetch_letter, withdraw, write
from rathaus.applications.actions import reply as send_reply
from rathaus.applications.errors import AccountNeeded, Ended, NotAsked, NotOffered, TrustTooLow
from rathaus.applications.models import Application
from rathaus.applications.views.doors import sender, sent_door
from rathaus.applications.views.files import download, received_files
from rathaus.applications.views.keeping import as_zip
from rathaus.catalogue.queries import brief
from rathaus.people.decorators import citizen_of
from rathaus.protection import media, uploads
from rathaus.protection.uploads import SealedUpload
from rathaus.web.words import worded

REPLY_LENGTH = 5_000
REPLY_FILES = 10
MESSAGE = "nachricht"
"""Stands for the id of a question in the form that answers none."""


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Number and code, and in."""
    if request.method != "POST":
        return _ask(request)
    number, code = codes.read_number(request.POST.get("nummer", "")), codes.read_code(request.POST.get("code", ""))
    if problem := attempts.refusal(request, number or ""):
        return _ask(request, problem, status=429)
    application = queries.find_application(number, code) if number and code else None
    if application is None or code is None:
        attempts.failed(request, number or "")
        return _ask(request, _("Nummer und Code passen nicht zusammen. Prüfen Sie bitte beide."))
    response = redirect("applications:state", application.pk)
    access.remember(response, application.pk, code, sent=True)
    return response


def _ask(request: HttpRequest, problem: str = "", *, status: int = 200) -> HttpResponse:
    context = {
        "problem": problem,
        "problems": [("nummer", problem)] if problem else [],
        "number": request.POST.get("nummer", "")[:60],
    }
    return render(request, "applications/status_enter.html", context, status=status)


@require_GET
@sent_door
def show(request: HttpRequest, application: Application) -> HttpResponse:
    """The public history, newest first."""
    return _show(request, application)


def _show(
    request: HttpRequest,
    application: Application,
    *,
    wrong: Mapping[str, str] | None = None,
    question_id: uuid.UUID | str | None = None,
) -> HttpResponse:
    """`wrong` says by field what is wrong with the answer to a question, or with a message (``MESSAGE``)."""
    found, told = history.lines(application), brief(application.version_id)
    letters = [file for line in found for file in line.files if line.kind in (*history.ENDED, history.Kind.LETTER)]
    return render(
        request,
        "applications/status.html",
        {
            "application": application,
            "service": application.version.service,
            "service_name": told.name,
            "lines": found,
            "by_house": (history.Kind.RECEIVED, history.Kind.DECIDED),
            "standing": standing.of(found, told.word),
            "duration": told.duration,
            "word": told.word,
            "waiting": [line for line in found if line.waits],
            "letters": letters,
            "in_account": application.account_id is not None,
            "ended": any(line.kind in history.ENDED for line in found),
            "withdrawn": any(line.kind == history.Kind.WITHDRAWN for line in found),
            "receipt": application.attachments.filter(event=None, purpose="receipt").first(),
            "problems": [(f"{field}-{question_id}", sentence) for field, sentence in (wrong or {}).items()],
            "wrong_here": wrong,
            "problem_question": question_id,
            "typed_here": request.POST.get("antwort", ""),
            "allowed": ", ".join(map(media.label, media.DEFAULT_ALLOWED)),
        },
    )


def _word(application: Application, sentence: str) -> str:
    """The sentence with what its service calls it."""
    return worded(sentence, brief(application.version_id).word)


@require_POST
@sent_door
def reply(request: HttpRequest, application: Application, question_id: uuid.UUID) -> HttpResponse:
    """Answer a question with a text, files, or both."""
    text = request.POST.get("antwort", "").strip()
    content = received_files(request, "dateien")
    if wrong := _reply_problems(text, content):
        return _show(request, application, wrong=wrong, question_id=question_id)
    try:
        send_reply(application, question_id, text, content, by=sender(application))
    except NotAsked:
        # Answered before, by a second press of the button or in another tab: the history shows it. Otherwise say it.
        if not application.history.filter(answers=question_id).exists():
            messages.warning(request, _("Ihre Antwort kam zu spät: Es ist inzwischen entschieden."))
    return redirect("applications:state", application.pk)


@require_POST
@sent_door
def message(request: HttpRequest, application: Application) -> HttpResponse:
    """Write something without having been asked, perhaps with missing papers."""
    text = request.POST.get("antwort", "").strip()
    content = received_files(request, "dateien")
    if wrong := _reply_problems(text, content):
        return _show(request, application, wrong=wrong, question_id=MESSAGE)
    try:
        write(application, text, content, by=sender(application))
    except Ended:
        messages.warning(request, _("Ihre Nachricht kam zu spät: Der Vorgang ist inzwischen abgeschlossen."))
    else:
        messages.success(request, _("Ihre Nachricht ist bei uns."))
    return redirect("applications:state", application.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@sent_door
def take_back(request: HttpRequest, application: Application) -> HttpResponse:
    """Take the application back, after asking once."""
    reason = request.POST.get("grund", "").strip()
    if request.method == "POST" and len(reason) <= REPLY_LENGTH:
        try:
            withdraw(application, reason, by=sender(application))
        except Ended:
            messages.warning(request, _("Das kam zu spät: Der Vorgang ist inzwischen abgeschlossen."))
        else:
            messages.success(request, _word(application, _("‹Ihr Antrag› ist zurückgenommen.")))
        return redirect("applications:state", application.pk)
    if application.history.filter(kind__in=history.ENDED).exists():
        return redirect("applications:state", application.pk)
    problem = ""
    if reason:
        sentence = _("Der Grund ist mit %(length)s Zeichen zu lang. Möglich sind %(limit)s Zeichen.")
        problem = sentence % {"length": len(reason), "limit": REPLY_LENGTH}
    told = brief(application.version_id)
    context = {
        "application": application,
        "word": told.word,
        "service_name": told.name,
        "reason": reason,
        "problem": problem,
        "problems": [("grund", problem)] if problem else [],
    }
    return render(request, "applications/take_back.html", context)


@require_POST
@sent_door
def notice(request: HttpRequest, application: Application) -> HttpResponse:
    """Agree to electronic notice, or withdraw that consent."""
    agreed = request.POST.get("bekanntgabe") == "ja"
    choose_notice(application, agreed=agreed, by=sender(application))
    said = _("Sie bekommen unsere Schreiben hier.") if agreed else _("Sie bekommen unsere Schreiben mit der Post.")
    messages.success(request, said)
    return redirect("applications:state", application.pk)


def _reply_problems(text: str, content: list[SealedUpload]) -> dict[str, str]:
    """What is wrong with an answer or message, by the name of the field."""
    found: dict[str, str] = {}
    if not text and not content:
        found["antwort"] = _("Schreiben Sie bitte etwas, oder fügen Sie eine Datei bei.")
    if len(text) > REPLY_LENGTH:
        sentence = _("Ihr Text ist mit %(length)s Zeichen zu lang. Möglich sind %(limit)s Zeichen.")
        found["antwort"] = sentence % {"length": len(text), "limit": REPLY_LENGTH}
    refused = [sentence for one in content if (sentence := uploads.problem(one))]
    if len(content) > REPLY_FILES:
        refused.insert(0, _("Möglich sind höchstens %(limit)s Dateien.") % {"limit": REPLY_FILES})
    if refused:
        found["dateien"] = " ".join(refused)
    return found


@require_GET
@sent_door
def file(request: HttpRequest, application: Application, attachment_id: uuid.UUID) -> HttpResponseBase:
    """A letter, the receipt, or one of the applicant's own files."""
    attachment = get_object_or_404(application.attachments.select_related("file__data_key"), pk=attachment_id)
    fetch_letter(attachment, by=sender(application))
    return download(attachment)


@require_GET
@sent_door
def copy(request: HttpRequest, application: Application) -> HttpResponseBase:
    """Everything that was sent and written since, to take along."""
    return as_zip(*copies.of_application(application))


@require_POST
@sent_door
def again(request: HttpRequest, application: Application) -> HttpResponse:
    """Begin a new application with the answers of this one, as far as they still fit."""
    try:
        record, code = begin_again(application, account=citizen_of(request), by=sender(application))
    except (AccountNeeded, TrustTooLow):  # its page says so
        return redirect("catalogue:service", application.version.service.slug)
    except NotOffered:
        messages.warning(request, _("Diese Leistung wird online zurzeit nicht angeboten."))
        return redirect("applications:state", application.pk)
    response = redirect("applications:tasks", record.pk)
    access.remember(response, record.pk, code, sent=False)
    return response


@require_POST
@sent_door
def keep(request: HttpRequest, application: Application) -> HttpResponse:
    """Put the application into the account that is signed in."""
    account = citizen_of(request)
    if account is None:
        return redirect_to_login(reverse("applications:state", args=[application.pk]), reverse("mein:login"))
    add_to_account(application, account, by=sender(application))
    messages.success(request, _word(application, _("‹Der Antrag› steht jetzt in Ihrem Konto.")))
    return redirect("applications:state", application.pk)


@require_POST
def leave(request: HttpRequest, application_id: uuid.UUID) -> HttpResponse:
    """Close the status page on this device."""
    response = redirect("applications:status")
    access.forget(response, application_id, sent=True)
    access.forget(response, application_id, sent=False)
    return response
