"""The house's own settings, but style sheets are not collected and fingerprinted first: these tests read no styles."""

from rathaus.project.settings import *  # noqa: F403
from rathaus.project.settings import STORAGES

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
