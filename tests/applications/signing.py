"""Asking somebody to sign along, for tests."""

from __future__ import annotations

from rathaus.applications.actions import together as actions
from rathaus.applications.models import DraftRecord, Signature
from rathaus.applications.queries import Contact
from rathaus.towns.actors import Actor


def asked(record: DraftRecord, name: str = "Emil Özdemir", email: str = "emil@example.org") -> Signature:
    """Somebody who is to sign the draft along."""
    return actions.ask_to_sign(record, name, Contact(email, "de"), by=Actor.applicant(str(record.pk)))
