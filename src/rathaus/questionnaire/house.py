"""Questions the house asks for itself: whom to write to, where a definition does not say so. Never delivered."""

from __future__ import annotations

from dataclasses import replace

from rathaus.fim.model import Cardinality, DataType, Field, FieldKind, Group, Head, LegalBasis, Limits, Position
from rathaus.questionnaire.findings import Finding, FindingKind
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.roles import Roles
from rathaus.questionnaire.sentences import AND, join

CONTACT = "H00000000001"
GIVEN = "H00000000002"
FAMILY = "H00000000003"
EMAIL = "H00000000004"
PHONE = "H00000000005"

_ONCE = Cardinality(1, 1)
_MAYBE = Cardinality(0, 1)
_BASIS = (LegalBasis("Für die Bearbeitung nötig (Art. 6 Abs. 1 Buchst. e DSGVO)"),)
_MAIL = r"[^@\s]+@[^@\s]+\.[^@\s.]+"


def complete(roles: Roles) -> tuple[Roles, tuple[Position, ...], tuple[Finding, ...]]:
    """Roles with nobody missing to write to, the positions asked for that, and what to tell the service owner."""
    nameless = roles.family is None and roles.firm is None
    if roles.email is not None and not nameless:
        return roles, (), ()
    children: list[Position] = []
    if nameless:
        children += [
            _field(GIVEN, _("Vorname"), _ONCE, Limits(max_length=80)),
            _field(FAMILY, _("Familienname"), _ONCE, Limits(max_length=120)),
        ]
        roles = replace(roles, given=f"{CONTACT}.{GIVEN}", family=f"{CONTACT}.{FAMILY}")
    if roles.email is None:
        hint = _("Dorthin schreiben wir, wenn es etwas Neues zu Ihrem Antrag gibt.")
        limits = Limits(min_length=6, max_length=254, pattern=_MAIL)
        children.append(_field(EMAIL, _("E-Mail-Adresse"), _ONCE, limits, hint))
        roles = replace(roles, email=f"{CONTACT}.{EMAIL}")
    if roles.phone is None:
        hint = _("Für Rückfragen, wenn es schnell gehen soll.")
        children.append(_field(PHONE, _("Telefonnummer"), _MAYBE, Limits(max_length=23), hint))
        roles = replace(roles, phone=f"{CONTACT}.{PHONE}")
    names = join([child.element.label_input for child in children], AND)
    sentence = _(
        "Die Definition fragt nicht nach allem, was für Rückfragen nötig ist. Das Haus fragt selbst: {names}.",
        names=names,
    )
    group = Group(Head(CONTACT, None, "Kontakt"), _("Kontakt für Rückfragen"), _("Kontakt für Rückfragen"))
    position = Position(CONTACT, group, _ONCE, _BASIS, _BASIS, tuple(children))
    return roles, (position,), (Finding(FindingKind.HOUSE_CONTACT, sentence, CONTACT),)


def _field(id_: str, label: str, cardinality: Cardinality, limits: Limits, hint: str | None = None) -> Position:
    element = Field(
        Head(id_, None, label), label, label, FieldKind.INPUT, DataType.TEXT, help_input=hint, limits=limits
    )
    return Position(f"{CONTACT}.{id_}", element, cardinality, _BASIS, _BASIS)
