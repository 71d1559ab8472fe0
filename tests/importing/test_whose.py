"""Whose rows a file tells: by the names in it, by its own name, by its sender."""

import pytest

from reports.importing.drafts import known_names
from reports.importing.files import read_file
from reports.importing.whose import Wrapping, parts_of
from tests.factories import make_municipality, make_quarter
from tests.importing.word_files import make_docx, p, r, table_docx
from tests.importing.word_files import table as word_table

pytestmark = pytest.mark.django_db

ROW = ["1", "Форум", "г. Вязьма", "5 ноября 2020 года", "Обсуждение", "Глава"]


@pytest.fixture
def city(db):
    return make_municipality("smolensk", short_name="город Смоленск", full_name="Город Смоленск")


@pytest.fixture
def district(db):
    return make_municipality(
        "smolensk-district", short_name="Смоленский район", full_name="Смоленский район"
    )


def told(*texts, rows=(ROW,), after=(), name="", senders=()):
    body = "".join(p(r(text)) for text in texts) + word_table(rows)
    data = make_docx(body + "".join(p(r(text)) for text in after))
    table = read_file("файл.docx", data)
    return [
        (part.municipality, bool(part.doubt), len(part.rows))
        for part in parts_of(table, known_names(make_quarter()), Wrapping(name, tuple(senders)))
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Вяземский район",
        "Отчет Вяземского района за IV квартал 2020 года",
        "Администрация муниципального образования «Вяземский район» Смоленской области",
        "Информация о мероприятиях, проведенных в Вяземском районе",
    ],
)
def test_heading_tells_it(vyazma, rudnya, text):
    assert told(text) == [(vyazma, False, 1)]


def test_signature_tells_it(vyazma, rudnya):
    after = ["Глава Вяземского района ____________ И.И. Иванов"]
    assert told("Отчет", after=after) == [(vyazma, False, 1)]


@pytest.mark.parametrize(
    "name",
    ["Отчет_Вяземский_район_4кв.docx", "Вяземский.docx", "vyazma.docx", "отчет-vyazma-2020.docx"],
)
def test_name_of_the_file_tells_it(vyazma, rudnya, name):
    assert told("Отчет", name=name) == [(vyazma, False, 1)]


def test_city_and_its_district_are_told_apart(city, district):
    assert told("Отчет", name="г. Смоленск.docx") == [(city, False, 1)]
    assert told("Отчет", name="Отчет Смоленска.docx") == [(city, False, 1)]
    assert told("Отчет", name="Смоленский район.docx") == [(district, False, 1)]


def test_sender_tells_it(vyazma, rudnya):
    assert told("Отчет", senders=[vyazma]) == [(vyazma, False, 1)]


def test_sender_for_two_is_told_by_the_file(vyazma, rudnya):
    assert told("Отчет", senders=[vyazma, rudnya]) == [(None, True, 1)]
    both = [vyazma, rudnya]
    assert told("Отчет Вяземского района", senders=both) == [(vyazma, False, 1)]


def test_nothing_tells_it(vyazma, rudnya):
    assert told("Отчет") == [(None, True, 1)]


def test_two_names_are_asked_about(vyazma, rudnya):
    assert told("Вяземского района и Руднянского района") == [(None, True, 1)]
    assert told("Отчет", name="Вяземский.docx", senders=[rudnya]) == [(None, True, 1)]


@pytest.mark.parametrize("how", ["name", "senders"])
def test_file_that_contradicts_how_it_came_is_asked_about(vyazma, rudnya, how):
    other = {"name": "Руднянский район.docx"} if how == "name" else {"senders": [rudnya]}
    assert told("Вяземский район", **other) == [(vyazma, True, 1)]


def test_unknown_name_is_asked_about(vyazma):
    assert told("Вяземский район", rows=[["Тьмутараканский район"], ROW]) == [(None, True, 1)]


def test_each_section_has_its_rows(vyazma, rudnya):
    rows = [["Вяземский район"], ROW, ["Руднянский район"], ROW, ROW]
    assert told("Отчеты", rows=rows) == [(vyazma, False, 1), (rudnya, False, 2)]


def test_rows_above_the_first_section_are_asked_about(vyazma, rudnya):
    rows = [ROW, ["Вяземский район"], ROW]
    assert told("Отчеты", rows=rows) == [(None, True, 1), (vyazma, False, 1)]


def test_places_of_events_tell_nothing(vyazma, rudnya):
    rows = [[*ROW[:2], "Руднянский район", *ROW[3:]]]
    assert told("Отчет Вяземского района", rows=rows) == [(vyazma, False, 1)]
    assert told("Отчет", rows=rows) == [(None, True, 1)]


def test_table_of_sections_alone_has_no_rows(vyazma):
    table = read_file("файл.docx", table_docx([["Вяземский район"]]))
    (part,) = parts_of(table, known_names(make_quarter()), Wrapping())
    assert part.rows == []
