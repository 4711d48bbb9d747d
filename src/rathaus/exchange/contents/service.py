"""A service as the contents of a package: entries by name, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rathaus.catalogue import preset_files
from rathaus.catalogue import reading as readings
from rathaus.catalogue.by_hand import files as rule_files
from rathaus.catalogue.preset_files import PresetsError
from rathaus.catalogue.reading import ListFile, Reading
from rathaus.catalogue.texts import ServiceTexts, TextsError
from rathaus.exchange.contents.reading import an_object, refuse_others, texts_by_name, to_bytes, unusable
from rathaus.exchange.contents.trials import Trial
from rathaus.exchange.package.language import sentence
from rathaus.exchange.package.manifest import digest
from rathaus.fim.model import FimError
from rathaus.fim.rules.byhand import HandReading, HandReadingError
from rathaus.people.models import Role
from rathaus.questionnaire import Roles

SERVICE, DEFINITION, TEXTS, RULES, PRESETS, ROLES, LETTERS, TRIALS = (
    "service.json",
    "definition.xml",
    "texts.json",
    "rules.json",
    "presets.json",
    "roles.json",
    "letters.json",
    "trials.json",
)
LISTS = "lists/"
_POSITION = re.compile(rb"</[\w:.-]*struktur\s*>")
_MOST_POSITIONS = 10_000
"""Many times what any published definition has; planning far more would keep the house busy for minutes."""
OF_ONE_TOWN = frozenset({"contact", "approval"})
"""Texts that name the people and offices of one town: they never travel."""
NEEDED = (Role.SERVICE_OWNER.value, Role.CLERK.value)
"""Who must be there to offer a service: roles, never people."""


@dataclass(frozen=True)
class ServiceContents:
    """Everything of a service that is public by nature. `lists`: genericode files by code list reference.

    `texts` are those of `ServiceTexts`, as JSON, without `OF_ONE_TOWN` and without letters; `letters` by outcome.
    `presets` by position path. `positions`: who of the applicant's data stands where (`questionnaire.Roles`).
    """

    definition: bytes
    lists: Mapping[str, bytes]
    texts: Mapping[str, Any]
    rules: tuple[HandReading, ...] = ()
    presets: Mapping[str, str] = field(default_factory=dict)
    positions: Mapping[str, Any] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    trials: tuple[Trial, ...] = ()

    def to_files(self) -> dict[str, bytes]:
        """The entries of the package."""
        named = {key: f"{LISTS}{digest(data)[:16]}.xml" for key, data in self.lists.items()}
        return {
            SERVICE: to_bytes({"definition": DEFINITION, "lists": named}),
            DEFINITION: self.definition,
            **{name: self.lists[key] for key, name in named.items()},
            TEXTS: to_bytes(self.texts),
            RULES: to_bytes(rule_files.to_file(self.rules)),
            PRESETS: to_bytes(preset_files.to_file(self.presets)),
            ROLES: to_bytes({"positions": self.positions, "needed": list(NEEDED)}),
            LETTERS: to_bytes(self.letters),
            TRIALS: to_bytes({"trials": [one.to_json() for one in self.trials]}),
        }

    @classmethod
    def from_files(cls, files: Mapping[str, bytes]) -> ServiceContents:
        """The entries of a package as the service they are. Raises `PackageError`; the definition is not read yet."""
        known = (SERVICE, DEFINITION, TEXTS, RULES, PRESETS, ROLES, LETTERS, TRIALS)
        refuse_others(files, known, (LISTS,))
        named = texts_by_name(an_object(files, SERVICE).get("lists"), SERVICE)
        missing = next((name for name in (DEFINITION, *named.values()) if name not in files), None)
        if missing is not None:
            raise unusable(missing)
        return cls(
            definition=files[DEFINITION],
            lists={key: files[name] for key, name in named.items()},
            texts=_texts(an_object(files, TEXTS)),
            rules=_rules(files),
            presets=_presets(files),
            positions=texts_by_name(an_object(files, ROLES).get("positions", {}), ROLES),
            letters=texts_by_name(an_object(files, LETTERS), LETTERS),
            trials=Trial.all_from_json(an_object(files, TRIALS).get("trials", []), TRIALS),
        ).checked()

    def checked(self) -> ServiceContents:
        """The same, its texts and letters cleaned as those of this house. Raises `PackageError`."""
        try:
            self.service_texts()
        except TextsError as error:
            raise unusable(TEXTS, str(error)) from error
        return self

    def service_texts(self, own: ServiceTexts | None = None) -> ServiceTexts:
        """The texts with letters, and with what is of the own town only (`own`). Raises `TextsError`."""
        kept = {name: value for name, value in own.to_json().items() if name in OF_ONE_TOWN} if own else {}
        return ServiceTexts.from_json({**self.texts, "letters": dict(self.letters), **kept})

    def reading(self, *, land: str) -> Reading:
        """The definition read and planned with everything that goes with it. Raises `PackageError`."""
        if sum(1 for _end in _POSITION.finditer(self.definition)) > _MOST_POSITIONS:
            why = sentence("mehr als {most} Positionen", most=_MOST_POSITIONS)
            raise unusable(DEFINITION, why)
        files = [ListFile(key, data) for key, data in self.lists.items()]
        try:
            read = readings.read(
                self.definition,
                name=DEFINITION,
                list_files=files,
                roles=Roles.from_json(self.positions) if self.positions else None,
                land=land,
            )
        except FimError as error:
            raise unusable(DEFINITION, str(error)) from error
        return read.with_rules(self.rules).with_presets(self.presets)


def _texts(values: dict[str, Any]) -> dict[str, Any]:
    translations = values.get("translations", {})
    kept = {name: value for name, value in values.items() if name not in OF_ONE_TOWN | {"letters"}}
    if isinstance(translations, dict):
        kept["translations"] = {
            language: {name: value for name, value in texts.items() if name not in OF_ONE_TOWN}
            for language, texts in translations.items()
            if isinstance(texts, dict)
        }
    return kept


def texts_of(texts: ServiceTexts) -> dict[str, Any]:
    """What travels of a service's texts: every one of `ServiceTexts` but those of one town, and letters apart."""
    return _texts(texts.to_json())


def _rules(files: Mapping[str, bytes]) -> tuple[HandReading, ...]:
    if not an_object(files, RULES):
        return ()
    try:
        return rule_files.from_file(files[RULES])
    except HandReadingError as error:
        raise unusable(RULES, str(error)) from error


def _presets(files: Mapping[str, bytes]) -> dict[str, str]:
    if not an_object(files, PRESETS):
        return {}
    try:
        return preset_files.from_file(files[PRESETS])
    except PresetsError as error:
        raise unusable(PRESETS, str(error)) from error
