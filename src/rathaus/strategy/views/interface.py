"""The page about the interface for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views.decorators.http import require_safe

from rathaus.strategy.api.limits import PER_MINUTE
from rathaus.strategy.api.operations import PARAMETERS, SUMMARIES, api
from rathaus.towns.caching import public_page


@dataclass(frozen=True, slots=True)
class Operation:
    """What can be asked: its address, what it gives, and its parameters with their meaning."""

    path: str
    summary: str | Promise
    parameters: list[tuple[str, str | Promise]]


@require_safe
@public_page
def describe(request: HttpRequest) -> HttpResponse:
    """Every operation, in words; made from the same description that programs read."""
    context = {"operations": operations(), "per_minute": PER_MINUTE}
    return render(request, "strategy/interface.html", context)


def operations() -> list[Operation]:
    """The operations in the order of their definition."""
    paths: dict[str, Any] = api.get_openapi_schema()["paths"]
    return [_operation(path, methods["get"]) for path, methods in paths.items()]


def _operation(path: str, described: dict[str, Any]) -> Operation:
    names = [one["name"] for one in described["parameters"]]
    return Operation(path, SUMMARIES[described["operationId"]], [(name, PARAMETERS[name]) for name in names])
