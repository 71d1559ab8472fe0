"""A table of Word as plain text: lines within a cell end like its rows."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from reports.importing.column_headings import find_columns


def whole_rows(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The rows below the headings, those that Word has broken put together again.

    A broken row is told by its cells: with those of the lines below it they are as many as the
    headings. A line that belongs to none stays a row of its own.
    """
    width, waiting = 0, list[list[str]]()
    for row in rows:
        if width and len(row) < width:
            waiting.append(row)
            while len(waiting) > 1 and _width(waiting) >= width:
                yield from _settled(waiting, width)
            continue
        yield from waiting
        waiting = []
        yield row
        if find_columns(row):
            width = len(row)
    yield from waiting


def _settled(waiting: list[list[str]], width: int) -> Iterator[list[str]]:
    """Take a row out of the front of ``waiting``, whole if the lines behind it make it so. A line of
    one cell before them is a title or a name."""
    while len(waiting) > 1 and len(waiting[0]) == 1:
        yield waiting.pop(0)
    for at, cells in enumerate(accumulate(len(row) - 1 for row in waiting)):
        if cells + 1 == width:
            yield _joined(waiting[: at + 1])
            del waiting[: at + 1]
            return
    yield waiting.pop(0)


def _width(lines: Sequence[list[str]]) -> int:
    return 1 + sum(len(line) - 1 for line in lines)


def _joined(lines: Sequence[list[str]]) -> list[str]:
    cells = [""] * 0
    for line in lines:
        if cells:
            cells[-1] = f"{cells[-1]}\n{line[0]}"
            cells += line[1:]
        else:
            cells += line
    return cells
