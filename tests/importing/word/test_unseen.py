"""What Word does not show is never in an event, what it shows is never lost; both are told."""

import pytest

from reports.importing.read_table import EventCells, Leftover
from reports.importing.word.reader import read_word
from tests.importing.reading import FIRST, HEADING, ROW, event_row, read
from tests.importing.word_files import alternatives, cell, make_docx, make_zip, p, r, tbl, tc, tr

VANISH = "<w:rPr><w:vanish/></w:rPr>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def style(name: str, kind: str, properties: str = "<w:vanish/>", more: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}" {more}>'
        f"<w:basedOn w:val='Base{name}'/><w:rPr>{properties}</w:rPr></w:style>"
    )


HIDING_STYLES = (
    style("P", "paragraph")
    + style("C", "character")
    + style("T", "table")
    + style("BaseInherited", "character")
    + style("Inherited", "character", "")
    + style("BaseShown", "character")
    + style("Shown", "character", '<w:vanish w:val="0"/>')
)
P = '<w:pStyle w:val="P"/>'
C = '<w:rStyle w:val="C"/>'


def told(found) -> tuple[list[str], list[str]]:
    """What is left over: that is seen, and that is hidden."""
    seen = [left.text for left in found.leftovers if not left.is_hidden]
    return seen, [left.text for left in found.leftovers if left.is_hidden]


@pytest.mark.parametrize(
    "xml",
    [
        p(r("до ") + run("тайна", "<w:vanish/>") + r("после")),
        p(r("до ") + run("тайна", '<w:vanish w:val="true"/>') + r("после")),
        p(r("до ") + run("тайна", C) + r("после")),
        p(r("до ") + run("тайна", '<w:rStyle w:val="Inherited"/>') + r("после")),
        p(r("до после")) + p(run("тайна"), P),
        p(r("до после")) + p(r("тайна"), P),
        p(run("тайна"), P) + p(r("до после")),
        p(run("тайна", "<w:vanish/>"), VANISH) + p(r("до после")),
        p(r("до "), VANISH) + p(run("тайна", "<w:vanish/>") + r("после")),  # one line in Word
        p(r("до ") + f"<w:hyperlink>{run('тайна', '<w:vanish/>')}</w:hyperlink>" + r("после")),
        p(r("до ") + f"<w:ins>{run('тай', C)}{run('на', C)}</w:ins>" + r("после")),
        p(
            r("до ")
            + "<w:r><w:rPr><w:vanish/></w:rPr><w:pict><v:shape><v:textbox><w:txbxContent>"
            + p(r("тайна"))
            + "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
            + r("после")
        ),
        p(r("до ") + "<m:r><w:rPr><w:vanish/></w:rPr><m:t>тайна</m:t></m:r>" + r("после")),
        p(r("до после")) + tbl(tr(tc("тайна"), properties="<w:hidden/>")) + p("", VANISH),
        p(r("до после"))
        + tbl(tr(tc("тайна"), properties="<w:del/>")).replace(
            "<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="Any"/></w:tblPr>'
        )
        + p("", VANISH),
        p(r("до после"))
        + tbl(tr(tc("тайна"))).replace("<w:tblPr/>", '<w:tblPr><w:tblStyle w:val="T"/></w:tblPr>'),
    ],
    ids=range(16),
)
def test_hidden_text_is_told_and_not_in_the_event(xml):
    found = read(event_row(content=xml), parts={"styles": HIDING_STYLES})

    assert found.rows[0].content.strip() == "до после"
    assert told(found) == ([], ["тайна"])
    assert found.leftovers[0].place == "таблица 1, строка 2"


@pytest.mark.parametrize(
    "xml",
    [
        run("видно", '<w:vanish w:val="0"/>'),
        run("видно", '<w:vanish w:val="false"/>'),
        run("видно", "<w:webHidden/>"),  # only in the view of a web page
        run("видно", "<w:specVanish/>"),
        run("видно", '<w:rStyle w:val="Shown"/>'),
        run("видно", C + '<w:vanish w:val="off"/>'),
        run("видно", "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>"),
    ],
)
def test_text_that_is_shown_after_all_is_read(xml):
    found = read(event_row(content=p(xml)), parts={"styles": HIDING_STYLES})

    assert (found.rows[0].content, found.leftovers) == ("видно", ())


def test_a_style_that_hides_shows_what_another_kind_of_style_hides():
    found = read(event_row(content=p(run("видно", C), P)), parts={"styles": HIDING_STYLES})

    assert (found.rows[0].content, found.leftovers) == ("видно", ())


