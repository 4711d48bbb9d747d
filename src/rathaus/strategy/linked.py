"""Open data as linked data: DCAT-AP.de 2.0 (JSON-LD), one dataset per published indicator.

What GovData asks of a catalogue is there, but the contributor's id, which GovData gives to those who deliver to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from rathaus.strategy.models import Frequency, Indicator
from rathaus.towns import scope
from rathaus.towns.models import Municipality
from rathaus.web.queries import details

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dcatap": "http://data.europa.eu/r5r/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
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
_DE = "http://dcat-ap.de/def"
_LICENCES = {
    "dldezero20": "dl-zero-de/2.0",
    "dldeby20": "dl-by-de/2.0",
    "ccby40": "cc-by/4.0",
    "cc0": "cc-zero",
    "cc010": "cc-zero",
}
"""The licences that people name, letters and digits alone, as the list of DCAT-AP.de has them."""
_FORMATS = (
    ("strategy:data_csv", "CSV", "text/csv"),
    ("strategy:data_json", "JSON", "application/json"),
    ("strategy:data_xlsx", "XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)


def catalogue(indicators: Iterable[Indicator], *, base: str) -> dict[str, Any]:
    """The catalogue with its datasets. `base`: the address of the town without a slash at its end."""
    town = scope.current()
    of_town = _place(town) | {"dcat:contactPoint": _contact(town, base)}
    return {
        "@context": _CONTEXT,
        "@id": base + reverse("strategy:catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": _german(town.name),
        "dct:description": _german("Veröffentlichte Kennzahlen mit allen freigegebenen Werten."),
        "dct:language": {"@id": f"{_AUTHORITY}/language/DEU"},
        "dct:publisher": {"@id": base + "/", "@type": "foaf:Agent", "foaf:name": town.name},
        "foaf:homepage": {"@id": base + "/"},
        "dcat:themeTaxonomy": {"@id": f"{_AUTHORITY}/data-theme"},
        "dcat:dataset": [_dataset(indicator, base) | of_town for indicator in indicators],
        "dcat:service": {
            "@id": base + reverse("strategy:interface"),
            "@type": "dcat:DataService",
            "dct:title": _german("API"),
            "dcat:endpointURL": {"@id": base + reverse("api-1:api-root")},
            "dcat:endpointDescription": {"@id": base + reverse("api-1:openapi-json")},
        },
    }


def _german(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "de"}


def _contact(town: Municipality, base: str) -> dict[str, Any]:
    """Whom to ask: the town's page, and its address for mail where it is known."""
    email = details().email
    return {
        "@type": "vcard:Organization",
        "vcard:fn": town.name,
        "vcard:hasURL": {"@id": base + "/"},
        **({"vcard:hasEmail": {"@id": f"mailto:{email}"}} if email else {}),
    }


def _place(town: Municipality) -> dict[str, Any]:
    """Where it is about: the municipality by its regional key (ARS), in the words of DCAT-AP.de and in general ones."""
    if not town.ars:
        return {}
    place = {"@id": f"{_DE}/politicalGeocoding/regionalKey/{town.ars}"}
    level = {"@id": f"{_DE}/politicalGeocoding/Level/municipality"}
    return {
        "dct:spatial": place,
        "dcatde:politicalGeocodingURI": place,
        "dcatde:politicalGeocodingLevelURI": level,
    }


def _dataset(indicator: Indicator, base: str) -> dict[str, Any]:
    address = base + reverse("strategy:indicator", args=[indicator.key])
    return {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:identifier": indicator.key,
        "dct:title": _german(indicator.name),
        "dct:description": _german(indicator.meaning),
        "dct:publisher": {"@id": base + "/"},
        "dct:accrualPeriodicity": {"@id": f"{_AUTHORITY}/frequency/{_FREQUENCIES[Frequency(indicator.frequency)]}"},
        "dct:modified": {"@value": indicator.changed_at.isoformat(), "@type": "xsd:dateTime"},
        "dcat:theme": {"@id": f"{_AUTHORITY}/data-theme/GOVE"},
        "dcat:landingPage": {"@id": address},
        "dcat:distribution": [_distribution(indicator, base, *one) for one in _FORMATS],
    }


def _distribution(indicator: Indicator, base: str, route: str, kind: str, media_type: str) -> dict[str, Any]:
    address = base + reverse(route, args=[indicator.key])
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dcat:accessURL": {"@id": address},
        "dcat:downloadURL": {"@id": address},
        "dct:format": {"@id": f"{_AUTHORITY}/file-type/{kind}"},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media_type}"},
        "dcatap:availability": {"@id": f"{_AUTHORITY}/planned-availability/STABLE"},
        **_licence(indicator),
    }


def _licence(indicator: Indicator) -> dict[str, Any]:
    """The licence as DCAT-AP.de lists it, with whom to name; in its own words where the list does not have it."""
    if not indicator.licence:
        return {}
    known = _LICENCES.get(re.sub(r"[^a-z0-9]", "", indicator.licence.lower()))
    if known is None:
        return {"dct:rights": {"@type": "dct:RightsStatement", "rdfs:label": _german(indicator.licence)}}
    named = {"dcatde:licenseAttributionByText": indicator.source} if "by" in known else {}
    return {"dct:license": {"@id": f"{_DE}/licenses/{known}"}, **named}
