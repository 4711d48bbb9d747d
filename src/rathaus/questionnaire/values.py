"""Typed text to values and back: numbers, dates and times as people in Germany write them.

Values are JSON values: text and codes `str`, truth values `bool`, whole numbers `int`, other numbers `float` of at
most 15 digits (so that they come back exactly), dates ``2026-02-01``, times ``14:30:00``, both joined by ``T``.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

import regex

from rathaus.fim import patterns
from rathaus.fim.model import DataType, Limits
from rathaus.questionnaire import kinds
from rathaus.questionnaire import latin as latin_signs
from rathaus.questionnaire.draft import HARD_LIMIT
from rathaus.questionnaire.kinds import Kind
from rathaus.questionnaire.language import fill
from rathaus.questionnaire.language import sentence as _
from rathaus.questionnaire.sentences import number_text, quote

Value = str | bool | int | float


@dataclass(frozen=True, slots=True)
class Bad:
    """Why a typed value cannot be accepted: one sentence that names the question."""

    sentence: str


Parser = Callable[[str], Value | Bad]

_CONTROL = regex.compile(r"[\p{Cc}\p{Cs}\p{Co}--[\n\t]]", regex.V1)
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_MAX_DIGITS = 15
_AHEAD, _OLDEST = 20, 115
"""Years: how far ahead a year of two digits may lie; how old people become."""
_AROUND_MONEY = re.compile(r"^\s*(?:€|eur|euro)\s*|\s*(?:,\s*[-–—]{1,2})?\s*(?:€|eur|euro)?\s*$", re.I)
"""The currency before or behind an amount, and the dash that stands for no cents."""
_MONTHS = {
    "jan": 1, "jän": 1, "feb": 2, "mär": 3, "mae": 3, "mrz": 3, "apr": 4, "mai": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "okt": 10, "nov": 11, "dez": 12,
}  # fmt: skip
_DAY_FIRST = re.compile(r"([0-9]{1,2})\s*[./\-\s]\s*([0-9]{1,2})\s*[./\-\s]\s*([0-9]+)")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_NAMED = re.compile(r"([0-9]{1,2})\s*\.?\s*([A-Za-zäÄ]{3,9})\.?\s*([0-9]+)")
_RUN = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4}|[0-9]{2})")
_RUN_YEAR_FIRST = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_TIME = re.compile(r"([0-9]{1,2})(?:\s*[:.]\s*([0-9]{2}))?(?:\s*[:.]\s*([0-9]{2}))?\s*(uhr(?:\s*([0-9]{2}))?)?")


def clean(raw: str, *, lines: bool = False) -> str:
    """Typed text in its normal form: NFC, no white space around, lines ended by ``\\n`` (or none at all)."""
    text = raw.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if lines:
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return " ".join(text.split()) if "\n" in text or "\r" in text or "\t" in text else text


# --- text and choices -------------------------------------------------------------------------------------------------


_INVISIBLE = _("Entfernen Sie bei {name} unsichtbare Steuerzeichen, zum Beispiel durch neues Eintippen.")
_TOO_LONG = _("Kürzen Sie {name} auf höchstens {most} Zeichen. Jetzt sind es {length}.")
_STRANGE = _(
    "Ersetzen Sie bei {name} das Zeichen „{sign}“. "
    "Möglich sind lateinische Buchstaben, Ziffern und übliche Satzzeichen."
)


def text_parser(
    label: str, limits: Limits, *, lines: bool, latin: bool, hint: str | None = None, kind: Kind | None = None
) -> Parser:
    """Text within its limits. `lines`: line breaks are kept. `hint`: said when the pattern does not fit.

    Of a `kind` it is checked as such, and taken in its normal form where the limits allow. Raises PatternError where
    the pattern cannot be used.
    """
    name = quote(label)
    least, most = limits.min_length or 0, min(limits.max_length or HARD_LIMIT, HARD_LIMIT)
    matcher = patterns.compile(limits.pattern) if limits.pattern else None
    misfit = Bad(hint or _("Prüfen Sie {name}: Die Angabe hat nicht die vorgeschriebene Form.", name=name))

    def parse(raw: str) -> Value | Bad:
        text = clean(raw, lines=lines)
        if latin:
            text = latin_signs.kind(text)
        if not text.isprintable() and _CONTROL.search(text):
            return Bad(fill(_INVISIBLE, name=name))
        if kind is not None:
            settled = kinds.normal(kind, text)
            if settled is None:
                return Bad(_("Prüfen Sie {name}: {wrong}", name=name, wrong=kinds.wrong(kind)))
            if least <= len(settled) <= most and (matcher is None or matcher.matches(settled)):
                return settled
        length = len(text)
        if length > most:
            return Bad(fill(_TOO_LONG, name=name, most=most, length=length))
        if length < least:
            return Bad(_("Prüfen Sie {name}: Nötig sind mindestens {least} Zeichen.", name=name, least=least))
        if latin and (sign := latin_signs.strange(text)):
            return Bad(fill(_STRANGE, name=name, sign=sign))
        if matcher is not None and not matcher.matches(text):
            return misfit
        return text

    return parse


def choice_parser(label: str, codes: Collection[str]) -> Parser:
    """One of `codes`."""
    known = frozenset(codes)
    bad = Bad(_("Wählen Sie bei {name} eine der angebotenen Antworten aus.", name=quote(label)))

    def parse(raw: str) -> Value | Bad:
        return raw if raw in known else bad

    return parse


def truth_parser(label: str) -> Parser:
    """``true`` or ``false``."""
    bad = Bad(_("Wählen Sie bei {name} Ja oder Nein.", name=quote(label)))

    def parse(raw: str) -> Value | Bad:
        if raw == "true":
            return True
        return False if raw == "false" else bad

    return parse


# --- numbers ----------------------------------------------------------------------------------------------------------


def read_number(raw: str) -> Decimal | None:
    """A number as people type it: ``1.234,56``, ``1234,5``, ``12.50``, ``1 234``; None where it is none.

    A single dot before exactly three digits groups thousands (``1.234`` is 1234), as usual in German.
    """
    text = re.sub(r"[\s'\u202f\u00a0]", "", raw).replace("−", "-")
    if text.count(",") > 1 and "." not in text:
        return None
    if "," in text and text.rfind(",") > text.rfind("."):
        whole, _comma, rest = text.rpartition(",")
        text = whole.replace(".", "") + "." + rest if _grouped(whole) else ""
    elif "," in text:
        text = text.replace(",", "")  # 1,234.56
    elif text.count(".") > 1 or re.fullmatch(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}", text):
        text = text.replace(".", "") if _grouped(text) else ""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def _grouped(whole: str) -> bool:
    """Dots, where there are any, stand before groups of three digits."""
    return "." not in whole or re.fullmatch(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+", whole) is not None


def number_parser(label: str, limits: Limits, data_type: DataType) -> Parser:
    """A number within its limits; of money at most two places, of whole numbers none."""
    name = quote(label)
    least = limits.min_value if isinstance(limits.min_value, Decimal) else None
    most = limits.max_value if isinstance(limits.max_value, Decimal) else None
    whole, money = data_type is DataType.NUM_INT, data_type is DataType.NUM_CURRENCY
    example = "12" if whole else "1.250,00" if money else "12,5"
    no_number = Bad(_("Geben Sie bei {name} eine Zahl an, zum Beispiel {example}.", name=name, example=example))

    def parse(raw: str) -> Value | Bad:
        typed = raw.strip()
        if whole and typed.isdecimal() and typed.isascii() and len(typed) <= _MAX_DIGITS:
            usual = int(typed)
            if (least is None or usual >= least) and (most is None or usual <= most):
                return usual
            number = Decimal(typed)
        else:
            found = read_number(_AROUND_MONEY.sub("", typed) if money else typed)
            if found is None:
                return no_number
            number = found
        if number and _is_too_long(number):
            return Bad(
                _("Geben Sie bei {name} eine Zahl mit höchstens {digits} Ziffern an.", name=name, digits=_MAX_DIGITS)
            )
        if whole and number != number.to_integral_value():
            return Bad(_("Geben Sie bei {name} eine ganze Zahl ohne Komma an.", name=name))
        if money and number != round(number, 2):
            return Bad(_("Geben Sie bei {name} höchstens zwei Stellen nach dem Komma an.", name=name))
        if (least is not None and number < least) or (most is not None and number > most):
            return Bad(_out_of_range(name, least, most))
        return int(number) if number == number.to_integral_value() else float(number)

    return parse


def _is_too_long(number: Decimal) -> bool:
    """Whether a float would not give the same number back."""
    digits = len(number.normalize().as_tuple().digits)
    return digits > _MAX_DIGITS or abs(number.adjusted()) >= _MAX_DIGITS


def _out_of_range(name: str, least: Decimal | None, most: Decimal | None) -> str:
    if least is not None and most is not None:
        ends = {"least": number_text(least), "most": number_text(most)}
        return _("Geben Sie bei {name} eine Zahl von {least} bis {most} an.", name=name, **ends)
    if least is not None:
        return _("Geben Sie bei {name} mindestens {least} an.", name=name, least=number_text(least))
    return _("Geben Sie bei {name} höchstens {most} an.", name=name, most=number_text(most or Decimal(0)))


# --- dates and times --------------------------------------------------------------------------------------------------


def read_date(raw: str, *, past: bool = False) -> dt.date | str:
    """A date as people type it, or what is wrong with it.

    Such as ``1.2.2026``, ``1.2.26``, ``01022026``, ``2026-02-01``, ``1. Februar 2026``. A year of two digits is meant
    to be near (see `full_year`); with `past` (dates of birth) it must be the only one that somebody alive can have.
    """
    text = raw.strip().rstrip(".")
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(text) or _RUN.fullmatch(text):
        day, month, year = found.groups()
        if month > "12" and (turned := _RUN_YEAR_FIRST.fullmatch(text)):
            year, month, day = turned.groups()
    elif found := _NAMED.fullmatch(text):
        day, word, year = found.groups()
        month = str(_MONTHS.get(word.lower()[:3], 0))
        if month == "0":
            return "form"
    else:
        return "form"
    if len(year) == 2:
        year = full_year(year, past=past)
    if len(year) != 4 or year < "1000":
        return "year"
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return "calendar"


def full_year(short: str, *, past: bool) -> str:
    """The year that two digits mean, of those at most 20 years ahead; empty where nobody can know.

    With `past` it is a year of birth: never ahead, and only if the one a century before would be too long ago.
    """
    now = dt.datetime.now(tz=dt.UTC).year
    year = now - now % 100 + int(short)
    if not past:
        return str(year - 100 if year > now + _AHEAD else year)
    if year > now:
        return str(year - 100)
    return "" if now - (year - 100) <= _OLDEST else str(year)


_WRONG_DATES = {
    "form": _("Geben Sie bei {name} ein Datum aus Tag, Monat und Jahr an, zum Beispiel 27.3.1985."),
    "year": _("Geben Sie bei {name} das Jahr mit vier Ziffern an, zum Beispiel 27.3.1985."),
    "calendar": _("Prüfen Sie {name}: Dieses Datum gibt es im Kalender nicht."),
}


def date_sentence(name: str, wrong: str) -> str:
    """What to tell somebody whose date has the fault `wrong` (a result of `read_date`)."""
    return fill(_WRONG_DATES[wrong], name=name)


def is_birth(label: str) -> bool:
    """Whether a date with this label is one of birth."""
    return "geburt" in label.lower() or "geboren" in label.lower()


def date_parser(label: str, limits: Limits) -> Parser:
    """A date within its limits, as ISO 8601."""
    past = is_birth(label)
    name = quote(label)
    least, most = (str(v) if v is not None else None for v in (limits.min_value, limits.max_value))

    def parse(raw: str) -> Value | Bad:
        found = read_date(raw, past=past)
        if isinstance(found, str):
            return Bad(date_sentence(name, found))
        iso = found.isoformat()
        if (least and iso < least) or (most and iso > most):
            return Bad(_out_of_time(name, least, most, date_text))
        return iso

    return parse


def _out_of_time(name: str, least: str | None, most: str | None, text: Callable[[str], str]) -> str:
    if most is None:
        return _("Geben Sie bei {name} frühestens {least} an.", name=name, least=text(least or ""))
    if least is None:
        return _("Geben Sie bei {name} spätestens {most} an.", name=name, most=text(most))
    return _("Geben Sie bei {name} etwas von {least} bis {most} an.", name=name, least=text(least), most=text(most))


def read_time(raw: str) -> str | None:
    """A time as people type it (``14:30``, ``14.30 Uhr``, ``8 Uhr``) as ``14:30:00``; None where it is none."""
    found = _TIME.fullmatch(raw.strip().lower())
    if not found:
        return None
    hour, minute, second, word, late_minute = found.groups()
    if (minute is None and word is None) or (minute and late_minute):
        return None
    hours, minutes, seconds = int(hour), int(minute or late_minute or 0), int(second or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        return None
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def time_parser(label: str, limits: Limits) -> Parser:
    """A time of day within its limits."""
    name = quote(label)
    least, most = (str(v)[:8] if v is not None else None for v in (limits.min_value, limits.max_value))
    bad = Bad(_("Geben Sie bei {name} eine Uhrzeit an, zum Beispiel 14:30.", name=name))

    def parse(raw: str) -> Value | Bad:
        found = read_time(raw)
        if found is None:
            return bad
        if (least and found < least) or (most and found > most):
            return Bad(_out_of_time(name, least, most, time_text))
        return found

    return parse


def datetime_parser(label: str, limits: Limits) -> Parser:
    """Date and time, local to the town, as ``2026-02-01T14:30:00``."""
    name = quote(label)
    least, most = (str(v)[:19] if v is not None else None for v in (limits.min_value, limits.max_value))
    bad = Bad(_("Geben Sie bei {name} Datum und Uhrzeit an, zum Beispiel 27.3.2026 14:30.", name=name))

    def parse(raw: str) -> Value | Bad:
        first, _blank, second = raw.strip().replace("T", " ").replace(",", " ").rpartition(" ")
        if second.lower() == "uhr":
            first, _blank, second = first.strip().rpartition(" ")
        day, time = read_date(first), read_time(second)
        if isinstance(day, str) or time is None:
            return bad
        found = f"{day.isoformat()}T{time}"
        if (least and found < least) or (most and found > most):
            return Bad(_out_of_time(name, least, most, datetime_text))
        return found

    return parse


# --- back to text -----------------------------------------------------------------------------------------------------


def date_text(iso: str) -> str:
    """``2026-02-01`` as ``01.02.2026``; shortened dates likewise."""
    return ".".join(reversed(iso.split("-")))


def time_text(iso: str) -> str:
    """``14:30:00`` as ``14:30 Uhr``."""
    return _("{time} Uhr", time=iso[:-3] if iso.endswith(":00") and len(iso) == 8 else iso)


def datetime_text(iso: str) -> str:
    """``2026-02-01T14:30:00`` as ``01.02.2026, 14:30 Uhr``."""
    day, _t, time = iso.partition("T")
    return _("{day}, {time}", day=date_text(day), time=time_text(time))


def value_text(value: Value, data_type: DataType) -> str:
    """A value in words, without the meaning of codes."""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nein")
    if isinstance(value, int | float):
        if data_type is DataType.NUM_CURRENCY:
            return f"{number_text(round(Decimal(str(value)), 2))} €"
        return number_text(value)
    show = {DataType.DATE: date_text, DataType.TIME: time_text, DataType.DATETIME: datetime_text}.get(data_type)
    return show(value) if show else value


def typed(value: Value) -> str:
    """The text that somebody could have typed for this value: parsing it gives the value again."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{Decimal(str(value)):f}".replace(".", ",")
    return value
