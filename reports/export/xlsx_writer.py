"""The official table as an Excel workbook of one sheet, ready to print.

openpyxl in write-only mode, with two things it lacks: every row has a computed height, because
LibreOffice does not fit rows on opening and Excel never fits merged ones, and a text too tall
for the tallest row goes on in the next row, because Excel hides the rest without a word.
"""

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import BinaryIO

from lxml.etree import xmlfile
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import SHEET_MAIN_NS

from reports.export.package import Package
from reports.export.table import COLUMNS, DRAFT_MARK, ConsolidatedTable, Section, printable
from reports.export.text_metrics import BOLD, REGULAR, Advances, wrap

# Columns of COLUMNS on the sheet, in digits of Times New Roman 12; «Обычный» sets that unit.
WIDTHS = (5.2, 27.4, 20.9, 16.6, 41.4, 28.4)
LAST_COLUMN = "F"
POINTS_PER_DIGIT = 6
PADDING = 6  # points of a column that stay empty; Excel takes 3.75, the rest is our margin
LINE_HEIGHT = 15.75  # points, Times New Roman 12
TITLE_LINE_HEIGHT = 18.75  # points, Times New Roman 14
TITLE_GAP = 6  # points between the title and the table
MAX_LINES = 26  # the tallest row of Excel is 409.5 points

BODY_SIZE, TITLE_SIZE = 12, 14
BODY = Font(name="Times New Roman", family=1, size=BODY_SIZE)
BODY_BOLD = Font(name="Times New Roman", family=1, size=BODY_SIZE, bold=True)
TITLE = Font(name="Times New Roman", family=1, size=TITLE_SIZE, bold=True)
THIN = Side(style="thin")
BORDERS = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
TEXT_FORMAT = "@"

MILLIMETRES_PER_INCH = 25.4
# 170 mm between the margins, at the 90 % to which the sheet shrinks to be one page wide.
PAGE_HEIGHT = 170 / MILLIMETRES_PER_INCH * 72 / 0.90  # points
A4 = 9

MAX_SHEET_NAME = 31
NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
# Excel reads «_x000B_» as one character; the sign that begins such a code is written as a code.
CODE_SIGN = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def write_xlsx(table: ConsolidatedTable) -> bytes:
    """The file as bytes; equal tables give equal bytes."""
    file = io.BytesIO()
    stream_xlsx(table, file)
    return file.getvalue()


def stream_xlsx(table: ConsolidatedTable, file: BinaryIO) -> None:
    """Write the file into ``file``. The sheet waits in a temporary file of openpyxl until it is
    whole; in memory stay only its merged rows and page breaks."""
    book = Workbook(write_only=True)
    _set_base_font(book)
    _set_properties(book, table)
    sheet = _Sheet(book, _sheet_name(table.sheet_name), heading_row=3 if table.is_draft else 2)
    sheet.add_title(table)
    for section in table.sections:
        sheet.add_section(section)
    sheet.close()
    # Not book.save(): it puts the present moment into the properties.
    ExcelWriter(book, Package(file)).save()


class _Utf8SheetWriter(WorksheetWriter):
    """openpyxl 3.1 lets lxml write ASCII, seven bytes «&#1054;» for a letter; this one writes
    UTF-8. The rest of the method is theirs."""

    def get_stream(self):
        with (
            xmlfile(self.out, encoding="utf-8") as stream,
            stream.element("worksheet", xmlns=SHEET_MAIN_NS),
        ):
            try:
                while True:
                    element = yield
                    if element is True:
                        yield stream
                    elif element is not None:
                        stream.write(element)
            except GeneratorExit:
                pass


class _StyledSheet(WriteOnlyWorksheet):
    """A sheet that is given nothing but six styled cells a row, which saves openpyxl the trouble
    of telling them from values."""

    def _get_writer(self) -> None:
        if self._writer is None:
            self._writer = _Utf8SheetWriter(self)
            self._writer.write_top()

    def _values_to_row(
        self, values: Sequence[WriteOnlyCell], row_idx: int
    ) -> Iterator[WriteOnlyCell]:
        for column, cell in enumerate(values, start=1):
            cell.row, cell.column = row_idx, column
            yield cell


