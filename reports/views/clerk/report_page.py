"""The page of a report: what waits for the clerk, the list of events, and what is beside it."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from municipalities.models import Role, User
from reports.document.build import report_table
from reports.events import welcome
from reports.models import Correction, Event, Quarter, Remark, Report, filled_in_by
from reports.models.events import Problem
from reports.overview.deadline import loud_of
from reports.procedure import entries, extensions, guards, receipts, workflow
from reports.views.access import Context, SignedInRequest, number_of
from reports.views.clerk.beside import corrections_of
from reports.views.clerk.listing import MOST_EVENTS, part_shown
from reports.views.paging import page_of
from reports.views.rows_shown import page_of_rows

MOST_OFFERED = 8  # other reports
MOST_BESIDE = 4  # of them in the side column
MOST_UNDONE = 500  # events that one click has deleted


@dataclass(frozen=True)
class Row:
    """An event in the list: its place from 1, what keeps it from being handed in, and how many
    remarks to it are not fixed."""

    number: int
    event: Event
    problems: list[Problem]
    remarks: int

    @property
    def is_ready(self) -> bool:
        return not self.problems and not self.remarks


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
    remarks = _own_remarks(request.user, report, refused)
    waits = _days_to_tell(report, today)
    entry = entries.entry_of(report)
    context: Context = {
        "report": report,
        "today": today,
        "loud": loud_of(
            report,
            today,
            open_remarks=len(remarks["open_remarks"]),
            fixed_remarks=len(remarks["fixed_remarks"]),
            waits=waits,
        ),
        "why_locked": guards.why_locked(report),
        "entry": entry,
        "actions": workflow.available_actions(report, request.user),
        "corrections": corrections_of(request.user, objected, event__report=report),
        "handed_over": workflow.handed_over(report),
        "receipts": receipts.receipts_of(report),
        "files": report.files.listed().live(),
        "newcomer": welcome.is_newcomer(request.user, report),
    }
    if not report.is_editable:
        context["table"], context["rows_page"] = page_of_rows(request, report_table(report))
    context |= remarks | _events(request, report, remarks["open_remarks"])
    context |= _time_asked_for(request.user, report) | _other_reports(request.user, report, today)
    return render(request, "clerk/report_detail.html", context)


def _events(request: SignedInRequest, report: Report, open_remarks: list[Remark]) -> Context:
    """The list with what has just been deleted in the place where it stood."""
    told = Counter(remark.event_id for remark in open_remarks)
    events = report.events.live().in_order().select_related("report__quarter")
    rows = [
        Row(number, event, event.problems, told[event.pk])
        for number, event in enumerate(events, start=1)
    ]
    page = page_of(request, rows, _place, most=MOST_EVENTS)
    deleted = report.events.in_bin()
    just_deleted = list(deleted.filter(pk__in=_keys_in(request.GET.get("deleted", ""))))
    return {
        "events_page": page,
        "ready_count": sum(not row.problems for row in rows),
        "deleted_page": page_of(request, list(deleted), _latest_deleted, name="after_deleted"),
        "just_deleted": just_deleted,
        "deleted_before": _first_after(page.rows, just_deleted),
        "here": part_shown(request),
    }


def _first_after(rows: Sequence[Row], deleted: list[Event]) -> int | None:
    """The key of the row before which the deleted events stood; None at the end of the list."""
    if not deleted:
        return None
    place = min((event.position, event.pk) for event in deleted)
    return next((row.event.pk for row in rows if _place(row) > place), None)


def _keys_in(text: str) -> list[int]:
    """«5,7» → [5, 7]: what has just been deleted."""
    keys = (number_of(part) for part in text.split(",")[:MOST_UNDONE])
    return [key for key in keys if key is not None]


def _place(row: Row) -> tuple[int, int]:
    return row.event.position, row.event.pk


def _latest_deleted(event: Event) -> tuple[float, int]:
    return -event.deleted_at.timestamp() if event.deleted_at else 0.0, -event.pk


def _days_to_tell(report: Report, today: dt.date) -> int:
    """For how long the region has waited for an answer, once that is worth a word."""
    days = report.days_unanswered(today)
    return days if days >= settings.RETURNED_REMIND_DAYS else 0


def _time_asked_for(user: User, report: Report) -> Context:
    return {
        "extension_request": extensions.last_request(report),
        "extension_waits": report.extension_requests.waiting().exists(),
        "may_ask_extension": user.role == Role.MUNICIPALITY
        and not extensions.why_not_asked(report),
    }


def _own_remarks(user: User, report: Report, refused: Remark | None = None) -> Context:
    sent = Remark.objects.for_user(user).sent().filter(report=report).with_answers()
    remarks = [refused if refused == remark else remark for remark in sent]
    return {
        "refused": refused,
        "open_remarks": [remark for remark in remarks if remark.is_open],
        "fixed_remarks": [r for r in remarks if r.fixed_at and not r.closed_at],
        "closed_remarks": [remark for remark in remarks if remark.closed_at],
        "answerable": [r for r in remarks if report.is_editable and not r.closed_at],
    }


def _other_reports(user: User, report: Report, today: dt.date) -> Context:
    others = filled_in_by(user).filter(municipality=report.municipality_id)
    others = others.exclude(pk=report.pk)
    overdue = others.overdue(today)
    own = Quarter.objects.filter(reports__municipality=report.municipality_id)
    offered = own.offered(today, beside=report.quarter, most=MOST_OFFERED)
    latest_first = others.for_board().order_by("-quarter__year", "-quarter__number")
    return {
        "waiting": overdue.select_related("quarter"),
        "earlier": list(latest_first.filter(quarter__in=offered)[:MOST_BESIDE]),
    }
