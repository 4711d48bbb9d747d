"""What the pages of those who keep something in the exchange have in common."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages

from rathaus.exchange.errors import ExchangeError
from rathaus.people.decorators import StaffRequest
from rathaus.strategy.views.staff import done as strategy_done


def done(form: forms.BaseForm, change: Callable[[], object]) -> bool:
    """Run the change if the form is valid; what the action of this room or of the strategy refuses is the form's."""
    try:
        return strategy_done(form, change)
    except ExchangeError as refused:
        form.add_error(None, str(refused))
        return False


def tried(request: StaffRequest, change: Callable[[], object], said: str) -> None:
    """Run the change of a button, and say what came of it on the next page."""
    try:
        change()
    except ExchangeError as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, said)
