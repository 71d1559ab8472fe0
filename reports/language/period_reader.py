"""The words of a period → the spans they say, in which years and months may still be missing."""

from dataclasses import replace
from typing import NoReturn

from reports.language.period_points import QuarterLike, SaidPoint, SaidSpan
from reports.language.period_tokens import (
    Asked,
    BrokenOff,
    NoDay,
    Token,
    Unreadable,
    Vague,
)

MOST_SPANS = 50
LATEST_HOUR = 24


class Reader:
    """Tokens → spans in which years and months may still be missing.

    period = [year [","]] span {("," | "и") span}
    span   = ["с"] point ("-" | "до" | "по") point  |  ["с"] point now
           | "с" point  |  ("до" | "по") day  |  point
    point  = date | day [month] | month | number [piece] | piece | year,  each [year]
    piece  = квартал | полугодие | год;  without a number, of the quarter that is reported on

    Times and weekdays may stand beside any point. ``left_out`` are their tokens, once it is read.
    """

    def __init__(self, text: str, tokens: list[Token], quarter: QuarterLike) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0
        self.quarter = quarter
        self.last_year = quarter.year  # that was said
        self.is_dated = False  # a day was said by its month's name, or with its year
        self.left_out: list[Token] = []

    def read(self) -> list[SaidSpan]:
        year = self._leading_year()
        spans = [self._span()]
        self._ask_if_time()
        while self._take_any(",", "и"):
            self._take_any("и")
            spans.append(self._span())
            self._ask_if_time()
        if self.at < len(self.tokens) or len(spans) > MOST_SPANS:
            raise self._unreadable()
        if len(spans) > 1 and any(span.opening for span in spans):
            raise Unreadable(0, len(self.text))
        return spans if year is None else self._of_year(spans, year)

    def _leading_year(self) -> int | None:
        """«2020 год, 5-6 ноября»: the year of all that follows."""
        begun = self.at
        year = self._year() if self._is_year(self.at) else None
        self._take_any(",")
        if year is None or not self._next_is_of_a_year():
            self.at = begun
            return None
        return year

    def _next_is_of_a_year(self) -> bool:
        at = self.at
        while self._is_aside(at):
            at += 1
            at += self._next_is(",", at=at)
        at += any(self._next_is(kind, at=at) for kind in ("с", "до", "по"))
        if self._next_is("number", at=at):
            return not self._is_year(at)
        return any(self._next_is(kind, at=at) for kind in ("date", "month", "ordinal"))

    def _of_year(self, spans: list[SaidSpan], year: int) -> list[SaidSpan]:
        said = {point.year for span in spans for point in (span.start, span.end)}
        if said - {None, year}:
            raise Unreadable(0, len(self.text))
        last = spans[-1]
        point = replace(last.end, year=year)
        start = point if last.start == last.end else last.start
        return [*spans[:-1], replace(last, start=start, end=point)]

    def _span(self) -> SaidSpan:
        days = self._two_days()
        if days is not None:
            return days
        opening = self._take_any("с", "до", "по")
        begun = self.at
        start = self._point()
        if opening in ("до", "по"):
            if start.unit != "день":  # it does not say whether December is in «до декабря»
                raise Vague(self.tokens[begun - 1].start, self.tokens[self.at - 1].end)
            return SaidSpan(start, start, opening)
        if self._is_now():
            return SaidSpan(start, start, "с")
        self.at += self._next_is(",") and self._next_is("по", at=self.at + 1)
        if self._take_any("-", "до", "по"):
            return SaidSpan(start, self._point())
        return SaidSpan(start, start, opening)

    def _two_days(self) -> SaidSpan | None:
        """«10/11 октября»: the two days, where they are neighbours."""
        if not (self._next_is("date") and self._next_is("month", at=self.at + 1)):
            return None
        token = self.tokens[self.at]
        if token.day is None or token.year is not None:
            return None
        days, rest = self.text[token.start : token.end], self.text[token.end :]
        first, last = token.day, token.number
        if "/" not in days or last != first + 1:
            raise Asked(
                f"«{days}» перед названием месяца: это два дня или все дни подряд?",
                *(f"{self.text[: token.start]}{first}{mark}{last}{rest}" for mark in "-,"),
            )
        self._take()
        end = self._after_month(self._take().number, last)
        return SaidSpan(SaidPoint("день", day=first), end)

    # Points

    def _point(self) -> SaidPoint:
        before = self._take_asides()
        begun = self.at
        point = self._bare_point()
        weekdays = before + self._take_asides_after()
        if point.year is None and point.number is not None:  # «28 октября (среда) 2020 года, 15.00»
            point = replace(point, year=self._year())
            weekdays += self._take_asides_after()
        if weekdays and point.unit != "день":  # «субботы, октябрь»
            raise Vague(self.tokens[begun].start, self.tokens[self.at - 1].end)
        return replace(point, weekdays=weekdays)

    def _bare_point(self) -> SaidPoint:
        if self._is_year(self.at):
            return SaidPoint("год", self._year())
        if self._next_is("day_or_time"):
            self._ask(self.tokens[self.at])
        if not any(map(self._next_is, ("number", "date", "month", "ordinal", "piece"))):
            raise self._unreadable()
        token = self._take()
        if token.kind == "date":
            year = self._year() if token.year is None else token.year
            self.last_year = year or self.last_year
            self._skip_year_words()
            self.is_dated |= token.day is not None and year is not None
            return SaidPoint(
                "месяц" if token.day is None else "день", year, token.number, token.day
            )
        if token.kind == "month":
            self._ask_if_day_or_year(token)
            return SaidPoint("месяц", self._year(), token.number)
        if token.kind == "piece":
            return self._piece_reported_on(token)
        if self._next_is("piece", "квартал") or self._next_is("piece", "полугодие"):
            return SaidPoint(self._take().word, self._year(), token.number)
        if token.kind == "ordinal":
            if self._next_is("month"):  # «II ноября»
                raise Unreadable(token.start, self.tokens[self.at].end)
            return SaidPoint("", None, token.number)
        if self._next_is("weekday") and self._next_is("month", at=self.at + 1):  # «5 (среда) мая»
            here = slice(self.at, self.at + 2)
            self.tokens[here] = reversed(self.tokens[here])
        if self._next_is("month"):
            return self._after_month(self._take().number, token.number)
        return SaidPoint("день", day=token.number)

    def _after_month(self, month: int, day: int) -> SaidPoint:
        self.is_dated = True
        return SaidPoint("день", self._year(), month, day)

    def _ask_if_day_or_year(self, month: Token) -> None:
        """«ноя.20» is what Excel makes of «20 ноября», and how it shows «ноябрь 2020»."""
        is_glued = self._next_is("-") and self.tokens[self.at].end - month.end == 1
        at = self.at + is_glued
        if not self._next_is("number", at=at) or self._is_year(at):
            return
        if is_glued and self._next_is("month", at=at + 1):  # «ноябрь-20 декабря»
            return
        number = self.tokens[at]
        digits, name = self.text[number.start : number.end], self.text[month.start : month.end]
        if len(digits) != 2:
            return
        before, after = self.text[: month.start], self.text[number.end :]
        raise Asked(
            f"«{self.text[month.start : number.end]}» — это день или год?",
            f"{before}{digits} {name}{after}",
            f"{before}{name} {2000 + number.number}{after}",
        )

    def _piece_reported_on(self, token: Token) -> SaidPoint:
        """«в течение квартала», «в течение года»."""
        quarter = self.quarter
        numbers = {"квартал": quarter.number, "полугодие": (quarter.number + 1) // 2, "год": None}
        unit = token.word.replace("период", "квартал")
        if unit not in numbers or self._year() not in (None, quarter.year):
            raise Unreadable(token.start, self.tokens[self.at - 1].end)
        return SaidPoint(unit, quarter.year, numbers[unit])

    # Years

    def _year(self) -> int | None:
        """A year right after a point, or after a comma; the word «года» is optional, both are."""
        year = None
        if self._next_is(",") and self._is_year(self.at + 1):
            self._take()
        if self._is_year(self.at):
            token = self._take()
            year = token.number + (self.quarter.year if token.kind == "year" else 0)
            year += 2000 if year < 100 and len(token.word) < 4 else 0
            self.last_year = year
        self._skip_year_words()
        return year

    def _is_year(self, at: int) -> bool:
        """«24» is one only before «г.» or «года»."""
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        if token.kind == "year":
            return True
        is_named = self._next_is("piece", "г.", at + 1) or self._next_is("piece", "год", at + 1)
        return token.kind == "number" and len(token.word) > (1 if is_named else 2)

    def _skip_year_words(self) -> None:
        while self._next_is("piece", "год") or self._next_is("piece", "г."):
            self._take()

    # Times and weekdays

    def _take_asides(self) -> tuple[int, ...]:
        """Before a point; the weekdays."""
        weekdays: tuple[int, ...] = ()
        while self._is_aside(self.at):
            weekdays += self._take_aside()
            self._take_any(",", "-")
        return weekdays

    def _take_asides_after(self) -> tuple[int, ...]:
        """After a point, a comma or a dash; the weekdays."""
        weekdays: tuple[int, ...] = ()
        while True:
            mark = self._next_is(",") or self._next_is("-")
            if not self._is_aside(self.at + mark) or (mark and self._is_of_the_next(self.at)):
                return weekdays
            self.at += mark
            weekdays += self._take_aside()

    def _is_of_the_next(self, mark: int) -> bool:
        """«пятница, 5 ноября, суббота, 6 ноября»; «5 ноября – 10.00 7 ноября»."""
        following = self.tokens[mark + 2].kind if mark + 2 < len(self.tokens) else ","
        if self.tokens[mark].kind == "-":
            return following not in (",", "и")
        leads = self.tokens[0].kind == "weekday" or following in ("number", "date")
        return self.tokens[mark + 1].kind == "weekday" and leads

    def _is_aside(self, at: int) -> bool:
        return self._next_is("time", at=at) or self._next_is("weekday", at=at)

    def _take_aside(self) -> tuple[int, ...]:
        token = self._take()
        self.left_out.append(token)
        return token.weekdays

    def _ask_if_time(self) -> None:
        """«5 ноября 2024 года, 18.11» may go on with a day or with a time."""
        at = self.at
        at += self._next_is(",", at=at)
        at += self._next_is("с", at=at)
        token = self.tokens[at] if at < len(self.tokens) else Token("")
        is_doubtful = token.kind == "day_or_time" or (
            token.kind == "date"
            and self.is_dated
            and token.year is None
            and 0 < (token.day or 0) < LATEST_HOUR
            and "." in self.text[token.start : token.end]
            and not self._is_year(at + 1)
        )
        if is_doubtful:
            self._ask(token)

    def _ask(self, token: Token) -> NoReturn:
        piece = self.text[token.start : token.end]
        meanings: tuple[str, ...] = ()
        if token.kind == "date" and token is self.tokens[-1]:
            before = self.text[: self.tokens[self.at].start].rstrip(" ,")
            meanings = (before, f"{before}, {piece}.{self.last_year}")
        raise Asked(f"«{piece}» — это день или время?", *meanings)

    # Tokens

    def _is_now(self) -> bool:
        mark = self._next_is("-") or self._next_is("и") or self._next_is(",")
        is_now = self._next_is("now", at=self.at + mark)
        if is_now:
            self.at += mark + 1
        return is_now

    def _next_is(self, kind: str, word: str | None = None, at: int | None = None) -> bool:
        at = self.at if at is None else at
        if at >= len(self.tokens):
            return False
        token = self.tokens[at]
        return token.kind == kind and word in (None, token.word)

    def _take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _take_any(self, *kinds: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at].kind in kinds:
            return self._take().kind
        return ""

    def _unreadable(self) -> Unreadable:
        """From the token that has no place here."""
        if self.at < len(self.tokens):
            return Unreadable(self.tokens[self.at].start, len(self.text))
        if all(token.kind in ("time", "weekday", ",", "-") for token in self.tokens):
            return NoDay(0, len(self.text))
        return BrokenOff(0, len(self.text))
