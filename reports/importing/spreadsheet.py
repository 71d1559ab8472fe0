"""Excel workbooks as django-import-export reads and writes them, with limits and as plain text."""

import io
from collections.abc import Iterable

import openpyxl
import tablib
from import_export.formats.base_formats import XLSX

from reports.importing.archive import FileError, open_office_file
from reports.importing.budget import IN_A_WORKBOOK, MAX_COLUMNS, Budget
from reports.importing.sheet_xml import Cell, Unread, read_sheets


class LimitedXLSX(XLSX):
    """The library's own reader has no limits: 2 MB of upload may unpack to gigabytes of cells."""

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        """The first sheet, its first row as headings. Raises ``FileError``."""
        with open_office_file(in_stream, kind="xlsx") as archive:
            sheets = read_sheets(archive, Budget(refusals=IN_A_WORKBOOK), most=1)
        rows = dict(sheets[0].rows) if sheets else {}
        columns = range(1, MAX_COLUMNS + 1)
        headings = _without_empty_end(_values(rows.pop(1, {}), columns))
        if not headings:
            raise FileError("В первой строке первого листа нет названий столбцов.")
        dataset = tablib.Dataset()
        dataset.headers = headings
        for _, row in sorted(rows.items()):
            values = _values(row, columns[: len(headings)])
            if any(value != "" for value in values):
                dataset.append(values)
        return dataset

    def export_data(self, dataset: tablib.Dataset, **kwargs) -> bytes:
        """Every cell is text: a leading «=» stays what it is."""
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Данные")
        for row in (dataset.headers, *dataset):
            cells = []
            for value in row:
                cell = openpyxl.cell.WriteOnlyCell(sheet, value="" if value is None else str(value))
                cell.data_type = "s"
                cells.append(cell)
            sheet.append(cells)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()


def _values(row: dict[int, Cell], columns: Iterable[int]) -> list:
    cells = [row.get(column) for column in columns]
    return [cell.value if cell and not isinstance(cell.value, Unread) else "" for cell in cells]


def _without_empty_end(values) -> list[str]:
    headings = [str(value).strip() for value in values]
    while headings and not headings[-1]:
        headings.pop()
    return headings
