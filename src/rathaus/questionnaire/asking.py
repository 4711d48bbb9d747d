"""How a field is put to a person: control, labels, hints, choices; and how what was typed becomes a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rathaus.fim.model import CodeList, DataType, Field, FieldKind, Limits, Position
from rathaus.fim.patterns import PatternError
from rathaus.questionnaire import kinds
from rathaus.questionnaire.findings import Finding, FindingKind
from rathaus.questionnaire.kinds import Kind, kind_of
from rathaus.questionnaire.language import Together
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.model import Control, Option, Question
from rathaus.questionnaire.sentences import file_types, megabytes, number_text, quote
from rathaus.questionnaire.values import (
    Parser,
    choice_parser,
    date_parser,
    datetime_parser,
    number_parser,
    text_parser,
    time_parser,
    truth_parser,
)

RADIOS = 7
"""Up to so many choices are shown at once; more become a drop-down list."""
BOXES = 12
"""Up to so many choices, several answers are asked as boxes; more become several inputs."""
_LONG = 300
"""Characters from which on a text gets several lines."""
_VERY_SHORT_HELP = 40
"""Help up to this length says something of its own, also about a field that everybody knows."""
_SHORT_HELP = 160
"""Help up to this length is shown as a hint; longer help is unfolded."""

NUMBERS = frozenset({DataType.NUM, DataType.NUM_INT, DataType.NUM_CURRENCY})
SELF_EVIDENT: dict[str, str | None] = {
    "F60000227": None,
    "F60000240": _("Mit Vorwahl, zum Beispiel 0251 1234567."),
    "F60000241": _("Mit Vorwahl, zum Beispiel 0251 1234568."),
    "F60000242": _("Zum Beispiel name@beispiel.de."),
    "F60000243": None,
    "F60000244": _("Mit Buchstaben, falls es einen gibt, zum Beispiel 12a."),
    "F60000246": None,
    "F60000247": None,
    "F60000248": _("Zum Beispiel Hinterhaus."),
}
"""Fields of the central kit that everybody knows, with the hint of the house; the kit explains them at length.

