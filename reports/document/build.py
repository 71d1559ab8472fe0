"""The only place where the document meets the database: reports → ``ConsolidatedTable``."""

import datetime as dt
import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.utils import timezone
from django_countries import countries

from municipalities.models import Municipality
from reports.document.told import PRINTED, WHOLE_EVENT, WITH_DAYS, Told, read_told
from reports.export.docx.form import CompiledForm
from reports.export.docx.writer import DEFAULT_FORM, form_for
from reports.export.table import (
    ConsolidatedTable,
    EventRow,
    Facts,
    Options,
    Section,
    file_name,
)
from reports.language import quarters
from reports.language.plural import ru_count
from reports.language.typography import for_print
from reports.models import (
    HANDED_IN,
    Category,
    DocumentForm,
    DocumentOptions,
    Event,
    Format,
    Report,
    Status,
)
from reports.models.events import bare_name, by_day


class Include(StrEnum):
    """Which reports make the document. With ``SUBMITTED`` it is marked «Проект»."""

    ACCEPTED = "accepted"
    SUBMITTED = "submitted"

    @property
    def statuses(self) -> tuple[Status, ...]:
        return (Status.ACCEPTED,) if self is Include.ACCEPTED else HANDED_IN


@dataclass(frozen=True)
class Selection:
    """A part of the report, for a letter or an inquiry; never issued."""

    municipality: str = ""  # its short code
    with_agreements: bool = False
    country: str = ""  # ISO code of two letters

    def __bool__(self) -> bool:
        return self != WHOLE

    def of_reports(self, reports: QuerySet[Report]) -> QuerySet[Report]:
        if self.municipality:
            reports = reports.filter(municipality__slug=self.municipality)
        return reports

    def takes(self, event: Told) -> bool:
        if not self._agrees(event):
            return False
        return not self.country or self.country in event.country_codes

    def is_unsure_of(self, event: Told) -> bool:
        """Nobody has said of which country the event is; if they had, it might be here."""
        return bool(self.country) and not event.countries and self._agrees(event)

    def _agrees(self, event: Told) -> bool:
        return not self.with_agreements or bool(event.agreements)

    def of(self, table: ConsolidatedTable, span: quarters.Span) -> ConsolidatedTable:
        """``table``, which holds the rows of this selection, as a part that says what it is and
        what is in it."""
        country = countries.name(self.country) if self.country else ""
        full = short = ""
        if self.municipality:
            municipality = Municipality.objects.with_names().get(slug=self.municipality)
            full, short = (
                name(span.end) for name in (municipality.full_name_on, municipality.short_name_on)
            )
        words = (
            full,
            "с достигнутыми договоренностями" if self.with_agreements else "",
            f"страна – {country}" if country else "",
        )
        pieces = (short, "договоренности" if self.with_agreements else "", country)
        notes = (table.note, UNACCEPTED if table.is_draft else "")
        return replace(table, note=" ".join(filter(None, notes))).part(
            table.sections,
            ", ".join(filter(None, words)),
            "_".join(file_name(piece, LONGEST_PIECE) for piece in pieces if piece),
        )


WHOLE = Selection()
UNACCEPTED = "В выборку вошли и отчеты, которые еще не приняты."
LONGEST_PIECE = 30  # characters of a name in the name of a file
PERIOD = "[период]"  # in the statement: what the span is put in the place of


def consolidated_table(
    span: quarters.Span,
    *,
    include: Include | str = Include.ACCEPTED,
    selection: Selection | None = None,
    has_data: bool = False,
) -> ConsolidatedTable:
    """The consolidated report of ``span`` as of one instant, in the same number of queries whatever
    its size. Municipalities that had no events in all of ``span`` are left out unless the options
    print them; events that staff keep out are not in it. An event that stood in several quarters
    stands once, with its latest text. With ``has_data`` the rows know what the sheet «Данные»
    says.

    It is a draft when it must not be issued: with reports that are not accepted, or when it states
    that there were no events while somebody may still tell of one."""
    include, selection = Include(include), selection or WHOLE
    fields = PRINTED if span.is_quarter else WITH_DAYS
    if has_data or selection:
        fields = WHOLE_EVENT
    with _snapshot():
        settled = DocumentOptions.objects.in_force(span.last_quarter)
        reports = Report.objects.of_span(span).filter(status__in=include.statuses)
        shows_empty = settled is not None and settled.has_empty_sections and not selection
        events = Event.objects.filter(left_out=None)
        table = _table(
            read_told(selection.of_reports(reports), events, fields),
            span,
            selection=selection,
            without_events=set(Report.objects.without_events(span)) if shows_empty else (),
            has_data=has_data,
        )
        is_draft = include is Include.SUBMITTED
        table = replace(table, is_draft=is_draft, options=_options(settled))
        if selection:
            return selection.of(table, span)
        if table.event_count or not Report.objects.is_quiet(span):
            return table
        return _without_events(table, settled, span)


