"""Files coming in with a form and going out again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from rathaus.applications.actions.drafts import Upload
from rathaus.applications.models import Attachment, DraftRecord
from rathaus.applications.queries import OpenDraft
from rathaus.protection import files, previews, uploads
from rathaus.protection.models import SealedFile
from rathaus.protection.uploads import SealedUpload
from rathaus.questionnaire import Control, FileRef, FileView, ItemView, PageView, QuestionView


@dataclass(frozen=True, slots=True)
class Received:
    """What came: files to keep, and refused ones as pairs of question key and sentence."""

    uploads: tuple[Upload, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def receive(request: HttpRequest, opened: OpenDraft, items: Sequence[ItemView]) -> Received:
    """The files of this form that belong to questions among `items`, judged by content, size and number."""
    kept: list[Upload] = []
    refused: list[tuple[str, str]] = []
    total = sum(ref.size for refs in opened.draft.files.values() for ref in refs)
    for question in items:
        if not isinstance(question, QuestionView) or question.control is not Control.FILE:
            continue
        there = len(question.files)
        for content in received_files(request, question.name):
            sentence = _problem(content, question, there=there, total=total)
            if sentence:
                refused.append((question.key, sentence))
                continue
            there, total = there + 1, total + content.size
            kept.append(Upload(question.key, _ref(content), content))
    return Received(tuple(kept), tuple(refused))


def received_files(request: HttpRequest, name: str) -> list[SealedUpload]:
    """The files sent under a form name. All come sealed: no other upload handler stands in the settings."""
    return [one for one in request.FILES.getlist(name) if isinstance(one, SealedUpload)]


def _problem(content: SealedUpload, question: QuestionView, *, there: int, total: int) -> str:
    asked = question.question
    maximum = asked.repeat.maximum if asked.repeat else 1
    if maximum is not None and maximum > 1 and there >= maximum:
        text = _("Die Datei „%(name)s“ wurde nicht angenommen: Hier sind höchstens %(maximum)s Dateien möglich.")
        return text % {"name": content.name, "maximum": maximum}
    if total + content.size > settings.RATHAUS_DRAFT_FILES_LIMIT:
        text = _("Die Datei „%(name)s“ wurde nicht angenommen: Zusammen dürfen alle Dateien höchstens %(limit)s haben.")
        return text % {"name": content.name, "limit": uploads.readable_size(settings.RATHAUS_DRAFT_FILES_LIMIT)}
    return uploads.problem(content, media_types=asked.media_types, max_size=asked.max_size)


def _ref(content: SealedUpload) -> FileRef:
    return FileRef(str(uuid.uuid4()), content.name or "", content.size, content.content_type)


def download(attachment: Attachment) -> StreamingHttpResponse:
    """The file of an attachment, as `hand_out` does it."""
    return hand_out(attachment.file)


def hand_out(file: SealedFile) -> StreamingHttpResponse:
    """A sealed file in clear, always as a download: nothing that somebody sent is ever shown inside our pages.

    A file with a virus is not handed out any more (404).
    """
    if file.scan == SealedFile.Scan.INFECTED:
        raise Http404
    stream: Any = files.open_file(file)
    return FileResponse(
        stream,
        as_attachment=True,
        filename=files.name(file),
        content_type=file.media_type,
        headers={"X-Content-Type-Options": "nosniff"},
    )


def show_preview(file: SealedFile) -> HttpResponse:
    """The small picture of a file, which the house has drawn itself (404 where there is none)."""
    if file.preview is None or file.scan == SealedFile.Scan.INFECTED:
        raise Http404
    return HttpResponse(files.content(file.preview), content_type=previews.MEDIA_TYPE)


def as_kept(view: PageView, record: DraftRecord) -> PageView:
    """The page with what the house knows of the files that it shows: viruses, and how they look."""
    if not any(isinstance(item, QuestionView) and item.files for item in view.items):
        return view
    kept = {str(row.pk): row.file for row in record.attachments.select_related("file")}

    def known(shown: FileView) -> FileView:
        file = kept.get(shown.id)
        if file is None:
            return shown
        there = reverse("applications:file_preview", args=[record.pk, shown.id])
        return replace(shown, scan=file.scan, preview=previews.address(file, there))

    def with_files(item: ItemView) -> ItemView:
        if not isinstance(item, QuestionView) or not item.files:
            return item
        return replace(item, files=tuple(map(known, item.files)))

    return replace(view, items=tuple(map(with_files, view.items)))
