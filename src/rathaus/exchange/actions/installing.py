"""A copy of another town's service: put up here, as this town wants it."""

from __future__ import annotations

from dataclasses import replace

from django.db import IntegrityError
from django.utils.translation import gettext as _

from rathaus.catalogue import actions as catalogue
from rathaus.catalogue.models import Service, ServiceVersion
from rathaus.catalogue.reading import Reading
from rathaus.catalogue.texts import ServiceTexts
from rathaus.exchange.actions.receiving import PERMISSIONS
from rathaus.exchange.contents.service import ServiceContents
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Copy, Received
from rathaus.exchange.package import Kind
from rathaus.people.models import Department
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.questionnaire import Roles
from rathaus.towns import scope
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write


def install(received: Received, *, by: Actor) -> Copy:
    """Take a package up as a copy of the town's own: a draft that somebody looks at and puts up.

    Raises `ExchangeError` where there is one already, `NotAllowed`.
    """
    require(by, PERMISSIONS[Kind(received.package.kind)])
    if Copy.objects.filter(package=received.package).exists():
        raise ExchangeError(_("Dieses Paket ist hier schon eingerichtet."))
    try:
        with atomic_write():
            copy = Copy.objects.create(package=received.package, base=received, installed_by=by.label)
            details = {"package": str(received.package.package), "version": received.version, "hash": received.hash}
            audit.record("exchange.installed", copy, by=by, details=details)
    except IntegrityError as error:
        raise ExchangeError(_("Dieses Paket ist hier schon eingerichtet.")) from error
    return copy


def draft_of(copy: Copy, roles: Roles | None = None) -> tuple[ServiceContents, Reading]:
    """What waits to be put up, read for this town; with other `roles` where somebody has chosen them."""
    contents = ServiceContents.from_files(copy.base.read().files)
    if roles is not None:
        contents = replace(contents, positions=roles.to_json())
    return contents, contents.reading(land=scope.current().land)


def put_up(
    copy: Copy,
    *,
    texts: ServiceTexts,
    department: Department,
    slug: str,
    roles: Roles | None = None,
    confirmed_lists: frozenset[str] = frozenset(),
    by: Actor,
) -> ServiceVersion:
    """Publish the draft as a service of this town. Raises `PublishError`, `ExchangeError`, `NotAllowed`."""
    require(by, Permission.SERVICES, department)
    if copy.service_id is not None:
        raise ExchangeError(_("Diese Leistung ist schon veröffentlicht."))
    if Service.objects.filter(slug=slug).exists():
        raise ExchangeError(
            _("Unter der Adresse „%s“ gibt es schon eine Leistung. Bitte wählen Sie eine andere.") % slug
        )
    _contents, reading = draft_of(copy, roles)
    with atomic_write():
        version = catalogue.publish(
            reading,
            texts=texts,
            department=department,
            slug=slug,
            confirmed_lists=confirmed_lists,
            by=by,
        )
        copy.service = version.service
        copy.save(update_fields=["service"])
        audit.record("exchange.put_up", copy, by=by, details={"service": slug, "number": version.number})
    return version


def discard(copy: Copy, *, by: Actor) -> None:
    """Throw away a draft that was never put up."""
    require(by, PERMISSIONS[Kind(copy.package.kind)])
    if copy.service_id is not None or copy.rows:
        raise ExchangeError(_("Diese Leistung ist schon veröffentlicht."))
    copy_id = copy.pk
    with atomic_write():
        copy.delete()
        audit.record("exchange.discarded", copy_id, by=by)
