"""What somebody should know about a definition before it becomes a service.

Codes are those of the official quality messages (list XDFM 1.8) where one fits; our own are words. The sentences are
written for the person who publishes the definition: only what changes the service is reported here. What is for its
editors is in `rathaus.fim.quality`, and how rules fit together in `rathaus.fim.rulecheck`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal

from rathaus.fim import patterns
from rathaus.fim.limits import NUMBERS
from rathaus.fim.lists import ListMatch, ListStatus
from rathaus.fim.model import Code, DataType, Field, FieldKind, Finding, Group, Position, Schema
from rathaus.fim.rules.report import RuleReport, RuleStatus

_TEXTS = frozenset({DataType.TEXT, DataType.TEXT_LATIN})
_STATIC = _TEXTS | {DataType.OBJ}
_WHEN: dict[DataType, tuple[Callable[[str], object], str]] = {
    DataType.DATE: (date.fromisoformat, "Datum"),
    DataType.TIME: (time.fromisoformat, "Uhrzeit"),
    DataType.DATETIME: (datetime.fromisoformat, "Zeitpunkt"),
}
_NO_TIME = {DataType.DATE: "1071", DataType.TIME: "1084", DataType.DATETIME: "1083"}
_WHEN_CODES = {DataType.DATE: ("1067", "1068"), DataType.TIME: ("1081", "1082"), DataType.DATETIME: ("1079", "1080")}


def check(schema: Schema, matches: Iterable[ListMatch]) -> tuple[Finding, ...]:
    """Everything to report about `schema` with the lists that `matches` found: the reader's findings first."""
    by_key = {found.reference.key: found for found in matches}
    found = [*schema.findings, *_lists(by_key.values())]
    if not schema.children:
        found.append(Finding("1078", f"{schema.head.id}: Das Datenschema enthält kein einziges Element."))
    for rule in schema.bound_rules:
        if not rule.rule.text:
            path = rule.bearer.path if rule.bearer else None
            text = f"{rule.rule.id}: Der Text der Regel ist leer."
            found.append(Finding("1024", text, path, rule.rule.line, rule.rule.id))
    seen: set[int] = set()
    for position in schema.positions.values():
        element = position.element
        if id(element) not in seen:
            seen.add(id(element))
            found += _block(position, by_key)
        found += _use(position)
    return tuple(found)


def check_rules(report: RuleReport) -> tuple[Finding, ...]:
    """One finding for every rule that does not run whole, with the reasons."""
    found = []
    for read in report.rules:
        if read.status is not RuleStatus.EXECUTABLE:
            part = "nur zum Teil" if read.status is RuleStatus.PARTIAL else "nicht"
            reasons = " ".join(read.reasons) or "Der Text ist nicht verstanden."
            sentence = f"{read.bound.rule.id}: Die Regel läuft {part} von selbst. {reasons}"
            path = read.bound.bearer.path if read.bound.bearer else None
            found.append(
                Finding(
                    "regel-teilweise" if read.status is RuleStatus.PARTIAL else "regel-unklar",
                    sentence,
                    path,
                    read.bound.rule.line,
                    read.bound.rule.id,
                )
            )
    return tuple(found)


def _lists(matches: Iterable[ListMatch]) -> Iterator[Finding]:
    for found in matches:
        wanted = found.reference.canonical_version_uri
        if found.status is ListStatus.MISSING:
            yield Finding("codeliste-fehlt", f"Die Codeliste {wanted} fehlt.")
        elif found.status is ListStatus.OTHER_VERSION and found.code_list is not None:
            other = found.code_list.version or "ohne Angabe"
            yield Finding("codeliste-andere-version", f"Die Codeliste {wanted} liegt nur in der Version {other} vor.")


def _block(position: Position, matches: dict[str, ListMatch]) -> Iterator[Finding]:
    """Findings about a building block, told once however often it is used."""
    element = position.element
    sentences = _field(element, matches) if isinstance(element, Field) else _group(position, element)
    for code, sentence in sentences:
        yield Finding(code, f"{element.head.id}: {sentence}", position.path, position.line)


def _use(position: Position) -> Iterator[Finding]:
    """Findings about one use of a building block."""
    element = position.element
    if not isinstance(element, Field) or element.content is not None or position.cardinality.optional:
        return
    if element.kind in (FieldKind.LOCKED, FieldKind.HIDDEN):
        sentence = (
            f"{position.id}: Das Feld ist gesperrt oder verborgen und verlangt einen Wert, den niemand angeben kann."
        )
        yield Finding("gesperrt-ohne-wert", sentence, position.path, position.line)


