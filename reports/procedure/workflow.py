"""The whole procedure: who may do what to a report, when, and what happens then.

``TRANSITIONS`` is the table. ``perform`` is the only place where a status changes. It locks the
report first and checks afterwards; so do the verbs of ``editing``, ``remarks`` and ``opening``.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from municipalities.log import about, log_line_when_done
from municipalities.models import Role, User
from reports.language.plural import ru_count
from reports.models import (
    HANDED_IN,
    SUBMISSIONS,
    Action,
    EntryOnBehalf,
    Event,
    Problem,
    Remark,
    RemarkAnswer,
    Report,
    ReportLog,
    Status,
)
from reports.procedure import changes, entries, findings
from reports.procedure.guards import (
    Refused,
    TransitionRefused,
    check_person,
    check_quarter_open,
    how_it_came_here,
    locked,
    what_changed,
    why_it_stands,
)
from reports.procedure.stamps import stamp


@dataclass(frozen=True)
class Transition:
    sources: frozenset[Status]
    target: Status | None  # None: back to where it stood before what is undone, or where it is
    role: Role | None  # None: no person at all, only a command
    undoes: tuple[Action, ...] = ()
    needs_remark: bool = False
    needs_note: bool = False


_UNSENT = frozenset({Status.DRAFT, Status.RETURNED})
_CLOSED = frozenset({Status.CLOSED})

TRANSITIONS = {
    Action.SUBMIT: Transition(_UNSENT, Status.SUBMITTED, Role.MUNICIPALITY),
    Action.SUBMIT_EMPTY: Transition(_UNSENT, Status.SUBMITTED, Role.MUNICIPALITY),
    Action.WITHDRAW: Transition(
        frozenset({Status.SUBMITTED}), None, Role.MUNICIPALITY, undoes=SUBMISSIONS
    ),
    Action.START_REVIEW: Transition(frozenset({Status.SUBMITTED}), Status.IN_REVIEW, Role.REGION),
    Action.RELEASE: Transition(frozenset({Status.IN_REVIEW}), Status.SUBMITTED, Role.REGION),
    Action.ACCEPT: Transition(frozenset({Status.IN_REVIEW}), Status.ACCEPTED, Role.REGION),
    Action.RETURN: Transition(
        frozenset({Status.IN_REVIEW, Status.ACCEPTED}),
        Status.RETURNED,
        Role.REGION,
        needs_remark=True,
    ),
    # A municipality that stops in mid-quarter; its events may go on in another's report, which is
    # ``editing.hand_over``.
    Action.CLOSE: Transition(
        frozenset(Status) - {Status.ACCEPTED, Status.CLOSED},
        Status.CLOSED,
        Role.REGION,
        needs_note=True,
    ),
    Action.REOPEN: Transition(_CLOSED, None, Role.REGION, undoes=(Action.CLOSE,)),
    Action.HAND_OVER: Transition(_CLOSED, None, Role.REGION, needs_note=True),
    Action.TAKE_OVER: Transition(_UNSENT, None, Role.REGION, needs_note=True),
    # An officer enters the report of a municipality that sent it otherwise: see ``entering``.
    Action.ENTER: Transition(_UNSENT, None, Role.REGION, needs_note=True),
    Action.LEAVE: Transition(_UNSENT, None, Role.REGION),
    Action.CONTINUE: Transition(
        _UNSENT | {Status.SUBMITTED, Status.IN_REVIEW},
        None,
        Role.MUNICIPALITY,
        undoes=SUBMISSIONS,
    ),
    Action.ARCHIVE: Transition(frozenset({Status.DRAFT}), Status.ACCEPTED, role=None),
}

# What the report held then decides on what is said or done when it is handed in again.
_KEEPS_CONTENTS = (Action.RETURN, Action.WITHDRAW, Action.TAKE_OVER, Action.CONTINUE)


def available_actions(report: Report, user: User) -> list[Action]:
    """What ``perform`` would let ``user`` try with ``report`` as it stands: the buttons to draw."""
    if not report.quarter.is_open:
        return []
    entry = entries.entry_of(report)
    return [
        action
        for action, transition in TRANSITIONS.items()
        if report.status in transition.sources
        and (transition.role == user.role or entries.lends(action, entry, user))
        and entries.stands_for(action, entry)
    ]


def is_their_duty(action: Action, report: Report, user: User) -> bool:
    """Whether ``user`` is one of those who do ``action`` with ``report``, whenever that is."""
    entry = entries.entry_of(report)
    return TRANSITIONS[action].role == user.role or entries.lends(action, entry, user)


def submission_problems(report: Report) -> list[tuple[Event, list[Problem]]]:
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
    note: str = "",
    version: int | None = None,
    is_personal_data_meant: bool = True,
) -> Report:
    """Do ``action``: lock, check, write, log. Returns the report as it is afterwards.

    ``version`` is the ``report.version`` that was on the screen; when given, a report that has
    changed since is refused. ``remark`` is sent with a return, in addition to those already
    written. ``note`` is kept in the log: why a report is closed, what was handed over. ``user`` is
    None only for actions that no person performs. Unless ``is_personal_data_meant``, a report with
    what looks like personal data is not handed in.

    Raises ``TransitionRefused``, and ``Refused`` for a report that is no longer there.
    """
    action = Action(action)
    report = locked(report)
    entry = entries.entry_of(report)
    with _refusing(action, report, user):
        _check(action, report, user, version, note)
        entries.check(action, report, entry, user)
        if action == Action.SUBMIT and not is_personal_data_meant:
            findings.check_personal_data(report)
        if TRANSITIONS[action].needs_remark:
            _send_remarks(report, user, remark)
    note = note or _note_of(action, report)
    if action == Action.ACCEPT and user is not None:
        _close_remarks(report, user)
    from_status = Status(report.status)
    report.status = target_of(action, report)
    stamp(report, action, from_status, user, note, entries.handed_in_at(entry, user))
    _write(report, user)
    _log(report, action, from_status, user, note, entries.entry_behind(action, entry, user))
    entries.end_by(action, entry, user)
    return report


def why_not(action: Action, report: Report, *, user: User) -> str:
    """Why ``action`` would be refused now, personal data included; empty when it would not be. Nothing
    is written, and nothing is locked."""
    try:
        _check(action, report, user, None, "")
        entries.check(action, report, entries.entry_of(report), user)
        findings.check_personal_data(report)
    except Refused as refusal:
        return str(refusal)
    return ""


@contextmanager
def _refusing(action: Action, report: Report, user: User | None) -> Iterator[None]:
    """What is refused here is refused of ``action``."""
    try:
        with about(action=action.value, status=report.status, **_keys(report, user)):
            yield
    except Refused as refusal:
        raise TransitionRefused(refusal, action, Status(report.status)) from refusal


def _note_of(action: Action, report: Report) -> str:
    """What the log says of an action that needs no words of its own."""
    if action == Action.RELEASE:
        return f"Проверку вел: {reviewer_of(report) or 'не записано'}."
    if action == Action.RETURN:
        return f"Замечания: {report.remarks.open().count()}."
    if action == Action.SUBMIT:
        return f"Мероприятия: {report.events.live().count()}."
    return ""


def _log(
    report: Report,
    action: Action,
    from_status: Status,
    user: User | None,
    note: str,
    on_behalf: EntryOnBehalf | None,
) -> None:
    """One row, and one line once it is committed."""
    ReportLog.objects.create(
        report=report,
        action=action,
        from_status=from_status,
        to_status=report.status,
        user=user,
        version=report.version,
        note=note,
        on_behalf=on_behalf,
        contents=changes.contents_of(report) if action in _KEEPS_CONTENTS else None,
    )
    log_line_when_done(
        "transition",
        action=action.value,
        from_status=from_status.value,
        to_status=report.status,
        version=report.version,
        **_keys(report, user),
    )


def _keys(report: Report, user: User | None) -> dict[str, int | None]:
    return {"report": report.pk, "user": user.pk if user else None}


@transaction.atomic
def accept_several(
    seen: Sequence[tuple[Report, int]], *, user: User
) -> list[tuple[Report, Refused | None]]:
    """Accept reports that wait for a decision, each for itself: one that is refused does not keep
    the others back. ``seen`` are the reports with the versions that were on the screen. Returns
    every report with the refusal, None where it was accepted; a failure accepts none of them."""
    return [(report, _accept_seen(report, version, user)) for report, version in seen]


def _accept_seen(report: Report, version: int, user: User) -> Refused | None:
    try:
        with transaction.atomic():
            if locked(report).status == Status.SUBMITTED:
                version = perform(Action.START_REVIEW, report, user=user, version=version).version
            perform(Action.ACCEPT, report, user=user, version=version)
    except Refused as refusal:
        return refusal
    return None


def _check(
    action: Action, report: Report, user: User | None, version: int | None, note: str
) -> None:
    transition = TRANSITIONS[action]
    check_person(report, user, transition.role)
    check_quarter_open(report)
    if report.status not in transition.sources:
        since = how_it_came_here(report)
        raise Refused(
            f"{action.label}: сейчас это невозможно. Состояние отчета — «{report.get_status_display()}»"
            f"{since and f': {since}'}. {why_it_stands(report)}".strip(),
            code="wrong_status",
        )
    if version is not None and version != report.version:
        since = what_changed(report, version)
        raise Refused(
            f"Отчет изменился, пока вы на него смотрели{since and f': {since}'}. Посмотрите его еще "
            "раз и повторите.",
            code="report_changed",
        )
    _check_contents(action, report)
    if transition.needs_note and not note.strip():
        raise Refused(
            "Напишите, почему отчет закрывается без сдачи.", code="closing_without_reason"
        )


def _write(report: Report, user: User | None) -> None:
    report.version += 1
    report._history_user = user
    report.save(
        update_fields=[
            "status",
            "no_events",
            "first_submitted_at",
            "submitted_at",
            "returned_at",
            "accepted_at",
            "closed_at",
            "closed_by",
            "closing_reason",
            "version",
        ]
    )


def target_of(action: Action, report: Report) -> Status:
    """Where ``action`` would bring the report."""
    transition = TRANSITIONS[action]
    if transition.target is not None:
        return transition.target
    if not transition.undoes or report.status in _UNSENT:
        return Status(report.status)
    undone = report.log.newest(*transition.undoes)
    status = Status(undone.from_status) if undone else Status.DRAFT
    has_anything = report.no_events or report.events.live().exists()
    # All that it was handed in with has gone to another report: it begins anew.
    return status if has_anything or status not in HANDED_IN else Status.DRAFT


def handed_over(report: Report) -> QuerySet[ReportLog]:
    """What went from the report to another, and came to it."""
    moves = (Action.HAND_OVER, Action.TAKE_OVER)
    return report.log.filter(action__in=moves).select_related("user")


def reviewer_of(report: Report) -> User | None:
    """Who began the review that goes on; None while there is none."""
    begun = report.log.newest(Action.START_REVIEW)
    return begun.user if begun and report.status == Status.IN_REVIEW else None


def _check_contents(action: Action, report: Report) -> None:
    count = report.events.live().count()
    if action == Action.SUBMIT_EMPTY and count:
        raise Refused(
            f"В отчете {ru_count(count, 'мероприятие', 'мероприятия', 'мероприятий')}, поэтому он не нулевой. "
            "Удалите мероприятия сами, если их не было, или сдайте отчет с ними.",
            code="zero_report_has_events",
        )
    if action == Action.ACCEPT and report.remarks.unsent().exists():
        raise Refused(
            "К отчету записаны замечания, которые еще не отправлены. Верните отчет на доработку "
            "или уберите замечания, тогда его можно принять.",
            code="unsent_remarks",
        )
    if action == Action.ACCEPT and report.remarks.said_to_stand().exists():
        raise Refused(
            "К замечанию написано, что не исправлено. Верните отчет на доработку, а если исправлено, "
            "сотрите написанное или закройте замечание, тогда отчет можно принять.",
            code="answered_remarks",
        )
    if action == Action.SUBMIT:
        if not count:
            raise Refused(
                "В отчете нет ни одного мероприятия. Добавьте мероприятие или сдайте нулевой отчет.",
                code="report_empty",
            )
        if submission_problems(report):
            raise Refused(
                "Отчет не сдан: в нем есть незаполненные места. Заполните их и сдайте отчет.",
                code="report_has_gaps",
            )


def _send_remarks(report: Report, user: User | None, text: str) -> None:
    """A report goes back with something to mend: new remarks, or old ones that stay open."""
    if text.strip():
        _write_remark(Remark(report=report, text=text, author=user), user)
    unsent = list(report.remarks.unsent())
    if not unsent and not report.remarks.open().exists():
        raise Refused(
            "Напишите хотя бы одно замечание: что исправить в отчете.",
            code="return_without_remarks",
        )
    now = timezone.now()
    returns = report.log.filter(action=Action.RETURN).count()
    for remark in unsent:
        remark.sent_at, remark.round = now, returns + 1
        _write_remark(remark, user)


def _close_remarks(report: Report, user: User) -> None:
    """Nothing is left to mend in what was accepted."""
    now = timezone.now()
    for remark in report.remarks.unsettled():
        remark.closed_at = now
        _write_remark(remark, user)
        RemarkAnswer.objects.create(remark=remark, kind=RemarkAnswer.Kind.CLOSED, author=user)


def _write_remark(remark: Remark, user: User | None) -> None:
    remark._history_user = user
    remark.save()
