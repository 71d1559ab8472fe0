"""The whole procedure: who may do what to a report, when, and what happens then.

``TRANSITIONS`` is the table. ``perform`` is the only place where a status changes; the verbs
below it are the only places where events and remarks do. All of them lock the report first and
check afterwards, so that nothing lands in a report that has been handed in meanwhile.
"""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from municipalities.models import Role, User
from reports.language import event_period
from reports.language.plural import ru_count
from reports.models import Action, Event, Quarter, Remark, Report, ReportLog, Status


class TransitionError(Exception):
    """A refusal: a whole Russian sentence, shown to the person as it is."""


class StaleEventError(TransitionError):
    """The event has changed since the form was opened. ``current`` is what is stored now."""

    def __init__(self, current: Event):
        super().__init__(
            "Пока вы писали, это мероприятие изменили. Ваш текст сохранен на странице."
        )
        self.current = current


class DeletedEventError(TransitionError):
    """The event has been put into the bin since the form was opened."""

    def __init__(self, event: Event):
        super().__init__(
            "Это мероприятие удалено. Верните его из удаленных на странице отчета и повторите."
        )
        self.event = event


@dataclass(frozen=True)
class Transition:
    sources: frozenset[Status]
    target: Status | None  # None: back to where it was submitted from
    role: Role | None  # None: no person at all, only a command
    needs_remark: bool = False


_UNSENT = frozenset({Status.DRAFT, Status.RETURNED})

TRANSITIONS = {
    Action.SUBMIT: Transition(_UNSENT, Status.SUBMITTED, Role.MUNICIPALITY),
    Action.SUBMIT_EMPTY: Transition(_UNSENT, Status.SUBMITTED, Role.MUNICIPALITY),
    Action.WITHDRAW: Transition(frozenset({Status.SUBMITTED}), None, Role.MUNICIPALITY),
    Action.START_REVIEW: Transition(frozenset({Status.SUBMITTED}), Status.IN_REVIEW, Role.REGION),
    Action.ACCEPT: Transition(frozenset({Status.IN_REVIEW}), Status.ACCEPTED, Role.REGION),
    Action.RETURN: Transition(
        frozenset({Status.IN_REVIEW, Status.ACCEPTED}),
        Status.RETURNED,
        Role.REGION,
        needs_remark=True,
    ),
    Action.ARCHIVE: Transition(frozenset({Status.DRAFT}), Status.ACCEPTED, role=None),
}

# What a refused person is told of the report's present place: why, and who can change that.
_WHY_LOCKED = {
    Status.SUBMITTED: "Отчет сдан и ждет проверки. Чтобы исправить его, отзовите отчет.",
    Status.IN_REVIEW: "Отчет проверяет сотрудник региона. Исправить его можно, если регион вернет отчет "
    "на доработку.",
    Status.ACCEPTED: "Отчет принят. Исправить его можно, если регион вернет отчет на доработку.",
}


def available_actions(report: Report, user: User) -> list[Action]:
    """What ``perform`` would let ``user`` try with ``report`` as it stands: the buttons to draw."""
    if not report.quarter.is_open:
        return []
    return [
        action
        for action, transition in TRANSITIONS.items()
        if report.status in transition.sources and transition.role == user.role
    ]


def why_locked(report: Report) -> str:
    """Why the report cannot be edited and who lifts the lock; empty while it can be."""
    if not report.quarter.is_open:
        return f"{report.quarter} закрыт. Открыть его снова может администратор."
    return _WHY_LOCKED.get(report.status, "")


def submission_problems(report: Report) -> list[tuple[Event, list]]:
    """The events that cannot be submitted yet, each with its ``Problem`` list, in order."""
    events = report.events.live().in_order().select_related("report__quarter")
    return [(event, problems) for event in events if (problems := event.problems)]


