"""The consolidated report: the document on the screen, and what stands in it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from municipalities.access import require_role
from municipalities.models import Role
from reports import consolidation, editing, readiness
from reports.export.build import Include, Selection, consolidated_table, form_name_of
from reports.forms.consolidated import LeaveOutForm, SelectionForm
from reports.language.quarters import Span
from reports.models import Consolidation, Event, LeftOut, Quarter
from reports.views.region import STAFF
from reports.workflow import TransitionError


def span_or_404(slug):
    try:
        span = Span.parse_slug(slug)
    except ValueError as error:
        raise Http404 from error
    if not Quarter.objects.of_span(span).exists():
        raise Http404
    return span


def chosen_include(request):
    submitted = request.GET.get("include") == Include.SUBMITTED
    return Include.SUBMITTED if submitted else Include.ACCEPTED


def chosen_selection(request):
    """What was chosen, as far as it is in the lists; the rest is as if not asked for."""
    form = SelectionForm(request.GET)
    form.is_valid()
    return Selection(**form.cleaned_data)


def table_of(request, span, *, has_data=False):
    """What is on the screen is what is downloaded: the table, and what is issued of it.

    The second is None for a selection, which is never issued."""
    include, selection = chosen_include(request), chosen_selection(request)
    if selection:
        table = consolidated_table(span, include=include, selection=selection, has_data=has_data)
        return table, None
    current = consolidation.current(span, include=include, has_data=has_data)
    return current.table, current


@require_GET
def consolidated(request, slug):
    require_role(request.user, *STAFF)
    span = span_or_404(slug)
    table, current = table_of(request, span)
    shown, section_number = _part_to_show(table, request.GET.get("section", ""))
    quarter = Quarter.objects.of_span(span).order_by("-number").first()  # the last that is open yet
    context = {
        "span": span,
        "quarter": quarter,
        "spans": _spans_beside(span, quarter),
        "include": chosen_include(request),
        "selection_form": SelectionForm(request.GET),
        "query": _query(request),
        "table": table,
        "shown": shown,
        "section_number": section_number,
        "form_name": form_name_of(span.last_quarter),
        "can_act": request.user.role == Role.REGION,
        "distinct_count": _distinct_count(request.user, table),
        "row_by_row": readiness.looks_of_rows(shown) if "texts" in request.GET else None,
        "current": current,
    }
    if current is not None:
        context |= _of_the_whole(request, span, current)
    return render(request, "reports/consolidated.html", context)


def _of_the_whole(request, span, current):
    """What is told of the whole period, and of a part is not true: who is missing, what was issued,
    what only all the rows show."""
    table, today = current.table, timezone.localdate()
    issues = Consolidation.objects.of_span(span).light().defer("docx", "xlsx", "contents")
    return vars(readiness.coverage(request.user, span, chosen_include(request), today)) | {
        "prints_empty": any(not section.rows for section in table.sections),
        "worth_a_look": readiness.looks_of_table(table),
        "issues": [(issued, current.state_of(issued)) for issued in issues],
    }


def _distinct_count(user, table):
    """An event that several municipalities tell of counts once."""
    keys = [row.event_id for section in table.sections for row in section.rows]
    return Event.objects.for_user(user).filter(pk__in=keys).distinct_count()


def _spans_beside(span, quarter):
    """The quarter, and the longer periods of which it is a part."""
    longer = (other for other in Span.of_year(span.year) if quarter.calendar in other.quarters)
    return [quarter.span, *longer]


def _query(request):
    """What was chosen, for the links that keep it."""
    chosen = request.GET.copy()
    chosen.pop("section", None)
    return chosen.urlencode()


def _part_to_show(table, asked):
    """A long document is shown by sections, each with the numbers of the whole; a browser takes
    tens of seconds for thousands of rows. Such a section is a part, should somebody print it."""
    if not table.is_long:
        return table, None
    last = len(table.sections)
    number = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 6 else 1
    section = table.sections[number - 1]
    return table.part((section,), section.title, ""), number


@require_GET
def consolidated_rows(request, slug):
    """Order and choice of the rows of one quarter."""
    require_role(request.user, Role.REGION)
    span = span_or_404(slug)
    if not span.is_quarter:
        raise Http404
    quarter = get_object_or_404(Quarter.objects.of_span(span))
    return render(
        request,
        "reports/consolidated_rows.html",
        {
            "quarter": quarter,
            "span": span,
            "table": consolidated_table(span),
            "left_out": LeftOut.objects.of_span(span),
        },
    )


def staff_event(request, pk):
    event = get_object_or_404(
        Event.objects.for_user(request.user).select_related("report__quarter"), pk=pk
    )
    require_role(request.user, Role.REGION)
    return event


@require_POST
def event_arrange(request, pk):
    """The region moves a row of a report that it has accepted or reviews."""
    event = staff_event(request, pk)
    if not {"up", "down"}.isdisjoint(request.POST):  # or the request was cut
        try:
            editing.move_event(event, up="up" in request.POST, user=request.user)
        except TransitionError as refusal:
            messages.error(request, str(refusal))
    return _to_rows(event)


@require_http_methods(["GET", "POST"])
def event_leave_out(request, pk):
    event = staff_event(request, pk)
    form = LeaveOutForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            consolidation.leave_out(event, reason=form.cleaned_data["reason"], user=request.user)
        except TransitionError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Мероприятие убрано из сводного отчета.")
            return _to_rows(event)
    return render(request, "reports/event_leave_out.html", {"event": event, "form": form})


@require_POST
def event_put_back(request, pk):
    event = staff_event(request, pk)
    try:
        consolidation.put_back(event, user=request.user)
    except TransitionError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Мероприятие снова в сводном отчете.")
    return _to_rows(event)


def _to_rows(event):
    response = redirect("consolidated_rows", slug=event.report.quarter.slug)
    response["Location"] += f"#event-{event.pk}"
    return response
