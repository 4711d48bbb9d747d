"""The administration of departments and accounts under ``/amt/personal/``."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rathaus.people import actions, forms, identifying, queries
from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.identifying import Document, NotIdentified
from rathaus.people.mein_forms import DocumentForm
from rathaus.people.models import Account, AccountKind, Department
from rathaus.people.permissions import Permission

administrators_only = staff_required(Permission.ADMINISTER)


def no_registration(request: HttpRequest) -> HttpResponse:
    """Nobody registers here; the address exists because allauth's pages link to it."""
    raise Http404


def _done(form: Form, change: Callable[[], object]) -> bool:
    """Run the change if the form is valid; what the action refuses becomes an error of the form."""
    if not form.is_valid():
        return False
    try:
        change()
    except ValidationError as refused:
        form.add_error(None, refused)
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(Permission.WORK)
def identify(request: StaffRequest) -> HttpResponse:
    """Note that somebody has shown an identity document, so that the account's trust level rises."""
    form = DocumentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            identifying.identify(values.pop("email"), Document(**values), by=request.actor)
        except NotIdentified as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, _("Das Konto hat jetzt das Vertrauensniveau „substanziell“."))
            return redirect("identify")
    return render(request, "people/identify.html", {"form": form})


@administrators_only
def staff(request: StaffRequest) -> HttpResponse:
    """Departments and accounts at a glance."""
    return render(request, "people/staff.html", {"accounts": queries.accounts(), "departments": queries.departments()})


@administrators_only
def add_department(request: StaffRequest) -> HttpResponse:
    """Add a department."""
    form = forms.DepartmentForm(request.POST or None)
    if _done(form, lambda: actions.create_department(**form.cleaned_data, by=request.actor)):
        messages.success(request, _("Der Fachbereich ist angelegt."))
        return redirect("people:staff")
    return render(request, "people/department.html", {"form": form})


@administrators_only
def change_department(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Rename a department."""
    department = get_object_or_404(Department, pk=pk)
    form = forms.DepartmentForm(request.POST or None, initial={"name": department.name, "email": department.email})
    if _done(form, lambda: actions.change_department(department, **form.cleaned_data, by=request.actor)):
        messages.success(request, _("Die Änderung ist gespeichert."))
        return redirect("people:staff")
    return render(request, "people/department.html", {"form": form, "department": department})


@administrators_only
def invite(request: StaffRequest) -> HttpResponse:
    """Make an account and send the invitation."""
    form = forms.InvitationForm(request.POST or None)

    def change() -> None:
        values = form.cleaned_data
        actions.invite(email=values["email"], name=values["name"], grants=form.grants(), by=request.actor)

    if _done(form, change):
        messages.success(request, _("Das Konto ist angelegt. Die Einladung wird verschickt."))
        return redirect("people:staff")
    return render(request, "people/invite.html", {"form": form})


@administrators_only
def account(request: StaffRequest, pk: UUID) -> HttpResponse:
    """Show one account and change its name and roles."""
    found = get_object_or_404(queries.accounts(), pk=pk)
    form = forms.RolesForm(request.POST or None, initial=forms.roles_of(found))

    def change() -> None:
        actions.change_account(found, name=form.cleaned_data["name"], grants=form.grants(), by=request.actor)

    if _done(form, change):
        messages.success(request, _("Die Änderung ist gespeichert."))
        return redirect("people:staff")
    return render(request, "people/account.html", {"form": form, "account": found})


@require_POST
@administrators_only
def act_on_account(request: StaffRequest, pk: UUID, what: str) -> HttpResponse:
    """Deactivate, reactivate, invite again, or take the second factor away."""
    found = get_object_or_404(Account, pk=pk, kind=AccountKind.STAFF)
    try:
        match what:
            case "sperren":
                actions.deactivate(found, by=request.actor)
                done = _("Das Konto ist gesperrt.")
            case "freigeben":
                actions.reactivate(found, by=request.actor)
                done = _("Das Konto ist wieder freigegeben.")
            case "einladen":
                actions.invite_again(found, by=request.actor)
                done = _("Die Einladung wird noch einmal verschickt.")
            case "zweiter-faktor":
                actions.reset_second_factor(found, by=request.actor)
                done = _("Der zweite Faktor ist entfernt. Bei der nächsten Anmeldung wird ein neuer eingerichtet.")
            case _:
                raise Http404
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, done)
    return redirect("people:account", pk=found.pk)
