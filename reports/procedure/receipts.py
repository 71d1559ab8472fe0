"""Receipts: one for every handing in, for good. They are read from the log, which only grows, so
each keeps its number whatever becomes of the report."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from reports.models import SUBMISSIONS, Action, Report, ReportLog, Status

# What ends the time of a receipt, and what becomes of the report with it.
_ENDS = (
    *(Action.WITHDRAW, Action.CONTINUE, Action.RETURN),
    *(Action.ACCEPT, Action.CLOSE, Action.REOPEN),
)


class ReceiptState(StrEnum):
    """What became of the report after it was handed in."""

    WAITING = "waiting"
    IN_REVIEW = "in_review"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"

    @property
    def sentence(self) -> str:
        """What the sheet says above everything else."""
        return {
            ReceiptState.WAITING: "Отчет сдан и ждет проверки.",
            ReceiptState.IN_REVIEW: "Отчет сдан, регион его проверяет.",
            ReceiptState.ACCEPTED: "Отчет принят.",
            ReceiptState.RETURNED: "Отчет был сдан и возвращен на доработку.",
            ReceiptState.WITHDRAWN: "Отчет был сдан и отозван, расписка не действует.",
            ReceiptState.CLOSED: "Отчет был сдан, потом закрыт без проверки.",
        }[self]


_OF_STATUS = {
    Status.SUBMITTED: ReceiptState.WAITING,
    Status.IN_REVIEW: ReceiptState.IN_REVIEW,
    Status.ACCEPTED: ReceiptState.ACCEPTED,
    Status.RETURNED: ReceiptState.RETURNED,
    Status.DRAFT: ReceiptState.WITHDRAWN,
    Status.CLOSED: ReceiptState.CLOSED,
}
_OF_ACTION = {
    Action.WITHDRAW: ReceiptState.WITHDRAWN,
    Action.CONTINUE: ReceiptState.WITHDRAWN,
    Action.RETURN: ReceiptState.RETURNED,
    Action.ACCEPT: ReceiptState.ACCEPTED,
    Action.CLOSE: ReceiptState.CLOSED,
}


@dataclass(frozen=True)
class Receipt:
    """One handing in: ``entry`` is its row of the log, ``end`` the last row that tells what became
    of it, None while nothing has."""

    report: Report
    entry: ReportLog
    ordinal: int  # among the report's receipts, from 1
    state: ReceiptState
    end: ReportLog | None

    @property
    def number(self) -> str:
        """«2026-4-05» of the first, «2026-4-05/2» of the second."""
        return numbered(self.report, self.ordinal)

    @property
    def at(self) -> dt.datetime:
        """The moment that counts as the handing in."""
        on_behalf = self.entry.on_behalf
        return on_behalf.handed_in_at(self.entry.at) if on_behalf else self.entry.at

    @property
    def is_zero(self) -> bool:
        return self.entry.action == Action.SUBMIT_EMPTY

    @property
    def is_valid(self) -> bool:
        """Whether the report stands handed in by this very receipt."""
        return self.state in (ReceiptState.WAITING, ReceiptState.IN_REVIEW, ReceiptState.ACCEPTED)


def numbered(report: Report, ordinal: int) -> str:
    return report.receipt_number if ordinal == 1 else f"{report.receipt_number}/{ordinal}"


def receipts_of(report: Report) -> list[Receipt]:
    """All receipts of ``report``, the first one first; none of a report from the archive. One
    statement."""
    log = report.log.filter(action__in=(*SUBMISSIONS, *_ENDS)).defer("contents").order_by("pk")
    submissions: list[tuple[ReportLog, list[ReportLog]]] = []
    for entry in log.select_related("user", "on_behalf__officer"):
        if entry.action in SUBMISSIONS:
            submissions.append((entry, []))
        elif submissions:
            submissions[-1][1].append(entry)
    last = len(submissions)
    receipts = []
    for ordinal, (entry, after) in enumerate(submissions, start=1):
        end = _end(after)
        if end is not None:
            state = _OF_ACTION[Action(end.action)]
        else:  # of the newest one the report itself tells
            state = _OF_STATUS[Status(report.status)] if ordinal == last else ReceiptState.WITHDRAWN
        receipts.append(Receipt(report, entry, ordinal, state, end))
    return receipts


def _end(after: list[ReportLog]) -> ReportLog | None:
    """What ended the time of a receipt, of the rows until the next one: what has happened to the
    report after it was taken back or returned is none of it."""
    end = None
    for entry in after:
        if entry.action in (Action.WITHDRAW, Action.CONTINUE, Action.RETURN):
            return entry
        end = None if entry.action == Action.REOPEN else entry
    return end


def last_receipt(report: Report) -> Receipt | None:
    receipts = receipts_of(report)
    return receipts[-1] if receipts else None
