import datetime as dt
import hashlib
import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.columns import COLUMNS
from reports.export.table import Options, Section, printable
from reports.export.text_metrics import line_count
from reports.export.xlsx.writer import write_xlsx
from tests.export.elsewhere import digests_elsewhere
from tests.export.tables import (
    NASTY_TEXTS,
    TITLE,
    make_row,
    make_table,
    quarterly_table,
)

SHEET = "xl/worksheets/sheet1.xml"
HEADING = tuple(column.title for column in COLUMNS)


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def part(data, name=SHEET):
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def as_excel_reads(value):
    """Excel turns «_xHHHH_» into the character; openpyxl leaves it to the reader."""
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda code: chr(int(code[1], 16)), value or "")


def rows_of(data, first=2):
    sheet = opened(data)
    return [
        tuple(as_excel_reads(value) for value in row)
        for row in sheet.iter_rows(min_row=first, values_only=True)
    ]


def joined(rows):
    """The rows that one event takes as one row."""
    return tuple("".join(column) for column in zip(*rows, strict=True))


# The whole table


def test_title_is_merged_over_the_table():
    sheet = opened(write_xlsx(make_table()))
    assert sheet["A1"].value == "\n".join(TITLE)
    assert (sheet["A1"].font.b, sheet["A1"].font.sz) == (True, 14)
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:F1", "A3:F3"}


def test_rows_of_a_quarter_read_back_equal_in_order():
    table = quarterly_table()
    expected = [HEADING]
    for section in table.sections:
        expected.append((section.title, "", "", "", "", ""))
        expected += [row.cells for row in section.rows]
    assert rows_of(write_xlsx(table)) == expected


def test_draft_mark_stands_above_the_title_of_a_draft():
    data = write_xlsx(make_table(is_draft=True))
    sheet = opened(data)
    assert (sheet["A1"].value, sheet["A2"].value) == ("Проект", "\n".join(TITLE))
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "A4")
    assert rows_of(data, first=3)[0] == HEADING


def test_draft_mark_is_absent_from_a_final_document():
    assert "Проект" not in part(write_xlsx(make_table()))


@pytest.mark.parametrize(
    ("name", "sheet_name"),
    [
        ("IV квартал 2020", "IV квартал 2020"),
        ("I/II [квартал]: 2020?", "I II квартал 2020"),
        ("'кавычка'", "кавычка"),
        ("очень длинное имя листа, какого не бывает", "очень длинное имя листа, какого"),
        ("\n/", "Отчет"),
    ],
)
def test_sheet_is_named_as_excel_allows(name, sheet_name):
    assert opened(write_xlsx(make_table(sheet_name=name))).title == sheet_name


# Texts


@pytest.mark.parametrize("text", NASTY_TEXTS, ids=range(len(NASTY_TEXTS)))
def test_nasty_text_reads_back_as_printable(text):
    row = make_row(name=text, place=text, period=text, content=text, participants=text)
    data = write_xlsx(make_table(row))
    assert joined(rows_of(data, first=4)) == ("1.", *[printable(text)] * 5)


@settings(deadline=None, max_examples=60)
@given(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
        | st.sampled_from("\n\t <>&{}_x0041=")
    )
)
def test_any_text_reads_back_equal(text):
    row = make_row(name=text, place=text, period=text, content=text, participants=text)
    assert joined(rows_of(write_xlsx(make_table(row)), first=4)) == ("1.", *[text] * 5)


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters() | st.sampled_from("\x00\x0b\ud800\ufffe\r\n")))
def test_any_characters_at_all_read_back_as_printable(text):
    rows = rows_of(write_xlsx(make_table(make_row(content=text))), first=4)
    assert joined(rows)[4] == printable(text)


