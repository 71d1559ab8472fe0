"""«Проверьте и сдайте отчет»: all that is known against handing it in, before it is."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from reports.document.own import own_table
from reports.events import reminders
from reports.language import event_period
from reports.models import Event, Report
from reports.procedure import findings, workflow
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
            "today": today,
            "event_count": len(events),
            "table": table,
            "rows_page": rows_page,
            "problems": _page_of_rows(request, problems, "after_problem"),
            **_said(request, report, number_of),
            "period_notes": _page_of_rows(request, _notes_on_periods(events), "after_note"),
            "forgotten": reminders.forgotten(report),
            "too_early": not report.quarter.is_over(today),
            "open_remarks": report.remarks.unanswered().select_related("event"),
            "fixed_count": report.remarks.unsettled().filter(fixed_at__isnull=False).count(),
            "is_asked_about_personal_data": "personal" in request.GET,
        },
    )


def _said(request: SignedInRequest, report: Report, number_of: Mapping[int, int]) -> Context:
    """Personal data apart, the rest row by row."""
    said = findings.said_of(report)
    hints = [
        (number_of[event.pk], event, list(group))
        for event, group in groupby(
            (one for one in said if not one.is_personal), key=lambda one: one.event
        )
    ]
    return {
        "personal_data": [(number_of[one.event.pk], one) for one in said if one.is_personal],
        "hint_count": sum(len(group) for *_, group in hints),
        "hints": _page_of_rows(request, hints, "after_hint", most=MOST_ROWS_WITH_HINTS),
    }


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
