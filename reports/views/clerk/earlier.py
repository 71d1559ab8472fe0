"""Events of other reports as the beginning of new ones."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from reports.models import Event
from reports.procedure import guards
from reports.views.access import SignedInRequest, clerk_report

PER_PAGE = 20


@require_GET
def event_choose(request: SignedInRequest, pk: int) -> HttpResponse:
    """The municipality's own events, the latest first, to begin a new one from."""
    report = clerk_report(request, pk)
    if guards.why_locked(report):
        messages.info(request, guards.why_locked(report))
        return redirect("report_detail", pk=report.pk)
    asked = " ".join(request.GET.get("q", "").split())[:100]
    events = Event.objects.for_user(request.user).live()
    events = events.filter(report__municipality=report.municipality_id)
    events = events.containing(asked).select_related("report__quarter").latest_first()
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "clerk/event_choose.html", {"report": report, "page": page, "asked": asked}
    )
