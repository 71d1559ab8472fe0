"""The region's first page: who stands where, who is to be called, and both as a workbook."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.postgresql.deadline import makes_a_file
from municipalities.access import require_role
from municipalities.models import Role, User
from reports.export.files import KINDS
from reports.export.xlsx.plain import write_sheets
from reports.forms.administrator.quarters import ExtensionForm
from reports.language import phones
from reports.models import (
    HANDED_IN,
    Correction,
    DisplayStatus,
    ExtensionRequest,
    Report,
    Status,
)
from reports.overview import board
from reports.overview.sheets import sheets_of
from reports.procedure import extensions, opening
from reports.procedure.guards import Refused, why_locked
from reports.views.access import STAFF, Context, SignedInRequest, staff_quarter, staff_report
from reports.views.paging import page_of
from reports.views.rows_shown import page_of_asked

ATTENTION = "attention"


@require_GET
def quarter_board(request: SignedInRequest, slug: str) -> HttpResponse:
    quarter = staff_quarter(request, slug, *STAFF)
    today = timezone.localdate()
    shown = board.board(quarter, user=request.user, today=today)
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in (*DisplayStatus.values, ATTENTION) else ""
    standings = [row.standing for row in shown.rows]
    waiting = Correction.objects.for_user(request.user).waiting().with_reports()
    asked = list(waiting.filter(event__report__quarter=quarter))
    requests = ExtensionRequest.objects.for_user(request.user).waiting().with_reports()
    wanted = list(requests.filter(report__quarter=quarter))
    urgent = _urgent(standings, asked) | {one.report_id for one in wanted}
    return render(
        request,
        "region/quarter_board.html",
        {
            "quarter": quarter,
            "today": today,
            "board": shown,
            "page": page_of(request, _chosen(shown.rows, chosen, urgent), _official_order),
            "attention": len(urgent),
            "chosen": chosen,
            "next_to_review": Report.objects.for_user(request.user).next_to_review(quarter),
            "asked": page_of_asked(request, asked),
            "extension_requests": wanted,
            "can_review": request.user.role == Role.REGION,
            **_summary(standings),
        },
    )


def _official_order(pair: tuple[Report, board.Row]) -> tuple[int, str]:
    municipality = pair[0].municipality
    return municipality.position, municipality.slug


def _summary(standings: list[board.Standing]) -> Context:
    return {
        "counts": [
            (status, sum(s.counts_as(status) for s in standings)) for status in DisplayStatus
        ],
        "expected": sum(not standing.report.is_closed for standing in standings),
        "handed_in": sum(standing.report.status in HANDED_IN for standing in standings),
        "owed": sum(standing.report.is_editable for standing in standings),
        "in_review": [s.report for s in standings if s.report.status == Status.IN_REVIEW],
    }


def _urgent(standings: list[board.Standing], asked: list[Correction]) -> set[int]:
    """The keys of reports that are late, left unanswered, or objected to."""
    objected = {correction.event.report_id for correction in asked}
    return objected | {s.report.pk for s in standings if s.wants_attention}


def _chosen(
    rows: Sequence[board.Row], chosen: str, urgent: set[int]
) -> list[tuple[Report, board.Row]]:
    return [
        (row.standing.report, row)
        for row in rows
        if not chosen
        or (chosen == ATTENTION and row.standing.report.pk in urgent)
        or (chosen != ATTENTION and row.standing.counts_as(DisplayStatus(chosen)))
    ]


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
    name = f"Сводка_{quarter.calendar.short.replace(' ', '_')}.xlsx"
    return HttpResponse(
        write_sheets(sheets_of(shown, board.debtors(shown.rows))),
        content_type=KINDS["xlsx"].content_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
        },
    )


@require_POST
def extension_settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """One click on the board or on the report: more time, or not."""
    found = ExtensionRequest.objects.for_user(request.user).with_reports()
    asked = get_object_or_404(found, pk=pk)
    require_role(request.user, *STAFF)
    report, grant = asked.report, request.POST.get("grant")
    back = f"{reverse('quarter_board', args=[report.quarter.slug])}#report-{report.pk}"
    name = str(report)  # asked of the database here, not after the commit
    if grant not in ("0", "1"):  # the request was cut
        return redirect(back)
    try:
        extensions.settle_extension(asked, grant=grant == "1", user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        done = "продлен" if grant == "1" else "не продлен"
        messages.success(request, f"Срок сдачи {done}: {name}.")
    return redirect(back)


@require_http_methods(["GET", "POST"])
def report_extension(request: SignedInRequest, pk: int) -> HttpResponse:
    """More time for one municipality, or no more."""
    report = staff_report(request, pk, *STAFF)
    back = f"{reverse('quarter_board', args=[report.quarter.slug])}#report-{report.pk}"
    name = str(report)  # asked of the database here, not after the commit
    form = ExtensionForm(request.POST if request.method == "POST" else None, report=report)
    if request.method == "POST" and form.is_valid():
        try:
            report = opening.extend_due_date(report, user=request.user, **form.extension)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            done = "продлен" if report.extended_until else "снова общий"
            messages.success(request, f"Срок сдачи {done}: {name}.")
            return redirect(back)
    locked = why_locked(report) if report.is_closed or not report.quarter.is_open else ""
    context = {
        "report": report,
        "form": form,
        "back": back,
        "why_locked": locked,
        "extension_requests": report.extension_requests.waiting().with_reports(),
    }
    return render(request, "region/report_extension.html", context)
