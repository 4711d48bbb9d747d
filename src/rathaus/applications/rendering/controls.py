"""One question as HTML: label, hint, control, error, and why it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html import escape

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rathaus.applications.rendering.html import (
    attributes,
    button,
    described_by,
    error,
    heading,
    hint,
    icon,
    optional_mark,
    paragraphs,
)
from rathaus.protection import media
from rathaus.protection.uploads import readable_size
from rathaus.questionnaire.model import Control
from rathaus.questionnaire.shown import FileView, QuestionView
from rathaus.web.telling import foreign, said, told

ADD, REMOVE, REMOVE_FILE, TAKE_OVER = "add", "remove", "remove-file", "take-over"
"""Names of the buttons that change the draft besides saving it; no form name of a question looks like them."""


_TINY, _SHORT, _MEDIUM = 6, 12, 25
"""Characters of an answer up to which its input is as narrow as that."""


def render_question(view: QuestionView) -> str:
    """The control of a question with everything that belongs to it, except the fold-out."""
    if view.question.repeat is not None and view.control is not Control.FILE and view.control is not Control.CHECKBOXES:
        return _repeated(view)
    return _RENDERERS[view.control](view)


def _describe(view: QuestionView) -> str | None:
    return described_by(view.id, hint_text=view.hint, problems=view.problems)


def _wrong(view: QuestionView) -> str | None:
    return "true" if view.problems else None


def _label(view: QuestionView) -> str:
    text = f"{told(view.label)}{optional_mark(required=view.required, instead=view.instead)}"
    label = f'<label class="kern-label" for="{view.id}">{text}</label>'
    return heading(label, view.label) if view.heading else label


def _framed(view: QuestionView, control: str) -> str:
    """Label, hint, control and error in a KERN form input."""
    state = " kern-form-input--error" if view.problems else ""
    return (
        f'<div class="kern-form-input{state}">{_label(view)}{hint(view.id, view.hint)}{control}'
        f"{error(view.id, view.problems)}</div>"
    )


def _fieldset(view: QuestionView, body: str, *, horizontal: bool = False, described: bool = True) -> str:
    """Several controls under one legend."""
    state = " kern-fieldset--error" if view.problems else ""
    direction = " kern-fieldset__body--horizontal" if horizontal else ""
    described_by_ = attributes(aria_describedby=_describe(view)) if described else ""
    text = f"{told(view.label)}{optional_mark(required=view.required, instead=view.instead)}"
    return (
        f'<fieldset class="kern-fieldset{state}"{described_by_}>'
        f'<legend class="kern-label">{heading(text, view.label) if view.heading else text}</legend>'
        f'{hint(view.id, view.hint)}<div class="kern-fieldset__body{direction}">{body}</div>'
        f"{error(view.id, view.problems)}</fieldset>"
    )


def _input_class(view: QuestionView, more: str = "") -> str:
    wrong = " kern-form-input__input--error" if view.problems else ""
    return f"kern-form-input__input{wrong}{more}"


def _width(view: QuestionView) -> str:
    """As wide as the answer, where that is known to be short."""
    if view.control in (Control.NUMBER, Control.AMOUNT, Control.TIME):
        return " r-input--short"
    most = view.question.max_length
    if most is None or most > _MEDIUM:
        return ""
    return " r-input--tiny" if most <= _TINY else " r-input--short" if most <= _SHORT else " r-input--medium"


def _text(view: QuestionView) -> str:
    shown = attributes(
        class_=_input_class(view, _width(view)),
        id=view.id,
        name=view.name,
        type=_INPUT_TYPES.get(view.inputmode or "", "text"),
        value=view.value or None,
        inputmode=view.inputmode,
        autocomplete=view.autocomplete or "off",
        spellcheck="false" if view.inputmode else None,
        aria_describedby=_describe(view),
        aria_invalid=_wrong(view),
        required=view.required,
    )
    field = f"<input{shown}>"
    unit = view.question.unit
    if unit:
        field = f'<div class="kern-input-group">{field}<span class="kern-input-group-text">{escape(unit)}</span></div>'
    return _framed(view, field)


def _textarea(view: QuestionView) -> str:
    shown = attributes(
        class_=_input_class(view),
        id=view.id,
        name=view.name,
        rows=5,
        autocomplete=view.autocomplete or "off",
        aria_describedby=_describe(view),
        aria_invalid=_wrong(view),
        required=view.required,
    )
    return _framed(view, f"<textarea{shown}>\n{escape(view.value)}</textarea>")


def _select(view: QuestionView) -> str:
    wrong = " kern-form-input__select--error" if view.problems else ""
    shown = attributes(
        class_=f"kern-form-input__select{wrong}",
        id=view.id,
        name=view.name,
        autocomplete=view.autocomplete,
        aria_describedby=_describe(view),
        aria_invalid=_wrong(view),
        required=view.required,
    )
    german = foreign()  # the choices of a list are the definition's
    own = ' lang="en"' if german else ""
    options = [f'<option value=""{own}>{escape(_("Bitte wählen"))}</option>']
    options += [
        f'<option value="{escape(option.code)}"{" selected" if option.selected else ""}>{escape(option.label)}</option>'
        for option in view.options
    ]
    return _framed(
        view, f'<div class="kern-form-input__select-wrapper"><select{shown}{german}>{"".join(options)}</select></div>'
    )


def _choices(view: QuestionView, kind: str) -> str:
    """Radio buttons or boxes; the first carries the question's own id, so that an error can point at it."""
    parts = []
    for number, option in enumerate(view.options):
        option_id = view.id if number == 0 else f"{view.id}-{number}"
        help_id = f"{option_id}-text" if option.help else None
        wrong = f" kern-form-check__{kind}--error" if view.problems else ""
        shown = attributes(
            class_=f"kern-form-check__{kind}{wrong}",
            id=option_id,
            name=view.name,
            type=kind,
            value=option.code,
            checked=option.selected,
            aria_describedby=help_id,
            aria_invalid=_wrong(view) if kind == "checkbox" else None,
        )
        text = f'<div class="kern-hint" id="{help_id}">{told(option.help)}</div>' if option.help else ""
        parts.append(
            f'<div class="kern-form-check"><input{shown}>'
            f'<label class="kern-label" for="{option_id}">{told(option.label)}</label></div>{text}'
        )
    return _fieldset(view, "".join(parts))


