"""Mails to staff: asked for in an action, made and sent by the worker."""

from __future__ import annotations

import uuid
from uuid import UUID

from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from rathaus.documents import mail
from rathaus.people import citizens
from rathaus.people.models import Account
from rathaus.towns.transactions import atomic_write

INVITATION, RESET, CHANGED = "people.invitation", "people.reset", "people.changed"
REGISTERED, DELEGATED = "people.registered", "people.delegated"


def send(kind: str, account_id: UUID, *, language: str = mail.GERMAN) -> None:
    """Have a mail sent after the commit. Each call is a mail of its own: asking twice gives two links."""
    with atomic_write():
        mail.send(kind, account_id, key=str(uuid.uuid4()), language=language)


@mail.resolves(INVITATION)
def invitation(account_id: UUID) -> mail.Mail | None:
    """Write the invitation, with the link to set the first password."""
    return _compose("people/mail/invitation.txt", account_id)


@mail.resolves(RESET)
def reset(account_id: UUID) -> mail.Mail | None:
    """Write the mail with the link to set a new password."""
    return _compose("people/mail/reset.txt", account_id)


@mail.resolves(CHANGED)
def changed(account_id: UUID) -> mail.Mail | None:
    """Say that the password or the second factor has changed."""
    return _compose("people/mail/changed.txt", account_id)


@mail.resolves(REGISTERED)
def registered(account_id: UUID) -> mail.Mail | None:
    """Answer somebody who wants an account: with the link to set a password, or to sign in where there is one."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        return None
    if account.has_usable_password():
        link = mail.link(reverse("mein:login"))
        return mail.compose("people/mail/known.txt", to=citizens.address_of(account), link=link)
    return _compose("people/mail/registered.txt", account_id)


@mail.resolves(DELEGATED)
def delegated(account_id: UUID) -> mail.Mail | None:
    """Invite somebody to act for an organisation; who has no password yet gets the link to set one."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        return None
    path = "/mein/" if account.has_usable_password() else password_path(account)
    to = citizens.address_of(account)
    return mail.compose("people/mail/delegated.txt", to=to, path=path, link=mail.link(path))


def _compose(template: str, account_id: UUID) -> mail.Mail | None:
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None:
        return None
    path = password_path(account)
    return mail.compose(template, to=citizens.address_of(account), account=account, path=path, link=mail.link(path))


def password_path(account: Account) -> str:
    """Return the path of the page on which this account may set a password, once, within three days."""
    token = default_token_generator.make_token(account)
    name = "mein:password" if account.is_citizen else "account_reset_password_from_key"
    return reverse(name, kwargs={"uidb36": user_pk_to_url_str(account), "key": token})
