"""When the demonstration takes place: told first, played afterwards in the order of time."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import itemgetter

from django.utils import timezone

MORNING, HOURS = dt.time(9), 8.5
# Day and month; nobody is at work then.
HOLIDAYS = {*((day, 1) for day in range(1, 9)), (23, 2), (8, 3), (1, 5), (9, 5), (12, 6), (4, 11)}


@dataclass(frozen=True)
class Window:
    """The working hours of the days from ``first`` to ``last``."""

    first: dt.date
    last: dt.date

    def at(self, share: float, minutes: int = 0) -> dt.datetime:
        """``share`` of it, from 0 at the first hour to 1 at the last, and ``minutes`` later."""
        days = self._working_days()
        whole, part = divmod(min(share, 0.999) * len(days), 1)
        opening = dt.datetime.combine(days[int(whole)], MORNING, timezone.get_current_timezone())
        return opening + dt.timedelta(minutes=round(part * HOURS * 60) + minutes)

    def _working_days(self) -> list[dt.date]:
        number = (self.last - self.first).days + 1
        days = [self.first + dt.timedelta(days=day) for day in range(number)]
        return [day for day in days if is_working(day)] or days


def is_working(day: dt.date) -> bool:
    return day.weekday() < 5 and (day.day, day.month) not in HOLIDAYS


def working_day_before(day: dt.date) -> dt.date:
    """The last one that is not after ``day``."""
    while not is_working(day):
        day -= dt.timedelta(days=1)
    return day


@dataclass
class Story:
    """Steps with their moments. Whatever a step writes, its log and its histories included, gets its
    time from the clock of the product, as if people had done it then; keys grow with time."""

    _steps: list[tuple[dt.datetime, Callable[[], object]]] = field(default_factory=list)

    def tell(self, moment: dt.datetime, step: Callable[[], object]) -> None:
        self._steps.append((moment, step))

    def play(self) -> None:
        """Of one moment, in the order in which they were told."""
        for moment, step in sorted(self._steps, key=itemgetter(0)):
            with clock_at(moment):
                step()


@contextmanager
def clock_at(moment: dt.datetime) -> Iterator[None]:
    """All that asks ``django.utils.timezone`` for the time gets ``moment``. For a command alone in
    its process: other threads would be told the same."""
    now = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = now
