"""What the clerk of a municipality sees and does."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from reports.document.build import report_table
from reports.events import dismissals, reminders, welcome
from reports.language import event_period
from reports.models import Action, Event, Report
from reports.procedure import workflow
from reports.views.access import SignedInRequest, clerk_report
from reports.views.clerk.beside import period_notes
from reports.views.clerk.report_page import report_page
from reports.views.paging import Page, page_of
from reports.views.rows_shown import page_of_rows


@require_GET
def report_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    return report_page(request, clerk_report(request, pk))


@require_POST
def report_welcome(request: SignedInRequest, pk: int) -> HttpResponse:
    """«Понятно»: the three sentences of the first visit are not said again."""
    report = clerk_report(request, pk)
    welcome.dismiss(request.user)
    return redirect("report_detail", pk=report.pk)


@require_GET
def report_check(request: SignedInRequest, pk: int) -> HttpResponse:
    report = clerk_report(request, pk)
    if not report.is_editable:
        return redirect("report_detail", pk=report.pk)
    table, rows_page = page_of_rows(request, report_table(report))
    return render(
        request,
        "clerk/report_check.html",
        {
            "report": report,
            "table": table,
            "rows_page": rows_page,
            "problems": _page_of_pairs(
                request, workflow.submission_problems(report), "after_problem"
            ),
            "period_notes": _page_of_pairs(request, _notes_on_periods(report), "after_note"),
            "said": dismissals.said_of(report),
            "forgotten": reminders.forgotten(report),
            "too_early": not report.quarter.is_over(timezone.localdate()),
            "open_remarks": report.remarks.unanswered().select_related("event"),
        },
    )


def _page_of_pairs(
    request: SignedInRequest, pairs: Iterable[tuple[Any, ...]], name: str
) -> Page[Any]:
    """Of what is said of events, in their order."""
    said = [(number, *pair) for number, pair in enumerate(pairs)]
    return page_of(request, said, lambda each: (each[1].position, each[1].pk, each[0]), name=name)


def _notes_on_periods(report: Report) -> list[tuple[Event, str]]:
    """Said, but allowed: ``(event, note)``."""
    notes = []
    for event in report.events.live().in_order():
        if event.period_start or event.period_end:
            period = event_period.parse(event.period, report.quarter)
            if event_period.intersects(period, report.quarter):  # or it is a problem, not a note
                notes += [(event, note) for note in period_notes(period, report.quarter)]
    return notes


@require_GET
def report_no_events(request: SignedInRequest, pk: int) -> HttpResponse:
    report = clerk_report(request, pk)
    if not report.is_editable:
        return redirect("report_detail", pk=report.pk)
    context = {
        "report": report,
        "too_early": not report.quarter.is_over(timezone.localdate()),
        "forgotten": reminders.forgotten(report),
    }
    return render(request, "clerk/report_no_events.html", context)


@require_GET
def report_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Taking a report back asks first and says what it costs."""
    report = clerk_report(request, pk)
    if Action.WITHDRAW not in workflow.available_actions(report, request.user):
        return redirect("report_detail", pk=report.pk)
    context = {
        "report": report,
        "becomes": workflow.target_of(Action.WITHDRAW, report),
        "forgets_first_day": workflow.withdrawal_forgets_first_day(report, timezone.localdate()),
    }
    return render(request, "clerk/report_withdraw.html", context)
