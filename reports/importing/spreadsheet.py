"""Excel workbooks as django-import-export reads and writes them, with limits and as plain text."""

import io

import openpyxl
import tablib
from import_export.formats.base_formats import XLSX

from reports.importing.archive import DAMAGED, FileError
from reports.importing.budget import MAX_COLUMNS, MAX_ROWS
from reports.importing.workbook import check_workbook


class LimitedXLSX(XLSX):
    """The library's own reader has no limits: 2 MB of upload may unpack to gigabytes of cells."""

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        """The first sheet, its first row as headings. Raises ``FileError``."""
        check_workbook(in_stream).close()
        try:
            return self._read(in_stream)
        except FileError:
            raise
        except Exception as error:
            raise FileError(DAMAGED) from error

    def _read(self, data: bytes) -> tablib.Dataset:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
        dataset = tablib.Dataset()
        rows = sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS, values_only=True)
        headings = _without_empty_end(next(rows, ()))
        if not headings:
            raise FileError("В первой строке первого листа нет названий столбцов.")
        dataset.headers = headings
        for number, row in enumerate(rows, start=2):
            if number > MAX_ROWS:
                raise FileError(f"В таблице больше {MAX_ROWS} строк. Разделите файл на части.")
            values = (list(row) + [None] * len(headings))[: len(headings)]
            if any(value not in (None, "") for value in values):
                dataset.append(["" if value is None else value for value in values])
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


def _without_empty_end(values) -> list[str]:
    headings = ["" if value is None else str(value).strip() for value in values]
    while headings and not headings[-1]:
        headings.pop()
    return headings
