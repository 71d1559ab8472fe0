"""The parts of a consolidated report that one page shows: of its rows, and of what is said of them."""

from dataclasses import replace

from reports.views.paging import MOST_ROWS, Page, page_of


def page_of_rows(request, table):
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


def page_of_looks(request, looks, *, name, most=MOST_ROWS) -> Page:
    """Of what is worth a look, by rows."""
    return page_of(request, looks, _place, name=name, most=most)


def _place(look):
    return look.row.number, look.column, look.piece, look.message


def page_of_left_out(request, left_out) -> Page:
    """Of the events that were kept out, in the order in which they were."""
    return page_of(
        request, list(left_out), lambda each: (each.at.isoformat(), each.pk), name="after_left_out"
    )


def page_of_asked(request, corrections) -> Page:
    """Of the corrections that somebody asks to undo, the oldest first."""
    return page_of(
        request,
        list(corrections),
        lambda each: (each.asked_at.isoformat(), each.pk),
        name="after_asked",
    )


def page_of_changes(request, changes) -> Page:
    """Of the rows that differ, by their places in ``changes``."""
    page = page_of(
        request,
        list(enumerate(changes, start=1)),
        lambda pair: pair[:1],
        name="after_change",
        length=lambda pair: sum(
            len(words) for cell in pair[1].cells for words, _ in (*cell.before, *cell.after)
        ),
    )
    return replace(page, rows=[change for _, change in page.rows])


def _length(change):
    parts = (part for cell in change.cells for part in (*cell.before, *cell.after))
    return sum(len(words) for words, _ in parts)
