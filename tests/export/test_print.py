"""Both files of a quarter as LibreOffice prints them, measured on the pages."""

import re

import pytest

from reports.columns import COLUMNS
from reports.export.docx.writer import write_docx
from reports.export.xlsx.writer import WIDTHS, write_xlsx
from tests.export.printed import read_pages, text_of
from tests.export.tables import TITLE, lifelike_table, many_sections_table

WRITERS = {"docx": write_docx, "xlsx": write_xlsx}
COLUMN_WIDTHS = {"docx": [column.width for column in COLUMNS], "xlsx": WIDTHS}
# A sheet takes more: its rows are never split between pages.
MOST_PAGES = {"docx": 13, "xlsx": 14}
TABLE_WIDTH = 267  # millimetres: A4 landscape without margins of 20 and 10
HEADINGS = tuple(column.title for column in COLUMNS)
ONE_MILLIMETRE = 1
# From the middle of a word's box, in its heights, reach the letters; the rest of the box is air.
LETTER = 0.35


def near(*millimetres):
    return pytest.approx(list(millimetres), abs=ONE_MILLIMETRE)


def words_of(text):
    """Words as they may be set: a line may end after a hyphen, and nowhere else within a word."""
    return re.findall(r"[^\s-]+-?|-", text)


@pytest.fixture(scope="module", params=WRITERS)
def ending(request):
    return request.param


@pytest.fixture(scope="module")
def pages(ending, convert):
    return read_pages(convert(WRITERS[ending](lifelike_table()), f"table.{ending}", "pdf"))


def test_every_page_is_a4_landscape(pages):
    assert [(round(page.width), round(page.height)) for page in pages] == [(297, 210)] * len(pages)


def test_columns_stand_where_the_form_puts_them(pages, ending):
    widths = COLUMN_WIDTHS[ending]
    edges = [20 + TABLE_WIDTH * sum(widths[:count]) / sum(widths) for count in range(7)]
    assert [page.edges for page in pages] == [near(*edges)] * len(pages)


def test_first_page_begins_with_the_title_at_the_margin(pages):
    first = pages[0]
    assert text_of(first.above) == " ".join(TITLE)
    assert [min(word.top for word in first.above)] == near(20)


def test_table_goes_on_at_the_top_margin_and_ends_above_the_bottom_one(pages):
    assert [page.table_top for page in pages[1:]] == near(*[20] * (len(pages) - 1))
    assert max(page.table_bottom for page in pages) <= 210 - 20 + ONE_MILLIMETRE


def test_pages_but_the_first_are_numbered_in_the_middle_of_the_header(pages):
    middle = 20 + TABLE_WIDTH / 2
    assert [text_of(page.above) for page in pages[1:]] == [
        str(number) for number in range(2, len(pages) + 1)
    ]
    for page in pages[1:]:
        (number,) = page.above
        assert [(number.left + number.right) / 2, number.top] == near(middle, 10)


def test_headings_stand_on_every_page(pages):
    headings = [words_of(heading) for heading in HEADINGS]
    assert [list(map(words_of, page.rows[0].texts)) for page in pages] == [headings] * len(pages)


def test_printed_cells_hold_every_word_of_the_table_whole(pages):
    expected = []
    for section in lifelike_table().sections:
        expected.append([words_of(section.title)])
        expected += [list(map(words_of, row.cells)) for row in section.rows]
    assert printed_rows(pages) == expected


def printed_rows(pages):
    """Words of the cells, row by row; what goes on in another row or on another page is joined."""
    rows = []
    for page in pages:
        for row in page.rows[1:]:
            cells = [words_of(text) for text in row.texts]
            if cells[0]:
                rows.append(cells)
            else:
                rows[-1] = [done + more for done, more in zip(rows[-1], cells, strict=True)]
    return rows


def test_no_word_crosses_a_line_or_stands_outside_the_table(pages):
    assert [page.outside for page in pages] == [()] * len(pages)
    crossing = [
        word.text
        for page in pages
        for row in page.rows
        for cell in row.cells
        for word in cell
        if crosses(word, row)
    ]
    assert crossing == []


def crosses(word, row):
    reach = LETTER * word.height
    return (
        any(word.left < edge < word.right for edge in row.edges)
        or word.middle - reach < row.top
        or word.middle + reach > row.bottom
    )


def test_quarter_takes_a_sensible_number_of_pages(pages, ending):
    assert len(pages) <= MOST_PAGES[ending]


def test_name_of_a_section_is_never_left_without_its_first_event(ending, convert):
    data = WRITERS[ending](many_sections_table())
    pages = read_pages(convert(data, f"table.{ending}", "pdf"))
    rows = [[len(row.cells) for row in page.rows[1:]] for page in pages]
    assert sum(row.count(1) for row in rows) == 40
    assert [page[-1] for page in rows] == [len(COLUMNS)] * len(pages)
    followers = [
        below.texts[0]
        for page in pages
        for row, below in zip(page.rows[1:], page.rows[2:], strict=False)
        if len(row.cells) == 1
    ]
    assert followers == [f"{number}." for number in range(1, 41)]
