"""Random periods of every shape that is printed."""

import calendar
import datetime as dt
import random

from reports.language import event_period
from reports.language.period_dating import joined
from reports.language.period_points import Point, QuarterLike, Span

_PIECES = {"месяц": 12, "квартал": 4, "полугодие": 2, "год": 1}
_UNITS = ("день", "день", "день", *_PIECES)
_EARLIEST, _LATEST = 1990, 2100
MOST_SPANS = 6


def spans(rng: random.Random) -> list[Span]:
    """One open span; or one or several in their order, none of which share a day."""
    unit = rng.choice(_UNITS)
    if rng.random() < 0.15:
        opening = rng.choice(["с", "до", "по"])
        point = _point(rng, unit if opening == "с" else "день")
        return [Span(point, point, opening)]
    units = (unit, rng.choice(("день", "месяц"))) if unit in ("день", "месяц") else (unit,)
    count = rng.choice([1, 1, 1, 1, 2, 3, MOST_SPANS])
    # Near each other, so that months and years are left out where they are shared.
    start, length = dt.date(rng.randint(_EARLIEST, _LATEST - 2), 1, 1), rng.choice([40, 366, 700])
    points = sorted(
        (_point(rng, rng.choice(units), start, length) for _ in range(2 * count)),
        key=lambda point: (point.first_day, point.last_day),
    )
    found: list[Span] = []
    while points:
        first = points.pop(0)
        last = points.pop(0) if points and rng.random() < 0.5 else first
        is_after = not found or found[-1].end.last_day < first.first_day
        if is_after and first.first_day <= last.last_day:
            found.append(Span(first, last))
    return joined(found[:count])


def reads_back(text: str, made: list[Span], quarter: QuarterLike) -> bool:
    """Whether the text is read as the days that it was made of, and is printed as it is."""
    try:
        period = event_period.parse(text, quarter)
    except event_period.PeriodError:
        return False
    start = None if made[0].opening in ("до", "по") else made[0].start.first_day
    end = None if made[0].opening == "с" else made[-1].end.last_day
    is_list = len(made) > 1
    return (period.text, period.start, period.end, period.is_list) == (text, start, end, is_list)


def _point(rng: random.Random, unit: str, start: dt.date | None = None, length: int = 0) -> Point:
    """Within ``length`` days from ``start``; anywhere without it."""
    start = start or dt.date(rng.randint(_EARLIEST, _LATEST - 2), 1, 1)
    day = start + dt.timedelta(days=rng.randrange(length or 366))
    if unit == "день":
        if rng.random() < 0.1:  # the last of its month
            day = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        return Point("день", day.year, day.month, day.day)
    number = (day.month - 1) * _PIECES[unit] // 12 + 1
    return Point(unit, day.year, number)
