"""Finding a service: the town's start page, the catalogue by situation, audience and letter, search, suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.catalogue import queries
from rathaus.catalogue.cards import Line
from rathaus.catalogue.search import fold
from rathaus.catalogue.situations import Situation, situation
from rathaus.towns.caching import public_page
from rathaus.web.queries import details

QUERY_LIMIT = 100
SUGGESTIONS = 8
PAGE = 24
IN_BOX = 5
"""Services of a life situation that stand on the start page; the others are one link away."""
ALL_LETTERS = 150
"""Up to so many services A to Z is one page."""
AUDIENCES = {"bevoelkerung": "for_citizens", "unternehmen": "for_business"}

Box = tuple[Situation | None, Sequence[Line], int]


def language() -> str:
    """The language of the page, two letters."""
    return (get_language() or "de")[:2]


@require_safe
@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The start page of the town."""
    lines = queries.catalogue().lines(language())
    return render(
        request,
        "catalogue/home.html",
        {
            "boxes": _boxes(one for one in lines if one.for_citizens),
            "business": _boxes(one for one in lines if not one.for_citizens),
            "for_business": any(one.for_business for one in lines),
            "count": len(lines),
        },
    )


def _boxes(lines: Iterable[Line]) -> list[Box]:
    """The first services of each life situation and how many there are, by the title on the page; the rest last."""
    groups = [(situation(name) if name else None, found) for name, found in queries.by_life_situation(lines)]
    groups.sort(key=lambda group: (group[0] is None, fold(group[0].title) if group[0] else ""))
    return [(shown, found[:IN_BOX], len(found)) for shown, found in groups]


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """The catalogue: all services by name, or those that a search finds."""
    query = _query(request)
    if query:
        lines, found = queries.catalogue().find(query, language())
    else:
        lines, found = list(queries.catalogue().lines(language())), None
    audience = request.GET.get("fuer", "")
    if audience in AUDIENCES:
        lines = [one for one in lines if getattr(one, AUDIENCES[audience])]
    return render(
        request,
        "catalogue/index.html",
        {
            "query": query,
            "audience": audience if audience in AUDIENCES else "",
            "lines": Paginator(lines, PAGE).get_page(request.GET.get("seite")),
            "found": found,
            "situations": [] if query else _situations(lines),
            "details": details() if query and not lines else None,
        },
    )


def _query(request: HttpRequest) -> str:
    return " ".join(request.GET.get("suche", "")[:QUERY_LIMIT].replace("\0", "").split())


def _situations(lines: Iterable[Line]) -> list[tuple[Situation, int]]:
    return [(shown, count) for shown, _, count in _boxes(lines) if shown]


@require_safe
@public_page
def suggestions(request: HttpRequest) -> HttpResponse:
    """What somebody may mean who has typed so far: names and addresses as JSON, for the script of the search field."""
    query = _query(request)
    lines = queries.catalogue().find(query, language())[0] if len(query) > 1 else []
    return JsonResponse(
        {
            "suggestions": [
                {"name": one.name, "lang": one.lang, "href": reverse("catalogue:service", args=[one.slug])}
                for one in lines[:SUGGESTIONS]
            ]
        }
    )


@require_safe
@public_page
def by_situation(request: HttpRequest, name: str) -> HttpResponse:
    """All services of one life situation."""
    for title, lines in queries.by_life_situation(queries.catalogue().lines(language())):
        shown = situation(title)
        if title and shown.slug == name:
            page = Paginator(lines, PAGE).get_page(request.GET.get("seite"))
            return render(request, "catalogue/situation.html", {"situation": shown, "lines": page})
    raise Http404(_("Dieses Thema gibt es hier nicht."))


@require_safe
@public_page
def a_to_z(request: HttpRequest) -> HttpResponse:
    """All services under their first letters; of a long catalogue one letter at a time."""
    groups: dict[str, list[Line]] = {}
    lines = queries.catalogue().lines(language())
    for one in lines:
        groups.setdefault(one.letter, []).append(one)
    letters = sorted(groups)
    one_by_one = len(lines) > ALL_LETTERS
    chosen = request.GET.get("buchstabe", "")
    if chosen not in groups:
        chosen = letters[0] if letters else ""
    return render(
        request,
        "catalogue/a_to_z.html",
        {
            "letters": letters,
            "chosen": chosen if one_by_one else "",
            "groups": [(chosen, groups[chosen])] if one_by_one else sorted(groups.items()),
        },
    )