class _Sheet:
    """The sheet being written from top to bottom. Cells are made once and filled for every row:
    openpyxl writes a row as soon as it is appended."""

    def __init__(self, book: Workbook, name: str, heading_row: int) -> None:
        self._sheet = _StyledSheet(book, name)
        book._add_sheet(self._sheet)
        _set_up_page(self._sheet, heading_row)
        self._row = 0
        self._room = PAGE_HEIGHT  # points left on the printed page
        self._heading_height = 0.0
        self._bold = self._cells(BODY_BOLD, ["center"] * len(COLUMNS), vertical="center")
        self._plain = self._cells(
            BODY, ["center" if column.centred else "left" for column in COLUMNS], vertical="top"
        )

    def add_title(self, table: ConsolidatedTable) -> None:
        width = _net_width(sum(WIDTHS))
        if table.is_draft:
            mark = self._cells(BODY, ["right"], vertical="top", border=None)
            self._append(mark, [DRAFT_MARK], LINE_HEIGHT)
            self._merge_row()
        title = printable("\n".join(table.title))
        lines = sum(1 for _ in wrap(title, width, TITLE_SIZE, BOLD))
        cells = self._cells(TITLE, ["center"], vertical="top", border=None)
        height = lines * TITLE_LINE_HEIGHT + TITLE_GAP
        self._append(cells, [title], min(height, MAX_LINES * LINE_HEIGHT))
        self._merge_row()
        headings = [column.title for column in COLUMNS]
        for texts, line_count in _split_rows(headings, WIDTHS, BOLD):
            self._append(self._bold, texts, line_count * LINE_HEIGHT)
            self._heading_height = line_count * LINE_HEIGHT

    def add_section(self, section: Section) -> None:
        headings = list(_split_rows([section.title], [sum(WIDTHS)], BOLD))
        events = (list(_split_rows(row.cells, WIDTHS, REGULAR)) for row in section.rows)
        first = next(events, [])
        self._keep_together([*headings, *first[:1]])
        for (text,), line_count in headings:
            texts = [text, *[""] * (len(COLUMNS) - 1)]
            self._append(self._bold, texts, line_count * LINE_HEIGHT)
            self._merge_row()
        for rows in chain([first], events):
            for texts, line_count in rows:
                self._append(self._plain, texts, line_count * LINE_HEIGHT)

    def close(self) -> None:
        self._sheet.print_area = f"A1:{LAST_COLUMN}{self._row}"
        self._sheet.close()

    def _cells(
        self,
        font: Font,
        alignments: Sequence[str],
        *,
        vertical: str,
        border: Border | None = BORDERS,
    ) -> list[WriteOnlyCell]:
        cells = []
        for horizontal in alignments:
            cell = WriteOnlyCell(self._sheet)
            cell.font = font
            cell.alignment = Alignment(horizontal=horizontal, vertical=vertical, wrap_text=True)
            cell.number_format = TEXT_FORMAT
            if border is not None:
                cell.border = border
            cells.append(cell)
        return cells

    def _append(self, cells: list[WriteOnlyCell], texts: Sequence[str], height: float) -> None:
        for cell, text in zip(cells, texts, strict=True):
            # Not cell.value, which looks for a formula in «=» and for an error in «#N/A».
            cell._value = CODE_SIGN.sub("_x005F_", text) or None
            cell.data_type = "s" if text else "n"
        self._row += 1
        if height > self._room:  # the program that prints begins a page here
            self._room = PAGE_HEIGHT - self._heading_height
        self._room -= height
        # A plain attribute rather than RowDimension.height, which adds customHeight and so
        # forbids Excel to fit the row anew after an edit.
        self._sheet.row_dimensions[self._row] = {"ht": f"{height:g}"}
        self._sheet.append(cells)
        del self._sheet.row_dimensions[self._row]

    def _keep_together(self, rows: Sequence[tuple[list[str], int]]) -> None:
        """Begin a new page unless all of ``rows`` fit on this one: a spreadsheet has no «keep with
        next», and a section's name must not be left alone at the foot of a page."""
        if sum(line_count for _, line_count in rows) * LINE_HEIGHT > self._room:
            self._sheet.row_breaks.append(Break(id=self._row))
            self._room = PAGE_HEIGHT - self._heading_height

    def _merge_row(self) -> None:
        self._sheet.merged_cells.ranges.add(CellRange(f"A{self._row}:{LAST_COLUMN}{self._row}"))


def _split_rows(
    texts: Sequence[str], widths: Sequence[float], advances: Advances
) -> Iterator[tuple[list[str], int]]:
    """One row of the table as rows of the sheet: the texts, and the number of lines in each row.

    The pieces of a column joined give its text again. Lines are short, so a piece of
    ``MAX_LINES`` of them is far below the 32,767 characters that a cell may hold.
    """
    columns = [
        list(wrap(printable(text), _net_width(width), BODY_SIZE, advances))
        for text, width in zip(texts, widths, strict=True)
    ]
    line_count = max(1, *map(len, columns))
    for first in range(0, line_count, MAX_LINES):
        pieces = ["".join(lines[first : first + MAX_LINES]) for lines in columns]
        yield pieces, min(line_count - first, MAX_LINES)


def _net_width(digits: float) -> float:
    """Points that a text may take in a column ``digits`` wide."""
    return digits * POINTS_PER_DIGIT - PADDING


def _set_base_font(book: Workbook) -> None:
    """The first font of a workbook is the unit of its column widths."""
    book._fonts = IndexedList([BODY])
    book._named_styles["Normal"].font = BODY


def _set_properties(book: Workbook, table: ConsolidatedTable) -> None:
    moment = dt.datetime.combine(table.date, dt.time())
    properties = book.properties
    properties.title = printable(" ".join(table.title))
    properties.creator = properties.lastModifiedBy = printable(table.author)
    properties.language = "ru-RU"
    properties.created = properties.modified = moment


def _set_up_page(sheet: WriteOnlyWorksheet, heading_row: int) -> None:
    for letter, width in zip("ABCDEF", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = f"A{heading_row + 1}"
    sheet.print_title_rows = f"{heading_row}:{heading_row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(
        left=20 / MILLIMETRES_PER_INCH,
        right=10 / MILLIMETRES_PER_INCH,
        top=20 / MILLIMETRES_PER_INCH,
        bottom=20 / MILLIMETRES_PER_INCH,
        header=10 / MILLIMETRES_PER_INCH,
        footer=10 / MILLIMETRES_PER_INCH,
    )
    sheet.HeaderFooter.oddHeader.center.text = "&P"
    sheet.HeaderFooter.differentFirst = True


def _sheet_name(name: str) -> str:
    """``name`` as Excel takes it: at most 31 characters and none of «[]:*?/\\»."""
    words = NOT_IN_SHEET_NAME.sub(" ", printable(name)).split()
    return " ".join(words)[:MAX_SHEET_NAME].strip(" '") or "Отчет"
