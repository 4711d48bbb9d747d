"""Where the real definitions lie."""

import os
from pathlib import Path

from tests.conftest import MATERIAL

EXTRA = os.environ.get("RATHAUS_DEFINITIONS", "")
"""More definitions to try: a folder with XDatenfelder files of one's own."""

FILES = [
    *sorted((MATERIAL / "fim" / "xdf3").glob("*.xml")),
    *sorted((MATERIAL / "fim" / "xdf2").glob("*/*_xdf2.xml")),
    *(sorted(Path(EXTRA).rglob("*.xdf*.xml")) if EXTRA else []),
]
