"""Plain grids of cells, as text or from a sheet: nothing merged, rows of any length.

Also the text in which spreadsheets put such a grid on the clipboard and into .csv files.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from types import MappingProxyType
from typing import NamedTuple

from reports.importing.chosen_columns import Chosen
from reports.importing.column_headings import find_columns
from reports.importing.page import Aside, Cell, Row, Title
from reports.importing.read_table import ReadTable
from reports.importing.report_rows import ReportRows
from reports.importing.row_numbers import RUNNING_NUMBER
from reports.importing.settled_columns import OFFICIAL_LENGTHS
from reports.language import encodings
from reports.language.plural import ru_number
from reports.office.archive import MAX_FILE, FileError
from reports.office.budget import MAX_CELL, MAX_COLUMNS, Budget


class Span(NamedTuple):
    """A cell over several places of a row, or one that goes on from a row above."""

    width: int
    covered: str | None = None  # what the row above says in it
    covered_from: int = 0


class GridRow(NamedTuple):
    """One row of a grid, its cells as text."""

    number: int  # as a person counts
    cells: list[str]
    asides: tuple[Aside, ...] = ()
    spans: Mapping[int, Span] = MappingProxyType({})  # by the first of their places


@dataclass(frozen=True, slots=True)
class Grid:
    """One table or sheet."""

    number: int  # of the table or sheet, as a person counts
    rows: list[GridRow]
    title: str = ""  # of the sheet


OTHER_FILES = (b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf")
NOT_TEXT = (
    "Это не файл .csv, хотя назван так. Нужен документ Word (.docx), книга Excel (.xlsx) или .csv."
)
DELIMITERS = ";\t,"
MOST_EMPTY_CELLS = 1_000  # at the end of a row, where a spreadsheet leaves them
LOOKED_AT = 50  # rows that tell the delimiter


def read_csv(data: bytes, *, is_strict: bool = False, chosen: Chosen = None) -> ReadTable:
    """The sections and events of a .csv of any usual encoding and delimiter.

    ``is_strict`` as in ``ReportRows``. Raises ``FileError``.
    """
    if not data.strip():
        raise FileError("Файл пуст. Проверьте, тот ли файл выбран.")
    if len(data) > MAX_FILE:
        raise FileError(f"Файл больше {MAX_FILE // 1024**2} МБ. Разделите его на несколько.")
    text = _decoded(data)
    named = re.match(r"sep=(.)\n", text)  # Excel's own first line
    delimiter = named[1] if named else _delimiter(text)
    rows = split_cells(text[named.end() :] if named else text, delimiter)
    first = 2 if named else 1
    budget = Budget()
    grid = Grid(1, bounded(map(GridRow, count(first), rows), budget))
    return read_grids([grid], budget, is_strict=is_strict, chosen=chosen)


def _decoded(data: bytes) -> str:
    text = None if data.startswith(OTHER_FILES) else encodings.decoded(data)
    if text is None:
        raise FileError(NOT_TEXT)
    return one_line_end(text)


def one_line_end(text: str) -> str:
    """The text with every line ending in a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _delimiter(text: str) -> str:
    """The delimiter that yields a heading row, or else the most rows as long as those of a report."""

    def likeness(delimiter: str) -> tuple[bool, int, int]:
        rows = [row for row, _ in zip(split_cells(text, delimiter), range(LOOKED_AT), strict=False)]
        has_heading = any(find_columns(row) for row in rows)
        as_long = sum(len(row) >= min(OFFICIAL_LENGTHS) for row in rows)
        return has_heading, as_long, sum(len(row) > 1 for row in rows)

    return max(DELIMITERS, key=likeness)


