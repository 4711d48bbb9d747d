"""Registration to a meeting is a service of the house: published with the meeting, from a definition that it brings."""

from __future__ import annotations

from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from rathaus.catalogue import actions as catalogue
from rathaus.catalogue import reading as readings
from rathaus.catalogue.models import Service
from rathaus.catalogue.reading import Reading
from rathaus.catalogue.texts import LINE_LIMIT, ServiceTexts, Translation
from rathaus.documents import mail
from rathaus.events import require_transaction
from rathaus.exchange.actions import places
from rathaus.exchange.actions.showing import show
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Meeting
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit
from rathaus.questionnaire import Roles
from rathaus.towns import clock, scope
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write
from rathaus.web.words import Word

HOUSE = Actor.system("Anmeldung")
"""Publishes the service: what it asks is the house's own, and who plans a meeting need not care for services."""
DEFINITION = Path(__file__).parent.parent / "definitions" / "registration.xml"
_GROUP = "G99000009201"
ROLES = {
    "given": f"{_GROUP}.F99000009201",
    "family": f"{_GROUP}.F99000009202",
    "town": f"{_GROUP}.F99000009203",
    "email": f"{_GROUP}.F99000009205",
}
TASK, NEEDS = f"{_GROUP}.F99000009204", f"{_GROUP}.F99000009206"


def publish(meeting: Meeting, *, by: Actor) -> None:
    """Show a meeting to everybody and open its registration, as a service under `anmeldung-<slug of the meeting>`.

    One that is over is shown without: what was said is worth reading all the same. Raises `ExchangeError` for one that
    is cancelled: people were told so.
    """
    require(by, Permission.STRATEGY)
    if meeting.cancelled_at is not None:
        raise ExchangeError(_("Das Treffen ist abgesagt."))
    reading = readings.read(
        DEFINITION.read_bytes(), name=DEFINITION.name, roles=Roles.from_json(ROLES), land=scope.current().land
    )
    with atomic_write():
        stored = places.locked(meeting.pk)
        if not stored.over:
            _offer(stored, reading)
        stored.published_at = stored.published_at or clock.now()
        stored.save(update_fields=["service", "published_at"])
        show()
        audit.record("meeting.published", stored, by=by)
    meeting.service, meeting.published_at = stored.service, stored.published_at


def say_again(meeting: Meeting) -> None:
    """Let the service of a meeting say what the meeting says now, in the transaction that changed it."""
    require_transaction("saying again what one registers for")
    if meeting.service_id is None:
        return
    service = Service.objects.select_related("current", "department").get(pk=meeting.service_id)
    if service.current is None:
        return
    if (said := texts(meeting)) != ServiceTexts.from_json(service.current.texts):
        catalogue.change_texts(service, said, by=HOUSE)


def _offer(meeting: Meeting, reading: Reading) -> None:
    """Publish the service as the meeting is now, in the caller's transaction."""
    slug = meeting.service.slug if meeting.service else f"anmeldung-{meeting.slug}"
    version = catalogue.publish(reading, texts=texts(meeting), department=meeting.department, slug=slug, by=HOUSE)
    meeting.service = version.service


def close(meeting: Meeting, *, by: Actor) -> None:
    """Take no more registrations; those that are there stay. `publish` opens again."""
    require(by, Permission.STRATEGY)
    if meeting.service is None:
        raise ExchangeError(_("Die Anmeldung war noch nicht offen."))
    with atomic_write():
        catalogue.withdraw(meeting.service, by=HOUSE)
        audit.record("meeting.registration_closed", meeting, by=by)


