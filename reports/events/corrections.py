"""Texts of a municipality that the region changes itself: never unseen, and the clerk may object."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from municipalities.models import Role, User
from reports.events import editing
from reports.language.typography import clean
from reports.models import Cell, Correction, Event
from reports.procedure import guards
from reports.procedure.guards import Refused, check_person, check_quarter_open, locked, why_locked


@transaction.atomic
def correct_event(
    event: Event, *, user: User, version: int | None = None, **texts: str
) -> list[Correction]:
    """Change texts of an event under review or accepted, and keep the old words. ``texts`` are of
    ``Cell``. Returns a correction for every text that has changed.

    Raises ``Refused``; ``editing.StaleEventError`` when the event has changed since
    ``version`` was on the screen.
    """
    if not set(texts) <= set(Cell.values):  # anything else would change without a correction
        raise ValueError(f"Not of a cell: {', '.join(texts)}")
    report = guards.locked_for_correction(event.report, user)
    event = editing.locked_events(report).get(pk=event.pk)
    if event.deleted_at is not None:
        raise editing.DeletedEventError(event)
    values = editing.with_days(texts, report.quarter)
    before = {cell: getattr(event, cell) for cell in Cell.values}
    if not editing.differs(event, values):
        return []
    if version is not None and version != event.version:
        raise editing.StaleEventError(event)
    editing.write_event(report, event, values, user)
    _check_ready(event, texts)
    return [
        Correction.objects.create(
            event=event, cell=cell, old_text=old, new_text=getattr(event, cell), author=user
        )
        for cell, old in before.items()
        if old != getattr(event, cell)
    ]


def why_not(event: Event) -> str:
    """Why the region cannot change texts of the event now; empty when it can."""
    if event.deleted_at is not None:
        return "Это мероприятие удалено, исправлять нечего."
    return guards.why_not_correctable(event.report)


@transaction.atomic
def ask_to_undo(correction: Correction, *, reason: str, user: User) -> Correction:
    """The clerk objects to a correction. Asked twice, it is asked once.

    Raises ``Refused``.
    """
    report = locked(correction.event.report)
    check_person(report, user, Role.MUNICIPALITY)
    check_quarter_open(report)
    if report.is_closed:  # nothing of it is printed
        raise Refused(why_locked(report), code="undo_asked_of_locked_report")
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    reason = clean(reason)
    if correction.settled_at is not None:
        raise Refused("Регион уже рассмотрел вашу просьбу.", code="undo_decided_already")
    if correction.event.deleted_at is not None:
        raise Refused(
            "Это мероприятие удалено, отменять правку не нужно.",
            code="undo_in_deleted_event",
        )
    if correction.asked_at is None:
        correction.asked_at, correction.asked_by = timezone.now(), user
        correction.reason = reason
        correction.save(update_fields=["asked_at", "asked_by", "reason"])
    elif correction.reason != reason:  # a colleague was faster; nobody's words are dropped unseen
        raise Refused(
            f"Отменить эту правку уже просят: {correction.reason}", code="undo_asked_already"
        )
    return correction


@transaction.atomic
def settle(correction: Correction, *, undo: bool, user: User) -> Correction:
    """The region gives the old words back, or leaves the correction as it is."""
    report = locked(correction.event.report)
    check_person(report, user, Role.REGION)
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if correction.asked_at is None or correction.settled_at is not None:
        raise Refused("Запроса на отмену этой правки нет.", code="undo_not_asked")
    if undo:
        _give_back(correction, user)
    correction.settled_at, correction.settled_by = timezone.now(), user
    correction.is_undone = undo
    correction.save(update_fields=["settled_at", "settled_by", "is_undone"])
    return correction


def _give_back(correction: Correction, user: User) -> None:
    event = Event.objects.select_related("report").get(pk=correction.event_id)
    now = getattr(event, correction.cell)
    if now == correction.old_text:  # the clerk has written them back already
        return
    if now != correction.new_text:
        raise Refused(
            "После этой правки текст изменили еще раз, отменить ее нельзя. Исправьте текст сами.",
            code="text_changed_since_correction",
        )
    correct_event(event, user=user, version=None, **{correction.cell: correction.old_text})


def _check_ready(event: Event, cells: Iterable[str]) -> None:
    """What could not have been submitted cannot be made by a correction either."""
    for problem in event.problems:
        if problem.field in cells:
            raise Refused(f"{event}: {problem.text}", code="corrected_text_has_gaps")
