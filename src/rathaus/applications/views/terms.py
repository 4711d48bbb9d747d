"""What the owner of a service sets for its applications."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rathaus.applications.actions import set_terms
from rathaus.applications.forms import TermsForm
from rathaus.applications.models import KEPT_YEARS, Terms
from rathaus.applications.queries import accounts_only, draft_days
from rathaus.catalogue.models import Service
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission


def _initial(service: Service) -> dict[str, object]:
    terms = Terms.objects.filter(service=service).first()
    return {
        "draft_days": draft_days(service),
        "needs_account": accounts_only(service.pk),
        "kept_years": terms.kept_years if terms else KEPT_YEARS,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(Permission.SERVICES)
def show(request: StaffRequest, slug: str) -> HttpResponse:
    """The settings of one service, to see and to change."""
    service = get_object_or_404(Service, slug=slug, department__in=request.grants.where(Permission.SERVICES))
    form = TermsForm(request.POST or None, initial=_initial(service))
    if request.method == "POST" and form.is_valid():
        set_terms(service, **form.cleaned_data, by=request.actor)
        messages.success(request, _("Die Einstellungen sind gespeichert."))
        return redirect("catalogue:show", service.slug)
    return render(request, "applications/terms.html", {"service": service, "form": form})
