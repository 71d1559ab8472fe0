"""Reads the official table out of a Word file without losing a run of text.

The promise is conservation: text that is not deleted ends up in `WordTable.rows` or in
`WordTable.leftovers`. Left out on purpose are only the recognised headings, the row of column
numbers, running numbers in the column «№ п/п» and bare page numbers in headers and footers.

A part is read as a stream of elements in three layers, each fed by the one before it:
`_TextReader` makes paragraphs and table rows out of elements, `_Report` makes sections and
events out of rows, `_Numbering` knows what Word prints before the items of a list. Nothing builds
a tree, so memory does not depend on what the file contains, and `_Budget` bounds the time.
"""

import re
import zipfile
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol, TypeVar

from lxml import etree

from reports.importing.archive import CHUNK, DAMAGED, FileError, open_member, open_office_file

MAX_DEPTH = 200
MAX_COLUMNS = 63
MAX_ROWS = 20_000
MAX_CELL = 100_000
# Twenty-seven real events are 2,000 elements and 45,000 characters.
MAX_ELEMENTS = 700_000
MAX_CHARACTERS = 10_000_000
# Styles and lists are kept, not streamed past; the real file has 9,000 elements of them.
MAX_STYLE_ELEMENTS = 50_000
MAX_MARKER = 50
MAX_LEVELS = 9

T = TypeVar("T")

W = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",  # «Strict Open XML»
)
DRAWING = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}",
    "{http://purl.oclc.org/ooxml/drawingml/main}",
)
MATH = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/math}",
    "{http://purl.oclc.org/ooxml/officeDocument/math}",
)
COMPATIBILITY = ("{http://schemas.openxmlformats.org/markup-compatibility/2006}",)
VML = ("{urn:schemas-microsoft-com:vml}",)

MAIN_PART = "word/document.xml"
ASIDES = (
    (re.compile(r"word/(header|footer)\d*\.xml"), "колонтитул"),
    (re.compile(r"word/footnotes\d*\.xml"), "сноска"),
    (re.compile(r"word/endnotes\d*\.xml"), "концевая сноска"),
    (re.compile(r"word/comments\d*\.xml"), "примечание"),
    (re.compile(r"word/diagrams/data\d*\.xml"), "схема"),
    (re.compile(r"word/charts/chart\d*\.xml"), "диаграмма"),
)

TITLES = {
    "number": "№ п/п",
    "name": "Наименование мероприятия",
    "place": "Место проведения мероприятия",
    "period": "Сроки проведения мероприятия",
    "content": "Содержание мероприятия",
    "participants": "Участники мероприятия",
}
FIELDS = ("name", "place", "period", "content", "participants")
# Headings as letters alone: no spaces, signs or capitals. A heading that only begins like one of
# ours is taken too, and listed, because the rest of it may say something.
HEADINGS = {
    "number": re.compile(r"пп|номер(пп)?|nпп|n"),
    "name": re.compile(r"(наименование|название)(мероприятия)?|мероприятие"),
    "place": re.compile(r"место(проведения)?(мероприятия)?"),
    "period": re.compile(r"(сроки?|дат[аы]|датаивремя|период)(проведения)?(мероприятия)?"),
    "content": re.compile(
        r"(краткое)?содержание(мероприятия)?(втомчислекраткаяинформацияодостигнутыхдоговоренностях)?"
    ),
    "participants": re.compile(r"участники(мероприятия)?(фио)?(и?должность)?"),
}
HEADING_BEGINNINGS = {
    "name": ("наименован", "назван"),
    "place": ("место",),
    "period": ("срок", "дата", "даты", "период"),
    "content": ("содержан", "краткоесодержан"),
    "participants": ("участник", "составучастник"),
}
# Second lines of the headings, when a typist gave them a table row of their own.
HEADING_ENDINGS = {
    "number": "пп",
    "name": "мероприятия",
    "place": "проведениямероприятия",
    "period": "проведениямероприятия",
    "content": "мероприятиявтомчислекраткаяинформацияодостигнутыхдоговоренностях",
    "participants": "мероприятияфиодолжность",
}
ENOUGH_HEADINGS = 4
MAX_HEADING = 300
LOOK_ALIKES = str.maketrans("aceopxykmtbhё", "асеорхукмтвне")
RUNNING_NUMBER = re.compile(r"№?\s?\d{1,6}(\.\d{1,6}){0,3}\s?[.)]?")
PAGE_NUMBER = re.compile(r"[-–—\s]{0,3}\d{1,5}[-–—\s]{0,3}")


@dataclass(frozen=True)
class EventCells:
    """One event as it was typed: paragraphs and line breaks are newlines, nothing is cleaned."""

    number: int  # of the row in its table as a person counts: from one, the heading included
    name: str
    place: str
    period: str
    content: str
    participants: str


@dataclass(frozen=True)
class SectionHeading:
    """A row of one cell over the whole width: the name of a municipality."""

    number: int
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
        budget = _Budget()
        numbering = _Numbering(archive)
        report = _Report(budget)
        _read_part(archive, MAIN_PART, _TextReader(numbering, report, budget))
        rows, leftovers = report.finish()
        for name in sorted(archive.namelist()):
            for pattern, place in ASIDES:
                if pattern.fullmatch(name):
                    aside = _Aside(place)
                    _read_part(archive, name, _TextReader(numbering, aside, budget))
                    leftovers += aside.leftovers
    return WordTable(rows=tuple(rows), leftovers=tuple(leftovers))


