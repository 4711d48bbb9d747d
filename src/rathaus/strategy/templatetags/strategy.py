"""Figures as people read them: ``{% load strategy %}``."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils.formats import get_format
from django.utils.translation import pgettext

from rathaus.strategy.comparing import Chosen
from rathaus.strategy.models import Indicator

register = template.Library()


@register.filter
def figure(value: float | None, indicator: Indicator | Chosen) -> str:
    """The value with the indicator's decimals and unit; a dash where there is none."""
    if value is None:
        return "–"
    return f"{decimals(value, indicator.decimals)} {indicator.unit}".strip().replace(" %", "\u00a0%")


@register.filter
def decimals(value: float | None, places: int) -> str:
    """The value with so many decimals and grouped thousands, in the language of the page; a dash for nothing."""
    if value is None:
        return "–"
    plain = f"{value:,.{places}f}"
    signs = {",": get_format("THOUSAND_SEPARATOR"), ".": get_format("DECIMAL_SEPARATOR"), "-": "−"}
    return plain.translate(str.maketrans(signs))


@register.filter
def signed(value: float | None, places: int) -> str:
    """The value with so many decimals and its sign, plus included; a dash for nothing."""
    if value is None:
        return "–"
    rounded = round(value, places) + 0.0
    return f"{'+' if rounded > 0 else ''}{decimals(rounded, places)}"


@register.filter
def moved(change: float | None, indicator: Indicator) -> str:
    """How much a figure moved, with its sign; a share moves by points, as percent of it would be something else."""
    said = signed(change, indicator.decimals)
    return f"{said} {pgettext('share', 'Punkte')}" if indicator.unit == "%" else said


@register.filter
def euros(value: Decimal) -> str:
    """An amount of money, in whole euros where it is whole."""
    return f"{decimals(float(value), 0 if value == value.to_integral_value() else 2)}\u00a0€"


@register.filter
def share(value: Decimal) -> str:
    """A share in percent, with the decimals that it has, two at most: money is held against it."""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    places = next(places for places in range(3) if rounded == round(rounded, places))
    return f"{decimals(float(rounded), places)}\u00a0%"
