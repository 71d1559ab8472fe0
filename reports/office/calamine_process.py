"""A process of its own that reads an old .xls: bytes on its input, JSON on its output.

It stands alone, so that it starts fast and what a damaged file does to the library stays here. The
limits are its own as well: the one who started it ends it after a while.
"""

import datetime as dt
import io
import json
import resource
import sys
from typing import Any

MEMORY = 700 * 1024 * 1024
SECONDS = 10
MAX_ROWS, MAX_CELLS, MAX_CHARACTERS = 20_000, 60_000, 10_000_000


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    import python_calamine

    data = sys.stdin.buffer.read()
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        answer: dict[str, Any] = {"sheets": _sheets(book)}
    except python_calamine.PasswordError:
        answer = {"refused": "password"}
    except OverflowError:
        answer = {"refused": "size"}
    except python_calamine.CalamineError:
        answer = {"refused": "damaged"}
    json.dump(answer, sys.stdout)


def _sheets(book: Any) -> list[dict[str, Any]]:
    """Raises ``OverflowError`` for more than a table of ours may have."""
    left = {"rows": MAX_ROWS, "cells": MAX_CELLS, "characters": MAX_CHARACTERS}
    sheets = []
    for at, about in enumerate(book.sheets_metadata):
        if str(about.typ).rpartition(".")[2] != "WorkSheet":
            continue
        sheet = book.get_sheet_by_index(at)
        rows = {}
        for number, values in enumerate(sheet.to_python(skip_empty_area=False), 1):
            cells = {column: _told(value) for column, value in enumerate(values, 1) if value != ""}
            if cells:
                rows[number] = cells
                _spend(left, 1, len(cells), sum(len(str(each[1])) for each in cells.values()))
        merged = [
            [first[0] + 1, first[1] + 1, last[0] + 1, last[1] + 1]
            for first, last in (sheet.merged_cell_ranges or [])[:MAX_ROWS]
        ]
        state = str(about.visible).rpartition(".")[2]
        sheets.append({"name": about.name, "state": state, "rows": rows, "merged": merged})
    return sheets


def _spend(left: dict[str, int], rows: int, cells: int, characters: int) -> None:
    for name, count in (("rows", rows), ("cells", cells), ("characters", characters)):
        left[name] -= count
        if left[name] < 0:
            raise OverflowError(name)


def _told(value: Any) -> tuple[str, Any]:
    """The kind of a value and the value, as JSON can hold it."""
    if isinstance(value, dt.datetime):
        return "datetime", value.replace(microsecond=0).isoformat()
    if isinstance(value, dt.date | dt.time):
        return type(value).__name__, value.isoformat()
    if isinstance(value, dt.timedelta):
        return "str", str(value)
    if isinstance(value, bool | int | float | str):
        return type(value).__name__, value
    return "str", str(value)


if __name__ == "__main__":
    main()
