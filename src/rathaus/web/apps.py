"""The room ``web`` as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Templates, template tags, static files and the town's legal pages."""

    name = "rathaus.web"
    label = "web"
