"""The region's body as every page speaks of it: its name, who helps, and what it announces."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypedDict

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

if TYPE_CHECKING:
    from municipalities.models import User

ONLY_KEY = 1
MOST_CHANGES = 20  # of those that are shown


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

    forbids_accepting_own_entry = models.BooleanField(
        "принимает отчет не тот, кто внес его за муниципальное образование", default=False
    )

    history = HistoricalRecords(
        verbose_name="прежнее состояние органа региона",
        verbose_name_plural="прежние состояния органа региона",
    )

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


@dataclass(frozen=True)
class Change:
    """What one saving has changed: the name of a field, what stood there and what stands."""

    at: dt.datetime
    by: "User | None"
    fields: tuple[tuple[str, str, str], ...]


def last_changes() -> list[Change]:
    """The newest first. One statement. Of a row that is older than its history the first change is
    not known: only what it had become is."""
    states = list(Region.history.select_related("history_user")[: MOST_CHANGES + 1])
    is_whole = bool(states) and states[-1].history_type == "+"
    oldest = [Region()] if is_whole else []
    found = [
        Change(now.history_date, now.history_user, tuple(_changed(before, now)))
        for now, before in pairwise([*states, *oldest])
    ]
    return [change for change in found if change.fields]


def _changed(before: Region, now: Region) -> Iterator[tuple[str, str, str]]:
    for name in ("body_name", "announcement", "announced_until", "forbids_accepting_own_entry"):
        was, is_now = (_text(getattr(state, name)) for state in (before, now))
        if was != is_now:
            yield _label(name), was, is_now
    if before.contacts != now.contacts:
        gone, new = _others(before.contacts, now.contacts), _others(now.contacts, before.contacts)
        yield _label("contacts"), gone, new


def _label(name: str) -> str:
    return str(getattr(Region, name).field.verbose_name)


def _text(value: str | dt.date | bool | None) -> str:
    if isinstance(value, bool):
        return "да" if value else "нет"
    return f"{value:%d.%m.%Y}" if isinstance(value, dt.date) else value or ""


def _others(contacts: Sequence[Contact], known: Sequence[Contact]) -> str:
    """Those that are not in ``known``, a line each; all of them where only their order differs."""
    others = [one for one in contacts if one not in known]
    if not others and len(contacts) == len(known):
        others = list(contacts)
    keys = Contact.__annotations__  # PostgreSQL keeps the keys of JSON in an order of its own
    return "\n".join(
        ", ".join(filter(None, (str(one.get(key, "")) for key in keys))) for one in others
    )
