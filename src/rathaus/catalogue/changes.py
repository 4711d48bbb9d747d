"""What a definition changes for a service, beside the version that is offered now."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rathaus.catalogue import queries
from rathaus.catalogue.models import Service
from rathaus.catalogue.reading import Reading
from rathaus.fim.diff import Area, Change, Diff, compare

_WITH_TEXTS = frozenset({Area.SERVICE, Area.QUESTIONS, Area.RULES})


@dataclass(frozen=True, slots=True)
class Chapter:
    """The changes of one kind under their heading."""

    title: str
    changes: tuple[Change, ...]
    shows_texts: bool
    """Whether texts before and after say more than the sentence."""


def of(service: Service | None, reading: Reading) -> Diff | None:
    """The difference to the current version; None where there is none yet."""
    if service is None or service.current_id is None:
        return None
    now = queries.material(service.current_id)
    return compare(now.schema, reading.schema, old_lists=now.lists, new_lists=reading.code_lists)


def chapters(diff: Diff) -> list[Chapter]:
    """The changes by what they are about, in the order of a report."""
    titles = {
        Area.SERVICE: _("Die Leistung"),
        Area.POSITIONS: _("Neu, entfallen, verschoben"),
        Area.QUESTIONS: _("Fragen und Texte"),
        Area.TYPES: _("Art der Angaben"),
        Area.LIMITS: _("Was eingegeben werden darf"),
        Area.CARDINALITIES: _("Pflicht und Anzahl"),
        Area.CODES: _("Auswahlwerte"),
        Area.RULES: _("Regeln"),
        Area.LEGAL_BASES: _("Rechtsgrundlagen"),
    }
    groups = itertools.groupby(diff.changes, key=lambda change: change.area)
    return [Chapter(titles[area], tuple(changes), area in _WITH_TEXTS) for area, changes in groups]
