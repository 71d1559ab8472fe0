"""What holds at every moment, whatever anybody has done. Each function raises AssertionError."""

import itertools
from dataclasses import astuple

from django.utils import timezone

from municipalities.models import Municipality
from reports.document import issuing
from reports.document.build import Include, consolidated_table
from reports.document.issuing import Current
from reports.events import editing
from reports.language.quarters import Span
from reports.language.typography import for_print
from reports.models import (
    HANDED_IN,
    SUBMISSIONS,
    Action,
    Consolidation,
    Correction,
    DocumentOptions,
    EntryOnBehalf,
    Event,
    LeftOut,
    Quarter,
    Remark,
    Report,
    ReportLog,
    Status,
)
from reports.models.events import bare_name
from reports.procedure import opening, remarks, workflow
from reports.procedure.workflow import TRANSITIONS
from tests.model.snapshot import FILES, Snapshot

HALF = Span(2020, 3, 4)


def nobody_sees_anothers(now: Snapshot, cast, models: set[type]) -> None:
    """``models``: those of which other rows are there than before, or of others."""
    for clerk in cast.clerks:
        for model, expected in _own(now, cast, clerk).items():
            if model in models:
                _sees(model, clerk, expected)
    for model in models - {Municipality}:
        _sees(model, cast.reviewers[0], set(now[model]))


def _own(now: Snapshot, cast, clerk) -> dict[type, set[int]]:
    home = cast.home_of(clerk).pk
    own = {report.pk for report in now.rows(Report, municipality_id=home)}
    events = {event.pk for event in now.rows(Event) if event.report_id in own}
    remarks = [remark for remark in now.rows(Remark) if remark.report_id in own]
    return {
        Municipality: {home},
        Report: own,
        Event: events,
        Remark: {remark.pk for remark in remarks if remark.sent_at is not None},
        Correction: {c.pk for c in now.rows(Correction) if c.event_id in events},
    }


def _sees(model, person, expected: set[int]) -> None:
    seen = set(model.objects.for_user(person).values_list("pk", flat=True))
    assert seen == expected, f"{person} sees {model.__name__} {seen ^ expected}"


def every_state_has_a_way_out(now: Snapshot, cast) -> None:
    for report in now.rows(Report):
        offered = [
            action
            for person in cast.everybody
            for action in workflow.available_actions(report, person)
        ]
        assert bool(offered) == now.is_open(report), report.status


def log_tells_the_status(now: Snapshot) -> None:
    for report in now.rows(Report):
        status, told = Status.DRAFT, _Told()
        entries = now.rows(ReportLog, report_id=report.pk)
        for number, row in enumerate(entries):
            transition = TRANSITIONS[row.action]
            if row.action == Action.CONTINUE and row.from_status not in HANDED_IN:
                assert row.to_status == row.from_status
            elif transition.undoes:
                assert row.to_status in _undone_to(row, entries[:number])
            assert row.from_status == status
            assert status in transition.sources
            assert transition.target in (None, row.to_status)
            assert row.note or not transition.needs_note
            status = row.to_status
            told.take(row)
        assert report.status == status
        told.check(report)


def _undone_to(row: ReportLog, earlier: list[ReportLog]) -> set[Status]:
    """Where the report stood before what ``row`` undoes; or at the beginning, when what it was
    handed in with has gone."""
    undone = [e for e in earlier if e.action in TRANSITIONS[row.action].undoes][-1]
    has_gone = any(e.action == Action.HAND_OVER for e in earlier)
    return {undone.from_status} | ({Status.DRAFT} if has_gone else set())


