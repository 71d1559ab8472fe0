"""Opening, extending, closing and taking back a quarter: the administrator's part of the
procedure."""

import datetime as dt
from contextlib import suppress

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from municipalities.models import Municipality, Role, User
from reports.language import quarters
from reports.models import Consolidation, Event, Quarter, Report
from reports.procedure import guards
from reports.procedure.guards import Refused

OPENED_AHEAD = 31  # days before the first one: clerks write down an event when it is agreed upon


@transaction.atomic
def open_quarter(
    calendar: quarters.Quarter, *, user: User | None, due_date: dt.date | None = None
) -> tuple[Quarter, int]:
    """Open a quarter and give every active municipality its report, once however often it is done.

    Returns the quarter and how many reports appeared. ``due_date`` of a quarter that is already
    there is changed only when it is given. A closed quarter stays closed: see ``reopen_quarter``.
    """
    _check_administrator(user)
    due = due_date or calendar.end + dt.timedelta(days=settings.DUE_DAY)
    _check_due_date(due, calendar)
    _create(calendar, due, user)
    quarter = Quarter.objects.select_for_update().get(year=calendar.year, number=calendar.number)
    if not quarter.is_open:
        raise Refused(
            f"{quarter} закрыт. Сначала откройте его снова.", code="opening_of_closed_quarter"
        )
    if due_date is not None and quarter.due_date != due_date:
        quarter = change_due_date(quarter, due_date, user=user)
    last = quarter.reports.order_by("-number").values_list("number", flat=True).first() or 0
    without = Municipality.objects.active().exclude(reports__quarter=quarter)
    _check_names(without)
    for number, municipality in enumerate(without, start=last + 1):
        report = Report(quarter=quarter, municipality=municipality, number=number)
        report._history_user = user
        report.save()
    return quarter, len(without)


def due_to_open(today: dt.date) -> quarters.Quarter | None:
    """The quarter that is to be opened now: it has begun, or begins within ``OPENED_AHEAD`` days;
    None when it is too early for the next one."""
    calendar = Quarter.objects.next_to_open(today)
    return calendar if (calendar.start - today).days <= OPENED_AHEAD else None


def is_far(calendar: quarters.Quarter, today: dt.date) -> bool:
    """Whether it is further ahead than the next one: somebody may have mistyped the year."""
    return calendar.start > quarters.Quarter.of(today).next.start


def _create(calendar: quarters.Quarter, due: dt.date, user: User | None) -> None:
    if Quarter.objects.by_slug(calendar.slug).exists():
        return
    quarter = Quarter(year=calendar.year, number=calendar.number, due_date=due)
    quarter._history_user = user
    with suppress(IntegrityError), transaction.atomic():  # somebody was faster
        quarter.save()


def _check_names(municipalities: QuerySet[Municipality]) -> None:
    """A municipality without an official name would stand in the document under its code."""
    nameless = municipalities.filter(names=None).values_list("slug", flat=True)
    if nameless:
        raise Refused(
            f"Нет официального наименования: {', '.join(nameless)}. Укажите его в справочниках.",
            code="no_official_name",
        )


def _check_administrator(user: User | None) -> None:
    """None is a command, run by whoever keeps the server."""
    if user is not None and user.role != Role.ADMIN:
        raise Refused(
            "Квартал открывает и закрывает администратор.", code="quarters_by_administrator_only"
        )


def _check_due_date(due: dt.date, calendar: quarters.Quarter) -> None:
    if due <= calendar.end:
        raise Refused(
            f"Срок сдачи должен быть позже последнего дня квартала, {quarters.format_date(calendar.end)}.",
            code="due_date_within_quarter",
        )


@transaction.atomic
def change_due_date(quarter: Quarter, due_date: dt.date, *, user: User | None) -> Quarter:
    _check_administrator(user)
    _check_due_date(due_date, quarter.calendar)
    quarter = _locked(quarter)
    if not quarter.is_open:
        raise Refused(
            f"{quarter} закрыт, срок сдачи уже не меняется.", code="due_date_of_closed_quarter"
        )
    return _save_quarter(quarter, user, due_date=due_date)


