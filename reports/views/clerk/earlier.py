"""Events of other reports as the beginning of new ones."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from reports.models import Event
from reports.procedure import guards
from reports.views.access import SignedInRequest, clerk_report
from reports.views.paging import page_of

PER_PAGE = 20


@require_GET
def event_choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """The municipality's own events, the latest first, to begin a new one from."""
    report = clerk_report(request, pk)
    if guards.why_locked(report):
        messages.info(request, guards.why_locked(report))
        return redirect("report_detail", pk=report.pk)
    asked = " ".join(request.GET.get("q", "").split())[:100]
    events = Event.objects.for_user(request.user).live().containing(asked)
    events = events.filter(report__municipality=report.municipality_id)
    page = page_of(request, list(events.latest_keys()), tuple, most=PER_PAGE)
    shown = Event.objects.select_related("report__quarter").in_bulk([row[-1] for row in page.rows])
    return render(
        request,
        "clerk/event_choose.html",
        {
            "report": report,
            "page": page,
            "events": [shown[row[-1]] for row in page.rows if row[-1] in shown],
            "asked": asked,
        },
    )
