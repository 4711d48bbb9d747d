"""Texts with a form of their own: bank, telephone and tax numbers, postcodes.

A field is of such a kind by its id in the central kit or by its label. What is typed is checked by well-kept
libraries (python-stdnum, phonenumbers), delivered in one normal form, and shown in the form that people read.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass

import phonenumbers
from stdnum import bic, iban
from stdnum.de import idnr, stnr, vat
from stdnum.exceptions import ValidationError

from rathaus.fim.model import DataType, Field
from rathaus.questionnaire.language import Sentence
from rathaus.questionnaire.language import sentence as _


class Kind(enum.StrEnum):
    """What a text is."""

    IBAN = "iban"
    BIC = "bic"
    PHONE = "phone"
    POSTCODE = "postcode"
    TAX_ID = "tax_id"
    TAX_NUMBER = "tax_number"
    VAT_ID = "vat_id"


@dataclass(frozen=True, slots=True)
class _Form:
    """How a kind is known, checked and shown. `normal` raises ValueError where the text is none."""

    label: re.Pattern[str]
    normal: Callable[[str], str]
    wrong: Sentence
    example: str
    readable: Callable[[str], str] = str
    kit: frozenset[str] = frozenset()


_SHORTEST_PHONE = 5
"""Digits of a telephone number without the country: shorter ones exist, but nobody can be reached there."""


def _phone(text: str) -> str:
    try:
        number = phonenumbers.parse(text, "DE")
    except phonenumbers.NumberParseException as error:
        raise ValueError from error
    if not phonenumbers.is_possible_number(number) or len(str(number.national_number)) < _SHORTEST_PHONE:
        raise ValueError
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _postcode(text: str) -> str:
    return re.sub(r"^(D|DE)\s*-\s*|\s", "", text, flags=re.I)


def _fours(value: str) -> str:
    return " ".join(value[n : n + 4] for n in range(0, len(value), 4)) if " " not in value else value


_FORMS = {
    Kind.IBAN: _Form(
        re.compile(r"\biban\b", re.I),
        iban.validate,
        _("Diese IBAN gibt es nicht, vielleicht ein Zahlendreher? Sie steht auf Ihrer Bankkarte."),
        "DE02 1203 0000 0000 2020 51",
        _fours,
    ),
    Kind.BIC: _Form(
        re.compile(r"^(bic|swift)\b", re.I),
        bic.validate,
        _("Ein BIC hat 8 oder 11 Zeichen."),
        "BYLADEM1001",
    ),
    Kind.PHONE: _Form(
        re.compile(r"^(tele?fon|telefax|fax|mobil|handy|rufnummer|festnetz)[a-zäöüß\-]*( \([a-zäöüß ]*\))?$", re.I),
        _phone,
        _("Nötig ist eine ganze Telefonnummer mit Vorwahl."),
        "0251 1234567",
        kit=frozenset({"F60000240", "F60000241"}),
    ),
    Kind.POSTCODE: _Form(
        re.compile(r"^(postleitzahl|plz)$", re.I),
        _postcode,
        _("Eine deutsche Postleitzahl hat fünf Ziffern."),
        "48143",
        kit=frozenset({"F60000246"}),
    ),
    Kind.TAX_ID: _Form(
        re.compile(r"^(persönliche |steuerliche )?(steuer-?\s?id|idnr\.?|(steuer-?\s?)?identifikationsnummer)"
                   r"( \(.*\))?$", re.I),
        idnr.validate,
        _("Die Steuer-Identifikationsnummer hat elf Ziffern und steht auf Ihrem Steuerbescheid."),
        "36 574 261 809",
        lambda value: idnr.format(value) if value.isdecimal() else value,
    ),
    Kind.TAX_NUMBER: _Form(
        re.compile(r"^steuernummer( \(.*\))?$", re.I),
        stnr.validate,
        _("Die Steuernummer hat 10, 11 oder 13 Ziffern und steht auf Ihrem Steuerbescheid."),
        "133/8150/8159",
    ),
    Kind.VAT_ID: _Form(
        re.compile(r"^(umsatzsteuer-?\s?(id|ident)|ust-?\s?id)", re.I),
        lambda text: "DE" + vat.validate(text),
        _("Die Umsatzsteuer-Identifikationsnummer besteht aus DE und neun Ziffern."),
        "DE136695976",
    ),
}  # fmt: skip


def kind_of(field: Field) -> Kind | None:
    """The kind of a text field; None where it has no form of its own.

    A label alone counts only where the definition limits the text: an unlimited one may hold anything.
    """
    if field.data_type not in (DataType.TEXT, DataType.TEXT_LATIN):
        return None
    short, limited = field.head.id[:3] + field.head.id[-6:], field.limits.max_length or field.limits.pattern
    label = field.label_input.strip().rstrip(":?. ") if limited else ""
    return next((kind for kind, form in _FORMS.items() if short in form.kit or form.label.search(label)), None)


def normal(kind: Kind, text: str) -> str | None:
    """`text` in the one form that is delivered; None where it is no such number. A normal form stays as it is."""
    try:
        return _FORMS[kind].normal(text)
    except (ValueError, ValidationError):
        return None


def wrong(kind: Kind) -> str:
    """What is wrong with a text that is none of its kind, and an example."""
    form = _FORMS[kind]
    return _("{wrong} Beispiel: {example}.", wrong=form.wrong, example=form.example)


def example(kind: Kind) -> str:
    """A made-up number that is well formed."""
    return _FORMS[kind].example


def readable(kind: Kind, value: str) -> str:
    """A delivered value as people read it."""
    return _FORMS[kind].readable(value)
