"""System checks: every table of the house is a town's table or says why not, and its indexes begin with the town."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import models

from rathaus.towns.models import TownModel


@register(Tags.models)
def check_town_models(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Report models of the house that do not keep the law of the wall."""
    configs = apps.get_app_configs() if app_configs is None else app_configs
    found: list[CheckMessage] = []
    for config in configs:
        if config.name.startswith("rathaus."):
            for model in config.get_models(include_auto_created=True):
                found.extend(_check(model))
    return found


def _check(model: type[models.Model]) -> Iterator[CheckMessage]:
    if issubclass(model, TownModel):
        yield from _check_indexes(model)
    elif not getattr(model, "town_free", "") and not model._meta.auto_created:
        yield Error(
            f"{model.__name__} is neither a TownModel nor says in `town_free` why it holds no town's data.",
            obj=model,
            id="towns.E001",
        )
    elif model._meta.auto_created and any(
        isinstance(f.related_model, type) and issubclass(f.related_model, TownModel) for f in model._meta.fields
    ):
        yield Error(
            f"{model.__name__} links towns' rows in a table without municipality: write the link as a TownModel.",
            obj=model,
            id="towns.E002",
        )


def _check_indexes(model: type[TownModel]) -> Iterator[CheckMessage]:
    options = model._meta
    led: set[str] = set()
    for index in options.indexes:
        yield from _check_order(model, f"index {index.name}", [name for name, _ in index.fields_orders], led)
    for constraint in options.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            yield from _check_order(model, f"constraint {constraint.name}", constraint.fields, led)
    for fields in options.unique_together:
        yield from _check_order(model, "unique_together", fields, led)
    for field in options.local_fields:
        if field.primary_key or field.name == "municipality":
            continue
        if field.unique or getattr(field, "db_index", False):
            yield Error(
                f"{model.__name__}.{field.name} has an index or a uniqueness of its own, without the municipality. "
                f"Use TownForeignKey, or Index/UniqueConstraint(fields=['municipality', '{field.name}', …]).",
                obj=model,
                id="towns.E003",
            )
        elif field.is_relation and field.name not in led:
            yield Error(
                f"{model.__name__}.{field.name} is a foreign key without an index: "
                f"add Index(fields=['municipality', '{field.name}']) to Meta.indexes.",
                obj=model,
                id="towns.E004",
            )


def _check_order(model: type[TownModel], what: str, fields: Sequence[str], led: set[str]) -> Iterator[CheckMessage]:
    """The municipality comes first; remember which column it leads to."""
    if not fields or fields[0] != "municipality":
        yield Error(
            f"{model.__name__}: {what} does not begin with the municipality.",
            obj=model,
            id="towns.E005",
        )
    elif len(fields) > 1:
        led.add(fields[1])
