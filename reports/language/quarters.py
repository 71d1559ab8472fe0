"""Quarters and the longer spans of the year, with the phrases in which documents name them.

The forms are those of the official reports («во II квартале», spaced en dash between months);
Roman numerals are Latin letters.
"""

import datetime as dt
import re
from dataclasses import dataclass

ROMAN = ("I", "II", "III", "IV")
MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
MONTHS_GENITIVE = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
MONTHS_LOCATIVE = (
    "январе", "феврале", "марте", "апреле", "мае", "июне",
    "июле", "августе", "сентябре", "октябре", "ноябре", "декабре",
)  # fmt: skip

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100  # a year outside is a slip of the pen

_SLUG = re.compile(r"(\d{4})-([1-4])", re.ASCII)


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year. Raises ``ValueError`` outside 1..4 and 1990..2100."""

    year: int
    number: int

    def __post_init__(self):
        if not 1 <= self.number <= 4:
            raise ValueError("Квартал — число от 1 до 4.")
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise ValueError(
                f"Год указывают четырьмя цифрами, от {EARLIEST_YEAR} до {LATEST_YEAR}."
            )

    @classmethod
    def parse_slug(cls, slug: str) -> "Quarter":
        """``"2020-4"`` → IV quarter of 2020. Raises ``ValueError``."""
        match = _SLUG.fullmatch(slug)
        if match is None:
            raise ValueError(f"Квартал «{slug}» непонятен. Пишите год и номер квартала: 2020-4.")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: dt.date) -> "Quarter":
        return cls(day.year, (day.month + 2) // 3)

    @property
    def start(self) -> dt.date:
        return dt.date(self.year, self.number * 3 - 2, 1)

    @property
    def end(self) -> dt.date:
        """The last day, included."""
        first_after = dt.date(self.year + self.number // 4, self.number % 4 * 3 + 1, 1)
        return first_after - dt.timedelta(days=1)

    @property
    def previous(self) -> "Quarter":
        return Quarter.of(self.start - dt.timedelta(days=1))

    @property
    def next(self) -> "Quarter":
        return Quarter.of(self.end + dt.timedelta(days=1))

    @property
    def roman(self) -> str:
        return ROMAN[self.number - 1]

    @property
    def slug(self) -> str:
        return f"{self.year}-{self.number}"

    @property
    def short(self) -> str:
        """«IV квартал 2020»."""
        return f"{self.roman} квартал {self.year}"

    @property
    def nominative(self) -> str:
        """«IV квартал 2020 года»."""
        return f"{self.short} года"

    @property
    def locative(self) -> str:
        """«в IV квартале 2020 года», «во II квартале 2021 года»."""
        return f"{_in(self.number)} {self.roman} квартале {self.year} года"

    @property
    def accusative(self) -> str:
        """«за I квартал 2021 года»."""
        return f"за {self.nominative}"


def _in(number: int) -> str:
    """«во» is said before «втором» only."""
    return "во" if number == 2 else "в"


def half_year_locative(year: int, number: int) -> str:
    """«в I полугодии 2021 года»; ``number`` is 1 or 2, else ``ValueError``."""
    if number not in (1, 2):
        raise ValueError("Полугодие — первое или второе.")
    return f"{_in(number)} {ROMAN[number - 1]} полугодии {year} года"


def months_locative(year: int, last_month: int) -> str:
    """«в январе – сентябре 2021 года»: from January to ``last_month``, 2..12, included.

    Raises ``ValueError`` outside of that: one month is not a span.
    """
    if not 2 <= last_month <= 12:
        raise ValueError("Последний месяц — число от 2 до 12.")
    return f"в январе – {MONTHS_LOCATIVE[last_month - 1]} {year} года"


def year_locative(year: int) -> str:
    return f"в {year} году"


def format_date(day: dt.date) -> str:
    """«15 января 2027 года»."""
    return f"{day.day} {MONTHS_GENITIVE[day.month - 1]} {day.year} года"