@transaction.atomic
def perform(
    action: Action,
    report: Report,
    *,
    user: User | None,
    remark: str = "",
    version: int | None = None,
) -> Report:
    """Do ``action``: lock, check, write, log. Returns the report as it is afterwards.

    ``version`` is the ``report.version`` that was on the screen; when given, a report that has
    changed since is refused. ``remark`` is sent with a return, in addition to those already
    written. ``user`` is None only for actions that no person performs.

    Raises ``TransitionError``.
    """
    action = Action(action)
    report = locked(report)
    _check(action, report, user, version)
    if TRANSITIONS[action].needs_remark:
        _send_remarks(report, user, remark)
    from_status = report.status
    report.status = TRANSITIONS[action].target or _submitted_from(report)
    _stamp(report, action)
    _write(report, user)
    ReportLog.objects.create(
        report=report,
        action=action,
        from_status=from_status,
        to_status=report.status,
        user=user,
        version=report.version,
    )
    return report


def _check(action: Action, report: Report, user: User | None, version: int | None) -> None:
    transition = TRANSITIONS[action]
    check_person(report, user, transition.role)
    check_quarter_open(report)
    if report.status not in transition.sources:
        raise TransitionError(
            f"{action.label}: сейчас это невозможно. Состояние отчета — "
            f"«{report.get_status_display()}». {_WHY_LOCKED.get(report.status, '')}".strip()
        )
    if version is not None and version != report.version:
        raise TransitionError(
            "Отчет изменился, пока вы на него смотрели. Посмотрите его еще раз и повторите."
        )
    _check_contents(action, report)


def _write(report: Report, user: User | None) -> None:
    report.version += 1
    report._history_user = user
    report.save(
        update_fields=[
            "status",
            "no_events",
            "first_submitted_at",
            "submitted_at",
            "accepted_at",
            "version",
        ]
    )


def _submitted_from(report: Report) -> Status:
    """A returned report that is taken back is a returned one again, with its remarks."""
    submission = last_submission(report)
    return Status(submission.from_status) if submission else Status.DRAFT


def last_submission(report: Report) -> ReportLog | None:
    """The log row of the submission that stands; None for a report from the archive."""
    submissions = report.log.filter(action__in=(Action.SUBMIT, Action.SUBMIT_EMPTY))
    return submissions.select_related("user").order_by("-pk").first()


def locked(report: Report) -> Report:
    """The row as it is now, held until the end of the transaction.

    The quarter is read by a later statement on purpose: under READ COMMITTED only that sees a
    closing that was committed while this one waited for the lock.
    """
    return Report.objects.select_for_update().get(pk=report.pk)


def check_person(report: Report, user: User | None, role: Role | None) -> None:
    if role is None and user is None:
        return
    if user is None or user.role != role:
        who = f"Это делает {role.label}." if role else "Это делается только загрузкой из архива."
        raise TransitionError(who)
    if not Report.objects.for_user(user).filter(pk=report.pk).exists():
        raise TransitionError("Это отчет другого муниципального образования.")


def check_quarter_open(report: Report) -> None:
    if not report.quarter.is_open:
        raise TransitionError(why_locked(report))


def _check_contents(action: Action, report: Report) -> None:
    count = report.events.live().count()
    if action == Action.SUBMIT_EMPTY and count:
        raise TransitionError(
            f"В отчете {ru_count(count, 'мероприятие', 'мероприятия', 'мероприятий')}, поэтому он не нулевой. "
            "Удалите мероприятия сами, если их не было, или сдайте отчет с ними."
        )
    if action == Action.ACCEPT and report.remarks.unsent().exists():
        raise TransitionError(
            "К отчету записаны замечания, которые еще не отправлены. Верните отчет на доработку "
            "или уберите замечания, тогда его можно принять."
        )
    if action == Action.SUBMIT:
        if not count:
            raise TransitionError(
                "В отчете нет ни одного мероприятия. Добавьте мероприятие или нажмите «Мероприятий не было»."
            )
        if submission_problems(report):
            raise TransitionError(
                "Отчет не сдан: в нем есть незаполненные места. Заполните их и сдайте отчет."
            )


