"""The report from the clipboard: a table as HTML, or its cells as text between tabs.

Word, Outlook, Excel, LibreOffice and browsers all put HTML there, each in its own way. It is
read as a stream of tags within limits; nothing in it is run, shown or fetched.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import chain, count

from lxml import etree

from reports.importing.column_headings import find_columns
from reports.importing.grids import (
    Grid,
    GridRow,
    bounded,
    one_line_end,
    read_grids,
    split_cells,
)
from reports.importing.report_rows import (
    ATTACHMENT,
    PICTURE,
    Aside,
    Cell,
    Paragraph,
    ReadTable,
    ReportRows,
    Row,
    object_name,
    picture_name,
    row_place,
)
from reports.office.archive import CHUNK, MAX_FILE, MEBIBYTE, FileError
from reports.office.budget import MAX_CELL, MAX_COLUMNS, MAX_DEPTH, MAX_ROWS, PASTED, Budget

NO_TABLE = "Здесь нет таблицы. Выделите в документе таблицу целиком, скопируйте ее и вставьте сюда."
TOO_DEEP = "В таблице слишком глубокая вложенность. Вставьте ее как текст."
NO_TEXT = {"script", "style", "title", "template", "xml", "datalist", "del"}
ZERO = r"0(?:\.0*)?(?:px|pt|r?em|%)?(?:[;!]|$)"
HIDDEN = re.compile(
    rf"display:none|mso-hide:all|visibility:(?:hidden|collapse)|(?:font-size|opacity):{ZERO}"
    r"|clip:rect\(0|clip-path:inset\((?:50|100)%"
)
HIDING_CLASSES = {"visually-hidden", "sr-only"}
COMMENT_MARKS = {"msocommentreference", "msocomanchor"}
COMMENT_MARK = Aside("", "Это отметка примечания.")
CONCEALED = Aside("", is_hidden=True)
PICTURES = {"img", "svg", "canvas"}
ATTACHMENTS = {"object", "embed", "iframe", "video", "audio"}
SIGNS = {"checkbox": "☐☒", "radio": "○◉"}
NO_INPUT = {"hidden", "password", "file", "image"}
OUTSIDE_CELLS = {"tr", "tbody", "thead", "tfoot", "colgroup"}
WORDS_MARKER = "mso-list:ignore"  # round the bullet or number that Word draws before a list item
NUMBER_MARKER = re.compile(r"\(?\w[\w.]{0,9}[.)]|\d{1,4}")
LONGEST_MARKER = 12
MOST_ELEMENTS = 200_000
MAX_TABLES_DEEP = 20
SPACES = re.compile(r"[ \t\n\r\f]+")  # not the no-break space, which is there to be seen
LINES = {
    *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("blockquote", "pre", "address", "section", "article", "header", "footer", "figure", "hr"),
    *("caption", "center", "form", "fieldset", "tr", "body"),
}


def read_html_table(html: str) -> ReadTable:
    """The sections and events of a table on the clipboard; all other text round it is left over.

    Raises ``FileError``.
    """
    budget = Budget(MOST_ELEMENTS, PASTED)
    page = _read(html, budget)
    report = ReportRows(budget, is_strict=False)
    items = list(_Items(budget).of(page))
    if not any(isinstance(item, Row) for item in items):
        raise FileError(NO_TABLE)
    report.take_all(items)
    report.finish()
    return report.table_read


def read_text_table(text: str) -> ReadTable:
    """The same from cells between tabs, as Excel puts them beside the HTML. Or ``FileError``."""
    _refuse_size(text)
    text = one_line_end(text)
    if "\t" not in text:
        raise FileError(NO_TABLE)
    budget = Budget(refusals=PASTED)
    rows = split_cells(text, "\t", is_pasted=True)
    return read_grids([Grid(1, bounded(map(GridRow, count(1), rows), budget))], budget)


def _refuse_size(text: str) -> None:
    if len(text) > MAX_FILE or len(text.encode(errors="replace")) > MAX_FILE:
        raise FileError(f"Таблица больше {MAX_FILE // MEBIBYTE} МБ. Вставьте ее по частям.")


def _read(html: str, budget: Budget) -> "_Place":
    _refuse_size(html)
    data = html.replace("\0", "").encode(errors="replace")
    reader = _PageReader(budget)
    # The encoding is ours: what the page says of its own was true before it was copied.
    parser = etree.HTMLParser(target=reader, encoding="utf-8", no_network=True)
    for at in range(0, len(data), CHUNK):
        parser.feed(data[at : at + CHUNK])
    with suppress(etree.XMLSyntaxError):  # nothing but comments: an empty page
        parser.close()
    return reader.page


# What stands on the page


@dataclass(slots=True)
class _Option:
    is_chosen: bool
    pieces: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    marker: str  # «- » or «1. » before a list item
    text: str

    @property
    def full(self) -> str:
        return self.marker + self.text


@dataclass(slots=True)
class _Table:
    rows: list[list["_Place"]] = field(default_factory=list)
    unseen: dict[int, list[Aside]] = field(default_factory=dict)  # after which row → hidden ones
    columns: int = 0  # that the table has described
    hidden_columns: set[int] = field(default_factory=set)

    def conceal(self, aside: Aside) -> None:
        self.unseen.setdefault(len(self.rows) - 1, []).append(aside)

    @property
    def asides(self) -> tuple[Aside, ...]:
        """All that stands in it and is no text."""
        own = [aside for asides in self.unseen.values() for aside in asides]
        return (*own, *(aside for row in self.rows for cell in row for aside in cell.asides))

    @property
    def nested(self) -> Iterator["_Table"]:
        for row in self.rows:
            for cell in row:
                yield from (item for item in cell.content if isinstance(item, _Table))

    @property
    def has_headings(self) -> bool:
        return any(find_columns([cell.own_text for cell in row]) for row in self.rows if row)

    @property
    def is_layout(self) -> bool:
        """Whether it only sets out a page, as in mails: the report's table is one inside."""
        nested = list(self.nested)
        if not nested or self.has_headings:
            return False
        return all(len(row) <= 1 for row in self.rows) or any(map(_holds_headings, nested))


