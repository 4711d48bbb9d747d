"""What a town offers. Definitions and code lists are public and stored once; services and versions are the town's."""

from __future__ import annotations

import uuid
import zlib
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from rathaus.people.models import Account, Department
from rathaus.towns.fields import TownForeignKey, TownOneToOneField
from rathaus.towns.models import TownModel


class Definition(models.Model):
    """An official definition as it was read first, stored once for all towns.

    `content_hash` is that of the payload without the message header (`rathaus.fim.model.Schema.content_hash`), so the
    same definition downloaded twice is one row. `source` holds the file's bytes, compressed.
    """

    town_free: ClassVar[str] = "official definitions are public and the same for every town"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content_hash = models.CharField(max_length=64, unique=True)
    fim_id = models.CharField(max_length=20)
    fim_version = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=1000)
    dialect = models.CharField(max_length=10)
    source = models.BinaryField()
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Definition")
        indexes = [models.Index(fields=["fim_id", "fim_version"], name="catalogue_definition_fim")]

    def __str__(self) -> str:
        return f"{self.fim_id} {self.fim_version}".strip()

    def source_bytes(self) -> bytes:
        """The file as it was read."""
        return zlib.decompress(self.source)


class StoredCodeList(models.Model):
    """A code list (genericode), stored once for all towns by the SHA-256 of the file."""

    town_free: ClassVar[str] = "code lists are public and the same for every town"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content_hash = models.CharField(max_length=64, unique=True)
    canonical_uri = models.CharField(max_length=500, db_index=True)
    version = models.CharField(max_length=100, blank=True)
    canonical_version_uri = models.CharField(max_length=500)
    short_name = models.CharField(max_length=500)
    source = models.BinaryField()
    stored_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Codeliste")

    def __str__(self) -> str:
        return self.canonical_version_uri

    def source_bytes(self) -> bytes:
        """The file as it was read."""
        return zlib.decompress(self.source)


class Service(TownModel):
    """A service the town offers. What it asks and says stands in its versions; `current` is the published one."""

    slug = models.SlugField(max_length=80, db_index=False)
    name = models.CharField(max_length=250)
    department = TownForeignKey(Department, on_delete=models.PROTECT, related_name="services")
    current = TownForeignKey("ServiceVersion", on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta(TownModel.Meta):
        verbose_name = _("Leistung")
        verbose_name_plural = _("Leistungen")
        constraints = [models.UniqueConstraint(fields=["municipality", "slug"], name="catalogue_slug_once_per_town")]
        indexes = [
            models.Index(fields=["municipality", "department"], name="catalogue_service_department"),
            models.Index(fields=["municipality", "current"], name="catalogue_service_current"),
        ]

    def __str__(self) -> str:
        return self.name


class Listing(TownModel):
    """What lists and search know of a service. It follows from the texts of the current version (`catalogue.cards`).

    A service without one gets it each time the catalogue is read.
    """

    service = TownOneToOneField(Service, on_delete=models.CASCADE, related_name="listing")
    card = models.JSONField()
    stems = models.TextField()

    class Meta(TownModel.Meta):
        verbose_name = _("Eintrag im Leistungsverzeichnis")
        constraints = [models.UniqueConstraint(fields=["municipality", "service"], name="catalogue_listing_once")]

    def __str__(self) -> str:
        return str(self.service_id)


class UsageCount(TownModel):
    """How often something was done with a service on one day; see `rathaus.catalogue.usage`. Nothing of anybody."""

    class Step(models.TextChoices):
        """What was done."""

        VIEW = "view", _("Seite der Leistung angesehen")
        START = "start", _("Antrag begonnen")
        PAGE = "page", _("Seite des Antrags geöffnet")
        CHECK = "check", _("Angaben geprüft")
        SENT = "sent", _("Abgesendet")

    class Device(models.TextChoices):
        """The kind of device, as the Single Digital Gateway asks for it (Implementing Regulation (EU) 2020/1121)."""

        DESKTOP = "desktop", _("Computer")
        PHONE = "phone", _("Telefon")
        TABLET = "tablet", _("Tablet")
        OTHER = "other", _("anderes Gerät")

    day = models.DateField()
    service = TownForeignKey(Service, on_delete=models.CASCADE, related_name="usage")
    step = models.CharField(max_length=10, choices=Step)
    page = models.CharField(max_length=200, blank=True)
    device = models.CharField(max_length=10, choices=Device)
    number = models.PositiveIntegerField()

    class Meta(TownModel.Meta):
        verbose_name = _("Nutzung")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "service", "day", "step", "page", "device"], name="catalogue_usage_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.step} {self.number}"


