"""The house's folder on disk (``RATHAUS_HOME``): database, keys, sealed files, outgoing mail of the demo.

::

    RATHAUS_HOME/
      rathaus.sqlite3     the database, where DATABASE_URL names no other
      secret.key          signs sessions and links
      rathaus.env         settings of this installation (see ``rathaus.project.settings``)
      keys/               the towns' keys and deletion journals; never in one archive with the data
      files/              sealed files
      heads/              signed heads of the audit chains
      mail/               mails of the file backend
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from rathaus.protection.disk import write_new_synced, write_replacing_synced

PLACES = ("DATABASE_URL", "RATHAUS_KEY_DIR", "RATHAUS_FILES_DIR", "RATHAUS_HEADS_DIR", "RATHAUS_STATIC_DIR")
"""Settings that say where the house is: a house that was brought back elsewhere must not take those of the old one."""
FOLDERS = ("keys", "files", "heads", "mail")
SECRET = "secret.key"  # noqa: S105 (a file name)
ENVIRONMENT = "rathaus.env"
RESTORING = "restore-not-finished"
"""A file of this name says that a restore began and has not ended: the house stays closed."""


def prepare(home: Path) -> None:
    """Make the folder with all that belongs in it; what is there already stays as it is."""
    for folder in (home, *(home / name for name in FOLDERS)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (home / SECRET).exists():
        write_new_synced(home / SECRET, get_random_secret_key().encode())


def write_environment(home: Path, values: Mapping[str, str]) -> None:
    """Write down the settings of an installation, for every later start (``environment.load`` reads them)."""
    lines = [f"{name}={value}" for name, value in sorted(values.items())]
    text = "# Einstellungen dieser Installation. Gehört zu den Schlüsseln, nicht in die Sicherung der Daten.\n"
    write_replacing_synced(home / ENVIRONMENT, (text + "\n".join(lines) + "\n").encode())
