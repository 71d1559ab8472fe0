"""States of events and of their reports in the history.

What is written by a button is a state of its own. What is saved by itself at the pauses in somebody's
typing is one state for each sitting at each page: the last state goes on until it is left.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Exists
from django.utils import timezone

from municipalities.models import User
from reports.models import Event, Report

# Pauses of one person within this time are one state of the text.
ONE_SITTING = dt.timedelta(minutes=10)
# Asked of a row, ``history`` is made anew each time, which costs a tenth of an autosave.
_STATES = {model: model.history.model.objects for model in (Event, Report)}


@dataclass(frozen=True)
class Attempt:
    """Which page sends changes, and how many times it has sent some before."""

    page: str = ""
    number: int = 0


@dataclass(frozen=True)
class Pause:
    """An attempt that is being saved. ``goes_on`` holds the key of the state that goes on with it,
    of the event and of the report; where there is none, a new state begins."""

    attempt: Attempt
    goes_on: Mapping[type, int] = field(default_factory=dict)


class HistoryRow(NamedTuple):
    """The latest state of a row, without the texts. ``is_late``: asked for an attempt that the same
    page has overtaken already."""

    key: int
    user_id: int | None
    at: dt.datetime
    page: str
    number: int | None
    is_late: bool = False

    def goes_on(self, user: User, attempt: Attempt) -> bool:
        is_recent = timezone.now() - self.at < ONE_SITTING
        return is_recent and self.user_id == user.pk and self.is_of_page(attempt)

    def is_of_page(self, attempt: Attempt) -> bool:
        return self.number is not None and self.page == attempt.page


_COLUMNS = ("history_id", "history_user_id", "history_date", "autosave_page", "autosave_number")


def latest(row: Event | Report, attempt: Attempt) -> HistoryRow | None:
    """None for a row without a history."""
    states = _STATES[type(row)].filter(id=row.pk)
    later = states.filter(autosave_page=attempt.page, autosave_number__gt=attempt.number)
    found = states.annotate(is_late=Exists(later)).values_list(*_COLUMNS, "is_late").first()
    return found and HistoryRow(*found)


def last_word(event: Event, name: str, value: object) -> HistoryRow:
    """The state that brought a field to ``value``, which it holds now, as it is stored. Raises
    ``LookupError`` for an event without a history."""
    states = _STATES[Event].filter(id=event.pk).values_list(*_COLUMNS, name)
    brought = None
    for *state, held in states.iterator(chunk_size=20):
        if brought is not None and held != value:
            break
        brought = HistoryRow(*state)
    if brought is None:
        raise LookupError(f"Event {event.pk} has no history.")
    return brought


def keep(
    row: Event | Report, fields: Sequence[str], user: User | None, pause: Pause | None = None
) -> None:
    """Store ``fields`` of the row, or a new row whole, and the state that it is in now."""
    is_new = row._state.adding
    written = None if is_new else fields
    row._history_user = user
    if pause is None:
        row.save(update_fields=written)  # the state is written along
        return
    row.save_without_historical_record(update_fields=written)
    states = _STATES[type(row)]
    values = {
        column.attname: getattr(row, column.attname) for column in states.model.tracked_fields
    }
    values |= {
        "history_date": timezone.now(),
        "autosave_page": pause.attempt.page,
        "autosave_number": pause.attempt.number,
    }
    if type(row) in pause.goes_on:
        states.filter(history_id=pause.goes_on[type(row)]).update(**values)
    else:
        states.create(history_type="+" if is_new else "~", history_user=user, **values)
