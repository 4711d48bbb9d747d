"""The system checks that keep the law of the wall, each with a model that breaks it."""

import pytest
from django.core import checks
from django.db import models
from django.test.utils import isolate_apps

from rathaus.events.models import OutboxMessage
from rathaus.towns.checks import _check, check_town_models
from rathaus.towns.fields import TownForeignKey, TownOneToOneField
from rathaus.towns.models import TownModel


def found(model) -> list[str]:
    return [error.id for error in _check(model)]


def test_house_keeps_its_own_law():
    assert check_town_models(None) == []
    assert [error for error in checks.run_checks() if error.level >= checks.ERROR] == []


@isolate_apps("rathaus.events")
def test_model_that_is_neither_a_towns_nor_says_why_not_is_named():
    class Silent(models.Model):
        class Meta:
            app_label = "events"

    class Says(models.Model):
        town_free = "public"

        class Meta:
            app_label = "events"

    assert (found(Silent), found(Says)) == (["towns.E001"], [])


@isolate_apps("rathaus.events")
def test_hidden_table_between_towns_rows_is_named():
    class Linked(TownModel):
        others = models.ManyToManyField(OutboxMessage)

        class Meta:
            app_label = "events"

    assert found(Linked.others.through) == ["towns.E002"]


@isolate_apps("rathaus.events")
def test_index_of_its_own_is_named():
    class Wrong(TownModel):
        plain = models.ForeignKey(OutboxMessage, models.PROTECT, related_name="+")
        alone = models.CharField(max_length=1, unique=True)
        searched = models.CharField(max_length=1, db_index=True)

        class Meta:
            app_label = "events"

    assert found(Wrong) == ["towns.E003"] * 3


@isolate_apps("rathaus.events")
def test_key_without_an_index_is_named():
    class Wrong(TownModel):
        message = TownForeignKey(OutboxMessage, models.PROTECT, related_name="+")
        single = TownOneToOneField(OutboxMessage, models.PROTECT, related_name="+")

        class Meta:
            app_label = "events"

    assert found(Wrong) == ["towns.E004"] * 2


@isolate_apps("rathaus.events")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_index_that_does_not_begin_with_the_town_is_named():
    class Wrong(TownModel):
        a = models.CharField(max_length=1)
        b = models.CharField(max_length=1)

        class Meta:
            app_label = "events"
            indexes = (models.Index(fields=["a"], name="x"),)
            constraints = (
                models.UniqueConstraint(fields=["a", "municipality"], name="y"),
                models.CheckConstraint(condition=models.Q(a="a"), name="z"),
            )
            unique_together = (("a", "b"),)

    assert found(Wrong) == ["towns.E005"] * 3


@isolate_apps("rathaus.events")
def test_model_that_keeps_the_law_is_fine():
    class Right(TownModel):
        message = TownForeignKey(OutboxMessage, models.PROTECT, related_name="+")
        single = TownOneToOneField(OutboxMessage, models.PROTECT, related_name="right")

        class Meta:
            app_label = "events"
            indexes = (models.Index(fields=["municipality", "message"], name="m"),)
            constraints = (models.UniqueConstraint(fields=["municipality", "single"], name="s"),)

    assert found(Right) == []
    assert Right._meta.get_field("single").deconstruct()[3].keys() == {"on_delete", "related_name", "to"}
