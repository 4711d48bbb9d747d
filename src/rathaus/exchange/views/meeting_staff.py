"""Meetings as those see them who plan them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rathaus.exchange.actions import meetings as actions
from rathaus.exchange.actions import registering, tasks
from rathaus.exchange.forms import meetings as forms
from rathaus.exchange.models import Material, Meeting, MeetingTask, Speaker, Talk
from rathaus.exchange.queries import meetings as queries
from rathaus.exchange.views.editing import done, tried
from rathaus.people.decorators import StaffRequest
from rathaus.strategy.views.editing import PartKind, form_page, kind_of
from rathaus.strategy.views.staff import officers_only

KINDS = {
    "beitrag": PartKind(Talk, forms.TalkForm, "meeting", Meeting, gettext_lazy("Neuer Beitrag")),
    "referentin": PartKind(Speaker, forms.SpeakerForm, "talk", Talk, gettext_lazy("Wer trägt vor?")),
    "material": PartKind(Material, forms.MaterialForm, "meeting", Meeting, gettext_lazy("Neues Material")),
    "aufgabe": PartKind(MeetingTask, forms.MeetingTaskForm, "meeting", Meeting, gettext_lazy("Neue Aufgabe")),
}
"""The parts that are edited by one page, by their word in the address."""


@require_safe
@officers_only
def index(request: StaffRequest) -> HttpResponse:
    """All meetings, public or not."""
    return render(request, "exchange/staff/meetings.html", {"meetings": queries.meetings(public=False)})


@require_http_methods(["GET", "POST"])
@officers_only
def plan(request: StaffRequest) -> HttpResponse:
    """Plan a new meeting."""
    return _plan(request, Meeting(), None)


@require_http_methods(["GET", "POST"])
@officers_only
def follow(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """Plan a meeting that continues another."""
    before = get_object_or_404(Meeting, pk=meeting_id)
    carried = ("title", "summary", "place", "capacity", "department", "contact")
    return _plan(request, Meeting(**{name: getattr(before, name) for name in carried}), before)


def _plan(request: StaffRequest, new: Meeting, before: Meeting | None) -> HttpResponse:
    form = forms.MeetingForm(request.POST or None, instance=new)

    def change() -> None:
        actions.save(form.save(commit=False), by=request.actor)
        if before is not None:
            tasks.follow_up(before, new, by=request.actor)

    if done(form, change):
        messages.success(request, _("Das Treffen ist angelegt. Als Nächstes kommt das Programm."))
        return redirect("exchange:manage_meeting", new.pk)
    return form_page(request, form, _("Neues Treffen"), reverse("exchange:manage_meetings"))


@require_safe
@officers_only
def meeting(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """Everything about one meeting."""
    found = _found(meeting_id)
    before = found.follows
    return render(
        request,
        "exchange/staff/meeting.html",
        {
            "meeting": found,
            "days": queries.programme(found),
            "places": queries.places(found),
            "materials": found.materials.select_related("talk"),
            "tasks": found.tasks.select_related("measure"),
            "left_open": queries.open_tasks(before) if before else (),
        },
    )


def _found(meeting_id: UUID) -> Meeting:
    return get_object_or_404(Meeting.objects.select_related("service", "follows", "department"), pk=meeting_id)


@require_http_methods(["GET", "POST"])
@officers_only
def change(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """Change when, where and how many."""
    found = _found(meeting_id)
    form = forms.MeetingForm(request.POST or None, instance=found)
    if done(form, lambda: actions.save(form.save(commit=False), by=request.actor)):
        messages.success(request, _("Gespeichert."))
        return redirect("exchange:manage_meeting", meeting_id)
    delete = "" if found.published_at else reverse("exchange:discard_meeting", args=[meeting_id])
    back = reverse("exchange:manage_meeting", args=[meeting_id])
    return form_page(request, form, _("Angaben zum Treffen"), back, delete=delete)


@require_http_methods(["GET", "POST"])
@officers_only
def minutes(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """Write down what was said."""
    found = _found(meeting_id)
    form = forms.MinutesForm(request.POST or None, initial={"text": found.minutes})
    if done(form, lambda: actions.write_minutes(found, form.cleaned_data["text"], by=request.actor)):
        messages.success(request, _("Das Protokoll ist gespeichert."))
        return redirect("exchange:manage_meeting", meeting_id)
    return form_page(request, form, _("Protokoll"), reverse("exchange:manage_meeting", args=[meeting_id]))


@require_POST
@officers_only
def publish(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """Show the meeting and open its registration."""
    found = _found(meeting_id)
    said = _("Das Treffen ist öffentlich.") if found.over else _("Das Treffen ist öffentlich, die Anmeldung ist offen.")
    tried(request, lambda: registering.publish(found, by=request.actor), said)
    return redirect("exchange:manage_meeting", meeting_id)


@require_POST
@officers_only
def close(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """Take no more registrations."""
    found = _found(meeting_id)
    tried(request, lambda: registering.close(found, by=request.actor), _("Die Anmeldung ist geschlossen."))
    return redirect("exchange:manage_meeting", meeting_id)


@require_http_methods(["GET", "POST"])
@officers_only
def cancel(request: StaffRequest, meeting_id: UUID) -> HttpResponse:
    """Say that the meeting does not take place."""
    found = _found(meeting_id)
    back = reverse("exchange:manage_meeting", args=[meeting_id])
    if not found.cancellable:
        return redirect(back)
    form = forms.CancelForm(request.POST or None)
    if done(form, lambda: registering.cancel(found, form.cleaned_data["why"], by=request.actor)):
        messages.success(request, _("Das Treffen ist abgesagt. Wer angemeldet ist, bekommt eine E-Mail."))
        return redirect(back)
    given = queries.places(found)
    told = given.taken + given.waiting
    lead = ngettext(
        "%(count)s Person bekommt eine E-Mail, auch von der Warteliste. Die Anmeldung schließt; die öffentliche Seite "
        "und die Kalender sagen, dass das Treffen nicht stattfindet. Das lässt sich nicht zurücknehmen.",
        "%(count)s Personen bekommen eine E-Mail, auch von der Warteliste. Die Anmeldung schließt; die öffentliche "
        "Seite und die Kalender sagen, dass das Treffen nicht stattfindet. Das lässt sich nicht zurücknehmen.",
        told,
    )
    title, press = _("„%(title)s“ absagen?") % {"title": found.title}, _("Treffen absagen")
    return form_page(request, form, title, back, lead=lead % {"count": told}, press=press)


# Parts ----------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
@officers_only
def add(request: StaffRequest, meeting_part: str, meeting_parent_id: UUID) -> HttpResponse:
    """Add a part to what it belongs to."""
    kind = kind_of(KINDS, meeting_part)
    parent = get_object_or_404(kind.parent_model, pk=meeting_parent_id)
    form = kind.form(request.POST or None, request.FILES or None, instance=kind.model(**{kind.parent: parent}))
    return _edited(request, form, str(kind.new), _meeting_of(parent))


@require_http_methods(["GET", "POST"])
@officers_only
def change_part(request: StaffRequest, meeting_part: str, meeting_part_id: UUID) -> HttpResponse:
    """Change a part, or take it out."""
    kind = kind_of(KINDS, meeting_part)
    part = get_object_or_404(kind.model.objects.select_related(kind.parent), pk=meeting_part_id)
    form = kind.form(request.POST or None, request.FILES or None, instance=part)
    delete = reverse("exchange:remove_meeting_part", args=[meeting_part, part.pk])
    return _edited(request, form, str(part), _meeting_of(getattr(part, kind.parent)), delete=delete)


@require_POST
@officers_only
def remove_part(request: StaffRequest, meeting_part: str, meeting_part_id: UUID) -> HttpResponse:
    """Take a part out."""
    kind = kind_of(KINDS, meeting_part)
    part = get_object_or_404(kind.model.objects.select_related(kind.parent), pk=meeting_part_id)
    meeting_id = _meeting_of(getattr(part, kind.parent))
    actions.remove_part(part, by=request.actor)
    messages.success(request, _("Der Eintrag ist entfernt."))
    return redirect("exchange:manage_meeting", meeting_id)


def _meeting_of(parent: Meeting | Talk) -> UUID:
    return parent.meeting_id if isinstance(parent, Talk) else parent.pk


def _edited(request: StaffRequest, form: Any, title: str, meeting_id: UUID, *, delete: str = "") -> HttpResponse:
    def change() -> None:
        upload = form.cleaned_data.get("upload")
        actions.save_part(form.save(commit=False), upload=upload, by=request.actor)

    if done(form, change):
        messages.success(request, _("Gespeichert."))
        return redirect("exchange:manage_meeting", meeting_id)
    back = reverse("exchange:manage_meeting", args=[meeting_id])
    return form_page(request, form, title, back, delete=delete, files="upload" in form.fields)


@require_http_methods(["GET", "POST"])
@officers_only
def to_measure(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """Let a task flow into the strategy."""
    task = get_object_or_404(MeetingTask.objects.select_related("meeting"), pk=task_id)
    form = forms.ToMeasureForm(request.POST or None)

    def change() -> None:
        given = form.cleaned_data
        if given["measure"]:
            tasks.join_measure(task, given["measure"], by=request.actor)
        else:
            tasks.become_measure(task, given["goal"], given["department"], by=request.actor)

    if done(form, change):
        messages.success(request, _("Die Aufgabe steht jetzt in der Strategie."))
        return redirect("exchange:manage_meeting", task.meeting_id)
    back = reverse("exchange:manage_meeting", args=[task.meeting_id])
    return form_page(request, form, _("In die Strategie: %(task)s") % {"task": task.title}, back)
