"""Remarks of the region: written while a report is reviewed, sent with its return, ticked off."""

from django.db import transaction
from django.utils import timezone

from municipalities.models import Role, User
from reports.editing import locked_for_editing
from reports.models import Action, Event, Remark, Report
from reports.workflow import (
    TRANSITIONS,
    TransitionError,
    check_person,
    check_quarter_open,
    locked,
)


@transaction.atomic
def add_remark(report: Report, *, text: str, user: User, event: Event | None = None) -> Remark:
    """Write a remark down; the clerk sees it when the report is returned."""
    report = locked(report)
    _check_reviewable(report, user)
    if event is not None and event.report_id != report.pk:
        raise TransitionError("Это мероприятие из другого отчета.")
    written = report.remarks.unsent().filter(event=event, text=text, author=user).first()
    if written is not None:  # sent twice
        return written
    remark = Remark(report=report, event=event, text=text, author=user)
    remark._history_user = user
    remark.save()
    return remark


@transaction.atomic
def delete_remark(remark: Remark, *, user: User) -> None:
    report = locked(remark.report)
    _check_reviewable(report, user)
    remark = report.remarks.filter(pk=remark.pk).first()  # as it is now
    if remark is None:
        return
    if remark.sent_at is not None:
        raise TransitionError(
            "Замечание уже отправлено муниципальному образованию, убрать его нельзя."
        )
    remark._history_user = user
    remark.delete()


@transaction.atomic
def mark_fixed(remark: Remark, *, fixed: bool, user: User) -> Remark:
    """The clerk ticks a remark off, or takes the tick back."""
    locked_for_editing(remark.report, user)
    remark = Remark.objects.get(pk=remark.pk)
    if remark.sent_at is None:
        raise TransitionError("Это замечание еще не отправлено.")
    remark.fixed_at = timezone.now() if fixed else None
    remark._history_user = user
    remark.save(update_fields=["fixed_at"])
    return remark


def _check_reviewable(report: Report, user: User) -> None:
    check_person(report, user, Role.REGION)
    check_quarter_open(report)
    if report.status not in TRANSITIONS[Action.RETURN].sources:
        raise TransitionError(
            "Замечания пишут, когда проверка отчета начата. Состояние отчета — "
            f"«{report.get_status_display()}»."
        )
