"""Deciding: how, in which words, a last look, and sending."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.cases import letters, page
from rathaus.cases.actions import decide
from rathaus.cases.actions.deciding import checked
from rathaus.cases.actions.deciding import preview as preview_letter
from rathaus.cases.actions.steps import require_assigned, require_open
from rathaus.cases.errors import Refused
from rathaus.cases.forms import OutcomeForm, WordingForm
from rathaus.cases.models import Case, Outcome
from rathaus.cases.views.case import work
from rathaus.cases.views.doors import case_of, put, refuse, to_case
from rathaus.people.decorators import StaffRequest

_MODULES = {module.key: module for module in letters.MODULES}


@require_http_methods(["GET", "HEAD", "POST"])
@work
def outcome(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """First step: how."""
    case = case_of(request, case_id)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return redirect("cases:wording", case_id, form.cleaned_data["outcome"])
    return _if_possible(request, case) or render(request, "cases/decide.html", {"case": case, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@work
def wording(request: StaffRequest, case_id: UUID, outcome: str) -> HttpResponse:
    """Second step: the words; then a last look, and sending. The button pressed says which."""
    case, how = case_of(request, case_id), _outcome(outcome)
    if refused := _if_possible(request, case):
        return refused
    if request.method != "POST":
        proposal = letters.proposal(case, how)
        return _write(request, case, how, proposal.to_json())
    if "insert" in request.POST:
        return _write(request, case, how, _with_module(request))
    if "edit" in request.POST:
        return _write(request, case, how, request.POST.dict())
    form, words = _words(request, how)
    if words is None:
        return _write(request, case, how, form)
    if "send" not in request.POST:
        return _look(request, case, words)
    try:
        decide(case_id, wording=words, by=request.actor)
    except Refused as refused_:
        refuse(request, refused_)
    else:
        messages.success(request, _("Der Vorgang ist entschieden. Das Schreiben liegt auf der Statusseite bereit."))
    return to_case(case_id)


@require_POST
@work
def preview(request: StaffRequest, case_id: UUID, outcome: str) -> HttpResponse:
    """The letter as PDF, in a window of its own; or the form again where something is missing."""
    case, how = case_of(request, case_id), _outcome(outcome)
    form, words = _words(request, how)
    if words is None:
        return _write(request, case, how, form)
    response = HttpResponse(preview_letter(case, words, by=request.actor), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="Vorschau.pdf"'
    return response


def _outcome(text: str) -> Outcome:
    try:
        return Outcome(text)
    except ValueError:
        raise Http404 from None


def _if_possible(request: StaffRequest, case: Case) -> HttpResponse | None:
    """Back to the case with a sentence, where it cannot be decided by this person now."""
    try:
        require_open(case)
        require_assigned(case, by=request.actor)
    except Refused as refused:
        refuse(request, refused)
        return to_case(case.pk)
    return None


def _words(request: StaffRequest, how: Outcome) -> tuple[WordingForm, letters.Wording | None]:
    """The form, and what was written in it if it will do; otherwise the form says what is missing."""
    form = WordingForm(request.POST, burdens=how in letters.NEEDS_REASON)
    if form.is_valid():
        try:
            return form, checked(letters.Wording(how, **form.cleaned_data))
        except Refused as refused:
            put(form, refused)
    return form, None


def _with_module(request: StaffRequest) -> dict[str, str]:
    """What was typed, with a text module at the end of the reason."""
    values = request.POST.dict()
    module = _MODULES.get(values["insert"])
    if module is None:
        raise Http404
    before = values.get("reason", "").strip()
    values["reason"] = f"{before}\n\n{module.text}" if before else module.text
    return values


def _write(request: StaffRequest, case: Case, how: Outcome, content: WordingForm | dict[str, str]) -> HttpResponse:
    """The form: with its errors, or filled with texts to go on from."""
    if isinstance(content, dict):
        content = WordingForm(initial=content, burdens=how in letters.NEEDS_REASON)
    context = {"case": case, "outcome": how, "form": content, "modules": letters.MODULES}
    return render(request, "cases/wording.html", context)


def _look(request: StaffRequest, case: Case, words: letters.Wording) -> HttpResponse:
    open_checks = page.load(case).open_checks
    context = {"case": case, "outcome": words.outcome, "words": words, "open_checks": open_checks}
    return render(request, "cases/look.html", context | {"applicant": letters.addressee(case)})
