"""A long list by parts. The next part begins after the last row that was shown, whatever has come or
gone meanwhile: a number of the page would skip rows or show them twice."""

import json
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, QueryDict

MOST_ROWS = 100  # below it a list is whole, so that a browser's search finds all of it
MOST_TEXT = 80_000  # characters, twice as many bytes: a page is to stay below 300 KB

Row = TypeVar("Row")
Other = TypeVar("Other")
Key = tuple[Any, ...]  # of numbers and texts, as JSON holds them


@dataclass(frozen=True)
class Page(Generic[Row]):
    """``rest`` is the number of rows after these; ``next`` and ``first`` are what stands in the
    address after «?» for them, and for the beginning."""

    rows: Sequence[Row]
    total: int
    rest: int
    next: str
    first: str
    is_first: bool

    def mapped(self, function: Callable[[Row], Other]) -> "Page[Other]":
        """The same part of the list, each row as ``function`` gives it."""
        rows = [function(row) for row in self.rows]
        return Page(rows, self.total, self.rest, self.next, self.first, self.is_first)


def page_of(
    request: HttpRequest,
    rows: Sequence[Row],
    key: Callable[[Row], Key],
    *,
    name: str = "after",
    most: int = MOST_ROWS,
    length: Callable[[Row], int] | None = None,
) -> Page[Row]:
    """The rows after the one that the address names by ``name``, at most ``most`` and, beside one,
    of ``MOST_TEXT`` characters, where ``length`` tells those of a row. They come in the order of
    ``key``. An address that makes no sense shows the beginning."""
    rows = sorted(rows, key=key)
    start = _start(request.GET.get(name, ""), rows, key)
    end, text = start, 0
    for row in rows[start : start + most]:
        text += length(row) if length is not None else 0
        if text > MOST_TEXT and end > start:
            break
        end += 1
    here = request.GET.copy()
    here.pop(name, None)
    rest = len(rows) - end
    return Page(
        rows=rows[start:end],
        total=len(rows),
        rest=rest,
        next=_with(here, name, key(rows[end - 1])) if rest else "",
        first=here.urlencode(),
        is_first=not start,
    )


def part_with(rows: Sequence[Key], key: Key, *, most: int, shown: Sequence[Key]) -> str:
    """What the name of the part in the address says of the part that holds ``key``, where ``rows``
    are all, in their order, and ``most`` make a part. ``shown`` are those of the part that people
    come from: it stays if it holds the row. Empty for the beginning."""
    before = rows.index(shown[0]) if key in shown else rows.index(key) // most * most
    return _named(rows[before - 1]) if before else ""


def _start(asked: str, rows: Sequence[Row], key: Callable[[Row], Key]) -> int:
    if not asked:
        return 0
    try:
        place = bisect_right(rows, tuple(json.loads(asked)), key=key)
    except (ValueError, TypeError, RecursionError):
        return 0
    return place if place < len(rows) else 0


def _with(query: QueryDict, name: str, key: Key) -> str:
    query = query.copy()
    query[name] = _named(key)
    return query.urlencode()


def _named(key: Key) -> str:
    return json.dumps(key, ensure_ascii=False, separators=(",", ":"))