@pytest.mark.parametrize("text", ["=1+1", "+7 495", "-1", "@СМИ", "#N/A", "12345", "TRUE"])
def test_text_stays_text(text):
    cell = opened(write_xlsx(make_table(make_row(name=text))))["B4"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")


def test_codes_in_a_text_are_escaped():
    xml = part(write_xlsx(make_table(make_row(name="_x000B_ _x0041_x0042_"))))
    assert "_x005F_x000B_ _x005F_x0041_x005F_x0042_" in xml


def test_letters_are_written_as_utf_8():
    xml = part(write_xlsx(make_table()))
    assert "Международный форум городов" in xml
    assert "&#10" not in xml


def test_long_title_of_a_section_comes_whole():
    title = "Муниципальное образование " * 200
    rows = rows_of(write_xlsx(make_table(sections=(Section(title, ()),))), first=3)
    assert joined(rows)[0] == title + "Мероприятия не проводились"


# Heights


def test_every_row_has_a_height_that_excel_may_change():
    xml = part(write_xlsx(quarterly_table()))
    rows = re.findall(r"<row [^>]*>", xml)
    assert len(rows) == 2 + 5 + 27
    assert [row for row in rows if not re.search(r' ht="\d', row)] == []
    assert "customHeight" not in xml


@pytest.mark.parametrize(
    ("content", "heights"),
    [
        ("", [15.75]),
        ("одна строка", [15.75]),
        ("\n".join("абв"), [47.25]),
        ("\n".join("а" * 26), [409.5]),
        ("\n".join("а" * 27), [409.5, 15.75]),
        ("\n".join("а" * 53), [409.5, 409.5, 15.75]),
    ],
)
def test_height_follows_the_lines(content, heights):
    row = make_row(name="", place="", period="", content=content, participants="")
    sheet = opened(write_xlsx(make_table(row)))
    found = [sheet.row_dimensions[number].height for number in range(4, sheet.max_row + 1)]
    assert found == heights


def test_continuation_rows_are_split_at_a_line_and_have_no_number():
    content = "\n".join(f"строка {number}" for number in range(1, 60))
    rows = rows_of(write_xlsx(make_table(make_row(content=content), make_row(2))), first=4)
    assert [row[0] for row in rows] == ["1.", "", "", "2."]
    assert rows[1][4].startswith("строка 27\n")
    assert rows[1][1:4] == ("", "", "")


@pytest.mark.parametrize("text", ["а" * 100_000, "слово " * 17_000, "\u0301" * 40_000])
def test_no_cell_is_longer_than_excel_allows(text):
    rows = rows_of(write_xlsx(make_table(make_row(content=text))), first=4)
    assert joined(rows)[4] == text
    assert max(len(row[4]) for row in rows) < 32_767


# The look


def test_section_row_has_borders_on_all_its_cells():
    sheet = opened(write_xlsx(make_table()))
    sides = [
        (cell.border.left.style, cell.border.top.style, cell.border.bottom.style)
        for cell in sheet[3]
    ]
    assert [cell.coordinate for cell in sheet[3]] == ["A3", "B3", "C3", "D3", "E3", "F3"]
    assert [side for side in sides if "thin" not in side] == []
    xml = part(write_xlsx(make_table()))
    assert len(set(re.findall(r'<c r="[A-F]3" s="(\d+)"', xml))) == 1


def test_cells_are_wrapped_and_aligned_as_the_columns_are():
    sheet = opened(write_xlsx(make_table()))
    assert [cell.alignment.horizontal for cell in sheet[4]] == [
        "center" if column.centred else "left" for column in COLUMNS
    ]
    assert {(cell.alignment.wrap_text, cell.alignment.vertical) for cell in sheet[4]} == {
        (True, "top")
    }
    assert {(cell.font.name, cell.font.sz) for cell in sheet[4]} == {("Times New Roman", 12)}


def test_first_font_of_the_book_is_the_unit_of_its_widths():
    fonts = part(write_xlsx(make_table()), "xl/styles.xml").partition("</font>")[0]
    assert '<name val="Times New Roman"/>' in fonts
    assert '<sz val="12"/>' in fonts


def test_columns_have_the_widths_of_the_form():
    sheet = opened(write_xlsx(make_table()))
    widths = [sheet.column_dimensions[letter].width for letter in "ABCDEF"]
    assert widths == [5.2, 27.4, 20.9, 16.6, 41.4, 28.4]


def test_sheet_is_set_up_for_print():
    sheet = opened(write_xlsx(make_table()))
    setup = sheet.page_setup
    assert (setup.orientation, int(setup.paperSize)) == ("landscape", 9)
    assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_area == "'IV квартал 2020'!$A$1:$F$4"
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$2:$2", "A3")
    margins = sheet.page_margins
    inches = (margins.left, margins.right, margins.top, margins.bottom, margins.header)
    assert [round(inch * 25.4) for inch in inches] == [20, 10, 20, 20, 10]


def test_page_number_stands_in_the_header_from_the_second_page():
    header = opened(write_xlsx(make_table())).HeaderFooter
    assert (header.differentFirst, header.oddHeader.center.text) == (True, "&P")
    assert header.firstHeader.center.text is None


def test_section_begins_a_new_page_rather_than_stand_at_the_foot_of_one():
    tall = make_row(content="\n".join("а" * 25))
    table = make_table(sections=(Section("А", (tall,)), Section("Б", (make_row(2),))))
    rows = rows_of(write_xlsx(table))
    breaks = [found.id for found in opened(write_xlsx(table)).row_breaks.brk]
    assert [rows[number - 1][0] for number in breaks] == ["Б"]


def test_properties_come_from_the_table():
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx(make_table(author="Отдел & Ко"))))
    moment = dt.datetime(2021, 1, 15)
    properties = book.properties
    assert (properties.title, properties.creator) == (" ".join(TITLE), "Отдел & Ко")
    assert (properties.created, properties.modified) == (moment, moment)
    assert properties.language == "ru-RU"


