"""German sentences about answers: each names its question and says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from rathaus.questionnaire.model import Control

_LONGEST = 110
"""Characters of a label quoted in a sentence; whole questions of a definition can be much longer."""


def quote(label: str) -> str:
    """The label in German quotation marks, shortened at a word, without its final stop."""
    text = " ".join(label.split()).rstrip(".: ").replace("„", "‚").replace("“", "‘").replace('"', "")
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rpartition(" ")[0].rstrip(",;:- ") + " …"
    return f"„{text}“"


def join(parts: Sequence[str], word: str) -> str:
    """``A, B und C``."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


_CHOOSING = frozenset({Control.RADIO, Control.SELECT})
_MISSING = {
    Control.CHECKBOXES: "Wählen Sie bei {} mindestens eine Antwort aus.",
    Control.CHECKBOX: "Setzen Sie das Häkchen bei {}. Ohne diese Bestätigung geht es nicht weiter.",
    Control.FILE: "Fügen Sie bei {} eine Datei hinzu.",
    Control.YES_NO: "Wählen Sie bei {} Ja oder Nein.",
    Control.DATE: "Geben Sie bei {} ein Datum an, zum Beispiel 27.3.1985.",
    Control.TIME: "Geben Sie bei {} eine Uhrzeit an, zum Beispiel 14:30.",
    Control.DATETIME: "Geben Sie bei {} Datum und Uhrzeit an, zum Beispiel 27.3.2026 14:30.",
}


def missing(label: str, control: Control) -> str:
    """Nothing was answered where something must be."""
    name = quote(label)
    if control in _MISSING:
        return _MISSING[control].format(name)
    if label.rstrip().endswith("?"):
        return f"Beantworten Sie die Frage {name}."
    if control in _CHOOSING:
        return f"Wählen Sie bei {name} eine Antwort aus."
    if label.rstrip().endswith(".") or len(label) > 60 or " Sie " in label:
        return f"Füllen Sie das Feld {name} aus."
    return f"Geben Sie {name} an."


def no_longer(label: str, answer: str) -> str:
    """An answer that other answers rule out."""
    return f"Wählen Sie bei {quote(label)} eine andere Antwort: {quote(answer)} passt nicht zu Ihren übrigen Angaben."


def too_few(label: str, minimum: int, control: Control) -> str:
    """Fewer values than demanded."""
    if minimum == 1:
        return missing(label, control)
    what = {Control.FILE: "Dateien", Control.CHECKBOXES: "Antworten"}.get(control, "Angaben")
    return f"Bei {quote(label)} sind mindestens {minimum} {what} nötig. Ergänzen Sie die fehlenden."


def too_many(label: str, maximum: int) -> str:
    """More values than allowed."""
    if maximum == 0:
        return f"Bei {quote(label)} ist keine Angabe vorgesehen. Entfernen Sie, was dort steht."
    many = "ist höchstens eine Angabe" if maximum == 1 else f"sind höchstens {maximum} Angaben"
    return f"Bei {quote(label)} {many} möglich. Entfernen Sie die überzähligen."


def entries_missing(label: str, minimum: int) -> str:
    """A repeatable group has too few entries."""
    what = "einen Eintrag" if minimum == 1 else f"{minimum} Einträge"
    return f"Machen Sie bei {quote(label)} mindestens {what} vollständig."


def number_text(value: Decimal | int | float) -> str:
    """A number the German way, as exact as it is: ``1.234,5``."""
    text = f"{Decimal(str(value)):,f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def megabytes(size: int) -> str:
    """A number of bytes as people know it: ``2,5 MB``."""
    return f"{size / 1_000_000:.3g} MB".replace(".", ",")


_FILE_NAMES = {
    "application/pdf": "PDF",
    "image/jpeg": "JPG",
    "image/png": "PNG",
    "image/tiff": "TIFF",
    "text/plain": "TXT",
    "text/csv": "CSV",
    "application/zip": "ZIP",
    "application/msword": "DOC",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.oasis.opendocument.text": "ODT",
}


def file_types(media_types: tuple[str, ...]) -> str:
    """Media types as people know them: ``PDF, JPG oder PNG``."""
    names = [_FILE_NAMES.get(kind, kind.rpartition("/")[2].upper()) for kind in media_types]
    return join(names, "oder")
