"""A table of an OpenDocument file while it is read: repeated rows and cells, most of them empty."""

from reports.importing.html.content import Place, Table
from reports.office.budget import MAX_COLUMNS, Budget

MAX_REPEATED = 1_000  # rows with text; empty ones say nothing, however many
FURTHEST = MAX_COLUMNS + 1  # one too many is enough to tell that a row is too long


EMPTY = Place()
Tail = list[tuple[int, Place]]  # columns of the empty cells at the end of a row


class OpenTable:
    """Fills a ``Table`` row by row; at the end all rows are as wide as the widest."""

    def __init__(self, table: Table, budget: Budget) -> None:
        self.table = table
        self.budget = budget
        self.number = 0  # of the row, as a person counts
        self._times = 1
        self._at = 0  # column of the row
        self._tails: list[Tail] = []  # of each row
        self._tail: Tail = []
        self._width = 0

    def describe_columns(self, count: int, *, is_hidden: bool) -> None:
        first = self.table.columns
        self.table.columns = min(first + count, MAX_COLUMNS)
        if is_hidden:
            self.table.hidden_columns.update(range(first, self.table.columns))

    def open_row(self, times: int) -> None:
        self.budget.spend("rows")
        self.number += 1
        self._times, self._at, self._tail = times, 0, []
        self.table.rows.append([])
        self.table.numbers.append(self.number)

    def add(self, place: Place, times: int) -> None:
        if not self.table.rows:
            return
        row = self.table.rows[-1]
        for _ in range(times):
            if self._at > FURTHEST:
                return
            if place.content and place.says_anything:
                self.budget.spend("cells", 1 + len(self._tail))
                row += [empty for _, empty in self._tail]
                self._tail = []
                row.append(place)
                self._width = max(self._width, self._at + place.columns)
            else:
                self._tail.append((self._at, place if place.columns > 1 else EMPTY))
            self._at += 1

    def pass_over(self, times: int) -> None:
        """Cells that another one lies over."""
        self._at = min(self._at + times, FURTHEST)

    def close_row(self) -> None:
        self._tail += ((column, EMPTY) for column in range(self._at, FURTHEST))
        self._tails.append(self._tail)
        row = self.table.rows[-1]
        if row:
            for _ in range(min(self._times, MAX_REPEATED) - 1):
                self.budget.spend("rows")
                self.budget.spend("cells", len(row))
                self.number += 1
                self.table.rows.append(row)
                self.table.numbers.append(self.number)
                self._tails.append(self._tail)
        else:
            self.number += self._times - 1

    def close(self) -> None:
        filled = set[int]()
        for row, tail in zip(self.table.rows, self._tails, strict=False):
            if id(row) not in filled:  # a repeated row is one
                filled.add(id(row))
                row += [empty for column, empty in tail if column < self._width]
