"""Rating a service without saying who one is, and what its owner sees of that."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.applications import attempts, ratings
from rathaus.catalogue.models import Service
from rathaus.catalogue.queries import brief
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission


@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, slug: str) -> HttpResponse:
    """The questions, and thanks."""
    service, name = _offered(slug)
    answers = ratings.read(request.POST)
    problem = ""
    if request.method == "POST":
        problem = attempts.refusal(request, purpose="rating")
        if not problem and not answers:
            problem = _("Wählen Sie bitte mindestens eine Antwort aus.")
        if not problem:
            ratings.rate(service, answers)
            attempts.failed(request, purpose="rating")
            return render(request, "applications/rated.html", {"service_name": name})
    context = {
        "service_name": name,
        "questions": ratings.QUESTIONS,
        "problem": problem,
        "problems": [(f"{ratings.QUESTIONS[0].name}-5", problem)] if problem else [],
    }
    return render(request, "applications/rate.html", context)


def _offered(slug: str) -> tuple[Service, str]:
    """The service that is to be rated, and its name as the page says it."""
    service = get_object_or_404(Service, slug=slug)
    if service.current_id is None:
        raise Http404
    return service, brief(service.current_id).name


@require_safe
@staff_required(Permission.SERVICES)
def figures(request: StaffRequest, slug: str) -> HttpResponse:
    """What people said about one service within twelve months."""
    service = get_object_or_404(Service, slug=slug, department__in=request.grants.where(Permission.SERVICES))
    found = ratings.figures(service, today=timezone.localdate())
    return render(request, "applications/ratings.html", {"service": service, "figures": found})
