"""Remarks of the region: written while a report is reviewed, sent with its return, answered and
ticked off by the clerk, closed or opened again by the region."""

from django.db import transaction
from django.utils import timezone

from municipalities.models import Role, User
from reports.models import Action, Event, Remark, RemarkAnswer, Report
from reports.procedure.guards import (
    Refused,
    check_person,
    check_quarter_open,
    how_it_came_here,
    locked,
    locked_for_editing,
)
from reports.procedure.workflow import TRANSITIONS


@transaction.atomic
def add_remark(
    report: Report, *, text: str, user: User, event: Event | None = None, cell: str = ""
) -> Remark:
    """Write a remark down; the clerk sees it when the report is returned. ``cell`` is of ``Cell``:
    what of the event it is about."""
    report = locked(report)
    _check_reviewable(report, user)
    if event is not None and event.report_id != report.pk:
        raise Refused("Это мероприятие из другого отчета.", code="event_of_another_report")
    same = {"event": event, "cell": cell, "text": text, "author": user}
    written = report.remarks.unsent().filter(**same).first()
    if written is not None:  # sent twice
        return written
    remark = Remark(report=report, **same)
    remark._history_user = user
    remark.save()
    return remark


@transaction.atomic
def delete_remark(remark: Remark, *, user: User) -> None:
    report = locked(remark.report)
    _check_reviewable(report, user)
    now = report.remarks.filter(pk=remark.pk).first()
    if now is None:
        return
    if now.sent_at is not None:
        raise Refused(
            "Замечание уже отправлено муниципальному образованию, убрать его нельзя.",
            code="remark_sent_already",
        )
    now._history_user = user
    now.delete()


@transaction.atomic
def mark_fixed(remark: Remark, *, fixed: bool, user: User) -> Remark:
    """The clerk ticks a remark off, or takes the tick back."""
    remark = _of_clerk(remark, user)
    if fixed == (remark.fixed_at is not None):  # sent twice
        return remark
    remark.fixed_at = timezone.now() if fixed else None
    kind = RemarkAnswer.Kind.FIXED if fixed else RemarkAnswer.Kind.NOT_FIXED
    return _keep(remark, kind, user)


@transaction.atomic
def answer_remark(remark: Remark, *, text: str, user: User) -> Remark:
    """The clerk says something to a remark; the region reads it beside the remark."""
    remark = _of_clerk(remark, user)
    words = (RemarkAnswer.Kind.ANSWER, RemarkAnswer.Kind.REOPENED)
    last = remark.answers.filter(kind__in=words).last()
    if last is not None and (last.text, last.author) == (text, user):  # sent twice
        return remark
    return _keep(remark, RemarkAnswer.Kind.ANSWER, user, text)


@transaction.atomic
def close_remark(remark: Remark, *, text: str = "", user: User) -> Remark:
    """The reviewer is content with what became of a remark. ``text`` is what the same person has
    typed about it as still wrong: with any, the remark is not closed."""
    remark = _of_reviewer(remark, user)
    if text.strip():
        raise Refused(
            "К замечанию написано, что не исправлено. Сотрите написанное, чтобы закрыть "
            "замечание, или нажмите «Не исправлено».",
            code="closing_of_answered_remark",
        )
    if remark.closed_at is not None:
        return remark
    remark.closed_at = timezone.now()
    return _keep(remark, RemarkAnswer.Kind.CLOSED, user)


@transaction.atomic
def reopen_remark(remark: Remark, *, text: str = "", user: User) -> Remark:
    """The reviewer is not content: the remark stands again, with ``text`` if there is more to say.
    The clerk is told when the report is returned."""
    remark = _of_reviewer(remark, user)
    last = remark.answers.last()
    if last is not None and (last.kind, last.text, last.author) == (
        RemarkAnswer.Kind.REOPENED,
        text,
        user,
    ):  # sent twice
        return remark
    if remark.is_open and not text:
        return remark
    remark.fixed_at = remark.closed_at = None
    return _keep(remark, RemarkAnswer.Kind.REOPENED, user, text)


def _of_clerk(remark: Remark, user: User) -> Remark:
    locked_for_editing(remark.report, user)
    remark = _as_sent(remark)
    if remark.closed_at is not None:
        raise Refused(
            "Регион закрыл это замечание, отвечать на него больше не нужно.", code="remark_closed"
        )
    return remark


def _of_reviewer(remark: Remark, user: User) -> Remark:
    _check_reviewable(locked(remark.report), user)
    return _as_sent(remark)


def _as_sent(remark: Remark) -> Remark:
    """The remark as it is now."""
    remark = Remark.objects.get(pk=remark.pk)
    if remark.sent_at is None:
        raise Refused("Это замечание еще не отправлено.", code="remark_not_sent")
    return remark


def _keep(remark: Remark, kind: RemarkAnswer.Kind, user: User, text: str = "") -> Remark:
    remark._history_user = user
    remark.save(update_fields=["fixed_at", "closed_at"])
    RemarkAnswer.objects.create(remark=remark, kind=kind, text=text, author=user)
    return remark


def _check_reviewable(report: Report, user: User) -> None:
    check_person(report, user, Role.REGION)
    check_quarter_open(report)
    if report.status not in TRANSITIONS[Action.RETURN].sources:
        since = how_it_came_here(report)
        raise Refused(
            "Замечания пишут, когда проверка отчета начата. Состояние отчета — "
            f"«{report.get_status_display()}»{since and f': {since}'}.",
            code="remarks_before_review",
        )
