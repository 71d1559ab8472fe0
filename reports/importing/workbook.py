"""The report in an Excel workbook, of today or an old one: every sheet is a grid; what is hidden, and
what is no cell, is told."""

import datetime as dt
import re
import zipfile
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from reports.importing.chosen_columns import Chosen
from reports.importing.column_headings import find_columns
from reports.importing.grids import Grid, GridRow, Span, bounded, read_grids
from reports.importing.own_sheets import is_data, is_guide, with_facts
from reports.importing.page import ATTACHMENT, PICTURE, Aside, object_name, picture_name
from reports.importing.read_table import Leftover, ReadTable
from reports.importing.report_rows import PAGE_NUMBER
from reports.language.quarters import MONTHS
from reports.office.archive import FileError, open_office_file
from reports.office.budget import IN_A_WORKBOOK, MAX_COLUMNS, Budget
from reports.office.old_workbook import read_old_sheets
from reports.office.relations import parts_of
from reports.office.sheet import FURTHEST_HIDDEN, Cell, Sheet, Unread, read_sheets
from reports.office.xml_stream import Attributes, PartReader, read_part

ASIDES = {
    "comments": "примечание",
    "threadedComment": "примечание",
    "drawing": "надпись",
    "chart": "диаграмма",
}
# A part that nothing leads to is told of by the name that Excel would give it.
USUAL_NAME = re.compile(
    r"xl/(?:(comments)/?(?:comment)?\d*|threadedComments/(threadedComment)\d*"
    r"|drawings/(drawing)\d*|charts/(chart)\d*)\.xml"
)
TEXTS = {"a:t", "x:t", ":text"}
LINES_END = ("a:p", "x:comment", ":threadedComment", "a:br", "c:pt")
NOT_CODES = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')  # of a number format: what is not days or months
INVISIBLE = ";;;"  # a number format that shows nothing
HEADER_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d{1,3}|[A-Za-z+-])')
NOT_LOOKED_AT = "Большой лист без таблицы отчета. Его тексты не перечислены."
NO_REPORT_HERE = "Таблица отчета — на другом листе."
OF_OLD_FORMAT = (
    "В старом формате не видно, что скрыто: прочитаны все строки и столбцы, примечания — нет. "
    "Проверьте их."
)
OF_A_PROGRAM = "Это служебный лист, которого в Excel не видно. Его тексты не перечислены."


def read_workbook(data: bytes, *, is_strict: bool = False, chosen: Chosen = None) -> ReadTable:
    """Read the sections and events of all sheets of an .xlsx, and its other text.

    ``is_strict`` as in ``ReportRows``. Raises ``FileError``.
    """
    budget = Budget(refusals=IN_A_WORKBOOK)
    with open_office_file(data, kind="xlsx") as archive:
        sheets = read_sheets(archive, budget)
        asides = list(_asides(archive, sheets, budget))
    return _table_of(sheets, asides, budget, is_strict=is_strict, chosen=chosen)


def read_old_workbook(data: bytes, *, is_strict: bool = False, chosen: Chosen = None) -> ReadTable:
    """The same for an .xls; its rows are told without what hides them."""
    sheets = read_old_sheets(data)
    asides = [Leftover("файл .xls", OF_OLD_FORMAT)]
    return _table_of(
        sheets, asides, Budget(refusals=IN_A_WORKBOOK), is_strict=is_strict, chosen=chosen
    )


def _table_of(
    sheets: list[Sheet], asides: list[Leftover], budget: Budget, *, is_strict: bool, chosen: Chosen
) -> ReadTable:
    grids: list[Grid] = []
    others: list[Leftover] = []
    for number, sheet in enumerate(sheets, start=1):
        if sheet.state != "visible":
            others += _hidden_sheet(sheet, budget)
        elif (grid := _grid_of(sheet, number)) is not None:
            grids.append(grid)
        elif not _is_beside_the_report(sheet):
            others.append(Leftover(f"лист «{sheet.name}»", NOT_LOOKED_AT, NO_REPORT_HERE))
    table = read_grids(grids, budget, is_strict=is_strict, chosen=chosen)
    for sheet in sheets:
        if is_data(sheet.name, _texts(sheet, 1)):
            table = with_facts(table, [_texts(sheet, number) for number in sorted(sheet.rows)])
    return replace(table, leftovers=(*table.leftovers, *asides, *others))


