"""Experience reports, as everybody reads them and as those see them who write them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.applications import attempts
from rathaus.exchange.actions import experience as actions
from rathaus.exchange.forms import experience as forms
from rathaus.exchange.models import Adopter, Experience, Figure, Question
from rathaus.exchange.queries import experience as queries
from rathaus.exchange.queries import following
from rathaus.exchange.queries import meetings as meeting_queries
from rathaus.exchange.views.editing import done
from rathaus.people.decorators import StaffRequest
from rathaus.strategy.views.editing import form_page
from rathaus.strategy.views.staff import officers_only
from rathaus.towns.actors import Actor
from rathaus.towns.caching import public_page

_QUERY_LIMIT = 100
_ASKING = "question"


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """All public reports, or those that speak of something."""
    words = " ".join(request.GET.get("suche", "")[:_QUERY_LIMIT].split())
    return render(request, "exchange/reports.html", {"reports": queries.about(words), "words": words})


@require_safe
@public_page
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """One report with its figures, those who use it, and what was asked."""
    found = get_object_or_404(queries.reports(public=True), slug=slug)
    return render(
        request,
        "exchange/report.html",
        {
            "report": found,
            "figures": queries.figures(found),
            "measure_is_public": queries.measure_is_public(found),
            "package_is_offered": queries.package_is_offered(found),
            "adopters": found.adopters.all(),
            "meeting": meeting_queries.next_one(timezone.localdate()),
            "questions": queries.answered(found),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask something; so often from one place and no oftener."""
    found = get_object_or_404(queries.reports(public=True), slug=slug)
    form = forms.QuestionForm(request.POST or None)
    if form.is_valid() and (refusal := attempts.refusal(request, purpose=_ASKING)):
        form.add_error(None, refusal)
    if done(form, lambda: actions.ask(found, form.cleaned_data["text"], by=Actor.applicant(""))):
        attempts.failed(request, purpose=_ASKING)
        messages.success(request, _("Ihre Frage ist da. Die Antwort steht hier, sobald wir sie haben."))
        return redirect("exchange:report", slug)
    return render(request, "exchange/ask.html", {"report": found, "form": form})


# Those who write them -------------------------------------------------------------------------------------------------


@require_safe
@officers_only
def kept(request: StaffRequest) -> HttpResponse:
    """All reports, public or not."""
    context = {"reports": queries.reports(public=False), "told": following.told()}
    return render(request, "exchange/staff/reports.html", context)


@require_http_methods(["GET", "POST"])
@officers_only
def write(request: StaffRequest, experience_id: UUID | None = None) -> HttpResponse:
    """Begin a report, or change it."""
    found = get_object_or_404(Experience, pk=experience_id) if experience_id else Experience()
    form = forms.ExperienceForm(request.POST or None, instance=found)
    if done(form, lambda: actions.save(form.save(commit=False), by=request.actor)):
        messages.success(request, _("Gespeichert."))
        return redirect("exchange:manage_report", found.pk)
    back = reverse("exchange:manage_report", args=[found.pk]) if experience_id else reverse("exchange:manage_reports")
    is_draft = experience_id is not None and found.published_at is None
    delete = reverse("exchange:discard_report", args=[experience_id]) if is_draft else ""
    return form_page(request, form, _("Erfahrungsbericht"), back, delete=delete)


@require_safe
@officers_only
def manage(request: StaffRequest, experience_id: UUID) -> HttpResponse:
    """Everything about one report."""
    found = get_object_or_404(Experience.objects.select_related("measure"), pk=experience_id)
    questions = found.questions.select_related("data_key")
    return render(
        request,
        "exchange/staff/report.html",
        {
            "report": found,
            "figures": queries.figures(found),
            "adopters": found.adopters.all(),
            "questions": [(one, queries.asked(one)) for one in questions],
        },
    )


@require_POST
@officers_only
def publish(request: StaffRequest, experience_id: UUID) -> HttpResponse:
    """Show a report to everybody, or make it a draft again."""
    found = get_object_or_404(Experience, pk=experience_id)
    if found.published_at:
        actions.take_back(found, by=request.actor)
        messages.success(request, _("Der Bericht ist wieder ein Entwurf."))
    else:
        actions.publish(found, by=request.actor)
        messages.success(request, _("Der Bericht ist öffentlich."))
    return redirect("exchange:manage_report", experience_id)


