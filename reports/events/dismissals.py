"""Findings of proofreading that a person has hidden."""

from django.db import transaction

from municipalities.models import User
from reports.models import Cell, DismissedFinding, Event
from reports.procedure.guards import Refused, locked_for_editing

LONGEST_KEY = 200


@transaction.atomic
def dismiss(event: Event, *, cell: str, key: str, is_dismissed: bool, user: User) -> None:
    """Hide a finding, or show it again. Done twice, it is done once."""
    report = locked_for_editing(event.report, user)
    if cell not in Cell.values or not 0 < len(key) <= LONGEST_KEY:
        raise Refused("Такой подсказки нет.", code="no_such_finding")
    known = DismissedFinding.objects.filter(event=event, event__report=report, cell=cell, key=key)
    if not is_dismissed:
        known.delete()
    elif not known.exists():
        DismissedFinding.objects.create(event=event, cell=cell, key=key, by=user)


def keys_of(event: Event) -> list[list[str]]:
    """``[cell, key]`` of all that is hidden in the event; nothing of one that is not stored."""
    if event.pk is None:
        return []
    hidden = DismissedFinding.objects.filter(event=event).order_by("pk")
    return [[one.cell, one.key] for one in hidden]
