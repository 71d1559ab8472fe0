"""The official table as an Excel workbook, ready to print.

openpyxl in write-only mode, with two things it lacks: every row has a computed height, because
LibreOffice does not fit rows on opening and Excel never fits merged ones, and a text too tall
for the tallest row goes on in the next row, because Excel hides the rest without a word.
"""

import io
from collections.abc import Iterator, Sequence
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
from reports.export.text_metrics import BOLD, REGULAR, line_count
from reports.export.xlsx.data import add_data_sheet
from reports.export.xlsx.measures import (
    BODY_SIZE,
    INDENT,
    MAX_LINES,
    WIDTHS,
    net_width,
    page_height,
    split_rows,
    widths_of,
)
from reports.export.xlsx.rows import RowsSheet, RowStyle
from reports.export.xlsx.sheet import LEFT_MARGIN, TEXT_FORMAT, new_book, set_up_landscape
from reports.office.package import Package

LAST_COLUMN = "F"
FRAMING_COLUMN = "E"  # what stands at the right of the sheet begins here
LEAST_BEFORE_SIGNATURE = 3  # lines of an event
LEAST_UNDER_HEADINGS = 5  # lines, or the headings begin the next page
LINE_HEIGHT = 15.75  # points, Times New Roman 12
TITLE_LINE_HEIGHT = 18.75  # points, Times New Roman 14
SMALL_LINE_HEIGHT = 13.5  # points, Times New Roman 10
GAP = 6  # points between the title and the table, and below what stands above it
SIGNATURE_GAP = 2 * LINE_HEIGHT

