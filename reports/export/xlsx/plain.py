"""A plain sheet as a workbook: to be sorted, printed, taken along."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.export.table import printable
from reports.export.text_metrics import estimated_line_count

DATE, MOMENT = "DD.MM.YYYY", "DD.MM.YYYY HH:MM"
LINE_HEIGHT, TALLEST_ROW = 15, 409  # points
FONT, HEADING_SIZE = "Calibri", 14  # as the other cells have it; points
BOLD = 0.8  # of the letters that fit a width in the usual weight
HEADINGS = 3  # the row of the column headings; the title and the moment stand above it
MARGINS = {"left": 0.79, "right": 0.39, "top": 0.39, "bottom": 0.59}  # inches: 20, 10, 10, 15 mm
# A moment is of the clock on the wall: a workbook knows no zones.
Value = str | int | dt.date | dt.datetime | None


@dataclass(frozen=True)
class Sheet:
    """``columns`` are headings with their widths in characters; a row has a value for each. ``heading``
    says on paper what the sheet is, ``moment`` of when."""

    title: str
    heading: str
    moment: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Value]]


def write_sheet(sheet: Sheet) -> bytes:
    book = Workbook()
    book.active.title = sheet.title
    book.properties.title = sheet.heading
    book.properties.creator = "Свод"
    _fill(book.active, sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(target: Worksheet, sheet: Sheet) -> None:
    target.cell(1, 1, sheet.heading).font = Font(name=FONT, bold=True, size=HEADING_SIZE)
    target.cell(2, 1, sheet.moment)
    for column, (heading, width) in enumerate(sheet.columns, start=1):
        cell = target.cell(HEADINGS, column, heading)
        cell.border = Border(bottom=Side("thin"))
        cell.font, cell.alignment = (
            Font(name=FONT, bold=True, size=11),
            Alignment(wrap_text=True, vertical="top"),
        )
        target.column_dimensions[cell.column_letter].width = width
    narrow = [(heading, int(width * BOLD)) for heading, width in sheet.columns]
    target.row_dimensions[HEADINGS].height = _height([h for h, _ in narrow], narrow)
    for number, values in enumerate(sheet.rows, start=HEADINGS + 1):
        for column, value in enumerate(values, start=1):
            _write(target, number, column, value)
        target.row_dimensions[number].height = _height(values, sheet.columns)
    target.freeze_panes = f"B{HEADINGS + 1}"
    last = get_column_letter(len(sheet.columns))
    target.auto_filter.ref = f"A{HEADINGS}:{last}{target.max_row}"
    target.page_setup.orientation = "landscape"
    target.page_setup.paperSize = target.PAPERSIZE_A4
    target.page_setup.fitToHeight = 0  # as many pages as it takes
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.print_title_rows = f"{HEADINGS}:{HEADINGS}"
    target.oddFooter.left.text = sheet.heading.replace("&", "&&")
    target.oddFooter.right.text = "&P из &N"
    for side, inches in MARGINS.items():
        setattr(target.page_margins, side, inches)


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
    # A date stands like a text: at the right it would touch the words of the next column.
    side, indent = ("left", 1) if isinstance(value, dt.date) else (None, 0)
    cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True, indent=indent)
    cell.border = Border(bottom=Side("hair"))
    if isinstance(value, str):
        cell.value = printable(value) or None
        cell.data_type = "s" if value else "n"  # a text that begins with «=» is no formula
    elif value is not None:
        cell.value = value
        if isinstance(value, dt.date):
            cell.number_format = MOMENT if isinstance(value, dt.datetime) else DATE
