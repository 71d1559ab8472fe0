"""The only places where the texts of events are written, added, moved, deleted and brought back.

All of them lock the report first and check afterwards, so that nothing lands in a report that has
been handed in meanwhile.
"""

import itertools
import uuid
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from municipalities.models import Role, User
from reports.events import history
from reports.events.history import Pause
from reports.language import event_period
from reports.language.plural import ru_count
from reports.models import Action, Event, Quarter, Report, Status
from reports.models.events import EventQuerySet
from reports.procedure import guards, workflow
from reports.procedure.guards import Refused, locked_for_correction, locked_for_editing


class StaleEventError(Refused):
    """The event has changed since the form was opened. ``current`` is what is stored now."""

    def __init__(self, current: Event):
        super().__init__(
            "Пока вы писали, это мероприятие изменили. Ваш текст сохранен на странице.",
            code="event_changed",
        )
        self.current = current


class DeletedEventError(Refused):
    """The event has been put into the bin since the form was opened."""

    def __init__(self, event: Event):
        super().__init__(
            "Это мероприятие удалено. Верните его из удаленных на странице отчета и повторите.",
            code="event_deleted",
        )
        self.event = event


# Field of an event → what it is to hold.
Values = Mapping[str, object]

BATCH = 200  # rows of one statement, unless the database takes fewer


@transaction.atomic
def save_event(
    report: Report,
    *,
    user: User,
    event: Event | None = None,
    version: int | None = None,
    creation_key: uuid.UUID | None = None,
    **values: object,
) -> Event:
    """Add an event to ``report`` or change ``event``. ``values`` are of ``EVENT_FIELDS``.

    ``version`` is the ``event.version`` that the form began from. A new event whose
    ``creation_key`` is already there is not added twice: the stored one is changed instead. One
    without a word in it is not added at all and comes back without a key.

    Raises ``Refused`` when the report is locked, ``StaleEventError`` when the event has
    changed since.
    """
    report = locked_for_editing(report, user)
    events = locked_events(report)
    if event is not None:
        event = events.get(pk=event.pk)
    elif creation_key is not None:
        event = events.filter(creation_key=creation_key).first()
    event = event or new_event(report, creation_key)
    change_event(report, event, values, user, version=version)
    return event


def locked_events(report: Report) -> EventQuerySet:
    """Of a report that is locked already, deleted ones too. Without the key of the row: whoever
    only points at an event, as a page does that says «я здесь», need not wait. In the order of
    their keys: the usual one joins the quarter, which would be locked along."""
    return report.events.select_for_update(no_key=True).order_by("pk")


def new_event(report: Report, creation_key: uuid.UUID | None = None) -> Event:
    """Not stored yet; after the others of a report that is locked already."""
    return Event(report=report, creation_key=creation_key, position=_last_position(report) + 1)


def change_event(
    report: Report,
    event: Event,
    values: Values,
    user: User,
    *,
    version: int | None = None,
    pause: Pause | None = None,
) -> None:
    """An event that is new or locked, of a report that is locked and checked already. What changes
    nothing is not written, so a new event without a word in it is not stored."""
    if event.deleted_at is not None:
        raise DeletedEventError(event)
    values = changed(event, with_days(values, report.quarter))
    if values:
        if version is not None and version != event.version:
            raise StaleEventError(event)
        write_event(report, event, values, user, pause)


def write_event(
    report: Report, event: Event, values: Values, user: User, pause: Pause | None = None
) -> None:
    """Into a report that is locked and checked already. ``pause`` is given by what saves itself."""
    # Without a word it has no place of its own: the others are numbered without it.
    day_before = None if event._state.adding or event.is_empty else event.by_day()
    for field, value in values.items():
        setattr(event, field, value)
    _keep(event, user, *values, pause=pause)
    if event.by_day() != day_before:
        arrange(report)
    touch(report, user, pause, no_events=False)


@transaction.atomic
def add_events(report: Report, drafts: Mapping[uuid.UUID, Values], *, user: User) -> int:
    """Add several events, all or none: creation key → values of ``EVENT_FIELDS``. Returns how many
    are new. One that was added before stays as it is now, changed or deleted since.

    Raises ``Refused`` when the report is locked.
    """
    return insert_new(locked_for_editing(report, user), drafts, user)


def insert_new(report: Report, drafts: Mapping[uuid.UUID, Values], user: User) -> int:
    """The same for a report that is locked and checked already."""
    known = set(
        report.events.filter(creation_key__in=drafts).values_list("creation_key", flat=True)
    )
    new = {key: values for key, values in drafts.items() if key not in known}
    if new:
        _insert(report, new.values(), user, creation_keys=new)
        arrange(report)
        touch(report, user, no_events=False)
    return len(new)


