"""Every change of the catalogue."""

from __future__ import annotations

import base64
import uuid
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError
from django.utils.translation import gettext as _

from rathaus.catalogue import preflight, queries
from rathaus.catalogue import reading as readings
from rathaus.catalogue.by_hand import queries as by_hand
from rathaus.catalogue.cards import listing_of, stems_of_texts
from rathaus.catalogue.models import (
    CatalogueState,
    Definition,
    Listing,
    Proposal,
    Service,
    ServiceVersion,
    StoredCodeList,
    WrittenRule,
)
from rathaus.catalogue.reading import ListFile, ListMatch, Reading
from rathaus.catalogue.texts import ServiceTexts
from rathaus.fim.rules.byhand import key_of
from rathaus.people.models import Department
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.questionnaire import Roles
from rathaus.questionnaire.presets import fitting
from rathaus.towns import clock, scope
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


class PublishError(Exception):
    """The version cannot be published as it is; the message is one German sentence."""


def publish(
    reading: Reading,
    *,
    texts: ServiceTexts,
    department: Department,
    slug: str,
    confirmed_lists: frozenset[str] = frozenset(),
    proposal: Proposal | None = None,
    moves_drafts: bool = True,
    by: Actor,
) -> ServiceVersion:
    """Publish what was read as the next version of the service at `slug`, or as a new service.

    `confirmed_lists` names the code list references without an exact list that a person has looked at: a list in
    another version is then used, a missing one is asked as free text. `proposal` is done with then. `moves_drafts`:
    whether open drafts of earlier versions go on with this one. Raises `PublishError`, `NotAllowed`.
    """
    require(by, Permission.SERVICES, department)
    _check_confirmed(reading, confirmed_lists)
    _check_preflight(Service.objects.filter(slug=slug).first(), reading)
    source = zlib.compress(reading.source, 9)
    lists = [(match, zlib.compress(match.file.data, 9)) for match in reading.matches if match.file is not None]
    try:
        with atomic_write():
            service = _locked_service(slug, texts.name, department, by)
            definition = _store_definition(reading, source)
            for match, packed in lists:
                _store_list(match, packed)
            _store_rules(service, reading)
            version = _version_of(reading, service, definition, moves_drafts=moves_drafts)
            _add_version(service, version, texts, by)
            if proposal is not None:
                proposal.delete()
            audit.record("catalogue.published", version, by=by, details=_published(version, reading))
    except IntegrityError as error:
        raise PublishError(_("Diese Leistung wird gerade von jemand anderem veröffentlicht.")) from error
    return version


def _locked_service(slug: str, name: str, department: Department, by: Actor) -> Service:
    """The service at `slug`, new or locked, with its present name and department, offered from now on."""
    service = Service.objects.select_for_update().filter(slug=slug).first() or Service(slug=slug)
    if not service._state.adding:
        require(by, Permission.SERVICES, service.department)
    service.name, service.department, service.withdrawn_at = name, department, None
    service.save()
    return service


def _version_of(reading: Reading, service: Service, definition: Definition, *, moves_drafts: bool) -> ServiceVersion:
    """What was read as a version of the service, not saved yet."""
    return ServiceVersion(
        service=service,
        definition=definition,
        lists={key: file.content_hash for key, file in reading.lists.items()},
        roles=reading.roles.to_json(),
        land=scope.current().land,
        moves_drafts=moves_drafts,
        rules=[one.to_json() for one in reading.by_hand] or None,
        presets=dict(reading.presets) or None,
    )


def _published(version: ServiceVersion, reading: Reading) -> dict[str, object]:
    """What the audit log keeps of a publication."""
    return {
        "service": version.service.slug,
        "number": version.number,
        "definition": str(version.definition),
        "content_hash": version.definition.content_hash,
        "moves_drafts": version.moves_drafts,
        "confirmed_lists": [match.key for match in reading.to_confirm],
        "rules_by_hand": [one.rule for one in reading.by_hand],
        "presets": sorted(reading.presets),
    }


def _check_confirmed(reading: Reading, confirmed: frozenset[str]) -> None:
    for match in reading.to_confirm:
        if match.key not in confirmed:
            raise PublishError(
                _("Die Codeliste %(uri)s ist nicht in der verlangten Fassung da. Bestätigen Sie zuerst den Ersatz.")
                % {"uri": f"{match.uri} {match.wanted_version}".strip()}
            )


