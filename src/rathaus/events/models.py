"""What still has to be done after a commit."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from rathaus.towns.models import TownModel


class OutboxMessage(TownModel):
    """One thing to do: committed together with its cause, done at least once, kept until it is acknowledged.

    Its state follows from the time stamps: *done* (``done_at``), *closed* by a person (``closed_at``), *leased* while
    a worker has it (``leased_until`` in the future), otherwise *waiting* for ``due_at``.
    """

    topic = models.CharField(max_length=60)
    key = models.CharField("idempotency key", max_length=200)
    payload = models.JSONField(help_text="ids only, never personal data")
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True)
    leased_by = models.CharField(max_length=100, blank=True)
    tries = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)
    closed_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "topic", "key"], name="outbox_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["municipality", "due_at"],
                name="outbox_due",
                condition=Q(done_at__isnull=True, closed_at__isnull=True),
            ),
            models.Index(fields=["municipality", "done_at"], name="outbox_done"),
        ]
        verbose_name = "Auftrag"
        verbose_name_plural = "Aufträge"

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class Heartbeat(models.Model):
    """When each worker was last seen alive: "not running" must be noticed as well as "failing"."""

    town_free: ClassVar[str] = "a worker serves all towns"

    worker = models.CharField(primary_key=True, max_length=100)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    done = models.PositiveBigIntegerField(default=0)
    failed = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.worker


class TimerRun(models.Model):
    """When each timer last ran."""

    town_free: ClassVar[str] = "a timer runs for all towns"

    name = models.CharField(primary_key=True, max_length=200)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    failed_towns = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
