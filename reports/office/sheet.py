"""The cells of a workbook as a stream of its parts; cells and rows that hold nothing cost nothing.

Values come as openpyxl gives them; which cells are seen comes beside them.
"""

import datetime as dt
import re
import zipfile
from dataclasses import dataclass, field
from typing import NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from reports.office.archive import FileError, main_part
from reports.office.budget import IN_A_FILE, MAX_CELL, MAX_ROWS, Budget
from reports.office.relations import Relation, relations_of
from reports.office.xml_stream import Attributes, PartReader, integer, read_part

FURTHEST_COLUMN = 16_384
FURTHEST_HIDDEN = 256  # columns beyond are none of a table of ours
# The number of a cell must stand first: without it, what goes before is counted.
EMPTY = re.compile(rb'<(?:\w++:)?c\s++r="[^<>]*+(?:(?<=/)>|>\s*+</(?:\w++:)?c\s*+>)', re.ASCII)
EMPTY_ROW = re.compile(
    rb'<(?:\w++:)?row\s++r="[^<>]*+(?:(?<=/)>|>\s*+</(?:\w++:)?row\s*+>)', re.ASCII
)
REFERENCE = re.compile(r"([A-Z]{1,3})[0-9]*")
RANGE = re.compile(r"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
MOST_STYLES = 100_000  # elements
TOO_MANY_STYLES = {
    "elements": "В книге слишком много оформления. Скопируйте таблицу в новую книгу."
}
HEADERS = [f"x:{page}{part}" for page in ("odd", "even", "first") for part in ("Header", "Footer")]

Value = str | int | float | bool | dt.date | dt.time | dt.timedelta


class Unread(str):
    """A cell without a value of its own: the text is what to tell of it."""


@dataclass(frozen=True, slots=True)
class Cell:
    value: Value
    number_format: str = "General"


class Merged(NamedTuple):
    """Cells that are one: of the first row and column to the last, counted from one."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    name: str
    state: str  # «visible», «hidden», or «veryHidden»: only a program can show it
    part: str
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)  # only what is not empty
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: bytearray = field(default_factory=lambda: bytearray(FURTHEST_HIDDEN + 1))
    headers: list[str] = field(default_factory=list)  # and footers, with their codes
    objects: dict[str, str] = field(default_factory=dict)  # embedded files: id → program
    merged: list[Merged] = field(default_factory=list)
    is_too_long: bool = False  # what stands below ``MAX_ROWS`` is not read


def read_sheets(archive: zipfile.ZipFile, budget: Budget, most: int | None = None) -> list[Sheet]:
    """The first sheets, or all. Raises ``FileError``."""
    main = main_part(archive, "xlsx")
    relations = relations_of(archive, main, budget)
    book = _BookReader(budget, {each.id: each for each in relations})
    read_part(archive, main, book)
    strings, styles = _StringsReader(budget), _StylesReader(Budget(MOST_STYLES, TOO_MANY_STYLES))
    for relation in relations:
        if relation.kind == "sharedStrings":
            read_part(archive, relation.part, strings)
        elif relation.kind == "styles":
            read_part(archive, relation.part, styles)
    for sheet in book.sheets[:most]:
        reader = _SheetReader(budget, sheet, strings.texts, styles.formats, book.epoch)
        read_part(archive, sheet.part, reader, without=(EMPTY, EMPTY_ROW))
    return book.sheets[:most]


class _BookReader(PartReader):
    def __init__(self, budget: Budget, relations: dict[str, Relation]) -> None:
        super().__init__(budget)
        self.sheets: list[Sheet] = []
        self.epoch = CALENDAR_WINDOWS_1900
        self._relations = relations
        self.opening = {"x:sheet": self._sheet, "x:workbookPr": self._properties}

    def _sheet(self, attributes: Attributes) -> None:
        ids = [found for name, found in attributes.items() if name.endswith("}id")]
        relation = self._relations.pop(ids[0], None) if ids else None
        if relation and relation.kind == "worksheet":
            state = attributes.get("state", "visible")
            self.sheets.append(Sheet(attributes.get("name", ""), state, relation.part))

    def _properties(self, attributes: Attributes) -> None:
        if attributes.get("date1904") in {"1", "true"}:
            self.epoch = CALENDAR_MAC_1904


class _TextReader(PartReader):
    """Texts of cells: runs of any look are one text, readings of characters are no text."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.pieces: list[str] = []
        self.opening = {"x:rPh": self.skip}

    def text(self, text: str) -> None:
        if self.path[-1] == "x:t":
            self.budget.spend("characters", len(text))
            self.pieces.append(text)

    def take(self) -> str:
        text = "".join(self.pieces)
        self.pieces = []
        return _unescaped(text)


class _StringsReader(_TextReader):
    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.texts: list[str] = []
        self.closing = {"x:si": lambda: self.texts.append(self.take())}


class _StylesReader(PartReader):
    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.formats: list[str] = []  # by the number of a style
        self._codes: dict[int, str] = dict(BUILTIN_FORMATS)
        self.opening = {"x:numFmt": self._code, "x:xf": self._style}

    def _code(self, attributes: Attributes) -> None:
        self._codes[integer(attributes.get("numFmtId"), -1)] = attributes.get("formatCode", "")

    def _style(self, attributes: Attributes) -> None:
        if self.path[-2] == "x:cellXfs":
            self.formats.append(self._codes.get(integer(attributes.get("numFmtId"), 0), "General"))


class _SheetReader(_TextReader):
    def __init__(
        self,
        budget: Budget,
        sheet: Sheet,
        strings: list[str],
        formats: list[str],
        epoch: dt.datetime,
    ) -> None:
        super().__init__(budget)
        self.sheet = sheet
        self.strings = strings
        self.formats = formats
        self.epoch = epoch
        self.row = 0
        self.column = 0
        self.kind = self.style = ""
        self.has_formula = False
        self.value: list[str] = []  # of x:v
        self.opening |= {
            "x:col": self._column,
            "x:row": self._open_row,
            "x:c": self._open_cell,
            "x:f": self._formula,
            "x:oleObject": self._object,
            "x:mergeCell": self._merge,
        }
        self.closing = {"x:c": self._close_cell, **dict.fromkeys(HEADERS, self._close_header)}

    def text(self, text: str) -> None:
        name = self.path[-1]
        if name == "x:v":
            self.value.append(text)
        elif name in HEADERS:
            self.budget.spend("characters", len(text))
            self.pieces.append(text)
        else:
            super().text(text)

    def _column(self, attributes: Attributes) -> None:
        if _is_hidden(attributes, "width"):
            first = max(1, integer(attributes.get("min"), 1))
            last = min(FURTHEST_HIDDEN, integer(attributes.get("max"), first))
            if first <= last:
                self.sheet.hidden_columns[first : last + 1] = b"\1" * (last + 1 - first)

    def _open_row(self, attributes: Attributes) -> None:
        self.row = integer(attributes.get("r"), self.row + 1)
        self.column = 0
        if _is_hidden(attributes, "ht"):
            self.sheet.hidden_rows.add(self.row)

    def _open_cell(self, attributes: Attributes) -> None:
        match = REFERENCE.match(attributes.get("r", ""))
        self.column = _column_number(match[1]) if match else self.column + 1
        if not 0 < self.column <= FURTHEST_COLUMN:
            raise FileError(IN_A_FILE["elements"])
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s", "0")
        self.has_formula, self.value, self.pieces = False, [], []

    def _formula(self, _attributes: Attributes) -> None:
        self.has_formula = True

    def _object(self, attributes: Attributes) -> None:
        # Two forms of one object have one number.
        self.sheet.objects[attributes.get("shapeId", "")] = attributes.get("progId", "")

    def _merge(self, attributes: Attributes) -> None:
        if match := RANGE.fullmatch(attributes.get("ref", "")):
            self.budget.spend("rows")  # more of them than rows are no table
            left, top, right, bottom = match.groups()
            merged = Merged(int(top), _column_number(left), int(bottom), _column_number(right))
            self.sheet.merged.append(merged)

    def _close_header(self) -> None:
        self.sheet.headers.append("".join(self.pieces))
        self.pieces = []

    def _close_cell(self) -> None:
        value = self._cell_value("".join(self.value))
        if value is None or value == "":
            return
        if self.row > MAX_ROWS:
            self.sheet.is_too_long = True
            return
        cells = self.sheet.rows.get(self.row)
        if cells is None:
            self.budget.spend("rows")
            cells = self.sheet.rows[self.row] = {}
        self.budget.spend("cells")
        cells[self.column] = Cell(value, self._format)

    @property
    def _format(self) -> str:
        at = integer(self.style, 0)
        return self.formats[at] if 0 <= at < len(self.formats) else "General"

    def _cell_value(self, text: str) -> Value | None:
        if self.kind == "inlineStr":
            return self.take()
        if not text:
            return Unread("Формула без значения.") if self.has_formula else None
        self.budget.spend("characters", len(text))
        if self.kind == "s":
            at = integer(text, -1)
            return self.strings[at] if 0 <= at < len(self.strings) else None
        if self.kind == "b":
            return text.strip() == "1"
        if self.kind == "e":
            return Unread(f"В ячейке ошибка «{text}».")
        return self._number(text) if self.kind == "n" else _unescaped(text)

    def _number(self, text: str) -> Value:
        try:
            number = float(text) if len(text) < 40 else float("nan")
        except ValueError:
            number = float("nan")
        if not abs(number) < 1e15:  # nothing that a cell shows as digits
            return text[:MAX_CELL]
        if is_date_format(self._format):
            try:
                found: Value = from_excel(number, self.epoch)
                return found
            except (ValueError, OverflowError):
                return text
        return int(number) if number == int(number) else number


def _is_hidden(attributes: Attributes, size: str) -> bool:
    return attributes.get("hidden") in {"1", "true"} or attributes.get(size) in {"0", "0.0"}


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _unescaped(text: str) -> str:
    """Excel writes characters that XML cannot hold as «_x000D_», and that itself as «_x005F_…»."""
    if "_x" in text:
        text = ESCAPED.sub(lambda match: _character(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _character(code: int) -> str:
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
