"""The report in an Excel workbook: every sheet is a grid, notes and text boxes are left over."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import openpyxl

from reports.importing.archive import DAMAGED, FileError, open_office_file
from reports.importing.budget import MAX_ROWS, Budget
from reports.importing.grids import bounded, read_grids
from reports.importing.report_rows import Leftover, WordTable
from reports.importing.word_xml import PartReader, read_part
from reports.language.quarters import MONTHS

LARGEST_PART = 4 * 1024 * 1024  # bytes unpacked, of styles, strings and the like
MOST_CELLS = 2_000_000  # empty ones included: a single cell far to the right makes a long row
ASIDES = (
    (re.compile(r"xl/comments/?(comment)?\d*\.xml"), "примечание"),
    (re.compile(r"xl/drawings/drawing\d*\.xml"), "надпись"),
)
CARRIAGE_RETURN = "_x000D_"  # as Excel writes it into a cell
NOT_CODES = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')  # of a number format: what is not days or months


def read_workbook(data: bytes) -> WordTable:
    """The sections and events of all sheets of an .xlsx, and its other text; or ``FileError``."""
    budget = Budget()
    with check_workbook(data) as archive:
        asides = list(_asides(archive, budget))
    try:
        grids = [
            (number, bounded(_rows_of(sheet), budget))
            for number, sheet in enumerate(_sheets(data), start=1)
        ]
    except FileError:
        raise
    except Exception as error:
        raise FileError(DAMAGED) from error
    table = read_grids(grids, budget)
    return replace(table, leftovers=(*table.leftovers, *asides))


def check_workbook(data: bytes) -> zipfile.ZipFile:
    """openpyxl reads everything but the sheets as whole trees: 60 MB of styles took 30 s."""
    archive = open_office_file(data, kind="xlsx")
    for part in archive.infolist():
        if not part.filename.startswith("xl/worksheets/") and part.file_size > LARGEST_PART:
            raise FileError("В книге слишком много оформления. Скопируйте таблицу в новую книгу.")
    return archive


def _sheets(data: bytes) -> list:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
    return book.worksheets


def _rows_of(sheet) -> Iterator[tuple[int, list[str]]]:
    cells_left = MOST_CELLS
    # One row more than allowed: that there is one must be seen.
    for number, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS + 1), start=1):
        cells_left -= len(row)
        if cells_left < 0:
            raise FileError(
                "На листе слишком много пустых ячеек. Скопируйте таблицу в новую книгу."
            )
        yield number, [_text(cell) for cell in row]


def _text(cell) -> str:
    """The value as Excel shows it, near enough."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return _date_text(value, NOT_CODES.sub("", cell.number_format).lower())
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    if isinstance(value, bool):
        return "да" if value else "нет"
    return str(value).replace(CARRIAGE_RETURN, "")


def _date_text(value: dt.datetime | dt.date, codes: str) -> str:
    if "d" not in codes:  # Excel keeps «ноябрь 2020» as the first day of the month
        return f"{MONTHS[value.month - 1]} {value.year}"
    has_time = isinstance(value, dt.datetime) and value.time() != dt.time()
    return value.strftime("%d.%m.%Y %H:%M" if has_time else "%d.%m.%Y")


def _asides(archive: zipfile.ZipFile, budget: Budget) -> Iterator[Leftover]:
    for name in sorted(archive.namelist()):
        for pattern, place in ASIDES:
            if pattern.fullmatch(name):
                reader = _Notes(budget)
                read_part(archive, name, reader)
                yield from (Leftover(place, text) for text in reader.texts())


class _Notes(PartReader):
    """Texts of cell comments and of text boxes."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self._pieces: list[str] = []
        self.closing = {
            name: lambda: self._pieces.append("\n") for name in ("a:p", ":comment", "a:br")
        }

    def text(self, text: str) -> None:
        if self.path[-1] in ("a:t", ":t"):
            self.budget.spend("characters", len(text))
            self._pieces.append(text)

    def texts(self) -> list[str]:
        lines = "".join(self._pieces).split("\n")
        return [line.strip() for line in lines if line.strip()]
