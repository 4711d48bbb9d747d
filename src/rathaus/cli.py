"""The command ``rathaus``."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 fine, 1 findings, 2 unusable input."""
    sys.stderr.write("rathaus: no command yet\n")
    return 2
