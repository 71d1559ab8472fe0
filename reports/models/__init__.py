"""What is stored: quarters, reports, events, remarks, the log of every transition, and how the
document looks.

Only what is true of any row stands here; the procedure is in ``workflow.py``.
"""

from reports.models.documents import DocumentForm, DocumentOptions, LeftMargin, Typeface
from reports.models.events import Category, Event, Format, Problem
from reports.models.presence import Presence
from reports.models.quarters import Quarter
from reports.models.remarks import Remark
from reports.models.reports import Report, ReportLog
from reports.models.statuses import HANDED_IN, Action, State, Status

__all__ = [
    "HANDED_IN",
    "Action",
    "Category",
    "DocumentForm",
    "DocumentOptions",
    "Event",
    "Format",
    "LeftMargin",
    "Presence",
    "Problem",
    "Quarter",
    "Remark",
    "Report",
    "ReportLog",
    "State",
    "Status",
    "Typeface",
]
