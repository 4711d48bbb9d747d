"""Foreign keys between tables of one town.

Django gives every foreign key an index of its own on the bare column. In a town's table each index begins with the
municipality, so these keys come without one; the model names ``Index(fields=["municipality", "<key>"])`` (or, for a
one-to-one key, the unique constraint) in its ``Meta``. ``rathaus.towns.checks`` reports where it is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    # The types of both keys are exactly Django's.
    TownForeignKey = models.ForeignKey
    TownOneToOneField = models.OneToOneField
else:

    class TownForeignKey(models.ForeignKey):
        """A foreign key without an index of its own."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs.setdefault("db_index", False)
            super().__init__(*args, **kwargs)

    class TownOneToOneField(models.OneToOneField):
        """A one-to-one key whose uniqueness is the model's constraint on (municipality, key)."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            kwargs["db_index"] = False
            super().__init__(*args, **kwargs)
            self._unique = False

        def deconstruct(self) -> tuple[str, str, Any, Any]:
            name, path, args, kwargs = super().deconstruct()
            kwargs.pop("db_index", None)
            return name, path, args, kwargs
