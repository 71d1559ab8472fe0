"""Reading a Word table: headings, sections, several tables, merged cells."""

import pytest

from reports.importing.column_headings import TITLES
from reports.importing.read_table import EventCells, Leftover, ReadTable, SectionHeading
from reports.importing.word.reader import read_word
from tests.importing.reading import CONTINUED, FIRST, HEADING, RESTART, ROW, read, refusal
from tests.importing.word_files import (
    HEADINGS,
    make_docx,
    p,
    r,
    section_row,
    table,
    table_docx,
    tbl,
    tc,
    tr,
    with_document,
)


def test_a_plain_table_is_read():
    found = read_word(table_docx([["Город Смоленск"], ROW, ["2.", "Фестиваль", "", "", "", ""]]))

    assert found == ReadTable(
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
    assert read_word(table_docx([[number, *ROW[1:]]])) == ReadTable((FIRST,), ())


def test_anything_else_in_the_number_column_is_left_over():
    found = read_word(table_docx([["1 (перенос)", *ROW[1:]]]))

    assert found.rows == (FIRST,)
    assert found.leftovers == (Leftover("таблица 1, строка 2, столбец «№ п/п»", "1 (перенос)"),)


def test_empty_rows_and_sections_are_skipped_but_counted():
    found = read_word(table_docx([["", *[""] * 5], [" "], ["7.", *[""] * 5], ROW]))

    assert found == ReadTable((EventCells(5, *ROW[1:]),), ())


def test_strict_office_xml_is_read():
    strict = 'xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"'
    part = f"<w:document {strict}><w:body>{table([ROW])}</w:body></w:document>"

    assert read_word(with_document(part)) == ReadTable((FIRST,), ())


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

    assert found == ReadTable((FIRST,), ())


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

    assert found == ReadTable((FIRST,), ())


@pytest.mark.parametrize("at", [1, 2, 3, 4, 5])
def test_a_missing_column_is_named(at):
    headings = HEADINGS[:at] + HEADINGS[at + 1 :]

    message = refusal(make_docx(p(r("Отчёт")) + tbl(section_row("а"), tr(*map(tc, headings)))))

    title = list(TITLES.values())[at]
    assert message == f"Таблица 1, строка 2: в заголовке нет столбца «{title}»."


@pytest.mark.parametrize("body", [p(r("Отчет района")), tbl(tr(tc("а"), tc("б"))), ""])
def test_a_file_without_the_table_is_refused(body):
    assert refusal(make_docx(body)) == (
        "В файле нет таблицы отчета: не найдена строка с заголовками «№ п/п», "
        "«Наименование мероприятия», «Место проведения мероприятия», "
        "«Сроки проведения мероприятия», «Содержание мероприятия», «Участники мероприятия»."
    )


def test_headings_repeated_and_numbered_columns_are_skipped():
    numbers = tr(*map(tc, "123456"))

    found = read(numbers, tr(*map(tc, ROW)), HEADING, numbers, tr(*map(tc, ROW)))

    assert found == ReadTable((EventCells(3, *ROW[1:]), EventCells(6, *ROW[1:])), ())


def test_a_heading_typed_over_two_rows_is_skipped():
    first = ["№", "Наименование", "Место", "Сроки", "Содержание", "Участники"]
    second = ["п/п", "мероприятия", "проведения мероприятия", "мероприятия", "", "(ФИО, должность)"]

    found = read_word(make_docx(tbl(*(tr(*map(tc, row)) for row in (first, second, ROW)))))

    assert found == ReadTable((EventCells(3, *ROW[1:]),), ())


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

    assert found == ReadTable((SectionHeading(2, "Город Смоленск"), EventCells(3, *ROW[1:])), ())


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

    assert found == ReadTable((FIRST,), ())


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

    assert read_word(make_docx(body)) == ReadTable((FIRST,), ())


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
