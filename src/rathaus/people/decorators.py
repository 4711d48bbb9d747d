"""The door to every page under ``/amt/``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from rathaus.people import actors, second_factor
from rathaus.people.models import Account
from rathaus.people.permissions import Grants, Permission, grants_of
from rathaus.towns.actors import Actor
from rathaus.towns.errors import NotAllowed

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request that has passed the door: who asks, and what they may."""

    if TYPE_CHECKING:
        user: Account
    actor: Actor
    grants: Grants


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
StaffView = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def staff_required(permission: Permission | None = None) -> Callable[[StaffView[P]], View[P]]:
    """Let in accounts of the town in scope that are signed in with a second factor and hold ``permission`` somewhere.

    Without a permission any role will do. Others are sent to sign in, to set up the second factor, or get 403. An
    action that refuses (:class:`NotAllowed`) becomes 403 too. Use with parentheses: ``@staff_required()``.
    """

    def decorate(view: StaffView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path(), reverse("account_login"))
            account = request.user
            if account.is_citizen:
                raise PermissionDenied
            if not second_factor.is_set_up(account):
                return redirect("mfa_activate_totp")
            grants = grants_of(account.pk)
            if not (grants.allow(permission) if permission else grants.departments):
                raise PermissionDenied
            staff = cast("StaffRequest", request)
            staff.actor, staff.grants = actors.staff(account), grants
            try:
                return view(staff, *args, **kwargs)
            except NotAllowed as refused:
                raise PermissionDenied from refused

        return cast("View[P]", guarded)

    return decorate


class CitizenRequest(HttpRequest):
    """A request of somebody who is signed in to the account of a citizen or business."""

    if TYPE_CHECKING:
        user: Account


CitizenView = Callable[Concatenate[CitizenRequest, P], HttpResponseBase]


def citizen_required(view: CitizenView[P]) -> View[P]:
    """Let in citizens' accounts of the town in scope; staff are refused, others sent to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("mein:login"))
        if not request.user.is_citizen:
            raise PermissionDenied
        return view(cast("CitizenRequest", request), *args, **kwargs)

    return cast("View[P]", guarded)


def citizen_of(request: HttpRequest) -> Account | None:
    """The citizen's account that is signed in, if one is."""
    account = request.user
    return account if account.is_authenticated and account.is_citizen else None