@pytest.mark.parametrize(
    "styles",
    [
        "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>",
        style("Normal", "paragraph", more='w:default="1"'),
        style("Plain", "character", more='w:default="1"'),
        style("Table", "table", more='w:default="1"'),
    ],
)
def test_what_all_text_has_by_default_may_be_undone(styles):
    shown = p(run("видно", '<w:vanish w:val="0"/>') + run("тайна"))
    off = "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr>"
    found = read_word(
        make_docx(
            tbl(HEADING, event_row(content=shown)).replace("<w:r><w:t", f"{off}<w:t"),
            parts={"styles": styles},
        )
    )

    assert found.rows == (EventCells(2, *ROW[1:4], "видно", ROW[5]),)
    assert told(found) == ([], ["тайна"])


@pytest.mark.parametrize("mark", ["<w:hidden/>", '<w:del w:id="1" w:author="А"/>'])
def test_a_hidden_or_deleted_row_is_no_event(mark):
    hidden = tr(*map(tc, ["2.", "Тайна", *ROW[2:]]), properties=mark)

    found = read(tr(*map(tc, ROW)), hidden, tr(*map(tc, ROW)))

    assert found.rows == (FIRST, EventCells(4, *ROW[1:]))
    assert told(found) == ([], ["2.", "Тайна", *ROW[2:]])


def test_a_cell_that_is_deleted_does_not_count():
    gone = tc("старое место", '<w:cellDel w:id="1"/>')
    row = tr(*map(tc, ROW[:2]), gone, *map(tc, ROW[2:]))

    found = read(row)

    assert found.rows == (FIRST,)
    assert told(found) == ([], ["старое место"])


