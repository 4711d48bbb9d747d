"""The operations of the interface. Addresses and names of fields stay as they are within ``v1``."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Annotated, Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Path, Query
from ninja.errors import Throttled, ValidationError

from rathaus.catalogue.models import Service
from rathaus.catalogue.texts import ServiceTexts
from rathaus.strategy import periods, planning, queries
from rathaus.strategy.api import shapes
from rathaus.strategy.api.limits import PerMinute
from rathaus.strategy.models import Indicator
from rathaus.towns.caching import mark_public

LARGEST_PAGE = 1_000
DEEPEST = 10_000
"""Pages that can be asked for; who wants everything takes the file."""

PRINTED = r"^[^\u0000-\u001f]*$"
"""Without control characters, which no key of a place has and no database looks for."""

SUMMARIES: dict[str, str | Promise] = {
    "indicators": _("Alle veröffentlichten Kennzahlen"),
    "indicator": _("Eine Kennzahl"),
    "values": _("Die freigegebenen Werte einer Kennzahl, die neuesten zuerst"),
    "strategy": _("Die Strategie, wie sie zuletzt veröffentlicht wurde"),
    "services": _("Alle Leistungen, die online beantragt werden können"),
    "service": _("Eine Leistung"),
}
PARAMETERS: dict[str, str | Promise] = {
    "key": _("Kurzname der Kennzahl, zum Beispiel wlan-im-bus"),
    "slug": _("Kurzname der Leistung in ihrer Adresse"),
    "place": _("Schlüssel des Ortes: Regionalschlüssel mit 12 Ziffern, bei Staaten ISO 3166"),
    "period": _("Zeitraum, zum Beispiel 2024, 2024-H1, 2024-Q2, 2024-06 oder 2024-06-30"),
    "page": _("Seite der Liste, eine Zahl von 1 bis 10000"),
    "size": _("Einträge auf einer Seite, eine Zahl von 1 bis 1000"),
}
"""What each parameter means: in the description of the interface, on its page, and where one does not fit."""


def _german(text: str | Promise) -> str:
    """As the description of the interface has it, whoever asks first."""
    with translation.override("de"):
        return str(text)


limit = PerMinute()


class Interface(NinjaAPI):
    """Answers are the same for everybody: they may be kept, and pages of others may read them."""

    def create_response(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As ninja makes it, marked as public."""
        response = super().create_response(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return mark_public(response)


api = Interface(
    title="Rathaus",
    version="1",
    description=_german(_("Kennzahlen, Strategie und Leistungen dieser Kommune, nur lesend.")),
    urls_namespace="api-1",
    docs_url=None,
    throttle=[limit],
)
PageNumber = Annotated[int, Query(ge=1, le=DEEPEST, description=_german(PARAMETERS["page"]))]
PageSize = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description=_german(PARAMETERS["size"]))]
SLUG = r"^[-a-zA-Z0-9_]+$"
Key = Annotated[str, Path(pattern=SLUG, description=_german(PARAMETERS["key"]))]


def _about(name: str) -> dict[str, Any]:
    return {"operation_id": name, "summary": _german(SUMMARIES[name]), "url_name": name}


def _answers(shape: Any, *problems: int) -> dict[int, Any]:
    """The shape of an answer, and of those that are none: whatever is asked may not fit, or be one request too many."""
    return {200: shape} | dict.fromkeys((*problems, 422, 429), shapes.Problem)


@api.get("/indicators", response=_answers(shapes.Page[shapes.Indicator]), **_about("indicators"))
def indicators(request: HttpRequest, page: PageNumber = 1, size: PageSize = 100) -> Any:
    rows = queries.published().order_by("key")
    return _part(request, [_indicator(request, row) for row in _slice(rows, page, size)], rows.count(), page, size)


@api.get("/indicators/{slug:key}", response=_answers(shapes.Indicator, 404), **_about("indicator"))
def indicator(request: HttpRequest, key: Key) -> Any:
    return _indicator(request, _found(key))


@api.get(
    "/indicators/{slug:key}/values",
    response=_answers(shapes.Page[shapes.Value], 404),
    **_about("values"),
)
def values(
    request: HttpRequest,
    key: Key,
    place: Annotated[str, Query(max_length=20, pattern=PRINTED, description=_german(PARAMETERS["place"]))] = "",
    period: Annotated[str, Query(max_length=40, description=_german(PARAMETERS["period"]))] = "",
    page: PageNumber = 1,
    size: PageSize = 100,
) -> Any:
    found = _found(key)
    rows = queries.released(found)
    if place:
        rows = rows.filter(unit__key=place)
    if period:
        try:
            asked = periods.read(period)
        except ValueError:
            raise _unfit("period") from None
        rows = rows.filter(start=asked.start, end=asked.end)
    data = [queries.datum(row, found) for row in _slice(rows, page, size)]
    items = [
        {name: getattr(one, name) for name in ("unit", "name", "breakdown", "value", "quality", "source", "licence")}
        | {"period": one.period.code(), "start": one.period.start, "end": one.period.end, "invented": one.invented}
        for one in data
    ]
    return _part(request, items, rows.count(), page, size)


@api.get("/strategy", response=_answers(shapes.Strategy, 404), **_about("strategy"))
def strategy(request: HttpRequest) -> Any:
    newest = planning.newest()
    if newest is None:
        raise Http404(_t("Noch ist keine Strategie veröffentlicht."))
    return {
        "number": newest.number,
        "published_at": newest.published_at,
        "page": request.build_absolute_uri(reverse("strategy:strategy")),
        "content": newest.content,
    }


