"""A service as linked data: CPSV-AP 3.2.0 (SEMIC) as JSON-LD."""

from __future__ import annotations

from typing import Any

from rathaus.catalogue.markup import words
from rathaus.catalogue.queries import Offer
from rathaus.catalogue.texts import Audience, ServiceTexts, Translation
from rathaus.towns.models import Municipality

CONTEXT = {
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
_LANGUAGES = {"de": "DEU", "en": "ENG", "fr": "FRA", "pl": "POL", "tr": "TUR", "uk": "UKR", "ar": "ARA", "ru": "RUS"}
# DCAT-AP.de names every municipality by its regional key.
_PLACE = "http://dcat-ap.de/def/politicalGeocoding/regionalKey/"


def public_service(offer: Offer, town: Municipality, *, site: str, page: str) -> dict[str, Any]:
    """The service as JSON-LD; `site` and `page` are the absolute addresses of the town's start page and the service."""
    texts = offer.texts
    spoken: dict[str, Translation] = {"de": texts, **texts.translations}
    told = {language: words(one.teaser or one.description) for language, one in spoken.items()}
    return _without_gaps(
        {
            "@context": CONTEXT,
            "@id": page,
            "@type": "cpsv:PublicService",
            "dct:identifier": texts.leika_key or offer.slug,
            "dct:title": _localised({language: one.name for language, one in spoken.items()}),
            "dct:description": _localised(told if told["de"] else {"de": texts.name}),
            "dct:language": [{"@id": _LANGUAGE + _LANGUAGES[one]} for one in spoken if one in _LANGUAGES],
            "cv:hasCompetentAuthority": _authority(offer, town, site),
            "cv:hasChannel": {"@id": f"{page}#online", "@type": "cv:Channel", "foaf:page": {"@id": page}},
            "cv:hasCost": _cost(spoken, page),
            "cv:hasLegalResource": [_legal(basis.name, basis.link) for basis in texts.legal_bases],
            "cv:hasInputType": [
                {"@type": "cv:EvidenceType", "dct:title": _localised({"de": document.name})}
                for document in texts.documents
            ],
            "cv:isGroupedBy": [_event(name, texts) for name in texts.life_situations],
            "dct:subject": list(texts.keywords),
        }
    )


def _authority(offer: Offer, town: Municipality, site: str) -> dict[str, Any]:
    place = (
        {"@id": _PLACE + town.ars}
        if town.ars
        else {"@type": "dct:Location", "rdfs:label": _localised({"de": town.name})}
    )
    return {
        "@id": f"{site}#verwaltung",
        "@type": "cv:PublicOrganisation",
        "skos:prefLabel": _localised({"de": f"{town.name}, {offer.department}"}),
        "dct:spatial": place,
    }


def _cost(spoken: dict[str, Translation], page: str) -> dict[str, Any]:
    costs = {language: words(one.cost) for language, one in spoken.items() if one.cost}
    if not costs:
        return {}
    return {
        "@id": f"{page}#kosten",
        "@type": "cv:Cost",
        "dct:identifier": f"{page}#kosten",
        "dct:description": _localised(costs),
    }


def _legal(name: str, link: str) -> dict[str, Any]:
    return {"@type": "eli:LegalResource", "dct:title": _localised({"de": name}), **({"@id": link} if link else {})}


def _event(name: str, texts: ServiceTexts) -> dict[str, Any]:
    kind = "cv:LifeEvent" if Audience.CITIZEN in texts.audience else "cv:BusinessEvent"
    return {"@type": kind, "dct:title": _localised({"de": name})}


def _localised(values: dict[str, str]) -> list[dict[str, str]]:
    return [{"@value": value, "@language": language} for language, value in values.items() if value]


def _without_gaps(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ({}, [])}