Sentences = Iterator[tuple[str, str]]


def _group(position: Position, group: Group) -> Sentences:
    if not position.children:
        yield "1023", "Die Gruppe enthält kein einziges Element."
    if not group.choice:
        return
    if len(position.children) < 2:
        yield "1043", "Eine Auswahlgruppe muss mindestens zwei Unterelemente haben."
    for child in position.children:
        if str(child.cardinality) != "0:1":
            yield "1118", f"In der Auswahlgruppe hat {child.id} die Anzahl {child.cardinality} statt 0:1."


def _field(field: Field, matches: dict[str, ListMatch]) -> Sentences:
    yield from _kind(field)
    yield from _limits(field)
    yield from _pattern(field)
    codes = _codes(field, matches)
    if codes is not None:
        yield from _code_list(codes)
    yield from _content(field, codes)


def _kind(field: Field) -> Sentences:
    has_list = bool(field.values) or field.code_list is not None
    if field.kind is FieldKind.SELECT and not has_list:
        yield "1018", "Das Auswahlfeld hat weder Werte noch eine Codeliste."
    if field.kind is FieldKind.SELECT and field.data_type is not DataType.TEXT:
        yield "1011", f"Das Auswahlfeld hat den Datentyp {field.data_type.value} statt text."
    if field.kind is FieldKind.INPUT and has_list:
        yield "1017", "Das Feld hat Werte oder eine Codeliste, ist aber kein Auswahlfeld."
    if field.kind is FieldKind.LABEL and field.data_type not in _STATIC:
        yield "1090", f"Der Hinweistext hat den Datentyp {field.data_type.value}."
    if field.kind is FieldKind.LABEL and field.content is None:
        yield "1109", "Der Hinweistext hat keinen Inhalt."
    if field.data_type is not DataType.FILE and field.max_size is not None:
        yield "1056", "Eine Dateigröße ist angegeben, das Feld nimmt aber keine Datei auf."
    if field.data_type is not DataType.FILE and field.media_types:
        yield "1057", "Dateitypen sind angegeben, das Feld nimmt aber keine Datei auf."


def _limits(field: Field) -> Sentences:
    limits = field.limits
    low, high = limits.min_value, limits.max_value
    lengths = (limits.min_length, limits.max_length)
    if lengths != (None, None) and field.data_type not in _TEXTS:
        yield "1015", "Feldlängen sind angegeben, das Feld nimmt aber keinen Text auf."
    if limits.min_length is not None and limits.max_length is not None and limits.min_length > limits.max_length:
        yield "1061", "Die minimale Feldlänge ist größer als die maximale: kein Text passt."
    if (low, high) != (None, None) and field.data_type not in NUMBERS and field.data_type not in _WHEN:
        yield "1016", "Ein Wertebereich ist angegeben, das Feld nimmt aber weder Zahl noch Zeit auf."
    if limits.max_length == 0:
        yield "1060", "Die maximale Feldlänge ist 0: kein Text passt."
    if isinstance(low, Decimal) and isinstance(high, Decimal) and low > high:
        yield "1064", "Die untere Wertgrenze ist größer als die obere: keine Zahl passt."
    yield from _bounds(field)


def _bounds(field: Field) -> Sentences:
    """Bounds that are of another kind than the values."""
    low, high = field.limits.min_value, field.limits.max_value
    if field.data_type is DataType.NUM_INT:
        for code, which, bound in (("1065", "untere", low), ("1066", "obere", high)):
            if isinstance(bound, Decimal) and bound != bound.to_integral_value():
                yield code, f"Die {which} Wertgrenze {bound} ist keine ganze Zahl."
    if field.data_type in _WHEN:
        parse, word = _WHEN[field.data_type]
        if low is not None and high is not None and _is_after(parse, str(low), str(high)):
            yield "1064", f"Die untere Wertgrenze liegt nach der oberen: kein Wert passt ({word})."
        for code, text in zip(_WHEN_CODES[field.data_type], (low, high), strict=True):
            if text is not None and not _parses(parse, str(text)):
                yield code, f"Die Wertgrenze „{str(text)[:40]}“ ist kein gültiger Wert ({word})."


