"""Whose feeds the town follows, and what came of them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils import timezone

from rathaus.exchange.models.packages import Origin, PackageKind, Received
from rathaus.questionnaire.language import Sentence, say
from rathaus.towns import clock
from rathaus.towns.fields import TownForeignKey
from rathaus.towns.models import TownModel
from rathaus.web.telling import reader


def kept(sentence: Sentence) -> dict[str, str]:
    """A sentence to be stored, in every language that it knows."""
    return {"de": str(sentence), "en": say(sentence, "en")}


def told(sentence: dict[str, str]) -> str:
    """A stored sentence in the visitor's language; empty where there is none."""
    return sentence.get(reader(), "")


class Subscription(TownModel):
    """The feed of another town that is looked at regularly.

    `key` is the fingerprint that somebody compared when it began; once a package has come, the key pinned for its
    `origin` counts. `other_key` is one that the feed showed instead. `failures` counts the tries in a row that went
    wrong, with the last one's `problem`. `reports` are the experience reports that the feed names: title, page, day,
    and the package and version that one is about.
    """

    name = models.CharField(max_length=1000)
    ars = models.CharField(max_length=12, blank=True)
    page = models.CharField(max_length=1000)
    feed = models.CharField(max_length=1000)
    key = models.CharField(max_length=64)
    other_key = models.CharField(max_length=64, blank=True)
    origin = TownForeignKey(Origin, on_delete=models.PROTECT, null=True, related_name="subscriptions")
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=60, blank=True)
    subscribed_at = models.DateTimeField(default=clock.now)
    subscribed_by = models.CharField(max_length=250)
    due_at = models.DateTimeField(default=timezone.now)
    reached_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    problem = models.JSONField(default=dict)
    reports = models.JSONField(default=list)

    class Meta(TownModel.Meta):
        ordering = ("name",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["municipality", "key"], name="subscription_once")]
        indexes: ClassVar = [
            models.Index(fields=["municipality", "due_at"], name="subscription_due"),
            models.Index(fields=["municipality", "origin"], name="subscription_origin"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def pinned(self) -> str:
        """The fingerprint that every package must be signed with."""
        return self.origin.key if self.origin else self.key

    @property
    def good_until(self) -> datetime:
        """When it could be fetched the last time; when it began, where it never could."""
        return self.reached_at or self.subscribed_at

    @property
    def problem_told(self) -> str:
        """What went wrong the last time."""
        return told(self.problem)


class Arrival(TownModel):
    """A package that a feed offers, in its newest version: `received` once it was fetched and found in order.

    `refusal` says why it was not. `sha256` and `size` (bytes) are those of the file at `file`, `hash` is the package's.
    """

    subscription = TownForeignKey(Subscription, on_delete=models.CASCADE, related_name="arrivals")
    package = models.UUIDField()
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=PackageKind)
    name = models.CharField(max_length=1000)
    summary = models.CharField(max_length=1000, blank=True)
    licence = models.CharField(max_length=1000, blank=True)
    hash = models.CharField(max_length=64)
    file = models.CharField(max_length=1000)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    offered_at = models.DateTimeField()
    seen_at = models.DateTimeField(default=clock.now)
    is_offered = models.BooleanField(default=True)
    received = TownForeignKey(Received, on_delete=models.PROTECT, null=True, related_name="arrivals")
    refusal = models.JSONField(default=dict)
    tries = models.PositiveIntegerField(default=0)

    class Meta(TownModel.Meta):
        ordering = ("-seen_at", "name")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["municipality", "subscription", "package"], name="arrival_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["municipality", "received"], name="arrival_received")]

    def __str__(self) -> str:
        return self.name

    @property
    def refusal_told(self) -> str:
        """Why it was refused."""
        return told(self.refusal)
