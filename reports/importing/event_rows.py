"""One row of a table as the text of an event, and what is said of a row that is none."""

from dataclasses import replace

from reports.importing.page import Row
from reports.importing.read_table import EventCells
from reports.importing.row_numbers import is_number
from reports.office.archive import FileError

LONG_CONTENT, LONG_CONTENT_LINES = 400, 20  # characters; lines


def with_texts(event: EventCells, texts: dict[str, str]) -> EventCells:
    return replace(
        event,
        name=texts["name"],
        place=texts["place"],
        period=texts["period"],
        content=texts["content"],
        participants=texts["participants"],
    )


def goes_on_with(above: EventCells, own: dict[str, str]) -> bool:
    """Whether a row holds but the rest of a text too long for a row of a workbook."""
    text = above.content
    is_full = len(text) >= LONG_CONTENT or text.count("\n") >= LONG_CONTENT_LINES
    return is_full and [name for name, each in own.items() if each] == ["content"]


def texts_but_numbers(row: Row) -> list[str]:
    return [cell.unmarked for cell in row.cells if cell.own.strip() and not is_number(cell)]


def refusal(row: Row, what: str) -> FileError:
    return FileError(f"{row.place.capitalize()}: {what}")


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
