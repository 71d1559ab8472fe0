"""«Не было» to an event of an earlier year."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from reports.events import reminders
from reports.views.access import SignedInRequest, clerk_report, earlier_event, number_of
from reports.views.refusals import refusal_said


@require_POST
def report_not_held(request: SignedInRequest, pk: int) -> HttpResponse:
    report = clerk_report(request, pk)
    page = "report_check" if report.event_count else "report_no_events"
    key = number_of(request.POST.get("event", ""))
    if key is None:  # the request was cut
        return redirect(page, pk=report.pk)
    event = earlier_event(request, key, report)
    with refusal_said(request):
        reminders.say_not_held(report, event, user=request.user)
    return redirect(page, pk=report.pk)
