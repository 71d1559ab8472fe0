"""Who is at an event right now."""

from django.utils import timezone

from municipalities.models import User
from reports.models import Event, Presence


def announce(event: Event, user: User) -> None:
    Presence.objects.update_or_create(event=event, user=user, defaults={"seen_at": timezone.now()})


def leave(event: Event, user: User) -> None:
    Presence.objects.filter(event=event, user=user).delete()


def others(event: Event, user: User) -> list[str]:
    """Names of everybody else who has the event open."""
    present = event.present.now().exclude(user=user).select_related("user")
    return sorted(str(presence.user) for presence in present)
