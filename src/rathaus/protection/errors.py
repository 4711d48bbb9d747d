"""What the protection room raises."""

from __future__ import annotations


class ProtectionError(Exception):
    """Sealed data cannot be read, or must not be written.

    The text is a German sentence for operators and holds no data.
    """


class KeyMissing(ProtectionError):
    """The town's key file is not there or does not hold the key that is needed."""


class KeyDestroyed(ProtectionError):
    """The data key was destroyed: what it sealed is deleted."""


class SealBroken(ProtectionError):
    """The sealed bytes were changed, cut, or belong somewhere else."""