def _radio(view: QuestionView) -> str:
    return _choices(view, "radio")


def _checkboxes(view: QuestionView) -> str:
    return _choices(view, "checkbox")


def _checkbox(view: QuestionView) -> str:
    wrong = " kern-form-check__checkbox--error" if view.problems else ""
    shown = attributes(
        class_=f"kern-form-check__checkbox{wrong}",
        id=view.id,
        name=view.name,
        type="checkbox",
        value="true",
        checked=view.value == "true",
        aria_describedby=_describe(view),
        aria_invalid=_wrong(view),
        required=view.required,
    )
    state = " kern-form-check--error" if view.problems else ""
    return (
        f'<div class="r-check">{hint(view.id, view.hint)}<div class="kern-form-check{state}"><input{shown}>'
        f"{_label(view)}</div>{error(view.id, view.problems)}</div>"
    )


def _date(view: QuestionView) -> str:
    """Day, month and year in inputs of their own; a single input where the question has no parts."""
    if not view.parts:
        return _text(view)
    fields = []
    for number, part in enumerate(view.parts):
        part_id = view.id if number == 0 else f"{view.id}-{part.part}"
        shown = attributes(
            class_=_input_class(view, f" kern-form-input__input--width-{part.width}"),
            id=part_id,
            name=part.name,
            type="text",
            value=part.value or None,
            inputmode="numeric",
            autocomplete=part.autocomplete or "off",
            aria_describedby=f"{view.id}-error" if view.problems else None,
            aria_invalid=_wrong(view),
        )
        label = f'<label class="kern-label" for="{part_id}">{told(part.label)}</label>'
        fields.append(f'<div class="kern-form-input">{label}<input{shown}></div>')
    return _fieldset(view, "".join(fields), horizontal=True)


