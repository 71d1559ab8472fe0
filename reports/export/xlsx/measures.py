"""How wide the columns of the sheet are, how many lines a row takes, and how much a page holds."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat
from math import ceil

from reports.columns import COLUMNS
from reports.export.table import ConsolidatedTable, printable
from reports.export.text_metrics import UNITS_PER_EM, Advances, line_count, wrap
from reports.export.word_fitting import Line, width_of
from reports.export.xlsx.sheet import MILLIMETRES_PER_INCH, RIGHT_MARGIN

# Widths on the sheet are in digits of Times New Roman 12; «Обычный» sets that unit. The sheet is
# drawn larger than A4 and shrunk to it, and every column keeps a part of a digit to itself.
DIGITS_PER_MILLIMETRE, OF_EVERY_COLUMN = 0.5405, 0.74
WIDTHS = tuple(
    round(column.width * DIGITS_PER_MILLIMETRE - OF_EVERY_COLUMN, 1) for column in COLUMNS
)
POINTS_PER_DIGIT = 6
PADDING = 6  # points of a column that stay empty; Excel takes 3.75, the rest is our margin
INDENT = 9  # points of one step: three spaces of the base font
PADDINGS = tuple(PADDING + (0 if column.centred else INDENT) for column in COLUMNS)
GIVING = 4  # the column of contents, of which a narrow one takes what a word needs
LEAST_GIVEN, MOST_TAKEN = 34, 30  # digits that it keeps; digits of the widest narrow column
MAX_LINES = 26  # the tallest row of Excel is 409.5 points

BODY_SIZE = 12  # points of type
SHEET_WIDTH, TEXT_HEIGHT = 297, 170  # millimetres of A4 landscape; the height between the margins
TABLE_WIDTH = 296  # millimetres of all columns, before the sheet shrinks to be one page wide


def split_rows(
    texts: Sequence[str], widths: Sequence[float], advances: Advances, first: int = MAX_LINES
) -> Iterator[tuple[list[str], int]]:
    """One row of the table as rows of the sheet: the texts, and the number of lines in each row,
    in the first one ``first`` at most. ``widths`` are points that the texts may take.

    The pieces of a column joined give its text again. Lines are short, so a piece of
    ``MAX_LINES`` of them is far below the 32,767 characters that a cell may hold.
    """
    texts = [printable(text) for text in texts]
    lines = max(map(line_count, texts, widths, repeat(BODY_SIZE), repeat(advances)))
    if lines <= first:  # nearly always: nothing to split
        yield texts, lines
        return
    columns = [
        list(wrap(text, width, BODY_SIZE, advances))
        for text, width in zip(texts, widths, strict=True)
    ]
    for start, end in pairwise([0, *range(first, lines, MAX_LINES), lines]):
        yield ["".join(column[start:end]) for column in columns], end - start


def widths_of(table: ConsolidatedTable) -> list[float]:
    """Of the columns, in digits: where a word is wider than its column, a spreadsheet would cut it
    between any two letters."""
    widths = list(WIDTHS)
    for number, widest in enumerate(_widest_words(table)):
        if widest:
            needed = widest * BODY_SIZE / UNITS_PER_EM + PADDINGS[number]
            widths[number] = max(
                widths[number], min(MOST_TAKEN, ceil(needed / POINTS_PER_DIGIT * 10) / 10)
            )
    taken = sum(widths) - sum(WIDTHS)
    widths[GIVING] = max(widths[GIVING] - taken, min(LEAST_GIVEN, widths[GIVING]))
    return widths


def _widest_words(table: ConsolidatedTable) -> list[int]:
    """Of the words of each column that it cannot hold, the width of the widest in 1/2048 em; 0 when
    there is none."""
    lines = [
        Line.of(width * POINTS_PER_DIGIT - padding, BODY_SIZE)
        for width, padding in zip(WIDTHS, PADDINGS, strict=True)
    ]
    widest = [0] * len(COLUMNS)
    for section in table.sections:
        columns = zip(*(row.cells for row in section.rows), strict=True)
        for number, texts in enumerate(columns):
            words = lines[number].too_wide(" ".join(texts))  # once a section, not once a cell
            widest[number] = max([widest[number], *map(width_of, words)])
    return widest


def net_width(digits: float) -> float:
    """Points that a text may take in a column ``digits`` wide."""
    return digits * POINTS_PER_DIGIT - PADDING


def page_height(left_margin: int, digits: float) -> float:
    """Points of the sheet that a printed page holds, shrunk as it is to be one page wide."""
    scale = (SHEET_WIDTH - left_margin - RIGHT_MARGIN) / (TABLE_WIDTH * digits / sum(WIDTHS))
    return TEXT_HEIGHT / MILLIMETRES_PER_INCH * 72 / scale
