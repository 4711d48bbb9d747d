"""Meetings as everybody sees them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from rathaus.applications.views.files import hand_out
from rathaus.exchange import calendar
from rathaus.exchange.models import Material, Meeting
from rathaus.exchange.queries import meetings as queries
from rathaus.towns.caching import public_page


def _published(slug: str) -> Meeting:
    return get_object_or_404(queries.meetings(public=True), slug=slug)


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """All meetings: those that come, and those that were."""
    today = timezone.localdate()
    past = queries.meetings(public=True).filter(ends_on__lt=today)
    return render(request, "exchange/meetings.html", {"coming": queries.upcoming(today), "past": past})


@require_safe
@public_page
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """One meeting: programme, places, and afterwards what was said."""
    found = _published(slug)
    days = queries.programme(found)
    return render(
        request,
        "exchange/meeting.html",
        {
            "meeting": found,
            "webcal": _webcal(request, found),
            "days": days,
            "presenting": queries.presenting_towns(days),
            "places": queries.places(found),
            "materials": found.materials.filter(talk=None),
            "tasks": queries.told_tasks(found),
            "followed_by": found.followed_by.filter(published_at__isnull=False),
        },
    )


def _webcal(request: HttpRequest, found: Meeting) -> str:
    """The address by which a calendar follows the meeting, instead of keeping it as it is today."""
    return f"webcal://{request.get_host()}{reverse('exchange:meeting_ics', args=[found.slug])}"


@require_safe
@public_page
def ics(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole meeting to subscribe to."""
    found = _published(slug)
    talks = found.talks.prefetch_related("speakers")
    return _ics(calendar.of_meeting(found, talks, address=_address(request, found)), f"{slug}.ics")


@require_safe
@public_page
def talk_ics(request: HttpRequest, slug: str, talk_id: UUID) -> HttpResponse:
    """One talk for one's own calendar."""
    found = _published(slug)
    talk = get_object_or_404(found.talks.prefetch_related("speakers"), pk=talk_id)
    return _ics(calendar.of_talk(found, talk, address=_address(request, found)), f"{slug}-{talk.day}.ics")


def _address(request: HttpRequest, found: Meeting) -> str:
    return request.build_absolute_uri(reverse("exchange:meeting", args=[found.slug]))


def _ics(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=calendar.MEDIA_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def material(request: HttpRequest, material_id: UUID) -> StreamingHttpResponse:
    """A file of a public meeting."""
    rows = Material.objects.filter(meeting__published_at__isnull=False, file__isnull=False)
    found = get_object_or_404(rows.select_related("file__data_key"), pk=material_id)
    if found.file is None:  # the rows say otherwise; the types do not know
        raise Http404
    return hand_out(found.file)
