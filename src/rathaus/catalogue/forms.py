"""Forms of the service owner: handing in files, and confirming what was read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.reading import ListFile, ListMatch, Reading
from rathaus.catalogue.texts import Audience, ServiceTexts, TextsError, TrustLevel
from rathaus.fim.model import Field, Position
from rathaus.people.models import Department
from rathaus.questionnaire import Roles

DEFINITION_LIMIT = 50_000_000
LISTS_LIMIT = 40

ROLES = {
    "family": _("Familienname"),
    "given": _("Vornamen"),
    "firm": _("Firma oder Organisation"),
    "email": _("E-Mail-Adresse"),
    "phone": _("Telefon"),
    "date_of_birth": _("Geburtsdatum"),
    "street": _("Straße"),
    "number": _("Hausnummer"),
    "postcode": _("Postleitzahl"),
    "town": _("Ort"),
}


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploads at once, as a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each file by itself; nothing at all is an empty list."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in files]


class UploadForm(forms.Form):
    """A definition with its code lists, and the department that is to offer the service."""

    definition = forms.FileField(
        label=_("Definition"),
        help_text=_("Eine Datei im Format XDatenfelder 2.0 oder 3.0.0, wie das FIM-Portal sie ausgibt (XML)."),
        widget=forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )
    lists = FilesField(
        label=_("Codelisten"),
        required=False,
        help_text=_(
            "Genericode-Dateien (XML), mehrere auf einmal. Listen, die schon im Haus sind, brauchen Sie nicht."
        ),
    )
    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(
        None, label=_("Fachbereich"), empty_label=None
    )

    def __init__(self, *args: Any, departments: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]

    def clean_definition(self) -> UploadedFile[bytes]:
        """Refuse what is too large before anybody reads it."""
        upload: UploadedFile[bytes] = self.cleaned_data["definition"]
        if getattr(upload, "refused", "") or (upload.size or 0) > DEFINITION_LIMIT:
            raise forms.ValidationError(gettext("Die Datei ist zu groß; erlaubt sind 50 MB."))
        return upload

    def clean_lists(self) -> list[ListFile]:
        """The code list files with their names."""
        uploads: list[UploadedFile[bytes]] = self.cleaned_data["lists"]
        if len(uploads) > LISTS_LIMIT:
            raise forms.ValidationError(gettext("Bitte höchstens 40 Codelisten auf einmal."))
        for upload in uploads:
            if getattr(upload, "refused", ""):
                raise forms.ValidationError(gettext("Die Codeliste %s ist zu groß.") % upload.name)
        return [ListFile(upload.name or "", upload.read()) for upload in uploads]


def _area(label: Any, help_text: Any = "", *, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea(attrs={"rows": rows}), strip=True
    )


class ReviewForm(forms.Form):
    """Texts, roles and confirmations: everything a person adds to a definition before it is published."""

    name = forms.CharField(
        label=_("Name der Leistung"), max_length=250, help_text=_("So, wie Bürgerinnen und Bürger sie nennen.")
    )
    slug = forms.SlugField(
        label=_("Adresse"),
        max_length=80,
        help_text=_("Der letzte Teil der Internetadresse: kleine Buchstaben und Bindestriche."),
    )
    department: forms.ModelChoiceField[Department] = forms.ModelChoiceField(
        None, label=_("Fachbereich"), empty_label=None
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
    cost = _area(_("Kosten"), rows=3)
    duration = _area(_("Bearbeitungsdauer"), rows=2)
    deadline = _area(_("Frist"), rows=2)
    procedure = _area(_("Ablauf"))
    hints = _area(_("Hinweise"), rows=2)
    remedy = _area(_("Rechtsbehelf"), rows=3)
    legal_bases = _area(_("Rechtsgrundlagen"), _("Eine je Zeile. Ein Link folgt nach einem senkrechten Strich."))
    contact = forms.CharField(label=_("Zuständige Stelle"), max_length=250, required=False)
    keywords = _area(_("Suchwörter"), _("Auch andere Namen für die Leistung, durch Kommas getrennt."), rows=2)
    life_situation = forms.CharField(
        label=_("Thema"),
        max_length=250,
        required=False,
        help_text=_("Unter dieser Überschrift steht die Leistung im Verzeichnis."),
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
        choices=[
            (TrustLevel.NORMAL.value, _("normal")),
            (TrustLevel.SUBSTANTIAL.value, _("substanziell")),
            (TrustLevel.HIGH.value, _("hoch")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Wie sicher muss feststehen, wer den Antrag stellt?"),
    )
    written_form = forms.BooleanField(label=_("Das Gesetz verlangt die Schriftform (Unterschrift)."), required=False)
    gap_confirmed = forms.BooleanField(
        label=_("Wir holen den Nachweis oder die Unterschrift auf anderem Weg ein."),
        required=False,
        help_text=_(
            "Nötig bei Schriftform oder einem höheren Vertrauensniveau: "
            "Beides kann das Haus noch nicht selbst leisten. Auf der Seite der Leistung steht ein Hinweis."
        ),
    )

    MOVE, FINISH = "move", "finish"
    drafts = forms.ChoiceField(
        label=_("Was geschieht mit Anträgen, die schon begonnen sind?"),
        choices=[
            (MOVE, _("Sie gehen auf die neue Fassung über. Wer weitermacht, sieht vorher, was sich ändert.")),
            (FINISH, _("Sie werden auf der bisherigen Fassung zu Ende geführt.")),
        ],
        initial=MOVE,
        required=False,
        widget=forms.RadioSelect,
    )

    TEXTS = (
        "name", "teaser", "description", "preconditions", "cost", "duration", "deadline", "procedure", "hints",
        "remedy", "contact", "life_situation", "leika_key", "trust_level",
    )  # fmt: skip

    def __init__(self, *args: Any, reading: Reading, departments: Any, fixed_slug: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        if fixed_slug:
            del self.fields["slug"]
        else:
            del self.fields["drafts"]
        choices = [("", gettext("– niemand –")), *role_choices(reading)]
        for role, label in ROLES.items():
            weak = (
                gettext("Vorschlag nach der Bezeichnung des Felds. Bitte prüfen.") if role in reading.roles.weak else ""
            )
            self.fields[f"role_{role}"] = forms.ChoiceField(
                label=label, choices=choices, required=False, help_text=weak
            )
        for number, match in enumerate(reading.to_confirm):
            self.fields[f"list_{number}"] = forms.BooleanField(
                label=list_sentence(match), help_text=gettext("Betrifft: %s") % ", ".join(match.users), required=True,
                error_messages={"required": gettext("Bitte bestätigen Sie diese Codeliste.")},
            )  # fmt: skip
        if reading.unread_rules:
            self.fields["rules_read"] = forms.BooleanField(
                label=ngettext(
                    "Die %d Regel, die das Haus nicht ausführt, prüft die Sachbearbeitung von Hand.",
                    "Die %d Regeln, die das Haus nicht ausführt, prüft die Sachbearbeitung von Hand.",
                    len(reading.unread_rules),
                )
                % len(reading.unread_rules),
                error_messages={"required": gettext("Bitte bestätigen Sie das.")},
            )

    @staticmethod
    def initial_of(texts: ServiceTexts, roles: Roles) -> dict[str, Any]:
        """The form's values for texts and roles."""
        values = texts.to_json()
        values["documents"] = "\n".join(_joined(one.name, one.note) for one in texts.documents)
        values["legal_bases"] = "\n".join(_joined(one.name, one.link) for one in texts.legal_bases)
        values["keywords"] = ", ".join(texts.keywords)
        proposed = {f"role_{role}": path for role, path in roles.to_json().items() if role in ROLES}
        return {**values, **proposed}

    def clean(self) -> dict[str, Any]:
        """Bring the fields together into `texts` and `roles`."""
        values = super().clean() or {}
        if self.errors:
            return values
        try:
            values["texts"] = ServiceTexts.from_json(self._texts(values))
        except TextsError as error:
            self.add_error(error.field or None, error.sentence)
            return values
        texts: ServiceTexts = values["texts"]
        if (texts.written_form or texts.trust_level is not TrustLevel.NORMAL) and not values["gap_confirmed"]:
            self.add_error(
                "gap_confirmed", gettext("Bitte bestätigen Sie, dass Sie den Nachweis auf anderem Weg einholen.")
            )
        values["roles"] = Roles.from_json({role: values[f"role_{role}"] or None for role in ROLES})
        return values

    def _texts(self, values: dict[str, Any]) -> dict[str, Any]:
        texts = {name: values[name] for name in self.TEXTS}
        texts["audience"] = values["audience"]
        texts["written_form"] = values["written_form"]
        texts["keywords"] = [word.strip() for word in values["keywords"].replace("\n", ",").split(",")]
        texts["documents"] = [{"name": name, "note": note} for name, note in _pairs(values["documents"])]
        texts["legal_bases"] = [{"name": name, "link": link} for name, link in _pairs(values["legal_bases"])]
        return texts

    # What the template shows apart.
    def text_fields(self) -> list[forms.BoundField]:
        """The fields about the service itself."""
        return [self[name] for name in self.fields if not name.startswith(("role_", "list_", "rules_", "drafts"))]

    def role_fields(self) -> list[forms.BoundField]:
        """Who is who."""
        return [self[name] for name in self.fields if name.startswith("role_")]

    def confirmations(self) -> list[forms.BoundField]:
        """What has to be looked at."""
        return [self[name] for name in self.fields if name.startswith(("list_", "rules_", "drafts"))]


