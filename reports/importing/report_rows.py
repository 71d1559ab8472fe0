"""Rows of any table and the paragraphs round it → sections, events and what is left over.

The promise is conservation: text that is not deleted ends up in `WordTable.rows` or in
`WordTable.leftovers`. Left out on purpose are only the recognised headings, the row of column
numbers, running numbers in the column «№ п/п» and bare page numbers in headers and footers.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reports.importing.archive import FileError
from reports.importing.budget import Budget
from reports.importing.column_headings import FIELDS, TITLES, find_columns, goes_on, heading

RUNNING_NUMBER = re.compile(r"№?\s?\d{1,6}(\.\d{1,6}){0,3}\s?[.)]?")
PAGE_NUMBER = re.compile(r"[-–—\s]{0,3}\d{1,5}[-–—\s]{0,3}")
MAX_TITLE = 80
OFFICIAL_LENGTHS = (len(FIELDS), len(TITLES))


@dataclass(frozen=True)
class _TableRow:
    number: int  # in its table, as a person counts: from one, the heading included
    table: int | None = field(default=None, kw_only=True)  # its number, if the file has several

    @property
    def where(self) -> str:
        return row_place(self.number, self.table)


@dataclass(frozen=True)
class EventCells(_TableRow):
    """One event as it was typed: paragraphs and line breaks are newlines, nothing is cleaned."""

    name: str
    place: str
    period: str
    content: str
    participants: str


@dataclass(frozen=True)
class SectionHeading(_TableRow):
    """A row of one cell over the whole width: the name of a municipality."""

    text: str


@dataclass(frozen=True)
class Leftover:
    """Text of the file that went into no event and no section, and where it stands."""

    place: str
    text: str
    reason: str = ""  # why a row was not taken, a whole sentence


@dataclass(frozen=True)
class WordTable:
    rows: tuple[EventCells | SectionHeading, ...]
    leftovers: tuple[Leftover, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    start: int  # edges in the grid of its table
    end: int
    own: str  # text of the cell itself, with the markers of its lists
    unmarked: str  # the same without them
    covered: str | None = None  # text of the cell that is merged down over this one
    covered_from: int = 0  # the number of the row where that one stands

    @property
    def text(self) -> str:
        return self.own if self.covered is None else self.covered


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of the page; tables inside cells and text boxes are but text."""

    table: int  # as a person counts: from one
    number: int
    cells: tuple[Cell, ...]
    is_full: bool  # no columns of the grid are left out at its edges

    @property
    def place(self) -> str:
        return row_place(self.number, self.table)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text outside tables, never blank."""

    text: str
    in_box: bool = False


def row_place(number: int, table: int | None) -> str:
    return f"таблица {table}, строка {number}" if table else f"строка {number}"


@dataclass(frozen=True)
class _Columns:
    """Where the columns stand, as the heading row says."""

    positions: dict[str, int]  # field → index of its cell
    titles: list[str]  # of all columns, as messages call them
    cells: tuple[Cell, ...]

    def under(self, cell: Cell) -> list[str]:
        """Titles of the columns that the cell covers wholly."""
        pairs = zip(self.titles, self.cells, strict=True)
        return [title for title, each in pairs if cell.start <= each.start and each.end <= cell.end]


class ReportRows:
    """Rows of the tables of a page → sections, events and what is left over.

    A strict one refuses a file with a row that does not fit its headings. Otherwise such rows are
    left over with the reason, columns may be missing, and so may all headings.
    """

    def __init__(self, budget: Budget, *, is_strict: bool = True) -> None:
        self.budget = budget
        self.is_strict = is_strict
        self.rows: list[EventCells | SectionHeading] = []
        self.leftovers: list[Leftover] = []
        self.columns = _Columns({}, [], ())  # none are known yet
        self.table = 0
        self.heading_row = 0  # the last one in this table; 0 if its headings stand in another
        self.belongs: bool | None = None  # whether this table goes on with the report
        self.waiting: list[Row] = []  # rows read before that is known
        self.outside: list[int] = []  # leftovers whose place is not known yet

    @property
    def table_read(self) -> WordTable:
        return WordTable(rows=tuple(self.rows), leftovers=tuple(self.leftovers))

    def take_all(self, items: Sequence[Row | Paragraph]) -> None:
        """A whole page at once. Without headings the official order of columns is assumed."""
        rows = [item for item in items if isinstance(item, Row)]
        if not any(find_columns([cell.text for cell in row.cells]) for row in rows):
            self._assume_columns(rows)
        for item in items:
            self.take(item)

    def _assume_columns(self, rows: Sequence[Row]) -> None:
        lengths = Counter(len(row.cells) for row in rows if len(row.cells) in OFFICIAL_LENGTHS)
        if not lengths:
            return
        length = lengths.most_common(1)[0][0]
        firsts = [row.cells[0].unmarked.strip() for row in rows if len(row.cells) == length]
        is_numbered = all(map(RUNNING_NUMBER.fullmatch, firsts))
        names = list(TITLES)[:length] if is_numbered else list(TITLES)[-length:]
        positions = {name: at for at, name in enumerate(names)}
        self.columns = _Columns(positions, [TITLES[name] for name in names], ())

    def take(self, item: Row | Paragraph) -> None:
        if isinstance(item, Row):
            self._take_row(item)
        elif item.in_box:
            self._leave("надпись", item.text)
        else:
            self.outside.append(len(self.leftovers))
            self._leave("", item.text)

    def take_aside(self, place: str, item: Row | Paragraph) -> None:
        """Text of a part beside the page."""
        for text in [cell.own for cell in item.cells] if isinstance(item, Row) else [item.text]:
            if place != "колонтитул" or not PAGE_NUMBER.fullmatch(text):
                self._leave(place, text)

    def finish(self) -> None:
        self._decide(False)
        if not self.columns.titles:
            titles = ", ".join(f"«{title}»" for title in TITLES.values())
            if self.is_strict:
                raise FileError(
                    f"В файле нет таблицы отчета: не найдена строка с заголовками {titles}."
                )
            raise FileError(
                f"Таблица отчета не найдена: нет ни строки с заголовками {titles}, "
                "ни строк из пяти или шести ячеек."
            )
        self._place_outside("после таблицы")
        if self.table == 1:
            self.rows = [replace(row, table=None) for row in self.rows]
            if not self.is_strict:  # «таблица 1» of one table says nothing to a person
                self.leftovers = [
                    replace(left, place=left.place.removeprefix("таблица 1, "))
                    for left in self.leftovers
                ]

    def _take_row(self, row: Row) -> None:
        if row.table != self.table:
            self._decide(False)
            self.table, self.heading_row, self.belongs = row.table, 0, None
        positions = find_columns([cell.text for cell in row.cells])
        if positions and not self._is_under_heading(row):
            self._take_heading(row, positions)
        elif not self.columns.titles or self.belongs is False:
            self._leave_row(row)
        elif self.belongs:
            self._read_row(row)
        else:
            # A further table without headings goes on with the report if its rows are as long.
            self.waiting.append(row)
            as_long = len(row.cells) == len(self.columns.titles)
            if as_long or (self.is_strict and len(row.cells) > 1 and not self._section_of(row)):
                self._decide(as_long)

    def _is_under_heading(self, row: Row) -> bool:
        """Whether a cell of the heading is merged down over this row."""
        return any(0 < cell.covered_from <= self.heading_row for cell in row.cells)

    def _decide(self, belongs: bool) -> None:
        """Whether the table goes on with the report, and so what its waiting rows are."""
        self.belongs = belongs
        if belongs:
            self._place_outside("между таблицами" if self.rows else "перед таблицей")
        waiting, self.waiting = self.waiting, []
        for row in waiting:
            (self._read_row if belongs else self._leave_row)(row)

    # Rows

    def _take_heading(self, row: Row, positions: dict[str, int]) -> None:
        missing = [f"«{TITLES[name]}»" for name in FIELDS if name not in positions]
        if missing and self.is_strict:
            noun = "столбца" if len(missing) == 1 else "столбцов"
            raise _refusal(row, f"в заголовке нет {noun} {', '.join(missing)}.")
        self._decide(True)
        self.heading_row = row.number
        titles = [
            " ".join(cell.text.split())[:MAX_TITLE] or str(at)
            for at, cell in enumerate(row.cells, 1)
        ]
        for name, at in positions.items():
            titles[at] = TITLES[name]
        self.columns = _Columns(positions, titles, row.cells)
        fields = {at: name for name, at in positions.items()}
        for at, cell in enumerate(row.cells):
            name = fields.get(at)
            is_known = name == "number" or heading(cell.own) == (name, True)
            if cell.covered is not None or not is_known:
                self._leave(f"{row.place}, столбец {at + 1}", cell.own)

    def _read_row(self, row: Row) -> None:
        as_long = len(row.cells) == len(self.columns.titles)
        if as_long and goes_on([cell.own for cell in row.cells], self.columns.positions):
            return
        if self._is_under_heading(row):
            self._leave_row(row)
        elif section := self._section_of(row):
            if section.unmarked.strip():
                self.rows.append(SectionHeading(row.number, section.unmarked, table=row.table))
        elif row.cells and (fault := self._fault_of(row)):
            if self.is_strict:
                raise _refusal(row, fault)
            self._leave_row(row, _sentence(fault))
        elif row.cells:
            self._take_event(row)

    def _section_of(self, row: Row) -> Cell | None:
        """The cell with the name of a municipality: alone, or with an empty number before it."""
        cells = row.cells
        if len(cells) == 2 and self.columns.positions.get("number") == 0:
            number, rest = cells
            if not number.unmarked.strip() and rest.end - rest.start > 1:
                cells = (rest,)
        return cells[0] if len(cells) == 1 and row.is_full else None

    def _fault_of(self, row: Row) -> str:
        """Why the cells cannot be told apart, as the end of a sentence; empty if they can."""
        columns = self.columns
        for cell in row.cells if self.heading_row else ():
            merged = columns.under(cell)
            if len(merged) > 1:
                titles = ", ".join(f"«{title}»" for title in merged)
                return f"объединены ячейки столбцов {titles}. Разделите их."
        if len(row.cells) != len(columns.titles):
            where = "в заголовке" if columns.cells else "в других строках"
            return (
                f"число ячеек — {len(row.cells)}, а {where} — {len(columns.titles)}. "
                "Разделите или добавьте ячейки."
            )
        return ""

    def _take_event(self, row: Row) -> None:
        columns = self.columns
        known = [name for name in FIELDS if name in columns.positions]
        event = {name: row.cells[columns.positions[name]] for name in known}
        if any(cell.own for cell in event.values()):
            # A cell merged down is told in every row: that, too, must not grow without bounds.
            self.budget.spend("characters", sum(len(each.covered or "") for each in event.values()))
            texts = dict.fromkeys(FIELDS, "") | {name: cell.text for name, cell in event.items()}
            self.rows.append(EventCells(number=row.number, table=row.table, **texts))
        fields = {at: name for name, at in columns.positions.items()}
        for at, cell in enumerate(row.cells):
            name = fields.get(at)
            is_told = name in event and cell.covered is None
            is_number = name == "number" and RUNNING_NUMBER.fullmatch(cell.unmarked.strip())
            if not is_told and not is_number:
                self._leave(f"{row.place}, столбец «{columns.titles[at]}»", cell.own)

    # Leftovers

    def _leave_row(self, row: Row, reason: str = "") -> None:
        for cell in row.cells:
            self._leave(row.place, cell.own, reason)

    def _leave(self, place: str, text: str, reason: str = "") -> None:
        if text.strip():
            self.leftovers.append(Leftover(place, text.strip("\n"), reason))

    def _place_outside(self, place: str) -> None:
        """Say where the paragraphs met since the last table of the report stand."""
        for at in self.outside:
            self.leftovers[at] = replace(self.leftovers[at], place=place)
        self.outside = []


def _refusal(row: Row, what: str) -> FileError:
    return FileError(f"{row.place.capitalize()}: {what}")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
