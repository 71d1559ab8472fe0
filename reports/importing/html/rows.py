"""Lines and tables of a page → the rows and paragraphs that ``ReportRows`` takes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from reports.importing.html.content import Line, Place, Table
from reports.importing.page import Aside, Cell, Paragraph, Row, row_place
from reports.language.plural import ru_number
from reports.office.archive import FileError
from reports.office.budget import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Budget


class PageItems:
    """Numbers the tables of a page from one while their rows are given out."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.tables = 0

    def of(self, place: Place) -> Iterator[Row | Paragraph]:
        """Rows and paragraphs of the page in their order; a layout counts as page."""
        for item in place.content:
            if isinstance(item, Line):
                if item.text.strip():
                    yield Paragraph(item.full)
            elif isinstance(item, Aside):
                yield Paragraph("", asides=(item,))
            elif item.is_layout:
                if item.unseen:
                    yield Paragraph("", asides=tuple(chain(*item.unseen.values())))
                for cell in (cell for row in item.rows for cell in row):
                    yield from self.of(cell)
            elif any(item.rows) or item.unseen:
                self.tables += 1
                yield from _rows_of(item, self.tables, self.budget)


@dataclass(slots=True)
class _Merged:
    """A cell that goes on in rows below."""

    cell: Cell
    row: int
    rows_left: int


def _rows_of(table: Table, table_number: int, budget: Budget) -> Iterator[Row]:
    merged: dict[int, _Merged] = {}  # by their first column
    number = 0
    if asides := table.unseen.get(-1):
        yield Row(table_number, 1, (), is_full=True, asides=tuple(asides))
    for row_at, places in enumerate(table.rows):
        asides = list(table.unseen.get(row_at, ()))
        if not places and not merged and not asides:
            continue
        number = table.numbers[row_at] if table.numbers else number + 1
        cells: list[Cell] = []
        begun: dict[int, _Merged] = {}
        at = 0
        for place in (*places, None):
            while at in merged:  # of an earlier row: it stands here as well
                budget.spend("cells")
                cells.append(_covered(merged[at]))
                at = cells[-1].end
            if place is not None and place.is_filler and not place.says_anything:
                at += place.columns
            elif place is not None and place.is_hidden:
                asides += place.asides
                at += place.columns if at in table.hidden_columns else 0
            elif place is not None:
                cells.append(_cell(place, at, row_place(number, table_number)))
                if place.rows > 1:
                    begun[at] = _Merged(cells[-1], number, min(place.rows, MAX_ROWS) - 1)
                at = cells[-1].end
        if len(cells) > MAX_COLUMNS:
            raise FileError(f"Строка {number}: больше {MAX_COLUMNS} ячеек.")
        yield _shown(Row(table_number, number, tuple(cells), True, tuple(asides)), table)
        for each in merged.values():
            each.rows_left -= 1
        merged = {start: each for start, each in (merged | begun).items() if each.rows_left}


def _shown(row: Row, table: Table) -> Row:
    """The row without what stands in hidden columns."""
    hidden = [
        cell for cell in row.cells if table.hidden_columns.issuperset(range(cell.start, cell.end))
    ]
    if not hidden:
        return row
    asides = [each for cell in hidden for each in (Aside(cell.own, is_hidden=True), *cell.asides)]
    cells = tuple(cell for cell in row.cells if cell not in hidden)
    return replace(row, cells=cells, asides=(*row.asides, *asides))


def _covered(merged: _Merged) -> Cell:
    above = merged.cell
    return Cell(above.start, above.end, "", "", covered=above.own, covered_from=merged.row)


def _cell(place: Place, start: int, row: str) -> Cell:
    lines = list(place.lines())
    own = "\n".join(line.full for line in lines).strip()
    if len(own) > MAX_CELL:
        raise FileError(f"{row.capitalize()}: в одной ячейке больше {ru_number(MAX_CELL)} знаков.")
    unmarked = "\n".join(line.text for line in lines).strip()
    end = start + min(place.columns, MAX_COLUMNS)
    return Cell(start, end, own, unmarked, asides=place.asides)
