"""What an officer of the region does on behalf of a municipality, and how either side ends it."""

import datetime as dt

from django.utils import timezone
from hypothesis import strategies as st

from reports.events import editing
from reports.models import Action, EntryOnBehalf, Ground, Report, Status
from reports.procedure import entering
from tests.model.clerk_rules import MOSTLY_NOW, VALUES
from tests.model.desk import PICK, Desk, about
from tests.model.ways import Ways, perform

DAYS_AGO = st.sampled_from([0, 0, 1, 5, 300])
CONTINUED = (Status.DRAFT, Status.RETURNED, Status.SUBMITTED, Status.IN_REVIEW)


def _going_on(desk: Desk, *statuses: Status) -> list[EntryOnBehalf]:
    entries = desk.now.rows(EntryOnBehalf, ended_at=None)
    return [
        entry
        for entry in entries
        if desk.now[Report][entry.report_id].status in statuses
        and desk.now.is_open(desk.now[Report][entry.report_id])
    ]


def _written(desk: Desk) -> list[EntryOnBehalf]:
    return _going_on(desk, Status.DRAFT, Status.RETURNED)


def _ready(desk: Desk) -> list[EntryOnBehalf]:
    return [
        entry
        for entry in _written(desk)
        if desk.now.live(desk.now[Report][entry.report_id])
        and not any(e.problems for e in desk.now.live(desk.now[Report][entry.report_id]))
    ]


def _enterable(desk: Desk) -> list[Report]:
    entered = {entry.report_id for entry in desk.now.rows(EntryOnBehalf, ended_at=None)}
    reports = [report for report in desk.now.rows(Report) if desk.now.is_editable(report)]
    return [report for report in reports if report.pk not in entered]


class EnteringRules(Ways):
    """Rules of the officers at the clerks' pages."""

    def is_entered_by(self, person, report: Report) -> bool:
        entries = self.now.rows(EntryOnBehalf, report_id=report.pk, ended_at=None)
        return any(entry.officer_id == person.pk for entry in entries)

    def officer_of(self, entry: EntryOnBehalf):
        return next(p for p in self.cast.reviewers if p.pk == entry.officer_id)

    def _enter(self, report: Report, who: int, days: int) -> EntryOnBehalf | None:
        words = {"ground": Ground.PHONE, "sender": "Глава района"}
        day = timezone.localdate() - dt.timedelta(days=days)
        by = self.cast.reviewers[who % 2]
        return self.do(entering.enter, report, by=by, received_on=day, **words)

    def some_entry(self, pick: int) -> None:
        report = self.some_open(pick)
        self.bring(report, Status.DRAFT)
        if self.now[Report][report.pk] in _enterable(self):
            self._enter(report, pick, 0)
            self.then()

    def some_ready_entry(self, pick: int) -> None:
        self.some_entry(pick)
        self._make_ready(self.now[Report][_written(self)[0].report_id])
        for event in self.now.live(self.now[Report][_written(self)[0].report_id]):
            assert not event.problems

    @about(_enterable, Ways.some_empty, who=PICK, days=DAYS_AGO)
    def officer_enters(self, report, who, days):
        self._enter(report, who, days)

    @about(_written, some_entry, values=VALUES)
    def officer_writes_on_behalf(self, entry, values):
        report, by = self.now[Report][entry.report_id], self.officer_of(entry)
        words = self.words_of(report, values)
        event = self.do(editing.save_event, report, by=by, creation_key=self.next_key(), **words)
        self.acknowledge(event, by)

    @about(_written, some_entry, values=VALUES)
    def colleague_writes_on_behalf(self, entry, values):
        report, by = self.now[Report][entry.report_id], self.officer_of(entry)
        [other] = [person for person in self.cast.reviewers if person != by]
        self.do(editing.save_event, report, by=other, **self.words_of(report, values))
        assert self.step.is_refused
        self.did_something()

    @about(_ready, some_ready_entry, back=MOSTLY_NOW)
    def officer_hands_in(self, entry, back):
        report, shown = self.now[Report][entry.report_id], self.screen(back)
        seen = shown[Report].get(report.pk)
        if seen is None:
            return
        by, words = self.officer_of(entry), {"version": seen.version}
        done = self.do(perform, report, Action.SUBMIT, by=by, **words)
        if done is not None:
            assert seen.version == report.version, "handed in unseen"
            self.hand(report, shown)

    @about(_written, some_entry, who=PICK)
    def officer_stops(self, entry, who):
        report = self.now[Report][entry.report_id]
        self.do(perform, report, Action.LEAVE, by=self.cast.reviewers[who % 2])

    @about(lambda desk: _going_on(desk, *CONTINUED), some_entry)
    def clerk_goes_on_alone(self, entry):
        report = self.now[Report][entry.report_id]
        self.do(perform, report, Action.CONTINUE, by=self.cast.clerk_of(report))
