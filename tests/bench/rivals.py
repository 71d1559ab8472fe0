"""The same table by other libraries, each used as its own documentation shows."""

import functools
import io

import docx
import xlsxwriter
from docx.shared import Mm
from docxtpl import DocxTemplate

from reports.columns import COLUMNS
from reports.export.table import ConsolidatedTable


def python_docx(table: ConsolidatedTable) -> bytes:
    """Rows are added to the table one by one, cells filled by ``cell.text``."""
    document = docx.Document()
    document.add_heading("\n".join(table.title))
    grid = document.add_table(rows=1, cols=len(COLUMNS))
    for cell, column in zip(grid.rows[0].cells, COLUMNS, strict=True):
        cell.text = column.title
    for section in table.sections:
        cells = grid.add_row().cells
        cells[0].merge(cells[-1]).text = section.title
        for row in section.rows:
            for cell, text in zip(grid.add_row().cells, row.cells, strict=True):
                cell.text = text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def docxtpl(table: ConsolidatedTable) -> bytes:
    """A template of Jinja with ``{%tr for %}`` rows; texts escaped, lines not made paragraphs."""
    template = DocxTemplate(io.BytesIO(_jinja_form()))
    template.render({"table": table}, autoescape=True)
    file = io.BytesIO()
    template.save(file)
    return file.getvalue()


def xlsx_writer(table: ConsolidatedTable) -> bytes:
    """In constant memory and with no heights computed, which LibreOffice does not forgive."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    sheet = book.add_worksheet(table.sheet_name)
    sheet.set_landscape()
    look = {"font_name": "Times New Roman", "font_size": 12, "border": 1, "text_wrap": True}
    bold = book.add_format({**look, "bold": True, "align": "center"})
    plain = book.add_format({**look, "valign": "top", "num_format": "@"})
    last = len(COLUMNS) - 1
    sheet.merge_range(0, 0, 0, last, "\n".join(table.title), bold)
    sheet.write_row(1, 0, [column.title for column in COLUMNS], bold)
    number = 2
    for section in table.sections:
        sheet.merge_range(number, 0, number, last, section.title, bold)
        number += 1
        for row in section.rows:
            for column, text in enumerate(row.cells):
                sheet.write_string(number, column, text, plain)
            number += 1
    book.close()
    return file.getvalue()


@functools.cache
def _jinja_form() -> bytes:
    document = docx.Document()
    document.add_heading("{{ table.title[0] }} {{ table.title[1] }}")
    grid = document.add_table(rows=1, cols=len(COLUMNS))
    for cell, column in zip(grid.rows[0].cells, COLUMNS, strict=True):
        cell.text = column.title
        cell.width = Mm(column.width)
    for text in ("{%tr for section in table.sections %}", "{{ section.title }}"):
        grid.add_row().cells[0].text = text
    merged = grid.rows[2].cells
    merged[0].merge(merged[-1])
    grid.add_row().cells[0].text = "{%tr for row in section.rows %}"
    for cell, column in zip(grid.add_row().cells, COLUMNS, strict=True):
        cell.text = f"{{{{ row.{column.key} }}}}"
    for _ in range(2):
        grid.add_row().cells[0].text = "{%tr endfor %}"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
