"""The three sentences for a clerk who has done nothing here yet: what, by when, who helps."""

from django.db import transaction

from municipalities.models import User
from reports.models import Event, Report, ReportLog


def is_newcomer(user: User, report: Report) -> bool:
    """Whether they are said on the page of ``report``: it is empty, and the person has neither
    closed them nor done any work. Needs ``event_count`` from ``for_board()``."""
    if user.is_welcomed or not report.is_editable or report.event_count:
        return False
    has_written = Event.history.filter(history_user=user).exists()
    return not has_written and not ReportLog.objects.filter(user=user).exists()


@transaction.atomic
def dismiss(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_welcomed=True)