def with_days(values: Values, quarter: Quarter) -> dict[str, object]:
    """``values`` with the period in its canonical text, if there is one, and its days; what cannot
    be read is kept as typed, until submission asks."""
    if values.get("period") is None:
        return dict(values)
    text = str(values["period"])
    try:
        period = event_period.parse(text, quarter)
    except event_period.PeriodError:
        return {**values, "period": text, "period_start": None, "period_end": None}
    days = {"period_start": period.start, "period_end": period.end}
    return {**values, "period": period.text, **days}


def differs(event: Event, values: Values) -> bool:
    """Whether saving ``values`` would change anything: a double click is not a change."""
    return bool(changed(event, values))


def changed(event: Event, values: Values) -> dict[str, object]:
    """Those of ``values`` that the event does not hold yet, as they are stored."""
    stored = {name: as_stored(name, value) for name, value in values.items()}
    return {
        name: value
        for name, value in stored.items()
        if value != as_stored(name, getattr(event, name))
    }


def as_stored(name: str, value: object) -> object:
    prepared: object = getattr(Event, name).field.get_prep_value(value)
    return prepared


@transaction.atomic
def archive_report(report: Report, events: Sequence[Values]) -> Report:
    """Fill an untouched report with ``events`` (values of ``EVENT_FIELDS``), in their order, and
    take it as accepted; without events it is a zero report. For reports that were accepted on
    paper: no person acts here, and when they were handed in is not known.

    Raises ``Refused`` when anything has been done to the report already.
    """
    report = guards.locked(report)
    guards.check_quarter_open(report)
    if report.status != Status.DRAFT or report.events.exists():
        raise Refused(
            f"{report}: отчет уже заполнен или сдан, загрузка его не меняет.",
            code="archive_into_filled_report",
        )
    _insert(report, events, user=None)
    touch(report, None, ordered_by_hand=True, no_events=not events)
    return workflow.perform(Action.ARCHIVE, report, user=None)


@transaction.atomic
def delete_event(event: Event, *, user: User) -> Event:
    """Put the event into the bin; ``restore_event`` takes it out again."""
    report = locked_for_editing(event.report, user)
    event = locked_events(report).get(pk=event.pk)
    if event.deleted_at is None:
        event.deleted_at = timezone.now()
        _keep(event, user, "deleted_at")
        touch(report, user)
    return event


@transaction.atomic
def restore_event(event: Event, *, user: User) -> Event:
    report = locked_for_editing(event.report, user)
    event = locked_events(report).get(pk=event.pk)
    if event.deleted_at is not None:
        event.deleted_at = None
        _keep(event, user, "deleted_at")
        arrange(report)
        touch(report, user, no_events=False)
    return event


# What an event of another time may lend to a new one: neither its dates nor its results.
COPIED_FIELDS = ("name", "format", "place", "content", "participants", "category", "countries")


@transaction.atomic
def copy_event(
    event: Event,
    *,
    user: User,
    report: Report | None = None,
    creation_key: uuid.UUID | None = None,
) -> Event:
    """A new event after the others of ``report``, by default the same one, begun from ``event``."""
    report = report or event.report
    copied = report.events.filter(creation_key=creation_key).first() if creation_key else None
    if copied is not None:  # pressed twice; what has been written into the copy since stays
        return copied
    if event.report.municipality_id != report.municipality_id:  # one person may act for both
        raise Refused(
            "Мероприятие другого муниципального образования скопировать нельзя.",
            code="copy_from_another_municipality",
        )
    values = {field: getattr(event, field) for field in COPIED_FIELDS}
    if Event(**values).is_empty:
        raise Refused(
            "В этом мероприятии еще нечего копировать: заполните его.", code="copy_of_empty_event"
        )
    return save_event(report, user=user, creation_key=creation_key, **values)


@transaction.atomic
def move_event(event: Event, *, up: bool, user: User) -> None:
    """Exchange the event with its neighbour above or below; at the edge nothing happens.

    From then on the report keeps the order people gave it: the clerk while it is theirs, the region
    afterwards.
    """
    is_corrected = user.role == Role.REGION and not (
        event.report.is_editable and guards.is_filled_in_by(event.report, user)
    )
    report = (locked_for_correction if is_corrected else locked_for_editing)(event.report, user)
    events = in_order(report)
    here = next((i for i, other in enumerate(events) if other.pk == event.pk), None)
    if here is None:
        raise Refused(
            "Это мероприятие удалено, переставить его нельзя.", code="move_of_deleted_event"
        )
    there = here - 1 if up else here + 1
    if not 0 <= there < len(events):
        return
    events[here], events[there] = events[there], events[here]
    number_rows(events)
    touch(report, user, ordered_by_hand=True)


