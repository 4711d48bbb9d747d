"""Staff: a copy before it is put up, and what its origin changed since."""

from __future__ import annotations

import itertools
from typing import Any
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
from rathaus.exchange.updates.model import Difference, Part
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission

_OF_DEFINITION = (Part.QUESTIONS, Part.LIMITS, Part.CODES, Part.RULES, Part.BY_HAND, Part.PRESETS)
"""What is called by words of the definition, which are German."""


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
            return _decide(request, found)
        if form.is_valid() and (response := _finish(request, found, form)):
            return response
    context = {"pending": found, "copy": copy, "form": form, "chapters": chapters(found)}
    return render(request, "exchange/staff/update.html", context)


def _decide(request: StaffRequest, found: Pending) -> HttpResponse:
    """One press of a button; the page comes back where it was pressed."""
    post, at = request.POST, ""
    if "angesehen" in post:
        updating.look_at(found, by=request.actor)
        at = "#versuche"
    elif "alle" in post:
        plain = [one.key for one in found.open if not one.conflict]
        updating.decide(found, plain, take=True, by=request.actor)
    else:
        for name, take in (("uebernehmen", True), ("behalten", False), ("offen", None)):
            if key := post.get(name, ""):
                updating.decide(found, [key], take=take, by=request.actor)
                places = {one.key: number for number, one in enumerate(found.differences, start=1)}
                at = f"#aenderung-{places.get(key, 1)}"
    response = redirect("exchange:update", found.copy.pk)
    response["Location"] += at
    return response


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


def chapters(found: Pending) -> list[dict[str, Any]]:
    """The differences under their headings, numbered through."""
    titles = {
        Part.QUESTIONS: _("Fragen"),
        Part.LIMITS: _("Was eingegeben werden darf"),
        Part.CODES: _("Auswahlwerte"),
        Part.RULES: _("Regeln"),
        Part.BY_HAND: _("Regeln von Hand"),
        Part.TEXTS: _("Texte"),
        Part.PRESETS: _("Vorgaben"),
        Part.LETTERS: _("Bescheide"),
        Part.ROLES: _("Wer ist es?"),
    }
    rows = [
        {"place": str(number), "one": one, "state": _state(found, one), "german": one.part in _OF_DEFINITION}
        for number, one in enumerate(found.differences, start=1)
    ]
    groups = itertools.groupby(rows, key=lambda row: row["one"].part)  # type: ignore[attr-defined]
    return [{"title": titles[part], "rows": list(found_rows)} for part, found_rows in groups]


def _state(found: Pending, one: Difference) -> str:
    return "taken" if one.key in found.taken else "kept" if one.key in found.kept else "open"
