"""A case and what can be done with it, except deciding."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.cases import actions, page, queries
from rathaus.cases.errors import Refused
from rathaus.cases.forms import AskForm, AssignForm, DueForm, MessageForm, NoteForm
from rathaus.cases.models import Case
from rathaus.cases.views.doors import case_of, put, refuse, to_case
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission

work = staff_required(Permission.WORK)
REPLY_DAYS = 14


@require_safe
@work
def show(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The case page."""
    case = case_of(request, case_id, erased=True)
    if case.application.data_key.wrapped is None:
        return render(request, "cases/erased.html", {"case": case})
    return _page(request, case)


@require_POST
@work
def take_over(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Make the case one's own."""
    return _simply(
        request, case_id, lambda: actions.take_over(case_id, by=request.actor), _("Sie bearbeiten den Vorgang.")
    )


@require_POST
@work
def release(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Put the case back."""
    done = _("Der Vorgang ist wieder frei.")
    return _simply(request, case_id, lambda: actions.release(case_id, by=request.actor), done)


@require_POST
@work
def assign(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Give the case to a colleague."""
    case, form = case_of(request, case_id), AssignForm(request.POST)
    done = _("Der Vorgang ist zugewiesen.")
    return _filled_in(request, case, "assign", form, lambda to: actions.assign(case_id, to=to, by=request.actor), done)


@require_POST
@work
def set_due(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Change the deadline."""
    case, form = case_of(request, case_id), DueForm(request.POST)
    done = _("Die Frist ist geändert.")
    return _filled_in(
        request, case, "due", form, lambda due_on: actions.set_due(case_id, due_on=due_on, by=request.actor), done
    )


@require_POST
@work
def note(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Write a note."""
    case, form = case_of(request, case_id), NoteForm(request.POST)
    done = _("Der Vermerk ist gespeichert.")
    return _filled_in(
        request, case, "note", form, lambda text: actions.note(case_id, text=text, by=request.actor), done
    )


@require_POST
@work
def tick(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Tick a check by hand, or take the tick back."""
    case_of(request, case_id)
    rule, done = request.POST.get("rule", ""), request.POST.get("done") == "1"
    said = _("Die Prüfung ist vermerkt.") if done else _("Die Prüfung ist wieder offen.")
    return _simply(request, case_id, lambda: actions.tick(case_id, rule=rule, done=done, by=request.actor), said)


@require_http_methods(["GET", "HEAD", "POST"])
@work
def ask(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Ask the applicant something."""
    case = case_of(request, case_id)
    proposed = {"reply_by": timezone.localdate() + timedelta(days=REPLY_DAYS)}
    form = AskForm(request.POST if request.method == "POST" else None, initial=proposed)
    if form.is_valid():
        question, reply_by = form.cleaned_data["question"], form.cleaned_data["reply_by"]
        try:
            actions.ask_back(case_id, question=question, reply_by=reply_by, by=request.actor)
        except Refused as refused:
            put(form, refused)
        else:
            messages.success(request, _("Die Rückfrage ist gestellt."))
            return to_case(case_id)
    return render(request, "cases/ask.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@work
def write(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Write to the applicant."""
    case = case_of(request, case_id)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.write(case_id, text=form.cleaned_data["text"], by=request.actor)
        except Refused as refused:
            put(form, refused)
        else:
            messages.success(request, _("Die Nachricht ist gesendet."))
            return to_case(case_id)
    return render(request, "cases/write.html", {"case": case, "form": form})


def _simply(request: StaffRequest, case_id: UUID, action: Callable[[], Case], done: str) -> HttpResponse:
    """One press of a button: do it, say so, back to the case."""
    case_of(request, case_id)
    try:
        action()
    except Refused as refused:
        refuse(request, refused)
    else:
        messages.success(request, done)
    return to_case(case_id)


def _filled_in(
    request: StaffRequest, case: Case, name: str, form: forms.Form, action: Callable[..., Case], done: str
) -> HttpResponse:
    """A form of one field on the case page: do what it asks for, or show it again with what is wrong."""
    if form.is_valid():
        try:
            action(**form.cleaned_data)
        except Refused as refused:
            put(form, refused)
        else:
            messages.success(request, done)
            return to_case(case.pk)
    return _page(request, case, **{name: form})


def _page(request: StaffRequest, case: Case, **forms_: forms.Form) -> HttpResponse:
    """The case page, with the form that was refused among its forms."""
    assign = cast("AssignForm", forms_.get("assign", AssignForm()))
    select = cast("forms.Select", assign.fields["to"].widget)
    select.choices = [("", ""), *((str(account.pk), str(account)) for account in queries.colleagues(case))]
    return render(
        request,
        "cases/case.html",
        {
            "case": case,
            "page": page.load(case),
            "applicant": queries.applicant(case),
            "overdue": queries.overdue(case, timezone.localdate()),
            "mine": case.assignee_id == request.user.pk,
            "letters": case.letters.order_by("at"),
            "note_form": forms_.get("note", NoteForm()),
            "due_form": forms_.get("due", DueForm()),
            "assign_form": assign,
            "refused": next(iter(forms_.values()), None),
        },
    )
