import datetime as dt
import hashlib
import io
import zipfile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.columns import COLUMNS
from reports.export.docx.writer import stream_docx, write_docx
from reports.export.table import Section, printable
from tests.export.elsewhere import digests_elsewhere
from tests.export.tables import (
    NASTY_TEXTS,
    TITLE,
    make_row,
    make_table,
    quarterly_table,
)

DOCUMENT = "word/document.xml"


def opened(data):
    return docx.Document(io.BytesIO(data))


def rows_of(data):
    """Texts of the cells as Word has them, row by row: a merged cell counts once."""
    table = opened(data).tables[0]
    return [
        tuple(
            "\n".join(docx.text.paragraph.Paragraph(p, table).text for p in cell.p_lst)
            for cell in row.tc_lst
        )
        for row in table._tbl.tr_lst
    ]


def flags_of(row):
    properties = row.trPr
    return set() if properties is None else {child.tag.split("}")[1] for child in properties}


# The whole table


def test_title_is_one_paragraph_of_two_lines():
    first = opened(write_docx(make_table())).paragraphs[0]
    assert first.text == "\n".join(TITLE)
    assert len(first._p.findall(".//" + qn("w:br"))) == 1


def test_headings_are_the_columns():
    assert rows_of(write_docx(make_table()))[0] == tuple(column.title for column in COLUMNS)


def test_rows_of_a_quarter_read_back_equal_in_order():
    table = quarterly_table()
    expected = []
    for section in table.sections:
        expected.append((section.title,))
        expected += [row.cells for row in section.rows]
    assert rows_of(write_docx(table))[1:] == expected


def test_every_line_is_a_paragraph_with_the_properties_of_the_marker():
    data = write_docx(make_table(make_row(period="5 ноября\n–\n6 ноября")))
    cell = opened(data).tables[0]._tbl.tr_lst[2].tc_lst[3]
    paragraphs = [docx.text.paragraph.Paragraph(p, None) for p in cell.p_lst]
    assert [p.text for p in paragraphs] == ["5 ноября", "–", "6 ноября"]
    assert [p._p.pPr.jc_val for p in paragraphs] == [paragraphs[0]._p.pPr.jc_val] * 3


def test_section_without_events_says_so():
    table = make_table(sections=(Section("Город Смоленск", ()),))
    assert rows_of(write_docx(table))[1:] == [("Город Смоленск",), ("Мероприятия не проводились",)]


def test_table_without_sections_prints_its_headings_only():
    assert len(rows_of(write_docx(make_table(sections=())))) == 1


def test_draft_mark_stands_above_the_title_of_a_draft():
    paragraphs = opened(write_docx(make_table(is_draft=True))).paragraphs
    assert [p.text for p in paragraphs[:2]] == ["Проект", "\n".join(TITLE)]


def test_draft_mark_vanishes_with_its_paragraph():
    draft = opened(write_docx(make_table(is_draft=True))).paragraphs
    final = opened(write_docx(make_table())).paragraphs
    assert len(draft) - len(final) == 1
    assert "Проект" not in [p.text for p in final]


# Texts


@pytest.mark.parametrize("text", NASTY_TEXTS, ids=range(len(NASTY_TEXTS)))
def test_nasty_text_reads_back_as_printable(text):
    row = make_row(name=text, place=text, period=text, content=text, participants=text)
    name = text or "Город Смоленск"  # without a name there is no row of it
    title, first = rows_of(write_docx(make_table(sections=(Section(name, (row,)),))))[1:]
    assert title == (printable(name),)
    assert first == ("1.", *[printable(text)] * 5)


@settings(deadline=None, max_examples=60)
@given(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
        | st.sampled_from("\n\t <>&{}_")
    )
)
def test_any_text_reads_back_equal(text):
    row = make_row(name=text, place=text, period=text, content=text, participants=text)
    assert rows_of(write_docx(make_table(row)))[2] == ("1.", *[text] * 5)


@settings(deadline=None, max_examples=60)
@given(st.text(st.characters() | st.sampled_from("\x00\x0b\ud800\ufffe\r\n")))
def test_any_characters_at_all_read_back_as_printable(text):
    assert rows_of(write_docx(make_table(make_row(content=text))))[2][4] == printable(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\x00b\x0bc\x1bd", "a\ufffdb\ufffdc\ufffdd"),
        ("\ud800\udfff\ufffe\uffff", "\ufffd" * 4),
        ("a\r\nb\rc\n\rd", "a\nb\nc\n\nd"),
        ("\ta\x7f\x85\u2028😀", "\ta\x7f\x85\u2028😀"),
    ],
)
def test_printable_replaces_what_xml_forbids(text, expected):
    assert printable(text) == expected


