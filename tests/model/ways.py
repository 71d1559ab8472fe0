"""How the world is brought, by what people may do, into the state that an act needs.

Most states are rare by chance. Every step on the way is looked at like any other, and counts for no
rule. A way chooses with ``pick``, which is drawn.
"""

import uuid

from municipalities.models import User
from reports.document import duplicates, issuing
from reports.events import corrections, editing
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.models import Action, Correction, Event, LeftOut, Quarter, Remark, Report, Status
from reports.procedure import opening, remarks, workflow
from tests.model.desk import Desk
from tests.model.verbs import JUDGING, WRITING

# Periods of every quarter from then on.
GOING_ON = ("с 1 августа 2020 года", "с 1 июля 2020 года", "с 3 июля 2020 года")
FIRST_EXTRA = (2021, 1)  # quarters from here on are opened by the model's administrator

# Where a report is to stand → where it stands → what brings it nearer.
_ANYWHERE = {Status.ACCEPTED: Action.RETURN, Status.CLOSED: Action.REOPEN}
_HAND_IN = {Status.DRAFT: Action.SUBMIT, Status.RETURNED: Action.SUBMIT}
_BEGIN = {**_ANYWHERE, **_HAND_IN, Status.SUBMITTED: Action.START_REVIEW}
_CLOSE = dict.fromkeys(set(Status) - {Status.ACCEPTED}, Action.CLOSE)
TOWARDS = {
    Status.DRAFT: {
        **_ANYWHERE,
        Status.SUBMITTED: Action.WITHDRAW,
        Status.IN_REVIEW: Action.RETURN,
    },
    Status.SUBMITTED: {**_ANYWHERE, **_HAND_IN, Status.IN_REVIEW: Action.RELEASE},
    Status.IN_REVIEW: _BEGIN,
    Status.ACCEPTED: {**_BEGIN, Status.IN_REVIEW: Action.ACCEPT},
    Status.CLOSED: {**_ANYWHERE, **_CLOSE},
}
CLERKS = frozenset({Action.SUBMIT, Action.SUBMIT_EMPTY, Action.WITHDRAW})


def perform(report: Report, action: Action, **words) -> Report:
    return workflow.perform(action, report, **words)


