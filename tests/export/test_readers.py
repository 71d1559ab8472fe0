"""What other programs make of the two files, and what their formats demand of them."""

import csv
import io
import posixpath
import zipfile

import docx
import openpyxl
import pytest
from docx.text.paragraph import Paragraph as WordParagraph
from lxml import etree
from openpyxl.utils.escape import unescape

from reports.columns import COLUMNS
from reports.export.docx.form import compile_form
from reports.export.docx.writer import write_docx
from reports.export.table import Section
from reports.export.xlsx.writer import write_xlsx
from reports.importing.read_table import EventCells, SectionHeading
from reports.importing.word.reader import read_word
from tests.export.tables import make_row, make_table, quarterly_table
from tests.export.test_forms import form_with

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CONTENT_TYPES = "[Content_Types].xml"

# Children in the order of the sequences of wml.xsd, ISO/IEC 29500-4. A wrong order makes Word
# call the file damaged, or leave the rest out without a word.
ORDERS = {
    "body": "p tbl sectPr",
    "tbl": "tblPr tblGrid tr",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p",
    "p": "pPr r",
    "r": "rPr t br tab fldChar instrText",
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
        "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
        "tblDescription tblPrChange"
    ),
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "trPr": (
        "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader "
        "tblCellSpacing jc hidden ins del trPrChange"
    ),
    "tcPr": (
        "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText "
        "vAlign hideMark headers cellIns cellDel cellMerge tcPrChange"
    ),
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
        "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct "
        "topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind "
        "contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
        "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
        "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u "
        "effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
    ),
    "sectPr": (
        "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders "
        "lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter "
        "docGrid printerSettings sectPrChange"
    ),
    "style": (
        "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed "
        "qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr "
        "tblStylePr"
    ),
    "settings": (
        "zoom defaultTabStop characterSpacingControl compat themeFontLang clrSchemeMapping "
        "decimalSymbol listSeparator"
    ),
}
ANY_ORDER = {"r", "body"}  # these hold a choice, not a sequence

# Signs that mean something to XML, to Excel or to Word, in texts that take one row of a sheet.
AWKWARD = make_row(
    28,
    name="<b>«Мост» & Ко</b> ]]> \"'",
    place="  две  пробела по краям  ",
    period="=1+1",
    content="+7 495 000-00-00\n#N/A\n\n@СМИ; 00123; TRUE; {{name}}; %s",
    participants="и\u0306 é 漢字 😀 г.\xa0Смоленск",
)


def awkward_table():
    table = quarterly_table()
    return make_table(sections=(*table.sections, Section("<Город> & «Ко»", (AWKWARD,))))


def printed_rows(table):
    """The texts of every row below the headings; a section has one."""
    for section in table.sections:
        yield (section.title,)
        for row in section.rows:
            yield row.cells


def part(data, name):
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read(name))


# Readers


def test_python_docx_reads_the_table_equal():
    table = awkward_table()
    grid = docx.Document(io.BytesIO(write_docx(table))).tables[0]
    rows = [
        tuple("\n".join(WordParagraph(p, grid).text for p in cell.p_lst) for cell in row.tc_lst)
        for row in grid._tbl.tr_lst
    ]
    assert rows == [tuple(column.title for column in COLUMNS), *printed_rows(table)]


def test_our_own_reader_reads_the_word_file_equal():
    table = awkward_table()
    read = read_word(write_docx(table))
    rows = []
    for row in read.rows:
        if isinstance(row, SectionHeading):
            rows.append((row.text,))
        else:
            assert isinstance(row, EventCells)
            rows.append((row.name, row.place, row.period, row.content, row.participants))
    assert rows == [cells if len(cells) == 1 else cells[1:] for cells in printed_rows(table)]
    assert [leftover.text for leftover in read.leftovers] == ["\n".join(table.title)]


def test_openpyxl_reads_the_sheet_equal():
    table = awkward_table()
    sheet = openpyxl.load_workbook(io.BytesIO(write_xlsx(table))).active
    rows = [tuple(unescape(value or "") for value in row) for row in sheet.values]
    assert rows == sheet_rows(table)


def sheet_rows(table):
    """Rows of the sheet, each of six texts."""
    rows = [("\n".join(table.title),), tuple(column.title for column in COLUMNS)]
    return [row + ("",) * (len(COLUMNS) - len(row)) for row in (*rows, *printed_rows(table))]


# LibreOffice


def test_libreoffice_reads_the_word_file_equal(convert):
    table = awkward_table()
    text = convert(write_docx(table), "table.docx", "txt:Text (encoded):UTF8")
    texts = [*table.title, *(column.title for column in COLUMNS)]
    texts += [text for row in printed_rows(table) for text in row]
    lines = text.read_text(encoding="utf-8-sig").split("\n")
    assert [line for line in lines if line] == [
        line for text in texts for line in text.split("\n") if line
    ]


def test_libreoffice_reads_the_sheet_equal(convert):
    target = "csv:Text - txt - csv (StarCalc):44,34,76"
    with convert(write_xlsx(awkward_table()), "table.xlsx", target).open(
        encoding="utf-8", newline=""
    ) as file:
        rows = [tuple(row) for row in csv.reader(file)]
    assert rows == sheet_rows(awkward_table())


# The format


