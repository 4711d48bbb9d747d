"""What the town passes on, for everybody: pages, files, feeds."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils.http import content_disposition_header, parse_etags
from django.views.decorators.http import require_safe

from rathaus.exchange.feed import atom, json_feed
from rathaus.exchange.feed.model import ATOM, JSON, PACKAGE
from rathaus.exchange.package.manifest import digest
from rathaus.exchange.queries import experience, offers
from rathaus.exchange.queries.offers import Offer
from rathaus.towns.caching import public_page

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
@public_page
def index(request: HttpRequest) -> HttpResponse:
    """Everything that the town passes on."""
    context = {"offers": offers.newest(), "ways": offers.ways(), "fingerprint": offers.own_fingerprint()}
    return render(request, "exchange/offers.html", context)


@require_safe
@public_page
def offer(request: HttpRequest, package_id: UUID, version: int) -> HttpResponse:
    """One version of a package: what is in it, and its file."""
    versions = offers.versions_of(package_id)
    found = _found(versions, version)
    reports = experience.of_package(package_id)
    context = {
        "offer": found,
        "newest": versions[0],
        "versions": versions,
        "reports": reports,
        "service": offers.service_of(package_id),
    }
    return render(request, "exchange/offer.html", context)


@require_safe
@public_page
def file(request: HttpRequest, package_id: UUID, version: int) -> HttpResponse:
    """The file of one version. Its bytes never change, so whoever has it need not ask again."""
    found = _found(offers.versions_of(package_id), version)
    response = _marked(request, f'"{found.facts.sha256}"', found.content, PACKAGE)
    response.headers["Cache-Control"] = FOR_EVER
    response.headers["Content-Disposition"] = content_disposition_header(True, found.facts.file_name) or ""
    return response


@require_safe
@public_page
def feed_atom(request: HttpRequest) -> HttpResponse:
    """The feed as Atom."""
    return _feed(request, atom.write, ATOM)


@require_safe
@public_page
def feed_json(request: HttpRequest) -> HttpResponse:
    """The feed as JSON Feed."""
    return _feed(request, json_feed.write, JSON)


def _feed(request: HttpRequest, write: Callable[..., bytes], media_type: str) -> HttpResponse:
    told = offers.feed(request.build_absolute_uri("/").rstrip("/"))
    data = write(told, address=request.build_absolute_uri(request.path))
    return _marked(request, f'"{digest(data)}"', lambda: data, f"{media_type}; charset=utf-8")


def _marked(request: HttpRequest, etag: str, content: Callable[[], bytes], media_type: str) -> HttpResponse:
    """The bytes with their mark, or that they are what is known already (RFC 9110, section 13.1.2)."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in known or "*" in known:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(content(), content_type=media_type)
    response.headers["ETag"] = etag
    return response


def _found(versions: list[Offer], version: int) -> Offer:
    for offer in versions:
        if offer.release.version == version:
            return offer
    raise Http404
