"""Running numbers of rows: they are counted anew, so nothing is lost with them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from reports.importing.page import Cell
from reports.importing.read_table import EventCells, SectionHeading

RUNNING_NUMBER = re.compile(r"№?\s?\d{1,6}(\.\d{1,6}){0,3}\s?[.)]?")
ROMAN_NUMBER = re.compile(r"[IVXХ]{1,7}\s?[.)]?", re.IGNORECASE)  # of a section
TYPED_NUMBER = re.compile(r"\s*(\d{1,3})[.)]\s+(?=\S)")


def is_number(cell: Cell) -> bool:
    text = cell.unmarked.strip()
    return not text or bool(RUNNING_NUMBER.fullmatch(text) or ROMAN_NUMBER.fullmatch(text))


def texts_but_numbers(cells: Sequence[Cell]) -> list[str]:
    return [cell.unmarked for cell in cells if cell.own.strip() and not is_number(cell)]


def without_typed_numbers(
    rows: Sequence[EventCells | SectionHeading], unnumbered: Collection[int]
) -> list[EventCells | SectionHeading]:
    """Without the numbers before the names of events that have no number of their own, when they run
    from one; ``unnumbered`` are the orders of such events."""
    told = list(rows)
    events = [
        (at, row, match)
        for at, row in enumerate(rows)
        if isinstance(row, EventCells)
        if row.order in unnumbered and (match := TYPED_NUMBER.match(row.name))
    ]
    for table in {row.table for _, row, _ in events}:
        found = [each for each in events if each[1].table == table]
        if [int(match[1]) for *_, match in found] == list(range(1, len(found) + 1)):
            for at, row, match in found:
                told[at] = replace(row, name=row.name[match.end() :])
    return told
