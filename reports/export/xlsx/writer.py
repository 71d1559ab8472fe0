"""The official table as an Excel workbook, ready to print.

openpyxl in write-only mode, with two things it lacks: every row has a computed height, because
LibreOffice does not fit rows on opening and Excel never fits merged ones, and a text too tall
for the tallest row goes on in the next row, because Excel hides the rest without a word.
"""

import io
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.pagebreak import Break
from openpyxl.writer.excel import ExcelWriter

from reports.columns import COLUMNS
from reports.export.table import (
    NO_EVENTS,
    ConsolidatedTable,
    Options,
    Section,
    printable,
)
from reports.export.text_metrics import BOLD, REGULAR, UNITS_PER_EM, Advances, wrap
from reports.export.word_fitting import Line, width_of
from reports.export.xlsx.data import add_data_sheet
from reports.export.xlsx.sheet import (
    LEFT_MARGIN,
    MILLIMETRES_PER_INCH,
    RIGHT_MARGIN,
    TEXT_FORMAT,
    StyledSheet,
    new_book,
    put_text,
    set_up_landscape,
)
from reports.office.package import Package

# Widths on the sheet are in digits of Times New Roman 12; «Обычный» sets that unit. The sheet is
# drawn larger than A4 and shrunk to it, and every column keeps a part of a digit to itself.
DIGITS_PER_MILLIMETRE, OF_EVERY_COLUMN = 0.5405, 0.74
WIDTHS = tuple(
    round(column.width * DIGITS_PER_MILLIMETRE - OF_EVERY_COLUMN, 1) for column in COLUMNS
)
LAST_COLUMN = "F"
FRAMING_COLUMN = "E"  # what stands at the right of the sheet begins here
POINTS_PER_DIGIT = 6
PADDING = 6  # points of a column that stay empty; Excel takes 3.75, the rest is our margin
INDENT = 9  # points of one step: three spaces of the base font
GIVING = 4  # the column of contents, of which a narrow one takes what a word needs
LEAST_GIVEN, MOST_TAKEN = 34, 30  # digits that it keeps; digits of the widest narrow column
LEAST_BEFORE_SIGNATURE = 3  # lines of an event
LEAST_UNDER_HEADINGS = 5  # lines, or the headings begin the next page
LINE_HEIGHT = 15.75  # points, Times New Roman 12
TITLE_LINE_HEIGHT = 18.75  # points, Times New Roman 14
SMALL_LINE_HEIGHT = 13.5  # points, Times New Roman 10
GAP = 6  # points between the title and the table, and below what stands above it
SIGNATURE_GAP = 2 * LINE_HEIGHT
MAX_LINES = 26  # the tallest row of Excel is 409.5 points

TYPEFACE = "Times New Roman"  # PT Astra Serif has the same widths
BODY_SIZE, TITLE_SIZE, SMALL_SIZE = 12, 14, 10
SHEET_WIDTH, TEXT_HEIGHT = 297, 170  # millimetres of A4 landscape; the height between the margins
TABLE_WIDTH = 296  # millimetres of all columns, before the sheet shrinks to be one page wide
THIN = Side(style="thin")
BORDERS = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def write_xlsx(table: ConsolidatedTable) -> bytes:
    """The file as bytes; equal tables give equal bytes."""
    file = io.BytesIO()
    stream_xlsx(table, file)
    return file.getvalue()


def stream_xlsx(table: ConsolidatedTable, file: BinaryIO) -> None:
    """Write the file into ``file``. The sheet waits in a temporary file of openpyxl until it is
    whole; in memory stay only its merged rows and page breaks."""
    for _ in xlsx_steps(table, file):
        pass


def xlsx_steps(table: ConsolidatedTable, file: BinaryIO) -> Iterator[int]:
    """Write the file into ``file`` while being iterated; after every section comes the number of
    events written so far."""
    book = new_book(table, _font(table.options))
    sheet = _Sheet(book, table)
    sheet.add_title(table)
    done = 0
    if table.statement:
        sheet.add_sentence(table.statement)
    for section in table.sections:
        sheet.add_section(section, is_last=section is table.sections[-1])
        done += len(section.rows)
        yield done
    if table.note:
        sheet.add_sentence(table.note)
    sheet.add_signature(table.options)
    sheet.close()
    if table.has_data:
        add_data_sheet(book, table)
    # Not book.save(): it puts the present moment into the properties.
    ExcelWriter(book, Package(file)).save()


