"""The items of a page of questions: headings, texts, questions, overviews of entries."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rathaus.applications.rendering.controls import ADD, REMOVE, render_question
from rathaus.applications.rendering.html import button, error, paragraphs, why
from rathaus.questionnaire.model import EntryListView, HeadingView, PageView, QuestionView, TextView

StepUrl = Callable[[str], str]


def render_items(view: PageView, step_url: StepUrl) -> SafeString:
    """The items of a page. `step_url` gives the address of a step from its slug."""
    common = frozenset(view.legal_bases)
    parts = []
    for item in view.items:
        match item:
            case QuestionView():
                bases = (basis for basis in item.question.legal_bases if basis not in common)
                parts.append(
                    f'<div class="r-question">{render_question(item)}{why(item.help, bases, item.label)}</div>'
                )
            case HeadingView():
                level = min(item.level + 1, 6)
                parts.append(f"<h{level}>{escape(item.text)}</h{level}>")
            case TextView():
                parts.append(f'<div class="r-text">{paragraphs(item.text)}</div>')
            case EntryListView():
                parts.append(_entries(item, step_url))
    parts.append(why(None, view.legal_bases, view.title))
    return mark_safe("".join(parts))  # noqa: S308  # every value above passed escape


def _entries(view: EntryListView, step_url: StepUrl) -> str:
    rows = "".join(
        f'<li class="kern-task-list__item"><div class="kern-task-list__title">'
        f'<a class="kern-link kern-task-list__content-wrapper" href="{escape(step_url(entry.step))}">'
        f'<span class="kern-number">{number}</span><span>{escape(entry.title)}'
        f'<span class="kern-sr-only"> – {escape(_("bearbeiten"))}</span></span></a>'
        f'<div class="kern-task-list__status">{_badge(complete=entry.complete)}</div></div>'
        f"{_remove(view, entry.id, entry.title) if entry.removable else ''}</li>"
        for number, entry in enumerate(view.entries, start=1)
    )
    listed = f'<ul class="kern-task-list__list">{rows}</ul>' if rows else paragraphs(_("Noch kein Eintrag."))
    add = button(_("%(what)s hinzufügen") % {"what": view.label}, name=ADD, value=view.key, icon_name="add")
    body = f'<div class="kern-task-list">{listed}</div>{add if view.add else ""}{error(view.id, view.problems)}'
    return (
        f'<div class="r-entries" id="{view.id}" tabindex="-1" role="group" aria-label="{escape(view.label)}">'
        f"{paragraphs(view.help) if view.help else ''}{paragraphs(_count_hint(view), 'kern-hint')}{body}</div>"
    )


def _remove(view: EntryListView, entry_id: str, title: str) -> str:
    return button(
        _("Entfernen"),
        name=REMOVE,
        value=f"{view.key}[{entry_id}]",
        style="tertiary",
        about=title,
        confirm=_("%(what)s mit allen Angaben entfernen?") % {"what": title},
    )


def _badge(*, complete: bool) -> str:
    style, text = ("success", _("Erledigt")) if complete else ("warning", _("Unvollständig"))
    label = f'<span class="kern-label">{escape(text)}</span>'
    return f'<span class="kern-badge kern-badge--{style} kern-badge--small">{label}</span>'


def _count_hint(view: EntryListView) -> str:
    """How many entries there must and may be, in words."""
    low, high = view.minimum, view.maximum
    if high is None:
        return _("Mindestens %(low)s Einträge.") % {"low": low} if low > 1 else ""
    if low == high:
        return _("Genau %(high)s Einträge.") % {"high": high}
    if low > 1:
        return _("Mindestens %(low)s, höchstens %(high)s Einträge.") % {"low": low, "high": high}
    return _("Höchstens %(high)s Einträge.") % {"high": high}
