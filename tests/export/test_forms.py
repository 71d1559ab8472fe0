"""Forms that people may make in Word or elsewhere: filled and read back, or refused in words."""

import io
import struct
import zipfile
import zlib

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from reports.columns import COLUMNS
from reports.export.docx.form import compile_form
from reports.export.docx.writer import DEFAULT_FORM, write_docx
from tests.export.tables import TITLE, make_row, make_table, quarterly_table
from tests.export.test_docx_writer import DOCUMENT, flags_of, opened, rows_of

FORM = DEFAULT_FORM.read_bytes()
FORM_XML = zipfile.ZipFile(io.BytesIO(FORM)).read(DOCUMENT).decode()
EVENT_ROW = FORM_XML[FORM_XML.rindex("<w:tr>") : FORM_XML.rindex("</w:tbl>")]
MARKERS = [f"{{{{{column.key}}}}}" for column in COLUMNS]
HEADINGS = tuple(column.title for column in COLUMNS)
MEBIBYTE = 1024 * 1024


def form_with(*replacements, name=DOCUMENT, remove=(), add=()):
    """The default form with pieces of one part replaced: as if somebody had edited it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FORM)) as source, zipfile.ZipFile(file, "w") as target:
        for member in source.namelist():
            text = source.read(member).decode()
            if member == name:
                for old, new in replacements:
                    assert old in text
                    text = text.replace(old, new)
            if member not in remove:
                target.writestr(member, text)
        for member, text in add:
            target.writestr(member, text)
    return file.getvalue()


def saved(document):
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def filled(form, *rows):
    return write_docx(make_table(*rows), compile_form(form))


def quarter_rows():
    """The quarterly table as its form must give it back."""
    rows = [HEADINGS]
    for section in quarterly_table().sections:
        rows += [(section.title,), *(row.cells for row in section.rows)]
    return rows


# Forms made by people


def test_form_saved_anew_by_libreoffice_is_filled_as_before(convert):
    form = convert(FORM, "form.docx", "docx:MS Word 2007 XML").read_bytes()
    assert zipfile.ZipFile(io.BytesIO(form)).read(DOCUMENT) != FORM_XML.encode()
    compiled = compile_form(form)
    data = write_docx(quarterly_table(), compiled)
    assert rows_of(data) == quarter_rows()
    assert [p.text for p in opened(data).paragraphs if p.text] == ["\n".join(TITLE)]
    assert compiled.missing_fields == compile_form(FORM).missing_fields


def test_form_made_from_scratch_is_filled():
    document = docx.Document()
    document.add_paragraph("{{title}}")
    table = document.add_table(rows=3, cols=6)
    for column, (heading, marker) in enumerate(zip(HEADINGS, MARKERS, strict=True)):
        table.cell(0, column).text, table.cell(2, column).text = heading, marker
    table.cell(1, 0).merge(table.cell(1, 5)).text = "{{municipality}}"
    data = write_docx(quarterly_table(), compile_form(saved(document)))
    assert rows_of(data) == quarter_rows()
    assert opened(data).paragraphs[0].text == "\n".join(TITLE)


def test_form_may_order_columns_otherwise():
    document = opened(FORM)
    for row in document.tables[0]._tbl.tr_lst:
        for cell in reversed(row.tc_lst[:-1]):
            row.append(cell)
    data = filled(saved(document), make_row(participants="Гость\nиз Витебска"))
    headings, title, event = rows_of(data)
    assert headings == HEADINGS[::-1]
    assert title == ("Город Смоленск",)
    assert event == make_row(participants="Гость\nиз Витебска").cells[::-1]
    widths = [cell.width.mm for cell in opened(data).tables[0]._tbl.tr_lst[2].tc_lst]
    assert [round(width) for width in widths] == [column.width for column in COLUMNS[::-1]]


def test_form_keeps_its_own_fonts_in_every_run():
    document = opened(FORM)
    for run in document.element.body.iter(qn("w:r")):
        run.get_or_add_rPr().get_or_add_rFonts().set(qn("w:ascii"), "PT Astra Serif")
    data = filled(saved(document), make_row(content="один\nдва"), make_row(2))
    fonts = {run.rPr.rFonts_ascii for run in opened(data).element.body.iter(qn("w:r"))}
    assert fonts == {"PT Astra Serif"}


def png():
    """A picture of one black point."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "part_of",
    [lambda document: document, lambda document: document.sections[0].header],
    ids=["text", "header"],
)
def test_form_keeps_a_logo(part_of):
    document = opened(FORM)
    part_of(document).paragraphs[0].insert_paragraph_before().add_run().add_picture(
        io.BytesIO(png()), width=Mm(20)
    )
    part = part_of(opened(filled(saved(document)))).part
    (picture,) = part.element.iter(qn("a:blip"))
    assert part.related_parts[picture.get(qn("r:embed"))].blob == png()


