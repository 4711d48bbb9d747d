"""The items of a page of questions: headings, texts, questions, overviews of entries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rathaus.applications.rendering.because import NOTHING, Because, sentence
from rathaus.applications.rendering.controls import ADD, REMOVE, TAKE_OVER, render_question
from rathaus.applications.rendering.html import attributes, button, defined, error, norms, notes, paragraphs, why
from rathaus.fim.model import LegalBasis
from rathaus.questionnaire.shown import (
    EntryListView,
    HeadingView,
    ItemView,
    OfferView,
    PageView,
    QuestionView,
    TextView,
)
from rathaus.web.telling import said, told

StepUrl = Callable[[str], str]
FOLLOWED = "folge"
"""Form name under which a page says which follow-up steps it showed."""


def render_items(
    view: PageView,
    step_url: StepUrl,
    followed: Sequence[PageView] = (),
    *,
    at_once: bool = False,
    because: Because = NOTHING,
) -> SafeString:
    """The items of a page. `step_url` gives the address of a step from its slug.

    `followed` are pages whose questions stand below, where a script runs: they wait in templates, which browsers
    without one do not look into. With `at_once` they stand there straight away (the answer to a running script).
    `because` says why questions are asked.
    """
    told_above = set(_all_norms(view))
    below = []
    above = view.title
    for one in followed:
        deep = view.title not in {one.title, above}
        below.append(_follow_up(_without(told_above, one), above, step_url, because, deep=deep))
        above = above if one.question_is_heading else one.title
        told_above |= _all_norms(one) if one.goes_on else set()
    if not at_once:
        below = [f"<template>{one}</template>" for one in below]
    return mark_safe(_items(view, step_url, because) + "".join(below))  # noqa: S308  # every value passes escape


def _items(view: PageView, step_url: StepUrl, because: Because) -> str:
    asked = _questions(view)
    parts = [_item(item, view, step_url, because, alone=len(asked) == 1) for item in view.items]
    if len(asked) != 1:
        opened = sentence(because.pages.get(view.step.slug))
        parts += [notes(asked), norms(view.legal_bases, asked, view.title, opened)]
    return "".join(parts)


def _all_norms(view: PageView) -> set[LegalBasis]:
    return {*view.legal_bases, *(one for item in _questions(view) for one in item.question.legal_bases)}


def _without(norms_above: set[LegalBasis], view: PageView) -> PageView:
    """A page that goes on with those above it, without the norms that are told there."""
    if not view.goes_on:
        return view

    def rest(bases: tuple[LegalBasis, ...]) -> tuple[LegalBasis, ...]:
        return tuple(one for one in bases if one not in norms_above)

    items = (
        replace(item, question=replace(item.question, legal_bases=rest(item.question.legal_bases)))
        if isinstance(item, QuestionView)
        else item
        for item in view.items
    )
    return replace(view, items=tuple(items), legal_bases=rest(view.legal_bases))


def _questions(view: PageView) -> list[QuestionView]:
    return [item for item in view.items if isinstance(item, QuestionView)]


def _follow_up(view: PageView, above: str, step_url: StepUrl, because: Because, *, deep: bool) -> str:
    """The questions of a page below those that bring them about, under the heading of their group.

    `above` is the last heading before them, which is not told once more; `deep`: it is not that of the page.
    """
    slug = escape(view.step.slug)
    titled = not view.question_is_heading and view.title != above
    items = tuple(_below(item, deeper=titled or deep) for item in view.items)
    title = f"<h2>{told(view.title)}</h2>" if titled else ""
    lead = defined(view.help, "r-lead") if view.help else ""
    body = _items(replace(view, items=items), step_url, because)
    css = "r-follow r-follow--on" if view.goes_on else "r-follow"
    return (
        f'<div class="{css}" data-block="{slug}"><input type="hidden" name="{FOLLOWED}" value="{slug}">'
        f"{title}{lead}{body}</div>"
    )


def _below(item: ItemView, *, deeper: bool) -> ItemView:
    """An item that stands below another page: no heading of its page, and headings below the title there."""
    if isinstance(item, QuestionView):
        return replace(item, heading=False)
    return replace(item, level=item.level + 1) if deeper and isinstance(item, HeadingView) else item


def _item(item: ItemView, view: PageView, step_url: StepUrl, because: Because, *, alone: bool) -> str:
    """One item. What the only question of a page rests on is said right below it, else once at the end of the page."""
    match item:
        case QuestionView():
            bases = dict.fromkeys((*view.legal_bases, *item.question.legal_bases)) if alone else ()
            help_ = "\n\n".join(filter(None, (item.help, item.question.note if alone else None)))
            marks = attributes(data_block=item.key, data_decides=item.decides)
            reason = because.questions.get(item.key) or (because.pages.get(view.step.slug) if alone else None)
            needed = sentence(because.problems.get(item.key), "r-because")
            fold_out = why(help_, bases, item.label, sentence(reason))
            return f'<div class="r-question"{marks}>{render_question(item)}{needed}{fold_out}</div>'
        case HeadingView():
            level = min(item.level + 1, 6)
            return f'<h{level} data-block="{escape(item.text)}">{told(item.text)}</h{level}>'
        case TextView():
            return f'<div class="r-text" data-block="{escape(item.label)}">{defined(item.text)}</div>'
        case OfferView():
            return _offer(item)
    return _entries(item, step_url)


def _offer(view: OfferView) -> str:
    """A press that takes over an address given before."""
    text = _("%(address)s übernehmen") % {"address": view.text}
    press = button(text, name=TAKE_OVER, value=f"{view.target} {view.source}", icon_name="content-copy")
    return f'<div class="r-offer" data-block="{escape(view.target)} {escape(view.source)}">{press}</div>'


def _entries(view: EntryListView, step_url: StepUrl) -> str:
    rows = "".join(
        f'<li class="kern-task-list__item"><div class="kern-task-list__title">'
        f'<a class="kern-link kern-task-list__content-wrapper" href="{escape(step_url(entry.step))}">'
        f'<span class="kern-number">{number}</span><span>{told(entry.title)}'
        f'<span class="kern-sr-only"> – {escape(_("bearbeiten"))}</span></span></a>'
        f'<div class="kern-task-list__status">{_badge(complete=entry.complete)}</div></div>'
        f"{_remove(view, entry.id, entry.title) if entry.removable else ''}</li>"
        for number, entry in enumerate(view.entries, start=view.first)
    )
    listed = f'<ul class="kern-task-list__list">{rows}</ul>' if rows else paragraphs(_("Noch kein Eintrag."))
    add = button(_("%(what)s hinzufügen") % {"what": said(view.label)}, name=ADD, value=view.key, icon_name="add")
    body = f'<div class="kern-task-list">{listed}</div>{add if view.add else ""}{error(view.id, view.problems)}'
    return (
        f'<div class="r-entries" id="{view.id}" tabindex="-1" role="group" aria-label="{escape(said(view.label))}">'
        f"{defined(view.help) if view.help else ''}{paragraphs(_count_hint(view), 'kern-hint')}"
        f"{paragraphs(_range(view), 'kern-hint')}{body}</div>"
    )


def _remove(view: EntryListView, entry_id: str, title: str) -> str:
    return button(
        _("Entfernen"),
        name=REMOVE,
        value=f"{view.key}[{entry_id}]",
        style="tertiary",
        about=title,
        confirm=_("%(what)s mit allen Angaben entfernen?") % {"what": said(title)},
    )


def _badge(*, complete: bool) -> str:
    style, text = ("success", _("Erledigt")) if complete else ("warning", _("Unvollständig"))
    label = f'<span class="kern-label">{escape(text)}</span>'
    return f'<span class="kern-badge kern-badge--{style} kern-badge--small">{label}</span>'


def _range(view: EntryListView) -> str:
    """Which entries of a long list stand on the page."""
    last = view.first + len(view.entries) - 1
    if view.total <= len(view.entries):
        return ""
    text = _("Einträge %(first)s bis %(last)s von %(total)s")
    return text % {"first": view.first, "last": last, "total": view.total}


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
