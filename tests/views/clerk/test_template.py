"""The workbook that a clerk fills in: what is in it, and what is read of it."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reports.export.xlsx.template import EXAMPLE, GUIDE_NAME
from reports.models import Category, Format
from tests.factories import make_report
from tests.views.clerk.test_pasting import bring, keep, text_of

pytestmark = pytest.mark.django_db

ROW = [
    *("Форум «Дружба»", "г. Вязьма", "5-6 ноября 2020", "Беседы.", "Глава; гости"),
    *("онлайн", "фестиваль", "Беларусь, Сербия", "Протокол", "12", "40"),
]


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def report(vyazma):
    return make_report(vyazma)


def template(desk, report):
    answer = desk.get(reverse("report_template", args=[report.pk]))
    assert "attachment" in answer["Content-Disposition"]
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def brought(desk, report, book):
    file = io.BytesIO()
    book.save(file)
    return bring(desk, report, file=SimpleUploadedFile("шаблон.xlsx", file.getvalue()))


def test_filled_template_is_read_whole(desk, report):
    book = template(desk, report)
    for at, text in enumerate(ROW, start=1):
        book.worksheets[0].cell(2, at, text)
    shown = brought(desk, report, book)
    assert "Не перенесено" not in text_of(shown)
    assert "Скрыто в файле" not in text_of(shown)
    keep(desk, report, shown)
    event = report.events.get()
    assert (event.name, event.place, event.period) == (*ROW[:2], "5-6 ноября 2020 года")
    assert (event.content, event.participants) == ("Беседы.", "Глава; гости")
    assert (event.format, event.category, event.agreements) == ("online", "festival", "Протокол")
    assert {country.code for country in event.countries} == {"BY", "RS"}
    assert (event.participants_own, event.participants_total) == (12, 40)


def test_empty_template_brings_no_event_and_no_example(desk, report):
    shown = brought(desk, report, template(desk, report))
    assert "нет ни одного мероприятия" in text_of(shown)
    assert EXAMPLE[0] not in text_of(shown)


def test_only_cells_to_be_filled_are_unlocked(desk, report):
    sheet, guide = template(desk, report).worksheets
    assert (guide.title, sheet.protection.sheet, guide.protection.sheet) == (GUIDE_NAME, True, True)
    unlocked = {cell.row for row in sheet for cell in row if not cell.protection.locked}
    assert 1 not in unlocked
    assert 2 in unlocked
    assert all(cell.protection.locked for row in guide for cell in row)


def test_lists_of_formats_and_kinds_are_offered(desk, report):
    sheet, guide = template(desk, report).worksheets
    offered = {}
    for rule in sheet.data_validations.dataValidation:
        cells = guide[rule.formula1.split("!")[1].replace("$", "")]
        offered[sheet.cell(1, next(iter(rule.sqref.ranges)).min_col).value] = [
            cell.value for (cell,) in cells
        ]
    assert offered["Формат"] == Format.labels
    assert offered["Вид"] == Category.labels
    assert "Беларусь" in offered["Страны"]
