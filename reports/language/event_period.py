"""«Сроки проведения»: what people type ⇄ the canonical text and the days it means.

Reading goes in three steps: the text becomes tokens, the tokens become spans of days (a day, a
month, a quarter, a half-year or a year, alone, from–to, or listed), and the years and months that
were said once are handed to their neighbours. Printing is the reverse; a printed text reads back
as itself.
"""

import contextlib
import datetime as dt
import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from reports.language import period_misspellings, period_weekdays, quarters
from reports.language.period_dating import dated, joined
from reports.language.period_points import QuarterLike, Span
from reports.language.period_printing import point_text, printed
from reports.language.period_reader import Reader
from reports.language.period_tokens import (
    OUTSIDE_OF_PIECES,
    Asked,
    BrokenOff,
    NoDay,
    PeriodError,
    Token,
    Unreadable,
    Vague,
    tokens,
)
from reports.language.typography import clean

__all__ = ["EventPeriod", "PeriodError", "intersects", "overhang", "parse", "to_come"]

EXCEL_DAY = re.compile(r"[345]\d{4}(?:[.,]\d{1,15})?", re.ASCII)
EXCEL_BEGINS = dt.date(1899, 12, 30)
LONGEST_PIECE = 60  # characters of what was typed that a refusal quotes
MOST_PIECES = 6  # of what is left out that a note quotes


@dataclass(frozen=True)
class EventPeriod:
    """``text`` is printed; ``start`` and ``end`` are the first and the last day, included.

    ``start`` is None for «до …» and «по …», ``end`` for «с …» that still goes on.
    ``year_assumed`` says that no year was typed and the quarter's was taken. ``unit`` is what the
    text is made of: день, месяц, квартал, полугодие, год. ``notes`` are sentences on what was typed
    and is not printed; ``offers`` are texts that may have been meant instead.
    """

    text: str
    start: dt.date | None
    end: dt.date | None
    year_assumed: bool = False
    unit: str = "день"
    is_list: bool = False
    notes: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()

    @property
    def days_phrase(self) -> str:
        """The days in words, to stand after «это»; what is printed is not said again."""
        start, end = self.start, self.end
        if start is None or end is None:
            return self._open_phrase()
        if start == end:
            return "один день"
        phrase = f"с {_beside(start, end)} по {quarters.format_date(end)}"
        if self.is_list:
            several = {"день": "дни", "месяц": "месяцы", "год": "годы"}.get(self.unit, "кварталы")
            return f"отдельные {several} {phrase}"
        if self.unit == "месяц":
            is_one = (start.year, start.month) == (end.year, end.month)
            return f"{'весь месяц' if is_one else 'целые месяцы'}, {phrase}"
        return phrase

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
    """Read a typed period. Raises ``PeriodError``: unreadable, doubtful, a day that does not exist,
    an end before its start, an improbable year."""
    text = " ".join(clean(text).split())
    if not text:
        raise PeriodError(f"Укажите сроки проведения. {_example(quarter)}")
    text = text.strip(" .,;") or text
    if EXCEL_DAY.fullmatch(text):
        raise _of_excel(text, quarter)
    try:
        period = _read(text, quarter)
    except Unreadable as error:
        raise _refusal(text, error, quarter) from error
    except Asked as question:
        offers = _offers(question.meanings, quarter)
        raise PeriodError(f"{question} {_example(quarter)}", offers) from question
    return replace(period, offers=_earlier(text, period, quarter))


def _read(text: str, quarter: QuarterLike) -> EventPeriod:
    reader = Reader(text, tokens(text), quarter)
    spans, assumed = dated(reader.read(), quarter)
    _check_order(spans)
    doubts = period_weekdays.contradictions(spans)
    spans = joined(spans)
    units = {point.unit for span in spans for point in (span.start, span.end)}
    return EventPeriod(
        text=printed(spans),
        start=None if spans[0].opening in ("до", "по") else spans[0].start.first_day,
        end=None if spans[0].opening == "с" else spans[-1].end.last_day,
        year_assumed=assumed,
        unit="день" if "день" in units else units.pop(),
        is_list=len(spans) > 1,
        notes=(*_left_out(text, reader.left_out), *doubts),
    )


