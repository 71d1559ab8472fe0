"""The report in .xlsx and .csv files."""

import datetime as dt
import io
import zipfile
from collections import Counter

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment

from reports.importing.grids import NOT_TEXT, read_csv
from reports.importing.read_table import EventCells, Leftover, SectionHeading
from reports.importing.workbook import read_workbook
from reports.office.archive import DAMAGED, FileError
from tests.importing.word.test_conservation import words_of
from tests.importing.word_files import make_zip

TITLES = ["№ п/п", "Наименование", "Место", "Сроки", "Содержание", "Участники"]
ROW = ["1.", "Форум", "г. Вязьма", "5 ноября 2020 года", "Обсуждение", "Глава"]
EVENT = EventCells(2, *ROW[1:])


def workbook(*sheets, change=None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    if change:
        change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv(rows, delimiter=";") -> str:
    return "\r\n".join(delimiter.join(row) for row in rows) + "\r\n"


def refusal(reader, data) -> str:
    with pytest.raises(FileError) as caught:
        reader(data)
    return str(caught.value)


def test_workbook_is_read():
    found = read_workbook(workbook([TITLES, ROW]))
    assert (found.rows, found.leftovers) == ((EVENT,), ())


def test_table_need_not_begin_in_the_first_cell():
    rows = [[], [None, "Отчет"], [None, *TITLES], [None, "Город Вязьма"], [None, *ROW, "!"]]
    found = read_workbook(workbook(rows))
    assert found.rows == (SectionHeading(4, "Город Вязьма"), EventCells(5, *ROW[1:]))
    assert found.leftovers == (
        Leftover("строка 2", "Отчет"),
        Leftover("строка 5, столбец «7»", "!"),
    )


def test_all_sheets_notes_and_boxes_are_told():
    def comment(book):
        book.worksheets[0]["B2"].comment = Comment("Уточнить", "Кто-то")

    found = read_workbook(workbook([TITLES, ROW], [["Черновик"]], [ROW], change=comment))
    assert [(row.number, row.table, row.name) for row in found.rows] == [
        (2, 1, "Форум"),
        (1, 3, "Форум"),
    ]
    assert {left.text for left in found.leftovers} == {"Черновик", "Уточнить"}


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (dt.datetime(2020, 11, 5), "DD.MM.YYYY", "05.11.2020"),
        (dt.datetime(2020, 11, 1), "mmm\\-yy", "ноябрь 2020"),
        (dt.datetime(2020, 11, 5, 10, 30), "dd.mm.yyyy hh:mm", "05.11.2020 10:30"),
        (150, "General", "150"),
        (2.0, "General", "2"),
        (1.5, "General", "1,5"),
        ("=дважды", "General", "=дважды"),
    ],
)
def test_values_are_read_as_excel_shows_them(value, number_format, text):
    def put(book):
        cell = book.worksheets[0]["D2"]
        cell.value, cell.number_format = value, number_format
        if isinstance(value, str):
            cell.data_type = "s"

    assert read_workbook(workbook([TITLES, ROW], change=put)).rows[0].period == text


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Файл пуст."),
        (b"PK\x03\x04", DAMAGED),
        (workbook([["а"]]), "Таблица отчета не найдена"),
        (workbook([TITLES, [""] * 70 + ["а"]]), "Строка 2: больше 63 ячеек."),
        (
            workbook([TITLES], change=lambda book: book.worksheets[0].cell(90_000, 1, "а")),
            "В таблицах файла больше 20\xa0000 строк.",
        ),
    ],
    ids=range(5),
)
def test_no_honest_workbook_is_refused(data, message):
    assert refusal(read_workbook, data).startswith(message)


def empty_cells_far_away(book):
    for row in range(1, 200):
        book.worksheets[0].cell(row, 16_384).number_format = "0.0"
    book.worksheets[0].cell(1_048_576, 1).number_format = "0.0"


def test_empty_cells_far_away_are_nothing():
    found = read_workbook(workbook([TITLES, ROW], change=empty_cells_far_away))
    assert (found.rows, found.leftovers) == ((EVENT,), ())


SECRET = ["2.", "Тайна", *ROW[2:]]


def told(found) -> tuple[list[str], list[str]]:
    """What is left over: that is seen, and that is hidden."""
    seen = [left.text for left in found.leftovers if not left.is_hidden]
    return seen, [left.text for left in found.leftovers if left.is_hidden]


