"""openpyxl's write-only workbook with what it lacks: UTF-8, given cells, text that stays text."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lxml.etree import xmlfile
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.page import PageMargins
from openpyxl.xml.constants import SHEET_MAIN_NS

from reports.export.table import ConsolidatedTable, printable

TEXT_FORMAT = "@"
MILLIMETRES_PER_INCH = 25.4
A4 = 9
# Millimetres.
LEFT_MARGIN, RIGHT_MARGIN, TOP_MARGIN, BOTTOM_MARGIN, HEADER_MARGIN = 20, 10, 20, 20, 10

MAX_SHEET_NAME = 31
NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
# Excel reads «_x000B_» as one character; the sign that begins such a code is written as a code.
CODE_SIGN = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
CHUNK = 1 << 16  # bytes of a sheet that go to its file at once


def new_book(table: ConsolidatedTable, base_font: Font) -> Workbook:
    """A workbook with the properties of ``table``. Its first font is the unit of column widths."""
    book = Workbook(write_only=True)
    book._fonts = IndexedList([base_font])
    book._named_styles["Normal"].font = base_font
    moment = dt.datetime.combine(table.date, dt.time())
    properties = book.properties
    properties.title = printable(" ".join(table.title))
    properties.creator = properties.lastModifiedBy = printable(table.author)
    properties.language = "ru-RU"
    properties.created = properties.modified = moment
    return book


def put_text(cell: WriteOnlyCell, text: str) -> None:
    """Not ``cell.value``, which looks for a formula in «=» and for an error in «#N/A»."""
    cell._value = escaped_codes(text) or None
    cell.data_type = "s" if text else "n"


def escaped_codes(text: str) -> str:
    return CODE_SIGN.sub("_x005F_", text) if "_x" in text else text


class StyledSheet(WriteOnlyWorksheet):
    """A sheet that is given nothing but styled cells, which saves openpyxl the trouble of telling
    them from values."""

    _writer: "Utf8SheetWriter | None"

    def __init__(self, book: Workbook, name: str) -> None:
        super().__init__(book, _sheet_name(name))
        book._add_sheet(self)

    def _get_writer(self) -> None:
        if self._writer is None:
            self._writer = Utf8SheetWriter(self)
            self._writer.write_top()

    def _values_to_row(
        self, values: Sequence[WriteOnlyCell], row_idx: int
    ) -> Iterator[WriteOnlyCell]:
        for column, cell in enumerate(values, start=1):
            cell.row, cell.column = row_idx, column
            yield cell


class Utf8SheetWriter(WorksheetWriter):
    """openpyxl 3.1 lets lxml write ASCII, seven bytes «&#1054;» for a letter; this one writes
    UTF-8, into a ``file`` that is known. The rest of the method is theirs."""

    def get_stream(self) -> Iterator[None]:
        with (
            Path(self.out).open("wb", buffering=CHUNK) as self.file,
            xmlfile(self.file, encoding="utf-8") as stream,
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


def set_up_landscape(sheet: WriteOnlyWorksheet, left_margin: int | None) -> None:
    """A4, one page wide and any number high; ``left_margin`` in millimetres. Pages are numbered
    from the second."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins = PageMargins(
        left=(left_margin or LEFT_MARGIN) / MILLIMETRES_PER_INCH,
        right=RIGHT_MARGIN / MILLIMETRES_PER_INCH,
        top=TOP_MARGIN / MILLIMETRES_PER_INCH,
        bottom=BOTTOM_MARGIN / MILLIMETRES_PER_INCH,
        header=HEADER_MARGIN / MILLIMETRES_PER_INCH,
        footer=HEADER_MARGIN / MILLIMETRES_PER_INCH,
    )
    sheet.HeaderFooter.oddHeader.center.text = "&P"
    sheet.HeaderFooter.differentFirst = True


def _sheet_name(name: str) -> str:
    """``name`` as Excel takes it: at most 31 characters and none of «[]:*?/\\»."""
    words = NOT_IN_SHEET_NAME.sub(" ", printable(name)).split()
    return " ".join(words)[:MAX_SHEET_NAME].strip(" '") or "Отчет"
