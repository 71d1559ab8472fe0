"""The text of a cell as a person sees it, automatic list markers among it."""

import pytest

from reports.importing.read_table import EventCells, Leftover, ReadTable, SectionHeading
from reports.importing.word.numbering import number_text
from reports.importing.word.reader import read_word
from tests.importing.reading import FIRST, HEADING, ROW, content_of, event_row, read, refusal
from tests.importing.word_files import (
    alternatives,
    cell,
    make_docx,
    p,
    r,
    table,
    tbl,
    tc,
    tr,
)


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (p(r("а") + r("б")), "аб"),
        (p(f'<w:ins w:id="1">{r("вставка")}</w:ins>'), "вставка"),
        (p(f"<w:moveTo>{r('сюда')}</w:moveTo>"), "сюда"),
        (p(f"{r('а')}<w:del><w:r><w:delText>б</w:delText></w:r></w:del>{r('в')}"), "ав"),
        (p(f"{r('а')}<w:moveFrom>{r('отсюда')}</w:moveFrom>{r('в')}"), "ав"),
        (p(f"<w:sdt><w:sdtPr/><w:sdtContent>{r('поле')}</w:sdtContent></w:sdt>"), "поле"),
        (f"<w:sdt><w:sdtContent>{p(r('абзац'))}</w:sdtContent></w:sdt>{p()}", "абзац"),
        (p(f"<w:smartTag><w:smartTag>{r('тег')}</w:smartTag></w:smartTag>"), "тег"),
        (p(f'<w:customXml w:element="a">{r("тег")}</w:customXml>'), "тег"),
        (p(f'<w:hyperlink r:id="rId7">{r("ссылка")}</w:hyperlink>'), "ссылка"),
        (p(f'<w:fldSimple w:instr="DATE">{r("5 мая")}</w:fldSimple>'), "5 мая"),
        (
            p(
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
                "<w:r><w:instrText>HYPERLINK</w:instrText></w:r>"
                f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("итог")}'
                '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            ),
            "итог",
        ),
        (p("<w:r><w:t>а</w:t><w:br/><w:t>б</w:t><w:cr/><w:t>в</w:t></w:r>"), "а\nб\nв"),
        (p("<w:r><w:t>а</w:t><w:tab/><w:t>б</w:t><w:ptab/></w:r>"), "а\tб\t"),
        (p("<w:r><w:t>а</w:t></w:r>", '<w:tabs><w:tab w:val="left"/></w:tabs>'), "а"),
        (p("<w:r><w:t>пол</w:t><w:noBreakHyphen/><w:t>Европы</w:t></w:r>"), "пол-Европы"),
        (p("<w:r><w:t>сло</w:t><w:softHyphen/><w:t>во</w:t></w:r>"), "сло\u00adво"),
        (p('<w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:t>а</w:t></w:r>'), "•а"),
        (p('<w:r><w:sym w:char="D800"/><w:sym/></w:r>'), "\ufffd\ufffd"),
        (p("<w:r><w:t>в\n  строку</w:t></w:r>"), "в   строку"),
        (p(r("г.\u00a0Смоленск")), "г.\u00a0Смоленск"),
        (p("<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>"), "x+y"),
        (p(r("а")) + tbl(tr(tc("б"), tc("в")), tr(tc("г"))) + p(), "а\nб\nв\nг"),
        (p(r("а"), '<w:rPr><w:del w:id="1"/></w:rPr>') + p(r("б")), "аб"),
        (p("", "<w:rPr><w:del/></w:rPr>") + p(r("б")), "б"),
        (p(r("а"), "<w:rPr><w:del/></w:rPr>"), "а"),
        (r("без абзаца"), "без абзаца"),
        ("", ""),
    ],
)
def test_text_of_a_cell_is_what_a_person_sees(xml, text):
    assert content_of(xml) == text


def box(text: str) -> str:
    return f"<w:txbxContent>{p(r(text))}</w:txbxContent>"


@pytest.mark.parametrize(
    ("choice", "fallback", "text"),
    [
        (box("надпись"), box("надпись"), "абзац дальше\nнадпись"),
        (box(""), box("надпись"), "абзац дальше\nнадпись"),
        (box("надпись"), "", "абзац дальше\nнадпись"),
        ("<w:t>а</w:t>", "<w:t>б</w:t>", "абзаца дальше"),
        (alternatives(box("внутри"), box("внутри")), box("внутри"), "абзац дальше\nвнутри"),
        ("", '<v:textpath string="Образец"/>', "абзацОбразец дальше"),
    ],
)
def test_of_alternatives_one_is_read(choice, fallback, text):
    assert content_of(p(r("абзац") + alternatives(choice, fallback) + r(" дальше"))) == text


def test_a_text_box_outside_the_table_is_left_over():
    found = read(tr(*map(tc, ROW)), before=p(r("Отчёт") + alternatives(box("ДСП"), box("ДСП"))))

    assert found.leftovers == (Leftover("надпись", "ДСП"), Leftover("перед таблицей", "Отчёт"))


def test_a_table_in_a_text_box_is_left_over():
    xml = f"<w:r><w:txbxContent>{tbl(tr(tc('а'), tc('б')))}{p()}</w:txbxContent></w:r>"

    found = read(tr(*map(tc, ROW)), after=p(xml))

    assert found.leftovers == (Leftover("надпись", "а\nб"),)


@pytest.mark.parametrize("wrap", ["sdt", "customXml"])
def test_wrapped_cells_rows_and_tables_are_read(wrap):
    def wrapped(xml: str) -> str:
        if wrap == "sdt":
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{xml}</w:sdtContent></w:sdt>"
        return f"<w:customXml>{xml}</w:customXml>"

    row = wrapped(tr(wrapped(tc(ROW[0])), *map(tc, ROW[1:])))

    assert read_word(make_docx(wrapped(tbl(HEADING, row)))) == ReadTable((FIRST,), ())


