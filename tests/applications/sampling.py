"""A complete application for the sample service, without walking through its pages."""

from __future__ import annotations

from rathaus.applications import queries
from rathaus.applications.actions import begin, change
from rathaus.applications.queries import OpenDraft
from rathaus.catalogue.models import Service
from rathaus.questionnaire import Draft, Questionnaire
from rathaus.towns.actors import Actor

VALUES = {
    "G99000000001.F99000000001": "001",
    "G99000000001.F99000000003": "false",
    "G99000000004.F99000000005": "Käthe",
    "G99000000004.F99000000006": "Özdemir-Łukasz",
    "G99000000004.F99000000016": "3.4.1985",
    "G99000000004.F99000000007": "kaethe@example.org",
    "G99000000004.F99000000020": "Am Rathaus",
    "G99000000004.F99000000021": "7a",
    "G99000000004.F99000000022": "12345",
    "G99000000004.F99000000023": "Musterstadt",
    "G99000000003[1].F99000000008": "Bello",
    "G99000000003[1].F99000000009": "002",
    "?G99000000002.G99000000005": "false",
}
NAME = "G99000000004.F99000000006"
HINT = "G99000000002.F99000000018"


def complete(asked: Questionnaire, draft: Draft) -> Draft:
    """Everything answered, every page saved."""
    draft = draft.with_values(VALUES)
    for step in asked.steps(draft):
        draft = draft.with_saved(step.slug)
    return draft


def owner(opened: OpenDraft) -> Actor:
    return Actor.applicant(str(opened.record.pk))


def filled(service: Service) -> tuple[OpenDraft, str]:
    """A draft ready to be sent, with its access code."""
    record, code = begin(service, by=Actor.applicant(""))
    opened = queries.opened(record)
    return change(opened, complete, by=owner(opened)), code