def _holds_headings(table: _Table) -> bool:
    return table.has_headings or any(map(_holds_headings, table.nested))


@dataclass(slots=True)
class _Place:
    """A cell, or the page outside all tables, while its lines are read and afterwards."""

    columns: int = 1
    rows: int = 1
    is_hidden: bool = False
    content: list["_Line | _Table | Aside"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    marker: str = ""  # of a list item that has said nothing yet

    def end_line(self, *, always: bool = False) -> None:
        text = SPACES.sub(" ", "".join(self.pieces)).strip(" ")
        self.pieces = []
        if text.strip():
            self.content.append(_Line(self.marker, text))
            self.marker = ""
        elif text or always:
            self.content.append(_Line("", ""))

    @property
    def own_text(self) -> str:
        """Without the tables in it."""
        return "\n".join(item.full for item in self.content if isinstance(item, _Line)).strip()

    @property
    def asides(self) -> tuple[Aside, ...]:
        found: list[Aside] = []
        for item in self.content:
            found += [item] if isinstance(item, Aside) else getattr(item, "asides", ())
        return tuple(found)

    def lines(self) -> Iterator[_Line]:
        """All text; a row of a table inside is one line, if its cells are."""
        for item in self.content:
            if isinstance(item, _Line):
                yield item
            if not isinstance(item, _Table):
                continue
            for row in item.rows:
                cells = [list(cell.lines()) for cell in row]
                if all(len(cell) <= 1 for cell in cells):
                    yield _Line("", " ".join(line.full for cell in cells for line in cell))
                else:
                    yield from (line for cell in cells for line in cell)


class _PageReader:
    """A target for lxml's parser: tags → the lines and tables of a page."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.page = _Place()
        self.places = [self.page]  # the page, then the cells we are in
        self.tables: list[_Table] = []
        self.path: list[str] = []
        self.silent = 0  # depth inside an element that holds no text
        self.unseen = 0  # depth inside one whose text is told of apart
        self.unseen_kind = CONCEALED
        self.unseen_text: list[str] = []
        self.options: list[_Option] | None = None  # of the list of choices we are in
        self.items: list[int | None] = []  # of the lists we are in: the next number, or a bullet
        self.words_marker: list[str] | None = None
        self.words_marker_depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.path.append(tag)
        self.budget.spend("elements")
        if len(self.path) > MAX_DEPTH:
            raise FileError(TOO_DEEP)
        style = attributes.get("style", "").lower().replace(" ", "")
        classes = set(attributes.get("class", "").lower().split())
        is_hidden = (
            "hidden" in attributes
            or not HIDING_CLASSES.isdisjoint(classes)
            or HIDDEN.search(style) is not None
        )
        if tag == "col" and self.tables:
            self._describe_columns(attributes, is_hidden=is_hidden)
        if self.silent or tag in NO_TEXT:
            self.silent += 1
        elif self.unseen or is_hidden or not COMMENT_MARKS.isdisjoint(classes):
            self._open_unseen(tag, attributes, CONCEALED if is_hidden else COMMENT_MARK)
        elif WORDS_MARKER in style and self.words_marker is None:
            self.words_marker, self.words_marker_depth = [], len(self.path)
        else:
            self._open(tag, attributes)

    def end(self, _tag: str) -> None:
        tag = self.path[-1]
        if self.silent:
            self.silent -= 1
        elif self.unseen:
            self._close_unseen(tag)
        elif self.words_marker is not None and len(self.path) == self.words_marker_depth:
            self._close_words_marker("".join(self.words_marker).strip())
            self.words_marker = None
        else:
            self._close(tag)
        self.path.pop()

    def data(self, text: str) -> None:
        if self.silent:
            return
        self.budget.spend("characters", len(text))
        if self.unseen:
            self.unseen_text.append(text)
        elif self.options is not None:
            if self.options:
                self.options[-1].pieces.append(text)
        elif self.words_marker is not None:
            self.words_marker.append(text)
        elif "pre" in self.path:
            first, *others = text.split("\n")
            self.places[-1].pieces.append(first)
            for line in others:
                self.places[-1].end_line(always=True)
                self.places[-1].pieces.append(line)
        else:
            self.places[-1].pieces.append(text)

    def close(self) -> None:
        self.page.end_line()

    # What is not shown, or is no text

    def _describe_columns(self, attributes: Mapping[str, str], *, is_hidden: bool) -> None:
        table = self.tables[-1]
        first, span = table.columns, _number(attributes, "span")
        table.columns = min(first + span, MAX_COLUMNS)
        if is_hidden:
            table.hidden_columns.update(range(first, table.columns))

    def _open_unseen(self, tag: str, attributes: Mapping[str, str], kind: Aside) -> None:
        self.unseen += 1
        if self.unseen == 1:
            self.unseen_kind, self.unseen_text = kind, []
            if tag in ("td", "th"):
                self._open_cell(attributes, is_hidden=True)
        elif tag == "br" or tag in LINES or tag in ("td", "th"):
            self.unseen_text.append("\n")

    def _close_unseen(self, tag: str) -> None:
        self.unseen -= 1
        if self.unseen:
            return
        lines = [" ".join(line.split()) for line in "".join(self.unseen_text).split("\n")]
        aside = replace(self.unseen_kind, text="\n".join(filter(None, lines)))
        if tag in OUTSIDE_CELLS and self.tables:
            self.tables[-1].conceal(aside)
        else:
            self.places[-1].content.append(aside)
        if tag in ("td", "th"):
            self.places.pop()

    def _tell(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in PICTURES:
            what = Aside(picture_name("Рисунок", attributes.get("alt", "")), PICTURE)
        else:
            what = Aside(object_name(""), ATTACHMENT)
        self.budget.spend("characters", len(what.text))
        self.places[-1].content.append(what)

    def _answer(self, attributes: Mapping[str, str]) -> None:
        """What is typed or chosen in a field of a form."""
        kind = attributes.get("type", "text").lower()
        if kind in SIGNS:
            text = SIGNS[kind]["checked" in attributes]
        else:
            text = "" if kind in NO_INPUT else attributes.get("value", "")
        self.budget.spend("characters", len(text))
        self.places[-1].pieces.append(text)

    def _close_options(self) -> None:
        options, self.options = self.options or [], None
        chosen = [option for option in options if option.is_chosen] or options[:1]
        self.places[-1].pieces.append(" ".join("".join(option.pieces) for option in chosen))

    def _close_words_marker(self, text: str) -> None:
        if len(text) > LONGEST_MARKER:  # whatever it is, it must not be lost
            self.places[-1].pieces.append(text)
        else:
            self.places[-1].marker = f"{text} " if NUMBER_MARKER.fullmatch(text) else "- "

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "br":
            self.places[-1].end_line(always=True)
        elif tag == "table":
            self.places[-1].end_line()
            if len(self.tables) == MAX_TABLES_DEEP:
                raise FileError(TOO_DEEP)
            self.tables.append(_Table())
            self.places[-1].content.append(self.tables[-1])
        elif tag in ("td", "th"):
            self._open_cell(attributes)
        elif tag == "select":
            self.options = []
        elif tag == "option" and self.options is not None:
            self.options.append(_Option("selected" in attributes))
        elif tag == "input":
            self._answer(attributes)
        elif tag in PICTURES or tag in ATTACHMENTS:
            self._tell(tag, attributes)
        elif tag in LINES:
            self.places[-1].end_line()
            if "li" not in self.path:
                self.places[-1].marker = ""
            self._open_block(tag, attributes)

    def _open_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "tr" and self.tables:
            self.budget.spend("rows")
            self.tables[-1].rows.append([])
        elif tag in ("ul", "ol"):
            self.items.append(_number(attributes, "start") if tag == "ol" else None)
        elif tag == "li":
            number = self.items[-1] if self.items else None
            self.places[-1].marker = "- " if number is None else f"{number}. "
            if number is not None:
                self.items[-1] = number + 1

    def _open_cell(self, attributes: Mapping[str, str], *, is_hidden: bool = False) -> None:
        self.places[-1].end_line()
        place = _Place(_number(attributes, "colspan"), _number(attributes, "rowspan"), is_hidden)
        self.places.append(place)
        if not self.tables:  # a cell out of nowhere is but text
            place.content = self.page.content
            return
        rows = self.tables[-1].rows
        if not rows:
            rows.append([])
        rows[-1].append(place)
        self.budget.spend("cells")
        if len(rows[-1]) > MAX_COLUMNS:
            raise FileError(f"Строка {len(rows)}: больше {MAX_COLUMNS} ячеек.")

    def _close(self, tag: str) -> None:
        if tag == "table":
            self._close_table()
        elif tag in ("td", "th"):
            self.places.pop().end_line()
        elif tag == "select":
            self._close_options()
        elif tag in LINES:
            self.places[-1].end_line()
            if tag == "li":
                self.places[-1].marker = ""
            elif tag in ("ul", "ol"):
                self.items.pop()

    def _close_table(self) -> None:
        """Captions, and any text in it outside its cells, stand above a table."""
        table = self.tables.pop()
        self.places[-1].end_line()
        content = self.places[-1].content
        at = next(at for at in reversed(range(len(content))) if content[at] is table)
        content[at:] = [*content[at + 1 :], table]


def _number(attributes: Mapping[str, str], name: str) -> int:
    """A number from one up; what is none is one, and what is large without sense is bounded."""
    text = attributes.get(name, "").strip()
    return max(1, int(text)) if re.fullmatch(r"[0-9]{1,5}", text) else 1


# Lines and tables → what `ReportRows` takes


class _Items:
    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.tables = 0

    def of(self, place: _Place) -> Iterator[Row | Paragraph]:
        """Rows and paragraphs of the page in their order; a layout counts as page."""
        for item in place.content:
            if isinstance(item, _Line):
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
                yield from _rows(item, self.tables, self.budget)


@dataclass(slots=True)
class _Merged:
    """A cell that goes on in rows below."""

    cell: Cell
    row: int
    rows_left: int


def _rows(table: _Table, table_number: int, budget: Budget) -> Iterator[Row]:
    merged: dict[int, _Merged] = {}  # by their first column
    number = 0
    if asides := table.unseen.get(-1):
        yield Row(table_number, 1, (), is_full=True, asides=tuple(asides))
    for row_at, places in enumerate(table.rows):
        asides = list(table.unseen.get(row_at, ()))
        if not places and not merged and not asides:
            continue
        number += 1
        cells: list[Cell] = []
        begun: dict[int, _Merged] = {}
        at = 0
        for place in (*places, None):
            while at in merged:  # of an earlier row: it stands here as well
                budget.spend("cells")
                cells.append(_covered(merged[at]))
                at = cells[-1].end
            if place is not None and place.is_hidden:
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


def _shown(row: Row, table: _Table) -> Row:
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


def _cell(place: _Place, start: int, row: str) -> Cell:
    lines = list(place.lines())
    own = "\n".join(line.full for line in lines).strip()
    if len(own) > MAX_CELL:
        raise FileError(f"{row.capitalize()}: в одной ячейке больше {MAX_CELL} знаков.")
    unmarked = "\n".join(line.text for line in lines).strip()
    end = start + min(place.columns, MAX_COLUMNS)
    return Cell(start, end, own, unmarked, asides=place.asides)
