"""Rows of any table and the paragraphs round it → sections, events and what is left over.

The promise is conservation both ways. Text that is seen ends up in `ReadTable.rows` or in
`ReadTable.leftovers`; text that the file holds and does not show is left over as hidden, and is
never in a row. Left out on purpose are only deleted runs, the recognised headings, the row of
column numbers, running numbers in the column «№ п/п» and bare page numbers in headers and footers.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reports.columns import WRITTEN_KEYS
from reports.importing import column_headings
from reports.importing.chosen_columns import AskedColumns, Chosen, ChosenColumns
from reports.importing.column_headings import TITLES, find_columns, goes_on
from reports.importing.event_facts import is_whole
from reports.importing.event_rows import goes_on_with, refusal, sentence
from reports.importing.page import Aside, Cell, Paragraph, Row, Title
from reports.importing.read_table import EventCells, Leftover, ReadTable, SectionHeading
from reports.importing.row_kinds import may_be_a_name, why_no_event
from reports.importing.row_numbers import (
    RUNNING_NUMBER,
    is_number,
    texts_but_numbers,
    without_typed_numbers,
)
from reports.importing.settled_columns import settle
from reports.importing.table_columns import BETWEEN, TableColumns
from reports.office.archive import FileError
from reports.office.budget import Budget

PAGE_NUMBER = re.compile(r"[-–—\s]{0,3}\d{1,5}[-–—\s]{0,3}")
MAX_TITLE = 80
MOST_PIECES = 3


class ReportRows:
    """Rows of the tables of a page → sections, events and what is left over.

    A strict one refuses a file with a row that does not fit its headings. Otherwise such rows are
    left over with the reason, columns may be missing, and so may all headings. ``chosen`` says what
    columns are under headings that tell too little; where it is None, nobody can be asked.
    """

    def __init__(self, budget: Budget, *, is_strict: bool = True, chosen: Chosen = None) -> None:
        self.budget = budget
        self.is_strict = is_strict
        self.chosen = chosen
        self.asked: AskedColumns | None = None
        self.recalled: ChosenColumns | None = None
        self.rows: list[EventCells | SectionHeading] = []
        self.leftovers: list[Leftover] = []
        self.columns = TableColumns({}, [], ())  # none are known yet
        self.table = 0
        self.heading_row = 0  # the last one in this table; 0 if its headings stand in another
        self.belongs: bool | None = None  # whether this table goes on with the report
        self.waiting: list[tuple[int, Row]] = []  # rows read before that is known
        self.titles: list[Leftover] = []
        self.outside: list[int] = []  # leftovers whose place is not known yet
        self.above: EventCells | None = None  # the event right above, on which a row may go on
        self.above_is_numbered = False
        self.unnumbered: set[int] = set()  # orders of events without a number of their own
        self.order = 0  # of the row or paragraph that is read
        self.last_order = 0  # of the one that was taken last

    @property
    def table_read(self) -> ReadTable:
        rows, titles = tuple(self.rows), tuple(self.titles)
        return ReadTable(rows, tuple(self.leftovers), titles, self.asked, self.recalled)

    def take_all(self, items: Sequence[Row | Paragraph | Title]) -> None:
        """A whole page at once. Without headings the official order of columns is assumed, but by a
        strict one."""
        rows = [item for item in items if isinstance(item, Row)]
        if not self.is_strict and not any(self._chosen_for(row) for row in rows):
            self.columns, self.asked, self.recalled = settle(rows, self.chosen)
        for item in items:
            self.take(item)

    def _chosen_for(self, row: Row) -> ChosenColumns | None:
        texts = [cell.text for cell in row.cells]
        return next((each for each in self.chosen or () if each.fits(texts)), None)

    def take(self, item: Row | Paragraph | Title) -> None:
        """Read the next row or paragraph of the page. Raises ``FileError``."""
        self.order = self.last_order = self.last_order + 1
        if isinstance(item, Row):
            self._take_row(item)
            return
        if isinstance(item, Title):
            self.titles.append(Leftover("название листа", item.text, order=self.order))
            return
        before = len(self.leftovers)
        self._leave("надпись" if item.in_box else "", item.text, is_name=True)
        self._leave_asides("надпись" if item.in_box else "", item.asides)
        if not item.in_box:
            self.outside += range(before, len(self.leftovers))

    def take_aside(self, place: str, item: Row | Paragraph) -> None:
        """Text of a part beside the page. What stands above every page may name whose it is."""
        self.order = 0
        cells = item.cells if isinstance(item, Row) else ()
        texts = [cell.own for cell in cells] if isinstance(item, Row) else [item.text]
        is_header = place == "колонтитул"
        for text in texts:
            if not is_header or not PAGE_NUMBER.fullmatch(text):
                self._leave(place, text, is_name=is_header)
        for each in (item, *cells):
            self._leave_asides(place, each.asides)

    def finish(self) -> None:
        """Decide what still waits; call it once, after the last item. Raises ``FileError`` without a table."""
        self._decide(False)
        self.rows = without_typed_numbers(self.rows, self.unnumbered)
        if not (self.columns.titles or self.asked or self.table_read.says_no_events):
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
            self.above = None
        for asides in (row.asides, *(cell.asides for cell in row.cells)):
            self._leave_asides(row.place, asides)
        told = self._chosen_for(row)
        positions = told.positions if told else find_columns([cell.text for cell in row.cells])
        if positions and not self._is_under_heading(row):
            self._take_heading(row, positions, told)
        elif not self.columns.titles or self.belongs is False:
            self._leave_row(row)
        elif self.belongs:
            self._read_row(row)
        else:
            # A further table without headings goes on with the report if its rows are as long.
            self.waiting.append((self.order, row))
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
        current = self.order
        for self.order, row in waiting:
            (self._read_row if belongs else self._leave_row)(row)
        self.order = current

    # Rows

    def _take_heading(
        self, row: Row, positions: dict[str, int], told: ChosenColumns | None
    ) -> None:
        missing = [f"«{TITLES[name]}»" for name in WRITTEN_KEYS if name not in positions]
        if missing and self.is_strict:
            noun = "столбца" if len(missing) == 1 else "столбцов"
            raise refusal(row, f"в заголовке нет {noun} {', '.join(missing)}.")
        self._decide(True)
        self.heading_row = row.number
        titles = [
            " ".join(cell.text.split())[:MAX_TITLE] or str(at)
            for at, cell in enumerate(row.cells, 1)
        ]
        for name, at in positions.items():
            titles[at] = TITLES[name]
        texts = [cell.text for cell in row.cells]
        more = told.more if told else column_headings.find_more(texts, positions)
        taken = {*positions.values(), *more}
        facts = told.facts if told else column_headings.find_facts(texts, taken)
        self.recalled = told or self.recalled
        named = [at for at, cell in enumerate(row.cells) if cell.text.strip()]
        unnamed = len(titles) - 1 - max([*named, *positions.values()])
        self.columns = TableColumns(positions, titles, row.cells, more, facts, unnamed)
        fields = self.columns.fields | facts
        for at, cell in enumerate(row.cells):
            name = fields.get(at, "")
            is_known = name == "number" or column_headings.heading(cell.own) == (name, True)
            is_known = is_known or (bool(name) and column_headings.names_parts(cell.own))
            is_known = is_known or at in facts or (told is not None and bool(name))
            if cell.covered is not None or not is_known:
                self._leave(f"{row.place}, столбец {at + 1}", cell.own)

    def _read_row(self, row: Row) -> None:
        as_long = len(row.cells) == len(self.columns.titles)
        if as_long and goes_on([cell.own for cell in row.cells], self.columns.positions):
            return
        above, self.above = self.above, None
        if self._is_under_heading(row):
            self._leave_row(row)
        elif section := self._section_of(row):
            self._take_section(row, section)
        elif any(cell.text.strip() for cell in row.cells):
            cells = self.columns.fitted(row.cells)
            fault = self._fault_of(row, cells)
            if cells is not None and not fault:
                is_as_it_was = cells is row.cells
                self._take_cells(row if is_as_it_was else replace(row, cells=cells), above)
            elif reason := why_no_event(texts_but_numbers(row.cells)):
                self._leave_row(row, reason, is_name=False)
            elif self.is_strict:
                raise refusal(row, fault)
            elif len(row.cells) <= MOST_PIECES:  # of a name, in cells that are merged somehow
                pieces = " ".join(cell.own for cell in row.cells if cell.own.strip())
                self._leave(row.place, pieces, sentence(fault), is_name=True)
            else:
                self._leave_row(row, sentence(fault))

    def _take_section(self, row: Row, section: Cell) -> None:
        if reason := why_no_event([section.unmarked.strip()]):
            self._leave_row(row, reason, is_name=False)
        elif section.unmarked.strip():
            heading = SectionHeading(
                row.number, section.unmarked, table=row.table, order=self.order
            )
            self.rows.append(heading)

    def _take_cells(self, row: Row, above: EventCells | None) -> None:
        """A row with a cell for each column: an event, more of the one above, or no event."""
        own = self._own_texts(row)
        is_bare = not (own["number"] or own["period"] or own["place"])
        is_rest = above is not None and goes_on_with(above, own)
        if is_bare and not is_rest and (reason := why_no_event(texts_but_numbers(row.cells))):
            self._leave_row(row, reason, is_name=False)
        elif above and self._goes_on_with_event(row, above, own):
            self._join(row, above, own)
        else:
            self._take_event(row)

    def _own_texts(self, row: Row) -> dict[str, str]:
        """Field → what the row itself says of it; of the number whether there is one."""
        columns = self.columns
        own = dict.fromkeys(TITLES, "")
        for at, name in columns.fields.items():
            text = row.cells[at].own
            if name == "number" and not RUNNING_NUMBER.fullmatch(row.cells[at].unmarked.strip()):
                text = ""
            if text.strip():
                own[name] = BETWEEN.get(name, "\n").join(filter(None, (own[name], text)))
        return own

    def _goes_on_with_event(self, row: Row, above: EventCells, own: dict[str, str]) -> bool:
        """Whether a row only goes on with the event above: a page ended, or guests stand below one
        another."""
        if own["number"] or (may_be_a_name(own) and not goes_on_with(above, own)):
            return False
        at = self.columns.positions.get("name", -1)
        is_covered = at >= 0 and row.cells[at].covered is not None
        if is_covered:
            return not (own["period"] or own["place"])
        if own["name"]:
            return self.above_is_numbered and not (own["period"] or own["place"])
        return not (own["period"] and own["place"])

    def _join(self, row: Row, above: EventCells, own: dict[str, str]) -> None:
        texts = {name: getattr(above, name) for name in WRITTEN_KEYS}
        for name in filter(own.get, WRITTEN_KEYS):
            texts[name] = "\n".join(filter(str.strip, (texts[name], own[name])))
            self.budget.spend("characters", len(texts[name]))  # as often as rows go on
        joined = (*above.joined, row.number)
        event = EventCells.of(texts, above.number, above.others, row.table, above.order)
        said = [own[name] for name in WRITTEN_KEYS if own[name]]
        alone = (*above.alone, *said) if len(said) == 1 else above.alone
        self.rows[-1] = self.above = replace(event, joined=joined, alone=alone, facts=above.facts)
        self._leave_others(row, is_name=False)

    def _section_of(self, row: Row) -> Cell | None:
        """The cell with the name of a municipality: alone in its row, and wider than a column.

        A number may stand before it, and empty cells round it.
        """
        cells = row.cells
        if len(cells) > 1 and self.columns.positions.get("number") == 0 and is_number(cells[0]):
            cells = cells[1:]
        filled = [cell for cell in cells if cell.text.strip()]
        if len(row.cells) == 1 and row.is_full:
            return row.cells[0]
        return filled[0] if len(filled) == 1 and self._is_wide(filled[0]) else None

    def _is_wide(self, cell: Cell) -> bool:
        if self.columns.cells:
            return len(self.columns.under(cell)) > 1
        return cell.end - cell.start > 1

    def _fault_of(self, row: Row, cells: tuple[Cell, ...] | None) -> str:
        """Why the cells cannot be told apart, as the end of a sentence; empty if they can."""
        columns = self.columns
        for cell in row.cells if self.heading_row else ():
            merged = columns.under(cell)
            if len(merged) > 1:
                titles = ", ".join(f"«{title}»" for title in merged)
                return f"объединены ячейки столбцов {titles}. Разделите их."
        if cells is None:
            where = "в заголовке" if columns.cells else "в других строках"
            return (
                f"число ячеек — {len(row.cells)}, а {where} — {len(columns.titles)}. "
                "Разделите или добавьте ячейки."
            )
        return ""

    def _take_event(self, row: Row) -> None:
        columns = self.columns
        known = [name for name in WRITTEN_KEYS if name in columns.positions]
        places = [at for at, name in columns.fields.items() if name != "number"]
        is_event = any(row.cells[at].own for at in places)
        if is_event:
            # A cell merged down is told in every row: that, too, must not grow without bounds.
            self.budget.spend("characters", sum(len(row.cells[at].covered or "") for at in places))
            texts = dict.fromkeys(WRITTEN_KEYS, "") | {
                name: columns.text(name, row.cells) for name in known
            }
            others = [
                cell.text
                for at, cell in enumerate(row.cells)
                if at not in places and at not in columns.facts and not is_number(cell)
            ]
            event = EventCells.of(texts, row.number, tuple(others), row.table, self.order)
            if columns.facts:
                event = replace(event, facts=columns.facts_in(row.cells))
            self.rows.append(event)
            self.above = event
            at = columns.positions.get("number", -1)
            self.above_is_numbered = at >= 0 and bool(row.cells[at].unmarked.strip())
            if not self.above_is_numbered:
                self.unnumbered.add(self.order)
        self._leave_others(row, is_name=not is_event, has_facts=is_event)

    def _leave_others(self, row: Row, *, is_name: bool, has_facts: bool = False) -> None:
        """What stands in the columns that are not ours, and in the column of numbers beside them;
        of what the event takes beside the document, what it does not take whole."""
        fields, facts = self.columns.fields, self.columns.facts
        for at, cell in enumerate(row.cells):
            if has_facts and at in facts and is_whole(facts[at], cell.own):
                continue
            name = fields.get(at)
            is_told = name in WRITTEN_KEYS and cell.covered is None
            is_number = name == "number" and RUNNING_NUMBER.fullmatch(cell.unmarked.strip())
            if not is_told and not is_number:
                place = f"{row.place}, столбец «{self.columns.titles[at]}»"
                self._leave(place, cell.own, is_name=is_name)

    # Leftovers

    def _leave_row(self, row: Row, reason: str = "", *, is_name: bool = True) -> None:
        """A row that is not read. In one like an event's a name is that of a place or a guest."""
        is_name = is_name and (not self.belongs or len(texts_but_numbers(row.cells)) == 1)
        for cell in row.cells:
            self._leave(row.place, cell.own, reason, is_name=is_name)

    def _leave_asides(self, place: str, asides: Iterable[Aside]) -> None:
        for each in asides:
            self._leave(
                place, each.text, each.reason, is_hidden=each.is_hidden, is_name=each.is_hidden
            )

    def _leave(
        self,
        place: str,
        text: str,
        reason: str = "",
        *,
        is_hidden: bool = False,
        is_name: bool = False,
    ) -> None:
        if text.strip():
            self.budget.spend("leftovers")
            order = self.order if is_name else None
            text = text.strip("\n")
            self.leftovers.append(Leftover(place, text, reason, is_hidden=is_hidden, order=order))

    def _place_outside(self, place: str) -> None:
        """Say where the paragraphs met since the last table of the report stand."""
        for at in self.outside:
            self.leftovers[at] = replace(self.leftovers[at], place=place)
        self.outside = []
