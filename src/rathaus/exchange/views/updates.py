"""Staff: a copy before it is put up, and what its origin changed since."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.catalogue.actions import PublishError
from rathaus.catalogue.forms import ReviewForm
from rathaus.catalogue.slugs import slug_for
from rathaus.exchange.actions import installing, updating
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.forms.packages import FinishForm
from rathaus.exchange.models import Copy
from rathaus.exchange.queries.packages import Pending, foreign_packages, pending
from rathaus.exchange.views import deciding
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission


def _copies(request: StaffRequest) -> QuerySet[Copy]:
    """Those not put up yet, and those of the departments one cares for."""
    copies = Copy.objects.select_related("base", "package__origin", "service__current", "service__department")
    departments = request.grants.where(Permission.SERVICES)
    return copies.filter(service=None) | copies.filter(service__department__in=departments)


@require_http_methods(["GET", "POST"])
@staff_required(Permission.SERVICES)
def draft(request: StaffRequest, copy_id: UUID) -> HttpResponse:
    """A copy before it is put up: adapted here, and published."""
    copy = get_object_or_404(_copies(request).filter(package__kind="service"), pk=copy_id)
    if copy.service is not None:
        return redirect("exchange:package", copy.package_id)
    contents, reading = installing.draft_of(copy)
    texts = contents.service_texts()
    form = ReviewForm(
        request.POST or None,
        initial=ReviewForm.initial_of(texts, reading.roles) | {"slug": slug_for(texts.name)},
        reading=reading,
        departments=request.grants.where(Permission.SERVICES),
        base=texts,
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            version = installing.put_up(
                copy,
                texts=values["texts"],
                roles=values["roles"],
                department=values["department"],
                slug=values["slug"],
                confirmed_lists=frozenset(match.key for match in reading.to_confirm),
                by=request.actor,
            )
        except (PublishError, ExchangeError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("„%s“ ist veröffentlicht.") % version.service.name)
            return redirect("catalogue:show", version.service.slug)
    context = {"copy": copy, "form": form, "reading": reading}
    return render(request, "exchange/staff/draft.html", context)


@require_POST
@staff_required()
def discard(request: StaffRequest, copy_id: UUID) -> HttpResponse:
    """Throw a draft away; the package stays."""
    copies = Copy.objects.select_related("package").filter(package__in=foreign_packages(request.grants))
    copy = get_object_or_404(copies, pk=copy_id)
    try:
        installing.discard(copy, by=request.actor)
    except ExchangeError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Der Entwurf ist verworfen."))
    return redirect("exchange:package", copy.package_id)


@require_http_methods(["GET", "POST"])
@staff_required(Permission.SERVICES)
def update(request: StaffRequest, copy_id: UUID) -> HttpResponse:
    """What the origin changed, beside the own: taken or not, one by one, tried, and published."""
    copy = get_object_or_404(_copies(request).filter(service__isnull=False), pk=copy_id)
    found = pending(copy)
    if found is None:
        return redirect("exchange:package", copy.package_id)
    form = FinishForm(request.POST if "veroeffentlichen" in request.POST else None)
    if request.method == "POST":
        if "veroeffentlichen" not in request.POST:
            if request.POST.get("angesehen"):
                updating.look_at(found, by=request.actor)
                return redirect(f"{request.path}#versuche")
            return deciding.decide(request, found)
        if form.is_valid() and (response := _finish(request, found, form)):
            return response
    context = {"pending": found, "copy": copy, "form": form, "chapters": deciding.chapters(found)}
    return render(request, "exchange/staff/update_service.html", context)


def _finish(request: StaffRequest, found: Pending, form: FinishForm) -> HttpResponse | None:
    moves = form.cleaned_data["drafts"] != ReviewForm.FINISH
    try:
        version = updating.finish(found, moves_drafts=moves, by=request.actor)
    except (PublishError, ExchangeError) as error:
        form.add_error(None, str(error))
        return None
    if version is None:
        messages.success(request, _("Alles bleibt, wie es bei Ihnen ist."))
        return redirect("exchange:package", found.copy.package_id)
    messages.success(request, _("„%s“ ist veröffentlicht.") % version.service.name)
    return redirect("catalogue:show", version.service.slug)
