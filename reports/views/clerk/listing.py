"""The list of events as a list: places of rows, several rows at once."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from reports.events import arranging
from reports.language.plural import ru_count
from reports.models import Event, Report
from reports.procedure.guards import Refused
from reports.views.access import SignedInRequest, clerk_event, clerk_report, number_of
from reports.views.paging import page_of, part_with
from reports.views.refusals import refusal_said

MOST_EVENTS = 80  # of one part, each with a menu


def part_shown(request: SignedInRequest) -> str:
    """What the address says of the part of the list that is shown; empty for the beginning."""
    return _part(request.GET.get("after", ""))


def _part(after: str) -> str:
    return urlencode({"after": after}) if after else ""


def back_to_list(
    request: SignedInRequest, report: Report, place: str, **said: object
) -> HttpResponse:
    """Back to where the person was: the same part of the list, at the row. ``said`` is told to the
    page in its address."""
    part = part_shown(request)
    query = "&".join(filter(None, [part, *(f"{name}={value}" for name, value in said.items())]))
    return redirect(f"{report.get_absolute_url()}{'?' if query else ''}{query}#{place}")


def back_to_row(request: SignedInRequest, event: Event) -> HttpResponse:
    """To the part of the list in which the row is now: it may have gone far. Asked for before the
    commit of what moved it: an answer that fails behind it would deny what is done."""
    live = event.report.events.live().in_order()
    rows = list(live.values_list("position", "pk"))
    key = next((row for row in rows if row[1] == event.pk), None)
    place = f"event-{event.pk}"
    if key is None:  # in the bin
        return back_to_list(request, event.report, place)
    shown = page_of(request, rows, lambda row: row, most=MOST_EVENTS).rows
    part = _part(part_with(rows, key, most=MOST_EVENTS, shown=shown))
    return redirect(f"{event.report.get_absolute_url()}{'?' if part else ''}{part}#{place}")


@require_POST
def event_place(request: SignedInRequest, pk: int) -> HttpResponse:
    """«Переставить на место №»."""
    event = clerk_event(request, pk)
    number = number_of(request.POST.get("number", "").strip())
    with refusal_said(request), transaction.atomic():
        if number is None:
            raise Refused("Укажите место числом: 1, 2, 3.", code="place_is_no_number")
        arranging.place_event(event, number=number, user=request.user)
        return back_to_row(request, event)
    return back_to_row(request, event)


@require_POST
def report_order_by_date(request: SignedInRequest, pk: int) -> HttpResponse:
    report = clerk_report(request, pk)
    with refusal_said(request):
        arranging.order_by_date(report, user=request.user)
        messages.success(request, "Мероприятия стоят по датам, новые встанут так же.")
    return redirect(f"{report.get_absolute_url()}#events")


@require_POST
def report_delete_events(request: SignedInRequest, pk: int) -> HttpResponse:
    """Those that are ticked; the page offers at once to bring them back."""
    report = clerk_report(request, pk)
    with refusal_said(request):
        gone = arranging.delete_events(report, _ticked(request), user=request.user)
        return back_to_list(request, report, "deleted", deleted=",".join(map(str, gone)))
    return redirect("report_detail", pk=report.pk)


@require_POST
def report_restore_events(request: SignedInRequest, pk: int) -> HttpResponse:
    report, ticked = clerk_report(request, pk), _ticked(request)
    with refusal_said(request):
        with transaction.atomic():
            back = arranging.restore_events(report, ticked, user=request.user)
            answer = back_to_row(request, report.events.get(pk=ticked[0]))
        count = ru_count(back, "мероприятие", "мероприятия", "мероприятий")
        messages.success(request, f"Возвращено: {count}.")
        return answer
    return redirect("report_detail", pk=report.pk)


def _ticked(request: SignedInRequest) -> list[int]:
    """The keys of the events; what is no number is the key of none."""
    return [number_of(key) or 0 for key in request.POST.getlist("event")]