WORD_FILES = {
    "final": lambda: write_docx(awkward_table()),
    "draft": lambda: write_docx(make_table(is_draft=True)),
    "no sections": lambda: write_docx(make_table(sections=())),
    "form without row properties": lambda: write_docx(
        awkward_table(), compile_form(form_with(("<w:trPr><w:cantSplit/></w:trPr>", "")))
    ),
    "form with bookmarks in its rows": lambda: write_docx(
        awkward_table(),
        compile_form(
            form_with(
                (
                    "<w:r><w:t>{{name}}</w:t></w:r>",
                    '<w:bookmarkStart w:id="7" w:name="a"/><w:r><w:t>{{name}}</w:t></w:r>'
                    '<w:bookmarkEnd w:id="7"/>',
                )
            )
        ),
    ),
}
SHEETS = {
    "final": lambda: write_xlsx(awkward_table()),
    "draft": lambda: write_xlsx(make_table(is_draft=True)),
    "no sections": lambda: write_xlsx(make_table(sections=())),
}
FILES = {f"docx {name}": make for name, make in WORD_FILES.items()} | {
    f"xlsx {name}": make for name, make in SHEETS.items()
}


@pytest.mark.parametrize("make", WORD_FILES.values(), ids=WORD_FILES)
def test_elements_stand_in_the_order_of_the_schema(make):
    archive = zipfile.ZipFile(io.BytesIO(make()))
    names = [
        name for name in archive.namelist() if name.startswith("word/") and "_rels" not in name
    ]
    wrong = [
        (name, element.tag.removeprefix(W), children)
        for name in names
        for element in etree.fromstring(archive.read(name)).iter(*(W + tag for tag in ORDERS))
        if (children := misplaced(element))
    ]
    assert wrong == []


def misplaced(element):
    """Names of the children when one of them is unknown or out of its place."""
    tag = element.tag.removeprefix(W)
    order = ORDERS[tag].split()
    children = [child.tag.removeprefix(W) for child in element]
    places = [order.index(child) if child in order else -1 for child in children]
    in_order = tag in ANY_ORDER or places == sorted(places)
    return [] if in_order and -1 not in places else children


@pytest.mark.parametrize("make", WORD_FILES.values(), ids=WORD_FILES)
def test_properties_come_first_and_once(make):
    body = part(make(), "word/document.xml")
    for tag, properties in (("tbl", "tblPr"), ("tr", "trPr"), ("tc", "tcPr"), ("r", "rPr")):
        for element in body.iter(W + tag):
            places = [place for place, child in enumerate(element) if child.tag == W + properties]
            assert places in ([], [0])


@pytest.mark.parametrize("make", WORD_FILES.values(), ids=WORD_FILES)
def test_every_cell_ends_with_a_paragraph_and_every_row_fills_the_grid(make):
    table = part(make(), "word/document.xml").find(f"{W}body/{W}tbl")
    columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
    for row in table.iterfind(f"{W}tr"):
        spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iterfind(f"{W}tc")]
        assert sum(1 if span is None else int(span.get(f"{W}val")) for span in spans) == columns
        assert {cell[-1].tag for cell in row.iterfind(f"{W}tc")} == {f"{W}p"}


@pytest.mark.parametrize("make", WORD_FILES.values(), ids=WORD_FILES)
def test_ids_of_the_word_file_are_unique(make):
    body = part(make(), "word/document.xml")
    ids = [
        (element.tag, attribute, value)
        for element in body.iter(etree.Element)
        for attribute, value in element.attrib.items()
        if attribute == f"{W}id" or attribute.endswith(("}paraId", "}textId"))
    ]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("make", WORD_FILES.values(), ids=WORD_FILES)
def test_styles_that_are_used_exist(make):
    data = make()
    styles = {style.get(f"{W}styleId") for style in part(data, "word/styles.xml").iter(f"{W}style")}
    references = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    used = {style.get(f"{W}val") for style in part(data, "word/document.xml").iter(*references)}
    assert used - styles == set()


@pytest.mark.parametrize("make", FILES.values(), ids=FILES)
def test_every_part_has_a_type_and_every_type_a_part(make):
    data = make()
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert len(names) == len({name.lower() for name in names})
    types = part(data, CONTENT_TYPES)
    defaults = {child.get("Extension") for child in types if child.tag.endswith("}Default")}
    overrides = [child.get("PartName") for child in types if child.tag.endswith("}Override")]
    assert sorted(overrides) == sorted(set(overrides))
    assert {name.lstrip("/") for name in overrides} - set(names) == set()
    untyped = {
        name
        for name in names
        if f"/{name}" not in overrides and name.rpartition(".")[2] not in defaults
    }
    assert untyped == set()


@pytest.mark.parametrize("make", FILES.values(), ids=FILES)
def test_relationships_reach_every_part_and_lead_nowhere_else(make):
    data = make()
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    rels = [name for name in names if name.endswith(".rels")]
    reached = set()
    for name in rels:
        folder = posixpath.dirname(posixpath.dirname(name))
        relations = list(part(data, name))
        ids = [relation.get("Id") for relation in relations]
        assert sorted(ids) == sorted(set(ids))
        assert {relation.get("TargetMode", "Internal") for relation in relations} <= {"Internal"}
        reached |= {
            posixpath.normpath(posixpath.join("/", folder, relation.get("Target"))).lstrip("/")
            for relation in relations
        }
    assert reached == set(names) - set(rels) - {CONTENT_TYPES}


@pytest.mark.parametrize("make", FILES.values(), ids=FILES)
def test_every_reference_has_its_relationship(make):
    data = make()
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    for name in (name for name in names if name.endswith(".xml")):
        used = {
            value
            for element in part(data, name).iter(etree.Element)
            for attribute, value in element.attrib.items()
            if attribute.startswith(R)
        }
        folder, _, base = name.rpartition("/")
        rels = f"{folder}/_rels/{base}.rels"
        known = {relation.get("Id") for relation in part(data, rels)} if rels in names else set()
        assert used - known == set()
