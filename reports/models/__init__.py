"""What is stored: quarters, reports, events, what the region says of them, the log of every
transition, what was issued, and how the document looks.

Only what is true of any row stands here; the procedure is in ``workflow.py``.
"""

from reports.models.consolidations import Consolidation, IssueStatus, LeftOut
from reports.models.corrections import Correction
from reports.models.dismissals import DismissedFinding
from reports.models.documents import DocumentForm, DocumentOptions, LeftMargin, Typeface
from reports.models.duplicates import DuplicateVerdict
from reports.models.entries import EntryOnBehalf, Ground, filled_in_by
from reports.models.events import EVENT_FIELDS, STATISTICS, Category, Event, Format, Problem
from reports.models.extensions import ExtensionRequest
from reports.models.kept_files import LONGEST_LINK, KeptFile
from reports.models.presence import Presence
from reports.models.quarters import Quarter
from reports.models.ready_remarks import LONGEST_READY, ReadyRemark
from reports.models.received import ReceivedFile, ReceivedReport
from reports.models.remarks import Cell, Remark, RemarkAnswer
from reports.models.remembered_columns import RememberedColumns
from reports.models.reminders import NotHeldAgain
from reports.models.report_log import ReportLog
from reports.models.reports import OFFICIAL_ORDER, Report
from reports.models.statuses import (
    AWAITED,
    HANDED_IN,
    SUBMISSIONS,
    Action,
    DisplayStatus,
    Status,
)

__all__ = [
    "AWAITED",
    "EVENT_FIELDS",
    "HANDED_IN",
    "LONGEST_LINK",
    "LONGEST_READY",
    "OFFICIAL_ORDER",
    "STATISTICS",
    "SUBMISSIONS",
    "Action",
    "Category",
    "Cell",
    "Consolidation",
    "Correction",
    "DismissedFinding",
    "DisplayStatus",
    "DocumentForm",
    "DocumentOptions",
    "DuplicateVerdict",
    "EntryOnBehalf",
    "Event",
    "ExtensionRequest",
    "Format",
    "Ground",
    "IssueStatus",
    "KeptFile",
    "LeftMargin",
    "LeftOut",
    "NotHeldAgain",
    "Presence",
    "Problem",
    "Quarter",
    "ReadyRemark",
    "ReceivedFile",
    "ReceivedReport",
    "Remark",
    "RemarkAnswer",
    "RememberedColumns",
    "Report",
    "ReportLog",
    "Status",
    "Typeface",
    "filled_in_by",
]
