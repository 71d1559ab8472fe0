"""«Внести за муниципальное образование»: on which ground, and since when."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from municipalities.models import Role, User
from reports.language import quarters
from reports.models import SUBMISSIONS, Action, EntryOnBehalf, Ground, Report, Status
from reports.procedure import entries, guards, workflow
from reports.procedure.guards import Refused

# What a letter that is to be entered answers to, or is newer than.
_BEGINS_ANEW = (*SUBMISSIONS, Action.WITHDRAW, Action.RETURN, Action.CONTINUE, Action.REOPEN)


def why_not_entered(report: Report, user: User) -> str:
    """Why the report cannot be entered on behalf of its municipality now; empty when it can."""
    return why_not_beside(report, entries.entry_of(report), user)


def why_not_beside(report: Report, entry: EntryOnBehalf | None, user: User) -> str:
    """The same where the entry that goes on is known, for many reports at once."""
    if report.status == Status.SUBMITTED and report.quarter.is_open:
        return "Отчет сдан и ждет проверки. Внести другое можно, если вернуть его на доработку."
    if not report.is_editable:
        return guards.why_locked(report)
    if entry is None:
        return ""
    if entry.officer == user:
        return f"Вы уже вносите этот отчет, {entry.whence}."
    return f"Этот отчет уже вносит сотрудник региона: {entry.officer}, {entry.whence}."


@transaction.atomic
def enter(
    report: Report,
    *,
    user: User,
    ground: Ground,
    received_on: dt.date,
    number: str = "",
    dated_on: dt.date | None = None,
    sender: str = "",
) -> EntryOnBehalf:
    """From now on ``user`` fills in the report as its clerk does, and hands it in as of
    ``received_on``. A letter has its ``number`` and ``dated_on``, a call and an e-mail their
    ``sender``. Begun twice on the same ground, it is begun once. Raises ``Refused``."""
    report = guards.locked_for(report, user, Role.REGION)
    entry = EntryOnBehalf(
        report=report,
        officer=user,
        ground=ground,
        received_on=received_on,
        number=number,
        dated_on=dated_on,
        sender=sender,
    )
    known = entries.entry_of(report)
    if known is not None and known.officer == user and known.whence == entry.whence:
        return known
    why_not = why_not_entered(report, user) or _why_not_received(report, entry)
    if why_not:
        raise Refused(why_not, code="not_entered_on_behalf")
    entry.save()
    note = f"{entry.whence[0].upper()}{entry.whence[1:]}."
    workflow.perform(Action.ENTER, report, user=user, note=note)
    return entry


def _why_not_received(report: Report, entry: EntryOnBehalf) -> str:
    day = entry.received_on
    if entry.dated_on is not None and day < entry.dated_on:
        return "Письмо не могло прийти раньше, чем написано. Проверьте обе даты."
    if day > timezone.localdate():
        return "Этот день еще не наступил. Укажите день, когда сведения получены."
    if day < report.quarter.start:
        return (
            f"{report.quarter} начался {quarters.format_date(report.quarter.start)}, раньше сдать отчет "
            "за него нельзя. Проверьте день получения."
        )
    last = report.log.newest(*_BEGINS_ANEW)
    since = timezone.localdate(last.at) if last is not None else day
    if last is not None and day < since:
        return (
            f"{last.done.capitalize()} {quarters.format_date(since)}: сведения, полученные раньше, "
            "вносить уже поздно. Проверьте день получения."
        )
    return ""
