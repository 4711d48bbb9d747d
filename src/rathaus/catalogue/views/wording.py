"""Service owners: the texts of a service, written by hand or taken from an official description."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus import fim
from rathaus.catalogue import actions, xzufi
from rathaus.catalogue.actions import PublishError
from rathaus.catalogue.forms import TextsForm, TextsUploadForm
from rathaus.catalogue.models import Service
from rathaus.catalogue.texts import ServiceTexts, TextsError
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission


@require_http_methods(["GET", "POST"])
@staff_required(Permission.SERVICES)
def texts(request: StaffRequest, slug: str) -> HttpResponse:
    """Change the texts; saving publishes the service again with everything else as it is."""
    service, before = _service(request, slug)
    form = TextsForm(request.POST or None, initial=TextsForm.values_of(before), base=before)
    if request.method == "POST" and form.is_valid():
        return _publish(request, service, form.cleaned_data["texts"])
    return _page(request, service, before, form, TextsUploadForm())


@require_POST
@staff_required(Permission.SERVICES)
def take_over(request: StaffRequest, slug: str) -> HttpResponse:
    """Take the texts from an XZuFi file."""
    service, before = _service(request, slug)
    upload = TextsUploadForm(request.POST, request.FILES)
    if upload.is_valid():
        try:
            return _publish(request, service, _read(upload.cleaned_data["file"], before))
        except (fim.FimError, TextsError) as error:
            upload.add_error("file", str(error))
    return _page(request, service, before, TextsForm(initial=TextsForm.values_of(before), base=before), upload)


def _read(file: UploadedFile[bytes], before: ServiceTexts) -> ServiceTexts:
    """The texts of the one description, or of that with the key of this service."""
    descriptions = xzufi.read(file.read(), name=file.name or "")
    if len(descriptions) == 1 and (not before.leika_key or not descriptions[0].keys):
        return xzufi.texts_of(descriptions[0], before)
    found = xzufi.best(descriptions, before.leika_key)
    if found is None:
        keys = ", ".join(dict.fromkeys(key for one in descriptions for key in one.keys))
        raise TextsError(
            _("Keine Beschreibung der Datei hat den Leistungsschlüssel dieser Leistung. Die Datei enthält: %s.") % keys
        )
    return xzufi.texts_of(found, before)


def _service(request: StaffRequest, slug: str) -> tuple[Service, ServiceTexts]:
    departments = request.grants.where(Permission.SERVICES)
    services = Service.objects.select_related("current", "department").filter(current__isnull=False)
    service = get_object_or_404(services, slug=slug, department__in=departments)
    return service, ServiceTexts.from_json(service.current.texts if service.current else {})


def _publish(request: StaffRequest, service: Service, texts: ServiceTexts) -> HttpResponse:
    try:
        actions.change_texts(service, texts, by=request.actor)
    except PublishError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Die Texte von „%s“ sind veröffentlicht.") % texts.name)
    return redirect("catalogue:show", service.slug)


def _page(
    request: StaffRequest, service: Service, before: ServiceTexts, form: TextsForm, upload: TextsUploadForm
) -> HttpResponse:
    context = {"service": service, "form": form, "upload": upload, "languages": sorted(before.translations)}
    return render(request, "catalogue/texts.html", context)
