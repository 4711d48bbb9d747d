"""The citizens' door under ``/mein/``: signing in by allauth, registering, one's own data."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account
from allauth.account.models import Login
from allauth.decorators import rate_limit
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from rathaus.people import (
    actors,
    citizens,
    identifying,
    mein_forms,
    organisations,
    registering,
    returning,
    second_factor,
)
from rathaus.people.decorators import CitizenRequest, citizen_required
from rathaus.people.trust import TrustLevel


class LoginView(account.LoginView):  # type: ignore[misc]
    """Sign in with address and password."""

    template_name = "people/mein/login.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, and remember where to go afterwards."""
        returning.remember(request)
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_form_class(self) -> type[mein_forms.CitizenLoginForm]:
        """Return the form that looks the pseudonym of the address up."""
        return mein_forms.CitizenLoginForm


class PasskeyLoginView(webauthn.LoginWebAuthnView):  # type: ignore[misc]
    """Sign in with a passkey alone. A key of staff opens nothing here."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return what the browser must know; people who come without a script go to the form."""
        response: HttpResponse = super().get(request, *args, **kwargs)
        return redirect("mein:login") if response.status_code == 302 else response

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in."""
        holder = form.cleaned_data["credential"].user
        if not holder.is_citizen:
            raise PermissionDenied
        login = Login(user=holder, redirect_url=None)
        response: HttpResponse = webauthn.flows.perform_passwordless_login(
            self.request, form.cleaned_data["credential"], login
        )
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """Say that the key is not known here."""
        messages.error(self.request, _("Dieser Passkey gehört zu keinem Konto hier."))
        back = returning.take(self.request)
        return redirect(reverse("mein:login", query={"next": back} if back else None))


class SecondStepView(mfa.AuthenticateView):  # type: ignore[misc]
    """The code or key after the password, for both kinds of accounts, each in the look of its own door."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Say behind which door somebody is."""
        citizen = self.stage.login.user.is_citizen
        layout, login = ("people/mein/base.html", "mein:login") if citizen else ("people/konto.html", "account_login")
        return {**super().get_context_data(**kwargs), "citizen": citizen, "layout": layout, "login": reverse(login)}


class ForgottenView(account.PasswordResetView):  # type: ignore[misc]
    """Ask for a link to set a new password."""

    template_name = "people/mein/forgotten.html"
    success_url = reverse_lazy("mein:sent")

    def get_form_class(self) -> type[mein_forms.CitizenResetForm]:
        """Return the form that looks the pseudonym of the address up."""
        return mein_forms.CitizenResetForm


class PasswordView(account.PasswordResetFromKeyView):  # type: ignore[misc]
    """Set a password, by the link of a mail; with that the address is confirmed."""

    template_name = "people/mein/password.html"
    success_url = "/mein/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Stay behind this door."""
        return {**super().get_context_data(**kwargs), "action_url": self.request.path}


@method_decorator(citizen_required, name="dispatch")
class PasskeyView(webauthn.AddWebAuthnView):  # type: ignore[misc]
    """Set up a passkey that opens the account without a password."""

    template_name = "people/mein/passkey.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Ask the browser for a key that it keeps and that checks who holds it."""
        context = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return dict(context)

    def get_form_class(self) -> type[mein_forms.PasskeyForm]:
        """Return the form in the words of this page."""
        return mein_forms.PasskeyForm


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="signup")  # type: ignore[untyped-decorator]
def register(request: HttpRequest) -> HttpResponse:
    """Ask for an account; the answer is the same whether there is one already."""
    if request.user.is_authenticated:
        return redirect(returning.wanted(request) or "/mein/")
    if returning.wanted(request):
        returning.remember(request)
    form = mein_forms.RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        registering.register(form.cleaned_data["email"], language=get_language() or "de")
        return redirect("mein:sent")
    return render(request, "people/mein/register.html", {"form": form})


def sent(request: HttpRequest) -> HttpResponse:
    """Look into your mailbox."""
    return render(request, "people/mein/sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_required
def data(request: CitizenRequest) -> HttpResponseBase:
    """What the account knows of its holder, to see and to change."""
    known = citizens.profile(request.user)
    identified = identifying.is_identified(request.user)
    initial = mein_forms.initial_of(known)
    form = mein_forms.ProfileForm(request.POST or None, initial=initial, identified=identified)
    if request.method == "POST" and form.is_valid():
        registering.save_profile(request.user, form.cleaned_data, by=actors.holder(request.user))
        messages.success(request, _("Ihre Daten sind gespeichert."))
        return redirect("/mein/")
    context = {"form": form, "email": known.email, "level": identifying.level_of(request.user)}
    context["identity"] = [
        (citizens.LABELS[name], initial[name]) for name in ("given", "family", "date_of_birth") if identified
    ]
    return render(request, "people/mein/data.html", context)


@require_safe
@citizen_required
def trust(request: CitizenRequest) -> HttpResponse:
    """How surely the house knows who it is, and how that is raised."""
    back = request.GET.get("zurueck", "")
    context = {
        "level": identifying.level_of(request.user),
        "reached": identifying.level_of(request.user) is not TrustLevel.NORMAL,
        "has_factor": second_factor.is_set_up(request.user),
        "back": back if returning.is_own(back) else reverse("mein:data"),
    }
    return render(request, "people/mein/trust.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@citizen_required
def close(request: CitizenRequest) -> HttpResponseBase:
    """Delete the account, after asking once."""
    if request.method != "POST":
        return render(request, "people/mein/close.html", {"back": reverse("mein:data")})
    by = actors.holder(request.user)
    try:
        for delegate in organisations.delegations(request.user):
            organisations.remove(delegate, account=request.user, by=by)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("mein:organisation", delegate.organisation_id)
    registering.close(request.user, by=by)
    logout(request)
    messages.success(request, _("Ihr Konto ist gelöscht."))
    return redirect("/")
