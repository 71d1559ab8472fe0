"""What a person should know of the consolidated report before it is issued: who is missing, what
waits for a decision, and what is worth a look in its texts."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TypedDict, cast

from django.db.models import QuerySet

from municipalities.added_places import added_places
from municipalities.models import User
from reports.columns import BY_KEY, WRITTEN_KEYS
from reports.document import duplicates_suggested
from reports.document.build import Include
from reports.export.table import ConsolidatedTable, EventRow
from reports.language import quarters
from reports.language.proofreading import Finding, proofread_event, proofread_table
from reports.language.proofreading.kinds import PERSONAL_DATA, kind_of
from reports.language.quarters import Span
from reports.language.typography import ONLINE_MARK
from reports.models import AWAITED, Correction, DisplayStatus, LeftOut, Quarter, Report
from reports.procedure.findings import without_known

AROUND = 15  # characters on each side of what a remark is about


@dataclass(frozen=True)
class Coverage:
    """Whose reports are in the document. ``total`` counts those that are in it or awaited; ``zero``
    are those of ``included`` that say that there were no events; ``missing`` are the awaited ones
    with what the board says of them; ``without_report`` are closed without being handed in;
    ``unopened`` are quarters."""

    total: int
    included: list[Report]
    zero: list[Report]
    missing: list[tuple[Report, DisplayStatus]]
    without_report: list[Report]
    unopened: list[quarters.Quarter]
    left_out: QuerySet[LeftOut]


def coverage(user: User, span: Span, include: Include, today: dt.date) -> Coverage:
    """Whose reports of ``span`` are in the document and whose are missing, as ``user`` sees them."""
    opened = Quarter.objects.of_span(span)
    reports = list(Report.objects.for_user(user).of_span(span).for_board().by_quarter())
    taken = include.statuses
    included = [report for report in reports if report.status in taken]
    missing = [r for r in reports if r.status in AWAITED and r.status not in taken]
    numbers = {quarter.number for quarter in opened}
    return Coverage(
        total=len(included) + len(missing),
        included=included,
        zero=[report for report in included if report.no_events],
        missing=[(report, report.display_status_on(today)) for report in missing],
        without_report=[report for report in reports if report.is_closed],
        unopened=[quarter for quarter in span.quarters if quarter.number not in numbers],
        left_out=LeftOut.objects.of_span(span),
    )


@dataclass(frozen=True)
class Look:
    """Something that is worth a look: the row, the title of its column, the piece of its text (empty
    when the message names it), what is said of it, and by which rule."""

    row: EventRow
    column: str
    piece: str
    message: str
    rule: str


def looks_of_table(table: ConsolidatedTable) -> list[Look]:
    """Findings that need the table as a whole, such as the same event twice."""
    rows = list(_event_rows(table))
    found = proofread_table([_texts(row) for row in rows])
    return [Look(rows[f.row], BY_KEY[f.field].name, "", f.message, f.rule) for f in found]


def looks_of_rows(table: ConsolidatedTable) -> list[Look]:
    """Findings in single cells: the clerk sees them under the field."""
    rows = list(_event_rows(table))
    written = [_texts(row) for row in rows]
    added = added_places()
    told = without_known([proofread_event(texts, added=added) for texts in written], written)
    return [
        Look(row, BY_KEY[name].name, _in_place(texts[name], each), each.message, each.rule)
        for row, texts, fields in zip(rows, written, told, strict=True)
        for name, found in fields.items()
        for each in found
    ]


def _event_rows(table: ConsolidatedTable) -> Iterator[EventRow]:
    return (row for section in table.sections for row in section.rows)


def _in_place(text: str, found: Finding) -> str:
    """The piece among its neighbours: a lone hyphen says nothing."""
    first, last = max(0, found.start - AROUND), found.end + AROUND
    dots = ("…" if first else "", "…" if last < len(text) else "")
    return f"{dots[0]}{' '.join(text[first:last].split())}{dots[1]}"


def _texts(row: EventRow) -> dict[str, str]:
    """Column → words as they were written: print puts other spaces in, and adds the online mark."""
    texts = dict(zip(WRITTEN_KEYS, row.cells[1:], strict=True))
    name = texts["name"].removesuffix(f"\n{ONLINE_MARK}")
    return {
        key: text.replace("\N{NO-BREAK SPACE}", " ")
        for key, text in (texts | {"name": name}).items()
    }


class Counts(TypedDict, total=False):
    """How many of each there were; kinds without any are left out."""

    missing: int
    unopened: int
    left_out: int
    asked: int
    undecided: int
    unfinished: int
    findings: dict[str, int]  # rule → number


class Decision(TypedDict, total=False):
    """What is kept with an issue: which questions were ticked off, and what was known."""

    ticks: list[str]
    counts: Counts


@dataclass(frozen=True)
class Readiness:
    """All that the page of issuing lists. ``asked`` are objections that wait; ``undecided`` are
    quarters with the number of pairs that look like one event; ``unfinished`` are quarters that have
    not ended."""

    coverage: Coverage
    asked: list[Correction]
    undecided: list[tuple[Quarter, int]]
    unfinished: list[quarters.Quarter]
    looks: list[Look]

    @property
    def personal_data(self) -> list[Look]:
        return [look for look in self.looks if look.rule == PERSONAL_DATA]

    @property
    def by_kind(self) -> list[tuple[str, list[Look]]]:
        """The other findings, the most frequent kind first."""
        kinds = defaultdict(list)
        for look in self.looks:
            if look.rule != PERSONAL_DATA:
                kinds[kind_of(look.rule)].append(look)
        return sorted(kinds.items(), key=lambda pair: (-len(pair[1]), pair[0]))

    def decision(self, ticks: Collection[str]) -> Decision:
        """What is kept with the issue. Zeros are left out."""
        counts: Counts = {
            "missing": len(self.coverage.missing),
            "unopened": len(self.coverage.unopened),
            "left_out": len(self.coverage.left_out),
            "asked": len(self.asked),
            "undecided": sum(number for _, number in self.undecided),
            "unfinished": len(self.unfinished),
            "findings": dict(Counter(look.rule for look in self.looks)),
        }
        known = {name: number for name, number in counts.items() if number}
        return {"ticks": sorted(ticks), "counts": cast(Counts, known)}


TOLD = {
    "missing": "не принято отчетов",
    "unopened": "еще не открыто кварталов",
    "unfinished": "еще не закончилось кварталов",
    "asked": "просили отменить правку",
    "undecided": "не решено, одно ли это мероприятие",
    "left_out": "убрано мероприятий",
}


def decided(decision: Decision) -> list[tuple[str, int]]:
    """What ``Readiness.decision`` has kept, in words, with numbers."""
    counts = decision.get("counts", Counts())
    kinds: Counter[str] = Counter()
    for rule, found in counts.get("findings", {}).items():
        kinds[kind_of(rule)] += found
    numbers = cast(Mapping[str, int], counts)
    known = [(words, numbers[name]) for name, words in TOLD.items() if name in numbers]
    return [*known, *kinds.most_common()]


def readiness(span: Span, table: ConsolidatedTable, *, user: User, today: dt.date) -> Readiness:
    """What to know of ``table`` before it is issued for ``span``. It proofreads every text and compares
    every event with its neighbours: seconds for a thousand rows."""
    opened = list(Quarter.objects.of_span(span).order_by("number"))
    alike = ((quarter, len(duplicates_suggested.suggestions(quarter))) for quarter in opened)
    waiting = Correction.objects.for_user(user).waiting().with_reports()
    return Readiness(
        coverage=coverage(user, span, Include.ACCEPTED, today),
        asked=list(waiting.filter(event__report__quarter__in=opened)),
        undecided=[(quarter, number) for quarter, number in alike if number],
        unfinished=[quarter for quarter in span.quarters if quarter.end >= today],
        looks=[*looks_of_table(table), *looks_of_rows(table)],
    )
