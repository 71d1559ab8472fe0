"""What the reviewers do: review, remark, correct, accept, close, issue."""

from hypothesis import strategies as st

from reports.document import duplicates, issuing
from reports.events import corrections, editing
from reports.language.quarters import Span
from reports.models import (
    HANDED_IN,
    Action,
    Consolidation,
    Correction,
    Event,
    LeftOut,
    Remark,
    Report,
    Status,
)
from reports.procedure import remarks, workflow
from tests.model.desk import MEANWHILE, MOSTLY_NOW, NOW, PICK, Desk, about
from tests.model.meanwhile import Meanwhile, seen_of
from tests.model.verbs import JUDGING
from tests.model.ways import Ways, perform

REVIEWER = st.integers(0, 1)
TEXTS = st.sampled_from(["Уточните место.", "Нет участников.", "Чьи это слова?"])
REASONS = st.sampled_from(["Не международное.", "Внутреннее совещание.", "По ошибке."])
SPANS = (Span(2020, 4, 4), Span(2020, 3, 3), Span(2020, 3, 4))


def _in(*statuses: Status):
    """Reports that stand so, in open quarters."""

    def candidates(desk: Desk) -> list[Report]:
        reports = [report for report in desk.now.rows(Report) if report.status in statuses]
        return [report for report in reports if desk.now.is_open(report)]

    return candidates


def _events(desk: Desk) -> list[Event]:
    return [event for report in _in(*JUDGING)(desk) for event in desk.now.live(report)]


def _neighbours(desk: Desk) -> list[Event]:
    return [event for report in _in(*JUDGING)(desk) for event in desk.now.live(report)[1:]]


def _told(desk: Desk) -> list[Event]:
    return [event for report in _in(*HANDED_IN)(desk) for event in desk.now.live(report)]


def _remarks(desk: Desk) -> list[Remark]:
    reports = {report.pk for report in _in(*JUDGING)(desk)}
    return [remark for remark in desk.now.rows(Remark) if remark.report_id in reports]


def _unsent(desk: Desk) -> list[Remark]:
    return [remark for remark in _remarks(desk) if remark.sent_at is None]


def _sent(desk: Desk) -> list[Remark]:
    return [remark for remark in _remarks(desk) if remark.sent_at is not None]


def _unsettled(desk: Desk) -> list[Remark]:
    return [remark for remark in _sent(desk) if remark.closed_at is None]


def _acceptable(desk: Desk) -> list[Report]:
    """Those about which the region has said nothing that the clerk does not know yet."""
    return [
        report
        for report in _in(Status.IN_REVIEW)(desk)
        if not report.remarks.unsent().exists() and not report.remarks.said_to_stand().exists()
    ]


def _zero_in_review(desk: Desk) -> list[Report]:
    return [report for report in _acceptable(desk) if report.no_events]


def _unasked(desk: Desk) -> list[Correction]:
    """What nobody objects to, or a colleague has settled already."""
    return [c for c in desk.now.rows(Correction) if c.asked_at is None or c.settled_at is not None]


def _asked(desk: Desk) -> list[Correction]:
    asked = [c for c in desk.now.rows(Correction, settled_at=None) if c.asked_at is not None]
    return [c for c in asked if desk.now.is_open(desk.now.report_of(desk.now[Event][c.event_id]))]


def _left_out(desk: Desk) -> list[Event]:
    rows = [desk.now[Event][left_out.event_id] for left_out in desk.now.rows(LeftOut)]
    correctable = {report.pk for report in _in(*JUDGING)(desk)}
    return [event for event in rows if event.report_id in correctable]


def _closable(desk: Desk) -> list[Report]:
    """One is closed at a time, or nothing goes on."""
    if desk.now.rows(Report, status=Status.CLOSED):
        return []
    return _in(Status.DRAFT, Status.RETURNED, Status.SUBMITTED, Status.IN_REVIEW)(desk)


def _handing_over(desk: Desk) -> list[tuple[Report, Report]]:
    return [
        (report, successor)
        for report in _in(Status.CLOSED)(desk)
        for successor in desk.now.rows(Report, quarter_id=report.quarter_id)
        if desk.now.live(report) and desk.now.is_editable(successor)
    ]


def _groups(desk: Desk) -> list[Event]:
    members = {event.same_as_id for event in desk.now.rows(Event) if event.same_as_id}
    return [desk.now[Event][root] for root in sorted(members)]


def _issues(desk: Desk) -> list[Consolidation]:
    return desk.now.rows(Consolidation, cancelled_at=None)


