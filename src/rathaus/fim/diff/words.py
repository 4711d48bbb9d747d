"""How positions and values are called in the sentences of a comparison."""

from __future__ import annotations

from rathaus.fim.model import Cardinality, DataType, Field, FieldKind, Group, Limits, Position

_LONGEST = 80

KINDS = {
    FieldKind.INPUT: "Eingabefeld",
    FieldKind.SELECT: "Auswahlfeld",
    FieldKind.LABEL: "Hinweistext",
    FieldKind.HIDDEN: "verborgenes Feld",
    FieldKind.LOCKED: "gesperrtes Feld",
}
DATA_TYPES = {
    DataType.TEXT: "Text",
    DataType.TEXT_LATIN: "Text (lateinische Zeichen)",
    DataType.DATE: "Datum",
    DataType.TIME: "Uhrzeit",
    DataType.DATETIME: "Zeitpunkt",
    DataType.BOOL: "Ja/Nein",
    DataType.NUM: "Zahl",
    DataType.NUM_INT: "ganze Zahl",
    DataType.NUM_CURRENCY: "Geldbetrag",
    DataType.FILE: "Datei",
    DataType.OBJ: "Bild oder Verweis",
}


def label(block: Field | Group) -> str:
    """A building block as a sentence calls it: label and id."""
    return f"{quote(block.label_input)} ({block.head.id})"


def quote(text: str) -> str:
    """A text in quotation marks, shortened where it is a paragraph."""
    words = " ".join(text.split())
    return f"„{words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + '…'}“"


def limits(given: Limits) -> str | None:
    """Limits in words; None where there are none."""
    parts = [
        _between(given.min_length, given.max_length, "Zeichen"),
        _between(given.min_value, given.max_value, ""),
        f"Muster {given.pattern}" if given.pattern is not None else "",
    ]
    return ", ".join(part for part in parts if part) or None


def _between(low: object, high: object, unit: str) -> str:
    words = {
        (True, True): f"{low} bis {high}",
        (True, False): f"ab {low}",
        (False, True): f"bis {high}",
        (False, False): "",
    }[low is not None, high is not None]
    return f"{words} {unit}".strip() if words else ""


def cardinality(given: Cardinality) -> str:
    """A cardinality in words."""
    low, high = given.minimum, given.maximum
    if high == 1:
        return "Pflicht" if low else "freiwillig"
    if high is None:
        return f"mindestens {low}-mal" if low else "freiwillig, beliebig oft"
    return f"{low}- bis {high}-mal" if low else f"freiwillig, bis zu {high}-mal"


def is_asked(position: Position) -> bool:
    """Whether somebody is asked for an answer there."""
    element = position.element
    asked = (FieldKind.INPUT, FieldKind.SELECT)
    return isinstance(element, Field) and element.kind in asked and element.data_type is not DataType.OBJ


def questions(position: Position) -> tuple[Position, ...]:
    """The asked fields at and below `position`."""
    return tuple(found for found in position.walk() if is_asked(found))
