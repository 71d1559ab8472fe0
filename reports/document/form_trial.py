"""A form filled with made-up events and read back as a municipality's file would be read."""

from dataclasses import dataclass

from reports.columns import WRITTEN
from reports.export.docx.form import CompiledForm
from reports.export.docx.writer import write_docx
from reports.export.table import ConsolidatedTable
from reports.importing.read_table import EventCells, SectionHeading
from reports.importing.word.reader import read_word
from reports.language.typography import clean
from reports.office.archive import FileError


@dataclass(frozen=True)
class Trial:
    """What «Свод» itself reads in a form filled with the sample: ``rows`` are a section's name or
    the five texts of an event; ``misplaced`` are the titles of the columns whose texts are not
    where they belong, None when ``problem`` says why they could not be found."""

    rows: tuple[tuple[str, tuple[str, ...]], ...]
    misplaced: tuple[str, ...] | None
    problem: str = ""


def try_on(table: ConsolidatedTable, form: CompiledForm) -> Trial:
    """Fill ``form`` with ``table``, read the .docx back, and compare."""
    try:
        read = read_word(write_docx(table, form)).rows
    except FileError as error:
        return Trial((), None, str(error))
    rows = tuple(
        (row.text, ()) if isinstance(row, SectionHeading) else ("", _texts(row)) for row in read
    )
    found = [texts for name, texts in rows if not name]
    wanted = [row.cells[1:] for section in table.sections for row in section.rows]
    misplaced = tuple(
        column.full_title
        for number, column in enumerate(WRITTEN)
        if [clean(texts[number]) for texts in found] != [clean(cells[number]) for cells in wanted]
    )
    return Trial(rows, misplaced)


def _texts(row: EventCells) -> tuple[str, ...]:
    return tuple(getattr(row, column.key) for column in WRITTEN)
