"""What others do between the moment when a page is opened and the one when its button is pressed."""

from reports.events import corrections, editing
from reports.models import Action, Event, Report, Status
from tests.model.desk import MEANWHILE
from tests.model.snapshot import Snapshot
from tests.model.verbs import JUDGING, WRITING
from tests.model.ways import Ways


class Meanwhile(Ways):
    def page_about(self, row, back: int, cell: str = "content") -> tuple:
        """``row`` as it is now, and what the page about it shows."""
        if back != MEANWHILE:
            return row, self.screen(back)
        shown, rule = self.now, self.step.name
        self.begin("")
        self._somebody_changes(row, cell)
        self.then()
        self.begin(rule)
        return self.now[type(row)][row.pk], shown

    def _somebody_changes(self, row: Report | Event, cell: str) -> None:
        """By what may be done to the report where it stands."""
        report = self.report_of(row)
        live = self.now.live(report)
        event = row if isinstance(row, Event) else next(iter(live), None)
        if report.status in WRITING:
            self._goes_on_writing(report, event, cell)
        elif report.status == Status.SUBMITTED:
            self.press(report, Action.WITHDRAW)
            self.then()
            self.bring(report, Status.SUBMITTED)
        elif report.status in JUDGING and event is not None:
            self._is_corrected(event)
        elif report.status == Status.IN_REVIEW:
            self.press(report, Action.RELEASE)
            self.then()
            self.bring(report, Status.IN_REVIEW)

    def _goes_on_writing(self, report: Report, event: Event | None, cell: str) -> None:
        if event is None:
            return self.write(report)
        clerk = self.cast.clerks_of(report)[-1]
        words = {cell: f"{getattr(event, cell)} тоже".strip()}
        saved = self.do(editing.save_event, report, by=clerk, event=event, **words)
        return self.acknowledge(saved, clerk)

    def _is_corrected(self, event: Event) -> None:
        by = self.cast.reviewers[1]
        if self.do(corrections.correct_event, event, by=by, content=f"{event.content}, тоже"):
            self.acknowledge(event, by)

    def is_put_into_the_bin(self, event: Event) -> None:
        """While a page still shows it."""
        rule = self.step.name
        self.begin("")
        self.do(editing.delete_event, event, by=self.cast.clerk_of(self.report_of(event)))
        self.then()
        self.begin(rule)


def seen_of(shown: Snapshot, row):
    """``row`` on a page; as it is now on one that was opened before it was there."""
    return shown[type(row)].get(row.pk, row)