# --- Elements -----------------------------------------------------------------------------------


class _Budget:
    """What one file may cost us, over all its parts."""

    def __init__(self, elements: int = MAX_ELEMENTS) -> None:
        self.elements = elements
        self.characters = MAX_CHARACTERS
        self.rows = MAX_ROWS

    def spend_characters(self, count: int) -> None:
        self.characters -= count
        if self.characters < 0:
            raise FileError("В файле слишком много текста. Разделите его на несколько файлов.")

    def spend_row(self) -> None:
        self.rows -= 1
        if self.rows < 0:
            raise FileError(
                f"В таблицах файла больше {MAX_ROWS} строк. Удалите пустые строки "
                "или разделите файл на несколько."
            )


class _PartReader:
    """A target for lxml's parser: gets the elements of a part one by one, keeps only their path."""

    def __init__(self, budget: _Budget) -> None:
        self.budget = budget
        self.path: list[str] = []
        self.opening: dict[str, Callable[[Mapping[str, str]], None]] = {}
        self.closing: dict[str, Callable[[], None]] = {}
        self._skipped = 0  # depth inside an element that is passed over

    def skip(self, _attributes: Mapping[str, str] | None = None) -> None:
        """Pass over the element that has just been opened and all that is in it."""
        self._skipped = 1

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.path.append(tag)
        self.budget.elements -= 1
        if self.budget.elements < 0:
            raise FileError("Файл слишком сложно устроен. Разделите его на несколько файлов.")
        if len(self.path) > MAX_DEPTH:
            raise FileError("В файле слишком глубокая вложенность. Файл не принимается.")
        if self._skipped:
            self._skipped += 1
        elif tag in self.opening:
            self.opening[tag](attributes)

    def end(self, tag: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif tag in self.closing:
            self.closing[tag]()
        self.path.pop()

    def data(self, text: str) -> None:
        pass

    def close(self) -> None:
        pass


def _read_part(archive: zipfile.ZipFile, name: str, reader: _PartReader) -> None:
    parser = etree.XMLParser(
        target=reader, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    with open_member(archive, name) as member:
        try:
            while chunk := member.read(CHUNK):
                parser.feed(chunk)
            parser.close()
        except etree.XMLSyntaxError as error:
            raise FileError(DAMAGED) from error


def _tags(namespaces: tuple[str, ...], handlers: Mapping[str, T]) -> dict[str, T]:
    return {
        namespace + name: handler for namespace in namespaces for name, handler in handlers.items()
    }


def _value(attributes: Mapping[str, str], name: str = "val") -> str | None:
    for namespace in W:
        if (value := attributes.get(namespace + name)) is not None:
            return value
    return None


def _integer(value: str | None, default: int) -> int:
    """A number from an attribute; what is no short number counts as `default`."""
    if value is None or not re.fullmatch(r"[+-]?[0-9]{1,9}", value.strip()):
        return default
    return int(value)


# --- Lists --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Style:
    based_on: str | None = None
    num: str | None = None
    level: int | None = None


@dataclass(slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    style: str | None = None
    legal: bool = False  # numbers of the levels above are printed as digits


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, _Level] = field(default_factory=dict)
    style_link: str | None = None


@dataclass(slots=True)
class _Num:
    abstract: str = ""
    levels: dict[int, _Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class _StylesReader(_PartReader):
    """Which paragraph styles belong to a list."""

    def __init__(self) -> None:
        super().__init__(_Budget(MAX_STYLE_ELEMENTS))
        self.styles: dict[str, _Style] = {}
        self.default: str | None = None
        self._style = _Style()
        self.opening = _tags(
            W,
            {
                "style": self._open_style,
                "basedOn": self._based_on,
                "numId": self._num,
                "ilvl": self._level,
            },
        )

    def _open_style(self, attributes: Mapping[str, str]) -> None:
        self._style = _Style()
        name = _value(attributes, "styleId") or ""
        self.styles[name] = self._style
        is_default = _value(attributes, "default") in {"1", "true", "on"}
        if is_default and _value(attributes, "type") == "paragraph":
            self.default = name

    def _based_on(self, attributes: Mapping[str, str]) -> None:
        self._style.based_on = _value(attributes)

    def _num(self, attributes: Mapping[str, str]) -> None:
        self._style.num = _value(attributes)

    def _level(self, attributes: Mapping[str, str]) -> None:
        self._style.level = _integer(_value(attributes), 0)


class _NumberingReader(_PartReader):
    """The lists of numbering.xml: what each level prints."""

    def __init__(self) -> None:
        super().__init__(_Budget(MAX_STYLE_ELEMENTS))
        self.abstracts: dict[str, _Abstract] = {}
        self.nums: dict[str, _Num] = {}
        self._owner: _Abstract | _Num = _Abstract()
        self._level = _Level()
        self._override = 0
        self.opening = _tags(
            W,
            {
                "abstractNum": self._open_abstract,
                "num": self._open_num,
                "abstractNumId": self._abstract_of_num,
                "numStyleLink": self._style_link,
                "lvlOverride": self._open_override,
                "startOverride": self._start_override,
                "lvl": self._open_level,
                "start": self._start,
                "numFmt": self._kind,
                "lvlText": self._text,
                "suff": self._suffix,
                "pStyle": self._style,
                "isLgl": self._legal,
            },
        )

    def _open_abstract(self, attributes: Mapping[str, str]) -> None:
        self._owner = self.abstracts[_value(attributes, "abstractNumId") or ""] = _Abstract()

    def _open_num(self, attributes: Mapping[str, str]) -> None:
        self._owner = self.nums[_value(attributes, "numId") or ""] = _Num()

    def _abstract_of_num(self, attributes: Mapping[str, str]) -> None:
        if isinstance(self._owner, _Num):
            self._owner.abstract = _value(attributes) or ""

    def _style_link(self, attributes: Mapping[str, str]) -> None:
        if isinstance(self._owner, _Abstract):
            self._owner.style_link = _value(attributes)

    def _open_override(self, attributes: Mapping[str, str]) -> None:
        self._override = _integer(_value(attributes, "ilvl"), 0)

    def _start_override(self, attributes: Mapping[str, str]) -> None:
        if isinstance(self._owner, _Num):
            self._owner.starts[self._override] = _integer(_value(attributes), 1)

    def _open_level(self, attributes: Mapping[str, str]) -> None:
        self._level = _Level()
        at = _integer(_value(attributes, "ilvl"), 0)
        if 0 <= at < MAX_LEVELS:
            self._owner.levels[at] = self._level

    def _start(self, attributes: Mapping[str, str]) -> None:
        self._level.start = _integer(_value(attributes), 1)

    def _kind(self, attributes: Mapping[str, str]) -> None:
        # Of mc:Choice and mc:Fallback the latter stands last, and it is the one we know.
        self._level.kind = _value(attributes) or "decimal"

    def _text(self, attributes: Mapping[str, str]) -> None:
        self._level.text = (_value(attributes) or "")[:MAX_MARKER]

    def _suffix(self, attributes: Mapping[str, str]) -> None:
        self._level.suffix = _value(attributes) or "tab"

    def _style(self, attributes: Mapping[str, str]) -> None:
        self._level.style = _value(attributes)

    def _legal(self, attributes: Mapping[str, str]) -> None:
        self._level.legal = _value(attributes) not in {"0", "false", "off"}


class _Numbering:
    """What Word prints before a paragraph: «1) », «а) », «- »; the counters of all lists."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        names = set(archive.namelist())
        styles, lists = _StylesReader(), _NumberingReader()
        if "word/styles.xml" in names:
            _read_part(archive, "word/styles.xml", styles)
        if "word/numbering.xml" in names:
            _read_part(archive, "word/numbering.xml", lists)
        self._styles = styles.styles
        self._default_style = styles.default
        self._abstracts = lists.abstracts
        self._nums = lists.nums
        self._lists: dict[str | None, tuple[str, dict[int, _Level]]] = {}
        self._lists_of_styles: dict[str | None, tuple[str | None, int | None]] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._overridden: set[tuple[str, int]] = set()

    def marker(self, style: str | None, num_id: str | None, level: int | None) -> str:
        """The marker of the next paragraph with this style and list, its space included."""
        style = style or self._default_style
        if num_id is None:
            if style not in self._lists_of_styles:
                self._lists_of_styles[style] = self._of_style(style)
            num_id, style_level = self._lists_of_styles[style]
            level = style_level if level is None else level
        num = self._nums.get(num_id or "0")
        if num is None:
            return ""
        if num_id not in self._lists:
            abstract_id = self._abstract_id(num)
            abstract = self._abstracts.get(abstract_id, _Abstract())
            self._lists[num_id] = abstract_id, abstract.levels | num.levels
        abstract_id, levels = self._lists[num_id]
        if level is None:
            level = next((at for at, each in levels.items() if each.style == style), 0)
        if level not in levels:
            return ""
        self._count(abstract_id, num_id or "", num, level, levels[level])
        return _marker_text(levels, level, self._counters[abstract_id])

    def _of_style(self, name: str | None) -> tuple[str | None, int | None]:
        """The list a style belongs to, itself or by the styles it is based on."""
        for _ in range(20):
            style = self._styles.get(name or "")
            if style is None:
                break
            if style.num is not None:
                return style.num, style.level
            name = style.based_on
        return None, None

    def _abstract_id(self, num: _Num) -> str:
        abstract = self._abstracts.get(num.abstract)
        if abstract and abstract.style_link:
            linked, _ = self._of_style(abstract.style_link)
            if linked in self._nums:
                return self._nums[linked].abstract
        return num.abstract

    def _count(self, abstract_id: str, num_id: str, num: _Num, at: int, level: _Level) -> None:
        """Lists with one definition go on counting together, unless a list starts afresh."""
        counters = self._counters.setdefault(abstract_id, {})
        afresh = at in num.starts and (num_id, at) not in self._overridden
        if afresh:
            self._overridden.add((num_id, at))
            counters[at] = num.starts[at]
        else:
            counters[at] = counters[at] + 1 if at in counters else level.start
        for deeper in [each for each in counters if each > at]:
            del counters[deeper]


def _marker_text(levels: Mapping[int, _Level], at: int, counters: Mapping[int, int]) -> str:
    level = levels[at]
    if level.kind == "bullet":
        return "- " if level.text else ""

    def number(match: re.Match[str]) -> str:
        referred = int(match[1]) - 1
        shown = levels.get(referred, level)
        kind = "decimal" if level.legal else shown.kind
        return _number_text(counters.get(referred, shown.start), kind)

    text = re.sub(r"%([1-9])", number, level.text, count=MAX_LEVELS).strip()
    if not text or level.suffix == "nothing":
        return text
    return f"{text} "


ALPHABETS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
}
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
MAX_ROMAN = 3999
MAX_LETTER_ROUNDS = 30


@lru_cache(maxsize=1024)
def _number_text(value: int, kind: str) -> str:
    """A list number as Word prints it; kinds we do not know are digits."""
    if kind == "none":
        return ""
    if kind == "decimalZero":
        return f"{value:02}"
    if kind in ALPHABETS and 0 < value <= len(ALPHABETS[kind]) * MAX_LETTER_ROUNDS:
        rounds, letter = divmod(value - 1, len(ALPHABETS[kind]))
        return ALPHABETS[kind][letter] * (rounds + 1)  # after «я)» comes «аа)»
    if kind in {"lowerRoman", "upperRoman"} and 0 < value <= MAX_ROMAN:
        text = ""
        for worth, sign in ROMAN:
            text += sign * (value // worth)
            value %= worth
        return text if kind == "lowerRoman" else text.upper()
    return str(value)


# --- Paragraphs and rows ------------------------------------------------------------------------


@dataclass(slots=True)
class _Line:
    """One paragraph: what Word prints before it, and its own text."""

    marker: str
    text: str


@dataclass(slots=True)
class _Paragraph:
    pieces: list[str] = field(default_factory=list)
    boxes: list[_Line] = field(default_factory=list)  # text boxes anchored in it
    style: str | None = None
    num: str | None = None
    level: int | None = None
    joined: bool = False  # its end is deleted: the next paragraph goes on with it


class _Lines:
    """The paragraphs of one place: a cell, a text box, a part outside its tables."""

    def __init__(self, numbering: _Numbering) -> None:
        self.numbering = numbering
        self.lines: list[_Line] = []
        self.size = 0
        self.paragraph: _Paragraph | None = None

    @property
    def open_paragraph(self) -> _Paragraph:
        if self.paragraph is None:
            self.paragraph = _Paragraph()
        return self.paragraph

    def begin(self) -> None:
        carried = self.paragraph
        if carried and not carried.joined:
            self.end()
            carried = None
        self.paragraph = _Paragraph()
        if carried:
            self.paragraph.pieces = carried.pieces
            self.paragraph.boxes = carried.boxes

    def end(self) -> None:
        paragraph = self.paragraph
        if paragraph is None or paragraph.joined:
            return
        marker = self.numbering.marker(paragraph.style, paragraph.num, paragraph.level)
        text = "".join(paragraph.pieces)
        self.lines.append(_Line(marker if text.strip() else "", text))
        self.lines += paragraph.boxes
        self.paragraph = None

    def take(self) -> list[_Line]:
        """All lines so far, but for a paragraph that goes on."""
        lines, self.lines, self.size = self.lines, [], 0
        return lines

    def close(self) -> list[_Line]:
        if self.paragraph:
            self.paragraph.joined = False
            self.end()
        return self.take()


@dataclass(slots=True)
class _Cell:
    """A cell of the outer table, where it stands in the grid, and how it is merged."""

    lines: list[_Line] = field(default_factory=list)
    start: int = 0
    span: int = 1
    vertical: str = ""  # "restart", "continue" or ""
    horizontal: str = ""
    own: str = ""  # text of the cell itself, with the markers of its lists
    unmarked: str = ""  # the same without them
    covered: str | None = None  # text of the cell that is merged down over this one
    of_heading: bool = False

    @property
    def end(self) -> int:
        return self.start + self.span

    def settle(self, start: int) -> None:
        """All cells of the row are known: where this one begins, and what it says."""
        self.start = start
        if self.lines:
            self.own = _text_of(f"{line.marker}{line.text}" for line in self.lines)
            self.unmarked = _text_of(line.text for line in self.lines)
            self.lines = []

    @property
    def text(self) -> str:
        return self.own if self.covered is None else self.covered


@dataclass(slots=True)
class _Row:
    cells: list[_Cell] = field(default_factory=list)
    before: int = 0  # grid columns left out at its edges
    after: int = 0


def _text_of(lines: Iterable[str]) -> str:
    """Lines as one text; empty paragraphs at the end of a cell say nothing."""
    kept = list(lines)
    while kept and not kept[-1].strip():
        kept.pop()
    return "\n".join(kept)


class _Sink(Protocol):
    def table(self) -> None:
        """A table begins."""

    def row(self, row: _Row) -> None:
        """A row of it."""

    def paragraph(self, text: str) -> None:
        """A paragraph outside tables."""

    def box(self, text: str) -> None:
        """A text box outside tables."""


class _TextReader(_PartReader):
    """Elements of a part → paragraphs and rows.

    What only wraps text (content controls, tracked insertions, hyperlinks, fields, smart tags) is
    not looked at, so it cannot hide anything; what is deleted or is an older version is skipped.
    """

    def __init__(self, numbering: _Numbering, sink: _Sink, budget: _Budget) -> None:
        super().__init__(budget)
        self.numbering = numbering
        self.sink = sink
        self.lines = [_Lines(numbering)]  # the outside, then the cell and text boxes we are in
        self.row: _Row | None = None
        self.cell: _Cell | None = None
        self.table_depth = 0
        self.box_depth = 0
        self.table_number = 0
        self.row_number = 0
        self.in_text = False
        self.written = 0  # pieces of text with something to see
        self.alternatives: list[_Alternative] = []
        older = dict.fromkeys(
            ("pPrChange", "rPrChange", "tcPrChange", "trPrChange", "tblPrChange", "sectPrChange"),
            self.skip,
        )
        self.opening = (
            _tags(W, older)
            | _tags(W, self._structure_openings())
            | _tags(W, self._property_openings())
            | _tags(W, self._character_openings())
            | _tags(DRAWING + MATH, {"t": self._open_text})
            | _tags(VML, {"textpath": self._word_art})
            | _tags(
                COMPATIBILITY,
                {
                    "AlternateContent": self._open_alternatives,
                    "Choice": self._open_alternative,
                    "Fallback": self._open_alternative,
                },
            )
        )
        self.closing = (
            _tags(
                W,
                {
                    "t": self._close_text,
                    "p": self._close_paragraph,
                    "tc": self._close_cell,
                    "tr": self._close_row,
                    "tbl": self._close_table,
                    "txbxContent": self._close_box,
                },
            )
            | _tags(DRAWING, {"t": self._close_text, "p": self._break_line})
            | _tags(MATH, {"t": self._close_text})
            | _tags(
                COMPATIBILITY,
                {
                    "AlternateContent": self._close_alternatives,
                    "Choice": self._close_alternative,
                    "Fallback": self._close_alternative,
                },
            )
        )

    def _structure_openings(self) -> dict[str, Callable[[Mapping[str, str]], None]]:
        return {
            "p": self._open_paragraph,
            "tbl": self._open_table,
            "tr": self._open_row,
            "tc": self._open_cell,
            "txbxContent": self._open_box,
            "altChunk": self._refuse_insertion,
            "subDoc": self._refuse_insertion,
        }

    def _property_openings(self) -> dict[str, Callable[[Mapping[str, str]], None]]:
        return {
            "del": self._open_deletion,
            "moveFrom": self._open_deletion,
            "pStyle": self._style,
            "numId": self._num,
            "ilvl": self._level,
            "gridSpan": self._span,
            "gridBefore": self._before,
            "gridAfter": self._after,
            "vMerge": self._vertical,
            "hMerge": self._horizontal,
        }

    def _character_openings(self) -> dict[str, Callable[[Mapping[str, str]], None]]:
        return {
            "t": self._open_text,
            "br": lambda _: self._write("\n"),
            "cr": lambda _: self._write("\n"),
            "tab": self._tab,
            "ptab": self._tab,
            "noBreakHyphen": lambda _: self._write("-"),
            "softHyphen": lambda _: self._write("\u00ad"),
            "sym": self._symbol,
        }

    @property
    def _outer(self) -> bool:
        """In a table of the page itself, not in one inside a cell or a text box."""
        return self.table_depth == 1 and self.box_depth == 0

    # Text

    def data(self, text: str) -> None:
        if self.in_text:
            # Line ends inside w:t come from the layout of the XML: Word shows them as spaces.
            self._write(text.replace("\n", " ").replace("\t", " "))

    def close(self) -> None:
        self._pass_outside_lines(self.lines[0].close())

    def _write(self, text: str) -> None:
        if not text.isspace():
            self.written += 1
        self.budget.spend_characters(len(text))
        self._grow(len(text))
        self.lines[-1].open_paragraph.pieces.append(text)

    def _grow(self, size: int) -> None:
        self.lines[-1].size += size
        if self.cell and self.lines[-1].size > MAX_CELL:
            raise FileError(f"{self._where()}: в одной ячейке больше {MAX_CELL} знаков.")

    def _where(self) -> str:
        return f"Таблица {self.table_number}, строка {self.row_number}"

    def _open_text(self, _attributes: Mapping[str, str]) -> None:
        self.in_text = True

    def _close_text(self) -> None:
        self.in_text = False

    def _break_line(self) -> None:
        self._write("\n")

    def _tab(self, _attributes: Mapping[str, str]) -> None:
        if not self.path[-2].endswith("}tabs"):  # there it is a stop on the ruler
            self._write("\t")

    def _symbol(self, attributes: Mapping[str, str]) -> None:
        code = _value(attributes, "char") or ""
        known = re.fullmatch(r"[0-9A-Fa-f]{1,4}", code) and not 0xD800 <= int(code, 16) <= 0xDFFF
        self._write(chr(int(code, 16)) if known else "\ufffd")

    def _word_art(self, attributes: Mapping[str, str]) -> None:
        if text := attributes.get("string"):
            self._write(text)

    # Paragraphs

    def _open_paragraph(self, _attributes: Mapping[str, str]) -> None:
        self.lines[-1].begin()

    def _close_paragraph(self) -> None:
        self.lines[-1].end()
        if len(self.lines) == 1:
            self._pass_outside_lines(self.lines[0].take())

    def _pass_outside_lines(self, lines: list[_Line]) -> None:
        for line in lines:
            if line.text.strip():
                self.sink.paragraph(f"{line.marker}{line.text}")

    def _style(self, attributes: Mapping[str, str]) -> None:
        self.lines[-1].open_paragraph.style = _value(attributes)

    def _num(self, attributes: Mapping[str, str]) -> None:
        self.lines[-1].open_paragraph.num = _value(attributes)

    def _level(self, attributes: Mapping[str, str]) -> None:
        self.lines[-1].open_paragraph.level = _integer(_value(attributes), 0)

    def _open_deletion(self, _attributes: Mapping[str, str]) -> None:
        parents = [tag.rpartition("}")[2] for tag in self.path[-3:-1]]
        if parents == ["pPr", "rPr"]:
            self.lines[-1].open_paragraph.joined = True
        self.skip()

    def _refuse_insertion(self, _attributes: Mapping[str, str]) -> None:
        raise FileError(
            "В файл целиком вставлен другой документ. "
            "Откройте файл в Word, сохраните заново и загрузите ещё раз."
        )

    # Text boxes and alternatives

    def _open_box(self, _attributes: Mapping[str, str]) -> None:
        self.box_depth += 1
        self.lines.append(_Lines(self.numbering))

    def _close_box(self) -> None:
        self.box_depth -= 1
        box = self.lines.pop()
        size, lines = box.size, box.close()
        if len(self.lines) > 1:
            self._grow(size)
            self.lines[-1].open_paragraph.boxes += [line for line in lines if line.text.strip()]
        elif text := _text_of(f"{line.marker}{line.text}" for line in lines):
            self.sink.box(text)

    def _open_alternatives(self, _attributes: Mapping[str, str]) -> None:
        self.alternatives.append(_Alternative())

    def _close_alternatives(self) -> None:
        self.alternatives.pop()

    def _open_alternative(self, _attributes: Mapping[str, str]) -> None:
        """One thing in two forms: the first with any text is read, the others are not."""
        if self.alternatives:
            if self.alternatives[-1].told:
                self.skip()
            self.alternatives[-1].before = self.written

    def _close_alternative(self) -> None:
        if self.alternatives:
            self.alternatives[-1].told = self.written > self.alternatives[-1].before

    # Tables

    def _open_table(self, _attributes: Mapping[str, str]) -> None:
        self.table_depth += 1
        if self._outer:
            self.table_number += 1
            self.row_number = 0
            self.sink.table()

    def _close_table(self) -> None:
        self.table_depth -= 1

    def _open_row(self, _attributes: Mapping[str, str]) -> None:
        self.budget.spend_row()
        if self._outer:
            if self.row:
                raise FileError(DAMAGED)
            self.row = _Row()
            self.row_number += 1

    def _close_row(self) -> None:
        if self._outer and self.row:
            row, self.row = self.row, None
            at = row.before
            for cell in row.cells:
                cell.settle(at)
                at = cell.end
            self.sink.row(row)

    def _open_cell(self, _attributes: Mapping[str, str]) -> None:
        if self._outer:
            if self.row is None or self.cell:
                raise FileError(DAMAGED)
            if len(self.row.cells) == MAX_COLUMNS:
                raise FileError(f"{self._where()}: больше {MAX_COLUMNS} ячеек.")
            self.cell = _Cell()
            self.lines.append(_Lines(self.numbering))

    def _close_cell(self) -> None:
        if self._outer and self.row and self.cell:
            cell, self.cell = self.cell, None
            cell.lines = self.lines.pop().close()
            if cell.horizontal == "continue" and self.row.cells:
                self.row.cells[-1].lines += cell.lines
                self.row.cells[-1].span += cell.span
            else:
                self.row.cells.append(cell)

    def _columns(self, attributes: Mapping[str, str]) -> int:
        columns = _integer(_value(attributes), MAX_COLUMNS + 1)
        if not 0 <= columns <= MAX_COLUMNS:
            raise FileError(f"{self._where()}: ячейка шире {MAX_COLUMNS} столбцов.")
        return columns

    def _span(self, attributes: Mapping[str, str]) -> None:
        columns = self._columns(attributes)
        if self._outer and self.cell:
            self.cell.span = max(1, columns)

    def _before(self, attributes: Mapping[str, str]) -> None:
        columns = self._columns(attributes)
        if self._outer and self.row:
            self.row.before = columns

    def _after(self, attributes: Mapping[str, str]) -> None:
        columns = self._columns(attributes)
        if self._outer and self.row:
            self.row.after = columns

    def _vertical(self, attributes: Mapping[str, str]) -> None:
        if self._outer and self.cell:
            self.cell.vertical = _value(attributes) or "continue"

    def _horizontal(self, attributes: Mapping[str, str]) -> None:
        if self._outer and self.cell:
            self.cell.horizontal = _value(attributes) or "continue"


@dataclass(slots=True)
class _Alternative:
    """Inside mc:AlternateContent: whether a form with text was read, and where this one began."""

    told: bool = False
    before: int = 0


# --- The report ---------------------------------------------------------------------------------


class _Aside:
    """A part beside the page: all its text is left over."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.leftovers: list[Leftover] = []

    def table(self) -> None:
        pass

    def row(self, row: _Row) -> None:
        for cell in row.cells:
            self.paragraph(cell.own)

    def paragraph(self, text: str) -> None:
        page_number = self.place == "колонтитул" and PAGE_NUMBER.fullmatch(text)
        if text.strip() and not page_number:
            self.leftovers.append(Leftover(self.place, text.strip("\n")))

    box = paragraph


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns stand, as the heading row says."""

    positions: dict[str, int]  # field → index of its cell
    titles: tuple[str, ...]  # of all columns, as messages call them
    starts: tuple[int, ...]  # edges of the heading cells in the grid
    ends: tuple[int, ...]

    def merged(self, cell: _Cell) -> list[str]:
        """Titles of the columns that the cell covers wholly, when they are two or more."""
        first = bisect_left(self.starts, cell.start)
        covered = [at for at in range(first, len(self.ends)) if self.ends[at] <= cell.end]
        return [self.titles[at] for at in covered] if len(covered) > 1 else []


class _Report:
    """Rows of the tables of a page → sections, events and what is left over."""

    def __init__(self, budget: _Budget) -> None:
        self.budget = budget
        self.rows: list[EventCells | SectionHeading] = []
        self.leftovers: list[Leftover] = []
        self.columns: _Columns | None = None
        self.same_grid = False  # the heading stands in this very table
        self.belongs: bool | None = None  # whether this table goes on with the report
        self.waiting: list[tuple[int, _Row]] = []  # rows read before that is known
        self.outside: list[int] = []  # leftovers whose place is not known yet
        self.table_number = 0
        self.row_number = 0
        self.above: dict[int, tuple[str, bool]] = {}  # merged down: grid column → text, of heading
        self.listed_headings: set[str] = set()

    def finish(self) -> tuple[list[EventCells | SectionHeading], list[Leftover]]:
        self._give_up_waiting()
        if self.columns is None:
            titles = ", ".join(f"«{title}»" for title in TITLES.values())
            raise FileError(
                f"В файле нет таблицы отчёта: не найдена строка с заголовками {titles}."
            )
        self._place_outside("после таблицы")
        return self.rows, self.leftovers

    # What the reader passes

    def table(self) -> None:
        self._give_up_waiting()
        self.table_number += 1
        self.row_number = 0
        self.belongs = None
        self.same_grid = False
        self.above = {}

    def paragraph(self, text: str) -> None:
        self.outside.append(len(self.leftovers))
        self._leave("", text)

    def box(self, text: str) -> None:
        self._leave("надпись", text)

    def row(self, row: _Row) -> None:
        self.row_number += 1
        self._carry_merged(row)
        below_heading = any(cell.of_heading for cell in row.cells)
        if not below_heading and (found := _find_columns(row)):
            self._take_heading(row, found)
        elif self.columns is None or self.belongs is False:
            self._leave_row(self.row_number, row)
        elif self.belongs:
            self._take(self.row_number, row)
        else:
            self._wait(row, self.columns)

    def _carry_merged(self, row: _Row) -> None:
        """Give cells merged down the text of the cell above them, every row anew."""
        above = {}
        for cell in row.cells:
            if cell.vertical == "restart":
                above[cell.start] = (cell.own, False)
            elif cell.vertical and cell.start in self.above:
                cell.covered, cell.of_heading = above[cell.start] = self.above[cell.start]
        self.above = above

    def _wait(self, row: _Row, columns: _Columns) -> None:
        """A further table without headings goes on with the report if its rows are as long."""
        self.waiting.append((self.row_number, row))
        if len(row.cells) > 1:
            self.belongs = len(row.cells) == len(columns.titles)
            if self.belongs:
                self._accept_table()
            else:
                self._give_up_waiting()

    def _accept_table(self) -> None:
        self.belongs = True
        self._place_outside("между таблицами" if self.rows else "перед таблицей")
        waiting, self.waiting = self.waiting, []
        for number, row in waiting:
            self._take(number, row)

    def _give_up_waiting(self) -> None:
        waiting, self.waiting = self.waiting, []
        for number, row in waiting:
            self._leave_row(number, row)

    # Headings

    def _take_heading(self, row: _Row, positions: dict[str, int]) -> None:
        where = f"Таблица {self.table_number}, строка {self.row_number}"
        missing = [f"«{TITLES[name]}»" for name in FIELDS if name not in positions]
        if missing:
            noun = "столбца" if len(missing) == 1 else "столбцов"
            raise FileError(f"{where}: в заголовке нет {noun} {', '.join(missing)}.")
        self._accept_table()
        cells = row.cells
        titles = [" ".join(cell.text.split())[:80] or str(at) for at, cell in enumerate(cells, 1)]
        for name, at in positions.items():
            titles[at] = TITLES[name]
        self.columns = _Columns(
            positions=positions,
            titles=tuple(titles),
            starts=tuple(cell.start for cell in cells),
            ends=tuple(cell.end for cell in cells),
        )
        self.same_grid = True
        self.above = {at: (text, True) for at, (text, _) in self.above.items()}
        known = {at: name for name, at in positions.items()}
        for at, cell in enumerate(cells):
            exact = _heading(cell.own) == (known.get(at), True)
            known_heading = exact or at == positions.get("number")
            if cell.covered is not None or not known_heading:
                self._leave_heading(f"столбец {at + 1}", cell.own)

    def _leave_heading(self, column: str, text: str) -> None:
        if text not in self.listed_headings:
            self.listed_headings.add(text)
            self._leave(f"{self._place(self.row_number)}, {column}", text)

    def _is_heading_rest(self, row: _Row, columns: _Columns) -> bool:
        """The second row of the headings, or the row of column numbers below them."""
        own = [cell.own.strip() for cell in row.cells]
        if len(own) != len(columns.titles):
            return False
        if all(text.rstrip(".") == str(at) for at, text in enumerate(own, 1)):
            return True
        ends = [_ends_heading(name, own[at]) for name, at in columns.positions.items() if own[at]]
        return len(ends) > 1 and all(ends)

    # Rows

    def _take(self, number: int, row: _Row) -> None:
        columns = self.columns
        if columns is None or not row.cells or self._is_heading_rest(row, columns):
            return
        if any(cell.of_heading for cell in row.cells):
            self._leave_row(number, row)
        elif len(row.cells) == 1 and not row.before and not row.after:
            text = row.cells[0].unmarked
            if text.strip():
                self.rows.append(SectionHeading(number, text))
        else:
            self._check_cells(number, row, columns)
            self._take_event(number, row, columns)

    def _check_cells(self, number: int, row: _Row, columns: _Columns) -> None:
        where = f"Таблица {self.table_number}, строка {number}"
        if self.same_grid:
            for cell in row.cells:
                if merged := columns.merged(cell):
                    titles = ", ".join(f"«{title}»" for title in merged)
                    raise FileError(f"{where}: объединены ячейки столбцов {titles}. Разделите их.")
        if len(row.cells) != len(columns.titles):
            raise FileError(
                f"{where}: число ячеек — {len(row.cells)}, а в заголовке — "
                f"{len(columns.titles)}. Разделите или добавьте ячейки."
            )

    def _take_event(self, number: int, row: _Row, columns: _Columns) -> None:
        taken = {at: name for name, at in columns.positions.items()}
        event = {name: row.cells[columns.positions[name]] for name in FIELDS}
        holds_event = any(cell.own for cell in event.values())
        if holds_event:
            texts = {name: cell.text for name, cell in event.items()}
            # A cell merged down is told in every row: that, too, must not grow without bounds.
            self.budget.spend_characters(
                sum(len(cell.covered or "") for cell in event.values()),
            )
            self.rows.append(EventCells(number=number, **texts))
        for at, cell in enumerate(row.cells):
            name = taken.get(at, "")
            in_event = name in event and cell.covered is None
            running = name == "number" and RUNNING_NUMBER.fullmatch(cell.unmarked.strip())
            if not in_event and not running:
                place = f"{self._place(number)}, столбец «{columns.titles[at]}»"
                self._leave(place, cell.own)

    # Leftovers

    def _place(self, number: int) -> str:
        return f"таблица {self.table_number}, строка {number}"

    def _leave_row(self, number: int, row: _Row) -> None:
        for cell in row.cells:
            self._leave(self._place(number), cell.own)

    def _leave(self, place: str, text: str) -> None:
        if text.strip():
            self.leftovers.append(Leftover(place, text.strip("\n")))

    def _place_outside(self, place: str) -> None:
        """Say where the paragraphs met since the last table of the report stand."""
        for at in self.outside:
            self.leftovers[at] = Leftover(place, self.leftovers[at].text)
        self.outside = []


def _find_columns(row: _Row) -> dict[str, int] | None:
    """Field → cell index if the row is a heading; exact headings go before mere beginnings."""
    if len(row.cells) < ENOUGH_HEADINGS:
        return None
    headings = [_heading(cell.text) for cell in row.cells]
    found: dict[str, int] = {}
    for wanted in (True, False):
        for at, (name, exact) in enumerate(headings):
            if name and exact == wanted:
                found.setdefault(name, at)
    if len(found) < ENOUGH_HEADINGS:
        return None
    if "number" not in found and row.cells[0].text.strip() in {"", "№", "№№", "#"}:
        found["number"] = 0
    return found


def _ends_heading(name: str, text: str) -> bool:
    letters = _letters(text)
    return letters != "" and HEADING_ENDINGS[name].endswith(letters)


@lru_cache(maxsize=256)  # a cell merged down comes again in every row
def _heading(text: str) -> tuple[str, bool]:
    """The field a heading names, or "", and whether it says nothing more."""
    letters = _letters(text)
    if letters:
        for name, pattern in HEADINGS.items():
            if pattern.fullmatch(letters):
                return name, True
        for name, beginnings in HEADING_BEGINNINGS.items():
            if letters.startswith(beginnings):
                return name, False
    return "", False


def _letters(text: str) -> str:
    """Letters of a heading, in small and Cyrillic ones; nothing of what is too long to be one."""
    if len(text) > MAX_HEADING:
        return ""
    return "".join(filter(str.isalpha, text.casefold())).translate(LOOK_ALIKES)