@api.get("/services", response=_answers(shapes.Page[shapes.Service]), **_about("services"))
def services(request: HttpRequest, page: PageNumber = 1, size: PageSize = 100) -> Any:
    rows = _offered()
    return _part(request, [_service(request, row) for row in _slice(rows, page, size)], rows.count(), page, size)


@api.get("/services/{slug:slug}", response=_answers(shapes.Service, 404), **_about("service"))
def service(
    request: HttpRequest, slug: Annotated[str, Path(pattern=SLUG, description=_german(PARAMETERS["slug"]))]
) -> Any:
    found = _offered().filter(slug=slug).first()
    if found is None:
        raise Http404(_t("Eine Leistung „%(slug)s“ gibt es hier nicht.") % {"slug": slug})
    return _service(request, found)


def _found(key: str) -> Indicator:
    found = queries.published().filter(key=key).first()
    if found is None:
        raise Http404(_t("Eine veröffentlichte Kennzahl „%(key)s“ gibt es hier nicht.") % {"key": key})
    return found


def _offered() -> QuerySet[Service]:
    online = Service.objects.filter(current__isnull=False, withdrawn_at__isnull=True)
    return online.select_related("current", "department").order_by("slug")


def _indicator(request: HttpRequest, row: Indicator) -> dict[str, Any]:
    def absolute(route: str) -> str:
        return request.build_absolute_uri(reverse(route, args=[row.key]))

    described = (
        "key", "name", "meaning", "unit", "decimals", "per_head", "method", "source", "licence", "frequency",
        "changed_at",
    )  # fmt: skip
    return {name: getattr(row, name) for name in described} | {
        "better": row.direction or None,
        "page": absolute("strategy:indicator"),
        "values": absolute("api-1:values"),
        "csv": absolute("strategy:data_csv"),
        "xlsx": absolute("strategy:data_xlsx"),
    }


def _service(request: HttpRequest, row: Service) -> dict[str, Any]:
    if row.current is None:
        raise Http404
    texts = ServiceTexts.from_json(row.current.texts)
    return {
        "slug": row.slug,
        "name": row.name,
        "leika": texts.leika_key,
        "teaser": texts.teaser,
        "department": row.department.name,
        "published_at": row.current.published_at,
        "page": request.build_absolute_uri(reverse("catalogue:service", args=[row.slug])),
    }


def _slice(rows: QuerySet[Any], page: int, size: int) -> QuerySet[Any]:
    return rows[(page - 1) * size : page * size]


def _part(request: HttpRequest, items: list[Any], total: int, page: int, size: int) -> dict[str, Any]:
    following = {**request.GET.dict(), "page": page + 1, "size": size}
    more = page * size < total and page < DEEPEST
    address = f"{request.build_absolute_uri(request.path)}?{urlencode(following)}" if more else None
    return {"items": items, "total": total, "next": address}


class Anything:
    """What an address may end in: whatever was sent, line breaks included (`path` stops at them)."""

    regex = r"[\s\S]+"

    def to_python(self, value: str) -> str:
        """As it was sent."""
        return value

    def to_url(self, value: str) -> str:
        """As it is."""
        return value


def nowhere(request: HttpRequest, elsewhere: str) -> HttpResponse:
    """Any other address below that of the interface: programs get their sentence, not a page for people."""
    return missing(request, Http404(_t("Diese Adresse gibt es nicht; was sich abfragen lässt, steht unter /api/.")))


def addresses() -> tuple[list[URLPattern | URLResolver], str, str]:
    """The addresses of the interface as `path` takes them. Whoever only wants the head gets that (RFC 9110, 9.1)."""
    patterns, app, namespace = api.urls
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            pattern.callback = _only_reading(pattern.callback)
    return patterns, app, namespace


def _only_reading(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = copy(request)  # who leaves the body out afterwards still sees how it was asked
        if asked.method == "HEAD":
            asked.method = "GET"
        if asked.method == "GET":
            return view(asked, *args, **kwargs)
        response = api.create_response(request, {"problem": _t("Hier lässt sich nur lesen: mit GET.")}, status=405)
        response.headers["Allow"] = "GET, HEAD"
        return response

    return read


# Problems -------------------------------------------------------------------------------------------------------------


def _unfit(name: str) -> ValidationError:
    return ValidationError([{"loc": ("query", name)}])


@api.exception_handler(ValidationError)
def unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A parameter that means nothing."""
    name = next((str(part) for one in error.errors for part in one["loc"] if part in PARAMETERS), "")
    sentence = _t("Die Angabe „%(name)s“ passt nicht. Gemeint ist: %(meaning)s.")
    return api.create_response(
        request, {"problem": sentence % {"name": name, "meaning": PARAMETERS.get(name, "")}}, status=422
    )


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Http404) -> HttpResponse:
    """Something that is not there, or not public."""
    return api.create_response(request, {"problem": str(error)}, status=404)


@api.exception_handler(Throttled)
def too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    """More requests than there is room for."""
    sentence = _t("Das waren zu viele Anfragen in einer Minute. Bitte warten Sie einen Augenblick.")
    response = api.create_response(request, {"problem": sentence}, status=429)
    response.headers["Retry-After"] = str(int(error.wait or 0) + 1)
    return response
