"""«Сроки проведения»: what people type ⇄ the canonical text and the days it means.

Reading goes in three steps: the text becomes tokens, the tokens become spans of days (a day, a
month, a quarter, a half-year or a year, alone, from–to, or listed), and the years and months that
were said once are handed to their neighbours. Printing is the reverse; a printed text reads back
as itself.
"""

import calendar
import datetime as dt
import itertools
from dataclasses import dataclass, replace
from typing import Protocol

from reports.language import quarters
from reports.language.period_tokens import Token, Unreadable, tokens
from reports.language.plural import ru_count
from reports.language.typography import clean

MOST_SPANS = 50
# «октябрь – май» without a year goes over New Year; «ноябрь – октябрь» is a slip of the pen.
LONGEST_OVER_NEW_YEAR = 10  # months


class PeriodError(ValueError):
    """Why a text is not a period: a Russian sentence for the person who typed it."""


class QuarterLike(Protocol):
    """The quarter a period is read for: ours, or a stored one."""

    year: int
    number: int
    start: dt.date
    end: dt.date


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
        if self.start is None:
            return f"все дни до {quarters.format_date(self.end)} включительно"
        if self.end is None:
            return f"время с {quarters.format_date(self.start)}, окончание не указано"
        if self.start == self.end:
            return f"один день, {quarters.format_date(self.start)}"
        phrase = f"с {self._start_beside_end()} по {quarters.format_date(self.end)}"
        is_list = " и " in self.text
        return f"отдельные дни {phrase}" if is_list else phrase

    def _start_beside_end(self) -> str:
        """«5» of «с 5 по 6 ноября 2020 года»: without what the end says again."""
        if self.start.year != self.end.year:
            return quarters.format_date(self.start)
        if self.start.month != self.end.month:
            return f"{self.start.day} {quarters.MONTHS_GENITIVE[self.start.month - 1]}"
        return str(self.start.day)


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
        spans, assumed = _dated(_Reader(tokens(text), quarter).read(), quarter)
    except Unreadable as error:
        shown = text if len(text) <= 60 else f"{text[:60]}…"
        raise PeriodError(f"Сроки «{shown}» непонятны. {_example(quarter)}") from error
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


# Points and spans

_MONTHS_LONG = {"месяц": 1, "квартал": 3, "полугодие": 6, "год": 12}


@dataclass(frozen=True)
class _Point:
    """A day, or a longer piece of the calendar. ``unit``: день, месяц, квартал, полугодие, год.

    ``number`` is of the month, the quarter or the half; ``day`` of a day. None means «said by a
    neighbour»: the month of «5» in «5-6 ноября», the year almost everywhere.
    """

    unit: str
    year: int | None = None
    number: int | None = None
    day: int | None = None

    @property
    def first_month(self) -> int:
        return 1 + ((self.number or 1) - 1) * _MONTHS_LONG.get(self.unit, 1)

    @property
    def last_month(self) -> int:
        return self.first_month + _MONTHS_LONG.get(self.unit, 1) - 1

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.first_month, self.day or 1)

    @property
    def last_day(self) -> dt.date:
        last_of_month = calendar.monthrange(self.year, self.last_month)[1]
        return dt.date(self.year, self.last_month, self.day or last_of_month)


@dataclass(frozen=True)
class _Span:
    """From the first day of ``start`` to the last of ``end``; one point is both.

    ``opening`` is «с» or «до» when the other end is not known, and then stands alone.
    """

    start: _Point
    end: _Point
    opening: str = ""

    @property
    def is_in_one_month(self) -> bool:
        start, end = self.start, self.end
        return start.unit == end.unit == "день" and (start.year, start.number) == (
            end.year,
            end.number,
        )


