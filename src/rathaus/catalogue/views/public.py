"""The public page of a service, and what belongs to it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.catalogue import queries
from rathaus.catalogue.queries import Offer


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
