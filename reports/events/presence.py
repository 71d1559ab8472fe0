"""Who is at an event right now."""

from django.utils import timezone

from municipalities.models import User
from reports.models import Event, Presence


def announce(event: Event, user: User) -> None:
    Presence.objects.bulk_create(
        [Presence(event=event, user=user, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=["event", "user"],
        update_fields=["seen_at"],
    )


def leave(event: Event, user: User) -> None:
    Presence.objects.filter(event=event, user=user).delete()


def others(event: Event, user: User) -> list[str]:
    """Names of everybody else who has the event open."""
    present = event.present.now().exclude(user=user).select_related("user")
    return sorted(str(presence.user) for presence in present)
