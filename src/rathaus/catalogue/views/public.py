"""What everybody sees: the town's start page, the catalogue, one page per service."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.catalogue import queries
from rathaus.catalogue.queries import Offer
from rathaus.towns.caching import public_page

QUERY_LIMIT = 100
AUDIENCES = {"bevoelkerung": "for_citizens", "unternehmen": "for_business"}


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The start page of the town."""
    offers = queries.offers()
    return render(
        request,
        "catalogue/home.html",
        {
            "groups": queries.by_life_situation(offer for offer in offers if offer.for_citizens),
            "business": [offer for offer in offers if not offer.for_citizens],
            "count": len(offers),
        },
    )


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """The catalogue: all services by life situation, or those that a search finds."""
    query = " ".join(request.GET.get("suche", "")[:QUERY_LIMIT].split())
    audience = request.GET.get("fuer", "")
    found = queries.find_offers(query) if query else list(queries.offers())
    if audience in AUDIENCES:
        found = [offer for offer in found if getattr(offer, AUDIENCES[audience])]
    return render(
        request,
        "catalogue/index.html",
        {
            "query": query,
            "audience": audience if audience in AUDIENCES else "",
            "found": found,
            "groups": [] if query else queries.by_life_situation(found),
        },
    )


@require_safe
def service(request: HttpRequest, slug: str) -> HttpResponse:
    """What a service is, what it takes, and the button that starts it."""
    offer = queries.offer(slug)
    if offer is None:
        raise Http404(_("Diese Leistung gibt es hier nicht."))
    return render(request, "catalogue/service.html", {"offer": offer, "texts": offer.texts, "facts": _facts(offer)})


def _facts(offer: Offer) -> list[tuple[str, str]]:
    """The short facts beside the text, as far as they are known."""
    texts = offer.texts
    facts = [
        (_("Kosten"), texts.cost),
        (_("Bearbeitungsdauer"), texts.duration),
        (_("Frist"), texts.deadline),
    ]
    return [(label, text) for label, text in facts if text]
