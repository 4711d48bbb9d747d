"""The proof of use of a grant (Verwendungsnachweis): planned beside spent, by year and source, and what is missing.

Fed from the money of the measure, so that nobody types the figures twice. Only years within the grant count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rathaus.strategy.matching import HUNDRED
from rathaus.strategy.models import DueReport, Grant, Instalment
from rathaus.strategy.plan import Money
from rathaus.strategy.templatetags.strategy import euros, share


@dataclass(frozen=True, slots=True)
class Sum:
    """Money of one source over all years of the grant. `part`: its share of all that was spent, in percent."""

    source: str
    own: bool
    granted: bool
    planned: Decimal
    spent: Decimal
    part: Decimal


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything a proof of use shows. `rows`: the money by year and source; `missing`: sentences."""

    grant: Grant
    rows: tuple[Money, ...]
    sums: tuple[Sum, ...]
    planned: Decimal
    spent: Decimal
    received: Decimal
    missing: tuple[str, ...]

    @property
    def own_share(self) -> Decimal:
        """The town's own share of what was spent, in percent."""
        return sum((one.part for one in self.sums if one.own), Decimal())

    @property
    def from_grant(self) -> Decimal:
        """What was spent of the grant."""
        return sum((one.spent for one in self.sums if one.granted), Decimal())


def _percent(part: Decimal, whole: Decimal) -> Decimal:
    return (part / whole * HUNDRED).quantize(Decimal("0.01"), ROUND_HALF_UP) if whole else Decimal()


def of(
    grant: Grant,
    money: Sequence[Money],
    instalments: Sequence[Instalment],
    reports: Sequence[DueReport],
    *,
    today: dt.date,
) -> Proof:
    """The proof of a grant as it stands today. `money`: all money of the measure."""
    rows = tuple(one for one in money if grant.starts_on.year <= one.year <= grant.ends_on.year)
    spent = sum((one.spent for one in rows), Decimal())
    received = sum((one.amount for one in instalments if one.received_on), Decimal())
    sums = tuple(_sums(grant, rows, spent))
    missing = (
        *_of_money(grant, sums, spent, received),
        *_outside(grant, money),
        *_of_papers(instalments, reports, today),
    )
    return Proof(grant, rows, sums, sum((one.budget for one in rows), Decimal()), spent, received, missing)


def _sums(grant: Grant, rows: Sequence[Money], all_spent: Decimal) -> Iterator[Sum]:
    for source in dict.fromkeys(one.source for one in rows):
        some = [one for one in rows if one.source == source]
        planned, spent = sum((one.budget for one in some), Decimal()), sum((one.spent for one in some), Decimal())
        own = all(one.own for one in some)
        yield Sum(source, own, source == grant.money, planned, spent, _percent(spent, all_spent))


def _of_money(grant: Grant, sums: Sequence[Sum], spent: Decimal, received: Decimal) -> Iterator[str]:
    used = sum((one.spent for one in sums if one.granted), Decimal())
    if not any(one.granted for one in sums):
        yield _("Im Geld der Maßnahme steht in diesen Jahren nichts unter „%(source)s“.") % {"source": grant.money}
    own = sum((one.spent for one in sums if one.own), Decimal())
    needed = spent * grant.own_share / HUNDRED
    if own < needed:
        yield _(
            "Eigenanteil: %(share)s statt %(wanted)s. Von %(needed)s eigenem Geld sind %(own)s ausgegeben, "
            "es fehlen %(gap)s."
        ) % {
            "share": share(_percent(own, spent)),
            "wanted": share(grant.own_share),
            "needed": euros(_cents(needed)),
            "own": euros(own),
            "gap": euros(_cents(needed) - own),
        }
    if used > grant.amount:
        yield _("Aus der Förderung sind %(used)s ausgegeben, bewilligt sind %(amount)s.") % {
            "used": euros(used),
            "amount": euros(grant.amount),
        }
    if received > used:
        yield _("Eingegangen sind %(received)s, ausgegeben %(used)s: %(rest)s sind noch nicht verwendet.") % {
            "received": euros(received),
            "used": euros(used),
            "rest": euros(received - used),
        }
    if spent < grant.cost:
        yield _("Von %(cost)s förderfähigen Ausgaben sind %(spent)s belegt, es fehlen %(gap)s.") % {
            "cost": euros(grant.cost),
            "spent": euros(spent),
            "gap": euros(grant.cost - spent),
        }


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _outside(grant: Grant, money: Sequence[Money]) -> Iterator[str]:
    """Money of the grant that was spent in years that it does not cover."""
    for one in money:
        within = grant.starts_on.year <= one.year <= grant.ends_on.year
        if one.source == grant.money and one.spent and not within:
            yield _("%(spent)s aus „%(source)s“ sind %(year)s ausgegeben, außerhalb der Förderung.") % {
                "spent": euros(one.spent),
                "source": one.source,
                "year": one.year,
            }


def _of_papers(instalments: Sequence[Instalment], reports: Sequence[DueReport], today: dt.date) -> Iterator[str]:
    for report in reports:
        if report.sent_on is None and report.due_on < today:
            yield _("„%(title)s“ war bis %(day)s abzugeben.") % {"title": report.title, "day": _day(report.due_on)}
    for one in instalments:
        if one.received_on is None and one.due_on < today:
            yield _("%(amount)s waren bis %(day)s abzurufen.") % {"amount": euros(one.amount), "day": _day(one.due_on)}


def _day(day: dt.date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
