"""Filters of the exchange's pages."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def fingerprint(key: str) -> str:
    """A fingerprint in groups of four, as people read it to each other."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


@register.filter
def until_now(moment: datetime) -> str:
    """How long ago, in whole minutes, hours or days, as it stands after "seit" and "vor"."""
    minutes = max(1, int((timezone.now() - moment).total_seconds() // 60))
    hours, days = minutes // 60, minutes // (60 * 24)
    if days:
        return ngettext("%d Tag", "%d Tagen", days) % days
    if hours:
        return ngettext("%d Stunde", "%d Stunden", hours) % hours
    return ngettext("%d Minute", "%d Minuten", minutes) % minutes
