"""The text of an OpenDocument file → the lines and tables of a page, as those of the clipboard."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from reports.importing.html.content import Place, Table
from reports.importing.open_document.sheets import OpenTable
from reports.importing.open_document.styles import FOLDED, Styles, of, repeated
from reports.importing.page import ATTACHMENT, PICTURE, Aside, object_name, picture_name
from reports.language.quarters import MONTHS
from reports.office.archive import FileError
from reports.office.budget import MAX_COLUMNS, Budget
from reports.office.xml_stream import Attributes, PartReader, integer

HIDDEN = Aside("", is_hidden=True)
STRUCK = Aside("", "Зачеркнутый текст не переносится.")
PROMPT = Aside("", "Это подсказка незаполненного поля.")
FOOTNOTE = Aside("", "Это сноска.")
NOTE = Aside("", "Это примечание.")
PASSED_OVER = (
    *("text:tracked-changes", "text:note-citation", "office:forms", "office:scripts"),
    *("table:named-expressions", "table:tracked-changes"),
    *("table:content-validations", "table:database-ranges", "dc:creator", "dc:date"),
    *("svg:title", "svg:desc"),
)
STYLED = ("text:p", "text:h", "text:span", "text:section")
PARAGRAPHS = {"text:p", "text:h"}
ERROR = re.compile(
    r"#(?:REF!|VALUE!|NAME\?|DIV/0!|N/A|NUM!|NULL!|ССЫЛКА!|ЗНАЧ!|ИМЯ\?|ДЕЛ/0!|Н/Д|ЧИСЛО!)|(?:Err|Ошибка):\d+"
)
DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(\d\d)(?:T(\d\d:\d\d))?")
TOO_DEEP = "В файле слишком глубокая вложенность. Скопируйте таблицу в новый документ."
MAX_TABLES_DEEP = 20


@dataclass(slots=True)
class _Unseen:
    """Text that is told apart from the other."""

    depth: int
    kind: Aside
    give: Callable[[Aside], object]
    pieces: list[str] = field(default_factory=list)

    @property
    def told(self) -> Aside:
        lines = [" ".join(line.split()) for line in "".join(self.pieces).split("\n")]
        return replace(self.kind, text="\n".join(filter(None, lines)))


class TextReader(PartReader):
    """``page`` is what stands outside all tables; ``sheets`` are the tables outside all others."""

    def __init__(self, styles: Styles, budget: Budget) -> None:
        super().__init__(budget)
        self.styles = styles
        self.page = Place()
        self.sheets: list[tuple[str, Table]] = []
        self.places = [self.page]
        self.tables: list[OpenTable] = []
        self.lists: list[tuple[str, list[int]]] = []  # style, how many items so far
        self.unseen: list[_Unseen] = []
        self.cells: list[Attributes] = []  # of those we are in
        self.opening = self._opening_of_text() | self._opening_of_tables() | styles.opening
        self.closing = {
            **dict.fromkeys(PARAGRAPHS, self._end_line),
            "text:list": lambda: self.lists.pop(),
            "text:ruby-text": lambda: self._write(")"),
            "table:table": self._close_table,
            "table:table-row": lambda: self.tables[-1].close_row() if self.tables else None,
            "table:table-cell": self._close_cell,
            "table:covered-table-cell": self._end_line,
        }

    def _opening_of_text(self) -> dict[str, Callable[[Attributes], None]]:
        return {
            **dict.fromkeys(PASSED_OVER, self.skip),
            **dict.fromkeys(STYLED, self._open_styled),
            **dict.fromkeys(("text:hidden-text", "text:hidden-paragraph"), self._conceal),
            **dict.fromkeys(("text:s", "text:tab"), lambda _: self._write(" ")),
            "text:placeholder": lambda _: self._begin_unseen(PROMPT),
            "text:note": lambda _: self._begin_unseen(FOOTNOTE),
            "office:annotation": lambda _: self._begin_unseen(NOTE),
            "text:line-break": lambda _: self._end_line(always=True),
            "text:ruby-text": lambda _: self._write(" ("),
            "text:list": self._open_list,
            "text:list-item": self._open_item,
            "draw:image": lambda _: self._tell(picture_name("Рисунок", ""), PICTURE),
            "draw:object": lambda _: self._tell(object_name(""), ATTACHMENT),
            "draw:object-ole": lambda _: self._tell(object_name(""), ATTACHMENT),
        }

    def _opening_of_tables(self) -> dict[str, Callable[[Attributes], None]]:
        return {
            "table:table": self._open_table,
            "table:table-column": self._describe_columns,
            "table:table-row": self._open_row,
            "table:table-cell": self._open_cell,
            "table:covered-table-cell": self._open_covered,
        }

    # Text

    def text(self, text: str) -> None:
        if not PARAGRAPHS.isdisjoint(self.path):
            self._write(text)

    def _write(self, text: str) -> None:
        self.budget.spend("characters", len(text))
        (self.unseen[-1] if self.unseen else self.places[-1]).pieces.append(text)

    def _end_line(self, *, always: bool = False) -> None:
        if self.unseen:
            self.unseen[-1].pieces.append("\n")
        else:
            self.places[-1].end_line(always=always)

    def end(self, tag: str) -> None:
        super().end(tag)
        while self.unseen and self.unseen[-1].depth > len(self.path):
            unseen = self.unseen.pop()
            if unseen.told.text:
                unseen.give(unseen.told)

    def _begin_unseen(self, kind: Aside, give: Callable[[Aside], object] | None = None) -> None:
        if not self.unseen:
            give = give or self.places[-1].content.append
            self.unseen.append(_Unseen(len(self.path), kind, give))

    def _conceal(self, attributes: Attributes) -> None:
        self._begin_unseen(HIDDEN)
        self._write(attributes.get(of("text", "string-value"), ""))

    def _open_styled(self, attributes: Attributes) -> None:
        style = attributes.get(of("text", "style-name"), "")
        if style in self.styles.hidden or attributes.get(of("text", "display")) == "none":
            self._begin_unseen(HIDDEN)
        elif style in self.styles.struck:
            self._begin_unseen(STRUCK)

    def _open_list(self, attributes: Attributes) -> None:
        outer = self.lists[-1][0] if self.lists else ""
        self.lists.append((attributes.get(of("text", "style-name"), outer), [0]))

    def _open_item(self, _attributes: Attributes) -> None:
        if self.lists:
            style, count = self.lists[-1]
            count[0] += 1
            is_numbered = (style, len(self.lists)) in self.styles.numbered
            self.places[-1].marker = f"{count[0]}. " if is_numbered else "- "

    def _tell(self, text: str, reason: str) -> None:
        if not self.unseen:
            self.places[-1].content.append(Aside(text, reason))

    # Tables

    def _open_table(self, attributes: Attributes) -> None:
        if len(self.tables) == MAX_TABLES_DEEP:
            raise FileError(TOO_DEEP)
        if attributes.get(of("table", "style-name"), "") in self.styles.hidden_tables:
            self._begin_unseen(HIDDEN)
        opened = OpenTable(Table(), self.budget)
        if not self.unseen:
            self.places[-1].end_line()
            self.places[-1].content.append(opened.table)
            if not self.tables:
                self.sheets.append((attributes.get(of("table", "name"), ""), opened.table))
        self.tables.append(opened)

    def _close_table(self) -> None:
        self.tables.pop().close()

    def _describe_columns(self, attributes: Attributes) -> None:
        if self.tables:
            is_hidden = attributes.get(of("table", "visibility")) in FOLDED
            self.tables[-1].describe_columns(repeated(attributes, "columns"), is_hidden=is_hidden)

    def _open_row(self, attributes: Attributes) -> None:
        if self.tables:
            self.tables[-1].open_row(repeated(attributes, "rows"))
            if attributes.get(of("table", "visibility")) in FOLDED:
                self._begin_unseen(HIDDEN, self.tables[-1].table.conceal)

    def _open_cell(self, attributes: Attributes) -> None:
        self.cells.append(attributes)
        columns = integer(attributes.get(of("table", "number-columns-spanned")), 1)
        rows = integer(attributes.get(of("table", "number-rows-spanned")), 1)
        self.places.append(Place(max(1, min(columns, MAX_COLUMNS)), max(1, rows)))

    def _close_cell(self) -> None:
        attributes, place = self.cells.pop(), self.places.pop()
        place.end_line()
        if self.unseen or not self.tables:
            self._end_line()
            return
        text = place.own_text
        if ERROR.fullmatch(text):
            place.content = [Aside(f"В ячейке ошибка «{text}».")]
        elif date := DATE.match(attributes.get(of("office", "date-value"), "")):
            place.content = []
            place.pieces = [_date_text(date, text)]
            place.end_line()
        elif not place.content and attributes.get(of("table", "formula")):
            place.content = [Aside("Формула без значения.")]
        self.tables[-1].add(place, repeated(attributes, "columns"))

    def _open_covered(self, attributes: Attributes) -> None:
        if self.tables:
            self.tables[-1].pass_over(repeated(attributes, "columns"))
            self._begin_unseen(HIDDEN, self.tables[-1].table.conceal)


def _date_text(date: re.Match[str], shown: str) -> str:
    """A date as Russians write it: a cell may show it in the way of another country."""
    year, month, day, time = date.groups()
    numbers = re.findall(r"\d+", shown)
    if numbers == [year]:
        return shown if not shown.strip(year).strip() else f"{MONTHS[int(month) - 1]} {year}"
    if len(numbers) == 1:
        return f"{MONTHS[int(month) - 1]} {year}"
    return f"{day}.{month}.{year}" + (f" {time}" if time and time != "00:00" else "")