def test_form_keeps_what_stands_around_the_table():
    document = opened(FORM)
    table = document.tables[0]._tbl
    for text in ("Раздел 1", "К сведению"):
        paragraph = OxmlElement("w:p")
        paragraph.add_r().text = text
        table.addprevious(paragraph)
    other = document.add_table(rows=1, cols=2)
    other.cell(0, 0).text, other.cell(0, 1).text = "Согласовано", "Дата"
    document.add_paragraph("Конец отчета")
    result = opened(write_docx(quarterly_table(), compile_form(saved(document))))
    assert rows_of(saved(result)) == quarter_rows()
    assert [cell.text for cell in result.tables[1].rows[0].cells] == ["Согласовано", "Дата"]
    assert [block.tag.split("}")[1] for block in result.element.body][:4] == ["p", "p", "p", "tbl"]
    assert [p.text for p in result.paragraphs if p.text] == [
        "\n".join(TITLE),
        "Раздел 1",
        "К сведению",
        "Конец отчета",
    ]


def test_table_of_the_form_may_be_the_second_one():
    document = opened(FORM)
    other = document.add_table(rows=1, cols=1)
    other.cell(0, 0).text = "Экземпляр № 1"
    document.tables[0]._tbl.addprevious(other._tbl)
    document.tables[1]._tbl.addprevious(OxmlElement("w:p"))
    result = opened(filled(saved(document)))
    assert [len(table.rows) for table in result.tables] == [1, 3]
    assert result.tables[1].rows[2].cells[2].text == make_row().place


SPLIT_MARKERS = {
    "spelling": (
        "<w:t>Где: {</w:t></w:r><w:proofErr w:type='spellStart'/><w:r><w:t>{pla</w:t></w:r>"
        "<w:proofErr w:type='spellEnd'/><w:r><w:rPr><w:i/></w:rPr><w:t>ce}} (место)</w:t>"
    ),
    "bookmarks": (
        "<w:t>Где: {{pl</w:t></w:r><w:bookmarkStart w:id='7' w:name='a'/><w:r><w:t>ace</w:t></w:r>"
        "<w:bookmarkEnd w:id='7'/><w:r><w:t>}} (место)</w:t>"
    ),
    "letters": "</w:r><w:r>".join(f"<w:t>{letter}</w:t>" for letter in "Где:_{{place}}_(место)"),
    "pages and languages": (
        "<w:t>Где: {{</w:t></w:r><w:r><w:rPr><w:lang w:val='en-US'/></w:rPr>"
        "<w:lastRenderedPageBreak/><w:t>place</w:t></w:r><w:r><w:t>}} (место)</w:t>"
    ),
}


@pytest.mark.parametrize("split", SPLIT_MARKERS.values(), ids=SPLIT_MARKERS)
def test_form_may_hold_a_marker_split_over_several_runs(split):
    data = filled(form_with(("<w:t>{{place}}</w:t>", split)), make_row(place="Рудня\nул. Мира"))
    assert rows_of(data)[2][2].replace("_", " ") == "Где: Рудня\nул. Мира (место)"


def test_form_may_hold_two_markers_in_one_run():
    form = form_with(("{{place}}", "{{ place }}: {{place}}"))
    row = rows_of(write_docx(make_table(make_row(place="Рудня")), compile_form(form)))[2]
    assert row[2] == "Рудня: Рудня"


def test_form_keeps_run_properties_of_a_marker_on_every_line():
    form = form_with(("<w:r><w:t>{{content}}", "<w:r><w:rPr><w:i/></w:rPr><w:t>{{content}}"))
    data = write_docx(make_table(make_row(content="один\nдва")), compile_form(form))
    cell = opened(data).tables[0].rows[2].cells[4]
    assert [p.runs[0].italic for p in cell.paragraphs] == [True, True]


def test_form_tells_which_fields_it_does_not_show():
    form = compile_form(form_with(("{{draft}}", ""), ("{{participants}}", "")))
    assert form.missing_fields == ("draft", "participants")


def test_form_without_properties_gets_them():
    form = form_with(
        (
            '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/'
            'relationships/metadata/core-properties" Target="docProps/core.xml"/>',
            "",
        ),
        name="_rels/.rels",
        remove=("docProps/core.xml",),
    )
    data = write_docx(make_table(), compile_form(form))
    assert opened(data).core_properties.title == " ".join(TITLE)


def test_form_keeps_a_section_whole_even_if_it_was_not_asked():
    form = form_with(("<w:trPr><w:cantSplit/></w:trPr>", ""))
    rows = opened(write_docx(make_table(), compile_form(form))).tables[0]._tbl.tr_lst
    assert (flags_of(rows[1]), flags_of(rows[2])) == ({"cantSplit"}, {"cantSplit"})


def test_default_form_is_an_ordinary_word_file():
    document = opened(FORM)
    assert "{{title}}" in [p.text for p in document.paragraphs]
    assert document.sections[0].page_width > Mm(296)
