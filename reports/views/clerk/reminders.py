"""«Не было» to an event of an earlier year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from reports.events import reminders
from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest, clerk_report, earlier_event, number_of


@require_POST
def report_not_held(request: SignedInRequest, pk: int) -> HttpResponse:
    report = clerk_report(request, pk)
    page = "report_check" if report.event_count else "report_no_events"
    key = number_of(request.POST.get("event", ""))
    if key is None:  # the request was cut
        return redirect(page, pk=report.pk)
    event = earlier_event(request, key, report)
    try:
        reminders.say_not_held(report, event, user=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(page, pk=report.pk)
