"""Who may begin: what a service's page says before somebody starts, so that nobody is turned away afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from rathaus.catalogue.queries import Offer
from rathaus.people.identifying import level_of
from rathaus.people.models import Account
from rathaus.people.trust import TrustLevel, enough

Check = Callable[[UUID], bool]
_checks: list[Check] = []


@dataclass(frozen=True, slots=True)
class Gate:
    """Why somebody cannot begin yet: not signed in (`level` None), or known less surely than the service `needed`."""

    needed: TrustLevel
    level: TrustLevel | None


def asks_for_account(check: Check) -> Check:
    """Have `check(service_id)` of a later room asked whether a service takes applications from accounts only."""
    if check not in _checks:
        _checks.append(check)
    return check


def gate(offer: Offer, account: Account | None) -> Gate | None:
    """What keeps whoever looks at the page from beginning; None where nothing does."""
    needed, level = offer.texts.trust_level, level_of(account)
    if not enough(needed, level):
        return Gate(needed, level)
    if level is None and any(check(offer.id) for check in _checks):
        return Gate(needed, level)
    return None
