"""What happens without anybody asking."""

from __future__ import annotations

from rathaus.events import timers
from rathaus.protection import scanning
from rathaus.towns.actors import Actor


@timers.every(hours=0.25)
def scan_waiting_files() -> None:
    """Look for viruses in files that came while the scanner could not be reached."""
    scanning.scan_waiting(by=Actor.system("Virenprüfung"))
