"""The small alphabet of the renderer: attributes, paragraphs, icons, and the texts around a control."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from rathaus.fim.model import LegalBasis
from rathaus.questionnaire.shown import QuestionView
from rathaus.web.telling import foreign, told

LONG_HEADING = 60
"""Characters from which on a heading is set smaller."""


def attributes(**values: str | int | bool | None) -> str:
    """Attributes with a leading blank, without those that are None or False; ``aria_label`` becomes ``aria-label``."""
    parts = []
    for name, value in values.items():
        if value is None or value is False:
            continue
        attribute = name.rstrip("_").replace("_", "-")
        parts.append(f" {attribute}" if value is True else f' {attribute}="{escape(str(value))}"')
    return "".join(parts)


def icon(name: str) -> str:
    """A decorative icon of KERN."""
    return f'<span class="kern-icon kern-icon--{name}" aria-hidden="true"></span>'


def paragraphs(text: str, css: str = "kern-body", lang: str = "") -> str:
    """Plain text as paragraphs; blank lines part them, single line breaks stay. `lang` is an attribute or empty."""
    blocks = (block.strip() for block in text.replace("\r\n", "\n").split("\n\n"))
    return "".join(f'<p class="{css}"{lang}>{escape(block).replace(chr(10), "<br>")}</p>' for block in blocks if block)


def defined(text: str, css: str = "kern-body") -> str:
    """Text of a definition as paragraphs, marked as German where the page is not."""
    return paragraphs(text, css, foreign())


def heading(inner: str, text: str) -> str:
    """The page's own heading around a label, smaller where its `text` is long."""
    size = " r-heading--long" if len(text) > LONG_HEADING else ""
    return f'<h1 class="r-heading{size}">{inner}</h1>'


def legal_basis(basis: LegalBasis) -> str:
    """A norm in the words of the definition, linked where the link leads to the web."""
    text = told(basis.text)
    if not basis.link or urlsplit(basis.link).scheme not in {"http", "https"}:
        return text
    window = escape(_("(öffnet ein neues Fenster)"))
    return (
        f'<a class="kern-link" href="{escape(basis.link)}" target="_blank" rel="noopener noreferrer">'
        f'{text}<span class="kern-sr-only"> {window}</span></a>'
    )


def why(help_text: str | None, bases: Iterable[LegalBasis], label: str, because: str = "") -> str:
    """The fold-out under a question: `because` (HTML), longer help, and the norm that the question rests on."""
    listed = _norms(bases)
    if not help_text and not listed and not because:
        return ""
    return _fold_out(
        _("Warum fragen wir das?") if listed or because else _("Mehr dazu"),
        because + (defined(help_text) if help_text else "") + listed,
        about=label,
    )


def norms(common: Sequence[LegalBasis], questions: Sequence[QuestionView], title: str, because: str = "") -> str:
    """The fold-out for the whole page: `because` (HTML), the norms it rests on, those of single questions by label."""
    rows: dict[str, list[str]] = {}
    for view in questions:
        own = [legal_basis(basis) for basis in dict.fromkeys(view.question.legal_bases) if basis not in common]
        if own:
            rows.setdefault("<br>".join(own), []).append(view.label)
    listed = "".join(
        f"<dt>{', '.join(told(label) for label in dict.fromkeys(labels))}</dt><dd>{own}</dd>"
        for own, labels in rows.items()
    )
    body = because + _norms(common) + (f'<dl class="r-notes">{listed}</dl>' if listed else "")
    return _fold_out(_("Warum fragen wir das?"), body, about=title) if body else ""


def notes(questions: Sequence[QuestionView]) -> str:
    """The fold-out for the whole page: what the definition says about questions that explain themselves."""
    noted = dict.fromkeys((view.label, view.question.note) for view in questions)
    rows = "".join(f"<dt>{told(label)}</dt><dd>{told(note)}</dd>" for label, note in noted if note)
    return _fold_out(_("Hinweise zum Ausfüllen"), f'<dl class="r-notes">{rows}</dl>') if rows else ""


def _norms(bases: Iterable[LegalBasis]) -> str:
    items = "".join(f"<li>{legal_basis(basis)}</li>" for basis in bases)
    title = escape(_("Rechtsgrundlage"))
    return (
        f'<p class="kern-body kern-body--bold">{title}</p><ul class="kern-list kern-list--bullet">{items}</ul>'
        if items
        else ""
    )


def _fold_out(title: str, body: str, *, about: str = "") -> str:
    spoken = f'<span class="kern-sr-only"> – {told(about)}</span>' if about else ""
    return f'<details class="r-why"><summary>{escape(title)}{spoken}</summary><div>{body}</div></details>'


def hint(control_id: str, text: str | None) -> str:
    """The short text between label and control."""
    return f'<div class="kern-hint" id="{control_id}-hint">{told(text)}</div>' if text else ""


def error(control_id: str, problems: tuple[str, ...]) -> str:
    """The sentences about what is wrong, with icon and text, tied to the control by ``aria-describedby``."""
    if not problems:
        return ""
    sentences = "<br>".join(told(sentence) for sentence in problems)
    return (
        f'<p class="kern-error" id="{control_id}-error">{icon("danger")}<span class="kern-body">{sentences}</span></p>'
    )


def described_by(control_id: str, *, hint_text: str | None, problems: tuple[str, ...]) -> str | None:
    """The value of ``aria-describedby``, None where nothing describes the control."""
    ids = [f"{control_id}-hint"] if hint_text else []
    ids += [f"{control_id}-error"] if problems else []
    return " ".join(ids) or None


def optional_mark(*, required: bool, instead: str | None = None) -> str:
    """Required is the normal case; what may stay empty says so, and what else may be answered `instead`."""
    if required:
        return ""
    mark = f"{escape(_('– oder'))} {told(instead)}" if instead else escape(_("– freiwillig"))
    return f' <span class="kern-label__optional">{mark}</span>'


def button(
    text: str,
    *,
    name: str,
    value: str,
    style: str = "secondary",
    about: str = "",
    icon_name: str = "",
    confirm: str = "",
) -> str:
    """A submit button that says what to do; `about` is read out only ("Entfernen – Hund 2").

    `confirm` is asked first where JavaScript runs.
    """
    spoken = f'<span class="kern-sr-only"> – {told(about)}</span>' if about else ""
    sign = icon(icon_name) if icon_name else ""
    return (
        f'<button class="kern-btn kern-btn--{style}" type="submit" name="{escape(name)}" value="{escape(value)}"'
        f"{attributes(data_confirm=confirm or None)}>"
        f'{sign}<span class="kern-label">{escape(text)}{spoken}</span></button>'
    )
