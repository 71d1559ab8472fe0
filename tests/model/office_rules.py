"""What happens around the reports: the administrator, the clock, the archive, a failing database,
and people where they have no business."""

import datetime as dt
from collections import defaultdict

from hypothesis import strategies as st

from municipalities.models import Role
from reports.document import settings as document_settings
from reports.events import editing
from reports.language.quarters import Quarter as Calendar
from reports.models import (
    Consolidation,
    DocumentOptions,
    Event,
    Quarter,
    Report,
    Status,
)
from reports.procedure import opening
from tests.model.clerk_rules import VALUES
from tests.model.desk import BAD_LUCK, PICK, Desk, about, always
from tests.model.entering_rules import EnteringRules
from tests.model.verbs import VERBS
from tests.model.ways import FIRST_EXTRA, Ways

CALENDARS = (Calendar(2020, 3), Calendar(2020, 4), Calendar(2021, 1))


def _open(desk: Desk) -> list[Quarter]:
    """One is closed at a time, or nothing goes on."""
    quarters = desk.now.rows(Quarter)
    return quarters if all(quarter.is_open for quarter in quarters) else []


def _closed(desk: Desk) -> list[Quarter]:
    return [quarter for quarter in desk.now.rows(Quarter) if not quarter.is_open]


def _unopened(desk: Desk) -> list[Calendar]:
    known = {quarter.calendar for quarter in desk.now.rows(Quarter)}
    return [calendar for calendar in CALENDARS if calendar not in known] or list(CALENDARS)


def _extra(desk: Desk) -> list[Quarter]:
    return [q for q in desk.now.rows(Quarter) if (q.year, q.number) >= FIRST_EXTRA]


def _untouched(desk: Desk) -> list[Quarter]:
    return [
        quarter
        for quarter in _extra(desk)
        if all(report.version == 1 for report in desk.now.rows(Report, quarter_id=quarter.pk))
    ]


def _fresh(desk: Desk) -> list[Report]:
    written = {event.report_id for event in desk.now.rows(Event)}
    return [report for report in _drafts(desk) if report.pk not in written]


def _drafts(desk: Desk) -> list[Report]:
    drafts = desk.now.rows(Report, status=Status.DRAFT)
    return [report for report in drafts if desk.now.is_open(report)]


def _unclosed(desk: Desk) -> list[Report]:
    reports = desk.now.rows(Report)
    return [r for r in reports if r.status != Status.CLOSED and desk.now.is_open(r)]


def _unhurt(desk: Desk) -> list:
    return [None] if desk.fault is None else []


