"""Whose feeds the town follows: for the digital officer and the administrator."""

from __future__ import annotations

from dataclasses import asdict
from functools import wraps
from typing import ParamSpec
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.exchange import contacting, holdings
from rathaus.exchange.actions import following
from rathaus.exchange.actions.receiving import PERMISSIONS
from rathaus.exchange.contacting import Contact
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.feed import FeedError
from rathaus.exchange.forms.feeds import AddressForm, ComparedForm
from rathaus.exchange.models import Arrival, Subscription
from rathaus.exchange.queries import following as queries
from rathaus.exchange.queries import offers
from rathaus.people.decorators import StaffRequest, StaffView, View, staff_required
from rathaus.towns.errors import NotAllowed
from rathaus.web.telling import said

P = ParamSpec("P")
_SALT, _SECONDS = "exchange.contact", 3600


def followers_only(view: StaffView[P]) -> View[P]:
    """Let in those who may choose whose feeds the town follows."""

    def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not (request.grants.leads_strategy or request.grants.administers):
            raise NotAllowed("neither digital officer nor administrator")
        return view(request, *args, **kwargs)

    return wraps(view)(staff_required()(guarded))


@require_safe
@followers_only
def subscriptions(request: StaffRequest) -> HttpResponse:
    """Whom the town follows, and what is new there."""
    return _page(request, AddressForm())


def _page(request: StaffRequest, form: AddressForm) -> HttpResponse:
    return render(
        request,
        "exchange/staff/subscriptions.html",
        {"followed": queries.followed(), "form": form, "own_key": offers.own_fingerprint()},
    )


@require_POST
@followers_only
def first_contact(request: StaffRequest) -> HttpResponse:
    """Look at an address, and show who answers there."""
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            found = contacting.contact(form.cleaned_data["address"])
        except FeedError as error:
            form.add_error("address", said(error.sentence))
        else:
            token = signing.dumps(asdict(found), salt=_SALT)
            return _compare(request, found, ComparedForm(initial={"found": token}))
    return _page(request, form)


def _compare(request: StaffRequest, found: Contact, form: ComparedForm) -> HttpResponse:
    return render(request, "exchange/staff/contact.html", {"found": found, "form": form})


@require_POST
@followers_only
def subscribe(request: StaffRequest) -> HttpResponse:
    """Follow whom somebody has compared."""
    form = ComparedForm(request.POST)
    try:
        values = signing.loads(request.POST.get("found", ""), salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("Das hat zu lange gedauert. Bitte sehen Sie noch einmal nach."))
        return redirect("exchange:subscriptions")
    found = Contact(**values | {"offers": tuple(values["offers"])})
    if form.is_valid():
        try:
            following.subscribe(found, by=request.actor)
        except ExchangeError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Sie folgen %(name)s. Gleich wird nachgesehen.") % {"name": found.name})
            return redirect("exchange:subscriptions")
    return _compare(request, found, form)


@require_POST
@followers_only
def look_again(request: StaffRequest, subscription_id: UUID) -> HttpResponse:
    """Have a feed looked at now."""
    row = get_object_or_404(Subscription, pk=subscription_id)
    following.look_again(row, by=request.actor)
    messages.info(request, _("%(name)s wird jetzt abgerufen. Laden Sie die Seite gleich neu.") % {"name": row.name})
    return redirect("exchange:subscriptions")


@require_http_methods(["GET", "POST"])
@followers_only
def other_key(request: StaffRequest, subscription_id: UUID) -> HttpResponse:
    """Compare the other key that a feed shows, and accept it."""
    row = get_object_or_404(queries.subscriptions(), pk=subscription_id)
    if not row.other_key:
        return redirect("exchange:subscriptions")
    form = ComparedForm(request.POST or None, initial={"found": row.other_key})
    if form.is_valid():
        try:
            following.accept_key(row, form.cleaned_data["found"], by=request.actor)
        except ExchangeError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Der neue Schlüssel von %(name)s gilt ab jetzt.") % {"name": row.name})
            return redirect("exchange:subscriptions")
    may_accept = request.grants.administers or row.origin is None
    return render(request, "exchange/staff/other_key.html", {"row": row, "form": form, "may_accept": may_accept})


@require_http_methods(["GET", "POST"])
@followers_only
def unsubscribe(request: StaffRequest, subscription_id: UUID) -> HttpResponse:
    """Follow a town no longer, after one more question."""
    row = get_object_or_404(Subscription, pk=subscription_id)
    if request.method == "POST":
        following.unsubscribe(row, by=request.actor)
        messages.success(request, _("Sie folgen %(name)s nicht mehr.") % {"name": row.name})
        return redirect("exchange:subscriptions")
    return render(request, "exchange/staff/unsubscribe.html", {"row": row})


@require_safe
@followers_only
def arrival(request: StaffRequest, arrival_id: UUID) -> HttpResponse:
    """What a package holds that a feed offers."""
    rows = Arrival.objects.select_related("subscription__origin", "received__package")
    found = get_object_or_404(rows, pk=arrival_id)
    if found.received is None:
        raise Http404
    package = found.received.read()
    may_take = request.grants.allow(PERMISSIONS[package.manifest.kind])
    shown = {"may_take": may_take, "shown": queries.shown(found), "manifest": package.manifest, "hash": package.hash}
    inside = {"holdings": holdings.of(package), "told": queries.told(found.package)}
    return render(request, "exchange/staff/arrival.html", shown | inside)
