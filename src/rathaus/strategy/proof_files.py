"""The proof of use as a table: one row per year and source, then the sums."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from rathaus.documents.tables import Cell, Sheet
from rathaus.strategy.proof import Proof


def sheet(proof: Proof) -> Sheet:
    """The proof with its columns."""
    heading = [_("Jahr"), _("Woher"), _("Geplant in Euro"), _("Ausgegeben in Euro"), _("Anteil der Ausgaben in %")]
    return Sheet(_("Verwendungsnachweis"), heading, list(rows(proof)), (12, 40, 20, 20, 20))


def rows(proof: Proof) -> Iterator[list[Cell]]:
    """Year by year, then each source over all years, then everything."""
    for one in proof.rows:
        yield [one.year, one.source, one.budget, one.spent, ""]
    for total in proof.sums:
        yield [_("alle Jahre"), total.source, total.planned, total.spent, total.part]
    yield [_("alle Jahre"), _("Zusammen"), proof.planned, proof.spent, Decimal(100) if proof.spent else ""]
