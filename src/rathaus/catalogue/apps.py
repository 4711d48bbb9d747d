"""The room's place in Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "rathaus.catalogue"
    label = "catalogue"
    verbose_name = _("Leistungen")
    default_auto_field = "django.db.models.UUIDField"
