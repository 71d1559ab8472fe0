import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from reports.models.events import Event

# A page tells of itself every ten seconds; two missed calls, and the person is gone.
GONE_AFTER = dt.timedelta(seconds=25)


class PresenceQuerySet(models.QuerySet["Presence"]):
    def now(self) -> Self:
        return self.filter(seen_at__gt=timezone.now() - GONE_AFTER)


class Presence(models.Model):
    """Who has the page of an event open. Nothing hangs on it: it only warns people of each other."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="present", verbose_name="мероприятие"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="кто"
    )
    seen_at = models.DateTimeField("когда")

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = "открытая страница"
        verbose_name_plural = "открытые страницы"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user"],
                name="presence_once",
                violation_error_message="Этот человек уже здесь.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.event}"
