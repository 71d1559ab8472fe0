"""Plain sheets as a workbook: to be sorted, printed, taken along."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from reports.export.table import printable
from reports.export.text_metrics import estimated_line_count

DATE, MOMENT = "DD.MM.YYYY", "DD.MM.YYYY HH:MM"
LINE_HEIGHT, TALLEST_ROW = 15, 409  # points
# A moment is of the clock on the wall: a workbook knows no zones.
Value = str | int | dt.date | dt.datetime | None


@dataclass(frozen=True)
class Sheet:
    """``columns`` are headings with their widths in characters; a row has a value for each."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Value]]


def write_sheets(sheets: Iterable[Sheet]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(target: Worksheet, sheet: Sheet) -> None:
    for column, (heading, width) in enumerate(sheet.columns, start=1):
        cell = target.cell(1, column, heading)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        target.column_dimensions[cell.column_letter].width = width
    for number, values in enumerate(sheet.rows, start=2):
        for column, value in enumerate(values, start=1):
            _write(target, number, column, value)
        target.row_dimensions[number].height = _height(values, sheet.columns)
    target.freeze_panes = "B2"
    target.auto_filter.ref = target.dimensions
    target.page_setup.orientation = "landscape"
    target.page_setup.paperSize = target.PAPERSIZE_A4
    target.page_setup.fitToHeight = 0  # as many pages as it takes
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.print_title_rows = "1:1"


def _height(values: Sequence[Value], columns: Sequence[tuple[str, int]]) -> float:
    """Points: LibreOffice does not fit rows to wrapped texts when it opens a file."""
    lines = [
        estimated_line_count(value, width)
        for value, (_, width) in zip(values, columns, strict=True)
        if isinstance(value, str)
    ]
    return min(max(lines, default=1) * LINE_HEIGHT, TALLEST_ROW)


def _write(target: Worksheet, row: int, column: int, value: Value) -> None:
    cell = target.cell(row, column)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if isinstance(value, str):
        cell.value = printable(value) or None
        cell.data_type = "s" if value else "n"  # a text that begins with «=» is no formula
    elif value is not None:
        cell.value = value
        if isinstance(value, dt.date):
            cell.number_format = MOMENT if isinstance(value, dt.datetime) else DATE
