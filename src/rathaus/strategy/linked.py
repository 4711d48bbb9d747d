"""Open data as linked data: DCAT-AP.de 2.0 (JSON-LD), one dataset per published indicator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from rathaus.strategy.models import Frequency, Indicator
from rathaus.towns import scope

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_FREQUENCIES = {
    Frequency.MONTHLY: "MONTHLY",
    Frequency.QUARTERLY: "QUARTERLY",
    Frequency.HALF_YEARLY: "ANNUAL_2",
    Frequency.YEARLY: "ANNUAL",
    Frequency.IRREGULAR: "IRREG",
}
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_FORMATS = (
    ("strategy:data_csv", "CSV", "text/csv"),
    ("strategy:data_json", "JSON", "application/json"),
    ("strategy:data_xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)


def catalogue(indicators: Iterable[Indicator], *, base: str) -> dict[str, Any]:
    """The catalogue with its datasets. `base`: the address of the town without a slash at its end."""
    town = scope.current()
    return {
        "@context": _CONTEXT,
        "@id": base + reverse("strategy:catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": {"@value": town.name, "@language": "de"},
        "dct:publisher": {"@id": base + "/", "@type": "foaf:Agent", "foaf:name": town.name},
        "dcat:dataset": [_dataset(indicator, base) for indicator in indicators],
        "dcat:service": {
            "@id": base + reverse("strategy:interface"),
            "@type": "dcat:DataService",
            "dct:title": {"@value": "API", "@language": "de"},
            "dcat:endpointURL": {"@id": base + reverse("api-1:api-root")},
            "dcat:endpointDescription": {"@id": base + reverse("api-1:openapi-json")},
        },
    }


def _dataset(indicator: Indicator, base: str) -> dict[str, Any]:
    address = base + reverse("strategy:indicator", args=[indicator.key])
    return {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:identifier": indicator.key,
        "dct:title": {"@value": indicator.name, "@language": "de"},
        "dct:description": {"@value": indicator.meaning, "@language": "de"},
        "dct:publisher": {"@id": base + "/"},
        "dct:accrualPeriodicity": {"@id": f"{_AUTHORITY}/frequency/{_FREQUENCIES[Frequency(indicator.frequency)]}"},
        "dct:modified": {"@value": indicator.changed_at.isoformat(), "@type": "xsd:dateTime"},
        "dcat:theme": {"@id": f"{_AUTHORITY}/data-theme/GOVE"},
        "dcat:landingPage": {"@id": address},
        "dcat:distribution": [_distribution(indicator, base, *one) for one in _FORMATS],
    }


def _distribution(indicator: Indicator, base: str, route: str, kind: str, media_type: str) -> dict[str, Any]:
    address = base + reverse(route, args=[indicator.key])
    licence = {"dct:license": {"@value": indicator.licence}} if indicator.licence else {}
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dct:format": {"@id": f"{_AUTHORITY}/file-type/{kind}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
        **licence,
    }
