"""Reading a Word table: every run of text that is not deleted is in a row or among leftovers."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.importing import word
from reports.importing.archive import DAMAGED, FORBIDDEN_XML, FileError
from reports.importing.word import EventCells, Leftover, SectionHeading, WordTable, read_word
from reports.importing.word_numbering import number_text
from tests.importing.word_files import (
    CONTENT_TYPES,
    HEADINGS,
    cell,
    make_docx,
    make_zip,
    p,
    r,
    section_row,
    table,
    table_docx,
    tbl,
    tc,
    tr,
)

ROW = ["1.", "Форум", "г. Смоленск", "5 ноября 2020 года", "Обсуждение", "Иванов И.И."]
HEADING = tr(*map(tc, HEADINGS))
FIRST = EventCells(2, *ROW[1:])
CONTINUED = "<w:vMerge/>"
RESTART = '<w:vMerge w:val="restart"/>'


def read(*rows: str, before: str = "", after: str = "", **parts) -> WordTable:
    """What is read from one table of these rows under the usual headings."""
    return read_word(make_docx(f"{before}{tbl(HEADING, *rows)}{after}", **parts))


def event_row(**changed: str) -> str:
    """The row ROW with ready XML in some of its cells."""
    names = ["number", "name", "place", "period", "content", "participants"]
    return tr(
        *(
            cell(changed[name]) if name in changed else tc(text)
            for name, text in zip(names, ROW, strict=True)
        )
    )


def content_of(xml: str, **parts) -> str:
    """The content cell, when this stands in it and nothing is left over."""
    found = read(event_row(content=xml), **parts)
    assert found.leftovers == ()
    return found.rows[0].content


def refusal(data: bytes) -> str:
    with pytest.raises(FileError) as caught:
        read_word(data)
    return str(caught.value)


# --- The plain table


def test_a_plain_table_is_read():
    found = read_word(table_docx([["Город Смоленск"], ROW, ["2.", "Фестиваль", "", "", "", ""]]))

    assert found == WordTable(
        rows=(
            SectionHeading(2, "Город Смоленск"),
            EventCells(3, *ROW[1:]),
            EventCells(4, "Фестиваль", "", "", "", ""),
        ),
        leftovers=(),
    )


def test_paragraphs_are_lines_and_empty_ones_at_the_end_are_dropped():
    found = read_word(table_docx([["1", "\nФорум\n\nмолодёжи\n\n", *ROW[2:]]]))

    assert found.rows[0].name == "\nФорум\n\nмолодёжи"


def test_text_around_the_table_is_left_over():
    found = read(tr(*map(tc, ROW)), before=p(r("Отчёт")) + p(), after=p(r("Глава")))

    assert found.rows == (FIRST,)
    assert found.leftovers == (
        Leftover("перед таблицей", "Отчёт"),
        Leftover("после таблицы", "Глава"),
    )


@pytest.mark.parametrize("number", ["", "1", "12.", "3)", "№ 4", "1.2.", " 7 . "])
def test_a_running_number_is_not_left_over(number):
    assert read_word(table_docx([[number, *ROW[1:]]])) == WordTable((FIRST,), ())


def test_anything_else_in_the_number_column_is_left_over():
    found = read_word(table_docx([["1 (перенос)", *ROW[1:]]]))

    assert found.rows == (FIRST,)
    assert found.leftovers == (Leftover("таблица 1, строка 2, столбец «№ п/п»", "1 (перенос)"),)


def test_empty_rows_and_sections_are_skipped_but_counted():
    found = read_word(table_docx([["", *[""] * 5], [" "], ["7.", *[""] * 5], ROW]))

    assert found == WordTable((EventCells(5, *ROW[1:]),), ())


def test_strict_office_xml_is_read():
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    part = f"<w:document {strict}><w:body>{table([ROW])}</w:body></w:document>"

    assert read_word(with_document(part)) == WordTable((FIRST,), ())


def with_document(part: str) -> bytes:
    """A .docx with this whole main part."""
    return make_zip({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": part})


# --- Headings


@pytest.mark.parametrize(
    "headings",
    [
        HEADINGS,
        [
            "№ п/п",
            "НАИМЕНОВАНИЕ  МЕРОПРИЯТИЯ",
            "Место",
            "Дата проведения",
            "Содержание",
            "Участники",
        ],
        ["", "Название", "Место проведения", "Сроки", "Содержание мероприятия", "Участники"],
        ["N п/п", "Мероприятие", "Место", "Дата и время", "Краткое содержание", "Участники (ФИО)"],
        ["№", "Наименова-\nние", "Место прове-дения", "Срок", "Содержание", "Участники"],
        ["п/п", "Haименовaние", "Mecто", "Cpoки", "Coдержание", "Учacтники"],  # Latin letters
    ],
)
def test_headings_are_known_by_their_letters(headings):
    found = read_word(make_docx(tbl(tr(*map(tc, headings)), tr(*map(tc, ROW)))))

    assert found == WordTable((FIRST,), ())


def test_a_heading_that_says_more_is_taken_and_listed():
    headings = [*HEADINGS[:3], "Сроки (не позднее 20 декабря)", *HEADINGS[4:]]

    found = read_word(make_docx(tbl(tr(*map(tc, headings)), tr(*map(tc, ROW)))))

    assert found.rows == (FIRST,)
    assert found.leftovers == (
        Leftover("таблица 1, строка 1, столбец 4", "Сроки (не позднее 20 декабря)"),
    )


def test_columns_may_stand_in_another_order_and_among_others():
    headings = [HEADINGS[0], HEADINGS[3], "Ссылка", HEADINGS[1], HEADINGS[2], *HEADINGS[4:]]
    row = ["1.", ROW[3], "в газете", ROW[1], ROW[2], *ROW[4:]]

    found = read_word(make_docx(tbl(tr(*map(tc, headings)), tr(*map(tc, row)))))

    assert found.rows == (FIRST,)
    assert found.leftovers == (
        Leftover("таблица 1, строка 1, столбец 3", "Ссылка"),
        Leftover("таблица 1, строка 2, столбец «Ссылка»", "в газете"),
    )


def test_the_number_column_may_be_missing():
    found = read_word(make_docx(tbl(tr(*map(tc, HEADINGS[1:])), tr(*map(tc, ROW[1:])))))

    assert found == WordTable((FIRST,), ())


@pytest.mark.parametrize("at", [1, 2, 3, 4, 5])
def test_a_missing_column_is_named(at):
    headings = HEADINGS[:at] + HEADINGS[at + 1 :]

    message = refusal(make_docx(p(r("Отчёт")) + tbl(section_row("а"), tr(*map(tc, headings)))))

    title = list(word.TITLES.values())[at]
    assert message == f"Таблица 1, строка 2: в заголовке нет столбца «{title}»."


@pytest.mark.parametrize(
    "body", [p(r("Мероприятия не проводились")), tbl(tr(tc("а"), tc("б"))), ""]
)
def test_a_file_without_the_table_is_refused(body):
    assert refusal(make_docx(body)) == (
        "В файле нет таблицы отчета: не найдена строка с заголовками «№ п/п», "
        "«Наименование мероприятия», «Место проведения мероприятия», "
        "«Сроки проведения мероприятия», «Содержание мероприятия», «Участники мероприятия»."
    )


def test_headings_repeated_and_numbered_columns_are_skipped():
    numbers = tr(*map(tc, "123456"))

    found = read(numbers, tr(*map(tc, ROW)), HEADING, numbers, tr(*map(tc, ROW)))

    assert found == WordTable((EventCells(3, *ROW[1:]), EventCells(6, *ROW[1:])), ())


def test_a_heading_typed_over_two_rows_is_skipped():
    first = ["№", "Наименование", "Место", "Сроки", "Содержание", "Участники"]
    second = ["п/п", "мероприятия", "проведения мероприятия", "мероприятия", "", "(ФИО, должность)"]

    found = read_word(make_docx(tbl(*(tr(*map(tc, row)) for row in (first, second, ROW)))))

    assert found == WordTable((EventCells(3, *ROW[1:]),), ())


def test_a_heading_merged_over_two_rows_is_skipped_and_its_second_row_listed():
    first = tr(*(tc(heading, RESTART) for heading in HEADINGS[:5]), tc(HEADINGS[5]))
    second = tr(*(tc("", CONTINUED) for _ in range(5)), tc("не более двух"))

    found = read_word(make_docx(tbl(first, second, tr(*map(tc, ROW)))))

    assert found.rows == (EventCells(3, *ROW[1:]),)
    assert found.leftovers == (Leftover("таблица 1, строка 2", "не более двух"),)


def test_headings_below_a_common_one_are_found():
    first = tr(tc(HEADINGS[0], RESTART), tc("Сведения", '<w:gridSpan w:val="5"/>'))
    second = tr(tc("", CONTINUED), *map(tc, HEADINGS[1:]))

    found = read_word(make_docx(tbl(first, second, tr(*map(tc, ROW)))))

    assert found.rows == (EventCells(3, *ROW[1:]),)
    assert [each.text for each in found.leftovers] == [HEADINGS[0], "Сведения"]


@pytest.mark.parametrize("text", ["–", "12", "я" * 400, "..."])
def test_a_row_without_letters_to_compare_is_no_heading(text):
    found = read(tr(*(tc(text) for _ in ROW)))

    assert found.rows == (EventCells(2, *[text] * 5),)


def test_a_long_text_over_the_number_column_is_not_lost():
    headings = ["я" * 400, *HEADINGS[1:]]

    found = read_word(make_docx(tbl(tr(*map(tc, headings)), tr(*map(tc, ROW)))))

    assert found.leftovers == (
        Leftover("таблица 1, строка 1, столбец 1", "я" * 400),
        Leftover(f"таблица 1, строка 2, столбец «{'я' * 80}»", "1."),
    )


# --- Several tables


@pytest.mark.parametrize("heading", [True, False])
def test_a_table_split_in_two_goes_on(heading):
    body = table([ROW]) + p(r("Продолжение")) + table([["Город Десногорск"], ROW], heading=heading)

    found = read_word(make_docx(body + p(r("Глава"))))

    shift = 1 if heading else 0
    assert found.rows == (
        EventCells(2, *ROW[1:], table=1),
        SectionHeading(1 + shift, "Город Десногорск", table=2),
        EventCells(2 + shift, *ROW[1:], table=2),
    )
    assert found.leftovers == (
        Leftover("между таблицами", "Продолжение"),
        Leftover("после таблицы", "Глава"),
    )


def test_tables_of_something_else_are_left_over():
    body = tbl(tr(tc("УТВЕРЖДАЮ"))) + table([ROW]) + tbl(tr(tc("Глава")), tr(tc("а"), tc("Петров")))

    found = read_word(make_docx(body))

    assert found.rows == (EventCells(2, *ROW[1:], table=2),)
    assert found.leftovers == (
        Leftover("таблица 1, строка 1", "УТВЕРЖДАЮ"),
        Leftover("таблица 3, строка 1", "Глава"),
        Leftover("таблица 3, строка 2", "а"),
        Leftover("таблица 3, строка 2", "Петров"),
    )


def test_a_row_says_where_it_stands():
    rows = [["Город Смоленск"], ROW]

    one = read_word(table_docx(rows)).rows
    two = read_word(make_docx(table(rows) + p() + table(rows, heading=False))).rows

    assert [row.where for row in one] == ["строка 2", "строка 3"]
    assert [row.where for row in two] == [
        "таблица 1, строка 2",
        "таблица 1, строка 3",
        "таблица 2, строка 1",
        "таблица 2, строка 2",
    ]


def numbered_section(number: str, span: int = 5) -> str:
    return tr(tc(number), tc("Город Смоленск", f'<w:gridSpan w:val="{span}"/>'))


def test_a_section_may_keep_an_empty_number_before_it():
    found = read(numbered_section(" "), tr(*map(tc, ROW)))

    assert found == WordTable((SectionHeading(2, "Город Смоленск"), EventCells(3, *ROW[1:])), ())


def test_a_table_may_go_on_with_a_section_after_an_empty_number():
    body = table([ROW]) + p() + tbl(numbered_section(""), tr(*map(tc, ROW)))

    assert read_word(make_docx(body)).rows[1:] == (
        SectionHeading(1, "Город Смоленск", table=2),
        EventCells(2, *ROW[1:], table=2),
    )


@pytest.mark.parametrize("row", [numbered_section("1.", 1), numbered_section("", 1)])
def test_two_plain_cells_are_no_section(row):
    assert refusal(make_docx(tbl(HEADING, row))).startswith(
        "Таблица 1, строка 2: число ячеек — 2, а в заголовке — 6."
    )


def test_a_title_inside_the_table_is_left_over():
    body = tbl(section_row("Отчёт"), HEADING, tr(*map(tc, ROW)))

    found = read_word(make_docx(body))

    assert found.rows == (EventCells(3, *ROW[1:]),)
    assert found.leftovers == (Leftover("таблица 1, строка 1", "Отчёт"),)


# --- Text inside a cell


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
        (p('<w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:t>а</w:t></w:r>'), "\uf0b7а"),
        (p('<w:r><w:sym w:char="D800"/><w:sym/></w:r>'), "\ufffd\ufffd"),
        (p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>скрытый</w:t></w:r>"), "скрытый"),
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


def alternatives(choice: str, fallback: str) -> str:
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent></w:r>"
    )


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

    assert read_word(make_docx(wrapped(tbl(HEADING, row)))) == WordTable((FIRST,), ())


def test_a_deleted_row_is_read_by_what_is_left_of_it():
    gone = "<w:p><w:del><w:r><w:delText>было</w:delText></w:r></w:del></w:p>"
    row = tr(*(cell(gone) for _ in ROW), properties="<w:del/>")

    assert read(row, tr(*map(tc, ROW))) == WordTable((EventCells(3, *ROW[1:]),), ())


def test_older_properties_of_a_cell_do_not_count():
    older = '<w:tcPrChange><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr></w:tcPrChange>'
    row = tr(*(tc(text, older) for text in ROW))

    assert read(row) == WordTable((FIRST,), ())


# --- Parts beside the page


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


# --- Merged cells


def test_a_cell_merged_down_is_told_in_every_row_it_covers():
    def row(name: str, place: str) -> str:
        return tr(tc("1"), tc(name), place, *map(tc, ROW[3:]))

    found = read(
        row("А", tc("Смоленск", RESTART)),
        row("Б", tc("", CONTINUED)),
        row("В", tc("", '<w:vMerge w:val="continue"/>')),
        row("Г", tc("Вязьма")),
        row("Д", tc("", CONTINUED)),
    )

    assert [(each.name, each.place) for each in found.rows] == [
        ("А", "Смоленск"),
        ("Б", "Смоленск"),
        ("В", "Смоленск"),
        ("Г", "Вязьма"),
        ("Д", ""),
    ]


def test_text_hidden_under_a_merged_cell_is_left_over():
    found = read(
        tr(tc("1"), tc("А"), tc("Смоленск", RESTART), *map(tc, ROW[3:])),
        tr(tc("2"), tc("Б"), tc("Рудня", CONTINUED), *map(tc, ROW[3:])),
    )

    assert [each.place for each in found.rows] == ["Смоленск", "Смоленск"]
    assert found.leftovers == (
        Leftover("таблица 1, строка 3, столбец «Место проведения мероприятия»", "Рудня"),
    )


def test_a_row_merged_down_wholly_is_one_event():
    found = read(tr(*(tc(text, RESTART) for text in ROW)), tr(*(tc("", CONTINUED) for _ in ROW)))

    assert found == WordTable((FIRST,), ())


def test_a_row_merged_in_the_old_way_is_a_section():
    cells = [tc("Город ", '<w:hMerge w:val="restart"/>'), tc("Смоленск", "<w:hMerge/>")]
    cells += [tc("", "<w:hMerge/>") for _ in range(4)]

    found = read(tr(*cells), tr(*map(tc, ROW)))

    assert found.rows == (SectionHeading(2, "Город \nСмоленск"), EventCells(3, *ROW[1:]))


def test_merged_columns_of_an_event_are_refused_by_name():
    merged = tr(*map(tc, ROW[:2]), tc("а", '<w:gridSpan w:val="2"/>'), *map(tc, ROW[4:]))

    assert refusal(make_docx(tbl(HEADING, merged))) == (
        "Таблица 1, строка 2: объединены ячейки столбцов «Место проведения мероприятия», "
        "«Сроки проведения мероприятия». Разделите их."
    )


def test_borders_dragged_apart_do_not_matter():
    def row(texts, *spans: int) -> str:
        cells = zip(texts, spans, strict=True)
        return tr(*(tc(text, f'<w:gridSpan w:val="{span}"/>') for text, span in cells))

    body = tbl(row(HEADINGS, 1, 3, 2, 2, 2, 2), row(ROW, 1, 2, 3, 2, 3, 1))

    assert read_word(make_docx(body)) == WordTable((FIRST,), ())


@pytest.mark.parametrize(
    ("row", "count"),
    [
        (tr(*map(tc, ROW[:5])), 5),
        (tr(*map(tc, [*ROW, "лишнее"])), 7),
        (tr(*map(tc, ROW[1:]), properties='<w:gridBefore w:val="1"/>'), 5),
        (tr(tc("Город"), properties='<w:gridAfter w:val="5"/>'), 1),
    ],
)
def test_a_row_of_another_length_is_refused(row, count):
    assert refusal(make_docx(tbl(HEADING, tr(*map(tc, ROW)), row))) == (
        f"Таблица 1, строка 3: число ячеек — {count}, а в заголовке — 6. "
        "Разделите или добавьте ячейки."
    )


# --- Lists


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

    assert found == WordTable((SectionHeading(2, "Город Смоленск"), EventCells(3, *ROW[1:])), ())


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


# --- Conservation


WORDS = st.integers(0, 9999).map(lambda number: f"слово{number}й")
WRAPPERS = [
    "{}",
    "<w:ins>{}</w:ins>",
    "<w:moveTo>{}</w:moveTo>",
    "<w:hyperlink>{}</w:hyperlink>",
    "<w:smartTag>{}</w:smartTag>",
    "<w:fldSimple>{}</w:fldSimple>",
    "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
]
DELETED = "<w:del><w:r><w:delText>{}</w:delText></w:r></w:del>"


def marked(word_: str) -> str:
    return f" {word_} "


RUNS = st.recursive(
    WORDS.map(lambda word_: (r(marked(word_)), [word_])),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(WRAPPERS), inner).map(
            lambda pair: (pair[0].format(pair[1][0]), pair[1][1])
        ),
        st.tuples(inner, inner).map(
            lambda pair: (pair[0][0] + pair[1][0], pair[0][1] + pair[1][1])
        ),
        inner.map(lambda each: (DELETED.format("удалено") + each[0], each[1])),
        inner.map(
            lambda each: (
                alternatives(
                    f"<w:txbxContent>{p(each[0])}</w:txbxContent>",
                    f"<w:pict><v:shape><w:txbxContent>{p(each[0])}</w:txbxContent></v:shape></w:pict>",
                ),
                each[1],
            )
        ),
    ),
    max_leaves=4,
)
BLOCKS = st.lists(
    st.one_of(
        RUNS.map(lambda each: (p(each[0]), each[1])),
        RUNS.map(lambda each: (tbl(tr(cell(p(each[0])))) + p(), each[1])),
        RUNS.map(lambda each: (p(each[0], "<w:rPr><w:del/></w:rPr>"), each[1])),
        RUNS.map(lambda each: (WRAPPERS[-1].format(p(each[0])), each[1])),
    ),
    max_size=2,
).map(lambda blocks: ("".join(xml for xml, _ in blocks), [w for _, ws in blocks for w in ws]))


@st.composite
def rows(draw) -> tuple[str, list[str]]:
    if draw(st.integers(0, 5)) == 0:
        xml, words = draw(BLOCKS)
        return tr(cell(xml, '<w:gridSpan w:val="7"/>')), words
    drawn = [draw(BLOCKS) for _ in range(7)]
    xml = tr(*(cell(xml) for xml, _ in drawn))
    if draw(st.booleans()):
        xml = WRAPPERS[-1].format(xml)
    return xml, [w for _, words in drawn for w in words]


@settings(max_examples=100, deadline=None)
@given(
    before=BLOCKS,
    table_rows=st.lists(rows(), max_size=4),
    between=BLOCKS,
    more_rows=st.lists(rows(), max_size=2),
    header=BLOCKS,
)
def test_every_word_is_in_a_row_or_left_over_once(before, table_rows, between, more_rows, header):
    heading = tr(*map(tc, [*HEADINGS, "Итог"]))
    body = (
        before[0]
        + tbl(heading, *(xml for xml, _ in table_rows))
        + between[0]
        + tbl(*(xml for xml, _ in more_rows))
    )

    found = read_word(make_docx(body, parts={"header1": header[0]}))

    written = before[1] + between[1] + header[1] + ["Итог"]
    for _, words in table_rows + more_rows:
        written += words
    assert Counter(words_of(found)) == Counter(written)


def words_of(found: WordTable) -> list[str]:
    texts = [leftover.text for leftover in found.leftovers]
    for row in found.rows:
        if isinstance(row, SectionHeading):
            texts.append(row.text)
        else:
            texts += [row.name, row.place, row.period, row.content, row.participants]
    return " ".join(texts).split()


# --- Hostile and broken files


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (tbl(tr(tc("а", '<w:gridSpan w:val="50000000"/>'))), "Таблица 1, строка 1: ячейка шире 63"),
        (tbl(tr(properties='<w:gridBefore w:val="99999999999"/>')), "Таблица 1, строка 1: ячейка"),
        (tbl(tr(*[tc()] * 64)), "Таблица 1, строка 1: больше 63 ячеек."),
        (tbl("<w:tr/>" * 20_001), "В таблицах файла больше 20000 строк."),
        ("<w:sdt>" * 300 + "</w:sdt>" * 300, "В файле слишком глубокая вложенность."),
        (tbl(tr(tc("я" * 100_001))), "Таблица 1, строка 1: в одной ячейке больше 100000 знаков."),
        (tbl(tr(tr(tc("а")))), DAMAGED),
        (tbl(tr(cell(cell(p(r("а")))))), DAMAGED),
        ("<w:p>", DAMAGED),
        ("&undefined;", DAMAGED),
    ],
)
def test_hostile_and_broken_files_are_refused(body, message):
    assert refusal(make_docx(body)).startswith(message)


def test_a_document_type_declaration_is_refused():
    assert refusal(with_document("<!DOCTYPE a><a/>")) == FORBIDDEN_XML


def test_text_repeated_by_merged_cells_is_bounded():
    first = tr(tc("1"), tc("А"), tc("я" * 90_000, RESTART), *map(tc, ROW[3:]))
    covered = tr(tc("2"), tc("Б"), tc("", CONTINUED), *map(tc, ROW[3:]))

    assert refusal(make_docx(tbl(HEADING, first, covered * 120))).startswith(
        "В файле слишком много текста."
    )
