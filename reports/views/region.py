"""What the regional officer sees and does."""

from collections import Counter

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from municipalities.access import require_role
from municipalities.models import Role
from reports import workflow
from reports.export.build import Include, consolidated_table, report_table
from reports.forms import RemarkForm, ReturnForm
from reports.models import HANDED_IN, Action, Event, Quarter, Remark, Report, State, Status
from reports.workflow import TransitionError

STAFF = (Role.REGION, Role.ADMIN)
HANDED_IN_STATES = (State.ACCEPTED, State.SUBMITTED, State.ZERO)


@require_GET
def quarter_board(request, slug):
    quarter = get_object_or_404(Quarter.objects.by_slug(slug))
    require_role(request.user, *STAFF)
    today = timezone.localdate()
    reports = list(Report.objects.for_user(request.user).filter(quarter=quarter).for_board())
    rows = [(report, report.state_on(today)) for report in reports]
    counts = Counter(state for _, state in rows)
    chosen = request.GET.get("state", "")
    return render(
        request,
        "reports/quarter_board.html",
        {
            "quarter": quarter,
            "quarters": Quarter.objects.all()[:12],
            "today": today,
            "rows": [row for row in rows if chosen in ("", row[1])],
            "counts": [(state, counts[state]) for state in State],
            "chosen": chosen if chosen in State.values else "",
            "total": len(rows),
            "handed_in": sum(counts[state] for state in HANDED_IN_STATES),
            "next_to_review": next_to_review(request.user, quarter),
            "can_review": request.user.role == Role.REGION,
        },
    )


def next_to_review(user, quarter, after=None):
    """The report that has waited longest; the one on the screen is left out."""
    waiting = Report.objects.for_user(user).filter(quarter=quarter, status=Status.SUBMITTED)
    if after is not None:
        waiting = waiting.exclude(pk=after.pk)
    return waiting.order_by("submitted_at", "pk").first()


@require_GET
def report_review(request, pk):
    report = get_object_or_404(Report.objects.for_user(request.user).for_board(), pk=pk)
    require_role(request.user, *STAFF)
    return review_page(request, report, ReturnForm())


def review_page(request, report, return_form, remark_form=None, remark_event=None):
    """The report as the table with its remarks; ``remark_form`` is one that was refused."""
    report = Report.objects.for_user(request.user).for_board().get(pk=report.pk)
    remarks = Remark.objects.for_user(request.user).filter(report=report).select_related("author")
    by_event = {}
    for remark in remarks:
        by_event.setdefault(remark.event_id, []).append(remark)
    table = report_table(report)
    rows = table.sections[0].rows if table.sections else ()
    actions = workflow.available_actions(report, request.user)
    return render(
        request,
        "reports/report_review.html",
        {
            "report": report,
            "state": report.state_on(timezone.localdate()),
            "rows": [
                (
                    row,
                    by_event.get(row.event_id, []),
                    remark_form
                    if remark_event == row.event_id and remark_form
                    else RemarkForm(auto_id=False),
                )
                for row in rows
            ],
            "report_remarks": by_event.get(None, []),
            "unsent_count": sum(remark.sent_at is None for remark in remarks),
            "return_form": return_form,
            "actions": actions,
            # One thing at a time: first the review begins, then there is something to decide.
            "is_waiting": Action.START_REVIEW in actions,
            "can_remark": Action.RETURN in actions and Action.START_REVIEW not in actions,
            "next_report": next_to_review(request.user, report.quarter, after=report),
            "log": report.log.select_related("user"),
        },
    )


@require_POST
def remark_create(request, pk):
    event = get_object_or_404(
        Event.objects.live().for_user(request.user).select_related("report__quarter"), pk=pk
    )
    require_role(request.user, Role.REGION)
    form = RemarkForm(request.POST, auto_id=False)
    if form.is_valid():
        try:
            workflow.add_remark(
                event.report, event=event, text=form.cleaned_data["text"], user=request.user
            )
        except TransitionError as refusal:
            form.add_error("text", str(refusal))
    if form.errors:
        return review_page(request, event.report, ReturnForm(), form, event.pk)
    return redirect(f"{event.report.get_review_url()}#event-{event.pk}")


@require_POST
def remark_delete(request, pk):
    remark = get_object_or_404(
        Remark.objects.for_user(request.user).select_related("report"), pk=pk
    )
    require_role(request.user, Role.REGION)
    try:
        workflow.delete_remark(remark, user=request.user)
    except TransitionError as refusal:
        messages.error(request, str(refusal))
    return redirect("report_review", pk=remark.report_id)


@require_GET
def consolidated(request, slug):
    quarter = get_object_or_404(Quarter.objects.by_slug(slug))
    require_role(request.user, *STAFF)
    include = chosen_include(request)
    reports = list(Report.objects.for_user(request.user).filter(quarter=quarter).for_board())
    taken = (Status.ACCEPTED,) if include is Include.ACCEPTED else HANDED_IN
    today = timezone.localdate()
    return render(
        request,
        "reports/consolidated.html",
        {
            "quarter": quarter,
            "include": include,
            "table": consolidated_table(quarter, include=include),
            "total": len(reports),
            "included": [report for report in reports if report.status in taken],
            "zero": [report for report in reports if report.status in taken and report.no_events],
            "missing": [
                (report, report.state_on(today)) for report in reports if report.status not in taken
            ],
        },
    )


def chosen_include(request):
    submitted = request.GET.get("include") == Include.SUBMITTED
    return Include.SUBMITTED if submitted else Include.ACCEPTED