@pytest.mark.parametrize("look", ['hidden="1"', 'ht="0" customHeight="1"'])
def test_a_hidden_row_is_told_as_hidden(look):
    rows = inline_row(TITLES) + inline_row(SECRET, look) + inline_row(ROW)
    found = read_workbook(parts(f"<sheetData>{rows}</sheetData>"))
    assert found.rows == (EventCells(3, *ROW[1:]),)
    assert told(found) == ([], SECRET)
    assert {left.place for left in found.leftovers} == {"строка 2"}


def test_hidden_columns_are_told_as_hidden_and_the_others_keep_their_places():
    def hide(book):
        book.worksheets[0].column_dimensions["C"].hidden = True

    rows = [[*row[:2], text, *row[2:]] for row, text in ((TITLES, "Проверка"), (ROW, "тайна"))]
    found = read_workbook(workbook(rows, change=hide))
    assert (found.rows, told(found)) == ((EVENT,), ([], ["Проверка", "тайна"]))
    without_headings = read_workbook(workbook(rows[1:], change=hide))
    assert without_headings.rows == (EventCells(1, *ROW[1:]),)


def test_a_cell_that_shows_nothing_is_told_as_hidden():
    def hide(book):
        book.worksheets[0]["E2"].number_format = ";;;"

    found = read_workbook(workbook([TITLES, ROW], change=hide))
    assert found.rows[0].content == ""
    assert told(found) == ([], ["Обсуждение"])


@pytest.mark.parametrize(
    ("state", "hidden"),
    [
        ("hidden", [" ".join(TITLES), " ".join(SECRET)]),
        (
            "veryHidden",
            ["Это служебный лист, которого в Excel не видно. Его тексты не перечислены."],
        ),
    ],
)
def test_a_hidden_sheet_is_told_as_hidden(state, hidden):
    def hide(book):
        book.worksheets[1].sheet_state = state

    found = read_workbook(workbook([TITLES, ROW], [TITLES, SECRET], change=hide))
    assert (found.rows, told(found)) == ((EVENT,), ([], hidden))
    assert found.leftovers[0].place.startswith("лист «Sheet1»")


def test_a_cell_without_a_value_of_its_own_is_told():
    def change(book):
        book.worksheets[0]["C2"].value = "#REF!"
        book.worksheets[0]["E2"].value = "=A1"

    found = read_workbook(workbook([TITLES, ROW], change=change))
    assert (found.rows[0].place, found.rows[0].content) == ("", "")
    assert told(found) == (["В ячейке ошибка «#REF!».", "Формула без значения."], [])


