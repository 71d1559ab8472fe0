"""What the regional officer sees and does."""

from collections import Counter, defaultdict
from dataclasses import replace

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from municipalities.access import require_role
from municipalities.models import Role
from reports import remarks, workflow
from reports.export.build import Include, consolidated_table, form_name_of, report_table
from reports.forms.review import ReviewForm
from reports.models import HANDED_IN, Action, Quarter, Remark, Report, State, Status
from reports.workflow import TransitionError

STAFF = (Role.REGION, Role.ADMIN)


@require_GET
def quarter_board(request, slug):
    quarter = get_object_or_404(Quarter.objects.by_slug(slug))
    require_role(request.user, *STAFF)
    today = timezone.localdate()
    reports = list(Report.objects.for_user(request.user).filter(quarter=quarter).for_board())
    rows = [(report, report.state_on(today)) for report in reports]
    counts = Counter(state for _, state in rows)
    chosen = request.GET.get("state", "")
    chosen = chosen if chosen in State.values else ""
    return render(
        request,
        "reports/quarter_board.html",
        {
            "quarter": quarter,
            "other_quarters": Quarter.objects.exclude(pk=quarter.pk)[:12],
            "today": today,
            "rows": [row for row in rows if chosen in ("", row[1])],
            "counts": [(state, counts[state]) for state in State],
            "chosen": chosen,
            "total": len(rows),
            "handed_in": sum(report.status in HANDED_IN for report, _ in rows),
            "next_to_review": next_to_review(request.user, quarter),
            "in_review": [report for report, _ in rows if report.status == Status.IN_REVIEW],
            "can_review": request.user.role == Role.REGION,
        },
    )


def next_to_review(user, quarter, after=None):
    """The report that has waited longest; the one on the screen is left out. None in a closed
    quarter: nothing can be decided there."""
    if not quarter.is_open:
        return None
    waiting = Report.objects.for_user(user).filter(quarter=quarter, status=Status.SUBMITTED)
    if after is not None:
        waiting = waiting.exclude(pk=after.pk)
    return waiting.order_by("submitted_at", "pk").first()


@require_GET
def report_review(request, pk):
    report = get_object_or_404(Report.objects.for_user(request.user).for_board(), pk=pk)
    require_role(request.user, *STAFF)
    return review_page(request, report)


def review_page(request, report, form=None):
    """The report as the table with its remarks. ``form`` is one that was refused, texts and all."""
    report = Report.objects.for_user(request.user).for_board().get(pk=report.pk)
    actions = workflow.available_actions(report, request.user)
    rows = rows_of(report)
    form = form or ReviewForm(rows=rows)
    context = {
        "report": report,
        "state": report.state_on(timezone.localdate()),
        "form": form,
        "actions": actions,
        "can_remark": Action.RETURN in actions,
        # What was typed into a form that came too late is shown all the same.
        "shows_form": Action.RETURN in actions or form.is_bound,
        "next_report": next_to_review(request.user, report.quarter, after=report),
        "log": report.log.select_related("user"),
    }
    return render(
        request, "reports/report_review.html", context | _remarks(request.user, report, rows, form)
    )


def _remarks(user, report, rows, form):
    """The remarks where they belong: beside their rows, to the whole report, to deleted events."""
    of_event = defaultdict(list)
    for remark in (
        Remark.objects.for_user(user).filter(report=report).select_related("author", "event")
    ):
        of_event[remark.event_id].append(remark)
    every = [remark for written in of_event.values() for remark in written]
    return {
        "rows": [(row, of_event.pop(row.event_id, []), form.of_row(row)) for row in rows],
        "report_remarks": of_event.pop(None, []),
        "remarks_to_deleted": [remark for written in of_event.values() for remark in written],
        "unsent_remarks": [remark for remark in every if remark.sent_at is None],
    }


def rows_of(report):
    sections = report_table(report).sections
    return sections[0].rows if sections else ()


@require_POST
def remarks_create(request, pk):
    """Write down everything that was typed on the page of a report."""
    report = get_object_or_404(Report.objects.for_user(request.user), pk=pk)
    require_role(request.user, Role.REGION)
    form = ReviewForm(request.POST, rows=rows_of(report))
    if form.is_valid():
        try:
            add_remarks(report, form, request.user)
        except TransitionError as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return review_page(request, report, form)
    return redirect("report_review", pk=report.pk)


@transaction.atomic
def add_remarks(report, form, user):
    events = {event.pk: event for event in report.events.all()}
    for event_id, text in form.remarks:
        if event_id is not None and event_id not in events:
            raise TransitionError("Это мероприятие из другого отчета.")
        remarks.add_remark(report, event=events.get(event_id), text=text, user=user)


@require_POST
def remark_delete(request, pk):
    remark = get_object_or_404(
        Remark.objects.for_user(request.user).select_related("report"), pk=pk
    )
    require_role(request.user, Role.REGION)
    try:
        remarks.delete_remark(remark, user=request.user)
    except TransitionError as refusal:
        messages.error(request, str(refusal))
    return redirect("report_review", pk=remark.report_id)


@require_GET
def consolidated(request, slug):
    quarter = get_object_or_404(Quarter.objects.by_slug(slug))
    require_role(request.user, *STAFF)
    include = chosen_include(request)
    reports = list(Report.objects.for_user(request.user).filter(quarter=quarter).for_board())
    taken = include.statuses
    today = timezone.localdate()
    table = consolidated_table(quarter, include=include)
    shown, section_number = _part_to_show(table, request.GET.get("section", ""))
    return render(
        request,
        "reports/consolidated.html",
        {
            "quarter": quarter,
            "include": include,
            "table": table,
            "shown": shown,
            "section_number": section_number,
            "form_name": form_name_of(quarter.calendar),
            "total": len(reports),
            "included": [report for report in reports if report.status in taken],
            "prints_empty": any(not section.rows for section in table.sections),
            "zero": [report for report in reports if report.status in taken and report.no_events],
            "missing": [
                (report, report.state_on(today)) for report in reports if report.status not in taken
            ],
        },
    )


def _part_to_show(table, asked):
    """A long document is shown by sections, each with the numbers of the whole; a browser takes
    tens of seconds for thousands of rows."""
    if not table.is_long:
        return table, None
    last = len(table.sections)
    number = min(max(int(asked), 1), last) if asked.isdecimal() and len(asked) < 6 else 1
    return replace(table, sections=table.sections[number - 1 : number]), number


def chosen_include(request):
    submitted = request.GET.get("include") == Include.SUBMITTED
    return Include.SUBMITTED if submitted else Include.ACCEPTED
