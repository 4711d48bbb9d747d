"""Files in clear, opened on the way out and kept nowhere."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from rathaus.applications.models import Attachment
from rathaus.applications.views.files import show_preview
from rathaus.cases.models import Case, Letter
from rathaus.cases.views.case import work
from rathaus.cases.views.doors import case_of
from rathaus.people.decorators import StaffRequest
from rathaus.protection import files
from rathaus.protection.models import SealedFile

_PURPOSES = [Attachment.Purpose.ANSWER, Attachment.Purpose.REPLY, Attachment.Purpose.POWER]


@require_safe
@work
def file(request: StaffRequest, case_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A file of the applicant. Always to be saved, never shown in the page: it came from outside."""
    return _download(_received(case_of(request, case_id), file_id))


@require_safe
@work
def file_preview(request: StaffRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """How a file of the applicant looks, small: a picture that the house has drawn itself."""
    return show_preview(_received(case_of(request, case_id), file_id))


def _received(case: Case, file_id: UUID) -> SealedFile:
    """A file of the applicant in which no virus was found."""
    rows = Attachment.objects.select_related("file__data_key", "file__preview__data_key").filter(purpose__in=_PURPOSES)
    rows = rows.exclude(file__scan=SealedFile.Scan.INFECTED)
    return get_object_or_404(rows, application_id=case.application_id, pk=file_id).file


@require_safe
@work
def letter(request: StaffRequest, case_id: UUID, letter_id: UUID) -> HttpResponseBase:
    """A letter of the house."""
    case = case_of(request, case_id)
    rows = Letter.objects.select_related("file__data_key")
    return _download(get_object_or_404(rows, case=case, pk=letter_id).file)


def _download(sealed: SealedFile) -> FileResponse:
    """Stream the file; Django writes its name safely into the header."""
    return FileResponse(
        files.open_file(sealed), as_attachment=True, filename=files.name(sealed), content_type=sealed.media_type
    )