@transaction.atomic
def close_quarter(quarter: Quarter, *, user: User | None) -> Quarter:
    """Lock all reports of the quarter as they are. Waits for what is being saved right now. Closed
    twice, it is closed once."""
    _check_administrator(user)
    # The quarter first, as everywhere: no report appears in it while its reports are being locked.
    quarter = _locked(quarter)
    if not quarter.is_open:
        return quarter
    list(quarter.reports.select_for_update().order_by("pk"))
    return _save_quarter(quarter, user, closed_at=timezone.now())


@transaction.atomic
def reopen_quarter(quarter: Quarter, *, reason: str, user: User | None) -> Quarter:
    """Lift the lock of a closed quarter; ``reason`` stays with it. An open one stays as it is."""
    _check_administrator(user)
    if not reason.strip():
        raise Refused("Укажите причину повторного открытия.", code="reopening_without_reason")
    quarter = _locked(quarter)
    if quarter.is_open:
        return quarter
    return _save_quarter(quarter, user, closed_at=None, reopening_reason=reason)


def deletable() -> QuerySet[Quarter]:
    """Quarters opened by mistake: nobody has touched a report of theirs, and none is a part of a
    document that was issued."""
    once_written = Event.history.order_by().values("report")
    issued = Consolidation.objects.order_by().filter(
        year=OuterRef("year"),
        first_quarter__lte=OuterRef("number"),
        last_quarter__gte=OuterRef("number"),
    )
    return (
        Quarter.objects.exclude(reports__in=Report.objects.touched())
        .exclude(reports__in=Report.objects.filter(pk__in=once_written))
        .exclude(Exists(issued))
    )


@transaction.atomic
def delete_quarter(quarter: Quarter, *, user: User | None) -> None:
    """Take back the opening of a quarter, with its empty reports; their history stays.

    Raises ``Refused`` when there is something in it. Deleted twice, it is deleted once.
    """
    _check_administrator(user)
    held = Quarter.objects.select_for_update().filter(pk=quarter.pk).first()
    if held is None:
        return
    # Whoever is saving is waited for; whoever comes later finds no report.
    reports = list(held.reports.select_for_update().order_by("pk"))
    if not deletable().filter(pk=held.pk).exists():
        raise Refused(
            f"{held} удалить нельзя: в его отчетах уже что-то есть.", code="quarter_not_empty"
        )
    rows: list[Report | Quarter] = [*reports, held]
    for row in rows:
        row._history_user = user
        row.delete()


@transaction.atomic
def extend_due_date(
    report: Report, *, until: dt.date | None, reason: str = "", user: User
) -> Report:
    """Give one municipality more time, or take it back with None. The quarter's own date stays."""
    report = guards.locked(report)
    if user.role not in (Role.REGION, Role.ADMIN):
        raise Refused(
            "Срок сдачи продлевает сотрудник региона или администратор.",
            code="extension_by_staff_only",
        )
    guards.check_quarter_open(report)
    if report.is_closed:
        raise Refused(guards.why_locked(report), code="extension_of_closed_report")
    if until is not None and until <= report.quarter.due_date:
        due = quarters.format_date(report.quarter.due_date)
        raise Refused(
            f"Продленный срок должен быть позже общего срока, {due}.",
            code="extension_before_due_date",
        )
    if until is not None and not reason.strip():
        raise Refused("Напишите, почему срок сдачи продлен.", code="extension_without_reason")
    report.extended_until = until
    report.extension_reason = reason if until is not None else ""
    report._history_user = user
    report.save(update_fields=["extended_until", "extension_reason"])
    return report


def _locked(quarter: Quarter) -> Quarter:
    """As it is now, held until the end of the transaction."""
    return Quarter.objects.select_for_update().get(pk=quarter.pk)


def _save_quarter(quarter: Quarter, user: User | None, **changes: object) -> Quarter:
    """``quarter`` is locked already."""
    for field, value in changes.items():
        setattr(quarter, field, value)
    quarter._history_user = user
    quarter.save(update_fields=list(changes))
    return quarter
