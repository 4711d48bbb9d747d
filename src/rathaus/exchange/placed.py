"""Where the elements of another town's strategy part stand in one's own: what a copy keeps of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.utils.translation import gettext as _

from rathaus.exchange.errors import ExchangeError


@dataclass(slots=True)
class Placed:
    """Ids of rows here: of goals and measures by the origin's id, of milestones and money by measure and fact.

    Milestones and money stand under `measure/name of the fact` (`updates.strategy`). `homes`: the field of action that
    a goal was put into, by its id: as long as it stays there, the town has not moved it. `department` answers for it.
    """

    goals: dict[str, str] = field(default_factory=dict)
    measures: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    homes: dict[str, str] = field(default_factory=dict)
    department: str = ""

    def parts_of(self, measure: str) -> Iterator[tuple[str, str]]:
        """Of a measure by the origin's id: each fact's name with the id of its row."""
        for place, pk in self.parts.items():
            of, _slash, name = place.partition("/")
            if of == measure:
                yield name, pk

    def forget_parts_of(self, measure: str) -> None:
        """Leave nothing of a measure that was here once and is put in again."""
        for name, _pk in list(self.parts_of(measure)):
            del self.parts[f"{measure}/{name}"]

    def to_json(self) -> dict[str, Any]:
        """As `Copy.rows` has it."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Placed:
        """What `to_json` wrote; empty where nothing was placed yet.

        Raises `ExchangeError` for what stood there before places were kept: it named goals alone.
        """
        if values and not cls.is_kept(values):
            raise ExchangeError(
                _(
                    "Aus diesem Paket kam etwas in Ihre Strategie, bevor das Haus sich merkte, wohin. Was neu ist, "
                    "vergleichen Sie bitte selbst: Es steht auf der Seite des Pakets."
                )
            )
        return cls(**values)

    @classmethod
    def is_kept(cls, values: Mapping[str, Any]) -> bool:
        """Whether `to_json` wrote this."""
        return values.keys() == {one.name for one in fields(cls)}