def _grid_of(sheet: Sheet, number: int) -> Grid | None:
    """The sheet, unless it has no headings of a report and is a list of something else."""
    rows = list(_rows_of(sheet))
    has_headings = any(find_columns(row.cells) for row in rows)
    if _is_beside_the_report(sheet):
        return None
    if not has_headings and (
        sheet.is_too_long or any(len(row.cells) > MAX_COLUMNS for row in rows)
    ):
        return None
    if sheet.is_too_long:
        raise FileError(IN_A_WORKBOOK["rows"])
    return Grid(number, bounded(rows, Budget(refusals=IN_A_WORKBOOK)), sheet.name)


def _is_beside_the_report(sheet: Sheet) -> bool:
    """Whether it is a sheet that our own workbooks have beside the report."""
    first = _texts(sheet, 1)
    return is_data(sheet.name, first) or is_guide(sheet.name, first)


def _texts(sheet: Sheet, number: int) -> list[str]:
    row = sheet.rows.get(number, {})
    return [cell_text(row[at]) if at in row else "" for at in range(1, max(row, default=0) + 1)]


def _rows_of(sheet: Sheet) -> Iterator[GridRow]:
    """The rows as Excel shows them: without hidden columns, and empty where they are hidden."""
    shown = [at for at in range(1, FURTHEST_HIDDEN + 1) if not sheet.hidden_columns[at]]
    places = {column: place for place, column in enumerate(shown)}
    spans = _spans(sheet, places)
    for number, row in sorted(sheet.rows.items()):
        cells: dict[int, str] = {}
        asides = []
        for column, cell in sorted(row.items()):
            text = cell_text(cell)
            place = places.get(column, column - 1)
            is_hidden = number in sheet.hidden_rows or (
                column <= FURTHEST_HIDDEN and sheet.hidden_columns[column]
            )
            if is_hidden or not _is_seen(cell):
                is_secret = bool(is_hidden) or not isinstance(cell.value, Unread)
                asides.append(Aside(text, is_hidden=is_secret))
            else:
                # Beyond the last column there is no telling how far: one too many is enough.
                cells[min(place, MAX_COLUMNS)] = text
        texts = [cells.get(at, "") for at in range(max(cells, default=-1) + 1)]
        yield GridRow(number, texts, tuple(asides), spans.get(number, {}))


def _is_seen(cell: Cell) -> bool:
    """Whether a cell that is not hidden shows a text of its own."""
    return cell.number_format.strip() != INVISIBLE and not isinstance(cell.value, Unread)


def _spans(sheet: Sheet, places: dict[int, int]) -> dict[int, dict[int, Span]]:
    """Number of a row → the cells in it that are merged, by their first place."""
    budget = Budget(refusals=IN_A_WORKBOOK)
    numbers = sorted(sheet.rows)
    spans: dict[int, dict[int, Span]] = defaultdict(dict)
    for merged in sheet.merged:
        shown = [
            places[column]
            for column in range(merged.left, min(merged.right, MAX_COLUMNS) + 1)
            if column in places
        ]
        first = sheet.rows.get(merged.top, {}).get(merged.left)
        if not shown:
            continue
        is_shown = merged.left in places and merged.top not in sheet.hidden_rows
        text = cell_text(first) if first and is_shown and _is_seen(first) else ""
        begin, end = bisect_left(numbers, merged.top), bisect_right(numbers, merged.bottom)
        budget.spend("cells", end - begin)
        for number in numbers[begin:end]:
            covered = None if number == merged.top else text
            spans[number][shown[0]] = Span(len(shown), covered, merged.top)
    return spans