def test_a_deleted_row_is_read_by_what_is_left_of_it():
    gone = "<w:p><w:del><w:r><w:delText>было</w:delText></w:r></w:del></w:p>"
    row = tr(*(cell(gone) for _ in ROW), properties="<w:del/>")

    assert read(row, tr(*map(tc, ROW))) == ReadTable((EventCells(3, *ROW[1:]),), ())


def test_older_properties_of_a_cell_do_not_count():
    older = '<w:tcPrChange><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr></w:tcPrChange>'
    row = tr(*(tc(text, older) for text in ROW))

    assert read(row) == ReadTable((FIRST,), ())


def test_parts_beside_the_page_are_left_over():
    found = read(
        tr(*map(tc, ROW)),
        parts={
            "header1": p(r("Приложение")) + p(r("- 2 -")),
            "header2": tbl(tr(tc("в таблице"))),
            "footer1": p(r("исп. Петрова")),
            "footnotes": f"<w:footnote>{p(r('сноска с текстом'))}</w:footnote>",
            "endnotes": f"<w:endnote>{p(r('в конце'))}</w:endnote>",
            "comments": f"<w:comment>{p(r('проверить'))}</w:comment>",
        },
    )

    assert found.rows == (FIRST,)
    assert found.leftovers == (
        Leftover("примечание", "проверить"),
        Leftover("концевая сноска", "в конце"),
        Leftover("колонтитул", "исп. Петрова"),
        Leftover("сноска", "сноска с текстом"),
        Leftover("колонтитул", "Приложение"),
        Leftover("колонтитул", "в таблице"),
    )


@pytest.mark.parametrize("element", ["<w:altChunk/>", "<w:p><w:subDoc/></w:p>"])
def test_a_document_inserted_whole_is_refused(element):
    assert refusal(make_docx(table([ROW]) + element)).startswith(
        "В файл целиком вставлен другой документ."
    )


def level(at: int, kind: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*levels: str, nums: str = "") -> str:
    return (
        f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{nums}'
    )


def item(text: str, at: int = 0, num: int = 1) -> str:
    return p(r(text), f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{num}"/></w:numPr>')


@pytest.mark.parametrize(
    ("kind", "text", "printed"),
    [
        ("bullet", "\uf0b7", "- а\n- б"),
        ("bullet", "-", "- а\n- б"),
        ("bullet", "", "а\nб"),
        ("decimal", "%1)", "1) а\n2) б"),
        ("decimal", "Пункт %1.", "Пункт 1. а\nПункт 2. б"),
        ("decimalZero", "%1.", "01. а\n02. б"),
        ("lowerLetter", "%1)", "a) а\nb) б"),
        ("upperRoman", "%1.", "I. а\nII. б"),
        ("russianLower", "%1)", "а) а\nб) б"),
        ("chicago", "%1", "1 а\n2 б"),
        ("none", "", "а\nб"),
    ],
)
def test_list_markers_are_printed(kind, text, printed):
    items = item("а") + item("б")

    assert content_of(items, numbering=numbering(level(0, kind, text))) == printed


def test_lists_of_several_levels_count_afresh_below():
    lists = numbering(level(0, "decimal", "%1."), level(1, "lowerRoman", "%1.%2)"))
    items = item("а") + item("б", 1) + item("в", 1) + item("г") + item("д", 1)

    assert content_of(items, numbering=lists) == "1. а\n1.i) б\n1.ii) в\n2. г\n2.i) д"


def test_a_list_may_start_afresh_by_a_number_of_its_own():
    second = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    lists = numbering(level(0, "decimal", "%1)"), nums=second)
    items = item("а") + item("б", num=2) + item("в", num=2)

    assert content_of(items, numbering=lists) == "1) а\n5) б\n6) в"


def test_no_space_follows_a_marker_without_one():
    lists = numbering(level(0, "decimal", "%1)", '<w:suff w:val="nothing"/>'))

    assert content_of(item("а"), numbering=lists) == "1)а"


def test_a_list_may_come_from_a_style_and_be_taken_off():
    styles = (
        '<w:style w:type="paragraph" w:styleId="List"><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Mine">'
        '<w:basedOn w:val="List"/></w:style>'
    )
    off = '<w:pStyle w:val="List"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    xml = p(r("а"), '<w:pStyle w:val="Mine"/>') + p(r("б"), off)
    lists = numbering(level(0, "decimal", "%1)"))

    assert content_of(xml, numbering=lists, parts={"styles": styles}) == "1) а\nб"


def test_an_empty_item_counts_but_prints_nothing():
    lists = numbering(level(0, "decimal", "%1)"))

    assert content_of(item("а") + item("") + item("в"), numbering=lists) == "1) а\n\n3) в"


def test_automatic_numbers_of_rows_and_sections_are_not_text():
    lists = numbering(level(0, "decimal", "%1."))
    section = tr(cell(item("Город Смоленск"), '<w:gridSpan w:val="6"/>'))

    found = read(section, event_row(number=item("")), numbering=lists)

    assert found == ReadTable((SectionHeading(2, "Город Смоленск"), EventCells(3, *ROW[1:])), ())


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (27, "lowerLetter", "aa"),
        (29, "russianUpper", "Я"),
        (30, "russianLower", "аа"),
        (1994, "lowerRoman", "mcmxciv"),
        (0, "upperRoman", "0"),
        (999_999_999, "upperRoman", "999999999"),
        (999_999_999, "lowerLetter", "999999999"),
    ],
)
def test_list_numbers_of_all_kinds(value, kind, text):
    assert number_text(value, kind) == text