class _Reader:
    """Tokens → spans in which years and months may still be missing.

    period = span {("," | "и") span}
    span   = ["с"] point ("-" | "до") (point | now)  |  "с" point  |  "до" day  |  point
    point  = date | day [month] | month | ordinal piece | piece | year,  each [year]
    piece  = квартал | полугодие | год;  without an ordinal, of the quarter that is reported on
    """

    def __init__(self, tokens: list[Token], quarter: QuarterLike):
        self.tokens = tokens
        self.at = 0
        self.quarter = quarter

    def read(self) -> list[_Span]:
        spans = [self._span()]
        while self._take_any(",", "и"):
            self._take_any("и")
            spans.append(self._span())
        if self.at < len(self.tokens) or len(spans) > MOST_SPANS:
            raise Unreadable
        if len(spans) > 1 and any(span.opening for span in spans):
            raise Unreadable
        units = {point.unit for span in spans for point in (span.start, span.end)}
        if len(units) > 1 and units != {"день", "месяц"}:  # «5 ноября – 2020»
            raise Unreadable
        return spans

    def _span(self) -> _Span:
        opening = self._take_any("с", "до")
        start = self._point()
        if opening == "до":
            if start.unit != "день":  # it does not say whether December is in «до декабря»
                raise PeriodError("Укажите день, до которого шло мероприятие.")
            return _Span(start, start, opening)
        if self._take_any("-", "до"):
            if self._take_any("now"):
                return _Span(start, start, "с")
            return _Span(start, self._point())
        return _Span(start, start, opening)

    def _point(self) -> _Point:
        token = self._take()
        if token.kind == "date":
            day, month, year = token.value
            year = self._year() if year is None else year
            self._skip_year_words()
            return self._day_or_month(day, month, year)
        if token.kind == "month":
            return self._day_or_month(None, token.value, self._year())
        if token.kind == "ordinal":
            return self._piece(token.value)
        if token.kind == "word":
            return self._piece_reported_on(token.value)
        if token.kind != "number":
            raise Unreadable
        number = token.value
        if self._next_is("month"):
            return self._day_or_month(number, self._take().value, self._year())
        if self._next_is("word", "квартал") or self._next_is("word", "полугодие"):
            return self._piece(number)
        if number > 31:
            self._skip_year_words()
            return _Point("год", number)
        return _Point("день", day=number)

    @staticmethod
    def _day_or_month(day: int | None, month: int, year: int | None) -> _Point:
        return _Point("месяц" if day is None else "день", year, month, day)

    def _piece(self, number: int) -> _Point:
        """After «IV» or «4» comes the word for what it numbers."""
        token = self._take()
        most = {"квартал": 4, "полугодие": 2}.get(token.value, 0)
        if not 1 <= number <= most:
            raise Unreadable
        return _Point(token.value, self._year(), number)

    def _piece_reported_on(self, unit: str) -> _Point:
        """«в течение квартала», «в течение года»."""
        quarter = self.quarter
        numbers = {"квартал": quarter.number, "полугодие": (quarter.number + 1) // 2, "год": None}
        if unit not in numbers or self._year() not in (None, quarter.year):
            raise Unreadable
        return _Point(unit, quarter.year, numbers[unit])

    def _year(self) -> int | None:
        """A year right after a point, or after a comma; the word «года» is optional, both are."""
        year = None
        if self._next_is(",") and self._is_year(self.at + 1):
            self._take()
        if self._is_year(self.at):
            year = self._take().value
        self._skip_year_words()
        return year

    def _is_year(self, at: int) -> bool:
        return at < len(self.tokens) and (
            self.tokens[at].kind == "number" and self.tokens[at].value > 31
        )

    def _skip_year_words(self) -> None:
        while self._next_is("word", "год") or self._next_is("word", "г."):
            self._take()

    def _next_is(self, kind: str, value: str | None = None) -> bool:
        if self.at >= len(self.tokens):
            return False
        token = self.tokens[self.at]
        return token.kind == kind and value in (None, token.value)

    def _take(self) -> Token:
        if self.at >= len(self.tokens):
            raise Unreadable
        self.at += 1
        return self.tokens[self.at - 1]

    def _take_any(self, *kinds: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at].kind in kinds:
            return self._take().kind
        return ""


# What was said once


def _dated(spans: list[_Span], quarter: QuarterLike) -> tuple[list[_Span], bool]:
    """Hand months and years to the points that lack them, from right to left, as people read:
    «5-6 ноября 2020» says the month and the year for «5». A year said only at the left serves the
    right too. None said at all: the quarter's, and True."""
    points = _months_filled([point for span in spans for point in (span.start, span.end)])
    said = [point.year for point in points if point.year is not None]
    if said:
        points = _years_filled(points, said[-1])
    else:
        points = _over_new_year(points, quarter) or _years_filled(points, quarter.year)
    for point in points:
        _check_exists(point)
    pairs = zip(points[::2], points[1::2], strict=True)
    dated = [
        replace(span, start=start, end=end) for span, (start, end) in zip(spans, pairs, strict=True)
    ]
    return dated, not said


def _months_filled(points: list[_Point]) -> list[_Point]:
    filled = []
    following = None
    for point in reversed(points):
        if point.unit == "день" and point.number is None:
            if following is None or following.unit != "день":
                raise PeriodError(f"Укажите месяц для числа {point.day}.")
            point = replace(point, number=following.number, year=following.year)
        filled.append(point)
        following = point
    return filled[::-1]


def _years_filled(points: list[_Point], year: int) -> list[_Point]:
    """``year`` serves the points after the last said year; each said year those before it."""
    filled = []
    for point in reversed(points):
        if point.year is not None:
            year = point.year
        filled.append(replace(point, year=year))
    return filled[::-1]


def _over_new_year(points: list[_Point], quarter: QuarterLike) -> list[_Point] | None:
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


def _check_exists(point: _Point) -> None:
    if not quarters.EARLIEST_YEAR <= point.year <= quarters.LATEST_YEAR:
        raise PeriodError(f"Год {point.year} маловероятен. Проверьте, не опечатка ли это.")
    if point.unit in ("день", "месяц") and not 1 <= point.number <= 12:
        raise PeriodError(f"Месяца с номером {point.number} нет: их двенадцать.")
    if point.unit != "день":
        return
    length = calendar.monthrange(point.year, point.number)[1]
    if not 1 <= point.day <= length:
        in_month = quarters.MONTHS_LOCATIVE[point.number - 1]
        of_month = quarters.MONTHS_GENITIVE[point.number - 1]
        of_year = f" {point.year} года" if point.number == 2 else ""
        days = ru_count(length, "день", "дня", "дней")
        raise PeriodError(f"В {in_month}{of_year} {days}, {point.day} {of_month} нет.")


def _check_order(spans: list[_Span]) -> None:
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


def _print(spans: list[_Span]) -> str:
    opening = spans[0].opening
    if opening:
        point = spans[0].start
        is_second = point.unit in ("квартал", "полугодие") and point.number == 2
        preposition = "со" if opening == "с" and is_second else opening
        return f"{preposition} {_point_text(point, genitive=True)}"
    *texts, last = itertools.starmap(_span_text, itertools.zip_longest(spans, spans[1:]))
    return f"{', '.join(texts)} и {last}" if texts else last


def _span_text(span: _Span, following: _Span | None) -> str:
    """What the following span of a list says again is left out here."""
    start, end = span.start, span.end
    if start.unit == end.unit == "год" and start != end:
        return f"{start.year} – {end.year} годы"
    shares_year = following is not None and start.year == end.year == following.start.year
    shares_month = (
        shares_year
        and span.is_in_one_month
        and following.is_in_one_month
        and end.number == following.start.number
    )
    last = _point_text(end, year=not shares_year, month=not shares_month)
    if start == end:
        return last
    if span.is_in_one_month:
        return f"{start.day}-{last}"
    return f"{_point_text(start, year=start.year != end.year)} – {last}"


def _point_text(
    point: _Point, *, year: bool = True, month: bool = True, genitive: bool = False
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