@require_http_methods(["GET", "POST"])
@officers_only
def figure(request: StaffRequest, experience_id: UUID) -> HttpResponse:
    """Show an indicator before and after."""
    found = get_object_or_404(Experience, pk=experience_id)
    form = forms.FigureForm(request.POST or None)

    def change() -> None:
        given = form.cleaned_data
        actions.add_figure(found, given["indicator"].key, given["before"], given["after"], by=request.actor)

    if done(form, change):
        messages.success(request, _("Die Kennzahl steht jetzt im Bericht."))
        return redirect("exchange:manage_report", experience_id)
    return form_page(request, form, _("Kennzahl vorher und nachher"), _manage(experience_id))


@require_POST
@officers_only
def drop_figure(request: StaffRequest, figure_id: UUID) -> HttpResponse:
    """Take a figure out."""
    found = get_object_or_404(Figure, pk=figure_id)
    actions.remove(found, by=request.actor)
    messages.success(request, _("Der Eintrag ist entfernt."))
    return redirect("exchange:manage_report", found.experience_id)


@require_http_methods(["GET", "POST"])
@officers_only
def add_adopter(request: StaffRequest, experience_id: UUID) -> HttpResponse:
    """Say who else uses it."""
    found = get_object_or_404(Experience, pk=experience_id)
    return _adopter(request, Adopter(experience=found))


@require_http_methods(["GET", "POST"])
@officers_only
def adopter(request: StaffRequest, adopter_id: UUID) -> HttpResponse:
    """Change what is said of somebody who uses it."""
    found = get_object_or_404(Adopter.objects.select_related("experience"), pk=adopter_id)
    return _adopter(request, found, delete=reverse("exchange:drop_adopter", args=[adopter_id]))


def _adopter(request: StaffRequest, row: Adopter, *, delete: str = "") -> HttpResponse:
    form = forms.AdopterForm(request.POST or None, instance=row)
    if done(form, lambda: actions.save_adopter(form.save(commit=False), by=request.actor)):
        messages.success(request, _("Gespeichert."))
        return redirect("exchange:manage_report", row.experience_id)
    return form_page(request, form, _("Wer es nutzt"), _manage(row.experience_id), delete=delete)


@require_POST
@officers_only
def drop_adopter(request: StaffRequest, adopter_id: UUID) -> HttpResponse:
    """Take somebody out."""
    found = get_object_or_404(Adopter, pk=adopter_id)
    actions.remove(found, by=request.actor)
    messages.success(request, _("Der Eintrag ist entfernt."))
    return redirect("exchange:manage_report", found.experience_id)


@require_http_methods(["GET", "POST"])
@officers_only
def answer(request: StaffRequest, asked_id: UUID) -> HttpResponse:
    """Answer a question."""
    found = get_object_or_404(Question.objects.select_related("data_key"), pk=asked_id)
    known = {"text": queries.asked(found), "answer": found.answer}
    form = forms.AnswerForm(request.POST or None, initial=known)

    def change() -> None:
        actions.answer(found, form.cleaned_data["text"], form.cleaned_data["answer"], by=request.actor)

    if done(form, change):
        messages.success(request, _("Frage und Antwort stehen beim Bericht."))
        return redirect("exchange:manage_report", found.experience_id)
    delete = reverse("exchange:drop_question", args=[asked_id])
    return form_page(request, form, _("Frage beantworten"), _manage(found.experience_id), delete=delete)


@require_POST
@officers_only
def drop_question(request: StaffRequest, asked_id: UUID) -> HttpResponse:
    """Remove a question for good."""
    found = get_object_or_404(Question.objects.select_related("data_key"), pk=asked_id)
    actions.drop(found, by=request.actor)
    messages.success(request, _("Die Frage ist entfernt."))
    return redirect("exchange:manage_report", found.experience_id)


def _manage(experience_id: UUID) -> str:
    return reverse("exchange:manage_report", args=[experience_id])