class OfficeRules(EnteringRules):
    """Rules of everybody and everything else."""

    @about(_unopened)
    def administrator_opens_a_quarter(self, calendar):
        self.do(opening.open_quarter, calendar, by=self.cast.administrator)

    @about(_open, Ways.some_open_quarters, days=st.integers(1, 40))
    def administrator_changes_a_due_date(self, quarter, days):
        due = quarter.end + dt.timedelta(days=days)
        self.do(opening.change_due_date, quarter, due, by=self.cast.administrator)

    @about(_open, Ways.some_open_quarters)
    def administrator_closes_a_quarter(self, quarter):
        self.do(opening.close_quarter, quarter, by=self.cast.administrator)

    @about(_closed, Ways.some_closed_quarter)
    def administrator_opens_a_quarter_again(self, quarter):
        by = self.cast.administrator
        self.do(opening.reopen_quarter, quarter, by=by, reason="Забыли отчет.")

    @about(_untouched, Ways.some_new_quarter, other=PICK)
    def administrator_deletes_a_quarter(self, quarter, other):
        """One that nobody has touched; sometimes another, which is refused."""
        quarters = [quarter, quarter, *_extra(self)]
        quarter = quarters[other % len(quarters)]
        touched = [r for r in self.now.rows(Report, quarter_id=quarter.pk) if r.version > 1]
        self.do(opening.delete_quarter, quarter, by=self.cast.administrator)
        assert self.step.is_refused or not touched

    @about(lambda desk: CALENDARS, is_whole=st.booleans())
    def administrator_sets_the_document(self, calendar, is_whole):
        current = DocumentOptions.objects.in_force(calendar)
        values = {"has_empty_sections": is_whole, "approval": "УТВЕРЖДАЮ" if is_whole else ""}
        by = {"by": self.cast.administrator, "begun": current and current.pk}
        self.do(document_settings.change_options, values, calendar, **by)

    @about(
        _unclosed, Ways.some_report(Status.DRAFT), days=st.integers(1, 30), is_given=st.booleans()
    )
    def staff_extend_a_due_date(self, report, days, is_given):
        due = self.now.quarter_of(report).due_date + dt.timedelta(days=days)
        is_given = is_given or report.extended_until is None
        words = {"until": due, "reason": "Болезнь."} if is_given else {"until": None}
        self.do(opening.extend_due_date, report, by=self.cast.reviewers[0], **words)

    @about(_fresh, Ways.some_new_quarter, rows=st.lists(VALUES, max_size=2), other=PICK)
    def command_loads_from_the_archive(self, report, rows, other):
        """Into a report that nobody has touched; sometimes into another draft, which is refused."""
        drafts = [report, report, *_drafts(self)]
        report = drafts[other % len(drafts)]
        rows = [self.words_of(report, row) for row in rows]
        loaded = self.do(_archive, report, rows, by=None)
        if loaded is not None:
            assert not self.now.rows(Event, report_id=report.pk), "a draft is overwritten"
            self.hand(report, type(self.now)())

    @about(always, days=st.integers(1, 6))
    def days_pass(self, _, days):
        self.clock.pass_(days=days)
        self.did_something()

    @about(_unhurt, part=PICK)
    def statement_fails_once(self, _, part):
        """In the next few verbs that have not failed yet, somewhere on their way."""
        self.fault, self.bad_luck = (part, False), BAD_LUCK

    @about(_unhurt, part=PICK)
    def statement_fails_for_good(self, _, part):
        self.fault, self.bad_luck = (part, True), BAD_LUCK

    # Where people have no business

    @about(always, which=PICK, who=PICK)
    def wrong_person_says_what_a_clerk_says(self, _, which, who):
        self._say_as_a_wrong_person({Role.MUNICIPALITY}, which, who)

    @about(always, which=PICK, who=PICK)
    def wrong_person_says_what_staff_say(self, _, which, who):
        self._say_as_a_wrong_person({Role.REGION, Role.ADMIN}, which, who)

    def _say_as_a_wrong_person(self, roles: set, which: int, who: int) -> None:
        """Every verb, each about a few rows."""
        for verb in VERBS:
            rows = self.now.rows(verb.about) if verb.role in roles else []
            for row in _some(rows, which):
                wrong = [p for p in self.cast.everybody if p.role not in {verb.role, *verb.also}]
                if verb.role == Role.MUNICIPALITY:
                    report = self.report_of(row)
                    wrong = [p for p in wrong if not self.is_entered_by(p, report)]
                    wrong += self.cast.strangers_to(self.report_of(row)) * 3
                self._is_refused(verb, row, wrong[who % len(wrong)])

    @about(always, which=PICK)
    def clerk_tries_at_a_wrong_time(self, _, which):
        self._say_at_a_wrong_time(Role.MUNICIPALITY, which)

    @about(always, which=PICK)
    def reviewer_tries_at_a_wrong_time(self, _, which):
        self._say_at_a_wrong_time(Role.REGION, which)

    def _say_at_a_wrong_time(self, role: Role, which: int) -> None:
        """Every verb, about a row of each state in which it is not for them."""
        for verb in (verb for verb in VERBS if verb.role == role):
            rows = [r for r in self.now.rows(verb.about) if not self._is_time_for(verb, r)]
            for row in self._one_of_each_state(rows, which):
                clerk = self.cast.clerk_of(self.report_of(row))
                is_clerks = role == Role.MUNICIPALITY
                self._is_refused(verb, row, clerk if is_clerks else self.cast.reviewers[1])

    def _one_of_each_state(self, rows: list, which: int) -> list:
        by_state = defaultdict(list)
        for row in rows:
            report = self.report_of(row)
            by_state[report.status, self.now.is_open(report)].append(row)
        return [alike[which % len(alike)] for alike in by_state.values()]

    def _is_refused(self, verb, row, person) -> None:
        self.step.is_refused = False
        self.do(verb.say, row, by=person)
        assert self.step.is_refused, f"{person.role} is let in to a {row._meta.model_name}"
        self.did_something()

    def _is_time_for(self, verb, row) -> bool:
        if verb.about is Consolidation or verb.role == Role.ADMIN:
            return True
        report = self.report_of(row)
        is_timely = report.status in verb.statuses
        if len(verb.statuses) == len(Status):  # asked of no report
            return True
        return is_timely and self.now.is_open(report)


def _some(rows: list, which: int) -> list:
    at = which % max(1, len(rows))
    return [*rows[at:], *rows[:at]][:4]


def _archive(report: Report, rows: list[dict], *, user: None) -> Report:
    return editing.archive_report(report, rows)
