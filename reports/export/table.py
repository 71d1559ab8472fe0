"""The official table as data: what both writers and every preview are drawn from.

Texts are final: in the house style of print, with non-breaking spaces, lines separated
by ``\\n``. Nothing here knows the database, the request or the clock.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace

from reports.columns import COLUMNS

DRAFT_MARK = "Проект"
PART_MARK = "Выборка"
NO_EVENTS = "Мероприятия не проводились"

NOT_IN_FILE_NAME = re.compile(r'[\\/:*?"<>|«»„“\x00-\x1f\s]+')


def file_name(text: str, longest: int) -> str:
    """``text`` as it may stand in the name of a file, at most ``longest`` characters: Russian ones
    take two bytes each, and a name holds 255."""
    return NOT_IN_FILE_NAME.sub("_", text)[:longest].strip("_. ")


# What nearly every text consists of: nothing to replace, one pass.
PRINTABLE = re.compile(r"[\t\n\x20-\uD7FF\uE000-\uFFFD]*")
LINE_BREAK = re.compile(r"\r\n?")
# Everything outside the production Char of XML 1.0, lone surrogates among it.
UNPRINTABLE = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def printable(text: str) -> str:
    """``text`` as an Office file can hold it: the last guard of both writers.

    Texts are cleaned where they enter; whatever slips past must not break a whole document.
    """
    if PRINTABLE.fullmatch(text):
        return text
    return UNPRINTABLE.sub("\ufffd", LINE_BREAK.sub("\n", text))


@dataclass(frozen=True)
class Options:
    """What the region adds to the form, or changes in it; by default nothing."""

    appendix: str = ""  # lines at the top right: «Приложение …»
    approval: str = ""  # lines at the top right: «УТВЕРЖДАЮ …»
    signatory_post: str = ""
    signatory_name: str = ""
    executor: str = ""  # who prepared the document, and a telephone: the last lines
    has_column_numbers: bool = False
    left_margin: int | None = None  # millimetres; None is as the form has it
    typeface: str = ""  # empty is as the form has it

    @property
    def above(self) -> tuple[str, ...]:
        """What stands at the right above the title."""
        return tuple(filter(None, (self.appendix, self.approval)))

    @property
    def column_numbers(self) -> tuple[str, ...]:
        """The row under the headings; nothing when it is not asked for."""
        if not self.has_column_numbers:
            return ()
        return tuple(str(number) for number, _ in enumerate(COLUMNS, start=1))


@dataclass(frozen=True)
class Facts:
    """What the sheet «Данные» says of an event, to be filtered and counted: texts as they are
    stored, without the spaces of print and the online mark; words are those of the screen."""

    name: str = ""
    place: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    format: str = ""
    category: str = ""
    countries: tuple[str, ...] = ()
    agreements: str = ""
    participants_own: int | None = None
    participants_total: int | None = None


@dataclass(frozen=True)
class EventRow:
    """One numbered row. ``name`` already ends with the online mark where there is one."""

    number: int
    name: str
    place: str
    period: str
    content: str
    participants: str
    event_id: int | None = None  # for links beside a preview; never printed
    facts: Facts | None = None  # for the sheet «Данные»; never printed

    @property
    def printed_number(self) -> str:
        return f"{self.number}."

    @property
    def cells(self) -> tuple[str, ...]:
        """The six printed texts, in the order of ``COLUMNS``."""
        return (
            self.printed_number,
            self.name,
            self.place,
            self.period,
            self.content,
            self.participants,
        )


@dataclass(frozen=True)
class Section:
    """A municipality's official name, verbatim, and its rows. Without rows it says that there were
    no events; as a rule such a municipality is left out. Without a name its rows stand right under
    the headings: the title has named it."""

    title: str
    rows: tuple[EventRow, ...]


@dataclass(frozen=True)
class ConsolidatedTable:
    """The whole document. Equal tables give equal bytes.

    ``title`` is the two centred lines; ``sheet_name`` names the sheet («IV квартал 2020»);
    ``file_stem`` is the file name without extension; ``author`` is the body that issues the
    document; ``date`` goes into the properties of the files. With ``has_data`` the workbook gets
    the sheet «Данные» from the facts of the rows. ``statement`` is the sentence that stands in the
    place of the table, when nobody had events; ``note`` stands under it. ``state_mark`` says of the
    report of one municipality what it is.
    """

    title: tuple[str, str]
    sheet_name: str
    file_stem: str
    author: str
    date: dt.date
    sections: tuple[Section, ...]
    is_draft: bool = False
    is_part: bool = False
    options: Options = Options()
    has_data: bool = False
    statement: str = ""
    note: str = ""
    state_mark: str = ""

    @property
    def mark(self) -> str:
        """What stands above the title of what is not the official document."""
        if self.state_mark:
            return self.state_mark
        if self.is_part:
            return PART_MARK
        return DRAFT_MARK if self.is_draft else ""

    @property
    def is_empty(self) -> bool:
        """Nothing to print."""
        return not self.sections and not self.statement

    def part(
        self, sections: tuple[Section, ...], words: str, file_words: str
    ) -> "ConsolidatedTable":
        """Some of the rows, never to be taken for the whole: marked, and named in the title and in
        the file's name by ``words``. Approval, appendix and signature are of the whole."""
        return replace(
            self,
            sections=sections,
            title=(self.title[0], f"{self.title[1]} ({words})"),
            file_stem=f"{self.file_stem}_{file_words}_выборка",
            is_part=True,
            options=replace(
                self.options, appendix="", approval="", signatory_post="", signatory_name=""
            ),
        )

    @property
    def event_count(self) -> int:
        return sum(len(section.rows) for section in self.sections)
