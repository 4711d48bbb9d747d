"""What the room refuses, in one sentence each."""

from __future__ import annotations


class StrategyError(Exception):
    """A change that cannot be made as it is; the message is one sentence for whoever asked for it."""
