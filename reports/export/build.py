"""The only place where the document meets the database: reports → ``ConsolidatedTable``."""

import itertools
from collections.abc import Iterable
from contextlib import contextmanager
from enum import StrEnum

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from municipalities.models import MunicipalityName
from reports.export.table import ConsolidatedTable, EventRow, Section
from reports.language import quarters
from reports.language.typography import for_print
from reports.models import HANDED_IN, Event, Quarter, Report, Status


class Include(StrEnum):
    """Which reports make the document. With ``SUBMITTED`` it is marked «Проект»."""

    ACCEPTED = "accepted"
    SUBMITTED = "submitted"

    @property
    def statuses(self) -> tuple[Status, ...]:
        return (Status.ACCEPTED,) if self is Include.ACCEPTED else HANDED_IN


def consolidated_table(
    quarter: Quarter, *, include: Include | str = Include.ACCEPTED
) -> ConsolidatedTable:
    """The consolidated report of ``quarter`` as of one instant, in the same number of queries
    whatever its size. Municipalities without events are left out."""
    include = Include(include)
    with _snapshot():
        reports = quarter.reports.filter(status__in=include.statuses)
        return _table(_complete(reports), quarter.calendar, is_draft=include is Include.SUBMITTED)


def report_table(report: Report) -> ConsolidatedTable:
    """One report as it will stand in the document, with numbers of its own."""
    reports = _complete(Report.objects.filter(pk=report.pk))
    return _table(reports, report.quarter.calendar, is_draft=False)


def _complete(reports: QuerySet[Report]) -> QuerySet[Report]:
    return (
        reports.in_official_order()
        .select_related("quarter", "municipality")
        .prefetch_related(
            Prefetch("events", Event.objects.live().in_order(), to_attr="live_events"),
            Prefetch("municipality__names", MunicipalityName.objects.order_by("valid_from")),
        )
    )


def _table(
    reports: Iterable[Report], calendar: quarters.Quarter, *, is_draft: bool
) -> ConsolidatedTable:
    sections = []
    numbers = itertools.count(1)  # runs through the whole document
    date = calendar.end
    for report in reports:
        rows = tuple(_row(next(numbers), event) for event in report.live_events)
        if rows:
            sections.append(Section(report.full_name, rows))
        if report.accepted_at is not None:
            date = max(date, timezone.localdate(report.accepted_at))
    return ConsolidatedTable(
        title=(
            "Отчет о мероприятиях, проведенных органами местного самоуправления",
            f"{settings.REGION_GENITIVE} в международной сфере {calendar.locative}",
        ),
        sheet_name=calendar.short,
        file_stem=f"Отчет_международная_сфера_{calendar.short.replace(' ', '_')}",
        author=settings.BODY_NAME,
        date=date,
        sections=tuple(sections),
        is_draft=is_draft,
    )


def _row(number: int, event: Event) -> EventRow:
    return EventRow(
        number=number,
        name=for_print(event.printed_name),
        place=for_print(event.place),
        period=for_print(event.period),
        content=for_print(event.content),
        participants=for_print(event.participants),
        event_id=event.pk,
    )


@contextmanager
def _snapshot():
    """One consistent view of the database that makes no writer wait.

    PostgreSQL reads each statement anew unless told otherwise. SQLite's ``atomic`` is BEGIN
    IMMEDIATE here, which would hold every writer off for the time of the export. Inside a
    transaction that somebody else has begun neither can be asked for, nor is it needed there:
    that is the test suite, or a caller who took care.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
