"""Writing a rule of the sample by hand, signing it and publishing it, as its people do."""

from __future__ import annotations

from rathaus.catalogue import queries
from rathaus.catalogue.by_hand import actions as by_hand
from rathaus.fim.rules import notation
from rathaus.people import actors
from rathaus.questionnaire import Draft

COLOUR, WHY = "F99000000003", "F99000000004"
TEXT = f"wenn {COLOUR} = 1 dann Pflicht: {WHY}; sonst verboten: {WHY}."
RULE = "/amt/leistungen/zaun/regeln/R99000000001/"


def says(service, text=TEXT):
    made = queries.material(service.current_id)
    return notation.read(text, notation.Names(made.schema, made.lists))


def bound(service):
    return queries.material(service.current_id).schema.bound_rules[0]


def write(service, owner, text=TEXT, trials=()):
    return by_hand.write(service, bound(service), says(service, text), trials=trials, by=actors.staff(owner.account))


def checks(service):
    service.refresh_from_db()
    return [one.rule for one in queries.questionnaire(service.current_id).manual_checks]


def shown(service, colour):
    asked = queries.questionnaire(service.current_id)
    return WHY in asked.check(Draft(values={COLOUR: colour})).required


def in_force(service, owner, second):
    """Written, signed and published."""
    by_hand.sign(write(service, owner), by=actors.staff(second.account))
    version = by_hand.put_in_force(service, by=actors.staff(owner.account))
    service.refresh_from_db()
    return version
