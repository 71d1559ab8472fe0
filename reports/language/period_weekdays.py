"""Weekdays that were typed beside days, held against the calendar."""

import datetime as dt
from collections.abc import Iterator

from reports.language import quarters
from reports.language.period_points import Point, Span

_DAYS_OF_A_WEEK = 7


def contradictions(spans: list[Span]) -> list[str]:
    """A sentence for each weekday that none of its days is. A weekday after a span may be of its
    first day, too, and several may be of any days of the list: «5, 6 ноября (четверг, пятница)»."""
    said: dict[str, None] = {}
    for span in spans:
        for point in {span.start: None, span.end: None}:
            if point.weekdays:
                said.update(dict.fromkeys(_of_point(point, span, spans)))
    return list(said)


def _of_point(point: Point, span: Span, spans: list[Span]) -> Iterator[str]:
    if len(point.weekdays) > 1:
        days = {day for each in spans for day in _weekdays(each)}
    elif point == span.end and not span.start.weekdays:
        days = _weekdays(span)
    else:
        days = {point.first_day.weekday()}
    wrong = [weekday for weekday in point.weekdays if weekday not in days]
    for weekday in wrong:
        if len(days) == 1:
            day = quarters.format_date(point.first_day)
            is_day = quarters.WEEKDAYS[point.first_day.weekday()]
            yield f"{day} — {is_day}, а не {quarters.WEEKDAYS[weekday]}. Проверьте число."
        else:
            yield f"Среди этих дней нет {quarters.WEEKDAYS_GENITIVE[weekday]}. Проверьте числа."


def _weekdays(span: Span) -> set[int]:
    length = (span.end.last_day - span.start.first_day).days + 1
    first = span.start.first_day
    return {
        (first + dt.timedelta(days=day)).weekday() for day in range(min(length, _DAYS_OF_A_WEEK))
    }
