"""Reads the official table out of a Word file without losing a run of text.

The promise is conservation: text that is not deleted ends up in `WordTable.rows` or in
`WordTable.leftovers`. Left out on purpose are only the recognised headings, the row of column
numbers, running numbers in the column «№ п/п» and bare page numbers in headers and footers.

Elements (`word_xml`) become rows and paragraphs of text (`word_text`, with the markers that
`word_numbering` knows); here rows become sections and events, by `column_headings`.
"""

import re
from dataclasses import dataclass, field, replace
from functools import partial

from reports.importing.archive import FileError, open_office_file
from reports.importing.column_headings import FIELDS, TITLES, find_columns, goes_on, heading
from reports.importing.word_numbering import Numbering
from reports.importing.word_text import Cell, Paragraph, Row, TextReader, row_place
from reports.importing.word_xml import Budget, read_part

MAIN_PART = "word/document.xml"
ASIDES = (
    (re.compile(r"word/(header|footer)\d*\.xml"), "колонтитул"),
    (re.compile(r"word/footnotes\d*\.xml"), "сноска"),
    (re.compile(r"word/endnotes\d*\.xml"), "концевая сноска"),
    (re.compile(r"word/comments\d*\.xml"), "примечание"),
    (re.compile(r"word/diagrams/data\d*\.xml"), "схема"),
    (re.compile(r"word/charts/chart\d*\.xml"), "диаграмма"),
)
RUNNING_NUMBER = re.compile(r"№?\s?\d{1,6}(\.\d{1,6}){0,3}\s?[.)]?")
PAGE_NUMBER = re.compile(r"[-–—\s]{0,3}\d{1,5}[-–—\s]{0,3}")
MAX_TITLE = 80


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


@dataclass(frozen=True)
class WordTable:
    rows: tuple[EventCells | SectionHeading, ...]
    leftovers: tuple[Leftover, ...]


def read_word(data: bytes) -> WordTable:
    """The sections and events of a .docx, and all its other text; FileError if it has no table."""
    with open_office_file(data, kind="docx") as archive:
        budget = Budget()
        numbering = Numbering(archive)
        report = _Report(budget)
        read_part(archive, MAIN_PART, TextReader(numbering, budget, report.take))
        report.finish()
        for name in sorted(archive.namelist()):
            for pattern, place in ASIDES:
                if pattern.fullmatch(name):
                    give = partial(report.take_aside, place)
                    read_part(archive, name, TextReader(numbering, budget, give))
    return WordTable(rows=tuple(report.rows), leftovers=tuple(report.leftovers))


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


class _Report:
    """Rows of the tables of a page → sections, events and what is left over."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.rows: list[EventCells | SectionHeading] = []
        self.leftovers: list[Leftover] = []
        self.columns = _Columns({}, [], ())  # none are known yet
        self.table = 0
        self.heading_row = 0  # the last one in this table; 0 if its headings stand in another
        self.belongs: bool | None = None  # whether this table goes on with the report
        self.waiting: list[Row] = []  # rows read before that is known
        self.outside: list[int] = []  # leftovers whose place is not known yet

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
            raise FileError(
                f"В файле нет таблицы отчета: не найдена строка с заголовками {titles}."
            )
        self._place_outside("после таблицы")
        if self.table == 1:
            self.rows = [replace(row, table=None) for row in self.rows]

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
            if len(row.cells) > 1 and not self._section_of(row):
                self._decide(len(row.cells) == len(self.columns.titles))

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
        if missing:
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
        elif row.cells:
            self._check_cells(row)
            self._take_event(row)

    def _section_of(self, row: Row) -> Cell | None:
        """The cell with the name of a municipality: alone, or with an empty number before it."""
        cells = row.cells
        if len(cells) == 2 and self.columns.positions.get("number") == 0:
            number, rest = cells
            if not number.unmarked.strip() and rest.end - rest.start > 1:
                cells = (rest,)
        return cells[0] if len(cells) == 1 and row.is_full else None

    def _check_cells(self, row: Row) -> None:
        columns = self.columns
        for cell in row.cells if self.heading_row else ():
            merged = columns.under(cell)
            if len(merged) > 1:
                titles = ", ".join(f"«{title}»" for title in merged)
                raise _refusal(row, f"объединены ячейки столбцов {titles}. Разделите их.")
        if len(row.cells) != len(columns.titles):
            raise _refusal(
                row,
                f"число ячеек — {len(row.cells)}, а в заголовке — {len(columns.titles)}. "
                "Разделите или добавьте ячейки.",
            )

    def _take_event(self, row: Row) -> None:
        columns = self.columns
        event = {name: row.cells[columns.positions[name]] for name in FIELDS}
        if any(cell.own for cell in event.values()):
            # A cell merged down is told in every row: that, too, must not grow without bounds.
            self.budget.spend("characters", sum(len(each.covered or "") for each in event.values()))
            texts = {name: cell.text for name, cell in event.items()}
            self.rows.append(EventCells(number=row.number, table=row.table, **texts))
        fields = {at: name for name, at in columns.positions.items()}
        for at, cell in enumerate(row.cells):
            name = fields.get(at)
            is_told = name in event and cell.covered is None
            is_number = name == "number" and RUNNING_NUMBER.fullmatch(cell.unmarked.strip())
            if not is_told and not is_number:
                self._leave(f"{row.place}, столбец «{columns.titles[at]}»", cell.own)

    # Leftovers

    def _leave_row(self, row: Row) -> None:
        for cell in row.cells:
            self._leave(row.place, cell.own)

    def _leave(self, place: str, text: str) -> None:
        if text.strip():
            self.leftovers.append(Leftover(place, text.strip("\n")))

    def _place_outside(self, place: str) -> None:
        """Say where the paragraphs met since the last table of the report stand."""
        for at in self.outside:
            self.leftovers[at] = Leftover(place, self.leftovers[at].text)
        self.outside = []


def _refusal(row: Row, what: str) -> FileError:
    return FileError(f"{row.place.capitalize()}: {what}")
