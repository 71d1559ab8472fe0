"""The consolidated report: the document on the screen, what stands in it, and its issues."""

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from municipalities.access import require_role
from municipalities.models import Role
from reports import consolidation, editing
from reports.export.build import Include, Selection, consolidated_table, form_name_of
from reports.export.files import KINDS
from reports.export.table import COLUMNS
from reports.forms.consolidated import LeaveOutForm, SelectionForm
from reports.language.proofreading import proofread_table
from reports.language.quarters import Span
from reports.models import Consolidation, Correction, Event, LeftOut, Quarter, Report
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
    context = {
        "span": span,
        "spans": _spans_beside(span),
        "include": include,
        "selection_form": SelectionForm(request.GET),
        "query": _query(request),
        "table": table,
        "shown": shown,
        "section_number": section_number,
        "prints_empty": any(not section.rows for section in table.sections),
        "form_name": form_name_of(span.last_quarter),
        "can_act": request.user.role == Role.REGION,
        "current": current,
        "issues": Consolidation.objects.of_span(span).light().defer("docx", "xlsx", "contents"),
        "worth_a_look": _worth_a_look(table),
    }
    context |= _who_is_in(request.user, span, include)
    return render(request, "reports/consolidated.html", context)


def _spans_beside(span):
    """The quarter, and the longer periods that end with it or hold it."""
    last = Span(span.year, span.last, span.last)
    return [last, *(longer for longer in Span.of_year(span.year) if longer.last >= span.last)]


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


def _who_is_in(user, span, include):
    quarters = Quarter.objects.of_span(span)
    reports = list(
        Report.objects.for_user(user).filter(quarter__in=quarters).for_board().by_quarter()
    )
    taken, today = include.statuses, timezone.localdate()
    opened = {quarter.number for quarter in quarters}
    return {
        "total": len(reports),
        "included": [report for report in reports if report.status in taken],
        "zero": [report for report in reports if report.status in taken and report.no_events],
        "missing": [(r, r.state_on(today)) for r in reports if r.status not in taken],
        "unopened": [quarter for quarter in span.quarters if quarter.number not in opened],
        "left_out": LeftOut.objects.filter(
            event__report__quarter__in=quarters, event__deleted_at=None
        ).select_related("event__report__quarter", "by"),
    }


def _worth_a_look(table):
    """Remarks on the table as a whole: ``(row, column, finding)``."""
    rows = [row for section in table.sections for row in section.rows]
    keys = [column.key for column in COLUMNS]
    texts = [
        # Sought in the words as they were written: print puts other spaces in.
        {
            key: cell.replace("\N{NO-BREAK SPACE}", " ")
            for key, cell in zip(keys, row.cells, strict=True)
        }
        for row in rows
    ]
    titles = {column.key: column.title.partition("\n")[0] for column in COLUMNS}
    return [(rows[found.row], titles[found.field], found) for found in proofread_table(texts)]


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
            "left_out": _who_is_in(request.user, span, Include.ACCEPTED)["left_out"],
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


@require_http_methods(["GET", "POST"])
def consolidated_issue(request, slug):
    """What is frozen is what was on the screen: the page of the document gives its fingerprint
    along, and a report that has changed since is not issued."""
    require_role(request.user, Role.REGION)
    span = span_or_404(slug)
    seen = request.POST.get("seen") or request.GET.get("seen", "")
    if request.method == "POST":
        try:
            issued = consolidation.issue(span, user=request.user, seen=seen)
        except TransitionError as refusal:
            messages.error(request, str(refusal))
            return redirect("consolidated", slug=span.slug)
        messages.success(request, f"{issued}: сводный отчет выпущен.")
        return redirect("consolidation_detail", pk=issued.pk)
    current = consolidation.current(span)
    if seen != current.fingerprint:
        messages.warning(request, "Посмотрите на сводный отчет, прежде чем выпустить его.")
        return redirect("consolidated", slug=span.slug)
    context = {"span": span, "current": current, "asked": _asked_to_undo(request.user, span)}
    context |= _who_is_in(request.user, span, Include.ACCEPTED)
    return render(request, "reports/consolidated_issue.html", context)


def _asked_to_undo(user, span):
    quarters = Quarter.objects.of_span(span)
    return Correction.objects.for_user(user).waiting().filter(event__report__quarter__in=quarters)


@require_GET
def consolidation_detail(request, pk):
    """What was issued, and what has changed since."""
    issued = get_object_or_404(Consolidation.objects.light(), pk=pk)
    require_role(request.user, *STAFF)
    current = consolidation.current(issued.span)
    return render(
        request,
        "reports/consolidation_detail.html",
        {
            "issued": issued,
            "is_last": issued == current.last_issue,
            "outdated": consolidation.outdated(issued, current.contents),
            "last_issue": current.last_issue,
        },
    )


@require_GET
def consolidation_download(request, pk, extension):
    """The very bytes that were issued."""
    issued = get_object_or_404(Consolidation, pk=pk)
    require_role(request.user, *STAFF)
    if extension not in ("docx", "xlsx"):
        raise Http404
    name = f"{issued.file_stem}_выпуск_{issued.number}.{extension}"
    return HttpResponse(
        bytes(getattr(issued, extension)),
        content_type=KINDS[extension].content_type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
            "Cache-Control": "no-store",
        },
    )
