"""Who may do what to a report now: lock, then ask who, then ask when.

Every verb of the procedure, of events and of the document begins here. A refusal is ``Refused``.
"""

import datetime as dt

from django.db.models import QuerySet
from django.utils import timezone

from municipalities.log import log_line
from municipalities.models import Role, User
from reports.language import quarters
from reports.models import Action, Quarter, Report, Status, filled_in_by


class Refused(Exception):
    """A refusal: a whole Russian sentence, shown to the person as it is. The log has a line of it with
    ``code`` instead of the sentence, which may hold words of people; ``code`` is shown nowhere."""

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(sentence)
        self.code = code
        log_line("refusal", code=code)


class TransitionRefused(Refused):
    """A refused transition: ``action``, and the ``status`` in which the report stays. The log has
    its line from the ``refusal`` it is made of."""

    def __init__(self, refusal: Refused, action: Action, status: Status) -> None:
        Exception.__init__(self, str(refusal))
        self.code, self.action, self.status = refusal.code, action, status


# What a refusal says of the report's present status: why it is locked, and who can change that.
_WHY_LOCKED: dict[str, str] = {
    Status.SUBMITTED: "Отчет сдан и ждет проверки. Чтобы исправить его, отзовите отчет.",
    Status.IN_REVIEW: "Отчет проверяет сотрудник региона. Исправить его можно, если регион вернет отчет "
    "на доработку.",
    Status.ACCEPTED: "Отчет принят. Исправить его можно, если регион вернет отчет на доработку.",
}

_CORRECTABLE = (Status.IN_REVIEW, Status.ACCEPTED)


def locked(report: Report) -> Report:
    """The row as it is now, held until the end of the transaction.

    The quarter is read by a later statement on purpose: under READ COMMITTED only that sees a
    closing that was committed while this one waited for the lock.
    """
    held = _row_alone(Report.objects.all(), report)
    if held is None:
        raise Refused(
            "Этого отчета больше нет: администратор удалил его квартал.", code="report_deleted"
        )
    return held


def _row_alone(reports: QuerySet[Report], report: Report) -> Report | None:
    """By its key: the usual order of reports joins the quarter, and a lock on that row makes every
    municipality wait for every other."""
    return reports.select_for_update().filter(pk=report.pk).order_by("pk").first()


def locked_for(report: Report, user: User, role: Role) -> Report:
    """``locked`` and ``check_person`` in one statement: every pause in the typing pays it."""
    held = _row_alone(_theirs(user, role), report)
    if held is not None:
        return held
    report = locked(report)
    check_person(report, user, role)
    return report


def _theirs(user: User, role: Role) -> QuerySet[Report]:
    """The reports with which ``user`` does what is for ``role`` to do."""
    if role == Role.MUNICIPALITY:
        return filled_in_by(user)
    return Report.objects.for_user(user) if user.role == role else Report.objects.none()


def is_filled_in_by(report: Report, user: User) -> bool:
    """Whether ``user`` is its clerk, or enters it on behalf of its municipality."""
    return filled_in_by(user).filter(pk=report.pk).exists()


def locked_for_editing(report: Report, user: User) -> Report:
    report = locked_for(report, user, Role.MUNICIPALITY)
    if not report.is_editable:
        raise Refused(why_locked(report), code="report_locked")
    return report


def locked_for_correction(report: Report, user: User) -> Report:
    """For the region, which changes what the clerk cannot: before and after, the text is theirs."""
    report = locked_for(report, user, Role.REGION)
    why_not = why_not_correctable(report)
    if why_not:
        raise Refused(why_not, code="not_correctable")
    return report


def why_not_correctable(report: Report) -> str:
    """Why the region cannot change texts of the report now, and who can; empty when it can."""
    if not report.quarter.is_open or report.is_closed:
        return why_locked(report)
    if report.status in _CORRECTABLE:
        return ""
    if report.status == Status.SUBMITTED:
        advice = "проверка не начата. Начните ее, и текст можно будет исправить."
    else:
        advice = "сейчас текст у муниципального образования."
    return (
        "Регион исправляет отчет, когда проверка начата или отчет принят. Состояние отчета — "
        f"«{report.get_status_display()}»: {advice}"
    )


def check_person(report: Report, user: User | None, role: Role | None) -> None:
    if role is None and user is None:
        return
    if user is not None and role is not None and _theirs(user, role).filter(pk=report.pk).exists():
        return
    check_role(user, role)
    raise Refused("Это отчет другого муниципального образования.", code="report_of_another")


def check_role(user: User | None, role: Role | None) -> User:
    """``user`` in that ``role``, who alone does it."""
    if user is None or user.role != role:
        who = f"Это делает {role.label}." if role else "Это делается только загрузкой из архива."
        raise Refused(who, code="wrong_role")
    return user


def how_it_came_here(report: Report) -> str:
    """What brought the report where it stands: «отчет принят 12.01.2027 в 16:20 (Иванова)»; empty
    when nothing is written down."""
    steps = report.log.filter(to_status=report.status).select_related("user").defer("contents")
    step = steps.order_by("-pk").first()
    return f"{step.done} {_when_and_who(step.at, step.user)}" if step else ""


def what_changed(report: Report, version: int) -> str:
    """What became of the report after ``version``, the last of it, with when and who. Empty when
    nothing is written down."""
    steps = report.log.filter(version__gt=version).select_related("user").defer("contents")
    step = steps.order_by("-pk").first()
    if step is not None:
        return f"{step.done} {_when_and_who(step.at, step.user)}"
    states = report.history.filter(version__gt=version).select_related("history_user")
    state = states.order_by("-history_date", "-pk").first()
    if state is None:
        return ""
    return f"изменен текст {_when_and_who(state.history_date, state.history_user)}"


def _when_and_who(at: dt.datetime, user: User | None) -> str:
    moment = f"{timezone.localtime(at):%d.%m.%Y в %H:%M}"
    return f"{moment} ({user})" if user else moment


def check_quarter_open(report: Report) -> None:
    check_open(report.quarter)


def check_open(quarter: Quarter) -> None:
    if not quarter.is_open:
        raise Refused(_why_closed(quarter), code="quarter_closed")


def _why_closed(quarter: Quarter) -> str:
    return f"{quarter} закрыт. Открыть его снова может администратор."


def why_locked(report: Report) -> str:
    """Why the report cannot be edited and who lifts the lock; empty while it can be."""
    if not report.quarter.is_open:
        return _why_closed(report.quarter)
    return why_it_stands(report)


def why_it_stands(report: Report) -> str:
    if report.is_closed:
        day = quarters.format_date(timezone.localdate(report.closed_at))
        return (
            f"Отчет закрыт без сдачи {day}, его закрыл сотрудник региона: {report.closed_by}. Отменить "
            f"закрытие может сотрудник региона. Причина: {report.closing_reason}"
        )
    return _WHY_LOCKED.get(report.status, "")
