"""How surely the house knows whom it deals with: the three levels of German law (OZG, eIDAS; BSI TR-03107-1)."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    pass


class TrustLevel(enum.Enum):
    """``vertrauensniveau``: what a service asks for, and what an account has reached."""

    NORMAL = "normal"
    SUBSTANTIAL = "substantial"
    HIGH = "high"

    @property
    def label(self) -> Promise:
        """What people call it."""
        return _LABELS[self]

    def covers(self, needed: TrustLevel) -> bool:
        """Whether it is at least as high."""
        order = list(TrustLevel)
        return order.index(self) >= order.index(needed)


_LABELS = {
    TrustLevel.NORMAL: _("normal"),
    TrustLevel.SUBSTANTIAL: _("substanziell"),
    TrustLevel.HIGH: _("hoch"),
}


def enough(needed: TrustLevel, held: TrustLevel | None) -> bool:
    """Whether somebody with this level (None: not signed in) may use a service; the lowest asks for no account."""
    return needed is TrustLevel.NORMAL or (held is not None and held.covers(needed))
