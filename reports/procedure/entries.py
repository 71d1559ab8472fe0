"""What an officer of the region does on behalf of a municipality: by which entry, and until when.

Whether somebody may at all is ``guards``; how one begins is ``entering``.
"""

import datetime as dt

from django.utils import timezone

from municipalities import region
from municipalities.models import Role, User
from reports.models import SUBMISSIONS, Action, EntryOnBehalf, Report
from reports.procedure.guards import Refused, check_role

# What a clerk does with the whole report, and an officer who enters it as well.
_LENT = (*SUBMISSIONS, Action.WITHDRAW)
_OF_ENTRY = (Action.ENTER, Action.LEAVE, Action.CONTINUE)
_ENDS = (
    *(Action.LEAVE, Action.CONTINUE),
    *(Action.RETURN, Action.ACCEPT, Action.CLOSE, Action.ARCHIVE),
)


def entry_of(report: Report) -> EntryOnBehalf | None:
    """The one that goes on, with its officer."""
    return report.entries.going_on().first()


def lends(action: Action, entry: EntryOnBehalf | None, user: User) -> bool:
    """Whether ``action``, which is a clerk's, is the officer's as well."""
    return action in _LENT and _is_of(entry, user) and user.role == Role.REGION


def stands_for(action: Action, entry: EntryOnBehalf | None) -> bool:
    """Whether ``action`` has a meaning while ``entry`` goes on, or while none does."""
    return action not in _OF_ENTRY or (action == Action.ENTER) == (entry is None)


def check(action: Action, report: Report, entry: EntryOnBehalf | None, user: User | None) -> None:
    """Raises ``Refused``. The row of an entry is written before its action is performed."""
    if action in _OF_ENTRY and entry is None:
        raise Refused("Этот отчет сотрудник региона сейчас не вносит.", code="no_entry_on_behalf")
    if action == Action.CONTINUE:
        check_role(user, Role.MUNICIPALITY)
    if action == Action.ACCEPT and user is not None:
        _check_not_their_own(report, user)


def _check_not_their_own(report: Report, user: User) -> None:
    handed_in = report.log.newest(*SUBMISSIONS)
    if handed_in is None or handed_in.on_behalf_id is None or handed_in.user != user:
        return
    if region.current().forbids_accepting_own_entry:
        raise Refused(
            "Вы сами внесли этот отчет за муниципальное образование, поэтому принять его может "
            "только другой сотрудник региона.",
            code="accepting_own_entry",
        )


def handed_in_at(entry: EntryOnBehalf | None, user: User | None) -> dt.datetime:
    """The moment that counts if ``user`` hands the report in now."""
    now = timezone.now()
    return entry.handed_in_at(now) if entry is not None and _is_of(entry, user) else now


def entry_behind(
    action: Action, entry: EntryOnBehalf | None, user: User | None
) -> EntryOnBehalf | None:
    """The one by which ``user`` has done ``action``."""
    is_by_it = action in (*_LENT, Action.ENTER, Action.LEAVE) and _is_of(entry, user)
    return entry if is_by_it else None


def end_by(action: Action, entry: EntryOnBehalf | None, user: User | None) -> None:
    """It ends with the region's decision, and as soon as the municipality acts itself."""
    if entry is None:
        return
    if action in _ENDS or (action in _LENT and not _is_of(entry, user)):
        entry.ended_at = timezone.now()
        entry.save(update_fields=["ended_at"])


def _is_of(entry: EntryOnBehalf | None, user: User | None) -> bool:
    return entry is not None and user is not None and entry.officer_id == user.pk
