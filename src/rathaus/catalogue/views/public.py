"""The public page of a service, and what belongs to it: linked data, the report of a barrier."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.catalogue import linked_data, maturity, queries, spoken, usage
from rathaus.catalogue.builtin import BARRIER
from rathaus.catalogue.models import UsageCount
from rathaus.catalogue.queries import Offer
from rathaus.catalogue.situations import situation
from rathaus.catalogue.starting import gate
from rathaus.catalogue.views.finding import language
from rathaus.people.decorators import citizen_of
from rathaus.towns import scope
from rathaus.towns.caching import public_page
from rathaus.web.queries import details


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """What a service is, what it takes, and the button that starts it."""
    offer = _offer(slug)
    usage.count(request, offer.version_id, UsageCount.Step.VIEW)
    told_in = spoken.described_in(offer.texts)
    asked = request.GET.get("texte", "")
    shown = asked if asked in told_in else language()
    parts = spoken.parts(offer.texts, shown)
    return render(
        request,
        "catalogue/service.html",
        {
            "offer": offer,
            "texts": offer.texts,
            "parts": parts,
            "facts": _facts(parts),
            "standing": maturity.of_version(offer.version_id),
            "missing": shown not in told_in,
            "gate": gate(offer, citizen_of(request)),
            "languages": [(code, spoken.own_name(code)) for code in told_in if code not in (shown, language())],
            "back_to_page_language": asked in told_in and asked != language(),
            "situations": [situation(name) for name in offer.texts.life_situations],
        },
    )


def _offer(slug: str) -> Offer:
    offer = queries.offer(slug)
    if offer is None:
        raise Http404(_("Diese Leistung gibt es hier nicht."))
    return offer


def _facts(parts: Any) -> list[tuple[str, spoken.Part]]:
    """The short facts beside the text, as far as they are known."""
    facts = [
        (_("Kosten"), parts["cost"]),
        (_("Bearbeitungsdauer"), parts["duration"]),
        (_("Frist"), parts["deadline"]),
    ]
    return [(label, part) for label, part in facts if part]


@require_safe
@public_page
def data(request: HttpRequest, slug: str) -> HttpResponse:
    """The service as linked data, for search engines and other portals."""
    site = request.build_absolute_uri("/")
    page = request.build_absolute_uri(reverse("catalogue:service", args=[slug]))
    values = linked_data.public_service(_offer(slug), scope.current(), site=site, page=page)
    return JsonResponse(values, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})


@require_safe
def report_barrier(request: HttpRequest) -> HttpResponse:
    """The form for barriers, where the town offers it; else whom to write to."""
    if queries.offer(BARRIER) is not None:
        return redirect("catalogue:service", BARRIER)
    return render(request, "catalogue/report_barrier.html", {"details": details()})


@require_safe
@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page, for search engines (sitemaps.org 0.9)."""
    catalogue = queries.catalogue()
    paths = [reverse(f"catalogue:{name}") for name in ("home", "index", "a_to_z")]
    names = {name for card in catalogue.cards for name in card.situations}
    paths += sorted(reverse("catalogue:situation", args=[situation(name).slug]) for name in names)
    paths += [reverse("catalogue:service", args=[card.slug]) for card in catalogue.cards]
    addresses = [request.build_absolute_uri(path) for path in paths]
    return render(request, "catalogue/sitemap.xml", {"addresses": addresses}, content_type="application/xml")


@require_safe
@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: everything but applications, accounts and the administration."""
    closed = ("/antrag/", "/status/", "/konto/", "/amt/", "/suche/", "/leistungen/?")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    address = request.build_absolute_uri(reverse("catalogue:sitemap"))
    return HttpResponse("\n".join([*lines, f"Sitemap: {address}", ""]), content_type="text/plain; charset=utf-8")
