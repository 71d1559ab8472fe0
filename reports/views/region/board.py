"""The region's first page: who stands where, who is to be called, and both as a workbook."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from config.postgresql.deadline import makes_a_file
from municipalities.models import Role, User
from reports.document import duplicates_suggested, issuing
from reports.export.xlsx.plain import Sheet, write_sheet
from reports.language import phones
from reports.models import (
    Correction,
    ExtensionRequest,
    Quarter,
    Report,
    Status,
)
from reports.overview import board, board_list
from reports.overview.sheets import board_sheet, calls_sheet
from reports.views.access import STAFF, Context, SignedInRequest, staff_quarter
from reports.views.attachment import attachment
from reports.views.paging import page_of
from reports.views.rows_shown import page_of_asked


@require_GET
def quarter_board(request: SignedInRequest, slug: str) -> HttpResponse:
    quarter = staff_quarter(request, slug, *STAFF)
    shown = board.board(quarter, user=request.user, today=timezone.localdate())
    waiting = Correction.objects.for_user(request.user).waiting().with_reports()
    asked = list(waiting.filter(event__report__quarter=quarter))
    requests = ExtensionRequest.objects.for_user(request.user).waiting().with_reports()
    wanted = list(requests.filter(report__quarter=quarter))
    standings = [row.standing for row in shown.rows]
    urgent = _urgent(standings, asked) | {one.report_id for one in wanted}
    context = {
        "quarter": quarter,
        "today": timezone.localdate(),
        "board": shown,
        "earlier": shown.earlier[::-1],
        "progress": board_list.progress(shown.rows),
        "most_events": max((s.report.event_count for s in standings), default=0),
        "attention": len(urgent),
        "owed": sum(standing.report.is_editable for standing in standings),
        "in_review": [s.report for s in standings if s.report.status == Status.IN_REVIEW],
        "next_to_review": Report.objects.for_user(request.user).next_to_review(quarter),
        "asked": page_of_asked(request, asked),
        "extension_requests": wanted,
        "can_review": request.user.role == Role.REGION,
        "alike": duplicates_suggested.waiting_pairs(quarter),
        "issue": issuing.last_of(quarter.span),
    }
    context |= _list_of(request, shown.rows, urgent)
    return render(request, "region/quarter_board.html", context)


def _list_of(request: SignedInRequest, rows: Sequence[board.Row], urgent: set[int]) -> Context:
    """The rows that the address asks for, in its order, and the links to the others."""
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in (*board_list.GROUPS, board_list.ATTENTION) else ""
    order = board_list.order_of(request.GET.get("sort", ""))
    sort = {"sort": request.GET["sort"]} if "sort" in request.GET else {}
    narrowed = {"state": chosen} if chosen else {}
    found = board_list.chosen_rows(rows, chosen, urgent)
    return {
        "page": page_of(
            request,
            [(row.standing.report, row) for row in found],
            lambda pair: order.key(pair[1]),
        ),
        "chosen": chosen,
        "whole": urlencode(sort),
        "groups": [
            (group, urlencode({"state": group.state} | sort)) for group in board_list.groups(rows)
        ],
        "attention_query": urlencode({"state": board_list.ATTENTION} | sort),
        "order": order,
        "headings": [
            (column, urlencode(narrowed | {"sort": order.asked_next(column)}))
            for column in board_list.COLUMNS
        ],
    }


def _urgent(standings: list[board.Standing], asked: list[Correction]) -> set[int]:
    """The keys of reports that are late, left unanswered, or objected to."""
    objected = {correction.event.report_id for correction in asked}
    return objected | {s.report.pk for s in standings if s.wants_attention}


@require_GET
def quarter_calls(request: SignedInRequest, slug: str) -> HttpResponse:
    """«Кому позвонить»."""
    quarter = staff_quarter(request, slug, *STAFF)
    rows = board.board(quarter, user=request.user, today=timezone.localdate()).rows
    page = page_of(request, board.debtors(rows), lambda debtor: debtor.order)
    called = [(debtor, _people(debtor)) for debtor in page.rows]
    context = {"quarter": quarter, "debtors": called, "page": page}
    return render(request, "region/quarter_calls.html", context)


def _people(debtor: board.Debtor) -> list[tuple[User, Any]]:
    return [(person, phones.parse(person.phone)) for person in debtor.people]


@require_GET
@makes_a_file
def board_download(request: SignedInRequest, slug: str) -> HttpResponse:
    quarter = staff_quarter(request, slug, *STAFF)
    shown = board.board(quarter, user=request.user, today=timezone.localdate())
    return _workbook(board_sheet(shown, timezone.now()), "Сводка", quarter)


@require_GET
@makes_a_file
def calls_download(request: SignedInRequest, slug: str) -> HttpResponse:
    quarter = staff_quarter(request, slug, *STAFF)
    rows = board.board(quarter, user=request.user, today=timezone.localdate()).rows
    sheet = calls_sheet(quarter, board.debtors(rows), timezone.now())
    return _workbook(sheet, "Кому_позвонить", quarter)


def _workbook(sheet: Sheet, stem: str, quarter: Quarter) -> HttpResponse:
    name = f"{stem}_{quarter.calendar.short.replace(' ', '_')}.xlsx"
    return attachment(write_sheet(sheet), name, "xlsx")