def cancel(meeting: Meeting, why: str = "", *, by: Actor) -> int:
    """Say that a meeting does not take place, and why; returns how many people are told.

    Its registration closes, its page and calendars say so, and everybody who has a place or waits gets a mail. It
    cannot be undone. Raises `ExchangeError` where nobody could know of it, or it is over or cancelled already.
    """
    require(by, Permission.STRATEGY)
    if not meeting.cancellable:
        raise ExchangeError(_("Absagen lässt sich nur ein öffentliches Treffen, das noch kommt."))
    with atomic_write():
        stored = places.locked(meeting.pk)
        if stored.cancelled_at is not None:
            return 0
        stored.cancelled_at = stored.changed_at = clock.now()
        stored.cancelled_why, stored.revision = why.strip(), stored.revision + 1
        stored.save(update_fields=["cancelled_at", "cancelled_why", "changed_at", "revision"])
        if stored.service is not None and stored.service.withdrawn_at is None:
            catalogue.withdraw(stored.service, by=HOUSE)
        count = places.tell_everybody(stored, places.CANCELLED, key="cancelled")
        audit.record("meeting.cancelled", stored, by=by, details={"told": count})
    return count


def close_past(*, by: Actor) -> int:
    """Close the registration of meetings whose last day has passed. Returns of how many."""
    past = Meeting.objects.filter(ends_on__lt=clock.today(), service__withdrawn_at=None, service__isnull=False)
    found = list(past.select_related("service"))
    for meeting in found:
        close(meeting, by=by)
    return len(found)


def _days(meeting: Meeting, language: str) -> str:
    with override(language):
        return meeting.days_in_words


def texts(meeting: Meeting) -> ServiceTexts:
    """What the service says of itself, from what the meeting says."""
    when, when_english = (f"{_days(meeting, language)}, {meeting.place}" for language in ("de", "en"))
    link = mail.link(reverse("exchange:meeting", args=[meeting.slug]))
    more = f"\n\n[Programm und alle Angaben]({link})" if link.startswith("https://") else ""
    more_english = f"\n\n[Programme and details]({link})" if more else ""
    days = meeting.kept_days
    kept, kept_english = ("einen Tag", "one day") if days == 1 else (f"{days} Tage", f"{days} days")
    return ServiceTexts(
        name=f"Anmeldung: {meeting.title}",
        word=Word.REGISTRATION,
        teaser=f"{when}: Melden Sie sich hier an."[:LINE_LIMIT],
        description=f"{meeting.summary}\n\n{when}{more}",
        cost="Die Anmeldung ist kostenlos.",
        duration="Ob Sie einen Platz haben, erfahren Sie sofort.",
        procedure="Sie sagen, wer kommt. Sind alle Plätze vergeben, stehen Sie auf der Warteliste und rücken nach, "
        "sobald jemand absagt. Absagen können Sie jederzeit mit Ihrer Nummer und Ihrem Zugangscode. "
        f"Was Sie angeben, löschen wir {kept} nach dem Treffen.",
        contact=meeting.contact,
        keywords=("Treffen", "Konferenz", "Tagung", "Anmeldung"),
        purpose="Um Plätze zu vergeben, Ihnen Bescheid zu geben und das Treffen vorzubereiten.",
        retention=f"Wir löschen Ihre Angaben {kept} nach dem letzten Tag des Treffens, auch wenn Sie abgesagt haben. "
        "Es bleiben nur Zahlen: wie viele Personen angemeldet und da waren.",
        recipients="Im Haus nur, wer das Treffen vorbereitet.",
        translations={
            "en": Translation(
                name=f"Registration: {meeting.title}",
                teaser="Register here.",
                description=f"{meeting.summary}\n\n{when_english}{more_english}",
                cost="Registration is free of charge.",
                duration="You learn at once whether you have a place.",
                procedure="You say who comes. Once all places are taken, you are put on the waiting list and move up "
                "as soon as somebody cancels. You can cancel at any time with your number and access code. "
                f"We delete what you enter {kept_english} after the meeting.",
                purpose="To give out places, to let you know, and to prepare the meeting.",
                retention=f"We delete your data {kept_english} after the last day of the meeting, even if you have "
                "cancelled. Only numbers remain: how many people registered and came.",
                recipients="In the house only those who prepare the meeting.",
            )
        },
    )