class CatalogueState(TownModel):
    """Changes with every change of what the town offers, so that processes know when to read its catalogue again."""

    stamp = models.UUIDField(default=uuid.uuid4)

    class Meta(TownModel.Meta):
        verbose_name = _("Stand des Leistungsverzeichnisses")
        constraints = [models.UniqueConstraint(fields=["municipality"], name="catalogue_state_once_per_town")]

    def __str__(self) -> str:
        return str(self.stamp)


class ImmutableError(Exception):
    """A published version was to be changed or deleted."""


class ServiceVersion(TownModel):
    """One published state of a service, for ever: definition, code lists, roles, Land and texts.

    `lists` maps each code list reference of the definition (canonical version URI) to the content hash of the list that
    was confirmed for it; references without an entry are asked as free text. `roles` maps role names to positions.
    `moves_drafts`: what was begun on an earlier version goes on with this one; otherwise it is finished as it is.
    `rules` are the rules written by hand that were in force (`rathaus.fim.rules.byhand.HandReading`); None: none.
    `presets` are answers given beforehand, as somebody types them, by position path; None: none.
    """

    service = TownForeignKey(Service, on_delete=models.PROTECT, related_name="versions")
    definition = TownForeignKey(Definition, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    lists = models.JSONField(default=dict)
    roles = models.JSONField(default=dict)
    land = models.CharField(max_length=2, blank=True)
    texts = models.JSONField(default=dict)
    moves_drafts = models.BooleanField(default=True)
    rules = models.JSONField(null=True)
    presets = models.JSONField(null=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=250)

    class Meta(TownModel.Meta):
        verbose_name = _("Fassung")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "service", "number"], name="catalogue_number_once")
        ]
        indexes = [models.Index(fields=["municipality", "definition"], name="catalogue_version_def")]

    def __str__(self) -> str:
        return f"{self.service_id} v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only ever inserts."""
        if not self._state.adding:
            raise ImmutableError("Eine veröffentlichte Fassung wird nicht geändert; veröffentlichen Sie eine neue.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Never: applications are pinned to versions."""
        raise ImmutableError("Eine veröffentlichte Fassung wird nicht gelöscht.")


class Proposal(TownModel):
    """An uploaded definition on its way to being published: read without error, but not yet confirmed.

    `service` is the service that gets a new version, or None for a new service. `lists` holds the code lists handed in
    with it: name, and the bytes compressed and in base64. Removed by publishing or discarding.
    """

    service = TownForeignKey(Service, on_delete=models.CASCADE, null=True, related_name="proposals")
    name = models.CharField(max_length=1000)
    file_name = models.CharField(max_length=250)
    source = models.BinaryField()
    lists = models.JSONField(default=list)
    department = TownForeignKey(Department, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.CharField(max_length=250)

    class Meta(TownModel.Meta):
        verbose_name = _("Entwurf einer Leistung")
        indexes = [
            models.Index(fields=["municipality", "service"], name="catalogue_proposal_service"),
            models.Index(fields=["municipality", "department"], name="catalogue_proposal_dep"),
        ]

    def __str__(self) -> str:
        return self.name


class WrittenRule(TownModel):
    """What a person wrote for one rule of a service's definition: waiting until a second person signs it off.

    `replaces` is the hash of `text`, the rule's text at that time; `statements` and `trials` are in the form of
    `rathaus.fim.rules.byhand.HandReading`. Without `written_by` it came with a file. It ended where another took its
    place or somebody took it back; published versions keep what was in force.
    """

    service = TownForeignKey(Service, on_delete=models.CASCADE, related_name="written_rules")
    rule = models.CharField(max_length=40)
    bearer = models.CharField(max_length=500, blank=True)
    text = models.TextField()
    replaces = models.CharField(max_length=64)
    statements = models.JSONField()
    trials = models.JSONField(default=list)
    written_by = TownForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    written_role = models.CharField(max_length=100)
    written_at = models.DateTimeField()
    signed_by = TownForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    signed_role = models.CharField(max_length=100, blank=True)
    signed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(TownModel.Meta):
        verbose_name = _("Regel von Hand")
        indexes = [
            models.Index(fields=["municipality", "written_by"], name="catalogue_rule_written_by"),
            models.Index(fields=["municipality", "signed_by"], name="catalogue_rule_signed_by"),
            models.Index(fields=["municipality", "service"], name="catalogue_rule_service"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "service", "rule", "bearer", "replaces"],
                condition=models.Q(ended_at=None, signed_at=None),
                name="catalogue_rule_waits_once",
            ),
            models.UniqueConstraint(
                fields=["municipality", "service", "rule", "bearer", "replaces"],
                condition=models.Q(ended_at=None, signed_at__isnull=False),
                name="catalogue_rule_signed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}@{self.bearer}" if self.bearer else self.rule
