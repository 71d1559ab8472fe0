"""The whole procedure: who may do what to a report, when, and what happens then.

``TRANSITIONS`` is the table. ``perform`` is the only place where a status changes. It locks the
report first and checks afterwards; so do the verbs of ``editing``, ``remarks`` and ``opening``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from municipalities.models import Role, User
from reports import review
from reports.language.plural import ru_count
from reports.models import Action, Event, Remark, RemarkAnswer, Report, ReportLog, Status


class TransitionError(Exception):
    """A refusal: a whole Russian sentence, shown to the person as it is."""


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
    if action == Action.ACCEPT:
        _close_remarks(report, user)
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
        contents=review.contents_of(report) if action == Action.RETURN else None,
    )
    return report


def accept_several(
    seen: Sequence[tuple[Report, int]], *, user: User
) -> list[tuple[Report, TransitionError | None]]:
    """Accept reports that wait for a decision, each for itself: one that is refused does not keep
    the others back. ``seen`` are the reports with the versions that were on the screen. Returns
    every report with the refusal, None where it was accepted."""
    return [(report, _accept_seen(report, version, user)) for report, version in seen]


def _accept_seen(report: Report, version: int, user: User) -> TransitionError | None:
    try:
        with transaction.atomic():
            if locked(report).status == Status.SUBMITTED:
                version = perform(Action.START_REVIEW, report, user=user, version=version).version
            perform(Action.ACCEPT, report, user=user, version=version)
    except TransitionError as refusal:
        return refusal
    return None


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
            "returned_at",
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
    report = Report.objects.select_for_update().filter(pk=report.pk).first()
    if report is None:
        raise TransitionError("Этого отчета больше нет: администратор удалил его квартал.")
    return report


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
    """A report goes back with something to mend: new remarks, or old ones that stay open."""
    if text.strip():
        _write_remark(Remark(report=report, text=text, author=user), user)
    unsent = list(report.remarks.unsent())
    if not unsent and not report.remarks.open().exists():
        raise TransitionError("Напишите хотя бы одно замечание: что исправить в отчете.")
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
    if action == Action.RETURN:
        report.returned_at = now  # and stays: a resubmission taken back has waited since then
