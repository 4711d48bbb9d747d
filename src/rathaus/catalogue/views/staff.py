"""Service owners: from an uploaded definition to a published service."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus import fim
from rathaus.catalogue import actions, builtin, changes, preflight, queries
from rathaus.catalogue.actions import PublishError
from rathaus.catalogue.forms import ReviewForm, UploadForm
from rathaus.catalogue.models import Proposal, Service
from rathaus.catalogue.reading import Reading
from rathaus.catalogue.slugs import slug_for
from rathaus.catalogue.texts import ServiceTexts
from rathaus.fim.rules.report import RuleStatus
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission
from rathaus.questionnaire import Roles


@require_safe
@staff_required(Permission.SERVICES)
def manage(request: StaffRequest) -> HttpResponse:
    """All services of the departments one cares for, and what is about to be published."""
    departments = request.grants.where(Permission.SERVICES)
    return render(
        request,
        "catalogue/manage.html",
        {
            "services": queries.managed_services().filter(department__in=departments),
            "proposals": Proposal.objects.select_related("service").defer("source").filter(department__in=departments),
            "departments": [] if Service.objects.filter(slug=builtin.BARRIER).exists() else departments,
        },
    )


@require_POST
@staff_required(Permission.SERVICES)
def offer_barrier_report(request: StaffRequest) -> HttpResponse:
    """Publish the form for barriers that the house brings along."""
    departments = request.grants.where(Permission.SERVICES)
    try:
        department = get_object_or_404(departments, pk=UUID(request.POST.get("fachbereich", "")))
        version = builtin.offer_barrier_report(department, by=request.actor)
    except ValueError:
        raise Http404 from None
    except PublishError as error:
        messages.error(request, str(error))
        return redirect("catalogue:manage")
    messages.success(request, _("„%s“ ist veröffentlicht.") % version.service.name)
    return redirect("catalogue:show", version.service.slug)


@require_safe
@staff_required(Permission.SERVICES)
def show(request: StaffRequest, slug: str) -> HttpResponse:
    """One service with all its versions."""
    services = queries.managed_services().filter(department__in=request.grants.where(Permission.SERVICES))
    found = get_object_or_404(services, slug=slug)
    by_hand = len(queries.questionnaire(found.current_id).manual_checks) if found.current_id else 0
    context = {"service": found, "versions": found.versions.all(), "by_hand": by_hand}
    return render(request, "catalogue/manage_service.html", context)


@require_http_methods(["GET", "POST"])
@staff_required(Permission.SERVICES)
def upload(request: StaffRequest, slug: str = "") -> HttpResponse:
    """Hand in a definition: for a new service, or as the next version of one."""
    departments = request.grants.where(Permission.SERVICES)
    service = get_object_or_404(Service, slug=slug, department__in=departments) if slug else None
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        departments=departments,
        initial={"department": service.department_id if service else None},
    )
    if request.method == "POST" and form.is_valid():
        definition = form.cleaned_data["definition"]
        try:
            proposal = actions.propose(
                definition.read(),
                file_name=definition.name,
                list_files=form.cleaned_data["lists"],
                department=form.cleaned_data["department"],
                service=service,
                by=request.actor,
            )
        except fim.FimError as error:
            form.add_error(None, str(error))
        else:
            return redirect("catalogue:review", proposal.pk)
    return render(request, "catalogue/upload.html", {"form": form, "service": service})


@require_http_methods(["GET", "POST"])
@staff_required(Permission.SERVICES)
def review(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """The report on what was read; confirming it publishes."""
    departments = request.grants.where(Permission.SERVICES)
    proposals = Proposal.objects.select_related("service", "service__current").filter(department__in=departments)
    proposal = get_object_or_404(proposals, pk=proposal_id)
    reading = actions.reading_of(proposal)
    form = ReviewForm(
        request.POST or None,
        initial=_initial(proposal, reading),
        reading=reading,
        departments=departments,
        fixed_slug=proposal.service.slug if proposal.service else "",
        base=_texts_before(proposal),
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = _publish(form, proposal, request)
        except (PublishError, fim.FimError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("„%s“ ist veröffentlicht.") % version.service.name)
            return redirect("catalogue:show", version.service.slug)
    return render(request, "catalogue/review.html", {"form": form, "proposal": proposal, **_report(proposal, reading)})


def _publish(form: ReviewForm, proposal: Proposal, request: StaffRequest) -> Any:
    values = form.cleaned_data
    return actions.publish_proposal(
        proposal,
        texts=values["texts"],
        roles=values["roles"],
        department=values["department"],
        slug=values.get("slug", ""),
        moves_drafts=values.get("drafts") != ReviewForm.FINISH,
        by=request.actor,
    )


def _texts_before(proposal: Proposal) -> ServiceTexts | None:
    current = proposal.service.current if proposal.service else None
    return ServiceTexts.from_json(current.texts) if current is not None else None


def _initial(proposal: Proposal, reading: Reading) -> dict[str, Any]:
    """The texts and roles of the version before, else what the definition itself says."""
    current = proposal.service.current if proposal.service else None
    if current is not None:
        positions = reading.schema.positions
        kept = {role: path for role, path in current.roles.items() if isinstance(path, str) and path in positions}
        roles = Roles.from_json({**reading.roles.to_json(), **kept})
        initial = ReviewForm.initial_of(ServiceTexts.from_json(current.texts), roles)
    else:
        texts = ServiceTexts(name=reading.schema.label, teaser=reading.schema.help or "")
        bases = "\n".join(" | ".join(filter(None, (one.text, one.link))) for one in reading.schema.head.legal_bases)
        initial = ReviewForm.initial_of(texts, reading.roles) | {"legal_bases": bases}
    return initial | {"department": proposal.department_id, "slug": slug_for(reading.schema.label)}


def _report(proposal: Proposal, reading: Reading) -> dict[str, Any]:
    rules, diff = reading.report, changes.of(proposal.service, reading)
    return {
        "reading": reading,
        "executable": rules.count(RuleStatus.EXECUTABLE),
        "partial": rules.count(RuleStatus.PARTIAL),
        "unclear": rules.count(RuleStatus.UNCLEAR),
        "diff": diff,
        "chapters": changes.chapters(diff) if diff else [],
        "notices": preflight.notices(proposal.service, reading.questionnaire) if proposal.service else [],
    }


@require_POST
@staff_required(Permission.SERVICES)
def discard(request: StaffRequest, proposal_id: UUID) -> HttpResponse:
    """Throw a proposal away."""
    departments = request.grants.where(Permission.SERVICES)
    proposal = get_object_or_404(Proposal.objects.filter(department__in=departments), pk=proposal_id)
    actions.discard(proposal, by=request.actor)
    messages.success(request, _("Der Entwurf ist verworfen."))
    return redirect("catalogue:manage")


@require_POST
@staff_required(Permission.SERVICES)
def switch(request: StaffRequest, slug: str) -> HttpResponse:
    """Stop offering a service, or offer it again."""
    departments = request.grants.where(Permission.SERVICES)
    service = get_object_or_404(Service, slug=slug, department__in=departments)
    if request.POST.get("angebot") == "ein":
        actions.offer_again(service, by=request.actor)
        messages.success(request, _("Die Leistung wird wieder angeboten."))
    else:
        actions.withdraw(service, by=request.actor)
        messages.success(request, _("Die Leistung wird nicht mehr angeboten. Begonnene Anträge bleiben möglich."))
    return redirect("catalogue:show", service.slug)
