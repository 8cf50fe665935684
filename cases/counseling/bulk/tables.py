"""A file with rows, whichever program wrote it: CSV as Excel, LibreOffice and Google write it, or XLSX.

CSV is read here by Python's own reader. XLSX is unpacked and parsed by a process with limits (`sheet`).
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from cases.apart import Reader, Refused

from . import sheet

LARGEST = 5_000_000  # bytes; a request holds no larger file
ROWS, COLUMNS, LONGEST = sheet.ROWS, sheet.COLUMNS, sheet.LONGEST
SEPARATORS = ",;\t|"
SAMPLE = 20  # rows by which the separator is told
GUARDED = ("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠")
ZIP = b"PK\x03\x04"
LARGE = _("This file is too large. It may have 20,000 rows, 100 columns and 5 MB. Split it into several files.")
UNREADABLE = _("We could not read this file. Save it as “CSV UTF-8” or as an Excel workbook (.xlsx) and try again.")
EMPTY = _("This file has no rows below its headings.")
REFUSALS = {
    sheet.FOREIGN: _("This is not an Excel workbook. Save it as .xlsx or as “CSV UTF-8”."),
    sheet.LARGE: LARGE,
    sheet.LOCKED: _("This is an old .xls file or has a password. Save it as .xlsx without a password."),
}
READER = Reader(Path(sheet.__file__), 60, REFUSALS, UNREADABLE)


def rows_of(content: bytes) -> list[list[str]]:
    """All rows, the headings first, as text without space around it; each as long as the headings. Raises Refused."""
    if len(content) > LARGEST:
        raise Refused(LARGE)
    packed = content.startswith((ZIP, sheet.OLE))
    rows = from_sheet(content) if packed else from_csv(content)
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) < 2:
        raise Refused(EMPTY)
    if len(rows) > ROWS or max(map(len, rows)) > COLUMNS:
        raise Refused(LARGE)
    width = max(map(len, rows))
    return [[*map(bare, row), *[""] * (width - len(row))] for row in rows]


def bare(cell: str) -> str:
    """A cell without the mark by which a list of ours (or of any careful program) kept it from being a formula."""
    return cell[1:] if cell.startswith(GUARDED) else cell


def from_sheet(content: bytes) -> list[list[str]]:
    """The first sheet of a workbook."""
    rows: list[list[str]] = json.loads(READER.read(content))
    return rows


def from_csv(content: bytes) -> list[list[str]]:
    """The rows of a text, whatever its separator and its letters' encoding."""
    text = decoded(content)
    if "\0" in text:
        raise Refused(UNREADABLE)
    first, _newline, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == len("sep=") + 1:  # Excel's own word for it
        return parsed(rest, first.strip()[-1])
    return parsed(text, separator_of(text))


def decoded(content: bytes) -> str:
    """The letters: by the mark that Excel puts in front, else UTF-8, else what Excel on Windows writes (cp1252)."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252", "latin-1"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(UNREADABLE)


def separator_of(text: str) -> str:
    """What stands between the cells: whatever cuts the first rows into the most cells, alike in all of them."""

    def cells(separator: str) -> tuple[int, int]:
        widths = [len(row) for row in csv.reader(io.StringIO(text[:50_000], newline=""), delimiter=separator)][:SAMPLE]
        return widths.count(widths[0]) * (widths[0] > 1), widths[0]

    try:
        return max(SEPARATORS, key=cells) if text else ","
    except csv.Error:
        raise Refused(UNREADABLE) from None


def parsed(text: str, separator: str) -> list[list[str]]:
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append([cell.strip()[:LONGEST] for cell in row])
            if len(rows) > ROWS:
                raise Refused(LARGE)
    except csv.Error:
        raise Refused(UNREADABLE) from None
    for row in rows:
        while row and not row[-1]:
            row.pop()
    return rows
