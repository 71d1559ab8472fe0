"""What the region adds to the form: the same in both files."""

import io

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.export.docx.form import compile_form
from reports.export.docx.writer import DEFAULT_FORM, write_docx
from reports.export.table import Options
from reports.export.xlsx.writer import write_xlsx
from tests.export.tables import TITLE, make_table
from tests.export.test_forms import form_with

FULL = Options(
    appendix="Приложение\nк письму от 15.01.2021",
    approval="УТВЕРЖДАЮ\nГубернатор\n«___» ______ 2021 года",
    signatory_post="Министр культуры\nСмоленской области",
    signatory_name="И.О.\xa0Фамилия",
    executor="Исп. Петрова А.А.\n(4812) 29-00-00",
    has_column_numbers=True,
)
NUMBERS = ("1", "2", "3", "4", "5", "6")


def word(options, form=None, **fields):
    data = write_docx(make_table(options=options, **fields), form)
    return docx.Document(io.BytesIO(data))


def sheet(options, **fields):
    data = write_xlsx(make_table(options=options, **fields))
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def paragraphs(document):
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text]


def rows(document):
    return [
        tuple(cell.text for cell in dict.fromkeys(row.cells)) for row in document.tables[0].rows
    ]


def column_a(worksheet):
    return [row[0].value for row in worksheet.iter_rows() if row[0].value]


def test_word_file_without_options_has_no_trace_of_them():
    document = word(Options())
    assert paragraphs(document) == ["\n".join(TITLE)]
    assert len(document.paragraphs) == 2  # the title, and the one that Word needs under a table
    assert rows(document)[1] == ("Город Смоленск",)


def test_word_file_has_everything_in_its_place():
    document = word(FULL, is_draft=True)
    assert paragraphs(document) == [
        "Проект",  # above what stands at the right, as a mark of a draft does
        FULL.appendix,
        FULL.approval,
        "\n".join(TITLE),
        f"{FULL.signatory_post}\t{FULL.signatory_name}",
        FULL.executor,
    ]
    assert rows(document)[1] == NUMBERS


def test_row_of_column_numbers_is_repeated_with_the_headings():
    properties = word(FULL).tables[0].rows[1]._tr.trPr
    assert {child.tag for child in properties} == {qn("w:cantSplit"), qn("w:tblHeader")}


@pytest.mark.parametrize("field", ["appendix", "approval", "signatory_name", "executor"])
def test_each_option_stands_alone(field):
    options = Options(**{field: "Одна строка"})
    assert [text.strip() for text in paragraphs(word(options))].count("Одна строка") == 1
    values = [cell.value for row in sheet(options).iter_rows() for cell in row]
    assert values.count("Одна строка") == 1


def test_sheet_without_options_has_no_trace_of_them():
    assert column_a(sheet(Options())) == ["\n".join(TITLE), "№\nп/п", "Город Смоленск", "1."]


def test_sheet_has_everything_in_its_place():
    worksheet = sheet(FULL, is_draft=True)
    assert [worksheet["E2"].value, worksheet["E3"].value] == [FULL.appendix, FULL.approval]
    assert column_a(worksheet) == [
        "Проект",
        "\n".join(TITLE),
        "№\nп/п",
        "1",
        "Город Смоленск",
        "1.",
        FULL.signatory_post,
        FULL.executor,
    ]
    assert tuple(cell.value for cell in worksheet[6]) == NUMBERS
    assert worksheet["E9"].value == FULL.signatory_name
    assert worksheet.print_title_rows == "$5:$6"
    assert worksheet.freeze_panes is None  # it would hold the approval on the screen for good
    assert worksheet.print_area == "'IV квартал 2020'!$A$1:$F$10"


def test_every_row_of_the_sheet_has_a_height():
    worksheet = sheet(FULL, is_draft=True)
    assert all(worksheet.row_dimensions[row].height for row in range(1, worksheet.max_row + 1))


def test_text_of_an_option_cannot_break_the_files():
    nasty = "<w:p>&amp; \x00 ]]> =1+1 {{name}}"
    options = Options(approval=nasty, executor=nasty)
    assert paragraphs(word(options))[0] == nasty.replace("\x00", "\ufffd")
    assert sheet(options)["E1"].value == nasty.replace("\x00", "\ufffd")


def test_wide_margin_moves_the_text_and_narrows_the_wide_columns():
    document = word(Options(left_margin=30))
    assert document.sections[0].left_margin.mm == pytest.approx(30, abs=0.1)
    widths = [column.width for column in document.tables[0].columns]
    assert [round(width / Mm(1), 1) for width in widths] == [11.0, 49.2, 40.0, 32.0, 73.7, 51.1]
    for row in document.tables[0].rows:
        own = [int(cell.tcPr.find(qn("w:tcW")).get(qn("w:w"))) for cell in row._tr.tc_lst]
        assert sum(own) == sum(width.twips for width in widths)


def test_narrow_margin_leaves_the_form_as_it_is():
    assert write_docx(make_table(options=Options(left_margin=20))) == write_docx(make_table())


def test_wide_margin_of_the_sheet():
    margins = sheet(Options(left_margin=30)).page_margins
    assert margins.left * 25.4 == pytest.approx(30)


def test_typeface_is_set_everywhere_in_both():
    options = Options(typeface="PT Astra Serif")
    document = word(options)
    fonts = list(document.styles.element.iter(qn("w:rFonts")))
    fonts += list(document.element.iter(qn("w:rFonts")))
    faces = {font.get(qn(f"w:{face}")) for font in fonts for face in ("ascii", "hAnsi", "cs")}
    assert faces == {"PT Astra Serif"}
    worksheet = sheet(options)
    assert {cell.font.name for row in worksheet.iter_rows() for cell in row} == {"PT Astra Serif"}


def test_typeface_leaves_bullets_alone_and_beats_a_theme():
    xml = compile_form(DEFAULT_FORM.read_bytes(), typeface="PT Astra Serif")
    styles = dict(xml.parts)["word/styles.xml"].decode()
    assert "Times New Roman" not in styles
    themed = styles.replace('w:ascii="PT Astra Serif"', 'w:asciiTheme="minorHAnsi"')
    signs = themed.replace("</w:styles>", '<w:rFonts w:ascii="Symbol"/></w:styles>')
    data = form_with(remove=["word/styles.xml"], add=[("word/styles.xml", signs)])
    mended = dict(compile_form(data, typeface="Times New Roman").parts)["word/styles.xml"].decode()
    assert "Theme" not in mended
    assert 'w:ascii="Symbol"' in mended


def test_same_options_give_the_same_bytes():
    table = make_table(options=FULL)
    assert write_docx(table) == write_docx(make_table(options=FULL))
    assert write_xlsx(table) == write_xlsx(make_table(options=FULL))