@transaction.atomic
def hand_over(report: Report, *, successor: Report, user: User) -> int:
    """Give the events of a report that is closed without being handed in to ``successor``, the
    report of the same quarter in which they go on. Their remarks, corrections, history and what was
    decided of them go along; what is in the bin stays. Both logs tell of it. Returns how many.

    Raises ``Refused``, also when ``successor`` is not being filled in: what was handed in is
    changed by its own municipality alone.
    """
    # Both at once and in one order, or two people wait for each other.
    both = Report.objects.select_for_update().filter(pk__in=[report.pk, successor.pk])
    reports = {held.pk: held for held in both.order_by("pk")}
    report, successor = reports[report.pk], reports[successor.pk]
    events = list(report.events.select_for_update().live().in_order())
    _check_successor(report, successor, events)
    last = successor.events.aggregate(last=Max("position"))["last"] or 0
    for position, event in enumerate(events, start=last + 1):
        event.report, event.position = successor, position
        _keep(event, user, "report", "position")
    for remark in report.remarks.filter(event__in=events):
        remark.report, remark._history_user = successor, user
        remark.save(update_fields=["report"])
    arrange(successor)
    touch(successor, user, no_events=False)
    told = ru_count(len(events), "мероприятие", "мероприятия", "мероприятий")
    to, origin = (
        f"Передано в отчет «{successor}»: {told}.",
        f"Передано из отчета «{report}»: {told}.",
    )
    workflow.perform(Action.HAND_OVER, report, user=user, note=to)
    workflow.perform(Action.TAKE_OVER, successor, user=user, note=origin)
    return len(events)


def _check_successor(report: Report, successor: Report, events: list[Event]) -> None:
    if not events:
        raise Refused(
            "В отчете нет ни одного мероприятия, передавать нечего.", code="nothing_to_hand_over"
        )
    if successor.pk == report.pk or successor.quarter_id != report.quarter_id:
        raise Refused(
            "Передать мероприятия можно в другой отчет того же квартала.",
            code="successor_of_another_quarter",
        )
    if not successor.is_editable:
        raise Refused(
            "Передать мероприятия можно в отчет, который заполняется или возвращен на доработку. "
            f"{successor}: «{successor.get_status_display()}».",
            code="successor_not_editable",
        )


def _keep(event: Event, user: User | None, *fields: str, pause: Pause | None = None) -> None:
    if not event._state.adding:
        event.version += 1
    history.keep(event, (*fields, "version"), user, pause)


def _insert(
    report: Report,
    rows: Iterable[Values],
    user: User | None,
    creation_keys: Iterable[uuid.UUID | None] = itertools.repeat(None),
) -> None:
    """New events after the others, with their history: statements by the batch, not by the row."""
    first = _last_position(report) + 1
    events = [
        Event(
            report=report,
            creation_key=key,
            position=position,
            **with_days(values, report.quarter),
        )
        for position, (values, key) in enumerate(zip(rows, creation_keys, strict=False), first)
    ]
    Event.objects.bulk_create(events, BATCH)
    Event.history.bulk_history_create(events, BATCH, default_user=user, default_change_reason=None)


def _last_position(report: Report) -> int:
    return report.events.aggregate(last=Max("position"))["last"] or 0


def arrange(report: Report) -> None:
    """By start, then end, as long as nobody moved a row by hand."""
    events = in_order(report)
    if not report.ordered_by_hand:
        events.sort(key=Event.by_day)
    number_rows(events)


def in_order(report: Report) -> list[Event]:
    """The live events as the list shows them, without the texts. ``report`` is named because the
    related manager sets it: one that is deferred would be loaded again with every row."""
    days = ("report", "position", "period_start", "period_end")
    return list(report.events.live().in_order().only(*days))


def number_rows(events: list[Event]) -> None:
    """Write the places of ``events``: 1, 2, … in the order of the list."""
    moved = []
    for position, event in enumerate(events, start=1):
        if event.position != position:
            event.position = position
            moved.append(event)
    # Not save(): a row that was moved along is not a new version of its texts.
    Event.objects.bulk_update(moved, ["position"])


def touch(report: Report, user: User | None, pause: Pause | None = None, **changes: object) -> None:
    """Count a change of the events as a change of the report."""
    for field, value in changes.items():
        setattr(report, field, value)
    report.version += 1
    history.keep(report, ("version", *changes), user, pause)