Numbers without the three zeros that version 3 puts in."""
_CONTROLS = {
    DataType.DATE: Control.DATE,
    DataType.TIME: Control.TIME,
    DataType.DATETIME: Control.DATETIME,
    DataType.NUM: Control.NUMBER,
    DataType.NUM_INT: Control.NUMBER,
    DataType.NUM_CURRENCY: Control.AMOUNT,
    DataType.FILE: Control.FILE,
}
_TRUTHS = {"true": "true", "wahr": "true", "ja": "true", "false": "false", "falsch": "false", "nein": "false"}
_EXAMPLE = re.compile(r"beispiel|z\. ?B\.", re.I)
_WORDY = re.compile(
    r"beschreib|begründ|erläuter|bemerkung|schilder|hinweise?\b|anmerkung|stellungnahme|mitteilung|weitere angaben",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Choices:
    """The choices of a field; `free` where its list is missing and any text is taken."""

    options: tuple[Option, ...] = ()
    free: bool = False


def choices(position: Position, field: Field, lists: Mapping[str, CodeList]) -> tuple[Choices, Finding | None]:
    """The choices of a selection field from its own values or its code list, and what is odd about them."""
    if field.values:
        return Choices(tuple(Option(c.code, c.name, c.help) for c in field.values)), None
    ref = field.code_list
    found = lists.get(ref.canonical_version_uri) if ref else None
    name = quote(field.label_input)
    if ref is None or found is None or not found.codes:
        what = f"Die Codeliste {ref.canonical_version_uri} fehlt" if ref else "Es ist keine Codeliste angegeben"
        sentence = f"{what}: {name} wird als freier Text gefragt; Vergleiche mit ihren Codes prüft die Sachbearbeitung."
        return Choices(free=True), Finding(FindingKind.LIST_MISSING, sentence, position.path)
    options = Choices(tuple(Option(c.code, c.name, c.help) for c in found.codes))
    if ref.version and found.version != ref.version:
        sentence = (
            f"{name} verlangt die Codeliste {ref.canonical_uri} in Version {ref.version}; "
            f"verwendet wird Version {found.version}."
        )
        return options, Finding(FindingKind.LIST_OTHER_VERSION, sentence, position.path)
    return options, None


def control_of(position: Position, field: Field, chosen: Choices, *, confirmation: bool) -> Control:
    """The control for a field. `confirmation`: a rule demands the yes."""
    if field.kind is FieldKind.LOCKED:
        return Control.FIXED
    if field.kind is FieldKind.SELECT and not chosen.free:
        count = len(chosen.options)
        if position.cardinality.repeatable and count <= BOXES:
            return Control.CHECKBOXES
        return Control.RADIO if count <= RADIOS else Control.SELECT
    if field.data_type is DataType.BOOL:
        return Control.CHECKBOX if confirmation else Control.YES_NO
    return _CONTROLS.get(field.data_type) or (Control.TEXTAREA if _is_long(field) else Control.TEXT)


def _is_long(field: Field) -> bool:
    most = field.limits.max_length
    if field.kind is FieldKind.SELECT or field.limits.pattern or field.head.id.startswith(("F60000", "H")):
        return False  # the central kit allows names of 1,000 characters, and they are still one line
    if most is not None:
        return most > _LONG or (most > 150 and _WORDY.search(field.label_input) is not None)
    return _WORDY.search(field.label_input) is not None or len(field.label_input) > 60


def make_question(
    position: Position, field: Field, chosen: Choices, *, confirmation: bool, autocomplete: str | None
) -> Question:
    """The question for a field at its position."""
    control = control_of(position, field, chosen, confirmation=confirmation)
    hint, help_, note = _help(field, control)
    options = chosen.options
    if control in (Control.YES_NO, Control.CHECKBOX):
        options = (Option("true", _("Ja")), Option("false", _("Nein")))
    several = position.cardinality.repeatable and control not in (Control.YES_NO, Control.CHECKBOX, Control.FIXED)
    return Question(
        path=position.path,
        label=field.label_input,
        label_output=field.label_output or field.label_input,
        control=control,
        hint=hint,
        help=help_,
        note=note,
        options=options,
        autocomplete=autocomplete,
        inputmode=_inputmode(field, control, autocomplete),
        max_length=field.limits.max_length if control in (Control.TEXT, Control.TEXTAREA) else None,
        unit="€" if control is Control.AMOUNT else None,
        legal_bases=position.effective_legal_bases,
        required_by_default=position.cardinality.minimum > 0,
        repeat=position.cardinality if several else None,
        media_types=field.media_types,
        max_size=field.max_size,
        kind=kind_of(field) if control is Control.TEXT else None,
        fixed=content_of(field) if control is Control.FIXED else None,
        default=None if field.kind in (FieldKind.LOCKED, FieldKind.HIDDEN) else content_of(field),
    )


def content_of(field: Field) -> str | None:
    """The content of a field as somebody would type it."""
    if field.content and field.data_type is DataType.BOOL:
        return _TRUTHS.get(field.content.strip().lower())
    return field.content


def _inputmode(field: Field, control: Control, autocomplete: str | None) -> str | None:
    if control is Control.NUMBER:
        return "numeric" if field.data_type is DataType.NUM_INT and not _may_be_negative(field.limits) else "text"
    if control is Control.AMOUNT:
        return "decimal" if not _may_be_negative(field.limits) else "text"
    if control is not Control.TEXT:
        return None
    pattern = field.limits.pattern or ""
    if autocomplete == "email" or "@" in pattern:
        return "email"
    if autocomplete == "tel" or re.match(r"tele(fon|fax)", field.label_input, re.I):
        return "tel"
    if pattern and re.fullmatch(r"[0-9\[\](){}|?*+,\-]+|(\\d|[0-9\[\](){}|?*+,\-])+", pattern):
        return "numeric"
    return None


def _may_be_negative(limits: Limits) -> bool:
    return limits.min_value is None or str(limits.min_value).startswith("-")


def _help(field: Field, control: Control) -> tuple[str | None, str | None, str | None]:
    """Hint, help and note: short help joins what the control needs said, long help is unfolded."""
    given = field.help_input or ""
    own = (given if given == given.strip() else given.strip()) or None  # what the house says stays its sentence
    kit = field.head.id[:3] + field.head.id[-6:]
    if own and kit in SELF_EVIDENT and len(own) > _VERY_SHORT_HELP:
        return SELF_EVIDENT[kit], None, own
    technical = _technical_hint(field, control)
    if own and len(own) <= _SHORT_HELP and "\n" not in own:
        ended = own if own[-1] in ".!?:" else own + "."
        return Together.of(ended, technical) if technical and not _says(own, control) else own, None, None
    return technical, own, None


def _says(help_: str, control: Control) -> bool:
    """Whether the definition itself says what the control would say."""
    if control is Control.FILE:
        return re.search(r"\bPDF\b|\bMB\b", help_) is not None
    return control in (Control.DATE, Control.AMOUNT, Control.TEXT) and _EXAMPLE.search(help_) is not None


def _technical_hint(field: Field, control: Control) -> str | None:
    match control:
        case Control.DATE | Control.DATE_PARTS:
            return _("Zum Beispiel 27.3.1985.")
        case Control.TIME:
            return _("Zum Beispiel 14:30.")
        case Control.DATETIME:
            return _("Datum und Uhrzeit, zum Beispiel 27.3.2026 14:30.")
        case Control.AMOUNT:
            return _("Betrag in Euro, zum Beispiel 1.250,00.")
        case Control.FILE:
            return _file_hint(field)
        case Control.NUMBER:
            return _range_hint(field.limits)
        case Control.TEXT if (kind := kind_of(field)) and kind is not Kind.POSTCODE:
            return _("Zum Beispiel {example}.", example=kinds.example(kind))
    return None


def _range_hint(limits: Limits) -> str | None:
    least, most = limits.min_value, limits.max_value
    if least is None or most is None or isinstance(least, str) or isinstance(most, str):
        return None
    return _("Eine Zahl von {least} bis {most}.", least=number_text(least), most=number_text(most))


def _file_hint(field: Field) -> str | None:
    size = megabytes(field.max_size) if field.max_size else ""
    if not field.media_types:
        return _("Höchstens {size} je Datei.", size=size) if size else None
    types = file_types(field.media_types)
    return (
        _("Erlaubt: {types}, höchstens {size} je Datei.", types=types, size=size)
        if size
        else _("Erlaubt: {types}.", types=types)
    )


def make_parser(field: Field, question: Question, chosen: Choices, *, label: str) -> tuple[Parser, str | None]:
    """What turns typed text into a value, and why the field's pattern cannot be used (None: it can, or has none)."""
    if chosen.options and field.kind is FieldKind.SELECT:
        return choice_parser(label, [option.code for option in chosen.options]), None
    match field.data_type:
        case DataType.DATE:
            return date_parser(label, field.limits), None
        case DataType.TIME:
            return time_parser(label, field.limits), None
        case DataType.DATETIME:
            return datetime_parser(label, field.limits), None
        case DataType.BOOL:
            return truth_parser(label), None
        case DataType.NUM | DataType.NUM_INT | DataType.NUM_CURRENCY:
            return number_parser(label, field.limits, field.data_type), None
    lines = question.control in (Control.TEXTAREA, Control.FIXED)
    latin = field.data_type is DataType.TEXT_LATIN
    hint = _misfit(field, label)
    try:
        return text_parser(label, field.limits, lines=lines, latin=latin, hint=hint, kind=question.kind), None
    except PatternError as error:
        bare = Limits(field.limits.min_length, field.limits.max_length)
        reason = _("Das Muster bei {name} kann nicht geprüft werden: {error}.", name=quote(label), error=str(error))
        return text_parser(label, bare, lines=lines, latin=latin), reason


def _misfit(field: Field, label: str) -> str | None:
    """What to say when the pattern does not fit, for the patterns of the central kit."""
    pattern = field.limits.pattern or ""
    if "@" in pattern:
        return _("Prüfen Sie {name}: Nötig ist eine E-Mail-Adresse wie name@beispiel.de.", name=quote(label))
    if pattern.endswith("[0-9]{3}") and field.limits.max_length == 5:
        return _(
            "Prüfen Sie {name}: Eine deutsche Postleitzahl hat fünf Ziffern, zum Beispiel 48143.", name=quote(label)
        )
    return None


def all_choices(
    positions: Mapping[str, Position], lists: Mapping[str, CodeList]
) -> tuple[dict[str, Choices], list[Finding]]:
    """The choices of every field that has any, by path, and what is wrong with their lists."""
    found: dict[str, Choices] = {}
    findings: list[Finding] = []
    for path, position in positions.items():
        if isinstance(position.element, Field) and position.element.kind is not FieldKind.LABEL:
            element = position.element
            if element.kind is FieldKind.SELECT or element.values or element.code_list:
                found[path], finding = choices(position, element, lists)
                if finding:
                    findings.append(finding)
    return found, findings
