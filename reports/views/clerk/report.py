"""What the clerk of a municipality sees and does."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from reports.events import reminders, welcome
from reports.models import Action
from reports.procedure import entries, stamps, workflow
from reports.views.access import SignedInRequest, clerk_report
from reports.views.clerk.report_page import report_page


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
def report_no_events(request: SignedInRequest, pk: int) -> HttpResponse:
    report = clerk_report(request, pk)
    if not report.is_editable:
        return redirect("report_detail", pk=report.pk)
    context = {
        "report": report,
        "too_early": not report.quarter.is_over(timezone.localdate()),
        "entry": entries.entry_of(report),
        "forgotten": reminders.forgotten(report),
    }
    return render(request, "clerk/report_no_events.html", context)


@require_GET
def report_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Taking a report back asks first and says what it costs."""
    report = clerk_report(request, pk)
    actions = workflow.available_actions(report, request.user)
    # What an officer has handed in may be taken back after the review has begun, too.
    action = Action.CONTINUE if Action.CONTINUE in actions else Action.WITHDRAW
    if report.is_editable or action not in actions:
        return redirect("report_detail", pk=report.pk)
    context = {
        "report": report,
        "action": action,
        "becomes": workflow.target_of(action, report),
        "forgets_first_day": stamps.withdrawal_forgets_first_day(report, timezone.localdate()),
    }
    return render(request, "clerk/report_withdraw.html", context)
