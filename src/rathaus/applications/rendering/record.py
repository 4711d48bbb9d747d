"""The answers in words, as the applicant checks them before sending."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rathaus.questionnaire.shown import RecordRow, RecordSection
from rathaus.web.telling import told

StepUrl = Callable[[str], str]


def render_record(sections: Sequence[RecordSection], step_url: StepUrl | None = None) -> SafeString:
    """Every answer in document order; with `step_url`, the address of a step, each has a link to change it."""
    return mark_safe("".join(_section(section, step_url, 2) for section in sections))  # noqa: S308  # all escaped


def _section(section: RecordSection, step_url: StepUrl | None, level: int) -> str:
    tag = f"h{min(level, 6)}"
    title = f"<{tag}>{told(section.title)}</{tag}>" if section.title else ""
    rows = "".join(_row(row, step_url) for row in section.rows)
    listed = f'<dl class="kern-description-list r-rows">{rows}</dl>' if rows else ""
    inner = "".join(_section(child, step_url, level + 1) for child in section.sections)
    return f"<section>{title}{listed}{inner}</section>"


def _row(row: RecordRow, step_url: StepUrl | None) -> str:
    label, text = told(row.label), told(row.text).replace("\n", "<br>")
    value = text if row.answered else f'<span class="r-muted">{text or escape(_("Keine Angabe"))}</span>'
    change = ""
    if row.slug and step_url:
        href = escape(step_url(row.slug))
        change = (
            f' <a class="kern-link r-rows__change" href="{href}">{escape(_("Ändern"))}'
            f'<span class="kern-sr-only">: {label}</span></a>'
        )
    return (
        f'<div class="kern-description-list-item"><dt class="kern-description-list-item__key">{label}</dt>'
        f'<dd class="kern-description-list-item__value">{value}{change}</dd></div>'
    )
