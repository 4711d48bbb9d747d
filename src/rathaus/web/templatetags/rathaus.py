"""Template tags of the look: ``{% load rathaus %}``. How to use them: docs/developers/look.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from django import forms, template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template.context import RequestContext
from django.template.defaultfilters import linebreaksbr
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from rathaus.protection.uploads import readable_size
from rathaus.questionnaire import language
from rathaus.web import navigation, telling, words

register = template.Library()

#: Feedback kinds of KERN; also the names of their icons.
KINDS = ("info", "success", "warning", "danger")


class Problem(Protocol):
    """Anything the error summary can list: the id of the control to jump to, and a sentence."""

    anchor: str
    sentence: str


@register.filter
def told(text: str | None) -> SafeString | None:
    """Text of a questionnaire, in the visitor's language or marked as German; nothing stays nothing."""
    return telling.told(text) if text else None


@register.filter
def explained(text: str) -> SafeString:
    """Why a rule is not read, or what is wrong between rules: in the visitor's language."""
    return telling.told(language.explained(text))


@register.filter
def said(text: str) -> str:
    """The same where no markup may stand."""
    return telling.said(text)


@register.filter
def foreign(text: str) -> SafeString:
    """The attribute ``lang`` of an element that holds this text alone, where it needs one."""
    return mark_safe(telling.foreign(text))  # noqa: S308  # one of two constants


@register.filter
def file_size(size: int) -> str:
    """A number of bytes as people read it."""
    return readable_size(size)


@register.filter(name="worded", is_safe=True)
def worded(text: str, word: words.Word | None) -> str:
    """A sentence with what the service calls it where it says ``‹Antrag›``; see `rathaus.web.words`."""
    return words.worded(text, word)


def _kind(kind: str) -> str:
    if kind not in KINDS:
        raise template.TemplateSyntaxError(f"Unknown kind {kind!r}; one of {', '.join(KINDS)}.")
    return kind


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Return a decorative KERN icon; ``size`` is empty, ``small``, ``large`` or ``x-large``."""
    sized = f" kern-icon--{size}" if size else ""
    return format_html('<span class="kern-icon kern-icon--{}{}" aria-hidden="true"></span>', name, sized)


@register.simple_tag
def badge(text: object, kind: str = "info", *, with_icon: bool = False) -> SafeString:
    """Return a small coloured label; the text carries the meaning, never the colour alone."""
    sign = icon(kind, "small") if with_icon else ""
    return format_html(
        '<span class="kern-badge kern-badge--{} kern-badge--small">{}<span class="kern-label">{}</span></span>',
        _kind(kind),
        sign,
        text,
    )


@register.inclusion_tag("web/components/error_summary.html")
def error_summary(problems: Iterable[Problem | tuple[str, str]]) -> dict[str, Any]:
    """List what has to be mended, each entry a link to its control; nothing where there is no problem.

    ``problems``: objects with ``anchor`` and ``sentence``, or pairs of both. An empty anchor gives plain text.
    """
    rows = [row if isinstance(row, tuple) else (row.anchor, row.sentence) for row in problems]
    return {"rows": rows}


def form_problems(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Return the problems of a Django form in the order of its fields, those of the whole form first."""
    rows = [("", str(error)) for error in form.non_field_errors()]
    for field in form:
        anchor = first_control_id(field)
        label = str(field.label).rstrip(".:")  # a box to tick may have a sentence
        name = label if label.endswith("?") else f"{label}:"
        rows += [(anchor, f"{name} {error}") for error in field.errors]
    return rows


@register.inclusion_tag("web/components/error_summary.html")
def form_errors(form: forms.BaseForm) -> dict[str, Any]:
    """Show the error summary of a Django form."""
    return {"rows": form_problems(form) if form.is_bound else []}


def first_control_id(field: BoundField) -> str:
    """Return the id that a link must name to reach the first control of a field."""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{field.auto_id}_0"
    return str(field.auto_id)


#: Template by widget, most special first.
_PATTERNS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "choices"),
    (forms.RadioSelect, "choices"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "input"),
    (forms.Widget, "input"),
)
_CLASSES = {
    "input": "kern-form-input__input",
    "select": "kern-form-input__select",
    "checkbox": "kern-form-check__checkbox",
}


def _pattern(widget: forms.Widget) -> str:
    return next(name for kind, name in _PATTERNS if isinstance(widget, kind))


def _attributes(field: BoundField, base: str) -> dict[str, Any]:
    """Return what ties the control to its hint and error, and the classes of KERN."""
    described = []
    if field.help_text:
        described.append(f"{field.auto_id}-hint")
    if field.errors:
        described.append(f"{field.auto_id}-error")
    # A placeholder is no label (False leaves the attribute out).
    attributes: dict[str, Any] = {"class": f"{base} {base}--error" if field.errors else base, "placeholder": False}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if field.errors:
        attributes["aria-invalid"] = "true"
    return attributes


def _is_exception(bound: BoundField) -> bool:
    """Whether the field is optional among required ones; a choice with an answer already is neither."""
    if isinstance(bound.field.widget, forms.RadioSelect) and bound.initial:
        return False
    return not bound.field.required and any(other.required for other in bound.form.fields.values())


