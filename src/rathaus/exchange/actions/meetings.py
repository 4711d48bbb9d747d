"""A meeting: planned, published, filled with its programme, and what is left of it."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rathaus.exchange.actions import places, registering
from rathaus.exchange.errors import ExchangeError
from rathaus.exchange.models import Material, Meeting, MeetingTask, Speaker, Talk
from rathaus.people.permissions import Permission, require
from rathaus.protection import audit, files
from rathaus.protection.sealing import destroy, new_data_key
from rathaus.protection.uploads import SealedUpload, keep
from rathaus.towns import clock
from rathaus.towns.actors import Actor
from rathaus.towns.transactions import atomic_write

Part = Talk | Speaker | Material | MeetingTask
"""What belongs to a meeting and is changed by itself."""
_FIELDS = (
    "slug", "title", "summary", "place", "starts_on", "ends_on", "capacity", "department", "contact", "kept_days",
)  # fmt: skip


def save(meeting: Meeting, *, by: Actor) -> Meeting:
    """Plan a meeting, or change it. More places let those who wait move up at once; who is registered is told of
    another day or place, and the service by which people register says what has changed.

    Raises `ExchangeError` where it would end before it begins, leave talks outside its days, have fewer places than
    are taken, keep the data of those who are registered for longer than they were told, or use an address that another
    has.
    """
    require(by, Permission.STRATEGY)
    _check(meeting)
    with atomic_write():
        if meeting._state.adding:
            meeting.save()
        else:
            stored = places.locked(meeting.pk)
            places.require_enough(stored, meeting.capacity)
            meeting.changed_at, meeting.revision = clock.now(), stored.revision + 1
            meeting.save(update_fields=[*_FIELDS, "changed_at", "revision"])
            before = (stored.starts_on, stored.ends_on, stored.place)
            stored.capacity, stored.ends_on = meeting.capacity, meeting.ends_on
            places.move_up(stored)
            if before != (meeting.starts_on, meeting.ends_on, meeting.place) and meeting.cancellable:
                places.tell_everybody(meeting, places.MOVED, key=f"moved:{meeting.revision}")
            registering.say_again(meeting)
        audit.record("meeting.saved", meeting, by=by, details={"capacity": meeting.capacity})
    return meeting


def _check(meeting: Meeting) -> None:
    if meeting.ends_on < meeting.starts_on:
        raise ExchangeError(_("Das Ende liegt vor dem Beginn."))
    if Meeting.objects.filter(slug=meeting.slug).exclude(pk=meeting.pk).exists():
        raise ExchangeError(_("Unter diesem Kurznamen gibt es schon ein Treffen."))
    if meeting._state.adding:
        return
    days = meeting.talks.exclude(day__range=(meeting.starts_on, meeting.ends_on))
    if outside := days.first():
        raise ExchangeError(_("Der Beitrag „%(title)s“ läge außerhalb des Treffens.") % {"title": outside.title})
    places.require_enough(meeting, meeting.capacity)
    told = Meeting.objects.filter(pk=meeting.pk, arrivals__gt=0).values_list("kept_days", flat=True).first()
    if told is not None and meeting.kept_days > told:
        text = ngettext(
            "Wer angemeldet ist, hat gelesen: Nach %(count)s Tag wird gelöscht. Länger geht nicht mehr.",
            "Wer angemeldet ist, hat gelesen: Nach %(count)s Tagen wird gelöscht. Länger geht nicht mehr.",
            told,
        )
        raise ExchangeError(text % {"count": told})


def save_part(part: Part, *, upload: SealedUpload | None = None, by: Actor) -> Part:
    """Add a part, or change it; `upload` is the file of a material. Raises `ExchangeError` where it does not fit."""
    require(by, Permission.STRATEGY)
    _check_part(part, upload)
    with atomic_write():
        _note_change(part)
        if isinstance(part, Material) and upload is not None:
            _replace_file(part, upload)
        part.save()
        audit.record("meeting.part_saved", part, by=by, details={"part": type(part).__name__})
    return part


def _note_change(part: Part) -> None:
    """Let calendars see that a talk is another now; who presents is part of it."""
    match part:
        case Talk():
            part.changed_at, part.revision = clock.now(), part.revision + (not part._state.adding)
        case Speaker():
            Talk.objects.filter(pk=part.talk_id).update(changed_at=clock.now(), revision=F("revision") + 1)


def _check_part(part: Part, upload: SealedUpload | None) -> None:
    match part:
        case Talk():
            if not part.meeting.starts_on <= part.day <= part.meeting.ends_on:
                raise ExchangeError(_("An diesem Tag ist das Treffen nicht."))
            if part.ends <= part.begins:
                raise ExchangeError(_("Das Ende liegt vor dem Beginn."))
        case Material():
            has_file = upload is not None or part.file is not None
            if has_file == bool(part.link):
                raise ExchangeError(_("Geben Sie eine Datei oder eine Adresse an, eines von beiden."))
            if part.talk is not None and part.talk.meeting_id != part.meeting_id:
                raise ExchangeError(_("Dieser Beitrag gehört zu einem anderen Treffen."))
        case MeetingTask() if part.done_on and part.done_on > clock.today():
            raise ExchangeError(_("Eine Aufgabe kann nicht in der Zukunft erledigt worden sein."))


def _replace_file(material: Material, upload: SealedUpload) -> None:
    """A file under a key of its own, so that removing it leaves nothing readable in any copy."""
    old_file, old_key = material.file, material.data_key
    material.data_key = new_data_key()
    material.file = keep(upload, material.data_key)
    material.save()
    if old_file is not None and old_key is not None:
        files.delete(old_file)
        destroy(old_key)


def remove_part(part: Part, *, by: Actor) -> None:
    """Take a part out, a material with its file."""
    require(by, Permission.STRATEGY)
    kind, part_id = type(part).__name__, part.pk
    with atomic_write():
        if isinstance(part, Speaker):
            _note_change(part)
        part.delete()
        if isinstance(part, Material) and part.file is not None and part.data_key is not None:
            files.delete(part.file)
            destroy(part.data_key)
        audit.record("meeting.part_removed", part_id, by=by, details={"part": kind})


def write_minutes(meeting: Meeting, text: str, *, by: Actor) -> None:
    """Write down what was said; it stands on the public page."""
    require(by, Permission.STRATEGY)
    with atomic_write():
        meeting.minutes, meeting.changed_at = text.strip(), clock.now()
        meeting.save(update_fields=["minutes", "changed_at"])
        audit.record("meeting.minutes_written", meeting, by=by)


def show_towns(meeting: Meeting, names: list[str], *, by: Actor) -> None:
    """Put the places that people come from on the public page, as somebody who looked at them chose them."""
    require(by, Permission.STRATEGY)
    with atomic_write():
        meeting.shown_towns = sorted(set(names), key=str.casefold)
        meeting.save(update_fields=["shown_towns"])
        audit.record("meeting.towns_shown", meeting, by=by, details={"towns": len(meeting.shown_towns)})
