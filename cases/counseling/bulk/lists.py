"""Lists of cells as files: CSV that Excel opens rightly, and XLSX. No cell is ever a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from django.http import HttpResponse

Cell: TypeAlias = str | int | Decimal | date | datetime | None
BOM = "\ufeff"  # by which Excel knows UTF-8
# A cell that begins with one of these would be computed: "=HYPERLINK(…)" in a client's name could send the list away.
STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def guarded(text: str) -> str:
    """Text that no spreadsheet computes: with an apostrophe in front, which our import takes away again."""
    return f"'{text}" if text.startswith(STARTS) else text


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows with commas between the cells, days as 2026-03-02."""
    out = io.StringIO()
    out.write(BOM)
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([plain(cell) for cell in row])
    return out.getvalue().encode()


def plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    return "" if cell is None else guarded(cell) if isinstance(cell, str) else str(cell)


def as_xlsx(rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet, amounts as numbers and days as days."""
    from openpyxl.workbook.workbook import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Clients")
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([typed(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def typed(cell: Cell) -> Cell:
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=None, microsecond=0)
    # What XML cannot hold is left out; nobody typed it.
    return (
        guarded("".join(letter for letter in cell if letter >= " " or letter in "\n\t"))
        if isinstance(cell, str)
        else cell
    )


def sent(name: str, media: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
