"""Parts of a Word file → table rows and paragraphs with the text a person sees in them.

What only wraps text (content controls, tracked insertions, hyperlinks, fields, smart tags) is not
looked at, so it cannot hide anything; what is deleted or is an older version is skipped.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from reports.importing.archive import DAMAGED, FileError
from reports.importing.budget import MAX_CELL, MAX_COLUMNS, Budget
from reports.importing.report_rows import Cell, Paragraph, Row, row_place
from reports.importing.word_numbering import Numbering, Properties
from reports.importing.word_xml import Attributes, PartReader, integer, value

TEXTS = {"w:t", "a:t", "m:t"}
CHARACTERS = {
    "w:br": "\n",
    "w:cr": "\n",
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:noBreakHyphen": "-",
    "w:softHyphen": "\u00ad",
}
OLDER_VERSIONS = [f"w:{name}PrChange" for name in ("p", "r", "tc", "tr", "tbl", "sect")]


@dataclass(slots=True)
class _OpenParagraph:
    pieces: list[str] = field(default_factory=list)
    boxes: list["_Line"] = field(default_factory=list)  # text boxes anchored in it
    properties: Properties = field(default_factory=dict)
    joined: bool = False  # its end is deleted: the next paragraph goes on with it


@dataclass(frozen=True, slots=True)
class _Line:
    """One paragraph: what Word prints before it, and its own text."""

    marker: str
    text: str

    @property
    def full(self) -> str:
        return self.marker + self.text


@dataclass(slots=True)
class _OpenCell:
    lines: list[_Line] = field(default_factory=list)
    properties: Properties = field(default_factory=dict)
    span: int = 1


@dataclass(slots=True)
class _OpenRow:
    cells: list[_OpenCell] = field(default_factory=list)
    properties: Properties = field(default_factory=dict)


class _Lines:
    """The paragraphs of one place: a cell, a text box, a part outside its tables."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._lines: list[_Line] = []
        self._paragraph: _OpenParagraph | None = None

    @property
    def paragraph(self) -> _OpenParagraph:
        if self._paragraph is None:
            self._paragraph = _OpenParagraph()
        return self._paragraph

    def begin(self) -> None:
        self.end()
        self.paragraph.properties = {}
        self.paragraph.joined = False

    def end(self) -> None:
        paragraph = self._paragraph
        if paragraph and not paragraph.joined:
            text = "".join(paragraph.pieces)
            marker = self._numbering.marker(paragraph.properties)
            self._lines.append(_Line(marker if text.strip() else "", text))
            self._lines += paragraph.boxes
            self._paragraph = None

    def take(self) -> list[_Line]:
        """All lines so far, but for a paragraph that goes on."""
        lines, self._lines = self._lines, []
        return lines

    def close(self) -> list[_Line]:
        if self._paragraph:
            self._paragraph.joined = False
        self.end()
        return self.take()