class _Told:
    """The dates and marks of a report, as its log tells them."""

    def __init__(self):
        self.first, self.no_events = {None}, {False}
        self.submitted = self.returned = self.accepted = self.closed = None
        self.is_archived = False

    def take(self, row: ReportLog) -> None:
        self.accepted = row.at if row.to_status == Status.ACCEPTED else None
        self.closed = (row.at, row.user_id, row.note) if row.action == Action.CLOSE else self.closed
        if row.action in SUBMISSIONS:
            self._take_submission(row)
        if row.action == Action.RETURN:
            self.returned = row.at
        if row.action == Action.REOPEN:
            self.closed = None
        if row.action == Action.ARCHIVE:
            self.is_archived, self.no_events = True, {True, False}
        is_taken_back = row.action == Action.WITHDRAW or (
            row.action == Action.CONTINUE and row.from_status in HANDED_IN
        )
        is_reopened = row.action == Action.REOPEN
        if row.to_status == Status.DRAFT and (is_taken_back or is_reopened):
            self.no_events = {False}
            if is_taken_back:
                self.first |= {None}
        if is_taken_back or (is_reopened and row.to_status == Status.DRAFT):
            self.submitted = None
        if row.to_status in (Status.DRAFT, Status.RETURNED):
            self.no_events |= {False}  # an event may be written

    def _take_submission(self, row: ReportLog) -> None:
        stands = row.from_status == Status.RETURNED  # a return never makes a report late
        at = row.on_behalf.handed_in_at(row.at) if row.on_behalf_id is not None else row.at
        if not self.is_archived:
            known = self.first - {None}
            self.first = known if stands and known else known | {at}
        self.submitted, self.no_events = at, {row.action == Action.SUBMIT_EMPTY}

    def check(self, report: Report) -> None:
        assert report.first_submitted_at in self.first
        assert report.submitted_at == self.submitted
        assert report.returned_at == self.returned
        assert report.accepted_at == self.accepted
        assert report.no_events in self.no_events
        closing = (report.closed_at, report.closed_by_id, report.closing_reason)
        assert closing == (self.closed or (None, None, ""))


def entries_are_told(now: Snapshot, cast) -> None:
    """Who enters on behalf is an officer, the log tells the ground, what they handed in counts from
    the day it came, and nothing is lent after the decision."""
    officers = {person.pk for person in cast.reviewers}
    told = now.log_of_entries()
    for entry in now.rows(EntryOnBehalf):
        assert entry.officer_id in officers
        [begun] = [row for row in told[entry.pk] if row.action == Action.ENTER]
        assert entry.sender in begun.note
        assert begun.user_id == entry.officer_id
        if entry.ended_at is None:
            assert now[Report][entry.report_id].status not in (Status.ACCEPTED, Status.CLOSED)
    for report in now.handed_in():
        last = now.last_submission(report)
        if last is None:  # from the archive
            continue
        assert (last.on_behalf_id is not None) == (last.user_id in officers)
        if last.on_behalf_id is not None:
            day = now[EntryOnBehalf][last.on_behalf_id].received_on
            assert timezone.localdate(report.submitted_at) == day


def zero_is_said_by_the_municipality(now: Snapshot) -> None:
    for report in now.rows(Report):
        live = now.live(report)
        assert not (report.no_events and live)
        assert not (report.no_events and report.status == Status.DRAFT)
        if report in now.handed_in():
            assert report.no_events or live


def rows_stand_in_order(now: Snapshot) -> None:
    for report in now.rows(Report):
        days = [event.by_day() for event in now.live(report)]
        assert report.ordered_by_hand or days == sorted(days)


def remarks_belong(now: Snapshot) -> None:
    for remark in now.rows(Remark):
        if remark.event_id is not None:
            assert now[Event][remark.event_id].report_id == remark.report_id
    for left_out in now.rows(LeftOut):
        assert left_out.reason


def document_equals_rows(now: Snapshot, cast, quarters: list[Quarter]) -> None:
    for quarter in quarters:
        table = consolidated_table(quarter.span, has_data=True)
        numbers = itertools.count(1)
        shows_empty = _options_of(now, quarter)
        sections, date = [], quarter.end
        for municipality in cast.municipalities:
            for report in now.rows(
                Report,
                quarter_id=quarter.pk,
                municipality_id=municipality.pk,
                status=Status.ACCEPTED,
            ):
                date = max(date, timezone.localdate(report.accepted_at))
                rows = [
                    (_cells(next(numbers), event), _facts(event)) for event in _printed(now, report)
                ]
                if rows or (shows_empty and report.no_events):
                    sections.append((municipality.full_name_on(quarter.end), rows))
        written = [
            (s.title, [(row.cells, astuple(row.facts)) for row in s.rows]) for s in table.sections
        ]
        # A statement stands in the place of the table.
        assert written == ([] if table.statement else sections)
        assert not (table.statement and any(rows for _, rows in sections))
        assert table.date == date


def _options_of(now: Snapshot, quarter: Quarter) -> bool:
    """Whether the document prints those that had no events."""
    settled = [
        (options.from_year, options.from_number, options.pk, options.has_empty_sections)
        for options in now.rows(DocumentOptions)
        if (options.from_year, options.from_number) <= (quarter.year, quarter.number)
    ]
    return max(settled)[-1] if settled else False


def _printed(now: Snapshot, report: Report) -> list[Event]:
    out = {left_out.event_id for left_out in now.rows(LeftOut)}
    return [event for event in now.live(report) if event.pk not in out]


