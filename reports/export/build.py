"""The only place where the document meets the database: reports → ``ConsolidatedTable``."""

import itertools
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from municipalities.models import MunicipalityName
from reports.export.docx_form import CompiledForm
from reports.export.docx_writer import DEFAULT_FORM, form_for
from reports.export.table import ConsolidatedTable, EventRow, Facts, Options, Section
from reports.language import quarters
from reports.language.typography import for_print
from reports.models import (
    HANDED_IN,
    DocumentForm,
    DocumentOptions,
    Event,
    Quarter,
    Report,
    Status,
)


class Include(StrEnum):
    """Which reports make the document. With ``SUBMITTED`` it is marked «Проект»."""

    ACCEPTED = "accepted"
    SUBMITTED = "submitted"

    @property
    def statuses(self) -> tuple[Status, ...]:
        return (Status.ACCEPTED,) if self is Include.ACCEPTED else HANDED_IN


def consolidated_table(
    quarter: Quarter, *, include: Include | str = Include.ACCEPTED, has_data: bool = False
) -> ConsolidatedTable:
    """The consolidated report of ``quarter`` as of one instant, in the same number of queries
    whatever its size. Municipalities without events are left out unless the options print them.
    With ``has_data`` the rows know what the sheet «Данные» says."""
    include = Include(include)
    with _snapshot():
        settled = DocumentOptions.objects.in_force(quarter.calendar)
        reports = quarter.reports.filter(status__in=include.statuses)
        return replace(
            _table(
                _complete(reports),
                quarter.calendar,
                with_empty=settled is not None and settled.has_empty_sections,
                has_data=has_data,
            ),
            is_draft=include is Include.SUBMITTED,
            options=_options(settled),
        )


def report_table(report: Report) -> ConsolidatedTable:
    """One report as it will stand in the document, with numbers of its own."""
    return _table(_complete(Report.objects.filter(pk=report.pk)), report.quarter.calendar)


def options_of(calendar: quarters.Quarter) -> Options:
    """The options in force for a quarter."""
    return _options(DocumentOptions.objects.in_force(calendar))


def form_of(calendar: quarters.Quarter, options: Options) -> CompiledForm:
    """The form in force for a quarter, with the margin and the typeface of ``options``."""
    form = DocumentForm.objects.taken().in_force(calendar)
    data = bytes(form.data) if form is not None else b""
    return form_for(data or DEFAULT_FORM.read_bytes(), options)


def form_name_of(calendar: quarters.Quarter) -> str:
    """The file name of the form in force; empty for the default one."""
    form = DocumentForm.objects.taken().defer("data").in_force(calendar)
    return form.file_name if form is not None else ""


def _options(settled: DocumentOptions | None) -> Options:
    if settled is None:
        return Options()
    return Options(
        appendix=for_print(settled.appendix),
        approval=for_print(settled.approval),
        signatory_post=for_print(settled.signatory_post),
        signatory_name=for_print(settled.signatory_name),
        executor=for_print(settled.executor),
        has_column_numbers=settled.has_column_numbers,
        left_margin=settled.left_margin,
        typeface=settled.typeface,
    )


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
    reports: Iterable[Report],
    calendar: quarters.Quarter,
    *,
    with_empty: bool = False,
    has_data: bool = False,
) -> ConsolidatedTable:
    sections = []
    numbers = itertools.count(1)  # runs through the whole document
    date = calendar.end
    for report in reports:
        rows = tuple(
            _row(next(numbers), event, _facts(event) if has_data else None)
            for event in report.live_events
        )
        if rows or with_empty:
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
        has_data=has_data,
    )


def _row(number: int, event: Event, facts: Facts | None) -> EventRow:
    return EventRow(
        number=number,
        name=for_print(event.printed_name),
        place=for_print(event.place),
        period=for_print(event.period),
        content=for_print(event.content),
        participants=for_print(event.participants),
        event_id=event.pk,
        facts=facts,
    )


def _facts(event: Event) -> Facts:
    return Facts(
        name=event.name,
        place=event.place,
        start=event.period_start,
        end=event.period_end,
        format=event.get_format_display(),
        category=event.get_category_display(),
        countries=tuple(str(country.name) for country in event.countries),
        has_agreements=bool(event.agreements),
        participants_own=event.participants_own,
        participants_total=event.participants_total,
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
