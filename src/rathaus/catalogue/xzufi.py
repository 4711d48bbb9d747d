"""From an official description (XZuFi) to the texts of a service.

What the file says replaces what the service said before; what it does not say stays. HTML becomes the house's plain
form. German is `ServiceTexts`, every other language a translation, easy German its own field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from rathaus.catalogue.cards import GERMAN
from rathaus.catalogue.markup import plain
from rathaus.catalogue.texts import LINE_LIMIT, LIST_LIMIT, Audience, ServiceTexts, TextsError
from rathaus.fim import xzufi
from rathaus.fim.xzufi import EASY_GERMAN, Amounts, Description, Period, Spoken

_TEXTS = {
    "24": "teaser",
    "06": "description",
    "08": "documents_note",
    "09": "preconditions",
    "11": "procedure",
    "16": "hints",
    "25": "remedy",
}
"""Text modules that are one field of the texts."""
_MORE = ("14", "15")
_CONTACT = ("22", "23")
_LEGAL = "07"
_SHORT = "05"
_DEEMED_GRANTED = "006"
_AUDIENCE = {"001": Audience.CITIZEN.value, "002": Audience.BUSINESS.value}
_LINK = re.compile(r"\[([^\]\n]+)\]\((https://[^\s()]+)\)")
_LONGEST_KEY = 14


def read(data: bytes, *, name: str) -> tuple[Description, ...]:
    """All descriptions of a file; raises `fim.FimError`."""
    return xzufi.read_descriptions(data, name=name)


def is_xzufi(data: bytes) -> bool:
    """Whether a texts file is XML and not JSON."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def texts_of(description: Description, before: ServiceTexts | None = None) -> ServiceTexts:
    """The texts that a description gives a service, on top of those it had; raises `TextsError`."""
    values: dict[str, Any] = before.to_json() if before else {}
    german = _fields(description, GERMAN)
    if not (german.get("name") or values.get("name")):
        raise TextsError(f"Die Leistung {description.id} hat keinen deutschen Namen.")
    values |= german | _facts(description)
    translations = dict(values.get("translations", {}))
    for language in description.languages:
        if language not in (GERMAN, EASY_GERMAN):
            translations[language] = translations.get(language, {}) | _fields(description, language)
    easy = _fields(description, EASY_GERMAN)
    if told := _paragraphs(easy.get(one, "") for one in ("teaser", "description")):
        values["easy_language"] = told
    try:
        return ServiceTexts.from_json(values | {"translations": translations})
    except TextsError as error:
        raise TextsError(f"Leistung {description.id}: {error}") from None


def best(descriptions: Iterable[Description], key: str) -> Description | None:
    """The description with this key of the catalogue of services; None where there is none."""
    wanted = re.sub(r"\D", "", key)
    return next((one for one in descriptions if wanted and wanted in one.keys), None)


def _fields(description: Description, language: str) -> dict[str, Any]:
    """The fields of the texts in one language, as far as the description has them."""
    module = _Modules(description, language)
    fields: dict[str, Any] = {field: module.text(code) for code, field in _TEXTS.items()}
    fields["name"] = description.name(language)[:LINE_LIMIT]
    fields["description"] = fields["description"] or module.text(_SHORT)
    fields["more"] = _paragraphs(module.text(code) for code in _MORE)
    fields["contact"] = _paragraphs(module.text(code) for code in _CONTACT)
    fields["legal_bases"] = module.legal_bases()
    fields["keywords"] = [word for one in description.terms if (word := one.get(language))][:LIST_LIMIT]
    fields["documents"] = [
        {"name": name[:LINE_LIMIT], "note": plain(one.note.get(language, "")).replace("\n", " ")[:LINE_LIMIT]}
        for one in description.documents
        if (name := one.name.get(language))
    ][:LIST_LIMIT]
    if language in _UNITS:
        words = _Words(language)
        fields["deadline"] = _paragraphs([words.periods(description.deadlines), module.note("modulFrist")])
        fields["duration"] = _paragraphs([words.periods(description.durations), module.note("modulBearbeitungsdauer")])
        fields["cost"] = _paragraphs([words.costs(description.costs), module.note("modulKosten")])
    return {field: value for field, value in fields.items() if value}


def _facts(description: Description) -> dict[str, Any]:
    """What is the same in every language."""
    audience = [_AUDIENCE[code] for code in description.addressees if code in _AUDIENCE]
    situations = [name for one in description.situations if (name := one.get(GERMAN))]
    key = next((one for one in description.keys if len(one) == _LONGEST_KEY), "")
    approval = ""
    if by := plain(description.approved_by.get(GERMAN, "")):
        approval = f"Fachlich freigegeben durch {by}"
        approval += f" am {_day(description.approved_on)}" if description.approved_on else ""
    facts: Mapping[str, Any] = {
        "audience": audience,
        "life_situations": situations,
        "leika_key": key,
        "approval": " ".join(approval.split())[:LINE_LIMIT],
        "written_form": description.written_form,
    }
    return {field: value for field, value in facts.items() if value not in (None, "", [])}


