"""What the clerk of a municipality sees and does."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from municipalities.models import User
from reports.document.build import report_table
from reports.events import reminders
from reports.models import (
    Action,
    Correction,
    Event,
    Quarter,
    Remark,
    Report,
)
from reports.procedure import extensions, guards, receipts, workflow
from reports.views.access import Context, SignedInRequest, clerk_report, number_of
from reports.views.clerk.beside import corrections_of
from reports.views.paging import page_of
from reports.views.rows_shown import page_of_rows

MOST_OFFERED = 8  # other reports
MOST_UNDONE = 500  # events that one click has deleted
MOST_EVENTS = 80  # each with four buttons


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
    numbered = [(number, event, event.problems) for number, event in enumerate(events, start=1)]
    context: Context = {
        "report": report,
        "status": report.display_status_on(today),
        "today": today,
        "days_unanswered": _days_to_tell(report, today),
        "events_page": page_of(request, numbered, _place, most=MOST_EVENTS),
        "unready_count": sum(bool(problems) for _, _, problems in numbered),
        "deleted_page": page_of(request, list(deleted), _latest_deleted, name="after_deleted"),
        "just_deleted": deleted.filter(pk__in=_keys_in(request.GET.get("deleted", ""))),
        "why_locked": guards.why_locked(report),
        "actions": workflow.available_actions(report, request.user),
        "corrections": corrections_of(request.user, objected, event__report=report),
        "handed_over": workflow.handed_over(report),
        "receipts": receipts.receipts_of(report),
    }
    if not report.is_editable:
        context["table"], context["rows_page"] = page_of_rows(request, report_table(report))
    context |= _own_remarks(request.user, report, refused)
    context |= _time_asked_for(report)
    context |= _other_reports(request.user, report, today)
    return render(request, "clerk/report_detail.html", context)


def _keys_in(text: str) -> list[int]:
    """«5,7» → [5, 7]: what has just been deleted."""
    keys = (number_of(part) for part in text.split(",")[:MOST_UNDONE])
    return [key for key in keys if key is not None]


def _place(numbered: tuple[int, Event, Any]) -> tuple[int, int]:
    _, event, _ = numbered
    return event.position, event.pk


def _latest_deleted(event: Event) -> tuple[float, int]:
    return -event.deleted_at.timestamp() if event.deleted_at else 0.0, -event.pk


def _days_to_tell(report: Report, today: dt.date) -> int:
    """For how long the region has waited for an answer, once that is worth a word."""
    days = report.days_unanswered(today)
    return days if days >= settings.RETURNED_REMIND_DAYS else 0


def _time_asked_for(report: Report) -> Context:
    return {
        "extension_request": extensions.last_request(report),
        "extension_waits": report.extension_requests.waiting().exists(),
        "may_ask_extension": not extensions.why_not_asked(report),
    }


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
