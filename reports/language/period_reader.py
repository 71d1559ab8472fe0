"""The words of a period → the spans they say, in which years and months may still be missing."""

from reports.language.period_points import QuarterLike, SaidPoint, SaidSpan
from reports.language.period_tokens import PeriodError, Token, Unreadable

MOST_SPANS = 50


class Reader:
    """Tokens → spans in which years and months may still be missing.

    period = span {("," | "и") span}
    span   = ["с"] point ("-" | "до") (point | now)  |  "с" point  |  "до" day  |  point
    point  = date | day [month] | month | ordinal piece | piece | year,  each [year]
    piece  = квартал | полугодие | год;  without an ordinal, of the quarter that is reported on
    """

    def __init__(self, tokens: list[Token], quarter: QuarterLike) -> None:
        self.tokens = tokens
        self.at = 0
        self.quarter = quarter

    def read(self) -> list[SaidSpan]:
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

    def _span(self) -> SaidSpan:
        opening = self._take_any("с", "до")
        start = self._point()
        if opening == "до":
            if start.unit != "день":  # it does not say whether December is in «до декабря»
                raise PeriodError("Укажите день, до которого шло мероприятие.")
            return SaidSpan(start, start, opening)
        if self._take_any("-", "до"):
            if self._take_any("now"):
                return SaidSpan(start, start, "с")
            return SaidSpan(start, self._point())
        return SaidSpan(start, start, opening)

    def _point(self) -> SaidPoint:
        token = self._take()
        if token.kind == "date":
            year = self._year() if token.year is None else token.year
            self._skip_year_words()
            return self._day_or_month(token.day, token.number, year)
        if token.kind == "month":
            return self._day_or_month(None, token.number, self._year())
        if token.kind == "ordinal":
            return self._piece(token.number)
        if token.kind == "word":
            return self._piece_reported_on(token.word)
        if token.kind != "number":
            raise Unreadable
        number = token.number
        if self._next_is("month"):
            return self._day_or_month(number, self._take().number, self._year())
        if self._next_is("word", "квартал") or self._next_is("word", "полугодие"):
            return self._piece(number)
        if number > 31:
            self._skip_year_words()
            return SaidPoint("год", number)
        return SaidPoint("день", day=number)

    @staticmethod
    def _day_or_month(day: int | None, month: int, year: int | None) -> SaidPoint:
        return SaidPoint("месяц" if day is None else "день", year, month, day)

    def _piece(self, number: int) -> SaidPoint:
        """After «IV» or «4» comes the word for what it numbers."""
        token = self._take()
        most = {"квартал": 4, "полугодие": 2}.get(token.word, 0)
        if not 1 <= number <= most:
            raise Unreadable
        return SaidPoint(token.word, self._year(), number)

    def _piece_reported_on(self, unit: str) -> SaidPoint:
        """«в течение квартала», «в течение года»."""
        quarter = self.quarter
        numbers = {"квартал": quarter.number, "полугодие": (quarter.number + 1) // 2, "год": None}
        if unit not in numbers or self._year() not in (None, quarter.year):
            raise Unreadable
        return SaidPoint(unit, quarter.year, numbers[unit])

    def _year(self) -> int | None:
        """A year right after a point, or after a comma; the word «года» is optional, both are."""
        year = None
        if self._next_is(",") and self._is_year(self.at + 1):
            self._take()
        if self._is_year(self.at):
            year = self._take().number
        self._skip_year_words()
        return year

    def _is_year(self, at: int) -> bool:
        return at < len(self.tokens) and (
            self.tokens[at].kind == "number" and self.tokens[at].number > 31
        )

    def _skip_year_words(self) -> None:
        while self._next_is("word", "год") or self._next_is("word", "г."):
            self._take()

    def _next_is(self, kind: str, word: str | None = None) -> bool:
        if self.at >= len(self.tokens):
            return False
        token = self.tokens[self.at]
        return token.kind == kind and word in (None, token.word)

    def _take(self) -> Token:
        if self.at >= len(self.tokens):
            raise Unreadable
        self.at += 1
        return self.tokens[self.at - 1]

    def _take_any(self, *kinds: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at].kind in kinds:
            return self._take().kind
        return ""
