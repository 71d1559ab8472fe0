"""What the regional officer sees and does."""

import re

from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from municipalities.access import require_role
from municipalities.models import Role
from reports import editing, remarks, workflow
from reports.export.build import report_table
from reports.forms.review import ReviewForm
from reports.models import Action, Remark, Report, Status
from reports.views.review_rows import review_rows
from reports.workflow import TransitionError

STAFF = (Role.REGION, Role.ADMIN)


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


def review_page(request, report, refusal=""):
    """The report as the table with its remarks, or what has changed since it was returned. What
    was sent and refused is on the page again, texts and all."""
    # The version is read before the rows: what is decided upon is never newer than what was seen.
    report = (
        Report.objects.for_user(request.user)
        .for_board()
        .select_related("quarter", "municipality", "closed_by")
        .get(pk=report.pk)
    )
    form = review_form(report, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and refusal:
        form.add_error(None, refusal)
    actions = workflow.available_actions(report, request.user)
    can_act = request.user.role == Role.REGION and report.quarter.is_open
    context = {
        "report": report,
        "state": report.state_on(timezone.localdate()),
        "reviewed_by": workflow.reviewer_of(report),
        "form": form,
        "actions": actions,
        "can_remark": Action.RETURN in actions,
        "can_correct": can_act and report.status in editing.CORRECTABLE,
        # What was typed into a form that came too late is shown all the same.
        "shows_form": Action.RETURN in actions or form.is_bound,
        "log": report.log.select_related("user"),
    }
    asks_all = "all" in request.GET or request.POST.get("all") == "1"
    context |= _beside(request.user, report)
    context |= review_rows(request.user, report, form, shows_all=asks_all)
    return render(request, "reports/report_review.html", context)


def _beside(user, report):
    """The queue: what stands in it before and after the report, and what to review next."""
    waiting = list(Report.objects.for_user(user).waiting().values_list("pk", "status"))
    keys = [pk for pk, _ in waiting]
    here = keys.index(report.pk) if report.pk in keys else None
    before = keys[here - 1] if here else None
    after = keys[here + 1] if here is not None and here + 1 < len(keys) else None
    fresh = (pk for pk, status in waiting if status == Status.SUBMITTED and pk != report.pk)
    upcoming = next(fresh, None)
    named = (
        Report.objects.for_user(user)
        .filter(pk__in={before, after, upcoming} - {None})
        .select_related("quarter", "municipality")
        .prefetch_related("municipality__names")
    )
    reports = {other.pk: other for other in named}
    return {
        "queue_length": len(keys),
        "queue_place": here + 1 if here is not None else None,
        "previous_in_queue": reports.get(before),
        "next_in_queue": reports.get(after),
        "next_report": reports.get(upcoming),
    }


def review_form(report, data=None):
    sections = report_table(report).sections
    return ReviewForm(data, rows=sections[0].rows if sections else (), sent=report.remarks.sent())


@require_POST
def remarks_create(request, pk):
    """Write down everything that was typed on the page of a report."""
    report = get_object_or_404(Report.objects.for_user(request.user), pk=pk)
    require_role(request.user, Role.REGION)
    return keep_typed(request, report, anchor=request.POST.get("at", ""))


def keep_typed(request, report, act=None, anchor=""):
    """Whichever button of the page was pressed, all that was typed on it is kept along with what
    the button does: both or neither. ``act`` is given the form."""
    form = review_form(report, request.POST)
    if not form.is_valid():
        return review_page(request, report)
    try:
        with transaction.atomic():
            write_down(report, form, request.user)
            if act is not None:
                act(form)
    except TransitionError as refusal:
        return review_page(request, report, str(refusal))
    whole = "?all=1" if request.POST.get("all") == "1" else ""
    anchor = f"#{anchor}" if re.fullmatch(r"\w+-\d+", anchor, re.ASCII) else ""
    return redirect(f"{report.get_review_url()}{whole}{anchor}")


@transaction.atomic
def write_down(report, form, user):
    events = {event.pk: event for event in report.events.all()}
    for event_id, cell, text in form.remarks:
        if event_id is not None and event_id not in events:
            raise TransitionError("Это мероприятие из другого отчета.")
        remarks.add_remark(report, event=events.get(event_id), cell=cell, text=text, user=user)
    sent = report.remarks.in_bulk(form.again)
    for pk, text in form.again.items():
        remarks.reopen_remark(sent[pk], text=text, user=user)


def _of_region(request, pk):
    remark = get_object_or_404(
        Remark.objects.for_user(request.user).select_related("report__quarter"), pk=pk
    )
    require_role(request.user, Role.REGION)
    return remark


def _row_of(remark):
    return f"event-{remark.event_id}" if remark.event_id else ""


@require_POST
def remark_delete(request, pk):
    remark = _of_region(request, pk)

    def delete(form):
        remarks.delete_remark(remark, user=request.user)

    return keep_typed(request, remark.report, delete, anchor=_row_of(remark))


@require_POST
def remark_close(request, pk):
    remark = _of_region(request, pk)

    def close(form):
        if remark.pk in form.again:
            raise TransitionError(
                "К замечанию написано, что не исправлено. Сотрите написанное, чтобы закрыть "
                "замечание, или нажмите «Не исправлено»."
            )
        remarks.close_remark(remark, user=request.user)

    return keep_typed(request, remark.report, close, anchor=_row_of(remark))


@require_POST
def remark_reopen(request, pk):
    """With words to it the form has opened it already."""
    remark = _of_region(request, pk)

    def reopen(form):
        if remark.pk not in form.again:
            remarks.reopen_remark(remark, user=request.user)

    return keep_typed(request, remark.report, reopen, anchor=_row_of(remark))