def test_spaces_are_told_to_be_kept():
    data = write_docx(make_table(make_row(place="  два  пробела  ")))
    xml = zipfile.ZipFile(io.BytesIO(data)).read(DOCUMENT).decode()
    assert '<w:t xml:space="preserve">  два  пробела  </w:t>' in xml


# The look


def test_heading_row_is_repeated_and_whole():
    assert flags_of(opened(write_docx(make_table())).tables[0]._tbl.tr_lst[0]) == {
        "tblHeader",
        "cantSplit",
    }


def test_section_row_is_whole_and_kept_with_the_next():
    row = opened(write_docx(make_table())).tables[0]._tbl.tr_lst[1]
    assert flags_of(row) == {"cantSplit"}
    assert [p.pPr.find(qn("w:keepNext")) is not None for p in row.iter(qn("w:p"))] == [True]
    assert row.tc_lst[0].grid_span == 6


@pytest.mark.parametrize(
    ("texts", "flags"),
    [
        ({}, {"cantSplit"}),
        ({"content": "\n".join("строка" for _ in range(11))}, {"cantSplit"}),
        ({"content": "\n".join("строка" for _ in range(12))}, set()),
        ({"content": "Стороны обсудили планы. " * 40}, set()),
        ({"participants": "представители городов, " * 20}, set()),
    ],
)
def test_event_row_may_split_only_when_it_is_long(texts, flags):
    data = write_docx(make_table(make_row(**texts)))
    assert flags_of(opened(data).tables[0]._tbl.tr_lst[2]) == flags


def test_columns_have_the_widths_of_the_table():
    table = opened(write_docx(make_table())).tables[0]
    assert [round(column.width.mm) for column in table.columns] == [c.width for c in COLUMNS]
    for row in (0, 2):
        widths = [int(cell.width.twips) for cell in table._tbl.tr_lst[row].tc_lst]
        assert widths == [624, 2948, 2268, 1814, 4422, 3061]


def test_page_is_a4_landscape_with_official_margins():
    section = opened(write_docx(make_table())).sections[0]
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert (section.page_width.twips, section.page_height.twips) == (16838, 11906)
    margins = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    assert [round(margin.mm) for margin in margins] == [20, 10, 20, 20]
    assert round(section.header_distance.mm) == 10


def test_page_number_stands_in_the_header_from_the_second_page():
    section = opened(write_docx(make_table())).sections[0]
    assert section.different_first_page_header_footer
    assert " PAGE " in [node.text for node in section.header._element.iter(qn("w:instrText"))]
    assert section.first_page_header.is_linked_to_previous


def test_type_is_times_new_roman_in_russian():
    data = write_docx(make_table())
    styles = zipfile.ZipFile(io.BytesIO(data)).read("word/styles.xml").decode()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert f'w:{script}="Times New Roman"' in styles
    assert '<w:lang w:val="ru-RU"' in styles
    title = opened(data).styles["Title"]
    assert (title.font.size, title.font.bold) == (Pt(14), True)
    assert title.paragraph_format.space_after == Pt(12)


def test_properties_come_from_the_table():
    properties = opened(write_docx(make_table(author="Отдел & Ко"))).core_properties
    moment = dt.datetime(2021, 1, 15, tzinfo=dt.UTC)
    assert (properties.title, properties.author) == (" ".join(TITLE), "Отдел & Ко")
    assert (properties.language, properties.last_modified_by) == ("ru-RU", "Отдел & Ко")
    assert (properties.created, properties.modified) == (moment, moment)


def test_parts_are_well_formed_and_dated_1980():
    with zipfile.ZipFile(io.BytesIO(write_docx(make_table()))) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# The same bytes


def test_same_table_gives_the_same_bytes_in_another_process_and_year():
    here = hashlib.sha256(write_docx(quarterly_table())).hexdigest()
    assert digests_elsewhere("reports.export.docx.writer", "write_docx") == {here}


def test_stream_docx_writes_what_write_docx_gives():
    file = io.BytesIO()
    stream_docx(quarterly_table(), file)
    assert file.getvalue() == write_docx(quarterly_table())
