"""Tables and text boxes that only frame the table of the report: it stands wholly inside them."""

import re
import zipfile
from collections.abc import Sequence

from reports.importing.column_headings import MAX_HEADING, find_columns
from reports.office.budget import MAX_COLUMNS, Budget
from reports.office.xml_stream import Attributes, PartReader, read_part


def frames_in(
    archive: zipfile.ZipFile, part: str, without: Sequence[re.Pattern[bytes]]
) -> frozenset[int]:
    """The frames of a part, each by ``Budget.left("elements")`` where it begins; ``without`` is what
    whoever reads it after leaves out as well."""
    finder = _Finder(Budget())
    read_part(archive, part, finder, without=without)
    return frozenset(finder.frames)


class _Finder(PartReader):
    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.frames: set[int] = set()
        self._around: list[int] = []  # the tables and boxes we are in
        self._rows: list[list[str]] = []
        self.opening = {
            "w:tbl": self._open_frame,
            "w:txbxContent": self._open_frame,
            "w:tr": lambda _: self._rows.append([]),
            "w:tc": self._open_cell,
        }
        self.closing = {
            "w:tbl": self._around.pop,
            "w:txbxContent": self._around.pop,
            "w:tr": self._close_row,
        }

    def text(self, text: str) -> None:
        row = self._rows[-1] if self._rows else []
        if self.path[-1] == "w:t" and row and len(row[-1]) <= MAX_HEADING:
            row[-1] += text

    def _open_frame(self, _attributes: Attributes) -> None:
        self._around.append(self.budget.left("elements"))

    def _open_cell(self, _attributes: Attributes) -> None:
        if self._rows and len(self._rows[-1]) < MAX_COLUMNS:
            self._rows[-1].append("")

    def _close_row(self) -> None:
        row = self._rows.pop()
        if len(self._around) > 1 and row and find_columns(row):
            self.frames.update(self._around[:-1])
