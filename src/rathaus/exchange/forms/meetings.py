"""Forms of meetings and what belongs to them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from rathaus.exchange.models import Material, Meeting, MeetingTask, Speaker, Talk
from rathaus.exchange.models.meetings import MOST_KEPT_DAYS, MOST_PLACES
from rathaus.people.models import Department
from rathaus.protection import uploads
from rathaus.protection.uploads import SealedUpload
from rathaus.strategy.models import Goal, Measure
from rathaus.strategy.plan_forms import Day, PartForm
from rathaus.towns import clock

_LINES = forms.Textarea(attrs={"rows": 4})


class ClockField(forms.TimeField):
    """A time of the day as Germans write it."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("zum Beispiel 9:30"))
        super().__init__(
            input_formats=["%H:%M", "%H.%M", "%H"],
            error_messages={"invalid": _("Schreiben Sie die Uhrzeit so: 9:30.")},
            widget=forms.TimeInput(format="%H:%M", attrs={"autocomplete": "off"}),
            **kwargs,
        )


class MeetingForm(PartForm):
    """When, where, how many."""

    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(label=_("Veranstaltet von"), queryset=None)
    starts_on = Day(label=_("Erster Tag"))
    ends_on = Day(label=_("Letzter Tag"))
    capacity = forms.IntegerField(
        label=_("Plätze"),
        min_value=1,
        max_value=MOST_PLACES,
        help_text=_("Wer danach kommt, steht auf der Warteliste und rückt von selbst nach."),
    )
    kept_days = forms.IntegerField(
        label=_("Angaben der Teilnehmenden löschen nach (Tage)"),
        min_value=1,
        max_value=MOST_KEPT_DAYS,
        help_text=_("Gezählt vom letzten Tag an. Steht bei der Anmeldung; danach bleiben nur Zahlen."),
    )

    class Meta:
        model = Meeting
        fields = (
            "title", "slug", "summary", "place", "starts_on", "ends_on", "capacity", "department", "contact",
            "kept_days",
        )  # fmt: skip
        labels: dict[str, Any] = {"place": _("Veranstaltungsort")}
        widgets: dict[str, Any] = {"summary": _LINES}
        help_texts: dict[str, Any] = {
            "slug": _("Nur Kleinbuchstaben, Ziffern und Bindestriche. Bleibt für immer: die Adresse des Treffens."),
            "contact": _("Wen man fragen kann, zum Beispiel ein Postfach oder eine Telefonnummer. Steht öffentlich."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.published_at is not None:
            del self.fields["slug"]


class TalkForm(PartForm):
    """An entry of the programme."""

    day = Day(label=_("Tag"))
    begins = ClockField(label=_("Beginn"))
    ends = ClockField(label=_("Ende"))

    class Meta:
        model = Talk
        fields = ("title", "day", "begins", "ends", "room", "abstract", "cancelled")
        widgets: dict[str, Any] = {"abstract": _LINES}
        help_texts: dict[str, Any] = {
            "cancelled": _("Bleibt im Programm stehen, und abonnierte Kalender erfahren davon.")
        }


class SpeakerForm(PartForm):
    """Who presents, and whether the name may be public."""

    agreed = forms.BooleanField(
        label=_("Die Person ist einverstanden, dass ihr Name öffentlich im Programm steht."),
        required=False,
        help_text=_("Ohne Haken steht dort nur die Kommune oder Einrichtung."),
    )

    class Meta:
        model = Speaker
        fields = ("name", "town")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed"].initial = self.instance.agreed_on is not None

    def save(self, commit: bool = True) -> Speaker:
        """Keep the day on which the consent was noted first."""
        speaker: Speaker = super().save(commit=False)
        speaker.agreed_on = (speaker.agreed_on or clock.today()) if self.cleaned_data["agreed"] else None
        if commit:
            speaker.save()
        return speaker


class MaterialForm(PartForm):
    """A file or a link."""

    talk: forms.ModelChoiceField[Talk] = forms.ModelChoiceField(
        label=_("Zu welchem Beitrag"), queryset=None, required=False
    )
    upload = forms.FileField(label=_("Datei"), required=False)
    link = forms.URLField(
        label=_("Adresse"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("statt einer Datei, beginnt mit https://"),
    )

    class Meta:
        model = Material
        fields = ("title", "talk", "link")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["talk"].queryset = Talk.objects.filter(meeting=self.instance.meeting)  # type: ignore[attr-defined]

    def clean_upload(self) -> SealedUpload | None:
        """Refuse what the house takes nowhere else either."""
        given = self.cleaned_data["upload"]
        if not isinstance(given, SealedUpload):
            return None
        if problem := uploads.problem(given):
            raise forms.ValidationError(problem)
        return given


class MeetingTaskForm(PartForm):
    """What somebody promised."""

    due_on = Day(label=_("Bis wann"))
    done_on = Day(label=_("Erledigt am"), required=False, help_text=_("leer, solange sie nicht erledigt ist"))

    class Meta:
        model = MeetingTask
        fields = ("title", "who", "due_on", "done_on")


class MinutesForm(forms.Form):
    """What was said."""

    text = forms.CharField(
        label=_("Protokoll"),
        required=False,
        max_length=20_000,
        help_text=_("Steht öffentlich. Eine leere Zeile beginnt einen Absatz, „- “ einen Eintrag einer Liste."),
        widget=forms.Textarea(attrs={"rows": 16}),
    )


class CancelForm(forms.Form):
    """Why a meeting does not take place."""

    why = forms.CharField(
        label=_("Warum"), required=False, max_length=500, help_text=_("Steht öffentlich und in der E-Mail.")
    )


class ToMeasureForm(forms.Form):
    """Where a task goes: to a measure that there is, or to a goal as a new one."""

    measure: forms.ModelChoiceField[Measure] = forms.ModelChoiceField(
        label=_("Zu dieser Maßnahme, als Meilenstein"), queryset=None, required=False
    )
    goal: forms.ModelChoiceField[Goal] = forms.ModelChoiceField(
        label=_("Oder als neue Maßnahme zu diesem Ziel"), queryset=None, required=False
    )
    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(
        label=_("Verantwortlich für die neue Maßnahme"), queryset=None, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = {"measure": Measure.objects.all(), "goal": Goal.objects.all(), "department": Department.objects.all()}
        for name, rows in found.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the two, and who is responsible where it is new."""
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("measure")) == bool(given.get("goal")):
            raise forms.ValidationError(_t("Wählen Sie eine Maßnahme oder ein Ziel, eines von beiden."))
        if given.get("goal") and not given.get("department"):
            self.add_error("department", _t("Wählen Sie, wer die neue Maßnahme verantwortet."))
        return given
