"""The report from the clipboard: a table as HTML, or its cells as text between tabs.

Word, Outlook, Excel, LibreOffice and browsers all put HTML there, each in its own way. It is
read as a stream of tags within limits; nothing in it is run, shown or fetched.
"""

from itertools import count

from reports.importing.chosen_columns import Chosen
from reports.importing.grids import Grid, GridRow, bounded, one_line_end, read_grids, split_cells
from reports.importing.html.reader import MOST_ELEMENTS, read_page
from reports.importing.html.rows import PageItems
from reports.importing.page import Row
from reports.importing.plain_text import whole_rows
from reports.importing.read_table import ReadTable
from reports.importing.report_rows import ReportRows
from reports.office.archive import MAX_FILE, MEBIBYTE, FileError
from reports.office.budget import PASTED, Budget

NO_TABLE = "Здесь нет таблицы. Выделите в документе таблицу целиком, скопируйте ее и вставьте сюда."


def read_html_table(html: str, *, chosen: Chosen = None) -> ReadTable:
    """Read the sections and events of a table on the clipboard; all other text is left over.

    ``html``: at most ``MAX_FILE`` bytes. Raises ``FileError`` for a larger one, and without a table.
    """
    _refuse_size(html)
    budget = Budget(MOST_ELEMENTS, PASTED)
    page = read_page(html, budget)
    report = ReportRows(budget, is_strict=False, chosen=chosen)
    items = list(PageItems(budget).of(page))
    if not any(isinstance(item, Row) for item in items):
        raise FileError(NO_TABLE)
    report.take_all(items)
    report.finish()
    return report.table_read


def read_text_table(text: str, *, chosen: Chosen = None) -> ReadTable:
    """Read the same from cells between tabs, as Excel puts them beside the HTML. Raises ``FileError``."""
    _refuse_size(text)
    text = one_line_end(text)
    if "\t" not in text:
        raise FileError(NO_TABLE)
    budget = Budget(refusals=PASTED)
    rows = whole_rows(split_cells(text, "\t", is_pasted=True))
    return read_grids(
        [Grid(1, bounded(map(GridRow, count(1), rows), budget))], budget, chosen=chosen
    )


def _refuse_size(text: str) -> None:
    if len(text) > MAX_FILE or len(text.encode(errors="replace")) > MAX_FILE:
        raise FileError(f"Таблица больше {MAX_FILE // MEBIBYTE} МБ. Вставьте ее по частям.")