def _left_out(text: str, left_out: list[Token]) -> list[str]:
    shown = [f"«{text[token.start : token.end]}»" for token in left_out[:MOST_PIECES]]
    pieces = ", ".join(shown) + " и другое" * (len(left_out) > MOST_PIECES)
    return [f"Не будет напечатано: {pieces}. В этой графе только дни."] if pieces else []


# What cannot be read


def _refusal(text: str, error: Unreadable, quarter: QuarterLike) -> PeriodError:
    start = error.start
    while start and text[start - 1] not in OUTSIDE_OF_PIECES:
        start -= 1
    piece = text[start : error.end].strip(" .,;()") or text
    shown = piece if len(piece) <= LONGEST_PIECE else f"{piece[:LONGEST_PIECE]}…"
    meanings: Iterable[str] = ()
    if isinstance(error, NoDay):
        message = f"Укажите день: здесь только «{shown}»."
    elif isinstance(error, BrokenOff):
        shown = piece if len(piece) <= LONGEST_PIECE else f"…{piece[-LONGEST_PIECE:]}"
        message = f"Сроки обрываются на «{shown}»."
    elif isinstance(error, Vague):
        message = f"Укажите первый и последний день вместо «{shown}»."
        meanings = [text[: error.start] + text[error.end :]]  # «ежедневно с 5 по 6 ноября»
    else:
        message = f"Не прочитано «{shown}»."
        meanings = period_misspellings.mended(text, start, error.end)
    return PeriodError(f"{message} {_example(quarter)}", _offers(meanings, quarter))


def _of_excel(text: str, quarter: QuarterLike) -> PeriodError:
    """A cell of Excel that holds a day and shows its number."""
    day = EXCEL_BEGINS + dt.timedelta(days=int(text[:5]))
    message = f"«{text}» — так Excel записывает {quarters.format_date(day)}. Если это тот день, "
    return PeriodError(f"{message}напишите его.", _offers([quarters.format_date(day)], quarter))


def _offers(meanings: Iterable[str], quarter: QuarterLike) -> tuple[str, ...]:
    """Those that are periods, as they are printed, each once."""
    offers: dict[str, None] = {}
    for meaning in meanings:
        with contextlib.suppress(PeriodError, Unreadable, Asked):
            offers[_read(meaning.strip(" .,;"), quarter).text] = None
    return tuple(offers)


def _earlier(text: str, period: EventPeriod, quarter: QuarterLike) -> tuple[str, ...]:
    """«15 декабря» in the first quarter: of last year, most likely."""
    is_of_another = period.year_assumed and not intersects(period, quarter)
    if quarter.number != 1 or not is_of_another or quarter.year == quarters.EARLIEST_YEAR:
        return ()
    before = quarters.Quarter(quarter.year, 1).previous
    with contextlib.suppress(PeriodError):
        earlier = _read(text, before)
        return (earlier.text,) if intersects(earlier, before) else ()
    return ()


def _example(quarter: QuarterLike) -> str:
    month = quarters.MONTHS_GENITIVE[quarter.start.month]
    return f"Напишите, например: 5-6 {month} {quarter.year} года."


def _check_order(spans: list[Span]) -> None:
    for span in spans:
        if span.end.last_day < span.start.first_day:
            raise PeriodError(
                f"Окончание ({point_text(span.end)}) раньше начала ({point_text(span.start)}). "
                "Проверьте дни, а если годы разные, укажите год у каждого."
            )
    for before, after in itertools.pairwise(spans):
        if after == before:
            named = point_text(after.start)
            raise PeriodError(f"Дважды названо: {named}. Уберите повтор или исправьте число.")
        if after.start.first_day <= before.end.last_day:
            raise PeriodError(
                f"После {point_text(before.end, genitive=True)} стоит {point_text(after.start)}. "
                "Перечислите дни по порядку, а если годы разные, укажите год у каждого."
            )
