"""The board and the calls as workbooks."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from django.urls import reverse

from reports.language.quarters import Quarter as Calendar
from reports.models import Status
from tests import factories
from tests.factories import make_report

pytestmark = pytest.mark.django_db


def sheet_of(desk, name="board_download"):
    response = desk.get(reverse(name, args=["2020-4"]))
    assert response["Content-Disposition"].endswith(".xlsx")
    (sheet,) = openpyxl.load_workbook(io.BytesIO(response.content))
    return sheet


def records(sheet):
    titles, *rows = sheet.iter_rows(min_row=3, values_only=True)
    return [dict(zip(titles, row, strict=True)) for row in rows]


def test_file_holds_dates_as_dates_and_numbers_as_numbers(desk, vyazma, rudnya):
    make_report(
        vyazma,
        status=Status.ACCEPTED,
        events=2,
        extended_until=dt.date(2021, 1, 20),
        extension_reason="=1+1",
    )
    make_report(rudnya)
    sheet = sheet_of(desk)
    first, second = records(sheet)
    assert first["Муниципальное образование"] == "Вяземский район"
    assert first["Мероприятий"] == 2
    assert first["Сдан"] == dt.datetime(2021, 1, 12, 16, 20)
    assert first["Срок продлен до"] == dt.datetime(2021, 1, 20)
    assert first["Почему продлен"] == "=1+1"
    assert (second["IV квартал 2020"], second["Сдан"]) == ("Просрочен", None)
    assert not any(cell.data_type == "f" for row in sheet for cell in row)


def test_file_leaves_out_columns_in_which_nothing_is_said(desk, vyazma):
    make_report(vyazma, events=1)
    earlier = factories.make_quarter(Calendar(2020, 3))
    make_report(vyazma, quarter=earlier, status=Status.ACCEPTED, events=1)
    (row,) = records(sheet_of(desk))
    assert not {"Срок продлен до", "Почему продлен", "Почему закрыт без отчета"} & set(row)
    assert row["III квартал 2020"] == "Принят, на 89 дней позже"


def test_file_names_whom_to_call(desk, clerk, vyazma, rudnya):
    type(clerk).objects.update(phone="4-20-11", email="anna@example.ru", post="Специалист")
    make_report(vyazma)
    make_report(rudnya, status=Status.ACCEPTED)
    (row,) = records(sheet_of(desk, "calls_download"))
    assert row["Кому звонить"] == "Сотрудник Вязьмы, Специалист"
    assert (row["Телефон"], row["Электронная почта"]) == ("4-20-11", "anna@example.ru")
    assert row["Срок сдачи"] == dt.datetime(2021, 1, 15)


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("board_download", "Сводка отчетов, IV квартал 2020 года"),
        ("calls_download", "Кому позвонить: не сдали отчет, IV квартал 2020 года"),
    ],
)
def test_file_says_what_it_is_and_is_ready_to_be_printed(desk, vyazma, name, heading):
    make_report(vyazma)
    sheet = sheet_of(desk, name)
    assert sheet["A1"].value == heading
    assert re.fullmatch(r"Составлено \d\d\.\d\d\.\d{4} в \d\d:\d\d", sheet["A2"].value)
    assert sheet.freeze_panes == "B4"
    assert sheet.auto_filter.ref == sheet.dimensions.replace("A1:", "A3:")
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.oddFooter.left.text == heading
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is True
    assert sheet.page_setup.fitToHeight == 0
    assert all(column.width > 8 for column in sheet.column_dimensions.values())