def _word_the_empty_choice(bound: BoundField) -> None:
    """A list says what its empty line means, where Django has nothing but dashes for it."""
    dashes = BLANK_CHOICE_DASH[0][1]
    word = _("Bitte wählen") if bound.field.required else _("keine Auswahl")
    if isinstance(bound.field, forms.ModelChoiceField):
        if bound.field.empty_label == dashes:
            bound.field.empty_label = word
    elif isinstance(bound.field.widget, forms.Select):
        choices = bound.field.widget.choices
        bound.field.widget.choices = [(value, word if label == dashes else label) for value, label in choices]


@register.inclusion_tag("web/components/field.html")
def field(bound: BoundField, width: str = "", *, mark: bool = True) -> dict[str, Any]:
    """Show one field of a Django form (staff pages) as KERN renders it.

    ``width``: number of characters for short values, as KERN's ``--width-N`` has them (2, 4), or empty.
    Optional fields are marked, required ones are the normal case. Where a whole form is optional (a filter), or with
    ``mark=False``, nothing is marked.
    """
    widget = bound.field.widget
    pattern = _pattern(widget)
    context: dict[str, Any] = {"field": bound, "pattern": pattern, "optional": mark and _is_exception(bound)}
    if pattern == "choices":
        many = isinstance(widget, forms.CheckboxSelectMultiple)
        chosen = bound.value() or ([] if many else "")
        values = {str(value) for value in chosen} if many else {str(chosen)}
        context |= {
            "control": "checkbox" if many else "radio",
            "options": [
                {"value": value, "label": label, "id": f"{bound.auto_id}_{at}", "chosen": str(value) in values}
                for at, (value, label) in enumerate(widget.choices)
                if many or value != ""
            ],
        }
    else:
        _word_the_empty_choice(bound)
        attributes = _attributes(bound, _CLASSES[pattern])
        if width:
            attributes["class"] += f" kern-form-input__input--width-{width}"
        context["control"] = bound.as_widget(attrs=attributes)
    return context


@register.simple_block_tag
def alert(content: str, kind: str = "info", title: object = "", level: int = 2) -> SafeString:
    """Wrap the block in a KERN alert; ``level`` is the level of its heading."""
    body = format_html('<div class="kern-alert__body">{}</div>', SafeString(content)) if content.strip() else ""
    return format_html(
        '<div class="kern-alert kern-alert--{0}"><div class="kern-alert__header">{1}'
        '<h{2} class="kern-title">{3}</h{2}></div>{4}</div>',
        _kind(kind),
        icon(kind),
        level,
        title,
        body,
    )


def _look_of(kind: str) -> str:
    if kind not in ("primary", "secondary", "tertiary"):
        raise template.TemplateSyntaxError(f"Unknown button {kind!r}; primary, secondary or tertiary.")
    return kind


@register.simple_tag
def button(text: object, kind: str = "primary", *, sign: str = "", **attributes: object) -> SafeString:
    """Return a submit button. ``sign``: name of an icon. Other keywords become attributes (``name``, ``value``,
    ``formaction``; ``data_confirm`` asks first where JavaScript runs)."""
    return format_html(
        '<button type="submit" class="kern-btn kern-btn--{}"{}>{}<span class="kern-label">{}</span></button>',
        _look_of(kind),
        _html_attributes(attributes),
        icon(sign) if sign else "",
        text,
    )


@register.simple_tag
def button_link(
    text: object, href: str, kind: str = "secondary", *, sign: str = "", **attributes: object
) -> SafeString:
    """Return a link that looks like a button."""
    return format_html(
        '<a href="{}" class="kern-btn kern-btn--{}"{}>{}<span class="kern-label">{}</span></a>',
        href,
        _look_of(kind),
        _html_attributes(attributes),
        icon(sign) if sign else "",
        text,
    )


def _html_attributes(attributes: Mapping[str, object]) -> SafeString:
    """Return `` name="value"`` for each; underscores in names become hyphens."""
    parts = [format_html(' {}="{}"', name.replace("_", "-"), value) for name, value in attributes.items()]
    return SafeString("".join(parts))


@register.inclusion_tag("web/components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: Any, label: object = "") -> dict[str, Any]:
    """Show links to the other pages of ``page`` (Django's ``Page``); keeps the other parts of the query."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.pop("seite", None)
    rest = query.urlencode()
    return {
        "page": page,
        "label": label or _("Seiten"),
        "numbers": list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)),
        "ellipsis": page.paginator.ELLIPSIS,
        "start": f"?{rest}&seite=" if rest else "?seite=",
    }


@register.simple_tag(takes_context=True)
def current(context: RequestContext, prefix: str) -> SafeString:
    """Return ``aria-current`` where the shown page lies under ``prefix``: ``page`` itself, else ``true``."""
    request = context.get("request")
    if request is None or not prefix or not request.path.startswith(prefix):
        return SafeString("")
    return SafeString(' aria-current="page"' if request.path == prefix else ' aria-current="true"')


@register.simple_tag(takes_context=True)
def staff_groups(context: RequestContext) -> list[navigation.Group]:
    """Give the navigation of the administration, as the account that is signed in may use it."""
    return navigation.groups(context["staff"], context["request"].path)


@register.simple_tag
def gap(value: object) -> SafeString | str:
    """Show a detail of the town, line by line; a marked gap where it is missing."""
    if value in (None, ""):
        return format_html('<span class="r-gap">{}</span>', _("noch anzugeben"))
    if isinstance(value, dt.date):
        return date_format(value, "DATE_FORMAT")
    return linebreaksbr(str(value), autoescape=True)
