"""Takes the cells out of a spreadsheet: an XLSX on standard input, its rows of text as JSON on standard output.

Run as a process of its own, because a file from anywhere is read here: the limits below hold before the first byte is
parsed, so a hostile file costs a few seconds of one processor and then this process, never the server. Formulas are not
computed and not read: a cell gives the value that its program saved. Links to other files are not followed. Of several
sheets the first is read. The exit status says why nothing came out.
"""

import io
import json
import resource
import sys
import zipfile
from datetime import date, datetime, time
from typing import Any

SECONDS, MEMORY = 30, 700_000_000
UNPACKED, PARTS = 120_000_000, 2_000  # bytes of all parts together; how many there may be
ROWS, COLUMNS, LONGEST = 20_001, 100, 5_000  # the headings are a row too
TEXT = 20_000_000  # letters of all cells together: a text that a thousand cells share is small in the file alone
FOREIGN, LARGE, LOCKED = 3, 4, 5  # exit statuses; any other one but 0 is a file that could not be read
OLE = b"\xd0\xcf\x11\xe0"  # an old .xls, or a workbook with a password


def main() -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    if content.startswith(OLE):
        return LOCKED
    if refused := unfit(content):
        return refused
    return give(content)


def unfit(content: bytes) -> int:
    """Why this archive is not opened; 0 where it may be. Its table of contents tells how large it unpacks; what lies
    about that is stopped by the limit on memory."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        return LARGE
    return 0 if any(part.filename == "xl/workbook.xml" for part in parts) else FOREIGN


def give(content: bytes) -> int:
    """Write the rows of the first sheet."""
    from openpyxl.reader.excel import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    if not book.worksheets:
        return FOREIGN
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what a file says of its own size may be wrong
    rows: list[list[str]] = []
    told = 0
    for row in sheet.iter_rows(max_col=COLUMNS + 1):
        cells = [text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        rows.append(cells)
        told += sum(map(len, cells))
        if len(rows) > ROWS or len(cells) > COLUMNS or told > TEXT:
            return LARGE
    json.dump(rows, sys.stdout)
    return 0


def text(cell: Any) -> str:
    """What a cell holds, as somebody would type it: a day as 2026-03-02, an amount without a sign, a rate with %."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        percent = "%" in (cell.number_format or "")
        return f"{value * 100:.12g}%" if percent else f"{value:.12g}" if isinstance(value, float) else str(value)
    return str(value)[:LONGEST].strip()


if __name__ == "__main__":
    sys.exit(main())
