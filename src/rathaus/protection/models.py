"""Keys, sealed files and the audit log."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from rathaus.towns.fields import TownForeignKey, TownOneToOneField
from rathaus.towns.models import TownModel


class DataKey(TownModel):
    """The key that seals one application's data, itself wrapped by the town's key outside the database.

    Destroying it (``sealing.destroy``) makes everything sealed with it unreadable, in every copy of the database
    whose deletion journal is replayed.
    """

    wrapped = models.BinaryField(null=True, help_text="none after its destruction")
    town_key = models.CharField("id of the town's key that wraps it", max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["municipality", "town_key"], name="datakey_town_key")]

    def __str__(self) -> str:
        return str(self.pk)


class SealedFile(TownModel):
    """A file that rests sealed under ``RATHAUS_FILES_DIR``."""

    class Scan(models.TextChoices):
        """What is known of viruses in it."""

        NONE = "", "not looked at: made by the house, or no scanner is set up"
        CLEAN = "clean", "nothing found"
        WAITING = "waiting", "the scanner could not be reached yet"
        INFECTED = "infected", "a virus was found; nobody gets it any more"

    data_key = TownForeignKey(DataKey, on_delete=models.PROTECT, related_name="files")
    path = models.CharField(max_length=200, help_text="relative to RATHAUS_FILES_DIR")
    size = models.PositiveBigIntegerField("bytes of the file in clear")
    sha256 = models.CharField("SHA-256 of the file in clear, hexadecimal", max_length=64)
    media_type = models.CharField(max_length=100)
    name_sealed = models.BinaryField("file name, sealed")
    key_sealed = models.BinaryField("the file's own key, sealed")
    created_at = models.DateTimeField(auto_now_add=True)
    scan = models.CharField(max_length=10, choices=Scan, default=Scan.NONE, blank=True)
    preview = TownOneToOneField(
        "self", on_delete=models.SET_NULL, null=True, related_name="+", help_text="what it shows, drawn small"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "preview"], name="sealedfile_preview"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "data_key"], name="sealedfile_data_key"),
            models.Index(
                fields=["municipality", "created_at"], condition=models.Q(scan="waiting"), name="sealedfile_waiting"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class AuditEntry(TownModel):
    """One link of a town's audit chain. Only ever appended (triggers in both databases see to it)."""

    sequence = models.PositiveBigIntegerField()
    at = models.CharField("time, ISO 8601 in UTC, exactly as it was hashed", max_length=40)
    action = models.CharField(max_length=100)
    subject_type = models.CharField(max_length=100)
    subject_id = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    details = models.TextField("canonical JSON, exactly as it was hashed")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("sequence",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "sequence"], name="audit_sequence"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "subject_id", "sequence"], name="audit_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action}"