def parts(sheet: str, **more: str) -> bytes:
    """A workbook of raw parts; «more» are parts that the sheet leads to, by their kind."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"

    def relations(pairs) -> str:
        each = "".join(
            f'<Relationship Id="r{at}" Type="{office}/{kind}" Target="/xl/{target}"/>'
            for at, (kind, target) in enumerate(pairs)
        )
        return f'<Relationships xmlns="{package}">{each}</Relationships>'

    return make_zip(
        {
            "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
            '<sheet name="Лист" r:id="r0"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": relations([("worksheet", "a.xml")]),
            "xl/a.xml": f"<worksheet {main}>{sheet}</worksheet>",
            "xl/_rels/a.xml.rels": relations((kind, f"{kind}.part") for kind in more),
            **{f"xl/{kind}.part": xml for kind, xml in more.items()},
        }
    )


def inline_row(texts, look="") -> str:
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f"<row {look}>{cells}</row>"


def inline(*rows) -> str:
    return f"<sheetData>{''.join(map(inline_row, rows))}</sheetData>"


def test_parts_are_found_by_relation_whatever_their_names():
    spreadsheet = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    drawing = (
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    )
    data = parts(
        inline(TITLES, ROW)
        + '<oleObjects><oleObject progId="Word.Document.12" shapeId="1"/></oleObjects>'
        + "<headerFooter><oddHeader>&amp;C&amp;&quot;Arial&quot;&amp;12Приложение&amp;P"
        "</oddHeader></headerFooter>",
        comments=f"<comments {spreadsheet}><comment><text><t>проверить</t></text></comment></comments>",
        threadedComment='<T xmlns="urn:t"><threadedComment><text>спросить</text></threadedComment></T>',
        drawing=f"<xdr:wsDr {drawing}><a:p><a:r><a:t>надпись</a:t></a:r></a:p>"
        '<xdr:pic><xdr:nvPicPr><xdr:cNvPr name="1" descr="Гости"/></xdr:nvPicPr></xdr:pic>'
        "</xdr:wsDr>",
    )
    found = read_workbook(data)
    assert found.rows == (EVENT,)
    assert [(left.place, left.text) for left in found.leftovers] == [
        ("колонтитул", "Приложение"),
        ("вложение", "Документ Word"),
        ("примечание", "проверить"),
        ("надпись", "надпись"),
        ("рисунок", "Рисунок «Гости»"),
        ("примечание", "спросить"),
    ]


@settings(max_examples=50, deadline=None)
@given(
    drawn=st.lists(
        st.tuples(st.lists(st.integers(0, 9999), max_size=8), st.booleans()), max_size=5
    ),
    hidden_column=st.integers(7, 9),
)
def test_every_word_is_told_once_as_what_it_is(drawn, hidden_column):
    seen, secret, rows = [], [], [inline_row(TITLES), inline_row(ROW)]
    for numbers, is_hidden in drawn:
        words = [f"слово{number}й" for number in numbers]
        rows.append(inline_row(words, 'hidden="1"' if is_hidden else ""))
        for column, word in enumerate(words, start=1):
            (secret if is_hidden or column == hidden_column else seen).append(word)
    columns = f'<cols><col min="{hidden_column}" max="{hidden_column}" hidden="1"/></cols>'
    found = read_workbook(parts(f"{columns}<sheetData>{''.join(rows)}</sheetData>"))
    hidden = words_of(found, is_hidden=True)
    told = [word for word in words_of(found) if word.startswith("слово")]
    assert Counter(hidden) == Counter(secret)
    assert Counter(told) == Counter(seen + secret)


def test_what_excel_writes_in_its_own_way_is_read_back():
    rich = (
        "<is><r><t>Об</t></r><r><t>суждение_x000D_\nи _x005F_x0041_</t></r>"
        "<rPh><t>чтение</t></rPh></is>"
    )
    sheet = inline(TITLES, ROW).replace("<is><t>Обсуждение</t></is>", rich)
    assert read_workbook(parts(sheet)).rows[0].content == "Обсуждение\nи _x0041_"


def test_the_title_of_a_sheet_is_kept_for_whose_rows_stand_there():
    found = read_workbook(workbook([TITLES, ROW], [TITLES, ROW]))
    assert [title.text for title in found.titles] == ["Sheet", "Sheet1"]
    assert [
        title.order < row.order for title, row in zip(found.titles, found.rows, strict=True)
    ] == [
        True,
        True,
    ]


def test_zip_bomb_is_refused_before_it_is_unpacked():
    file = io.BytesIO(workbook([TITLES, ROW]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings2.xml", b" " * 70_000_000)
    assert refusal(read_workbook, file.getvalue()).startswith("Файл слишком большой")


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_in_any_encoding(encoding, delimiter):
    found = read_csv(csv([TITLES, ROW], delimiter).encode(encoding))
    assert (found.rows, found.leftovers) == ((EVENT,), ())


def test_csv_cells_may_hold_lines_quotes_and_delimiters():
    text = 'sep=;\n1;"Форум ""Дружба""";"г. Вязьма; Дом культуры";5.11;"а\r\nб";"Совет" молодежи\n'
    found = read_csv(text.encode("cp1251"))
    cells = ['Форум "Дружба"', "г. Вязьма; Дом культуры", "5.11", "а\nб", '"Совет" молодежи']
    assert found.rows == (EventCells(2, *cells),)


def test_csv_without_the_last_column_keeps_its_places():
    found = read_csv(csv([ROW[:5]]).encode())
    assert found.rows == (EventCells(1, *ROW[1:5], ""),)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b" \r\n", "Файл пуст."),
        (b"\xd0\xcf\x11\xe0 old", NOT_TEXT),
        (b"PK\x03\x04", NOT_TEXT),
        (b"a\0b", NOT_TEXT),
        (b"\xff\xfe\x00", NOT_TEXT),
        (b";" * 11_000_000, "Файл больше 10 МБ."),
        ("просто текст".encode(), "Таблица отчета не найдена"),
    ],
    ids=range(7),
)
def test_what_is_no_csv_is_refused(data, message):
    assert refusal(read_csv, data).startswith(message)