class _Modules:
    """The text modules in one language, in the plain form."""

    def __init__(self, description: Description, language: str) -> None:
        self._description, self._language = description, language

    def text(self, code: str) -> str:
        """One module with the links that go with it."""
        links = [
            f"- [{(link.title or link.address).replace(']', ')')}]({link.address})"
            for link in self._description.links.get(code, ())
            if link.language in ("", self._language) and link.address.startswith("https://")
        ]
        text = self._said(self._description.texts.get(code, {}))
        return _paragraphs([text, "\n".join(one for one in links if one[2:] not in text)]) if text or links else ""

    def note(self, module: str) -> str:
        """What a module with values says beside them."""
        return self._said(self._description.notes.get(module, {}))

    def legal_bases(self) -> list[dict[str, str]]:
        """Each line of the module for the legal basis is one."""
        found: dict[str, str] = {}
        for line in self.text(_LEGAL).splitlines():
            words = re.sub(r"^ *(?:-|\d{1,3}\.) +", "", line).strip()
            link = _LINK.search(words)
            name = " ".join(re.sub(r"\[([^\]\n]+)\]\([^\s()]+\)", r"\1", words).split())[:LINE_LIMIT]
            if name and not found.get(name):
                found[name] = link[2] if link and len(link[2]) <= LINE_LIMIT else ""
        return [{"name": name, "link": link} for name, link in found.items()][:LIST_LIMIT]

    def _said(self, spoken: Spoken) -> str:
        return plain(spoken.get(self._language, ""))


def _paragraphs(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _day(written: str) -> str:
    """A day as people write it; what is none stays as it is."""
    full, yearly = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", written), re.fullmatch(r"--(\d\d)-(\d\d)", written)
    if full:
        return f"{int(full[3])}.{int(full[2])}.{full[1]}"
    return f"{int(yearly[2])}.{int(yearly[1])}." if yearly else written


# Values in words ------------------------------------------------------------------------------------------------------

_UNITS = {
    "de": {
        "JAHR": ("Jahr", "Jahre"), "MONAT": ("Monat", "Monate"), "WOCHE": ("Woche", "Wochen"), "TAG": ("Tag", "Tage"),
        "WERKTAG": ("Werktag", "Werktage"), "ARBEITSTAG": ("Arbeitstag", "Arbeitstage"),
        "STUNDE": ("Stunde", "Stunden"), "MINUTE": ("Minute", "Minuten"), "SEKUNDE": ("Sekunde", "Sekunden"),
    },
    "en": {
        "JAHR": ("year", "years"), "MONAT": ("month", "months"), "WOCHE": ("week", "weeks"), "TAG": ("day", "days"),
        "WERKTAG": ("working day", "working days"), "ARBEITSTAG": ("business day", "business days"),
        "STUNDE": ("hour", "hours"), "MINUTE": ("minute", "minutes"), "SEKUNDE": ("second", "seconds"),
    },
}  # fmt: skip
_SAID = {
    "de": {
        "to": "{} bis {}", "from": "ab {}", "until": "bis {}", "free": "kostenlos", "advance": "im Voraus zu zahlen",
        "granted": "Ohne Antwort gilt der Antrag als genehmigt nach: {}",
    },
    "en": {
        "to": "{} to {}", "from": "from {}", "until": "up to {}", "free": "free of charge",
        "advance": "to be paid in advance", "granted": "Without an answer the application counts as granted after: {}",
    },
}  # fmt: skip


class _Words:
    """Periods and amounts in the words of one language: a line each, a list where there are several."""

    def __init__(self, language: str) -> None:
        self._language, self._units, self._said = language, _UNITS[language], _SAID[language]

    def periods(self, periods: Iterable[Period]) -> str:
        """How long, or from when until when."""
        return _lines((self._period(one), self._note(one.note)) for one in periods)

    def costs(self, costs: Iterable[Amounts]) -> str:
        """How much."""
        return _lines((self._amounts(one), self._note(one.note)) for one in costs)

    def _note(self, note: Spoken) -> str:
        return " ".join(plain(note.get(self._language, "")).split())

    def _period(self, one: Period) -> str:
        first = self._counted(one.number, one.unit)
        if one.number_to:
            same = one.unit_to in ("", one.unit)
            first = self._said["to"].format(
                one.number if same else first, self._counted(one.number_to, one.unit_to or one.unit)
            )
        days = self._span(_day(one.day_from), _day(one.day_to))
        text = first or days
        return self._said["granted"].format(text) if text and one.kind == _DEEMED_GRANTED else text

    def _counted(self, number: str, unit: str) -> str:
        if not number:
            return ""
        one, many = self._units.get(unit, (unit, unit))
        return f"{number} {one if number == '1' else many}".strip()

    def _amounts(self, one: Amounts) -> str:
        least, most = (self._money(value, one.currency) for value in (one.least, one.most))
        text = self._said["free"] if one.free else least if least == most else self._span(least, most)
        return ", ".join(part for part in (text, self._said["advance"] if one.in_advance and text else "") if part)

    def _span(self, least: str, most: str) -> str:
        if least and most:
            return self._said["to"].format(least, most)
        return self._said["from"].format(least) if least else self._said["until"].format(most) if most else ""

    def _money(self, value: Decimal | None, currency: str) -> str:
        if value is None:
            return ""
        figure = f"{value:.0f}" if value == value.to_integral_value() else f"{value:.2f}"
        figure = figure.replace(".", ",") if self._language == GERMAN else figure
        return f"{figure} {'Euro' if currency == 'EUR' else currency}"


def _lines(pairs: Iterable[tuple[str, str]]) -> str:
    lines = [": ".join(part for part in pair if part) for pair in pairs]
    lines = [line for line in lines if line]
    return "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else "".join(lines)
