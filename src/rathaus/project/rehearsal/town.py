"""A throwaway town: a database of its own in a temporary folder, gone when the rehearsal ends.

This module imports Django only when the folder is known, because Django reads its settings once.
"""

from __future__ import annotations

import importlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rathaus.project import home


@contextmanager
def throwaway(land: str = "") -> Iterator[None]:
    """Set Django up on an empty house with one town, in scope inside. Once per process."""
    with tempfile.TemporaryDirectory(prefix="rathaus-probe-") as name:
        for variable in [one for one in os.environ if one.startswith("RATHAUS_")]:
            del os.environ[variable]
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {"RATHAUS_HOME": name, "RATHAUS_HTTPS": "0", "RATHAUS_ADDRESS": "http://localhost/"}
        os.environ["RATHAUS_PREVIEWS"] = "0"  # nothing is in the files that are sent
        os.environ["DJANGO_SETTINGS_MODULE"] = "rathaus.project.settings"
        home.prepare(Path(name))
        (Path(name) / "static").mkdir()
        importlib.import_module("django").setup()
        with importlib.import_module("rathaus.project.rehearsal.moving_in").town(land):
            yield
