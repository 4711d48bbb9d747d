"""Answers that a service gives beforehand, one field for each question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from rathaus.fim.model import FieldKind
from rathaus.questionnaire.presets import Blank
from rathaus.questionnaire.values import Bad
from rathaus.web.telling import said

MOST_ROWS = 60
"""So many questions stand on one page; of a longer definition one looks for the question first."""
_MOST_OPTIONS = 100


def rows(blanks: Mapping[str, Blank], presets: Mapping[str, str], wanted: str) -> list[Blank]:
    """The questions that the page shows: those answered, and those that a part of a label or id finds."""
    words = wanted.casefold().split()
    if not words and len(blanks) <= MOST_ROWS:
        return list(blanks.values())
    found = [path for path, one in blanks.items() if words and all(word in _searched(one) for word in words)]
    chosen = {*presets, *found[:MOST_ROWS]}
    return [one for path, one in blanks.items() if path in chosen]


def _searched(blank: Blank) -> str:
    return " ".join((*blank.around, blank.label, blank.path)).casefold()


class PresetsForm(forms.Form):
    """The answers to these questions; what is answered elsewhere in the definition stays."""

    def __init__(self, *args: Any, blanks: Iterable[Blank], presets: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.presets = presets
        self.blanks = {f"v-{blank.path.replace('.', '-')}": blank for blank in blanks}
        for name, blank in self.blanks.items():
            self.fields[name] = _field(blank, presets.get(blank.path, ""))

    def clean(self) -> dict[str, Any]:
        """Bring the answers together into `presets`."""
        values = super().clean() or {}
        kept = dict(self.presets)
        for name, blank in self.blanks.items():
            text = values.get(name, "")
            kept.pop(blank.path, None)
            if not text:
                continue
            read = blank.read(text)
            if isinstance(read, Bad):
                self.add_error(name, said(read.sentence))
            else:
                kept[blank.path] = read
        values["presets"] = kept
        return values

    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields below the labels of the groups that they stand in."""
        named = ((" › ".join(blank.around), self[name]) for name, blank in self.blanks.items())
        return [(title, [bound for _title, bound in some]) for title, some in groupby(named, key=lambda one: one[0])]


def _field(blank: Blank, preset: str) -> forms.Field:
    common: dict[str, Any] = {"label": blank.label, "required": False, "initial": preset, "help_text": _note(blank)}
    if blank.options and len(blank.options) <= _MOST_OPTIONS:
        options = [(one.code, said(one.label)) for one in blank.options]
        return forms.ChoiceField(choices=[("", _("– keine Vorgabe –")), *options], **common)
    if blank.options:
        common["help_text"] = f"{common['help_text']} {_('Bezeichnung oder Code.')}".strip()
    return forms.CharField(max_length=5_000, **common)


def _note(blank: Blank) -> str:
    if blank.kind is FieldKind.LOCKED:
        return _("Die Definition sperrt dieses Feld: Ihre Vorgabe wird gezeigt und kann nicht geändert werden.")
    if blank.kind is FieldKind.HIDDEN:
        return _("Die Definition zeigt dieses Feld nicht: Ihre Vorgabe wird unsichtbar mitgeschickt.")
    return ""
