"""Those who registered, as a table to work with: the list for the entrance, and what stands on the name badges."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rathaus.documents.tables import Sheet
from rathaus.exchange.queries.meetings import Participant


def sheets(people: Sequence[Participant]) -> list[Sheet]:
    """Everybody with what they said; and for the badges those with a place, by family name."""
    known = [one for one in people if one.name]
    heading = [
        _("Nr."), _("Vorname"), _("Familienname"), _("Ort"), _("Aufgabe"), _("E-Mail"), _("Hinweise"),
        pgettext("meeting", "Platz"), _("War da"),
    ]  # fmt: skip
    placed = [one for one in known if one.registration.placed_at]
    badges = sorted(((one.given, one.family, one.town) for one in placed), key=lambda row: row[1].casefold())
    return [
        Sheet(_("Teilnehmende"), heading, [_row(one) for one in known], (6, 18, 18, 28, 24, 32, 32, 12, 8)),
        Sheet(_("Namensschilder"), [_("Vorname"), _("Familienname"), _("Ort")], badges, (18, 18, 28)),
    ]


def _row(one: Participant) -> list[str | int | None]:
    place = _("ja") if one.registration.placed_at else _("Warteliste")
    came = _("ja") if one.registration.came else ""
    return [one.registration.number, one.given, one.family, one.town, one.task, one.email, one.needs, place, came]
