"""What stands beside a report and beside an event of it alike."""

from django.utils import timezone

from municipalities.models import User
from reports.language import event_period
from reports.language.text_diff import Part, differences
from reports.models import (
    Correction,
    Quarter,
)


def period_notes(period: event_period.EventPeriod, quarter: Quarter) -> list[str]:
    notes = (
        *period.notes,
        event_period.overhang(period, quarter),
        event_period.to_come(period, timezone.localdate()),
    )
    return [note for note in notes if note]


def corrections_of(
    user: User, objected: Correction | None = None, **made: object
) -> list[tuple[Correction, list[Part], list[Part]]]:
    """What the region changed itself: ``(correction, old parts, new parts)``."""
    found = Correction.objects.for_user(user).filter(**made)
    found = found.select_related("event", "author", "asked_by", "settled_by")
    return [
        (objected if objected == each else each, *differences(each.old_text, each.new_text))
        for each in found
    ]
