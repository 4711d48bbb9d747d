"""Handing in files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rathaus.catalogue.reading import ListFile
from rathaus.people.models import Department

DEFINITION_LIMIT = 50_000_000
LISTS_LIMIT = 40


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


class TextsUploadForm(forms.Form):
    """A file with the description of a service."""

    file = forms.FileField(
        label=_("XZuFi-Datei"),
        help_text=_(
            "Die Beschreibung der Leistung in XZuFi 2.1 bis 2.3 (XML), wie Ihr Land oder das FIM-Portal sie gibt."
        ),
        widget=forms.FileInput(attrs={"accept": ".xml,application/xml,text/xml"}),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse what is too large before anybody reads it."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if getattr(upload, "refused", "") or (upload.size or 0) > DEFINITION_LIMIT:
            raise forms.ValidationError(gettext("Die Datei ist zu groß; erlaubt sind 50 MB."))
        return upload