class TextReader(PartReader):
    """Calls `give` with every row and paragraph of a part, in their order."""

    def __init__(
        self, numbering: Numbering, budget: Budget, give: Callable[[Row | Paragraph], None]
    ) -> None:
        super().__init__(budget)
        self.numbering = numbering
        self.give = give
        self.lines = [_Lines(numbering)]  # the outside, then the cell and text boxes we are in
        self.row: _OpenRow | None = None
        self.cell: _OpenCell | None = None
        self.above: dict[int, tuple[str, int]] = {}  # merged down: grid column → text, its row
        self.table_number = 0
        self.row_number = 0
        self.written = 0  # pieces of text with something to see
        self.alternatives: list[int] = []  # what `written` was where each of them began
        self.opening = {
            **dict.fromkeys(OLDER_VERSIONS, self.skip),
            **dict.fromkeys(CHARACTERS, self._character),
            **dict.fromkeys(("w:pStyle", "w:numId", "w:ilvl"), self._note_of_paragraph),
            **dict.fromkeys(("w:gridBefore", "w:gridAfter"), self._note_of_row),
            **dict.fromkeys(("w:gridSpan", "w:vMerge", "w:hMerge"), self._note_of_cell),
            "w:del": self._open_deletion,
            "w:moveFrom": self._open_deletion,
            "w:altChunk": self._refuse_insertion,
            "w:subDoc": self._refuse_insertion,
            "w:sym": self._symbol,
            "v:textpath": self._word_art,
            "w:p": lambda _: self.lines[-1].begin(),
            "w:txbxContent": lambda _: self.lines.append(_Lines(numbering)),
            "mc:AlternateContent": lambda _: self.alternatives.append(self.written),
            "mc:Choice": self._open_alternative,
            "mc:Fallback": self._open_alternative,
            "w:tbl": self._open_table,
            "w:tr": self._open_row,
            "w:tc": self._open_cell,
        }
        self.closing = {
            "a:p": lambda: self._write("\n"),
            "w:p": self._close_paragraph,
            "w:txbxContent": self._close_box,
            "mc:AlternateContent": self.alternatives.pop,
            "w:tr": self._close_row,
            "w:tc": self._close_cell,
        }

    @property
    def _outer(self) -> bool:
        """In a table of the page itself, not in one inside a cell or a text box."""
        return self.path.count("w:tbl") == 1 and "w:txbxContent" not in self.path

    def _refusal(self, what: str) -> FileError:
        place = row_place(self.row_number, self.table_number)
        return FileError(f"{place.capitalize()}: {what}.")

    def close(self) -> None:
        self._give_paragraphs(self.lines[0].close())

    # Text

    def text(self, text: str) -> None:
        if self.path[-1] in TEXTS:
            # Line ends inside w:t come from the layout of the XML: Word shows them as spaces.
            self._write(text.replace("\n", " ").replace("\t", " "))

    def _write(self, text: str) -> None:
        if not text.isspace():
            self.written += 1
        self.budget.spend("characters", len(text))
        self.lines[-1].paragraph.pieces.append(text)

    def _character(self, _attributes: Attributes) -> None:
        if "w:tabs" not in self.path:  # there a tab is a stop on the ruler
            self._write(CHARACTERS[self.path[-1]])

    def _symbol(self, attributes: Attributes) -> None:
        code = value(attributes, "char") or ""
        known = re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) and not 0xD800 <= int(code, 16) <= 0xDFFF
        self._write(chr(int(code, 16)) if known else "\ufffd")

    def _word_art(self, attributes: Attributes) -> None:
        if text := attributes.get("string"):
            self._write(text)

    def _open_deletion(self, _attributes: Attributes) -> None:
        if self.path[-3:-1] == ["w:pPr", "w:rPr"]:
            self.lines[-1].paragraph.joined = True
        self.skip()

    def _refuse_insertion(self, _attributes: Attributes) -> None:
        raise FileError(
            "В файл целиком вставлен другой документ. "
            "Откройте файл в Word, сохраните заново и загрузите еще раз."
        )

    # Paragraphs and text boxes

    def _note_of_paragraph(self, attributes: Attributes) -> None:
        self.lines[-1].paragraph.properties[self.path[-1]] = value(attributes) or ""

    def _close_paragraph(self) -> None:
        self.lines[-1].end()
        if len(self.lines) == 1:
            self._give_paragraphs(self.lines[0].take())

    def _give_paragraphs(self, lines: list[_Line]) -> None:
        for line in lines:
            if line.text.strip():
                self.give(Paragraph(line.full))

    def _close_box(self) -> None:
        lines = [line for line in self.lines.pop().close() if line.text.strip()]
        if len(self.lines) > 1:
            self.lines[-1].paragraph.boxes += lines
        elif lines:
            self.give(Paragraph("\n".join(line.full for line in lines), in_box=True))

    def _open_alternative(self, _attributes: Attributes) -> None:
        """One thing in two forms: the first with any text is read, the others are not."""
        if self.alternatives and self.written > self.alternatives[-1]:
            self.skip()

    # Tables

    def _open_table(self, _attributes: Attributes) -> None:
        if self._outer:
            self.table_number += 1
            self.row_number = 0
            self.above = {}

    def _open_row(self, _attributes: Attributes) -> None:
        self.budget.spend("rows")
        if self._outer:
            if self.row:
                raise FileError(DAMAGED)
            self.row = _OpenRow()
            self.row_number += 1

    def _close_row(self) -> None:
        if self._outer and self.row:
            row, self.row = self.row, None
            before = self._columns(row.properties, "w:gridBefore", 0)
            is_full = not before and not self._columns(row.properties, "w:gridAfter", 0)
            cells = self._settle(row.cells, before)
            self.give(Row(self.table_number, self.row_number, cells, is_full))

    def _settle(self, cells: list[_OpenCell], start: int) -> tuple[Cell, ...]:
        """All cells of a row are known: where each begins, what it says, what covers it."""
        settled, merged = [], {}
        for cell in cells:
            own = _joined([line.full for line in cell.lines])
            if len(own) > MAX_CELL:
                raise self._refusal(f"в одной ячейке больше {MAX_CELL} знаков")
            covered = None, 0
            if cell.properties.get("w:vMerge") == "restart":
                merged[start] = own, self.row_number
            elif "w:vMerge" in cell.properties and start in self.above:
                covered = merged[start] = self.above[start]
            unmarked = _joined([line.text for line in cell.lines])
            settled.append(Cell(start, start + cell.span, own, unmarked, *covered))
            start += cell.span
        self.above = merged
        return tuple(settled)

    def _open_cell(self, _attributes: Attributes) -> None:
        if self._outer:
            if self.row is None or self.cell:
                raise FileError(DAMAGED)
            if len(self.row.cells) == MAX_COLUMNS:
                raise self._refusal(f"больше {MAX_COLUMNS} ячеек")
            self.cell = _OpenCell()
            self.lines.append(_Lines(self.numbering))

    def _close_cell(self) -> None:
        if self._outer and self.row and self.cell:
            cell, self.cell = self.cell, None
            cell.lines = self.lines.pop().close()
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


def _joined(lines: list[str]) -> str:
    """Lines as one text; empty paragraphs at the end of a cell say nothing."""
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines)
