"""The privacy notice of a service, made from what is known of it (Articles 13 and 14 of Regulation (EU) 2016/679)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.applications.queries import OpenDraft, draft_days
from rathaus.applications.views.doors import any_draft_door
from rathaus.catalogue import queries, spoken
from rathaus.catalogue.models import Service
from rathaus.catalogue.queries import Offer
from rathaus.towns.caching import public_page
from rathaus.web.queries import details


@require_safe
@public_page
def of_service(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens with the data of an application for this service, as it is offered now."""
    offer = queries.offer(slug)
    if offer is None:
        raise Http404(_("Diese Leistung gibt es hier nicht."))
    service = get_object_or_404(Service, pk=offer.id)
    return _show(request, offer, days=draft_days(service))


@require_safe
@any_draft_door
def of_draft(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """The same for the version that is being filled in, which need not be the latest."""
    offer = queries.offer_of_version(opened.record.version_id)
    if offer is None:
        raise Http404
    return _show(request, offer, days=opened.record.days, draft_id=str(opened.record.pk))


def _show(request: HttpRequest, offer: Offer, *, days: int, draft_id: str = "") -> HttpResponse:
    sections = [
        (section.title, list(dict.fromkeys(item.label for page in section.pages for item in page.items)))
        for section in queries.questionnaire(offer.version_id).sections
    ]
    return render(
        request,
        "applications/privacy.html",
        {
            "offer": offer,
            "parts": spoken.parts(offer.texts, (get_language() or "de")[:2]),
            "sections": sections,
            "details": details(),
            "draft_days": days,
            "draft_id": draft_id,
        },
    )
