"""``{% load catalogue %}``: the texts of a service as HTML."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from rathaus.catalogue import markup

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Service text as paragraphs, lists and links."""
    return markup.render(text)
