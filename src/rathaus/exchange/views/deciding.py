"""What the pages have in common on which a newer version of the origin stands beside the own, to be decided on."""

from __future__ import annotations

import itertools
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rathaus.exchange.actions import updating
from rathaus.exchange.queries.packages import Waiting
from rathaus.exchange.updates import strategy_words
from rathaus.exchange.updates.facts import CHANGED_BY_BOTH
from rathaus.exchange.updates.model import Difference, Part
from rathaus.people.decorators import StaffRequest

_OF_DEFINITION = (Part.QUESTIONS, Part.LIMITS, Part.CODES, Part.RULES, Part.BY_HAND, Part.PRESETS)
"""What is called by words of the definition, which are German."""


def decide(request: StaffRequest, found: Waiting) -> HttpResponse:
    """One press of a button; the page comes back where it was pressed.

    A button names what was seen beside it: where that is no longer so, nothing is decided.
    """
    post = request.POST
    if "alle" in post:
        plain = [one.key for one in found.open if not one.conflict]
        updating.decide(found, plain, take=True, by=request.actor)
    for name, take in (("uebernehmen", True), ("behalten", False), ("offen", None)):
        if not (mark := post.get(name, "")):
            continue
        for number, one in enumerate(found.differences, start=1):
            if one.mark == mark:
                updating.decide(found, [one.key], take=take, by=request.actor)
                return redirect(f"{request.path}#aenderung-{number}")
        messages.error(request, _("Das wurde inzwischen geändert. Bitte sehen Sie noch einmal hin."))
    return redirect(request.path)


def chapters(found: Waiting) -> list[dict[str, Any]]:
    """The differences under their headings, numbered through: by part of a service, by element of a strategy."""
    titles = {
        Part.QUESTIONS: _("Fragen"),
        Part.LIMITS: _("Was eingegeben werden darf"),
        Part.CODES: _("Auswahlwerte"),
        Part.RULES: _("Regeln"),
        Part.BY_HAND: _("Regeln von Hand"),
        Part.TEXTS: _("Texte"),
        Part.PRESETS: _("Vorgaben"),
        Part.LETTERS: _("Bescheide"),
        Part.ROLES: _("Wer ist es?"),
        **strategy_words.KINDS,
    }
    rows = [
        {
            "place": str(number),
            "one": one,
            "state": _state(found, one),
            "german": one.part in _OF_DEFINITION,
            "by_both": not one.about or CHANGED_BY_BOTH in one.own,
        }
        for number, one in enumerate(found.differences, start=1)
    ]
    groups = itertools.groupby(rows, key=lambda row: (row["one"].part, row["one"].about))  # type: ignore[attr-defined]
    return [
        {
            "number": number,
            "title": titles[part],
            "about": about,
            "rows": [{**row, "chapter": number} for row in inside],
        }
        for number, ((part, about), inside) in enumerate(groups, start=1)
    ]


def _state(found: Waiting, one: Difference) -> str:
    if not one.takeable:
        return "told"
    return "taken" if one.key in found.taken else "kept" if one.key in found.kept else "open"
