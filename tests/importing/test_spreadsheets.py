"""The report in .xlsx and .csv files."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment

from reports.importing.archive import DAMAGED, FileError
from reports.importing.grids import NOT_TEXT, read_csv
from reports.importing.report_rows import EventCells, Leftover, SectionHeading
from reports.importing.workbook import read_workbook

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


def far_cell(book):
    for row in range(1, 200):
        book.worksheets[0].cell(row, 16_384).number_format = "0.0"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Файл пуст."),
        (b"PK\x03\x04", DAMAGED),
        (workbook([["а"]]), "Таблица отчета не найдена"),
        (workbook([TITLES, [""] * 70 + ["а"]]), "Строка 2: больше 63 ячеек."),
        (workbook([TITLES, ROW], change=far_cell), "На листе слишком много пустых ячеек."),
        (
            workbook([TITLES], change=lambda book: book.worksheets[0].cell(90_000, 1, "а")),
            "В таблицах файла больше 20000 строк.",
        ),
    ],
    ids=range(6),
)
def test_no_honest_workbook_is_refused(data, message):
    assert refusal(read_workbook, data).startswith(message)


def test_zip_bomb_is_refused_before_it_is_unpacked():
    file = io.BytesIO(workbook([TITLES, ROW]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings2.xml", b" " * 70_000_000)
    assert refusal(read_workbook, file.getvalue()).startswith("В сжатом виде файл мал")


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
