"""The whole procedure as a machine that does anything in any order."""

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from reports.events import editing
from reports.language.quarters import Quarter as Calendar
from reports.models import Action, Report
from reports.procedure import opening
from tests.model.clerk_rules import ClerkRules
from tests.model.office_rules import OfficeRules
from tests.model.page_rules import PageRules
from tests.model.region_rules import RegionRules
from tests.model.snapshot import Snapshot

# How far a report has come when an example begins.
EMPTY, WRITTEN, SUBMITTED, IN_REVIEW, ACCEPTED, RETURNED, ZERO = range(7)
STAGES = st.sampled_from([EMPTY, WRITTEN, SUBMITTED, IN_REVIEW, ACCEPTED, ACCEPTED, RETURNED, ZERO])


class ProcedureMachine(ClerkRules, RegionRules, OfficeRules, PageRules):
    """Begins in January with two quarters that are being collected."""

    @initialize(stages=st.lists(STAGES, min_size=4, max_size=4))
    def the_year_is_under_way(self, stages):
        self.begin("the_year_is_under_way")
        for number in (3, 4):
            self.do(opening.open_quarter, Calendar(2020, number), by=self.cast.administrator)
        for report, stage in zip(Report.objects.order_by("pk"), stages, strict=True):
            self._bring(report, stage)

    def _bring(self, report: Report, stage: int) -> None:
        clerk = self.cast.clerk_of(report)
        if stage not in (EMPTY, ZERO):
            self._fill(report, clerk)
        if stage >= SUBMITTED:
            action = Action.SUBMIT_EMPTY if stage == ZERO else Action.SUBMIT
            self.press(report, action)
        if stage >= IN_REVIEW:
            self.press(report, Action.START_REVIEW)
        if stage in (ACCEPTED, ZERO):
            self.press(report, Action.ACCEPT)
        if stage == RETURNED:
            self.press(report, Action.RETURN)
        self.hand(report, Snapshot())

    def _fill(self, report: Report, clerk) -> None:
        """Two events, the names of which are alike in every report."""
        for name, day in (("Форум «Мост»", 1), ("Неделя дружбы", 2)):
            event = self.do(
                editing.save_event,
                report,
                by=clerk,
                creation_key=self.next_key(),
                name=name,
                place=self.cast.town_of(report),
                period=f"{day} августа – 30 ноября 2020 года",
                content="Обсуждение сотрудничества",
                participants="Представители",
            )
            self.acknowledge(event, clerk)
