"""Order and choice of the rows of the consolidated report."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from municipalities.models import Role
from reports.document import issuing
from reports.document.build import Include, consolidated_table
from reports.document.outline import outline
from reports.events import editing
from reports.forms.region.consolidated import LeaveOutForm
from reports.models import Event, LeftOut
from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest, posted, staff_event, staff_quarter
from reports.views.refusals import refusal_said
from reports.views.rows_shown import page_of_left_out, page_of_rows


@require_GET
def consolidated_rows(request: SignedInRequest, slug: str) -> HttpResponse:
    """Order and choice of the rows of one quarter."""
    quarter = staff_quarter(request, slug, Role.REGION)
    span = quarter.span
    told = outline(span, Include.ACCEPTED)
    number = told.number_of(request.GET.get("section", ""))
    # Of a long one thousands of buttons would be shown: one municipality at a time.
    table = told.sections[number - 1].table() if told.is_long else consolidated_table(span)
    table, rows_page = page_of_rows(request, table)
    return render(
        request,
        "region/consolidated_rows.html",
        {
            "quarter": quarter,
            "span": span,
            "table": table,
            "rows_page": rows_page,
            "sections": told.sections if told.is_long else (),
            "section_number": number,
            "left_out": page_of_left_out(request, LeftOut.objects.of_span(span)),
            "query": request.GET.urlencode(),
        },
    )


@require_POST
def event_arrange(request: SignedInRequest, pk: int) -> HttpResponse:
    """The region moves a row of a report that it has accepted or reviews."""
    event = staff_event(request, pk)
    if not {"up", "down"}.isdisjoint(request.POST):  # or the request was cut
        with refusal_said(request):
            editing.move_event(event, up="up" in request.POST, user=request.user)
    return _to_rows(request, event)


@require_http_methods(["GET", "POST"])
def event_leave_out(request: SignedInRequest, pk: int) -> HttpResponse:
    event = staff_event(request, pk)
    form = LeaveOutForm(posted(request))
    if form.is_valid():
        try:
            issuing.leave_out(event, reason=form.cleaned_data["reason"], user=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, "Мероприятие убрано из сводного отчета.", extra_tags=f"event-{event.pk}"
            )
            return _to_rows(request, event)
    return render(request, "region/event_leave_out.html", {"event": event, "form": form})


@require_POST
def event_put_back(request: SignedInRequest, pk: int) -> HttpResponse:
    event = staff_event(request, pk)
    with refusal_said(request):
        issuing.put_back(event, user=request.user)
        messages.success(
            request, "Мероприятие снова в сводном отчете.", extra_tags=f"event-{event.pk}"
        )
    return _to_rows(request, event)


def _to_rows(request: SignedInRequest, event: Event) -> HttpResponse:
    """To the part of the rows that was on the screen."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    page = reverse("consolidated_rows", args=[event.report.quarter.slug])
    return redirect(f"{page}{query}#event-{event.pk}")
