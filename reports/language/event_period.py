"""«Сроки проведения»: what people type ⇄ the canonical text and the days it means.

Reading goes in three steps: the text becomes tokens, the tokens become spans of days (a day, a
month, a quarter, a half-year or a year, alone, from–to, or listed), and the years and months that
were said once are handed to their neighbours. Printing is the reverse; a printed text reads back
as itself.
"""

import calendar
import datetime as dt
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from reports.language import quarters
from reports.language.period_tokens import Token, Unreadable, tokens

EXAMPLE = "Напишите, например: 5-6 ноября 2020 года."


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
        return f"с {quarters.format_date(self.start)} по {quarters.format_date(self.end)}"


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


def parse(text: str, quarter: QuarterLike) -> EventPeriod:
    """Read a typed period. Raises ``PeriodError``: unreadable, a day that does not exist, an end
    before its start, an improbable year."""
    if not text.strip():
        raise PeriodError(f"Укажите сроки проведения. {EXAMPLE}")
    try:
        opening, parts = _Reader(tokens(text), quarter).read()
    except Unreadable as error:
        shown = " ".join(text[:60].split())
        raise PeriodError(f"Сроки «{shown}» непонятны. {EXAMPLE}") from error
    spans, assumed = _with_years(parts, quarter)
    _check_order(spans)
    start, end = spans[0].start.first_day, spans[-1].end.last_day
    if opening == "с":
        end = None
    if opening == "до":
        start = None
    return EventPeriod(_print(opening, spans), start, end, assumed)


# Points and spans


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
        lengths = {"квартал": 3, "полугодие": 6, "год": 12}
        return 1 + ((self.number or 1) - 1) * lengths.get(self.unit, 1)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.first_month, self.day or 1)

    @property
    def last_day(self) -> dt.date:
        if self.unit == "день":
            return self.first_day
        months = {"месяц": 1, "квартал": 3, "полугодие": 6, "год": 12}[self.unit]
        month = self.first_month + months - 1
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])


@dataclass(frozen=True)
class _Span:
    """From the first day of ``start`` to the last of ``end``; one point is both."""

    start: _Point
    end: _Point


class _Reader:
    """Tokens → (opening mark or "", spans in which years and months may still be missing).

    period  = ["с" | "до"] span {("," | "и") span}
    span    = point [("-" | "до") point]
    point   = date | day [month] | month | [number] quarter | number half | year   each [year]
    """

    def __init__(self, tokens: list[Token], quarter: QuarterLike):
        self.tokens = tokens
        self.at = 0
        self.quarter = quarter

    def read(self) -> tuple[str, list[_Span]]:
        opening = self._take_any("с", "до")
        spans = [self._span()]
        while self._take_any(",", "и"):
            self._take_any("и")
            if self.at == len(self.tokens):  # a comma at the very end
                break
            spans.append(self._span())
        if self.at < len(self.tokens):
            raise Unreadable
        is_point = len(spans) == 1 and spans[0].start is spans[0].end
        if opening and is_point:
            # «до декабря» does not say whether December belongs to it.
            units = ("день", "месяц") if opening == "с" else ("день",)
            if spans[0].start.unit not in units:
                raise Unreadable
        elif opening == "до":
            raise Unreadable
        return (opening if is_point else ""), spans

    def _span(self) -> _Span:
        self._take_any("с")
        start = self._point()
        if self._take_any("-", "до"):
            return _Span(start, self._point())
        return _Span(start, start)

    def _point(self) -> _Point:
        if self._next_is("date"):
            day, month, year = self._take().value
            year_after = self._year()  # «05.11 2020 года», «05.11.2020 г.»
            return _Point("день", year or year_after, month, day)
        if self._next_is("month"):
            month = self._take().value
            return _Point("месяц", self._year(), month)
        if self._next_is("word", "квартал"):
            self._take()
            return _Point("квартал", self._year() or self.quarter.year, self.quarter.number)
        if self._next_is("roman"):
            return self._piece_of_year(self._take().value)
        if not self._next_is("number"):
            raise Unreadable
        number = self._take().value
        if self._next_is("month"):
            month = self._take().value
            return _Point("день", self._year(), month, number)
        if self._next_is("word", "квартал") or self._next_is("word", "полугодие"):
            return self._piece_of_year(number)
        if number > 31:
            self._skip_year_word()
            return _Point("год", _probable(number))
        return _Point("день", day=number)

    def _piece_of_year(self, number: int) -> _Point:
        """After «IV» or «4» comes the word for what it numbers."""
        for unit, most in (("квартал", 4), ("полугодие", 2)):
            if self._next_is("word", unit) and 1 <= number <= most:
                self._take()
                return _Point(unit, self._year(), number)
        raise Unreadable

    def _year(self) -> int | None:
        """A year right after a point; the word «года» is optional, the number too."""
        year = None
        if self._next_is("number") and self.tokens[self.at].value > 31:
            year = _probable(self._take().value)
        self._skip_year_word()
        return year

    def _skip_year_word(self) -> None:
        if self._next_is("word", "год"):
            self._take()

    def _next_is(self, kind: str, value: str | None = None) -> bool:
        if self.at >= len(self.tokens):
            return False
        token = self.tokens[self.at]
        return token.kind == kind and value in (None, token.value)

    def _take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _take_any(self, *kinds: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at].kind in kinds:
            return self._take().kind
        return ""


