"""Sentences about answers, in German and English: each names its question and says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache, partial

from rathaus.fim.rules.phrases import Language
from rathaus.questionnaire.language import Sentence, fill, say
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.model import Control

_LONGEST = 110
"""Characters of a label quoted in a sentence; whole questions of a definition can be much longer."""


_QUOTED: dict[Language, str] = {"de": "„{}“", "en": "“{}”"}
_GERMAN_INNER = {"de": str.maketrans("„“", "‚‘", '"'), "en": str.maketrans("„“", "‘’", '"')}
_ENGLISH_INNER = str.maketrans("“”", "‘’", '"')
"""Quotation marks inside a quotation, of a German and of an English text."""


def quote(label: str) -> Sentence:
    """The label in the quotation marks of the language, shortened at a word, without its final stop."""
    return Sentence.by(partial(_quoted, label))


def _quoted(label: str, language: Language) -> str:
    said = say(label, language)
    inner = _GERMAN_INNER[language] if said == label else _ENGLISH_INNER
    text = " ".join(said.split()).rstrip(".: ").translate(inner)
    if len(text) > _LONGEST:
        text = text[:_LONGEST].rpartition(" ")[0].rstrip(",;:- ") + " …"
    return _QUOTED[language].format(text)


AND, OR = _("und"), _("oder")


def join(parts: Sequence[str], word: Sentence) -> Sentence:
    """``A, B und C``."""
    return Sentence.by(partial(_joined, parts, word))


def _joined(parts: Sequence[str], word: Sentence, language: Language) -> str:
    said = [say(part, language) for part in parts]
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} {say(word, language)} {said[-1]}"


_CHOOSING = frozenset({Control.RADIO, Control.SELECT})
_MISSING = {
    Control.CHECKBOXES: _("Wählen Sie bei {name} mindestens eine Antwort aus."),
    Control.CHECKBOX: _("Setzen Sie das Häkchen bei {name}. Ohne diese Bestätigung geht es nicht weiter."),
    Control.FILE: _("Fügen Sie bei {name} eine Datei hinzu."),
    Control.YES_NO: _("Wählen Sie bei {name} Ja oder Nein."),
    Control.DATE: _("Geben Sie bei {name} ein Datum an, zum Beispiel 27.3.1985."),
    Control.TIME: _("Geben Sie bei {name} eine Uhrzeit an, zum Beispiel 14:30."),
    Control.DATETIME: _("Geben Sie bei {name} Datum und Uhrzeit an, zum Beispiel 27.3.2026 14:30."),
}


@lru_cache(maxsize=4096, typed=True)  # said often, of labels alone; a label of the house is not one of a definition
def missing(label: str, control: Control) -> Sentence:
    """Nothing was answered where something must be."""
    name = quote(label)
    if control in _MISSING:
        return fill(_MISSING[control], name=name)
    if label.rstrip().endswith("?"):
        return _("Beantworten Sie die Frage {name}.", name=name)
    if control in _CHOOSING:
        return _("Wählen Sie bei {name} eine Antwort aus.", name=name)
    if label.rstrip().endswith(".") or len(label) > 60 or " Sie " in label:
        return _("Füllen Sie das Feld {name} aus.", name=name)
    return _("Geben Sie {name} an.", name=name)


def no_longer(label: str, answer: str) -> Sentence:
    """An answer that other answers rule out."""
    return _(
        "Wählen Sie bei {name} eine andere Antwort: {answer} passt nicht zu Ihren übrigen Angaben.",
        name=quote(label),
        answer=quote(answer),
    )


_TOO_FEW = {
    Control.FILE: _("Bei {name} sind mindestens {minimum} Dateien nötig. Ergänzen Sie die fehlenden."),
    Control.CHECKBOXES: _("Bei {name} sind mindestens {minimum} Antworten nötig. Ergänzen Sie die fehlenden."),
}
_TOO_FEW_ANSWERS = _("Bei {name} sind mindestens {minimum} Angaben nötig. Ergänzen Sie die fehlenden.")


def too_few(label: str, minimum: int, control: Control) -> Sentence:
    """Fewer values than demanded."""
    if minimum == 1:
        return missing(label, control)
    return fill(_TOO_FEW.get(control, _TOO_FEW_ANSWERS), name=quote(label), minimum=minimum)


def too_many(label: str, maximum: int) -> Sentence:
    """More values than allowed."""
    name = quote(label)
    if maximum == 0:
        return _("Bei {name} ist keine Angabe vorgesehen. Entfernen Sie, was dort steht.", name=name)
    if maximum == 1:
        return _("Bei {name} ist höchstens eine Angabe möglich. Entfernen Sie die überzähligen.", name=name)
    return _(
        "Bei {name} sind höchstens {maximum} Angaben möglich. Entfernen Sie die überzähligen.",
        name=name,
        maximum=maximum,
    )


def entries_missing(label: str, minimum: int) -> Sentence:
    """A repeatable group has too few entries."""
    if minimum == 1:
        return _("Machen Sie bei {name} mindestens einen Eintrag vollständig.", name=quote(label))
    return _("Machen Sie bei {name} mindestens {minimum} Einträge vollständig.", name=quote(label), minimum=minimum)


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


def file_types(media_types: tuple[str, ...]) -> Sentence:
    """Media types as people know them: ``PDF, JPG oder PNG``."""
    names = [_FILE_NAMES.get(kind, kind.rpartition("/")[2].upper()) for kind in media_types]
    return join(names, OR)
