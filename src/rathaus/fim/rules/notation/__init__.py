"""The notation: rules as text that a service owner writes and reads (`docs/standards/rules.md`, "By hand").

`read` makes a rule of a text, `write` a text of a rule: `read(write(rule)) == rule` for every rule that `read` gives.
"""

from __future__ import annotations

from rathaus.fim.rules.notation.lexing import NotationError
from rathaus.fim.rules.notation.naming import Names
from rathaus.fim.rules.notation.reading import read
from rathaus.fim.rules.notation.writing import write

__all__ = ["Names", "NotationError", "read", "write"]
