"""«Проверьте и сдайте отчет»: all that is known against handing it in, before it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from reports.columns import COLUMNS
from reports.document.own import own_table
from reports.events import reminders
from reports.export.table import ConsolidatedTable
from reports.language import event_period
from reports.language.typography import NBSP
from reports.models import Event
from reports.procedure import entries, findings, workflow
from reports.procedure.findings import Said
from reports.views.access import Context, SignedInRequest, clerk_report
from reports.views.clerk.beside import period_notes
from reports.views.paging import MOST_ROWS, Page, page_of
from reports.views.rows_shown import page_of_rows

MOST_ROWS_WITH_HINTS = 20  # beside the table; a longer list is read part by part


@require_GET
def report_check(request: SignedInRequest, pk: int) -> HttpResponse:
    report = clerk_report(request, pk)
    if not report.is_editable:
        return redirect("report_detail", pk=report.pk)
    events = list(report.events.live().in_order().select_related("report__quarter"))
    number_of = {event.pk: number for number, event in enumerate(events, start=1)}
    table, rows_page = page_of_rows(request, own_table(report))
    problems = [
        (number_of[event.pk], event, problems)
        for event, problems in workflow.submission_problems(report)
    ]
    today = timezone.localdate()
    return render(
        request,
        "clerk/report_check.html",
        {
            "report": report,
            "entry": entries.entry_of(report),
            "today": today,
            "event_count": len(events),
            "table": table,
            "rows_page": rows_page,
            "problems": _page_of_rows(request, problems, "after_problem"),
            **_said(request, table, findings.said_of(report), number_of),
            "period_notes": _page_of_rows(request, _notes_on_periods(events), "after_note"),
            "forgotten": reminders.forgotten(report),
            "too_early": not report.quarter.is_over(today),
            "open_remarks": report.remarks.unanswered().select_related("event"),
            "fixed_count": report.remarks.unsettled().filter(fixed_at__isnull=False).count(),
            "is_asked_about_personal_data": "personal" in request.GET,
        },
    )


def _said(
    request: SignedInRequest,
    table: ConsolidatedTable,
    said: Sequence[Said],
    number_of: Mapping[int, int],
) -> Context:
    """Personal data apart, the rest row by row, and all of it in its place on the sheet."""
    hints = [
        (number_of[event.pk], event, list(group))
        for event, group in groupby(
            (one for one in said if not one.is_personal), key=lambda one: one.event
        )
    ]
    marked = _marked(table, said)
    return {
        "marked": marked,
        "places": {
            one.place
            for row in marked.values()
            for parts in row.values()
            for _, one in parts
            if one
        },
        "personal_data": [(number_of[one.event.pk], one) for one in said if one.is_personal],
        "hint_count": sum(len(group) for *_, group in hints),
        "hints": _page_of_rows(request, hints, "after_hint", most=MOST_ROWS_WITH_HINTS),
    }


# A printed text in pieces, each with what is said of it.
Parts = list[tuple[str, Said | None]]


def _marked(table: ConsolidatedTable, said: Iterable[Said]) -> dict[int, dict[str, Parts]]:
    """The cells of ``table`` of which something is said: number of the row → column → parts."""
    of_cell: dict[tuple[int | None, str], list[Said]] = defaultdict(list)
    for one in said:
        of_cell[one.event.pk, one.field].append(one)
    marked: dict[int, dict[str, Parts]] = defaultdict(dict)
    for row in (row for section in table.sections for row in section.rows):
        for column, text in zip(COLUMNS, row.cells, strict=True):
            if found := of_cell.get((row.event_id, column.key)):
                marked[row.number][column.key] = _parts(text, found)
    return dict(marked)


def _parts(printed: str, found: Iterable[Said]) -> Parts:
    """``printed`` differs from what is stored in its spaces alone, and a name in its end. Of two that
    meet the first is marked; the other stands beside the sheet like all."""
    parts: Parts = []
    at = 0
    for one in sorted(found, key=lambda one: (one.finding.start, not one.is_personal)):
        start, end = one.finding.start, one.finding.end
        words, stored = printed[start:end], getattr(one.event, one.field)[start:end]
        if start < at or not stored.strip() or words.replace(NBSP, " ") != stored:
            continue
        parts += [(printed[at:start], None), (words, one)]
        at = end
    return [*parts, (printed[at:], None)]


def _page_of_rows(
    request: SignedInRequest, rows: Sequence[tuple[Any, ...]], name: str, most: int = MOST_ROWS
) -> Page[Any]:
    """``rows`` begin with the number of an event."""
    return page_of(request, rows, lambda row: row[:1], name=name, most=most)


def _notes_on_periods(events: Iterable[Event]) -> list[tuple[int, Event, list[str]]]:
    """Said, but allowed: ``(number, event, notes)``."""
    rows = []
    for number, event in enumerate(events, start=1):
        if event.period_start or event.period_end:
            quarter = event.report.quarter
            period = event_period.parse(event.period, quarter)
            # One outside of the quarter is a problem, not a note.
            if event_period.intersects(period, quarter) and (
                notes := period_notes(period, quarter)
            ):
                rows.append((number, event, notes))
    return rows
