"""Where the columns of a table stand, and which cells of a row belong to which of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from reports.importing.page import Cell

# Between the cells of one field: two dates make a period, a name and a post one participant.
BETWEEN = {"number": " ", "period": " – ", "participants": ", "}


@dataclass(frozen=True)
class TableColumns:
    """As the heading row says."""

    positions: dict[str, int]  # field → index of its cell
    titles: list[str]  # of all columns, as messages call them
    cells: tuple[Cell, ...]  # of the heading row; none where the usual order is assumed
    more: dict[int, str] = field(default_factory=dict)  # further cells of a field
    facts: dict[int, str] = field(default_factory=dict)  # what a row tells beside the document
    unnamed: int = 0  # columns at the end that have no heading

    @cached_property
    def fields(self) -> dict[int, str]:
        """Index of a cell → its field."""
        return {at: name for name, at in self.positions.items()} | self.more

    def facts_in(self, cells: Sequence[Cell]) -> dict[str, str]:
        """Field → what the row tells beside the document."""
        return {name: cells[at].text for at, name in self.facts.items()}

    def under(self, cell: Cell) -> list[str]:
        """Titles of the columns that the cell covers wholly."""
        pairs = zip(self.titles, self.cells, strict=True)
        return [title for title, each in pairs if cell.start <= each.start and each.end <= cell.end]

    def fitted(self, cells: tuple[Cell, ...]) -> tuple[Cell, ...] | None:
        """A cell for each column, if that can be told; else None.

        Programs leave out, or add, empty cells at the end of a row. Cells that stand under one
        heading are one.
        """
        wanted = len(self.titles)
        while len(cells) > wanted and not cells[-1].text.strip():
            cells = cells[:-1]
        if len(cells) < wanted <= len(cells) + self.unnamed:
            end = cells[-1].end if cells else 0
            missing = range(end, end + wanted - len(cells))
            cells = (*cells, *(Cell(at, at + 1, "", "") for at in missing))
        if len(cells) > wanted and self.cells:
            return self._grouped(cells)
        return cells if len(cells) == wanted else None

    def _grouped(self, cells: tuple[Cell, ...]) -> tuple[Cell, ...] | None:
        groups = [
            [cell for cell in cells if heading.start <= cell.start and cell.end <= heading.end]
            for heading in self.cells
        ]
        if sum(map(len, groups)) != len(cells) or not all(groups):
            return None
        fields = self.fields
        return tuple(
            _one(group, BETWEEN.get(fields.get(at, ""), "\n")) for at, group in enumerate(groups)
        )

    def text(self, name: str, cells: Sequence[Cell]) -> str:
        """What all cells of a field say."""
        if name not in self.more.values():
            return cells[self.positions[name]].text
        places = [self.positions[name], *(at for at, each in self.more.items() if each == name)]
        return _together([cells[at].text for at in places], BETWEEN.get(name, "\n"))


def _one(cells: list[Cell], between: str) -> Cell:
    if len(cells) == 1:
        return cells[0]
    covers = [cell for cell in cells if cell.covered is not None]
    return replace(
        cells[0],
        end=cells[-1].end,
        own=_together([cell.own for cell in cells], between),
        unmarked=_together([cell.unmarked for cell in cells], between),
        covered=_together([cell.text for cell in cells], between) if covers else None,
        covered_from=covers[0].covered_from if covers else 0,
        asides=tuple(aside for cell in cells for aside in cell.asides),
    )


def _together(texts: list[str], between: str) -> str:
    said = list(dict.fromkeys(text for text in texts if text.strip()))
    if any("\n" in text.strip() for text in said) and between == BETWEEN["participants"]:
        between = "\n"
    return between.join(said)
