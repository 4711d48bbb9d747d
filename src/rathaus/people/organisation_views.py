"""Businesses and associations behind the citizens' door: setting up, inviting, accepting, acting for one."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.people import actors, citizens, contacts, organisations
from rathaus.people.contacts import Contact
from rathaus.people.decorators import CitizenRequest, citizen_required
from rathaus.people.mein_forms import ContactForm, DelegateForm, OrganisationForm, PowerForm
from rathaus.people.models import Delegate, Power


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_required
def found(request: CitizenRequest) -> HttpResponseBase:
    """Set up an organisation."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        known = organisations.Details(**form.cleaned_data)
        made = organisations.found(known, account=request.user, by=actors.holder(request.user))
        return redirect("mein:organisation", made.pk)
    return render(request, "people/mein/found.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_required
def show(request: CitizenRequest, organisation_id: UUID) -> HttpResponseBase:
    """Who acts for it; whoever manages it changes its data and invites."""
    held = _held(request, organisation_id)
    data = DelegateForm(request.POST) if "einladen" in request.POST else DelegateForm()
    known = organisations.details(held.organisation)
    form = OrganisationForm(request.POST) if "speichern" in request.POST else OrganisationForm(initial=asdict(known))
    if request.method == "POST" and held.manages and _done(request, held, form, data):
        return redirect("mein:organisation", organisation_id)
    context = {
        "held": held,
        "firm": known.firm,
        "delegates": [(one, citizens.address_of(one.account)) for one in _delegates(held)],
        "contacts": contacts.contacts(held.organisation),
        "form": form if form.is_bound else data,
        "data_form": form,
        "invite_form": data,
    }
    return render(request, "people/mein/organisation.html", context)


def _done(request: CitizenRequest, held: Delegate, form: OrganisationForm, data: DelegateForm) -> bool:
    by = actors.holder(request.user)
    if form.is_bound and form.is_valid():
        known = organisations.Details(**form.cleaned_data)
        organisations.change(held.organisation, known, account=request.user, by=by)
        messages.success(request, _("Die Angaben sind gespeichert."))
        return True
    if not data.is_bound or not data.is_valid():
        return False
    email, power = data.cleaned_data["email"], Power(data.cleaned_data["power"])
    try:
        organisations.invite(held.organisation, email, power, account=request.user, by=by)
    except ValidationError as refused:
        data.add_error(None, refused)
        return False
    messages.success(request, _("Die Einladung wird verschickt."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_required
def contact(request: CitizenRequest, organisation_id: UUID, contact_id: str = "") -> HttpResponseBase:
    """Add, change or remove a contact."""
    held = _held(request, organisation_id)
    if not held.manages:
        raise PermissionDenied
    found = next((one for one in contacts.contacts(held.organisation) if one.id == contact_id), None)
    if contact_id and found is None:
        raise Http404
    form = ContactForm(request.POST or None, initial=asdict(found) if found else None)
    if request.method == "POST" and _contact_done(request, held, form, contact_id):
        return redirect("mein:organisation", organisation_id)
    firm = organisations.details(held.organisation).firm
    return render(request, "people/mein/contact.html", {"form": form, "held": held, "firm": firm, "contact": found})


def _contact_done(request: CitizenRequest, held: Delegate, form: ContactForm, contact_id: str) -> bool:
    by, account = actors.holder(request.user), request.user
    if contact_id and "entfernen" in request.POST:
        contacts.remove(held.organisation, contact_id, account=account, by=by)
        messages.success(request, _("Die Ansprechperson ist entfernt."))
        return True
    if not form.is_valid():
        return False
    try:
        contacts.save(held.organisation, Contact(**form.cleaned_data, id=contact_id), account=account, by=by)
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    messages.success(request, _("Die Ansprechperson ist gespeichert."))
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_required
def delegate(request: CitizenRequest, delegate_id: UUID) -> HttpResponseBase:
    """What somebody may do, to see and to change for whoever manages."""
    rows = Delegate.objects.select_related("organisation__data_key", "account")
    found = get_object_or_404(rows, pk=delegate_id)
    held = _held(request, found.organisation_id)
    if not held.manages:
        raise PermissionDenied
    form = PowerForm(request.POST or None, initial={"power": found.power})
    if request.method == "POST" and _empowered(request, found, form):
        return redirect("mein:organisation", found.organisation_id)
    firm, address = organisations.details(held.organisation).firm, citizens.address_of(found.account)
    context = {"form": form, "held": held, "firm": firm, "delegate": found, "address": address}
    return render(request, "people/mein/delegate.html", context)


def _empowered(request: CitizenRequest, found: Delegate, form: PowerForm) -> bool:
    if not form.is_valid():
        return False
    try:
        power = Power(form.cleaned_data["power"])
        organisations.empower(found, power, account=request.user, by=actors.holder(request.user))
    except ValidationError as refused:
        form.add_error("power", refused)
        return False
    messages.success(request, _("Die Angaben sind gespeichert."))
    return True


@require_POST
@citizen_required
def remove(request: CitizenRequest, delegate_id: UUID) -> HttpResponse:
    """Take somebody out, leave, or decline."""
    delegate = get_object_or_404(Delegate.objects.select_related("organisation", "account"), pk=delegate_id)
    own = delegate.account_id == request.user.pk
    if not own and not _held(request, delegate.organisation_id).manages:
        return redirect("/mein/")
    try:
        organisations.remove(delegate, account=request.user, by=actors.holder(request.user))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        own = False
    return redirect("/mein/") if own else redirect("mein:organisation", delegate.organisation_id)


@require_POST
@citizen_required
def accept(request: CitizenRequest, delegate_id: UUID) -> HttpResponse:
    """Accept an invitation."""
    delegate = get_object_or_404(Delegate, pk=delegate_id, account=request.user)
    organisations.accept(delegate, by=actors.holder(request.user))
    return redirect("mein:organisation", delegate.organisation_id)


@require_POST
@citizen_required
def act(request: CitizenRequest) -> HttpResponse:
    """Say for whom new applications are: an organisation, or oneself."""
    chosen = request.POST.get("fuer", "")
    held = next((one for one in organisations.delegations(request.user) if str(one.organisation_id) == chosen), None)
    if held is not None and held.accepted_at is not None:
        request.session[organisations.ACTING] = chosen
    else:
        request.session.pop(organisations.ACTING, None)
    return redirect("/mein/")


def _held(request: CitizenRequest, organisation_id: UUID) -> Delegate:
    rows = Delegate.objects.select_related("organisation__data_key").filter(accepted_at__isnull=False)
    return get_object_or_404(rows, organisation=organisation_id, account=request.user)


def _delegates(held: Delegate) -> list[Delegate]:
    return list(
        held.organisation.delegates.select_related("account").order_by(F("accepted_at").asc(nulls_last=True), "pk")
    )
