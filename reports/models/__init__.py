"""What is stored: quarters, reports, events, remarks, and the log of every transition.

Only what is true of any row stands here; the procedure is in ``workflow.py``.
"""

from reports.models.events import Category, Event, Format, Problem
from reports.models.quarters import Quarter
from reports.models.remarks import Remark
from reports.models.reports import Report, ReportLog
from reports.models.statuses import HANDED_IN, Action, State, Status

__all__ = [
    "HANDED_IN",
    "Action",
    "Category",
    "Event",
    "Format",
    "Problem",
    "Quarter",
    "Remark",
    "Report",
    "ReportLog",
    "State",
    "Status",
]