def list_sentence(match: ListMatch) -> str:
    """What a person confirms about a code list that is not there in the version that was asked for."""
    values = {"uri": match.uri, "wanted": match.wanted_version or gettext("die neueste")}
    if match.code_list is None:
        sentence = gettext("Die Codeliste %(uri)s (Fassung %(wanted)s) fehlt. Das Feld wird als freier Text gefragt.")
        return sentence % values
    values["found"] = match.code_list.version or "?"
    sentence = gettext("Die Codeliste %(uri)s ist nicht in Fassung %(wanted)s da. Wir nehmen Fassung %(found)s.")
    return sentence % values


def role_choices(reading: Reading) -> Iterator[tuple[str, str]]:
    """Every field (and group of a date) that may play a role: path, and its labels from the top down."""
    for path, position in reading.schema.positions.items():
        if isinstance(position.element, Field) or path == reading.roles.date_of_birth:
            yield path, " › ".join(_labels(reading, position))


def _labels(reading: Reading, position: Position) -> list[str]:
    parts = position.path.split(".")
    above = [reading.schema.positions[".".join(parts[: depth + 1])] for depth in range(len(parts))]
    return [one.element.label_output for one in above]


def _joined(first: str, second: str) -> str:
    return f"{first} | {second}" if second else first


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        first, _bar, second = line.partition("|")
        if first.strip():
            yield first.strip(), second.strip()
