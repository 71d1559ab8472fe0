"""The dates and marks of a report that follow from an action: when it counts as handed in."""

import datetime as dt

from django.utils import timezone

from municipalities.models import User
from reports.models import HANDED_IN, SUBMISSIONS, Action, Report, Status

_TAKES_BACK = (Action.WITHDRAW, Action.CONTINUE)


def stamp(
    report: Report,
    action: Action,
    from_status: Status,
    user: User | None,
    note: str,
    handed_in_at: dt.datetime,
) -> None:
    """The status is already the new one. ``handed_in_at`` is the moment that counts if ``action``
    hands the report in."""
    now = timezone.now()
    report.accepted_at = now if report.status == Status.ACCEPTED else None
    if action in SUBMISSIONS:
        if not _first_day_stands(report, from_status):
            report.first_submitted_at = handed_in_at
        report.no_events = action == Action.SUBMIT_EMPTY
        report.submitted_at = handed_in_at
    if action in _TAKES_BACK and from_status in HANDED_IN:
        report.submitted_at = None
        if report.status == Status.DRAFT:
            report.no_events = False
            if withdrawal_forgets_first_day(report, timezone.localdate()):
                report.first_submitted_at = None
    if action == Action.RETURN:
        report.returned_at = now  # and stays: a resubmission taken back has waited since then
    if action == Action.CLOSE:
        report.closed_at, report.closed_by, report.closing_reason = now, user, note
    if action == Action.REOPEN:
        report.closed_at, report.closed_by, report.closing_reason = None, None, ""
        if report.status == Status.DRAFT:
            report.submitted_at = None


def withdrawal_forgets_first_day(report: Report, day: dt.date) -> bool:
    """Whether a first submission that is taken back on ``day`` counts as never made: while there is
    time to make it again. On time means first handed in by the due date: what the region does never
    makes a report late, what its municipality takes back itself may."""
    return day <= report.due_date


def _first_day_stands(report: Report, from_status: Status) -> bool:
    """Whether a report that is handed in again keeps the day on which it was handed in first. After
    a return it does; taken back, as long as its municipality has neither added an event since nor
    deleted one. Of one from the archive the day is not known and never becomes known."""
    if report.first_submitted_at is None:
        return report.log.newest(Action.ARCHIVE) is not None
    if from_status == Status.RETURNED:
        return True
    # What is continued before it was handed in takes nothing back.
    log = report.log.exclude(
        action=Action.CONTINUE, from_status__in=[Status.DRAFT, Status.RETURNED]
    )
    last = log.newest(*SUBMISSIONS, *_TAKES_BACK, Action.TAKE_OVER)
    if last is None or last.contents is None:
        return True
    then = {event["key"] for event in last.contents}
    return then == set(report.events.live().values_list("pk", flat=True))