TYPEFACE = "Times New Roman"  # PT Astra Serif has the same widths
TITLE_SIZE, SMALL_SIZE = 14, 10
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
    """The sheet being written from top to bottom. Styles of cells are settled once; a row is written
    as soon as it is appended."""

    def __init__(self, book: Workbook, table: ConsolidatedTable) -> None:
        options = table.options
        self._sheet = RowsSheet(book, table.sheet_name)
        set_up_landscape(self._sheet, options.left_margin)
        self._widths = widths_of(table)
        self._net_widths = [net_width(width) for width in self._widths]
        self._text_widths = [
            width - (0 if column.centred else INDENT)
            for column, width in zip(COLUMNS, self._net_widths, strict=True)
        ]
        for letter, width in zip("ABCDEF", self._widths, strict=True):
            self._sheet.column_dimensions[letter].width = width
        self._fonts = {size: _font(options, size) for size in (BODY_SIZE, SMALL_SIZE)}
        self._title_font = _font(options, TITLE_SIZE, bold=True)
        self._row = self._heading_row = 0
        self._page_height = page_height(options.left_margin or LEFT_MARGIN, sum(self._widths))
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
        if table.mark:
            self._add_line(table.mark, "right")
        for text in options.above:
            self._add_at_right(text)
        title = printable("\n".join(table.title))
        lines = line_count(title, net_width(sum(WIDTHS)), TITLE_SIZE, BOLD)
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
        rows = list(split_rows(titles, self._net_widths, BOLD))
        lines = sum(count for _, count in rows) + options.has_column_numbers
        self._keep(lines + LEAST_UNDER_HEADINGS)
        for texts, count in rows:
            self._append(self._bold, texts, count * LINE_HEIGHT)
        if options.column_numbers:
            self._append(self._centred, options.column_numbers, LINE_HEIGHT)
        self._heading_height = lines * LINE_HEIGHT
        self._heading_row = self._row

    def add_section(self, section: Section, *, is_last: bool) -> None:
        """A spreadsheet has no «keep with next»: what stands together begins a new page together,
        the name of a section with its first event, the signature with the last one."""
        headings = list(split_rows([section.title], [net_width(sum(self._widths))], BOLD))
        heading_lines = sum(count for _, count in headings)
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
            rows = list(split_rows(row.cells, self._text_widths, REGULAR))
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
            return list(split_rows(cells, self._text_widths, REGULAR))
        most = max(1, min(MAX_LINES, int(self._room / LINE_HEIGHT) - heading_lines))
        rows = list(split_rows(cells, self._text_widths, REGULAR, most))
        lines = rows[0][1]
        if len(rows) == 1 and (heading_lines + lines) * LINE_HEIGHT + tail > self._room:
            most = max(1, lines - LEAST_BEFORE_SIGNATURE)
            rows = list(split_rows(cells, self._text_widths, REGULAR, most))
        return rows

    def _append_event(self, rows: list[tuple[list[str], int]], tail: float = 0.0) -> None:
        *_, last = rows
        for texts, lines in rows:
            if tail and texts is last[0]:
                self._keep(lines, tail)
            self._append(self._plain, texts, lines * LINE_HEIGHT)

    def add_sentence(self, text: str) -> None:
        """Across the sheet: in the place of the table, or under it."""
        text, lines = self._wrapped(text, sum(WIDTHS))
        self._add_line(text, "left", height=lines * LINE_HEIGHT + GAP)

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
        _, lines = self._wrapped(options.signatory_post, sum(WIDTHS[:4]))
        return lines * LINE_HEIGHT + SIGNATURE_GAP

    def _executor_height(self, options: Options) -> float:
        if not options.executor:
            return 0.0
        _, lines = self._wrapped(options.executor, sum(WIDTHS), SMALL_SIZE)
        return (lines + 1) * SMALL_LINE_HEIGHT

    def close(self) -> None:
        self._sheet.print_area = f"A1:{LAST_COLUMN}{self._row}"
        self._sheet.close()

    def _add_at_right(self, text: str) -> None:
        text, lines = self._wrapped(text, sum(WIDTHS[4:]))
        cells = self._cells(
            self._fonts[BODY_SIZE], [None] * 4 + ["left"] * 2, vertical="top", border=None
        )
        self._append(cells, ["", "", "", "", text, ""], lines * LINE_HEIGHT + GAP)
        self._merge(FRAMING_COLUMN, LAST_COLUMN)

    def _add_line(
        self, text: str, alignment: str, size: int = BODY_SIZE, height: float = LINE_HEIGHT
    ) -> None:
        cells = self._cells(self._fonts[size], [alignment], vertical="bottom", border=None)
        self._append(cells, [text], height)
        self._merge_row()

    def _add_merged(self, style: RowStyle, rows: Sequence[tuple[Sequence[str], int]]) -> None:
        for (text,), lines in rows:
            texts = [text, *[""] * (len(COLUMNS) - 1)]
            self._append(style, texts, lines * LINE_HEIGHT)
            self._merge_row()

    def _wrapped(self, text: str, digits: float, size: int = BODY_SIZE) -> tuple[str, int]:
        """A text as it can stand in one row, and its lines: the options are a few lines long."""
        text = printable(text)
        return text, min(line_count(text, net_width(digits), size), MAX_LINES - 2)

    def _cells(
        self,
        font: Font,
        alignments: Sequence[str | None],
        *,
        vertical: str,
        border: Border | None = BORDERS,
    ) -> RowStyle:
        cells = {}
        for horizontal in dict.fromkeys(alignments):  # cells of one look are one
            cells[horizontal] = cell = WriteOnlyCell(self._sheet)
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
        return RowStyle([cells[horizontal] for horizontal in alignments])

    def _append(self, style: RowStyle, texts: Sequence[str], height: float) -> None:
        self._row += 1
        if height > self._room:  # the program that prints begins a page here
            self._room = self._page_height - self._heading_height
        self._room -= height
        self._sheet.append_xml(style.row(self._row, texts, height))

    def _keep(self, lines: int, tail: float = 0.0) -> None:
        """Begin a new page unless so many lines fit on this one, and after them ``tail`` points if
        any page has room for it."""
        height, page = lines * LINE_HEIGHT, self._page_height - self._heading_height
        needed = height + tail if height + tail <= page else height
        if needed > self._room:
            self._sheet.row_breaks.append(Break(id=self._row))
            self._room = page

    def _merge_row(self) -> None:
        self._merge("A", LAST_COLUMN)

    def _merge(self, first: str, last: str) -> None:
        self._sheet.merged_cells.ranges.add(CellRange(f"{first}{self._row}:{last}{self._row}"))
