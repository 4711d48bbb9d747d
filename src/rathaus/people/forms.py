"""Forms of the administration of departments and accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rathaus.people.actions import Grant
from rathaus.people.models import WHOLE_TOWN, Account, Department, Role

#: Value of a choice that stands for the whole administration.
EVERYWHERE = "*"


class DepartmentForm(forms.Form):
    """Name and address of a department."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        required=False,
        help_text=_("Hierhin gehen Hinweise auf neue Anträge und Rückfragen, zum Beispiel ein Funktionspostfach."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class RolesForm(forms.Form):
    """Name and roles of an account."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("Wie er in Vorgängen und im Protokoll stehen soll.")
    )
    clerk = forms.MultipleChoiceField(
        label=_("Bearbeitet Anträge für"), required=False, widget=forms.CheckboxSelectMultiple
    )
    service_owner = forms.MultipleChoiceField(
        label=_("Verantwortet Leistungen von"), required=False, widget=forms.CheckboxSelectMultiple
    )
    administrator = forms.BooleanField(
        label=_("Verwaltet Fachbereiche, Konten und die Angaben der Kommune"), required=False
    )
    digital_officer = forms.BooleanField(label=_("Führt Strategie und Kennzahlen der Kommune"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._departments = {str(row.pk): row for row in Department.objects.all()}
        choices = [(EVERYWHERE, gettext("alle Fachbereiche"))]
        choices += [(key, row.name) for key, row in self._departments.items()]
        for role in (Role.CLERK, Role.SERVICE_OWNER):
            self.fields[role.value].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse an account without any role: it could see nothing."""
        values = super().clean() or {}
        if not self.errors and not self.grants(values):
            raise ValidationError(_("Wählen Sie mindestens eine Aufgabe aus."))
        return values

    def grants(self, values: dict[str, Any] | None = None) -> list[Grant]:
        """Return the roles as the actions take them; "all departments" includes each single one."""
        values = self.cleaned_data if values is None else values
        found = [Grant(role) for role in sorted(WHOLE_TOWN) if values.get(role.value)]
        for role in (Role.CLERK, Role.SERVICE_OWNER):
            chosen = values.get(role.value, [])
            if EVERYWHERE in chosen:
                found.append(Grant(role))
            else:
                found += [Grant(role, self._departments[key]) for key in chosen]
        return found


class InvitationForm(RolesForm):
    """A new account."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Dienstliche Adresse. Dorthin geht der Link, mit dem das Passwort festgelegt wird."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("name", "email", "clerk", "service_owner", "administrator", "digital_officer")


def roles_of(account: Account) -> dict[str, Any]:
    """Return the initial values of :class:`RolesForm` for an account."""
    values: dict[str, Any] = {"name": account.name, "clerk": [], "service_owner": []}
    values |= {role.value: False for role in WHOLE_TOWN}
    for membership in account.memberships.all():
        if membership.role in WHOLE_TOWN:
            values[membership.role] = True
        else:
            values[membership.role].append(str(membership.department_id or EVERYWHERE))
    return values