def split_cells(text: str, delimiter: str, *, is_pasted: bool = False) -> Iterator[list[str]]:
    """Rows of cells. On the clipboard a cell is quoted only for the line break or tab in it: other
    quotes there were typed by a person. Quotes that close in the middle of a cell are but text."""
    stops = rf"{re.escape(delimiter)}\n"
    quoted = re.compile(rf'"((?:[^"]|"")*+)"(?=[{stops}]|\Z)')
    plain = re.compile(f"[^{stops}]*")
    at, row = 0, []
    while at < len(text):
        match = quoted.match(text, at)
        if match and not (is_pasted and re.search(r"[\t\n]", match[1]) is None):
            row.append(match[1].replace('""', '"'))
            end = match.end()
        else:
            end = stop.end() if (stop := plain.match(text, at)) else at
            row.append(text[at:end])
        if len(row) > MOST_EMPTY_CELLS:
            raise FileError(f"В таблице больше {MAX_COLUMNS} столбцов.")
        at = end + 1
        if text[at - 1 : at] == "\n":
            yield row
            row = []
    if row:
        yield row


def bounded(rows: Iterable[GridRow], budget: Budget) -> list[GridRow]:
    """The rows that are not empty. Raises ``FileError`` past ``MAX_COLUMNS`` or ``MAX_CELL``."""
    kept = []
    for number, all_cells, asides, spans in rows:
        budget.spend("rows")
        cells = _without_empty_end(all_cells)
        budget.spend("cells", len(cells))
        if len(cells) > MAX_COLUMNS:
            raise FileError(f"Строка {number}: больше {MAX_COLUMNS} ячеек.")
        if any(len(cell) > MAX_CELL for cell in cells):
            raise FileError(f"Строка {number}: в одной ячейке больше {ru_number(MAX_CELL)} знаков.")
        budget.spend("characters", sum(map(len, cells)))
        if cells or asides:
            kept.append(GridRow(number, cells, asides, spans))
    return kept


def _without_empty_end(cells: Sequence[str]) -> list[str]:
    cells = list(cells)
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def read_grids(
    grids: Iterable[Grid], budget: Budget, *, is_strict: bool = False, chosen: Chosen = None
) -> ReadTable:
    """Read the report in numbered grids, such as the sheets of a workbook. Raises ``FileError``.

    ``is_strict`` as in ``ReportRows``.
    """
    report = ReportRows(budget, is_strict=is_strict, chosen=chosen)
    report.take_all([item for grid in grids for item in _items(grid)])
    report.finish()
    return report.table_read


def _items(grid: Grid) -> Iterator[Row | Title]:
    """All rows made as long as the longest, without the empty columns on the left."""
    if grid.title:
        yield Title(grid.title)
    first = min((_first_filled(row) for row in grid.rows if row.cells), default=0)
    width = max((len(row.cells) for row in grid.rows), default=0) - first
    for number, cells, asides, spans in grid.rows:
        texts = [text.strip("\n") for text in cells[first:]]
        if (
            len(texts) == 1
            and first not in spans
            and not RUNNING_NUMBER.fullmatch(texts[0].strip())
        ):
            # Alone at the left edge: a title or a municipality, in cells that had been merged.
            yield Row(grid.number, number, (Cell(0, width, texts[0], texts[0]),), True, asides)
            continue
        texts += [""] * (width - len(texts))
        settled, under = _settled(texts, {at - first: span for at, span in spans.items()})
        yield Row(grid.number, number, settled, is_full=True, asides=(*asides, *under))


def _settled(
    texts: list[str], spans: Mapping[int, Span]
) -> tuple[tuple[Cell, ...], tuple[Aside, ...]]:
    """The cells of a row, and the texts that lie under a cell beside or above."""
    cells: list[Cell] = []
    under: list[str] = []
    at = 0
    while at < len(texts):
        width, covered, covered_from = spans.get(at, Span(1))
        end = min(at + max(1, width), len(texts))
        own = texts[at] if covered is None else ""
        under += texts[at + (covered is None) : end]
        cells.append(Cell(at, end, own, own, covered, covered_from))
        at = end
    return tuple(cells), tuple(Aside(text, is_hidden=True) for text in under if text.strip())


def _first_filled(row: GridRow) -> int:
    filled = next(at for at, cell in enumerate(row.cells) if cell.strip())
    return min([filled, *row.spans])
