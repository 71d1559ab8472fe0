"""«Сроки проведения»: what people type ⇄ the canonical text and the days it means.

Reading goes in three steps: the text becomes tokens, the tokens become spans of days (a day, a
month, a quarter, a half-year or a year, alone, from–to, or listed), and the years and months that
were said once are handed to their neighbours. Printing is the reverse; a printed text reads back
as itself.
"""

import datetime as dt
import itertools
from dataclasses import dataclass

from reports.language import quarters
from reports.language.period_dating import dated
from reports.language.period_points import Point, QuarterLike, Span
from reports.language.period_reader import Reader
from reports.language.period_tokens import PeriodError, Unreadable, tokens
from reports.language.typography import clean

__all__ = ["EventPeriod", "PeriodError", "intersects", "overhang", "parse", "to_come"]


@dataclass(frozen=True)
class EventPeriod:
    """``text`` is printed; ``start`` and ``end`` are the first and the last day, included.

    ``start`` is None for «до …», ``end`` for «с …» that still goes on. ``year_assumed`` says that
    no year was typed and the quarter's was taken.
    """

    text: str
    start: dt.date | None
    end: dt.date | None
    year_assumed: bool = False

    @property
    def days_phrase(self) -> str:
        """The days in words, to stand after «это»."""
        start, end = self.start, self.end
        if start is None or end is None:
            return self._open_phrase()
        if start == end:
            return f"один день, {quarters.format_date(start)}"
        phrase = f"с {_beside(start, end)} по {quarters.format_date(end)}"
        is_list = " и " in self.text
        return f"отдельные дни {phrase}" if is_list else phrase

    def _open_phrase(self) -> str:
        if self.end is not None:
            return f"все дни до {quarters.format_date(self.end)} включительно"
        if self.start is not None:
            return f"время с {quarters.format_date(self.start)}, окончание не указано"
        raise ValueError("A period has at least one end.")


def _beside(start: dt.date, end: dt.date) -> str:
    """«5» of «с 5 по 6 ноября 2020 года»: without what the end says again."""
    if start.year != end.year:
        return quarters.format_date(start)
    if start.month != end.month:
        return f"{start.day} {quarters.MONTHS_GENITIVE[start.month - 1]}"
    return str(start.day)


def intersects(period: EventPeriod, quarter: QuarterLike) -> bool:
    """The rule by which an event belongs to a quarter: they share at least one day."""
    start, end = period.start or dt.date.min, period.end or dt.date.max
    return start <= quarter.end and end >= quarter.start


def overhang(period: EventPeriod, quarter: QuarterLike) -> str:
    """What to say of an event that began before the quarter or ends after it; else empty."""
    before = period.start is not None and period.start < quarter.start
    after = period.end is not None and period.end > quarter.end
    if before and after:
        return "Мероприятие началось до этого квартала и закончится после него."
    if before:
        return "Мероприятие началось до этого квартала."
    if after:
        return "Мероприятие закончится после этого квартала."
    return ""


def to_come(period: EventPeriod, today: dt.date) -> str:
    """What to say of an event that is not over ``today``; else empty. One that goes on without an
    end has happened once it has begun."""
    if period.start is not None and period.start > today:
        first = quarters.format_date(period.start)
        return (
            f"Мероприятие еще не состоялось: первый его день — {first}. "
            "В отчет пишут то, что уже прошло."
        )
    if period.end is not None and period.end > today:
        last = quarters.format_date(period.end)
        return f"Мероприятие еще не закончилось: последний его день — {last}."
    return ""


def parse(text: str, quarter: QuarterLike) -> EventPeriod:
    """Read a typed period. Raises ``PeriodError``: unreadable, a day that does not exist, an end
    before its start, an improbable year."""
    text = " ".join(clean(text).split())
    if not text:
        raise PeriodError(f"Укажите сроки проведения. {_example(quarter)}")
    try:
        spans, assumed = dated(Reader(tokens(text), quarter).read(), quarter)
    except Unreadable as error:
        shown = text if len(text) <= 60 else f"{text[:60]}…"
        raise PeriodError(f"Не удалось прочитать сроки «{shown}». {_example(quarter)}") from error
    _check_order(spans)
    return EventPeriod(
        text=_print(spans),
        start=None if spans[0].opening == "до" else spans[0].start.first_day,
        end=None if spans[0].opening == "с" else spans[-1].end.last_day,
        year_assumed=assumed,
    )


def _example(quarter: QuarterLike) -> str:
    month = quarters.MONTHS_GENITIVE[quarter.start.month]
    return f"Напишите, например: 5-6 {month} {quarter.year} года."


def _check_order(spans: list[Span]) -> None:
    for span in spans:
        if span.end.last_day < span.start.first_day:
            raise PeriodError(
                f"Окончание ({_point_text(span.end)}) раньше начала ({_point_text(span.start)}). "
                "Проверьте дни, а если годы разные, укажите год у каждого."
            )
    for before, after in itertools.pairwise(spans):
        if after.start.first_day <= before.end.last_day:
            raise PeriodError(
                f"После {_point_text(before.end, genitive=True)} стоит {_point_text(after.start)}. "
                "Перечислите дни по порядку, а если годы разные, укажите год у каждого."
            )


# Printing


def _print(spans: list[Span]) -> str:
    opening = spans[0].opening
    if opening:
        point = spans[0].start
        is_second = point.unit in ("квартал", "полугодие") and point.number == 2
        preposition = "со" if opening == "с" and is_second else opening
        return f"{preposition} {_point_text(point, genitive=True)}"
    *texts, last = itertools.starmap(_span_text, itertools.zip_longest(spans, spans[1:]))
    return f"{', '.join(texts)} и {last}" if texts else last


def _span_text(span: Span, following: Span | None) -> str:
    """What the following span of a list says again is left out here."""
    start, end = span.start, span.end
    if start.unit == end.unit == "год" and start != end:
        return f"{start.year} – {end.year} годы"
    shares_year = shares_month = False
    if following is not None:
        shares_year = start.year == end.year == following.start.year
        are_in_months = span.is_in_one_month and following.is_in_one_month
        shares_month = shares_year and are_in_months and end.number == following.start.number
    last = _point_text(end, year=not shares_year, month=not shares_month)
    if start == end:
        return last
    if span.is_in_one_month:
        return f"{start.day}-{last}"
    return f"{_point_text(start, year=start.year != end.year)} – {last}"


def _point_text(
    point: Point, *, year: bool = True, month: bool = True, genitive: bool = False
) -> str:
    if point.unit == "год":
        return f"{point.year} {'года' if genitive else 'год'}"
    of_year = f" {point.year} года" if year else ""
    if point.unit == "день":
        of_month = f" {quarters.MONTHS_GENITIVE[point.number - 1]}" if month else ""
        return f"{point.day}{of_month}{of_year}"
    if point.unit == "месяц":
        names = quarters.MONTHS_GENITIVE if genitive else quarters.MONTHS
        return f"{names[point.number - 1]}{of_year}"
    genitives = {"квартал": "квартала", "полугодие": "полугодия"}
    name = genitives[point.unit] if genitive else point.unit
    return f"{quarters.ROMAN[point.number - 1]} {name}{of_year}"