class Ways(Desk):
    """``some_…`` leave at least one row of that kind."""

    def next_key(self) -> uuid.UUID:
        self.keys += 1
        return uuid.UUID(int=self.keys)

    def press(self, report: Report, action: Action, person: User | None = None):
        """A button pressed on a page that shows the present, with the words that it asks for."""
        words = {"note": "Так надо."} if action == Action.CLOSE else {}
        words |= {"remark": "Уточните."} if action == Action.RETURN else {}
        is_clerks = action in CLERKS
        by = person or (self.cast.clerk_of(report) if is_clerks else self.cast.reviewers[0])
        return self.do(perform, report, action, by=by, **words)

    def then(self) -> None:
        """The step is done and looked at; another one begins, which is of no rule."""
        self.everything_holds()
        self.begin("")

    def words_of(self, report: Report, values: dict) -> dict:
        """``values`` with the town of the report's municipality as the place."""
        return values | {"place": self.cast.town_of(report)}

    def report_of(self, row) -> Report:
        """Whose any row is."""
        if isinstance(row, Correction | LeftOut):
            row = self.now[Event][row.event_id]
        return row if isinstance(row, Report) else self.now[Report][row.report_id]

    # Reports

    def open_reports(self) -> list[Report]:
        return [report for report in self.now.rows(Report) if self.now.is_open(report)]

    def bring(self, report: Report, status: Status) -> None:
        """``DRAFT`` is one that its clerk may write in, be it returned."""
        while not self._stands(report, status):
            report = self.now[Report][report.pk]
            action = TOWARDS[status][Status(report.status)]
            if action == Action.SUBMIT:
                self._make_ready(report)
            if action == Action.ACCEPT:
                self._clear_words(report)
            assert self.press(report, action) is not None, action
            if action in (Action.SUBMIT, Action.ACCEPT):
                self.hand(report, type(self.now)())
            self.then()

    def _stands(self, report: Report, status: Status) -> bool:
        now = self.now[Report][report.pk].status
        return now in WRITING if status == Status.DRAFT else now == status

    def _make_ready(self, report: Report) -> None:
        for event in self.now.live(report):
            if event.problems:
                self.do(editing.delete_event, event, by=self.cast.clerk_of(report))
                self.then()
        if not self.now.live(report):
            self.write(report)

    def _clear_words(self, report: Report) -> None:
        by = self.cast.reviewers[0]
        for remark in self.now.rows(Remark, report_id=report.pk):
            if remark.sent_at is None:
                self.do(remarks.delete_remark, remark, by=by)
                self.then()
            elif remark.closed_at is None:
                self.do(remarks.close_remark, remark, by=by)
                self.then()

    def write(self, report: Report) -> None:
        """An event that may be handed in."""
        clerk = self.cast.clerk_of(report)
        event = self.do(
            editing.save_event,
            report,
            by=clerk,
            creation_key=self.next_key(),
            name="Мастерская",
            place=self.cast.town_of(report),
            period=GOING_ON[self.keys % len(GOING_ON)],
            content="Обмен опытом",
            participants="Мастера",
        )
        self.acknowledge(event, clerk)
        self.then()

    @staticmethod
    def some_report(status: Status):
        return lambda desk, pick: desk.bring(desk.some_open(pick), status)

    def some_empty(self, pick: int) -> None:
        report = self.some_open(pick)
        self.bring(report, Status.DRAFT)
        for event in self.now.live(report):
            self.do(editing.delete_event, event, by=self.cast.clerk_of(report))
            self.then()

    def some_ready(self, pick: int) -> None:
        report = self.some_open(pick)
        self.bring(report, Status.DRAFT)
        self._make_ready(self.now[Report][report.pk])

    def some_acceptable(self, pick: int) -> None:
        report = self.some_open(pick)
        self.bring(report, Status.IN_REVIEW)
        self._clear_words(self.now[Report][report.pk])

    def some_zero_in_review(self, pick: int) -> None:
        """The first word of a quarter in which nobody has told of an event."""
        report = self._silent()
        if report is None:
            self.some_new_quarter(pick)
            report = self._silent()
        for action in (Action.SUBMIT_EMPTY, Action.START_REVIEW):
            assert self.press(report, action) is not None, action
            if action == Action.SUBMIT_EMPTY:
                self.hand(report, type(self.now)())
            self.then()

    def _silent(self) -> Report | None:
        drafts = (r for r in self.open_reports() if r.status in WRITING)
        silent = {
            quarter.pk
            for quarter in self.now.rows(Quarter)
            if not any(self.now.live(r) for r in self.now.rows(Report, quarter_id=quarter.pk))
        }
        return next((report for report in drafts if report.quarter_id in silent), None)

    def some_open(self, pick: int) -> Report:
        reports = self.open_reports()
        return reports[pick % len(reports)]

    def some_handing_over(self, pick: int) -> None:
        report = self.some_open(pick)
        [successor, *_] = [
            other
            for other in self.now.rows(Report, quarter_id=report.quarter_id)
            if other.pk != report.pk
        ]
        self.bring(successor, Status.DRAFT)
        self._with_events(report, 1)
        self.bring(report, Status.CLOSED)

    # Events

    def _with_events(self, report: Report, number: int) -> None:
        if len(self.now.live(report)) < number:
            self.bring(report, Status.DRAFT)
        while len(self.now.live(report)) < number:
            self.write(self.now[Report][report.pk])

    def some_events(self, pick: int) -> None:
        """Two neighbours that their clerk may change."""
        report = self.some_open(pick)
        self.bring(report, Status.DRAFT)
        self._with_events(report, 2)

    def some_returned_zero(self, pick: int) -> None:
        """All that it held is in the bin."""
        report = self.some_open(pick)
        self.bring(report, Status.DRAFT)
        self._with_events(report, 1)
        for event in self.now.live(report):
            self.do(editing.delete_event, event, by=self.cast.clerk_of(report))
            self.then()
        for action in (Action.SUBMIT_EMPTY, Action.START_REVIEW, Action.RETURN):
            assert self.press(self.now[Report][report.pk], action) is not None, action
            if action == Action.SUBMIT_EMPTY:
                self.hand(report, type(self.now)())
            self.then()

    def some_ordered_by_hand(self, pick: int) -> None:
        report = self.some_open(pick)
        self.bring(report, Status.DRAFT)
        self._with_events(report, 2)
        if not self.now[Report][report.pk].ordered_by_hand:
            last = self.now.live(report)[-1]
            self.do(editing.move_event, last, by=self.cast.clerk_of(report), up=True)
            self.then()

    def some_in_bin(self, pick: int) -> None:
        report = self.some_open(pick)
        self.bring(report, Status.DRAFT)
        self._with_events(report, 1)
        event = self.now.live(report)[0]
        self.do(editing.delete_event, event, by=self.cast.clerk_of(report))
        self.then()

    def some_judged(self, pick: int) -> None:
        """Two neighbours under review. They survive being handed in, ready as they are."""
        report = self.some_open(pick)
        self.bring(report, Status.DRAFT)
        self._make_ready(self.now[Report][report.pk])
        self._with_events(report, 2)
        self.bring(report, Status.IN_REVIEW)

    def _judged_event(self, pick: int) -> Event:
        if not self._judged():
            self.some_judged(pick)
        judged = self._judged()
        return judged[pick % len(judged)]

    def _judged(self) -> list[Event]:
        judged = [report for report in self.open_reports() if report.status in JUDGING]
        return [event for report in judged for event in self.now.live(report)]

    def some_told(self, pick: int) -> None:
        """Two events that were handed in."""
        self.some_judged(pick)

    def some_left_out(self, pick: int) -> None:
        event = self._judged_event(pick)
        self.do(issuing.leave_out, event, by=self.cast.reviewers[0], reason="Внутреннее.")
        self.then()

    def some_group(self, pick: int) -> None:
        event = self._judged_event(pick)
        other = next(
            (o for r in self.now.rows(Report) for o in self.now.live(r) if o.pk != event.pk), None
        )
        if other is None:
            self.some_judged(pick)
            return self.some_group(pick)
        self.do(duplicates.decide, event, other, by=self.cast.reviewers[0], is_same=True)
        return self.then()

    # Remarks and corrections

    def some_unsent_remark(self, pick: int) -> None:
        report = self.some_open(pick)
        self.bring(report, Status.IN_REVIEW)
        report = self.now[Report][report.pk]
        self.do(remarks.add_remark, report, by=self.cast.reviewers[1], text="Кто это?")
        self.then()

    def some_sent_remark(self, pick: int) -> Report:
        report = self.some_open(pick)
        self.bring(report, Status.IN_REVIEW)
        self.press(self.now[Report][report.pk], Action.RETURN)
        self.then()
        return report

    def some_remark_looked_at_again(self, pick: int) -> None:
        self.bring(self.some_sent_remark(pick), Status.IN_REVIEW)

    def some_correction(self, pick: int) -> Correction:
        event = self._judged_event(pick)
        by = self.cast.reviewers[1]
        [made] = self.do(corrections.correct_event, event, by=by, content=f"{event.content}!")
        self.acknowledge(event, by)
        self.then()
        return self.now[Correction][made.pk]

    def some_objection(self, pick: int) -> None:
        made = self.some_correction(pick)
        clerk = self.cast.clerk_of(self.now.report_of(self.now[Event][made.event_id]))
        self.do(corrections.ask_to_undo, made, by=clerk, reason="Так и было.")
        self.then()

    # Quarters and issues

    def some_open_quarters(self, pick: int) -> None:
        for quarter in self.now.rows(Quarter):
            if not quarter.is_open:
                words = {"by": self.cast.administrator, "reason": "Не все сдали."}
                self.do(opening.reopen_quarter, quarter, **words)
                self.then()

    def some_closed_quarter(self, pick: int) -> None:
        quarters = self.now.rows(Quarter)
        quarter = quarters[pick % len(quarters)]
        self.do(opening.close_quarter, quarter, by=self.cast.administrator)
        self.then()

    def some_new_quarter(self, pick: int) -> None:
        """Nobody has touched it yet."""
        last = max(self.now.rows(Quarter), key=lambda quarter: quarter.start)
        calendar = max(last.calendar.next, Calendar(*FIRST_EXTRA), key=lambda c: c.start)
        self.do(opening.open_quarter, calendar, by=self.cast.administrator)
        self.then()

    def some_closable(self, pick: int) -> None:
        """No report is closed, and one is not accepted."""
        self.some_open_quarters(pick)
        for report in self.now.rows(Report, status=Status.CLOSED):
            self.press(report, Action.REOPEN)
            self.then()
        if not self.now.rows(Report, status=Status.SUBMITTED):
            self.bring(self.some_open(pick), Status.SUBMITTED)

    def something_new_to_issue(self, span: Span, pick: int) -> None:
        """An accepted text that is not yet in what was issued of ``span``."""
        reports = [
            report
            for report in self.open_reports()
            if self.now.quarter_of(report).calendar in span.quarters
        ]
        if not reports:
            self.some_open_quarters(pick)
            return self.something_new_to_issue(span, pick)
        report = reports[pick % len(reports)]
        self._with_events(report, 1)
        self.bring(report, Status.ACCEPTED)
        event = self.now.live(report)[0]
        by = self.cast.reviewers[1]
        if self.do(corrections.correct_event, event, by=by, content=f"{event.content}, еще"):
            self.acknowledge(event, by)
        if any(left_out.event_id == event.pk for left_out in self.now.rows(LeftOut)):
            self.then()
            self.do(issuing.put_back, event, by=by)
        return self.then()

    def issue(self, span: Span, contents: dict, person: User):
        words = {"seen": issuing.fingerprint(contents), "ticks": [issuing.PERSONAL_DATA]}
        issued = self.do(issuing.issue, span, by=person, **words)
        if issued is not None:
            assert issued.contents == contents, "issued unseen"
            self.keep_issue(issued)
        return issued

    def some_issue(self, pick: int) -> None:
        span = Span(2020, 4, 4)
        self.something_new_to_issue(span, pick)
        self.issue(span, issuing.current(span).contents, self.cast.reviewers[0])
        self.then()
