"""Uploads, sealed while they stream: not one byte reaches the disk in clear.

The handler stands in ``FILE_UPLOAD_HANDLERS``, so every file of every form in the house comes as a
:class:`SealedUpload`. A view asks :func:`problem` and either shows the sentence or keeps the file::

    upload = request.FILES["F60000000001"]
    sentence = uploads.problem(upload, media_types=question.media_types, max_size=question.max_size)
    if not sentence:
        file = uploads.keep(upload, data_key)

What is not kept is removed when the request ends.
"""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rathaus.protection import files, media, previews, scanning
from rathaus.protection.models import DataKey, SealedFile
from rathaus.protection.scanning import Verdict

if TYPE_CHECKING:
    AnyUpload = UploadedFile[bytes]
else:
    AnyUpload = UploadedFile

log = logging.getLogger(__name__)
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
Refusal = Literal["", "size", "disk"]
DRAWING = 5.0
"""Seconds that the previews of one form may take."""


class SealedUpload(AnyUpload):
    """An upload that already lies sealed on the disk. ``content_type`` is what its content says.

    It reads like any file (in clear, out of the sealed bytes). Where it was refused there is nothing to read:
    ``refused`` is "size" (larger than the house takes) or "disk" (it could not be written).
    """

    size: int
    content_type: str

    def __init__(
        self, name: str, size: int, content_type: str, writer: files.SealingWriter | None, refused: Refusal
    ) -> None:
        stream = io.BufferedReader(files.SealedStream(writer.path, writer.key), files.CHUNK) if writer else io.BytesIO()
        super().__init__(stream, _UNSEEN.sub("", name), content_type, size)
        self.writer = writer
        self.refused = refused
        self.verdict: Verdict | None = None
        """What the virus scanner said; None while nobody has asked it."""
        self.preview: files.SealingWriter | None = None
        """What it shows, drawn small by `draw_previews`."""

    def close(self) -> None:
        """End of the request: what nobody kept goes."""
        super().close()
        for writer in (self.writer, self.preview):
            if writer is not None:
                writer.path.unlink(missing_ok=True)


class SealingUploadHandler(FileUploadHandler):
    """Seals each chunk as it comes in, and stops keeping what is larger than ``RATHAUS_UPLOAD_LIMIT`` (bytes)."""

    writer: files.SealingWriter | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.refused: Refusal = ""
        self.seen = 0
        self.head = self.tail = b""
        try:
            self.writer = files.SealingWriter(files.incoming_path())
        except OSError:
            self._refuse("disk")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.seen += len(raw_data)
        if self.writer is None:
            return
        if self.seen > settings.RATHAUS_UPLOAD_LIMIT:
            self._refuse("size")
            return
        if len(self.head) < media.HEAD:
            self.head += raw_data[: media.HEAD - len(self.head)]
        self.tail = (self.tail + raw_data)[-media.TAIL :]
        try:
            self.writer.write(raw_data)
        except OSError:
            self._refuse("disk")

    def file_complete(self, file_size: int) -> AnyUpload:
        try:
            if self.writer is not None:
                self.writer.finish()
        except OSError:
            self._refuse("disk")
        writer, self.writer = self.writer, None
        content_type = media.detect(self.head, self.tail) if writer else media.UNKNOWN
        return SealedUpload(self.file_name or "", self.seen, content_type, writer, self.refused)

    def upload_interrupted(self) -> None:
        """The browser went away in the middle."""
        if self.writer is not None:
            self.writer.abort()
            self.writer = None

    def _refuse(self, refused: Refusal) -> None:
        self.refused = refused
        if refused == "disk":
            log.exception("an upload could not be written")
        if self.writer is not None:
            self.writer.abort()
            self.writer = None


