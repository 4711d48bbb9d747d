"""What is said where something of the exchange cannot be done."""

from __future__ import annotations


class ExchangeError(Exception):
    """The change cannot be made; the message is one sentence in the language of whoever asked."""
