"""The parts of a consolidated report that one page shows: of its rows, and of what is said of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from reports.document.readiness import Look
from reports.export.table import ConsolidatedTable
from reports.language.row_diff import RowChange
from reports.views.access import SignedInRequest
from reports.views.paging import MOST_ROWS, Page, page_of


def page_of_rows(
    request: SignedInRequest, table: ConsolidatedTable
) -> tuple[ConsolidatedTable, Page[Any] | None]:
    """``table`` with the rows of this page alone, and the page. What consists of several sections is
    shown whole: it is short."""
    if len(table.sections) != 1:
        return table, None
    (section,) = table.sections
    page = page_of(
        request,
        section.rows,
        lambda row: (row.number,),
        name="after_row",
        length=lambda row: sum(map(len, row.cells)),
    )
    if page.is_first and not page.rest:
        return table, page
    return replace(table, sections=(replace(section, rows=tuple(page.rows)),)), page


def page_of_looks(
    request: SignedInRequest, looks: Sequence[Look], *, name: str, most: int = MOST_ROWS
) -> Page[Look]:
    """Of what is worth a look, by rows."""
    return page_of(request, looks, _place, name=name, most=most)


def _place(look: Look) -> tuple[int, str, str, str]:
    return look.row.number, look.column, look.piece, look.message


def page_of_left_out(request: SignedInRequest, left_out: Iterable[Any]) -> Page[Any]:
    """Of the events that were kept out, in the order in which they were."""
    return page_of(
        request, list(left_out), lambda each: (each.at.isoformat(), each.pk), name="after_left_out"
    )


def page_of_asked(request: SignedInRequest, corrections: Iterable[Any]) -> Page[Any]:
    """Of the corrections that somebody asks to undo, the oldest first."""
    return page_of(
        request,
        list(corrections),
        lambda each: (each.asked_at.isoformat(), each.pk),
        name="after_asked",
    )


def page_of_changes(request: SignedInRequest, changes: Iterable[RowChange]) -> Page[Any]:
    """Of the rows that differ, by their places in ``changes``."""
    page = page_of(
        request,
        list(enumerate(changes, start=1)),
        lambda pair: pair[:1],
        name="after_change",
        length=lambda pair: _length(pair[1]),
    )
    return page.mapped(lambda pair: pair[1])


def _length(change: RowChange) -> int:
    parts = (part for cell in change.cells for part in (*cell.before, *cell.after))
    return sum(len(words) for words, _ in parts)
