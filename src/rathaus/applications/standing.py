"""Where an application stands, in plain words: what is, what comes next, and by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rathaus.applications.history import ENDED, Kind, Line
from rathaus.web.words import Word, worded


@dataclass(frozen=True, slots=True)
class Standing:
    """`title` says where it stands, `following` what comes next; `look` is the kind of the alert that shows it.

    `in_work`: it is waiting for the administration, so it is worth saying how long that usually takes. `answered`: it
    was answered at once, nobody works on it, and no letter will come.
    """

    title: str
    following: str
    look: str = "info"
    in_work: bool = False
    answered: bool = False


def of(lines: Sequence[Line], word: Word) -> Standing:
    """The standing after these lines (newest first). `word`: what was sent."""
    found = _of(lines)
    return replace(found, title=worded(found.title, word), following=worded(found.following, word))


def _of(lines: Sequence[Line]) -> Standing:
    ended = next((line for line in lines if line.kind in ENDED), None)
    if ended is not None:
        return _ended(ended)
    waiting = [line for line in lines if line.waits]
    if waiting:
        return _waiting(waiting[-1].due_on)
    kinds = {line.kind for line in lines}
    if Kind.IN_PROGRESS not in kinds and Kind.QUESTION not in kinds:
        if Kind.NOTE in kinds:
            said = next(one.text for one in lines if one.kind is Kind.NOTE)
            return Standing(_("Wir haben Ihnen geantwortet"), said, answered=True)
        return Standing(_("‹Ihr Antrag› ist da"), _("Wir sehen uns alles als Nächstes an."), in_work=True)
    said = _("Sie müssen gerade nichts tun. Haben wir Fragen, lesen Sie sie hier.")
    return Standing(_("Wir bearbeiten ‹Ihren Antrag›"), said, in_work=True)


def _waiting(until: dt.date | None) -> Standing:
    title = _("Wir brauchen etwas von Ihnen")
    if until is None:
        return Standing(title, _("Danach bearbeiten wir ‹Ihren Antrag› weiter."), "warning")
    text = _("Bitte antworten Sie bis zum %(day)s. Danach bearbeiten wir ‹Ihren Antrag› weiter.")
    return Standing(title, text % {"day": date_format(until, "DATE_FORMAT")}, "warning")


def _ended(line: Line) -> Standing:
    if line.kind is Kind.WITHDRAWN:
        text = _("Damit ist es erledigt. Sie können jederzeit neu beginnen.")
        return Standing(_("‹Ihr Antrag› ist zurückgenommen"), text)
    if line.kind is Kind.CLOSED:
        return Standing(_("‹Ihr Antrag› ist abgeschlossen"), _("Für Sie ist nichts mehr zu tun."), "success")
    text = _("Laden Sie das Schreiben herunter und bewahren Sie es auf. Darin steht auch, was Sie dagegen tun können.")
    return Standing(_("Über ‹Ihren Antrag› ist entschieden"), text, "success")