def field(code: str, result: str = "", data: str = "") -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
        f"{code}"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def code(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def box(*children: str) -> str:
    return f"<w:ffData><w:checkBox><w:sizeAuto/>{''.join(children)}</w:checkBox></w:ffData>"


def choice(*children: str) -> str:
    entries = '<w:listEntry w:val="Вязьма"/><w:listEntry w:val="Рудня"/>'
    return f"<w:ffData><w:ddList>{''.join(children)}{entries}</w:ddList></w:ffData>"


INNER = field(code("MERGEFIELD a"), r("тайна"))


@pytest.mark.parametrize(
    ("xml", "text", "hidden"),
    [
        (field(code("IF ") + INNER + code(' = "1"'), r("видно")), "видно", ["тайна"]),
        (field(code("HYPERLINK"), INNER.replace("тайна", "видно")), "видно", []),
        (field(code("SET a тайна"), r("тайна")) + r("видно"), "видно", ["тайна"]),
        (f'<w:fldSimple w:instr=" ASK a ">{r("тайна")}</w:fldSimple>', "", ["тайна"]),
        (f'<w:fldSimple w:instr="PAGE">{r("видно")}</w:fldSimple>', "видно", []),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + r("тайна"), "", ["тайна"]),
        (r("видно") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>', "видно", []),
        (field(code("FORMDROPDOWN"), "", choice('<w:result w:val="1"/>')), "Рудня", []),
        (field(code("FORMDROPDOWN"), "", choice('<w:default w:val="1"/>')), "Рудня", []),
        (field(code("FORMDROPDOWN"), "", choice()), "Вязьма", []),
        (field(code("FORMDROPDOWN"), "", choice('<w:result w:val="7"/>')), "", []),
        (field(code("FORMDROPDOWN"), r("Рудня"), choice('<w:result w:val="1"/>')), "Рудня", []),
        (field(code("FORMCHECKBOX"), "", box('<w:default w:val="0"/>')), "☐", []),
        (field(code("FORMCHECKBOX"), "", box('<w:default w:val="1"/>')), "☒", []),
        (field(code("FORMCHECKBOX"), "", box('<w:default w:val="0"/>', "<w:checked/>")), "☒", []),
        (field(code("FORMTEXT"), r("видно"), "<w:ffData><w:textInput/></w:ffData>"), "видно", []),
    ],
    ids=range(16),
)
def test_of_a_field_its_result_is_read(xml, text, hidden):
    found = read(event_row(content=p(xml)), tr(*map(tc, ROW)))

    assert [row.content for row in found.rows] == [text, ROW[4]]
    assert told(found) == ([], hidden)


def control(content: str, properties: str = "<w:showingPlcHdr/>") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


@pytest.mark.parametrize(
    "cell_xml",
    [
        cell(p(control(r("Место для ввода")))),
        cell(control(p(r("Место для ввода")))),
        control(tc("Место для ввода")),
        cell(p(control(control(r("Место для ввода"), "")))),
    ],
)
def test_the_prompt_of_an_empty_control_is_no_text(cell_xml):
    found = read(tr(*map(tc, ROW[:4]), cell_xml, tc(ROW[5])))

    assert found.rows == (EventCells(2, *ROW[1:4], "", ROW[5]),)
    reason = "Это подсказка незаполненного поля."
    assert found.leftovers == (Leftover("таблица 1, строка 2", "Место для ввода", reason),)


@pytest.mark.parametrize("properties", ["", '<w:showingPlcHdr w:val="0"/>', "<w14:checkbox/>"])
def test_a_filled_control_is_text(properties):
    found = read(event_row(content=p(control(r("☒ да"), properties.replace("w14", "w")))))

    assert (found.rows[0].content, found.leftovers) == ("☒ да", ())


def drawing(inside: str, more: str = "") -> str:
    named = f'<wp:docPr id="1" name="Рисунок 1" descr="Гости" {more}/>'
    return f"<w:drawing><wp:inline>{named}<a:graphic>{inside}</a:graphic></wp:inline></w:drawing>"


VML = '<w:pict><v:shape><v:imagedata o:title="Гости"/></v:shape></w:pict>'
EXCEL = (
    '<w:object><v:shape><v:imagedata/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>'
)


@pytest.mark.parametrize(
    ("xml", "text"),
    [
        (drawing("<pic:pic/>"), "Рисунок «Гости»"),
        (drawing("<pic:pic><a:blip/></pic:pic>"), "Рисунок «Гости»"),
        (drawing("<c:chart/>"), "Диаграмма «Гости»"),
        (drawing("<dgm:relIds/>"), "Схема «Гости»"),
        (VML, "Рисунок «Гости»"),
        ('<w:pict><v:imagedata r:id="r1"/></w:pict>', "Рисунок"),
        (EXCEL, "Таблица Excel"),
        ('<w:object><o:OLEObject ProgID="Package"/></w:object>', "Вложенный файл"),
        ("<w:object><w:control/></w:object>", "Элемент управления"),
    ],
)
def test_what_is_no_text_is_told_where_it_stands(xml, text):
    both = alternatives(xml, VML.replace("Гости", "она же"))
    body = p(r("Письмо") + both) + tbl(HEADING, event_row(content=p(f"<w:r>{xml}</w:r>")))

    found = read_word(make_docx(body))

    assert found.rows[0].content == ""
    assert [(left.place, left.text) for left in found.leftovers] == [
        ("перед таблицей", "Письмо"),
        ("перед таблицей", text),
        ("таблица 1, строка 2", text),
    ]


def test_a_picture_may_be_hidden_and_one_in_a_text_box_is_told():
    hidden = drawing("<pic:pic/>", 'hidden="1"') + run("тайна", "<w:vanish/>")
    in_box = drawing(f"<w:txbxContent>{p(f'<w:r>{VML}</w:r>')}</w:txbxContent>")

    found = read(event_row(content=p(f"<w:r>{hidden}</w:r>") + p(f"<w:r>{in_box}</w:r>")))

    assert told(found) == (["Рисунок «Гости»"], ["Рисунок «Гости»", "тайна"])


def test_parts_are_found_by_relation_whatever_their_names():
    kinds = ["header", "footer", "footnotes", "endnotes", "comments"]
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = (
        "".join(
            f'<Relationship Id="r{at}" Type="{office}/{kind}" Target="{"/word/" if at % 2 else ""}a{at}"/>'
            for at, kind in enumerate(kinds)
        )
        + f'<Relationship Id="s" Type="{office}/styles" Target="strange.xml"/>'
    )
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts = {
        f"word/a{at}": f'<w:a xmlns:w="{word}">{p(r(kind))}</w:a>' for at, kind in enumerate(kinds)
    }
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    data = make_zip(
        {
            "word/document.xml": f'<w:document xmlns:w="{word}"><w:body>'
            f"{tbl(HEADING, event_row(content=p(run('тайна', C))))}</w:body></w:document>",
            "word/strange.xml": f'<w:styles xmlns:w="{word}">{HIDING_STYLES}</w:styles>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}">{relations}</Relationships>',
            **parts,
        }
    )

    found = read_word(data)

    assert told(found) == (kinds, ["тайна"])


def test_a_hidden_number_of_a_list_is_not_printed():
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="%1)"/>{VANISH}</w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    xml = p(r("а"), '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')

    assert read(event_row(content=xml), numbering=numbering).rows[0].content == "а"
