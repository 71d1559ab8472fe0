"""The sheet «Данные»: one row per event, to be filtered and counted; no participants' names."""

import datetime as dt
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from reports.export.table import ConsolidatedTable, EventRow, Facts, printable
from reports.export.xlsx_sheet import TEXT_FORMAT, StyledSheet, put_text, set_up_landscape

SHEET_NAME = "Данные"
# Heading and width in digits.
COLUMNS = (
    ("№", 6),
    ("Муниципальное образование", 32),
    ("Наименование", 44),
    ("Место", 24),
    ("Начало", 12),
    ("Окончание", 12),
    ("Формат", 12),
    ("Вид", 24),
    ("Страны", 24),
    ("Достигнуты договоренности", 16),
    ("Участников от муниципального образования", 18),
    ("Участников всего", 14),
)
LEFT_MARGIN = 20  # millimetres
DATE_FORMAT = "DD.MM.YYYY"
NUMBER_FORMAT = "0"
HEADING_HEIGHT = 3 * 15.75  # points
MAX_CELL = 32_767  # characters; openpyxl cuts there without a word, so does this sheet of extracts

Value = str | int | dt.date | None


def add_data_sheet(book: Workbook, table: ConsolidatedTable) -> None:
    sheet = StyledSheet(book, SHEET_NAME)
    set_up_landscape(sheet, LEFT_MARGIN)
    for number, (_, width) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    last = get_column_letter(len(COLUMNS))
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{last}{table.event_count + 1}"
    base = book._fonts[0]
    heading = _cells(sheet, Font(name=base.name, family=1, size=base.size, bold=True), wrap=True)
    sheet.row_dimensions[1].height = HEADING_HEIGHT
    for cell, (title, _) in zip(heading, COLUMNS, strict=True):
        cell.number_format = TEXT_FORMAT
        put_text(cell, title)
    sheet.append(heading)
    cells = _cells(sheet, base, wrap=False)  # rows of one line: they are filtered, not read
    for values in _rows(table):
        for cell, value in zip(cells, values, strict=True):
            _put(cell, value)
        sheet.append(cells)
    sheet.close()


def _cells(sheet: StyledSheet, font: Font, *, wrap: bool) -> list[WriteOnlyCell]:
    cells = []
    for _ in COLUMNS:
        cell = WriteOnlyCell(sheet)
        cell.font = font
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=wrap)
        cells.append(cell)
    return cells


def _rows(table: ConsolidatedTable) -> Iterator[Sequence[Value]]:
    for section in table.sections:
        for row in section.rows:
            yield _values(section.title, row, row.facts or Facts())


def _values(municipality: str, row: EventRow, facts: Facts) -> Sequence[Value]:
    return (
        row.number,
        municipality,
        row.name,
        row.place,
        facts.start,
        facts.end,
        facts.format,
        facts.category,
        ", ".join(facts.countries),
        "да" if facts.has_agreements else "",
        facts.participants_own,
        facts.participants_total,
    )


def _put(cell: WriteOnlyCell, value: Value) -> None:
    if isinstance(value, dt.date):
        cell.number_format = DATE_FORMAT
        cell._value, cell.data_type = to_excel(value), "n"
    elif isinstance(value, int):
        cell.number_format = NUMBER_FORMAT
        cell._value, cell.data_type = value, "n"
    else:
        cell.number_format = TEXT_FORMAT
        put_text(cell, printable(value or "")[:MAX_CELL])