def problem(upload: AnyUpload, *, media_types: Sequence[str] = (), max_size: int | None = None) -> str:
    """Why this file cannot be taken, in a sentence for the applicant; empty where it can.

    ``media_types`` are the allowed ones (none: :data:`media.DEFAULT_ALLOWED`); ``max_size`` is in bytes (none: the
    house's own limit).
    """
    allowed = tuple(media_types) or media.DEFAULT_ALLOWED
    size, limit = upload.size or 0, min(max_size or settings.RATHAUS_UPLOAD_LIMIT, settings.RATHAUS_UPLOAD_LIMIT)
    content_type = upload.content_type or media.UNKNOWN
    if getattr(upload, "refused", "") == "disk":
        text = _(
            "Die Datei „%(name)s“ konnte gerade nicht gespeichert werden. Bitte versuchen Sie es später noch einmal."
        )
    elif size > limit:
        text = _("Die Datei „%(name)s“ ist mit %(size)s zu groß. Erlaubt sind höchstens %(limit)s.")
    elif not size:
        text = _("Die Datei „%(name)s“ ist leer. Bitte wählen Sie eine andere Datei.")
    elif media.allows(allowed, content_type):
        if _verdict(upload) is not Verdict.INFECTED:
            return ""
        text = _(
            "Die Datei „%(name)s“ wurde nicht angenommen: Sie enthält einen Virus. "
            "Bitte prüfen Sie Ihr Gerät und wählen Sie eine andere Datei."
        )
    elif content_type == media.UNKNOWN:
        text = _("Das Format der Datei „%(name)s“ ist nicht erkennbar. Erlaubt sind: %(allowed)s.")
    else:
        text = _("Die Datei „%(name)s“ hat das Format %(found)s. Erlaubt sind: %(allowed)s.")
    return text % {
        "name": upload.name,
        "size": readable_size(size),
        "limit": readable_size(limit),
        "found": media.label(content_type),
        "allowed": ", ".join(dict.fromkeys(map(media.label, allowed))),
    }


def _verdict(upload: AnyUpload) -> Verdict:
    """What the virus scanner says of an upload; it is asked once."""
    known = getattr(upload, "verdict", None)
    if isinstance(known, Verdict):
        return known
    verdict = scanning.scan(_chunks(upload))
    if isinstance(upload, SealedUpload):
        upload.verdict = verdict
    return verdict


def _chunks(upload: AnyUpload) -> Iterator[bytes]:
    """The upload in clear from its beginning, piece by piece; then it stands there again."""
    upload.seek(0)
    yield from iter(lambda: upload.read(files.CHUNK), b"")
    upload.seek(0)


def draw_previews(received: Iterable[SealedUpload]) -> None:
    """Draw what each upload shows, for `keep`. It takes a while: do it before the transaction that keeps them.

    Where drawing takes longer than `DRAWING` in all, as no honest files do, the rest goes without.
    """
    end = time.monotonic() + DRAWING
    for upload in received:
        if time.monotonic() < end and upload.writer is not None:
            drawn = previews.draw(_chunks(upload), upload.content_type)
            upload.preview = files.sealed(drawn) if drawn else None


def keep(upload: AnyUpload, data_key: DataKey) -> SealedFile:
    """Keep an upload: its sealed bytes get their place and its row is written (see ``files.adopt``)."""
    if not isinstance(upload, SealedUpload) or upload.writer is None:
        raise ValueError("only an upload that came through the SealingUploadHandler, and was not refused, can be kept")
    preview = None
    if upload.preview is not None:
        preview = files.adopt(upload.preview, data_key, name="", media_type=previews.MEDIA_TYPE)
    sealed_file = files.adopt(
        upload.writer,
        data_key,
        name=upload.name or "",
        media_type=upload.content_type,
        scan=_verdict(upload).value,
        preview=preview,
    )
    upload.writer = upload.preview = None
    return sealed_file


def readable_size(size: int) -> str:
    """A number of bytes for people: ``850 Byte``, ``1,4 MB`` (decimal units, as shops and phones count).

    Rounded up, so that what is a little too large does not look as large as allowed.
    """
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= factor:
            tenths = -(-size * 10 // factor)
            whole = tenths % 10 == 0 or tenths >= 1000
            return f"{number_format(-(-tenths // 10) if whole else Decimal(tenths) / 10)} {unit}"
    return ngettext("%(size)s Byte", "%(size)s Byte", size) % {"size": size}
