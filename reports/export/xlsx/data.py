"""The sheet «Данные»: one row per event, to be filtered and counted; no participants' names."""

import datetime as dt
from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from reports.export.table import ConsolidatedTable, Facts, printable
from reports.export.xlsx.sheet import TEXT_FORMAT, StyledSheet, put_text, set_up_landscape

SHEET_NAME = "Данные"
DATE_FORMAT = "DD.MM.YYYY"
NUMBER_FORMAT = "0"
# Heading, width in digits and the format of the column.
COLUMNS = (
    ("№", 6, NUMBER_FORMAT),
    ("Муниципальное образование", 32, TEXT_FORMAT),
    ("Наименование", 44, TEXT_FORMAT),
    ("Место", 24, TEXT_FORMAT),
    ("Начало", 12, DATE_FORMAT),
    ("Окончание", 12, DATE_FORMAT),
    ("Формат", 12, TEXT_FORMAT),
    ("Вид", 24, TEXT_FORMAT),
    ("Страны", 24, TEXT_FORMAT),
    ("Достигнутые договоренности", 44, TEXT_FORMAT),
    ("Участников от муниципального образования", 18, NUMBER_FORMAT),
    ("Участников всего", 14, NUMBER_FORMAT),
)
HEADING_HEIGHT = 3 * 15.75  # points
MAX_CELL = 32_767  # characters; openpyxl cuts there without a word, so does this sheet of extracts

Value = str | int | dt.date | None


def add_data_sheet(book: Workbook, table: ConsolidatedTable) -> None:
    sheet = StyledSheet(book, SHEET_NAME)
    set_up_landscape(sheet, table.options.left_margin)
    for number, (_, width, _) in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    last = get_column_letter(len(COLUMNS))
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{last}{table.event_count + 1}"
    sheet.row_dimensions[1].height = HEADING_HEIGHT
    base = book._fonts[0]
    heading = _cells(sheet, Font(name=base.name, family=1, size=base.size, bold=True), wrap=True)
    for cell, (title, _, _) in zip(heading, COLUMNS, strict=True):
        put_text(cell, title)
    sheet.append(heading)
    cells = _cells(sheet, base, wrap=False)  # rows of one line: they are filtered, not read
    for values in _data_rows(table):
        for cell, value in zip(cells, values, strict=True):
            _put(cell, value)
        sheet.append(cells)
    sheet.close()


def _cells(sheet: StyledSheet, font: Font, *, wrap: bool) -> list[WriteOnlyCell]:
    """A row of cells to be filled again and again. Their styles are settled here: openpyxl keeps a
    style by reference, and a format set later would change the rows already written."""
    cells = []
    for _, _, number_format in COLUMNS:
        cell = WriteOnlyCell(sheet)
        cell.font = font
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=wrap)
        cell.number_format = TEXT_FORMAT if wrap else number_format
        cells.append(cell)
    return cells


def _data_rows(table: ConsolidatedTable) -> Iterator[Sequence[Value]]:
    for section in table.sections:
        for row in section.rows:
            yield _values(section.title, row.number, row.facts or Facts())


def _values(municipality: str, number: int, facts: Facts) -> Sequence[Value]:
    return (
        number,
        municipality,
        facts.name,
        facts.place,
        facts.start,
        facts.end,
        facts.format,
        facts.category,
        ", ".join(facts.countries),
        facts.agreements,
        facts.participants_own,
        facts.participants_total,
    )


def _put(cell: WriteOnlyCell, value: Value) -> None:
    if isinstance(value, str):
        put_text(cell, printable(value)[:MAX_CELL])
    else:
        cell._value = to_excel(value) if isinstance(value, dt.date) else value
        cell.data_type = "n"
