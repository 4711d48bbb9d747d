"""Several people: on whose behalf somebody applies, who signs along, and the page where they do."""

from __future__ import annotations

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rathaus.applications import access, attempts, codes, queries, together
from rathaus.applications.actions import together as actions
from rathaus.applications.errors import DraftGone, TooManySigners
from rathaus.applications.models import Attachment
from rathaus.applications.queries import Contact, OpenDraft
from rathaus.applications.rendering import render_record
from rathaus.applications.views.doors import draft_door, gone, owner
from rathaus.applications.views.files import download, received_files
from rathaus.protection import media, uploads
from rathaus.towns.actors import Actor

Problems = list[tuple[str, str]]


@require_http_methods(["GET", "HEAD", "POST"])
@draft_door
def show(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Both questions: for somebody else? and who signs along?"""
    problems: Problems = []
    if request.method == "POST":
        problems = _do(request, opened)
        if not problems:
            return redirect(_back(opened) if "weiter" in request.POST else request.path)
    outcome = opened.questionnaire.check(opened.draft)
    context = {
        "service_name": opened.service_name,
        "word": opened.word,
        "draft_id": opened.record.pk,
        "represented": together.represented(opened.record),
        "signers": together.signers(opened.record, outcome.answers),
        "problems": problems,
        "wrong": dict(problems),
        "typed": request.POST,
        "allowed": ", ".join(map(media.label, media.DEFAULT_ALLOWED)),
        "back": _back(opened),
    }
    return render(request, "applications/together.html", context)


def _back(opened: OpenDraft) -> str:
    """Where it goes on: to check and send once all is answered, before that to the sections."""
    done = opened.questionnaire.first_open(opened.draft, opened.questionnaire.check(opened.draft)) is None
    return reverse("applications:check" if done else "applications:tasks", args=[opened.record.pk])


def _do(request: HttpRequest, opened: OpenDraft) -> Problems:
    """What the pressed button asks for; what is wrong with it. Who goes on has all that is written taken."""
    record, by, onward = opened.record, owner(opened), "weiter" in request.POST
    if "selbst" in request.POST:
        actions.represent_nobody(record, by=by)
    elif dropped := request.POST.get("ohne"):
        rows = together.signers(record, {})
        actions.ask_no_more(record, next((one.id for one in rows if str(one.id) == dropped), uuid.uuid4()), by=by)
    problems: Problems = []
    if "vollmacht" in request.POST or (onward and (request.POST.get("fuer", "").strip() or request.FILES)):
        problems += _represent(request, opened)
    if "bitten" in request.POST or (onward and (request.POST.get("name", "") + request.POST.get("email", "")).strip()):
        problems += _ask(request, opened)
    return problems


def _represent(request: HttpRequest, opened: OpenDraft) -> Problems:
    name = request.POST.get("fuer", "").strip()
    content = next(iter(received_files(request, "datei")), None)
    there = together.represented(opened.record)
    problems: Problems = []
    if not name or len(name) > NAME:
        problems.append(("fuer", _("Geben Sie bitte an, für wen Sie das erledigen.")))
    if content is not None and (sentence := uploads.problem(content)):
        problems.append(("datei", sentence))
    elif content is None and (there is None or there.power is None):
        problems.append(("datei", _("Fügen Sie bitte die Vollmacht bei.")))
    if not problems:
        actions.represent(opened.record, name, content, by=owner(opened))
    return problems


def _ask(request: HttpRequest, opened: OpenDraft) -> Problems:
    name, email = request.POST.get("name", "").strip(), request.POST.get("email", "").strip()
    problems: Problems = []
    if not name or len(name) > NAME:
        problems.append(("name", _("Geben Sie bitte den Namen der Person an.")))
    try:
        validate_email(email)
    except ValidationError:
        sentence = _("Die E-Mail-Adresse ist nicht vollständig. Sie sieht zum Beispiel so aus: name@beispiel.de.")
        problems.append(("email", sentence))
    if not problems and (sentence := attempts.refusal(request, purpose="mail")):
        problems.append(("email", sentence))
    if problems:
        return problems
    try:
        actions.ask_to_sign(opened.record, name, Contact(email[:254], get_language() or "de"), by=owner(opened))
    except TooManySigners:
        return [("name", _("Mehr als fünf Personen können nicht mitunterzeichnen."))]
    attempts.failed(request, purpose="mail")
    return []


@require_GET
@draft_door
def power(request: HttpRequest, opened: OpenDraft) -> HttpResponseBase:
    """The power of attorney, to look at again."""
    rows = opened.record.attachments.filter(purpose=Attachment.Purpose.POWER)
    return download(get_object_or_404(rows.select_related("file__data_key")))


NAME = 200
"""Characters of a name."""


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """The code of the mail, and in."""
    problem = ""
    if request.method == "POST":
        typed = request.POST.get("code", "")
        code = codes.read_code(typed)
        problem = attempts.refusal(request) or codes.unreadable(typed)
        row = together.find_signature(code) if code and not problem else None
        if row is not None and code is not None:
            response = redirect("applications:sign", row.pk)
            access.remember_at(response, reverse("applications:sign", args=[row.pk]), code)
            return response
        if not problem:
            attempts.failed(request)
            problem = _("Zu diesem Code gibt es nichts zu unterzeichnen. Prüfen Sie bitte, ob er richtig ist.")
    context = {"problem": problem, "problems": [("code", problem)] if problem else []}
    return render(request, "applications/sign_enter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, signature_id: uuid.UUID) -> HttpResponse:
    """What would be sent, to read; agreeing or refusing."""
    code = access.code_of(request)
    row = together.open_signature(signature_id, code) if code else None
    if row is None or row.draft is None:
        return gone(request)
    opened = queries.opened(row.draft)
    changed = False
    if request.method == "POST":
        changed = request.POST.get("stand") != str(opened.record.revision)
        if not changed:
            agrees = request.POST.get("antwort") == "ja"
            try:
                actions.sign(row, opened, agrees=agrees, by=Actor.applicant(str(row.pk)))
            except DraftGone:  # discarded or sent meanwhile
                return gone(request)
            return redirect("applications:sign", signature_id)
    outcome = opened.questionnaire.check(opened.draft)
    me = next(one for one in together.signers(opened.record, outcome.answers) if one.id == row.pk)
    others = together.record(opened.record, outcome.answers)
    sections = (*opened.questionnaire.record(outcome.answers, input_labels=True), *((others,) if others else ()))
    context = {
        "service_name": opened.service_name,
        "word": opened.word,
        "me": me,
        "revision": opened.record.revision,
        "changed": changed,
        "outdated": me.state == together.State.AGREED and not me.valid,
        "record": render_record(sections),
    }
    return render(request, "applications/sign.html", context)
