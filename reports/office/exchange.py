"""A plain Excel sheet in and out, with limits: what an administrator exchanges."""

import io
from collections.abc import Iterable, Iterator

import openpyxl

from reports.office.archive import FileError, open_office_file
from reports.office.budget import IN_A_WORKBOOK, MAX_COLUMNS, Budget
from reports.office.sheet import Cell, Unread, Value, read_sheets


def read_table(data: bytes) -> tuple[list[str], Iterator[list[Value]]]:
    """The first sheet: its first row as headings, and the other rows that are not empty, each as
    long as the headings. Raises ``FileError``."""
    with open_office_file(data, kind="xlsx") as archive:
        sheets = read_sheets(archive, Budget(refusals=IN_A_WORKBOOK), most=1)
    rows = dict(sheets[0].rows) if sheets else {}
    columns = range(1, MAX_COLUMNS + 1)
    headings = _without_empty_end(_values(rows.pop(1, {}), columns))
    if not headings:
        raise FileError("В первой строке первого листа нет названий столбцов.")
    values = (_values(row, columns[: len(headings)]) for _, row in sorted(rows.items()))
    return headings, (row for row in values if any(value != "" for value in row))


def write_table(rows: Iterable[Iterable[object]]) -> bytes:
    """A workbook of one sheet. Every cell is text: a leading «=» stays what it is."""
    book = openpyxl.Workbook(write_only=True)
    book.properties.creator = "Свод"
    sheet = book.create_sheet("Данные")
    for row in rows:
        cells = []
        for value in row:
            cell = openpyxl.cell.WriteOnlyCell(sheet, value="" if value is None else str(value))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _values(row: dict[int, Cell], columns: Iterable[int]) -> list[Value]:
    cells = [row.get(column) for column in columns]
    return [cell.value if cell and not isinstance(cell.value, Unread) else "" for cell in cells]


def _without_empty_end(values: Iterable[object]) -> list[str]:
    headings = [str(value).strip() for value in values]
    while headings and not headings[-1]:
        headings.pop()
    return headings
