"""Reads of the room ``people`` that are more than a line."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from rathaus.people.models import Account, AccountKind, Department
from rathaus.people.second_factor import FACTORS


def accounts() -> QuerySet[Account]:
    """Return all accounts with roles, and ``has_second_factor``: active ones first."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return (
        Account.objects.filter(kind=AccountKind.STAFF)
        .prefetch_related("memberships__department")
        .annotate(has_second_factor=Exists(factors))
        .order_by("-is_active", "name", "email")
    )


def departments() -> QuerySet[Department]:
    """Return all departments with ``people``, the number of active accounts in each."""
    return Department.objects.annotate(
        people=Count("memberships__account", filter=Q(memberships__account__is_active=True), distinct=True)
    ).order_by("name")