def _file(view: QuestionView) -> str:
    """The files that are there, each with a way to take it back, and the input for another one."""
    rows = "".join(
        f'<li class="r-file">{_seen(file)}<span>{escape(file.name)} '
        f'<span class="kern-body--muted">({escape(media.label(file.media_type))}, {escape(readable_size(file.size))})'
        f"</span>{_unseen(file)}{_scanned(file)}</span>"
        f"{button(_('Entfernen'), name=REMOVE_FILE, value=file.id, style='tertiary', about=file.name)}</li>"
        for file in view.files
    )
    listed = f'<ul class="r-files" id="{view.id}-files">{rows}</ul>' if rows else ""
    maximum = view.question.repeat.maximum if view.question.repeat else 1
    room = None if maximum is None else maximum - len(view.files)
    if maximum != 1 and room is not None and room <= 0:
        text = _("Entfernen Sie zuerst eine Datei, wenn Sie eine andere senden möchten.")
        full = f'<p class="kern-body kern-body--muted" id="{view.id}" tabindex="-1">{escape(text)}</p>'
        title = f'<p class="kern-label">{told(view.label)}</p>'
        return f'<div class="kern-form-input">{title}{listed}{full}{error(view.id, view.problems)}</div>'
    shown = attributes(
        class_=_input_class(view),
        id=view.id,
        name=view.name,
        type="file",
        accept=view.accept,
        multiple=room is None or room > 1,
        aria_describedby=" ".join(
            filter(None, [f"{view.id}-count" if listed else None, _describe(view)]),
        )
        or None,
        aria_invalid=_wrong(view),
    )
    there = ngettext("%(count)s Datei ist schon da.", "%(count)s Dateien sind schon da.", len(view.files))
    count = (
        f'<p class="kern-body" id="{view.id}-count">{escape(there % {"count": len(view.files)})}</p>' if listed else ""
    )
    return _framed(view, f"{count}{listed}<input{shown}>")


def _seen(file: FileView) -> str:
    """How the file looks, small; its name stands beside."""
    return f'<img src="{escape(file.preview)}" alt="" loading="lazy">' if file.preview else icon("draft")


def _unseen(file: FileView) -> str:
    """That there is no preview, where one could be expected."""
    return f'<br><span class="r-muted">{escape(_("Keine Vorschau."))}</span>' if file.preview == "" else ""


def _scanned(file: FileView) -> str:
    """What is known of viruses in the file; nothing where no scanner has looked."""
    text = {
        "clean": _("auf Viren geprüft"),
        "waiting": _("Die Virenprüfung steht noch aus."),
        "infected": _("Diese Datei enthält einen Virus. Bitte entfernen Sie sie."),
    }.get(file.scan)
    if text is None:
        return ""
    style = "kern-error" if file.scan == "infected" else "r-muted"
    return f' <span class="{style}">{escape(text)}</span>'


def _fixed(view: QuestionView) -> str:
    origin = f'<p class="r-muted">{told(view.hint)}</p>' if view.hint else ""
    return (
        f'<dl class="kern-description-list"><div class="kern-description-list-item">'
        f'<dt class="kern-description-list-item__key">{told(view.label)}</dt>'
        f'<dd class="kern-description-list-item__value" id="{view.id}" tabindex="-1">{_value(view)}{origin}</dd>'
        f"</div></dl>"
    )


def _value(view: QuestionView) -> str:
    return paragraphs(said(view.value), lang=foreign(view.value))


def _repeated(view: QuestionView) -> str:
    """A field that may be given several times: one input each, with "add another"."""
    add = (
        button(_("Weitere Angabe hinzufügen"), name=ADD, value=view.key, about=view.label, icon_name="add")
        if view.add
        else ""
    )
    if len(view.inputs) == 1:  # no need to number it
        only = view.inputs[0]
        shown = replace(
            only, label=view.label, hint=view.hint, heading=view.heading, problems=(*only.problems, *view.problems)
        )
        return f'<div class="r-several">{_RENDERERS[only.control](shown)}{add}</div>'
    body = []
    for entry in view.inputs:
        remove = (
            button(_("Entfernen"), name=REMOVE, value=entry.key, style="tertiary", about=entry.label)
            if entry.removable
            else ""
        )
        shown = replace(entry, hint=None)  # said once, for all of them
        body.append(f'<div class="r-entry">{_RENDERERS[entry.control](shown)}{remove}</div>')
    anchor = "" if view.inputs else f'<span id="{view.id}" tabindex="-1"></span>'
    # Where there are entries, each says itself that it may stay empty.
    return _fieldset(replace(view, required=view.required or bool(view.inputs)), f"{anchor}{''.join(body)}{add}")


_INPUT_TYPES = {"email": "email", "tel": "tel", "url": "url"}

_RENDERERS: dict[Control, Callable[[QuestionView], str]] = {
    Control.TEXT: _text,
    Control.TEXTAREA: _textarea,
    Control.RADIO: _radio,
    Control.SELECT: _select,
    Control.CHECKBOXES: _checkboxes,
    Control.YES_NO: _radio,
    Control.CHECKBOX: _checkbox,
    Control.DATE: _date,
    Control.DATE_PARTS: _date,
    Control.NUMBER: _text,
    Control.AMOUNT: _text,
    Control.TIME: _text,
    Control.DATETIME: _text,
    Control.FILE: _file,
    Control.FIXED: _fixed,
}
