"""What differs between two states of a list of rows: which are new, gone, moved, and which words
of which cells have changed."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports.language.text_diff import Part, differences, is_same

Key = int | str


@dataclass(frozen=True)
class Row:
    """A row by its key, and the text of every cell by its name, in the order to be shown."""

    key: Key
    cells: Mapping[str, str]


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"  # and perhaps moved
    MOVED = "moved"  # and nothing else

    @property
    def word(self) -> str:
        return {
            Kind.ADDED: "добавлено",
            Kind.REMOVED: "удалено",
            Kind.CHANGED: "изменено",
            Kind.MOVED: "переставлено",
        }[self]


@dataclass(frozen=True)
class CellChange:
    """Both texts as parts; what stands in one and not in the other is marked."""

    name: str
    before: list[Part]
    after: list[Part]


@dataclass(frozen=True)
class RowChange:
    """``before`` is None for an added row, ``after`` for a removed one. ``cells`` are those that
    have changed; for a row that came or went none."""

    key: Key
    kind: Kind
    before: Row | None
    after: Row | None
    is_moved: bool = False
    cells: tuple[CellChange, ...] = ()

    @property
    def label(self) -> str:
        """What people call the row: its first cell."""
        row = self.after or self.before
        return next(iter(row.cells.values()), "") if row else ""


def compare(before: Sequence[Row], after: Sequence[Row]) -> list[RowChange]:
    """Every row that differs, in the order of ``after``; a removed one stands where it was."""
    old = {row.key: row for row in before}
    new = {row.key: row for row in after}
    moved = _moved([row.key for row in before if row.key in new], [*new])
    changes = []
    for row in _merged(before, after, new):
        change = _change(row.key, old.get(row.key), new.get(row.key), row.key in moved)
        if change is not None:
            changes.append(change)
    return changes


def _merged(before: Sequence[Row], after: Sequence[Row], new: Mapping[Key, Row]) -> Iterator[Row]:
    """The rows of ``after``, each followed by those removed that stood behind it."""
    removed_behind: dict[Key | None, list[Row]] = {}
    last = None
    for row in before:
        if row.key in new:
            last = row.key
        else:
            removed_behind.setdefault(last, []).append(row)
    yield from removed_behind.get(None, [])
    for row in after:
        yield row
        yield from removed_behind.get(row.key, [])


def _change(key: Key, before: Row | None, after: Row | None, is_moved: bool) -> RowChange | None:
    if before is None or after is None:
        return RowChange(key, Kind.ADDED if before is None else Kind.REMOVED, before, after)
    cells = tuple(
        CellChange(name, *differences(old, new))
        for name in {**before.cells, **after.cells}
        if not is_same(old := before.cells.get(name, ""), new := after.cells.get(name, ""))
    )
    if not cells and not is_moved:
        return None
    kind = Kind.CHANGED if cells else Kind.MOVED
    return RowChange(key, kind, before, after, is_moved, cells)


def _moved(old_order: Sequence[Key], new_order: Sequence[Key]) -> set[Key]:
    """As few rows as explain the new order: all but the longest run that kept its order."""
    place = {key: number for number, key in enumerate(old_order)}
    common = [key for key in new_order if key in place]
    tails: list[int] = []  # the smallest end of a run of each length
    before: dict[Key, Key | None] = {}
    keys: list[Key] = []
    for key in common:
        length = bisect_left(tails, place[key])
        before[key] = keys[length - 1] if length else None
        tails[length:], keys[length:] = (
            [place[key], *tails[length + 1 :]],
            [key, *keys[length + 1 :]],
        )
    kept: set[Key] = set()
    last = keys[-1] if keys else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return set(common) - kept
