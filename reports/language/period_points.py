"""A piece of the calendar, and from one to another: as it was said, and as it is known in the end."""

import calendar
import datetime as dt
from dataclasses import dataclass, field
from typing import Protocol

_MONTHS_LONG = {"месяц": 1, "квартал": 3, "полугодие": 6, "год": 12}


class QuarterLike(Protocol):
    """The quarter a period is read for: ours, or a stored one."""

    @property
    def year(self) -> int: ...
    @property
    def number(self) -> int: ...
    @property
    def start(self) -> dt.date: ...
    @property
    def end(self) -> dt.date: ...


@dataclass(frozen=True)
class SaidPoint:
    """A day, or a longer piece of the calendar. ``unit``: день, месяц, квартал, полугодие, год;
    empty for the Roman numeral of which a neighbour says the unit: «III» in «III-IV квартал».

    ``number`` is of the month, the quarter or the half; ``day`` of a day. None means «said by a
    neighbour»: the month of «5» in «5-6 ноября», the year almost everywhere. ``weekdays`` were
    typed beside it, Monday is 0.
    """

    unit: str
    year: int | None = None
    number: int | None = None
    day: int | None = None
    weekdays: tuple[int, ...] = ()

    @property
    def first_month(self) -> int:
        return first_month(self.unit, self.number or 1)

    @property
    def last_month(self) -> int:
        return last_month(self.unit, self.number or 1)


@dataclass(frozen=True)
class SaidSpan:
    """As ``Span``, of points of which something may still be missing."""

    start: SaidPoint
    end: SaidPoint
    opening: str = ""


@dataclass(frozen=True)
class Point:
    """As ``SaidPoint``, with nothing missing: the number of a year is 1, and only a day has a
    ``day``."""

    unit: str
    year: int
    number: int = 1
    day: int | None = None
    weekdays: tuple[int, ...] = field(default=(), compare=False)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, first_month(self.unit, self.number), self.day or 1)

    @property
    def last_day(self) -> dt.date:
        month = last_month(self.unit, self.number)
        return dt.date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])


@dataclass(frozen=True)
class Span:
    """From the first day of ``start`` to the last of ``end``; one point is both.

    ``opening`` is «с», «до» or «по» when the other end is not known, and then stands alone.
    """

    start: Point
    end: Point
    opening: str = ""

    @property
    def is_in_one_month(self) -> bool:
        start, end = self.start, self.end
        return start.unit == end.unit == "день" and (start.year, start.number) == (
            end.year,
            end.number,
        )


def first_month(unit: str, number: int) -> int:
    return 1 + (number - 1) * _MONTHS_LONG.get(unit, 1)


def last_month(unit: str, number: int) -> int:
    return first_month(unit, number) + _MONTHS_LONG.get(unit, 1) - 1
