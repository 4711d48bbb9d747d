"""What the actions of this room refuse."""

from __future__ import annotations


class Refused(Exception):
    """The case is not in a state for this, or a value will not do. The message is one sentence for the clerk.

    `field` names the form field it is about, where it is one.
    """

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field
