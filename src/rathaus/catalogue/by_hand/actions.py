"""Every change to rules written by hand."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError
from django.utils.translation import gettext as _

from rathaus.catalogue import actions as catalogue
from rathaus.catalogue import queries as published
from rathaus.catalogue import reading as readings
from rathaus.catalogue.by_hand import queries
from rathaus.catalogue.models import Service, ServiceVersion, WrittenRule
from rathaus.catalogue.queries import Material
from rathaus.catalogue.texts import ServiceTexts
from rathaus.fim.model import BoundRule
from rathaus.fim.rules.byhand import HandReading, key_of, rule_of
from rathaus.fim.rules.fitting import misfit
from rathaus.fim.rules.logic import Statement
from rathaus.fim.rules.trying import Trial, tried
from rathaus.people.models import Account, Role
from rathaus.people.permissions import Permission, allowed, require
from rathaus.protection import audit
from rathaus.questionnaire import Roles, plan
from rathaus.questionnaire.language import explained
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed
from rathaus.towns.transactions import atomic_write
from rathaus.web.telling import said


class RuleError(Exception):
    """The rule cannot be taken as it is; the message says why, in the language of whoever writes it."""


def write(
    service: Service, bound: BoundRule, says: Sequence[Statement], *, trials: Sequence[Trial] = (), by: Actor
) -> WrittenRule:
    """Keep what somebody wrote for the rule `bound` of the service's current version, until a second person signs it.

    What waited before for the same rule ends. `trials` keep their answers; what comes of them is worked out here.
    Raises `RuleError` where the form could not run it, `NotAllowed`.
    """
    require(by, Permission.SERVICES, service)
    account = Account.objects.filter(pk=by.id).first() if by.kind == "staff" else None
    if account is None:
        raise NotAllowed("only people write rules")
    if service.current is None:
        raise RuleError(_("Die Leistung ist noch nicht veröffentlicht."))
    made = published.material(service.current.pk)
    as_rule = rule_of(bound, says)
    results = tuple(tried(as_rule, trial, made.schema, made.lists) for trial in trials)
    rule, bearer, replaces = key_of(bound)
    reading = HandReading(rule, bearer, replaces, tuple(says), results)
    _refuse_what_cannot_run(made, service.current.land, reading)
    stored = reading.to_json()
    try:
        with atomic_write():
            now = clock.now()
            queries.rows(service, reading).filter(signed_at=None).update(ended_at=now)
            row = WrittenRule(
                service=service,
                rule=rule,
                bearer=bearer,
                text=bound.rule.text,
                replaces=replaces,
                statements=stored["says"],
                trials=stored["trials"],
                written_by=account,
                written_role=Role.SERVICE_OWNER.value,
                written_at=now,
            )
            row.save()
            audit.record("rules.written", row, by=by, details=_details(row))
    except IntegrityError as error:
        raise RuleError(_("Diese Regel wird gerade von jemand anderem geschrieben.")) from error
    return row


def _details(row: WrittenRule) -> dict[str, str]:
    details = {"service": row.service.slug, "rule": row.rule, "bearer": row.bearer}
    if row.written_by is not None:
        details["written_by"] = str(row.written_by)
    return details


def _refuse_what_cannot_run(made: Material, land: str, reading: HandReading) -> None:
    if sentence := misfit(made.schema, made.lists, reading):
        raise RuleError(said(explained(sentence)))
    planned = plan(made.schema, made.report, made.lists, land=land or None, by_hand=[reading])
    for one in planned.manual_checks:
        if (one.rule, one.bearer or "") == (reading.rule, reading.bearer):
            raise RuleError(" ".join(said(explained(reason)) for reason in one.reasons))


def sign(row: WrittenRule, *, by: Actor) -> WrittenRule:
    """Answer for what somebody else wrote: it takes the place of what was signed before, from the next version on.

    Raises `RuleError` for the writer's own, and for what has ended meanwhile; `NotAllowed`.
    """
    role = _signing_role(row, by)
    account = Account.objects.filter(pk=by.id).first()
    with atomic_write():
        locked = WrittenRule.objects.select_for_update(of=("self",)).select_related("service", "written_by")
        row = locked.get(pk=row.pk)
        refusal = _refusal(row, by)
        if not refusal:
            now = clock.now()
            queries.rows(row.service, queries.value_of(row)).filter(signed_at__isnull=False).update(ended_at=now)
            row.signed_by, row.signed_role, row.signed_at = account, role.value, now
            row.save(update_fields=["signed_by", "signed_role", "signed_at"])
            audit.record("rules.signed", row, by=by, details={**_details(row), "signed_by": by.label})
    if refusal:
        raise RuleError(refusal)
    return row


def _refusal(row: WrittenRule, by: Actor) -> str:
    """Why somebody who may sign rules cannot sign this one; empty where nothing speaks against it."""
    if row.signed_at or row.ended_at:
        return _("Diese Fassung der Regel wartet nicht mehr auf Freigabe.")
    if row.written_by_id is None or str(row.written_by_id) == by.id:
        return _("Sie haben diese Regel selbst geschrieben. Freigeben muss sie eine zweite Person.")
    return ""


def _signing_role(row: WrittenRule, by: Actor) -> Role:
    """In which role somebody may sign; people only, whoever they are."""
    if by.kind == "staff":
        if allowed(by, Permission.SERVICES, row.service):
            return Role.SERVICE_OWNER
        if allowed(by, Permission.ADMINISTER):
            return Role.ADMINISTRATOR
    raise NotAllowed(f"{by.kind} {by.id} may not sign rules")


def end(row: WrittenRule, *, by: Actor) -> None:
    """Take a rule back: waiting, it is gone; signed, the next version reads the definition's text again."""
    if row.signed_at is None:
        _signing_role(row, by)
    else:
        require(by, Permission.SERVICES, row.service)
    with atomic_write():
        if WrittenRule.objects.filter(pk=row.pk, ended_at=None).update(ended_at=clock.now()):
            audit.record("rules.ended", row, by=by, details=_details(row))


def put_in_force(service: Service, *, by: Actor) -> ServiceVersion:
    """Publish the service anew with the rules that are signed off: same definition, code lists, roles and texts.

    Raises `catalogue.actions.PublishError`, `NotAllowed`.
    """
    version = service.current
    if version is None:
        raise catalogue.PublishError(_("Die Leistung ist noch nicht veröffentlicht."))
    reading = readings.read(
        version.definition.source_bytes(),
        name=str(version.definition),
        list_files=published.list_files(version.lists).values(),
        roles=Roles.from_json(version.roles),
        land=version.land,
    )
    reading = reading.with_rules(queries.signed(service)).with_presets(version.presets or {})
    return catalogue.publish(
        reading,
        texts=ServiceTexts.from_json(version.texts),
        department=service.department,
        slug=service.slug,
        confirmed_lists=frozenset(match.key for match in reading.to_confirm),
        by=by,
    )
