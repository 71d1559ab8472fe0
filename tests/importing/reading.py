"""A table under the usual headings, and what is read from it."""

import pytest

from reports.importing.read_table import EventCells, ReadTable
from reports.importing.word.reader import read_word
from reports.office.archive import FileError
from tests.importing.word_files import (
    HEADINGS,
    cell,
    make_docx,
    tbl,
    tc,
    tr,
)

ROW = ["1.", "Форум", "г. Смоленск", "5 ноября 2020 года", "Обсуждение", "Иванов И.И."]
HEADING = tr(*map(tc, HEADINGS))
FIRST = EventCells(2, *ROW[1:])
CONTINUED = "<w:vMerge/>"
RESTART = '<w:vMerge w:val="restart"/>'


def read(*rows: str, before: str = "", after: str = "", **parts) -> ReadTable:
    """What is read from one table of these rows under the usual headings."""
    return read_word(make_docx(f"{before}{tbl(HEADING, *rows)}{after}", **parts))


def event_row(**changed: str) -> str:
    """The row ROW with ready XML in some of its cells."""
    names = ["number", "name", "place", "period", "content", "participants"]
    return tr(
        *(
            cell(changed[name]) if name in changed else tc(text)
            for name, text in zip(names, ROW, strict=True)
        )
    )


def content_of(xml: str, **parts) -> str:
    """The content cell, when this stands in it and nothing is left over."""
    found = read(event_row(content=xml), **parts)
    assert found.leftovers == ()
    return found.rows[0].content


def refusal(data: bytes) -> str:
    with pytest.raises(FileError) as caught:
        read_word(data)
    return str(caught.value)
