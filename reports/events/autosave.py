"""Saving by itself: each field against what the writer last saw of it.

A form that is saved as one piece asks «has the event changed?»; one that is saved at every pause
asks it of every field, so that two people in two fields never meet.
"""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import le

from django.db import models, transaction
from django.utils import timezone

from municipalities.models import User
from reports.events import editing, presence
from reports.models import EVENT_FIELDS, Event, Quarter, Report
from reports.procedure import guards
from reports.procedure.guards import Refused

AUTOSAVED = "autosave"  # why a row of the history is there
# Pauses of one person within this time are one state of the text in the history.
ONE_SITTING = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Change:
    """What a person wrote into a field, and every value that the field may hold without that being
    a surprise: the one the person saw, and those that were sent and not acknowledged."""

    value: object
    bases: tuple[object, ...]


@dataclass(frozen=True)
class Attempt:
    """Which page sent the changes, and how many it had sent before. The history keeps both."""

    page: str = ""
    number: int = 0

    @property
    def reason(self) -> str:
        return f"{AUTOSAVED} {self.page} {self.number}"


UNKNOWN = Attempt()


class LateChange(Refused):
    """The page has saved something later already: the request was long on its way."""

    def __init__(self):
        super().__init__("Этот текст пришел позже следующего, поэтому не сохранен.")


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
    stored = editing.locked_events(report).filter(**key).first()
    if stored is None:
        stored = editing.new_event(report, creation_key)
        taken, conflicts, replaced = {name: each.value for name, each in changes.items()}, {}, {}
    elif _is_late(stored, attempt):
        raise LateChange
    else:
        taken, conflicts, replaced = _sort(stored, changes, user, attempt)
    _write(report, stored, taken, user, attempt, fold=not replaced)
    if stored.pk is not None:
        presence.announce(stored, user)
    return Autosaved(stored, conflicts, replaced)


def _write(
    report: Report, event: Event, values: dict, user: User, attempt: Attempt, *, fold: bool
) -> None:
    """``values`` and their row of the history, marked as a pause in the typing."""
    version, lengths = event.version, _lengths(event)
    event._change_reason = report._change_reason = attempt.reason
    editing.change_event(report, event, values, user)
    if fold and event.version != version and all(map(le, lengths, _lengths(event))):
        for instance in (event, report):
            _fold(instance, user, attempt)


def holds(event: Event, name: str, value: object) -> bool:
    """Whether saving ``value`` would change nothing."""
    quarter = event.report.quarter
    return _as_stored(name, getattr(event, name), quarter) == _as_stored(name, value, quarter)


def _sort(
    stored: Event, changes: Mapping[str, Change], user: User, attempt: Attempt
) -> tuple[dict[str, object], dict[str, Conflict], dict[str, object]]:
    """What to save, what meets another's words, and which words of the person's own give way: of
    two tabs of one person the later holds, and the history keeps the earlier."""
    taken, conflicts, replaced = {}, {}, {}
    for name, change in changes.items():
        if not any(holds(stored, name, seen) for seen in (change.value, *change.bases)):
            row = _last_word(stored, name)
            current = getattr(stored, name)
            if row.history_user != user:
                conflicts[name] = Conflict(current, row.history_user, row.history_date)
                continue
            if attempt == UNKNOWN or not _is_of_page(row, attempt):
                replaced[name] = current
        taken[name] = change.value
    return taken, conflicts, replaced


def _as_stored(name: str, value: object, quarter: Quarter) -> object:
    if name == "period":
        return editing.period_values(value, quarter)["period"]
    event = Event(**{name: value})
    return Event._meta.get_field(name).get_prep_value(getattr(event, name))


def _last_word(event: Event, name: str) -> models.Model:
    """The row of the history that brought the field to what it is now."""
    current = getattr(event, name)
    latest = None
    for row in event.history.select_related("history_user").iterator(chunk_size=20):
        if latest is not None and str(getattr(row, name)) != str(current):
            break
        latest = row
    return latest


def _is_of_page(row: models.Model, attempt: Attempt) -> bool:
    """Whether the very page that sends ``attempt`` wrote this row."""
    return (row.history_change_reason or "").startswith(f"{AUTOSAVED} {attempt.page} ")


def _is_late(event: Event, attempt: Attempt) -> bool:
    rows = event.history.filter(history_change_reason__startswith=f"{AUTOSAVED} {attempt.page} ")
    reasons = rows.values_list("history_change_reason", flat=True)
    return any(int(reason.rpartition(" ")[2]) > attempt.number for reason in reasons)


def _lengths(event: Event) -> list[int]:
    """Of what is written. A pause after which something is shorter keeps the state before it: what
    was saved once and then erased stays in the history."""
    return [len(str(getattr(event, name) or "")) for name in EVENT_FIELDS]


def _fold(instance: models.Model, user: User, attempt: Attempt) -> None:
    """Drop the row of the history before the newest, when it is a pause of the same sitting at the
    same page."""
    instance.history.filter(
        history_id=models.Subquery(instance.history.values("history_id")[1:2]),
        history_user=user,
        history_date__gt=timezone.now() - ONE_SITTING,
        history_change_reason__startswith=f"{AUTOSAVED} {attempt.page} ",
    ).delete()
