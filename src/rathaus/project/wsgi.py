"""The house as a WSGI application."""

from __future__ import annotations

import gc
import importlib
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.project.settings")

application = get_wsgi_application()

importlib.import_module("rathaus.catalogue.usage").begin()  # its models load only after Django is set up

# What is loaded by now stays until the process ends: the garbage collector need not look through it again and again.
gc.collect()
gc.freeze()
