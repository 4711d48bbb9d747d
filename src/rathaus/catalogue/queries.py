"""Reads of the catalogue that are more than one line."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from rathaus import fim
from rathaus.catalogue import search
from rathaus.catalogue.cards import GERMAN, Card, Line, card, line, listing_of, stems_of_texts
from rathaus.catalogue.models import CatalogueState, Definition, Listing, Service, ServiceVersion, StoredCodeList
from rathaus.catalogue.reading import ListFile, chosen_lists
from rathaus.catalogue.spoken import spoken
from rathaus.catalogue.texts import ServiceTexts
from rathaus.fim.lists import references
from rathaus.fim.model import CodeList, Schema
from rathaus.fim.rules import RuleReport, read_rules
from rathaus.fim.rules.byhand import HandReading
from rathaus.people.trust import TrustLevel
from rathaus.questionnaire import Questionnaire, Roles, plan
from rathaus.questionnaire.presets import Blank
from rathaus.towns import clock, scope
from rathaus.web.words import Word

K = TypeVar("K")
V = TypeVar("V")


class Cache(Generic[K, V]):
    """The values used last, in this process; safe between threads. Two threads may make the same value at once."""

    def __init__(self, size: int) -> None:
        self._size, self._lock = size, threading.Lock()
        self._values: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of `key`, made by `make` where it is not there yet."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            value = self._values.setdefault(key, value)
            self._values.move_to_end(key)
            while len(self._values) > self._size:
                self._values.popitem(last=False)
        return value

    def clear(self) -> None:
        """Forget everything (tests)."""
        with self._lock:
            self._values.clear()


@dataclass(frozen=True)
class Recipe:
    """What a questionnaire is compiled from; towns that publish the same definition in the same way share one."""

    definition: str
    lists: tuple[tuple[str, str], ...]
    roles: Roles
    land: str
    rules: str = ""
    """The rules written by hand, as canonical JSON."""
    presets: tuple[tuple[str, str], ...] = ()
    """What the owner answers beforehand, by path."""


@dataclass(frozen=True)
class Material:
    """A definition with its code lists and rules, as read: nothing of one town is in it."""

    schema: Schema
    lists: Mapping[str, CodeList]
    report: RuleReport


# A version is immutable, so nothing here is ever out of date. Compiled questionnaires are the heavy part.
_recipes: Cache[tuple[UUID, UUID], Recipe] = Cache(20_000)
_compiled: Cache[Recipe, Questionnaire] = Cache(256)
_materials: Cache[tuple[str, tuple[tuple[str, str], ...]], Material] = Cache(16)


def questionnaire(version_id: UUID) -> Questionnaire:
    """The questionnaire of a published version of the town in scope: compiled once per process, then no queries.

    Where rules depend on the day, it is the one of today.

    Raises `ServiceVersion.DoesNotExist` for a version of another town.
    """
    recipe = _recipe_of(version_id)
    compiled = _compiled.get(recipe, lambda: _compile(recipe))
    return compiled.on(clock.today()) if compiled.asks_today else compiled


def material(version_id: UUID) -> Material:
    """What a published version of the town in scope was made of. Raises `ServiceVersion.DoesNotExist`."""
    return _material(_recipe_of(version_id))


def forget_compiled() -> None:
    """Empty the caches, as a new process has them (tests and benchmarks)."""
    _recipes.clear()
    _compiled.clear()
    _materials.clear()
    _catalogues.clear()
    _briefs.clear()


def _recipe_of(version_id: UUID) -> Recipe:
    return _recipes.get((scope.current_id(), version_id), lambda: _recipe(version_id))


def _recipe(version_id: UUID) -> Recipe:
    version = ServiceVersion.objects.select_related("definition").defer("definition__source").get(pk=version_id)
    return Recipe(
        version.definition.content_hash,
        tuple(sorted(version.lists.items())),
        Roles.from_json(version.roles),
        version.land,
        json.dumps(version.rules, ensure_ascii=False, sort_keys=True) if version.rules else "",
        tuple(sorted((version.presets or {}).items())),
    )


def _compile(recipe: Recipe) -> Questionnaire:
    made = _material(recipe)
    return plan(
        made.schema,
        made.report,
        made.lists,
        roles=recipe.roles,
        land=recipe.land or None,
        by_hand=hand_readings(json.loads(recipe.rules)) if recipe.rules else (),
        presets=dict(recipe.presets),
    )


def _material(recipe: Recipe) -> Material:
    return _materials.get((recipe.definition, recipe.lists), lambda: _read_material(recipe))


def _read_material(recipe: Recipe) -> Material:
    stored = Definition.objects.get(content_hash=recipe.definition)
    schema = fim.read(stored.source_bytes(), name=str(stored))
    lists = chosen_lists(schema, list_files(dict(recipe.lists)))
    return Material(schema, lists, read_rules(schema, lists))


def presettable(version_id: UUID) -> dict[str, Blank]:
    """The questions of a published version that its owner can answer beforehand, by position path."""
    return questionnaire(version_id).presettable(material(version_id).schema)


def presets_of(service: Service | None) -> dict[str, str]:
    """What the current version of a service answers beforehand."""
    current = service.current if service else None
    return dict(current.presets or {}) if current else {}


def hand_readings(rules: Iterable[object] | None) -> tuple[HandReading, ...]:
    """The rules written by hand of a published version, from its column."""
    return tuple(HandReading.from_json(rule) for rule in rules or ())


def list_files(hashes: Mapping[str, str]) -> dict[str, ListFile]:
    """The stored code lists of a version: by reference, from their content hashes."""
    by_hash = {one.content_hash: one for one in StoredCodeList.objects.filter(content_hash__in=hashes.values())}
    return {key: ListFile(str(by_hash[value]), by_hash[value].source_bytes()) for key, value in hashes.items()}


def library(schema: Schema) -> list[ListFile]:
    """The stored code lists, in any version, that the definition refers to."""
    uris = {reference.canonical_uri for reference in references(schema)}
    return [ListFile(str(one), one.source_bytes()) for one in StoredCodeList.objects.filter(canonical_uri__in=uris)]


@dataclass(frozen=True)
class Offer:
    """A published service as its public page shows it."""

    id: UUID
    version_id: UUID
    slug: str
    department: str
    department_email: str
    published_at: datetime
    texts: ServiceTexts

    @property
    def name(self) -> str:
        """The citizen's name of the service."""
        return self.texts.name


