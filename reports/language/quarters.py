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
WEEKDAYS = (
    "понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье",
)  # fmt: skip
WEEKDAYS_GENITIVE = (
    "понедельника", "вторника", "среды", "четверга", "пятницы", "субботы", "воскресенья",
)  # fmt: skip

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100  # a year outside is a slip of the pen

_SLUG = re.compile(r"(\d{4})-([1-4])", re.ASCII)
_NAMED = re.compile(
    r"\b(?P<number>IV|I{1,3}|[1-4])(?:-?(?:й|го|ом|м))?\s+кв(?:артал\w*|\.)?,?\s+(?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_SLUG_IN_TEXT = re.compile(r"(?<![\d-])((?:19|20)\d\d-[1-4])(?![\d-])", re.ASCII)


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year. Raises ``ValueError`` outside 1..4 and 1990..2100."""

    year: int
    number: int

    def __post_init__(self) -> None:
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
    def genitive(self) -> str:
        """«IV квартала 2020 года»."""
        return f"{self.roman} квартала {self.year} года"

    @property
    def locative(self) -> str:
        """«в IV квартале 2020 года», «во II квартале 2021 года»."""
        return f"{_in(self.number)} {self.roman} квартале {self.year} года"

    @property
    def accusative(self) -> str:
        """«за I квартал 2021 года»."""
        return f"за {self.nominative}"


def named_in(text: str) -> list[Quarter]:
    """The quarters that a text names with their year, each once: «за IV квартал 2020 года», «2020-4»."""
    text = text.replace("_", " ")
    written = [
        f"{each['year']}-{_number(each['number'])}" for each in _NAMED.finditer(text)
    ] + _SLUG_IN_TEXT.findall(text)
    return [Quarter.parse_slug(slug) for slug in dict.fromkeys(written)]


def _number(written: str) -> int:
    return int(written) if written.isdecimal() else ROMAN.index(written.upper()) + 1


@dataclass(frozen=True, order=True)
class Span:
    """The quarters ``first``..``last`` of a year for which reports are made: one quarter, a half of
    the year, nine months, the year. Raises ``ValueError`` for anything else."""

    year: int
    first: int
    last: int

    def __post_init__(self) -> None:
        Quarter(self.year, self.first)
        if (self.first, self.last) not in _SLUG_ENDS and self.first != self.last:
            raise ValueError("Сводный отчет бывает за квартал, полугодие, девять месяцев и год.")

    @classmethod
    def parse_slug(cls, slug: str) -> "Span":
        """``"2020-4"``, ``"2020-h2"``, ``"2020-9m"``, ``"2020"``. Raises ``ValueError``."""
        year, dash, end = slug.partition("-")
        for (first, last), known in _SLUG_ENDS.items():
            if dash + end == known and re.fullmatch(r"\d{4}", year, re.ASCII):
                return cls(int(year), first, last)
        quarter = Quarter.parse_slug(slug)
        return cls(quarter.year, quarter.number, quarter.number)

    @classmethod
    def of_year(cls, year: int) -> "list[Span]":
        """The longer spans of a year, the longest last."""
        return [cls(year, first, last) for first, last in _SLUG_ENDS]

    @property
    def is_quarter(self) -> bool:
        return self.first == self.last

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        return tuple(Quarter(self.year, number) for number in range(self.first, self.last + 1))

    @property
    def last_quarter(self) -> Quarter:
        return Quarter(self.year, self.last)

    @property
    def start(self) -> dt.date:
        return Quarter(self.year, self.first).start

    @property
    def end(self) -> dt.date:
        """The last day, included."""
        return self.last_quarter.end

    @property
    def slug(self) -> str:
        return f"{self.year}{_SLUG_ENDS.get((self.first, self.last), f'-{self.first}')}"

    @property
    def short(self) -> str:
        """«IV квартал 2020», «II полугодие 2020», «9 месяцев 2020», «2020 год»: names of files and
        sheets."""
        if self.is_quarter:
            return self.last_quarter.short
        if (self.first, self.last) == (1, 4):
            return f"{self.year} год"
        if (self.first, self.last) == (1, 3):
            return f"9 месяцев {self.year}"
        return f"{ROMAN[self.last // 4]} полугодие {self.year}"

    @property
    def nominative(self) -> str:
        """«IV квартал 2020 года», «9 месяцев 2020 года», «2020 год»."""
        return self.short if self.short.endswith("год") else f"{self.short} года"

    @property
    def accusative(self) -> str:
        """«за I квартал 2021 года», «за 2020 год»."""
        return f"за {self.nominative}"

    @property
    def locative(self) -> str:
        """«в IV квартале 2020 года», «во II полугодии 2020 года», «в 2020 году»."""
        if self.is_quarter:
            return self.last_quarter.locative
        if (self.first, self.last) == (1, 4):
            return year_locative(self.year)
        if (self.first, self.last) == (1, 3):
            return months_locative(self.year, 9)
        return half_year_locative(self.year, 2 if self.last == 4 else 1)


# How the longer spans are written in addresses.
_SLUG_ENDS = {(1, 2): "-h1", (3, 4): "-h2", (1, 3): "-9m", (1, 4): ""}


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


def format_deadline(day: dt.date) -> str:
    """«15 января 2027 года, пятницы», as it stands after «до»."""
    return f"{format_date(day)}, {WEEKDAYS_GENITIVE[day.weekday()]}"


def format_date(day: dt.date) -> str:
    """«15 января 2027 года»."""
    return f"{day.day} {MONTHS_GENITIVE[day.month - 1]} {day.year} года"
