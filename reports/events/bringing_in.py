"""Rows of a table that somebody brings in: new events, and new words for what the report tells."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import Truncator

from municipalities.models import User
from reports.events.editing import (
    StaleEventError,
    Values,
    change_event,
    insert_new,
    locked_events,
)
from reports.models import Report
from reports.procedure.guards import Refused, locked_for_editing

LONGEST_NAME = 80  # characters of a name that a sentence tells


@dataclass(frozen=True)
class NewWords:
    """For an event as it was at ``version``."""

    version: int
    values: Values


@transaction.atomic
def bring_in(
    report: Report,
    new: Mapping[uuid.UUID, Values],
    rewritten: Mapping[int, NewWords],
    *,
    user: User,
) -> int:
    """Add ``new`` as ``add_events`` does, and give the events ``rewritten``, by their key, their new
    words: all or none. Returns how many events are new.

    Raises ``Refused`` when the report is locked, or an event has changed since its version.
    """
    report = locked_for_editing(report, user)
    events = locked_events(report).live().in_bulk(rewritten) if rewritten else {}
    if len(events) < len(rewritten):
        raise _changed_meanwhile("Одно из мероприятий, которые отличаются от таблицы, удалено")
    for key, words in rewritten.items():
        try:
            change_event(report, events[key], words.values, user, version=words.version)
        except StaleEventError as stale:
            name = Truncator(stale.current.name).chars(LONGEST_NAME)
            raise _changed_meanwhile(f"Мероприятие «{name}» изменили") from stale
    return insert_new(report, new, user)


def _changed_meanwhile(what: str) -> Refused:
    return Refused(
        f"{what}, пока вы смотрели на таблицу. Ничего не записано: посмотрите на строки еще раз.",
        code="told_event_changed",
    )