def _check_preflight(service: Service | None, reading: Reading) -> None:
    for notice in preflight.notices(service, reading.questionnaire) if service else ():
        if notice.blocking:
            raise PublishError(notice.sentence)


def _store_definition(reading: Reading, source: bytes) -> Definition:
    head = reading.schema.head
    return Definition.objects.get_or_create(
        content_hash=reading.schema.content_hash,
        defaults={
            "fim_id": head.id,
            "fim_version": head.version or "",
            "name": head.name,
            "dialect": reading.schema.dialect.value,
            "source": source,
        },
    )[0]


def _store_list(match: ListMatch, packed: bytes) -> None:
    if match.file is None or match.code_list is None:
        return
    StoredCodeList.objects.get_or_create(
        content_hash=match.file.content_hash,
        defaults={
            "canonical_uri": match.code_list.canonical_uri,
            "version": match.code_list.version or "",
            "canonical_version_uri": match.code_list.canonical_version_uri,
            "short_name": match.code_list.short_name,
            "source": packed,
        },
    )


def _store_rules(service: Service, reading: Reading) -> None:
    """Rules written by hand that came with a file are the service's own from now on, and stay with later versions."""
    texts = {key_of(bound): bound.rule.text for bound in reading.schema.bound_rules}
    known = {one.key: one for one in by_hand.signed(service)}
    for one in reading.by_hand:
        if known.get(one.key) == one:
            continue
        by_hand.rows(service, one).filter(signed_at__isnull=False).update(ended_at=clock.now())
        stored = one.to_json()
        WrittenRule(
            service=service,
            rule=one.rule,
            bearer=one.bearer,
            text=texts[one.key],
            replaces=one.replaces,
            statements=stored["says"],
            trials=stored["trials"],
            written_role=one.written_by,
            written_at=clock.now(),
            signed_role=one.signed_by,
            signed_at=clock.now(),
        ).save()


def _add_version(service: Service, version: ServiceVersion, texts: ServiceTexts, by: Actor) -> None:
    """Number the version, store it with its texts, and make it the one that the town offers."""
    last = service.versions.order_by("-number").values_list("number", flat=True).first()
    version.number = (last or 0) + 1
    version.texts = texts.to_json()
    version.published_at, version.published_by = clock.now(), by.label
    version.save()
    service.current, service.name = version, texts.name
    service.save(update_fields=["current", "name"])
    Listing.objects.update_or_create(
        service=service, defaults={"card": listing_of(texts), "stems": stems_of_texts(texts)}
    )
    _mark_changed()


def _mark_changed() -> None:
    """Let every process read the catalogue again; the row's lock keeps two changes from taking the same mark."""
    CatalogueState.objects.update_or_create(defaults={"stamp": uuid.uuid4()})


def change_texts(service: Service, texts: ServiceTexts, *, by: Actor) -> ServiceVersion:
    """Publish the service again with other texts and everything else as it is. Raises `PublishError`, `NotAllowed`."""
    with _published_again(service, by) as (locked, version):
        _add_version(locked, version, texts, by)
        audit.record(
            "catalogue.texts_changed", version, by=by, details={"service": locked.slug, "number": version.number}
        )
    return version


def change_presets(service: Service, presets: Mapping[str, str], *, by: Actor) -> ServiceVersion:
    """Publish the service again with these answers given beforehand, by position path, and everything else as it is.

    Raises `PublishError` (also where one of them does not hold), `NotAllowed`.
    """
    version_id = service.current_id
    if version_id is None:
        raise PublishError(_("Diese Leistung ist noch nicht veröffentlicht."))
    kept, refused = fitting(queries.presettable(version_id), presets)
    if refused:
        raise PublishError(" ".join(refused))
    with _published_again(service, by) as (locked, version):
        if locked.current_id != version_id:
            raise PublishError(_("Diese Leistung wird gerade von jemand anderem veröffentlicht."))
        version.presets = kept or None
        _add_version(locked, version, ServiceTexts.from_json(version.texts), by)
        details = {"service": locked.slug, "number": version.number, "presets": sorted(kept)}
        audit.record("catalogue.presets_changed", version, by=by, details=details)
    return version


