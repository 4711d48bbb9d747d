"""The house's folder on disk (``RATHAUS_HOME``): database, keys, sealed files, outgoing mail of the demo.

::

    RATHAUS_HOME/
      rathaus.sqlite3     the database, where DATABASE_URL names no other
      secret.key          signs sessions and links
      keys/               the towns' keys and deletion journals; never in one archive with the data
      files/              sealed files
      heads/              signed heads of the audit chains
      mail/               mails of the file backend
"""

from __future__ import annotations

import os
from pathlib import Path

from django.core.management.utils import get_random_secret_key

FOLDERS = ("keys", "files", "heads", "mail")


def prepare(home: Path) -> None:
    """Make the folder with all that belongs in it; what is there already stays as it is."""
    for folder in (home, *(home / name for name in FOLDERS)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret = home / "secret.key"
    if not secret.exists():
        file = os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(file, "w") as out:
            out.write(get_random_secret_key())
            out.flush()
            os.fsync(out.fileno())
