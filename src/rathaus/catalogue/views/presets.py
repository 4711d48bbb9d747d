"""Service owners: answers that a service gives beforehand."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.catalogue import actions, preset_files, queries
from rathaus.catalogue.actions import PublishError
from rathaus.catalogue.forms.presets import MOST_ROWS, PresetsForm, rows
from rathaus.catalogue.models import Service, ServiceVersion
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission


def _service(request: StaffRequest, slug: str) -> tuple[Service, ServiceVersion]:
    departments = request.grants.where(Permission.SERVICES)
    services = Service.objects.select_related("current", "department").filter(current__isnull=False)
    service = get_object_or_404(services, slug=slug, department__in=departments)
    if service.current is None:
        raise Http404
    return service, service.current


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(Permission.SERVICES)
def show(request: StaffRequest, slug: str) -> HttpResponse:
    """Answer questions beforehand; saving publishes the service again with everything else as it is."""
    service, version = _service(request, slug)
    blanks, presets = queries.presettable(version.pk), dict(version.presets or {})
    wanted = request.GET.get("suche", "").strip()
    form = PresetsForm(request.POST or None, blanks=rows(blanks, presets, wanted), presets=presets)
    sent = request.method == "POST" and form.is_valid()
    if sent and _publish(request, service, form.cleaned_data["presets"], presets):
        return redirect("catalogue:show", service.slug)
    context = {
        "service": service,
        "form": form,
        "wanted": wanted,
        "searched": len(blanks) > MOST_ROWS,
        "number": len(blanks),
        "has_file": bool(presets),
    }
    return render(request, "catalogue/presets.html", context)


def _publish(request: StaffRequest, service: Service, presets: dict[str, str], before: dict[str, str]) -> bool:
    if presets == before:
        messages.info(request, _("An den Vorgaben hat sich nichts geändert."))
        return True
    try:
        version = actions.change_presets(service, presets, by=request.actor)
    except PublishError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _("Die Vorgaben gelten ab jetzt, mit Fassung %s.") % version.number)
    return True


@require_safe
@staff_required(Permission.SERVICES)
def download(request: StaffRequest, slug: str) -> HttpResponse:
    """The presets of the published version, to be taken along."""
    service, version = _service(request, slug)
    content = preset_files.to_file(version.presets or {})
    answer = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="{service.slug}-vorgaben.json"'
    return answer
