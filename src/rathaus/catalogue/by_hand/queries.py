"""Reads: what was written by hand for a service, and how each of its rules stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from rathaus.catalogue.models import Service, ServiceVersion, WrittenRule
from rathaus.catalogue.queries import hand_readings, material, questionnaire
from rathaus.fim.rules.byhand import HandReading, key_of
from rathaus.fim.rules.explain import explain
from rathaus.fim.rules.phrases import Language
from rathaus.fim.rules.report import ReadRule, RuleStatus
from rathaus.fim.rules.wording import Wording
from rathaus.people.permissions import Grants, Permission


def visible_services(grants: Grants) -> QuerySet[Service]:
    """The services whose rules somebody may see: their owners' and, to sign off, all of an administrator's town."""
    services = Service.objects.select_related("department", "current").filter(current__isnull=False)
    if grants.administers:
        return services
    return services.filter(department__in=grants.where(Permission.SERVICES))


def waiting(grants: Grants) -> QuerySet[WrittenRule]:
    """What waits to be signed off, oldest first."""
    found = WrittenRule.objects.select_related("service", "written_by").filter(signed_at=None, ended_at=None)
    return found.filter(service__in=visible_services(grants)).order_by("written_at", "pk")


def value_of(row: WrittenRule) -> HandReading:
    """The row as the value that versions and files carry."""
    return HandReading.from_json(
        {
            "rule": row.rule,
            "bearer": row.bearer,
            "replaces": row.replaces,
            "says": row.statements,
            "trials": row.trials,
            "written_by": row.written_role,
            "signed_by": row.signed_role,
        }
    )


def rows(service: Service, reading: HandReading) -> QuerySet[WrittenRule]:
    """What stands for the same rule and text as `reading`, waiting or signed."""
    rule, bearer, replaces = reading.key
    return WrittenRule.objects.filter(service=service, rule=rule, bearer=bearer, replaces=replaces, ended_at=None)


def signed(service: Service) -> tuple[HandReading, ...]:
    """What two people answer for: it goes into the next version of the service, if the definition has those rules."""
    found = service.written_rules.filter(ended_at=None, signed_at__isnull=False).order_by("rule", "bearer", "pk")
    return tuple(value_of(row) for row in found)


@dataclass(frozen=True)
class RuleState:
    """One rule occurrence of a published version: what runs, why not, and what people wrote."""

    read: ReadRule
    """As the house reads it, for every Land."""
    running: ReadRule
    """As it runs in this version."""
    key: str
    sentences: tuple[str, ...] = ()
    """What runs, in words."""
    by_hand: tuple[str, ...] = ()
    """The sentences that the clerk checks."""
    reasons: tuple[str, ...] = ()
    waiting: WrittenRule | None = None
    signed: WrittenRule | None = None
    changed: bool = field(default=False)
    """What is signed off (or was taken back) is not what runs in this version."""

    @property
    def status(self) -> RuleStatus:
        """How it stands in this version, obstacles of the form included."""
        if not self.by_hand:
            return RuleStatus.EXECUTABLE
        return RuleStatus.PARTIAL if self.running.status is RuleStatus.PARTIAL else RuleStatus.UNCLEAR

    @property
    def open(self) -> bool:
        """Whether somebody should write it by hand."""
        return self.status is not RuleStatus.EXECUTABLE

    @property
    def name(self) -> str:
        """What the rule is called."""
        return self.read.bound.rule.name or self.read.bound.rule.id


def key_text(rule: str, bearer: str) -> str:
    """How addresses name a rule occurrence."""
    return f"{rule}@{bearer}" if bearer else rule


def states(service: Service, version: ServiceVersion, language: Language = "de") -> list[RuleState]:
    """Every rule of the version, the open ones first."""
    made, asked = material(version.pk), questionnaire(version.pk)
    wording = Wording(made.schema, made.lists)
    written = service.written_rules.select_related("written_by", "signed_by").filter(ended_at=None)
    by_key = {(row.rule, row.bearer, row.replaces, row.signed_at is None): row for row in written}
    in_force = {reading.key: reading for reading in hand_readings(version.rules)}
    checks = {(check.rule, check.bearer or ""): check for check in asked.manual_checks}
    found: dict[str, RuleState] = {}
    for read, running in zip(made.report.rules, asked.report.rules, strict=True):
        rule, bearer, _ = key = key_of(read.bound)
        check, row = checks.get((rule, bearer)), by_key.get((*key, False))
        found.setdefault(
            key_text(rule, bearer),
            RuleState(
                read,
                running,
                key_text(rule, bearer),
                explain(running, wording, language),
                check.texts if check else (),
                check.reasons if check else (),
                by_key.get((*key, True)),
                row,
                (value_of(row) if row else None) != in_force.get(key),
            ),
        )
    return sorted(found.values(), key=lambda state: not state.open)


def state(service: Service, version: ServiceVersion, key: str, language: Language = "de") -> RuleState | None:
    """One rule of the version."""
    return next((one for one in states(service, version, language) if one.key == key), None)


def unpublished(states_: Iterable[RuleState]) -> int:
    """How many rules would run otherwise in a new version."""
    return sum(one.changed for one in states_)
