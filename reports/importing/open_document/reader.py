"""Reads the official table out of an .odt or .ods: what it shows is taken or told, what it hides told."""

from collections.abc import Iterator
from functools import partial

from reports.importing.chosen_columns import Chosen
from reports.importing.html.content import Place
from reports.importing.html.rows import PageItems
from reports.importing.open_document.styles import Styles
from reports.importing.open_document.text import TextReader
from reports.importing.page import Paragraph, Row, Title
from reports.importing.read_table import ReadTable
from reports.importing.report_rows import ReportRows
from reports.office.archive import open_office_file
from reports.office.budget import Budget
from reports.office.foreign_files import Kind
from reports.office.xml_stream import read_part

CONTENT, STYLES = "content.xml", "styles.xml"  # of their own: headers and footers stand in styles


def read_open_document(
    kind: Kind, data: bytes, *, is_strict: bool = False, chosen: Chosen = None
) -> ReadTable:
    """Read the sections and events, and all other text. Raises ``FileError``.

    ``is_strict`` as in ``ReportRows``.
    """
    with open_office_file(data, kind=kind) as archive:
        budget, styles = Budget(), Styles()
        parts = [name for name in (STYLES, CONTENT) if name in archive.NameToInfo]
        readers = {name: TextReader(styles, budget) for name in parts}
        for name, reader in readers.items():
            read_part(archive, name, reader)
    report = ReportRows(budget, is_strict=is_strict, chosen=chosen)
    main = readers[CONTENT]
    items = list(_of_sheets(main, budget) if kind == "ods" else PageItems(budget).of(main.page))
    report.take_all(items)
    report.finish()
    if STYLES in readers:
        for item in PageItems(budget).of(readers[STYLES].page):
            report.take_aside("колонтитул", item)
    return report.table_read


def _of_sheets(reader: TextReader, budget: Budget) -> Iterator[Row | Paragraph | Title]:
    items = PageItems(budget)
    for name, table in reader.sheets:
        yield Title(name)
        yield from items.of(Place(content=[table]))
    sheets = {id(table) for _, table in reader.sheets}
    rest = [item for item in reader.page.content if id(item) not in sheets]
    yield from items.of(Place(content=rest))


read_text_document = partial(read_open_document, "odt")
read_spreadsheet = partial(read_open_document, "ods")
