"""The navigation of the administration: groups in one row, and below it the pages of the group that is shown.

Two short rows instead of a menu to unfold: everything is a plain link, works without JavaScript, and fits a phone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from rathaus.people.permissions import Grants


@dataclass(frozen=True, slots=True)
class Link:
    """A page to go to; ``current`` as ``aria-current`` has it: ``page``, ``true`` (a page below), or empty."""

    address: str
    label: str
    current: str


@dataclass(frozen=True, slots=True)
class Group:
    """What belongs together; a group of one page is that page and has no second row."""

    link: Link
    links: tuple[Link, ...]


def groups(grants: Grants, path: str) -> list[Group]:
    """What somebody with these grants finds, seen from the page at ``path``."""
    works, cares, leads = grants.works, grants.manages_services, grants.leads_strategy
    administers = grants.administers
    found = [
        _group(path, _("Vorgänge"), [("cases:inbox", _("Eingang"), works)]),
        _group(
            path,
            _("Leistungen"),
            [
                ("catalogue:manage", _("Alle Leistungen"), cares),
                ("catalogue:sign_offs", _("Freigaben"), cares or administers),
                ("catalogue:usage", _("Nutzung"), cares),
                ("catalogue:maturity", _("Reifegrad"), cares),
                ("applications:paper", _("Anträge auf Papier"), cares),
            ],
        ),
        _group(
            path,
            _("Strategie und Kennzahlen"),
            [
                ("strategy:outline", _("Strategie"), leads),
                ("strategy:manage_indicators", _("Kennzahlen"), leads),
                ("strategy:funding", _("Förderung"), leads),
                ("strategy:rollouts", _("Ausbau"), leads),
            ],
        ),
        _group(
            path,
            _("Austausch"),
            [
                ("exchange:manage", _("Überblick"), cares or leads or administers),
                ("exchange:packages", _("Pakete"), cares or leads),
                ("exchange:subscriptions", _("Andere Kommunen"), leads or administers),
                ("exchange:manage_reports", _("Erfahrungen"), leads),
                ("exchange:manage_meetings", _("Treffen"), leads),
                ("exchange:manage_calls", _("Aufrufe"), leads),
            ],
        ),
        _group(
            path,
            _("Verwaltung"),
            [("people:staff", _("Personal"), administers), ("web:details", _("Angaben der Kommune"), administers)],
        ),
    ]
    return [group for group in found if group]


def _group(path: str, label: str, pages: Iterable[tuple[str, str, bool]]) -> Group | None:
    open_to = [(reverse(name), text) for name, text, allowed in pages if allowed]
    if not open_to:
        return None
    # The address that fits best: /amt/austausch/ lies above /amt/austausch/treffen/.
    shown = max((one for one, _text in open_to if path.startswith(one)), key=len, default="")
    links = tuple(Link(one, text, _current(one, shown, path)) for one, text in open_to)
    if len(links) == 1:
        return Group(links[0], ())
    return Group(Link(links[0].address, label, "true" if shown else ""), links if shown else ())


def _current(address: str, shown: str, path: str) -> str:
    if address != shown:
        return ""
    return "page" if address == path else "true"