class RegionRules(Meanwhile):
    """Rules of the region."""

    def __init__(self):
        super().__init__()
        self.seen_documents = dict.fromkeys(SPANS)  # what an open page of issuing shows

    def reviewer(self, number: int):
        return self.cast.reviewers[number]

    @about(_in(Status.SUBMITTED), Ways.some_report(Status.SUBMITTED), who=REVIEWER)
    def reviewer_begins(self, report, who):
        self.do(perform, report, Action.START_REVIEW, by=self.reviewer(who))

    @about(_in(Status.IN_REVIEW), Ways.some_report(Status.IN_REVIEW), who=REVIEWER)
    def reviewer_lets_go(self, report, who):
        self.do(perform, report, Action.RELEASE, by=self.reviewer(who))

    @about(_acceptable, Ways.some_acceptable, who=REVIEWER, back=MOSTLY_NOW)
    def reviewer_accepts(self, report, who, back):
        report, shown = self.page_about(report, back)
        if report.pk not in shown[Report]:
            shown = self.now
        seen_version = {"version": shown[Report][report.pk].version}
        if self.do(perform, report, Action.ACCEPT, by=self.reviewer(who), **seen_version):
            assert seen_version["version"] == report.version, "accepted unseen"
            self.hand(report, shown)

    @about(_zero_in_review, Ways.some_zero_in_review, who=REVIEWER)
    def reviewer_accepts_a_zero_report(self, report, who):
        """Perhaps before the others of its quarter have said anything."""
        if self.do(perform, report, Action.ACCEPT, by=self.reviewer(who)):
            self.hand(report, self.now)

    @about(_acceptable, Ways.some_acceptable, who=REVIEWER, back=MOSTLY_NOW)
    def reviewer_accepts_several(self, report, who, back):
        """With all that are handed in beside it."""
        _, shown = self.page_about(report, back)
        waiting = (Status.SUBMITTED, Status.IN_REVIEW)
        seen = [(r, r.version) for r in shown.rows(Report) if r.status in waiting]
        if seen:
            for report, refusal in self.do(_accept_several, seen, by=self.reviewer(who)):
                if refusal is None:
                    now = self.now[Report][report.pk]
                    assert shown[Report][report.pk].version == now.version, "accepted unseen"
                    self.hand(report, shown)

    @about(
        _in(*JUDGING), Ways.some_report(Status.IN_REVIEW), who=REVIEWER, text=TEXTS, back=MOSTLY_NOW
    )
    def reviewer_returns(self, report, who, text, back):
        report, shown = self.page_about(report, back)
        seen = seen_of(shown, report)
        words = {"remark": text, "version": seen.version}
        if self.do(perform, report, Action.RETURN, by=self.reviewer(who), **words):
            assert seen.version == report.version, "returned unseen"

    @about(_in(*JUDGING), Ways.some_report(Status.IN_REVIEW), who=REVIEWER, text=TEXTS, other=PICK)
    def reviewer_writes_a_remark(self, report, who, text, other):
        """Of an event, be it of another report, which is refused, or of the whole report."""
        own = [None, *self.now.live(report)]
        events = [*own * 3, *self.now.rows(Event)]
        event = events[other % len(events)]
        by = self.reviewer(who)
        self.do(remarks.add_remark, report, by=by, text=text, event=event)

    @about(_unsent, Ways.some_unsent_remark, who=REVIEWER)
    def reviewer_drops_a_remark(self, remark, who):
        self.do(remarks.delete_remark, remark, by=self.reviewer(who))

    @about(_sent, Ways.some_remark_looked_at_again, who=REVIEWER)
    def reviewer_drops_a_sent_remark(self, remark, who):
        self.do(remarks.delete_remark, remark, by=self.reviewer(who))
        assert self.step.is_refused
        self.did_something()

    @about(_unsettled, Ways.some_remark_looked_at_again, who=REVIEWER)
    def reviewer_closes_a_remark(self, remark, who):
        self.do(remarks.close_remark, remark, by=self.reviewer(who))

    @about(_sent, Ways.some_remark_looked_at_again, who=REVIEWER, text=TEXTS)
    def reviewer_opens_a_remark_again(self, remark, who, text):
        self.do(remarks.reopen_remark, remark, by=self.reviewer(who), text=text)

    @about(
        _events,
        Ways.some_judged,
        who=REVIEWER,
        cell=st.sampled_from(["name", "place", "content", "participants", "period"]),
        back=MOSTLY_NOW,
    )
    def reviewer_corrects(self, event, who, cell, back):
        event, page = self.page_about(event, back)
        shown = seen_of(page, event)
        text = "5 июля – 30 декабря 2020 года" if cell == "period" else f"{vars(event)[cell]}, так"
        by = self.reviewer(who)
        texts = {"version": shown.version, cell: text}
        made = self.do(corrections.correct_event, event, by=by, **texts)
        if made:
            assert shown.version == event.version, "overwritten unseen"
            self.acknowledge(event, by)

    @about(_asked, Ways.some_objection, who=REVIEWER, undo=st.booleans())
    def reviewer_settles_an_objection(self, correction, who, undo):
        self.do(corrections.settle, correction, by=self.reviewer(who), undo=undo)

    @about(_asked, Ways.some_objection, who=PICK, undo=st.booleans())
    def wrong_person_settles_an_objection(self, correction, who, undo):
        wrong = [*self.cast.clerks, self.cast.administrator]
        self.do(corrections.settle, correction, by=wrong[who % len(wrong)], undo=undo)
        assert self.step.is_refused
        self.did_something()

    @about(_unasked, Ways.some_correction, who=REVIEWER)
    def reviewer_settles_what_nobody_asks(self, correction, who):
        self.do(corrections.settle, correction, by=self.reviewer(who), undo=False)
        assert self.step.is_refused
        self.did_something()

    @about(_neighbours, Ways.some_judged, who=REVIEWER)
    def reviewer_moves_a_row(self, event, who):
        self.do(editing.move_event, event, by=self.reviewer(who), up=True)

    @about(_events, Ways.some_judged, who=REVIEWER, reason=REASONS)
    def reviewer_leaves_out(self, event, who, reason):
        self.do(issuing.leave_out, event, by=self.reviewer(who), reason=reason)

    @about(_left_out, Ways.some_left_out, who=REVIEWER, reason=REASONS)
    def reviewer_leaves_out_once_more(self, event, who, reason):
        """What a colleague has left out already, mostly for another reason, which is refused."""
        self.do(issuing.leave_out, event, by=self.reviewer(who), reason=reason)
        self.did_something()

    @about(_left_out, Ways.some_left_out, who=REVIEWER)
    def reviewer_puts_back(self, event, who):
        self.do(issuing.put_back, event, by=self.reviewer(who))

    @about(_closable, Ways.some_closable, who=REVIEWER, reason=REASONS)
    def reviewer_closes_a_report(self, report, who, reason):
        self.do(perform, report, Action.CLOSE, by=self.reviewer(who), note=reason)

    @about(_in(Status.CLOSED), Ways.some_report(Status.CLOSED), who=REVIEWER)
    def reviewer_opens_a_report_again(self, report, who):
        self.do(perform, report, Action.REOPEN, by=self.reviewer(who))

    @about(_handing_over, Ways.some_handing_over, who=REVIEWER)
    def reviewer_hands_over(self, pair, who):
        report, successor = pair
        self.do(editing.hand_over, report, by=self.reviewer(who), successor=successor)

    # The document

    @about(lambda desk: SPANS, who=REVIEWER, back=MOSTLY_NOW)
    def reviewer_issues(self, span, who, back):
        """From the page that is open, or from one opened before something has changed."""
        contents = self._document_on_page(span, who, back)
        if contents is not None:
            self.issue(span, contents, self.reviewer(who))

    def _document_on_page(self, span: Span, who: int, back: int) -> dict | None:
        current = issuing.current(span)
        seen, self.seen_documents[span] = self.seen_documents[span], current.contents
        if back > NOW:
            return seen
        if back == MEANWHILE or not current.can_be_issued:
            self.begin("")
            self.something_new_to_issue(span, who)
            self.begin("reviewer_issues")
            self.seen_documents[span] = issuing.current(span).contents
        return current.contents if back == MEANWHILE else self.seen_documents[span]

    @about(_issues, Ways.some_issue, who=REVIEWER, reason=REASONS)
    def reviewer_cancels_an_issue(self, issued, who, reason):
        self.do(issuing.cancel, issued, by=self.reviewer(who), reason=reason)

    @about(
        lambda desk: _told(desk)[1:],
        Ways.some_told,
        who=REVIEWER,
        other=PICK,
        is_same=st.booleans(),
        back=MOSTLY_NOW,
    )
    def reviewer_decides_on_sameness(self, event, who, other, is_same, back):
        """Sometimes the other one has gone into the bin since they were shown side by side."""
        going = [e for e in self.now.rows(Event) if self.now.is_editable(self.report_of(e))]
        is_going = bool(going) and back == MEANWHILE
        events = going if is_going else self.now.rows(Event)
        other = events[other % len(events)]
        if is_going:
            self.is_put_into_the_bin(other)
        words = {"by": self.reviewer(who), "is_same": is_same}
        self.do(duplicates.decide, event, other, **words)
        assert self.step.is_refused or self.now[Event][other.pk].deleted_at is None

    @about(_groups, Ways.some_group, who=REVIEWER)
    def reviewer_separates(self, event, who):
        self.do(duplicates.separate, event, by=self.reviewer(who))

    @about(
        _groups,
        Ways.some_group,
        who=REVIEWER,
        word=st.sampled_from(["Общий форум", "Общая неделя"]),
    )
    def reviewer_brings_to_one_wording(self, root, who, word):
        group = duplicates.group_of(root)
        wording = {"name": word}
        shown = duplicates.preview(group, wording)
        seen = {each.event.pk: each.event.version for each in shown if each.changes}
        words = {"by": self.reviewer(who), "seen": seen}
        self.do(duplicates.bring_to_one_wording, group, wording, **words)
        self.did_something()


def _accept_several(seen, *, user):
    return workflow.accept_several(seen, user=user)
