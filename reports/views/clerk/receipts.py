"""Receipts of a report: one for every handing in, each on a sheet of its own."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from reports.models import Report
from reports.procedure import receipts, workflow
from reports.views.access import SignedInRequest, clerk_report


@require_GET
def report_receipt(request: SignedInRequest, pk: int) -> HttpResponse:
    """The newest one: where handing in leads."""
    report = clerk_report(request, pk)
    known = receipts.receipts_of(report)
    if not known:
        return redirect("report_detail", pk=report.pk)
    return _sheet(request, report, known, known[-1])


@require_GET
def report_receipt_numbered(request: SignedInRequest, pk: int, ordinal: int) -> HttpResponse:
    report = clerk_report(request, pk)
    known = receipts.receipts_of(report)
    if not 1 <= ordinal <= len(known):
        raise Http404
    return _sheet(request, report, known, known[ordinal - 1])


def _sheet(
    request: SignedInRequest,
    report: Report,
    known: list[receipts.Receipt],
    receipt: receipts.Receipt,
) -> HttpResponse:
    context = {
        "report": report,
        "receipt": receipt,
        "receipts": known,
        "stones": report.quarter.reports.count(),
        "is_newest": receipt.ordinal == len(known),
        "actions": workflow.available_actions(report, request.user),
        "today": timezone.localdate(),
    }
    return render(request, "clerk/report_receipt.html", context)
