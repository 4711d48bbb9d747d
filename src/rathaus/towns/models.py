"""The towns, their host names, and the base of every table that holds a town's data."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

from django.core.validators import RegexValidator
from django.db import models

from rathaus.towns import scope
from rathaus.towns.errors import ForeignTown, NoTown

LAENDER = (
    "BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW", "RP", "SH", "SL", "SN", "ST", "TH",
)  # fmt: skip


class Municipality(models.Model):
    """A town (or county, or association) that the house serves."""

    town_free: ClassVar[str] = "the list of towns itself"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=63, unique=True)
    name = models.CharField("Name", max_length=200)
    ars = models.CharField(
        "Amtlicher Regionalschlüssel",
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^\d{12}$", "Der Amtliche Regionalschlüssel hat genau 12 Ziffern.")],
    )
    land = models.CharField(
        "Land", max_length=2, blank=True, choices=[(land, land) for land in LAENDER], help_text="zwei Buchstaben"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    #: Whether the public finds goals or figures here: kept by the room that publishes them, so that the navigation of
    #: every page knows it without asking.
    shows_strategy = models.BooleanField(default=False, editable=False)
    #: The same for what is passed on to others: meetings, experience, packages.
    shows_exchange = models.BooleanField(default=False, editable=False)
    #: A made-up neighbour in a demo: it has no pages of its own, and where it stands beside others, they say so.
    invented = models.BooleanField(default=False, editable=False)
    #: Until when other towns may enter one of its public calls; None where there is none. Kept in the same way, so that
    #: they know where to look.
    calls_until = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ("name",)
        verbose_name = "Kommune"
        verbose_name_plural = "Kommunen"

    def __str__(self) -> str:
        return self.name


class Host(models.Model):
    """A host name under which a town is reached."""

    town_free: ClassVar[str] = "it is what finds the town"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    hostname = models.CharField(max_length=253, unique=True, help_text="klein geschrieben, ohne Port")
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="hosts")

    def __str__(self) -> str:
        return self.hostname


_Row = TypeVar("_Row", bound=models.Model, covariant=True)  # noqa: PLC0105


class TownQuerySet(models.QuerySet[_Row, _Row]):
    """Rows of the town in scope."""

    def bulk_create(self, objs: Iterable[_Row], *args: Any, **kwargs: Any) -> list[_Row]:
        rows = list(objs)
        for row in rows:
            _refuse_foreign(row)
        return super().bulk_create(rows, *args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        if {"municipality", "municipality_id"} & kwargs.keys():
            raise ForeignTown("A row never moves from one town to another.")
        return super().update(**kwargs)


class TownManager(models.Manager[_Row]):
    """Only the rows of the town in scope; outside a scope it raises ``NoTown``."""

    def get_queryset(self) -> TownQuerySet[_Row]:
        return TownQuerySet(self.model, using=self._db).filter(municipality_id=scope.current_id())


class UnscopedManager(models.Manager[_Row]):
    """The rows of all towns, to read, within ``scope.everywhere()`` only: for operators' code."""

    def get_queryset(self) -> models.QuerySet[_Row, _Row]:
        if not scope.is_everywhere():
            raise NoTown
        return super().get_queryset()


class SharedManager(models.Manager[_Row]):
    """The rows of all towns, to read, from within one: for tables whose rows are meant for every town of the house.

    They end their migration with ``EnableSharedReading`` (:mod:`rathaus.towns.rls`); writing stays each town's own.
    """

    def get_queryset(self) -> models.QuerySet[_Row, _Row]:
        scope.current_id()  # raises outside a scope
        return super().get_queryset()


class TownModel(models.Model):
    """Base of every table that holds a town's data.

    The town comes from the scope when the object is made, and cannot be another one when it is saved. In every
    secondary index and unique constraint ``municipality`` comes first (checked at start: ``rathaus.towns.checks``);
    foreign keys to other town's tables are :class:`rathaus.towns.fields.TownForeignKey`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", editable=False, default=scope.current_id
    )

    objects: ClassVar[TownManager[Self]] = TownManager()
    unscoped: ClassVar[UnscopedManager[Self]] = UnscopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_foreign(self)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_foreign(self)
        return super().delete(*args, **kwargs)


def _refuse_foreign(row: models.Model) -> None:
    """Neither the row nor one that it was given to point to may be another town's."""
    town = scope.current_id()
    if getattr(row, "municipality_id", None) != town:
        raise ForeignTown(f"{type(row).__name__} belongs to another town than the one in scope.")
    for key in row._meta.concrete_fields:
        if isinstance(key, models.ForeignKey) and key.is_cached(row):
            related = key.get_cached_value(row)
            if isinstance(related, TownModel) and related.municipality_id != town:
                raise ForeignTown(f"{type(row).__name__}.{key.name} points to a row of another town.")
