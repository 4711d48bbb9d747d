"""Who acts: every action takes one of these as its keyword ``by``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["applicant", "staff", "system", "operator"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody (or something) that changes data.

    ``id`` and ``label`` go into the audit log: never a name or an address of an applicant. Staff come from
    ``rathaus.people.actors.staff``.
    """

    kind: Kind
    id: str
    label: str

    @classmethod
    def system(cls, label: str) -> Actor:
        """The house itself: a job, a timer."""
        return cls("system", "", label)

    @classmethod
    def applicant(cls, ref: str) -> Actor:
        """Somebody who applies, known by the number of the application or the id of the draft."""
        return cls("applicant", ref, "Antragstellende Person")

    @classmethod
    def operator(cls, label: str) -> Actor:
        """Somebody at the command line of the machine."""
        return cls("operator", "", label)

    def __str__(self) -> str:
        return self.label
