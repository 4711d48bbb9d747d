"""Confirming what was read, before it is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.forms.texts import TextsForm
from rathaus.catalogue.reading import ListMatch, Reading
from rathaus.catalogue.texts import ServiceTexts
from rathaus.fim.model import Field, Position
from rathaus.people.models import Department
from rathaus.questionnaire import Roles

ROLES = {
    "family": _("Familienname"),
    "given": _("Vornamen"),
    "firm": _("Firma oder Organisation"),
    "email": _("E-Mail-Adresse"),
    "phone": _("Telefon"),
    "date_of_birth": _("Geburtsdatum"),
    "street": _("Straße"),
    "number": _("Hausnummer"),
    "postcode": _("Postleitzahl"),
    "town": _("Ort"),
}


class ReviewForm(TextsForm):
    """Texts, roles and confirmations: everything a person adds to a definition before it is published."""

    field_order = ("name", "slug", "department")
    slug = forms.SlugField(
        label=_("Adresse"),
        max_length=80,
        help_text=_("Der letzte Teil der Internetadresse: kleine Buchstaben und Bindestriche."),
    )
    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(
        None, label=_("Fachbereich"), empty_label=None
    )
    gap_confirmed = forms.BooleanField(
        label=_("Wir holen die Unterschrift auf anderem Weg ein."),
        required=False,
        help_text=_(
            "Nötig bei Schriftform: Die kann das Haus noch nicht selbst leisten. "
            "Auf der Seite der Leistung steht ein Hinweis."
        ),
    )

    MOVE, FINISH = "move", "finish"
    drafts = forms.ChoiceField(
        label=_("Was geschieht mit Anträgen, die schon begonnen sind?"),
        choices=[
            (MOVE, _("Sie gehen auf die neue Fassung über. Wer weitermacht, sieht vorher, was sich ändert.")),
            (FINISH, _("Sie werden auf der bisherigen Fassung zu Ende geführt.")),
        ],
        initial=MOVE,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, reading: Reading, departments: Any, fixed_slug: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        if fixed_slug:
            del self.fields["slug"]
        else:
            del self.fields["drafts"]
        choices = [("", gettext("– niemand –")), *role_choices(reading)]
        for role, label in ROLES.items():
            weak = (
                gettext("Vorschlag nach der Bezeichnung des Felds. Bitte prüfen.") if role in reading.roles.weak else ""
            )
            self.fields[f"role_{role}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, help_text=weak
            )
        for number, match in enumerate(reading.to_confirm):
            self.fields[f"list_{number}"] = forms.BooleanField(
                label=list_sentence(match), help_text=gettext("Betrifft: %s") % ", ".join(match.users), required=True,
                error_messages={"required": gettext("Bitte bestätigen Sie diese Codeliste.")},
            )  # fmt: skip
        if reading.unread_rules:
            self.fields["rules_read"] = forms.BooleanField(
                label=ngettext(
                    "Die %d Regel, die das Haus nicht ausführt, prüft die Sachbearbeitung von Hand.",
                    "Die %d Regeln, die das Haus nicht ausführt, prüft die Sachbearbeitung von Hand.",
                    len(reading.unread_rules),
                )
                % len(reading.unread_rules),
                error_messages={"required": gettext("Bitte bestätigen Sie das.")},
            )

    @staticmethod
    def initial_of(texts: ServiceTexts, roles: Roles) -> dict[str, Any]:
        """The form's values for texts and roles."""
        proposed = {f"role_{role}": path for role, path in roles.to_json().items() if role in ROLES}
        return {**TextsForm.values_of(texts), **proposed}

    def clean(self) -> dict[str, Any]:
        """Bring the fields together into `texts` and `roles`."""
        values = super().clean()
        if self.errors:
            return values
        texts: ServiceTexts = values["texts"]
        if texts.written_form and not values["gap_confirmed"]:
            self.add_error(
                "gap_confirmed", gettext("Bitte bestätigen Sie, dass Sie die Unterschrift auf anderem Weg einholen.")
            )
        values["roles"] = Roles.from_json({role: values[f"role_{role}"] or None for role in ROLES})
        return values

    # What the template shows apart.
    def text_fields(self) -> list[forms.BoundField]:
        """The fields about the service itself."""
        return [self[name] for name in self.fields if not name.startswith(("role_", "list_", "rules_", "drafts"))]

    def role_fields(self) -> list[forms.BoundField]:
        """Who is who."""
        return [self[name] for name in self.fields if name.startswith("role_")]

    def confirmations(self) -> list[forms.BoundField]:
        """What has to be looked at."""
        return [self[name] for name in self.fields if name.startswith(("list_", "rules_", "drafts"))]


def list_sentence(match: ListMatch) -> str:
    """What a person confirms about a code list that is not there in the version that was asked for."""
    values = {"uri": match.uri, "wanted": match.wanted_version or gettext("die neueste")}
    if match.code_list is None:
        sentence = gettext("Die Codeliste %(uri)s (Fassung %(wanted)s) fehlt. Das Feld wird als freier Text gefragt.")
        return sentence % values
    values["found"] = match.code_list.version or "?"
    sentence = gettext("Die Codeliste %(uri)s ist nicht in Fassung %(wanted)s da. Wir nehmen Fassung %(found)s.")
    return sentence % values


def role_choices(reading: Reading) -> Iterator[tuple[str, str]]:
    """Every field (and group of a date) that may play a role: path, and its labels from the top down."""
    for path, position in reading.schema.positions.items():
        if isinstance(position.element, Field) or path == reading.roles.date_of_birth:
            yield path, " › ".join(_labels(reading, position))


def _labels(reading: Reading, position: Position) -> list[str]:
    parts = position.path.split(".")
    above = [reading.schema.positions[".".join(parts[: depth + 1])] for depth in range(len(parts))]
    return [one.element.label_output for one in above]
