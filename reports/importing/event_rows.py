"""One row of a table as the text of an event, and what is said of a row that is none."""

from reports.importing.page import Row
from reports.importing.read_table import EventCells
from reports.office.archive import FileError

LONG_CONTENT, LONG_CONTENT_LINES = 400, 20  # characters; lines


def goes_on_with(above: EventCells, own: dict[str, str]) -> bool:
    """Whether a row holds but the rest of a text too long for a row of a workbook."""
    text = above.content
    is_full = len(text) >= LONG_CONTENT or text.count("\n") >= LONG_CONTENT_LINES
    return is_full and [name for name, each in own.items() if each] == ["content"]


def refusal(row: Row, what: str) -> FileError:
    return FileError(f"{row.place.capitalize()}: {what}")


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
