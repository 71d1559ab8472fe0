"""Saving by itself: each field against what the writer last saw of it.

A form that is saved as one piece asks «has the event changed?»; one that is saved at every pause
asks it of every field, so that two people in two fields never meet.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from municipalities.models import User
from reports.events import editing, history, presence
from reports.events.history import Attempt, HistoryRow, Pause
from reports.models import EVENT_FIELDS, Event, Quarter, Report
from reports.procedure import guards
from reports.procedure.guards import Refused

UNKNOWN = Attempt()


@dataclass(frozen=True)
class Change:
    """What a person wrote into a field, and every value that the field may hold without that being
    a surprise: the one the person saw, and those that were sent and not acknowledged."""

    value: object
    bases: tuple[object, ...]


class LateChange(Refused):
    """The page has saved something later already: the request was long on its way."""

    def __init__(self) -> None:
        super().__init__(
            "Этот текст пришел позже следующего, поэтому не сохранен.", code="change_late"
        )


@dataclass(frozen=True)
class Conflict:
    """Somebody else has written ``theirs`` meanwhile. It stays; the person decides."""

    theirs: object
    by: User | None
    at: dt.datetime


@dataclass(frozen=True)
class Autosaved:
    """``replaced`` are words of the person's own, from another tab, that gave way."""

    event: Event
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    replaced: Mapping[str, object] = field(default_factory=dict)


@transaction.atomic
def autosave_event(
    report: Report,
    *,
    user: User,
    changes: Mapping[str, Change],
    event: Event | None = None,
    creation_key: uuid.UUID | None = None,
    attempt: Attempt = UNKNOWN,
) -> Autosaved:
    """Save every change that meets no other; the rest come back as conflicts.

    ``changes`` are of ``EVENT_FIELDS``, their values cleaned. Raises ``Refused`` like
    ``save_event``, and ``LateChange``. A new event without a word in it is not added.
    """
    report = guards.locked_for_editing(report, user)
    key = {"pk": event.pk} if event is not None else {"creation_key": creation_key}
    events = presence.with_last_seen(editing.locked_events(report), user)
    stored = events.filter(**key).first()
    if stored is None:
        return Autosaved(_add(report, creation_key, changes, user, attempt))
    last = history.latest(stored, attempt)
    if last is not None and last.is_late:
        raise LateChange
    if stored.deleted_at is not None:
        raise editing.DeletedEventError(stored)
    taken, conflicts, replaced = _sort(stored, changes, user, attempt)
    values = editing.changed(stored, editing.with_days(taken, report.quarter))
    if values:
        goes_on = not replaced and not _shortens(stored, values)
        pause = _pause(report, last, user, attempt) if goes_on else Pause(attempt)
        editing.write_event(report, stored, values, user, pause)
    presence.stay(stored, user)
    return Autosaved(stored, conflicts, replaced)


def _add(
    report: Report,
    creation_key: uuid.UUID | None,
    changes: Mapping[str, Change],
    user: User,
    attempt: Attempt,
) -> Event:
    """The event comes back without a key when there is not a word in it."""
    event = editing.new_event(report, creation_key)
    values = {name: change.value for name, change in changes.items()}
    editing.change_event(report, event, values, user, pause=Pause(attempt))
    if event.pk is not None:
        presence.announce(event, user)
    return event


def _pause(report: Report, last: HistoryRow | None, user: User, attempt: Attempt) -> Pause:
    """``last`` is the latest state of the event."""
    states = {Event: last, Report: history.latest(report, attempt)}
    return Pause(
        attempt,
        {
            kind: state.key
            for kind, state in states.items()
            if state and state.goes_on(user, attempt)
        },
    )


def _shortens(event: Event, values: Mapping[str, object]) -> bool:
    """A pause after which something is shorter begins a new state: what was saved once and then
    erased stays in the history."""
    return any(
        _length(values[name]) < _length(editing.as_stored(name, getattr(event, name)))
        for name in values.keys() & set(EVENT_FIELDS)
    )


def _length(value: object) -> int:
    return 0 if value is None else len(str(value))


def holds(event: Event, name: str, value: object) -> bool:
    """Whether saving ``value`` would change nothing."""
    quarter = event.report.quarter
    return _as_stored(name, getattr(event, name), quarter) == _as_stored(name, value, quarter)


def _sort(
    stored: Event, changes: Mapping[str, Change], user: User, attempt: Attempt
) -> tuple[dict[str, object], dict[str, Conflict], dict[str, object]]:
    """What to save, what meets another's words, and which words of the person's own give way: of
    two tabs of one person the later holds, and the history keeps the earlier."""
    taken: dict[str, object] = {}
    conflicts: dict[str, Conflict] = {}
    replaced: dict[str, object] = {}
    for name, change in changes.items():
        if not any(holds(stored, name, seen) for seen in (change.value, *change.bases)):
            current = getattr(stored, name)
            state = history.last_word(stored, name, editing.as_stored(name, current))
            if state.user_id != user.pk:
                by = User.objects.filter(pk=state.user_id).first() if state.user_id else None
                conflicts[name] = Conflict(current, by, state.at)
                continue
            if attempt == UNKNOWN or not state.is_of_page(attempt):
                replaced[name] = current
        taken[name] = change.value
    return taken, conflicts, replaced


def _as_stored(name: str, value: object, quarter: Quarter) -> object:
    if name == "period":
        return editing.with_days({name: value}, quarter)[name]
    return editing.as_stored(name, value)
