"""Who is it? Roles bound to positions, proposed from the ids of the central kit, confirmed by the service owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from rathaus.fim.model import Schema


@dataclass(frozen=True, slots=True)
class Roles:
    """For each role the path of the field (of `date_of_birth` also of a group of day, month and year) that plays it.

    None: nobody plays it. `weak` names the roles that were proposed by the label of the field alone.
    """

    family: str | None = None
    given: str | None = None
    firm: str | None = None
    email: str | None = None
    phone: str | None = None
    date_of_birth: str | None = None
    street: str | None = None
    number: str | None = None
    postcode: str | None = None
    town: str | None = None
    weak: frozenset[str] = frozenset()

    def to_json(self) -> dict[str, Any]:
        """A JSON value; `from_json` gives an equal value."""
        return {name: getattr(self, name) for name in ROLE_NAMES} | {"weak": sorted(self.weak)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Roles:
        """The opposite of `to_json`; unknown names are ignored."""
        return cls(**{name: data.get(name) for name in ROLE_NAMES}, weak=frozenset(data.get("weak", ())))

    def without(self, name: str) -> Roles:
        """With nobody in the role `name`."""
        return replace(self, **{name: None}, weak=self.weak - {name})


ROLE_NAMES = tuple(f.name for f in fields(Roles) if f.name != "weak")


@dataclass(frozen=True, slots=True)
class Identity:
    """The applicant as far as the answers tell; empty strings where they do not.

    `date_of_birth` is ISO 8601 and may be shortened to the year or the year and month.
    """

    family: str = ""
    given: str = ""
    firm: str = ""
    email: str = ""
    phone: str = ""
    date_of_birth: str = ""
    street: str = ""
    number: str = ""
    postcode: str = ""
    town: str = ""

    @property
    def name(self) -> str:
        """What to call the applicant: the firm, else given and family name."""
        return self.firm or f"{self.given} {self.family}".strip()

    @property
    def address_lines(self) -> tuple[str, ...]:
        """Street and place as two lines of an envelope, without empty ones."""
        lines = (f"{self.street} {self.number}".strip(), f"{self.postcode} {self.town}".strip())
        return tuple(line for line in lines if line)


def propose(schema: Schema) -> Roles:
    """Roles by the ids of the central kit; by label, marked as weak, where the kit is not used."""
    raise NotImplementedError


def identity(answers: Mapping[str, Any], roles: Roles) -> Identity:
    """Read the roles out of valid answers; of repeated elements the first entry counts."""
    raise NotImplementedError
