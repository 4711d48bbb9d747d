"""Small PDF files, well and badly meant."""

from __future__ import annotations

TEXT = b"BT /F 24 Tf 60 760 Td (Haftpflichtversicherung) Tj ET 60 600 400 100 re f"
_FORM = (
    b"<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>"
    b"stream\n%s\nendstream"
)


def pdf(content: bytes = TEXT, box: str = "0 0 595 842", objects: tuple[bytes, ...] = ()) -> bytes:
    """One page that draws `content`; `objects` are numbered from 6, which the page knows as ``/X``."""
    resources = "<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources{resources}>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *objects,
    ]
    out, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, len(out))


def endless() -> bytes:
    """Forms that hold fifty times the next one, nine deep: nobody lives to see it drawn."""
    fifty = b"/X Do " * 50
    inner = tuple(_FORM % (7 + number, len(fifty), fifty) for number in range(8))
    return pdf(b"/X Do", objects=(*inner, _FORM % (6, len(TEXT), TEXT)))