def _cells(number: int, event: Event) -> tuple[str, ...]:
    texts = (event.printed_name, event.place, event.period, event.content, event.participants)
    return (f"{number}.", *map(for_print, texts))


def _facts(event: Event) -> tuple:
    return (
        bare_name(event.name, event.format),
        event.place,
        event.period_start,
        event.period_end,
        event.get_format_display(),
        event.get_category_display(),
        tuple(str(country.name) for country in event.countries),
        event.agreements,
        event.participants_own,
        event.participants_total,
    )


def nothing_false_on_paper(now: Snapshot, include: Include, changed: list[Quarter]) -> None:
    """Of the spans in which a quarter has ``changed``."""
    spans = [quarter.span for quarter in changed]
    if {quarter.calendar for quarter in changed} & {*HALF.quarters}:
        spans.append(HALF)
    for span in spans:
        current = issuing.current(span, include=include)
        _only_what_is_issued_is_no_draft(span, include, current)
        if include is Include.ACCEPTED:
            table = current.table
            if "statement" in current.contents:  # else it may not yet be said
                assert _zero(now, span) == set(span.quarters)
            empty = {section.title for section in table.sections if not section.rows}
            assert empty <= _silent(now, span)


def _zero(now: Snapshot, span: Span) -> set:
    """The quarters of which everybody who owes a report has said that there were no events."""
    zero = set()
    for quarter in now.rows(Quarter):
        owed = [r for r in now.rows(Report, quarter_id=quarter.pk) if r.status != Status.CLOSED]
        if owed and all(r.status == Status.ACCEPTED and r.no_events for r in owed):
            zero.add(quarter.calendar)
    return zero & set(span.quarters)


def _silent(now: Snapshot, span: Span) -> set[str]:
    """Official names of those that said of every quarter that there were no events."""
    told = {}
    for report in now.rows(Report, status=Status.ACCEPTED, no_events=True):
        if now.quarter_of(report).calendar in span.quarters:
            told.setdefault(report.municipality_id, []).append(report)
    return {
        reports[0].municipality.full_name_on(span.end)
        for reports in told.values()
        if len(reports) == len(span.quarters)
    }


def _only_what_is_issued_is_no_draft(span: Span, include: Include, current: Current) -> None:
    if current.table.is_draft:
        return
    assert include is Include.ACCEPTED
    last = Consolidation.objects.of_span(span).filter(cancelled_at=None).first()
    assert last is not None
    assert last.contents == current.contents


def issued_files_never_change(now: Snapshot, issued: dict[int, dict]) -> None:
    """``issued`` maps the key of each issue to what it was when it was issued."""
    assert now[Consolidation].keys() == issued.keys()
    stored = Consolidation.objects.in_bulk() if issued else {}
    for key, then in issued.items():
        assert kept_of(stored[key]) == then


def kept_of(issued: Consolidation) -> dict:
    """All of an issue that stays as it was."""
    cancelling = ("cancelled_at", "cancelled_by_id", "cancel_reason")
    kept = {name: value for name, value in vars(issued).items() if not name.startswith("_")}
    files = {name: bytes(getattr(issued, name)) for name in FILES}
    return {name: value for name, value in (kept | files).items() if name not in cancelling}


def way_out_leads_to_the_document(now: Snapshot, cast) -> None:
    """From wherever a report stands, people bring it to acceptance by what they may do."""
    for quarter in now.rows(Quarter):
        if not quarter.is_open:
            opening.reopen_quarter(quarter, reason="Проверка.", user=cast.administrator)
    for report in now.rows(Report):
        assert _accepted(report, cast).status == Status.ACCEPTED


def _accepted(report: Report, cast) -> Report:
    clerk, reviewer = cast.clerk_of(report), cast.reviewers[0]

    def perform(action):
        return workflow.perform(action, Report.objects.get(pk=report.pk), user=who)

    who = reviewer
    if report.status == Status.CLOSED:
        report = perform(Action.REOPEN)
    if report.status in (Status.DRAFT, Status.RETURNED):
        who = clerk
        for event in Event.objects.filter(report=report, deleted_at=None):
            editing.delete_event(event, user=clerk)
        report = perform(Action.SUBMIT_EMPTY)
    who = reviewer
    if report.status == Status.SUBMITTED:
        report = perform(Action.START_REVIEW)
    if report.status == Status.IN_REVIEW:
        Remark.objects.filter(report=report).unsent().delete()
        for remark in Remark.objects.filter(report=report).said_to_stand():
            remarks.close_remark(remark, user=reviewer)
        report = perform(Action.ACCEPT)
    return report
