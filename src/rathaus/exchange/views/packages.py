"""Staff: packages that the town passes on, and those that came from others."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.catalogue.models import Service
from rathaus.exchange.actions import installing, packing, receiving
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.forms.packages import NewKeyForm, PackageUploadForm, PackForm
from rathaus.exchange.models import Origin, OwnPackage, PackageKind, Release
from rathaus.exchange.package import PackageError
from rathaus.exchange.queries import following
from rathaus.exchange.queries import packages as queries
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission
from rathaus.web.telling import said


@require_http_methods(["GET", "POST"])
@staff_required()
def index(request: StaffRequest) -> HttpResponse:
    """What came from others, what waits, and what the town passes on; a package from a file is taken in here."""
    if not (request.grants.manages_services or request.grants.leads_strategy):
        raise PermissionDenied
    form = PackageUploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            received = receiving.receive(upload.read(), came_from=upload.name or "", by=request.actor)
        except PackageError as error:
            form.add_error("file", said(error.sentence))
        except ExchangeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Das Paket ist unversehrt."))
            return redirect("exchange:package", received.package_id)
    found = queries.foreign(request.grants)
    context = {
        "form": form,
        "waiting": [one for one in found if one.waits],
        "packages": found,
        "own": queries.own_packages(request.grants),
    }
    return render(request, "exchange/staff/packages.html", context)


@require_safe
@staff_required()
def package(request: StaffRequest, foreign_id: UUID) -> HttpResponse:
    """One package of another town: who made it, with which key, and what is in it."""
    found = get_object_or_404(queries.foreign_packages(request.grants), pk=foreign_id)
    newest = found.versions.order_by("-version").first()
    context = {
        "package": queries.standing(found),
        "content": queries.inside(newest) if newest else None,
        "told": following.told(found.package),
    }
    return render(request, "exchange/staff/package.html", context)


@require_POST
@staff_required()
def install(request: StaffRequest, foreign_id: UUID) -> HttpResponse:
    """Take the newest version up as a copy."""
    found = get_object_or_404(queries.foreign_packages(request.grants), pk=foreign_id)
    newest = found.versions.order_by("-version").first()
    if newest is None:
        return redirect("exchange:package", found.pk)
    try:
        copy = installing.install(newest, by=request.actor)
    except ExchangeError as error:
        messages.error(request, str(error))
        return redirect("exchange:package", found.pk)
    return redirect("exchange:plan" if found.kind == PackageKind.STRATEGY else "exchange:draft", copy.pk)


@require_http_methods(["GET", "POST"])
@staff_required(Permission.SERVICES)
def pack(request: StaffRequest, slug: str) -> HttpResponse:
    """Pass a service on: make the next version of its package."""
    departments = request.grants.where(Permission.SERVICES)
    services = Service.objects.select_related("current", "department").filter(department__in=departments)
    service = get_object_or_404(services, slug=slug)
    before = OwnPackage.objects.filter(service=service).first()
    initial = {"summary": before.summary, "licence": before.licence} if before else {}
    form = PackForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            release = packing.pack_service(service, **form.cleaned_data, by=request.actor)
        except ExchangeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Fassung %d ist gepackt.") % release.version)
            return redirect("exchange:own", release.package_id)
    return render(request, "exchange/staff/pack.html", {"service": service, "form": form, "before": before})


@require_safe
@staff_required()
def own(request: StaffRequest, own_id: UUID) -> HttpResponse:
    """A package of the town with its versions."""
    found = get_object_or_404(queries.own_packages(request.grants), pk=own_id)
    newest = found.releases.first()
    context = {"package": found, "content": queries.inside(newest) if newest else None}
    return render(request, "exchange/staff/own.html", context)


@require_POST
@staff_required()
def offer(request: StaffRequest, own_id: UUID) -> HttpResponse:
    """Show a package to other towns, or no longer."""
    found = get_object_or_404(queries.own_packages(request.grants), pk=own_id)
    packing.offer(found, request.POST.get("angebot") == "ein", by=request.actor)
    return redirect("exchange:own", found.pk)


@require_safe
@staff_required()
def file(request: StaffRequest, own_id: UUID, number: int) -> HttpResponse:
    """One version as a file."""
    found = get_object_or_404(queries.own_packages(request.grants), pk=own_id)
    release = get_object_or_404(Release.objects.filter(package=found), version=number)
    response = HttpResponse(release.file(), content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(True, release.read().file_name) or ""
    return response


@require_http_methods(["GET", "POST"])
@staff_required(Permission.ADMINISTER)
def origin(request: StaffRequest, origin_id: UUID) -> HttpResponse:
    """The key of an origin; a new one is accepted here, after somebody has asked there."""
    found = get_object_or_404(Origin, pk=origin_id)
    form = NewKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            receiving.trust_new_key(found, form.cleaned_data["fingerprint"], by=request.actor)
        except ExchangeError as error:
            form.add_error("fingerprint", str(error))
        else:
            messages.success(request, _("Der neue Schlüssel von %s ist angenommen.") % found.name)
            return redirect("exchange:origin", found.pk)
    return render(request, "exchange/staff/origin.html", {"origin": found, "form": form})
