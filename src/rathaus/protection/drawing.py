"""Draws the first page of a PDF, or a picture, small: a program of its own, which `previews` starts for each file.

It reads the file from standard input and writes a JPEG to standard output. What came from outside may be made to break
whoever reads it, so the program gives away what it does not need before it reads a byte: see `bound`. Whatever goes
wrong ends it without a picture. It knows neither Django nor the house.
"""

from __future__ import annotations

import io
import resource
import sys
from pathlib import Path

from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, TiffImagePlugin
from pypdfium2 import PdfDocument

SIDE = 320
"""Pixels that the longer side has."""
MEMORY = 512 * 1024 * 1024
"""Bytes of address space, the program itself (45 MB) included."""
PROCESSOR = 3
"""Seconds of a processor."""
_READERS = (JpegImagePlugin.JpegImageFile, PngImagePlugin.PngImageFile, TiffImagePlugin.TiffImageFile)
_FORMATS = [str(reader.format) for reader in _READERS]
_PDF = "application/pdf"


def bound() -> None:
    """Give away what drawing does not need: memory, time, files, sockets, processes. None of it can be had again.

    No further file descriptor means neither a file nor the network (setrlimit(2), `RLIMIT_NOFILE`). Nothing is written,
    no memory is dumped to the disk, and where the machine runs out of memory, this process is the first to go.
    """
    _go_first()
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: PROCESSOR,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: 0,
        resource.RLIMIT_NOFILE: 3,  # standard input, output and error are open already
    }
    for what, most in limits.items():
        resource.setrlimit(what, (most, most))


def _go_first() -> None:
    """Linux: of all processes the kernel ends this one first (proc_pid_oom_score_adj(5))."""
    score = Path("/proc/self/oom_score_adj")
    if score.exists():
        score.write_text("1000", encoding="ascii")


def draw(content: bytes, media_type: str) -> bytes:
    """The first page, or the picture, as a JPEG on white. Raises whatever the libraries raise."""
    image = _page(content) if media_type == _PDF else _picture(content)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def _page(content: bytes) -> Image.Image:
    document = PdfDocument(content)
    document.init_forms()  # otherwise what was typed into a form is not drawn
    page = document[0]
    image: Image.Image = page.render(scale=SIDE / max(page.get_size())).to_pil()
    return image.convert("RGB")


def _picture(content: bytes) -> Image.Image:
    """As it was held when it was taken, without anything that it tells besides (place, camera)."""
    image: Image.Image = Image.open(io.BytesIO(content), formats=_FORMATS)
    image.draft("RGB", (2 * SIDE, 2 * SIDE))  # a JPEG need not be read in full
    image.thumbnail((SIDE, SIDE))
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    plain = Image.new("RGB", upright.size, "white")
    plain.paste(upright, mask=upright.getchannel("A"))
    return plain


def main() -> None:
    """One file in, one picture out."""
    Image.preinit()  # what it loads would not be found afterwards
    bound()
    sys.stdout.buffer.write(draw(sys.stdin.buffer.read(), sys.argv[1]))


if __name__ == "__main__":
    main()