@contextmanager
def _published_again(service: Service, by: Actor) -> Iterator[tuple[Service, ServiceVersion]]:
    """The locked service and a version like its current one, not saved yet. Raises `PublishError`, `NotAllowed`."""
    require(by, Permission.SERVICES, service.department)
    with atomic_write():
        locked = Service.objects.select_for_update().get(pk=service.pk)
        before = locked.current
        if before is None:
            raise PublishError(_("Diese Leistung ist noch nicht veröffentlicht."))
        yield (
            locked,
            ServiceVersion(
                service=locked,
                definition_id=before.definition_id,
                lists=before.lists,
                roles=before.roles,
                land=before.land,
                texts=before.texts,
                rules=before.rules,
                presets=before.presets,
            ),
        )


def propose(
    source: bytes,
    *,
    file_name: str,
    list_files: Sequence[ListFile] = (),
    department: Department,
    service: Service | None = None,
    by: Actor,
) -> Proposal:
    """Keep an uploaded definition until somebody has looked at the report; for `service`, or for a new one.

    Raises `fim.FimError` where it cannot be read; nothing is stored then.
    """
    require(by, Permission.SERVICES, department)
    reading = readings.read(
        source, name=file_name, list_files=list_files, library=queries.library, land=scope.current().land
    )
    lists = [{"name": file.name, "data": _packed(file.data)} for file in list_files]
    with atomic_write():
        proposal = Proposal(
            service=service,
            name=reading.schema.label,
            file_name=file_name[:250],
            source=zlib.compress(source, 9),
            lists=lists,
            department=department,
            created_by=by.label,
        )
        proposal.save()
        audit.record("catalogue.proposed", proposal, by=by, details={"definition": reading.schema.head.id})
    return proposal


def reading_of(proposal: Proposal, *, roles: Roles | None = None) -> Reading:
    """Read a proposal's files again."""
    files = [ListFile(one["name"], zlib.decompress(base64.b64decode(one["data"]))) for one in proposal.lists]
    reading = readings.read(
        zlib.decompress(proposal.source),
        name=proposal.file_name,
        list_files=files,
        library=queries.library,
        roles=roles,
        land=scope.current().land,
    )
    if proposal.service is None:
        return reading
    return reading.with_rules(by_hand.signed(proposal.service)).with_presets(queries.presets_of(proposal.service))


def publish_proposal(
    proposal: Proposal,
    *,
    texts: ServiceTexts,
    roles: Roles,
    department: Department,
    slug: str,
    moves_drafts: bool = True,
    by: Actor,
) -> ServiceVersion:
    """Publish a proposal with the texts and roles that were confirmed beside its report, lists included."""
    reading = reading_of(proposal, roles=roles)
    if proposal.service is not None:
        slug = proposal.service.slug
    elif Service.objects.filter(slug=slug).exists():
        raise PublishError(
            _("Unter der Adresse „%s“ gibt es schon eine Leistung. Bitte wählen Sie eine andere.") % slug
        )
    confirmed = frozenset(match.key for match in reading.to_confirm)
    return publish(
        reading,
        texts=texts,
        department=department,
        slug=slug,
        confirmed_lists=confirmed,
        proposal=proposal,
        moves_drafts=moves_drafts,
        by=by,
    )


def discard(proposal: Proposal, *, by: Actor) -> None:
    """Throw a proposal away."""
    require(by, Permission.SERVICES, proposal.department)
    proposal_id, name = proposal.pk, proposal.name
    with atomic_write():
        proposal.delete()
        audit.record("catalogue.discarded", proposal_id, by=by, details={"name": name})


def withdraw(service: Service, *, by: Actor) -> None:
    """Stop offering a service. What has been begun can be finished; nothing new begins."""
    _offer(service, clock.now(), "catalogue.withdrawn", by)


def offer_again(service: Service, *, by: Actor) -> None:
    """Offer a withdrawn service again, in its last version."""
    _offer(service, None, "catalogue.offered_again", by)


def _offer(service: Service, withdrawn_at: datetime | None, action: str, by: Actor) -> None:
    require(by, Permission.SERVICES, service.department)
    with atomic_write():
        service.withdrawn_at = withdrawn_at
        service.save(update_fields=["withdrawn_at"])
        _mark_changed()
        audit.record(action, service, by=by, details={"service": service.slug})


def _packed(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode("ascii")