def _send_remarks(report: Report, user: User, text: str) -> None:
    if text.strip():
        _write_remark(Remark(report=report, text=text, author=user), user)
    unsent = list(report.remarks.unsent())
    if not unsent:
        raise TransitionError("Напишите хотя бы одно замечание: что исправить в отчете.")
    now = timezone.now()
    for remark in unsent:
        remark.sent_at = now
        _write_remark(remark, user)


def _write_remark(remark: Remark, user: User) -> None:
    remark._history_user = user
    remark.save()


def _stamp(report: Report, action: Action) -> None:
    """Dates and marks that follow from ``action``; the status is already the new one."""
    now = timezone.now()
    if action in (Action.SUBMIT, Action.SUBMIT_EMPTY):
        report.no_events = action == Action.SUBMIT_EMPTY
        report.submitted_at = now
        report.first_submitted_at = report.first_submitted_at or now
    if action == Action.WITHDRAW:
        # Taken back before anyone looked: as if it had not been handed in.
        if report.first_submitted_at == report.submitted_at:
            report.first_submitted_at = None
        report.submitted_at = None
        report.no_events = False
    report.accepted_at = now if report.status == Status.ACCEPTED else None


# Events


TEXT_FIELDS = ("name", "place", "period", "content", "participants", "agreements")
OTHER_FIELDS = ("format", "category", "countries", "participants_own", "participants_total")
EVENT_FIELDS = (*TEXT_FIELDS, *OTHER_FIELDS)


@transaction.atomic
def save_event(
    report: Report,
    *,
    user: User,
    event: Event | None = None,
    version: int | None = None,
    creation_key: uuid.UUID | None = None,
    **values,
) -> Event:
    """Add an event to ``report`` or change ``event``. ``values`` are of ``EVENT_FIELDS``.

    ``version`` is the ``event.version`` that the form began from. A new event whose
    ``creation_key`` is already there is not added twice: the stored one is changed instead.

    Raises ``TransitionError`` when the report is locked, ``StaleEventError`` when the event has
    changed since.
    """
    report = locked_for_editing(report, user)
    values |= period_values(values.get("period"), report.quarter)
    if event is None and creation_key is not None:
        event = report.events.filter(creation_key=creation_key).first()
    if event is None:
        last = report.events.aggregate(last=Max("position"))["last"] or 0
        event = Event(report=report, creation_key=creation_key, position=last + 1)
    else:
        event = report.events.select_for_update().get(pk=event.pk)
        if event.deleted_at is not None:
            raise DeletedEventError(event)
        if not _differs(event, values):
            return event
        if version is not None and version != event.version:
            raise StaleEventError(event)
    for field, value in values.items():
        setattr(event, field, value)
    _keep(event, user)
    _arrange(report)
    _touch(report, user, no_events=False)
    return event


@transaction.atomic
def add_events(report: Report, drafts: dict[uuid.UUID, dict], *, user: User) -> int:
    """Add several events, all or none: creation key → values of ``EVENT_FIELDS``. Returns how many
    are new. One that was added before stays as it is now, changed or deleted since.

    Raises ``TransitionError`` when the report is locked.
    """
    report = locked_for_editing(report, user)
    known = report.events.filter(creation_key__in=drafts).values_list("creation_key", flat=True)
    new = drafts.keys() - set(known)
    for key, values in drafts.items():
        if key in new:
            save_event(report, user=user, creation_key=key, **values)
    return len(new)


def period_values(text: str | None, quarter: Quarter) -> dict:
    """Canonical text and dates; what cannot be read is kept as typed, until submission asks."""
    if text is None:
        return {}
    try:
        period = event_period.parse(text, quarter)
    except event_period.PeriodError:
        return {"period": text, "period_start": None, "period_end": None}
    return {"period": period.text, "period_start": period.start, "period_end": period.end}


