"""Rows of a sheet as strings: openpyxl makes an element of every cell, which takes longer than all
the rest of a workbook. What stands before the rows and after them is openpyxl's."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any
from xml.sax.saxutils import escape

from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter

from reports.export.xlsx.sheet import StyledSheet, Utf8SheetWriter, escaped_codes


class RowStyle:
    """The look of the cells of a row, from the column A on."""

    def __init__(self, cells: Sequence[WriteOnlyCell]) -> None:
        self._cells = cells

    def row(self, number: int, texts: Sequence[str], height: float) -> str:
        """The XML of a row with a text in each cell; ``height`` is in points. Without customHeight,
        which would forbid Excel to fit the row anew after an edit. Texts are ``printable``."""
        cells = [
            f"{column}{number}{style}{_content(text)}</c>"
            for (column, style), text in zip(self._heads, texts, strict=True)
        ]
        return f'<row r="{number}" ht="{height:g}">{"".join(cells)}</row>'

    @cached_property
    def _heads(self) -> list[tuple[str, str]]:
        """Of each cell, what stands before the number of the row and after it. A style gets its
        number when it is first asked for: in the order in which the rows use them."""
        return [
            (f'<c r="{get_column_letter(column)}', f'" s="{cell.style_id}" t="')
            for column, cell in enumerate(self._cells, start=1)
        ]


def _content(text: str) -> str:
    """Always a string: «=1» is no formula, «#N/A» no error."""
    if not text:
        return 'n">'
    space = "" if text == text.strip() else ' xml:space="preserve"'
    return f'inlineStr"><is><t{space}>{escape(escaped_codes(text))}</t></is>'


class RowsSheet(StyledSheet):
    """A sheet that is given nothing but rows of ``RowStyle``, in order, from the first one on."""

    def append_xml(self, row: str) -> None:
        self.append((row,))

    def _get_writer(self) -> None:
        if self._writer is None:
            self._writer = _RowsWriter(self)
            self._writer.write_top()

    def _values_to_row(
        self,
        values: Sequence[str],
        row_idx: int,  # noqa: ARG002 - openpyxl gives it
    ) -> Iterator[str]:
        return iter(values)


class _RowsWriter(Utf8SheetWriter):
    def write_row(self, xf: Any, row: Iterator[str], row_idx: int) -> None:
        if row_idx == 1:  # lxml keeps back what stands before the rows until it is told
            xf.flush()
        self.file.writelines(xml.encode() for xml in row)
