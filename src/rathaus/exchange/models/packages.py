"""Packages of the town's own, those that came from others, and what became of them here."""

from __future__ import annotations

import zlib
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.models import Service
from rathaus.exchange.package import Package, read
from rathaus.towns import clock
from rathaus.towns.fields import TownForeignKey
from rathaus.towns.models import TownModel


class PackageKind(models.TextChoices):
    """What is in a package (`rathaus.exchange.package.Kind`)."""

    SERVICE = "service", _("Leistung")
    STRATEGY = "strategy", _("Teil einer Strategie")


class OwnPackage(TownModel):
    """Something that this town passes on; its id is the package's. `measures`: ids of what a strategy part holds."""

    kind = models.CharField(max_length=10, choices=PackageKind)
    service = TownForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="packages")
    measures = models.JSONField(default=list)
    name = models.CharField(max_length=250)
    summary = models.CharField(max_length=500, blank=True)
    licence = models.CharField(max_length=100)
    offered = models.BooleanField(default=True)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["municipality", "service"],
                condition=models.Q(service__isnull=False),
                name="own_package_once_per_service",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def behind(self) -> bool:
        """Whether the service has changed since it was packed last."""
        newest = next(iter(self.releases.all()), None)
        if newest is None or self.service is None or self.service.current is None:
            return False
        return newest.source_number != self.service.current.number


class _Kept(TownModel):
    """One version of a package with its file: `hash` is its manifest's, `size` that of the file in bytes."""

    version = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    data = models.BinaryField()
    size = models.PositiveIntegerField()

    class Meta(TownModel.Meta):
        abstract = True
        ordering = ("-version",)

    def file(self) -> bytes:
        """The package file."""
        return zlib.decompress(self.data)

    def read(self) -> Package:
        """What is in it."""
        return read(self.file())


class Release(_Kept):
    """One version of an own package, as it was signed: for ever."""

    package = TownForeignKey(OwnPackage, on_delete=models.PROTECT, related_name="releases")
    source_number = models.PositiveIntegerField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=250)

    class Meta(_Kept.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "package", "version"], name="release_once"),
        ]

    def __str__(self) -> str:
        return f"{self.package_id} {self.version}"


class Origin(TownModel):
    """A town that a package came from, with the key that was pinned when it came first.

    `mark` is what it is known by: its regional key (ARS), or its address or name where it has none.
    """

    mark = models.CharField(max_length=250)
    name = models.CharField(max_length=1000)
    address = models.CharField(max_length=1000, blank=True)
    key = models.CharField(max_length=64)
    pinned_at = models.DateTimeField(default=clock.now)
    pinned_by = models.CharField(max_length=250)

    class Meta(TownModel.Meta):
        ordering = ("name",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["municipality", "mark"], name="origin_once")]

    def __str__(self) -> str:
        return self.name


class ForeignPackage(TownModel):
    """A package of another town. `package` is its id, `newest` the highest version that was ever seen."""

    origin = TownForeignKey(Origin, on_delete=models.PROTECT, related_name="packages")
    package = models.UUIDField()
    kind = models.CharField(max_length=10, choices=PackageKind)
    name = models.CharField(max_length=1000)
    newest = models.PositiveIntegerField()

    class Meta(TownModel.Meta):
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "package"], name="foreign_package_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "origin"], name="foreign_package_origin")]

    def __str__(self) -> str:
        return self.name


class Received(_Kept):
    """One version of another town's package as it came, checked. `came_from`: a file's name, or an address."""

    package = TownForeignKey(ForeignPackage, on_delete=models.PROTECT, related_name="versions")
    came_from = models.CharField(max_length=1000)
    received_at = models.DateTimeField(default=clock.now)
    received_by = models.CharField(max_length=250)

    class Meta(_Kept.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "package", "version"], name="received_once"),
        ]

    def __str__(self) -> str:
        return f"{self.package_id} {self.version}"


class Copy(TownModel):
    """What this town made of another's package: its own, with where it came from.

    `base` is the version of the origin that the copy agrees with, its own changes apart. Without a `service` (and, of a
    strategy part, without `goals`) it waits to be put up. While a newer version is looked through, `decisions` says
    for each of its changes whether it is taken, and `looked_at` which trials somebody has looked at.
    """

    package = TownForeignKey(ForeignPackage, on_delete=models.PROTECT, related_name="copies")
    base = TownForeignKey(Received, on_delete=models.PROTECT, related_name="+")
    service = TownForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="copies")
    rows = models.JSONField(default=dict)
    decisions = models.JSONField(default=dict)
    looked_at = models.JSONField(default=list)
    installed_at = models.DateTimeField(default=clock.now)
    installed_by = models.CharField(max_length=250)

    class Meta(TownModel.Meta):
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "package"], name="copy_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "base"], name="copy_base"),
            models.Index(fields=["municipality", "service"], name="copy_service"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
