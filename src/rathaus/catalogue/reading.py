"""From files to what the house makes of them, before anything is stored.

A `Reading` holds the definition, the code lists found for it, the questionnaire planned from both, and everything a
service owner has to know or confirm before it is published.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from rathaus import fim
from rathaus.fim import lists as fim_lists
from rathaus.fim import rulecheck
from rathaus.fim.lists import ListStatus, Shelf
from rathaus.fim.model import CodeList, Field, Group, Schema
from rathaus.fim.rules import read_rules
from rathaus.fim.rules.byhand import HandReading, override
from rathaus.fim.rules.fitting import fitting
from rathaus.fim.rules.report import ReadRule, RuleReport, RuleStatus
from rathaus.questionnaire import FindingKind, Questionnaire, Roles, plan, presets, propose
from rathaus.towns import clock

_BETWEEN_RULES = frozenset({"regel-widerspruch", "code-bezeichnung", "code-unbekannt", "1001"})


@dataclass(frozen=True, slots=True)
class ListFile:
    """A code list file; `name` is what sentences call it."""

    name: str
    data: bytes

    @property
    def content_hash(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class ListMatch:
    """One code list reference and what was found for it. `users` are the labels of the fields that need it."""

    key: str
    uri: str
    wanted_version: str
    status: ListStatus
    users: tuple[str, ...]
    code_list: CodeList | None = None
    file: ListFile | None = None

    @property
    def missing(self) -> bool:
        """Nothing was found: the fields become free text."""
        return self.status is ListStatus.MISSING


@dataclass(frozen=True)
class Reading:
    """A definition, read and planned. Nothing of it is stored yet."""

    source: bytes
    schema: Schema
    matches: tuple[ListMatch, ...]
    report: RuleReport
    questionnaire: Questionnaire
    roles: Roles
    by_hand: tuple[HandReading, ...] = ()
    """The rules written by hand that belong to this definition."""
    left_out: tuple[str, ...] = ()
    """A sentence on each rule written by hand, and each answer given beforehand, that does not."""
    presets: Mapping[str, str] = field(default_factory=dict)
    """The answers given beforehand that belong to this definition, by position path."""

    def with_rules(self, by_hand: Iterable[HandReading]) -> Reading:
        """The same, with rules that people wrote; those that do not belong to this definition are left out."""
        written, left_out = fitting(self.schema, self.code_lists, by_hand)
        told = (*self.left_out, *left_out)
        if not written:
            return replace(self, left_out=told)
        report = override(self.report, written)
        return replace(self, report=report, by_hand=written, left_out=told)._planned()

    def with_presets(self, given: Mapping[str, str]) -> Reading:
        """The same, with answers given beforehand; those that do not hold in this definition are left out."""
        kept, left_out = presets.fitting(self.questionnaire.presettable(self.schema), given)
        return replace(self, presets=kept, left_out=(*self.left_out, *left_out))._planned() if given else self

    def _planned(self) -> Reading:
        planned = plan(
            self.schema,
            self.report,
            self.code_lists,
            roles=self.roles,
            land=self.questionnaire.land,
            by_hand=self.by_hand,
            presets=self.presets,
        )
        return replace(self, questionnaire=planned.on(clock.today()))

    @property
    def lists(self) -> dict[str, ListFile]:
        """The file chosen for each code list reference."""
        return {match.key: match.file for match in self.matches if match.file is not None}

    @property
    def code_lists(self) -> dict[str, CodeList]:
        """The code list found for each reference."""
        return {match.key: match.code_list for match in self.matches if match.code_list is not None}

    @property
    def to_confirm(self) -> tuple[ListMatch, ...]:
        """Code list references that a person has to look at."""
        return tuple(match for match in self.matches if match.status is not ListStatus.EXACT)

    @cached_property
    def unread_rules(self) -> tuple[ReadRule, ...]:
        """Rules that run only in part or not at all: the clerk checks them by hand."""
        return tuple(rule for rule in self.report.rules if rule.status is not RuleStatus.EXECUTABLE)

    @property
    def notes(self) -> tuple[str, ...]:
        """What the service owner should know, each sentence once; code lists are told of by `to_confirm`."""
        about_lists = (FindingKind.LIST_MISSING, FindingKind.LIST_OTHER_VERSION)
        findings = (one for one in self.questionnaire.findings if one.kind not in about_lists)
        return tuple(dict.fromkeys((*self.left_out, *(one.sentence for one in findings), *self._rule_problems())))

    def _rule_problems(self) -> Iterator[str]:
        """What is wrong between rules that do run; of the others, and of order, is told elsewhere."""
        unread = {rule.bound.rule.id for rule in self.unread_rules}
        for finding in rulecheck.check(self.schema, self.report, self.code_lists):
            if finding.code in _BETWEEN_RULES and finding.rule not in unread:
                yield finding.sentence

    @property
    def fields(self) -> int:
        """How many field positions the definition has."""
        return sum(isinstance(position.element, Field) for position in self.schema.positions.values())

    @property
    def groups(self) -> int:
        """How many group positions the definition has."""
        return sum(isinstance(position.element, Group) for position in self.schema.positions.values())


def read(
    source: bytes,
    *,
    name: str,
    list_files: Iterable[ListFile] = (),
    library: Callable[[Schema], Iterable[ListFile]] = lambda _schema: (),
    roles: Roles | None = None,
    land: str = "",
) -> Reading:
    """Read a definition with its code lists; raises `fim.FimError` with one sentence where that is impossible.

    `library` gives lists that the house has stored before; files handed in go first. `roles` None takes the proposal.
    """
    schema = fim.read(source, name=name)
    matches = match_lists(schema, [*list_files, *library(schema)])
    lists = {match.key: match.code_list for match in matches if match.code_list is not None}
    report = read_rules(schema, lists)
    roles = roles if roles is not None else propose(schema)
    check_roles(schema, roles)
    planned = plan(schema, report, lists, roles=roles, land=land or None).on(clock.today())
    return Reading(source, schema, matches, report, planned, roles)


def check_roles(schema: Schema, roles: Roles) -> None:
    """Every role must name a position of the definition; raises `fim.FimError`."""
    for role, path in roles.to_json().items():
        if isinstance(path, str) and path not in schema.positions:
            raise fim.FimError(
                f"Die Rolle „{role}“ nennt {path}; das gibt es in dieser Definition nicht.", element=schema.head.id
            )


def match_lists(schema: Schema, files: Iterable[ListFile]) -> tuple[ListMatch, ...]:
    """Find a list for every reference; raises `fim.FimError` where a file handed in is no code list."""
    shelf, by_uri = Shelf(), dict[str, ListFile]()
    for file in files:
        by_uri.setdefault(shelf.add(file.data, name=file.name).canonical_version_uri, file)
    users = _users(schema)
    return tuple(
        ListMatch(
            key=found.reference.key,
            uri=found.reference.canonical_uri,
            wanted_version=found.reference.version or "",
            status=found.status,
            users=users[found.reference.key],
            code_list=found.code_list,
            file=by_uri[found.code_list.canonical_version_uri] if found.code_list else None,
        )
        for found in fim_lists.match(schema, shelf)
    )


def _users(schema: Schema) -> dict[str, tuple[str, ...]]:
    """The labels of the fields behind every code list reference."""
    found: dict[str, dict[str, None]] = {}
    for position in schema.positions.values():
        element = position.element
        if isinstance(element, Field) and element.code_list is not None:
            found.setdefault(element.code_list.key, {})[element.label_output] = None
    return {key: tuple(labels) for key, labels in found.items()}


def chosen_lists(schema: Schema, chosen: Mapping[str, ListFile]) -> dict[str, CodeList]:
    """The code lists of a published version: each reference with the file that was chosen for it."""
    lists: dict[str, CodeList] = {}
    for reference in fim_lists.references(schema):
        if file := chosen.get(reference.key):
            lists[reference.key] = fim.read_code_list(
                file.data,
                name=file.name,
                code_key=reference.code_key,
                name_key=reference.name_key,
                help_key=reference.help_key,
            )
    return lists