@dataclass(frozen=True, slots=True)
class Brief:
    """What pages of an application say of its service, as it was in one version.

    `name` and `duration` (how long it usually takes; may be empty) know their English where the service has it.
    """

    name: str
    duration: str
    trust_level: TrustLevel
    word: Word


# A version never changes, so neither does this; kept because every page asks for it.
_briefs: Cache[tuple[UUID, UUID], Brief] = Cache(20_000)


def brief(version_id: UUID) -> Brief:
    """What is said of a service in one of its versions. Raises `ServiceVersion.DoesNotExist`."""
    return _briefs.get((scope.current_id(), version_id), lambda: _brief(version_id))


def _brief(version_id: UUID) -> Brief:
    texts = ServiceTexts.from_json(ServiceVersion.objects.get(pk=version_id).texts)
    return Brief(spoken(texts, "name"), spoken(texts, "duration"), texts.trust_level, texts.called)


def offer(slug: str) -> Offer | None:
    """The published service of that address."""
    service = _published().select_related("current", "department").filter(slug=slug).first()
    return _offer(service, service.current) if service and service.current else None


def offer_of_version(version_id: UUID) -> Offer | None:
    """A service as it was in one version, whether it is still offered or not."""
    version = ServiceVersion.objects.select_related("service__department").filter(pk=version_id).first()
    return _offer(version.service, version) if version else None


def _offer(service: Service, version: ServiceVersion) -> Offer:
    return Offer(
        id=service.pk,
        version_id=version.pk,
        slug=service.slug,
        department=service.department.name,
        department_email=service.department.email,
        published_at=version.published_at,
        texts=ServiceTexts.from_json(version.texts),
    )


def _published() -> QuerySet[Service]:
    return Service.objects.filter(current__isnull=False, withdrawn_at__isnull=True)


class Catalogue:
    """Everything a town offers, as lists and search need it. Immutable; made anew when something changes."""

    def __init__(self, cards: Iterable[Card], stems: Mapping[UUID, str]) -> None:
        self.cards = tuple(sorted(cards, key=lambda one: search.fold(one.names[GERMAN])))
        self._shelf = search.Shelf(search.Entry(one.id, one.names, one.keywords, stems[one.id]) for one in self.cards)
        self._lines: dict[str, tuple[Line, ...]] = {}
        self._by_id: dict[str, dict[UUID, Line]] = {}

    def lines(self, language: str) -> tuple[Line, ...]:
        """All services in one language, by their names in it."""
        if language not in self._lines:
            made = sorted((line(one, language) for one in self.cards), key=lambda one: search.fold(one.name))
            self._by_id[language] = {one.id: one for one in made}
            self._lines[language] = tuple(made)
        return self._lines[language]

    def find(self, query: str, language: str) -> tuple[list[Line], search.Found]:
        """The services that a search finds, best first, and what is to be said of the search."""
        found = self._shelf.find(query)
        self.lines(language)
        return [self._by_id[language][one] for one in found.ids], found


# The catalogues of the towns asked for last. What a town offers is read again when its mark has changed.
_catalogues: Cache[tuple[UUID, UUID], Catalogue] = Cache(200)


def catalogue() -> Catalogue:
    """What the town in scope offers: one query while nothing changes."""
    stamp = CatalogueState.objects.values_list("stamp", flat=True).first()
    if stamp is None:
        return _read_catalogue()
    return _catalogues.get((scope.current_id(), stamp), _read_catalogue)


def _read_catalogue() -> Catalogue:
    cards, stems = [], {}
    listed = Listing.objects.filter(service__current__isnull=False, service__withdrawn_at__isnull=True)
    for pk, slug, listing, words in listed.values_list("service_id", "service__slug", "card", "stems"):
        cards.append(card(pk, slug, listing))
        stems[pk] = words
    unlisted = [pk for pk in _published().values_list("pk", flat=True) if pk not in stems]
    rows = _published().filter(pk__in=unlisted).values_list("pk", "slug", "current__texts") if unlisted else ()
    for pk, slug, texts in rows:
        read = ServiceTexts.from_json(texts)
        cards.append(card(pk, slug, listing_of(read)))
        stems[pk] = stems_of_texts(read)
    return Catalogue(cards, stems)


def by_life_situation(lines: Iterable[Line]) -> list[tuple[str, list[Line]]]:
    """The services under each of their life situations, in alphabetical order; those without one last."""
    groups: dict[str, list[Line]] = {}
    for one in lines:
        for name in one.situations or ("",):
            groups.setdefault(name, []).append(one)
    return sorted(groups.items(), key=lambda pair: (not pair[0], search.fold(pair[0])))


def managed_services() -> QuerySet[Service]:
    """All services of the town with department and versions, for the service owners' list."""
    versions = Prefetch("versions", ServiceVersion.objects.select_related("definition").defer("definition__source"))
    return Service.objects.select_related("department", "current").prefetch_related(versions).order_by("name")
