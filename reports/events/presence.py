"""Who is at an event right now."""

import datetime as dt

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from municipalities.models import User
from reports.models import Event, Presence

# Somebody seen within this time need not be written down again. Pages call as often.
JUST_NOW = dt.timedelta(seconds=10)


def announce(event: Event, user: User) -> None:
    Presence.objects.bulk_create(
        [Presence(event=event, user=user, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["event", "user"],
        update_fields=["seen_at"],
    )


def with_last_seen(events: QuerySet[Event], user: User) -> QuerySet[Event]:
    """With ``last_seen``: when ``user`` was at each event last; None who never was, or has left."""
    visits = Presence.objects.filter(event=OuterRef("pk"), user=user)
    return events.annotate(last_seen=Subquery(visits.values("seen_at")))  # type: ignore[no-redef]


def stay(event: Event, user: User) -> None:
    """``announce``, unless the event, taken ``with_last_seen``, tells that it was done just now."""
    if event.last_seen is None or timezone.now() - event.last_seen > JUST_NOW:
        announce(event, user)


def leave(event: Event, user: User) -> None:
    Presence.objects.filter(event=event, user=user).delete()


def others(event: Event, user: User) -> list[str]:
    """Names of everybody else who has the event open."""
    present = event.present.now().exclude(user=user).select_related("user")
    return sorted(str(presence.user) for presence in present)
