"""The region's body as every page speaks of it: its name, who helps, and what it announces."""

import datetime as dt
from typing import TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

ONLY_KEY = 1


class Contact(TypedDict):
    """Somebody of the region's body who may be called. Texts, empty where nothing is known."""

    name: str
    post: str
    phone: str
    room: str
    hours: str


class Region(models.Model):
    """The only row: what an administrator says of the region's body. Until there is one, the name
    is that of the settings and nobody is named."""

    body_name = models.CharField("название органа", max_length=200, blank=True, default="")
    contacts = models.JSONField("кто поможет", default=list, blank=True)  # of ``Contact``
    announcement = models.CharField("объявление", max_length=500, blank=True, default="")
    announced_until = models.DateField("объявление видно по", null=True, blank=True)

    class Meta:
        verbose_name = "орган региона"
        verbose_name_plural = "орган региона"
        constraints = [
            models.CheckConstraint(
                condition=Q(id=ONLY_KEY),
                name="region_once",
                violation_error_message="Сведения об органе региона хранятся одной строкой.",
            ),
            models.CheckConstraint(
                condition=Q(announcement="", announced_until=None)
                | (~Q(announcement="") & Q(announced_until__isnull=False)),
                name="region_announcement_ends",
                violation_error_message="Укажите, по какой день видно объявление.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.body_name or str(settings.BODY_NAME)

    @property
    def current_announcement(self) -> str:
        """What is announced today; empty when nothing is, or its last day has passed."""
        return self.announcement if self._is_announced_on(timezone.localdate()) else ""

    def _is_announced_on(self, day: dt.date) -> bool:
        return self.announced_until is not None and day <= self.announced_until


# What this process has read last: for the pages that must do without a database.
_last_read = Region(pk=ONLY_KEY)


def current() -> Region:
    """The row as it is now, in one statement."""
    global _last_read
    _last_read = Region.objects.filter(pk=ONLY_KEY).first() or Region(pk=ONLY_KEY)
    return _last_read


def last_read() -> Region:
    """Without asking the database."""
    return _last_read
