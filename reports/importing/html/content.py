"""Lines, tables and what is no text, as a page from the clipboard holds them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reports.importing.column_headings import find_columns
from reports.importing.page import Aside

SPACES = re.compile(r"[ \t\n\r\f]+")  # not the no-break space, which is there to be seen


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a page."""

    marker: str  # «- » or «1. » before a list item
    text: str

    @property
    def full(self) -> str:
        return self.marker + self.text


@dataclass(slots=True)
class Table:
    """A table of a page: rows of cells, and what stands in it and is not shown."""

    rows: list[list["Place"]] = field(default_factory=list)
    unseen: dict[int, list[Aside]] = field(default_factory=dict)  # after which row → hidden ones
    numbers: list[int] = field(default_factory=list)  # of the rows, where some are left out
    columns: int = 0  # that the table has described
    hidden_columns: set[int] = field(default_factory=set)

    def conceal(self, aside: Aside) -> None:
        self.unseen.setdefault(len(self.rows) - 1, []).append(aside)

    @property
    def asides(self) -> tuple[Aside, ...]:
        """Everything in the table that is not text."""
        own = [aside for asides in self.unseen.values() for aside in asides]
        return (*own, *(aside for row in self.rows for cell in row for aside in cell.asides))

    @property
    def nested(self) -> Iterator["Table"]:
        for row in self.rows:
            for cell in row:
                yield from (item for item in cell.content if isinstance(item, Table))

    @property
    def has_headings(self) -> bool:
        return any(find_columns([cell.own_text for cell in row]) for row in self.rows if row)

    @property
    def is_layout(self) -> bool:
        """Whether the table only lays out a page, as in mails, and the report is a table inside it."""
        nested = list(self.nested)
        if not nested or self.has_headings:
            return False
        return all(len(row) <= 1 for row in self.rows) or any(map(_holds_headings, nested))


def _holds_headings(table: Table) -> bool:
    return table.has_headings or any(map(_holds_headings, table.nested))


@dataclass(slots=True)
class Place:
    """A cell, or the page outside all tables, while its lines are read and afterwards."""

    columns: int = 1
    rows: int = 1
    is_hidden: bool = False
    is_filler: bool = False  # there is no such cell, unless there is text in it
    content: list["Line | Table | Aside"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    marker: str = ""  # of a list item that has said nothing yet

    def end_line(self, *, always: bool = False) -> None:
        text = SPACES.sub(" ", "".join(self.pieces)).strip(" ")
        self.pieces = []
        if text.strip():
            self.content.append(Line(self.marker, text))
            self.marker = ""
        elif text or always:
            self.content.append(Line("", ""))

    @property
    def own_text(self) -> str:
        """Without the tables in it."""
        return "\n".join(item.full for item in self.content if isinstance(item, Line)).strip()

    @property
    def asides(self) -> tuple[Aside, ...]:
        found: list[Aside] = []
        for item in self.content:
            found += [item] if isinstance(item, Aside) else getattr(item, "asides", ())
        return tuple(found)

    @property
    def says_anything(self) -> bool:
        return bool(self.asides) or any(line.full.strip() for line in self.lines())

    def lines(self) -> Iterator[Line]:
        """All text; a row of a table inside is one line, if its cells are."""
        for item in self.content:
            if isinstance(item, Line):
                yield item
            if not isinstance(item, Table):
                continue
            for row in item.rows:
                cells = [list(cell.lines()) for cell in row]
                if all(len(cell) <= 1 for cell in cells):
                    yield Line("", " ".join(line.full for cell in cells for line in cell))
                else:
                    yield from (line for cell in cells for line in cell)