def _differs(event: Event, values: dict) -> bool:
    """Whether saving ``values`` would change anything: a double click is not a change."""
    asked = Event(**values)
    return any(
        Event._meta.get_field(name).get_prep_value(getattr(event, name))
        != Event._meta.get_field(name).get_prep_value(getattr(asked, name))
        for name in values
    )


@transaction.atomic
def archive_report(report: Report, events: list[dict]) -> Report:
    """Fill an untouched report with ``events`` (values of ``EVENT_FIELDS``), in their order, and
    take it as accepted; without events it is a zero report. For reports that were accepted on
    paper: no person acts here, and when they were handed in is not known.

    Raises ``TransitionError`` when anything has been done to the report already.
    """
    report = locked(report)
    check_quarter_open(report)
    if report.status != Status.DRAFT or report.events.exists():
        raise TransitionError(f"{report}: отчет уже заполнен или сдан, загрузка его не меняет.")
    for position, values in enumerate(events, start=1):
        values = values | period_values(values.get("period"), report.quarter)
        event = Event(report=report, position=position, **values)
        _keep(event, user=None)
    _touch(report, None, ordered_by_hand=True, no_events=not events)
    return perform(Action.ARCHIVE, report, user=None)


@transaction.atomic
def delete_event(event: Event, *, user: User) -> Event:
    """Put the event into the bin; ``restore_event`` takes it out again."""
    report = locked_for_editing(event.report, user)
    event = report.events.select_for_update().get(pk=event.pk)
    if event.deleted_at is None:
        event.deleted_at = timezone.now()
        _keep(event, user)
        _touch(report, user)
    return event


@transaction.atomic
def restore_event(event: Event, *, user: User) -> Event:
    report = locked_for_editing(event.report, user)
    event = report.events.select_for_update().get(pk=event.pk)
    if event.deleted_at is not None:
        event.deleted_at = None
        _keep(event, user)
        _arrange(report)
        _touch(report, user, no_events=False)
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
    values = {field: getattr(event, field) for field in COPIED_FIELDS}
    return save_event(report, user=user, creation_key=creation_key, **values)


@transaction.atomic
def move_event(event: Event, *, up: bool, user: User) -> None:
    """Exchange the event with its neighbour above or below; at the edge nothing happens.

    From then on the report keeps the order people gave it.
    """
    report = locked_for_editing(event.report, user)
    events = list(report.events.live().in_order())
    here = next((i for i, other in enumerate(events) if other.pk == event.pk), None)
    if here is None:
        raise TransitionError("Это мероприятие удалено, переставить его нельзя.")
    there = here - 1 if up else here + 1
    if not 0 <= there < len(events):
        return
    events[here], events[there] = events[there], events[here]
    _number(events)
    _touch(report, user, ordered_by_hand=True)


def locked_for_editing(report: Report, user: User) -> Report:
    report = locked(report)
    check_person(report, user, Role.MUNICIPALITY)
    if not report.is_editable:
        raise TransitionError(why_locked(report))
    return report


def _keep(event: Event, user: User | None) -> None:
    if event.pk:
        event.version += 1
    event._history_user = user
    event.save()


def _arrange(report: Report) -> None:
    """By start, then end, as long as nobody moved a row by hand."""
    events = list(report.events.live().in_order())
    if not report.ordered_by_hand:
        events.sort(
            key=lambda event: (
                event.period_start or event.period_end or dt.date.max,
                event.period_end or dt.date.max,
            )
        )
    _number(events)


def _number(events: list[Event]) -> None:
    for position, event in enumerate(events, start=1):
        if event.position != position:
            # Not save(): a row that was moved along is not a new version of its texts.
            Event.objects.filter(pk=event.pk).update(position=position)


def _touch(report: Report, user: User | None, **changes) -> None:
    """Count a change of the events as a change of the report."""
    for field, value in changes.items():
        setattr(report, field, value)
    report.version += 1
    report._history_user = user
    report.save(update_fields=["version", *changes])
