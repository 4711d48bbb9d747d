"""The last part of an address, made from a name."""

from __future__ import annotations

from django.utils.text import slugify

from rathaus.catalogue.search.words import fold


def slug_for(name: str) -> str:
    """The address of a service by its name: umlauts spelt out, at most 80 characters, whole words."""
    slug = slugify(fold(name))[:81]
    return slug if len(slug) <= 80 else slug.rpartition("-")[0] or slug[:80]
