"""What was said once is handed to its neighbours, until every point has its year and its month."""

import calendar
import itertools
from dataclasses import replace

from reports.language import quarters
from reports.language.period_points import Point, QuarterLike, SaidPoint, SaidSpan, Span
from reports.language.period_tokens import PeriodError
from reports.language.plural import ru_count

# «октябрь – май» without a year goes over New Year; «ноябрь – октябрь» is a slip of the pen.
LONGEST_OVER_NEW_YEAR = 10  # months


def dated(spans: list[SaidSpan], quarter: QuarterLike) -> tuple[list[Span], bool]:
    """Hand months and years to the points that lack them, from right to left, as people read:
    «5-6 ноября 2020» says the month and the year for «5». A year said only at the left serves the
    right too. None said at all: the quarter's, and True."""
    points = _months_filled([point for span in spans for point in (span.start, span.end)])
    said = [point.year for point in points if point.year is not None]
    if said:
        points = _years_filled(points, said[-1])
    else:
        points = _over_new_year(points, quarter) or _years_filled(points, quarter.year)
    existing = [_existing(point) for point in points]
    pairs = zip(existing[::2], existing[1::2], strict=True)
    return [
        Span(start, end, span.opening) for span, (start, end) in zip(spans, pairs, strict=True)
    ], not said


def _months_filled(points: list[SaidPoint]) -> list[SaidPoint]:
    filled: list[SaidPoint] = []
    following: SaidPoint | None = None
    for point in reversed(points):
        if point.unit == "день" and point.number is None:
            if following is None or following.unit != "день":
                raise PeriodError(f"Укажите месяц для числа {point.day}.")
            point = replace(point, number=following.number, year=following.year)
        filled.append(point)
        following = point
    return filled[::-1]


def _years_filled(points: list[SaidPoint], year: int) -> list[SaidPoint]:
    """``year`` serves the points after the last said year; each said year those before it."""
    filled: list[SaidPoint] = []
    for point in reversed(points):
        if point.year is not None:
            year = point.year
        filled.append(replace(point, year=year))
    return filled[::-1]


def _over_new_year(points: list[SaidPoint], quarter: QuarterLike) -> list[SaidPoint] | None:
    """«декабрь – февраль» without a year: the winter that touches the quarter, if it is one."""
    turns = [
        at
        for at, (before, after) in enumerate(itertools.pairwise(points), start=1)
        if after.first_month < before.first_month
    ]
    start, end = points[0].first_month, points[-1].last_month
    if len(turns) != 1 or 13 - start + end > LONGEST_OVER_NEW_YEAR:
        return None
    for year in (quarter.year, quarter.year - 1):
        begins_in_time = (year, start) <= (quarter.end.year, quarter.end.month)
        ends_in_time = (year + 1, end) >= (quarter.start.year, quarter.start.month)
        if begins_in_time and ends_in_time:
            return [
                replace(point, year=year if at < turns[0] else year + 1)
                for at, point in enumerate(points)
            ]
    return None


def _existing(said: SaidPoint) -> Point:
    """What was said, once nothing is missing. Raises ``PeriodError`` for what no calendar has."""
    year, number = said.year or 0, 1 if said.number is None else said.number
    if not quarters.EARLIEST_YEAR <= year <= quarters.LATEST_YEAR:
        raise PeriodError(f"Год {year} маловероятен. Проверьте, не опечатка ли это.")
    if said.unit in ("день", "месяц") and not 1 <= number <= 12:
        raise PeriodError(
            f"Месяца с номером {number} нет. Если это время начала, уберите его: нужны только дни."
        )
    if said.day is not None:
        _check_day(said.day, number, year)
    return Point(said.unit, year, number, said.day)


def _check_day(day: int, month: int, year: int) -> None:
    length = calendar.monthrange(year, month)[1]
    if 1 <= day <= length:
        return
    in_month, of_month = quarters.MONTHS_LOCATIVE[month - 1], quarters.MONTHS_GENITIVE[month - 1]
    of_year = f" {year} года" if month == 2 else ""
    days = ru_count(length, "день", "дня", "дней")
    raise PeriodError(f"В {in_month}{of_year} {days}, {day} {of_month} нет.")
