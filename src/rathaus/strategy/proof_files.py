"""The proof of use as CSV and XLSX: one row per year and source, then the sums."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext as _

from rathaus.strategy.proof import Proof

Cell = str | int | Decimal
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def heading() -> list[str]:
    """The columns."""
    return [_("Jahr"), _("Woher"), _("Geplant in Euro"), _("Ausgegeben in Euro"), _("Anteil der Ausgaben in %")]


def rows(proof: Proof) -> Iterator[list[Cell]]:
    """Year by year, then each source over all years, then everything."""
    for one in proof.rows:
        yield [one.year, one.source, one.budget, one.spent, ""]
    for total in proof.sums:
        yield [_("alle Jahre"), total.source, total.planned, total.spent, total.part]
    yield [_("alle Jahre"), _("Zusammen"), proof.planned, proof.spent, Decimal(100) if proof.spent else ""]


def as_csv(proof: Proof) -> bytes:
    """As spreadsheets of German offices read it: semicolons, decimal commas, UTF-8 with its mark."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading())
    writer.writerows([[_text(cell) for cell in row] for row in rows(proof)])
    return out.getvalue().encode("utf-8-sig")


def _text(cell: Cell) -> str:
    """A cell as text. What a spreadsheet would take for a formula is kept from being one."""
    if isinstance(cell, Decimal):
        return f"{cell:.2f}".replace(".", ",")
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_xlsx(proof: Proof) -> bytes:
    """A sheet with the same rows; amounts are numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_("Verwendungsnachweis"))
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
        sheet.write_row(0, 0, heading(), bold)
        for number, row in enumerate(rows(proof), 1):
            for column, cell in enumerate(row):
                if isinstance(cell, Decimal):
                    sheet.write_number(number, column, float(cell), money)
                else:
                    sheet.write(number, column, cell)
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 1, 40)
        sheet.set_column(2, 4, 20)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


KINDS: dict[str, Callable[[Proof], tuple[bytes, str]]] = {
    "csv": lambda proof: (as_csv(proof), "text/csv; charset=utf-8"),
    "xlsx": lambda proof: (
        as_xlsx(proof),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
"""How each kind of file is made, with its media type."""
