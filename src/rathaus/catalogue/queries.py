"""Reads of the catalogue that are more than one line."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from rathaus import fim
from rathaus.catalogue import search
from rathaus.catalogue.models import Definition, Service, ServiceVersion, StoredCodeList
from rathaus.catalogue.reading import ListFile, chosen_lists
from rathaus.catalogue.texts import Audience, ServiceTexts
from rathaus.fim.lists import references
from rathaus.fim.model import Schema
from rathaus.fim.rules import read_rules
from rathaus.questionnaire import Questionnaire, Roles, plan
from rathaus.towns import scope

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


# A version is immutable, so nothing here is ever out of date. Compiled questionnaires are the heavy part.
_recipes: Cache[tuple[UUID, UUID], Recipe] = Cache(20_000)
_compiled: Cache[Recipe, Questionnaire] = Cache(256)


def questionnaire(version_id: UUID) -> Questionnaire:
    """The questionnaire of a published version of the town in scope: compiled once per process, then no queries.

    Raises `ServiceVersion.DoesNotExist` for a version of another town.
    """
    recipe = _recipes.get((scope.current_id(), version_id), lambda: _recipe(version_id))
    return _compiled.get(recipe, lambda: _compile(recipe))


def forget_compiled() -> None:
    """Empty the caches, as a new process has them (tests and benchmarks)."""
    _recipes.clear()
    _compiled.clear()
    _catalogues.clear()


def _recipe(version_id: UUID) -> Recipe:
    version = ServiceVersion.objects.select_related("definition").defer("definition__source").get(pk=version_id)
    return Recipe(
        version.definition.content_hash,
        tuple(sorted(version.lists.items())),
        Roles.from_json(version.roles),
        version.land,
    )


def _compile(recipe: Recipe) -> Questionnaire:
    stored = Definition.objects.get(content_hash=recipe.definition)
    schema = fim.read(stored.source_bytes(), name=str(stored))
    lists = chosen_lists(schema, list_files(dict(recipe.lists)))
    return plan(schema, read_rules(schema, lists), lists, roles=recipe.roles, land=recipe.land or None)


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
    """A published service as the public sees it."""

    id: UUID
    version_id: UUID
    slug: str
    department: str
    department_email: str
    texts: ServiceTexts
    indexed: search.Indexed = field(repr=False)

    @property
    def name(self) -> str:
        """The citizen's name of the service."""
        return self.texts.name

    @property
    def for_business(self) -> bool:
        """Whether businesses are among those it is for."""
        return Audience.BUSINESS in self.texts.audience

    @property
    def for_citizens(self) -> bool:
        """Whether citizens are among those it is for."""
        return Audience.CITIZEN in self.texts.audience


# The public catalogue of a town, kept while its current versions stay the same: one cheap query per page.
_catalogues: Cache[tuple[UUID, tuple[tuple[object, ...], ...]], tuple[Offer, ...]] = Cache(500)


def offers() -> tuple[Offer, ...]:
    """All published services of the town in scope, by name."""
    rows = _published().values_list("pk", "current_id", "department__name", "department__email")
    state = tuple(sorted(rows, key=str))
    return _catalogues.get((scope.current_id(), state), _load_offers)


def _published() -> QuerySet[Service]:
    return Service.objects.filter(current__isnull=False, withdrawn_at__isnull=True)


def _load_offers() -> tuple[Offer, ...]:
    services = _published().select_related("department", "current")
    return tuple(sorted((_offer(service) for service in services), key=lambda offer: search.fold(offer.name)))


def _offer(service: Service) -> Offer:
    if service.current is None:  # filtered out by _published
        raise ServiceVersion.DoesNotExist
    texts = ServiceTexts.from_json(service.current.texts)
    return Offer(
        id=service.pk,
        version_id=service.current.pk,
        slug=service.slug,
        department=service.department.name,
        department_email=service.department.email,
        texts=texts,
        indexed=search.index(
            name=texts.name,
            keywords=[*texts.keywords, texts.life_situation],
            texts=[texts.teaser, texts.description, service.department.name],
        ),
    )


def offer(slug: str) -> Offer | None:
    """The published service of that address."""
    return next((one for one in offers() if one.slug == slug), None)


def find_offers(query: str) -> list[Offer]:
    """Published services that meet a query, best first."""
    return search.find(query, [(one, one.indexed) for one in offers()])


def by_life_situation(found: Iterable[Offer]) -> list[tuple[str, list[Offer]]]:
    """The services grouped by life situation, in alphabetical order; those without one last."""
    groups: dict[str, list[Offer]] = {}
    for one in found:
        groups.setdefault(one.texts.life_situation, []).append(one)
    return sorted(groups.items(), key=lambda pair: (not pair[0], search.fold(pair[0])))


def managed_services() -> QuerySet[Service]:
    """All services of the town with department and versions, for the service owners' list."""
    versions = Prefetch("versions", ServiceVersion.objects.select_related("definition").defer("definition__source"))
    return Service.objects.select_related("department", "current").prefetch_related(versions).order_by("name")