def _font(options: Options, size: int = BODY_SIZE, *, bold: bool = False) -> Font:
    return Font(name=options.typeface or TYPEFACE, family=1, size=size, bold=bold)


class _Sheet:
    """The sheet being written from top to bottom. Cells are made once and filled for every row:
    openpyxl writes a row as soon as it is appended."""

    def __init__(self, book: Workbook, table: ConsolidatedTable) -> None:
        options = table.options
        self._sheet = StyledSheet(book, table.sheet_name)
        set_up_landscape(self._sheet, options.left_margin)
        self._widths = _widths(table)
        self._net_widths = [_net_width(width) for width in self._widths]
        self._text_widths = [
            width - (0 if column.centred else INDENT)
            for column, width in zip(COLUMNS, self._net_widths, strict=True)
        ]
        for letter, width in zip("ABCDEF", self._widths, strict=True):
            self._sheet.column_dimensions[letter].width = width
        self._fonts = {size: _font(options, size) for size in (BODY_SIZE, SMALL_SIZE)}
        self._title_font = _font(options, TITLE_SIZE, bold=True)
        self._row = self._heading_row = 0
        self._page_height = _page_height(options.left_margin or LEFT_MARGIN, sum(self._widths))
        self._room = self._page_height  # points left on the printed page
        self._heading_height = 0.0
        self._tail_height = self._signature_height(options) + self._executor_height(options)
        self._bold = self._cells(
            _font(options, bold=True), ["center"] * len(COLUMNS), vertical="center"
        )
        self._plain = self._cells(
            self._fonts[BODY_SIZE],
            ["center" if column.centred else "left" for column in COLUMNS],
            vertical="top",
        )
        self._centred = self._cells(
            self._fonts[BODY_SIZE], ["center"] * len(COLUMNS), vertical="top"
        )

    def add_title(self, table: ConsolidatedTable) -> None:
        options = table.options
        if not table.statement:
            self._repeat_headings(len(options.above) + bool(table.mark) + 2, options)
        for text in options.above:
            self._add_at_right(text)
        if table.mark:
            self._add_line(table.mark, "right")
        title = printable("\n".join(table.title))
        lines = sum(1 for _ in wrap(title, _net_width(sum(WIDTHS)), TITLE_SIZE, BOLD))
        cells = self._cells(self._title_font, ["center"], vertical="top", border=None)
        height = lines * TITLE_LINE_HEIGHT + GAP
        self._append(cells, [title], min(height, MAX_LINES * LINE_HEIGHT))
        self._merge_row()
        if not table.statement:
            self._add_headings(options)

    def _repeat_headings(self, first: int, options: Options) -> None:
        """On every printed page, and on the screen; openpyxl writes that ahead of the rows."""
        last = first + options.has_column_numbers
        self._sheet.print_title_rows = f"{first}:{last}"
        if not options.above:  # or what stands above takes half of the screen for good
            self._sheet.freeze_panes = f"A{last + 1}"

    def _add_headings(self, options: Options) -> None:
        titles = [column.title for column in COLUMNS]
        rows = list(_split_rows(titles, self._net_widths, BOLD))
        lines = sum(line_count for _, line_count in rows) + options.has_column_numbers
        self._keep(lines + LEAST_UNDER_HEADINGS)
        for texts, line_count in rows:
            self._append(self._bold, texts, line_count * LINE_HEIGHT)
        if options.column_numbers:
            self._append(self._centred, options.column_numbers, LINE_HEIGHT)
        self._heading_height = lines * LINE_HEIGHT
        self._heading_row = self._row

    def add_section(self, section: Section, *, is_last: bool) -> None:
        """A spreadsheet has no «keep with next»: what stands together begins a new page together,
        the name of a section with its first event, the signature with the last one."""
        headings = list(_split_rows([section.title], [_net_width(sum(self._widths))], BOLD))
        heading_lines = sum(line_count for _, line_count in headings)
        tail = self._tail_height if is_last else 0.0
        tail_of_first = tail if len(section.rows) <= 1 else 0.0
        first = self._first_rows(section, heading_lines, tail_of_first)
        if self._row > self._heading_row:
            self._keep(heading_lines + first[0][1], tail_of_first if len(first) == 1 else 0.0)
        self._add_merged(self._bold, headings)
        if not section.rows:
            self._add_merged(self._centred, first)
            return
        self._append_event(first, tail_of_first if len(first) > 1 else 0.0)
        for number, row in enumerate(section.rows[1:], start=2):
            rows = list(_split_rows(row.cells, self._text_widths, REGULAR))
            self._append_event(rows, tail if number == len(section.rows) else 0.0)

    def _first_rows(
        self, section: Section, heading_lines: int, tail: float
    ) -> list[tuple[list[str], int]]:
        """Under the headings of the table the first event takes what room there is, or they would
        be alone on their page; what follows it gets a few of its lines."""
        if not section.rows:
            return [([NO_EVENTS], 1)]
        cells = section.rows[0].cells
        if self._row > self._heading_row:
            return list(_split_rows(cells, self._text_widths, REGULAR))
        most = max(1, min(MAX_LINES, int(self._room / LINE_HEIGHT) - heading_lines))
        rows = list(_split_rows(cells, self._text_widths, REGULAR, most))
        lines = rows[0][1]
        if len(rows) == 1 and (heading_lines + lines) * LINE_HEIGHT + tail > self._room:
            most = max(1, lines - LEAST_BEFORE_SIGNATURE)
            rows = list(_split_rows(cells, self._text_widths, REGULAR, most))
        return rows

    def _append_event(self, rows: list[tuple[list[str], int]], tail: float = 0.0) -> None:
        *_, last = rows
        for texts, line_count in rows:
            if tail and texts is last[0]:
                self._keep(line_count, tail)
            self._append(self._plain, texts, line_count * LINE_HEIGHT)

    def add_sentence(self, text: str) -> None:
        """Across the sheet: in the place of the table, or under it."""
        text, line_count = self._wrapped(text, sum(WIDTHS))
        self._add_line(text, "left", height=line_count * LINE_HEIGHT + GAP)

    def add_signature(self, options: Options) -> None:
        """The post at the left, the name at the right of the same last line; then who prepared the
        document."""
        if options.signatory_post or options.signatory_name:
            cells = self._cells(
                self._fonts[BODY_SIZE],
                ["left", *[None] * 3, "right", None],
                vertical="bottom",
                border=None,
            )
            self._append(
                cells,
                [
                    *(printable(options.signatory_post), "", "", ""),
                    *(printable(options.signatory_name), ""),
                ],
                self._signature_height(options),
            )
            self._merge("A", "D")
            self._merge(FRAMING_COLUMN, LAST_COLUMN)
        if options.executor:
            text = printable(options.executor)
            self._add_line(text, "left", SMALL_SIZE, self._executor_height(options))

    def _signature_height(self, options: Options) -> float:
        if not options.signatory_post and not options.signatory_name:
            return 0.0
        _, line_count = self._wrapped(options.signatory_post, sum(WIDTHS[:4]))
        return line_count * LINE_HEIGHT + SIGNATURE_GAP

    def _executor_height(self, options: Options) -> float:
        if not options.executor:
            return 0.0
        _, line_count = self._wrapped(options.executor, sum(WIDTHS), SMALL_SIZE)
        return (line_count + 1) * SMALL_LINE_HEIGHT

    def close(self) -> None:
        self._sheet.print_area = f"A1:{LAST_COLUMN}{self._row}"
        self._sheet.close()

    def _add_at_right(self, text: str) -> None:
        text, line_count = self._wrapped(text, sum(WIDTHS[4:]))
        cells = self._cells(
            self._fonts[BODY_SIZE], [None] * 4 + ["left"] * 2, vertical="top", border=None
        )
        self._append(cells, ["", "", "", "", text, ""], line_count * LINE_HEIGHT + GAP)
        self._merge(FRAMING_COLUMN, LAST_COLUMN)

    def _add_line(
        self, text: str, alignment: str, size: int = BODY_SIZE, height: float = LINE_HEIGHT
    ) -> None:
        cells = self._cells(self._fonts[size], [alignment], vertical="bottom", border=None)
        self._append(cells, [text], height)
        self._merge_row()

    def _add_merged(
        self, cells: list[WriteOnlyCell], rows: Sequence[tuple[Sequence[str], int]]
    ) -> None:
        for (text,), line_count in rows:
            texts = [text, *[""] * (len(COLUMNS) - 1)]
            self._append(cells, texts, line_count * LINE_HEIGHT)
            self._merge_row()

    def _wrapped(self, text: str, digits: float, size: int = BODY_SIZE) -> tuple[str, int]:
        """A text as it can stand in one row, and its lines: the options are a few lines long."""
        text = printable(text)
        lines = sum(1 for _ in wrap(text, _net_width(digits), size))
        return text, min(max(1, lines), MAX_LINES - 2)

    def _cells(
        self,
        font: Font,
        alignments: Sequence[str | None],
        *,
        vertical: str,
        border: Border | None = BORDERS,
    ) -> list[WriteOnlyCell]:
        cells = []
        for horizontal in alignments:
            cell = WriteOnlyCell(self._sheet)
            cell.font = font
            cell.alignment = Alignment(
                horizontal=horizontal,
                vertical=vertical,
                wrap_text=True,
                indent=1 if horizontal == "left" and border is not None else 0,
            )
            cell.number_format = TEXT_FORMAT
            if border is not None:
                cell.border = border
            cells.append(cell)
        return cells

    def _append(self, cells: list[WriteOnlyCell], texts: Sequence[str], height: float) -> None:
        for cell, text in zip(cells, texts, strict=True):
            put_text(cell, text)
        self._row += 1
        if height > self._room:  # the program that prints begins a page here
            self._room = self._page_height - self._heading_height
        self._room -= height
        # A plain attribute rather than RowDimension.height, which adds customHeight and so
        # forbids Excel to fit the row anew after an edit.
        self._sheet.row_dimensions[self._row] = {"ht": f"{height:g}"}
        self._sheet.append(cells)
        del self._sheet.row_dimensions[self._row]

    def _keep(self, line_count: int, tail: float = 0.0) -> None:
        """Begin a new page unless so many lines fit on this one, and after them ``tail`` points if
        any page has room for it."""
        height, page = line_count * LINE_HEIGHT, self._page_height - self._heading_height
        needed = height + tail if height + tail <= page else height
        if needed > self._room:
            self._sheet.row_breaks.append(Break(id=self._row))
            self._room = page

    def _merge_row(self) -> None:
        self._merge("A", LAST_COLUMN)

    def _merge(self, first: str, last: str) -> None:
        self._sheet.merged_cells.ranges.add(CellRange(f"{first}{self._row}:{last}{self._row}"))


