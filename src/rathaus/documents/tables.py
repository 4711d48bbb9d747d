"""Tables as files for spreadsheets: CSV and XLSX, in which no text can become a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils.text import slugify

Cell = str | int | float | Decimal | None
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CSV = "text/csv; charset=utf-8"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its name (at most 31 signs), the names of its columns, and their widths in signs."""

    name: str
    heading: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()


def as_csv(sheets: Sequence[Sheet]) -> bytes:
    """The first sheet as spreadsheets of German offices read it: semicolons, decimal commas, UTF-8 with its mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(sheets[0].heading)
    writer.writerows([[_text(cell) for cell in row] for row in sheets[0].rows])
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    """A cell as text. What a spreadsheet would take for a formula is kept from being one."""
    if isinstance(cell, Decimal):
        return f"{cell:.2f}".replace(".", ",")
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text


def as_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """A workbook with these sheets; amounts are numbers, texts stay texts whatever they begin with."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, _PLAIN) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        for one in sheets:
            sheet = book.add_worksheet(one.name)
            sheet.write_row(0, 0, one.heading, bold)
            for number, row in enumerate(one.rows, 1):
                for column, cell in enumerate(row):
                    if isinstance(cell, Decimal):
                        sheet.write_number(number, column, float(cell), money)
                    else:
                        sheet.write(number, column, cell)
            for column, width in enumerate(one.widths):
                sheet.set_column(column, column, width)
            sheet.freeze_panes(1, 0)
    return out.getvalue()


_KINDS: Mapping[str, tuple[Callable[[Sequence[Sheet]], bytes], str]] = {"csv": (as_csv, _CSV), "xlsx": (as_xlsx, _XLSX)}
"""How each kind of file is made, with its media type."""


def download(sheets: Sequence[Sheet], kind: str, name: str) -> HttpResponse:
    """The sheets as a file of a kind ("csv", "xlsx") to keep; raises Http404 for any other kind."""
    if kind not in _KINDS:
        raise Http404
    make, media_type = _KINDS[kind]
    return HttpResponse(
        make(sheets),
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{slugify(name)[:80]}.{kind}"'},
    )
