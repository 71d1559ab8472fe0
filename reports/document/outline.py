"""A long consolidated report by its sections: all of them told, one of them built."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from django.db.models.functions import Coalesce

from municipalities.models import Municipality
from reports.document.build import Include, Selection, consolidated_table
from reports.export.table import ConsolidatedTable, Section
from reports.language.quarters import Span
from reports.models import DocumentOptions, Event, Report

# Above so many events a program takes minutes to lay out one file, and a browser tens of seconds to
# show the table: one municipality at a time is offered.
LONG_DOCUMENT = 300


@dataclass(frozen=True)
class OutlinedSection:
    """A municipality's official name, and how many rows it has. ``table`` gives the section as a
    part, with the numbers that its rows have in the whole."""

    title: str
    row_count: int
    table: Callable[[], ConsolidatedTable]


@dataclass(frozen=True)
class Outline:
    """``distinct_count`` counts an event once that several municipalities tell of."""

    sections: list[OutlinedSection]
    event_count: int
    distinct_count: int

    @property
    def is_long(self) -> bool:
        return self.event_count > LONG_DOCUMENT

    @property
    def prints_empty(self) -> bool:
        """Whether municipalities without events have sections."""
        return not all(section.row_count for section in self.sections)

    def number_of(self, asked: str) -> int:
        """The number, from 1 on, of the section that an address asks for."""
        number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
        return min(max(number, 1), len(self.sections))


def outline(span: Span, include: Include) -> Outline:
    """What ``consolidated_table`` would hold, without a text of it."""
    counts, distinct_count = _counted(span, include)
    told = Municipality.objects.with_names().filter(pk__in={*counts, *_without_events(span)})
    before, sections = 0, []
    for municipality in told.order_by("position", "slug"):
        count = counts[municipality.pk]
        title, selection = municipality.full_name_on(span.end), Selection(municipality.slug)
        table = partial(_section_table, span, include, selection, title, before)
        sections.append(OutlinedSection(title, count, table))
        before += count
    return Outline(sections, before, distinct_count)


def outline_of(table: ConsolidatedTable) -> Outline:
    """Of what is built already: the whole or a selection. It is for staff, who see all, so that the
    events are counted by their keys alone: more would make SQLite read the archive."""
    sections = [
        OutlinedSection(each.title, len(each.rows), partial(table.part, (each,), each.title, ""))
        for each in table.sections
    ]
    keys = [row.event_id for section in table.sections for row in section.rows if row.event_id]
    distinct_count = Event.objects.filter(pk__in=keys).distinct_count()
    return Outline(sections, table.event_count, distinct_count)


def _section_table(
    span: Span, include: Include, selection: Selection, title: str, before: int
) -> ConsolidatedTable:
    """``before`` is the number of rows that stand above the section."""
    table = consolidated_table(span, include=include, selection=selection)
    rows = [row for each in table.sections for row in each.rows]
    numbered = tuple(replace(row, number=before + row.number) for row in rows)
    return replace(table, sections=(Section(title, numbered),))


def _counted(span: Span, include: Include) -> tuple[Counter[int], int]:
    """The rows of every municipality, and how many different events these are. What was told in
    several quarters stands once, with the rows of the latest."""
    rows = list(
        Event.objects.live()
        .filter(report__in=Report.objects.of_span(span), report__status__in=include.statuses)
        .filter(left_out=None)
        .order_by("report__quarter__number")
        .values_list("report__municipality", Coalesce("same_as", "pk"), "report")
    )
    latest = {(municipality, root): report for municipality, root, report in rows}
    printed = [row for row in rows if latest[row[0], row[1]] == row[2]]
    return Counter(row[0] for row in printed), len({row[1] for row in printed})


def _without_events(span: Span) -> set[int]:
    """The municipalities whose sections are printed without a row."""
    settled = DocumentOptions.objects.in_force(span.last_quarter)
    is_printed = settled is not None and settled.has_empty_sections
    return set(Report.objects.without_events(span)) if is_printed else set()
