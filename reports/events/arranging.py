"""What a clerk does with the list of events as a list: the order of the rows, and several at once."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from municipalities.models import User
from reports.events import editing
from reports.language.plural import ru_count
from reports.models import Event, Report
from reports.procedure.guards import Refused, locked_for_editing


@transaction.atomic
def place_event(event: Event, *, number: int, user: User) -> None:
    """Put the event in the place ``number``, counted from 1; beyond the last place is the last.
    From then on the report keeps the order people gave it."""
    report = locked_for_editing(event.report, user)
    events = editing.in_order(report)
    here = next((i for i, other in enumerate(events) if other.pk == event.pk), None)
    if here is None:
        raise Refused(
            "Это мероприятие удалено, переставить его нельзя.", code="place_of_deleted_event"
        )
    if number < 1:
        raise Refused("Места считаются с первого: укажите число от 1.", code="place_before_first")
    there = min(number, len(events)) - 1
    if there == here:
        return
    events.insert(there, events.pop(here))
    editing.number_rows(events)
    editing.touch(report, user, ordered_by_hand=True)


@transaction.atomic
def order_by_date(report: Report, *, user: User) -> None:
    """By the first day, then by the last; from then on new events take their places by date."""
    report = locked_for_editing(report, user)
    events = editing.in_order(report)
    in_order = sorted(events, key=Event.by_day)
    if events == in_order and not report.ordered_by_hand:
        return
    editing.number_rows(in_order)
    editing.touch(report, user, ordered_by_hand=False)


@transaction.atomic
def delete_events(report: Report, keys: Collection[int], *, user: User) -> list[int]:
    """Put several events into the bin, all or none. Returns the keys of those that went there now;
    what is deleted already stays as it is. Raises ``Refused`` when one is not of this report."""
    report = locked_for_editing(report, user)
    chosen = _chosen(report, keys)
    gone = [event for event in chosen if event.deleted_at is None]
    if gone:
        _put(gone, timezone.now(), user)
        editing.touch(report, user)
    return [event.pk for event in gone]


@transaction.atomic
def restore_events(report: Report, keys: Collection[int], *, user: User) -> int:
    """Take several events out of the bin. Returns how many came back."""
    report = locked_for_editing(report, user)
    back = [event for event in _chosen(report, keys) if event.deleted_at is not None]
    if back:
        _put(back, None, user)
        editing.arrange(report)
        editing.touch(report, user, no_events=False)
    return len(back)


def _put(events: list[Event], deleted_at: dt.datetime | None, user: User) -> None:
    """Into the bin or out of it, each with its state in the history: statements by the batch, not by
    the row. The events are locked."""
    rows = Event.objects.filter(pk__in=[event.pk for event in events])
    rows.update(deleted_at=deleted_at, version=F("version") + 1)
    for event in events:
        event.deleted_at, event.version = deleted_at, event.version + 1
    Event.history.bulk_history_create(
        events, editing.BATCH, update=True, default_user=user, default_change_reason=None
    )


def _chosen(report: Report, keys: Collection[int]) -> list[Event]:
    found = list(editing.locked_events(report).filter(pk__in=keys))
    found.sort(key=lambda event: (event.position, event.pk))
    if not keys:
        raise Refused("Отметьте мероприятия, которые нужно удалить.", code="nothing_ticked")
    if len(found) != len(set(keys)):
        missing = ru_count(len(set(keys)) - len(found), "мероприятие", "мероприятия", "мероприятий")
        raise Refused(
            f"Ничего не изменено: {missing} из отмеченных — не из этого отчета.",
            code="ticked_of_another_report",
        )
    return found