def _pattern(field: Field) -> Sentences:
    pattern = field.limits.pattern
    if pattern is None:
        return
    if field.data_type in (DataType.FILE, DataType.OBJ):
        yield "1120", "Ein Muster ist angegeben, das Feld nimmt aber keinen Text auf."
    try:
        patterns.compile(pattern)
    except patterns.PatternError as error:
        yield "muster-unbrauchbar", f"Das Muster „{pattern[:80]}“ ist nicht brauchbar und wird nicht geprüft: {error}."


def _codes(field: Field, matches: dict[str, ListMatch]) -> tuple[Code, ...] | None:
    """The codes that the field offers; None where it has no list or the list is not there in the right version."""
    if field.values:
        return field.values
    found = matches.get(field.code_list.key) if field.code_list else None
    if found is None or found.status is not ListStatus.EXACT or found.code_list is None:
        return None
    return found.code_list.codes


def _code_list(codes: tuple[Code, ...]) -> Sentences:
    counts = Counter(code.code for code in codes)
    if len(codes) < 2:
        yield "1044", f"Die Liste der Werte hat nur {len(codes)} Einträge."
    if doubled := sorted(code for code, count in counts.items() if count > 1):
        yield "1045", f"Codes kommen in der Liste der Werte mehrmals vor: {', '.join(doubled[:5])}."
    names = Counter({code.code: code.name for code in codes}.values())
    if doubled := sorted(name for name, count in names.items() if count > 1):
        yield "1093", f"Namen kommen in der Liste der Werte mehrmals vor: {', '.join(doubled[:5])}."


def _content(field: Field, codes: tuple[Code, ...] | None) -> Sentences:
    """A preset (``inhalt``) that the field itself would refuse."""
    text, limits = field.content, field.limits
    if text is None or field.kind is FieldKind.LABEL:
        return
    if codes is not None and text not in {code.code for code in codes}:
        yield "1076" if field.code_list else "1085", f"Der Inhalt „{text[:40]}“ ist kein Code der Liste."
    if field.data_type is DataType.BOOL and text not in ("true", "false"):
        yield "1077", f"Der Inhalt „{text[:40]}“ ist kein Wahrheitswert (true oder false)."
    yield from _preset_of_its_kind(field, text)
    if limits.max_length is not None and len(text) > limits.max_length:
        yield "1075", f"Der Inhalt ist länger als {limits.max_length} Zeichen."
    if limits.min_length is not None and len(text) < limits.min_length:
        yield "1074", f"Der Inhalt ist kürzer als {limits.min_length} Zeichen."


def _preset_of_its_kind(field: Field, text: str) -> Sentences:
    """A preset that is no number or no time, or lies outside of the bounds."""
    low, high = field.limits.min_value, field.limits.max_value
    if field.data_type in NUMBERS:
        if not _parses(_number, text):
            yield "1069", f"Der Inhalt „{text[:40]}“ ist keine Zahl."
            return
        number = Decimal(text)
        if field.data_type is DataType.NUM_INT and number != number.to_integral_value():
            yield "1070", f"Der Inhalt „{text[:40]}“ ist keine ganze Zahl."
        below, above = isinstance(low, Decimal) and number < low, isinstance(high, Decimal) and number > high
    elif field.data_type in _WHEN:
        parse, word = _WHEN[field.data_type]
        if not _parses(parse, text):
            yield _NO_TIME[field.data_type], f"Der Inhalt „{text[:40]}“ ist kein gültiger Wert ({word})."
            return
        below = low is not None and _is_after(parse, str(low), text)
        above = high is not None and _is_after(parse, text, str(high))
    else:
        return
    if below:
        yield "1072", f"Der Inhalt „{text[:40]}“ liegt unter der unteren Wertgrenze {low}."
    if above:
        yield "1073", f"Der Inhalt „{text[:40]}“ liegt über der oberen Wertgrenze {high}."


def _number(text: str) -> Decimal:
    """A number as the standard writes it; raises ValueError for anything else that `Decimal` takes."""
    if not re.fullmatch(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?", text):
        raise ValueError(text)
    return Decimal(text)


def _is_after(parse: Callable[[str], object], one: str, other: str) -> bool:
    """Whether a time is later than another; False where one is none, or only one names its zone."""
    try:
        later: bool = parse(one) > parse(other)  # type: ignore[operator]
    except (ValueError, TypeError):
        return False
    return later


def _parses(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except (ValueError, ArithmeticError):
        return False
    return True