def _without_events(
    table: ConsolidatedTable, settled: DocumentOptions | None, span: quarters.Span
) -> ConsolidatedTable:
    """``table`` with a sentence in the place of the rows, of which there are none."""
    is_draft = table.is_draft or not Report.objects.had_no_events(span)
    return replace(table, sections=(), statement=_statement(settled, span), is_draft=is_draft)


def _statement(settled: DocumentOptions | None, span: quarters.Span) -> str:
    text = settled.no_events_text if settled is not None else ""
    text = (text or default_statement()).replace(PERIOD, span.locative)
    return text[0].upper() + text[1:]


def default_statement() -> str:
    """What the document says when there were no events, unless the options say it otherwise."""
    return (
        f"{PERIOD} органами местного самоуправления {settings.REGION_GENITIVE} мероприятия "
        "в международной сфере не проводились"
    )


def report_table(report: Report) -> ConsolidatedTable:
    """One report as it will stand in the document, with numbers of its own."""
    told = read_told(Report.objects.filter(pk=report.pk), Event.objects.all(), PRINTED)
    return _table(told, report.quarter.span)


def options_of(calendar: quarters.Quarter) -> Options:
    """The options in force for a quarter."""
    return _options(DocumentOptions.objects.in_force(calendar))


def form_key_of(calendar: quarters.Quarter) -> int | None:
    """Which form is in force for a quarter; None for the default one."""
    form = DocumentForm.objects.taken().defer("data").in_force(calendar)
    return form.pk if form is not None and form.file_name else None


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


def _table(
    told: Iterable[tuple[Report, list[Told]]],
    span: quarters.Span,
    *,
    selection: Selection = WHOLE,
    without_events: Collection[int] = (),
    has_data: bool = False,
) -> ConsolidatedTable:
    printed, unsure = [], 0
    numbers = itertools.count(1)  # runs through the whole document
    date = span.end
    for municipality, group in itertools.groupby(told, key=lambda pair: pair[0].municipality):
        own = list(group)
        events = _told_once([events for _, events in own])
        # Of what is printed: an earlier telling does not come back.
        rows = tuple(
            _row(next(numbers), event, _facts(event) if has_data else None)
            for event in events
            if selection.takes(event)
        )
        unsure += sum(map(selection.is_unsure_of, events))
        # No rows are not enough: an event may be left out, a quarter not told of yet.
        if rows or municipality.pk in without_events:
            printed.append((municipality, rows))
        accepted = (report.accepted_at for report, _ in own if report.accepted_at is not None)
        date = max([date, *map(timezone.localdate, accepted)])
    return ConsolidatedTable(
        title=(
            "Отчет о мероприятиях, проведенных органами местного самоуправления",
            f"{settings.REGION_GENITIVE} в международной сфере {span.locative}",
        ),
        sheet_name=span.short,
        file_stem=f"Отчет_международная_сфера_{span.short.replace(' ', '_')}",
        author=settings.BODY_NAME,
        date=date,
        sections=_sections(printed, span.end),
        has_data=has_data,
        note=_note(unsure),
    )


def _sections(
    printed: Sequence[tuple[Municipality, tuple[EventRow, ...]]], day: dt.date
) -> tuple[Section, ...]:
    """Under the names of ``day``; most municipalities have no events, and theirs are not read."""
    prefetch_related_objects([municipality for municipality, _ in printed], "names")
    return tuple(Section(municipality.full_name_on(day), rows) for municipality, rows in printed)


def _note(unsure: int) -> str:
    if not unsure:
        return ""
    events = ru_count(unsure, "мероприятия", "мероприятий", "мероприятий")
    return f"Примечание: у {events} страна не указана, в выборку они не вошли."


def _told_once(by_quarter: list[list[Told]]) -> list[Told]:
    """The events of one municipality. Of those that people have confirmed to be one and stood in
    several quarters the rows of the latest remain, in the place of their day: the order that people
    gave their rows is one of a single quarter."""
    if len(by_quarter) == 1:
        return by_quarter[0]
    told = [event for events in by_quarter for event in events]
    latest = {event.root_key: event.report_id for event in told}  # the quarters come in order
    return sorted(
        (event for event in told if latest[event.root_key] == event.report_id),
        key=lambda event: by_day(event.period_start, event.period_end),
    )


def event_row(event: Event, number: int) -> EventRow:
    """One event as it is printed, stored or not."""
    return _row(number, event, None)


def _row(number: int, event: Event | Told, facts: Facts | None) -> EventRow:
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


def _facts(event: Told) -> Facts:
    return Facts(
        name=bare_name(event.name, event.format),
        place=event.place,
        start=event.period_start,
        end=event.period_end,
        format=Format(event.format).label if event.format else "",
        category=Category(event.category).label if event.category else "",
        countries=tuple(str(countries.name(code)) for code in event.country_codes),
        agreements=event.agreements,
        participants_own=event.participants_own,
        participants_total=event.participants_total,
    )


@contextmanager
def _snapshot() -> Iterator[None]:
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
