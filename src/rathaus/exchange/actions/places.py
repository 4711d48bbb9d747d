"""Who has a place, and who waits: never more than there are, in the order in which people came.

Every change of places happens with the row of the meeting locked. The lock is taken behind that of the audit log, as
the handlers of an application that is being sent do it: they run after entries of other rooms.
"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from rathaus.applications import history
from rathaus.applications.models import Application
from rathaus.cases import actions as cases
from rathaus.documents import mail
from rathaus.events import require_transaction
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Meeting, Registration
from rathaus.protection import audit
from rathaus.towns import clock
from rathaus.towns.actors import Actor

CANCELLED, MOVED = "exchange.cancelled", "exchange.moved"
"""Kinds of mail to everybody who registered."""


def locked(meeting_id: UUID) -> Meeting:
    """The meeting as it is now; nobody else gives or takes places until the transaction ends."""
    audit.hold()
    return Meeting.objects.select_for_update().get(pk=meeting_id)


def taken(meeting: Meeting) -> int:
    """How many places are given away."""
    return Registration.objects.filter(meeting=meeting, placed_at__isnull=False, withdrawn_at=None).count()


def require_enough(meeting: Meeting, capacity: int) -> None:
    """Refuse fewer places than are taken: nobody loses a place that was promised."""
    if capacity < (given := taken(meeting)):
        raise ExchangeError(_("Es sind schon %(given)s Plätze vergeben.") % {"given": given})


def register(application_id: UUID, *, by: Actor) -> Registration | None:
    """Give the sender of an application the next place or, where none is left, the next one on the waiting list.

    In the transaction that stores the application; None where it is no registration. Its case is settled: there is
    nothing to decide.
    """
    require_transaction("registering somebody")
    asked = Application.objects.filter(pk=application_id).values("version__service")
    meeting_id = Meeting.objects.filter(service__in=asked).values_list("pk", flat=True).first()
    if meeting_id is None:
        return None
    meeting = locked(meeting_id)
    meeting.arrivals += 1
    registration = Registration(meeting=meeting, application_id=application_id, number=meeting.arrivals)
    if taken(meeting) < meeting.capacity and not meeting.over and meeting.cancelled_at is None:
        registration.placed_at = clock.now()
    registration.save(force_insert=True)
    meeting.save(update_fields=["arrivals"])
    _tell(registration)
    cases.settle(application_id, by=by)
    details = {"number": registration.number, "place": registration.placed_at is not None}
    audit.record("meeting.registered", registration, by=by, details=details)
    return registration


def withdraw(application_id: UUID, *, by: Actor) -> None:
    """Note that somebody took the registration back, in the transaction that stores that; the next one moves up."""
    require_transaction("withdrawing a registration")
    meeting_id = Registration.objects.filter(application=application_id).values_list("meeting", flat=True).first()
    if meeting_id is None:
        return
    meeting = locked(meeting_id)
    Registration.objects.filter(application=application_id, withdrawn_at=None).update(withdrawn_at=clock.now())
    moved = move_up(meeting)
    audit.record("meeting.registration_withdrawn", meeting, by=by, details={"moved_up": moved})


def move_up(meeting: Meeting) -> int:
    """Give what is free of a locked meeting to those who wait, in their order; returns to how many. None once it is
    over or cancelled.
    """
    free = meeting.capacity - taken(meeting)
    if free <= 0 or meeting.over or meeting.cancelled_at is not None:
        return 0
    waiting = Registration.objects.filter(meeting=meeting, placed_at=None, withdrawn_at=None).order_by("number")
    moved = list(waiting.select_related("application__data_key", "meeting")[:free])
    for registration in moved:
        registration.placed_at = clock.now()
        registration.save(update_fields=["placed_at"])
        _tell(registration)
    return len(moved)


def position(registration: Registration) -> int:
    """How many wait up to this one, itself included."""
    before = Registration.objects.filter(meeting=registration.meeting_id, placed_at=None, withdrawn_at=None)
    return before.filter(number__lte=registration.number).count()


def _tell(registration: Registration) -> None:
    """On the status page at once, and by mail."""
    application = Application.objects.select_related("data_key").get(pk=registration.application_id)
    history.add(application, history.Kind.NOTE, told(registration, application.language))
    if registration.meeting.cancelled_at is not None:
        mail.send(CANCELLED, registration.pk, key=f"{registration.pk}:cancelled")
        return
    kind = "placed" if registration.placed_at else "waiting"
    mail.send("exchange.registered", registration.pk, key=f"{registration.pk}:{kind}")


def tell_everybody(meeting: Meeting, kind: str, *, key: str) -> int:
    """Tell all who have a place or wait that the meeting, locked and stored, is cancelled or moved (the kind of mail).

    In the caller's transaction; returns how many. Those whose data were erased cannot be told.
    """
    rows = Registration.objects.filter(
        meeting=meeting, withdrawn_at=None, application__data_key__wrapped__isnull=False
    ).select_related("application__data_key", "meeting")
    say = told_of_move if kind == MOVED else told
    for registration in rows:
        application = registration.application
        history.add(application, history.Kind.NOTE, say(registration, application.language))
        mail.send(kind, registration.pk, key=f"{registration.pk}:{key}")
    return len(rows)


def told_of_move(registration: Registration, language: str) -> str:
    """What somebody is told whose meeting has another day or place."""
    meeting = registration.meeting
    with override(language):
        text = _("Das Treffen hat einen neuen Termin oder Ort: %(title)s, %(days)s, %(place)s.")
        said = text % {"title": meeting.title, "days": meeting.days_in_words, "place": meeting.place}
        if registration.placed_at is None:
            return said + " " + _("Sie stehen weiter auf der Warteliste.")
        return said + " " + _("Ihr Platz bleibt Ihnen.")


def told(registration: Registration, language: str) -> str:
    """What somebody is told about a registration, in the language of the application."""
    meeting = registration.meeting
    with override(language):
        if meeting.cancelled_at is not None:
            text = _("Das Treffen ist abgesagt: %(title)s, %(days)s.")
            said = text % {"title": meeting.title, "days": meeting.days_in_words}
            return f"{said} {meeting.cancelled_why}".strip()
        if registration.placed_at is None and meeting.over:
            return _("Das Treffen war schon vorbei, als Ihre Anmeldung kam.")
        if registration.placed_at is None:
            text = _(
                "Alle Plätze sind vergeben. Sie stehen auf der Warteliste, an Stelle %(position)s. Wird einer "
                "frei, rücken Sie nach und bekommen Bescheid."
            )
            return text % {"position": position(registration)}
        text = _("Sie haben einen Platz: %(title)s, %(days)s, %(place)s.")
        return text % {"title": meeting.title, "days": meeting.days_in_words, "place": meeting.place}
