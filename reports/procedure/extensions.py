"""«Попросить продлить срок»: a municipality asks for more time, the region answers."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from municipalities.log import log_line_when_done
from municipalities.models import Role, User
from reports.language import quarters
from reports.models import ExtensionRequest, Report, Status
from reports.procedure import guards
from reports.procedure.guards import Refused
from reports.procedure.opening import extend_due_date

LONGEST = dt.timedelta(days=366)  # after the common date; the region's own form allows no more


def why_not_asked(report: Report) -> str:
    """Why more time cannot be asked for now; empty when it can."""
    if not report.quarter.is_open or report.is_closed:
        return guards.why_locked(report)
    if report.status != Status.DRAFT:
        return (
            "Отчет уже сдан, поэтому просить о сроке незачем: возврат на доработку срока не меняет."
        )
    if report.extension_requests.waiting().exists():
        return "Просьба продлить срок уже отправлена, регион на нее еще не ответил."
    return ""


@transaction.atomic
def ask_extension(report: Report, *, until: dt.date, reason: str, user: User) -> ExtensionRequest:
    """Ask the region for time until the end of ``until``. Raises ``Refused``."""
    report = guards.locked_for(report, user, Role.MUNICIPALITY)
    waiting = report.extension_requests.waiting().first()
    if waiting is not None and (waiting.until, waiting.reason) == (until, reason):  # sent twice
        return waiting
    why_not = why_not_asked(report) or _why_not_until(report, until)
    if why_not:
        raise Refused(why_not, code="extension_not_asked")
    if not reason.strip():
        raise Refused("Напишите, почему нужно больше времени.", code="request_without_reason")
    # What no longer waits was answered by events: it gives its place to the new one.
    report.extension_requests.filter(settled_at=None).delete()
    log_line_when_done("extension", outcome="asked", report=report.pk, user=user.pk)
    return ExtensionRequest.objects.create(report=report, until=until, reason=reason, asked_by=user)


def _why_not_until(report: Report, until: dt.date) -> str:
    if until <= report.due_date:
        return f"Укажите день позже нынешнего срока, {quarters.format_date(report.due_date)}."
    if until < timezone.localdate():
        return "Этот день уже прошел. Укажите день не раньше сегодняшнего."
    if until > report.quarter.due_date + LONGEST:
        return "Срок продлевают не больше чем на год."
    return ""


def why_not_answered(request: ExtensionRequest) -> str:
    """Why there is nothing to answer any more; empty while the request waits."""
    report = request.report
    if report.extension_requests.waiting().filter(pk=request.pk).exists():
        return ""
    if request.settled_at is not None:
        at = f"{timezone.localtime(request.settled_at):%d.%m.%Y в %H:%M}"
        done = "срок продлен" if request.is_granted else "срок не продлен"
        return f"На эту просьбу уже ответили: {done} {at} ({request.settled_by})."
    if report.status != Status.DRAFT or not report.quarter.is_open:
        return "Отвечать на просьбу уже незачем: отчет сдан, закрыт или закрыт его квартал."
    return "Отвечать на просьбу уже незачем: срок продлен не меньше, чем просили."


@transaction.atomic
def grant_extension(request: ExtensionRequest, *, user: User) -> ExtensionRequest:
    """The report has time until the day asked for, with the reason that was given. Raises
    ``Refused``, also when there is nothing to answer any more."""
    request = _held(request, user)
    if request.is_granted:  # pressed twice
        return request
    _check_waits(request)
    extend_due_date(request.report, until=request.until, reason=request.reason, user=user)
    request.is_granted = True
    return _settled(request, user, "granted")


@transaction.atomic
def refuse_extension(request: ExtensionRequest, *, reason: str, user: User) -> ExtensionRequest:
    """The date stays, and the municipality reads why. Raises ``Refused``, also when there is nothing
    to answer any more."""
    request = _held(request, user)
    if request.refusal and request.refusal == reason:  # pressed twice
        return request
    _check_waits(request)
    if not reason.strip():
        raise Refused("Напишите, почему срок не продлен.", code="refusal_without_reason")
    request.refusal = reason
    return _settled(request, user, "refused")


def _held(request: ExtensionRequest, user: User) -> ExtensionRequest:
    """The request as it is now, with its locked report."""
    if user.role not in (Role.REGION, Role.ADMIN):
        raise Refused(
            "Срок сдачи продлевает сотрудник региона или администратор.",
            code="extension_by_staff_only",
        )
    report = guards.locked(request.report)
    held = report.extension_requests.get(pk=request.pk)
    held.report = report
    return held


def _check_waits(request: ExtensionRequest) -> None:
    why_not = why_not_answered(request)
    if why_not:
        raise Refused(why_not, code="extension_settled")


def _settled(request: ExtensionRequest, user: User, outcome: str) -> ExtensionRequest:
    request.settled_at, request.settled_by = timezone.now(), user
    request.save(update_fields=["is_granted", "refusal", "settled_at", "settled_by"])
    log_line_when_done("extension", outcome=outcome, report=request.report_id, user=user.pk)
    return request


def last_request(report: Report) -> ExtensionRequest | None:
    """The newest one, answered or not, with the people it names."""
    requests = report.extension_requests.select_related("asked_by", "settled_by")
    return requests.order_by("-pk").first()
