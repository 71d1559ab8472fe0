"""The consolidated report: the document on the screen, and what stands in it."""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from municipalities.access import require_role
from municipalities.models import Role
from reports import consolidation, editing
from reports.export.build import Include, Selection, consolidated_table, form_name_of
from reports.export.table import COLUMNS, EventRow
from reports.forms.consolidated import LeaveOutForm, SelectionForm
from reports.language.proofreading import proofread_event, proofread_table
from reports.language.quarters import Span
from reports.language.typography import ONLINE_MARK
from reports.models import Consolidation, Event, LeftOut, Quarter, Report
from reports.views.region import STAFF
from reports.workflow import TransitionError

AROUND = 15  # characters on each side of what a remark is about


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
        return consolidated_table(
            span, include=include, selection=selection, has_data=has_data
        ), None
    current = consolidation.current(span, include=include, has_data=has_data)
    return current.table, current


@require_GET
def consolidated(request, slug):
    require_role(request.user, *STAFF)
    span = span_or_404(slug)
    table, current = table_of(request, span)
    shown, section_number = _part_to_show(table, request.GET.get("section", ""))
    include = chosen_include(request)
    quarter = Quarter.objects.of_span(span).order_by("-number").first()  # the last that is open yet
    context = {
        "span": span,
        "quarter": quarter,
        "spans": _spans_beside(span, quarter),
        "include": include,
        "selection_form": SelectionForm(request.GET),
        "query": _query(request),
        "table": table,
        "shown": shown,
        "section_number": section_number,
        "form_name": form_name_of(span.last_quarter),
        "can_act": request.user.role == Role.REGION,
        "current": current,
        "issues": Consolidation.objects.of_span(span).light().defer("docx", "xlsx", "contents"),
        "row_by_row": _row_by_row(shown) if "texts" in request.GET else None,
    }
    context |= who_is_in(request.user, span, include) | _said_of(request.user, table)
    return render(request, "reports/consolidated.html", context)


def _said_of(user, table):
    """What is told above the document. An event that several municipalities tell of counts once."""
    keys = [row.event_id for section in table.sections for row in section.rows]
    return {
        "distinct_count": Event.objects.for_user(user).filter(pk__in=keys).distinct_count(),
        "prints_empty": any(not section.rows for section in table.sections),
        "worth_a_look": _worth_a_look(table),
    }


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
    tens of seconds for thousands of rows."""
    if not table.is_long:
        return table, None
    last = len(table.sections)
    number = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 6 else 1
    return replace(table, sections=table.sections[number - 1 : number]), number


def who_is_in(user, span, include):
    quarters = Quarter.objects.of_span(span)
    everyone = Report.objects.for_user(user).filter(quarter__in=quarters).for_board().by_quarter()
    reports = [report for report in everyone if not report.is_closed]
    taken, today = include.statuses, timezone.localdate()
    opened = {quarter.number for quarter in quarters}
    return {
        "total": len(reports),
        "included": [report for report in reports if report.status in taken],
        "zero": [report for report in reports if report.status in taken and report.no_events],
        "missing": [(r, r.state_on(today)) for r in reports if r.status not in taken],
        "without_report": [report for report in everyone if report.is_closed],
        "unopened": [quarter for quarter in span.quarters if quarter.number not in opened],
        "left_out": LeftOut.objects.filter(
            event__report__in=reports, event__deleted_at=None
        ).select_related("event__report__quarter", "by"),
    }


@dataclass(frozen=True)
class Look:
    """Something that is worth a look: the row, the title of its column, the piece of its text (empty
    when the message names it), and what is said of it."""

    row: EventRow
    column: str
    piece: str
    message: str


def _worth_a_look(table):
    """What only the table as a whole shows."""
    rows = [row for section in table.sections for row in section.rows]
    found = proofread_table([_texts(row) for row in rows])
    return [Look(rows[each.row], _TITLES[each.field], "", each.message) for each in found]


def _row_by_row(table):
    """What is found in single cells: for the clerk it stands under the field, here it is asked for."""
    return [
        Look(row, _TITLES[name], _in_place(texts[name], each), each.message)
        for section in table.sections
        for row in section.rows
        for texts in [_texts(row)]
        for name, found in proofread_event({key: texts[key] for key in _CELLS}).items()
        for each in found
    ]


def _in_place(text, found):
    """The piece among its neighbours: a lone hyphen says nothing."""
    first, last = max(0, found.start - AROUND), found.end + AROUND
    dots = ("…" if first else "", "…" if last < len(text) else "")
    return f"{dots[0]}{' '.join(text[first:last].split())}{dots[1]}"


_CELLS = [column.key for column in COLUMNS[1:]]
_TITLES = {column.key: column.title.partition("\n")[0] for column in COLUMNS}


def _texts(row):
    """Column → words as they were written: print puts other spaces in, and adds the online mark."""
    texts = dict(zip(_CELLS, row.cells[1:], strict=True))
    name = texts["name"].removesuffix(f"\n{ONLINE_MARK}")
    return {
        key: text.replace("\N{NO-BREAK SPACE}", " ")
        for key, text in (texts | {"name": name}).items()
    }


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
            "left_out": who_is_in(request.user, span, Include.ACCEPTED)["left_out"],
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
