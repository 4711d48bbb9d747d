"""The description of a service (``leistung``) as values. Names in brackets are those of the standard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

EASY_GERMAN = "de-x-leicht"
"""The language code under which texts in German easy language are kept, however the file writes it."""

Spoken = Mapping[str, str]
"""A text by language. Where it is HTML, it is so as in the file: nothing is sanitised here."""


@dataclass(frozen=True, slots=True)
class Link:
    """``weiterfuehrenderLink``: an address with its title, and the language it is meant for (empty: any)."""

    address: str
    title: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """``frist``: so many of a unit, perhaps up to more of another, or from a day to a day; and a note.

    `kind` is the code of the ``Fristtyp``, units those of the standard (``JAHR`` to ``SEKUNDE``).
    """

    kind: str = ""
    number: str = ""
    unit: str = ""
    number_to: str = ""
    unit_to: str = ""
    day_from: str = ""
    day_to: str = ""
    note: Spoken = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Amounts:
    """``kosten``: fixed (`least` equals `most`), between two amounts of which one may be missing, or free."""

    least: Decimal | None = None
    most: Decimal | None = None
    currency: str = "EUR"
    free: bool = False
    in_advance: bool = False
    note: Spoken = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """``dokumentEingehend``: something that the applicant hands in."""

    name: Spoken
    note: Spoken = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Description:
    """One service as an editorial office describes it.

    `texts` are the text modules by their two-digit code (``urn:de:xzufi:codeliste:leistungstextmodulleika``), `notes`
    what modules with values of their own say beside these (``modulFrist``, ``modulKosten``, …), by module.
    """

    id: str
    keys: tuple[str, ...] = ()
    texts: Mapping[str, Spoken] = field(default_factory=dict)
    links: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    notes: Mapping[str, Spoken] = field(default_factory=dict)
    deadlines: tuple[Period, ...] = ()
    durations: tuple[Period, ...] = ()
    costs: tuple[Amounts, ...] = ()
    documents: tuple[Document, ...] = ()
    terms: tuple[Spoken, ...] = ()
    situations: tuple[Spoken, ...] = ()
    addressees: tuple[str, ...] = ()
    written_form: bool | None = None
    approved_on: str = ""
    approved_by: Spoken = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that any of its text modules is written in, German first."""
        found = {language for spoken in self.texts.values() for language in spoken}
        return tuple(sorted(found, key=lambda language: (language != "de", language)))

    def name(self, language: str = "de") -> str:
        """The name that citizens know (module 03), or else the official one (module 02)."""
        for module in ("03", "02"):
            if name := self.texts.get(module, {}).get(language):
                return name
        return ""