def _split_rows(
    texts: Sequence[str], widths: Sequence[float], advances: Advances, first: int = MAX_LINES
) -> Iterator[tuple[list[str], int]]:
    """One row of the table as rows of the sheet: the texts, and the number of lines in each row,
    in the first one ``first`` at most. ``widths`` are points that the texts may take.

    The pieces of a column joined give its text again. Lines are short, so a piece of
    ``MAX_LINES`` of them is far below the 32,767 characters that a cell may hold.
    """
    columns = [
        list(wrap(printable(text), width, BODY_SIZE, advances))
        for text, width in zip(texts, widths, strict=True)
    ]
    line_count = max(1, *map(len, columns))
    for start, end in pairwise([0, *range(first, line_count, MAX_LINES), line_count]):
        yield ["".join(lines[start:end]) for lines in columns], end - start


def _widths(table: ConsolidatedTable) -> list[float]:
    """Of the columns, in digits: where a word is wider than its column, a spreadsheet would cut it
    between any two letters."""
    widths = list(WIDTHS)
    for number, column in enumerate(COLUMNS):
        padding = PADDING + (0 if column.centred else INDENT)
        line = Line.of(WIDTHS[number] * POINTS_PER_DIGIT - padding, BODY_SIZE)
        words = (
            word
            for section in table.sections
            for row in section.rows
            for word in line.too_wide(row.cells[number])
        )
        widest = max(map(width_of, words), default=0)
        if widest:
            needed = widest * BODY_SIZE / UNITS_PER_EM + padding
            widths[number] = max(
                widths[number], min(MOST_TAKEN, ceil(needed / POINTS_PER_DIGIT * 10) / 10)
            )
    taken = sum(widths) - sum(WIDTHS)
    widths[GIVING] = max(widths[GIVING] - taken, min(LEAST_GIVEN, widths[GIVING]))
    return widths


def _net_width(digits: float) -> float:
    """Points that a text may take in a column ``digits`` wide."""
    return digits * POINTS_PER_DIGIT - PADDING


def _page_height(left_margin: int, digits: float) -> float:
    """Points of the sheet that a printed page holds, shrunk as it is to be one page wide."""
    scale = (SHEET_WIDTH - left_margin - RIGHT_MARGIN) / (TABLE_WIDTH * digits / sum(WIDTHS))
    return TEXT_HEIGHT / MILLIMETRES_PER_INCH * 72 / scale
