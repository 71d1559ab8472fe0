"""Periods as they stand in the cells of a table: several days below one another, beside a place."""

import re

from reports.language import event_period
from reports.language.event_period import EventPeriod, PeriodError
from reports.language.period_points import QuarterLike

LONGEST_BOTH = 300  # characters of a cell with a place and dates
BETWEEN = " \n,;–—-"


def parse_cell(text: str, quarter: QuarterLike) -> EventPeriod:
    """Like ``event_period.parse``; of several lines, each a period of its own, all. Raises
    ``PeriodError``."""
    try:
        return event_period.parse(text, quarter)
    except PeriodError as error:
        lines = list(filter(None, map(str.strip, text.splitlines())))
        if len(lines) < 2:
            raise
        try:
            for line in lines:
                event_period.parse(line, quarter)
            return event_period.parse(", ".join(line.rstrip(BETWEEN) for line in lines), quarter)
        except PeriodError:
            raise error from None


def place_and_period(text: str, quarter: QuarterLike) -> tuple[str, str]:
    """The two that stand in one cell, in either order; a text that is no such pair is both."""
    words = list(re.finditer(r"\S+", text)) if len(text) <= LONGEST_BOTH else []
    for size in range(len(words) - 1, 0, -1):
        pieces = (
            (text[: words[size].start()], text[words[size].start() :]),
            (text[words[-size].start() :], text[: words[-size].start()]),
        )
        for period, place in pieces:
            try:
                event_period.parse(period.strip(BETWEEN), quarter)
            except PeriodError:
                continue
            return place.strip(BETWEEN), period.strip(BETWEEN)
    return text, text