def _hidden_sheet(sheet: Sheet, budget: Budget) -> Iterator[Leftover]:
    place = f"лист «{sheet.name}»"
    if sheet.state == "veryHidden":
        yield Leftover(place, OF_A_PROGRAM, is_hidden=True)
    elif sheet.state == "hidden":
        for number, row in sorted(sheet.rows.items()):
            text = " ".join(cell_text(cell) for _, cell in sorted(row.items()))
            budget.spend("characters", len(text))
            yield Leftover(f"{place}, строка {number}", text, is_hidden=True)


def cell_text(cell: Cell) -> str:
    """The value about as Excel shows it: a date as 05.09.2026, a fraction with a comma."""
    value = cell.value
    if isinstance(value, dt.datetime | dt.date):
        return _date_text(value, NOT_CODES.sub("", cell.number_format).lower())
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, float):
        return f"{value:.10g}".replace(".", ",")
    return str(value)


def _date_text(value: dt.datetime | dt.date, codes: str) -> str:
    if "d" not in codes and "h" not in codes:
        if "m" not in codes:
            return str(value.year)
        # Excel keeps «ноябрь 2020» as the first day of the month.
        return f"{MONTHS[value.month - 1]} {value.year}"
    has_time = isinstance(value, dt.datetime) and value.time() != dt.time()
    return value.strftime("%d.%m.%Y %H:%M" if has_time else "%d.%m.%Y")


def _asides(archive: zipfile.ZipFile, sheets: list[Sheet], budget: Budget) -> Iterator[Leftover]:
    """What stands over the cells, and on paper round them."""
    told: set[str] = set()
    for sheet in sheets:
        parts = parts_of(archive, sheet.part, ASIDES, budget)
        told.update(parts)
        if sheet.state != "veryHidden":
            for left in _over_cells(archive, sheet, parts, budget):
                yield replace(left, is_hidden=left.is_hidden or sheet.state == "hidden")
    others = {name: USUAL_NAME.fullmatch(name) for name in archive.namelist() if name not in told}
    named = {name: next(filter(None, match.groups())) for name, match in others.items() if match}
    yield from _of_parts(archive, named, budget)


def _over_cells(
    archive: zipfile.ZipFile, sheet: Sheet, parts: dict[str, str], budget: Budget
) -> Iterator[Leftover]:
    for header in sheet.headers:
        text = HEADER_CODES.sub(" ", header.replace("&&", "\0")).replace("\0", "&").strip()
        if text and not PAGE_NUMBER.fullmatch(text):
            yield Leftover("колонтитул", " ".join(text.split()), order=0)
    for program in sheet.objects.values():
        yield Leftover("вложение", object_name(program), ATTACHMENT)
    yield from _of_parts(archive, parts, budget)


def _of_parts(
    archive: zipfile.ZipFile, parts: dict[str, str], budget: Budget
) -> Iterator[Leftover]:
    for name, kind in sorted(parts.items()):
        reader = _Notes(budget)
        read_part(archive, name, reader)
        yield from (Leftover(ASIDES[kind], text) for text in reader.texts())
        yield from (Leftover("рисунок", picture, PICTURE) for picture in reader.pictures)


class _Notes(PartReader):
    """Texts of cell comments, text boxes and charts; and which pictures there are."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.pictures: list[str] = []
        self._pieces: list[str] = []
        self.opening = {"xdr:cNvPr": self._picture}
        self.closing = dict.fromkeys(LINES_END, lambda: self._pieces.append("\n"))

    def text(self, text: str) -> None:
        name = self.path[-1]
        if name in TEXTS or (name == "c:v" and "c:strCache" in self.path):
            self.budget.spend("characters", len(text))
            self._pieces.append(text)

    def _picture(self, attributes: Attributes) -> None:
        if "xdr:pic" in self.path:
            self.pictures.append(picture_name("Рисунок", attributes.get("descr", "")))

    def texts(self) -> list[str]:
        lines = "".join(self._pieces).split("\n")
        return [line.strip() for line in lines if line.strip()]
