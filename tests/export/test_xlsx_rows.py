"""Rows written as strings beside those that openpyxl writes of its own cells."""

import io
import zipfile

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.writer.excel import ExcelWriter

from reports.export.table import printable
from reports.export.xlsx.rows import RowsSheet, RowStyle
from reports.export.xlsx.sheet import StyledSheet, new_book, put_text
from reports.office.package import Package
from tests.export.tables import NASTY_TEXTS, make_table

HEIGHTS = (15.75, 409.5, 31.5, 1234567.25)
TEXTS = [
    "",
    "<&>\"'",
    "]]>",
    "_x000B_ и _xZZZZ_",
    "табуляция\tи\nстрока",
    "😀 за краем",
    "\xa0на краях\xa0",
    " пробелы на краях ",
    "=1+1",
    "#N/A",
    "\u2028",
    "строка\n" * 40,
    *map(printable, NASTY_TEXTS),
]


def sheet_xml(sheet_class, fill):
    """What stands in the sheet that ``fill`` has filled, given cells of two styles."""
    book = new_book(make_table(), Font(name="Times New Roman", size=12))
    sheet = sheet_class(book, "Лист")
    cells = [WriteOnlyCell(sheet) for _ in range(2)]
    cells[0].alignment = Alignment(horizontal="center", wrap_text=True)
    cells[1].number_format = "@"
    fill(sheet, cells)
    sheet.close()
    file = io.BytesIO()
    ExcelWriter(book, Package(file)).save()
    return zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()


def by_openpyxl(rows):
    def fill(sheet, cells):
        for number, (texts, height) in enumerate(rows, start=1):
            for cell, text in zip(cells, texts, strict=True):
                put_text(cell, text)
            sheet.row_dimensions[number] = {"ht": f"{height:g}"}
            sheet.append(cells)

    return sheet_xml(StyledSheet, fill)


def by_strings(rows):
    def fill(sheet, cells):
        style = RowStyle(cells)
        for number, (texts, height) in enumerate(rows, start=1):
            sheet.append_xml(style.row(number, texts, height))

    return sheet_xml(RowsSheet, fill)


def test_rows_as_strings_are_those_of_openpyxl():
    heights = HEIGHTS * len(TEXTS)
    rows = [((text, text[::-1]), height) for text, height in zip(TEXTS, heights, strict=False)]
    assert by_strings(rows) == by_openpyxl(rows)


def test_sheet_without_a_row_is_that_of_openpyxl():
    assert by_strings([]) == by_openpyxl([])


@settings(max_examples=25)
@given(st.lists(st.tuples(st.text().map(printable), st.text().map(printable)), min_size=1))
def test_rows_of_any_texts_are_those_of_openpyxl(texts):
    rows = [(pair, 15.75) for pair in texts]
    assert by_strings(rows) == by_openpyxl(rows)
