"""The texts of a service: every word that its public page says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.texts import LETTERS, Audience, ServiceTexts, TextsError
from rathaus.people.trust import TrustLevel
from rathaus.web.words import Word


def _area(label: Any, help_text: Any = "", *, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": rows}), strip=True
    )


class TextsForm(forms.Form):
    """Texts in German. `base` are those of the version before: what the form does not show is kept from them."""

    name = forms.CharField(
        label=_("Name der Leistung"), max_length=250, help_text=_("So, wie Bürgerinnen und Bürger sie nennen.")
    )
    teaser = _area(_("Kurz gesagt"), _("Ein oder zwei Sätze für die Übersicht."), rows=2)
    description = _area(
        _("Beschreibung"),
        _("Leere Zeile: neuer Absatz. Zeile mit „- “ am Anfang: Aufzählung. Link: [Wort](https://…)."),
        rows=8,
    )
    preconditions = _area(_("Voraussetzungen"))
    documents = _area(
        _("Unterlagen"),
        _("Eine je Zeile. Ein Hinweis folgt nach einem senkrechten Strich: Fahrzeugschein | Vorder- und Rückseite."),
    )
    documents_note = _area(_("Hinweise zu den Unterlagen"), rows=2)
    cost = _area(_("Kosten"), rows=3)
    duration = _area(_("Bearbeitungsdauer"), rows=2)
    deadline = _area(_("Frist"), rows=2)
    procedure = _area(_("Ablauf"))
    hints = _area(_("Hinweise"), rows=2)
    more = _area(_("Weitere Informationen"), rows=2)
    remedy = _area(_("Rechtsbehelf"), rows=3)
    legal_bases = _area(_("Rechtsgrundlagen"), _("Eine je Zeile. Ein Link folgt nach einem senkrechten Strich."))
    contact = _area(_("Zuständige Stelle"), rows=2)
    keywords = _area(_("Suchwörter"), _("Auch andere Namen für die Leistung, durch Kommas getrennt."), rows=2)
    life_situations = forms.CharField(
        label=_("Themen"),
        max_length=500,
        required=False,
        help_text=_("Unter diesen Überschriften steht die Leistung im Verzeichnis, durch Kommas getrennt."),
    )
    leika_key = forms.CharField(
        label=_("Leistungsschlüssel"),
        max_length=20,
        required=False,
        help_text=_("14 Ziffern aus dem Leistungskatalog, wenn bekannt."),
    )
    audience = forms.MultipleChoiceField(
        label=_("Für wen?"),
        choices=[
            (Audience.CITIZEN.value, _("Bürgerinnen und Bürger")),
            (Audience.BUSINESS.value, _("Unternehmen und Vereine")),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    trust_level = forms.ChoiceField(
        label=_("Vertrauensniveau"),
        choices=[(one.value, one.label) for one in TrustLevel],
        widget=forms.RadioSelect,
        help_text=_(
            "Wie sicher muss feststehen, wer den Antrag stellt? Bei „normal“ braucht niemand ein Konto. "
            "Sonst kann nur beginnen und absenden, wessen Konto das Niveau hat: „substanziell“ nach einem Besuch mit "
            "Ausweis; „hoch“ hat noch kein Konto."
        ),
    )
    word = forms.ChoiceField(
        label=_("Was wird gesendet?"),
        choices=[("", _("wie der Name der Leistung es sagt, sonst Antrag")), *((one.value, one.label) for one in Word)],
        required=False,
        help_text=_("So heißt es auf allen Seiten, in E-Mails und Schreiben: „Ihre Anzeige ist eingegangen“."),
    )
    written_form = forms.BooleanField(label=_("Das Gesetz verlangt die Schriftform (Unterschrift)."), required=False)
    purpose = _area(_("Datenschutz: Zweck"), _("Wofür brauchen Sie die Angaben?"), rows=2)
    retention = _area(
        _("Datenschutz: Aufbewahrung"),
        _("Wie lange bewahren Sie die Angaben auf, und nach welcher Vorschrift?"),
        rows=2,
    )
    recipients = _area(
        _("Datenschutz: Empfänger"), _("Welche anderen Stellen bekommen die Angaben? Leer: keine."), rows=2
    )
    easy_language = _area(_("Leichte Sprache"), _("Die Beschreibung in Leichter Sprache."))
    sign_video = forms.URLField(
        label=_("Video in Gebärdensprache"),
        required=False,
        assume_scheme="https",
        help_text=_("Die Adresse des Videos; sie beginnt mit https://."),
    )

    letter_granted = _area(
        _("Bescheid: Bewilligung"),
        _("So beginnt der Bescheid. Leer: unser Wortlaut. {service} und {day} werden durch Leistung und Tag ersetzt."),
        rows=3,
    )
    letter_partly = _area(_("Bescheid: teilweise Bewilligung"), rows=3)
    letter_refused = _area(_("Bescheid: Ablehnung"), rows=3)
    letter_withdrawn = _area(_("Schreiben nach Rücknahme"), rows=3)

    TEXTS = (
        "name", "teaser", "description", "preconditions", "documents_note", "cost", "duration", "deadline", "procedure",
        "hints", "more", "remedy", "contact", "leika_key", "trust_level", "word", "purpose", "retention", "recipients",
        "easy_language", "sign_video",
    )  # fmt: skip

    def __init__(self, *args: Any, base: ServiceTexts | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base

    @staticmethod
    def values_of(texts: ServiceTexts) -> dict[str, Any]:
        """The form's values for texts."""
        values = texts.to_json()
        values["documents"] = "\n".join(_joined(one.name, one.note) for one in texts.documents)
        values["legal_bases"] = "\n".join(_joined(one.name, one.link) for one in texts.legal_bases)
        values["keywords"] = ", ".join(texts.keywords)
        values["life_situations"] = ", ".join(texts.life_situations)
        return values | {f"letter_{outcome}": texts.letters.get(outcome, "") for outcome in LETTERS}

    def clean(self) -> dict[str, Any]:
        """Bring the fields together into `texts`."""
        values = super().clean() or {}
        if self.errors:
            return values
        try:
            values["texts"] = ServiceTexts.from_json(self._texts(values))
        except TextsError as error:
            self.add_error(error.field or None, error.sentence)
        return values

    def _texts(self, values: dict[str, Any]) -> dict[str, Any]:
        texts = self.base.to_json() if self.base else {}
        texts |= {name: values[name] for name in self.TEXTS}
        texts["letters"] = {outcome: values[f"letter_{outcome}"] for outcome in LETTERS}
        texts["audience"] = values["audience"]
        texts["written_form"] = values["written_form"]
        texts["keywords"] = _listed(values["keywords"])
        texts["life_situations"] = _listed(values["life_situations"])
        texts["documents"] = [{"name": name, "note": note} for name, note in _pairs(values["documents"])]
        texts["legal_bases"] = [{"name": name, "link": link} for name, link in _pairs(values["legal_bases"])]
        return texts


def _listed(text: str) -> list[str]:
    return [word.strip() for word in text.replace("\n", ",").split(",")]


def _joined(first: str, second: str) -> str:
    return f"{first} | {second}" if second else first


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        first, _bar, second = line.partition("|")
        if first.strip():
            yield first.strip(), second.strip()
