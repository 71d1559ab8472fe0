"""What a file or the clipboard shows, whatever program made it: rows of cells, paragraphs, titles of
sheets, and beside them what is no text. The readers make it, ``report_rows`` takes it."""

from dataclasses import dataclass

PICTURE = "Рисунки не переносятся."
ATTACHMENT = "Вложенные файлы и элементы управления не читаются."
OBJECTS = {
    "excel": "Таблица Excel",
    "word": "Документ Word",
    "equation": "Формула",
    "powerpoint": "Презентация",
}


@dataclass(frozen=True, slots=True)
class Aside:
    """Something beside the text: hidden text, or what can only be mentioned, such as a picture."""

    text: str
    reason: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row; a cell merged down from above is told of in ``covered``."""

    start: int  # edges in the grid of its table
    end: int
    own: str  # text of the cell itself, with the markers of its lists
    unmarked: str  # the same without them
    covered: str | None = None  # text of the cell that is merged down over this one
    covered_from: int = 0  # the number of the row where that one stands
    asides: tuple[Aside, ...] = ()

    @property
    def text(self) -> str:
        return self.own if self.covered is None else self.covered


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table of the page; tables inside cells and text boxes are but text."""

    table: int  # as a person counts: from one
    number: int
    cells: tuple[Cell, ...]
    is_full: bool  # no columns of the grid are left out at its edges
    asides: tuple[Aside, ...] = ()  # besides those of its cells

    @property
    def place(self) -> str:
        return row_place(self.number, self.table)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text outside tables; blank only when it holds nothing but asides."""

    text: str
    in_box: bool = False
    asides: tuple[Aside, ...] = ()


@dataclass(frozen=True, slots=True)
class Title:
    """The name of a sheet."""

    text: str


def picture_name(what: str, told: str) -> str:
    """What a picture is called, with its alternative text when it has one."""
    return f"{what} «{told}»" if told else what


def object_name(program: str) -> str:
    """What an embedded file is called; ``program`` is its class, such as «Excel.Sheet.12»."""
    named = [name for known, name in OBJECTS.items() if program.lower().startswith(known)]
    return named[0] if named else "Вложенный файл"


def row_place(number: int, table: int | None) -> str:
    """«таблица 2, строка 5»: where a row stands, for messages."""
    return f"таблица {table}, строка {number}" if table else f"строка {number}"
