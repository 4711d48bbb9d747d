"""Pages that belong to no other room: language, legal pages, errors."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import get_template
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rathaus.people.decorators import StaffRequest, staff_required
from rathaus.people.permissions import Permission
from rathaus.towns import clock
from rathaus.towns.caching import public_page
from rathaus.web import actions, queries
from rathaus.web.forms import DetailsForm


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Keep the chosen language in a cookie and go back to the page one came from."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None) or not target.startswith("/"):
        target = "/"
    response = HttpResponseRedirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@public_page
def imprint(request: HttpRequest) -> HttpResponse:
    """Who runs these pages."""
    return render(request, "web/imprint.html", {"details": queries.details()})


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens with personal data."""
    return render(request, "web/privacy.html", {"details": queries.details()})


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, in the parts of the model statement (EU) 2018/1523."""
    return render(request, "web/accessibility.html", {"details": queries.details()})


SECURITY_HOLDS = dt.timedelta(days=180)
"""For how long whoever finds a hole may rely on the address; less than a year is recommended."""


@require_safe
@public_page
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a security hole (RFC 9116); there is nothing where the town names no address."""
    contact = queries.details().security_contact
    if not contact:
        raise Http404
    expires = dt.datetime.combine(clock.today() + SECURITY_HOLDS, dt.time(), dt.UTC)
    lines = [
        f"Contact: mailto:{contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: de, en",
        f"Canonical: {request.build_absolute_uri()}",
    ]
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")


#: Where the working day begins, by what somebody may do; the addresses belong to later rooms.
_STARTS = (
    (Permission.WORK, "cases:inbox"),
    (Permission.SERVICES, "catalogue:manage"),
    (Permission.STRATEGY, "strategy:outline"),
    (Permission.ADMINISTER, "people:staff"),
)


@staff_required()
def start(request: StaffRequest) -> HttpResponse:
    """Lead staff to the page they work on most."""
    for permission, name in _STARTS:
        if request.grants.allow(permission):
            try:
                return redirect(reverse(name))
            except NoReverseMatch:
                continue
    return redirect("mfa_index")


@staff_required(Permission.ADMINISTER)
def details(request: StaffRequest) -> HttpResponse:
    """Change what the town says about itself."""
    form = DetailsForm(request.POST or None, instance=queries.details())
    if form.is_valid():
        actions.change_details(form.instance, by=request.actor)
        messages.success(request, _("Die Angaben sind gespeichert."))
        return redirect("web:details")
    return render(request, "web/details.html", {"form": form, "groups": form.groups()})


def _error(request: HttpRequest, status: int, template: str) -> HttpResponse:
    user = getattr(request, "user", None)  # there is none where it fails early
    staff = request.path.startswith("/amt/") and user is not None and user.is_authenticated and not user.is_citizen
    base, home = ("web/staff.html", "/amt/") if staff else ("web/base.html", "/")
    # What fails before the language is known would else speak that of this thread's last request.
    with translation.override(translation.get_language_from_request(request)):
        return render(request, f"web/errors/{template}.html", {"base": base, "home": home}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the browser sent something that no form of ours sends."""
    return _error(request, 400, "400")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return _error(request, 403, "403")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 because the form was open for too long, or sent from elsewhere."""
    return _error(request, 403, "csrf")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; an own page where the host name belongs to no town."""
    return _error(request, 404, "404" if hasattr(request, "municipality") else "unknown_town")


def server_error(request: HttpRequest) -> HttpResponse:
    """500. Renders without context processors, so that it works whatever has failed."""
    return HttpResponse(get_template("web/errors/500.html").render(), status=500)
