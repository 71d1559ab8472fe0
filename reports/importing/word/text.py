"""Parts of a Word file → table rows and paragraphs with the text a person sees in them.

What only wraps text (content controls, tracked insertions, hyperlinks, smart tags) is not looked
at, so it cannot hide anything; what is deleted or is an older version is skipped. What Word does
not show (hidden text, deleted rows, codes of fields, prompts of empty controls), and what is not
text (pictures, embedded files), is told beside the text, where it stands.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from reports.importing.report_rows import (
    ATTACHMENT,
    PICTURE,
    Aside,
    Cell,
    Paragraph,
    Row,
    object_name,
    picture_name,
    row_place,
)
from reports.importing.word.definitions import Definitions, Properties
from reports.importing.word.numbering import Numbering
from reports.office.archive import DAMAGED, FileError
from reports.office.budget import MAX_CELL, MAX_COLUMNS, Budget
from reports.office.xml_stream import Attributes, PartReader, integer, is_on, value

TEXTS = {"w:t", "a:t", "m:t"}
RUNS = ("w:r", "m:r")
CHARACTERS = {
    "w:br": "\n",
    "w:cr": "\n",
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:noBreakHyphen": "-",
    "w:softHyphen": "\u00ad",
}
# Fields whose result Word keeps and does not show.
UNSEEN_FIELDS = {"SET", "ASK", "TC", "XE", "TA", "RD", "PRIVATE"}
LONGEST_CODE = 50
IMAGE_TITLE = "{urn:schemas-microsoft-com:office:office}title"
HIDDEN = Aside("", is_hidden=True)
PROMPT = Aside("", "Это подсказка незаполненного поля.")
DRAWN = {"pic:pic": "Рисунок", "a:blip": "Рисунок", "c:chart": "Диаграмма", "dgm:relIds": "Схема"}
OLDER_VERSIONS = [f"w:{name}PrChange" for name in ("p", "r", "tc", "tr", "tbl", "sect")]


@dataclass(slots=True)
class _OpenParagraph:
    pieces: list[str] = field(default_factory=list)
    boxes: list["_Line"] = field(default_factory=list)  # text boxes anchored in it
    unseen: list[tuple[Aside, list[str]]] = field(default_factory=list)
    properties: Properties = field(default_factory=dict)
    mark: Properties = field(default_factory=dict)  # w:vanish and w:rStyle of its end
    joined: bool = False  # its end is deleted or hidden: the next paragraph goes on with it

    def write(self, text: str, kind: Aside | None) -> None:
        """Text that is seen (``kind`` is None), hidden or a prompt."""
        if kind is None:
            self.pieces.append(text)
        elif self.unseen and self.unseen[-1][0] is kind:
            self.unseen[-1][1].append(text)
        else:
            self.unseen.append((kind, [text]))

    @property
    def asides(self) -> tuple[Aside, ...]:
        told = [replace(kind, text="".join(texts).strip()) for kind, texts in self.unseen]
        return tuple(aside for aside in told if aside.text)


@dataclass(frozen=True, slots=True)
class _Line:
    """One paragraph: what Word prints before it, and its own text."""

    marker: str
    text: str
    asides: tuple[Aside, ...] = ()

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
    asides: list[Aside] = field(default_factory=list)  # of cells that are deleted


@dataclass(slots=True)
class _Drawing:
    what: str = ""  # «Рисунок», if there is any in it
    told: str = ""  # the words for those who do not see it
    is_hidden: bool = False


@dataclass(slots=True)
class _Field:
    """A field such as «IF … » whose code stands before its result, both in pieces."""

    is_outer_hidden: bool  # it stands in the code of another one
    is_hidden: bool = True  # as its code is
    code: str = ""
    written: int = 0  # what the reader's count was where its result began
    choices: list[str] = field(default_factory=list)  # of a drop-down list of Word's old forms
    chosen: Properties = field(default_factory=dict)

    @property
    def is_unseen(self) -> bool:
        return (self.code.split() or [""])[0].upper() in UNSEEN_FIELDS

    @property
    def answer(self) -> str:
        """What Word draws for a drop-down list or a check box; it is not in any run."""
        is_box, default = "w:checkBox" in self.chosen, self.chosen.get("w:default", "0")
        if is_box:
            return "☐" if self.chosen.get("w:checked", default) in {"0", "false", "off"} else "☒"
        at = integer(self.chosen.get("w:result", default), 0)
        return self.choices[at] if 0 <= at < len(self.choices) else ""


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
        self.paragraph.mark = {}
        self.paragraph.joined = False

    def end(self) -> None:
        paragraph = self._paragraph
        if paragraph and not paragraph.joined:
            text = "".join(paragraph.pieces)
            marker = self._numbering.marker(paragraph.properties)
            self._lines.append(_Line(marker if text.strip() else "", text, paragraph.asides))
            self._lines += paragraph.boxes
            self._paragraph = None

    def take(self) -> list[_Line]:
        """All lines so far, but for a paragraph that goes on."""
        lines, self._lines = self._lines, []
        return lines

    def stop(self) -> None:
        """Nothing goes on with the last paragraph."""
        if self._paragraph:
            self._paragraph.joined = False
        self.end()

    def close(self) -> list[_Line]:
        self.stop()
        return self.take()


class TextReader(PartReader):
    """Calls `give` with every row and paragraph of a part, in their order."""

    def __init__(
        self,
        definitions: Definitions,
        numbering: Numbering,
        budget: Budget,
        give: Callable[[Row | Paragraph], None],
    ) -> None:
        super().__init__(budget)
        self.definitions = definitions
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
        # Of the runs, rows and cells, controls, and tables we are in. What hides, hides all inside.
        self.hidden_runs = [False]
        self.hidden_rows = [False]
        self.prompts = [False]
        self.table_styles = [""]
        self.fields: list[_Field] = []
        self.fields_outside = [0]  # how many of them began outside each cell and text box
        self.marks: Properties = {}  # w:vanish and w:rStyle of what is being described
        self.drawings: list[_Drawing] = []  # those we are in
        self.opening = {
            **dict.fromkeys(OLDER_VERSIONS, self.skip),
            **dict.fromkeys(CHARACTERS, self._character),
            **dict.fromkeys(("w:pStyle", "w:numId", "w:ilvl"), self._note_of_paragraph),
            **dict.fromkeys(("w:gridBefore", "w:gridAfter"), self._note_of_row),
            **dict.fromkeys(("w:gridSpan", "w:vMerge", "w:hMerge"), self._note_of_cell),
            **dict.fromkeys(RUNS, self._open_run),
            **dict.fromkeys(("w:vanish", "w:rStyle"), self._note_of_run),
            **dict.fromkeys(("w:default", "w:result", "w:checked"), self._note_of_form),
            **dict.fromkeys(("o:OLEObject", "w:objectEmbed", "w:objectLink"), self._object),
            "w:checkBox": lambda _: self._chosen({"w:checkBox": ""}),
            "w:listEntry": self._choice,
            "w:fldChar": self._field,
            "w:fldSimple": self._open_simple_field,
            "w:hidden": self._hide_row,
            "w:cellDel": self._delete_cell,
            "w:sdt": lambda _: self.prompts.append(self.prompts[-1]),
            "w:showingPlcHdr": self._note_of_control,
            "w:tblStyle": self._note_of_table,
            **dict.fromkeys(DRAWN, self._note_of_drawing),
            "w:drawing": lambda _: self.drawings.append(_Drawing()),
            "wp:docPr": self._describe,
            "v:imagedata": self._image,
            "w:control": lambda _: self._tell("Элемент управления", ATTACHMENT),
            "w:del": self._open_deletion,
            "w:moveFrom": self._open_deletion,
            "w:altChunk": self._refuse_insertion,
            "w:subDoc": self._refuse_insertion,
            "w:sym": self._symbol,
            "v:textpath": self._word_art,
            "w:p": lambda _: self.lines[-1].begin(),
            "w:txbxContent": self._open_box,
            "mc:AlternateContent": lambda _: self.alternatives.append(self.written),
            "mc:Choice": self._open_alternative,
            "mc:Fallback": self._open_alternative,
            "w:tbl": self._open_table,
            "w:tr": self._open_row,
            "w:tc": self._open_cell,
        }
        self.closing: dict[str, Callable[[], object]] = {
            **dict.fromkeys(RUNS, self.hidden_runs.pop),
            "w:rPr": self._close_marks,
            "w:fldSimple": self._close_field,
            "w:sdt": self.prompts.pop,
            "w:drawing": self._close_drawing,
            "a:p": lambda: self._write("\n"),
            "c:pt": lambda: self._write("\n"),
            "w:p": self._close_paragraph,
            "w:txbxContent": self._close_box,
            "mc:AlternateContent": self.alternatives.pop,
            "w:tbl": self.table_styles.pop,
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
        name = self.path[-1]
        if name in TEXTS or (name == "c:v" and "c:strCache" in self.path):
            # Line ends inside w:t come from the layout of the XML: Word shows them as spaces.
            self._write(text.replace("\n", " ").replace("\t", " "))
        elif name == "w:instrText" and self.fields:
            self.fields[-1].code = (self.fields[-1].code + text)[:LONGEST_CODE]

    def _write(self, text: str) -> None:
        if not text.isspace():
            self.written += 1
        self.budget.spend("characters", len(text))
        self.lines[-1].paragraph.write(text, self._unseen)

    @property
    def _unseen(self) -> Aside | None:
        """Why what stands here is not seen as text, if it is not."""
        is_code = bool(self.fields) and self.fields[-1].is_hidden
        if is_code or self.hidden_runs[-1] or self.hidden_rows[-1]:
            return HIDDEN
        return PROMPT if self.prompts[-1] else None

    def _tell(self, text: str, reason: str, *, is_hidden: bool = False) -> None:
        """What is no text."""
        self.written += 1
        self.budget.spend("characters", len(text))
        kind = Aside(text, reason, is_hidden=is_hidden or self._unseen is HIDDEN)
        self.lines[-1].paragraph.write(text, kind)

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
        elif self.path[-2] == "w:trPr":
            self.hidden_rows[-1] = True
        self.skip()

    def _refuse_insertion(self, _attributes: Attributes) -> None:
        raise FileError(
            "В файл целиком вставлен другой документ. "
            "Откройте файл в Word, сохраните заново и загрузите еще раз."
        )

    # What hides text

    def _open_run(self, _attributes: Attributes) -> None:
        self.hidden_runs.append(self.hidden_runs[-1] or self._hides({}))

    def _hides(self, marks: Properties) -> bool:
        """Whether these marks of a run or a paragraph's end hide it, or the styles round it."""
        own = marks.get("w:vanish")
        return self.definitions.hides(
            self.table_styles[-1],
            self.lines[-1].paragraph.properties.get("w:pStyle", ""),
            marks.get("w:rStyle", ""),
            None if own is None else own == "on",
        )

    def _note_of_run(self, attributes: Attributes) -> None:
        is_switch = self.path[-1] == "w:vanish"
        self.marks[self.path[-1]] = (
            ("on" if is_on(attributes) else "off") if is_switch else value(attributes) or ""
        )

    def _close_marks(self) -> None:
        owner, marks, self.marks = self.path[-2], self.marks, {}
        if owner in RUNS:
            self.hidden_runs[-1] = self.hidden_runs[-2] or self._hides(marks)
        elif owner == "w:pPr":
            self.lines[-1].paragraph.mark = marks

    def _note_of_control(self, attributes: Attributes) -> None:
        self.prompts[-1] = self.prompts[-1] or is_on(attributes)

    def _hide_row(self, attributes: Attributes) -> None:
        self.hidden_rows[-1] = self.hidden_rows[-1] or is_on(attributes)

    def _delete_cell(self, attributes: Attributes) -> None:
        self.hidden_rows[-1] = True
        self._note_of_cell(attributes)

    # Fields

    def _field(self, attributes: Attributes) -> None:
        kind = value(attributes, "fldCharType")
        if kind == "begin":
            self._open_field("")
        elif len(self.fields) == self.fields_outside[-1]:
            return  # of a field that has never begun
        elif kind == "separate":
            self._open_result()
        elif kind == "end":
            self._close_field()

    def _open_simple_field(self, attributes: Attributes) -> None:
        self._open_field((value(attributes, "instr") or "")[:LONGEST_CODE])
        self._open_result()

    def _open_field(self, code: str) -> None:
        is_outer_hidden = bool(self.fields) and self.fields[-1].is_hidden
        self.fields.append(_Field(is_outer_hidden, code=code))

    def _open_result(self) -> None:
        self.fields[-1].is_hidden = self.fields[-1].is_outer_hidden or self.fields[-1].is_unseen
        self.fields[-1].written = self.written

    def _close_field(self) -> None:
        if len(self.fields) > self.fields_outside[-1]:
            closed = self.fields.pop()
            if closed.answer and (closed.is_hidden or closed.written == self.written):
                self._write(closed.answer)

    def _note_of_form(self, attributes: Attributes) -> None:
        if self.path[-2] in ("w:ddList", "w:checkBox"):
            self._chosen({self.path[-1]: value(attributes) or "1"})

    def _chosen(self, chosen: Properties) -> None:
        if self.fields:
            self.fields[-1].chosen |= chosen

    def _choice(self, attributes: Attributes) -> None:
        if self.fields and self.path[-2] == "w:ddList":
            self.fields[-1].choices.append(value(attributes) or "")

    # Pictures and embedded files

    def _describe(self, attributes: Attributes) -> None:
        if self.drawings:
            self.drawings[-1].told = attributes.get("descr", "")
            self.drawings[-1].is_hidden = attributes.get("hidden") in ("1", "true")

    def _note_of_drawing(self, _attributes: Attributes) -> None:
        if self.drawings:
            self.drawings[-1].what = DRAWN[self.path[-1]]

    def _close_drawing(self) -> None:
        drawing = self.drawings.pop()
        if drawing.what:
            self._picture(drawing)

    def _image(self, attributes: Attributes) -> None:
        if "w:object" not in self.path:  # there it is how an embedded file looks
            self._picture(_Drawing("Рисунок", attributes.get(IMAGE_TITLE, "")))

    def _picture(self, drawing: _Drawing) -> None:
        what = picture_name(drawing.what, drawing.told)
        self._tell(what, PICTURE, is_hidden=drawing.is_hidden)

    def _object(self, attributes: Attributes) -> None:
        program = attributes.get("ProgID") or value(attributes, "progId") or ""
        self._tell(object_name(program), ATTACHMENT)

    # Paragraphs and text boxes

    def _note_of_paragraph(self, attributes: Attributes) -> None:
        self.lines[-1].paragraph.properties[self.path[-1]] = value(attributes) or ""

    def _close_paragraph(self) -> None:
        paragraph = self.lines[-1].paragraph
        paragraph.joined = paragraph.joined or self._hides(paragraph.mark)
        self.lines[-1].end()
        if len(self.lines) == 1:
            self._give_paragraphs(self.lines[0].take())

    def _give_paragraphs(self, lines: list[_Line]) -> None:
        for line in lines:
            if line.text.strip() or line.asides:
                self.give(Paragraph(line.full, asides=line.asides))

    def _open_box(self, _attributes: Attributes) -> None:
        self.lines.append(_Lines(self.numbering))
        self.fields_outside.append(len(self.fields))

    def _close_box(self) -> None:
        self._end_fields()
        lines = [line for line in self.lines.pop().close() if line.text.strip() or line.asides]
        if len(self.lines) > 1:
            self.lines[-1].paragraph.boxes += lines
        elif lines:
            text = "\n".join(line.full for line in lines if line.text.strip())
            self.give(Paragraph(text, in_box=True, asides=_asides(lines)))

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
        self.lines[-1].stop()
        if self._outer:
            self._give_paragraphs(self.lines[0].take())
            self.table_number += 1
            self.row_number = 0
            self.above = {}

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
            own = _joined([line.full for line in cell.lines])
            if len(own) > MAX_CELL:
                raise self._refusal(f"в одной ячейке больше {MAX_CELL} знаков")
            covered: tuple[str | None, int] = (None, 0)
            if cell.properties.get("w:vMerge") == "restart":
                merged[start] = own, self.row_number
            elif "w:vMerge" in cell.properties and start in self.above:
                covered = merged[start] = self.above[start]
            unmarked = _joined([line.text for line in cell.lines])
            asides = _asides(cell.lines)
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
            self.lines.append(_Lines(self.numbering))

    def _close_cell(self) -> None:
        self.hidden_rows.pop()
        self._end_fields()
        if self._outer and self.row and self.cell:
            cell, self.cell = self.cell, None
            cell.lines = self.lines.pop().close()
            if "w:cellDel" in cell.properties:
                self.row.asides += _asides(cell.lines)
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


def _asides(lines: list[_Line]) -> tuple[Aside, ...]:
    return tuple(aside for line in lines for aside in line.asides)


def _joined(lines: list[str]) -> str:
    """Lines as one text; empty paragraphs at the end of a cell say nothing."""
    while lines and not lines[-1].strip():
        lines.pop()
    return "\n".join(lines)
