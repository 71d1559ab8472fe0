"""What the clerk of a municipality sees and does."""

import datetime as dt

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from municipalities.models import User
from reports.document.build import report_table
from reports.language import event_period
from reports.models import (
    Action,
    Correction,
    Event,
    Quarter,
    Remark,
    Report,
)
from reports.procedure import guards, workflow
from reports.views.access import Context, SignedInRequest, clerk_report, number_of
from reports.views.clerk.beside import corrections_of, period_notes

MOST_OFFERED = 8  # other reports


@require_GET
def report_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    return report_page(request, clerk_report(request, pk))


def report_page(
    request: SignedInRequest,
    report: Report,
    *,
    refused: Remark | None = None,
    objected: Correction | None = None,
) -> HttpResponse:
    """``refused`` is a remark with an answer that was not taken, ``objected`` a correction with such
    an objection: what was typed stays on the page."""
    today = timezone.localdate()
    events = list(report.events.live().in_order().select_related("report__quarter"))
    deleted = report.events.in_bin()
    context = {
        "report": report,
        "status": report.display_status_on(today),
        "today": today,
        "days_unanswered": _days_to_tell(report, today),
        "events": [(event, event.problems) for event in events],
        "unready_count": sum(bool(event.problems) for event in events),
        "deleted_events": deleted,
        "just_deleted": deleted.filter(pk=number_of(request.GET.get("deleted")) or 0).first(),
        "why_locked": guards.why_locked(report),
        "actions": workflow.available_actions(report, request.user),
        "table": None if report.is_editable else report_table(report),
        "corrections": corrections_of(request.user, objected, event__report=report),
        "handed_over": workflow.handed_over(report),
    }
    context |= _own_remarks(request.user, report, refused)
    context |= _other_reports(request.user, report, today)
    return render(request, "clerk/report_detail.html", context)


def _days_to_tell(report: Report, today: dt.date) -> int:
    """For how long the region has waited for an answer, once that is worth a word."""
    days = report.days_unanswered(today)
    return days if days >= settings.RETURNED_REMIND_DAYS else 0


def _own_remarks(user: User, report: Report, refused: Remark | None = None) -> Context:
    sent = Remark.objects.for_user(user).filter(report=report).with_answers()
    remarks = [refused if refused == remark else remark for remark in sent]
    return {
        "refused": refused,
        "open_remarks": [remark for remark in remarks if remark.is_open],
        "fixed_remarks": [r for r in remarks if r.fixed_at and not r.closed_at],
        "closed_remarks": [remark for remark in remarks if remark.closed_at],
        "answerable": [r for r in remarks if report.is_editable and not r.closed_at],
    }


def _other_reports(user: User, report: Report, today: dt.date) -> Context:
    others = Report.objects.for_user(user).filter(municipality=report.municipality_id)
    others = others.exclude(pk=report.pk)
    overdue = others.overdue(today)
    own = Quarter.objects.filter(reports__municipality=report.municipality_id)
    offered = own.offered(today, beside=report.quarter, most=MOST_OFFERED)
    latest_first = others.for_board().order_by("-quarter__year", "-quarter__number")
    return {
        "waiting": overdue.select_related("quarter"),
        "earlier": latest_first.filter(quarter__in=offered),
    }


@require_GET
def report_check(request: SignedInRequest, pk: int) -> HttpResponse:
    report = clerk_report(request, pk)
    if not report.is_editable:
        return redirect("report_detail", pk=report.pk)
    return render(
        request,
        "clerk/report_check.html",
        {
            "report": report,
            "table": report_table(report),
            "problems": workflow.submission_problems(report),
            "period_notes": _notes_on_periods(report),
            "too_early": not report.quarter.is_over(timezone.localdate()),
            "open_remarks": report.remarks.unanswered().select_related("event"),
        },
    )


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
    too_early = not report.quarter.is_over(timezone.localdate())
    return render(
        request, "clerk/report_no_events.html", {"report": report, "too_early": too_early}
    )


@require_GET
def report_receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    report = clerk_report(request, pk)
    if not report.has_receipt:
        return redirect("report_detail", pk=report.pk)
    return render(
        request,
        "clerk/report_receipt.html",
        {
            "report": report,
            "actions": workflow.available_actions(report, request.user),
            "submission": workflow.last_submission(report),
        },
    )


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
