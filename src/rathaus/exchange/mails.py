"""The mails of this room."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from rathaus.documents import mail
from rathaus.exchange.actions.following import ARRIVED
from rathaus.exchange.queries import following
from rathaus.people.models import Account


@mail.resolves(ARRIVED)
def arrived(account_id: UUID) -> mail.Mail | None:
    """To whoever follows other towns: what has come from them today."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    arrivals = list(following.fresh())
    if account is None or not arrivals:
        return None
    link = mail.link(reverse("exchange:subscriptions"))
    return mail.compose("exchange/mail/arrived.txt", to=account.email, arrivals=arrivals, link=link)
