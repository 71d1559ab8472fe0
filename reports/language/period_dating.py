"""What was said once is handed to its neighbours, until every point has its year and its month."""

import calendar
import itertools
from dataclasses import replace

from reports.language import quarters
from reports.language.period_points import Point, QuarterLike, SaidPoint, SaidSpan, Span
from reports.language.period_tokens import LONGEST, PeriodError, Unreadable
from reports.language.plural import ru_count

# «октябрь – май» without a year goes over New Year; «ноябрь – октябрь» is a slip of the pen.
LONGEST_OVER_NEW_YEAR = 10  # months
MOST_OF_A_YEAR = {"квартал": 4, "полугодие": 2}


def dated(spans: list[SaidSpan], quarter: QuarterLike) -> tuple[list[Span], bool]:
    """Hand units, months and years to the points that lack them, from right to left, as people
    read: «5-6 ноября 2020» says the month and the year for «5». A year said only at the left serves
    the right too. None said at all: the quarter's, and True."""
    points = _units_filled([point for span in spans for point in (span.start, span.end)])
    points = _months_filled(points)
    units = {point.unit for point in points}
    if len(units) > 1 and units != {"день", "месяц"}:  # «5 ноября – 2020»
        raise Unreadable(0, LONGEST)
    said = [point.year for point in points if point.year is not None]
    if said:
        points = _years_filled(points, said[-1])
    else:
        over_new_year = _over_new_year(points, quarter) if len(spans) == 1 else None
        points = over_new_year or _years_filled(points, quarter.year)
    existing = [_existing(point) for point in points]
    pairs = zip(existing[::2], existing[1::2], strict=True)
    return [
        Span(start, end, span.opening) for span, (start, end) in zip(spans, pairs, strict=True)
    ], not said


def joined(spans: list[Span]) -> list[Span]:
    """«III и IV кварталы» are one span, if they follow each other in one year."""
    points = [span.start for span in spans]
    are_pieces = all(
        span.start == span.end and span.start.unit in ("квартал", "полугодие") for span in spans
    )
    follow = all(
        after == replace(before, number=before.number + 1)
        for before, after in itertools.pairwise(points)
    )
    return [Span(points[0], points[-1])] if len(spans) > 1 and are_pieces and follow else spans


def _units_filled(points: list[SaidPoint]) -> list[SaidPoint]:
    """«III» and «3» before «IV квартал» are quarters, too."""
    filled: list[SaidPoint] = []
    following: SaidPoint | None = None
    for point in reversed(points):
        lacks_unit = point.unit == "" or (point.unit == "день" and point.number is None)
        if lacks_unit and following is not None and following.unit in MOST_OF_A_YEAR:
            number = point.day if point.number is None else point.number
            point = replace(following, number=number, weekdays=())
        elif point.unit == "":
            raise PeriodError(
                f"Укажите, квартал это или полугодие: «{quarters.ROMAN[(point.number or 1) - 1]}»."
            )
        filled.append(point)
        following = point
    return filled[::-1]


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
    """«декабрь – февраль» without a year: the winter that touches the quarter, if it is one. Only
    of a span: in the list «28 декабря, 11 января» something may be amiss."""
    first, last = points
    start, end = first.first_month, last.last_month
    if last.first_month >= start or 13 - start + end > LONGEST_OVER_NEW_YEAR:
        return None
    for year in (quarter.year, quarter.year - 1):
        begins_in_time = (year, start) <= (quarter.end.year, quarter.end.month)
        ends_in_time = (year + 1, end) >= (quarter.start.year, quarter.start.month)
        if begins_in_time and ends_in_time:
            return [replace(first, year=year), replace(last, year=year + 1)]
    return None


def _existing(said: SaidPoint) -> Point:
    """What was said, once nothing is missing. Raises ``PeriodError`` for what no calendar has."""
    year, number = said.year or 0, 1 if said.number is None else said.number
    if not quarters.EARLIEST_YEAR <= year <= quarters.LATEST_YEAR:
        raise PeriodError(f"Год {year:04} маловероятен. Проверьте, не опечатка ли это.")
    if said.unit in ("день", "месяц") and not 1 <= number <= 12:
        raise PeriodError(
            f"Месяца с номером {number} нет. Если это время начала, уберите его: нужны только дни."
        )
    if not 1 <= number <= MOST_OF_A_YEAR.get(said.unit, number):
        of_piece = {"квартал": "Квартала", "полугодие": "Полугодия"}[said.unit]
        raise PeriodError(f"{of_piece} с номером {number} нет.")
    if said.day is not None:
        _check_day(said.day, number, year)
    return Point(said.unit, year, number, said.day, said.weekdays)


def _check_day(day: int, month: int, year: int) -> None:
    length = calendar.monthrange(year, month)[1]
    if 1 <= day <= length:
        return
    in_month, of_month = quarters.MONTHS_LOCATIVE[month - 1], quarters.MONTHS_GENITIVE[month - 1]
    of_year = f" {year} года" if month == 2 else ""
    days = ru_count(length, "день", "дня", "дней")
    raise PeriodError(f"В {in_month}{of_year} {days}, {day} {of_month} нет.")
