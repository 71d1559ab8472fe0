"""The page of a report under review: whichever button of it was pressed, what was typed stays."""

import datetime as dt
import re
from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from municipalities.models import Role, User
from reports.columns import COLUMNS
from reports.document.build import report_table
from reports.events import story
from reports.forms.region.review import ReviewForm
from reports.language import phones
from reports.models import Action, Report, Status
from reports.overview.board import people_of
from reports.procedure import entries, guards, ready_remarks, receipts, remarks, workflow
from reports.procedure.guards import Refused
from reports.views.access import Context, SignedInRequest, number_of, posted
from reports.views.region.review_rows import review_rows

_BEFORE_ALL = dt.datetime.min.replace(tzinfo=dt.UTC)


def review_page(request: SignedInRequest, report: Report, refusal: str = "") -> HttpResponse:
    """The report as the table with its remarks, or what has changed since it was returned. What
    was sent and refused is on the page again, texts and all."""
    # The version is read before the rows: what is decided upon is never newer than what was seen.
    report = (
        Report.objects.for_user(request.user)
        .for_board()
        .select_related("quarter", "municipality", "closed_by")
        .get(pk=report.pk)
    )
    form = review_form(report, posted(request))
    if form.is_valid() and refusal:
        form.add_error(None, refusal)
    actions = workflow.available_actions(report, request.user)
    seen = number_of(request.POST.get("version", ""))
    context = {
        "report": report,
        "status": report.display_status_on(timezone.localdate()),
        "receipt": receipts.last_receipt(report),
        "reviewed_by": workflow.reviewer_of(report),
        "form": form,
        # What came too late was decided on another state: the page asks before it is sent again.
        "seen": report.version if seen is None else seen,
        "since": guards.what_changed(report, seen) if seen not in (None, report.version) else "",
        "columns": COLUMNS,
        "actions": actions,
        "can_remark": Action.RETURN in actions,
        "can_correct": request.user.role == Role.REGION and not guards.why_not_correctable(report),
        # What was typed into a form that came too late is shown all the same.
        "shows_form": Action.RETURN in actions or form.is_bound,
        "part": request.POST.get("part", request.GET.urlencode()),
        "ready": ready_remarks.ready_texts(request.user),
        **_whom_to_call(report),
        "log": story.story_of(report)[::-1],
        "extension_requests": report.extension_requests.waiting().with_reports(),
    }
    asks_all = "all" in request.GET or request.POST.get("all") == "1"
    context |= _beside(request.user, report) | _sent_along(report)
    context |= review_rows(request, report, form, shows_all=asks_all)
    return render(request, "region/report_review.html", context)


def _sent_along(report: Report) -> Context:
    """By which entry an officer fills it in, and what stands beside it."""
    return {"entry": entries.entry_of(report), "files": report.files.listed().live()}


def _whom_to_call(report: Report) -> Context:
    """The first of those who act for the municipality, and the numbers as ``phones.parse`` has them."""
    people = people_of(report.municipality_id, timezone.localdate())
    person = next((person for person in people if person.phone), None)
    return {"person": person, "numbers": phones.parse(person.phone) if person else ()}


def _beside(user: User, report: Report) -> Context:
    """The queue: what stands in it before and after the report, and what to review next, which is
    what stands after it. A review that somebody has begun comes last, and after the end the
    beginning."""
    waiting = list(
        Report.objects.for_user(user).waiting().values_list("submitted_at", "pk", "status")
    )
    place = (report.submitted_at or _BEFORE_ALL, report.pk)
    before = [(pk, status) for at, pk, status in waiting if (at, pk) < place]
    after = [(pk, status) for at, pk, status in waiting if (at, pk) > place]
    order = [
        *(pk for pk, status in after + before if status == Status.SUBMITTED),
        *(pk for pk, status in after + before if status != Status.SUBMITTED),
    ]
    upcoming = next(iter(order), None)
    is_waiting = len(before) + len(after) < len(waiting)
    previous = before[-1][0] if before and is_waiting else None
    named = (
        Report.objects.for_user(user)
        .filter(pk__in=[pk for pk in (previous, upcoming) if pk is not None])
        .select_related("quarter", "municipality")
        .prefetch_related("municipality__names")
    )
    reports: dict[int | None, Report] = {other.pk: other for other in named}
    comes_after = is_waiting and upcoming in [pk for pk, _ in after]
    return {
        "queue_length": len(waiting),
        "queue_place": len(before) + 1 if is_waiting else None,
        "previous_in_queue": reports.get(previous),
        "next_in_queue": reports.get(upcoming) if comes_after else None,
        "next_report": reports.get(upcoming),
    }


def review_form(report: Report, data: QueryDict | None = None) -> ReviewForm:
    sections = report_table(report).sections
    return ReviewForm(data, rows=sections[0].rows if sections else (), sent=report.remarks.sent())


def keep_typed(
    request: SignedInRequest,
    report: Report,
    act: Callable[[ReviewForm], object] | None = None,
    anchor: str = "",
) -> HttpResponse:
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
    except Refused as refusal:
        return review_page(request, report, str(refusal))
    following = request.POST.get("following", "")
    if following:
        return redirect(f"{report.get_review_url()}?{following}#review")
    query = QueryDict(request.POST.get("part", "")).copy()
    if request.POST.get("all") == "1":
        query["all"] = "1"
    part = f"?{query.urlencode()}" if query else ""
    anchor = f"#{anchor}" if re.fullmatch(r"\w+-\d+", anchor, re.ASCII) else ""
    return redirect(f"{report.get_review_url()}{part}{anchor}")


@transaction.atomic
def write_down(report: Report, form: ReviewForm, user: User) -> None:
    events = {event.pk: event for event in report.events.all()}
    for event_id, cell, text in form.remarks:
        if event_id is not None and event_id not in events:
            raise Refused("Это мероприятие из другого отчета.", code="event_of_another_report")
        event = None if event_id is None else events[event_id]
        remarks.add_remark(report, event=event, cell=cell, text=text, user=user)
    sent = report.remarks.in_bulk(form.again)
    for pk, text in form.again.items():
        remarks.reopen_remark(sent[pk], text=text, user=user)