def _probable(year: int) -> int:
    if not 1990 <= year <= 2100:
        raise PeriodError(f"Год {year} маловероятен. Проверьте, не опечатка ли это.")
    return year


# What was said once


def _with_years(spans: list[_Span], quarter: QuarterLike) -> tuple[list[_Span], bool]:
    """Hand months and years to the points that lack them, from right to left, as people read:
    «5-6 ноября 2020» says the month and the year for «5». A year said only at the left serves the
    right too. None said at all: the quarter's."""
    points = [point for span in spans for point in (span.start, span.end)]
    said = [point.year for point in points if point.year]
    points = _fill(_months_filled(points), said[-1] if said else quarter.year)
    if not said and _crosses_new_year(points):
        points = _over_new_year(points, quarter)
    for point in points:
        _check_exists(point)
    return [_Span(*pair) for pair in zip(points[::2], points[1::2], strict=True)], not said


def _months_filled(points: list[_Point]) -> list[_Point]:
    filled = []
    following = None
    for point in reversed(points):
        if point.unit == "день" and point.number is None:
            if following is None or following.unit != "день":
                raise PeriodError(f"Укажите месяц для числа {point.day}. {EXAMPLE}")
            point = replace(point, number=following.number, year=point.year or following.year)
        filled.append(point)
        following = point
    return filled[::-1]


def _fill(points: Iterable[_Point], year: int) -> list[_Point]:
    """``year`` serves the points after the last said year; each said year those before it."""
    filled = []
    for point in reversed(list(points)):
        year = point.year or year
        filled.append(replace(point, year=year))
    return filled[::-1]


def _crosses_new_year(points: list[_Point]) -> bool:
    return points[0].first_month > points[-1].first_month


def _over_new_year(points: list[_Point], quarter: QuarterLike) -> list[_Point]:
    """«декабрь – февраль» without a year: the winter that touches the quarter."""
    turn = next(
        i for i in range(1, len(points)) if points[i].first_month < points[i - 1].first_month
    )
    for first_year in (quarter.year, quarter.year - 1):
        years = [first_year] * turn + [first_year + 1] * (len(points) - turn)
        shifted = [replace(point, year=year) for point, year in zip(points, years, strict=True)]
        start = dt.date(first_year, shifted[0].first_month, 1)
        if (
            start <= quarter.end
            and dt.date(first_year + 1, shifted[-1].first_month, 28) >= quarter.start
        ):
            return shifted
    return points


def _check_exists(point: _Point) -> None:
    if point.unit != "день":
        return
    if not 1 <= point.number <= 12:
        raise PeriodError(f"Месяца с номером {point.number} нет: их двенадцать.")
    length = calendar.monthrange(point.year, point.number)[1]
    if not 1 <= point.day <= length:
        in_month = quarters.MONTHS_LOCATIVE[point.number - 1]
        of_year = f" {point.year} года" if point.number == 2 else ""
        days = "день" if length == 31 else "дней"
        of_month = quarters.MONTHS_GENITIVE[point.number - 1]
        raise PeriodError(f"В {in_month}{of_year} {length} {days}, {point.day} {of_month} нет.")


def _check_order(spans: list[_Span]) -> None:
    for span in spans:
        if span.end.last_day < span.start.first_day:
            raise PeriodError(
                f"Получилось, что {_point_text(span.end)} наступило раньше, чем "
                f"{_point_text(span.start)}. Проверьте, что начало стоит перед окончанием."
            )
    for before, after in itertools.pairwise(spans):
        if after.start.first_day <= before.end.last_day:
            raise PeriodError(
                f"После {_point_text(before.end, genitive=True)} стоит {_point_text(after.start)}. "
                "Перечислите дни по порядку, а если годы разные, укажите год у каждого."
            )


# Printing


def _print(opening: str, spans: list[_Span]) -> str:
    if opening:
        return f"{opening} {_point_text(spans[0].start, genitive=True)}"
    texts = [
        _span_text(span, spans[i + 1] if i + 1 < len(spans) else None)
        for i, span in enumerate(spans)
    ]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} и {texts[-1]}"


def _span_text(span: _Span, following: _Span | None) -> str:
    """What the following span of a list says again is left out here."""
    start, end = span.start, span.end
    year = following is None or end.unit == "год" or following.start.year != end.year
    month = (
        following is None
        or end.unit != "день"
        or following.start.unit != "день"
        or year
        or following.start.number != end.number
        or not _in_one_month(following)
    )
    last = _point_text(end, year=year, month=month)
    if start == end:
        return last
    if start.unit == end.unit == "день" and _in_one_month(span):
        return f"{start.day}-{last}"
    if not month:  # 28 октября – 2 ноября, 5 ноября: the end keeps its month beside a start
        last = _point_text(end, year=year)
    first = _point_text(start, year=start.unit == "год" or start.year != end.year)
    return f"{first} – {last}"


def _in_one_month(span: _Span) -> bool:
    start, end = span.start, span.end
    return start.unit == end.unit == "день" and (start.year, start.number) == (end.year, end.number)


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
    ending = {"квартал": "а", "полугодие": "я"}[point.unit] if genitive else ""
    stem = point.unit[:-1] if ending == "я" else point.unit
    return f"{quarters.ROMAN[point.number - 1]} {stem}{ending}{of_year}"
