"""Parts of a Word file → table rows and paragraphs with the text a person sees in them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from reports.importing.page import Aside, Cell, Paragraph, Row, row_place
from reports.importing.word.definitions import Definitions, Properties
from reports.importing.word.lines import Line, Lines, asides_of, joined
from reports.importing.word.numbering import Numbering
from reports.importing.word.runs import Opening, RunReader
from reports.language.plural import ru_number
from reports.office.archive import DAMAGED, FileError
from reports.office.budget import MAX_CELL, MAX_COLUMNS, Budget
from reports.office.xml_stream import Attributes, integer, is_on, value


@dataclass(slots=True)
class _OpenCell:
    lines: list[Line] = field(default_factory=list)
    properties: Properties = field(default_factory=dict)
    span: int = 1


@dataclass(slots=True)
class _OpenRow:
    cells: list[_OpenCell] = field(default_factory=list)
    properties: Properties = field(default_factory=dict)
    asides: list[Aside] = field(default_factory=list)  # of cells that are deleted


class TextReader(RunReader):
    """Calls `give` with every row and paragraph of a part, in their order."""

    def __init__(
        self,
        definitions: Definitions,
        numbering: Numbering,
        budget: Budget,
        give: Callable[[Row | Paragraph], None],
        frames: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(definitions, numbering, budget)
        self.give = give
        self.frames = frames  # tables and boxes that are but the page, as ``frames_in`` tells them
        self.tables = [False]  # of those we are in: is it more than a frame?
        self.boxes = [False]
        self.row: _OpenRow | None = None
        self.cell: _OpenCell | None = None
        self.above: dict[int, tuple[str, int]] = {}  # merged down: grid column → text, its row
        self.table_number = 0
        self.row_number = 0
        self.alternatives: list[int] = []  # what `written` was where each of them began
        self.opening |= self._opening_of_paragraphs() | self._opening_of_tables()
        self.closing |= {
            "w:p": self._close_paragraph,
            "w:txbxContent": self._close_box,
            "mc:AlternateContent": self.alternatives.pop,
            "w:tbl": self._close_table,
            "w:tr": self._close_row,
            "w:tc": self._close_cell,
        }

    def _opening_of_paragraphs(self) -> Opening:
        return {
            **dict.fromkeys(("w:pStyle", "w:numId", "w:ilvl"), self._note_of_paragraph),
            "w:p": lambda _: self.lines[-1].begin(),
            "w:txbxContent": self._open_box,
            "mc:AlternateContent": lambda _: self.alternatives.append(self.written),
            "mc:Choice": self._open_alternative,
            "mc:Fallback": self._open_alternative,
        }

    def _opening_of_tables(self) -> Opening:
        return {
            **dict.fromkeys(("w:gridBefore", "w:gridAfter"), self._note_of_row),
            **dict.fromkeys(("w:gridSpan", "w:vMerge", "w:hMerge"), self._note_of_cell),
            "w:hidden": self._hide_row,
            "w:cellDel": self._delete_cell,
            "w:tblStyle": self._note_of_table,
            "w:tbl": self._open_table,
            "w:tr": self._open_row,
            "w:tc": self._open_cell,
        }

    @property
    def _outer(self) -> bool:
        """In a table of the page itself, not in one inside a cell or a text box."""
        return sum(self.tables) == 1 and not any(self.boxes)

    @property
    def _is_frame(self) -> bool:
        return self.budget.left("elements") in self.frames

    def _refusal(self, what: str) -> FileError:
        place = row_place(self.row_number, self.table_number)
        return FileError(f"{place.capitalize()}: {what}.")

    def close(self) -> None:
        self._give_paragraphs(self.lines[0].close())

    # Paragraphs and text boxes

    def _note_of_paragraph(self, attributes: Attributes) -> None:
        self.lines[-1].paragraph.properties[self.path[-1]] = value(attributes) or ""

    def _close_paragraph(self) -> None:
        paragraph = self.lines[-1].paragraph
        paragraph.joined = paragraph.joined or self._hides(paragraph.mark)
        self.lines[-1].end()
        if len(self.lines) == 1:
            self._give_paragraphs(self.lines[0].take())

    def _give_paragraphs(self, lines: list[Line]) -> None:
        for line in lines:
            if line.text.strip() or line.asides:
                self.give(Paragraph(line.full, asides=line.asides))

    def _open_box(self, _attributes: Attributes) -> None:
        self.fields_outside.append(len(self.fields))
        self.boxes.append(not self._is_frame)
        if self.boxes[-1]:
            self.lines.append(Lines(self.numbering))
        else:
            self.lines[-1].stop()

    def _close_box(self) -> None:
        self._end_fields()
        if not self.boxes.pop():
            return
        lines = [line for line in self.lines.pop().close() if line.text.strip() or line.asides]
        if len(self.lines) > 1:
            self.lines[-1].paragraph.boxes += lines
        elif lines:
            text = "\n".join(line.full for line in lines if line.text.strip())
            self.give(Paragraph(text, in_box=True, asides=asides_of(lines)))

    def _end_fields(self) -> None:
        """A field ends where its cell or text box does, even if nothing in the file says so."""
        del self.fields[self.fields_outside.pop() :]

    def _open_alternative(self, _attributes: Attributes) -> None:
        """One thing in two forms: the first with any text is read, the others are not."""
        if self.alternatives and self.written > self.alternatives[-1]:
            self.skip()

    # Tables

    def _open_table(self, _attributes: Attributes) -> None:
        self.table_styles.append("")
        self.tables.append(not self._is_frame)
        self.lines[-1].stop()
        if self._outer and self.tables[-1]:
            self._give_paragraphs(self.lines[0].take())
            self.table_number += 1
            self.row_number = 0
            self.above = {}

    def _close_table(self) -> None:
        self.table_styles.pop()
        self.tables.pop()

    def _note_of_table(self, attributes: Attributes) -> None:
        if self.path[-2] == "w:tblPr":
            self.table_styles[-1] = value(attributes) or ""

    def _open_row(self, _attributes: Attributes) -> None:
        self.budget.spend("rows")
        self.hidden_rows.append(self.hidden_rows[-1])
        if self._outer:
            if self.row:
                raise FileError(DAMAGED)
            self.row = _OpenRow()
            self.row_number += 1

    def _close_row(self) -> None:
        self.hidden_rows.pop()
        if self._outer and self.row:
            row, self.row = self.row, None
            before = self._columns(row.properties, "w:gridBefore", 0)
            is_full = not before and not self._columns(row.properties, "w:gridAfter", 0)
            cells = self._settle(row.cells, before)
            asides = tuple(row.asides)
            self.give(Row(self.table_number, self.row_number, cells, is_full, asides=asides))

    def _settle(self, cells: list[_OpenCell], start: int) -> tuple[Cell, ...]:
        """All cells of a row are known: where each begins, what it says, what covers it."""
        settled: list[Cell] = []
        merged: dict[int, tuple[str, int]] = {}
        for cell in cells:
            own = joined([line.full for line in cell.lines])
            if len(own) > MAX_CELL:
                raise self._refusal(f"в одной ячейке больше {ru_number(MAX_CELL)} знаков")
            covered: tuple[str | None, int] = (None, 0)
            if cell.properties.get("w:vMerge") == "restart":
                merged[start] = own, self.row_number
            elif "w:vMerge" in cell.properties and start in self.above:
                covered = merged[start] = self.above[start]
            unmarked = joined([line.text for line in cell.lines])
            asides = asides_of(cell.lines)
            settled.append(Cell(start, start + cell.span, own, unmarked, *covered, asides=asides))
            start += cell.span
        self.above = merged
        return tuple(settled)

    def _open_cell(self, _attributes: Attributes) -> None:
        self.hidden_rows.append(self.hidden_rows[-1])
        self.fields_outside.append(len(self.fields))
        if self._outer:
            if self.row is None or self.cell:
                raise FileError(DAMAGED)
            self.budget.spend("cells")
            if len(self.row.cells) == MAX_COLUMNS:
                raise self._refusal(f"больше {MAX_COLUMNS} ячеек")
            self.cell = _OpenCell()
            self.lines.append(Lines(self.numbering))

    def _close_cell(self) -> None:
        self.hidden_rows.pop()
        self._end_fields()
        if self._outer and self.row and self.cell:
            cell, self.cell = self.cell, None
            cell.lines = self.lines.pop().close()
            if "w:cellDel" in cell.properties:
                self.row.asides += asides_of(cell.lines)
                return
            cell.span = max(1, self._columns(cell.properties, "w:gridSpan", 1))
            if cell.properties.get("w:hMerge", "restart") != "restart" and self.row.cells:
                self.row.cells[-1].lines += cell.lines
                self.row.cells[-1].span += cell.span
            else:
                self.row.cells.append(cell)

    def _columns(self, properties: Properties, name: str, usual: int) -> int:
        columns = integer(properties.get(name, str(usual)), MAX_COLUMNS + 1)
        if not 0 <= columns <= MAX_COLUMNS:
            raise self._refusal(f"ячейка шире {MAX_COLUMNS} столбцов")
        return columns

    def _note_of_row(self, attributes: Attributes) -> None:
        if self._outer and self.row:
            self.row.properties[self.path[-1]] = value(attributes) or ""

    def _note_of_cell(self, attributes: Attributes) -> None:
        if self._outer and self.cell:
            self.cell.properties[self.path[-1]] = value(attributes) or ""

    def _hide_row(self, attributes: Attributes) -> None:
        self.hidden_rows[-1] = self.hidden_rows[-1] or is_on(attributes)

    def _delete_cell(self, attributes: Attributes) -> None:
        self.hidden_rows[-1] = True
        self._note_of_cell(attributes)