# The same bytes


def test_parts_are_dated_1980():
    with zipfile.ZipFile(io.BytesIO(write_xlsx(make_table()))) as archive:
        assert archive.testzip() is None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_same_table_gives_the_same_bytes_in_another_process_and_year():
    here = hashlib.sha256(write_xlsx(quarterly_table())).hexdigest()
    assert digests_elsewhere("reports.export.xlsx.writer", "write_xlsx") == {here}


# The sheets of paper


def breaks_of(data):
    return [found.id for found in opened(data).row_breaks.brk]


def heights_of(data):
    sheet = opened(data)
    return {number: sheet.row_dimensions[number].height for number in range(1, sheet.max_row + 1)}


def test_texts_stand_off_the_line_and_what_is_centred_needs_no_indent():
    cells = opened(write_xlsx(make_table()))[4]
    assert [(cell.alignment.horizontal, cell.alignment.indent) for cell in cells] == [
        ("center" if column.centred else "left", 0 if column.centred else 1) for column in COLUMNS
    ]


def test_height_is_counted_for_what_the_indent_leaves_of_a_line():
    # 41.4 digits are 248.4 points: with padding 242, without the indent 233 are left for a line.
    just_fits, no_more = "а" * 43, "а" * 44
    data = write_xlsx(make_table(make_row(1, content=just_fits), make_row(2, content=no_more)))
    rows = [
        number for number, row in enumerate(rows_of(data, first=1), 1) if row[0] in ("1.", "2.")
    ]
    heights = [heights_of(data)[number] for number in rows]
    assert heights[1] - heights[0] in (0, 15.75)
    assert line_count(just_fits, 233.4, 12) == 1
    assert line_count(no_more, 233.4, 12) == 2


@pytest.mark.parametrize("lines", [20, 25, 26, 27, 60])
@pytest.mark.parametrize("options", [Options(), Options(has_column_numbers=True)])
@pytest.mark.parametrize("draft", [False, True])
def test_headings_are_never_alone_on_the_first_sheet(lines, options, draft):
    tall = make_row(content="\n".join("а" * lines))
    data = write_xlsx(make_table(tall, options=options, is_draft=draft))
    first_event = 5 + draft + options.has_column_numbers
    assert [number for number in breaks_of(data) if number < first_event - 1] == []
    assert joined(rows_of(data, first=first_event - 1)) == tall.cells


def test_headings_go_to_the_next_sheet_with_their_first_event():
    approval = "\n".join(["УТВЕРЖДАЮ"] * 24)
    data = write_xlsx(make_table(options=Options(approval=approval)))
    assert breaks_of(data) == [2]
    assert rows_of(data, first=3)[0] == HEADING


def sheets_of(data):
    """Numbers of the rows of every printed page, the repeated headings aside."""
    page = 170 / 25.4 * 72 * 296 / 267  # points, shrunk to be one page wide
    heights, breaks, sheets, used = heights_of(data), breaks_of(data), [[]], 0.0
    for number, height in heights.items():
        if number - 1 in breaks or used + height > page:
            sheets.append([])
            used = heights[2]
        sheets[-1].append(number)
        used += height
    return sheets


@pytest.mark.parametrize("count", [1, 2, 8])
@pytest.mark.parametrize("lines", range(1, 27))
def test_signature_takes_lines_of_the_last_event_along(count, lines):
    options = Options(signatory_post="Начальник", signatory_name="А.А. Петрова", executor="Иванов")
    rows = [make_row(n, content="\n".join("а" * lines)) for n in range(1, count + 1)]
    sheets = sheets_of(write_xlsx(make_table(*rows, options=options)))
    assert len(sheets[0]) > 3
    assert len(sheets[-1]) > 2
